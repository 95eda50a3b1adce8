"""Keeps a mix below the loudest sample without wrapping, clicking or pumping.

Responsible for: one gain for all channels of a mix, down at once and up slowly. Not for: what is mixed. One
``Limiter`` belongs to one thread and one stream.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from channel.core.block import BLOCK_SAMPLES

CEILING = 32_000.0
"""The loudest sample that leaves; int16 would wrap at 32,768."""
_ATTACK_SAMPLES = 96
"""2 ms: quicker would click."""
_RELEASE = 1.08
"""Growth of the gain in 20 ms: about 6 dB in 180 ms."""


class Limiter:
    """What is not too loud passes unchanged, bit by bit."""

    def __init__(self) -> None:
        self._gain = 1.0

    def limit(self, mixed: NDArray[np.float32]) -> NDArray[np.int16]:
        """The next piece, (n,) or (n, channels) in int16 units; gives the same shape."""
        # Channel by channel: for more than 500 samples numpy lets the interpreter's lock go.
        peak = max(float(np.abs(channel).max()) for channel in np.atleast_2d(mixed.T))
        risen = self._gain * _RELEASE ** (len(mixed) / BLOCK_SAMPLES)
        target = min(1.0, risen, CEILING / peak if peak > CEILING else 1.0)
        if target == self._gain == 1.0:
            return mixed.astype(np.int16)
        if target != self._gain:
            length = min(_ATTACK_SAMPLES, len(mixed)) if target < self._gain else len(mixed)
            gain = np.full(len(mixed), target, np.float32)
            gain[:length] = np.linspace(self._gain, target, length)
            mixed = (mixed.T * gain).T
            self._gain = target
        else:
            mixed = mixed * np.float32(target)
        return np.clip(mixed, -CEILING, CEILING).astype(np.int16)
