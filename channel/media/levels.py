"""How loud a block is, for meters and the speaking level.

Responsible for: dBFS with a full-scale square wave at 0, and a meter's scale. Not for: what is speech
(``channel.core.speaking``).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

METER_RANGE_DB = 60.0
SILENCE_DBFS = -100.0


def level_dbfs(block: NDArray[np.int16]) -> float:
    """Root mean square of a block relative to full scale; ``SILENCE_DBFS`` for digital silence."""
    samples = block.astype(np.float32)
    energy = float(np.square(samples).sum()) / len(samples)
    return 10.0 * math.log10(energy / 32768.0**2) if energy > 0.0 else SILENCE_DBFS


def meter_level(dbfs: float) -> float:
    """A level on a meter's scale, 0.0 to 1.0."""
    return min(1.0, max(0.0, 1.0 + dbfs / METER_RANGE_DB))
