"""Whether a block sounds like speech.

Responsible for: WebRTC's voice activity detector at 48 kHz. Not for: loudness (``channel.core.speaking``).
Costs some microseconds per block.
"""

from __future__ import annotations

import numpy as np
import webrtcvad
from numpy.typing import NDArray

from channel.core.block import SAMPLE_RATE_HZ

AGGRESSIVENESS = 2
"""0 takes most for speech, 3 least; 3 takes up to 150 ms to notice a soft voice, 2 at most 90."""


class VoiceActivity:
    """One thread's; it remembers the room's noise."""

    def __init__(self) -> None:
        self._detector = webrtcvad.Vad(AGGRESSIVENESS)

    def is_voiced(self, block: NDArray[np.int16]) -> bool:
        """(480,) or (960,) int16: 10 or 20 ms."""
        return bool(self._detector.is_speech(block.astype("<i2", copy=False).tobytes(), SAMPLE_RATE_HZ))
