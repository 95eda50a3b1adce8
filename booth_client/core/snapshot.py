"""All that a view of the booth may know, frozen at one moment.

Responsible for: the values that cross to the GUI thread. Not for: words (the views translate) or pictures
(they travel as ``LatestFrame``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from booth_client.core.pages import NO_PAGES, Pages
from channel.core.link_quality import GOOD, LinkQuality


class Language(StrEnum):
    INDONESIAN = "id"
    ENGLISH = "en"


class Screen(StrEnum):
    """What fills the content between header and footer; also told to the console as the booth's step."""

    READY = "ready"
    UNAVAILABLE = "unavailable"
    FAULT = "fault"
    CONSENT = "consent"
    IDENTITY = "identity"
    NIK = "nik"
    KPJ = "kpj"
    CLAIM = "claim"
    CLAIM_QUESTION = "claim_question"
    DOCUMENTS = "documents"
    """The checklist: what to photograph, and how far it is."""
    CAPTURE = "capture"
    LOOK = "look"
    """The officer wants to see a document moved before the camera."""
    SUMMARY = "summary"
    SLIP = "slip"
    RATING = "rating"
    CALLING = "calling"
    WAITING = "waiting"
    CALL = "call"
    PARKED = "parked"
    HOLD = "hold"
    ANNOUNCEMENT = "announcement"
    RECONNECTING = "reconnecting"
    ENDED = "ended"


class Question(StrEnum):
    """A decision that lies over the screen until it is answered."""

    STILL_HERE = "still_here"
    END = "end"
    LEAVE_QUEUE = "leave_queue"
    CALL_OFFICER = "call_officer"
    """BANTUAN was touched before there was a visit: an officer can only come with one."""


class Help(StrEnum):
    NONE = "none"
    ASKED = "asked"
    NOTED = "noted"


class PrivacyState(StrEnum):
    """The rows of the privacy line, and the variants that talk to several booths, the last screen and the
    fault screen need."""

    OFF = "off"
    FAULT = "fault"
    NO_OFFICER = "no_officer"
    SEEN_ONLY = "seen_only"
    HEARD = "heard"
    TALK_ONLY = "talk_only"
    TALK_SHARED = "talk_shared"
    TWO_OFFICERS = "two_officers"
    SHUT = "shut"
    ALL_CALL = "all_call"
    UNKNOWN = "unknown"
    OVER = "over"


@dataclass(frozen=True)
class PrivacyLine:
    """Who hears, who sees. ``seen`` chooses the words of the second line where the state leaves it open."""

    state: PrivacyState
    officer: str = ""
    supervisor: str = ""
    heard: bool = False
    seen: bool = False


class Device(StrEnum):
    """The devices of a booth. ``code`` is what people read to IT on the phone."""

    CAMERA = "camera"
    MICROPHONE = "microphone"
    SPEAKER = "speaker"
    DOCUMENT_CAMERA = "document_camera"
    PRINTER = "printer"

    @property
    def code(self) -> str:
        return _CODES[self]


_CODES: Final = {
    Device.CAMERA: "D-01",
    Device.MICROPHONE: "D-02",
    Device.SPEAKER: "D-03",
    Device.DOCUMENT_CAMERA: "D-04",
    Device.PRINTER: "D-05",
}


class Ending(StrEnum):
    """Why the last screen is shown."""

    FINISHED = "finished"
    """The participant or the officer ended the visit."""
    LEFT_QUEUE = "left_queue"
    LOST = "lost"
    """Booth or officer stayed away for too long."""


@dataclass(frozen=True)
class Queue:
    """The place in the queue. ``minutes`` 0: no estimate yet. ``at_unix_s``: the clock time it points to."""

    place: int
    minutes: int
    at_unix_s: float
    overdue: bool
    desks: int
    age_s: int
    """Since the server last said so."""


@dataclass(frozen=True)
class Snapshot:
    """The booth at one moment. Seconds are whole: a snapshot changes only when the screen does."""

    screen: Screen
    language: Language
    privacy: PrivacyLine
    number: int = 0
    """0 until the server has said it."""
    question: Question | None = None
    help: Help = Help.NONE
    server_up: bool = False
    server_code: str = ""
    """Set while the server refuses this booth: a code for IT."""
    officer: str = ""
    officer_present: bool = True
    """False while the officer's console is away from the server."""
    officer_talks: bool = False
    talk_shared: bool = False
    """Other booths hear the officer as well."""
    officer_seen: bool = False
    """The officer's console sends its picture to this booth."""
    picture_held: bool = False
    """The officer's picture is old: it must not look live."""
    quality: LinkQuality = GOOD
    """How good the link to the officer is, and why no better."""
    met: bool = False
    """The officer has addressed this participant before."""
    consent: bool = False
    waited_s: int = 0
    """In a parked, held or broken call: since the officer was last there."""
    queue: Queue | None = None
    ending: Ending = Ending.FINISHED
    wipe_in_s: int = 0
    faults: frozenset[Device] = frozenset()
    faulty_since_unix_s: float = 0.0
    """On the fault screen: since when, by the server's clock; 0 when it could not be told."""
    pages: Pages = NO_PAGES
    """What the pages of the participant's own way show."""

    @property
    def document(self) -> str:
        """The item that is being captured; empty for none."""
        return "" if self.pages.capture is None else self.pages.capture.item

    @property
    def page(self) -> int:
        return 0 if self.pages.capture is None else self.pages.capture.page
