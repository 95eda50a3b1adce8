"""A plain asyncio loop in a thread of its own, beside Qt's.

Responsible for: starting it, getting work into it from any thread, ending it with everything that runs on it.
Not for: what runs there.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


class NetThread:
    """One loop, one thread. ``start`` once, ``stop`` once; ``post`` and ``run`` from any thread meanwhile."""

    def __init__(self, name: str = "net") -> None:
        self._thread = threading.Thread(target=self._main, name=name, daemon=True)
        self._lock = threading.Lock()
        self._started = threading.Event()
        self._open = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ending: asyncio.Event | None = None

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The running loop. Raises RuntimeError before ``start``."""
        if self._loop is None:
            raise RuntimeError("the net thread has not been started")
        return self._loop

    def start(self) -> None:
        """Returns when the loop runs."""
        self._thread.start()
        self._started.wait()

    def post(self, call: Callable[[], object]) -> None:
        """Have ``call`` called on the loop, in the order of posting. Dropped once the thread is stopping."""
        with self._lock:
            if self._open:
                self.loop.call_soon_threadsafe(call)

    def run(self, coro: Coroutine[Any, Any, _T]) -> Future[_T]:
        """Run a coroutine on the loop. Once the thread is stopping the future comes back cancelled."""
        with self._lock:
            if self._open:
                return asyncio.run_coroutine_threadsafe(coro, self.loop)
        coro.close()
        refused: Future[_T] = Future()
        refused.cancel()
        return refused

    def stop(self, timeout_s: float = 5.0) -> None:
        """Cancel everything that runs on the loop and join the thread. A second call does nothing.

        A thread that has not ended after ``timeout_s`` is left behind with an error in the log.
        """
        with self._lock:
            was_open, self._open = self._open, False
            if was_open and self._ending is not None:
                self.loop.call_soon_threadsafe(self._ending.set)
        if not was_open:
            return
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            _log.error("thread %s did not end within %.1f s and is left behind", self._thread.name, timeout_s)

    def _main(self) -> None:
        # asyncio.run cancels what is left, closes asynchronous generators and joins the executor's threads.
        asyncio.run(self._live())

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ending = asyncio.Event()
        with self._lock:
            self._open = True
        self._started.set()
        await self._ending.wait()
