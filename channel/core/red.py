"""A packet that carries earlier blocks once more beside its own (RFC 2198, "RED").

Responsible for: writing and reading the payload. Not for: how many earlier blocks are worth their bits
(``redundancy``), nor for what is in them.

Each earlier block has a header of four bytes: 1 bit "another follows", 7 bits payload type, 14 bits how much
earlier its timestamp is, 10 bits length. The newest has one byte, its payload type, and what is left.
"""

from __future__ import annotations

from collections.abc import Sequence

from channel.core.record import Record

OFFSET_MOST = (1 << 14) - 1
"""In units of the timestamp: 341 ms of Opus."""
LENGTH_MOST_BYTES = (1 << 10) - 1
BLOCKS_MOST = 16
"""A reader takes no more; a writer of ours sends four at most."""
_EARLIER = 0x80


class RedBlock(Record, frozen=True):
    """``offset``: how much earlier its timestamp is than the packet's; 0 for the packet's own block."""

    offset: int
    payload: bytes


def write(payload_type: int, own: bytes, earlier: Sequence[RedBlock]) -> bytes:
    """The payload; ``earlier`` oldest first. What does not fit the fields is left out."""
    fitting = [
        block
        for block in earlier
        if 0 < block.offset <= OFFSET_MOST and len(block.payload) <= LENGTH_MOST_BYTES
    ]
    headers = [
        ((_EARLIER | payload_type) << 24 | block.offset << 10 | len(block.payload)).to_bytes(4, "big")
        for block in fitting
    ]
    return b"".join((*headers, bytes((payload_type,)), *(block.payload for block in fitting), own))


def read(payload: bytes) -> list[RedBlock]:
    """The blocks, oldest first and the packet's own last; none at all when these bytes are no such payload.

    Blocks without content (a sender's pause) are left out.
    """
    announced: list[tuple[int, int]] = []
    at = 0
    while at < len(payload) and payload[at] & _EARLIER:
        if at + 4 > len(payload) or len(announced) >= BLOCKS_MOST:
            return []
        fields = int.from_bytes(payload[at : at + 4], "big")
        announced.append((fields >> 10 & OFFSET_MOST, fields & LENGTH_MOST_BYTES))
        at += 4
    at += 1
    blocks = []
    for offset, length in announced:
        if at + length > len(payload):
            return []
        if length and offset:
            blocks.append(RedBlock(offset, payload[at : at + length]))
        at += length
    if at > len(payload):
        return []
    if at < len(payload):
        blocks.append(RedBlock(0, payload[at:]))
    return blocks
