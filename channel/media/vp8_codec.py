"""VP8 with the settings that a channel needs.

Responsible for: encoding and decoding. Not for: when anything is encoded, nor for threads: each object
belongs to one thread at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType

PICTURE_CLOCK_HZ = 90_000
VP8_SPEED = -8
"""libvpx ``cpu-used`` in real time; -6 costs a seventh more and shows no difference at this size."""
KEYFRAME_MOST_PERCENT = 300
"""Of what a picture of the lowest layer takes on average. A key frame of 640×360 at 600 kbit/s then has 5 to
11 kB, and 1 to 3.5 kB of 320×180 at 45: a thin link carries it in a quarter of a second."""
QUANTIZER_LEAST = 16
"""Of 63. What is finer is not seen (47 dB), and the two pictures after a key frame, which make up for its
coarseness, would be twice as large."""
RATE_BUFFER_S = 0.6

_PICTURE_BASE = Fraction(1, PICTURE_CLOCK_HZ)


@dataclass(frozen=True, slots=True)
class LayerPlace:
    """Where a picture stands in the pattern of temporal layers. ``on_base``: refers to no other than the
    last of layer 0."""

    layer: int
    on_base: bool = True


BASE = LayerPlace(0)
_PATTERNS: dict[int, tuple[LayerPlace, ...]] = {
    1: (BASE,),
    2: (BASE, LayerPlace(1)),
    3: (BASE, LayerPlace(2), LayerPlace(1), LayerPlace(2, on_base=False)),
}
"""By number of layers: ``ts_layering_mode`` 2 and 3 of FFmpeg's libvpxenc.c, which begins anew at each key
frame that is asked for."""


@dataclass(frozen=True, slots=True)
class EncodedFrame:
    """One picture as VP8."""

    data: bytes
    keyframe: bool
    place: LayerPlace


class Vp8Encoder:
    """One stream of pictures, each ``width`` × ``height``. The rate is constant, no frame is reordered.

    ``layer_kbps``: one to three rates: of the lowest temporal layer, of the lowest two, of all. Each layer
    doubles the frame rate, and the lower ones decode alone, exactly as among all.
    """

    def __init__(self, width: int, height: int, fps: float, *layer_kbps: int) -> None:
        codec = av.CodecContext.create("libvpx", "w")
        assert isinstance(codec, VideoCodecContext)
        rate = layer_kbps[-1] * 1000
        codec.width = width
        codec.height = height
        codec.pix_fmt = "yuv420p"
        codec.bit_rate = rate
        codec.time_base = _PICTURE_BASE
        codec.framerate = Fraction(fps)
        codec.gop_size = 3000  # key frames come when somebody needs one
        codec.thread_count = 1
        codec.qmin = QUANTIZER_LEAST
        codec.qmax = 60
        codec.options = {
            "deadline": "realtime",
            "cpu-used": str(VP8_SPEED),
            "lag-in-frames": "0",
            "auto-alt-ref": "0",
            "minrate": str(rate),
            "maxrate": str(rate),
            "bufsize": str(int(rate * RATE_BUFFER_S)),
            "undershoot-pct": "100",
            "overshoot-pct": "15",
            "static-thresh": "1",
            "max-intra-rate": str(KEYFRAME_MOST_PERCENT),
            # Else upper layers change the probabilities with which lower ones are decoded, and these turn to
            # noise when the upper ones are missing.
            "error-resilient": "default",
        } | _layering(layer_kbps)
        self._codec = codec
        self._last_pts = -1
        self._pattern = _PATTERNS[len(layer_kbps)]
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


def _layering(layer_kbps: tuple[int, ...]) -> dict[str, str]:
    layers = len(layer_kbps)
    if layers == 1:
        return {}
    rates = ",".join(str(kbps) for kbps in layer_kbps)
    return {"ts-parameters": f"ts_target_bitrate={rates}:ts_layering_mode={layers}"}


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
