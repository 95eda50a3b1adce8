"""A thread that looks at a camera's newest frame again and again, as often as the machine can afford.

Responsible for: handing frames from the camera's thread to whoever looks at them, one at a time, newest first
and older ones never, and the pauses in between. Not for: what is looked for (``eye``).

Pauses come from what looks have cost: three booths on one machine take a third of a core at most.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeAlias

from hardware.devices import Frame

_log = logging.getLogger(__name__)

MOST_A_SECOND = 12
SHARE_MOST = 1 / 9
"""Of a core."""

Look: TypeAlias = Callable[[Frame], None]
"""Called in the looking thread; tells what it found by itself."""


class Looking:
    """``close`` joins its thread. The others may be called in any thread and return at once."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._look: Look | None = None
        self._newest: Frame | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._work, name="looking", daemon=True)
        self._thread.start()

    def begin(self, look: Look | None) -> None:
        """Look at frames by this from now on; None: rest. What was seen before is forgotten."""
        with self._changed:
            self._look, self._newest = look, None
            self._changed.notify()

    def see(self, frame: Frame) -> None:
        """Camera's thread: the next frame."""
        with self._changed:
            if self._look is not None:
                self._newest = frame
                self._changed.notify()

    def close(self) -> None:
        with self._changed:
            self._look, self._newest, self._closed = None, None, True
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while not self._closed:
            self._rest(self._once())

    def _once(self) -> float:
        """Wait for a frame and look at it; keeps nothing of it. Until when to rest then."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._newest is not None)
            look, frame, self._newest = self._look, self._newest, None
        began_s, before_s = time.monotonic(), time.thread_time()
        if look is not None and frame is not None:
            try:
                look(frame)
            except Exception:  # noqa: BLE001 - one odd frame must not end all looking
                _log.exception("a frame could not be looked at")
        costs_s = time.thread_time() - before_s
        return began_s + max(1 / MOST_A_SECOND, costs_s / SHARE_MOST)

    def _rest(self, until_s: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed, max(0.0, until_s - time.monotonic()))
