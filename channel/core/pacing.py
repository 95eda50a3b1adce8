"""Spreads the packets of pictures over time, so that they do not fill the queues on their way.

Responsible for: when the next packet may go, and a bound on what waits. Not for: the rate (``congestion``),
sending, sound: it never waits.

A picture is many packets at once; on a thin link they would hold up the sound behind them for as long as
their sending takes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

WAITING_MOST_S = 0.25
"""Once so much waits, no further picture is taken."""
SPARE_MOST_S = 0.1
"""One that no other needs is taken only when it is through by then: better fewer pictures than late ones."""
CREDIT_S = 0.01
"""What an idle pacer may send at once, as time at its rate; it saves waking up for each packet."""
TRAIN_CREDIT_S = 0.003
"""Timers come late by as much, again and again; a train has to keep its rate all the same."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[_T]):
    item: _T
    size_bytes: int
    train_kbps: float | None


class Pacer(Generic[_T]):
    """A queue of items with a size. ``kbps``: the rate at which they may leave; may change at any time."""

    def __init__(self, kbps: float) -> None:
        self.kbps = kbps
        self._waiting: deque[_Waiting[_T]] = deque()
        self._bytes = 0
        self._free_s = 0.0
        self._ahead_s = 0.0  # so much of the way's time a train took before its turn

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def waiting_s(self) -> float:
        """How long what waits will take."""
        return self._takes_s(self._bytes)

    @property
    def due_s(self) -> float | None:
        """When ``due`` will give something; None when nothing waits."""
        return self._free_s if self._waiting else None

    def put(self, items: Sequence[tuple[_T, int]], *, spare: bool = False) -> bool:
        """Take the packets of one picture, with their sizes in bytes, or none when too much waits already.

        A picture may be larger than the bound: a key frame has to get through. ``spare``: no other picture
        needs it.
        """
        if self.waiting_s >= WAITING_MOST_S:
            return False
        if spare and self.waiting_s + self._takes_s(sum(size for _, size in items)) > SPARE_MOST_S:
            return False
        for item, size_bytes in items:
            self._append(_Waiting(item, size_bytes, None))
        return True

    def put_first(self, item: _T, size_bytes: int) -> None:
        """Take a repeat: what the far end is waiting for goes before what it has not missed yet."""
        self._waiting.appendleft(_Waiting(item, size_bytes, None))
        self._bytes += size_bytes

    def put_train(self, items: Iterable[tuple[_T, int]], kbps: float) -> None:
        """Take packets that leave at a rate of their own. Where it is above ``kbps``, what comes behind waits
        until the way has caught up: a picture on top of a train would hold up the sound behind both."""
        for item, size_bytes in items:
            self._append(_Waiting(item, size_bytes, kbps))

    def _append(self, waiting: _Waiting[_T]) -> None:
        self._waiting.append(waiting)
        self._bytes += waiting.size_bytes

    def due(self, now_s: float) -> list[_T]:
        """What may go now."""
        gone = []
        while self._waiting and self._free_s <= now_s:
            waiting = self._waiting.popleft()
            self._bytes -= waiting.size_bytes
            takes_s = self._takes_s(waiting.size_bytes)
            if waiting.train_kbps is None:
                self._free_s = max(self._free_s, now_s - CREDIT_S) + takes_s
            else:
                own_s = waiting.size_bytes * 8 / (waiting.train_kbps * 1000)
                self._free_s = max(self._free_s, now_s - TRAIN_CREDIT_S) + own_s
                self._ahead_s += max(0.0, takes_s - own_s)
                if not self._waiting or self._waiting[0].train_kbps is None:
                    self._free_s += self._ahead_s
                    self._ahead_s = 0.0
            gone.append(waiting.item)
        return gone

    def _takes_s(self, size_bytes: int) -> float:
        return size_bytes * 8 / (self.kbps * 1000)

    def forget(self) -> None:
        """Drop all that waits."""
        self._waiting.clear()
        self._bytes = 0
        self._ahead_s = 0.0
