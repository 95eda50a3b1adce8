"""Today's figures: how many visits, how long they waited and lasted.

Responsible for: counting since the login, in memory. Not for: keeping anything.
"""

from __future__ import annotations

from cso_console.core.snapshot import Today


class Figures:
    """Means over the visits served to their end."""

    def __init__(self) -> None:
        self._served = 0
        self._waited_s = 0.0
        self._lasted_s = 0.0

    def count(self, waited_s: float, lasted_s: float) -> None:
        self._served += 1
        self._waited_s += max(0.0, waited_s)
        self._lasted_s += max(0.0, lasted_s)

    def today(self) -> Today:
        if not self._served:
            return Today()
        return Today(self._served, self._waited_s / self._served, self._lasted_s / self._served)
