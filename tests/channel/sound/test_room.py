"""A microphone's block on its way: what each key of the settings does, and what speech looks like then."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from channel.core.speaking import SpeakingLevel
from channel.media.levels import level_dbfs
from channel.settings.tables import Sound
from channel.sound.processing import DELAY_S
from channel.sound.room import NearBlock, Room
from tests.helpers.log_errors import LogErrors
from tests.helpers.noises import fan
from tests.helpers.simulated_room import SimulatedRoom
from tests.helpers.speech import needs_speech, talk
from tests.helpers.unprocessed import UNPROCESSED

RATE_HZ = 48_000
BLOCK = 960
PULL = 480
Wave = NDArray[np.float64]


def begun(settings: Sound) -> Room:
    room = Room(settings)
    room.begin()
    return room


def blocks_of(sound: Wave) -> Iterator[NDArray[np.int16]]:
    samples = sound.clip(-32768, 32767).astype(np.int16)
    return (samples[first : first + BLOCK] for first in range(0, len(samples) - BLOCK + 1, BLOCK))


def play(room: Room, block: NDArray[np.int16]) -> None:
    """The loudspeaker takes it."""
    for first in range(0, BLOCK, PULL):
        room.played(block[first : first + PULL])


def sent(blocks: list[NearBlock]) -> Wave:
    return np.concatenate([near.block for near in blocks]).astype(np.float64)


def steps_of(room: Room, sound: Wave) -> list[int]:
    """The speaking steps after each block."""
    level, steps = SpeakingLevel(), []
    for block in blocks_of(sound):
        near = room.heard(block, 0.0)
        level.hear(level_dbfs(near.block), near.voiced)
        steps.append(level.steps)
    return steps


def test_with_everything_off_blocks_pass_untouched_and_nobody_says_what_is_speech() -> None:
    room, block = begun(UNPROCESSED), np.arange(BLOCK, dtype=np.int16)
    play(room, block)
    assert room.heard(block, 7.0) == NearBlock(block, 7.0, None)


def test_before_the_begin_and_after_the_end_blocks_pass_untouched() -> None:
    room, block = Room(Sound()), np.arange(BLOCK, dtype=np.int16)
    play(room, block)
    assert room.heard(block, 7.0).block is block
    room.begin()
    room.end()
    assert room.heard(block, 7.0).block is block


def test_processed_sound_is_as_old_as_it_is() -> None:
    """Gates let pass what was captured after their opening; what comes out late was captured earlier."""
    near = begun(Sound()).heard(np.zeros(BLOCK, np.int16), 7.0)
    assert near.captured_s == 7.0 - DELAY_S


def test_a_stereo_loudspeaker_is_heard_as_one() -> None:
    room = begun(Sound())
    room.played(np.zeros((PULL, 2), np.int16))
    assert room.heard(np.zeros(BLOCK, np.int16), 0.0).voiced is False


@needs_speech
def test_far_speech_comes_back_thirty_decibels_down_and_is_nobody_speaking() -> None:
    far = talk(12.0)
    echo = SimulatedRoom(60.0).echo(far) + np.random.default_rng(1).normal(0, 8, len(far))
    room, came = begun(Sound()), []
    for played, heard in zip(blocks_of(far), blocks_of(echo), strict=True):
        play(room, played)
        came.append(room.heard(heard, 0.0))
    late = slice(5 * RATE_HZ, None)
    left = sent(came)[late]
    assert 10 * np.log10(np.mean(echo[late] ** 2) / np.mean(left**2)) > 30
    assert np.mean([near.voiced is True for near in came[250:]]) < 0.05


@needs_speech
def test_a_steady_fan_lights_no_mark_and_would_if_loudness_decided_alone() -> None:
    sound = fan(10.0, rms=600.0)
    assert max(steps_of(begun(Sound()), sound)[100:]) == 0
    assert max(steps_of(begun(UNPROCESSED), sound)[100:]) > 0


@needs_speech
def test_speech_over_a_fan_lights_the_mark_within_a_hundred_milliseconds() -> None:
    speech = talk(5.0)
    onset_s = np.nonzero(np.abs(speech) > 1000)[0][0] / RATE_HZ
    sound = fan(10.0, rms=100.0)
    sound[5 * RATE_HZ :] += speech
    steps = steps_of(begun(Sound()), sound)
    begins = round((5.0 + onset_s) * 50)
    assert max(steps[100:begins]) == 0
    assert max(steps[begins : begins + 5]) > 0


@needs_speech
def test_a_soft_voice_is_raised_and_stays_soft_without_the_gain() -> None:
    soft = talk(20.0) / 8
    raised, left = (
        sent([room.heard(block, 0.0) for block in blocks_of(soft)])[-5 * RATE_HZ :]
        for room in (begun(Sound()), begun(Sound(automatic_gain=False)))
    )
    assert 5 < 10 * np.log10(np.mean(raised**2) / np.mean(left**2)) < 9.5


@needs_speech
def test_half_duplex_silences_the_microphone_while_the_loudspeaker_plays() -> None:
    settings = Sound(echo_cancellation=False, half_duplex=True)
    room, far, near = begun(settings), talk(2.0), talk(4.0, "id+f3", first=3)
    near_blocks = list(blocks_of(near))
    during: list[NearBlock] = []
    for played in blocks_of(far):
        play(room, played)
        during.append(room.heard(near_blocks[len(during)], 0.0))
    assert not sent(during)[10 * BLOCK :].any()
    assert not any(one.voiced for one in during[10:])
    after = [room.heard(block, 0.0) for block in near_blocks[len(during) :]]
    assert np.abs(sent(after)[30 * BLOCK :]).max() > 1000, "and opens it again by itself"


def test_loudspeaker_and_microphone_have_threads_of_their_own() -> None:
    room, block = begun(Sound()), np.full(BLOCK, 500, np.int16)
    came: list[NearBlock] = []

    def loudspeaker() -> None:
        for _ in range(200):
            play(room, block)

    def microphone() -> None:
        came.extend(room.heard(block, 0.0) for _ in range(200))

    threads = [threading.Thread(target=work) for work in (loudspeaker, microphone)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(came) == 200


@pytest.mark.parametrize("key", ["echo_cancellation", "noise_suppression", "high_pass"])
def test_every_step_can_be_the_only_one(key: str) -> None:
    settings = Sound(**{**dict.fromkeys(Sound.__struct_fields__, False), key: True})
    near = begun(settings).heard(np.zeros(BLOCK, np.int16), 0.0)
    assert near.voiced is None
    assert near.block.shape == (BLOCK,)


class Broken:
    """In the place of ``Processing``."""

    def __init__(self, **settings: bool) -> None:
        pass

    def far(self, block: NDArray[np.int16]) -> None:
        raise RuntimeError("in the native library")

    near = far


def missing_library(**settings: bool) -> None:
    raise ImportError("no such library")


@pytest.mark.parametrize("processing", [Broken, missing_library])
def test_a_library_that_is_missing_or_fails_leaves_the_sound_as_it_is_and_is_told_once(
    processing: object,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    log_errors: LogErrors,
) -> None:
    """A booth without a microphone helps nobody; an echo is only a nuisance."""
    log_errors.expect("channel.sound.room", "not processed")
    monkeypatch.setattr("channel.sound.room.Processing", processing)
    room = begun(Sound(automatic_gain=False))
    block = np.arange(960, dtype=np.int16)
    for _ in range(3):
        play(room, block)
        near = room.heard(block, 7.0)
        assert (near.block == block).all()
        assert near.captured_s == 7.0
    assert [record.levelname for record in caplog.records] == ["ERROR"]
