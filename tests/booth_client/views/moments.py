"""Snapshots of every screen, with the longest words that each can show.

Responsible for: arranging what the views are asked to show.
"""

from __future__ import annotations

from dataclasses import replace

from booth_client.core.pages import Pages
from booth_client.core.snapshot import (
    Device,
    Ending,
    Help,
    Language,
    PrivacyLine,
    PrivacyState,
    Question,
    Queue,
    Screen,
    Snapshot,
)
from channel.core.link_quality import LinkQuality, Reason
from channel.wire.link_level import LinkLevel
from tests.booth_client.views.way_moments import DONE, PAPERS, WAY_MOMENTS

WAITS_WITH_PAPERS = Pages(papers=PAPERS)
WAITS_UNASKED = Pages(waits_for_rules=True, claim_unasked=True)
WAITS_DONE = Pages(papers=tuple(replace(paper, pictures=1) for paper in DONE))
NINE_TWELVE_S = 1_790_000_000.0
LONG_NAME = "Maria Kusumawardhani"


def line(
    state: PrivacyState, *, heard: bool = False, seen: bool = False, officer: str = "Sari"
) -> PrivacyLine:
    return PrivacyLine(state, officer, "", heard, seen)


def quality(*reasons: Reason) -> LinkQuality:
    """As the watch would judge it."""
    pictures = all(reason.value.startswith("picture") for reason in reasons)
    return LinkQuality(LinkLevel.PICTURE_REDUCED if pictures else LinkLevel.VOICE_DISTURBED, reasons)


READY = Snapshot(
    screen=Screen.READY,
    language=Language.INDONESIAN,
    privacy=PrivacyLine(PrivacyState.OFF),
    number=2,
    server_up=True,
)
_ALONE = replace(READY, privacy=PrivacyLine(PrivacyState.NO_OFFICER), consent=True)
CONSENT = replace(_ALONE, screen=Screen.CONSENT, consent=False)
WAITING = replace(_ALONE, screen=Screen.WAITING, queue=Queue(2, 6, NINE_TWELVE_S, False, 1, 4))
CALL = replace(
    READY,
    screen=Screen.CALL,
    privacy=line(PrivacyState.HEARD, heard=True, seen=True),
    consent=True,
    officer="Sari",
    officer_talks=True,
    officer_seen=True,
)
PARKED = replace(
    CALL,
    met=True,
    screen=Screen.PARKED,
    privacy=line(PrivacyState.SEEN_ONLY, seen=True),
    officer_talks=False,
    officer_seen=False,
    waited_s=80,
)
HOLD = replace(PARKED, screen=Screen.HOLD, privacy=line(PrivacyState.SHUT))
ANNOUNCEMENT = replace(CALL, screen=Screen.ANNOUNCEMENT, privacy=line(PrivacyState.ALL_CALL, seen=True))
RECONNECTING = replace(PARKED, screen=Screen.RECONNECTING, privacy=line(PrivacyState.UNKNOWN), waited_s=18)
ENDED = replace(READY, screen=Screen.ENDED, privacy=PrivacyLine(PrivacyState.OVER), wipe_in_s=45)
FAULT = replace(
    READY,
    screen=Screen.FAULT,
    privacy=PrivacyLine(PrivacyState.FAULT),
    faults=frozenset({Device.SPEAKER}),
    faulty_since_unix_s=NINE_TWELVE_S,
)
UNAVAILABLE = replace(READY, screen=Screen.UNAVAILABLE, server_up=False)

MOMENTS: dict[str, Snapshot] = {
    "ready": READY,
    "ready-without-number": replace(READY, number=0),
    "consent": CONSENT,
    "calling": replace(_ALONE, screen=Screen.CALLING),
    "calling-declined": replace(_ALONE, screen=Screen.CALLING, consent=False, officer=LONG_NAME),
    "calling-server-away": replace(_ALONE, screen=Screen.CALLING, server_up=False),
    "waiting": WAITING,
    "waiting-first": replace(WAITING, queue=Queue(1, 1, NINE_TWELVE_S, True, 1, 4)),
    "waiting-long": replace(WAITING, queue=Queue(12, 125, NINE_TWELVE_S, False, 1, 4)),
    "waiting-no-officer": replace(WAITING, queue=Queue(3, 0, 0.0, False, 0, 4)),
    "waiting-server-away": replace(WAITING, server_up=False),
    "call": CALL,
    "call-long-name": replace(
        CALL,
        officer=LONG_NAME,
        privacy=line(PrivacyState.HEARD, heard=True, seen=True, officer=LONG_NAME),
    ),
    "call-talk-only": replace(CALL, privacy=line(PrivacyState.TALK_ONLY, seen=True)),
    "call-talk-shared": replace(CALL, talk_shared=True, privacy=line(PrivacyState.TALK_SHARED, seen=True)),
    "call-listening": replace(CALL, officer_talks=False),
    "call-declined": replace(CALL, consent=False, privacy=line(PrivacyState.HEARD, heard=True)),
    "call-without-camera": replace(
        CALL, faults=frozenset({Device.CAMERA}), privacy=line(PrivacyState.HEARD, heard=True)
    ),
    "call-without-microphone": replace(
        CALL, faults=frozenset({Device.MICROPHONE}), privacy=line(PrivacyState.TALK_ONLY, seen=True)
    ),
    "call-without-officers-picture": replace(CALL, officer_seen=False),
    "call-picture-held": replace(CALL, picture_held=True),
    "call-picture-held-voice-disturbed": replace(
        CALL, picture_held=True, quality=quality(Reason.VOICE_SAID, Reason.PICTURE_HELD)
    ),
    "call-picture-reduced": replace(CALL, quality=quality(Reason.PICTURE_SEEN)),
    "call-own-picture-reduced": replace(CALL, quality=quality(Reason.PICTURE_SENT)),
    "call-voice-disturbed": replace(CALL, quality=quality(Reason.VOICE_HEARD, Reason.PICTURE_SEEN)),
    "call-voice-disturbed-not-heard": replace(
        CALL, quality=quality(Reason.VOICE_HEARD), privacy=line(PrivacyState.TALK_ONLY, seen=True)
    ),
    "call-own-voice-disturbed": replace(CALL, quality=quality(Reason.VOICE_SAID)),
    "call-delayed": replace(CALL, quality=quality(Reason.DELAY)),
    "call-connected-again": replace(CALL, quality=quality(Reason.INTERRUPTED, Reason.PICTURE_SEEN)),
    "parked": PARKED,
    "parked-just-arrived": replace(PARKED, met=False, waited_s=3),
    "parked-long": replace(PARKED, waited_s=1499, help=Help.NOTED),
    "hold": HOLD,
    "announcement": ANNOUNCEMENT,
    "announcement-picture-held": replace(ANNOUNCEMENT, picture_held=True),
    "announcement-picture-reduced": replace(ANNOUNCEMENT, quality=quality(Reason.PICTURE_SEEN)),
    "announcement-in-hold": replace(ANNOUNCEMENT, officer_seen=False, privacy=line(PrivacyState.ALL_CALL)),
    "reconnecting": RECONNECTING,
    "reconnecting-console-away": replace(RECONNECTING, officer_present=False, officer=LONG_NAME),
    "ended": ENDED,
    "ended-left-queue": replace(ENDED, ending=Ending.LEFT_QUEUE, wipe_in_s=90),
    "ended-lost": replace(ENDED, ending=Ending.LOST),
    "fault": FAULT,
    "fault-told": replace(FAULT, help=Help.ASKED),
    "fault-untold": replace(FAULT, server_up=False, faults=frozenset({Device.MICROPHONE})),
    "unavailable": UNAVAILABLE,
    "unavailable-refused": replace(UNAVAILABLE, server_code="S-01"),
    "help-asked": replace(PARKED, help=Help.ASKED),
    "help-noted": replace(PARKED, help=Help.NOTED),
    "question-still-here": replace(CONSENT, question=Question.STILL_HERE),
    "question-end": replace(CALL, question=Question.END),
    "question-leave-queue": replace(WAITING, question=Question.LEAVE_QUEUE),
    "question-call-officer": replace(READY, question=Question.CALL_OFFICER),
    **WAY_MOMENTS,
    "call-papers": replace(CALL, pages=WAITS_WITH_PAPERS),
    "parked-papers": replace(PARKED, pages=WAITS_WITH_PAPERS),
    "parked-claim-unasked": replace(PARKED, pages=WAITS_UNASKED),
    "waiting-claim-unasked": replace(WAITING, pages=WAITS_UNASKED),
    "parked-papers-done": replace(PARKED, pages=WAITS_DONE),
    "waiting-papers": replace(WAITING, pages=WAITS_WITH_PAPERS),
    "ended-papers": replace(ENDED, pages=WAITS_DONE),
}
"""By the names of the screenshots."""
