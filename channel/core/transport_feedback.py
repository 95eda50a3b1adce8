"""What became of each packet sent, as the far end tells it (transport-wide congestion control).

Responsible for: numbers that count all packets of one transport, the feedback on them written and read, and
the results at the sender. Not for: what follows from them (``congestion``), RTCP around it (``rtcp``).

The form is that of draft-holmer-rmcat-transport-wide-cc-extensions-01: a header extension of two bytes, and
RTCP feedback of format 15.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from channel.core.record import Record
from channel.core.wrapping import nearest

URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"

TICK_S = 0.00025
TICKS_PER_REFERENCE = 256
STATUSES_MOST = 1024
"""Packets that one feedback may tell of."""
TOLD_MOST = 400
"""Packets that ours tells of: it fits into one datagram."""
SLOW_S = 0.1
FAST_S = 0.05
BUSY_PACKETS = 12
"""Packets waiting to be told of after ``FAST_S``; with fewer of them, feedback waits for ``SLOW_S``. A
picture of 640×360 with its sound stays below; copies of sound, trains that look for room and larger pictures
do not: a report costs as much as two packets, at either end."""
REORDERED_S = 0.5
"""So long is remembered what came, in case a packet comes late between others."""
AGAIN_MOST = 100
"""So many packets at most that the last feedback told of are told of once more, where both ends want it: it
may have been lost, and often is where a way chokes. What passes must not seem less for it."""

_START = struct.Struct("!HHL")
_LARGE_MOST = (1 << 15) - 1
_RUN_MOST = (1 << 13) - 1
_REFERENCE_BITS = 24


class PacketResult(Record, frozen=True):
    """What became of one packet. ``size_bytes``: with all headers, as it loads the way; ``sent_s``: our
    clock; ``arrived_s``: the far end's clock, None when it is lost; ``kind``: ``audio``, ``video``,
    ``probe``, ``copy`` of a packet of sound, or ``repeat`` of one that was asked for: what is sent again is a
    packet of its own, and a repeat of what had come is told of as lost, since SRTP refuses it. ``number``: in
    the order of sending, not wrapped; ``copies``: how often what it says was sent within a moment, by packets
    of the same ``group``."""

    size_bytes: int
    sent_s: float
    arrived_s: float | None
    kind: str
    number: int
    copies: int = 1
    group: int = 0


@dataclass(frozen=True, slots=True)
class Feedback:
    """``first``: the number of the first packet told of; ``ticks``: arrival of each, counted from
    ``reference`` × 64 ms on the far end's clock, None for those that have not come."""

    first: int
    reference: int
    count: int
    ticks: tuple[int | None, ...]


def write(feedback: Feedback) -> bytes:
    """The body of the RTCP packet. Raises ``ValueError`` when two arrivals in a row are 8 s apart."""
    symbols: list[int] = []
    deltas = bytearray()
    before = 0
    for tick in feedback.ticks:
        if tick is None:
            symbols.append(0)
            continue
        delta = tick - before
        before = tick
        if 0 <= delta < 256:
            symbols.append(1)
            deltas.append(delta)
        elif -_LARGE_MOST <= delta <= _LARGE_MOST:
            symbols.append(2)
            deltas += delta.to_bytes(2, "big", signed=True)
        else:
            raise ValueError("two arrivals are too far apart")
    end = feedback.reference << 8 | feedback.count & 0xFF
    start = _START.pack(feedback.first, len(symbols), end)
    return start + _write_symbols(symbols) + bytes(deltas)


def _write_symbols(symbols: list[int]) -> bytes:
    chunks = bytearray()
    at, last = 0, len(symbols)
    while at < last:
        symbol, run = symbols[at], 1
        while at + run < last and symbols[at + run] == symbol and run < _RUN_MOST:
            run += 1
        if run >= 14 or at + run == last:
            chunk, at = symbol << 13 | run, at + run
        elif 2 not in symbols[at : at + 14]:
            chunk, at = 0x8000 | _vector(symbols[at : at + 14], 14, 1), at + 14
        else:
            chunk, at = 0xC000 | _vector(symbols[at : at + 7], 7, 2), at + 7
        chunks += chunk.to_bytes(2, "big")
    return bytes(chunks)


def _vector(symbols: list[int], places: int, bits: int) -> int:
    vector = 0
    for place, symbol in enumerate(symbols):
        vector |= symbol << (places - 1 - place) * bits
    return vector


def parse(body: bytes) -> Feedback | None:
    """The feedback in the body of an RTCP packet; None when it is malformed or tells of too many."""
    if len(body) < _START.size:
        return None
    first, statuses, end = _START.unpack_from(body)
    if not 0 < statuses <= STATUSES_MOST:
        return None
    symbols: list[int] = []
    at = _START.size
    while len(symbols) < statuses:
        if at + 2 > len(body):
            return None
        chunk = body[at] << 8 | body[at + 1]
        at += 2
        if not chunk & 0x8000:
            symbols += [chunk >> 13] * min(chunk & _RUN_MOST, statuses - len(symbols))
            if not chunk & _RUN_MOST:
                return None
        elif not chunk & 0x4000:
            symbols += [chunk >> shift & 1 for shift in range(13, -1, -1)]
        else:
            symbols += [chunk >> shift & 3 for shift in range(12, -1, -2)]
    ticks: list[int | None] = []
    tick = 0
    for symbol in symbols[:statuses]:
        if symbol == 0:
            ticks.append(None)
            continue
        if symbol == 3 or at + symbol > len(body):
            return None
        tick += int.from_bytes(body[at : at + symbol], "big", signed=symbol == 2)
        at += symbol
        ticks.append(tick)
    return Feedback(first, end >> 8, end & 0xFF, tuple(ticks))


class Arrivals:
    """The receiver's side: what came since the last feedback. Attributes ``due_s``: when feedback is to be
    written, None while nothing waits; ``tells_again``, whether it also tells of what the last one told of."""

    def __init__(self) -> None:
        self.due_s: float | None = None
        self.tells_again = False
        self._ticks: dict[int, int] = {}
        self._highest = -1
        self._from = 0  # the first not told of yet
        self._again_from = 0  # the first that the last feedback told of
        self._waiting = 0
        self._waiting_from_s = 0.0
        self._count = 0
        self._came = 0
        self._looked_at = -1

    def came(self, number: int, now_s: float) -> None:
        """A packet with this number (16 bits)."""
        if self._highest < 0:
            self._highest = self._from = self._again_from = number
            self._looked_at = number - 1
        unwrapped = nearest(number, self._highest, 16)
        if abs(unwrapped - self._highest) >= TOLD_MOST:
            # The far end has begun anew, or most is lost: there is no use in telling of all between.
            self._ticks.clear()
            self._from = self._again_from = self._highest = unwrapped = number
            self._looked_at, self._came = number - 1, 0
        self._came += 1
        self._ticks[unwrapped] = int(now_s / TICK_S)
        self._highest = max(self._highest, unwrapped)
        # A late one is told of together with all that came after it: a feedback has no gaps.
        self._from = min(self._from, unwrapped)
        if not self._waiting:
            self._waiting_from_s = now_s
            self.due_s = now_s + FAST_S
        self._waiting += 1

    def came_again(self) -> None:
        """A packet came whose number cannot be read, as what it carries came before: it was not lost. Who
        sent it is not known, so that the far end is not told of it."""
        self._came += 1

    def loss(self) -> float:
        """The share of packets, 0 to 1, that have not come of those sent since it was asked last. Repeats
        are packets of their own, so this is the loss before any repair."""
        sent, came = self._highest - self._looked_at, self._came
        self._looked_at, self._came = self._highest, 0
        return max(0.0, 1 - came / sent) if sent > 0 else 0.0

    def feedback(self, now_s: float) -> Feedback | None:
        """What is to be told now; called when ``due_s`` has passed."""
        if not self._waiting:
            return None
        if self._waiting < BUSY_PACKETS and now_s < self._waiting_from_s + SLOW_S - TICK_S:
            self.due_s = self._waiting_from_s + SLOW_S
            return None
        oldest = int((now_s - REORDERED_S) / TICK_S)
        first = self._first_again(oldest) if self.tells_again else self._from
        last = min(self._highest + 1, first + TOLD_MOST)
        ticks = [self._ticks.get(number) for number in range(first, last)]
        reference = next(tick for tick in ticks if tick is not None) // TICKS_PER_REFERENCE
        origin = reference * TICKS_PER_REFERENCE
        told: list[int | None] = []
        before = 0
        for tick in ticks:
            if tick is not None:
                tick -= origin
                if abs(tick - before) > _LARGE_MOST:
                    break  # the next feedback begins here
                before = tick
            told.append(tick)
        reference %= 1 << _REFERENCE_BITS
        feedback = Feedback(first & 0xFFFF, reference, self._count, tuple(told))
        self._count = (self._count + 1) & 0xFF
        self._again_from, self._from = self._from, first + len(told)
        self._waiting = self._highest + 1 - self._from
        self.due_s = now_s if self._waiting else None
        self._ticks = {
            number: tick
            for number, tick in self._ticks.items()
            if tick >= oldest or number >= self._again_from
        }
        return feedback

    def _first_again(self, oldest: int) -> int:
        again = range(max(self._again_from, self._from - AGAIN_MOST), self._from)
        too_old = [number for number in again if self._ticks.get(number, oldest) < oldest]
        return too_old[-1] + 1 if too_old else min(again.start, self._from)


class SentPackets:
    """The sender's side: numbers packets and remembers them until the far end has told of them."""

    def __init__(self) -> None:
        self._next = 1
        self._sent: dict[int, tuple[int, float, str, int, int]] = {}
        self._missing: set[int] = set()
        self._reference: int | None = None

    def number(self, size_bytes: int, kind: str, now_s: float, copies: int = 1, group: int = 0) -> int:
        """The number (16 bits) for a packet that is sent now; see ``PacketResult``."""
        number = self._next
        self._next += 1
        self._sent[number] = (size_bytes, now_s, kind, copies, group)
        # Nothing is heard of those of which the feedback itself was lost.
        self._sent.pop(number - 4 * STATUSES_MOST, None)
        self._missing.discard(number - 4 * STATUSES_MOST)
        return number & 0xFFFF

    def told(self, feedback: Feedback) -> list[PacketResult]:
        """What this feedback says about packets not told of before, in the order of their numbers.

        A packet counts as lost when the feedback after the one that missed it does not have it either, so
        that one overtaken on the way is not taken for lost.
        """
        first = self._next - ((self._next - feedback.first) & 0xFFFF)
        missing, self._missing = self._missing, set()
        # The others are told of again below.
        results = [self._fate(number, None) for number in sorted(missing) if number < first]
        origin_s = self._unwrapped(feedback.reference) * TICKS_PER_REFERENCE * TICK_S
        for number, tick in enumerate(feedback.ticks, first):
            if number not in self._sent:
                continue
            if tick is None and number not in missing:
                self._missing.add(number)
            else:
                results.append(self._fate(number, None if tick is None else origin_s + tick * TICK_S))
        return results

    def _fate(self, number: int, arrived_s: float | None) -> PacketResult:
        size_bytes, sent_s, kind, copies, group = self._sent.pop(number)
        return PacketResult(size_bytes, sent_s, arrived_s, kind, number, copies, group)

    def _unwrapped(self, reference: int) -> int:
        if self._reference is None:
            self._reference = reference
        self._reference = nearest(reference, self._reference, _REFERENCE_BITS)
        return self._reference
