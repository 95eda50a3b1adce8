"""A stop of the machine is told, here one of the process that watches, and what it touched is left out."""

from __future__ import annotations

import signal
import time

import psutil
import pytest

from tests.benchmarks.stalls import AFTER_S, BEFORE_S, StallWatch, stalled_share, untouched

pytestmark = pytest.mark.live

STOPPED_S = 0.3


def test_a_stop_is_told() -> None:
    before = {one.pid for one in psutil.Process().children()}
    with StallWatch() as watch:
        (watching,) = (one for one in psutil.Process().children() if _watches(one) and one.pid not in before)
        from_s = time.monotonic()
        watching.send_signal(signal.SIGSTOP)
        time.sleep(STOPPED_S)
        watching.send_signal(signal.SIGCONT)
        to_s = time.monotonic()
        time.sleep(0.1)
        touching = [stall for stall in watch.stalls() if stall[0] < to_s and stall[1] > from_s]
    assert max(until_s - since_s for since_s, until_s in touching) >= STOPPED_S * 0.9


def _watches(process: psutil.Process) -> bool:
    return "spawn_main" in " ".join(process.cmdline())


def test_what_a_stall_touched_is_left_out() -> None:
    assert untouched([], 10.0, 20.0) == [(10.0, 20.0)]
    assert untouched([(1.0, 1.1), (30.0, 30.1)], 10.0, 20.0) == [(10.0, 20.0)]
    (first, second) = untouched([(14.0, 14.1)], 10.0, 20.0)
    assert first == pytest.approx((10.0, 14.0 - BEFORE_S))
    assert second == pytest.approx((14.1 + AFTER_S, 20.0))
    assert stalled_share([(14.0, 14.1)], 10.0, 20.0) == pytest.approx(
        (BEFORE_S + 0.1 + AFTER_S) / 10, abs=0.01
    )


def test_stalls_close_to_each_other_leave_no_crumbs() -> None:
    assert untouched([(14.0, 14.1), (15.5, 15.6)], 10.0, 20.0) == [
        pytest.approx((10.0, 14.0 - BEFORE_S)),
        pytest.approx((15.6 + AFTER_S, 20.0)),
    ]
    assert untouched([(9.9, 10.1), (19.9, 20.1)], 10.0, 20.0) == [
        pytest.approx((10.1 + AFTER_S, 19.9 - BEFORE_S))
    ]


def test_where_nothing_would_be_left_all_is_judged_and_that_is_told() -> None:
    always = [(number / 2, number / 2 + 0.1) for number in range(100)]
    assert untouched(always, 10.0, 20.0) == [(10.0, 20.0)]
    assert stalled_share(always, 10.0, 20.0) == 1.0
    assert stalled_share([], 10.0, 20.0) == 0.0
