from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from hardware.click import click_shape, find_clicks
from hardware.simulated.sound import Clicks, Mixed, Part, Tone

RATE_HZ = 48_000
ENCODER_DELAY = 312
"""libopus' look-ahead at 48 kHz: 6.5 ms."""
Samples = NDArray[np.float64]


def played(parts: list[Part], blocks: int, origin_s: float) -> Samples:
    sound = Mixed(parts)
    return np.concatenate([sound.block(n * 960, origin_s) for n in range(blocks)]) / 32767.0


def expected(booth: int, origin_s: float, samples: int) -> list[int]:
    onsets = [round((second + booth / 10 - origin_s) * RATE_HZ) for second in range(400)]
    return whole(onsets, samples)


def whole(places: list[int], samples: int) -> list[int]:
    """Without those that touch either end."""
    return [place for place in places if 480 <= place < samples - 960]


@given(st.integers(0, 6), st.floats(100, 101))
def test_each_booth_clicks_on_its_own_tenth_of_the_second(booth: int, origin_s: float) -> None:
    samples = played([Clicks(booth)], 120, origin_s)
    found = whole(find_clicks(samples, RATE_HZ, booth), len(samples))
    assert found == pytest.approx(expected(booth, origin_s, 120 * 960), abs=1)


@given(st.integers(0, 6), st.integers(0, 6))
def test_a_booth_s_clicks_are_not_taken_for_another_s(booth: int, other: int) -> None:
    found = find_clicks(played([Clicks(booth)], 60, 100.05), RATE_HZ, other)
    assert bool(found) == (booth == other)


def test_all_booths_are_found_in_one_mix_over_their_tones() -> None:
    tones = (437, 613, 859, 1103, 1471, 1973)
    parts: list[Part] = [Clicks(booth) for booth in range(7)]
    mix = played(parts, 200, 100.03) * 0.5
    index = np.arange(len(mix))
    mix += sum(0.1 * np.sin(2 * np.pi * hz * index / RATE_HZ) for hz in tones)
    for booth in range(7):
        assert find_clicks(mix, RATE_HZ, booth) == pytest.approx(expected(booth, 100.03, len(mix)), abs=1)


def test_tones_noise_speechlike_bursts_and_silence_are_no_clicks() -> None:
    random = np.random.default_rng(3)
    tone = played([Tone(1973, -12)], 100, 100.0)
    tone[: int(0.3 * RATE_HZ)] = tone[int(1.1 * RATE_HZ) :] = 0  # it begins and ends like a burst
    noise = random.normal(0, 0.1, RATE_HZ)
    hiss = random.normal(0, 0.2, RATE_HZ) * (np.arange(RATE_HZ) % 9600 < 2400)
    for booth in range(7):
        for sound in (tone, noise, hiss, np.zeros(RATE_HZ), np.zeros(10)):
            assert find_clicks(sound, RATE_HZ, booth) == []


def test_a_click_twenty_decibels_down_is_found() -> None:
    signal = np.zeros(RATE_HZ)
    signal[20_000:20_480] = click_shape(2, RATE_HZ) * 0.1
    assert find_clicks(signal, RATE_HZ, 2) == [20_000]


@pytest.mark.parametrize("application", ["audio", "voip"])
@pytest.mark.parametrize("booth", range(7))
def test_clicks_are_found_within_two_samples_after_opus(booth: int, application: str) -> None:
    tone = Tone((300, 437, 613, 859, 1103, 1471, 1973)[booth], -12)
    origin_s = 100.0371
    sent = played([Clicks(booth), tone], 200, origin_s)
    received, delay = through_opus(sent, application)
    found = find_clicks(received, RATE_HZ, booth)
    wanted = [index + delay for index in expected(booth, origin_s, len(sent))]
    assert [index for index in found if index > RATE_HZ // 2] == pytest.approx(
        [index for index in wanted if RATE_HZ // 2 < index < len(received) - 480], abs=2
    )


def through_opus(samples: Samples, application: str, bit_rate: int = 48_000) -> tuple[Samples, int]:
    """What comes out, and by how many samples it is late (the encoder's own look-ahead)."""
    encoder = av.AudioCodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = RATE_HZ, "mono", "s16"
    encoder.bit_rate, encoder.time_base = bit_rate, Fraction(1, RATE_HZ)
    encoder.options = {"application": application, "frame_duration": "20"}
    decoder = av.AudioCodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = RATE_HZ, "mono"
    pcm = np.rint(samples * 32767).astype(np.int16)
    received = []
    for first in range(0, len(pcm), 960):
        frame = av.AudioFrame.from_ndarray(pcm[None, first : first + 960], format="s16", layout="mono")
        frame.sample_rate, frame.pts = RATE_HZ, first
        for packet in encoder.encode(frame):
            # Without the stamp, the decoder does not cut the look-ahead off.
            bare = av.Packet(bytes(packet))
            received += [seen.to_ndarray().reshape(-1) for seen in decoder.decode(bare)]
    whole = np.concatenate(received)
    scale = 32767.0 if whole.dtype == np.int16 else 1.0
    return np.asarray(whole, dtype=np.float64) / scale, ENCODER_DELAY
