"""Stills, asked for in any thread and taken in the device's.

Responsible for: handing one over. Not for: taking it; the device looks at ``wanted`` with each picture.
"""

from __future__ import annotations

import threading

from hardware.devices import STILL_S, Frame


class Stills:
    """Several may ask at once; the same still is for all."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting = 0
        self._number = 0
        self._newest: Frame | None = None

    def ask(self, timeout_s: float = STILL_S) -> Frame | None:
        """The next still; None after ``timeout_s``, or when the device stops."""
        with self._changed:
            number = self._number
            self._waiting += 1
            came = self._changed.wait_for(lambda: self._number != number, timeout_s)
            self._waiting -= 1
            still = self._newest if came else None
            if not self._waiting:
                self._newest = None  # a document is not kept longer than it is asked for
            return still

    @property
    def waiting(self) -> int:
        """How many ask just now."""
        with self._changed:
            return self._waiting

    @property
    def wanted(self) -> bool:
        return self.waiting > 0

    def give(self, still: Frame | None) -> None:
        """Device's thread. None: there will be none."""
        with self._changed:
            if self._waiting:
                self._newest = still
                self._number += 1
                self._changed.notify_all()
