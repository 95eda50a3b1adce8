"""How a voice is said more than once, by what the channel loses.

Responsible for: whether each packet is sent twice, how many earlier blocks it carries once more, 0 to 3, and
the loss that is left to the codec's in-band redundancy where packets cannot carry earlier blocks. Not for:
sending or writing them (``media_transport``, ``red``), nor for measuring the loss.

Loss is taken to come in runs: after a lost packet the next one is lost with the probability that the mean
length of the runs tells (Gilbert's model). A block is gone when its packet and all that carry it again are.

A second packet a moment later costs a header more than an earlier block in the next packet, and is there
20 ms sooner: the far end need not wait for it. In longer runs it would be lost with the first.
"""

from __future__ import annotations

from dataclasses import dataclass

DEPTH_MOST = 3
GONE_MOST = 0.005
"""Share of the blocks that may be gone for good: one more earlier block is carried until less are."""
LOSS_LEAST = 0.005
TWICE_BURST_MOST = 1.5
"""Mean length of the runs up to which a packet sent twice is worth it: what is lost alone has a mean of 1.25
where a fifth is lost."""
TWICE_KBPS = 24.0
"""Headers of fifty packets a second."""
CALM_LOOKS = 80
"""8 s: so long less must have been enough before it is taken. More is taken at once."""
ROOM_SHARE = 0.6
"""Of what the channel has room for, this much at most for the voice: what repairs it must not crowd the link
itself."""


@dataclass(frozen=True)
class Protection:
    """``depth``: earlier blocks in each packet; ``codec_loss``: loss that the codec is to expect, 0 to 1;
    ``twice``: each packet goes out a second time."""

    depth: int = 0
    codec_loss: float = 0.0
    twice: bool = False


class Redundancy:
    """Attribute ``protection``. ``look`` is to be called ten times a second."""

    def __init__(self) -> None:
        self.protection = Protection()
        self._calm_looks = 0
        self._calm_twice_looks = 0

    def look(
        self,
        loss: float,
        burst: float,
        red: bool,
        room_kbps: float,
        voice_kbps: float,
        *,
        twice: bool = False,
    ) -> Protection:
        """``loss``: share of the packets lost before any repair; ``burst``: mean length of the runs of lost
        packets; ``red``: whether the far end takes packets with earlier blocks; ``voice_kbps``: without
        redundancy; ``twice``: whether loss is known of each packet, so that second ones do not hide it."""
        room_kbps *= ROOM_SHARE
        again = self._again(loss, burst, room_kbps >= 2 * voice_kbps + TWICE_KBPS, may=twice)
        if again:
            room_kbps = (room_kbps - TWICE_KBPS) / 2
        most = min(DEPTH_MOST, max(0, int(room_kbps / voice_kbps) - 1)) if red else 0
        wanted = min(wanted_depth(loss, burst, twice=again), most)
        depth = min(self.protection.depth, most)
        self._calm_looks = self._calm_looks + 1 if wanted < depth else 0
        if wanted > depth or (again and not self.protection.twice):  # second packets take over at once
            depth = wanted
        elif self._calm_looks >= CALM_LOOKS:
            depth -= 1
            self._calm_looks = 0
        codec_loss = loss if depth == 0 and not again and loss >= LOSS_LEAST else 0.0
        self.protection = Protection(depth, codec_loss, again)
        return self.protection

    def _again(self, loss: float, burst: float, has_room: bool, *, may: bool) -> bool:
        if not may or not has_room or burst > TWICE_BURST_MOST:
            return False
        wanted = loss > GONE_MOST
        self._calm_twice_looks = 0 if wanted else self._calm_twice_looks + 1
        return wanted or (self.protection.twice and self._calm_twice_looks < CALM_LOOKS)


def wanted_depth(loss: float, burst: float, *, twice: bool = False) -> int:
    """How many earlier blocks leave less than ``GONE_MOST`` of all blocks missing."""
    again = max(loss, 1.0 - 1.0 / max(1.0, burst))
    gone, depth = loss, 0
    if twice:
        gone, again = loss * again, again * again
    while gone > GONE_MOST and depth < DEPTH_MOST:
        gone *= again
        depth += 1
    return depth
