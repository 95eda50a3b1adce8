"""The last line: the shortcuts that matter most, and where all of them are.

Responsible for: showing them. Not for: what they do (``keys``). GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from cso_console.views.buttons import CapPainter
from cso_console.views.piece import Icon, Label, Piece, fill_panel, space

TO: Final = "–"


class Caps(Piece, QWidget):
    """One or more key caps side by side; ``TO`` between two stands for "to"."""

    def __init__(self, parent: QWidget, *caps: str) -> None:
        super().__init__(parent)
        self._caps = caps
        self._painter = CapPainter(self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.refit()

    def set_caps(self, *caps: str) -> None:
        if caps != self._caps:
            self._caps = caps
            self.refit()
            self.update()

    def refit(self) -> None:
        self._painter.refit()
        self.setFixedSize(QSize(sum(self._widths()) + self._gap() * max(0, len(self._caps) - 1), self.px(22)))

    def _gap(self) -> int:
        return self.px(2)

    def _widths(self) -> list[int]:
        return [self.px(6) if cap == TO else self._painter.width_px(cap) for cap in self._caps]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        left = 0
        for cap, wide in zip(self._caps, self._widths(), strict=True):
            if cap == TO:
                painter.fillRect(left, self.height() // 2, wide, 1, QColor(Console.T2))
            else:
                self._painter.paint(painter, left, self.height() / 2, cap, Console.T2)
            left += wide + self._gap()
        painter.end()


class HelpLink(Piece, QAbstractButton):
    """``Semua pintasan F1``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._text = Label(self, ConsoleType.SECOND, Console.T3)
        self._row.addWidget(self._text)
        self._row.addWidget(Caps(self, "F1"))
        self.setObjectName("shortcuts_button")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def refit(self) -> None:
        space(self._row, self.scale, gap=Space.XXS)

    def show_text(self, text: str) -> None:
        self._text.set_text(text)
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            painter = QPainter(self)
            fill_panel(painter, self.rect().toRectF(), self.px(4), "", Console.T1)
            painter.end()


class Footer(Piece, QWidget):
    """Signal ``shortcuts_asked``."""

    shortcuts_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._digits = Caps(self, "1", TO, "6")
        self._focus_digits = Caps(self, "Shift", "1", TO, "6")
        self._texts: list[Label] = []
        for caps in (
            self._digits,
            None,
            self._focus_digits,
            Caps(self, "L"),
            Caps(self, "N"),
            Caps(self, "Esc"),
        ):
            pair = QHBoxLayout()
            pair.setSpacing(4)
            if caps is not None:
                pair.addWidget(caps)
            text = Label(self, ConsoleType.SECOND, Console.T3)
            pair.addWidget(text)
            self._texts.append(text)
            self._row.addLayout(pair)
        self._row.addStretch(1)
        self._help = HelpLink(self)
        self._row.addWidget(self._help)
        self._help.clicked.connect(self.shortcuts_asked)

    def refit(self) -> None:
        side = self.form.margin
        space(self._row, self.scale, (side, 0, side, 0), Space.L)

    def show_shortcuts(self, *, single: bool) -> None:
        self._digits.set_caps(*(("1",) if single else ("1", TO, "6")))
        self._focus_digits.set_caps(*(("Shift", "1") if single else ("Shift", "1", TO, "6")))
        words = (
            self.tr("ketuk: fokus dan bicara terkunci"),
            self.tr("tahan: bicara selama ditekan"),
            self.tr("fokus tanpa bicara"),
            self.tr("dengar", "shortcut"),
            self.tr("berikutnya", "shortcut"),
            self.tr("tutup suara"),
        )
        for label, text in zip(self._texts, words, strict=True):
            label.set_text(text)
        self._help.show_text(self.tr("Semua pintasan"))


class Banner(Piece, QWidget):
    """The connection with the server is lost: said at the foot of the window, where it covers nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(self, 18, "plug-connected-x", Console.ON_PAPER))
        self._text = Label(self, ConsoleType.LABEL, Console.ON_PAPER, elide=True)
        self._row.addWidget(self._text, 1)
        self.setObjectName("connection_banner")
        self.hide()

    def refit(self) -> None:
        space(self._row, self.scale, (16, 0, 16, 0), Space.S)

    def show_text(self, text: str) -> None:
        self._text.set_text(text)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, self.rect().toRectF(), self.px(self.form.radius_panel), Console.PAPER)
        painter.end()
