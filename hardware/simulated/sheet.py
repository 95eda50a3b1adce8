"""A sheet to draw documents on: millimetres in, pixels out.

Responsible for: text, lines, boxes, pictures and codes at places in millimetres. Not for: what a document
says (``documents``). Text is OpenCV's, not Qt's: Qt draws text only in a program with a GUI, and cameras
run in others too.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import zxingcpp
from numpy.typing import NDArray

from hardware.devices import Picture
from hardware.opencv import cv2

Colour = tuple[int, int, int]
"""Blue, green, red."""
INK: Colour = (40, 34, 30)
REGULAR = 400
BOLD = 700


@lru_cache(maxsize=1)
def _font() -> cv2.FontFace:
    return cv2.FontFace("sans")


class Sheet:
    """``pixels``: (height, width, 3) BGR, drawn on in place."""

    def __init__(self, width_mm: float, height_mm: float, px_per_mm: float, colour: Colour) -> None:
        self._scale = px_per_mm
        size = (round(height_mm * px_per_mm), round(width_mm * px_per_mm), 3)
        self.pixels: Picture = np.full(size, colour, np.uint8)

    def text(
        self, x: float, y: float, text: str, size_mm: float, *, weight: int = REGULAR, colour: Colour = INK
    ) -> None:
        """``y`` is the base line, ``size_mm`` the font's size (a capital letter is 0.7 of it)."""
        cv2.putText(self.pixels, text, (self._px(x), self._px(y)), colour, _font(), self._px(size_mm), weight)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self._part(x, y, width, height)[:] = colour

    def frame(self, x: float, y: float, width: float, height: float, colour: Colour, line_mm: float) -> None:
        corner = (self._px(x + width), self._px(y + height))
        line = max(1, self._px(line_mm))
        cv2.rectangle(self.pixels, (self._px(x), self._px(y)), corner, colour, line, cv2.LINE_AA)

    def line(self, x: float, y: float, to_x: float, to_y: float, colour: Colour, line_mm: float) -> None:
        ends = (self._px(x), self._px(y)), (self._px(to_x), self._px(to_y))
        cv2.line(self.pixels, *ends, colour, max(1, self._px(line_mm)), cv2.LINE_AA)

    def picture(self, x: float, y: float, width: float, height: float, picture: Picture) -> None:
        part = self._part(x, y, width, height)
        size = (part.shape[1], part.shape[0])
        part[:] = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)

    def code(
        self, x: float, y: float, width: float, height: float, text: str, kind: zxingcpp.BarcodeFormat
    ) -> None:
        """A barcode or QR with its quiet zone, sharp at any size."""
        bars = np.asarray(zxingcpp.create_barcode(text, kind).to_image(), dtype=np.uint8)
        part = self._part(x, y, width, height)
        size = (part.shape[1], part.shape[0])
        scaled = cv2.resize(bars, size, interpolation=cv2.INTER_NEAREST)
        part[:] = cv2.cvtColor(scaled, cv2.COLOR_GRAY2BGR)

    def waves(self, colour: Colour, strength: float) -> None:
        """The fine curves behind the print of a card."""
        height, width = self.pixels.shape[:2]
        y, x = np.mgrid[0:height, 0:width].astype(np.float32) / self._scale
        curves = np.sin(2 * np.pi * (y / 2.1 + 0.9 * np.sin(x / 9)))
        share = (strength * np.clip(curves, 0, 1))[:, :, np.newaxis]
        self.pixels[:] = _mixed(self.pixels, colour, share.astype(np.float32))

    def specimen(self, x: float, y: float, size_mm: float) -> None:
        """The word across the document, so that nobody takes it for a real one."""
        drawn = np.zeros(self.pixels.shape[:2], np.uint8)
        at = (self._px(x), self._px(y))
        cv2.putText(drawn, "SPECIMEN", at, (255, 255, 255), _font(), self._px(size_mm), BOLD)
        turn = cv2.getRotationMatrix2D(at, 12, 1)
        size = (self.pixels.shape[1], self.pixels.shape[0])
        turned = np.asarray(cv2.warpAffine(drawn, turn, size), np.float32)
        share = (turned / 255 * 0.38)[:, :, np.newaxis]
        self.pixels[:] = _mixed(self.pixels, (60, 40, 190), share.astype(np.float32))

    def _part(self, x: float, y: float, width: float, height: float) -> Picture:
        top, left = self._px(y), self._px(x)
        return self.pixels[top : top + self._px(height), left : left + self._px(width)]

    def _px(self, mm: float) -> int:
        return round(mm * self._scale)


def _mixed(picture: Picture, colour: Colour, share: NDArray[np.float32]) -> Picture:
    mixed = picture * (1 - share) + np.array(colour, np.float32) * share
    return np.rint(mixed).astype(np.uint8)
