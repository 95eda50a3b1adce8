"""Events as JSON lines on a stream, written by a thread of their own.

Responsible for: never letting a slow reader of the stream hold up the GUI thread: what does not fit is
dropped and counted. Not for: what the events are (``pilot``).
"""

from __future__ import annotations

import json
import queue
import threading
import time
from typing import Final, TextIO

PENDING_EVENTS_MOST: Final = 1000


class EventLines:
    """``send`` may be called from any thread; ``start`` and ``stop`` from one."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._pending: queue.Queue[dict[str, object] | None] = queue.Queue(PENDING_EVENTS_MOST)
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="pilot events", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def send(self, event: str, *, at_s: float | None = None, **fields: object) -> None:
        """Write one event; ``at_s`` (``time.monotonic()``) is now unless given. Never waits."""
        line = {"at": time.monotonic() if at_s is None else at_s, "event": event, **fields}
        try:
            self._pending.put_nowait(line)
        except queue.Full:
            self._lost += 1

    def stop(self, timeout_s: float = 2.0) -> None:
        """Write what is pending and end; a reader that no longer reads is given up after ``timeout_s``."""
        try:
            self._pending.put(None, timeout=timeout_s)
        except queue.Full:
            return
        self._thread.join(timeout_s)

    def _write(self) -> None:
        while (line := self._pending.get()) is not None:
            lost, self._lost = self._lost, 0
            try:
                if lost:
                    self._write_line({"at": time.monotonic(), "event": "lost", "count": lost})
                self._write_line(line)
            except (OSError, ValueError):
                return  # The reader is gone or the stream was closed; the program goes on without it.

    def _write_line(self, line: dict[str, object]) -> None:
        self._stream.write(json.dumps(line) + "\n")
        self._stream.flush()
