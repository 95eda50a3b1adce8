"""Live pictures on the screen.

Responsible for: painting the newest picture of a ``LatestFrame`` without copying it, and asking for pictures
of the right size while they can be seen. Not for: when it is painted (``repaint_clock``), decoding, scaling
(the program passes ``resized`` on to the channel), names, meters and veils on top of a picture. GUI thread
only; the frames come from any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
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

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Console
from channel.runtime.latest import LatestFrame, ShownFrame

PICTURE_SHAPE: Final = 16 / 9
"""Width to height of the pictures that channels carry."""
_SPARE_PX: Final = 16
"""A picture larger than its place by no more is cropped, not scaled: scalers have sizes that they prefer."""
_HELD_GREY: Final = 0.7
"""How much of the colour a picture loses that is no longer live."""


@dataclass(frozen=True)
class _Layout:
    """Where a picture of one size is painted: ``target`` in the view, in logical pixels, from ``source``, the
    part of the picture that is shown, in its pixels. ``exact``: pixel for pixel.
    """

    target: QRect
    source: QRectF
    exact: bool


class VideoView(QWidget):
    """Shows the newest picture of one source.

    Attributes:
        cover: True (as at first) crops the picture so that it fills the view, False shows all of it on the
            ground.

    Signals:
        resized(int, int): the size in device pixels in which pictures are wanted from now on, whole, before
            any crop; (0, 0) while it cannot be seen.
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
        self._in_sight = False
        self._watched: LatestFrame | None = None
        """The source while the view is in sight: the clock is told of its pictures."""
        self._painted_generation = -1
        self._frame: ShownFrame | None = None
        self._dimmed = False
        self._ground = QColor(Console.CANVAS)
        self._behind = QColor(Console.B1)
        self._radius_px = 0.0
        self._corners = QPainterPath()
        self._layouts: dict[tuple[int, int, float], _Layout] = {}
        """By the picture's width and height and the screen's ratio, for the view's present size."""
        # The whole rectangle is painted each time: Qt need not paint what lies behind it with each picture.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def cover(self) -> bool:
        return self._cover

    @cover.setter
    def cover(self, cover: bool) -> None:
        self._cover = cover
        self._layouts.clear()
        self.update()

    def set_form(self, *, ground: str, behind: str, radius_px: float = 0) -> None:
        """``ground``: colour without a picture. ``behind``: colour around the rounded corners."""
        self._ground = QColor(ground)
        self._behind = QColor(behind)
        self._radius_px = radius_px
        self._corners = self._outside_corners()
        self.update()

    def show_source(self, source: LatestFrame | None) -> None:
        """Show ``source`` from now on; None shows the ground colour."""
        if source is self._source:
            return
        self._source = source
        self._painted_generation = -1
        self._frame = None
        self._watch()
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
        return self._layout(self._frame).target

    def picture_size(self) -> QSize:
        """Of the picture as it came to the view, in its pixels; empty when there is none."""
        if self._frame is None:
            return QSize()
        height, width = self._frame.bgra.shape[:2]
        return QSize(width, height)

    def visible_share(self) -> tuple[float, float, float, float]:
        """Which part of the picture is shown: (x0, y0, x1, y1) in shares of its width and height."""
        if self._frame is None:
            return 0.0, 0.0, 1.0, 1.0
        shown = self._layout(self._frame).source
        height, width = self._frame.bgra.shape[:2]
        return shown.left() / width, shown.top() / height, shown.right() / width, shown.bottom() / height

    def repaint_if_newer(self) -> None:
        """Called by the clock."""
        if self._watched is None:
            return
        generation, _ = self._watched.look()
        if generation != self._painted_generation:
            self.update()

    def follow_window(self) -> None:
        """Called by the clock: the window came into sight or is out of it."""
        self._set_in_sight(self._clock.seen)
        # Out of sight too: or else what was seen last would be the first to be seen again.
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.add(self)
        self._set_in_sight(self._clock.seen)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.remove(self)
        self._set_in_sight(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._corners = self._outside_corners()
        self._layouts.clear()
        if self._in_sight:
            self._announce_size()

    def paintEvent(self, event: QPaintEvent) -> None:
        generation, self._frame = (-1, None) if self._source is None else self._source.look()
        painter = QPainter(self)
        if self._frame is None:
            painter.fillRect(self.rect(), self._ground)
        else:
            self._paint_picture(painter, self._frame)
        if self._radius_px:
            # Far cheaper than clipping the picture to a path.
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillPath(self._corners, self._behind)
        painter.end()
        is_new = generation != self._painted_generation
        self._painted_generation = generation
        if is_new and self._frame is not None:
            self.painted.emit()

    def _paint_picture(self, painter: QPainter, frame: ShownFrame) -> None:
        layout = self._layout(frame)
        target, source = layout.target, layout.source
        if not self._cover:
            painter.fillRect(self.rect(), self._ground)
        height, width = frame.bgra.shape[:2]
        # No copy: the image reads the array's memory, which ``self._frame`` keeps alive during the paint.
        image = QImage(frame.bgra.data, width, height, width * 4, QImage.Format.Format_RGB32)
        if not layout.exact:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(target), image, source)
        if self._dimmed:
            painter.setOpacity(_HELD_GREY)
            painter.drawImage(QRectF(target), image.convertToFormat(QImage.Format.Format_Grayscale8), source)
            painter.setOpacity(Console.DIM)
            painter.fillRect(target, QColor(Console.CANVAS))
            painter.setOpacity(1.0)

    def _outside_corners(self) -> QPainterPath:
        """What of the rectangle is outside its rounded corners."""
        radius, area, path = self._radius_px, QRectF(self.rect()), QPainterPath()
        for corner, start in (
            (area.topRight(), 0),
            (area.topLeft(), 90),
            (area.bottomLeft(), 180),
            (area.bottomRight(), 270),
        ):
            inward_x = radius if corner.x() == area.left() else -radius
            inward_y = radius if corner.y() == area.top() else -radius
            middle = QPointF(corner.x() + inward_x, corner.y() + inward_y)
            path.moveTo(corner)
            path.arcTo(QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius), start, 90)
            path.closeSubpath()
        return path

    def _layout(self, frame: ShownFrame) -> _Layout:
        height, width = frame.bgra.shape[:2]
        size = (width, height, self.devicePixelRatioF())
        if size not in self._layouts:
            self._layouts.clear()  # pictures seldom change their size
            self._layouts[size] = self._lay_out(*size)
        return self._layouts[size]

    def _lay_out(self, width: int, height: int, ratio: float) -> _Layout:
        across, down = self.width() / width, self.height() / height
        scale = max(across, down) if self._cover else min(across, down)
        exact = 1 / ratio
        if not self._cover:
            target_w, target_h = round(width * scale), round(height * scale)
            target = QRect(
                (self.width() - target_w) // 2, (self.height() - target_h) // 2, target_w, target_h
            )
            return _Layout(target, QRectF(0, 0, width, height), scale == exact)
        # From a whole pixel, so that a picture of the right size is copied and not interpolated.
        left = round((width - self.width() / scale) / 2)
        top = round((height - self.height() / scale) / 2)
        if scale < exact and (exact - scale) * width <= _SPARE_PX:
            scale = exact
        source = QRectF(left, top, self.width() / scale, self.height() / scale)
        return _Layout(self.rect(), source, scale == exact)

    def _set_in_sight(self, in_sight: bool) -> None:
        if in_sight == self._in_sight:
            return
        self._in_sight = in_sight
        self._watch()
        if in_sight:
            self._announce_size()
        else:
            self._frame = None  # nothing of anybody is kept where nobody sees it
            self.resized.emit(0, 0)

    def _watch(self) -> None:
        """Have the clock told of the source's pictures while they can be seen."""
        watched = self._source if self._in_sight else None
        if watched is self._watched:
            return
        if self._watched is not None:
            self._watched.unwatch(self._clock.wake)
        if watched is not None:
            watched.watch(self._clock.wake)
        self._watched = watched

    def _announce_size(self) -> None:
        """Ask for pictures that need no second scaling: as large as the view shows them, uncropped."""
        ratio = self.devicePixelRatioF()
        width, height = self.width() * ratio, self.height() * ratio
        if (width < height * PICTURE_SHAPE) == self._cover:
            width = height * PICTURE_SHAPE
        else:
            height = width / PICTURE_SHAPE
        self.resized.emit(ceil(width), ceil(height))
