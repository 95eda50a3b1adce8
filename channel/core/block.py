"""The units in which sound is captured, sent and played.

Responsible for: their lengths. Not for: what is in them.
"""

from __future__ import annotations

SAMPLE_RATE_HZ = 48_000
"""Also the clock of a voice's RTP timestamps (RFC 7587, 4.1)."""
BLOCK_SAMPLES = 960
"""What a microphone gives, and a packet carries."""
BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ
BLOCKS_PER_S = SAMPLE_RATE_HZ // BLOCK_SAMPLES
PULL_SAMPLES = 480
"""What a loudspeaker takes at a time: less than a block, because a packet waits for its pull by chance up to
the time between two."""
PULL_S = PULL_SAMPLES / SAMPLE_RATE_HZ
