from __future__ import annotations

import numpy as np
import pytest

from hardware.arrival import ArrivalTimes


def test_uneven_arrivals_give_an_even_time_line() -> None:
    times, random = ArrivalTimes(48_000), np.random.default_rng(1)
    count, seen = 0, []
    for n in range(500):
        samples = int(random.integers(1, 4)) * 240
        count += samples
        times.arrived(samples, 50 + count / 48_000 + float(random.uniform(0, 0.015)))
        if n > 50:
            seen.append(times.time_of_oldest(samples) - (50 + (count - samples) / 48_000))
    assert min(seen) >= 0
    assert max(seen) < 0.003


def test_a_slow_crystal_is_followed() -> None:
    times = ArrivalTimes(48_000)
    slow = 48_000 * (1 - 100e-6)
    for n in range(1, 200_000):
        times.arrived(240, n * 240 / slow)
    assert times.time_of_oldest(0) == pytest.approx(199_999 * 240 / slow, abs=0.002)


def test_after_lost_sound_a_new_line_begins() -> None:
    times = ArrivalTimes(48_000)
    for n in range(1, 101):
        times.arrived(480, n * 0.01)
    times.arrived(480, 6.01)
    assert times.time_of_oldest(480) == pytest.approx(6.0)
