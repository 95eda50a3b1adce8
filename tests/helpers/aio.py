"""Runs a coroutine of a test to its end, with a limit, and refuses to leave tasks behind."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


def run(coro: Coroutine[Any, Any, _T], timeout_s: float = 20.0) -> _T:
    """The coroutine's result. Raises TimeoutError after ``timeout_s``."""
    return asyncio.run(asyncio.wait_for(coro, timeout_s))


async def until(holds: Callable[[], object]) -> None:
    """Returns as soon as it does; for what a program does by itself and tells nobody."""
    while True:
        if holds():
            return
        await asyncio.sleep(0.01)
