"""How good a link is, in bars that a person can read.

Responsible for: 0 to 4 bars from loss, round trip and whether pictures come as they should.
Not for: measuring.
"""

from __future__ import annotations

from channel.core.liveness import Life

# (bars, most loss as a share, longest round trip in seconds); the first line that fits counts.
_BARS = ((4, 0.01, 0.15), (3, 0.03, 0.3), (2, 0.08, 0.6))


def bars(life: Life, loss: float, round_trip_s: float, picture_held: bool) -> int:
    """0 (no signs of life) to 4 (as in the same room)."""
    if life is not Life.ALIVE:
        return 0
    if picture_held:
        return 1
    for count, most_loss, longest_s in _BARS:
        if loss <= most_loss and round_trip_s <= longest_s:
            return count
    return 1
