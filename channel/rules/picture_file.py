"""What is taken for a picture file, and why a file is refused.

Responsible for: limits, reasons, and what is known of a file that passes. Not for: reading files
(``pictures``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 6_000_000
"""domain.md, capture quality: files up to 6 MB."""
MOST_PX = 40_000_000
MOST_SIDE_PX = 16_384
"""A4 at 600 dpi has 4,961 × 7,016."""
LEAST_SIDE_PX = 16


class PictureFlaw(StrEnum):
    """Why a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """More bytes than allowed."""
    UNKNOWN_KIND = "unknown_kind"
    """Neither JPEG nor PNG; also PDF, whose pages nothing here can draw."""
    BROKEN = "broken"
    """Against its format, or cut short."""
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_SMALL = "too_small"
    UNUSUAL = "unusual"
    """A valid kind that is not taken, as decoders differ in it: CMYK, 12 bits, lossless or arithmetic JPEG.
    """
    ANIMATED = "animated"
    MORE_THAN_A_PICTURE = "more_than_a_picture"
    """Something follows the picture's end."""


class PictureRefused(Exception):
    """A file that is not taken; says why and nothing of its content."""

    def __init__(self, flaw: PictureFlaw) -> None:
        super().__init__(f"the picture file is refused: {flaw}")
        self.flaw = flaw


class PictureKind(StrEnum):
    JPEG = "jpeg"
    PNG = "png"


@dataclass(frozen=True)
class PictureFile:
    """``width_px``, ``height_px`` as stored; ``orientation`` 1 … 8 of EXIF says how it is meant to be seen.
    ``bare``: a file with the same pixels and nothing else.
    """

    kind: PictureKind
    width_px: int
    height_px: int
    orientation: int
    bare: bytes


def check_size(width: int, height: int) -> None:
    if width * height > MOST_PX or max(width, height) > MOST_SIDE_PX:
        raise PictureRefused(PictureFlaw.TOO_MANY_PIXELS)
    if min(width, height) < LEAST_SIDE_PX:
        raise PictureRefused(PictureFlaw.TOO_SMALL)
