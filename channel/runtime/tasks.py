"""Background tasks that have an owner, a name and an end.

Responsible for: keeping a reference, telling of a task that failed, cancelling all, and a clock that no error
stops. Not for: retrying.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_log = logging.getLogger(__name__)
_T = TypeVar("_T")


async def every(period_s: float, call: Callable[[], object]) -> None:
    """Call again and again, for ever. An error is logged and ends nothing: what hangs on time (a screen to be
    wiped, a state that has grown old) must not depend on every call before it."""
    while True:
        await asyncio.sleep(period_s)
        try:
            call()
        except Exception:  # noqa: BLE001 - whatever it is, it is logged as an error
            _log.exception("a periodic call failed")


class Tasks:
    """The tasks of one owner. Loop thread only."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    def __len__(self) -> int:
        """How many have not ended."""
        return sum(not task.done() for task in self._tasks)

    def spawn(self, coro: Coroutine[Any, Any, _T], *, name: str) -> asyncio.Task[_T]:
        """Start a task and keep it until it ends. An exception that it ends by is logged as an error.

        After ``close`` the task is cancelled before its first step, so that callbacks on the way down need no
        care.
        """
        task = asyncio.get_running_loop().create_task(coro, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        if self._closed:
            task.cancel()
        return task

    async def close(self) -> None:
        """Cancel all tasks and wait for them; the caller's own task is spared. May be called twice."""
        self._closed = True
        while others := self._tasks - {asyncio.current_task()}:
            for task in others:
                task.cancel()
            await asyncio.wait(others)
            await asyncio.sleep(0)  # done callbacks run one turn after the tasks end

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("task %s ended by an error", task.get_name(), exc_info=error)
