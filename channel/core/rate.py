"""The rate of something that comes in pieces.

Responsible for: kilobits a second over the last moment. Not for: what follows from it.
"""

from __future__ import annotations

from collections import deque

PIECES_MOST = 1000
"""Times may be the far end's to say: its clock may stand still."""


class Rate:
    """Over the last ``window_s``. Attribute ``kbps``. Not thread-safe."""

    def __init__(self, window_s: float) -> None:
        self.kbps = 0.0
        self._window_s = window_s
        self._pieces: deque[tuple[float, int]] = deque()
        self._bytes = 0

    def count(self, at_s: float, size_bytes: int) -> None:
        """So much at this time."""
        self._pieces.append((at_s, size_bytes))
        self._bytes += size_bytes
        self.elapsed(at_s)

    def elapsed(self, now_s: float) -> None:
        """Time has passed."""
        pieces = self._pieces
        while pieces and (pieces[0][0] < now_s - self._window_s or len(pieces) > PIECES_MOST):
            self._bytes -= pieces.popleft()[1]
        if not pieces:
            self.kbps = 0.0
            return
        # The first one's own time is not within the span.
        span_s = max(now_s - pieces[0][0], self._window_s / 2)
        self.kbps = (self._bytes - pieces[0][1]) * 8 / 1000 / span_s
