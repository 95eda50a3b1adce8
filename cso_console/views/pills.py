"""What the head of the panel says beside the name: whether the booth hears me, that nobody is there, and why
the focus stays.

Responsible for: their looks. Not for: when they show (``focus``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Weight
from cso_console.views.piece import Icon, Label, Piece, fill_panel, space


class HearingPill(Piece, QWidget):
    """Whether the focused booth hears me: red and filled, or a quiet outline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heard = False
        self._row = QHBoxLayout(self)
        self._icon = Icon(self, 18)
        self._text = Label(self, ConsoleType.SECOND, weight=Weight.LABEL)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text)

    def refit(self) -> None:
        space(self._row, self.scale, (12, 0, 12, 0), 6)
        self.setFixedHeight(self.px(28))

    def show_hearing(self, text: str, heard: bool) -> None:
        colour = Console.ON_TALK if heard else Console.T2
        self._icon.show_icon("microphone" if heard else "microphone-off", colour)
        self._text.set_text(text, colour)
        self._row.activate()
        if heard != self._heard:
            self._heard = heard
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill, edge = (Console.TALK, "") if self._heard else ("", Console.EDGE)
        fill_panel(painter, rect, rect.height() / 2, fill, edge)
        painter.end()


class LeftPill(HearingPill):
    """Whoever these papers are of has left: no booth is behind them."""

    def show_left(self, text: str) -> None:
        self._icon.show_icon("door-exit", Console.T1)
        self._text.set_text(text, Console.T1)
        self._row.activate()


class LockPill(Piece, QWidget):
    """The dashed line that says why the focus stays."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(self, 18, "lock", Console.T1))
        self._text = Label(self, ConsoleType.SECOND, weight=Weight.LABEL, elide=True)
        self._row.addWidget(self._text)

    def refit(self) -> None:
        space(self._row, self.scale, (12, 0, 12, 0), 8)
        self.setFixedHeight(self.px(self.form.button))

    def set_text(self, text: str) -> None:
        self._text.set_text(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(Console.T2), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        radius = self.px(self.form.radius_key)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()
