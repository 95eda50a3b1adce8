from __future__ import annotations

import threading
from itertools import islice

import pytest

from hardware.pacing import MONOTONIC, ticks
from tests.hardware.virtual import VirtualClock


def test_ticks_fall_on_multiples_of_the_period_and_do_not_drift() -> None:
    clock = VirtualClock(until_s=10_000)
    seen = list(islice(ticks(clock, 0.04, threading.Event()), 100_000))
    assert [tick.number for tick in seen] == list(range(100_000))
    assert seen[-1].due_s == pytest.approx(100.0 + 99_999 * 0.04, abs=1e-6)


def test_a_late_receiver_loses_ticks_instead_of_getting_a_burst() -> None:
    clock = VirtualClock(until_s=10)
    numbers = []
    for tick in islice(ticks(clock, 0.04, threading.Event()), 4):
        numbers.append(tick.number)
        if tick.number == 1:
            clock.pass_s(0.2)
    assert numbers == [0, 1, 6, 7]


def test_lateness_within_the_allowance_is_caught_up() -> None:
    clock = VirtualClock(until_s=10)
    numbers = []
    for tick in islice(ticks(clock, 0.02, threading.Event(), catch_up=5), 6):
        numbers.append(tick.number)
        if tick.number == 1:
            clock.pass_s(0.07)
    assert numbers == [0, 1, 2, 3, 4, 5]


def test_ticks_end_when_stopping_is_set() -> None:
    stopping = threading.Event()
    stopping.set()
    assert list(ticks(MONOTONIC, 0.04, stopping)) == []


def test_the_machines_clock_does_not_wait_for_what_has_passed() -> None:
    now_s = MONOTONIC.now_s()
    MONOTONIC.wait_until(now_s - 1, threading.Event())
    assert MONOTONIC.now_s() >= now_s
