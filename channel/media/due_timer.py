"""A timer for things that are due now and then.

Responsible for: one call at the time that was set last or an earlier one. Not for: what is due.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

LEAST_S = 0.001
"""So that something always due does not keep the loop busy."""


class DueTimer:
    """Loop thread only. ``call(now_s)``, monotonic; it sets the timer anew if it wants to be called again."""

    def __init__(self, call: Callable[[float], None]) -> None:
        self._call = call
        self._loop = asyncio.get_running_loop()
        self._handle: asyncio.TimerHandle | None = None
        self._due_s = math.inf

    def set(self, due_s: float) -> None:
        """Call at this monotonic time or before; infinity: do not call."""
        if due_s >= self._due_s and due_s != math.inf:
            return
        self.stop()
        if due_s == math.inf:
            return
        self._due_s = due_s
        self._handle = self._loop.call_later(max(due_s - time.monotonic(), LEAST_S), self._ran)

    def stop(self) -> None:
        """Do not call."""
        if self._handle is not None:
            self._handle.cancel()
        self._handle = None
        self._due_s = math.inf

    def _ran(self) -> None:
        self._handle = None
        self._due_s = math.inf
        self._call(time.monotonic())
