"""Did the machine itself stand still?

Responsible for: a process apart that does nothing but wake every few milliseconds, and which time no stall
touched. Not for: figures.

A guest of a busy host is stopped for a tenth of a second now and then, all its processes at once: that is
heard as a gap in the sound of whatever system is measured, and is no system's. A thread of the measured
process would not do, it also comes late when that process is slow.
"""

from __future__ import annotations

import multiprocessing
import time
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from tests.benchmarks.figures import Span

STEP_S = 0.004
STALL_S = 0.015
"""So much later than it wanted to. What is less is how any scheduler is, and no block of sound long."""
BEFORE_S, AFTER_S = 0.3, 1.0
"""What was spoken or drawn so long before a stall is still on its way when it comes, and so long after it
queues are longer than usual."""
SPAN_LEAST_S = 0.5


class StallWatch:
    """Watches inside ``with``. Raises ``EOFError`` when its process was killed."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_watch, args=(there,), name="stall watch", daemon=True)

    def __enter__(self) -> Self:
        self._process.start()
        self.stalls()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.send(False)
        self._process.join()

    def stalls(self) -> list[Span]:
        """All until now."""
        self._here.send(True)
        found: list[Span] = self._here.recv()
        return found


def untouched(stalls: list[Span], from_s: float, to_s: float) -> list[Span]:
    """What of this time is to be judged; all of it when nothing would be left."""
    return _untouched(stalls, from_s, to_s) or [(from_s, to_s)]


def stalled_share(stalls: list[Span], from_s: float, to_s: float) -> float:
    """How much of this time a stall touched; 1: nothing was left, so that all of it was judged."""
    clear_s = sum(until_s - since_s for since_s, until_s in _untouched(stalls, from_s, to_s))
    return round(1 - clear_s / (to_s - from_s), 2)


def _untouched(stalls: list[Span], from_s: float, to_s: float) -> list[Span]:
    spans, at_s = [], from_s
    for stall_from_s, stall_to_s in [*stalls, (to_s + BEFORE_S, to_s + BEFORE_S)]:
        until_s = min(stall_from_s - BEFORE_S, to_s)
        if until_s - at_s >= SPAN_LEAST_S:
            spans.append((at_s, until_s))
        at_s = max(at_s, stall_to_s + AFTER_S)
    return spans


def _watch(there: Connection) -> None:
    stalls: list[Span] = []
    before_s = time.monotonic()
    while True:
        asked = there.poll(STEP_S)
        woke_s = time.monotonic()
        if woke_s - before_s - STEP_S > STALL_S:
            stalls.append((before_s, woke_s))
        before_s = woke_s
        if asked:
            try:
                goes_on = there.recv()
            except EOFError:  # nobody is left behind
                return
            if not goes_on:
                return
            there.send(stalls)
