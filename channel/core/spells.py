"""Whether something is news, or goes on: one line in a log for many of the same in a row.

Responsible for: where a spell begins. Not for: what is said of it.
"""

from __future__ import annotations

SPELL_S = 5.0
"""After so long without it the next one is news again."""


class Spells:
    """Of one kind of thing. Not thread-safe."""

    def __init__(self) -> None:
        self._last_s = float("-inf")

    def begins(self, now_s: float) -> bool:
        """It happened now: whether that is news."""
        is_news = now_s - self._last_s >= SPELL_S
        self._last_s = now_s
        return is_news
