"""How many earlier blocks a voice packet carries once more, by what the channel loses.

Responsible for: the depth, 0 to 3, and the loss that is left to the codec's in-band redundancy where packets
cannot carry earlier blocks. Not for: writing them (``red``), nor for measuring the loss.

Loss is taken to come in runs: after a lost packet the next one is lost with the probability that the mean
length of the runs tells (Gilbert's model). A block is gone when its packet and all that carry it again are.
"""

from __future__ import annotations

from dataclasses import dataclass

DEPTH_MOST = 3
GONE_MOST = 0.005
"""Share of the blocks that may be gone for good: one more earlier block is carried until less are."""
LOSS_LEAST = 0.005
CALM_LOOKS = 80
"""8 s: so long a smaller depth must have been enough before it is taken. A larger one is taken at once."""
ROOM_SHARE = 0.6
"""Of what the channel has room for, this much at most for the voice: what repairs it must not crowd the link
itself."""


@dataclass(frozen=True)
class Protection:
    """``depth``: earlier blocks in each packet; ``codec_loss``: loss that the codec is to expect, 0 to 1."""

    depth: int = 0
    codec_loss: float = 0.0


class Redundancy:
    """Attribute ``protection``. ``look`` is to be called ten times a second."""

    def __init__(self) -> None:
        self.protection = Protection()
        self._calm_looks = 0

    def look(self, loss: float, burst: float, red: bool, room_kbps: float, voice_kbps: float) -> Protection:
        """``loss``: share of the packets lost before any repair; ``burst``: mean length of the runs of lost
        packets; ``red``: whether the far end takes such packets; ``voice_kbps``: without redundancy."""
        most = min(DEPTH_MOST, max(0, int(room_kbps * ROOM_SHARE / voice_kbps) - 1)) if red else 0
        wanted = min(wanted_depth(loss, burst), most)
        depth = min(self.protection.depth, most)
        self._calm_looks = self._calm_looks + 1 if wanted < depth else 0
        if wanted > depth:
            depth = wanted
        elif self._calm_looks >= CALM_LOOKS:
            depth -= 1
            self._calm_looks = 0
        codec_loss = loss if depth == 0 and loss >= LOSS_LEAST else 0.0
        self.protection = Protection(depth, codec_loss)
        return self.protection


def wanted_depth(loss: float, burst: float) -> int:
    """How many earlier blocks leave less than ``GONE_MOST`` of all blocks missing."""
    again = max(loss, 1.0 - 1.0 / max(1.0, burst))
    gone, depth = loss, 0
    while gone > GONE_MOST and depth < DEPTH_MOST:
        gone *= again
        depth += 1
    return depth
