"""What a program decides about the media of its channels."""

from __future__ import annotations

from dataclasses import dataclass


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
