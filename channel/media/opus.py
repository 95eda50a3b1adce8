"""Opus with the settings that a channel needs, and the packet that is silence.

Responsible for: encoding, decoding, concealing what was lost, in-band redundancy. Not for: when anything is
encoded, nor for threads: each object belongs to one thread at a time.

Where the library itself cannot be reached (``libopus``) PyAV encodes and decodes, and what was lost is
silence.
"""

from __future__ import annotations

import ctypes
import weakref
from collections.abc import Callable
from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from numpy.typing import NDArray

from channel.core.block import BLOCK_SAMPLES, SAMPLE_RATE_HZ
from channel.media import libopus

OPUS_COMPLEXITY = 5
PACKET_MOST_SAMPLES = 5760
"""120 ms, the most that a packet may hold (RFC 6716, 3.4)."""
CONCEAL_STEP_SAMPLES = 120
"""2.5 ms: what is concealed is a multiple of it."""
_PACKET_MOST_BYTES = 1275

SILENT_BLOCK: NDArray[np.int16] = np.zeros(BLOCK_SAMPLES, np.int16)
SILENT_BLOCK.flags.writeable = False

_SAMPLE_BASE = Fraction(1, SAMPLE_RATE_HZ)


class OpusError(Exception):
    """These bytes are no Opus packet."""


def packet_samples(packet: bytes) -> int:
    """How much sound a packet says that it holds, at 48 kHz; 0 when it cannot be one (RFC 6716, 3.1)."""
    if not packet:
        return 0
    config, code = packet[0] >> 3, packet[0] & 3
    if config < 12:
        frame = (480, 960, 1920, 2880)[config & 3]
    elif config < 16:
        frame = (480, 960)[config & 1]
    else:
        frame = (120, 240, 480, 960)[config & 3]
    if code == 3 and len(packet) < 2:
        return 0
    samples = frame * (packet[1] & 0x3F if code == 3 else 2 if code else 1)
    return samples if samples <= PACKET_MOST_SAMPLES else 0


def has_redundancy(packet: bytes) -> bool:
    """Whether the packet carries the block before it once more (in-band FEC)."""
    opus = libopus.library()
    return opus is not None and opus.opus_packet_has_lbrr(packet, len(packet)) > 0


class OpusEncoder:
    """One stream of 48 kHz mono blocks of 20 ms. ``application``: ``voip`` for voice, ``audio`` for
    silence."""

    def __init__(self, kbps: int, application: str = "voip") -> None:
        self._protected = 0
        opus = libopus.library()
        self._opus: _LibraryEncoder | _PyAvEncoder = (
            _PyAvEncoder(kbps, application) if opus is None else _LibraryEncoder(opus, kbps, application)
        )

    def encode(self, block: NDArray[np.int16]) -> bytes:
        """One packet for ``block``, (960,) int16."""
        return self._opus.encode(block)

    def protect(self, loss_percent: int) -> bool:
        """From the next packet on expect so much loss: each packet carries the block before it once more,
        out of the same bits. 0: none does. Returns whether anything changed."""
        if loss_percent == self._protected or not isinstance(self._opus, _LibraryEncoder):
            return False
        self._protected = loss_percent
        self._opus.protect(loss_percent)
        return True


class OpusDecoder:
    """One stream of packets to 48 kHz mono. Give it every block in its turn: what came, or that it did
    not."""

    def __init__(self) -> None:
        opus = libopus.library()
        self._opus: _LibraryDecoder | _PyAvDecoder = _PyAvDecoder() if opus is None else _LibraryDecoder(opus)

    def decode(self, packet: bytes) -> NDArray[np.int16]:
        """(n,) int16; n is 960 for a packet of 20 ms. Raises ``OpusError`` for what is not Opus."""
        return self._opus.decode(packet)

    def decode_lost(self, following: bytes, samples: int) -> NDArray[np.int16]:
        """(samples,): the lost block before ``following`` out of its in-band redundancy; made up as by
        ``conceal`` where it has none. Raises ``OpusError``."""
        return self._opus.decode_lost(following, samples)

    def conceal(self, samples: int) -> NDArray[np.int16]:
        """(samples,), a multiple of ``CONCEAL_STEP_SAMPLES``: what might have come, made up from before."""
        return self._opus.conceal(samples)


def _freed_with(owner: object, destroy: Callable[[ctypes.c_void_p], None], state: ctypes.c_void_p) -> None:
    """Not at the end of the program: a thread that was left behind may be within the library then."""
    weakref.finalize(owner, destroy, state).atexit = False


class _LibraryEncoder:
    def __init__(self, opus: ctypes.CDLL, kbps: int, application: str) -> None:
        error = ctypes.c_int()
        self._opus = opus
        self._state = ctypes.c_void_p(
            opus.opus_encoder_create(SAMPLE_RATE_HZ, 1, libopus.APPLICATION[application], error)
        )
        if error.value != libopus.OK:
            raise OSError(f"no Opus encoder: {error.value}")
        _freed_with(self, opus.opus_encoder_destroy, self._state)
        self._out = ctypes.create_string_buffer(_PACKET_MOST_BYTES)
        self._set(libopus.SET_BITRATE, kbps * 1000)
        self._set(libopus.SET_COMPLEXITY, OPUS_COMPLEXITY)

    def encode(self, block: NDArray[np.int16]) -> bytes:
        samples = np.ascontiguousarray(block).ctypes.data_as(libopus.Samples)
        size = self._opus.opus_encode(self._state, samples, BLOCK_SAMPLES, self._out, _PACKET_MOST_BYTES)
        assert size > 0, "a block of 960 samples can always be encoded"
        return bytes(self._out.raw[:size])

    def protect(self, loss_percent: int) -> None:
        self._set(libopus.SET_INBAND_FEC, 1 if loss_percent else 0)
        self._set(libopus.SET_PACKET_LOSS_PERC, loss_percent)

    def _set(self, request: int, value: int) -> None:
        done = self._opus.opus_encoder_ctl(self._state, request, ctypes.c_int32(value))
        assert done == libopus.OK, "a setting within its bounds"


class _LibraryDecoder:
    def __init__(self, opus: ctypes.CDLL) -> None:
        error = ctypes.c_int()
        self._opus = opus
        self._state = ctypes.c_void_p(opus.opus_decoder_create(SAMPLE_RATE_HZ, 1, error))
        if error.value != libopus.OK:
            raise OSError(f"no Opus decoder: {error.value}")
        _freed_with(self, opus.opus_decoder_destroy, self._state)
        self._room = (ctypes.c_int16 * PACKET_MOST_SAMPLES)()
        self._bytes = memoryview(self._room).cast("B")

    def decode(self, packet: bytes) -> NDArray[np.int16]:
        return self._decoded(packet, PACKET_MOST_SAMPLES, from_following=False)

    def decode_lost(self, following: bytes, samples: int) -> NDArray[np.int16]:
        return self._decoded(following, samples, from_following=True)

    def conceal(self, samples: int) -> NDArray[np.int16]:
        return self._decoded(None, samples, from_following=False)

    def _decoded(self, packet: bytes | None, samples: int, *, from_following: bool) -> NDArray[np.int16]:
        size = len(packet) if packet is not None else 0
        count: int = self._opus.opus_decode(
            self._state, packet, size, self._room, samples, int(from_following)
        )
        if count < 0:
            raise OpusError(f"libopus refuses the packet: {count}")
        # Not by numpy, whose copy would let the interpreter's lock go.
        return np.frombuffer(bytes(self._bytes[: 2 * count]), np.int16)


class _PyAvEncoder:
    def __init__(self, kbps: int, application: str) -> None:
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
        frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = SAMPLE_RATE_HZ
        frame.time_base = _SAMPLE_BASE
        frame.pts = self._samples
        self._samples += BLOCK_SAMPLES
        return b"".join(bytes(packet) for packet in self._codec.encode(frame))


class _PyAvDecoder:
    def __init__(self) -> None:
        codec = av.CodecContext.create("libopus", "r")
        assert isinstance(codec, AudioCodecContext)
        codec.format = "s16"
        codec.layout = "mono"
        codec.sample_rate = SAMPLE_RATE_HZ
        self._codec = codec

    def decode(self, packet: bytes) -> NDArray[np.int16]:
        try:
            parts = [frame.to_ndarray().reshape(-1) for frame in self._codec.decode(av.Packet(packet))]
        except av.FFmpegError as error:
            raise OpusError(f"FFmpeg refuses the packet: {type(error).__name__}") from None
        return np.concatenate(parts).astype(np.int16, copy=False) if parts else SILENT_BLOCK[:0]

    def decode_lost(self, following: bytes, samples: int) -> NDArray[np.int16]:
        return self.conceal(samples)

    def conceal(self, samples: int) -> NDArray[np.int16]:
        return np.zeros(samples, np.int16)


def _make_silence() -> bytes:
    # Of the CELT kind (application=audio): it decodes to exact zeros from the second block on, whatever was
    # heard before. A SILK silence packet (voip) leaves ±1 for ever. Every block of zeros gives the same
    # bytes.
    encoder = OpusEncoder(32, "audio")
    encoder.encode(SILENT_BLOCK)
    return encoder.encode(SILENT_BLOCK)


SILENCE_PACKET = _make_silence()
"""20 ms of digital silence, three bytes."""
