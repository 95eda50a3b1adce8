"""Steady time for devices that have no crystal of their own: simulated ones and files.

Responsible for: the clock seam, so that tests run a device in virtual time, for ticks that never drift and
never pile up, and for leaving out pictures that nobody wants. Not for: what is delivered at a tick.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from hardware.devices import RESTING_S, Wanted


class Clock(Protocol):
    """Monotonic time, and waiting for it."""

    def now_s(self) -> float: ...

    def wait_until(self, at_s: float, stopping: threading.Event) -> None:
        """Return at ``at_s``, or at once when ``stopping`` is set."""


class Thrift:
    """Which pictures of a camera are worth their making; see ``Camera``. Device's thread."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._next_s = float("-inf")

    def is_due(self, at_s: float) -> bool:
        """The picture of monotonic ``at_s``."""
        if at_s < self._next_s and not self._wanted():
            return False
        self._next_s = at_s + RESTING_S
        return True


class MonotonicClock:
    """The machine's ``time.monotonic()``."""

    def now_s(self) -> float:
        return time.monotonic()

    def wait_until(self, at_s: float, stopping: threading.Event) -> None:
        wait_s = at_s - time.monotonic()
        if wait_s > 0:
            stopping.wait(wait_s)


MONOTONIC = MonotonicClock()


@dataclass(frozen=True)
class Tick:
    """``number`` counts periods since the start, also those that were skipped; ``due_s`` is the time it
    stands for.
    """

    number: int
    due_s: float


def ticks(clock: Clock, period_s: float, stopping: threading.Event, *, catch_up: int = 0) -> Iterator[Tick]:
    """A tick every ``period_s`` from now until ``stopping`` is set.

    Due times are multiples of the period after the first, so lateness does not add up. Whoever is late by
    more than
    ``catch_up`` whole periods loses the ticks in between instead of getting them in a burst.
    """
    start_s = clock.now_s()
    number = 0
    while True:
        clock.wait_until(start_s + number * period_s, stopping)
        if stopping.is_set():
            return
        late = int((clock.now_s() - start_s) / period_s) - number
        if late > catch_up:
            number += late
        yield Tick(number, start_s + number * period_s)
        number += 1
