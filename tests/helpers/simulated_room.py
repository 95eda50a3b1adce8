"""A room with a loudspeaker and a microphone, calculated: how what is played comes back.

Responsible for: delay, reverberation, loss, and two clocks that do not agree. Not for: what is played, nor
what is done about the echo.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.signal import fftconvolve

RATE_HZ = 48_000
REVERBERATION_S = 0.12
"""Until the small room's sound has fallen by 60 dB: four metres square, a carpet, a chair."""
DIRECT_SHARE = 0.7
"""Of the echo's energy, what comes straight from the loudspeaker."""


@dataclass(frozen=True)
class SimulatedRoom:
    """``delay_ms``: from the loudspeaker's block to the microphone's, devices included. ``gain_db``: the
    whole echo against what is played. ``drift_ppm``: by how much the microphone's clock is fast.
    """

    delay_ms: float
    gain_db: float = -9.0
    drift_ppm: float = 0.0
    seed: int = 1

    def echo(self, played: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n,) played, (n,) what the microphone hears of it."""
        heard = fftconvolve(played, self._response())[: len(played)]
        at = np.arange(len(played)) * (1.0 - self.drift_ppm * 1e-6) - self.delay_ms * RATE_HZ / 1000
        return np.asarray(np.interp(at, np.arange(len(played)), heard, left=0.0))

    def _response(self) -> NDArray[np.float64]:
        """Direct sound, and noise that dies away; its energy is ``gain_db``."""
        length = int(REVERBERATION_S * RATE_HZ)
        tail = np.random.default_rng(self.seed).normal(size=length)
        tail *= 10.0 ** (-3.0 * np.arange(length) / length)
        tail[: RATE_HZ // 500] = 0.0  # the first wall is 70 cm away
        tail *= np.sqrt((1.0 - DIRECT_SHARE) / np.sum(tail**2))
        tail[0] = np.sqrt(DIRECT_SHARE)
        return np.asarray(tail * 10.0 ** (self.gain_db / 20.0))
