"""The picture of a document under the officer's eye: fitted, zoomed, moved, turned, with more contrast.

Responsible for: painting it, and zooming and moving it by wheel and mouse. Not for: which document it is, nor
the buttons around it (``document_pane``). GUI thread only.

What is on the screen is cut out of the picture and scaled once, and painted from there until it changes:
quickly while it is moved or zoomed, smoothly as soon as it is still.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from channel.qt.theme import Console
from cso_console.views.piece import Piece

ZOOM_STEP: Final = 1.25
LARGEST: Final = 8.0
"""Pixels of the screen to one of the picture."""
_MARGIN: Final = 20
"""Around a fitted document."""
_STILL_MS: Final = 120
_NOTCH: Final = 120
"""One notch of a wheel, in eighths of a degree."""
_CONTRAST: Final = 1.7
_TABLE: Final = np.clip((np.arange(256) - 140) * _CONTRAST + 128, 0, 255).astype(np.uint8)


def _contrasted(image: QImage) -> QImage:
    """A copy with the middle tones spread; faint print and stamps come out."""
    copy = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(copy.bits(), np.uint8)
    pixels[:] = _TABLE[pixels]
    return copy


class DocumentView(Piece, QWidget):
    """Shows one picture. Attribute ``contrast``: whether it is shown with more of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.contrast = False
        self._picture: QImage | None = None
        self._turned: QImage | None = None
        """The picture by the turns of the officer."""
        self._turns = 0
        self._zoom: float | None = None
        """Logical pixels of the screen to one of the picture; None: fitted."""
        self._centre = QPointF()
        """Which place of the turned picture lies in the middle."""
        self._drawn: QImage | None = None
        """What is on the screen, in device pixels."""
        self._smooth = False
        self._held_at: QPoint | None = None
        self._still = QTimer(self)
        self._still.setSingleShot(True)
        self._still.setInterval(_STILL_MS)
        self._still.timeout.connect(self._come_to_rest)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # ------------------------------------------------------------ what is shown

    def show_picture(self, picture: QImage | None) -> None:
        """Another picture is shown fitted and upright; the same one stays as it is."""
        if picture is self._picture:
            return
        self._picture = self._turned = picture
        self._turns = 0
        self._zoom = None
        self.contrast = False
        self._changed(moving=False)

    @property
    def picture(self) -> QImage | None:
        return self._picture

    @property
    def zoom(self) -> float:
        """In force, fitted or not."""
        return self._fit() if self._zoom is None else self._zoom

    @property
    def fitted(self) -> bool:
        return self._zoom is None

    @property
    def turns(self) -> int:
        """Quarters to the right."""
        return self._turns

    def fit(self) -> None:
        self._zoom = None
        self._changed(moving=False)

    def turn(self) -> None:
        """A quarter to the right."""
        if self._picture is not None:
            self._turns = (self._turns + 1) % 4
            self._turned = self._picture.transformed(QTransform().rotate(90 * self._turns))
            self._zoom = None
            self._changed(moving=False)

    def switch_contrast(self) -> None:
        self.contrast = not self.contrast
        self._changed(moving=False)

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Closer (above 1) or further; what lies at ``at`` of the view (its middle) stays where it is."""
        turned = self._turned
        if turned is None:
            return
        middle = QPointF(self.width() / 2, self.height() / 2)
        fixed = middle if at is None else at
        before, fit = self.zoom, self._fit()
        if self._zoom is None:
            self._centre = QPointF(turned.width() / 2, turned.height() / 2)
        after = min(max(before * factor, fit), max(LARGEST, fit))
        if after <= fit:
            self.fit()
            return
        self._zoom = after
        self._centre += (fixed - middle) / before - (fixed - middle) / after
        self._keep_inside()
        self._changed(moving=True)

    # ------------------------------------------------------------ geometry

    def _fit(self) -> float:
        if self._turned is None or self._turned.isNull():
            return 1.0
        margin = 2 * self.px(_MARGIN)
        wide = max(1, self.width() - margin) / self._turned.width()
        high = max(1, self.height() - margin) / self._turned.height()
        return min(wide, high)

    def _keep_inside(self) -> None:
        """The picture never leaves the view: at least its edge stays at the view's edge."""
        assert self._turned is not None
        for_x = self._kept(self._centre.x(), self.width() / self.zoom, self._turned.width())
        for_y = self._kept(self._centre.y(), self.height() / self.zoom, self._turned.height())
        self._centre = QPointF(for_x, for_y)

    @staticmethod
    def _kept(centre: float, seen: float, size: int) -> float:
        if seen >= size:
            return size / 2
        return min(max(centre, seen / 2), size - seen / 2)

    def picture_rect(self) -> QRectF:
        """Where the whole picture lies, in logical pixels of the view; larger than the view when zoomed."""
        if self._turned is None:
            return QRectF()
        zoom = self.zoom
        size = QPointF(self._turned.width() * zoom, self._turned.height() * zoom)
        middle = QPointF(self.width() / 2, self.height() / 2)
        if self._zoom is None:
            return QRectF(middle - size / 2, middle + size / 2)
        corner = middle - self._centre * zoom
        return QRectF(corner, corner + size)

    # ------------------------------------------------------------ drawing

    def _changed(self, *, moving: bool) -> None:
        self._drawn = None
        self._smooth = not moving
        if moving:
            self._still.start()
        self.update()

    def _come_to_rest(self) -> None:
        self._changed(moving=False)

    def _visible(self) -> tuple[QRect, QRect]:
        """(part of the turned picture, its place in the view in device pixels), both whole pixels."""
        assert self._turned is not None
        whole = self.picture_rect()
        zoom, ratio = self.zoom, self.devicePixelRatioF()
        seen = whole.intersected(QRectF(self.rect()))
        part = QRectF((seen.topLeft() - whole.topLeft()) / zoom, seen.size() / zoom).toAlignedRect()
        part = part.intersected(self._turned.rect())
        corner = (whole.topLeft() + QPointF(part.topLeft()) * zoom) * ratio
        size = QSize(max(1, round(part.width() * zoom * ratio)), max(1, round(part.height() * zoom * ratio)))
        return part, QRect(corner.toPoint(), size)

    def _draw(self) -> tuple[QImage, QRect]:
        assert self._turned is not None
        part, place = self._visible()
        if self._drawn is None:
            drawn = self._smoothly(part, place.size()) if self._smooth else self._quickly(part, place.size())
            self._drawn = _contrasted(drawn) if self.contrast else drawn
        return self._drawn, place

    def _quickly(self, part: QRect, size: QSize) -> QImage:
        assert self._turned is not None
        drawn = QImage(size, QImage.Format.Format_RGB32)
        painter = QPainter(drawn)
        painter.drawImage(QRect(QPoint(0, 0), size), self._turned, part)
        painter.end()
        return drawn

    def _smoothly(self, part: QRect, size: QSize) -> QImage:
        assert self._turned is not None
        cut = self._turned if part == self._turned.rect() else self._turned.copy(part)
        mode = Qt.TransformationMode.SmoothTransformation
        return cut.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, mode)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Console.CANVAS))
        if self._turned is not None and not self._turned.isNull():
            drawn, place = self._draw()
            ratio = self.devicePixelRatioF()
            painter.scale(1 / ratio, 1 / ratio)
            painter.drawImage(place.topLeft(), drawn)
        painter.end()

    def wipe(self) -> None:
        self.show_picture(None)

    def refit(self) -> None:
        self._drawn = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drawn = None
        if self._zoom is not None and self._turned is not None:
            self._keep_inside()

    # ------------------------------------------------------------ the mouse

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if notches and self._turned is not None:
            self.zoom_by(ZOOM_STEP**notches, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._zoom is not None:
            self._held_at = event.position().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held_at is None or self._zoom is None:
            return
        at = event.position().toPoint()
        self._centre -= QPointF(at - self._held_at) / self._zoom
        self._held_at = at
        self._keep_inside()
        self._changed(moving=True)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held_at = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Between fitted and as large as it was photographed, at the place that was clicked."""
        if self._zoom is None:
            self.zoom_by(max(1.0 / self.zoom, 2.0), event.position())
        else:
            self.fit()
