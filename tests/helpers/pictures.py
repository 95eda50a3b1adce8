"""Real small pictures as a booth would send them: pixels and nothing else, different for each seed.

Responsible for: files that both ends take, of about a wanted length. Not for: hostile ones
(``tests.channel.rules.hostile``), or what looks like a document (``hardware.simulated``).
"""

from __future__ import annotations

import numpy as np

from booth_client.capture.image_files import encode

MARK_BYTES = 24
_BYTES_PER_PX = 0.98
"""Of noise, at the best quality that is written."""


def jpeg(seed: int, about_bytes: int = 2_000) -> bytes:
    """Noise, which no encoder makes small."""
    side = max(16, round((about_bytes / _BYTES_PER_PX) ** 0.5))
    return encode(np.random.default_rng(seed).integers(0, 256, (side, side, 3), dtype=np.uint8))


def mark_of(picture: bytes) -> bytes:
    """Bytes out of its compressed data, by which it is found wherever it should not be."""
    middle = len(picture) // 2
    return picture[middle : middle + MARK_BYTES]
