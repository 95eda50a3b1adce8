"""A thread that stands still says so, once for many times, and any other thread can ask how late it runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from channel.core.lateness import PERIOD_S
from channel.runtime.net_thread import NetThread
from channel.runtime.stall_watch import FIGURES_EVERY_S, QUIET_S, STALL_MS, LoopWatch, StallWatch

LOGGER = "channel.runtime.stall_watch"
BEYOND_S = STALL_MS / 1000 + 0.23


class Thread:
    """One that is watched, in time that only passes when it is told to."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.watch = StallWatch("test", lambda: self.now_s)
        self.watch.look()

    def look(self, late_s: float = 0.0) -> None:
        self.now_s += PERIOD_S + late_s
        self.watch.look()

    def run(self, passed_s: float) -> None:
        for _ in range(round(passed_s / PERIOD_S)):
            self.look()


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]


def test_a_stall_is_told_with_its_length(caplog: pytest.LogCaptureFixture) -> None:
    thread = Thread()
    thread.run(3)
    thread.look(late_s=BEYOND_S)
    assert warnings(caplog) == ["the test thread stood still for 730 ms (stall 1 since the start)"]


def test_being_a_little_late_is_not_worth_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    thread = Thread()
    thread.look(late_s=STALL_MS / 1000 - 0.01)
    assert warnings(caplog) == []


def test_what_came_before_the_first_look_is_no_stall(caplog: pytest.LogCaptureFixture) -> None:
    watch = StallWatch("test", lambda: 1e6)
    watch.look()
    assert warnings(caplog) == []


def test_stalls_that_follow_each_other_are_counted_and_not_told_one_by_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    thread = Thread()
    for _ in range(4):
        thread.look(late_s=BEYOND_S)
    assert len(warnings(caplog)) == 1
    thread.run(QUIET_S)
    thread.look(late_s=BEYOND_S)
    assert warnings(caplog)[1:] == ["the test thread stood still for 730 ms (stall 5 since the start)"]


def test_a_stall_longer_than_the_quiet_time_is_always_told(caplog: pytest.LogCaptureFixture) -> None:
    thread = Thread()
    thread.look(late_s=BEYOND_S)
    thread.look(late_s=QUIET_S)
    assert len(warnings(caplog)) == 2


def test_the_debug_log_has_a_line_every_ten_seconds(caplog: pytest.LogCaptureFixture) -> None:
    thread = Thread()
    with caplog.at_level(logging.DEBUG, LOGGER):
        thread.run(FIGURES_EVERY_S - 2)
        assert caplog.messages == []
        thread.look(late_s=0.35)
        thread.run(2)
    (line,) = caplog.messages
    assert line == "test thread: late p50 0.0, p99 250.0, worst 350.0 ms (100 looks in 10 s)"


def test_above_debug_it_says_nothing_while_all_is_well(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, LOGGER):
        Thread().run(3 * FIGURES_EVERY_S)
    assert caplog.messages == []


@pytest.fixture
def net() -> Iterator[NetThread]:
    thread = NetThread("watched")
    thread.start()
    yield thread
    thread.stop()


def until(condition: Callable[[], bool]) -> None:
    """The test's own time limit ends it when that never happens."""
    while not condition():
        threading.Event().wait(0.01)


def test_a_loop_that_is_held_up_is_reported(net: NetThread, caplog: pytest.LogCaptureFixture) -> None:
    watch = LoopWatch("net")
    net.post(watch.start)
    net.post(lambda: threading.Event().wait(PERIOD_S + BEYOND_S))
    until(lambda: bool(warnings(caplog)))
    assert warnings(caplog)[0].startswith("the net thread stood still for ")
    assert watch.figures().worst_ms > STALL_MS


def test_a_net_thread_that_hangs_is_seen_from_outside_while_it_hangs(net: NetThread) -> None:
    watch, go_on = LoopWatch("net"), threading.Event()
    net.post(watch.start)
    net.post(go_on.wait)
    until(lambda: watch.figures().worst_ms > 300)
    go_on.set()


def test_after_stop_it_looks_no_more(net: NetThread) -> None:
    watch = LoopWatch("net")
    net.post(watch.start)
    net.post(watch.stop)
    until(lambda: watch.figures().worst_ms > 3000 * PERIOD_S)


def test_figures_can_be_read_while_the_thread_looks() -> None:
    watched, ended = Thread(), threading.Event()

    def work() -> None:
        for number in range(20_000):
            watched.look(late_s=number % 7 / 1000)
        ended.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not ended.is_set():
        figures = watched.watch.figures()
        assert figures.p50_ms <= figures.p99_ms <= figures.worst_ms
    thread.join()
