"""A sensor's noise: without it drawn pictures cost an encoder far less than those of any real camera.

Responsible for: noise that is another one in every picture, cheaply: one large field, looked at in another
place each time. Not for: pictures.
"""

from __future__ import annotations

import math
import random

import numpy as np
from numpy.typing import NDArray

from hardware.devices import Picture

_ROOM_PX = 64
"""The field is larger than a picture by so much: places to look at it, some four thousand."""
_STEPS_PX = (37, 23)
"""From picture to picture; without a common factor with the room, so that all places come."""
_BLACK_SIGMAS = 3
"""Noise cannot be darker than black, so that black is brighter by so much, as with a sensor."""
_BYTES = 4
"""So many even bytes are added up to one that is normal enough."""
_MEAN = _BYTES * 255 / 2
_SIGMA = math.sqrt(_BYTES * (256**2 - 1) / 12)


class Grain:
    """Noise of the luma, ``sigma`` in steps of 0 … 255, the same in every run."""

    def __init__(self, sigma: int, width_px: int, height_px: int) -> None:
        # Not by numpy's own generators: their modules take six megabytes for this.
        size = (height_px + _ROOM_PX, width_px + _ROOM_PX)
        drawn = np.frombuffer(random.Random(sigma).randbytes(_BYTES * size[0] * size[1]), np.uint8)
        normal = (drawn.reshape(*size, _BYTES).sum(axis=2, dtype=np.float32) - _MEAN) / _SIGMA
        field = ((_BLACK_SIGMAS + normal) * sigma).clip(0, 255).astype(np.uint8)
        self._field: NDArray[np.uint8] = np.repeat(field[:, :, np.newaxis], 3, axis=2)
        self._white = 255 - self._field
        """What a picture may be at most, so that white does not turn black."""

    def on(self, picture: Picture, number: int) -> Picture:
        """(h, w, 3) BGR with the noise of picture ``number``; new, as the scene draws over its own again."""
        top, left = (number * step % _ROOM_PX for step in _STEPS_PX)
        height, width = picture.shape[:2]
        place = np.s_[top : top + height, left : left + width]
        noisy = np.minimum(picture, self._white[place])
        noisy += self._field[place]
        return noisy
