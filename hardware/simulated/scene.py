"""The moving picture of one person in one room, with its code.

Responsible for: motion, and drawing a frame cheaply: what moves seldom is drawn when it moves, which leaves
the turned head and the mouth for each frame. Not for: shapes (``portrait``), pace (``paced``).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect
from PySide6.QtGui import QImage, QPainter, QTransform

from hardware.devices import Picture
from hardware.picture_code import Code, draw
from hardware.simulated.canvas import Canvas, bgr, blank, pixels, transform_to
from hardware.simulated.grain import Grain
from hardware.simulated.people import Look, Manner, look_of
from hardware.simulated.portrait import draw_body, draw_eyes, draw_head, draw_mouth, draw_room

PIVOT_Y = 250.0
"""The head turns around the neck."""
_BELOW_PX = 16
"""Layers reach below the picture, so that moving up shows no gap."""
_SWAY = 7.0
"""Further than any point of a head moves, in drawing coordinates."""
_BAND_PX = 90
"""Turned images are drawn in bands of so many lines: Qt spreads more over other threads, and waking those
costs more than the drawing."""
_SHEETS_MOST = 4


def _references(sheets: list[Picture]) -> list[int]:
    return [sys.getrefcount(sheet) for sheet in sheets]


_UNHELD = _references([np.zeros(1, np.uint8)])[0]
"""To what nobody but the list has, as this Python counts them."""


class Scene:
    """``Pictures`` of one person. ``booth`` goes into the code, ``person`` decides who is seen; ``grain``:
    how much noise is in them (``grain.Grain``), 0 for none."""

    def __init__(self, booth: int, person: int, width_px: int, height_px: int, grain: int = 0) -> None:
        self._booth = booth
        self._grain = Grain(grain, width_px, height_px) if grain else None
        self._look = look_of(person)
        self._phase_s = person * 1.7
        """So that six people do not nod in step."""
        to_pixels = transform_to(width_px, height_px)
        self._scale = to_pixels.m11()
        self._axis = QTransform.fromTranslate(self._look.x, 0) * to_pixels
        self._to_axis = self._axis.inverted()[0]
        self._room = blank(width_px, height_px, self._look.wall)
        canvas = Canvas(self._room, to_pixels)
        draw_room(canvas, self._look)
        canvas.end()
        self._body = Layer.painted(width_px, height_px, self._axis, partial(draw_body, look=self._look))
        self._head = Layer.painted(width_px, height_px, self._axis, partial(draw_head, look=self._look))
        reach = math.ceil(_SWAY * self._scale)
        around = self._head.place.adjusted(-reach, -reach, reach, reach)
        self._around = around.intersected(self._room.rect())
        """Where the head may be."""
        self._patch = blank(self._around.width(), self._around.height(), self._look.wall)
        self._faces: dict[tuple[float, bool], Layer] = {}
        """The head with its eyes, by ``lids`` and whether the brows are raised."""
        self._sheets: list[Picture] = []
        self._breathe(0)

    def picture(self, number: int, at_s: float) -> Picture:
        """(h, w, 3) BGR, new."""
        time_s = at_s + self._phase_s
        if (lift := round(breath(time_s) * self._scale)) != self._lift:
            self._breathe(lift)
        opening = mouth(self._look, time_s)
        face = self._face(lids(self._look, time_s), raised=opening > 0.5)
        picture = self._sheet()
        around = self._around
        picture[around.top() : around.bottom() + 1, around.left() : around.right() + 1] = self._drawn(
            face, head_motion(time_s), opening
        )
        if self._grain is not None:
            picture = self._grain.on(picture, number)
        draw(picture, Code.at(self._booth, number, at_s))
        return picture

    def still(self, number: int, at_s: float) -> Picture:
        """There is nothing more to see."""
        return self.picture(number, at_s)

    def close(self) -> None:
        """Nothing is held."""

    def _breathe(self, lift: int) -> None:
        """Room and body, the body ``lift`` pixels lower."""
        self._lift = lift
        self._backdrop = self._room.copy()
        canvas = Canvas(self._backdrop, QTransform.fromTranslate(0, lift))
        self._body.draw(canvas)
        canvas.end()
        self._behind = bgr(self._backdrop)
        self._sheets.clear()

    def _sheet(self) -> Picture:
        """What is behind, but for what every frame draws anew: a copy, or an earlier frame that nobody holds
        any more, since copying would be the dearest part of a frame.
        """
        for sheet, references in zip(self._sheets, _references(self._sheets), strict=True):
            if references == _UNHELD:
                return sheet
        sheet = self._behind.copy()
        if len(self._sheets) < _SHEETS_MOST:
            self._sheets.append(sheet)
        return sheet

    def _face(self, shut: float, *, raised: bool) -> Layer:
        """The head with its eyes, ``shut`` 0 … 1. Kept while they are wide open or shut: a blink is short."""
        if (face := self._faces.get((shut, raised))) is not None:
            return face
        eyes = partial(draw_eyes, look=self._look, lids=shut, raised=raised)
        face = self._head.painted_on(self._axis, eyes)
        if shut in (0.0, 1.0):
            self._faces[shut, raised] = face
        return face

    def _drawn(self, face: Layer, motion: QTransform, opening: float) -> Picture:
        """What is in ``around``."""
        corner = self._around.topLeft()
        canvas = Canvas(self._patch, QTransform())
        canvas.painter.drawImage(QPoint(), self._backdrop, self._around)
        turned = motion * self._axis * QTransform.fromTranslate(-corner.x(), -corner.y())
        # The layer's own edge is empty, and a sharp one has a third of the spans.
        canvas.painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for top in range(0, self._patch.height(), _BAND_PX):
            canvas.painter.resetTransform()
            canvas.painter.setClipRect(0, top, self._patch.width(), _BAND_PX)
            canvas.painter.setTransform(self._to_axis * turned)
            face.draw(canvas)
        canvas.unclip()
        canvas.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        canvas.painter.setTransform(turned)
        draw_mouth(canvas, self._look, opening)
        canvas.end()
        return bgr(self._patch)


class Layer:
    """A part that is drawn once and moved: the smallest image that holds it, and its ``place`` at rest."""

    def __init__(self, image: QImage, place: QRect) -> None:
        self.image = image
        self.place = place

    @classmethod
    def painted(
        cls, width_px: int, height_px: int, axis: QTransform, paint: Callable[[Canvas], None]
    ) -> Layer:
        """What ``paint`` draws in coordinates around the person's axis."""
        whole = blank(width_px, height_px + _BELOW_PX)
        canvas = Canvas(whole, axis)
        paint(canvas)
        canvas.end()
        place = _inked(whole)
        return cls(whole.copy(place), place)

    def painted_on(self, axis: QTransform, paint: Callable[[Canvas], None]) -> Layer:
        """The same with something inside it drawn over it."""
        more = Layer(self.image.copy(), self.place)
        canvas = Canvas(more.image, axis * QTransform.fromTranslate(-self.place.x(), -self.place.y()))
        paint(canvas)
        canvas.end()
        return more

    def draw(self, canvas: Canvas) -> None:
        canvas.painter.drawImage(QPointF(self.place.topLeft()), self.image)


def _inked(image: QImage) -> QRect:
    """The smallest rectangle outside of which nothing is drawn."""
    alpha = pixels(image)[:, :, 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    return QRect(QPoint(int(columns[0]), int(rows[0])), QPoint(int(columns[-1]), int(rows[-1])))


# ---------------------------------------------------------------- motion, all of it a function of time


def breath(time_s: float) -> float:
    return 0.7 * math.sin(time_s * 2 * math.pi / 4.3)


def head_motion(time_s: float) -> QTransform:
    """A slow sway of two to three units and one degree."""
    x = 1.6 * math.sin(time_s * 2 * math.pi / 7.9) + 0.8 * math.sin(time_s * 2 * math.pi / 3.1)
    y = breath(time_s) + 0.5 * math.sin(time_s * 2 * math.pi / 5.3)
    motion = QTransform()
    motion.translate(x, y + PIVOT_Y)
    motion.rotate(0.9 * math.sin(time_s * 2 * math.pi / 9.7))
    motion.translate(0, -PIVOT_Y)
    return motion


def lids(look: Look, time_s: float) -> float:
    """0 open … 1 shut. A blink every four seconds; who reads looks down two thirds of the time."""
    if look.manner is Manner.READS and time_s % 9.0 < 6.0:
        return 1.0
    blink = abs(time_s % 4.1 - 0.12)
    return max(0.0, 1.0 - blink / 0.12)


def mouth(look: Look, time_s: float) -> float:
    """0 shut … 1 open. Who speaks does so three quarters of the time."""
    if look.manner is not Manner.SPEAKS or time_s % 8.0 > 6.0:
        return 0.0
    return 0.6 + 0.4 * math.sin(time_s * 2 * math.pi * 2.3) * math.sin(time_s * 2 * math.pi * 0.7)
