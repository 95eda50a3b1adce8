"""Losses in one stream that another stream tells of: what is gone at the end of a picture, or a whole one, is
missing in no sequence numbers before the next picture comes.

Responsible for: how many packets that are missing in the transport-wide numbers, which count those of all
streams, are not missing in the stream of the packet that came. Not for: what is done about them
(``picture_reception``).

It is a suspicion: they may be of any other stream, or repeats that were lost.
"""

from __future__ import annotations

from channel.core.wrapping import nearest

PACKETS_MOST = 32
"""More are an outage, or another stream that begins: nothing that asking mends."""
STREAMS_MOST = 8
"""Of a far end that invents ever new ones, the oldest is forgotten."""


class UnseenLosses:
    """Not thread-safe."""

    def __init__(self) -> None:
        self._newest: int | None = None
        self._newest_of: dict[int, int] = {}
        self._again = 0

    def came_again(self) -> None:
        """A packet came that had come before, as the second of two repeats does. SRTP refuses it, so nobody
        knows its number; taken for a loss it would be asked for, and come again."""
        self._again += 1

    def before(self, ssrc: int, sequence: int, number: int) -> int:
        """A packet of this stream came, with its sequence number and the transport-wide one (16 bits each):
        how many of other streams were lost just before it."""
        own, newest = self._newest_of.get(ssrc), self._newest
        place = sequence if own is None else nearest(sequence, own, 16)
        whole = number if newest is None else nearest(number, newest, 16)
        self._newest_of[ssrc] = place if own is None else max(place, own)
        if len(self._newest_of) > STREAMS_MOST:
            del self._newest_of[next(iter(self._newest_of))]
        self._newest = whole if newest is None else max(whole, newest)
        again, self._again = self._again, 0
        if own is None or newest is None:
            return 0
        unseen = whole - newest - 1 - max(0, place - own - 1) - again
        return unseen if 0 < unseen <= PACKETS_MOST else 0
