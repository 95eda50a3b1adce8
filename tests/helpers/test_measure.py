"""The instruments: they find what they are for, and do not find what is not there."""

from __future__ import annotations

import numpy as np

from tests.helpers.measure import SILENCE_DBFS, Samples, leak_dbfs, tone_dbfs

RATE_HZ = 48_000
LEVEL_DBFS = -82.0


def tone(hz: float, seconds: float, phase: float = 0.0) -> Samples:
    at = np.arange(int(RATE_HZ * seconds)) / RATE_HZ
    return np.asarray(10 ** (LEVEL_DBFS / 20) * np.sin(2 * np.pi * hz * at + phase))


def test_a_steady_tone_has_its_level() -> None:
    assert abs(tone_dbfs(tone(437, 10), RATE_HZ, 437) - LEVEL_DBFS) < 0.1
    assert abs(leak_dbfs(tone(437, 10), RATE_HZ, 437) - LEVEL_DBFS) < 0.1


def test_a_jump_of_the_phase_hides_a_leak_from_the_long_window_but_not_from_the_short_ones() -> None:
    jumping = np.concatenate([tone(437, 5), tone(437, 5, np.pi)])
    assert tone_dbfs(jumping, RATE_HZ, 437) < LEVEL_DBFS - 20
    assert abs(leak_dbfs(jumping, RATE_HZ, 437) - LEVEL_DBFS) < 1.0


def test_another_tone_and_silence_are_no_leak() -> None:
    assert leak_dbfs(tone(613, 10), RATE_HZ, 437) < LEVEL_DBFS - 60
    assert leak_dbfs(np.zeros(RATE_HZ), RATE_HZ, 437) == SILENCE_DBFS
    assert leak_dbfs(np.zeros(0), RATE_HZ, 437) == SILENCE_DBFS
