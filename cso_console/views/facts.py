"""Rows of label and value with a line between them.

Responsible for: their look. Not for: which facts there are. GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from cso_console.views.piece import Icon, Label, Piece, space

ROW: Final = 32
COMPACT_ROW: Final = 27
CARD_ROW: Final = 36


class FactRow(Piece, QWidget):
    """``Bahasa   Indonesia``; ``icon`` before it and a mark at the end are optional.

    ``in_card``: the line is above it, for rows under a card's title.
    """

    def __init__(
        self, parent: QWidget, *, label_width: int = 0, icon: str = "", in_card: bool = False
    ) -> None:
        super().__init__(parent)
        self._label_width = label_width
        self._in_card = in_card
        self._row = QHBoxLayout(self)
        if icon:
            self._row.addWidget(Icon(self, 18, icon, Console.T1))
        self._label = Label(self, ConsoleType.BASE, Console.T2)
        right = Qt.AlignmentFlag.AlignLeft if label_width else Qt.AlignmentFlag.AlignRight
        self._value = Label(self, ConsoleType.LABEL, align=right, elide=True)
        self._aside = Label(self, ConsoleType.SECOND, Console.T3)
        self._mark = Icon(self, 18)
        self._row.addWidget(self._label)
        self._row.addWidget(self._value, 1)
        self._row.addWidget(self._aside)
        self._row.addWidget(self._mark)

    def show_fact(self, label: str, value: str, *, aside: str = "", tip: str = "") -> None:
        """``tip``: more than there is room for; without one it is the whole value."""
        self._label.set_text(label)
        self._value.set_text(value)
        self.setToolTip(tip or value)
        self._aside.set_text(aside)
        self._aside.setVisible(bool(aside))

    def show_mark(self, icon: str, colour: str = Console.T1) -> None:
        self._mark.show_icon(icon, colour)

    def add(self, widget: QWidget) -> None:
        """A control at the end of the row."""
        self._row.addWidget(widget)

    def refit(self) -> None:
        space(self._row, self.scale, gap=Space.S)
        high = CARD_ROW if self._in_card else ROW
        self.setFixedHeight(self.px(COMPACT_ROW if self.scale.compact else high))
        if self._label_width:
            self._label.setMinimumWidth(self.px(self._label_width))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0 if self._in_card else self.height() - 1, self.width(), 1, QColor(Console.LINE))
        painter.end()


class Card(Piece, QWidget):
    """A titled panel that holds rows from top to bottom."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self._title = Label(self, ConsoleType.LABEL)
        self.column.addWidget(self._title)

    def set_title(self, title: str) -> None:
        self._title.set_text(title)

    def refit(self) -> None:
        space(self.column, self.scale, (24, 20, 24, 24), 0)
        self._title.setFixedHeight(self.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Console.B2))
        radius = self.px(self.form.radius_panel)
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()
