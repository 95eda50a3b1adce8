"""What the visit machine orders; the runtime performs it.

Responsible for: one frozen dataclass for each order, and the list of spoken prompts. Not for: performing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from booth_client.core.capture import Corners
from booth_client.core.shots import Shot
from booth_client.core.snapshot import Language
from channel.rules.slip import Slip
from channel.wire.documents import CaseFacts
from channel.wire.ids import Epoch
from channel.wire.messages import FromBooth


class Prompt(StrEnum):
    """The spoken prompts: files of these names in ``assets/prompts``, one for each language."""

    WELCOME = "welcome"
    CONSENT = "consent"
    STILL_HERE = "still_here"
    CALLING = "calling"
    WAITING = "waiting"
    OFFICER_COMES = "officer_comes"
    """No words: the sound that the waiting screen promises."""
    PARKED = "parked"
    HOLD = "hold"
    STILL_WAITING = "still_waiting"
    RECONNECTING = "reconnecting"
    HELP_SENT = "help_sent"
    NO_CHOICES = "no_choices"
    IDENTITY_TYPE = "identity_type"
    DOCUMENTS_DONE = "documents_done"
    PARKED_PAPERS = "parked_papers"
    CALL_GUARD = "call_guard"
    HELP_NOTED = "help_noted"
    END_QUESTION = "end_question"
    IDENTITY = "identity"
    NIK = "nik"
    KPJ = "kpj"
    CLAIM = "claim"
    CLAIM_QUESTION = "claim_question"
    DOCUMENTS = "documents"
    CAPTURE_CARD = "capture_card"
    CAPTURE_BACK = "capture_back"
    CAPTURE_PAGE = "capture_page"
    CAPTURE_FACE = "capture_face"
    TAKEN = "taken"
    RETAKE = "retake"
    LOOK = "look"
    SUMMARY = "summary"
    SLIP = "slip"
    SLIP_PHOTO = "slip_photo"
    RATING = "rating"
    TAKE_BACK = "take_back"
    UNAVAILABLE = "unavailable"
    FAULT = "fault"


@dataclass(frozen=True)
class Send:
    """Say this to the server."""

    message: FromBooth


@dataclass(frozen=True)
class RetryServer:
    """Start the signaling client again after a refusal."""


@dataclass(frozen=True)
class StartDevices:
    """The participant has decided: start the microphone, and the camera if they agreed."""

    camera: bool


@dataclass(frozen=True)
class StopDevices:
    """No visit: camera and microphone are shut."""


@dataclass(frozen=True)
class OpenChannel:
    """An officer serves this visit: be ready for an offer. Replaces a channel that is still there."""

    camera: bool


@dataclass(frozen=True)
class TakeOffer:
    epoch: Epoch
    sdp: str

    def __repr__(self) -> str:
        return f"TakeOffer(epoch={self.epoch})"


@dataclass(frozen=True)
class CloseChannel:
    """Shut everything toward the officer, now."""


@dataclass(frozen=True)
class Play:
    """Speak this prompt, instead of one that is still being spoken."""

    prompt: Prompt
    language: Language


@dataclass(frozen=True)
class Quiet:
    """Stop speaking: the officer talks, or the visit is over."""


@dataclass(frozen=True)
class FollowCase:
    """Hear of the case of this lease's visit; empty: no more."""

    lease: str = field(repr=False)


@dataclass(frozen=True)
class Watch:
    """Look through the documents' camera for this shot (``shot`` None: for tickets and other codes only) and
    show its picture; ``face``: through the camera at the participant. Replaces what was watched before."""

    number: int
    shot: Shot | None
    face: bool = False


@dataclass(frozen=True)
class StopWatching:
    """The documents' camera is not looked through any more."""


@dataclass(frozen=True)
class TakeStill:
    """Take the picture of the shot that is watched; ``StillSeen`` follows."""

    number: int
    corners: Corners | None = None


@dataclass(frozen=True)
class Keep:
    """Put the picture into the case: ``picture`` by its name, as this page of this kind of document."""

    picture: str
    lease: str = field(repr=False)
    kind: str
    page: int
    step: str


@dataclass(frozen=True)
class Drop:
    """Forget the picture."""

    picture: str


@dataclass(frozen=True)
class KeepFacts:
    """Put what the participant said into the case."""

    lease: str = field(repr=False)
    facts: CaseFacts = field(repr=False)


@dataclass(frozen=True)
class KeepSignature:
    """Put the signature into the case."""

    lease: str = field(repr=False)
    png: bytes = field(repr=False)


@dataclass(frozen=True)
class PrintSlip:
    """``PrinterSeen`` follows, more than once."""

    slip: Slip = field(repr=False)


@dataclass(frozen=True)
class Wipe:
    """Forget everything of this visit: pictures, clipboard, what was typed."""


Command: TypeAlias = (
    Send
    | RetryServer
    | StartDevices
    | StopDevices
    | OpenChannel
    | TakeOffer
    | CloseChannel
    | Play
    | Quiet
    | FollowCase
    | Watch
    | StopWatching
    | TakeStill
    | Keep
    | Drop
    | KeepFacts
    | KeepSignature
    | PrintSlip
    | Wipe
)
