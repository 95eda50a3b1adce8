"""Widgets that stand at places of the 1920×1080 design and follow the size of the screen.

Responsible for: places, scale, text that is laid out line by line, icons, cards. Not for: what a screen
shows, nor buttons (``buttons``). GUI thread only. Lengths are pixels of the design.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from channel.qt.icons import icon_pixmap
from channel.qt.theme import Kiosk, KioskForm, KioskType, Scale, Type, Weight, kiosk_font

LEFT = Qt.AlignmentFlag.AlignLeft
CENTRE = Qt.AlignmentFlag.AlignHCenter
RIGHT = Qt.AlignmentFlag.AlignRight
_SHRINK_STEP_PX = 2
_WRAP_SHARE = 0.8
"""Of a line that words fill before they go on to the next one."""


@runtime_checkable
class Scaled(Protocol):
    """A widget that draws lengths of its own and must know the scale."""

    def set_scale(self, scale: Scale) -> None: ...


class Canvas(QWidget):
    """Its children stand where ``place`` put them, at every scale."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.scale = Scale()
        self._places: dict[QWidget, QRectF] = {}

    def place(self, child: QWidget, x: float, y: float, width: float, height: float) -> None:
        """Put ``child`` there, or move it. A child that was hidden on purpose stays hidden."""
        rect = QRectF(x, y, width, height)
        if self._places.get(child) == rect:
            return
        if child.parentWidget() is not self:
            hidden = child.isHidden() and child.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
            child.setParent(self)
            child.setVisible(not hidden)
        new, self._places[child] = child not in self._places, rect
        self._move(child, rect)
        if new and isinstance(child, Scaled):
            child.set_scale(self.scale)

    def set_scale(self, scale: Scale) -> None:
        self.scale = scale
        for child, rect in self._places.items():
            self._move(child, rect)
            if isinstance(child, Scaled):
                child.set_scale(scale)
        self.update()

    def _move(self, child: QWidget, rect: QRectF) -> None:
        factor = self.scale.factor
        left, top = round(rect.left() * factor), round(rect.top() * factor)
        right, bottom = round(rect.right() * factor), round(rect.bottom() * factor)
        child.setGeometry(left, top, right - left, bottom - top)


class Text(QWidget):
    """A text in one step of the type scale, wrapped, with the line height of the design.

    A text that does not fit its place is set smaller, never below the least size; ``overflows`` tells when
    even that is too large.
    """

    def __init__(
        self,
        step: Type,
        colour: str = Kiosk.INK,
        align: Qt.AlignmentFlag = LEFT,
        *,
        weight: Weight | None = None,
        middle: bool = False,
    ) -> None:
        """``middle``: in the middle of the height instead of at the top."""
        super().__init__()
        self._step = step if weight is None else replace(step, weight=weight)
        self._colour = colour
        self._align = align
        self._middle = middle
        self._scale = Scale()
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def text(self) -> str:
        return self._text

    def setText(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.update()

    def show_type(self, step: Type, weight: Weight | None = None, align: Qt.AlignmentFlag = LEFT) -> None:
        """In this step of the type scale from now on."""
        step = step if weight is None else replace(step, weight=weight)
        if (step, align) != (self._step, self._align):
            self._step, self._align = step, align
            self.update()

    def set_colour(self, colour: str) -> None:
        if colour != self._colour:
            self._colour = colour
            self.update()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.update()

    def overflows(self) -> bool:
        return not self._fit()[2]

    def lines(self) -> int:
        return self._fit()[0].lineCount()

    def elided(self, text: str, lines: int = 1) -> str:
        """``text`` with its end left out where it would need more lines than that; for names that stand in
        full elsewhere."""
        room = self.width() * (lines if lines == 1 else lines * _WRAP_SHARE)
        metrics = QFontMetricsF(kiosk_font(self._step, self._scale))
        return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)

    def natural_width(self) -> float:
        """Of the text on one line at full size, in pixels of the design; for a text that has been placed."""
        layout = self._lay_out(self._step, 1e6)
        return max((layout.lineAt(i).naturalTextWidth() for i in range(layout.lineCount())), default=0.0) / (
            self._scale.factor
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._text:
            return
        layout, step, _ = self._fit()
        painter = QPainter(self)
        painter.setPen(QColor(self._colour))
        height = layout.lineCount() * step.line_px * self._scale.factor
        top = (self.height() - height) / 2 if self._middle else 0.0
        layout.draw(painter, QPointF(0, top))
        painter.end()

    def _fit(self) -> tuple[QTextLayout, Type, bool]:
        """The layout at the largest size that fits, that size, and whether it really does."""
        step = self._step
        while True:
            layout = self._lay_out(step, self.width())
            height = layout.lineCount() * step.line_px * self._scale.factor
            lines = [layout.lineAt(i) for i in range(layout.lineCount())]
            wide = any(line.naturalTextWidth() > self.width() + 1 for line in lines)
            fits = not wide and height <= self.height() + 1
            if fits or step.size_px <= KioskType.LEAST.size_px:
                return layout, step, fits
            size_px = max(KioskType.LEAST.size_px, step.size_px - _SHRINK_STEP_PX)
            step = replace(step, size_px=size_px, line_px=round(step.line_px * size_px / step.size_px))

    def _lay_out(self, step: Type, width: float) -> QTextLayout:
        face = kiosk_font(step, self._scale)
        option = QTextOption(self._align)
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        # A hyphen would be as wide as a figure and a place to break: ke-2 belongs together, and 10 % too.
        text = self._text.replace("\n", "\u2028").replace("-", "\u2011").replace(" %", "\u00a0%")
        layout = QTextLayout(text, face)
        layout.setTextOption(option)
        line_px = step.line_px * self._scale.factor
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, top + (line_px - line.height()) / 2))
            top += line_px
        layout.endLayout()
        return layout


class Icon(QWidget):
    """One icon, as large as its place."""

    def __init__(self, name: str = "", colour: str = Kiosk.INK) -> None:
        super().__init__()
        self._name = name
        self._colour = colour
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, colour: str | None = None) -> None:
        self._name, self._colour = name, colour or self._colour
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._name:
            painter = QPainter(self)
            side = min(self.width(), self.height())
            pixmap = icon_pixmap(self._name, side, self._colour)
            painter.drawPixmap((self.width() - side) // 2, (self.height() - side) // 2, pixmap)
            painter.end()


class Card(Canvas):
    """A rounded ground with an edge, on which other things stand."""

    def __init__(
        self,
        ground: str = Kiosk.SURFACE,
        edge: str | None = Kiosk.LINE,
        *,
        radius: int = KioskForm.RADIUS_CARD,
        stroke: int = KioskForm.STROKE_CARD,
    ) -> None:
        super().__init__()
        self._ground = ground
        self._edge = edge
        self._radius = radius
        self._stroke = stroke
        self._dashed = False

    def set_look(self, ground: str, edge: str | None, *, dashed: bool = False) -> None:
        self._ground, self._edge, self._dashed = ground, edge, dashed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_box(
            painter,
            QRectF(self.rect()),
            self._ground,
            self._edge,
            self.scale.px(self._radius),
            self.scale.px(self._stroke),
            dashed=self._dashed,
        )
        painter.end()


def paint_box(
    painter: QPainter,
    rect: QRectF,
    ground: str | None,
    edge: str | None,
    radius: float,
    stroke: float,
    *,
    dashed: bool = False,
) -> None:
    """A rounded rectangle whose edge lies wholly inside ``rect``; all in pixels of the screen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(Qt.PenStyle.NoPen)
    inner = rect
    if edge is not None:
        pen = QPen(QColor(edge), stroke)
        if dashed:
            pen.setDashPattern([2.6, 1.8])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        inner = rect.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if ground is None else QColor(ground))
    painter.drawRoundedRect(inner, radius, radius)
