"""What one run of the star carries.

Responsible for: booths, sizes, rates, and which systems take part. Not for: how they do it (``desk_*``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FPS: Final = 25
VOICE_KBPS: Final = 32
GRAIN: Final = 3
"""Of the drawn cameras: with a sensor's noise pictures take what they may, as a real camera's do. Without it
a picture of 640×360 needs a third of its 600 kbit/s, and codecs have half the work."""
OFFICER_CAMERA: Final = f"simulated:officer,grain={GRAIN}"
BOOTH_CAMERA: Final = f"simulated:booth,booth=1,grain={GRAIN}"
THUMBNAIL_PX, THUMBNAIL_FPS = 320, 12
"""Width and rate of pictures from booths that are not in focus, where these are on."""
_KBPS_OF_HEIGHT: Final = {360: 600, 720: 1500}
"""What a picture may take, kbit/s: the same in every system and both directions."""

OURS, CODECS, AIORTC, CHROMIUM = "ours", "codecs", "aiortc", "chromium"
SYSTEMS: Final = (OURS, CODECS, AIORTC, CHROMIUM)


@dataclass(frozen=True)
class Conditions:
    """One star. ``width`` and ``height`` in pixels, of every camera; ``thumbnails``: only the booth in focus
    sends pictures of this size, which only ours can."""

    booths: int = 6
    width: int = 640
    height: int = 360
    thumbnails: bool = False

    @property
    def size(self) -> str:
        """As it is written in a row."""
        return f"{self.width}x{self.height}"

    def __str__(self) -> str:
        booths = f"{self.booths} booth{'s' * (self.booths > 1)}, {self.size}"
        return f"{booths} in focus, thumbnails" if self.thumbnails else booths

    @property
    def video_kbps(self) -> int:
        return _KBPS_OF_HEIGHT.get(self.height, round(600 * self.width * self.height / (640 * 360)))
