"""RTP streams as bytes: numbering what is sent, counting what comes (RFC 3550).

Responsible for: one outgoing and one incoming stream each, their RTCP reports and their figures. Not for:
SRTP and sockets (``aiortc_seams``), gates (the outlets).

aiortc's own sender and receiver are not used: the one awaits a coroutine per packet, the other holds sound
for 80 ms and pictures until the next one.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass
from secrets import randbelow

from aiortc import clock
from aiortc.rtp import RtcpReceiverInfo, RtcpSenderInfo, RtcpSrPacket

HEADER = struct.Struct("!BBHLL")
_EXTENSION = struct.Struct("!HH")


@dataclass(frozen=True, slots=True)
class Packet:
    """One received RTP packet, header extensions left out."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


def parse(data: bytes) -> Packet | None:
    """The packet, None when these bytes are none."""
    if len(data) < HEADER.size:
        return None
    first, second, sequence, timestamp, ssrc = HEADER.unpack_from(data)
    if first >> 6 != 2:
        return None
    start = HEADER.size + 4 * (first & 0x0F)
    if first & 0x10:
        if len(data) < start + _EXTENSION.size:
            return None
        start += _EXTENSION.size + 4 * _EXTENSION.unpack_from(data, start)[1]
    end = len(data) - (data[-1] if first & 0x20 else 0)
    if start > end:
        return None
    return Packet(second & 0x7F, bool(second & 0x80), sequence, timestamp, ssrc, data[start:end])


def middle_ntp() -> int:
    """The middle 32 bits of the NTP time, in units of 1/65536 s."""
    return clock.current_ntp_time() >> 16 & 0xFFFFFFFF


class OutgoingStream:
    """Packets of one kind to one booth or desk. Loop thread only.

    Sequence numbers have no holes of our making: what a gate keeps back is never numbered.
    """

    def __init__(self, ssrc: int, payload_type: int, clock_hz: int, send: Callable[[bytes], bool]) -> None:
        self.ssrc = ssrc
        self.packets = 0
        self.octets = 0
        self.loss = 0.0
        self.round_trip_s = 0.0
        self._payload_type = payload_type
        self._clock_hz = clock_hz
        self._send = send
        # In the lower half, so that it does not wrap before SRTP has settled.
        self._sequence = randbelow(1 << 15)
        self._timestamp_origin = randbelow(1 << 32)
        self._last_timestamp = 0
        self._last_ntp = 0

    def send(self, payloads: tuple[bytes, ...], timestamp: int, *, marker: bool) -> bool:
        """Send the packets of one picture or block; false when the socket is full and some were dropped."""
        self._last_timestamp = (self._timestamp_origin + timestamp) & 0xFFFFFFFF
        self._last_ntp = clock.current_ntp_time()
        last = len(payloads) - 1
        for index, payload in enumerate(payloads):
            second = self._payload_type | (0x80 if marker and index == last else 0)
            header = HEADER.pack(0x80, second, self._sequence, self._last_timestamp, self.ssrc)
            self._sequence = (self._sequence + 1) & 0xFFFF
            if not self._send(header + payload):
                return False
            self.packets += 1
            self.octets += len(payload)
        return True

    def report(self) -> RtcpSrPacket:
        """The sender report: what the clocks say at this moment, so that the round trip can be told from
        it."""
        ntp = clock.current_ntp_time()
        since_ticks = (ntp - self._last_ntp) * self._clock_hz >> 32
        info = RtcpSenderInfo(
            ntp_timestamp=ntp,
            rtp_timestamp=(self._last_timestamp + since_ticks) & 0xFFFFFFFF,
            packet_count=self.packets & 0xFFFFFFFF,
            octet_count=self.octets & 0xFFFFFFFF,
        )
        return RtcpSrPacket(ssrc=self.ssrc, sender_info=info)

    def reported(self, report: RtcpReceiverInfo) -> None:
        """The far end's report on this stream."""
        self.loss = report.fraction_lost / 256
        if report.lsr:
            round_trip_s = ((middle_ntp() - report.lsr - report.dlsr) & 0xFFFFFFFF) / 65536
            if round_trip_s < 60:  # else the clock was set meanwhile
                self.round_trip_s = round_trip_s


class IncomingStream:
    """Counts the packets of one kind. Loop thread only. Attribute ``ssrc``: of the far end, 0 before any
    came."""

    def __init__(self, clock_hz: int) -> None:
        self.ssrc = 0
        self.packets = 0
        self.octets = 0
        self.loss = 0.0
        self._clock_hz = clock_hz
        self._base = 0
        self._highest = 0
        self._jitter = 0.0
        self._transit = 0
        self._expected_before = 0
        self._received = 0
        self._received_before = 0
        self._sender_ntp = 0
        self._sender_report_ntp = 0

    def count(self, packet: Packet, arrived_s: float) -> None:
        """A packet came."""
        if packet.ssrc != self.ssrc:
            self.ssrc = packet.ssrc
            self._base = self._highest = packet.sequence
            self._received = self._received_before = self._expected_before = 0
            self._transit = int(arrived_s * self._clock_hz) - packet.timestamp
        self.packets += 1
        self.octets += len(packet.payload)
        self._received += 1
        ahead = ((packet.sequence - self._highest + 0x8000) & 0xFFFF) - 0x8000
        if ahead >= 0:
            self._highest += ahead
            transit = int(arrived_s * self._clock_hz) - packet.timestamp
            change = abs(transit - self._transit)
            self._transit = transit
            if change < self._clock_hz:  # not across a gap made by a gate or a wrapped timestamp
                self._jitter += (change - self._jitter) / 16

    def sender_reported(self, ntp: int) -> None:
        """A sender report came with this NTP time."""
        self._sender_ntp = ntp >> 16 & 0xFFFFFFFF
        self._sender_report_ntp = middle_ntp()

    def report(self) -> RtcpReceiverInfo | None:
        """What the far end is to know about its stream, and the loss since the last report."""
        if not self.ssrc:
            return None
        expected = self._highest - self._base + 1
        expected_now = expected - self._expected_before
        lost_now = max(0, expected_now - (self._received - self._received_before))
        self._expected_before = expected
        self._received_before = self._received
        self.loss = lost_now / expected_now if expected_now > 0 else 0.0
        lost = max(-(1 << 23), min(expected - self._received, (1 << 23) - 1))
        since_report = (middle_ntp() - self._sender_report_ntp) & 0xFFFFFFFF
        return RtcpReceiverInfo(
            ssrc=self.ssrc,
            fraction_lost=min(255, int(self.loss * 256)),
            packets_lost=lost,
            highest_sequence=self._highest & 0xFFFFFFFF,
            jitter=int(self._jitter),
            lsr=self._sender_ntp,
            dlsr=since_report if self._sender_ntp else 0,
        )
