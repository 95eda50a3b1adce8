"""Fields to write in: one line and several.

Responsible for: their looks, and that what is typed goes no further than the field: a letter must not accept
a paper, and Enter must not press what the window would press. Not for: what is written. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QWidget

from channel.qt.theme import ConsoleType, Weight, font
from cso_console.views.piece import Piece
from cso_console.views.sheet import field_sheet

_LONGEST = 400
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_UP_AND_DOWN = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class LineField(Piece, QLineEdit):
    """One line.

    Signals:
        entered(): Enter was pressed.
        escaped(): Esc was pressed, where the field keeps it.
        left(): the keyboard went elsewhere.
    """

    entered = Signal()
    escaped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget, *, high: int = 36, keeps_escape: bool = True) -> None:
        super().__init__(parent)
        self._high = high
        self._keeps_escape = keeps_escape
        self.setMaxLength(_LONGEST)

    def wipe(self) -> None:
        self.setText("")  # with what could be undone

    def refit(self) -> None:
        self.setFont(font(ConsoleType.BASE, self.scale, Weight.BODY))
        self.setFixedHeight(self.px(self._high))
        if (styles := field_sheet(self.scale)) != self.styleSheet():
            self.setStyleSheet(styles)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self._keeps_escape:
            self.escaped.emit()
        elif event.key() not in _UP_AND_DOWN:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu, or another window in front: the officer is still at it.
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


class TextField(Piece, QPlainTextEdit):
    """Several lines. Tab leaves it."""

    def __init__(self, parent: QWidget, *, high: int = 96) -> None:
        super().__init__(parent)
        self._high = high
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def wipe(self) -> None:
        self.clear()

    def refit(self) -> None:
        self.setFont(font(ConsoleType.BASE, self.scale, Weight.BODY))
        self.setFixedHeight(self.px(self._high))
        if (styles := field_sheet(self.scale)) != self.styleSheet():
            self.setStyleSheet(styles)
