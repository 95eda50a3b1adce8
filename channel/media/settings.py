"""What a program decides about the media of its channels.

Responsible for: the choices and what they are without any. Not for: the file that they are read from
(``channel.settings``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from channel.settings.tables import Network, Picture


@dataclass(frozen=True)
class MediaSettings:
    """``stun_url`` and ``turn_url`` may be empty: on a branch's own network neither is needed.

    ``turn_url``: ``turn:`` or ``turns:``; the credentials are never logged.
    """

    width: int = 640
    height: int = 360
    fps: int = 25
    video_kbps: int = 600
    voice_kbps: int = 32
    stun_url: str = ""
    turn_url: str = ""
    turn_user: str = ""
    turn_password: str = ""

    @classmethod
    def of(cls, picture: Picture, network: Network, voice_kbps: int) -> Self:
        """As the settings file says."""
        return cls(
            width=picture.width,
            height=picture.height,
            fps=picture.fps,
            video_kbps=picture.kbps,
            voice_kbps=voice_kbps,
            stun_url=network.stun_url,
            turn_url=network.turn_url,
            turn_user=network.turn_user,
            turn_password=network.turn_password,
        )
