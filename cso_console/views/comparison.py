"""What several papers say of the same thing, side by side, with fields for what the officer reads.

Responsible for: the table, the marked characters, and telling what was read. Not for: comparing
(``channel.rules.comparison``), nor deciding: a difference is shown, and the officer decides. GUI thread only.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.theme import Console, ConsoleType, Space, font
from channel.wire.documents import Outcome
from channel.wire.ids import VisitId
from cso_console.core.casework import CaseView, ComparedCell, ComparedRow
from cso_console.core.intents import EnterReading
from cso_console.views.case_words import CaseWords
from cso_console.views.fields import LineField
from cso_console.views.piece import Icon, Label, Piece

ROW: Final = 32
TYPED: Final = "typed"
SUBJECTS: Final = ("nik", "name", "birth_date")
_NIK_DIGITS: Final = 16
_SOURCES: Final = 4
_COMPACT_SOURCES: Final = 3


def _in_fours(text: str, odd: tuple[int, ...]) -> tuple[str, tuple[int, ...]]:
    """A NIK in fours, and where its odd digits went."""
    if len(text) != _NIK_DIGITS or not text.isdigit():
        return text, odd
    return " ".join(text[at : at + 4] for at in range(0, _NIK_DIGITS, 4)), tuple(at + at // 4 for at in odd)


def _as_written(text: str) -> str:
    """A date as people write it, where it came as computers do."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day:02d}-{day.month:02d}-{day.year}"


class ReadingField(LineField):
    """One cell: what one source says. It looks like text until somebody writes in it.

    Signals: ``read(str, str, str)``: item, subject, text.
    """

    read = Signal(str, str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, high=28)
        self._item = self._subject = self._told = ""
        self._odd: tuple[int, ...] = ()
        self.entered.connect(self._tell)
        self.left.connect(self._tell)
        self.escaped.connect(self._restore)

    def show_cell(self, item: str, subject: str, cell: ComparedCell | None, *, closed: bool) -> None:
        told = "" if cell is None else _as_written(cell.text)
        moved = (item, subject) != (self._item, self._subject)
        if moved or told != self._told:
            self._item, self._subject, self._told = item, subject, told
            if moved or not self.hasFocus():
                self.setText(told)
        odd, name = () if cell is None else cell.odd, f"reading_{item}_{subject}"
        read_only = closed or item == TYPED
        hint = "" if read_only else self.tr("isi…")
        if (odd, name, read_only, hint) == (
            *(self._odd, self.objectName(), self.isReadOnly(), self.placeholderText()),
        ):
            return
        self._odd = odd
        self.setObjectName(name)
        self.setReadOnly(read_only)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)
        self.setPlaceholderText(hint)
        self.update()

    def _tell(self) -> None:
        text = self.text().strip()
        if text != self._told and not self.isReadOnly():
            self._told = text
            self.read.emit(self._item, self._subject, text)

    def wipe(self) -> None:
        super().wipe()
        self._item = self._subject = self._told = ""

    def _restore(self) -> None:
        self.setText(self._told)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.hasFocus():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        face = font(ConsoleType.LABEL if self.text() else ConsoleType.SECOND, self.scale)
        painter.setFont(face)
        text, odd = _in_fours(self.text(), self._odd)
        metrics = QFontMetricsF(face)
        if not text:
            self._paint_line(painter)
            ink = Console.T3
            shown = self.placeholderText() or "–"
        else:
            ink = Console.T1
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        painter.setPen(QColor(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, shown)
        for at in odd:
            if at < len(text) and shown == text:
                self._paint_odd(painter, metrics, text, at)
        painter.end()

    def _paint_line(self, painter: QPainter) -> None:
        """Something may be written here."""
        if not self.isReadOnly():
            painter.fillRect(0, self.height() - 3, min(self.width(), self.px(180)), 1, QColor(Console.EDGE))

    def _paint_odd(self, painter: QPainter, metrics: QFontMetricsF, text: str, at: int) -> None:
        left = metrics.horizontalAdvance(text[:at])
        wide = metrics.horizontalAdvance(text[: at + 1]) - left
        high = self.px(22)
        box = QRectF(left - 1, (self.height() - high) / 2, wide + 2, high)
        painter.fillRect(box, QColor(Console.NEXT))
        painter.setPen(QColor(Console.ON_NEXT))
        base = (self.height() + metrics.ascent() - metrics.descent()) / 2
        painter.drawText(QPointF(left, base), text[at])


class ComparisonRow(Piece, QWidget):
    """A subject, what each source says of it, and what was found."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.subject = Label(self, ConsoleType.BASE, Console.T2)
        self.fields = [ReadingField(self) for _ in range(_SOURCES)]
        self.icon = Icon(self, 18, colour=Console.NEXT)
        self.remark = Label(self, ConsoleType.BASE, Console.T2, elide=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(Console.LINE))
        painter.end()


class Comparison(Piece, QWidget):
    """The table.

    Signals:
        intended(object): one ``Intent``.
        written(): the keyboard is free again.
    """

    intended = Signal(object)
    written = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = CaseWords()
        self._visit = VisitId("")
        self._sources: tuple[str, ...] = ()
        self._corner = Label(self, ConsoleType.LABEL, Console.T2)
        self._heads = [Label(self, ConsoleType.LABEL, Console.T2, elide=True) for _ in range(_SOURCES)]
        self._found = Label(self, ConsoleType.LABEL, Console.T2)
        self._rows = [ComparisonRow(self) for _ in SUBJECTS]
        for row in self._rows:
            for field in row.fields:
                field.read.connect(self._read)
                field.entered.connect(self.written)
                field.escaped.connect(self.written)

    def _read(self, item: str, subject: str, text: str) -> None:
        self.intended.emit(EnterReading(item, subject, text))

    def needed_px(self) -> int:
        return (len(SUBJECTS) + 1) * self.px(ROW)

    def show_case(self, case: CaseView, item: str, beside: str) -> None:
        """``item``: whose paper is on the screen; ``beside``: and the second one's, empty for none."""
        self._visit = case.visit
        self._sources = self._chosen(case, item, beside)
        self._corner.set_text(self.tr("Banding"))
        self._found.set_text(self.tr("Beda"))
        for at, head in enumerate(self._heads):
            there = at < len(self._sources)
            head.setVisible(there)
            head.set_text(self._words.source(self._sources[at], case) if there else "")
            head.setToolTip(head.text())
        compared = {row.subject: row for row in case.compared}
        for subject, row in zip(SUBJECTS, self._rows, strict=True):
            self._show_row(row, subject, compared.get(subject, ComparedRow(subject, ())), case)
        self.arrange()

    def _show_row(self, row: ComparisonRow, subject: str, compared: ComparedRow, case: CaseView) -> None:
        row.subject.set_text(self._words.subject(subject))
        cells = {cell.source: cell for cell in compared.cells}
        for at, field in enumerate(row.fields):
            there = at < len(self._sources)
            field.setVisible(there)
            if there:
                source = self._sources[at]
                closed = case.outcome is not Outcome.NONE
                field.show_cell(source, subject, cells.get(source), closed=closed)
        several = sum(bool(cell.text) for cell in compared.cells) > 1
        row.icon.show_icon("alert-triangle" if several and not compared.same else "")
        remark = self._words.remark(compared) if several else ""
        row.remark.set_text(remark, Console.T2 if compared.same else Console.NEXT)
        row.remark.setToolTip(remark)

    def _chosen(self, case: CaseView, item: str, beside: str) -> tuple[str, ...]:
        """The columns: this paper, what was typed, the second one, then those that differ."""
        known = [cell.source for row in case.compared for cell in row.cells]
        odd = [cell.source for row in case.compared for cell in row.cells if cell.odd]
        wanted = [source for source in (item, TYPED, beside) if source]
        most = _COMPACT_SOURCES if self.scale.compact else _SOURCES
        return tuple(dict.fromkeys([*wanted, *odd, *known]))[:most]

    # ------------------------------------------------------------ place and paint

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        px = self.px
        high, inset = px(ROW), px(Space.M)
        first = px(84 if self.scale.compact else 120)
        last = min(px(520), self.width() * 34 // 100)
        room = self.width() - 2 * inset - first - last
        each = room // max(1, len(self._sources))
        gap = px(Space.S)
        self._corner.setGeometry(inset, 0, first, high)
        for at, head in enumerate(self._heads):
            head.setGeometry(inset + first + at * each, 0, each - gap, high)
        self._found.setGeometry(self.width() - inset - last, 0, last, high)
        for at, row in enumerate(self._rows):
            row.setGeometry(0, (at + 1) * high, self.width(), high)
            row.subject.setGeometry(inset, 0, first, high)
            for column, field in enumerate(row.fields):
                top = (high - field.height()) // 2
                field.setGeometry(inset + first + column * each, top, each - gap, field.height())
            left = self.width() - inset - last
            row.icon.move(left, (high - row.icon.height()) // 2)
            beside = 0 if row.icon.isHidden() else row.icon.width() + px(Space.XS)
            row.remark.setGeometry(left + beside, 0, last - beside, high)
