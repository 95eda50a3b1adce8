"""SIGTERM and SIGINT end a program with windows in good order.

Responsible for: bringing the signal into Qt's loop. Not for: what the end is.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable

from PySide6.QtCore import QSocketNotifier


class QuitOnSignal:
    """SIGTERM and SIGINT end the program as closing its window does.

    Python runs signal handlers between two of its own instructions: never while Qt's loop waits, and perhaps
    in the middle of painting. So the handlers do nothing, and the wake-up socket brings the signal into the
    loop.
    """

    def __init__(self, leave: Callable[[], None]) -> None:
        """``leave`` ends the loop; it is called in the GUI thread."""
        self._leave = leave

    def __enter__(self) -> None:
        self._read, self._write = socket.socketpair()
        self._read.setblocking(False)
        self._write.setblocking(False)
        self._before_fd = signal.set_wakeup_fd(self._write.fileno())
        self._before = {
            number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)
        }
        self._notifier = QSocketNotifier(self._read.fileno(), QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._signaled)

    def _signaled(self) -> None:
        if not {signal.SIGTERM, signal.SIGINT}.isdisjoint(self._read.recv(64)):
            self._leave()

    def __exit__(self, *_: object) -> None:
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._before_fd)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._read.close()
        self._write.close()
