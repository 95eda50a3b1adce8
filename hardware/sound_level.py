"""How loud some seconds of a microphone are, in figures and in words for branch IT.

Responsible for: level, peak, background and clipping, and what to do about them. Not for: recording. Levels
are dBFS with a full-scale square wave at 0, as everywhere in the programs (``channel.media.levels``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hardware.devices import BLOCK_SAMPLES, Block

SILENCE_DBFS = -93.0
NOISY_DBFS = -38.0
"""A background above this is in the way of soft voices; echo and noise are then hard to take out."""
SOFT_PEAK_DBFS = -45.0
"""Somebody who speaks at half a metre reaches more, and so does a room at work."""
CLIPPED_SHARE = 0.0005
"""More samples than this at full scale are heard as distortion."""


@dataclass(frozen=True)
class SoundLevel:
    """``level_dbfs``: root mean square of all; ``background_dbfs``: of the quietest tenth of the blocks."""

    level_dbfs: float
    peak_dbfs: float
    background_dbfs: float
    clipped_share: float

    @classmethod
    def of(cls, samples: Block) -> SoundLevel:
        """(n,) int16 of at least one block."""
        blocks = samples[: len(samples) // BLOCK_SAMPLES * BLOCK_SAMPLES].reshape(-1, BLOCK_SAMPLES)
        loudness = sorted(loudness_dbfs(block) for block in blocks)
        magnitude = np.abs(samples.astype(np.int32))
        return cls(
            level_dbfs=loudness_dbfs(samples),
            peak_dbfs=20 * float(np.log10(max(float(magnitude.max()) / 32768, 1e-6))),
            background_dbfs=loudness[len(loudness) // 10],
            clipped_share=float(np.mean(magnitude >= 32766)),
        )

    def sentence(self) -> str:
        """The figures, and what they mean."""
        if self.level_dbfs < SILENCE_DBFS:
            return "gives sound, but complete silence; is it muted?"
        figures = (
            f"level {self.level_dbfs:.0f} dBFS, peak {self.peak_dbfs:.0f}, "
            f"background {self.background_dbfs:.0f}"
        )
        return f"{figures}: {self._advice()}"

    def _advice(self) -> str:
        if self.clipped_share > CLIPPED_SHARE:
            return "too loud, it distorts; turn the microphone down."
        if self.background_dbfs > NOISY_DBFS:
            return (
                "there is a loud steady sound; look for a fan, a hum or a second program, or turn the "
                "microphone down."
            )
        if self.peak_dbfs < SOFT_PEAK_DBFS:
            return (
                "very soft; that is right if nobody spoke. Speak as a participant would while it is tried "
                f"again: a peak below {SOFT_PEAK_DBFS:.0f} then means to turn the microphone up."
            )
        return "good."


def loudness_dbfs(samples: Block) -> float:
    """Root mean square."""
    rms = float(np.sqrt(np.mean((samples / 32768.0) ** 2)))
    return 20 * float(np.log10(max(rms, 1e-6)))
