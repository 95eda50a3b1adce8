"""What the visit machine is told: what the participant asks for, and what the world says.

Responsible for: one frozen dataclass for each. Not for: what follows (``visit``). Times are not in them: the
machine is given ``now_s`` with each.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from booth_client.core.capture import Finding
from booth_client.core.pages import Printing
from booth_client.core.snapshot import Device, Language, Screen
from channel.core.gates import BoothGates
from channel.core.link_quality import LinkQuality
from channel.wire.claims import ClaimsOffered
from channel.wire.control import DeskState
from channel.wire.documents import CaseProgress
from channel.wire.ids import Epoch
from channel.wire.messages import ToBooth

# ---------------------------------------------------------------- intents: a person asks


@dataclass(frozen=True)
class Touched:
    """Somebody touched the screen anywhere: somebody is there."""


@dataclass(frozen=True)
class Start:
    """MULAI."""


@dataclass(frozen=True)
class Decide:
    """SETUJU or TIDAK SETUJU."""

    agreed: bool


@dataclass(frozen=True)
class GoBack:
    """KEMBALI."""


@dataclass(frozen=True)
class Finish:
    """SELESAI."""


@dataclass(frozen=True)
class AnswerQuestion:
    """Yes or no to the question that lies over the screen."""

    yes: bool


@dataclass(frozen=True)
class AskForHelp:
    """BANTUAN."""


@dataclass(frozen=True)
class RepeatVoice:
    """ULANGI SUARA, or DENGARKAN."""


@dataclass(frozen=True)
class ChooseLanguage:
    language: Language


@dataclass(frozen=True)
class TypeNumber:
    """The participant would rather type than show a ticket or card."""


@dataclass(frozen=True)
class PressKey:
    """A digit or capital letter on the keypad."""

    key: str = field(repr=False)


@dataclass(frozen=True)
class EraseKey:
    """HAPUS."""


@dataclass(frozen=True)
class ShowNumber:
    """TAMPILKAN, or to hide it again."""

    shown: bool


@dataclass(frozen=True)
class GoOn:
    """LANJUT: the page is done. ``page``: the one that was touched."""

    page: Screen


@dataclass(frozen=True)
class ChooseClaim:
    claim: str


@dataclass(frozen=True)
class ChooseAnswer:
    """``item``: of the question that was touched, as in ``AskedQuestion.item``."""

    answer: str
    item: str = ""


@dataclass(frozen=True)
class TakePaper:
    """Photograph this item of the checklist (again)."""

    item: str


@dataclass(frozen=True)
class SkipPaper:
    """TIDAK SAYA BAWA: the paper that is asked for is not here. ``item``: the one that was touched, as in
    ``Capture.item``."""

    item: str


@dataclass(frozen=True)
class LastPage:
    """That was the last page of this document. ``item`` as in ``SkipPaper``."""

    item: str


@dataclass(frozen=True)
class Sign:
    """The signature as PNG."""

    png: bytes = field(repr=False)


@dataclass(frozen=True)
class DoWithoutSigning:
    """The participant cannot or will not sign on the screen."""


@dataclass(frozen=True)
class PrintAgain:
    """CETAK LAGI."""


@dataclass(frozen=True)
class Rate:
    """1 (poor) to 4."""

    score: int


OnTheWay: TypeAlias = (
    TypeNumber
    | PressKey
    | EraseKey
    | ShowNumber
    | GoOn
    | ChooseClaim
    | ChooseAnswer
    | TakePaper
    | SkipPaper
    | LastPage
    | Sign
    | DoWithoutSigning
    | PrintAgain
    | Rate
)
"""What is asked on the pages of the participant's own way."""
Intent: TypeAlias = (
    Touched
    | Start
    | Decide
    | GoBack
    | Finish
    | AnswerQuestion
    | AskForHelp
    | RepeatVoice
    | ChooseLanguage
    | OnTheWay
)

# ---------------------------------------------------------------- the world says


@dataclass(frozen=True)
class Tick:
    """Time has passed; several a second."""


@dataclass(frozen=True)
class ServerSaid:
    message: ToBooth


@dataclass(frozen=True)
class ServerLost:
    """The signaling connection is down; it is being tried again."""


@dataclass(frozen=True)
class ServerRefused:
    """The server does not want this booth; ``code`` is for IT. ``retry``: it may be tried again later."""

    code: str
    retry: bool


class Link(StrEnum):
    """What the media end of the channel says of the way to the officer's console."""

    SETTING_UP = "setting_up"
    UP = "up"
    LOST = "lost"
    """Silent for two seconds, failed, or being rebuilt: nothing is known of the other end."""


@dataclass(frozen=True)
class LinkSeen:
    link: Link


@dataclass(frozen=True)
class DeskSeen:
    """The newest state of the officer's console."""

    state: DeskState


@dataclass(frozen=True)
class DeskForgotten:
    """What the console said last is too old to count."""


@dataclass(frozen=True)
class GatesSeen:
    """The booth's own gates, as they stand now."""

    gates: BoothGates


@dataclass(frozen=True)
class PictureHeldSeen:
    """``held``: the officer's picture that is shown is old, though a new one should have come."""

    held: bool


@dataclass(frozen=True)
class QualitySeen:
    """How good the link to the officer's console is, and why no better."""

    quality: LinkQuality


@dataclass(frozen=True)
class AnswerMade:
    epoch: Epoch
    sdp: str

    def __repr__(self) -> str:
        return f"AnswerMade(epoch={self.epoch})"


@dataclass(frozen=True)
class RebuildWished:
    epoch: Epoch


@dataclass(frozen=True)
class DeviceSeen:
    """A device works, or it does not."""

    device: Device
    works: bool


@dataclass(frozen=True)
class FindingSeen:
    """What one frame of the documents' camera showed, by the shot ``number`` that was ordered."""

    number: int
    finding: Finding


@dataclass(frozen=True)
class CodesSeen:
    """What codes held before the camera say; told once each while they stay."""

    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class StillSeen:
    """What the still of shot ``number`` showed. ``picture`` names it in the runtime's memory until it is kept
    or dropped. ``finding`` None: the camera gave none. ``codes``: what barcodes on it say."""

    number: int
    finding: Finding | None
    picture: str = ""
    coarse: bool = False
    codes: tuple[str, ...] = field(default=(), repr=False)


class Fate(StrEnum):
    """What became of a document on its way into the case."""

    SPOOLED = "spooled"
    """On this booth's disk, sealed."""
    STORED = "stored"
    LOST = "lost"
    """It could not be kept and has to be captured again."""
    REFUSED = "refused"
    """The server will never take it."""


@dataclass(frozen=True)
class DocumentSeen:
    """``picture``: the name under which it was ordered to be kept."""

    picture: str
    fate: Fate


@dataclass(frozen=True)
class ClaimsSeen:
    """The claims on offer in this visit."""

    offered: ClaimsOffered


@dataclass(frozen=True)
class ProgressSeen:
    """How the case of this visit stands now."""

    progress: CaseProgress


@dataclass(frozen=True)
class EyeSeen:
    """Whether the documents' camera works."""

    works: bool


@dataclass(frozen=True)
class PrinterSeen:
    """How the slip that was ordered to be printed is."""

    printing: Printing


OfTheWay: TypeAlias = (
    FindingSeen | CodesSeen | StillSeen | DocumentSeen | ClaimsSeen | ProgressSeen | EyeSeen | PrinterSeen
)
"""What camera, case and printer say on the participant's way."""
OfTheCall: TypeAlias = LinkSeen | DeskSeen | DeskForgotten | GatesSeen | PictureHeldSeen | QualitySeen
"""What the channel's end says of the call."""
World: TypeAlias = (
    Tick
    | ServerSaid
    | ServerLost
    | ServerRefused
    | OfTheCall
    | OfTheWay
    | AnswerMade
    | RebuildWished
    | DeviceSeen
)
Event: TypeAlias = Intent | World
