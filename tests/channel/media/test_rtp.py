"""RTP as bytes."""

from __future__ import annotations

import struct

import pytest
from aiortc.rtcrtpparameters import RTCRtpHeaderExtensionParameters, RTCRtpParameters
from aiortc.rtp import HeaderExtensionsMap, RtpPacket
from hypothesis import given
from hypothesis import strategies as st

from channel.core.rtcp import ReportBlock
from channel.core.transport_feedback import URI
from channel.media.rtp import IncomingStream, OutgoingStream, Packet, numbered, parse

TRANSPORT_ID = 4


def sent(payload: bytes = b"payload") -> bytes:
    packets: list[bytes] = []

    def take(packet: bytes) -> bool:
        packets.append(packet)
        return True

    OutgoingStream(1, 96, 48_000, take).send((payload,), 960, marker=True)
    return packets[0]


@given(st.integers(0, 0xFFFF), st.integers(1, 14), st.binary(max_size=100))
def test_a_number_is_read_as_it_was_written(number: int, transport_id: int, payload: bytes) -> None:
    packet = parse(numbered(sent(payload), transport_id, number), transport_id=transport_id)
    assert packet is not None
    assert (packet.transport_number, packet.payload, packet.marker) == (number, payload, True)


def test_another_implementation_reads_our_number() -> None:
    extensions = HeaderExtensionsMap()
    known = RTCRtpHeaderExtensionParameters(id=TRANSPORT_ID, uri=URI)
    extensions.configure(RTCRtpParameters(headerExtensions=[known]))
    packet = RtpPacket.parse(numbered(sent(), TRANSPORT_ID, 0x1234), extensions)
    assert packet.extensions.transport_sequence_number == 0x1234
    assert packet.payload == b"payload"


@pytest.mark.parametrize(
    ("elements", "number"),
    [
        ("41 1234 00", 0x1234),
        ("10 30  41 1234 000000", 0x1234),  # after a mid
        ("0000 41 1234 000000", 0x1234),  # after padding
        ("f0 41 1234", None),  # 15 ends the list
        ("22 aabbcc", None),
        ("1030 41 12", None),  # cut off
    ],
)
def test_the_number_is_found_between_other_extensions(elements: str, number: int | None) -> None:
    extension = bytes.fromhex(elements.replace(" ", ""))
    extension += bytes(-len(extension) % 4)
    plain = sent()
    words = struct.pack("!HH", 0xBEDE, len(extension) // 4)
    packet = parse(b"\x90" + plain[1:12] + words + extension + plain[12:], transport_id=TRANSPORT_ID)
    assert packet is not None
    assert (packet.transport_number, packet.payload) == (number, b"payload")


@given(st.binary(max_size=60))
def test_nothing_raises(data: bytes) -> None:
    parse(data, red_type=63, transport_id=TRANSPORT_ID)


def test_padding_is_no_payload() -> None:
    packets: list[bytes] = []

    def take(packet: bytes) -> bool:
        packets.append(packet)
        return True

    stream = OutgoingStream(1, 96, 48_000, take)
    for size_bytes in (10, 100, 5000):
        stream.emit(stream.padding(size_bytes))
    assert [len(packet) for packet in packets] == [13, 100, 267]
    parsed = [parse(packet) for packet in packets]
    assert all(packet is not None and packet.payload == b"" for packet in parsed)
    assert stream.octets == 0


def test_the_round_trip_is_what_passed_less_what_the_far_end_waited() -> None:
    now_s = 100.0
    stream = OutgoingStream(1, 96, 48_000, lambda packet: True, time_s=lambda: now_s)
    far = IncomingStream(48_000)
    far.count(Packet(96, False, 1, 0, 1, b""), 50.0)
    far.sender_reported(stream.report().ntp, 50.03)
    block = far.report(50.83)
    assert block is not None
    now_s = 100.87
    assert stream.round_trip_s(block) == pytest.approx(0.07, abs=0.001)


def test_a_sum_that_cannot_be_is_no_round_trip() -> None:
    stream = OutgoingStream(1, 96, 48_000, lambda packet: True, time_s=lambda: 100.0)
    assert stream.round_trip_s(ReportBlock(1, 0.1, 0, 0, 0, 200 << 16, 0)) is None
