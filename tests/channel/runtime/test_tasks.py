from __future__ import annotations

import asyncio
from collections.abc import Callable

from channel.runtime.tasks import Tasks, every
from tests.helpers.aio import run


def test_a_task_is_kept_until_it_ends() -> None:
    async def scene() -> None:
        tasks, go = Tasks(), asyncio.Event()
        task = tasks.spawn(go.wait(), name="waiter")
        assert len(tasks) == 1
        assert task.get_name() == "waiter"
        go.set()
        assert await task
        await asyncio.sleep(0)
        assert len(tasks) == 0

    run(scene())


def test_a_task_that_fails_is_an_error_in_the_log(expect_log_error: Callable[[str, str], None]) -> None:
    expect_log_error("channel.runtime.tasks", "task breaker ended by an error")

    async def breaks() -> None:
        raise ZeroDivisionError

    async def scene() -> None:
        tasks = Tasks()
        await asyncio.wait({tasks.spawn(breaks(), name="breaker")})
        await tasks.close()

    run(scene())


def test_a_periodic_call_goes_on_after_an_error(expect_log_error: Callable[[str, str], None]) -> None:
    expect_log_error("channel.runtime.tasks", "a periodic call failed")

    async def scene() -> None:
        tasks, again, calls = Tasks(), asyncio.Event(), 0

        def call() -> None:
            nonlocal calls
            calls += 1
            if calls == 1:
                raise ZeroDivisionError
            again.set()

        tasks.spawn(every(0.001, call), name="clock")
        await again.wait()
        await tasks.close()

    run(scene())


def test_close_cancels_everything_even_what_is_started_meanwhile() -> None:
    async def scene() -> None:
        before = asyncio.all_tasks()
        tasks = Tasks()

        async def stubborn() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                tasks.spawn(asyncio.Event().wait(), name="late")

        tasks.spawn(stubborn(), name="stubborn")
        await asyncio.sleep(0)
        await tasks.close()
        assert len(tasks) == 0
        assert asyncio.all_tasks() == before

    run(scene())


def test_after_close_a_task_does_not_take_its_first_step() -> None:
    async def must_not_run() -> None:
        raise AssertionError

    async def scene() -> None:
        tasks = Tasks()
        await tasks.close()
        task = tasks.spawn(must_not_run(), name="too late")
        await asyncio.wait({task})
        assert task.cancelled()

    run(scene())


def test_a_task_may_close_its_own_group() -> None:
    async def scene() -> None:
        tasks = Tasks()
        await tasks.spawn(tasks.close(), name="closer")

    run(scene())
