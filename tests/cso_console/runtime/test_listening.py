"""From playout buffers to the loudspeaker, without devices: one ``pull`` is 10 ms."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.core.block import PULL_SAMPLES
from channel.sound.limiter import CEILING
from cso_console.core.commands import Sound
from cso_console.core.mixing import Place
from cso_console.core.snapshot import SEATS
from cso_console.runtime.listening import Listening
from cso_console.runtime.sounds import sound_pulls
from tests.helpers.noises import fan, knocks
from tests.helpers.speech import needs_speech, talk


class Constant:
    """A booth whose every sample has the same value."""

    def __init__(self, value: int) -> None:
        self.value = value
        self.pulled = 0

    def pull(self) -> NDArray[np.int16]:
        self.pulled += 1
        return np.full(PULL_SAMPLES, self.value, np.int16)


class Played:
    """A booth in which this is to be heard, and then nothing."""

    def __init__(self, sound: NDArray[np.int16]) -> None:
        self._pulls = iter(sound[: len(sound) // PULL_SAMPLES * PULL_SAMPLES].reshape(-1, PULL_SAMPLES))

    def pull(self) -> NDArray[np.int16]:
        return next(self._pulls, np.zeros(PULL_SAMPLES, np.int16))


def marked_share(sound: NDArray[np.int16], *, tells_voice: bool = True) -> float:
    """For how much of it the booth's mark shows that somebody speaks."""
    listening = Listening(tells_voice)
    listening.seat(1, Played(sound))
    listening.place({1: Place()})
    levels = []
    for _ in range(len(sound) // PULL_SAMPLES):
        listening.pull()
        levels.append(listening.meters[1].level)
    return sum(level > 0 for level in levels) / len(levels)


@needs_speech
def test_the_mark_of_a_booth_that_is_listened_to_follows_speech() -> None:
    assert marked_share(talk(8.0).astype(np.int16)) > 0.6


@pytest.mark.parametrize(("noise", "by_loudness"), [(fan(8.0, rms=600.0), 0.3), (knocks(8.0), 0.01)])
def test_it_follows_neither_fans_nor_knocks_and_would_if_loudness_decided_alone(
    noise: NDArray[np.float64], by_loudness: float
) -> None:
    sound = noise.astype(np.int16)
    assert marked_share(sound) < min(0.1, by_loudness)
    assert marked_share(sound, tells_voice=False) > by_loudness


@pytest.fixture
def listening() -> Listening:
    made = Listening()
    made.restart(2)
    return made


def test_only_placed_seats_are_heard_and_all_are_pulled_in_step(listening: Listening) -> None:
    first, second = Constant(1000), Constant(5000)
    listening.seat(1, first)
    listening.seat(2, second)
    assert not listening.pull().any()
    listening.place({2: Place()})
    listening.pull()
    assert (listening.pull() == 5000).all()
    assert first.pulled == second.pulled == 3


def test_a_seat_that_is_left_falls_silent(listening: Listening) -> None:
    listening.seat(1, Constant(1000))
    listening.place({1: Place()})
    listening.pull()
    listening.seat(1, None)
    assert not listening.pull().any()


def test_of_a_seat_that_is_left_nothing_is_played_again_beside_others(listening: Listening) -> None:
    listening.seat(1, Constant(1000))
    listening.seat(2, Constant(300))
    listening.place({1: Place(), 2: Place()})
    listening.pull()
    listening.seat(1, None)
    assert (listening.pull() == 300).all(), "though it still has its place"
    listening.seat(1, Constant(1000))
    listening.pull()
    listening.place({2: Place()})
    assert (listening.pull() == 300).all()


@pytest.mark.parametrize("channels", [1, 2])
def test_with_nobody_seated_the_loudspeaker_is_given_silence_of_its_own_width(channels: int) -> None:
    listening = Listening()
    listening.restart(channels)
    pulled = listening.pull()
    assert pulled.shape == (PULL_SAMPLES, channels)
    assert pulled.dtype == np.int16
    assert not pulled.any()
    listening.play(Sound.TEST)
    assert listening.pull().any()


def test_the_meter_follows_the_sound_of_a_heard_booth_and_the_steps_of_another() -> None:
    listening = Listening(tells_voice=False)
    listening.seat(1, Constant(1000))
    listening.seat(2, Constant(1000))
    listening.place({1: Place()})
    listening.show_speaking(1, 5)
    listening.show_speaking(2, 3)
    for _ in range(2):  # a block
        listening.pull()
    assert 0.4 < listening.meters[1].level < 0.6
    assert listening.meters[2].level == 0.6
    listening.place({})
    listening.pull()
    assert listening.meters[1].level == 0.0


def test_another_loudspeaker_may_have_another_number_of_channels(listening: Listening) -> None:
    listening.seat(1, Constant(1000))
    listening.place({1: Place()})
    listening.pull()
    listening.restart(1)
    listening.pull()
    assert (listening.pull() == np.full((PULL_SAMPLES, 1), 1000)).all()


@pytest.mark.parametrize("sound", list(Sound))
def test_the_consoles_own_sounds_are_heard_once_and_never_wrap(listening: Listening, sound: Sound) -> None:
    listening.seat(1, Constant(32_000))
    listening.place({1: Place()})
    listening.pull()
    listening.play(sound)
    pulls = len(sound_pulls(sound))
    played = np.concatenate([listening.pull() for _ in range(pulls)])
    assert played.min() >= 0
    assert played.max() <= CEILING
    assert (played != 32_000).any()
    for _ in range(100):  # the limiter lets go
        last = listening.pull()
    assert (last == 32_000).all()


def test_six_full_voices_are_limited(listening: Listening) -> None:
    for seat in range(1, SEATS + 1):
        listening.seat(seat, Constant(30_000))
    listening.place({seat: Place() for seat in range(1, SEATS + 1)})
    played = np.concatenate([listening.pull() for _ in range(10)])
    assert played.min() >= 0
    assert played.max() <= CEILING
    assert (played[-1] > 29_000).all()
