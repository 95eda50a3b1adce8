"""From a device's or encoder's thread to the net thread, without a queue that could grow.

Responsible for: one wake-up of the loop for whatever came meanwhile, and "newest wins" when the loop does
not keep up. Not for: what is handed over.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

_T = TypeVar("_T")


class Handover(Generic[_T]):
    """``put`` from any one thread, ``take`` called on the loop. At most ``most`` items are held.

    An item that finds it full empties it first: ``take`` sees ``missed`` true with the next item it gets.
    """

    def __init__(self, most: int, take: Callable[[_T, bool], None]) -> None:
        self._most = most
        self._take = take
        self._lock = threading.Lock()
        self._held: deque[tuple[_T, bool]] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = False

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """From now on items go to this loop."""
        with self._lock:
            self._loop = loop
            self._woken = False
            self._held.clear()

    def detach(self) -> None:
        """From now on items are dropped."""
        with self._lock:
            self._loop = None
            self._held.clear()

    def put(self, item: _T) -> None:
        """Hand over; never waits."""
        with self._lock:
            if self._loop is None:
                return
            missed = len(self._held) >= self._most
            if missed:
                self._held.clear()
            self._held.append((item, missed))
            if self._woken:
                return
            self._woken = True
            try:
                self._loop.call_soon_threadsafe(self._deliver)
            except RuntimeError:  # the loop was closed under us: the program is ending
                self._loop = None
                self._held.clear()

    def _deliver(self) -> None:
        with self._lock:
            self._woken = False
            items = list(self._held)
            self._held.clear()
        for item, missed in items:
            self._take(item, missed)
