"""Shorter and longer by jumps that are not heard."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from channel.media.time_stretch import (
    FIT_SAMPLES,
    LIKENESS_SAMPLES,
    PERIOD_LEAST_SAMPLES,
    lengthened,
    shortened,
)

RATE_HZ = 48_000


def vowel(samples: int, hz: float = 150.0, first: int = 0) -> NDArray[np.int16]:
    at = (np.arange(samples) + first) / RATE_HZ
    wave = sum(np.sin(2 * np.pi * hz * partial * at) / partial for partial in range(1, 12))
    return np.asarray(4000 * wave, np.int16)


def roughest(*parts: NDArray[np.int16]) -> float:
    return float(np.abs(np.diff(np.concatenate(parts).astype(float), 2)).max())


@pytest.mark.parametrize("hz", [80.0, 150.0, 237.0, 380.0])
def test_a_vowel_is_made_shorter_by_whole_periods_without_a_click(hz: float) -> None:
    past, sound = vowel(1920, hz), vowel(3000, hz, first=1920)
    short = shortened(sound, 1000)
    cut = len(sound) - len(short)
    periods = cut * hz / RATE_HZ
    assert 0 < cut <= 1000
    assert abs(periods - round(periods)) < 0.05
    assert roughest(past, short) <= 1.1 * roughest(past, sound)


@pytest.mark.parametrize("hz", [80.0, 150.0, 237.0, 380.0])
def test_a_vowel_is_made_longer_by_whole_periods_without_a_click(hz: float) -> None:
    past, sound = vowel(1920, hz), vowel(3000, hz, first=1920)
    long = lengthened(past, sound, 900)
    added = len(long) - len(sound)
    periods = added * hz / RATE_HZ
    assert 0 < added <= 900 + FIT_SAMPLES
    assert abs(periods - round(periods)) < 0.05
    assert roughest(past, long) <= 1.1 * roughest(past, sound)


def test_a_cut_at_any_place_would_click() -> None:
    """The control of the tests above."""
    past, sound = vowel(1920), vowel(3000, first=1920)
    assert roughest(past, sound[500:]) > 1.5 * roughest(past, sound)


def test_digital_silence_is_cut_and_prolonged_exactly() -> None:
    silence = np.zeros(3000, np.int16)
    assert len(shortened(silence, 1001)) == 1999
    assert len(lengthened(silence[:1920], silence, 777)) == 3777
    assert not lengthened(silence[:1920], silence, 777).any()


def test_what_is_shorter_than_a_period_stays() -> None:
    sound = vowel(2000)
    assert shortened(sound, PERIOD_LEAST_SAMPLES - 1) is sound


noises = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).normal(0, 3000, 5000).clip(-32768, 32767).astype(np.int16)
)


@given(noises, st.integers(0, 3000), st.integers(1, 960))
def test_no_sound_is_changed_by_more_than_was_asked(sound: NDArray[np.int16], most: int, least: int) -> None:
    short = shortened(sound[1920:], min(most, len(sound) - 1920 - LIKENESS_SAMPLES))
    assert len(sound) - 1920 - most <= len(short) <= len(sound) - 1920
    assert (short[-200:] == sound[-200:]).all()
    longer = lengthened(sound[:1920], sound[1920:], least)
    added = len(longer) - (len(sound) - 1920)
    assert PERIOD_LEAST_SAMPLES <= added <= max(least, PERIOD_LEAST_SAMPLES) + FIT_SAMPLES
    assert (longer[-200:] == sound[-200:]).all()
    for made, before in ((short, sound[1920:]), (longer, sound)):
        assert made.dtype == np.int16
        assert abs(int(made.max())) <= max(abs(int(before.max())), abs(int(before.min()))) + 1
