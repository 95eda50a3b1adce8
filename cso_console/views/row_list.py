"""Lists that scroll: what holds them, and dialogs that are one list.

Responsible for: room, rows that are kept and reused, the line under each. Not for: what a row shows. GUI
thread only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from channel.qt.theme import Console, Space
from channel.wire.ids import VisitId
from cso_console.views.piece import Piece, rescale_all, wipe_all
from cso_console.views.sheet import scroll_sheet


class Scroll(Piece, QScrollArea):
    """As high as what it holds, or as much of it as there is room for."""

    def __init__(self, parent: QWidget, inside: QWidget) -> None:
        super().__init__(parent)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        self._inside = inside

    def refit(self) -> None:
        if (styles := scroll_sheet(self.scale)) != self.styleSheet():
            self.setStyleSheet(styles)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint() if self.widgetResizable() else self._inside.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), self.px(96)))


class Row(Piece, QWidget):
    """One visit's, with a line under it. Attribute ``visit``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.visit = VisitId("")

    def wipe(self) -> None:
        self.visit = VisitId("")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(Console.LINE))
        painter.end()


_Row = TypeVar("_Row", bound=Row)
_Of = TypeVar("_Of")


class RowList(Scroll, Generic[_Row]):
    """Rows under each other, as many as there is something to show; hidden without any.

    ``make``: one more row, below the widget given.
    """

    def __init__(self, parent: QWidget, make: Callable[[QWidget], _Row]) -> None:
        self._list = QWidget(parent)
        super().__init__(parent, self._list)
        self._make = make
        self._rows: list[_Row] = []
        self._column = QVBoxLayout(self._list)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def refit(self) -> None:
        super().refit()
        self._column.setContentsMargins(0, 0, self.px(Space.S), 0)  # the bar's

    def show_each(self, items: Sequence[_Of], show: Callable[[_Row, _Of], None]) -> None:
        while len(self._rows) < len(items):
            row = self._make(self._list)
            rescale_all(row, self.scale)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for row, item in zip(self._rows, items, strict=False):
            show(row, item)
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(items))
            if at >= len(items):
                wipe_all(row)
        self.setVisible(bool(items))
