"""One row of the checklist: mark, name, what stands there, and the first picture in small.

Responsible for: its looks. Not for: what it says (``checklist``). GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from channel.qt.icons import icon_pixmap
from channel.qt.theme import Console, ConsoleType, Space, booth_look
from channel.wire.documents import DocumentInfo
from cso_console.core.casework import PaperState
from cso_console.views.case_words import ACCEPTED, MARKS
from cso_console.views.piece import Label, Piece

_ROW: Final = 62
_COMPACT_ROW: Final = 48
_THUMB: Final = QSize(62, 42)
_COMPACT_THUMB: Final = QSize(50, 33)
_MARK: Final = 24
_BAR: Final = 4


class Mark(Piece, QWidget):
    """What stands at a paper, as one sign. Only a tick is filled."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._state = PaperState.OPEN
        self._differs = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_state(self, state: PaperState, differs: bool) -> None:
        if (state, differs) != (self._state, self._differs):
            self._state, self._differs = state, differs
            self.update()

    def refit(self) -> None:
        self.setFixedSize(self.px(_MARK), self.px(_MARK))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self.width()
        if self._differs:
            painter.drawPixmap(0, 0, icon_pixmap("alert-triangle", side, Console.NEXT))
        elif self._state in ACCEPTED:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(Console.PAPER))
            inset = side / 12
            painter.drawEllipse(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
            small = round(side * 0.67)
            at = (side - small) // 2
            painter.drawPixmap(at, at, icon_pixmap(MARKS[self._state], small, Console.ON_PAPER))
        else:
            ink = Console.T1 if self._state is PaperState.NEW else Console.T2
            painter.drawPixmap(0, 0, icon_pixmap(MARKS[self._state], side, ink))
        painter.end()


class Thumbnail(Piece, QWidget):
    """A document in small, or the dashed place of one."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._scaled: QPixmap | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_image(self, image: QImage | None) -> None:
        if image is not self._image:
            self._image = image
            self._scaled = None
            self.update()

    def wipe(self) -> None:
        self.show_image(None)

    def refit(self) -> None:
        size = _COMPACT_THUMB if self.scale.compact else _THUMB
        self.setFixedSize(self.px(size.width()), self.px(size.height()))
        self._scaled = None

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._image is None:
            pen = QPen(QColor(Console.EDGE), 1)
            pen.setDashPattern([3, 3])
            painter.setPen(pen)
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        else:
            ratio = self.devicePixelRatioF()
            if self._scaled is None:
                self._scaled = QPixmap.fromImage(
                    self._image.scaled(
                        self.size() * ratio,
                        Qt.AspectRatioMode.KeepAspectRatio,
                        Qt.TransformationMode.SmoothTransformation,
                    )
                )
                self._scaled.setDevicePixelRatio(ratio)
            size = self._scaled.deviceIndependentSize()
            left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
            painter.fillRect(self.rect(), QColor(Console.CANVAS))
            painter.drawPixmap(round(left), round(top), self._scaled)
        painter.end()


class PaperButton(Piece, QAbstractButton):
    """One row: mark, name, what stands there, the first picture in small."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = ""
        self.documents: tuple[DocumentInfo, ...] = ()
        self._chosen = False
        self._number = 0
        self._mark = Mark(self)
        self._name = Label(self, ConsoleType.LABEL, wrap=True)
        self._state = Label(self, ConsoleType.SECOND, Console.T2, wrap=True)
        self._thumb = Thumbnail(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_paper(
        self, item: str, name: str, state: str, documents: tuple[DocumentInfo, ...], tip: str = ""
    ) -> None:
        self.item, self.documents = item, documents
        self._name.set_text(name)
        self._state.set_text(state)
        if tip != self.toolTip():
            self.setToolTip(tip)
        spoken = f"{name}: {state}"
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)

    def show_mark(self, state: PaperState, *, differs: bool) -> None:
        self._mark.show_state(state, differs)

    def show_thumbnail(self, image: QImage | None) -> None:
        self._thumb.show_image(image)

    def show_chosen(self, chosen: bool, number: int) -> None:
        if (chosen, number) != (self._chosen, self._number):
            self._chosen, self._number = chosen, number
            self.update()

    def wipe(self) -> None:
        self.item, self.documents = "", ()
        self.setAccessibleName("")

    def _words_room(self, wide: int) -> tuple[int, int]:
        left = self.px(Space.M) + self._mark.width() + self.px(Space.S)
        return left, wide - left - self._thumb.width() - self.px(Space.S) - self.px(Space.S)

    def needed_height(self, wide: int) -> int:
        room = self._words_room(wide)[1]
        words = self._name.heightForWidth(room) + self._state.heightForWidth(room)
        least = self.px(_COMPACT_ROW if self.scale.compact else _ROW)
        return max(least, words + 2 * self.px(4 if self.scale.compact else Space.XS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        left, room = self._words_room(self.width())
        name = self._name.heightForWidth(room)
        state = self._state.heightForWidth(room)
        top = (self.height() - name - state) // 2
        self._name.setGeometry(left, top, room, name)
        self._state.setGeometry(left, top + name, room, state)
        self._mark.move(self.px(Space.M), (self.height() - self._mark.height()) // 2)
        right = self.width() - self.px(Space.S) - self._thumb.width()
        self._thumb.move(right, (self.height() - self._thumb.height()) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._chosen:
            painter.fillRect(self.rect(), QColor(Console.B3))
        elif self.underMouse():
            painter.fillRect(self.rect(), QColor(Console.B2))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(Console.LINE))
        if self._chosen and self._number:
            painter.fillRect(0, 0, self.px(_BAR), self.height(), QColor(booth_look(self._number).colour))
        if self.hasFocus():
            painter.setPen(QPen(QColor(Console.T1), self.px(2)))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()
