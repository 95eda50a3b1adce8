"""RTCP as bytes, written and read (RFC 3550, 4585, 5104, REMB, transport-wide feedback).

Responsible for: the reports and requests that the two ends of a stream send each other. Not for: what
follows from them, nor for the inside of transport-wide feedback (``transport_feedback``).

``parse`` never raises: whatever is malformed is left out, and so is all behind a wrong length.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_SENDER_REPORT, _RECEIVER_REPORT, _DESCRIPTION = 200, 201, 202
_TRANSPORT_FEEDBACK, _PAYLOAD_FEEDBACK = 205, 206
_NACK, _TRANSPORT_WIDE = 1, 15  # formats of 205
_PLI, _FIR, _APPLICATION = 1, 4, 15  # formats of 206

_HEADER = struct.Struct("!BBH")
_SENDER_INFO = struct.Struct("!LQLLL")
_BLOCK = struct.Struct("!LLLLLL")
_TWO_SSRCS = struct.Struct("!LL")
_NACK_PAIR = struct.Struct("!HH")

BLOCKS_MOST = 31
NACKS_MOST = 64
"""Pairs in one request: with 17 packets each more than any history holds."""
REPORTS_MOST = 16
"""In one datagram; honest ends write half as many, and each costs something to follow."""
_LOST_BITS = 24


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """What a receiver says about one stream. ``loss``: 0–1 since the last report; ``jitter`` in ticks of
    the stream's clock; ``last_report`` and ``delay``: in units of 1/65536 s (RFC 3550, 6.4.1)."""

    ssrc: int
    loss: float
    packets_lost: int
    highest_sequence: int
    jitter: int
    last_report: int
    delay: int


@dataclass(frozen=True, slots=True)
class SenderReport:
    """What a sender says about its stream."""

    ssrc: int
    ntp: int
    timestamp: int
    packets: int
    octets: int
    blocks: tuple[ReportBlock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiverReport:
    """What one that does not send says about the streams that come."""

    ssrc: int
    blocks: tuple[ReportBlock, ...]


@dataclass(frozen=True, slots=True)
class Nack:
    """Packets to be sent again."""

    media_ssrc: int
    sequences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class KeyframeWanted:
    """The far end cannot show what it gets (PLI or FIR)."""


@dataclass(frozen=True, slots=True)
class Remb:
    """The far end's estimate of what can be sent to it altogether."""

    kbps: float


@dataclass(frozen=True, slots=True)
class TransportWide:
    """Transport-wide feedback, to be read by ``transport_feedback``."""

    body: bytes


Report: TypeAlias = SenderReport | ReceiverReport | Nack | KeyframeWanted | Remb | TransportWide


def parse(data: bytes) -> Iterator[Report]:
    """What is understood of a compound packet, each read only when it is asked for."""
    at = count = 0
    while at + _HEADER.size <= len(data) and count < REPORTS_MOST:
        first, kind, words = _HEADER.unpack_from(data, at)
        end = at + 4 * (words + 1)
        if first >> 6 != 2 or end > len(data):
            break
        body = data[at + _HEADER.size : end]
        at = end
        if first & 0x20:
            if not body or not 0 < body[-1] <= len(body):
                break
            body = body[: -body[-1]]
        if (report := _parse_one(kind, first & 0x1F, body)) is not None:
            count += 1
            yield report


def _parse_one(kind: int, count: int, body: bytes) -> Report | None:
    if kind == _SENDER_REPORT and len(body) >= _SENDER_INFO.size + count * _BLOCK.size:
        ssrc, ntp, timestamp, packets, octets = _SENDER_INFO.unpack_from(body)
        blocks = _parse_blocks(body, _SENDER_INFO.size, count)
        return SenderReport(ssrc, ntp, timestamp, packets, octets, blocks)
    if kind == _RECEIVER_REPORT and len(body) >= 4 + count * _BLOCK.size:
        return ReceiverReport(int.from_bytes(body[:4], "big"), _parse_blocks(body, 4, count))
    if len(body) < _TWO_SSRCS.size:
        return None
    media_ssrc, fci = _TWO_SSRCS.unpack_from(body)[1], body[_TWO_SSRCS.size :]
    if kind == _TRANSPORT_FEEDBACK and count == _NACK:
        return Nack(media_ssrc, tuple(_parse_nack(fci)))
    if kind == _TRANSPORT_FEEDBACK and count == _TRANSPORT_WIDE:
        return TransportWide(fci)
    if kind == _PAYLOAD_FEEDBACK and count in (_PLI, _FIR):
        return KeyframeWanted()
    if kind == _PAYLOAD_FEEDBACK and count == _APPLICATION and fci[:4] == b"REMB" and len(fci) >= 8:
        packed = int.from_bytes(fci[5:8], "big")
        return Remb((packed & 0x3FFFF) * 2.0 ** (packed >> 18) / 1000)
    return None


def _parse_blocks(body: bytes, start: int, count: int) -> tuple[ReportBlock, ...]:
    blocks = []
    for index in range(count):
        ssrc, lost, highest, jitter, last, delay = _BLOCK.unpack_from(body, start + index * _BLOCK.size)
        total = lost & 0xFFFFFF
        if total >= 1 << (_LOST_BITS - 1):
            total -= 1 << _LOST_BITS
        blocks.append(ReportBlock(ssrc, (lost >> 24) / 256, total, highest, jitter, last, delay))
    return tuple(blocks)


def _parse_nack(fci: bytes) -> Iterable[int]:
    for index in range(min(len(fci) // _NACK_PAIR.size, NACKS_MOST)):
        first, others = _NACK_PAIR.unpack_from(fci, index * _NACK_PAIR.size)
        yield first
        for bit in range(16):
            if others >> bit & 1:
                yield (first + bit + 1) & 0xFFFF


def _packet(kind: int, count: int, body: bytes) -> bytes:
    padding = -len(body) % 4
    first = 0x80 | (0x20 if padding else 0) | count
    if padding:
        body += bytes(padding - 1) + bytes([padding])
    return _HEADER.pack(first, kind, len(body) // 4) + body


def _feedback(kind: int, form: int, ssrc: int, media_ssrc: int, fci: bytes = b"") -> bytes:
    return _packet(kind, form, _TWO_SSRCS.pack(ssrc, media_ssrc) + fci)


def write_report(report: SenderReport | ReceiverReport) -> bytes:
    """A sender or receiver report."""
    blocks = b"".join(map(_write_block, report.blocks[:BLOCKS_MOST]))
    count = min(len(report.blocks), BLOCKS_MOST)
    if isinstance(report, ReceiverReport):
        return _packet(_RECEIVER_REPORT, count, report.ssrc.to_bytes(4, "big") + blocks)
    info = _SENDER_INFO.pack(report.ssrc, report.ntp, report.timestamp, report.packets, report.octets)
    return _packet(_SENDER_REPORT, count, info + blocks)


def _write_block(block: ReportBlock) -> bytes:
    most = (1 << (_LOST_BITS - 1)) - 1
    total = max(-most - 1, min(block.packets_lost, most)) & 0xFFFFFF
    return _BLOCK.pack(
        block.ssrc,
        min(255, int(block.loss * 256)) << 24 | total,
        block.highest_sequence,
        block.jitter,
        block.last_report,
        block.delay,
    )


def write_name(ssrc: int, cname: bytes) -> bytes:
    """The source description that a compound packet has to hold (RFC 3550, 6.5)."""
    item = ssrc.to_bytes(4, "big") + bytes([1, len(cname)]) + cname
    return _packet(_DESCRIPTION, 1, item + bytes(4 - len(item) % 4))


def write_nack(ssrc: int, media_ssrc: int, sequences: Sequence[int]) -> bytes:
    """Ask for these packets again; ``sequences`` (16 bits) in the order of sending (RFC 4585, 6.2.1)."""
    pairs: list[tuple[int, int]] = []
    for sequence in sequences:
        if pairs and 0 < (ahead := (sequence - pairs[-1][0]) & 0xFFFF) <= 16:
            pairs[-1] = (pairs[-1][0], pairs[-1][1] | 1 << (ahead - 1))
        elif not pairs or ahead:
            pairs.append((sequence, 0))
    fci = b"".join(_NACK_PAIR.pack(*pair) for pair in pairs[:NACKS_MOST])
    return _feedback(_TRANSPORT_FEEDBACK, _NACK, ssrc, media_ssrc, fci)


def write_keyframe_wanted(ssrc: int, media_ssrc: int) -> bytes:
    """Ask for a picture that needs no other (PLI)."""
    return _feedback(_PAYLOAD_FEEDBACK, _PLI, ssrc, media_ssrc)


def write_remb(ssrc: int, media_ssrc: int, kbps: int) -> bytes:
    """Say how much may be sent here."""
    exponent = max(0, (kbps * 1000).bit_length() - 18)
    packed = exponent << 18 | (kbps * 1000) >> exponent
    fci = b"REMB\x01" + packed.to_bytes(3, "big") + media_ssrc.to_bytes(4, "big")
    return _feedback(_PAYLOAD_FEEDBACK, _APPLICATION, ssrc, 0, fci)


def write_transport_wide(ssrc: int, media_ssrc: int, body: bytes) -> bytes:
    """Transport-wide feedback; ``body`` from ``transport_feedback``."""
    return _feedback(_TRANSPORT_FEEDBACK, _TRANSPORT_WIDE, ssrc, media_ssrc, body)
