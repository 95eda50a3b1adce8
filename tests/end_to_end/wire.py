"""Judges what taps saw: while a gate is shut, digital silence and no picture; and whether it was shut.

Responsible for: decoding tapped Opus in the order of its RTP numbers, also what a packet carries once more,
and finding what should not be there. What is sent is held against the sender's gate, to the packet; the
gate against the officer's screen, where a machine may take its time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import av
import numpy as np

from channel.core import red
from channel.core.block import SAMPLE_RATE_HZ
from channel.core.copies import NUMBER_BYTES, ssrc_of_original
from channel.core.liveness import SILENT_AFTER_S
from channel.core.rtp_features import OURS
from channel.core.wrapping import nearest
from tests.end_to_end.taps import Interval, TappedPacket

SHUT_S = SILENT_AFTER_S + 0.5
"""After the officer's key, at most, however late threads run: without news a booth's gate shuts by itself."""
OWN_SHUT_S = 0.0
"""The desk's own gates are shut by the thread that tells the screen, before it does."""
EARLY_S = 0.05
"""A booth may be quicker than the officer's screen."""
HEADER_BYTES = 12
OPUS_TYPE = 96
"""Of plain voice in our own offers; sound of another payload type carries earlier blocks too (RFC 2198)."""
COPY_TYPES = OURS.copy_types(OPUS_TYPE)
PLAIN_TYPES = OPUS_TYPE, COPY_TYPES[OPUS_TYPE]


@dataclass(frozen=True)
class Voice:
    """One tapped packet of sound, decoded. ``blocks``: its own last, before it those that it carries once
    more; ``said_s``: when each went through the gate, at the earliest. ``peak``: of 32767, of all of them."""

    at_s: float
    blocks: tuple[bytes, ...]
    said_s: tuple[float, ...]
    peak: int


def voices(packets: Sequence[TappedPacket]) -> list[Voice]:
    """The sound of one stream in the order of its RTP sequence numbers, by a decoder of its own."""
    ordered: list[tuple[int, TappedPacket, bytes]] = []
    ssrc: int | None = None
    highest = 0
    for packet in packets:
        if packet.kind != "audio":
            continue
        raw = packet.raw
        number, its_ssrc = int.from_bytes(raw[2:4], "big"), int.from_bytes(raw[8:12], "big")
        payload = raw[_payload_at(raw) :]
        if raw[1] & 0x7F in COPY_TYPES.values():
            number, payload = int.from_bytes(payload[:NUMBER_BYTES], "big"), payload[NUMBER_BYTES:]
            its_ssrc = ssrc_of_original(its_ssrc)
        if its_ssrc != ssrc:
            ssrc, highest = its_ssrc, (highest + 0x20000) // 0x10000 * 0x10000 + number
            sequence = highest
        else:
            sequence = nearest(number, highest, 16)
            highest = max(highest, sequence)
        ordered.append((sequence, packet, payload))
    ordered.sort(key=lambda entry: entry[0])
    decoder = av.CodecContext.create("libopus", "r")
    heard = []
    for _, packet, payload in ordered:
        plain = packet.raw[1] & 0x7F in PLAIN_TYPES
        carried = [red.RedBlock(0, payload)] if plain else red.read(payload)
        blocks = [block.payload for block in carried]
        said_s = tuple(packet.at_s - block.offset / SAMPLE_RATE_HZ for block in carried)
        # What is carried once more is heard without what came before it.
        peaks = [_peak_alone(block) for block in blocks[:-1]]
        heard.append(Voice(packet.at_s, tuple(blocks), said_s, max(*peaks, 0, _peak(decoder, blocks[-1]))))
    return heard


def _peak_alone(payload: bytes) -> int:
    return _peak(av.CodecContext.create("libopus", "r"), payload)


def _peak(decoder: av.AudioCodecContext, payload: bytes) -> int:
    peak = 0
    for frame in decoder.decode(av.Packet(payload)):
        samples = frame.to_ndarray()
        scale = 32768.0 if samples.dtype.kind == "f" else 1.0
        peak = max(peak, int(np.ceil(np.abs(samples.astype(np.float64)).max() * scale)))
    return peak


def sound_outside(heard: Sequence[Voice], gates: Sequence[Interval]) -> list[Voice]:
    """Of one stream: what was sent while the sender's gate was shut, or is sent once more and was said then.
    The first packet after a switch may ring on in the decoder, when by itself it is silent."""
    wrong = []
    shut_for = 0
    for voice in heard:
        shut_for = 0 if _within(voice.at_s, gates) else shut_for + 1
        said_while_shut = any(
            not _within(said_s, gates) and _peak_alone(block) > 0
            for said_s, block in zip(voice.said_s, voice.blocks, strict=True)
        )
        if said_while_shut or (shut_for >= 2 and voice.peak > 0):
            wrong.append(voice)
    return wrong


def pictures_outside(packets: Sequence[TappedPacket], gates: Sequence[Interval]) -> int:
    """Packets of pictures that were sent while the sender's gate was shut. What is nothing but padding, to
    probe the link, carries no picture."""
    return pictures_sent([packet for packet in packets if not _within(packet.at_s, gates)])


def pictures_sent(packets: Sequence[TappedPacket]) -> int:
    """Packets of pictures, padding apart."""
    return sum(p.kind == "video" and not _is_padding(p.raw) for p in packets)


def _is_padding(raw: bytes) -> bool:
    return bool(raw[0] & 0x20) and raw[-1] == len(raw) - _payload_at(raw)


def _payload_at(raw: bytes) -> int:
    start = HEADER_BYTES + 4 * (raw[0] & 0x0F)
    return start + (4 + 4 * int.from_bytes(raw[start + 2 : start + 4], "big") if raw[0] & 0x10 else 0)


def _within(at_s: float, intervals: Sequence[Interval]) -> bool:
    return any(begin_s <= at_s <= end_s for begin_s, end_s in intervals)


def open_too_long(
    gates: Sequence[Interval], shown: Sequence[Interval], shut_s: float = SHUT_S
) -> list[float]:
    """For how long, in seconds, a gate was open when the officer's screen did not say so; not what a gate may
    need to shut. Empty: never."""
    wrong = []
    for begin_s, end_s in gates:
        rest = [(begin_s, end_s)]
        for shown_begin_s, shown_end_s in shown:
            rest = [part for one in rest for part in _without(one, (shown_begin_s, shown_end_s + shut_s))]
        wrong += [end_s - begin_s for begin_s, end_s in rest]
    return wrong


def _without(one: Interval, other: Interval) -> list[Interval]:
    parts = [(one[0], min(one[1], other[0])), (max(one[0], other[1]), one[1])]
    return [(begin_s, end_s) for begin_s, end_s in parts if begin_s < end_s]


def shut_delays_s(gates: Sequence[Interval], shown: Sequence[Interval]) -> list[float]:
    """How long after the officer's screen had said so gates were shut: each time it said so, until the gate
    that was open then was."""
    return [
        gate_end_s - said_s
        for _, said_s in shown[:-1]
        for gate_begin_s, gate_end_s in gates
        if gate_begin_s <= said_s - EARLY_S <= gate_end_s <= said_s + SHUT_S
    ]
