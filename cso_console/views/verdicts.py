"""The officer's verdict on the paper that is chosen: the row of buttons under it.

Responsible for: which verdicts are offered, and what was decided. Not for: words that a verdict needs
(``words_dialog``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.wire.documents import Outcome, Verdict
from cso_console.core.casework import CaseView, PaperRow, PaperState
from cso_console.core.intents import BeginVerdict, GiveVerdict
from cso_console.views.buttons import PRIMARY, Button
from cso_console.views.case_words import CaseWords
from cso_console.views.piece import Icon, Label, Piece, space

HIGH = 60
_NARROW = 740
"""Less has no room for all words on the buttons …"""
_NARROWEST = 520
"""… even the shortest …"""
_WIDE = 860
"""… and less than this none for the words behind them."""
_UNDECIDED = (PaperState.OPEN, PaperState.NEW)


class Verdicts(Piece, QWidget):
    """The row.

    Signals:
        intended(object): one ``Intent``.
    """

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = CaseWords()
        self._item = ""
        self._row = QHBoxLayout(self)
        self.accept = Button(self, icon="check", cap="A", dress=PRIMARY, high=40)
        self.retake = Button(self, icon="refresh", cap="R", high=40)
        self.note = Button(self, icon="note", high=40)
        self.not_applicable = Button(self, high=40)
        self._decided_icon = Icon(self, 20)
        self._decided = Label(self, ConsoleType.LABEL, elide=True)
        self.take_back = Button(self, icon="arrow-back-up", high=40)
        self._whole_icon = Icon(self, 18, colour=Console.T2)
        self._whole = Label(self, ConsoleType.SECOND, Console.T2)
        names = {
            "accept_button": self.accept,
            "retake_button": self.retake,
            "note_button": self.note,
            "not_applicable_button": self.not_applicable,
            "take_back_button": self.take_back,
        }
        for name, button in names.items():
            button.setObjectName(name)
        for piece in (self.accept, self.retake, self.note, self.not_applicable):
            self._row.addWidget(piece)
        self._row.addWidget(self._decided_icon)
        self._row.addWidget(self._decided)
        self._row.addWidget(self.take_back)
        self._row.addStretch(1)
        self._row.addWidget(self._whole_icon)
        self._row.addWidget(self._whole)
        self.accept.clicked.connect(self.give_accepted)
        self.retake.clicked.connect(self.begin_retake)
        self.note.clicked.connect(self._begin_note)
        self.not_applicable.clicked.connect(self._give_not_applicable)
        self.take_back.clicked.connect(self._give_back)

    def give_accepted(self) -> None:
        if self.accept.isEnabled() and not self.accept.isHidden():
            self.intended.emit(GiveVerdict(self._item, Verdict.ACCEPTED))

    def begin_retake(self) -> None:
        if self.retake.isEnabled() and not self.retake.isHidden():
            self.intended.emit(BeginVerdict(self._item, Verdict.RETAKE))

    def _begin_note(self) -> None:
        self.intended.emit(BeginVerdict(self._item, Verdict.ACCEPTED_WITH_NOTE))

    def _give_not_applicable(self) -> None:
        self.intended.emit(GiveVerdict(self._item, Verdict.NOT_APPLICABLE))

    def _give_back(self) -> None:
        self.intended.emit(GiveVerdict(self._item, Verdict.OPEN))

    def show_paper(self, row: PaperRow | None, case: CaseView, *, seen: bool) -> None:
        """``seen``: a picture of this paper is on the screen; without it nothing is accepted as it stands."""
        self._item = "" if row is None else row.item
        closed = case.outcome is not Outcome.NONE
        free = case.draft is None and not closed
        open_ = row is not None and row.state in _UNDECIDED and not row.saving and not closed
        for button, word, able in (
            (self.accept, self.tr("Terima"), seen),
            (self.retake, self.tr("Foto ulang…"), bool(row and row.documents)),
            (self.note, self.note.text(), True),
            (self.not_applicable, self.tr("Tidak berlaku"), True),
        ):
            button.show_as(word, tip=button.toolTip())
            button.setVisible(open_)
            button.setEnabled(able and free)
        decided = row is not None and not open_
        self._decided_icon.show_icon("circle-check" if decided else "", Console.T1)
        self._decided.set_text(self._words.paper(row, case) if decided and row is not None else "")
        self._decided.setToolTip(row.note if row is not None else "")
        self._decided.setVisible(decided)
        self.take_back.show_as(self.tr("Tarik kembali"))
        takes_back = decided and row is not None and row.state not in _UNDECIDED and not row.saving
        self.take_back.setVisible(takes_back and not closed)
        self.take_back.setEnabled(free)
        self._whole_icon.show_icon("shield-check" if seen else "")
        self._whole_icon.setToolTip(self.tr("SHA-256 cocok"))
        self._whole.set_text(self.tr("SHA-256 cocok") if seen else "")
        self._fit()

    def _fit(self) -> None:
        """Fewer words where there is no room for all."""
        with_note = self.tr("Terima dengan catatan…")
        narrow = self.width() < self.px(_NARROW)
        self.note.show_as(self.tr("Catatan…") if narrow else with_note, tip=with_note)
        self.note.set_bare(self.width() < self.px(_NARROWEST))
        self._whole.setVisible(bool(self._whole.text()) and self.width() >= self.px(_WIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()

    def refit(self) -> None:
        space(self._row, self.scale, (12, 0, 16, 0), Space.XS)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0, self.width(), 1, QColor(Console.LINE))
        painter.end()
