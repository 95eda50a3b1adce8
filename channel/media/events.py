"""What one end of a channel tells its program, on the net thread.

Responsible for: the names of the events. Not for: what a program does about them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from channel.core.gates import BoothGates
from channel.core.link_quality import LinkQuality
from channel.core.negotiation import LinkState
from channel.wire.control import BoothState, DeskState
from channel.wire.ids import Epoch


@dataclass(frozen=True)
class OfferReady:
    """Desk: to be sent by signaling."""

    epoch: Epoch
    sdp: str = field(repr=False)


@dataclass(frozen=True)
class AnswerReady:
    """Booth: to be sent by signaling."""

    epoch: Epoch
    sdp: str = field(repr=False)


@dataclass(frozen=True)
class RebuildWanted:
    """Booth: to be sent by signaling."""

    epoch: Epoch


@dataclass(frozen=True)
class LinkChanged:
    """The link's state; after each ``UP`` all gates are shut until they are set anew."""

    state: LinkState
    epoch: Epoch


@dataclass(frozen=True)
class DeskStateSeen:
    """Booth: the desk's state changed (heartbeats that say the same are not told)."""

    state: DeskState


@dataclass(frozen=True)
class BoothStateSeen:
    """Desk: the booth's state changed (heartbeats that say the same are not told)."""

    state: BoothState


@dataclass(frozen=True)
class GatesChanged:
    """Booth: its own gates, as they stand from now on."""

    gates: BoothGates


@dataclass(frozen=True)
class FirstPicture:
    """The first picture of the far end has been decoded."""


@dataclass(frozen=True)
class PictureHeld:
    """``held``: no new picture for 2 s although the gate is open; what is shown is old."""

    held: bool


@dataclass(frozen=True)
class QualityChanged:
    """How good the link is, for people; rarely more often than once in five seconds."""

    quality: LinkQuality


ChannelEvent: TypeAlias = (
    OfferReady
    | AnswerReady
    | RebuildWanted
    | LinkChanged
    | DeskStateSeen
    | BoothStateSeen
    | GatesChanged
    | FirstPicture
    | PictureHeld
    | QualityChanged
)


@dataclass(frozen=True)
class LinkStatistics:
    """A link's figures; rates over the last second or so. Zero where nothing is known yet."""

    round_trip_ms: float = 0.0
    loss_in: float = 0.0
    """Share of the packets of the last second that did not arrive here, 0 to 1."""
    loss_out: float = 0.0
    """The same for what this end sent, as the far end reports it."""
    kbps_in: float = 0.0
    """RTP with all headers on the way, repeats and padding too. The same for what goes out."""
    kbps_out: float = 0.0
    packets_in_per_s: float = 0.0
    packets_out_per_s: float = 0.0
    target_kbps: float = 0.0
    """What congestion control allows to go out."""
    pictures_in_per_s: float = 0.0
    picture_in_px: tuple[int, int] = (0, 0)
    """Width and height of the newest picture as it came."""
    concealed_share: float = 0.0
    """Share of the last second's voice that had to be made up here, 0 to 1."""
    pictures_in: int = 0
    picture_gaps: int = 0
    """How often pictures were lost for good."""
    picture_packets_repaired: int = 0
    keyframes_asked: int = 0
    playout_target_ms: int = 0
    """How long sound waits here to be played, the length of a block included."""
    control_refused: int = 0

    def __str__(self) -> str:
        """A line for the log."""
        wide, high = self.picture_in_px
        return (
            f"{self.kbps_in:.0f} kbit/s in, {self.kbps_out:.0f} out (target {self.target_kbps:.0f}), "
            f"{self.packets_in_per_s:.0f} packets/s in, {self.packets_out_per_s:.0f} out, "
            f"loss {100 * self.loss_in:.1f} % in, {100 * self.loss_out:.1f} % out, "
            f"round trip {self.round_trip_ms:.0f} ms, sound waits {self.playout_target_ms} ms, "
            f"{100 * self.concealed_share:.1f} % of it made up, "
            f"{self.pictures_in_per_s:.1f} pictures/s of {wide}x{high}"
        )

    @property
    def loss(self) -> float:
        """In the worse direction."""
        return max(self.loss_in, self.loss_out)
