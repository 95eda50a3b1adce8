"""What the visit machine is told: what the participant asks for, and what the world says.

Responsible for: one frozen dataclass for each. Not for: what follows (``visit``). Times are not in them: the
machine is given ``now_s`` with each.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from booth_client.core.snapshot import Device, Language
from channel.core.gates import BoothGates
from channel.core.link_quality import LinkQuality
from channel.wire.control import DeskState
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


Intent: TypeAlias = (
    Touched | Start | Decide | GoBack | Finish | AnswerQuestion | AskForHelp | RepeatVoice | ChooseLanguage
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


OfTheCall: TypeAlias = LinkSeen | DeskSeen | DeskForgotten | GatesSeen | PictureHeldSeen | QualitySeen
"""What the channel's end says of the call."""
World: TypeAlias = (
    Tick | ServerSaid | ServerLost | ServerRefused | OfTheCall | AnswerMade | RebuildWished | DeviceSeen
)
Event: TypeAlias = Intent | World
