"""The rate of something that comes in pieces.

Responsible for: kilobits a second over the last moment. Not for: what follows from it.
"""

from __future__ import annotations

from collections import deque

PIECES_MOST = 1000
"""Times may be the far end's to say: its clock may stand still."""


class Rate:
    """Over the last ``window_s``. Not thread-safe."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._now_s = 0.0
        self._pieces: deque[tuple[float, int]] = deque()
        self._bytes = 0

    def count(self, at_s: float, size_bytes: int) -> None:
        """So much at this time."""
        self._pieces.append((at_s, size_bytes))
        self._bytes += size_bytes
        self.elapsed(at_s)

    def elapsed(self, now_s: float) -> None:
        """Time has passed."""
        self._now_s = now_s
        pieces = self._pieces
        while pieces and (pieces[0][0] < now_s - self._window_s or len(pieces) > PIECES_MOST):
            self._bytes -= pieces.popleft()[1]

    @property
    def kbps(self) -> float:
        """As of the last ``count`` or ``elapsed``."""
        if not self._pieces:
            return 0.0
        # The first one's own time is not within the span.
        first_s, first_bytes = self._pieces[0]
        return (self._bytes - first_bytes) * 8 / 1000 / max(self._now_s - first_s, self._window_s / 2)
