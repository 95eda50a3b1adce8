"""What the officer asks for; a kind of event for ``Desk``. Seats are 1 to 6. No times: the machine is told
them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from channel.wire.documents import Outcome, Verdict
from channel.wire.ids import DocumentId, OfficerId, VisitId
from cso_console.core.casework import NoteBack
from cso_console.core.snapshot import AudioMode


@dataclass(frozen=True)
class LogIn:
    officer: OfficerId
    password: str

    def __repr__(self) -> str:
        return f"LogIn(officer={self.officer!r})"


@dataclass(frozen=True)
class TalkPressed:
    """The key or the mouse button of a seat's talk went down; auto-repeat is filtered out by the view."""

    seat: int


@dataclass(frozen=True)
class TalkReleased:
    seat: int


@dataclass(frozen=True)
class ReleaseKeys:
    """The window lost the keyboard: every held key counts as released."""


@dataclass(frozen=True)
class AddTalk:
    """Latch talk to one more booth beside those that have it (Ctrl with the key): the officer chose
    otherwise.
    """

    seat: int


@dataclass(frozen=True)
class FocusSeat:
    seat: int


@dataclass(frozen=True)
class FocusNext:
    """N: focus the booth that lamp 3 names, without talk."""


@dataclass(frozen=True)
class ToggleListen:
    """None: the booth in focus when the key's turn comes, not the one that the screen showed last."""

    seat: int | None


@dataclass(frozen=True)
class SetGain:
    """0.0 to 4.0; 1.0 leaves the sound as it comes."""

    seat: int
    gain: float


@dataclass(frozen=True)
class ToggleHold:
    """None as in ``ToggleListen``."""

    seat: int | None


@dataclass(frozen=True)
class CloseVoice:
    """Esc: my voice goes nowhere."""


@dataclass(frozen=True)
class AskAllCall:
    pass


@dataclass(frozen=True)
class AllCallPressed:
    """Confirmed: my voice goes everywhere while this is held."""


@dataclass(frozen=True)
class AllCallReleased:
    pass


@dataclass(frozen=True)
class CancelAllCall:
    pass


@dataclass(frozen=True)
class SetMode:
    """Headset only after the officer confirmed that one is worn; the view asks."""

    mode: AudioMode


@dataclass(frozen=True)
class SetAccepting:
    accepting: bool


@dataclass(frozen=True)
class PickWaiting:
    visit: VisitId


@dataclass(frozen=True)
class EndService:
    """A case without outcome is asked about first (``DeskSnapshot.ending``), unless ``sure``. ``visit``: the
    one on this seat that is meant; None: whichever it is."""

    seat: int
    sure: bool = False
    visit: VisitId | None = None


@dataclass(frozen=True)
class OpenUndecided:
    """The case of this visit, which is over, comes before the officer, and no booth is in focus."""

    visit: VisitId


@dataclass(frozen=True)
class KeepService:
    """The answer to that question: it goes on."""


@dataclass(frozen=True)
class ChooseMicrophone:
    spec: str


@dataclass(frozen=True)
class ChooseSpeaker:
    spec: str


@dataclass(frozen=True)
class ChooseCamera:
    spec: str


@dataclass(frozen=True)
class TestSound:
    """Play the test sound on the chosen speaker."""


@dataclass(frozen=True)
class ShowDocument:
    """Into the viewer. ``beside``: as the second one."""

    document: DocumentId
    beside: bool = False


@dataclass(frozen=True)
class ShowLive:
    """The live face beside the document, or no more."""

    live: bool


@dataclass(frozen=True)
class CloseBeside:
    """One document again."""


@dataclass(frozen=True)
class BeginVerdict:
    """A verdict that needs words first (retake, accept with a note) is being written; the focus stays."""

    item: str
    verdict: Verdict


@dataclass(frozen=True)
class GiveVerdict:
    """On an item of the checklist. ``text``: reason or note."""

    item: str
    verdict: Verdict
    text: str = field(default="", repr=False)


@dataclass(frozen=True)
class WriteDraft:
    """What stands in the draft now."""

    text: str = field(repr=False)
    bring: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True)
class DropDraft:
    """Nothing is decided; the focus is free again."""


@dataclass(frozen=True)
class BeginOutcome:
    """The officer chooses how the case ends; nothing is recorded yet."""

    outcome: Outcome


@dataclass(frozen=True)
class LookAgain:
    """The second look before an outcome is final: everything is shown once more."""


@dataclass(frozen=True)
class GiveOutcome:
    """Final. Only after the second look."""


@dataclass(frozen=True)
class LeaveCase:
    """The officer is done with the case of a visit that is over."""


@dataclass(frozen=True)
class AddNote:
    """``back``: what stood in the line again when it was written, and is done with now; without a text
    nothing is added in its place."""

    text: str = field(repr=False)
    back: NoteBack | None = None


@dataclass(frozen=True)
class EnterReading:
    """What the officer reads on a paper: ``subject`` as in ``channel.rules.comparison``. It stays on this
    desk."""

    item: str
    subject: str
    text: str = field(repr=False)


@dataclass(frozen=True)
class ConfirmSamePerson:
    pass


@dataclass(frozen=True)
class OtherPerson:
    """Somebody else sits there: the visit is ended, and the papers stay shut."""


@dataclass(frozen=True)
class AskDocument:
    """The booth in focus is asked for this kind of document; empty: no more."""

    kind: str


@dataclass(frozen=True)
class AskLook:
    """The booth in focus is asked to move something before its camera; or no more."""

    wanted: bool


@dataclass(frozen=True)
class AskPicture:
    """A picture of what lies before the documents' camera of the booth in focus, now and as it is."""


Casework: TypeAlias = (
    ShowDocument
    | ShowLive
    | CloseBeside
    | BeginVerdict
    | GiveVerdict
    | WriteDraft
    | DropDraft
    | BeginOutcome
    | LookAgain
    | GiveOutcome
    | LeaveCase
    | AddNote
    | EnterReading
    | ConfirmSamePerson
    | OtherPerson
    | AskDocument
    | AskLook
    | AskPicture
)
"""What is asked about the case of the booth in focus."""


@dataclass(frozen=True)
class OfCase:
    """``said`` was meant for the case of this visit, which was on the screen: it counts for no other."""

    visit: VisitId
    said: Casework


TalkKey: TypeAlias = (
    TalkPressed
    | TalkReleased
    | ReleaseKeys
    | AddTalk
    | ToggleListen
    | SetGain
    | ToggleHold
    | CloseVoice
    | AskAllCall
    | AllCallPressed
    | AllCallReleased
    | CancelAllCall
    | SetMode
)
"""Who hears whom."""
Intent: TypeAlias = (
    LogIn
    | TalkKey
    | FocusSeat
    | FocusNext
    | SetAccepting
    | PickWaiting
    | EndService
    | KeepService
    | OpenUndecided
    | ChooseMicrophone
    | ChooseSpeaker
    | ChooseCamera
    | TestSound
    | Casework
    | OfCase
)
