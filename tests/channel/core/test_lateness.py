"""How late a thread runs: what a look saw, what would have been due meanwhile, within the window."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.core.lateness import PERIOD_S, WINDOW_S, Lateness, LatenessFigures

START_S = 1000.0
waits_s = st.lists(st.floats(0.0, 30.0) | st.floats(0.0, PERIOD_S), max_size=60)


def looked(*late_s: float) -> tuple[Lateness, float]:
    """Looks that come so much later than they are due, and the time of the last."""
    lateness, now_s = Lateness(), START_S
    lateness.looked(now_s)
    for one_s in late_s:
        now_s += PERIOD_S + one_s
        lateness.looked(now_s)
    return lateness, now_s


def test_nothing_is_known_before_the_second_look() -> None:
    lateness, now_s = looked()
    assert lateness.figures(now_s) == LatenessFigures()
    assert Lateness().figures(START_S) == LatenessFigures()


def test_a_look_in_time_is_not_late() -> None:
    lateness, now_s = looked(0.0, 0.0)
    figures = lateness.figures(now_s)
    assert figures.looks == 2
    assert figures.worst_ms == pytest.approx(0.0, abs=1e-6)


def test_a_look_tells_by_how_much_it_is_late() -> None:
    lateness, now_s = looked(0.0)
    assert lateness.looked(now_s + PERIOD_S + 0.03) == pytest.approx(30)


def test_half_of_the_looks_and_the_worst() -> None:
    lateness, now_s = looked(0.001, 0.002, 0.003, 0.004, 0.050)
    figures = lateness.figures(now_s)
    assert figures.p50_ms == pytest.approx(3)
    assert figures.worst_ms == pytest.approx(50)


def test_what_was_due_while_the_thread_stood_still_counts_with_its_own_wait() -> None:
    """Else one stall of a second among ninety good looks would leave p99 where it was."""
    lateness, now_s = looked(*[0.0] * 80, 1.05)
    figures = lateness.figures(now_s)
    assert figures.looks == 80 + 11
    assert figures.p99_ms > 900
    assert figures.p50_ms < 1


def test_a_thread_that_stands_still_is_seen_by_another_before_it_goes_on() -> None:
    lateness, now_s = looked(0.0)
    assert lateness.figures(now_s + PERIOD_S + 3.0).worst_ms == pytest.approx(3000)


def test_what_is_older_than_the_window_is_forgotten() -> None:
    lateness, now_s = looked(2.0)
    for _ in range(round(WINDOW_S / PERIOD_S) - 1):
        now_s += PERIOD_S
        lateness.looked(now_s)
    assert lateness.figures(now_s).worst_ms == pytest.approx(2000)
    now_s += 2 * PERIOD_S
    lateness.looked(now_s)
    assert lateness.figures(now_s).worst_ms == pytest.approx(1000 * PERIOD_S)


@given(waits_s)
def test_the_figures_are_in_order_and_of_looks_that_there_were(late_s: list[float]) -> None:
    lateness, now_s = looked(*late_s)
    figures = lateness.figures(now_s)
    assert 0 <= figures.p50_ms <= figures.p99_ms <= figures.worst_ms
    assert figures.worst_ms <= 1000 * max(late_s, default=0.0) + 1e-3
    assert (figures.looks > 0) == bool(late_s)


@given(waits_s)
def test_however_long_it_stands_still_no_more_is_kept_than_two_windows_of_looks(late_s: list[float]) -> None:
    lateness, now_s = looked(*late_s)
    assert lateness.figures(now_s).looks <= 2 * WINDOW_S / PERIOD_S + 2


@given(waits_s)
def test_the_worst_is_that_of_the_looks_within_the_window(late_s: list[float]) -> None:
    lateness, now_s = looked(*late_s)
    taken_s, within_s = now_s, [0.0]
    for one_s in reversed(late_s):
        if now_s - taken_s < WINDOW_S - 1e-6:
            within_s.append(one_s)
        taken_s -= PERIOD_S + one_s
    assert lateness.figures(now_s).worst_ms == pytest.approx(1000 * max(within_s), abs=1e-3)
