"""Numbers of which only the last bits travel, as sequence numbers and timestamps of RTP.

Responsible for: the whole number that is meant. Not for: what is counted with it.
"""

from __future__ import annotations


def nearest(number: int, to: int, bits: int) -> int:
    """The whole number with these last ``bits`` that lies nearest to ``to``; may be negative."""
    half = 1 << (bits - 1)
    return to + ((number - to + half) & ((1 << bits) - 1)) - half
