from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from booth_client.runtime.looking import MOST_A_SECOND, SHARE_MOST, Looking
from hardware.devices import Frame

WAIT_S = 20.0


def frame(number: int) -> Frame:
    return Frame(np.zeros((1, 1, 3), np.uint8), float(number))


@pytest.fixture
def looking(no_leftovers: None) -> Iterator[Looking]:
    made = Looking()
    yield made
    made.close()


def test_only_the_newest_frame_is_looked_at(looking: Looking) -> None:
    seen: queue.Queue[float] = queue.Queue()
    goes_on = threading.Event()

    def look(one: Frame) -> None:
        seen.put(one.captured_s)
        goes_on.wait(WAIT_S)

    looking.begin(look)
    looking.see(frame(1))
    assert seen.get(timeout=WAIT_S) == 1.0
    looking.see(frame(2))
    looking.see(frame(3))
    goes_on.set()
    assert seen.get(timeout=WAIT_S) == 3.0


def test_a_frame_from_before_is_not_looked_at_for_something_else(looking: Looking) -> None:
    seen: queue.Queue[float] = queue.Queue()
    looking.begin(None)
    looking.see(frame(1))
    looking.begin(lambda one: seen.put(one.captured_s))
    looking.see(frame(2))
    assert seen.get(timeout=WAIT_S) == 2.0


def rate(looking: Looking, work: Callable[[], None]) -> tuple[float, float]:
    """Looks a second, and the share of a core that they took."""
    began: list[float] = []
    spent_s: list[float] = []
    enough = threading.Event()

    def look(one: Frame) -> None:
        before_s = time.thread_time()
        began.append(time.monotonic())
        work()
        spent_s.append(time.thread_time() - before_s)
        if len(began) == 6:
            enough.set()

    looking.begin(look)
    while not enough.wait(0.005):
        looking.see(frame(0))
    span_s = began[5] - began[0]
    return 5 / span_s, sum(spent_s[:5]) / span_s


def test_quick_looks_come_a_dozen_times_a_second_and_no_more(looking: Looking) -> None:
    a_second, _ = rate(looking, lambda: None)
    assert a_second <= MOST_A_SECOND


def test_dear_looks_take_no_more_than_their_share_of_a_core(looking: Looking) -> None:
    def work() -> None:
        until_s = time.thread_time() + 0.02
        while time.thread_time() < until_s:
            pass

    _, share = rate(looking, work)
    assert share <= SHARE_MOST * 1.05


def test_a_look_that_fails_ends_nothing(
    looking: Looking, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("booth_client.runtime.looking", "a frame could not be looked at")
    seen = threading.Event()

    def look(one: Frame) -> None:
        if one.captured_s == 1.0:
            raise ValueError("odd")
        seen.set()

    looking.begin(look)
    looking.see(frame(1))
    while not seen.wait(0.005):
        looking.see(frame(2)) if looking._newest is None else None
