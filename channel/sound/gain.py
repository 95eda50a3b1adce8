"""Brings a soft voice up and a loud one down, so slowly that nobody notices.

Responsible for: a gain that follows the level of speech within narrow bounds. Not for: telling speech
(``voice_activity``). Numbers in, numbers out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from channel.sound.limiter import Limiter

TARGET_DBFS = -23.0
"""Root mean square of speech while it is spoken."""
TOLERANCE_DB = 3.0
"""Speech this near to the target is left alone."""
FAINT_DBFS = -45.0
"""What sounds like a voice and is fainter is more often what noise suppression has left of the noise."""
MOST_DB = 9.0
LEAST_DB = -9.0
RISE_DB = 0.04
"""Per voiced block: 2 dB for each second of speech."""
FALL_DB = 0.2
"""Per voiced block: 10 dB a second; too loud is worse than too soft."""
SPEECH_SHARE = 0.02
"""What a voiced block adds to the mean power of speech: about a second."""


class GentleGain:
    """Attribute ``db``: the gain now. One thread."""

    def __init__(self) -> None:
        self.db = 0.0
        self._speech: float | None = None
        """Mean square of voiced blocks, full scale 1."""
        self._limiter = Limiter()

    def apply(self, block: NDArray[np.int16], *, voiced: bool) -> NDArray[np.int16]:
        """(960,) int16. ``voiced``: this is the near speaker's voice, so that its level is learned."""
        before_db = self.db
        samples = block.astype(np.float32)
        power = float(np.dot(samples, samples)) / len(samples) / 32768.0**2
        if voiced and power > 10 ** (FAINT_DBFS / 10):
            self._learn(power)
        if before_db == 0.0 and self.db == 0.0:
            return block
        gains = np.linspace(10 ** (before_db / 20), 10 ** (self.db / 20), len(block), dtype=np.float32)
        return self._limiter.limit(samples * gains)

    def _learn(self, power: float) -> None:
        if self._speech is None:
            self._speech = power
        self._speech += SPEECH_SHARE * (power - self._speech)
        level_db = 10 * float(np.log10(max(self._speech, 1e-12))) + self.db
        if level_db < TARGET_DBFS - TOLERANCE_DB:
            self.db = min(MOST_DB, self.db + RISE_DB)
        elif level_db > TARGET_DBFS + TOLERANCE_DB:
            self.db = max(LEAST_DB, self.db - FALL_DB)
