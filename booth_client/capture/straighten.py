"""A document as it would look from straight above.

Responsible for: the upright rectangle of its true shape at the resolution at which it was seen, never blown
up, never larger than is of use. Not for: finding it (``guide``), files (``image_files``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from booth_client.core.capture import Corners, Format
from hardware.devices import Picture
from hardware.opencv import cv2

_LEAST_PX = 16


@dataclass(frozen=True)
class Straightened:
    """``picture``: (h, w, 3) BGR, new. ``dpi``: of it; ``coarse``: below what the format should have, so
    the officer is warned.
    """

    picture: Picture
    dpi: float
    coarse: bool


def straighten(picture: Picture, corners: Corners, form: Format) -> Straightened:
    """``corners`` in shares, as a ``Finding`` has them, so that those of a frame hold for its still. Raises
    ``ValueError`` where they are no document at all.
    """
    height, width = picture.shape[:2]
    seen = np.array(corners, np.float64) * [width, height]
    sides = np.linalg.norm(np.roll(seen, -1, axis=0) - seen, axis=1)
    if not np.isfinite(sides).all() or sides.min() < _LEAST_PX:
        raise ValueError("these corners are no document")
    # The smaller of both resolutions would lose what the other shows.
    dpi = 25.4 * max(max(sides[0], sides[2]) / form.width_mm, max(sides[1], sides[3]) / form.height_mm)
    dpi = min(float(dpi), form.target_dpi)
    size = round(form.width_mm * dpi / 25.4), round(form.height_mm * dpi / 25.4)
    place = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], np.float32) - 0.5
    # Warping takes single pixels: what has many more than are wanted is reduced before.
    reduced = 1.0
    shrink = dpi * max(form.width_mm, form.height_mm) / 25.4 / float(sides.max())
    if shrink < 0.67:
        reduced = shrink * 1.25
        picture = np.asarray(
            cv2.resize(picture, None, fx=reduced, fy=reduced, interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
    source = ((seen + 0.5) * reduced - 0.5).astype(np.float32)
    turn = cv2.getPerspectiveTransform(source, place)
    upright = cv2.warpPerspective(picture, turn, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Straightened(np.asarray(upright, dtype=np.uint8), dpi, dpi < form.warn_dpi)
