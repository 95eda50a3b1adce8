"""A sensor's noise: without it drawn pictures cost an encoder far less than those of any real camera.

Responsible for: noise that is another one in every picture, cheaply: one large field, looked at in another
place each time. Not for: pictures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hardware.devices import Picture
from hardware.opencv import cv2

_ROOM_PX = 64
"""The field is larger than a picture by so much: places to look at it, some four thousand."""
_STEPS_PX = (37, 23)
"""From picture to picture; without a common factor with the room, so that all places come."""
_BLACK_SIGMAS = 3
"""Noise cannot be darker than black, so that black is brighter by so much, as with a sensor."""


class Grain:
    """Noise of the luma, ``sigma`` in steps of 0 … 255, the same in every run."""

    def __init__(self, sigma: int, width_px: int, height_px: int) -> None:
        chance = np.random.default_rng(sigma)
        shape = (height_px + _ROOM_PX, width_px + _ROOM_PX)
        field = chance.normal(_BLACK_SIGMAS * sigma, sigma, shape).clip(0, 255).astype(np.uint8)
        self._field: NDArray[np.uint8] = np.repeat(field[:, :, np.newaxis], 3, axis=2)

    def on(self, picture: Picture, number: int) -> Picture:
        """(h, w, 3) BGR with the noise of picture ``number``; new, as the scene draws over its own again."""
        top, left = (number * step % _ROOM_PX for step in _STEPS_PX)
        height, width = picture.shape[:2]
        noisy = cv2.add(picture, self._field[top : top + height, left : left + width])
        return np.asarray(noisy, dtype=np.uint8)
