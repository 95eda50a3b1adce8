"""The console's own sounds: the arrival tone and the test sound.

Responsible for: reading them from the assets, cut for the pulls. Not for: playing (``listening``).
"""

from __future__ import annotations

import wave
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assets import asset_path
from channel.core.block import PULL_SAMPLES, SAMPLE_RATE_HZ
from cso_console.core.commands import Sound


@cache
def sound_pulls(sound: Sound) -> NDArray[np.int16]:
    """(n, 480) int16, 48 kHz mono, the last row filled up with silence.

    Raises ValueError for a file of another form: the assets are ours, so that is a mistake in the program.
    """
    with wave.open(str(asset_path("sounds", f"{sound.value}.wav")), "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (SAMPLE_RATE_HZ, 1, 2):
            raise ValueError(f"the sound {sound.value} is not 48 kHz, mono, 16 bit")
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)
    pulls = -(-len(samples) // PULL_SAMPLES)
    return np.pad(samples, (0, pulls * PULL_SAMPLES - len(samples))).reshape(pulls, PULL_SAMPLES)
