"""Judges what a tap saw: outside of the allowed times, digital silence and no picture at all.

Responsible for: decoding tapped Opus in the order of its RTP numbers, also what a packet carries once more,
and finding what should not be there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import av
import numpy as np

from channel.core import red
from tests.end_to_end.rig import Interval, TappedPacket

DELIVERY_S = 0.35
"""After the officer's key until the far end's gate has moved, on a machine that six booths share."""
EARLY_S = 0.05
"""The gates are set just before the screen is."""
HEADER_BYTES = 12
OPUS_TYPE = 96
"""Of plain voice in our own offers; sound of another payload type carries earlier blocks too (RFC 2198)."""


@dataclass(frozen=True)
class Voice:
    """One tapped packet of sound, decoded. ``peak``: of 32767, of all its blocks; ``earlier``: how many of
    these it carries once more.
    """

    at_s: float
    sequence: int
    payload: bytes
    peak: int
    earlier: int


def voices(packets: Sequence[TappedPacket]) -> list[Voice]:
    """The sound of one stream in the order of its RTP sequence numbers, by a decoder of its own."""
    ordered: list[tuple[int, TappedPacket, bytes]] = []
    ssrc, highest = None, 0
    for packet in packets:
        if packet.kind != "audio":
            continue
        raw = packet.raw
        number = int.from_bytes(raw[2:4], "big")
        if ssrc != raw[8:12]:
            ssrc, highest = raw[8:12], (highest + 0x20000) // 0x10000 * 0x10000 + number
            sequence = highest
        else:
            sequence = highest + ((number - highest + 0x8000) & 0xFFFF) - 0x8000
            highest = max(highest, sequence)
        start = HEADER_BYTES + 4 * (raw[0] & 0x0F)
        if raw[0] & 0x10:
            start += 4 + 4 * int.from_bytes(raw[start + 2 : start + 4], "big")
        ordered.append((sequence, packet, raw[start:]))
    ordered.sort(key=lambda entry: entry[0])
    decoder = av.CodecContext.create("libopus", "r")
    heard = []
    for sequence, packet, payload in ordered:
        plain = packet.raw[1] & 0x7F == OPUS_TYPE
        blocks = [payload] if plain else [block.payload for block in red.read(payload)]
        # What is carried once more is heard without what came before it.
        peaks = [_peak(av.CodecContext.create("libopus", "r"), block) for block in blocks[:-1]]
        peaks.append(_peak(decoder, blocks[-1]))
        heard.append(Voice(packet.at_s, sequence, payload, max(peaks), len(peaks) - 1))
    return heard


def _peak(decoder: av.AudioCodecContext, payload: bytes) -> int:
    peak = 0
    for frame in decoder.decode(av.Packet(payload)):
        samples = frame.to_ndarray()
        scale = 32768.0 if samples.dtype.kind == "f" else 1.0
        peak = max(peak, int(np.ceil(np.abs(samples.astype(np.float64)).max() * scale)))
    return peak


def _allowed(at_s: float, intervals: Sequence[Interval], delivery_s: float = DELIVERY_S) -> bool:
    return any(begin - EARLY_S <= at_s < end + delivery_s for begin, end in intervals)


def sound_outside(
    packets: Sequence[TappedPacket], intervals: Sequence[Interval], delivery_s: float = DELIVERY_S
) -> list[Voice]:
    """Sound where none may be: outside of the intervals only the first packet after a switch may ring on."""
    wrong = []
    shut_for = 0
    for voice in voices(packets):
        shut_for = 0 if _allowed(voice.at_s, intervals, delivery_s) else shut_for + 1
        if shut_for >= 2 and voice.peak > 0:
            wrong.append(voice)
    return wrong


def pictures_outside(packets: Sequence[TappedPacket], intervals: Sequence[Interval]) -> int:
    """Packets of pictures where none may be."""
    return sum(p.kind == "video" and not _allowed(p.at_s, intervals) for p in packets)
