"""Which packets are sent again when the far end asks for them.

Responsible for: keeping what was sent for a moment, repeating a packet at most twice within a round trip, and
a budget for all repeats, without which a thin link would carry nothing else. Not for: reading the request
(``rtcp``) or sending.

A repeat is the same RTP packet on its own stream; only its transport-wide number is new.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush

from channel.core.allowance import Allowance

KEEP_S = 1.2
KEEP_MOST_BYTES = 512 * 1024
LEAST_BETWEEN_S = 0.02
"""Between two repeats of a packet while the round trip is not known."""
MISSED_AFTER = 0.7
"""Of the round trip. An ask that comes sooner after the packet was sent left the far end before the packet
could be there: the far end suspected its loss while it waited for its turn here. Less than all of the round
trip, since a single one may be shorter than the usual one."""

SECOND_AFTER_S = 0.018
"""So long after a repeat a second one follows if the ask was said again: far enough from the first not to be
lost in the same burst. Almost every second try then comes a round trip sooner."""

SHARE = 0.2
"""Of the rate that may go into repeats."""
SAVED_S = 0.5
"""So long the budget saves up what is not used."""
SAVED_LEAST_BYTES = 4000


@dataclass(slots=True)
class _Kept:
    packet: bytes
    sent_s: float
    repeated_s: float
    awaits_second: bool = False
    has_second: bool = False


class History:
    """The packets of one stream, without encryption and transport-wide number, for ``KEEP_S``."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._order: deque[int] = deque()
        self._bytes = 0
        self._seconds: list[tuple[float, int]] = []  # a heap

    def sent(self, sequence: int, packet: bytes, now_s: float) -> None:
        """This packet goes out now; each sequence number (16 bits) once."""
        self._kept[sequence] = _Kept(packet, now_s, float("-inf"))
        self._order.append(sequence)
        self._bytes += len(packet)
        self._expire(now_s)

    def again(self, sequence: int, round_trip_s: float, now_s: float) -> bytes | None:
        """The packet, if it may be repeated now (then say ``repeated``); None when it is too old, is only now
        on its way, or was repeated just now (then it is ``due`` a little later) or twice within a round
        trip."""
        self._expire(now_s)
        kept = self._kept.get(sequence)
        if kept is None or now_s - kept.sent_s < MISSED_AFTER * round_trip_s:
            return None
        if now_s - kept.repeated_s >= max(round_trip_s, LEAST_BETWEEN_S):
            return kept.packet
        if kept.has_second:
            return None
        second_s = kept.repeated_s + SECOND_AFTER_S
        if now_s >= second_s:
            return kept.packet
        # Asks that jitter pushed together mean the same as those that came as they were said.
        if not kept.awaits_second:
            kept.awaits_second = True
            heappush(self._seconds, (second_s, sequence))
        return None

    @property
    def due_s(self) -> float | None:
        """When ``due`` has something to give; None when nothing waits."""
        return self._seconds[0][0] if self._seconds else None

    def due(self, now_s: float) -> list[int]:
        """The sequence numbers that are to be repeated a second time now: ask ``again`` for each."""
        sequences = []
        while self._seconds and now_s >= self._seconds[0][0]:
            _, sequence = heappop(self._seconds)
            kept = self._kept.get(sequence)
            if kept is not None and kept.awaits_second:
                sequences.append(sequence)
        return sequences

    def is_second(self, sequence: int, round_trip_s: float, now_s: float) -> bool:
        """Whether what ``again`` gave would be the second one within a round trip."""
        return now_s - self._kept[sequence].repeated_s < max(round_trip_s, LEAST_BETWEEN_S)

    def repeated(self, sequence: int, round_trip_s: float, now_s: float) -> None:
        """What ``again`` gave is sent now."""
        kept = self._kept[sequence]
        kept.awaits_second = False
        kept.has_second = self.is_second(sequence, round_trip_s, now_s)
        if not kept.has_second:
            kept.repeated_s = now_s

    def forget(self) -> None:
        """Nothing of what was sent so far is repeated any more."""
        self._kept.clear()
        self._order.clear()
        self._seconds.clear()
        self._bytes = 0

    def _expire(self, now_s: float) -> None:
        while self._order:
            oldest = self._kept[self._order[0]]
            if now_s - oldest.sent_s <= KEEP_S and self._bytes <= KEEP_MOST_BYTES:
                return
            self._bytes -= len(oldest.packet)
            del self._kept[self._order.popleft()]


class Budget:
    """``SHARE`` of the rate, saved up for ``SAVED_S``."""

    def __init__(self) -> None:
        self._allowance = Allowance(0.0, SAVED_LEAST_BYTES)

    def spend(self, size_bytes: int, rate_kbps: float, now_s: float, *, second: bool = False) -> bool:
        """Whether a repeat of this size may be sent now, at this rate of everything. A ``second`` one only
        while half of the budget is left for packets that were not repeated yet."""
        bytes_per_s = rate_kbps * 1000 / 8 * SHARE
        self._allowance.per_s = bytes_per_s
        self._allowance.saved_most = max(bytes_per_s * SAVED_S, SAVED_LEAST_BYTES)
        leave_bytes = self._allowance.saved_most / 2 if second else 0.0
        return self._allowance.spend(now_s, size_bytes, leave=leave_bytes)
