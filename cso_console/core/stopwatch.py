"""How long something has been on.

Responsible for: that alone. Not for: what it is.
"""

from __future__ import annotations


class Stopwatch:
    """Times are monotonic seconds."""

    def __init__(self) -> None:
        self._since_s: float | None = None

    def turn(self, is_on: bool, now_s: float) -> None:
        """Told again and again."""
        if not is_on:
            self._since_s = None
        elif self._since_s is None:
            self._since_s = now_s

    def lasted_s(self, now_s: float) -> float:
        """0 while it is off."""
        return 0.0 if self._since_s is None else now_s - self._since_s
