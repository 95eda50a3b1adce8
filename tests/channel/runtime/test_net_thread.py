from __future__ import annotations

import asyncio
import functools
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError

import pytest

from channel.runtime.net_thread import NetThread


def test_work_runs_on_the_named_thread_in_the_order_of_posting() -> None:
    net = NetThread("net of the test")
    net.start()
    ran: list[tuple[int, str]] = []

    def note(number: int) -> None:
        ran.append((number, threading.current_thread().name))

    for number in range(100):
        net.post(functools.partial(note, number))
    net.stop()
    assert ran == [(number, "net of the test") for number in range(100)]


def test_a_coroutine_gives_its_result_to_the_thread_that_asked() -> None:
    async def double(number: int) -> int:
        await asyncio.sleep(0)
        return 2 * number

    net = NetThread()
    net.start()
    assert net.run(double(21)).result(10) == 42
    net.stop()


def test_stop_cancels_what_runs_and_ends_the_thread() -> None:
    net = NetThread("net that is stopped")
    net.start()
    ended = threading.Event()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    waiting = net.run(forever())
    net.post(lambda: None)
    net.stop()
    assert ended.is_set()
    assert waiting.cancelled()
    assert "net that is stopped" not in [thread.name for thread in threading.enumerate()]


def test_after_stop_work_is_dropped_and_coroutines_come_back_cancelled() -> None:
    async def nothing() -> None:
        raise AssertionError("must not run")

    net = NetThread()
    net.start()
    net.stop()
    net.stop()
    net.post(lambda: pytest.fail("must not run"))
    with pytest.raises(CancelledError):
        net.run(nothing()).result(10)


def test_before_start_there_is_no_loop() -> None:
    with pytest.raises(RuntimeError):
        _ = NetThread().loop


def test_a_thread_that_does_not_end_is_told_of(expect_log_error: Callable[[str, str], None]) -> None:
    expect_log_error("channel.runtime.net_thread", "did not end")
    net = NetThread()
    net.start()
    stuck, busy = threading.Event(), threading.Event()

    def block() -> None:
        busy.set()
        stuck.wait(30)

    net.post(block)
    busy.wait(10)
    net.stop(timeout_s=0.05)
    stuck.set()
    net._thread.join(10)
