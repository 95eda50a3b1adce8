"""Did the machine itself stand still?

Responsible for: a process apart that does nothing but wake every few milliseconds, and when it woke late. Not
for: what is done about it (``lossy_link`` runs once more).

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

STEP_S = 0.004
LATE_S = 0.005
"""Less is how any scheduler is."""

Stall = tuple[float, float]
"""From when, on ``time.monotonic()``, and for how long: seconds."""


class StallWatch:
    """Watches inside ``with``. Raises ``EOFError`` when its process was killed."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_watch, args=(there,), name="stall watch", daemon=True)
        self._stalls: list[Stall] = []

    def __enter__(self) -> Self:
        self._process.start()
        self._here.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._here.send(None)
        self._stalls = self._here.recv()
        self._process.join()

    def longest_ms(self, from_s: float, to_s: float) -> float:
        """Of the stalls that touched this time; once the watch has ended."""
        return 1000 * max(
            (late_s for at_s, late_s in self._stalls if at_s < to_s and at_s + late_s > from_s), default=0.0
        )


def _watch(there: Connection) -> None:
    stalls: list[Stall] = []
    there.send(None)
    slept_s = time.monotonic()
    # The other end closed is also something to read: nobody is left behind.
    while not there.poll(STEP_S):
        woke_s = time.monotonic()
        late_s = woke_s - slept_s - STEP_S
        if late_s > LATE_S:
            stalls.append((woke_s - late_s, late_s))
        slept_s = time.monotonic()
    there.recv()
    there.send(stalls)
