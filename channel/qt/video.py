"""Live pictures on the screen.

Responsible for: painting the newest picture of a ``LatestFrame`` without copying it, and for repainting all
views from one clock, only those that are visible and have something new. Not for: decoding, scaling to size
(the program passes ``resized`` on to the channel), names, meters and veils on top of a picture. GUI thread
only; the frames come from any thread.
"""

from __future__ import annotations

from math import ceil
from typing import Final

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QWidget

from channel.qt.theme import Console
from channel.runtime.latest import LatestFrame, ShownFrame

REPAINT_HZ: Final = 30
PICTURE_SHAPE: Final = 16 / 9
"""Width to height of the pictures that channels carry."""
_HELD_GREY: Final = 0.7
"""How much of the colour a picture loses that is no longer live."""


class RepaintClock(QObject):
    """One timer for all views; it stands still while none is visible.

    One clock for everything: with a timer per view each paint would flush the window by itself.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: list[VideoView] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(1000 / REPAINT_HZ))
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        return self._timer.isActive()

    def add(self, view: VideoView) -> None:
        """``view`` became visible with a source."""
        if view not in self._views:
            self._views.append(view)
        if not self._timer.isActive():
            self._timer.start()

    def remove(self, view: VideoView) -> None:
        """``view`` was hidden or lost its source."""
        if view in self._views:
            self._views.remove(view)
        if not self._views:
            self._timer.stop()

    @Slot()
    def _tick(self) -> None:
        for view in self._views:
            view.repaint_if_newer()


class VideoView(QWidget):
    """Shows the newest picture of one source.

    Attributes:
        cover: True (as at first) crops the picture so that it fills the view, False shows all of it on the
            ground.

    Signals:
        resized(int, int): the size in device pixels in which pictures are wanted from now on, whole, before
            any crop; (0, 0) while hidden.
        painted(): a picture that had not been shown before was painted; emitted inside the paint event, so a
            receiver that looks at the screen connects it queued.
    """

    resized = Signal(int, int)
    painted = Signal()

    def __init__(self, clock: RepaintClock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cover = True
        self._clock = clock
        self._source: LatestFrame | None = None
        self._asked_generation = -1
        self._painted_generation = -1
        self._frame: ShownFrame | None = None
        self._dimmed = False
        self._ground = QColor(Console.CANVAS)
        self._behind = QColor(Console.B1)
        self._radius_px = 0.0
        # The whole rectangle is painted each time, so Qt need not paint what lies behind it 30 times a
        # second.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def cover(self) -> bool:
        return self._cover

    @cover.setter
    def cover(self, cover: bool) -> None:
        self._cover = cover
        self.update()

    def set_form(self, *, ground: str, behind: str, radius_px: float = 0) -> None:
        """``ground``: colour without a picture. ``behind``: colour around the rounded corners."""
        self._ground = QColor(ground)
        self._behind = QColor(behind)
        self._radius_px = radius_px
        self.update()

    def show_source(self, source: LatestFrame | None) -> None:
        """Show ``source`` from now on; None shows the ground colour."""
        if source is self._source:
            return
        self._source = source
        self._asked_generation = self._painted_generation = -1
        self._frame = None
        self._join_clock()
        self.update()

    def set_dimmed(self, dimmed: bool) -> None:
        """Dim the picture and take its colour: it is held, and must not look live."""
        if dimmed != self._dimmed:
            self._dimmed = dimmed
            self.update()

    def picture_rect(self) -> QRect:
        """Where the picture is in the view, in logical pixels; empty when there is none."""
        if self._frame is None:
            return QRect()
        return self._layout(self._frame)[0]

    def visible_share(self) -> tuple[float, float, float, float]:
        """Which part of the picture is shown: (x0, y0, x1, y1) in shares of its width and height."""
        if self._frame is None:
            return 0.0, 0.0, 1.0, 1.0
        shown = self._layout(self._frame)[1]
        height, width = self._frame.bgra.shape[:2]
        return shown.left() / width, shown.top() / height, shown.right() / width, shown.bottom() / height

    def repaint_if_newer(self) -> None:
        """Called by the clock."""
        if self._source is None or self.window().isMinimized():
            return
        generation, _ = self._source.look()
        if generation != self._asked_generation:
            self._asked_generation = generation
            self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._join_clock()
        self._announce_size()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._frame = None  # nothing of anybody is kept where nobody sees it
        self._clock.remove(self)
        self.resized.emit(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.isVisible():
            self._announce_size()

    def paintEvent(self, event: QPaintEvent) -> None:
        generation, self._frame = (-1, None) if self._source is None else self._source.look()
        painter = QPainter(self)
        if self._frame is None:
            painter.fillRect(self.rect(), self._ground)
        else:
            self._paint_picture(painter, self._frame)
        if self._radius_px:
            self._paint_corners(painter)
        painter.end()
        if self._frame is not None and generation != self._painted_generation:
            self._painted_generation = generation
            self.painted.emit()

    def _paint_picture(self, painter: QPainter, frame: ShownFrame) -> None:
        target, source = self._layout(frame)
        if target != self.rect():
            painter.fillRect(self.rect(), self._ground)
        height, width = frame.bgra.shape[:2]
        # No copy: the image reads the array's memory, which ``self._frame`` keeps alive during the paint.
        image = QImage(frame.bgra.data, width, height, width * 4, QImage.Format.Format_RGB32)
        exact = QSize(round(source.width()), round(source.height()))
        if target.size() * self.devicePixelRatioF() != exact:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(target), image, source)
        if self._dimmed:
            painter.setOpacity(_HELD_GREY)
            painter.drawImage(QRectF(target), image.convertToFormat(QImage.Format.Format_Grayscale8), source)
            painter.setOpacity(Console.DIM)
            painter.fillRect(target, QColor(Console.CANVAS))
            painter.setOpacity(1.0)

    def _paint_corners(self, painter: QPainter) -> None:
        """Paint what is outside the rounded corners: far cheaper than clipping the picture to a path."""
        radius, area = self._radius_px, QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._behind)
        for corner, start in (
            (area.topRight(), 0),
            (area.topLeft(), 90),
            (area.bottomLeft(), 180),
            (area.bottomRight(), 270),
        ):
            inward_x = radius if corner.x() == area.left() else -radius
            inward_y = radius if corner.y() == area.top() else -radius
            middle = QPointF(corner.x() + inward_x, corner.y() + inward_y)
            path = QPainterPath(corner)
            path.arcTo(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius), start, 90)
            path.closeSubpath()
            painter.drawPath(path)

    def _layout(self, frame: ShownFrame) -> tuple[QRect, QRectF]:
        """(where in the view, in logical pixels; which part of the picture, in its pixels)."""
        height, width = frame.bgra.shape[:2]
        across, down = self.width() / width, self.height() / height
        if self._cover:
            scale = max(across, down)
            shown_w, shown_h = self.width() / scale, self.height() / scale
            # From a whole pixel, so that a picture of the right size is copied and not interpolated.
            left, top = round((width - shown_w) / 2), round((height - shown_h) / 2)
            return self.rect(), QRectF(left, top, shown_w, shown_h)
        scale = min(across, down)
        target_w, target_h = round(width * scale), round(height * scale)
        target = QRect((self.width() - target_w) // 2, (self.height() - target_h) // 2, target_w, target_h)
        return target, QRectF(0, 0, width, height)

    def _join_clock(self) -> None:
        if self._source is not None and self.isVisible():
            self._clock.add(self)
        else:
            self._clock.remove(self)

    def _announce_size(self) -> None:
        """Ask for pictures that need no second scaling: as large as the view shows them, uncropped."""
        ratio = self.devicePixelRatioF()
        width, height = self.width() * ratio, self.height() * ratio
        if (width < height * PICTURE_SHAPE) == self._cover:
            width = height * PICTURE_SHAPE
        else:
            height = width / PICTURE_SHAPE
        self.resized.emit(ceil(width), ceil(height))
