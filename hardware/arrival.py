"""When sound was captured, from when it arrived.

Responsible for: one steady time line for the samples of a device that hands them over in uneven portions.
"""

from __future__ import annotations

RELAX_S_PER_S = 0.001
"""A crystal may be slower than the machine's clock; 0.1 % is far beyond any that works."""
BREAK_S = 0.2
"""Later than the line by this much: sound was lost, a new line begins."""


class ArrivalTimes:
    """Samples arrive late by chance and never early, so the earliest arrivals give the line."""

    def __init__(self, rate_hz: int) -> None:
        self._rate_hz = rate_hz
        self._count = 0
        self._origin_s: float | None = None
        """When sample 0 was captured, as far as one knows."""
        self._last_s = 0.0

    def arrived(self, samples: int, now_s: float) -> None:
        """``samples`` more have just been read; the last of them was captured now at the latest."""
        self._count += samples
        seen_s = now_s - self._count / self._rate_hz
        if self._origin_s is None or seen_s - self._origin_s > BREAK_S:
            self._origin_s = seen_s
        else:
            self._origin_s = min(seen_s, self._origin_s + RELAX_S_PER_S * (now_s - self._last_s))
        self._last_s = now_s

    def time_of_oldest(self, pending: int) -> float:
        """When the first of the newest ``pending`` samples was captured, monotonic seconds."""
        assert self._origin_s is not None, "nothing has arrived yet"
        return self._origin_s + (self._count - pending) / self._rate_hz
