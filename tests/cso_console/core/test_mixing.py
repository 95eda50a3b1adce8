"""The officer's mix, measured by FFT: exactly the booths listened to, where they belong."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from channel.core.block import PULL_SAMPLES
from cso_console.core.mixing import Mixer, Place, weights
from cso_console.core.snapshot import SEATS

RATE_HZ = 48_000
PULLS = 100
"""One second, so that FFT bins are whole hertz."""
TONES_HZ = {1: 437, 2: 613, 3: 859, 4: 1103, 5: 1471, 6: 1973}
AMPLITUDE = 8_000.0


def tones(amplitude: float = AMPLITUDE) -> NDArray[np.float32]:
    """(SEATS, one second): a tone for each seat."""
    time_s = np.arange(PULLS * PULL_SAMPLES) / RATE_HZ
    return np.stack(
        [amplitude * np.sin(2 * np.pi * TONES_HZ[seat] * time_s) for seat in range(1, SEATS + 1)]
    ).astype(np.float32)


def pulls_of(sound: NDArray[np.float32]) -> list[NDArray[np.float32]]:
    return np.split(sound, sound.shape[1] // PULL_SAMPLES, axis=1)


def mixed(
    places: dict[int, Place], sound: NDArray[np.float32] | None = None, channels: int = 2
) -> NDArray[np.float32]:
    """(samples, channels) of one second; the first pull, in which the mix fades in, is played before it."""
    mixer, wanted = Mixer(channels), weights(places, channels)
    mixer.mix(np.zeros((SEATS, PULL_SAMPLES), np.float32), wanted)
    return np.concatenate(
        [mixer.mix(pulled, wanted) for pulled in pulls_of(tones() if sound is None else sound)]
    )


def level(sound: NDArray[np.float32], hz: int) -> float:
    """The amplitude of the tone at ``hz`` in one second of one channel."""
    return float(np.abs(np.fft.rfft(sound.astype(np.float64))[hz])) * 2 / len(sound)


def test_the_mix_holds_exactly_the_booths_listened_to() -> None:
    left = mixed({2: Place(), 5: Place()})[:, 0]
    for seat, hz in TONES_HZ.items():
        if seat in (2, 5):
            assert abs(level(left, hz) - AMPLITUDE) < 0.01 * AMPLITUDE
        else:
            assert level(left, hz) < 0.5, "less than one step of a sample"


def test_nobody_listened_to_is_digital_silence() -> None:
    assert not mixed({}).any()


def test_gain_scales_one_booth_alone() -> None:
    left = mixed({2: Place(gain=0.5), 5: Place()})[:, 0]
    assert abs(level(left, TONES_HZ[2]) - AMPLITUDE / 2) < 0.01 * AMPLITUDE
    assert abs(level(left, TONES_HZ[5]) - AMPLITUDE) < 0.01 * AMPLITUDE


def test_speaker_mode_is_the_same_on_both_sides() -> None:
    both = mixed({1: Place(), 6: Place()})
    assert (both[:, 0] == both[:, 1]).all()


def test_headset_mode_places_the_seats_from_left_to_right_with_constant_power() -> None:
    sides = []
    for seat, pan in ((1, -1.0), (3, -0.2), (4, 0.2), (6, 1.0)):
        sound = mixed({seat: Place(pan=pan)})
        left, right = (level(sound[:, side], TONES_HZ[seat]) for side in (0, 1))
        assert abs(np.hypot(left, right) - AMPLITUDE) < 0.01 * AMPLITUDE
        sides.append(right - left)
    assert sides == sorted(sides)
    assert sides[0] < -0.8 * AMPLITUDE
    assert sides[-1] > 0.8 * AMPLITUDE


def test_a_mono_speaker_gets_the_whole_voice_whatever_its_place() -> None:
    sound = mixed({1: Place(pan=-1.0)}, channels=1)
    assert sound.shape == (PULLS * PULL_SAMPLES, 1)
    assert abs(level(sound[:, 0], TONES_HZ[1]) - AMPLITUDE) < 0.01 * AMPLITUDE


def test_a_shut_booth_is_gone_after_one_pull() -> None:
    mixer, on, off = Mixer(2), weights({3: Place()}, 2), weights({}, 2)
    first, second, third, fourth, *_ = pulls_of(tones())
    mixer.mix(first, on)
    mixer.mix(second, on)
    fading = mixer.mix(third, off)
    assert fading.any()
    assert np.abs(fading[-50:]).max() < AMPLITUDE / 10
    assert not mixer.mix(fourth, off).any()
