"""A pad to sign on, by finger or mouse.

Responsible for: the ink, and the picture that is made of it when somebody signs. Not for: what is signed.
The ink is in this widget alone; it is gone when it is erased or handed on, and whoever has the pad erases it
when its page goes. A question or an announcement that lies over the page for a moment leaves it. GUI thread
only.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from booth_client.views.canvas import paint_box
from channel.qt.theme import Kiosk, KioskForm, Scale

PICTURE_WIDTH_PX: Final = 900
"""Of the signature that is handed on, whatever the size of the screen."""
LEAST_INK: Final = 0.08
"""Of the pad's width: a shorter trace is a dot by accident."""
_PEN: Final = 7
_LINE_AT: Final = 0.76


class SignaturePad(QWidget):
    """Signals:
    inked(): there is ink where there was none, or none any more.
    """

    inked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("sign_pad")
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self._strokes: list[QPolygonF] = []
        """In shares of the pad's width, both across and down."""
        self._scale = Scale()
        self._signed = False

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.update()

    def set_signed(self, signed: bool) -> None:
        """Nothing more can be written on it."""
        if signed != self._signed:
            self._signed = signed
            self.update()

    def is_signed_on(self) -> bool:
        """Whether there is more than a dot."""
        return self._length() >= LEAST_INK

    def erase(self) -> None:
        if self._strokes:
            self._strokes = []
            self.update()
            self.inked.emit()

    def png(self) -> bytes:
        """The ink on white, ``PICTURE_WIDTH_PX`` wide."""
        height = round(PICTURE_WIDTH_PX * self.height() / max(1, self.width()))
        image = QImage(PICTURE_WIDTH_PX, height, QImage.Format.Format_Grayscale8)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        self._paint_ink(painter, PICTURE_WIDTH_PX, _PEN * PICTURE_WIDTH_PX / 716)
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not image.save(buffer, "PNG"):  # type: ignore[call-overload]  # missing in the stubs
            raise RuntimeError("Qt cannot write a PNG")
        return bytes(data.data())

    # ------------------------------------------------------------ ink

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._draw(event.position())

    def event(self, event: QEvent) -> bool:
        # Touch is taken as it comes: a mouse made of it would arrive late and lose points.
        if isinstance(event, QTouchEvent) and event.points():
            point = event.points()[0]
            if event.type() == QEvent.Type.TouchBegin:
                self._begin(point.position())
            elif event.type() == QEvent.Type.TouchUpdate:
                self._draw(point.position())
            event.accept()
            return True
        return super().event(event)

    def _begin(self, at: QPointF) -> None:
        if not self._signed:
            self._strokes.append(QPolygonF())
            self._draw(at)

    def _draw(self, at: QPointF) -> None:
        if self._signed or not self._strokes:
            return
        was = self.is_signed_on()
        inside = QPointF(min(max(at.x(), 0.0), self.width()), min(max(at.y(), 0.0), self.height()))
        self._strokes[-1].append(inside / max(1, self.width()))
        self.update()
        if self.is_signed_on() != was:
            self.inked.emit()

    def _length(self) -> float:
        length = 0.0
        for stroke in self._strokes:
            points = [stroke.at(index) for index in range(stroke.size())]
            for one, other in pairwise(points):
                step = other - one
                length += (step.x() ** 2 + step.y() ** 2) ** 0.5
        return length

    # ------------------------------------------------------------ painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, scale = QPainter(self), self._scale
        radius = scale.px(KioskForm.RADIUS_CONTROL)
        ground = Kiosk.VEIL if self._signed else Kiosk.SURFACE
        paint_box(
            painter, QRectF(self.rect()), ground, Kiosk.EDGE, radius, scale.px(KioskForm.STROKE_CONTROL)
        )
        inset, line = scale.px(48), round(self.height() * _LINE_AT)
        painter.fillRect(inset, line, self.width() - 2 * inset, scale.px(2), QColor(Kiosk.LINE))
        self._paint_ink(painter, self.width(), scale.px(_PEN))
        painter.end()

    def _paint_ink(self, painter: QPainter, width: float, pen_width: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(Kiosk.INK), pen_width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            points = QPolygonF([stroke.at(index) * width for index in range(stroke.size())])
            if points.size() == 1:
                painter.drawPoint(points.at(0))
            else:
                painter.drawPolyline(points)
