"""Whether packets came as a bottleneck lets them through, or in clumps.

Responsible for: telling a queue before a bottleneck from an end that stood still and then read all at once,
as a busy machine does. Both make packets late, but a bottleneck spaces what it lets through by its rate. Not
for: what follows from it (``probing``, ``congestion``).
"""

from __future__ import annotations

from collections import deque

CLOSE = 0.25
"""Of the time that a bottleneck takes for a packet: what comes sooner after the one before did not wait
there."""
WINDOW_S = 0.3
PACKETS_MOST = 300
"""Times of arrival are the far end's to say: its clock may stand still."""


def came_close(after_s: float, size_bytes: int, kbps: float) -> bool:
    """Whether a packet came sooner after the one before than a bottleneck of this rate allows. One that was
    overtaken says nothing."""
    return 0.0 <= after_s < CLOSE * size_bytes * 8 / 1000 / kbps


class Clumps:
    """Not thread-safe."""

    def __init__(self) -> None:
        self._came: deque[tuple[float, bool]] = deque(maxlen=PACKETS_MOST)

    def count(self, arrived_s: float, size_bytes: int, kbps: float) -> None:
        """A packet came while so much passed."""
        came = self._came
        close = bool(came) and came_close(arrived_s - came[-1][0], size_bytes, kbps)
        came.append((arrived_s, close))
        while came[0][0] < arrived_s - WINDOW_S:
            came.popleft()

    @property
    def share(self) -> float:
        """Of the packets of the last moment those that came close."""
        return sum(close for _, close in self._came) / max(1, len(self._came))
