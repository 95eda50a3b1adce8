"""Drawings from ``assets/pictures`` that fill a place. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from assets import asset_path
from booth_client.views.canvas import paint_box
from channel.qt.theme import KioskForm, Scale


class Drawing(QWidget):
    """A drawing that covers its whole place; with an ``edge`` it gets rounded corners."""

    def __init__(self, name: str, edge: str | None = None, *, radius: int = KioskForm.RADIUS_CARD) -> None:
        super().__init__()
        self._renderer = QSvgRenderer(str(asset_path("pictures", f"{name}.svg")), self)
        self._edge = edge
        self._radius = radius
        self._scale = Scale()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place, radius = QRectF(self.rect()), self._scale.px(self._radius)
        if self._edge is not None:
            outline = QPainterPath()
            outline.addRoundedRect(place, radius, radius)
            painter.setClipPath(outline)
        self._renderer.render(painter, self._covering(place))
        painter.setClipping(False)
        if self._edge is not None:
            paint_box(painter, place, None, self._edge, radius, self._scale.px(KioskForm.STROKE_CARD))
        painter.end()

    def _covering(self, place: QRectF) -> QRectF:
        size = self._renderer.defaultSize()
        factor = max(place.width() / size.width(), place.height() / size.height())
        covering = QRectF(0, 0, size.width() * factor, size.height() * factor)
        covering.moveCenter(place.center())
        return covering
