"""From RTP packets to whole pictures in order, and nothing but whole pictures.

Responsible for: joining packets on the marker bit, so that a picture is not held until the next one; waiting
at a hole as long as its packets may still come; and which pictures may be decoded after a loss, because
decoders go on across missing references without an error. Not for: what a packet says of its picture (the
codec's ``PayloadFormat``), asking for packets (``channel.core.repair``, which also says for how long),
decoding, nor for asking the sender for a key frame (the caller does on ``NeedKeyframe``).

At a hole, whatever comes first is done:

- its packets come: nothing is lost;
- behind it a key frame is whole: all before it is left out;
- the picture behind it follows by its picture ID on the last one: only padding was lost (H.264 has no such
  number: any packet that is missing counts);
- the picture behind it is whole and, by its layer (RFC 7741: TL0PICIDX, TID, Y), refers to nothing that was
  lost: the lost one of the upper layer is left out after ``SKIP_AFTER_S``;
- its packets are given up: everything is discarded until a picture that refers to nothing lost, in a stream
  without layers until a key frame.
"""

from __future__ import annotations

import math
from enum import Enum, auto
from typing import TypeAlias

from channel.core.picture_payload import Descriptor, PayloadError, PayloadFormat
from channel.core.record import Record
from channel.core.repair import Missing
from channel.core.wrapping import nearest

PACKETS_HELD_MOST = 512
BYTES_HELD_MOST = 512 * 1024
"""Of packets that wait for others; beyond it they are dropped. No picture can be larger."""
SKIP_AFTER_S = 0.03


class Arrival(Record, frozen=True):
    """One RTP packet of the picture stream."""

    sequence: int
    timestamp: int
    marker: bool
    payload: bytes
    arrived_s: float


class WholePicture(Record, frozen=True):
    """All of one picture. ``arrived_s``: when its last packet came."""

    data: bytes
    keyframe: bool
    timestamp: int
    arrived_s: float


class NeedKeyframe(Record, frozen=True):
    """Something is missing for good: ask the sender. Said once per gap; the caller repeats as it sees fit."""


Outcome: TypeAlias = WholePicture | NeedKeyframe


class _Standing(Enum):
    """Of a picture that begins, in view of what was lost before it."""

    DECODABLE = auto()
    UNNEEDED = auto()
    """It refers to something lost, but nothing of the base does."""
    BROKEN = auto()


class _Part(Record, frozen=True):
    """A packet with its descriptor, None for padding, and its bytes of the picture. ``begins_key``: the first
    of a key frame."""

    packet: Arrival
    descriptor: Descriptor | None
    body: bytes
    begins_key: bool

    @property
    def starts(self) -> bool:
        return self.descriptor is not None and self.descriptor.starts


class Assembler:
    """Not thread-safe. ``missing`` must have been told of every packet before ``put``.

    Attributes: ``waiting``, everything is discarded until a key frame; ``gaps``, how often pictures were
    lost for good; ``next_due_s``, when ``elapsed`` has something to do, apart from packets given up.
    """

    def __init__(self, missing: Missing, payload_format: PayloadFormat) -> None:
        self.waiting = True
        self.gaps = 0
        self.next_due_s = math.inf
        self._missing = missing
        self._format = payload_format
        self._parts: dict[int, _Part] = {}
        self._held_bytes = 0
        # Sequence numbers here do not wrap.
        self._next: int | None = None
        self._newest = 0
        self._looked_to = 0
        # What was given out last, and what is known to be lost since.
        self._last: Descriptor | None = None
        self._torn = False
        self._upper_torn = False

    def put(self, packet: Arrival) -> list[Outcome]:
        """A packet came; gives what is complete now, in order."""
        out: list[Outcome] = []
        if self._next is None:
            self._next = self._newest = packet.sequence
        number = nearest(packet.sequence, self._next, 16)
        if number < self._next or number in self._parts:
            return out  # late or doubled: its place was filled or given up
        held_bytes = self._held_bytes + len(packet.payload)
        if number - self._next >= PACKETS_HELD_MOST or held_bytes > BYTES_HELD_MOST:
            self._go_to(number)
            self._break(out)
        try:
            read = self._format.read(packet.payload) if packet.payload else None
        except PayloadError:
            return out  # as if it had been lost, and it will not come again
        descriptor, body = read if read is not None else (None, b"")
        begins_key = descriptor is not None and descriptor.starts and self._format.is_keyframe(body)
        before = self._parts.get(number - 1)
        self._parts[number] = _Part(packet, descriptor, body, begins_key)
        self._held_bytes += len(packet.payload)
        self._newest = max(number, self._newest)
        # What only goes on with a picture that has not ended completes nothing. Most packets do.
        goes_on = before is not None and not before.packet.marker and number == self._newest
        if packet.marker or not goes_on:
            out.extend(self.elapsed(packet.arrived_s))
        return out

    def elapsed(self, now_s: float) -> list[Outcome]:
        """Time has passed, or packets were given up."""
        out: list[Outcome] = []
        self.next_due_s = math.inf
        while self._advance(now_s, out):
            pass
        return out

    def _advance(self, now_s: float, out: list[Outcome]) -> bool:
        """One step; whether another may follow."""
        if not self._parts:
            return False
        assert self._next is not None
        part = self._parts.get(self._next)
        if part is None:
            return self._pass_hole(self._next, now_s, out)
        if not part.starts:
            # Padding, or the rest of a picture of which the beginning was lost.
            self._torn = self._torn or part.descriptor is not None
            self._go_to(self._next + 1)
            return True
        match self._standing(part, lost=False):
            case _Standing.DECODABLE:
                return self._take_picture(part, now_s, out)
            case _Standing.UNNEEDED:
                self._upper_torn = True
            case _Standing.BROKEN:
                self._break(out)
        self._go_to(self._next + 1)
        return True

    # ------------------------------------------------------------ one picture

    def _take_picture(self, first: _Part, now_s: float, out: list[Outcome]) -> bool:
        """Give the picture that begins here if it is whole."""
        assert self._next is not None
        end, whole = self._reach(self._next, max(self._next, self._looked_to))
        self._looked_to = end
        if whole:
            self._give(first, end, out)
            return True
        if end in self._parts:  # another one begins: the sender gave this one up
            self._torn = True
            self._go_to(end)
            return True
        return any(number > end for number in self._parts) and self._pass_hole(end, now_s, out)

    def _reach(self, start: int, looked_to: int) -> tuple[int, bool]:
        """How far the picture that begins at ``start`` is there: its last packet and true, or the first
        packet that is missing or belongs to another one, and false."""
        timestamp = self._parts[start].packet.timestamp
        number = looked_to
        while (part := self._parts.get(number)) is not None:
            if number != start and (part.starts or (part.descriptor and part.packet.timestamp != timestamp)):
                return number, False
            if part.descriptor is not None and part.packet.marker:
                return number, True
            number += 1
        return number, False

    def _give(self, first: _Part, end: int, out: list[Outcome]) -> None:
        assert self._next is not None
        assert first.descriptor is not None
        parts = [self._parts[number] for number in range(self._next, end + 1)]
        data = b"".join([part.body for part in parts])
        if not self._format.admits(data):
            self._break(out)
            self._go_to(end + 1)
            return
        keyframe = self._format.is_keyframe(data)
        arrived_s = max(part.packet.arrived_s for part in parts)
        self._upper_torn = self._upper_torn_after(first.descriptor, keyframe)
        self._last = first.descriptor
        self._torn = False
        self.waiting = False
        self._go_to(end + 1)
        out.append(WholePicture(data, keyframe, first.packet.timestamp, arrived_s))

    # ------------------------------------------------------------ what may be decoded

    def _standing(self, part: _Part, *, lost: bool) -> _Standing:
        """``lost``: whatever was before it is not there."""
        descriptor = part.descriptor
        assert descriptor is not None
        if part.begins_key:
            return _Standing.DECODABLE
        if self.waiting or self._last is None:
            return _Standing.UNNEEDED
        follows = not lost and self._follows(descriptor)
        if descriptor.layer is None or self._last.layer is None:
            return _Standing.DECODABLE if follows else _Standing.BROKEN
        is_upper = descriptor.layer.number > 0
        expected = self._last.layer.base_index + (0 if is_upper else 1)
        if descriptor.layer.base_index != expected & 0xFF:
            return _Standing.BROKEN
        if is_upper and not descriptor.layer.on_base and (self._upper_torn or not follows):
            return _Standing.UNNEEDED
        return _Standing.DECODABLE

    def _follows(self, descriptor: Descriptor) -> bool:
        """Whether no picture is missing between the last one and this."""
        last = self._last
        if last is None or last.picture_id is None or descriptor.picture_id is None:
            return not self._torn
        return descriptor.picture_id == (last.picture_id + 1) & (1 << descriptor.picture_id_bits) - 1

    def _upper_torn_after(self, descriptor: Descriptor, keyframe: bool) -> bool:
        """Whether a picture of the upper layer may now refer to one that was lost."""
        if keyframe or descriptor.layer is None:
            return False
        if descriptor.layer.number > 0:
            return self._upper_torn and not descriptor.layer.on_base
        return self._upper_torn or not self._follows(descriptor)

    # ------------------------------------------------------------ holes

    def _pass_hole(self, hole: int, now_s: float, out: list[Outcome]) -> bool:
        """Go beyond a hole if there is reason to. Packets behind it are there."""
        behind = sorted(number for number in self._parts if number > hole)
        starts = [number for number in behind if self._parts[number].starts]
        if (target := self._without_the_lost(hole, starts, now_s)) is not None:
            self._go_to(target)
            return True
        if all((number & 0xFFFF) in self._missing for number in range(hole, behind[0])):
            return False
        self._torn = True
        self._go_to(behind[0])
        if self._last is None or self._last.layer is None:
            self._break(out)
        return True

    def _without_the_lost(self, hole: int, starts: list[int], now_s: float) -> int | None:
        """The first picture behind the hole that needs nothing of what was lost."""
        for number in starts:
            if self._parts[number].begins_key and self._reach(number, number)[1]:
                return number
        if not starts or self.waiting:
            return None
        first = self._parts[starts[0]].descriptor
        assert first is not None
        if hole == self._next and first.picture_id is not None and self._follows(first):
            return starts[0]
        for number in starts:
            standing = self._standing(self._parts[number], lost=True)
            if standing is _Standing.BROKEN:
                return None
            if standing is _Standing.DECODABLE:
                return number if self._ripe(number, now_s) else None
        return None

    def _ripe(self, start: int, now_s: float) -> bool:
        """Whether the picture that begins here has been whole for long enough."""
        end, whole = self._reach(start, start)
        if not whole:
            return False
        whole_s = max(self._parts[number].packet.arrived_s for number in range(start, end + 1))
        if now_s < whole_s + SKIP_AFTER_S:
            self.next_due_s = whole_s + SKIP_AFTER_S
            return False
        return True

    def _break(self, out: list[Outcome]) -> None:
        self.gaps += 1
        if not self.waiting:
            self.waiting = True
            out.append(NeedKeyframe())

    def _go_to(self, number: int) -> None:
        """What lies before is done with."""
        for done in [held for held in self._parts if held < number]:
            self._held_bytes -= len(self._parts.pop(done).packet.payload)
        self._next = self._looked_to = number
        self._missing.forget(number & 0xFFFF)
