"""How long to wait before trying again, after the first failure, the second, and so on.

Responsible for: growing delays with a ceiling and with jitter, so that six booths do not come back in step.
Not for: waiting, or deciding what is tried again.
"""

from __future__ import annotations

from collections.abc import Callable


class Backoff:
    """Delays of ``first_s``, then ``factor`` times more each, at most ``most_s``.

    ``jitter`` is the share of each delay that chance may take away: 0.5 gives 50–100 % of it.
    Not thread-safe.
    """

    def __init__(
        self, first_s: float = 0.5, factor: float = 2.0, most_s: float = 10.0, jitter: float = 0.5
    ) -> None:
        if not (0 < first_s <= most_s and factor >= 1.0 and 0.0 <= jitter <= 1.0):
            raise ValueError("a back-off needs 0 < first_s <= most_s, factor >= 1 and jitter from 0 to 1")
        self._first_s = first_s
        self._factor = factor
        self._most_s = most_s
        self._jitter = jitter
        self._next_s = first_s

    def next(self, random: Callable[[], float]) -> float:
        """The delay before the next attempt in seconds; ``random`` gives a number in [0, 1)."""
        delay_s = self._next_s
        self._next_s = min(self._next_s * self._factor, self._most_s)
        return delay_s * (1.0 - self._jitter * random())

    def reset(self) -> None:
        """It worked: the next failure starts again at ``first_s``."""
        self._next_s = self._first_s
