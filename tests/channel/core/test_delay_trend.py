"""What is a queue, and what is jitter."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.delay_trend import DelayTrend, SlidingLeast, slope


def fed(delay_ms: Callable[[float], float], seconds: float, trend: DelayTrend | None = None) -> DelayTrend:
    """A packet each 10 ms with the delay that belongs to its time."""
    trend = DelayTrend() if trend is None else trend
    for number in range(round(seconds * 100)):
        now_s = number / 100
        trend.came(now_s, 5000.0 + now_s + delay_ms(now_s) / 1000)
    return trend


def test_a_growing_queue_is_seen_within_half_a_second() -> None:
    assert not fed(lambda now_s: 20.0, 3.0).rising
    assert fed(lambda now_s: 20.0 + max(0.0, now_s - 3.0) * 150, 3.5).rising


def test_a_draining_queue_falls() -> None:
    assert fed(lambda now_s: 220.0 - 60 * now_s, 2.0).falling


def test_a_standing_queue_is_measured_above_the_least() -> None:
    trend = fed(lambda now_s: 20.0 if now_s < 1 else 100.0, 4.0)
    assert trend.queue_ms == pytest.approx(80.0)
    assert trend.has_queue


def test_a_queue_that_stands_for_ten_seconds_is_taken_for_the_way() -> None:
    assert fed(lambda now_s: 20.0 if now_s < 1 else 100.0, 12.0).queue_ms == pytest.approx(0.0)


@pytest.mark.parametrize("seed", range(6))
def test_jitter_is_no_queue(seed: int) -> None:
    chance, newest_ms, found = random.Random(seed), 0.0, 0

    def nervous(now_s: float) -> float:
        nonlocal newest_ms
        newest_ms = max(newest_ms, now_s * 1000 + chance.uniform(0.0, 40.0))  # order is kept
        return newest_ms - now_s * 1000

    trend = DelayTrend()
    for number in range(2000):
        now_s = number / 100
        trend.came(now_s, now_s + nervous(now_s) / 1000)
        found += trend.rising and number > 200
    assert found < 20


def test_clocks_that_drift_apart_are_no_queue() -> None:
    trend = fed(lambda now_s: 20.0 + 0.3 * now_s, 60.0)
    assert not trend.rising
    assert not trend.has_queue


@given(st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=80), st.integers(1, 20))
def test_the_sliding_least_is_the_least_of_its_window(values: list[float], window: int) -> None:
    least = SlidingLeast(float(window))
    for index, value in enumerate(values):
        assert least.put(float(index), value) == min(values[max(0, index - window) : index + 1])


def test_the_slope_of_points_that_stand_above_each_other_is_none() -> None:
    assert slope([(1.0, 2.0), (1.0, 9.0)]) == 0.0
    assert slope([(0.0, 1.0), (2.0, 5.0)]) == 2.0
