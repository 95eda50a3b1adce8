"""The window of the console that is written with aiortc.

Responsible for: a tile for each booth; a picture is scaled, converted and painted when it comes. Not for: its
way here.

Pictures are converted here, by one thread of swscale, as this serves aiortc best of the plain ways: on its
own loop, or with the threads that swscale takes by itself, its packets have to wait.
"""

from __future__ import annotations

import time
from typing import Final

import av
import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from tests.benchmarks.arrived import STRIP_SHARE

WINDOW_PX: Final = (1920, 1080)
TILE_PX: Final = (640, 360)
COLUMNS: Final = 3


class Tile(QWidget):
    """One booth. Signal ``came(picture)``: from any thread, an ``av.VideoFrame`` that nobody else uses.

    Attribute ``strips``: where the tops of painted pictures are noted, in grey, with the time at which they
    had been painted; None for nowhere.
    """

    came = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.strips: list[tuple[float, NDArray[np.uint8]]] | None = None
        self._picture: NDArray[np.uint8] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.came.connect(self._show)

    @Slot(object)
    def _show(self, picture: av.VideoFrame) -> None:
        width, height = TILE_PX
        bgra = picture.to_ndarray(format="bgra", width=width, height=height, threads=1)
        self._picture = bgra.astype(np.uint8, copy=False)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._picture is None:
            return
        height, width = self._picture.shape[:2]
        painter = QPainter(self)
        image = QImage(self._picture.data, width, height, width * 4, QImage.Format.Format_RGB32)
        painter.drawImage(self.rect(), image)
        painter.end()
        if self.strips is not None:
            # The code is grey, so green is as good.
            strip = self._picture[: round(height * STRIP_SHARE), :, 1].copy()
            self.strips.append((time.monotonic(), strip))


class Window(QWidget):
    """Attribute ``tiles``. Signal ``finished``: from any thread, there is nothing to show any more."""

    finished = Signal()

    def __init__(self, booths: int) -> None:
        super().__init__()
        self.resize(*WINDOW_PX)
        self.tiles = [Tile(self) for _ in range(booths)]
        across, down = WINDOW_PX[0] // COLUMNS, WINDOW_PX[1] // 2
        for number, tile in enumerate(self.tiles):
            tile.setGeometry(number % COLUMNS * across, number // COLUMNS * down, *TILE_PX)
