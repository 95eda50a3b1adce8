"""A test card: grey steps, colours, a grid to judge sharpness and shape by, and a hand that turns once in 4
s.

Responsible for: its pixels. Not for: pace. Carries the picture code of its booth.
"""

from __future__ import annotations

import math

import numpy as np

from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.picture_code import Code, draw
from hardware.simulated.canvas import HEIGHT, WIDTH, Canvas, bgr, blank, transform_to

BARS = ("#C8C8C8", "#C8C83C", "#3CC8C8", "#3CC83C", "#C83CC8", "#C83C3C", "#3C3CC8")
TURN_S = 4.0
FRACTION_BITS = 4
"""OpenCV's sub-pixel coordinates."""


class Card:
    """``Pictures`` of the test card."""

    def __init__(self, booth: int, width_px: int, height_px: int) -> None:
        self._booth = booth
        self._still = _still(width_px, height_px)
        scale = max(width_px / WIDTH, height_px / HEIGHT)
        self._middle = np.array([width_px / 2, height_px - HEIGHT * scale / 2 - 10 * scale])
        self._reach = 78 * scale
        self._width = max(1, round(5 * scale))

    def picture(self, number: int, at_s: float) -> Picture:
        """(h, w, 3) BGR, new."""
        picture = self._still.copy()
        angle = at_s / TURN_S * 2 * math.pi
        tip = self._middle + self._reach * np.array([math.sin(angle), -math.cos(angle)])
        ends = [tuple(int(v * 2**FRACTION_BITS) for v in point) for point in (self._middle, tip)]
        cv2.line(picture, ends[0], ends[1], (32, 32, 32), self._width, cv2.LINE_AA, FRACTION_BITS)
        draw(picture, Code.at(self._booth, number, at_s))
        return picture

    def still(self, number: int, at_s: float) -> Picture:
        """There is nothing more to see."""
        return self.picture(number, at_s)

    def close(self) -> None:
        """Nothing is held."""


def _still(width_px: int, height_px: int) -> Picture:
    image = blank(width_px, height_px, "#707070")
    canvas = Canvas(image, transform_to(width_px, height_px))
    for x in range(0, WIDTH + 1, 40):
        canvas.box("#8A8A8A", x - 0.5, 0, 1, HEIGHT)
    for y in range(0, HEIGHT + 1, 40):
        canvas.box("#8A8A8A", 0, y - 0.5, WIDTH, 1)
    for index, colour in enumerate(BARS):
        canvas.box(colour, 60 + index * 520 / len(BARS), 40, 520 / len(BARS) + 0.5, 40)
    for index in range(11):
        grey = round(255 * index / 10)
        canvas.box(f"#{grey:02X}{grey:02X}{grey:02X}", 60 + index * 520 / 11, 290, 520 / 11 + 0.5, 40)
    canvas.ellipse("#D8D8D8", 320, 170, 92, 92)
    canvas.ellipse("#A8A8A8", 320, 170, 86, 86)
    for finer in range(5):
        for stripe in range(8):
            width = 6 / 1.5**finer
            canvas.box("#202020", 70 + stripe * 2 * width, 110 + finer * 26, width, 20)
            canvas.box("#202020", 470, 110 + finer * 26 + stripe * 2.5, 90, 2.5 / (finer + 1))
    canvas.end()
    return bgr(image)
