"""Sounds of a room that are nobody's voice, the same each time.

Responsible for: making them, 48 kHz mono in int16 units. Not for: voices (``speech``) and echoes
(``simulated_room``).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000

Wave = NDArray[np.float64]


def fan(length_s: float, rms: float) -> Wave:
    """Low noise that falls by 6 dB an octave, and a motor's hum with its overtones."""
    length = round(length_s * RATE_HZ)
    noise = np.cumsum(np.random.default_rng(5).normal(size=length))
    noise -= np.convolve(noise, np.ones(2000) / 2000, "same")
    time_s = np.arange(length) / RATE_HZ
    hum = sum(np.sin(2 * np.pi * 120 * n * time_s) / n for n in (1, 2, 3))
    both = noise / noise.std() + 0.3 * np.asarray(hum)
    return np.asarray(rms * both / both.std())


def knocks(length_s: float) -> Wave:
    """One each second on a table, some 30 ms long."""
    sound = np.zeros(round(length_s * RATE_HZ))
    time_s = np.arange(RATE_HZ * 3 // 100) / RATE_HZ
    knock = 15_000 * np.exp(-time_s / 0.005) * np.sin(2 * np.pi * 180 * time_s)
    for at in range(RATE_HZ // 2, len(sound) - len(knock), RATE_HZ):
        sound[at : at + len(knock)] = knock
    return sound
