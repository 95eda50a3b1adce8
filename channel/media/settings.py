"""What a program decides about the media of its channels.

Responsible for: the choices and what they are without any. Not for: the file that they are read from
(``channel.settings``).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Self

from channel.core.picture_payload import PictureCodec
from channel.media import h264_codec
from channel.settings.tables import Network, Picture

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MediaSettings:
    """``stun_url`` and ``turn_url`` may be empty: on a branch's own network neither is needed.

    ``turn_url``: ``turn:`` or ``turns:``; the credentials are never logged. ``h264``: pictures may travel as
    H.264 where the far end takes it.
    """

    width: int = 640
    height: int = 360
    fps: int = 25
    video_kbps: int = 600
    voice_kbps: int = 32
    h264: bool = False
    stun_url: str = ""
    turn_url: str = ""
    turn_user: str = ""
    turn_password: str = ""

    @classmethod
    def of(cls, picture: Picture, network: Network, voice_kbps: int) -> Self:
        """As the settings file says."""
        h264 = picture.codec == PictureCodec.H264.value
        if h264 and not h264_codec.is_available():
            _log.warning("this installation cannot encode H.264: pictures travel as VP8")
            h264 = False
        return cls(
            width=picture.width,
            height=picture.height,
            fps=picture.fps,
            video_kbps=picture.kbps,
            voice_kbps=voice_kbps,
            h264=h264,
            stun_url=network.stun_url,
            turn_url=network.turn_url,
            turn_user=network.turn_user,
            turn_password=network.turn_password,
        )

    @property
    def picture_codecs(self) -> tuple[PictureCodec, ...]:
        """What pictures may travel as, best first; every end takes VP8."""
        return (PictureCodec.H264, PictureCodec.VP8) if self.h264 else (PictureCodec.VP8,)
