"""A timer that calls once, at the earliest time that was set."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable

import pytest

from channel.media.due_timer import DueTimer
from tests.channel.media.rig import until
from tests.helpers.aio import run


def test_it_calls_once_and_again_only_when_set_again() -> None:
    async def scenario() -> None:
        called: list[float] = []
        timer = DueTimer(called.append)
        due_s = time.monotonic() + 0.02
        timer.set(due_s)
        await until(lambda: called)
        assert called[0] >= due_s
        again_s = time.monotonic()
        timer.set(again_s)
        await until(lambda: len(called) == 2)
        assert called[1] >= again_s

    run(scenario())


def test_the_earliest_time_counts() -> None:
    async def scenario() -> None:
        called: list[float] = []
        timer = DueTimer(called.append)
        timer.set(math.inf)
        timer.set(time.monotonic() + 1000.0)
        timer.set(time.monotonic())
        timer.set(time.monotonic() + 1000.0)
        await until(lambda: called)
        assert len(called) == 1

    run(scenario())


@pytest.mark.parametrize("end", [DueTimer.stop, lambda timer: timer.set(math.inf)], ids=["stop", "infinity"])
def test_a_timer_that_is_not_due_any_more_does_not_call(end: Callable[[DueTimer], None]) -> None:
    async def scenario() -> None:
        called: list[float] = []
        ended, other = DueTimer(called.append), DueTimer(lambda now_s: done.set())
        done = asyncio.Event()
        ended.set(time.monotonic())
        end(ended)
        other.set(time.monotonic() + 0.01)
        await done.wait()
        assert called == []

    run(scenario())
