from __future__ import annotations

import numpy as np
import pytest

from channel.media.levels import level_dbfs
from hardware.devices import BLOCK_SAMPLES, Block
from hardware.sound_level import SoundLevel

BLOCKS = 100


def noise(dbfs: float) -> Block:
    """``dbfs``: as loud as a square wave of this height."""
    rms = 32768 * 10 ** (dbfs / 20)
    return (
        np.random.default_rng(1).normal(0, rms, BLOCKS * BLOCK_SAMPLES).clip(-32767, 32767).astype(np.int16)
    )


def spoken(dbfs: float, room_dbfs: float) -> Block:
    """Loud in the middle, as when somebody says a few words into a room."""
    sound = noise(room_dbfs)
    third = len(sound) // 3
    sound[third : 2 * third] = noise(dbfs)[third : 2 * third]
    return sound


def test_the_figures_are_those_of_the_sound() -> None:
    level = SoundLevel.of(spoken(-28.0, -63.0))
    assert level.level_dbfs == pytest.approx(-28.0 - 4.8, abs=0.5)
    assert level.background_dbfs == pytest.approx(-63.0, abs=1.0)
    assert -20 < level.peak_dbfs < -12
    assert level.clipped_share == 0.0


def test_it_reads_what_the_programs_meters_read() -> None:
    sound = noise(-30.0)
    assert SoundLevel.of(sound).level_dbfs == pytest.approx(level_dbfs(sound), abs=0.01)


@pytest.mark.parametrize(
    ("sound", "says"),
    [
        (np.zeros(BLOCKS * BLOCK_SAMPLES, np.int16), "is it muted?"),
        (spoken(-28.0, -63.0), ": good."),
        (spoken(-4.0, -63.0), "too loud, it distorts; turn the microphone down."),
        (noise(-23.0), "there is a loud steady sound"),
        (noise(-68.0), "very soft; that is right if nobody spoke."),
    ],
)
def test_each_case_is_told_in_words(sound: Block, says: str) -> None:
    assert says in SoundLevel.of(sound).sentence()
