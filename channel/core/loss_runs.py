"""How much of what is sent gets lost, and how many packets in a row.

Responsible for: the share and the mean run of losses over the last seconds. Not for: repair.
"""

from __future__ import annotations

from bisect import insort
from itertools import pairwise

WINDOW_S = 3.0
SINGLES_GRANTED = 2
"""So many losses by themselves are added to those seen: where few are known, two neighbours may be chance."""


class LossRuns:
    """Attributes ``window_s``: over how long it counts; ``lost``: packets. Not thread-safe."""

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self.window_s = window_s
        self.lost = 0
        self._fates: list[tuple[int, bool, float]] = []
        """Number, whether lost, and when that was told, in the order of sending."""

    def tell(self, number: int, lost: bool, now_s: float) -> None:
        """A packet's fate. ``number``: in the order of sending. Losses are told later than what arrived at
        their time, and several at once: taken for neighbours they would seem to come in runs."""
        insort(self._fates, (number, lost, now_s))
        self.lost += lost
        self.elapsed(now_s)

    def elapsed(self, now_s: float) -> None:
        """Time has passed."""
        old = 0
        while old < len(self._fates) and self._fates[old][2] < now_s - self.window_s:
            self.lost -= self._fates[old][1]
            old += 1
        del self._fates[:old]

    def forget(self) -> None:
        """Begin anew."""
        self._fates.clear()
        self.lost = 0

    @property
    def packets(self) -> int:
        return len(self._fates)

    @property
    def share(self) -> float:
        """Lost of all, 0–1."""
        return self.lost / max(1, len(self._fates))

    @property
    def burst(self) -> float:
        """Mean length of a run of losses, 1 or more, with ``SINGLES_GRANTED``."""
        if not self.lost:
            return 1.0
        fates = [False, *(lost for _, lost, _ in self._fates)]
        runs = sum(lost and not before for before, lost in pairwise(fates))
        return (self.lost + SINGLES_GRANTED) / (runs + SINGLES_GRANTED)
