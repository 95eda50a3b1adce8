"""What the officer asks for; a kind of event for ``Desk``. Seats are 1 to 6. No times: the machine is told
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from channel.wire.ids import OfficerId, VisitId
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
    seat: int


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


Intent: TypeAlias = (
    LogIn
    | TalkPressed
    | TalkReleased
    | ReleaseKeys
    | AddTalk
    | FocusSeat
    | FocusNext
    | ToggleListen
    | SetGain
    | ToggleHold
    | CloseVoice
    | AskAllCall
    | AllCallPressed
    | AllCallReleased
    | CancelAllCall
    | SetMode
    | SetAccepting
    | PickWaiting
    | EndService
    | ChooseMicrophone
    | ChooseSpeaker
    | ChooseCamera
    | TestSound
)
