"""Watches that a thread does not stand still: each thread tells of itself how late it runs.

Responsible for: a warning after a stall, a line in the debug log now and then, the figures for any thread
that asks, and the timer on an asyncio loop. Not for: the timer in the GUI thread (``channel.qt.gui_watch``).

A watch costs 0.14 % of a core on a small busy machine, most of it for waking up.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from channel.core.lateness import PERIOD_S, WINDOW_S, Lateness, LatenessFigures

_log = logging.getLogger(__name__)

STALL_MS = 500
"""Longer than sound can be held ready: somebody has heard or seen it."""
FIGURES_EVERY_S = 10.0
"""Between two lines of figures in the debug log."""
QUIET_S = 5.0
"""After a warning shorter stalls than this are only counted."""


class StallWatch:
    """Of one thread, which calls ``look``; ``figures`` from any. ``thread``: as the log names it."""

    def __init__(self, thread: str, time_s: Callable[[], float] = time.monotonic) -> None:
        self._thread = thread
        self._time_s = time_s
        self._lateness = Lateness()
        self._stalls = 0
        self._warned_s = float("-inf")
        self._told_s: float | None = None

    def look(self) -> None:
        """To be called one ``PERIOD_S`` after the call before."""
        now_s = self._time_s()
        late_ms = self._lateness.looked(now_s)
        if late_ms > STALL_MS:
            self._stalls += 1
            if now_s - self._warned_s >= QUIET_S:
                self._warned_s = now_s
                _log.warning(
                    "the %s thread stood still for %.0f ms (stall %d since the start)",
                    self._thread,
                    late_ms,
                    self._stalls,
                )
        if self._told_s is None:
            self._told_s = now_s
        elif now_s - self._told_s >= FIGURES_EVERY_S:
            self._told_s = now_s
            if _log.isEnabledFor(logging.DEBUG):
                self._tell()

    def figures(self) -> LatenessFigures:
        """Of the last ``WINDOW_S``."""
        return self._lateness.figures(self._time_s())

    def _tell(self) -> None:
        figures = self.figures()
        _log.debug(
            "%s thread: late p50 %.1f, p99 %.1f, worst %.1f ms (%d looks in %.0f s)",
            self._thread,
            figures.p50_ms,
            figures.p99_ms,
            figures.worst_ms,
            figures.looks,
            WINDOW_S,
        )


class LoopWatch:
    """Watches the thread of an asyncio loop. ``start`` and ``stop`` there, ``figures`` from any."""

    def __init__(self, thread: str) -> None:
        self._watch = StallWatch(thread)
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        self._look()

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def figures(self) -> LatenessFigures:
        """See ``StallWatch.figures``."""
        return self._watch.figures()

    def _look(self) -> None:
        self._watch.look()
        self._timer = asyncio.get_running_loop().call_later(PERIOD_S, self._look)
