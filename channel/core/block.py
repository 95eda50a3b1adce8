"""The unit in which sound is captured, sent and played.

Responsible for: its length. Not for: what is in it.
"""

from __future__ import annotations

SAMPLE_RATE_HZ = 48_000
"""Also the clock of a voice's RTP timestamps (RFC 7587, 4.1)."""
BLOCK_SAMPLES = 960
BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ
BLOCKS_PER_S = SAMPLE_RATE_HZ // BLOCK_SAMPLES
