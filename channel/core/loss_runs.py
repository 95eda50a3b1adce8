"""How much of what is sent gets lost, and how many packets in a row.

Responsible for: the share and the mean run of losses over the last seconds. Not for: repair.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

WINDOW_S = 3.0
SLICE_S = 0.25


@dataclass
class _Slice:
    since_s: float
    packets: int = 0
    lost: int = 0
    runs: int = 0


class LossRuns:
    """Attribute ``window_s``: over how long it counts. Not thread-safe."""

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self.window_s = window_s
        self._slices: deque[_Slice] = deque()
        self._in_run = False

    def tell(self, lost: bool, now_s: float) -> None:
        """The next packet's fate, in the order of sending."""
        slices = self._slices
        if not slices or now_s - slices[-1].since_s >= SLICE_S:
            slices.append(_Slice(now_s))
            while slices[0].since_s < now_s - self.window_s:
                slices.popleft()
        current = slices[-1]
        current.packets += 1
        current.lost += lost
        current.runs += lost and not self._in_run
        self._in_run = lost

    def forget(self) -> None:
        """Begin anew."""
        self._slices.clear()
        self._in_run = False

    @property
    def packets(self) -> int:
        return sum(one.packets for one in self._slices)

    @property
    def share(self) -> float:
        """Lost of all, 0–1."""
        return sum(one.lost for one in self._slices) / max(1, self.packets)

    @property
    def burst(self) -> float:
        """Mean length of a run of losses, 1 or more."""
        runs = sum(one.runs for one in self._slices)
        return max(1.0, sum(one.lost for one in self._slices) / runs) if runs else 1.0
