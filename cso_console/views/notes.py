"""The officer's notes on the case in focus: those that are written, and a line to write the next.

Responsible for: showing and asking, and that words which could not be recorded stand in the line again. Not
for: keeping them: a note is there when the server says so. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.wire.documents import Outcome
from cso_console.core.casework import CaseView, NoteBack
from cso_console.core.intents import AddNote
from cso_console.views.fields import LineField
from cso_console.views.piece import Label, Piece, fill_panel
from cso_console.views.row_list import Scroll
from cso_console.views.words import Words

_FIELD = 34


class Notes(Piece, QWidget):
    """Signals: ``intended(object)``: one ``Intent``; ``written()``: the keyboard is free again."""

    intended = Signal(object)
    written = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._hours = Words()
        self._back: NoteBack | None = None
        """What was put into the line again, until it is done with."""
        self._title = Label(self, ConsoleType.SECOND, Console.T2)
        self._list = QWidget()
        self._text = Label(self._list, ConsoleType.SECOND, wrap=True)
        self._text.setObjectName("case_notes")
        self._scroll = Scroll(self, self._list)
        self._scroll.setWidgetResizable(False)
        self.field = LineField(self, high=_FIELD)
        self.field.setObjectName("case_note")
        self.field.entered.connect(self._write)
        self.field.escaped.connect(self.written)

    def wipe(self) -> None:
        self._back = None

    def _write(self) -> None:
        text = self.field.text().strip()
        if text or self._back is not None:
            self.field.clear()
            self.intended.emit(AddNote(text, self._back))
        self.written.emit()

    def show_case(self, case: CaseView) -> None:
        self._title.set_text(self.tr("Catatan"))
        lines = [
            self.tr("{text} ({officer}, {hour})").format(
                text=note.text, officer=note.officer, hour=self._hours.hour(note.at)
            )
            for note in reversed(case.notes)
        ]
        self._text.set_text("\n".join(lines))
        self.field.setPlaceholderText(self.tr("Tulis catatan, lalu Enter"))
        self.field.setVisible(case.outcome is Outcome.NONE)
        if self._back not in case.notes_back:
            self._back = None
        if case.notes_back and self._back is None and not self.field.text():
            self._back = case.notes_back[0]
            self.field.setText(self._back.text)
        self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        inset = self.px(Space.S)
        wide = self.width() - 2 * inset
        field = 0 if self.field.isHidden() else self.field.height() + self.px(Space.XS)
        self.field.setGeometry(
            self.px(Space.XS),
            self.height() - field,
            self.width() - 2 * self.px(Space.XS),
            self.field.height(),
        )
        room = self.height() - field - self.px(6)
        title = self.px(20)
        with_title = room >= 2 * title
        self._title.setVisible(with_title)
        self._title.setGeometry(inset, self.px(6), wide, title)
        top = self.px(6) + (title if with_title else 0)
        line = self.px(ConsoleType.SECOND.line_px)
        lines = max(0, self.height() - field - top - self.px(2)) // line
        self._scroll.setGeometry(inset, top, wide, lines * line)
        self._scroll.setVisible(bool(self._text.text()) and self._scroll.height() >= title)
        high = self._text.heightForWidth(wide - self.px(Space.XS))
        self._text.setGeometry(0, 0, wide - self.px(Space.XS), high)
        self._list.resize(wide, high)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        fill_panel(painter, QRectF(self.rect()), self.px(self.form.radius_key), "", Console.LINE)
        painter.end()
