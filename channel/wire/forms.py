"""The form and range of every field that has one: what msgspec's types cannot say.

Responsible for: the limits, and naming the fields of a message that keep to none. Not for: types and sizes
(``codec``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from channel.wire.control import BoothState, DeskState
from channel.wire.messages import (
    Answer,
    AnswerForDesk,
    AskRebuild,
    BoothAssigned,
    BoothHello,
    BoothQueued,
    BoothReport,
    BoothWelcome,
    BranchState,
    ChannelBoothPresence,
    ChannelClosed,
    ChannelHelp,
    ChannelOpened,
    DeskHello,
    DeskWelcome,
    EndChannel,
    HelpSeen,
    LinkReport,
    Offer,
    OfferForBooth,
    PickVisit,
    RateVisit,
    RebuildForDesk,
    StartVisit,
)

SDP_MOST_CHARS = 24 * 1024
LEASE_MOST_CHARS = 2048
LEASES_MOST = 12
TOKEN_MOST_CHARS = 128
SESSION_MOST_CHARS = 2048
PASSWORD_MOST_CHARS = 256
SOFTWARE_MOST_CHARS = 64
VERSION_MOST_CHARS = 64
CAPACITY_MOST = 6
EPOCH_MOST = 1_000_000
"""No channel is rebuilt so often."""
SEQ_MOST = 2**53 - 1
LEVEL_MOST = 5
SEE_WIDTH_MOST = 10_000
SEE_FPS_MOST = 1_000
STEP_MOST_CHARS = 64
PAGE_MOST = 99
ROUND_TRIP_MOST_MS = 60_000.0
SCORES = range(1, 5)
"""Of a visit: 1 not content, 4 very content."""

BOOTH_ID = re.compile(r"[a-z0-9-]{1,64}", re.ASCII)
OFFICER_ID = re.compile(r"[a-z0-9.-]{1,64}", re.ASCII)
RANDOM_ID = re.compile(r"[A-Za-z0-9_-]{22}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?", re.ASCII)
_FAULT_CODE = re.compile(r"[A-Z0-9-]{0,16}", re.ASCII)
_STEP = re.compile(rf"[a-z0-9_.-]{{0,{STEP_MOST_CHARS}}}", re.ASCII)
PRINTABLE = re.compile(r"[ -~]*", re.ASCII)
TOKEN = re.compile(r"[!-~]*", re.ASCII)
_SDP = re.compile(r"[ -~\t\r\n]+", re.ASCII)


def wrong_fields(message: object) -> Iterator[str]:
    """The names of the fields that are outside of their form or range."""
    check = _CHECKS.get(type(message))
    return iter(()) if check is None else check(message)


def fits(form: re.Pattern[str], text: str, most_chars: int) -> bool:
    """Whether the whole text has this form and is not longer."""
    return len(text) <= most_chars and form.fullmatch(text) is not None


def _epoch(epoch: int) -> bool:
    return 1 <= epoch <= EPOCH_MOST


def _sdp(sdp: str) -> bool:
    return fits(_SDP, sdp, SDP_MOST_CHARS)


def _lease(lease: str) -> bool:
    return fits(TOKEN, lease, LEASE_MOST_CHARS)


def _booth_hello(m: BoothHello) -> Iterator[str]:
    if not BOOTH_ID.fullmatch(m.booth):
        yield "booth"
    if not fits(TOKEN, m.token, TOKEN_MOST_CHARS):
        yield "token"
    if not fits(PRINTABLE, m.software, SOFTWARE_MOST_CHARS):
        yield "software"
    if not _lease(m.lease):
        yield "lease"


def _desk_hello(m: DeskHello) -> Iterator[str]:
    if not OFFICER_ID.fullmatch(m.officer):
        yield "officer"
    if not fits(PRINTABLE, m.software, SOFTWARE_MOST_CHARS):
        yield "software"
    if not 1 <= m.capacity <= CAPACITY_MOST:
        yield "capacity"
    if len(m.password) > PASSWORD_MOST_CHARS:
        yield "password"
    if not fits(TOKEN, m.session, SESSION_MOST_CHARS):
        yield "session"
    if bool(m.password) == bool(m.session):
        yield "password"
    if len(m.leases) > LEASES_MOST or not all(map(_lease, m.leases)):
        yield "leases"


def _booth_report(m: BoothReport) -> Iterator[str]:
    if not _FAULT_CODE.fullmatch(m.code):
        yield "code"


def _start_visit(m: StartVisit) -> Iterator[str]:
    if not _LANGUAGE.fullmatch(m.language):
        yield "language"
    if not fits(PRINTABLE, m.consent_version, VERSION_MOST_CHARS):
        yield "consent_version"


def _rate_visit(m: RateVisit) -> Iterator[str]:
    if m.score not in SCORES:
        yield "score"


def _sdp_of_booth(m: Answer | OfferForBooth) -> Iterator[str]:
    if not _epoch(m.epoch):
        yield "epoch"
    if not _sdp(m.sdp):
        yield "sdp"


def _ask_rebuild(m: AskRebuild) -> Iterator[str]:
    if not _epoch(m.epoch):
        yield "epoch"


def _pick_visit(m: PickVisit) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.visit):
        yield "visit"


def _channel(
    m: HelpSeen | EndChannel | ChannelClosed | ChannelBoothPresence | ChannelHelp,
) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.channel):
        yield "channel"


def _link_report(m: LinkReport) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.channel):
        yield "channel"
    if not 0.0 <= m.loss <= 1.0:
        yield "loss"
    if not 0.0 <= m.round_trip_ms <= ROUND_TRIP_MOST_MS:
        yield "round_trip_ms"


def _sdp_of_channel(m: Offer | AnswerForDesk) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.channel):
        yield "channel"
    if not _epoch(m.epoch):
        yield "epoch"
    if not _sdp(m.sdp):
        yield "sdp"


def _rebuild_for_desk(m: RebuildForDesk) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.channel):
        yield "channel"
    if not _epoch(m.epoch):
        yield "epoch"


def _booth_welcome(m: BoothWelcome) -> Iterator[str]:
    if m.number < 1:
        yield "number"
    if m.grace_s < 0:
        yield "grace_s"


def _booth_queued(m: BoothQueued) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.visit):
        yield "visit"
    if m.place < 1:
        yield "place"
    if m.estimate_s < 0:
        yield "estimate_s"
    if m.desks < 0:
        yield "desks"
    if not _lease(m.lease):
        yield "lease"


def _booth_assigned(m: BoothAssigned) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.visit):
        yield "visit"
    if not _lease(m.lease):
        yield "lease"


def _desk_welcome(m: DeskWelcome) -> Iterator[str]:
    if not fits(TOKEN, m.session, SESSION_MOST_CHARS):
        yield "session"
    if m.grace_s < 0:
        yield "grace_s"


def _branch_state(m: BranchState) -> Iterator[str]:
    if not all(BOOTH_ID.fullmatch(info.booth) and info.number >= 1 for info in m.booths):
        yield "booths"
    if not all(BOOTH_ID.fullmatch(row.booth) and RANDOM_ID.fullmatch(row.visit) for row in m.waiting):
        yield "waiting"


def _channel_opened(m: ChannelOpened) -> Iterator[str]:
    if not RANDOM_ID.fullmatch(m.channel):
        yield "channel"
    if not RANDOM_ID.fullmatch(m.visit):
        yield "visit"
    if not BOOTH_ID.fullmatch(m.booth):
        yield "booth"
    if m.number < 1:
        yield "number"
    if not _LANGUAGE.fullmatch(m.language):
        yield "language"
    if not _lease(m.lease):
        yield "lease"


def _state(m: DeskState | BoothState) -> Iterator[str]:
    if not _epoch(m.epoch):
        yield "epoch"
    if not 1 <= m.seq <= SEQ_MOST:
        yield "seq"
    if not 0 <= m.heard_seq <= SEQ_MOST:
        yield "heard_seq"
    if isinstance(m, DeskState):
        if not 0 <= m.see_width <= SEE_WIDTH_MOST:
            yield "see_width"
        if not 0 <= m.see_fps <= SEE_FPS_MOST:
            yield "see_fps"
        if not _STEP.fullmatch(m.wants):
            yield "wants"
        if not 0 <= m.shoot <= SEQ_MOST:
            yield "shoot"
    else:
        if not 0 <= m.level <= LEVEL_MOST:
            yield "level"
        if not _STEP.fullmatch(m.step):
            yield "step"
        if not _STEP.fullmatch(m.document):
            yield "document"
        if not 0 <= m.page <= PAGE_MOST:
            yield "page"


_CHECKS: dict[type, Callable[[Any], Iterator[str]]] = {
    BoothHello: _booth_hello,
    BoothReport: _booth_report,
    StartVisit: _start_visit,
    RateVisit: _rate_visit,
    Answer: _sdp_of_booth,
    AskRebuild: _ask_rebuild,
    DeskHello: _desk_hello,
    PickVisit: _pick_visit,
    Offer: _sdp_of_channel,
    HelpSeen: _channel,
    EndChannel: _channel,
    LinkReport: _link_report,
    BoothWelcome: _booth_welcome,
    BoothQueued: _booth_queued,
    BoothAssigned: _booth_assigned,
    OfferForBooth: _sdp_of_booth,
    DeskWelcome: _desk_welcome,
    BranchState: _branch_state,
    ChannelOpened: _channel_opened,
    ChannelClosed: _channel,
    ChannelBoothPresence: _channel,
    ChannelHelp: _channel,
    AnswerForDesk: _sdp_of_channel,
    RebuildForDesk: _rebuild_for_desk,
    DeskState: _state,
    BoothState: _state,
}
