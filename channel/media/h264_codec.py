"""H.264 with the settings that a channel needs.

Responsible for: these settings. Not for: what every codec does (``picture_codec``), nor for whether it may be
used: the encoder is x264, which is GPL, so it is off unless the settings turn it on.

``avcodec_license()`` says nothing of this: it names the licence of FFmpeg's own code.
"""

from __future__ import annotations

from typing import Final

import av

from channel.media.picture_codec import PictureDecoder, PictureEncoder

ENCODER: Final = "libx264"
PRESET = "ultrafast"
"""At 640×360 and 600 kbit/s ``superfast`` costs half as much again and gains 0.1 dB."""
QUANTIZER_LEAST = 18
"""Of 51. What is finer is not seen."""
RATE_BUFFER_PICTURES = 4
"""So many times what a picture takes on average a key frame may take: 11 kB of 640×360 at 600 kbit/s, 3.6 kB
of 320×180 at 45, as with VP8. A larger buffer makes it twice as large and hardly better."""


def is_available() -> bool:
    """Whether this build of PyAV carries the encoder."""
    return ENCODER in av.codecs_available


class H264Encoder(PictureEncoder):
    """One stream of pictures, each ``width`` × ``height``, in constrained baseline; one layer, no frame is
    reordered, and each key frame begins with its parameters."""

    def __init__(self, width: int, height: int, fps: float, kbps: int) -> None:
        options = {
            "preset": PRESET,
            "tune": "zerolatency",
            "profile": "baseline",
            "forced-idr": "1",
            "sc_threshold": "0",
            "qmin": str(QUANTIZER_LEAST),
            "maxrate": str(kbps * 1000),
            "bufsize": str(int(kbps * 1000 * RATE_BUFFER_PICTURES / fps)),
        }
        super().__init__(ENCODER, width, height, fps, kbps, options)


class H264Decoder(PictureDecoder):
    """H.264, by FFmpeg's own decoder. It holds pictures back only in a stream that says it reorders them."""

    def __init__(self) -> None:
        super().__init__("h264")
