"""libwebrtc's processing by its effect: what it takes out, what it leaves, and how late."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.sound.processing import DELAY_S, Processing
from tests.helpers.checkout import ROOT
from tests.helpers.simulated_room import SimulatedRoom
from tests.helpers.speech import needs_speech, talk

RATE_HZ = 48_000
BLOCK = 960
PULL = 480
Wave = NDArray[np.float64]


def power_db(sound: Wave) -> float:
    return 10 * float(np.log10(np.mean(sound**2) + 1e-9))


def through(processing: Processing, near: Wave, far: Wave | None = None) -> Wave:
    out = []
    heard = near.clip(-32768, 32767).astype(np.int16)
    played = None if far is None else far.astype(np.int16)
    for first in range(0, len(near) - BLOCK + 1, BLOCK):
        if played is not None:
            for pull in range(first, first + BLOCK, PULL):
                processing.far(played[pull : pull + PULL])
        out.append(processing.near(heard[first : first + BLOCK]))
    return np.concatenate(out).astype(np.float64)


def everything() -> Processing:
    return Processing(echo_cancellation=True, noise_suppression=True, high_pass=True)


def rumble_share(*, high_pass: bool) -> float:
    time_s = np.arange(3 * RATE_HZ) / RATE_HZ
    rumble = 3000 * np.sin(2 * np.pi * 30 * time_s)
    out = through(Processing(echo_cancellation=False, noise_suppression=False, high_pass=high_pass), rumble)
    return power_db(out[RATE_HZ:]) - power_db(rumble[RATE_HZ:])


def test_rumble_is_taken_out_and_stays_without_the_high_pass() -> None:
    assert rumble_share(high_pass=True) < -20
    assert abs(rumble_share(high_pass=False)) < 0.5


def hiss_left_db(*, noise_suppression: bool) -> float:
    hiss = np.random.default_rng(1).normal(0, 300, 6 * RATE_HZ)
    out = through(
        Processing(echo_cancellation=False, noise_suppression=noise_suppression, high_pass=True), hiss
    )
    return power_db(out[4 * RATE_HZ :]) - power_db(hiss[4 * RATE_HZ :])


def test_steady_noise_is_lowered_and_stays_without_the_suppression() -> None:
    assert hiss_left_db(noise_suppression=True) < -10
    assert hiss_left_db(noise_suppression=False) > -4


@needs_speech
@pytest.mark.parametrize("delay_ms", [60.0, 180.0])
def test_an_echo_is_gone_after_five_seconds_and_stays_without_the_cancellation(delay_ms: float) -> None:
    far = talk(10.0)
    echo = SimulatedRoom(delay_ms, drift_ppm=100.0).echo(far)
    after = slice(5 * RATE_HZ, None)
    assert power_db(echo[after]) - power_db(through(everything(), echo, far)[after]) > 30
    off = Processing(echo_cancellation=False, noise_suppression=True, high_pass=True)
    assert power_db(echo[after]) - power_db(through(off, echo, far)[after]) < 6


@needs_speech
@pytest.mark.parametrize("plays", [False, True])
def test_sound_comes_out_no_later_than_is_said(plays: bool) -> None:
    """Later would let sound from before the opening of a gate pass for sound from after it."""
    near = talk(6.0)
    far = np.random.default_rng(2).normal(0, 300, len(near)) if plays else None
    out = through(everything(), near, far)
    part = slice(4 * RATE_HZ, 5 * RATE_HZ)
    fits = [float(np.dot(near[part], out[part.start + late : part.stop + late])) for late in range(2000)]
    late_s = int(np.argmax(fits)) / RATE_HZ
    assert 0.008 < late_s <= DELAY_S


def test_the_library_is_loaded_with_the_first_object_and_not_with_the_module() -> None:
    program = "import sys, channel.sound.room; print('livekit' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )
    assert ran.stdout == "False\n"
