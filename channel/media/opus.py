"""Opus with the settings that a channel needs, and the packet that is silence.

Responsible for: encoding and decoding. Not for: when anything is encoded, nor for threads: each object
belongs to one thread at a time.
"""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 48_000
BLOCK_SAMPLES = 960
OPUS_COMPLEXITY = 5

SILENT_BLOCK: NDArray[np.int16] = np.zeros(BLOCK_SAMPLES, np.int16)
SILENT_BLOCK.flags.writeable = False

_SAMPLE_BASE = Fraction(1, SAMPLE_RATE_HZ)


class OpusEncoder:
    """One stream of 48 kHz mono blocks of 20 ms. ``application``: ``voip`` for voice, ``audio`` for
    silence."""

    def __init__(self, kbps: int, application: str = "voip") -> None:
        codec = av.CodecContext.create("libopus", "w")
        assert isinstance(codec, AudioCodecContext)
        codec.bit_rate = kbps * 1000
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = SAMPLE_RATE_HZ
        codec.time_base = _SAMPLE_BASE
        codec.options = {
            "application": application,
            "frame_duration": "20",
            "compression_level": str(OPUS_COMPLEXITY),
        }
        self._codec = codec
        self._samples = 0

    def encode(self, block: NDArray[np.int16]) -> bytes:
        """One packet for ``block``, (960,) int16."""
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = _SAMPLE_BASE
        frame.pts = self._samples
        self._samples += BLOCK_SAMPLES
        return b"".join(bytes(packet) for packet in self._codec.encode(frame))


def _make_silence() -> bytes:
    # Of the CELT kind (application=audio): it decodes to exact zeros from the second block on, whatever was
    # heard before. A SILK silence packet (voip) leaves ±1 for ever. Every block of zeros gives the same
    # bytes.
    encoder = OpusEncoder(32, "audio")
    encoder.encode(SILENT_BLOCK)
    return encoder.encode(SILENT_BLOCK)


SILENCE_PACKET = _make_silence()
"""20 ms of digital silence, three bytes."""


class OpusDecoder:
    """One stream of packets to 48 kHz mono."""

    def __init__(self) -> None:
        codec = av.CodecContext.create("libopus", "r")
        assert isinstance(codec, AudioCodecContext)
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = SAMPLE_RATE_HZ
        self._codec = codec

    def decode(self, packet: bytes) -> NDArray[np.int16]:
        """(n,) int16; n is 960 for a packet of 20 ms. Raises ``av.FFmpegError`` for what is not Opus."""
        parts = [frame.to_ndarray().reshape(-1) for frame in self._codec.decode(av.Packet(packet))]
        return np.concatenate(parts).astype(np.int16, copy=False) if parts else SILENT_BLOCK[:0]
