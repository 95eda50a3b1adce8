"""The codecs of pictures and how each travels in RTP.

Responsible for: the table. Not for: what is in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from channel.core import h264, vp8
from channel.core.picture_payload import PayloadFormat, PictureCodec

FORMATS: Final[Mapping[PictureCodec, PayloadFormat]] = {
    PictureCodec.VP8: vp8.FORMAT,
    PictureCodec.H264: h264.FORMAT,
}
