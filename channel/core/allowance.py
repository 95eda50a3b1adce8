"""How much of something is allowed: so much a second, and what was not used is saved up to a limit.

Responsible for: the count (a token bucket). Not for: what it is a count of, nor for what happens beyond it.
"""

from __future__ import annotations


class Allowance:
    """Full at first. Not thread-safe. Attributes, which may be changed at any time: ``per_s`` and
    ``saved_most``."""

    def __init__(self, per_s: float, saved_most: float) -> None:
        self.per_s = per_s
        self.saved_most = saved_most
        self._left = saved_most
        self._filled_s: float | None = None

    def spend(self, now_s: float, amount: float = 1.0, *, leave: float = 0.0) -> bool:
        """Whether there is so much left, and ``leave`` beyond it; then it is spent, else nothing is."""
        if self._filled_s is not None:
            self._left += self.per_s * (now_s - self._filled_s)
        self._filled_s = now_s
        self._left = min(self._left, self.saved_most)
        if self._left < amount + leave:
            return False
        self._left -= amount
        return True
