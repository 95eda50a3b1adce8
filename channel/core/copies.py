"""Packets of sound that go out more than once: what the copies are called, and what became of them.

Responsible for: the SSRCs that copies travel under (RFC 7198, said in SDP by RFC 7104), and at the sender the
share of the packets of which neither the original nor a copy came. Not for: how many copies there are
(``redundancy``), nor for sending them (``media_transport``).

A copy is a stream of its own, so that SRTP takes it although the original was there before, in whatever order
the way brings them, and the far end tells what became of each.
"""

from __future__ import annotations

from collections import deque

COPIES_MOST = 4
"""So often a packet is sent, itself included: of one in five that are lost one by one this leaves one in six
hundred."""
OPEN_MOST = 100
"""Packets of which not all copies were told of yet; a gate that shuts takes back what has not gone."""


def ssrc_of(original: int, place: int) -> int:
    """The SSRC of a copy; ``place``: 0 the original itself, at most ``COPIES_MOST`` - 1."""
    return (original + place) & 0xFFFFFFFF


def is_copy(ssrc: int, original: int) -> bool:
    """Whether packets of this SSRC are copies of the other's."""
    return 0 < (ssrc - original) & 0xFFFFFFFF < COPIES_MOST


class CopyFates:
    """Of packets that went out more than once, how many are gone, over the last ``window_s``. Not
    thread-safe."""

    def __init__(self, window_s: float) -> None:
        self._window_s = window_s
        self._open: dict[int, tuple[int, bool]] = {}
        """How many are still to be told of, and whether one came."""
        self._fates: deque[tuple[float, bool]] = deque()
        self._gone = 0

    def tell(self, group: int, copies: int, came: bool, now_s: float) -> None:
        """What became of the original or of a copy of it, in any order; ``copies``: of all that belong
        together by ``group``."""
        left, one_came = self._open.pop(group, (copies, False))
        left, one_came = left - 1, one_came or came
        if left > 0:
            self._open[group] = left, one_came
            if len(self._open) > OPEN_MOST:
                del self._open[next(iter(self._open))]
        else:
            self._fates.append((now_s, not one_came))
            self._gone += not one_came

    def elapsed(self, now_s: float) -> None:
        """Time has passed."""
        while self._fates and self._fates[0][0] < now_s - self._window_s:
            self._gone -= self._fates.popleft()[1]

    def forget(self) -> None:
        """Begin anew."""
        self._open.clear()
        self._fates.clear()
        self._gone = 0

    @property
    def packets(self) -> int:
        """How many are known to the end."""
        return len(self._fates)

    @property
    def gone(self) -> float:
        """Share of them, 0 to 1."""
        return self._gone / max(1, len(self._fates))
