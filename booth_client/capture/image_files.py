"""Picture files in and out.

Responsible for: decoding a file that somebody handed in under limits, exactly or not at all, and writing a
JPEG that holds pixels and nothing else. Not for: what can be told without decoding
(``channel.rules.pictures``).

A JPEG is decoded twice, the second time with noise behind its data, which tells whether they are whole
(``channel.rules.jpeg.with_noise``).
"""

from __future__ import annotations

import numpy as np

from channel.rules.jpeg import with_noise
from channel.rules.picture_file import MOST_BYTES, PictureFile, PictureFlaw, PictureKind, PictureRefused
from channel.rules.pictures import inspect
from hardware.devices import Picture
from hardware.opencv import cv2

QUALITIES = (92, 85, 75, 60)
_TURNS = {
    2: (None, 1), 3: (cv2.ROTATE_180, None), 4: (None, 0), 5: (cv2.ROTATE_90_CLOCKWISE, 1),
    6: (cv2.ROTATE_90_CLOCKWISE, None), 7: (cv2.ROTATE_90_CLOCKWISE, 0),
    8: (cv2.ROTATE_90_COUNTERCLOCKWISE, None),
}  # fmt: skip
"""By EXIF's orientation: first turn, then mirror (1: left to right, 0: top to bottom)."""


def decode(content: bytes) -> Picture:
    """(h, w, 3) BGR, new, the way round that the file says. Transparency is laid on white.

    Raises ``PictureRefused``. Up to some 2 s for the largest that is allowed.
    """
    file = inspect(content)
    picture = _decoded(file.bare, file)
    if file.kind is PictureKind.JPEG and not np.array_equal(picture, _decoded(with_noise(file.bare), file)):
        raise PictureRefused(PictureFlaw.BROKEN)
    turn, mirror = _TURNS.get(file.orientation, (None, None))
    if turn is not None:
        picture = np.asarray(cv2.rotate(picture, turn), dtype=np.uint8)
    if mirror is not None:
        picture = np.asarray(cv2.flip(picture, mirror), dtype=np.uint8)
    return np.ascontiguousarray(picture)


def encode(picture: Picture, most_bytes: int = MOST_BYTES) -> bytes:
    """A JPEG without metadata of at most so many bytes, as good as fits. Raises ``PictureRefused`` where
    none does.
    """
    for quality in QUALITIES:
        whole, packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if whole and packed.size <= most_bytes:
            return inspect(packed.tobytes(), most_bytes).bare
    raise PictureRefused(PictureFlaw.TOO_LARGE)


def reencoded(content: bytes) -> bytes:
    """The same picture as a plain JPEG. Raises ``PictureRefused``."""
    return encode(decode(content))


def _decoded(bare: bytes, file: PictureFile) -> Picture:
    buffer = np.frombuffer(bare, np.uint8)
    try:
        found = cv2.imdecode(buffer, cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
    except cv2.error as error:
        raise PictureRefused(PictureFlaw.BROKEN) from error
    if found is None or found.shape[:2] != (file.height_px, file.width_px):
        raise PictureRefused(PictureFlaw.BROKEN)
    if found.dtype == np.uint16:
        found = (np.asarray(found, np.uint16) >> 8).astype(np.uint8)
    if found.ndim == 2:
        found = cv2.cvtColor(found, cv2.COLOR_GRAY2BGR)
    if found.shape[2] == 4:
        share = found[:, :, 3:].astype(np.uint16)
        found = ((found[:, :, :3] * share + 255 * (255 - share) + 127) // 255).astype(np.uint8)
    return np.asarray(found, dtype=np.uint8)
