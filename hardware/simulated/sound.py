"""Sounds that are calculated: tones and clicks, and their sum (of nothing: silence).

Responsible for: exact samples by index, so that blocks join without a seam and repeat exactly. Not for:
pacing. Levels are dBFS with a full-scale sine at 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hardware.click import CLICK_EVERY_S, click_offset_s, click_shape
from hardware.devices import BLOCK_SAMPLES, SAMPLE_RATE_HZ, Block
from hardware.paced import OpenSound

Wave = NDArray[np.float64]
"""(960,), full scale 1.0."""


class Part(Protocol):
    """One sound of a mix."""

    def wave(self, first: int, origin_s: float) -> Wave: ...


@dataclass(frozen=True)
class Tone:
    """A sine."""

    hz: float
    dbfs: float

    def wave(self, first: int, origin_s: float) -> Wave:
        index = first + np.arange(BLOCK_SAMPLES)
        # The remainder is taken first, so the phase stays exact after days.
        sine = np.sin(2 * np.pi * ((index * self.hz) % SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ)
        return np.asarray(10 ** (self.dbfs / 20) * sine)


@dataclass(frozen=True)
class While:
    """A part that sounds only while a file exists: a switch for whoever runs the program."""

    switch: Path
    part: Part

    def wave(self, first: int, origin_s: float) -> Wave:
        return self.part.wave(first, origin_s) if self.switch.exists() else np.zeros(BLOCK_SAMPLES)


@dataclass(frozen=True)
class Clicks:
    """The clicks of ``hardware.click``."""

    booth: int

    def wave(self, first: int, origin_s: float) -> Wave:
        wave = np.zeros(BLOCK_SAMPLES)
        shape = click_shape(self.booth, SAMPLE_RATE_HZ)
        block_s = origin_s + first / SAMPLE_RATE_HZ - click_offset_s(self.booth)
        second = int(block_s // CLICK_EVERY_S)
        for whole in (second, second + 1):
            onset_s = whole * CLICK_EVERY_S + click_offset_s(self.booth)
            # Rounded against the origin, not the block: both blocks of a divided click agree.
            onset = round((onset_s - origin_s) * SAMPLE_RATE_HZ) - first
            begin, end = max(onset, 0), min(onset + len(shape), BLOCK_SAMPLES)
            if begin < end:
                wave[begin:end] += shape[begin - onset : end - onset]
        return wave


class Mixed:
    """The sum of several parts, clipped at full scale."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = tuple(parts)

    def block(self, first: int, origin_s: float) -> Block:
        total = np.zeros(BLOCK_SAMPLES)
        for part in self._parts:
            total += part.wave(first, origin_s)
        return np.rint(np.clip(total, -1.0, 1.0) * 32767).astype(np.int16)


def mixed(*parts: Part) -> OpenSound:
    """For a microphone: opens a sound that is the sum of ``parts``."""
    return lambda: Mixed(parts)
