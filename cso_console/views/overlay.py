"""Dialogs inside the window: one at a time, below the lamps, with everything under them dimmed.

Responsible for: opening, placing and closing them. They never cover or dim the lamps, and talk keys go on
working. Not for: what a dialog asks. GUI thread only.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Scale, Space, Weight
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.buttons import Button
from cso_console.views.piece import Badge, Icon, Label, Piece, fill_panel, rescale_all, settled_height, space

NORMAL: Final = 760
WIDE: Final = 1120


class Room(Enum):
    """What a dialog may cover."""

    WHOLE = auto()
    """All below the lamps."""
    CASE = auto()
    """The case of the booth in focus that it asks about: the strip is free, and talking elsewhere goes on."""
    ASIDE = auto()
    """Of the case what is not the document, which the officer looks at meanwhile."""


class _Ground(QWidget):
    """Opaque, so that pictures under a dialog are not painted, nor the dialog with each of them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Console.B2))
        painter.end()


class Dialog(Piece, QWidget):
    """Icon or badge, title, body, and buttons at the foot.

    Signals:
        closed(): by its own button; the overlay closes it.
    """

    closed = Signal()

    def __init__(
        self, parent: QWidget, *, icon: str = "", width: int = NORMAL, room: Room = Room.WHOLE
    ) -> None:
        super().__init__(parent)
        self.room = room
        self._width = width
        self._fitted: Scale | None = None
        """The scale that it took up last."""
        self._ground = _Ground(self)
        self._outer = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._icon = Icon(self, 34, icon, Console.T1)
        self._badge = Badge(self, 34)
        self._title = Label(self, ConsoleType.PAGE, weight=Weight.TITLE)
        for piece in (self._icon, self._badge, self._title):
            self._head.addWidget(piece)
        self._head.addStretch(1)
        self.body = QVBoxLayout()
        self.foot = QHBoxLayout()
        self.foot.addStretch(1)
        self.cancel = Button(self, cap="Esc", high=40)
        self.cancel.setObjectName("dialog_cancel")
        self.cancel.clicked.connect(self.closed)
        self.foot.addWidget(self.cancel)
        self._outer.addLayout(self._head)
        self._outer.addLayout(self.body, 1)
        self._outer.addLayout(self.foot)
        self.hide()

    def refit(self) -> None:
        margin = 32 if not self.scale.compact else 24
        tight = self.room is Room.ASIDE or (self.scale.compact and self.room is Room.CASE)
        upper, gap = (16, Space.S) if tight else (28, 20)
        space(self._outer, self.scale, (margin, upper, margin, upper), gap)
        space(self._head, self.scale, gap=16)
        space(self.body, self.scale, gap=Space.XS if tight else Space.M)
        space(self.foot, self.scale, gap=Space.S)

    @property
    def rests(self) -> bool:
        """Shut dialogs are a third of the window, and the officer waits while its size changes."""
        return self.isHidden()

    def rescale(self, scale: Scale) -> None:
        self._fitted = scale
        super().rescale(scale)

    def prepare(self, scale: Scale) -> None:
        """It is shown at this scale from now on."""
        if self._fitted != scale:
            rescale_all(self, scale)

    def set_title(self, title: str, number: int = 0) -> None:
        self._title.set_text(title)
        self._badge.show_booth(number)

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        """Called at each snapshot while open."""

    def outdated(self, snapshot: DeskSnapshot) -> bool:
        """Whether what it asks about is gone, so that it closes by itself."""
        return False

    def start_typing(self) -> None:
        """It has just opened: the keyboard goes where something is to be written."""

    def press_enter(self) -> bool:
        """Whether Enter meant something here."""
        return False

    def needed_height(self, wide: int) -> int:
        """The height in which everything fits at this width."""
        return settled_height(self._outer, wide)

    def wanted_width(self) -> int:
        return self.px(self._width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        inset = self.px(self.form.radius_focus)  # the corners are round, and the edge is the dialog's own
        self._ground.setGeometry(self.rect().adjusted(inset, inset, -inset, -inset))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Swallowed: a click on the dialog is not one beside it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, QRectF(self.rect()), self.px(self.form.radius_focus), Console.B2, Console.EDGE)
        painter.end()


class Overlay(Piece, QWidget):
    """Lies over everything below the lamps while a dialog is open, or over as much of it as the dialog needs.

    Signals:
        dismissed(object): the ``Dialog`` that the officer wants closed: Esc, its button, a click beside it.
    """

    dismissed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("overlay")
        self._dialog: Dialog | None = None
        self._right = False
        self._rooms = {room: QRect() for room in Room}
        self.hide()

    def set_rooms(self, whole: QRect, case: QRect, aside: QRect) -> None:
        self._rooms = {Room.WHOLE: whole, Room.CASE: case, Room.ASIDE: aside}
        self._take_room()

    def _take_room(self) -> None:
        self.setGeometry(self._rooms[Room.WHOLE if self._dialog is None else self._dialog.room])

    @property
    def dialog(self) -> Dialog | None:
        """What is open."""
        return self._dialog

    def open(self, dialog: Dialog, *, right: bool = False) -> None:
        """Show ``dialog`` instead of whatever is open; ``right``: under the right end of the top bar."""
        if dialog is self._dialog:
            return
        self.shut()
        self._dialog = dialog
        self._right = right
        self._take_room()
        dialog.show()
        self.show()
        self.raise_()
        dialog.prepare(self.scale)  # shown, so that its layouts hear of it, and before it is painted
        self.arrange()

    def shut(self) -> None:
        """Close without telling anybody."""
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            dialog.hide()
            self.hide()

    def dismiss(self) -> None:
        """The officer wants it closed; whoever opened it does so, by ``shut``."""
        if self._dialog is not None:
            self.dismissed.emit(self._dialog)

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        if dialog.outdated(snapshot):
            self.shut()
            return
        dialog.show_desk(snapshot)
        self.arrange()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.dismiss()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        dialog = self._dialog
        if dialog is None:
            return
        margin = self.px(Space.M if dialog.room is Room.WHOLE else Space.XS)
        wide = min(dialog.wanted_width(), self.width() - 2 * margin)
        high = min(dialog.needed_height(wide), self.height() - 2 * margin)
        if self._right:
            left, top = self.width() - wide - margin, margin
        else:
            left, top = (self.width() - wide) // 2, (self.height() - high) // 2
        dialog.setGeometry(left, top, wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(Console.SCRIM)
        painter.fillRect(self.rect(), QColor(Console.CANVAS))
        painter.end()
