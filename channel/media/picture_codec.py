"""What the encoders and decoders of pictures have in common.

Responsible for: pictures into a codec and out of it, their times, and key frames on request. Not for: the
settings of each codec (``vp8_codec``, ``h264_codec``), when anything is encoded, nor for threads: each object
belongs to one thread at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

PICTURE_CLOCK_HZ = 90_000

_PICTURE_BASE = Fraction(1, PICTURE_CLOCK_HZ)
_KEYFRAMES_APART = 3000
"""Key frames come when somebody needs one."""


@dataclass(frozen=True, slots=True)
class LayerPlace:
    """Where a picture stands in the pattern of temporal layers. ``on_base``: refers to no other than the
    last of layer 0."""

    layer: int
    on_base: bool = True


BASE = LayerPlace(0)


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """One picture, encoded."""

    data: bytes
    keyframe: bool
    place: LayerPlace


class PictureEncoder:
    """One stream of pictures of one size: one in, one out.

    ``library``: FFmpeg's name of the encoder; ``pattern``: of its temporal layers, begun anew at each key
    frame that is asked for.
    """

    def __init__(
        self,
        library: str,
        width: int,
        height: int,
        fps: float,
        kbps: int,
        options: dict[str, str],
        pattern: tuple[LayerPlace, ...] = (BASE,),
    ) -> None:
        codec = av.CodecContext.create(library, "w")
        assert isinstance(codec, VideoCodecContext)
        codec.width = width
        codec.height = height
        codec.pix_fmt = "yuv420p"
        codec.bit_rate = kbps * 1000
        codec.time_base = _PICTURE_BASE
        codec.framerate = Fraction(fps)
        codec.gop_size = _KEYFRAMES_APART
        codec.thread_count = 1
        codec.options = options
        self._codec = codec
        self._last_pts = -1
        self._pattern = pattern
        self._since_keyframe = 0

    def encode(self, frame: av.VideoFrame, captured_s: float, *, keyframe: bool) -> EncodedFrame:
        """The encoded picture; ``frame`` gets its time and type set."""
        pts = max(int(captured_s * PICTURE_CLOCK_HZ), self._last_pts + 1)
        self._last_pts = pts
        frame.pts = pts
        frame.time_base = _PICTURE_BASE
        frame.pict_type = PictureType.I if keyframe else PictureType.NONE
        packets = list(self._codec.encode(frame))
        is_keyframe = any(packet.is_keyframe for packet in packets)
        if keyframe:
            self._since_keyframe = 0
        place = self._pattern[self._since_keyframe % len(self._pattern)]
        self._since_keyframe += 1
        # libvpx may make a key frame of its own anywhere in the pattern, which then goes on as it was.
        return EncodedFrame(
            b"".join(bytes(packet) for packet in packets), is_keyframe, BASE if is_keyframe else place
        )


class PictureDecoder:
    """One stream of pictures, whole and in order: one in, one out. ``library``: FFmpeg's name of it."""

    def __init__(self, library: str) -> None:
        codec = av.CodecContext.create(library, "r")
        assert isinstance(codec, VideoCodecContext)
        codec.thread_count = 1
        self._codec = codec

    def decode(self, picture: bytes) -> av.VideoFrame | None:
        """The picture. Raises ``av.FFmpegError`` for what is none."""
        frames = self._codec.decode(av.Packet(picture))
        return frames[-1] if frames else None
