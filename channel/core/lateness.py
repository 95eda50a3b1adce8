"""How late a thread comes to what it has to do.

Responsible for: the waits of looks that the thread takes again and again, over the last seconds, in bounded
memory. Not for: taking the looks (``channel.runtime.stall_watch``, ``channel.qt.gui_watch``), nor for what is
said of them.

A look that would have been due while the thread stood still counts too, with its own wait. Else a stall of a
whole second would be one bad look among many good ones, and p99 would not see it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

PERIOD_S = 0.1
"""Ten times a second: waking up is what a look costs."""
WINDOW_S = 10.0


@dataclass(frozen=True)
class LatenessFigures:
    """How long looks had to wait, milliseconds: half of them no longer than ``p50_ms``, 99 of 100 no longer
    than ``p99_ms``. All zero when there were none."""

    p50_ms: float = 0.0
    p99_ms: float = 0.0
    worst_ms: float = 0.0
    looks: int = 0


class Lateness:
    """One thread calls ``looked``, any thread ``figures``; neither waits.

    A look is due ``period_s`` after the one before. ``window_s``: how long a look counts after it was taken.
    """

    def __init__(self, period_s: float = PERIOD_S, window_s: float = WINDOW_S) -> None:
        self._period_s = period_s
        self._window_s = window_s
        self._missed_most = ceil(window_s / period_s)
        # A list that keeps its length can be read while it is written. One half for looks taken within the
        # window, one for what a stall missed that began before it.
        self._looks = [(float("-inf"), 0.0)] * (2 * self._missed_most + 2)
        self._next = 0
        self._due_s: float | None = None

    def looked(self, now_s: float) -> float:
        """The thread takes a look now; says how many milliseconds late that is. The first one is not late."""
        late_ms = 0.0
        if self._due_s is not None:
            late_ms = max(0.0, 1000 * (now_s - self._due_s))
            for wait_ms in self._waits_ms(self._due_s, now_s):
                self._looks[self._next] = (now_s, wait_ms)
                self._next = (self._next + 1) % len(self._looks)
        self._due_s = now_s + self._period_s
        return late_ms

    def figures(self, now_s: float) -> LatenessFigures:
        """Of the last ``window_s``; a look that is due and has not been taken counts with its wait so far."""
        waits_ms = [wait_ms for at_s, wait_ms in self._looks if now_s - at_s < self._window_s]
        due_s = self._due_s
        if due_s is not None and due_s < now_s:
            waits_ms += self._waits_ms(due_s, now_s)
        if not waits_ms:
            return LatenessFigures()
        waits_ms.sort()
        looks = len(waits_ms)
        return LatenessFigures(
            p50_ms=waits_ms[ceil(0.5 * looks) - 1],
            p99_ms=waits_ms[ceil(0.99 * looks) - 1],
            worst_ms=waits_ms[-1],
            looks=looks,
        )

    def _waits_ms(self, due_s: float, now_s: float) -> Iterator[float]:
        """Of the look that was due then, and of those that would have been due since; the longest first."""
        late_s = max(0.0, now_s - due_s)
        for missed in range(min(int(late_s / self._period_s), self._missed_most) + 1):
            yield 1000 * (late_s - missed * self._period_s)
