"""RTP streams as bytes: numbering what is sent, counting what comes (RFC 3550).

Responsible for: one outgoing and one incoming stream each, their RTCP reports and their figures. Not for:
SRTP and sockets (``aiortc_seams``), gates (the outlets).

aiortc's own sender and receiver are not used: the one awaits a coroutine per packet, the other holds sound
for 80 ms and pictures until the next one.
"""

from __future__ import annotations

import struct
import time
from collections.abc import Callable
from secrets import randbelow

import msgspec

from channel.core.copies import NUMBER_BYTES, ssrc_of_copies, ssrc_of_original
from channel.core.record import Record
from channel.core.rtcp import ReportBlock, SenderReport
from channel.core.wrapping import nearest

HEADER = struct.Struct("!BBHLL")
_EXTENSION = struct.Struct("!HH")
_ONE_BYTE_FORM = 0xBEDE
_NUMBERED = struct.Struct("!HHBHx")
PADDING_MOST_BYTES = 255


class Packet(Record, frozen=True):
    """One received RTP packet. ``red``: its payload is of RFC 2198; ``transport_number``: its number among
    all packets of both kinds (16 bits), None where the far end does not count them."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes
    red: bool = False
    transport_number: int | None = None


def parse(data: bytes, *, red_type: int | None = None, transport_id: int | None = None) -> Packet | None:
    """The packet, None when these bytes are none.

    ``red_type``: payload type of RFC 2198 here; ``transport_id``: of the header extension that holds the
    transport-wide number.
    """
    if len(data) < HEADER.size:
        return None
    first, second, sequence, timestamp, ssrc = HEADER.unpack_from(data)
    if first >> 6 != 2:
        return None
    start = HEADER.size + 4 * (first & 0x0F)
    number = None
    if first & 0x10:
        if len(data) < start + _EXTENSION.size:
            return None
        form, words = _EXTENSION.unpack_from(data, start)
        after = start + _EXTENSION.size + 4 * words
        if transport_id is not None and form == _ONE_BYTE_FORM:
            number = _transport_number(data[start + _EXTENSION.size : after], transport_id)
        start = after
    end = len(data) - (data[-1] if first & 0x20 else 0)
    if start > end:
        return None
    payload_type = second & 0x7F
    return Packet(
        payload_type,
        second > 0x7F,
        sequence,
        timestamp,
        ssrc,
        data[start:end],
        payload_type == red_type,
        number,
    )


def copy_of(packet: bytes, payload_type: int, sequence: int) -> bytes:
    """A packet of sound, without header extensions, as a copy of it (``channel.core.copies``): with this
    payload type and this number in the copies' own stream."""
    _, second, number, timestamp, ssrc = HEADER.unpack_from(packet)
    header = HEADER.pack(packet[0], second & 0x80 | payload_type, sequence, timestamp, ssrc_of_copies(ssrc))
    return b"".join((header, number.to_bytes(NUMBER_BYTES, "big"), packet[HEADER.size :]))


def original_of(copy: Packet, payload_type: int, *, red: bool) -> Packet | None:
    """The packet of which this is a copy, with its own payload type; None when it cannot be one."""
    if len(copy.payload) < NUMBER_BYTES:
        return None
    return msgspec.structs.replace(
        copy,
        payload_type=payload_type,
        sequence=int.from_bytes(copy.payload[:NUMBER_BYTES], "big"),
        ssrc=ssrc_of_original(copy.ssrc),
        payload=copy.payload[NUMBER_BYTES:],
        red=red,
    )


def _transport_number(elements: bytes, transport_id: int) -> int | None:
    """From header extensions of the one-byte form (RFC 8285, 4.2)."""
    at, last = 0, len(elements) - 2
    while at < last:
        identifier = elements[at] >> 4
        if identifier == transport_id:
            return elements[at + 1] << 8 | elements[at + 2]
        if identifier == 15:
            return None
        at += (elements[at] & 0x0F) + 2 if identifier else 1
    return None


def numbered(packet: bytes, transport_id: int, number: int) -> bytes:
    """A packet without header extensions, with its transport-wide number as its only one."""
    extension = _NUMBERED.pack(_ONE_BYTE_FORM, 1, transport_id << 4 | 1, number)
    return b"".join((bytes((packet[0] | 0x10,)), packet[1 : HEADER.size], extension, packet[HEADER.size :]))


def _ntp(now_s: float) -> int:
    """As the 64 bits of an NTP time. It is our monotonic clock, which nobody sets: reports need no more
    (RFC 3550, 6.4.1)."""
    return int(now_s * (1 << 32)) & 0xFFFFFFFF_FFFFFFFF


def _middle_ntp(now_s: float) -> int:
    """The middle 32 bits of the NTP time, in units of 1/65536 s."""
    return _ntp(now_s) >> 16 & 0xFFFFFFFF


class Unsent(Record, frozen=True):
    """A packet that has no sequence number yet. ``second``: the second byte of its header; ``padding``:
    bytes of it that are no payload."""

    second: int
    timestamp: int
    payload: bytes
    padding: int = 0

    @property
    def size_bytes(self) -> int:
        """With the RTP header."""
        return HEADER.size + len(self.payload) + self.padding


class OutgoingStream:
    """Packets of one kind to one booth or desk. Loop thread only.

    Sequence numbers have no holes of our making: what a gate keeps back is never numbered, nor is what
    waits in ``pace``. ``send`` puts one packet on its way; ``pace`` takes several, to come back to ``emit``
    when their time has come, or refuses them, sooner when they are spare. Without it packets go at once.
    """

    def __init__(
        self,
        ssrc: int,
        payload_type: int,
        clock_hz: int,
        send: Callable[[bytes], bool],
        *,
        red_type: int | None = None,
        pace: Callable[[list[Unsent], bool], bool] | None = None,
        on_forget: Callable[[], None] = lambda: None,
        time_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.ssrc = ssrc
        self.packets = 0
        self.octets = 0
        self._payload_type = payload_type
        self._red_type = red_type
        self._clock_hz = clock_hz
        self._send = send
        self._pace = pace
        self._on_forget = on_forget
        self._time_s = time_s
        # In the lower half, so that it does not wrap before SRTP has settled.
        self._sequence = randbelow(1 << 15)
        self._timestamp_origin = randbelow(1 << 32)
        self._last_timestamp = 0
        self._last_sent_s = 0.0

    @property
    def payload_type(self) -> int:
        """What the codec's own payloads are announced as."""
        return self._payload_type

    @property
    def takes_red(self) -> bool:
        """Whether the far end takes payloads of RFC 2198."""
        return self._red_type is not None

    def send(
        self,
        payloads: tuple[bytes, ...],
        timestamp: int,
        *,
        marker: bool,
        red: bool = False,
        spare: bool = False,
    ) -> bool:
        """Send the packets of one picture or block; false when the way is full and some were dropped.

        ``red``: the payload is of RFC 2198; only where ``takes_red``. ``spare``: no other picture needs it.
        """
        payload_type = self._payload_type
        if red:
            assert self._red_type is not None
            payload_type = self._red_type
        self._last_timestamp = (self._timestamp_origin + timestamp) & 0xFFFFFFFF
        self._last_sent_s = self._time_s()
        packets = [Unsent(payload_type, self._last_timestamp, payload) for payload in payloads]
        if marker:
            packets[-1] = Unsent(payload_type | 0x80, self._last_timestamp, payloads[-1])
        if self._pace is not None:
            return self._pace(packets, spare)
        return all(self.emit(packet) for packet in packets)

    def padding(self, size_bytes: int) -> Unsent:
        """A packet of this size, at most ``PADDING_MOST_BYTES`` and its header, that says nothing: the
        padding of RFC 3550, 5.1. Only between two pictures."""
        padding = max(1, min(size_bytes - HEADER.size, PADDING_MOST_BYTES))
        return Unsent(self._payload_type, self._last_timestamp, b"", padding)

    def emit(self, unsent: Unsent) -> bool:
        """Number this packet and put it on its way."""
        first = 0xA0 if unsent.padding else 0x80
        header = HEADER.pack(first, unsent.second, self._sequence, unsent.timestamp, self.ssrc)
        self._sequence = (self._sequence + 1) & 0xFFFF
        packet = header + unsent.payload
        if unsent.padding:
            packet += bytes(unsent.padding - 1) + bytes((unsent.padding,))
        if not self._send(packet):
            return False
        self.packets += 1
        self.octets += len(unsent.payload)
        return True

    def forget(self) -> None:
        """What waits is not sent any more, and nothing that was sent is ever repeated: the gate has shut."""
        self._on_forget()

    def report(self) -> SenderReport:
        """The sender report: what the clocks say at this moment, so that the round trip can be told from
        it."""
        now_s = self._time_s()
        since_ticks = int((now_s - self._last_sent_s) * self._clock_hz)
        return SenderReport(
            ssrc=self.ssrc,
            ntp=_ntp(now_s),
            timestamp=(self._last_timestamp + since_ticks) & 0xFFFFFFFF,
            packets=self.packets & 0xFFFFFFFF,
            octets=self.octets & 0xFFFFFFFF,
        )

    def round_trip_s(self, block: ReportBlock) -> float | None:
        """What the far end's report on this stream says of the round trip; None when it says nothing of
        it, or what cannot be."""
        if not block.last_report:
            return None
        ticks = (_middle_ntp(self._time_s()) - block.last_report - block.delay) & 0xFFFFFFFF
        return ticks / 65536 if 0 < ticks < 60 << 16 else None


class IncomingStream:
    """Counts the packets of one kind. Loop thread only. Attribute ``ssrc``: of the far end, 0 before any
    came."""

    def __init__(self, clock_hz: int) -> None:
        self.ssrc = 0
        self._clock_hz = clock_hz
        self._base = 0
        self._highest = 0
        self._jitter = 0.0
        self._transit = 0
        self._expected_before = 0
        self._received = 0
        self._received_before = 0
        self._sender_ntp = 0
        self._sender_report_s = 0.0

    def count(self, packet: Packet, arrived_s: float) -> None:
        """A packet came."""
        if packet.ssrc != self.ssrc:
            self.ssrc = packet.ssrc
            self._base = self._highest = packet.sequence
            self._received = self._received_before = self._expected_before = 0
            self._transit = int(arrived_s * self._clock_hz) - packet.timestamp
        self._received += 1
        number = nearest(packet.sequence, self._highest, 16)
        if number >= self._highest:
            self._highest = number
            transit = int(arrived_s * self._clock_hz) - packet.timestamp
            change = abs(transit - self._transit)
            self._transit = transit
            if change < self._clock_hz:  # not across a gap made by a gate or a wrapped timestamp
                self._jitter += (change - self._jitter) / 16

    def sender_reported(self, ntp: int, now_s: float) -> None:
        """A sender report came with this NTP time."""
        self._sender_ntp = ntp >> 16 & 0xFFFFFFFF
        self._sender_report_s = now_s

    def report(self, now_s: float) -> ReportBlock | None:
        """What the far end is to know about its stream, and the loss since the last report."""
        if not self.ssrc:
            return None
        expected = self._highest - self._base + 1
        expected_now = expected - self._expected_before
        lost_now = max(0, expected_now - (self._received - self._received_before))
        self._expected_before = expected
        self._received_before = self._received
        since_report = int((now_s - self._sender_report_s) * 65536) & 0xFFFFFFFF
        return ReportBlock(
            ssrc=self.ssrc,
            loss=lost_now / expected_now if expected_now > 0 else 0.0,
            packets_lost=expected - self._received,
            highest_sequence=self._highest & 0xFFFFFFFF,
            jitter=int(self._jitter),
            last_report=self._sender_ntp,
            delay=since_report if self._sender_ntp else 0,
        )
