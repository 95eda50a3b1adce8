"""The moving picture of one person in one room, with its code.

Responsible for: motion, and drawing a frame cheaply: room, body and head are drawn once at the size wanted; a
frame moves the two layers and draws only eyes, mouth and the code. Not for: shapes (``portrait``), pace
(``paced``).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtGui import QTransform

from hardware.devices import Picture
from hardware.opencv import cv2
from hardware.picture_code import Code, draw
from hardware.simulated.canvas import Canvas, blank, pixels, transform_to
from hardware.simulated.people import Look, Manner, look_of
from hardware.simulated.portrait import draw_body, draw_face, draw_head, draw_room

PIVOT_Y = 250.0
"""The head turns around the neck."""
_BELOW_PX = 16
"""Layers reach below the picture, so that moving up shows no gap."""


class Scene:
    """``Pictures`` of one person. ``booth`` goes into the code, ``person`` decides who is seen."""

    def __init__(self, booth: int, person: int, width_px: int, height_px: int) -> None:
        self._booth = booth
        self._look = look_of(person)
        self._phase_s = person * 1.7
        """So that six people do not nod in step."""
        to_pixels = transform_to(width_px, height_px)
        self._axis = QTransform.fromTranslate(self._look.x, 0) * to_pixels
        self._room = blank(width_px, height_px, self._look.wall)
        canvas = Canvas(self._room, to_pixels)
        draw_room(canvas, self._look)
        canvas.end()
        self._body = Layer(width_px, height_px, self._axis, partial(draw_body, look=self._look))
        self._head = Layer(width_px, height_px, self._axis, partial(draw_head, look=self._look))
        self._image = blank(width_px, height_px, self._look.wall)

    def picture(self, number: int, at_s: float) -> Picture:
        """(h, w, 3) BGR, new."""
        look, time_s = self._look, at_s + self._phase_s
        head = head_motion(time_s)
        canvas = Canvas(self._image, QTransform())
        canvas.painter.drawImage(0, 0, self._room)
        self._body.draw(canvas, QTransform.fromTranslate(0, breath(time_s)))
        self._head.draw(canvas, head)
        canvas.painter.setTransform(head * self._axis)
        draw_face(canvas, look, lids=lids(look, time_s), mouth=mouth(look, time_s))
        canvas.end()
        picture = np.asarray(cv2.cvtColor(pixels(self._image), cv2.COLOR_BGRA2BGR), dtype=np.uint8)
        draw(picture, Code.at(self._booth, number, at_s))
        return picture

    def close(self) -> None:
        """Nothing is held."""


class Layer:
    """A part that is drawn once and moved: the smallest image that holds it."""

    def __init__(
        self, width_px: int, height_px: int, axis: QTransform, paint: Callable[[Canvas], None]
    ) -> None:
        whole = blank(width_px, height_px + _BELOW_PX)
        canvas = Canvas(whole, axis)
        paint(canvas)
        canvas.end()
        x, y, width, height = cv2.boundingRect(np.ascontiguousarray(pixels(whole)[:, :, 3]))
        self._image = whole.copy(x, y, width, height)
        self._at = QPointF(x, y)
        self._axis = axis
        self._from_axis = axis.inverted()[0]
        """Out of pixels, for ``draw``."""

    def draw(self, canvas: Canvas, motion: QTransform) -> None:
        """``motion`` in drawing coordinates around the person's axis."""
        canvas.painter.setTransform(self._from_axis * motion * self._axis)
        canvas.painter.drawImage(self._at, self._image)


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
