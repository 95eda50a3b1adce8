"""RTCP as bytes: what aiortc and browsers write is read, and nothing that comes raises."""

from __future__ import annotations

import random

import pytest
from aiortc.rtp import (
    AnyRtcpPacket,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpRrPacket,
    RtcpRtpfbPacket,
    RtcpSdesPacket,
    RtcpSrPacket,
    pack_remb_fci,
    unpack_remb_fci,
)
from hypothesis import given
from hypothesis import strategies as st

from channel.core import rtcp
from channel.core.rtcp import (
    REPORTS_MOST,
    KeyframeWanted,
    Nack,
    ReceiverReport,
    Remb,
    Report,
    ReportBlock,
    SenderReport,
    TransportWide,
    write_keyframe_wanted,
    write_nack,
    write_name,
    write_remb,
    write_report,
    write_transport_wide,
)

BLOCK = ReportBlock(7, 0.25, -3, 70_000, 12, 0x12345678, 655)
SENDER = SenderReport(5, 0xE0000000_80000000, 90_000, 1000, 123_456, (BLOCK,))
uint16 = st.integers(0, 0xFFFF)


def read(data: bytes) -> list[Report]:
    return list(rtcp.parse(data))


def test_reports_come_back_as_they_were_written() -> None:
    receiver = ReceiverReport(6, (BLOCK, BLOCK))
    assert read(write_report(SENDER) + write_report(receiver)) == [SENDER, receiver]


def test_another_implementation_reads_our_compound_packet() -> None:
    ours = write_report(SENDER) + write_name(5, b"a name") + write_remb(5, 9, 600)
    report, name, remb = RtcpPacket.parse(ours + write_nack(5, 9, [1, 3]))[:3]
    assert isinstance(report, RtcpSrPacket)
    assert report.sender_info.ntp_timestamp == SENDER.ntp
    assert (report.reports[0].fraction_lost, report.reports[0].packets_lost) == (64, -3)
    assert isinstance(name, RtcpSdesPacket)
    assert name.chunks[0].items == [(1, b"a name")]
    assert isinstance(remb, RtcpPsfbPacket)
    assert unpack_remb_fci(remb.fci) == (600_000, [9])


def test_what_another_implementation_writes_is_read() -> None:
    theirs: list[AnyRtcpPacket] = [
        RtcpRrPacket(ssrc=1, reports=[]),
        RtcpRtpfbPacket(fmt=1, ssrc=1, media_ssrc=2, lost=[10, 12, 40]),
        RtcpPsfbPacket(fmt=1, ssrc=1, media_ssrc=2),
        RtcpPsfbPacket(fmt=15, ssrc=1, media_ssrc=0, fci=pack_remb_fci(450_000, [2])),
    ]
    assert read(b"".join(bytes(packet) for packet in theirs)) == [
        ReceiverReport(1, ()),
        Nack(2, (10, 12, 40)),
        KeyframeWanted(),
        Remb(450.0),
    ]


@given(st.lists(uint16, min_size=1, max_size=64, unique=True))
def test_every_packet_asked_for_is_asked_for(wanted: list[int]) -> None:
    (nack,) = read(write_nack(1, 2, wanted))
    assert isinstance(nack, Nack)
    assert set(nack.sequences) == set(wanted)


def test_one_request_for_packets_in_a_row_takes_one_pair() -> None:
    wanted = [(0xFFF8 + n) & 0xFFFF for n in range(17)]
    assert len(write_nack(1, 2, wanted)) == 16
    (nack,) = read(write_nack(1, 2, wanted))
    assert nack == Nack(2, tuple(wanted))


@pytest.mark.parametrize("length", range(1, 9))
def test_padding_makes_whole_words_and_is_taken_off_again(length: int) -> None:
    body = bytes(range(length))
    written = write_transport_wide(1, 2, body)
    assert len(written) % 4 == 0
    assert read(written) == [TransportWide(body)]


def test_a_request_for_a_key_frame_is_read() -> None:
    assert read(write_keyframe_wanted(1, 2)) == [KeyframeWanted()]


@given(st.binary(max_size=200))
def test_nothing_raises(data: bytes) -> None:
    read(data)


@given(st.randoms(use_true_random=False))
def test_no_mutant_raises(chance: random.Random) -> None:
    whole = bytearray(write_report(SENDER) + write_nack(1, 2, [3]) + write_remb(1, 2, 300))
    for _ in range(chance.randint(1, 5)):
        whole[chance.randrange(len(whole))] = chance.randrange(256)
    read(bytes(whole[: chance.randrange(len(whole) + 1)]))


def test_one_datagram_has_no_more_reports_than_an_honest_end_writes() -> None:
    """Each of a hundred requests in 1,200 bytes would cost as much as a datagram of its own."""
    assert len(read(write_keyframe_wanted(1, 2) * 100)) == REPORTS_MOST
