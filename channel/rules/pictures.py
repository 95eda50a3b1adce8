"""Whether a file is one whole JPEG or PNG picture of a reasonable size, told without decoding it.

Responsible for: taking or refusing a file by its bytes alone. Not for: pixels. It is for both ends: the
booth before it decodes, the server before it stores.

A file that passes holds what its decoder will be asked for and nothing else: no second picture behind the
first, no archive, no animation. Whether a JPEG's compressed data are whole is not told by its bytes but by
decoding it.
"""

from __future__ import annotations

from channel.rules.jpeg import JPEG_START, inspect_jpeg
from channel.rules.picture_file import MOST_BYTES, PictureFile, PictureFlaw, PictureRefused
from channel.rules.png import PNG_SIGNATURE, inspect_png


def inspect(content: bytes, most_bytes: int = MOST_BYTES) -> PictureFile:
    """Raises ``PictureRefused``. Costs a pass over the bytes, for PNG also their inflation (never kept)."""
    if not content:
        raise PictureRefused(PictureFlaw.EMPTY)
    if len(content) > most_bytes:
        raise PictureRefused(PictureFlaw.TOO_LARGE)
    if content.startswith(JPEG_START):
        return inspect_jpeg(content)
    if content.startswith(PNG_SIGNATURE):
        return inspect_png(content)
    raise PictureRefused(PictureFlaw.UNKNOWN_KIND)
