from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from channel.media.levels import level_dbfs
from channel.sound.gain import LEAST_DB, MOST_DB, TARGET_DBFS, TOLERANCE_DB, GentleGain

BLOCK = 960
SECOND = 50


def tone(dbfs: float) -> NDArray[np.int16]:
    """``dbfs``: its root mean square."""
    wave = np.sin(2 * np.pi * 250 * np.arange(BLOCK) / 48_000)
    loud = wave * np.sqrt(2) * 32768 * 10 ** (dbfs / 20)
    return np.asarray(np.rint(loud).clip(-32768, 32767).astype(np.int16))


@pytest.mark.parametrize("dbfs", [TARGET_DBFS - 2, TARGET_DBFS, TARGET_DBFS + 2])
def test_a_voice_that_is_right_passes_unchanged_bit_by_bit(dbfs: float) -> None:
    gain, block = GentleGain(), tone(dbfs)
    assert all(np.array_equal(gain.apply(block, voiced=True), block) for _ in range(10 * SECOND))


def test_a_soft_voice_is_raised_by_two_decibels_a_second_and_no_further_than_needed() -> None:
    gain = GentleGain()
    for _ in range(SECOND):
        gain.apply(tone(-30.0), voiced=True)
    assert gain.db == pytest.approx(2.0, abs=0.1)
    for _ in range(20 * SECOND):
        out = gain.apply(tone(-30.0), voiced=True)
    assert level_dbfs(out) == pytest.approx(TARGET_DBFS - TOLERANCE_DB, abs=0.2)


def test_a_loud_voice_is_lowered_sooner() -> None:
    gain = GentleGain()
    for _ in range(SECOND):
        out = gain.apply(tone(-14.0), voiced=True)
    assert level_dbfs(out) == pytest.approx(TARGET_DBFS + TOLERANCE_DB, abs=0.3)


def test_a_whisper_is_never_raised_by_more_than_the_bound() -> None:
    gain = GentleGain()
    for _ in range(30 * SECOND):
        gain.apply(tone(-44.0), voiced=True)
    assert gain.db == MOST_DB


def test_what_is_left_of_the_noise_is_not_raised_although_it_sounds_like_a_voice() -> None:
    gain = GentleGain()
    for _ in range(30 * SECOND):
        gain.apply(tone(-50.0), voiced=True)
    assert gain.db == 0.0


def test_what_is_not_a_voice_teaches_nothing() -> None:
    gain, noise = GentleGain(), tone(-45.0)
    assert all(np.array_equal(gain.apply(noise, voiced=False), noise) for _ in range(10 * SECOND))


def test_a_raised_voice_that_shouts_is_limited_and_does_not_wrap_around() -> None:
    gain = GentleGain()
    for _ in range(10 * SECOND):
        gain.apply(tone(-40.0), voiced=True)
    shout = tone(-4.0)
    out = gain.apply(shout, voiced=True)
    assert (np.sign(out) == np.sign(shout))[np.abs(shout) > 1000].all()


@given(st.lists(st.tuples(st.floats(-90.0, -3.0), st.booleans()), max_size=100))
def test_the_gain_stays_within_its_bounds(script: list[tuple[float, bool]]) -> None:
    gain = GentleGain()
    for dbfs, voiced in script:
        gain.apply(tone(dbfs), voiced=voiced)
        assert LEAST_DB <= gain.db <= MOST_DB
