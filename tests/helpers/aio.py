"""Runs a coroutine of a test to its end, with a limit, and refuses to leave tasks behind."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


def run(coro: Coroutine[Any, Any, _T], timeout_s: float = 20.0) -> _T:
    """The coroutine's result. Raises TimeoutError after ``timeout_s``."""
    return asyncio.run(asyncio.wait_for(coro, timeout_s))
