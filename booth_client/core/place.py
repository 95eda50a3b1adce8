"""The place in the queue and the time that was promised for it.

Responsible for: an estimate that people can trust: it may come down, it moves with the place, and when it has
passed that is said instead of a new number. Not for: the queue itself (the server's).
"""

from __future__ import annotations

import math

from booth_client.core.service import ServerClock
from booth_client.core.snapshot import Queue
from channel.wire.messages import BoothQueued


class Place:
    """One visit's place, from the newest ``BoothQueued``."""

    def __init__(self) -> None:
        self._place = 0
        self._desks = 0
        self._told_s = 0.0
        self._promised_s: float | None = None

    def hear(self, message: BoothQueued, now_s: float) -> None:
        estimate_s = now_s + message.estimate_s if message.estimate_s > 0 else None
        if message.place != self._place or self._promised_s is None:
            self._promised_s = estimate_s
        elif estimate_s is not None:
            self._promised_s = min(self._promised_s, estimate_s)
        self._place, self._desks, self._told_s = message.place, message.desks, now_s

    def view(self, now_s: float, clock: ServerClock) -> Queue:
        left_s = None if self._promised_s is None else self._promised_s - now_s
        return Queue(
            place=self._place,
            minutes=0 if left_s is None else max(1, math.ceil(left_s / 60.0)),
            at_unix_s=0.0 if self._promised_s is None else clock.unix_s(self._promised_s),
            overdue=left_s is not None and left_s < 0,
            desks=self._desks,
            age_s=int(now_s - self._told_s),
        )
