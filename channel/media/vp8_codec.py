"""VP8 with the settings that a channel needs.

Responsible for: encoding and decoding. Not for: when anything is encoded, nor for threads: each object
belongs to one thread at a time.
"""

from __future__ import annotations

from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

PICTURE_CLOCK_HZ = 90_000
VP8_SPEED = -8
"""libvpx ``cpu-used`` in real time; -6 costs a seventh more and shows no difference at this size."""

_PICTURE_BASE = Fraction(1, PICTURE_CLOCK_HZ)


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
