"""Encoders and decoders with the settings that a channel needs, and the packet that is silence.

Responsible for: Opus and VP8 through PyAV. Not for: when anything is encoded, nor for threads: each object
belongs to one thread at a time.
"""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 48_000
BLOCK_SAMPLES = 960
PICTURE_CLOCK_HZ = 90_000
OPUS_COMPLEXITY = 5
VP8_SPEED = -8
"""libvpx ``cpu-used`` in real time; -6 costs a seventh more and shows no difference at this size."""

SILENT_BLOCK: NDArray[np.int16] = np.zeros(BLOCK_SAMPLES, np.int16)
SILENT_BLOCK.flags.writeable = False

_SAMPLE_BASE = Fraction(1, SAMPLE_RATE_HZ)
_PICTURE_BASE = Fraction(1, PICTURE_CLOCK_HZ)


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


class Vp8Encoder:
    """One stream of pictures, each ``width`` × ``height``. The rate is constant, no frame is reordered."""

    def __init__(self, width: int, height: int, fps: int, kbps: int) -> None:
        codec = av.CodecContext.create("libvpx", "w")
        assert isinstance(codec, VideoCodecContext)
        rate = kbps * 1000
        codec.width = width
        codec.height = height
        codec.pix_fmt = "yuv420p"
        codec.bit_rate = rate
        codec.time_base = _PICTURE_BASE
        codec.framerate = Fraction(fps)
        codec.gop_size = 3000  # key frames come when somebody needs one
        codec.thread_count = 1
        codec.qmin = 2
        codec.qmax = 56
        codec.options = {
            "deadline": "realtime",
            "cpu-used": str(VP8_SPEED),
            "lag-in-frames": "0",
            "auto-alt-ref": "0",
            "minrate": str(rate),
            "maxrate": str(rate),
            "bufsize": str(rate),
            "undershoot-pct": "100",
            "overshoot-pct": "15",
            "static-thresh": "1",
            "max-intra-rate": "600",
        }
        self._codec = codec
        self._last_pts = -1

    def encode(self, frame: av.VideoFrame, captured_s: float, *, keyframe: bool) -> tuple[bytes, bool]:
        """The encoded picture and whether it is a key frame."""
        pts = max(int(captured_s * PICTURE_CLOCK_HZ), self._last_pts + 1)
        self._last_pts = pts
        frame.pts = pts
        frame.time_base = _PICTURE_BASE
        frame.pict_type = PictureType.I if keyframe else PictureType.NONE
        packets = list(self._codec.encode(frame))
        return b"".join(bytes(packet) for packet in packets), any(packet.is_keyframe for packet in packets)


class Vp8Decoder:
    """One stream of pictures, whole and in order."""

    def __init__(self) -> None:
        codec = av.CodecContext.create("libvpx", "r")
        assert isinstance(codec, VideoCodecContext)
        codec.thread_count = 1
        self._codec = codec

    def decode(self, picture: bytes) -> av.VideoFrame | None:
        """The picture. Raises ``av.FFmpegError`` for what is not VP8."""
        frames = self._codec.decode(av.Packet(picture))
        return frames[-1] if frames else None


class Scaler:
    """Scales and converts pictures. Each thread and each source needs its own: sharing one crashes."""

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()

    def to_yuv(self, picture: NDArray[np.uint8], width: int, height: int) -> av.VideoFrame:
        """BGR (h, w, 3) to a frame of the size given, letterboxed in black where the shape differs."""
        frame = av.VideoFrame.from_ndarray(_letterboxed(picture, width, height), format="bgr24")
        return self._reformatter.reformat(
            frame, width, height, "yuv420p", interpolation="BILINEAR", threads=1
        )

    def to_bgra(self, frame: av.VideoFrame, width: int, height: int) -> NDArray[np.uint8]:
        """(height, width, 4) uint8, C-contiguous; without a copy where the rows have no padding."""
        scaled = self._reformatter.reformat(frame, width, height, "bgra", interpolation="BILINEAR", threads=1)
        plane = scaled.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(height, plane.line_size)
        pixels = rows[:, : width * 4].reshape(height, width, 4)
        return np.ascontiguousarray(pixels)


def _letterboxed(picture: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """``picture`` with black borders so that its shape is that of ``width`` × ``height``."""
    own_height, own_width = picture.shape[:2]
    if abs(own_width * height - own_height * width) <= max(own_width, own_height):
        return np.ascontiguousarray(picture)
    if own_width * height > own_height * width:
        full = (-(-own_width * height // width), own_width)
    else:
        full = (own_height, -(-own_height * width // height))
    boxed = np.zeros((*full, 3), np.uint8)
    top, left = (full[0] - own_height) // 2, (full[1] - own_width) // 2
    boxed[top : top + own_height, left : left + own_width] = picture
    return boxed
