"""Whether the room still rings with what its loudspeaker played, counted in blocks.

Responsible for: that, and the half-duplex mode which rests on it: a microphone that is silent while the
loudspeaker plays. Not for: where blocks come from. Numbers in, numbers out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

AUDIBLE_RMS = 100.0
"""-50 dBFS: below it the loudspeaker is silent for people."""
RINGING_BLOCKS = 20
"""400 ms: buffers of the devices (up to 180 ms) and the room."""


class Loudspeaker:
    """``played`` on the loudspeaker's thread, once for each pull; ``is_ringing`` on the microphone's, once
    for each block.
    """

    def __init__(self) -> None:
        self._audible_pulls = 0
        """Only the loudspeaker's thread writes it."""
        self._seen_pulls = 0
        self._left_blocks = 0

    def played(self, pulled: NDArray[np.int16]) -> None:
        """(480,) int16."""
        samples = pulled.astype(np.float32)
        if float(np.dot(samples, samples)) > AUDIBLE_RMS**2 * len(samples):
            self._audible_pulls += 1

    def is_ringing(self) -> bool:
        audible_pulls = self._audible_pulls
        if audible_pulls != self._seen_pulls:
            self._seen_pulls = audible_pulls
            self._left_blocks = RINGING_BLOCKS
        else:
            self._left_blocks = max(0, self._left_blocks - 1)
        return self._left_blocks > 0


class HalfDuplex:
    """A microphone that opens and shuts within one block, without a click. One thread."""

    def __init__(self) -> None:
        self._open = True

    def pass_on(self, block: NDArray[np.int16], *, ringing: bool) -> NDArray[np.int16]:
        """(960,) int16; zeros from the second block of the ringing on."""
        was_open, self._open = self._open, not ringing
        if was_open and self._open:
            return block
        if not was_open and not self._open:
            return np.zeros_like(block)
        fade = np.linspace(float(was_open), float(self._open), len(block), dtype=np.float32)
        return (block * fade).astype(np.int16)
