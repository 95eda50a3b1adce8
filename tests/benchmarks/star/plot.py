"""What each further booth costs, as a picture.

Responsible for: the line through the points and drawing both. Not for: where the points come from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from hardware.opencv import cv2

WIDTH_PX, HEIGHT_PX = 960, 600
_LEFT, _TOP, _RIGHT, _BOTTOM = 90, 90, 40, 80
"""Margins, pixels."""
TICKS_MOST = 8

Colour: TypeAlias = tuple[int, int, int]
"""BGR."""
_PAPER: Final = (255, 255, 255)
_INK: Final = (50, 45, 40)
_GRID: Final = (228, 225, 222)
_LINE: Final = (175, 150, 80)
_POINT: Final = (140, 80, 20)


def fitted(points: Sequence[tuple[int, float]]) -> tuple[float, float]:
    """(cores of each booth, cores without any) of the straight line with the least squares.

    ``points``: at least two of (booths, cores), of different numbers of booths.
    """
    booths, cores = np.array(points, np.float64).T
    slope, base = np.polyfit(booths, cores, 1)
    return float(slope), float(base)


def scale_plot(points: Sequence[tuple[int, float]], path: Path) -> None:
    """Write a PNG: ``points`` of (booths, cores) as for ``fitted``, the line through them, its slope.

    Raises ``OSError`` when it cannot be written.
    """
    slope, base = fitted(points)
    last = max(booths for booths, _ in points)
    axes = _Axes(last, max(*(cores for _, cores in points), base, base + slope * last))
    axes.grid()
    axes.segment((0, base), (last, base + slope * last), _LINE)
    for booths, cores in points:
        axes.point(booths, cores)
    axes.words(_LEFT, 36, f"{slope:.3f} cores for each booth on top of {base:.3f}", 0.8)
    axes.words(_LEFT, 68, "processor time of the console, cores", 0.6)
    axes.words(WIDTH_PX - _RIGHT, HEIGHT_PX - 20, "booths", 0.6, right=1.0)
    axes.save(path)


def _step(most: float) -> float:
    """Between ticks up to ``most``: 1, 2 or 5 times a power of ten."""
    rough = max(most, 1e-3) / TICKS_MOST
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * nice for nice in (1, 2, 5, 10) if power * nice >= rough)


class _Axes:
    """A sheet with axes from (0, 0) on: booths across up to ``last``, cores upwards beyond ``most``."""

    def __init__(self, last: int, most: float) -> None:
        self._sheet = np.full((HEIGHT_PX, WIDTH_PX, 3), _PAPER, np.uint8)
        self._last = last
        self._step = _step(most)
        self._ticks = math.ceil(most / self._step + 0.5)  # room for a figure above the highest point

    def grid(self) -> None:
        digits = max(0, -math.floor(math.log10(self._step)))
        for tick in range(self._ticks + 1):
            cores = tick * self._step
            self.segment((0, cores), (self._last, cores), _GRID if tick else _INK, 1)
            self.words(_LEFT - 12, self._y(cores) + 6, f"{cores:.{digits}f}", 0.55, right=1.0)
        for booths in range(self._last + 1):
            self.words(self._x(booths), HEIGHT_PX - _BOTTOM + 28, str(booths), 0.55, right=0.5)
        self.segment((0, 0), (0, self._ticks * self._step), _INK, 1)

    def segment(
        self, begin: tuple[float, float], end: tuple[float, float], colour: Colour, thick_px: int = 3
    ) -> None:
        """Between two points of (booths, cores)."""
        ends = [_px(self._x(booths), self._y(cores)) for booths, cores in (begin, end)]
        cv2.line(self._sheet, ends[0], ends[1], colour, thick_px, cv2.LINE_AA)

    def point(self, booths: int, cores: float) -> None:
        """With its figure above."""
        across, down = self._x(booths), self._y(cores)
        cv2.circle(self._sheet, _px(across, down), 6, _POINT, cv2.FILLED, cv2.LINE_AA)
        self.words(across, down - 14, f"{cores:.3f}", 0.55, right=0.5)

    def words(self, across: float, down: float, text: str, size: float, *, right: float = 0.0) -> None:
        """On the line ``down``; ``right``: the share of them that stands left of ``across``."""
        font, thick_px = cv2.FONT_HERSHEY_SIMPLEX, 1
        (width_px, _), _ = cv2.getTextSize(text, font, size, thick_px)
        at = _px(across - right * width_px, down)
        cv2.putText(self._sheet, text, at, font, size, _INK, thick_px, cv2.LINE_AA)

    def save(self, path: Path) -> None:
        written, png = cv2.imencode(".png", self._sheet)
        assert written, "OpenCV writes PNG"
        path.write_bytes(png.tobytes())

    def _x(self, booths: float) -> float:
        return _LEFT + (WIDTH_PX - _LEFT - _RIGHT) * booths / self._last

    def _y(self, cores: float) -> float:
        return HEIGHT_PX - _BOTTOM - (HEIGHT_PX - _TOP - _BOTTOM) * cores / (self._ticks * self._step)


def _px(across: float, down: float) -> tuple[int, int]:
    return round(across), round(down)
