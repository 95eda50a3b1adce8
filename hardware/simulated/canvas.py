"""Flat drawing: shapes from path strings, filled or stroked, into pictures of any size.

Responsible for: the few drawing verbs that the scenes are written in. Not for: what is drawn. Coordinates are
those of a 640 x 360 picture; a larger one is drawn sharp, one of another shape shows the middle.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from hardware.devices import Picture

WIDTH = 640
HEIGHT = 360
_TOKEN = re.compile(r"[A-Z]|-?\d+(?:\.\d+)?")


@lru_cache(maxsize=512)
def shape(text: str) -> QPainterPath:
    """A path from ``M x y``, ``L x y``, ``Q cx cy x y``, ``C c1x c1y c2x c2y x y`` and ``Z``, as in SVG,
    absolute.
    """
    path = QPainterPath()
    tokens = _TOKEN.findall(text)
    at = 0
    while at < len(tokens):
        verb = tokens[at]
        count = {"M": 2, "L": 2, "Q": 4, "C": 6, "Z": 0}[verb]
        numbers = [float(token) for token in tokens[at + 1 : at + 1 + count]]
        points = [QPointF(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        match verb:
            case "M":
                path.moveTo(*points)
            case "L":
                path.lineTo(*points)
            case "Q":
                path.quadTo(*points)
            case "C":
                path.cubicTo(*points)
            case _:
                path.closeSubpath()
        at += 1 + count
    return path


def transform_to(width_px: int, height_px: int) -> QTransform:
    """From drawing coordinates to pixels: covers the picture, keeps the middle and the bottom edge."""
    scale = max(width_px / WIDTH, height_px / HEIGHT)
    return QTransform(scale, 0, 0, scale, (width_px - WIDTH * scale) / 2, height_px - HEIGHT * scale)


class Canvas:
    """A painter with the verbs of flat drawing. Used in one thread; ``end`` before the image is read."""

    def __init__(self, image: QImage, transform: QTransform) -> None:
        self.painter = QPainter(image)
        self.painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        self.painter.setTransform(transform)

    def end(self) -> None:
        self.painter.end()

    def fill(self, colour: str, path: str | QPainterPath) -> None:
        self.painter.fillPath(shape(path) if isinstance(path, str) else path, QColor(colour))

    def line(self, colour: str, width: float, path: str | QPainterPath) -> None:
        pen = QPen(
            QColor(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        )
        self.painter.strokePath(shape(path) if isinstance(path, str) else path, pen)

    def ellipse(self, colour: str, x: float, y: float, rx: float, ry: float) -> None:
        path = QPainterPath()
        path.addEllipse(QPointF(x, y), rx, ry)
        self.painter.fillPath(path, QColor(colour))

    def box(self, colour: str, x: float, y: float, width: float, height: float, radius: float = 0) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(x, y, width, height), radius, radius)
        self.painter.fillPath(path, QColor(colour))

    def clip(self, path: str | QPainterPath) -> None:
        """Draw inside ``path`` only, until ``unclip``."""
        self.painter.setClipPath(shape(path) if isinstance(path, str) else path)

    def unclip(self) -> None:
        self.painter.setClipping(False)


def blank(width_px: int, height_px: int, colour: str | None = None) -> QImage:
    """An image to draw on; transparent without a colour."""
    opaque, clear = QImage.Format.Format_RGB32, QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(width_px, height_px, clear if colour is None else opaque)
    image.fill(QColor(colour) if colour is not None else QColor(0, 0, 0, 0))
    return image


def pixels(image: QImage) -> NDArray[np.uint8]:
    """The image's own pixels, (h, w, 4) BGRA, valid as long as the image."""
    buffer = np.frombuffer(image.bits(), np.uint8)
    return buffer.reshape(image.height(), image.bytesPerLine() // 4, 4)[:, : image.width()]


def bgr(image: QImage) -> Picture:
    """A copy of its pixels, (h, w, 3) BGR, of an image without transparency."""
    copied = np.empty((image.height(), image.width(), 3), np.uint8)
    shown = pixels(image)
    for plane in range(3):  # five times as quick as all three in one go
        copied[:, :, plane] = shown[:, :, plane]
    return copied
