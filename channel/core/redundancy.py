"""How a voice is said more than once, by what the channel loses.

Responsible for: how often each packet is sent, 1 to 4 times, how many earlier blocks it carries once more, 0
to 3, and the loss that is left to the codec's in-band redundancy where packets cannot carry earlier blocks.
Not for: sending or writing them (``voice_copies``, ``red``), nor for measuring the loss.

Loss is taken to come in runs: after a lost packet the next one is lost with the probability that the mean
length of the runs tells (Gilbert's model). A block is gone when its packets and all that carry it again are.

A copy of the packet a moment later costs a header more than an earlier block in the next packet, and is there
20 ms sooner: the far end need not wait for it. In longer runs it would be lost with the first.
"""

from __future__ import annotations

from dataclasses import dataclass

from channel.core.copies import COPIES_MOST

DEPTH_MOST = 3
GONE_MOST = 0.005
"""Share of the blocks that may be gone for good: one more earlier block is carried until less are."""
COPIES_GONE_MOST = 0.002
"""The same for copies, which cost so little: a block that they left missing has to be asked for, and for some
seconds all sound then waits a round trip longer, in case that another is."""
LOSS_LEAST = 0.005
RUNS_MOST, RUNS_STILL_MOST = 1.3, 1.5
"""How much longer runs may be than where each packet is lost by itself for copies to begin, and to go on."""
GONE_SEEN_MOST = 0.02
"""If copies leave more than this missing, and more nearly all that is lost than what they should, they are
lost with their originals: runs that are shorter than the time between two packets do not show otherwise."""
GONE_LOOKS = 10
"""A second: so long it must be so. A single outage is no habit of the way."""
USELESS_LOOKS = 300
"""30 s: so long they are not tried again then."""
COPY_KBPS = 24.0
"""Headers of fifty packets a second, and the number in each copy."""
CALM_LOOKS = 80
"""8 s: so long less must have been enough before it is taken. More is taken at once."""
ROOM_SHARE = 0.6
"""Of what the channel has room for, this much at most for the voice: what repairs it must not crowd the link
itself."""


@dataclass(frozen=True)
class Protection:
    """``depth``: earlier blocks in each packet; ``codec_loss``: loss that the codec is to expect, 0 to 1;
    ``copies``: how often each packet goes out."""

    depth: int = 0
    codec_loss: float = 0.0
    copies: int = 1


class Redundancy:
    """Attribute ``protection``. ``look`` is to be called ten times a second."""

    def __init__(self) -> None:
        self.protection = Protection()
        self._calm_looks = 0
        self._calm_copies_looks = 0
        self._gone_looks = 0
        self._useless_looks = 0
        self._in_doubt = False
        """Copies have been of no use here: earlier blocks stay beside them for a calm time."""

    def look(
        self,
        loss: float,
        burst: float,
        red: bool,
        room_kbps: float,
        voice_kbps: float,
        *,
        copied: bool = False,
        gone: float = 0.0,
    ) -> Protection:
        """``loss``: share of the packets lost before any repair; ``burst``: mean length of the runs of lost
        packets; ``red``: whether the far end takes packets with earlier blocks; ``voice_kbps``: without
        redundancy; ``copied``: whether the far end takes copies and tells of each packet, so that they do not
        hide the loss; ``gone``: of the packets that had copies, the share of those of which none came."""
        room_kbps *= ROOM_SHARE
        copies = 1
        if copied and self._look_at_copies(loss, burst, gone):
            most = max(1, int(room_kbps / (voice_kbps + COPY_KBPS)))
            copies = min(self._copies(wanted_copies(loss, burst)), most)
        if copies > 1:
            room_kbps = room_kbps / copies - COPY_KBPS
        most = min(DEPTH_MOST, max(0, int(room_kbps / voice_kbps) - 1)) if red else 0
        wanted = min(wanted_depth(loss, burst, copies), most)
        depth = min(self.protection.depth, most)
        self._calm_looks = self._calm_looks + 1 if wanted < depth else 0
        takes_over = copies > self.protection.copies and not self._in_doubt
        if wanted > depth or takes_over:
            depth = wanted
        elif self._calm_looks >= CALM_LOOKS:
            depth -= 1
            self._calm_looks = 0
        codec_loss = loss if depth == 0 and copies == 1 and loss >= LOSS_LEAST else 0.0
        self.protection = Protection(depth, codec_loss, copies)
        return self.protection

    def _look_at_copies(self, loss: float, burst: float, gone: float) -> bool:
        """Judge once more whether packets are lost one by one, so that copies of a lost one come."""
        copies = self.protection.copies
        expected = loss * _lost_again(loss, burst) ** (copies - 1)
        seen = copies > 1 and gone > max(GONE_SEEN_MOST, (loss + expected) / 2)
        self._gone_looks = self._gone_looks + 1 if seen else 0
        if self._gone_looks >= GONE_LOOKS:
            self._useless_looks, self._in_doubt = USELESS_LOOKS, True
        self._useless_looks = max(0, self._useless_looks - 1)
        runs = burst * (1 - loss)
        return not self._useless_looks and runs <= (RUNS_STILL_MOST if copies > 1 else RUNS_MOST)

    def _copies(self, wanted: int) -> int:
        copies = self.protection.copies
        self._calm_copies_looks = self._calm_copies_looks + 1 if wanted < copies else 0
        if wanted >= copies:
            return wanted
        if self._calm_copies_looks < CALM_LOOKS:
            return copies
        self._calm_copies_looks = 0
        return copies - 1


def wanted_copies(loss: float, burst: float) -> int:
    """How often each packet is to be sent for less than ``COPIES_GONE_MOST`` of all blocks missing; once,
    where it is hardly more without."""
    if loss <= GONE_MOST:
        return 1
    lost_again = _lost_again(loss, burst)
    gone, copies = loss, 1
    while gone > COPIES_GONE_MOST and copies < COPIES_MOST:
        gone *= lost_again
        copies += 1
    return copies


def wanted_depth(loss: float, burst: float, copies: int = 1) -> int:
    """How many earlier blocks leave less than ``GONE_MOST`` of all blocks missing."""
    lost_again = _lost_again(loss, burst)
    gone, depth = loss * lost_again ** (copies - 1), 0
    while gone > GONE_MOST and depth < DEPTH_MOST:
        gone *= lost_again**copies
        depth += 1
    return depth


def _lost_again(loss: float, burst: float) -> float:
    """How probably the packet after a lost one is lost too."""
    return max(loss, 1.0 - 1.0 / max(1.0, burst))
