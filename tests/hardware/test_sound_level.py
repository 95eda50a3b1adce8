from __future__ import annotations

import numpy as np
import pytest

from hardware.devices import BLOCK_SAMPLES, Block
from hardware.sound_level import SoundLevel

BLOCKS = 100


def noise(dbfs: float) -> Block:
    """``dbfs``: as loud as a sine with this peak."""
    rms = 32767 * 10 ** (dbfs / 20) / np.sqrt(2)
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
    level = SoundLevel.of(spoken(-25.0, -60.0))
    assert level.level_dbfs == pytest.approx(-25.0 - 4.8, abs=0.5)
    assert level.background_dbfs == pytest.approx(-60.0, abs=1.0)
    assert -20 < level.peak_dbfs < -12
    assert level.clipped_share == 0.0


@pytest.mark.parametrize(
    ("sound", "says"),
    [
        (np.zeros(BLOCKS * BLOCK_SAMPLES, np.int16), "is it muted?"),
        (spoken(-25.0, -60.0), ": good."),
        (spoken(-1.0, -60.0), "too loud, it distorts; turn the microphone down."),
        (noise(-20.0), "there is a loud steady sound"),
        (noise(-65.0), "very soft; that is right if nobody spoke."),
    ],
)
def test_each_case_is_told_in_words(sound: Block, says: str) -> None:
    assert says in SoundLevel.of(sound).sentence()
