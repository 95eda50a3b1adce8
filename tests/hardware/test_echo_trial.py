"""The sweep in calculated rooms; over a sound server: ``test_qt_sound``."""

from __future__ import annotations

import numpy as np
import pytest

from hardware.devices import SAMPLE_RATE_HZ, Block
from hardware.echo_trial import Echo, find, sweep, try_echo
from hardware.sound_level import loudness_dbfs
from tests.helpers.simulated_room import SimulatedRoom

PLAYED_S = 100.5
FIRST_S = 100.0


def microphone(room: SimulatedRoom | None, noise_rms: float = 20.0) -> Block:
    """Two seconds since ``FIRST_S``."""
    played = np.zeros(2 * SAMPLE_RATE_HZ)
    begin = round((PLAYED_S - FIRST_S) * SAMPLE_RATE_HZ)
    played[begin : begin + len(sweep())] = sweep()
    heard = np.random.default_rng(1).normal(0, noise_rms, len(played))
    if room is not None:
        heard += room.echo(played)
    return np.rint(heard).astype(np.int16)


@pytest.mark.parametrize(("delay_ms", "gain_db"), [(20.0, -3.0), (60.0, -9.0), (180.0, -25.0), (600.0, 3.0)])
def test_an_echo_is_found_with_its_delay_and_its_level(delay_ms: float, gain_db: float) -> None:
    echo = find(microphone(SimulatedRoom(delay_ms, gain_db)), FIRST_S, PLAYED_S)
    assert echo is not None
    assert echo.delay_ms == pytest.approx(delay_ms, abs=1.0)
    assert echo.gain_db == pytest.approx(gain_db, abs=1.5)


@pytest.mark.parametrize("noise_rms", [0.0, 20.0, 3000.0])
def test_without_an_echo_nothing_is_found(noise_rms: float) -> None:
    assert find(microphone(None, noise_rms), FIRST_S, PLAYED_S) is None


def test_a_steady_tone_is_no_echo() -> None:
    time_s = np.arange(2 * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
    tone = (8000 * np.sin(2 * np.pi * 440 * time_s)).astype(np.int16)
    assert find(tone, FIRST_S, PLAYED_S) is None


def test_a_microphone_that_gave_too_little_is_no_echo() -> None:
    assert find(np.zeros(100, np.int16), FIRST_S, PLAYED_S) is None


def test_the_sweep_is_soft_and_does_not_click() -> None:
    sound = sweep()
    assert loudness_dbfs(sound) == pytest.approx(-23.0, abs=0.6)
    assert abs(int(sound[0])) <= 1
    assert abs(int(sound[-1])) <= 100


@pytest.mark.parametrize(
    ("echo", "says"),
    [
        (Echo(-20.0, 80.0), "20 dB softer than it plays, after 80 ms: echo cancellation copes with that."),
        (Echo(4.0, 80.0), "4 dB louder than it plays, after 80 ms: that is loud."),
        (Echo(-20.0, 700.0), "later than echo cancellation can follow (500 ms)"),
    ],
)
def test_each_case_is_told_in_words(echo: Echo, says: str) -> None:
    assert says in echo.sentence()


def test_a_device_that_is_missing_is_told() -> None:
    trial = try_echo("simulated:discard", "simulated:silence,fault=missing@0-")
    assert not trial.works
    assert "missing" in trial.text
