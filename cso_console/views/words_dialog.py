"""A verdict that needs words: why a paper is to be photographed again, or what is noted with accepting it.

Responsible for: the words, ready-made or the officer's own, for as long as the desk has this draft. Not for:
when it opens (``case_dialogs``). GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.wire.documents import Verdict
from cso_console.core.casework import CaseView, Draft
from cso_console.core.intents import GiveVerdict, WriteDraft
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.buttons import HELD, PLAIN, PRIMARY, Button
from cso_console.views.case_words import RETAKE_REASONS, CaseWords
from cso_console.views.fields import LineField
from cso_console.views.overlay import WIDE, Dialog, Room
from cso_console.views.piece import Label

_COLUMNS: Final = 2


class WordsDialog(Dialog):
    """Signal ``intended(object)``: one ``Intent``."""

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=WIDE, room=Room.ASIDE)
        self.setObjectName("words_dialog")
        self._words = CaseWords()
        self._asked = ("", "", Verdict.OPEN)
        """Visit, item and verdict that the field is for."""
        self._language = "id"
        self._saving = False
        self._lead = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._ready_made = QWidget(self)
        self._grid = QGridLayout(self._ready_made)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._reasons = [Button(self) for _ in RETAKE_REASONS]
        for at, button in enumerate(self._reasons):
            button.setObjectName(f"retake_reason_{at + 1}")
            button.clicked.connect(self._reason_clicked)
            self._grid.addWidget(button, at // _COLUMNS, at % _COLUMNS)
        self.field = LineField(self, high=44, keeps_escape=False)
        self.field.setObjectName("verdict_words")
        self.field.textEdited.connect(self._written)
        self.field.entered.connect(self._confirm)
        self._problem = Label(self, ConsoleType.LABEL, wrap=True)
        for piece in (self._lead, self._ready_made, self.field, self._problem):
            self.body.addWidget(piece)
        self.confirm = Button(self, icon="check", cap="Enter", dress=PRIMARY, high=40)
        self.confirm.setObjectName("record_verdict_button")
        self.confirm.clicked.connect(self._confirm)
        self.foot.addWidget(self.confirm)

    def refit(self) -> None:
        super().refit()
        self._grid.setSpacing(self.px(Space.XS))

    def wipe(self) -> None:
        self._asked = ("", "", Verdict.OPEN)

    def start_typing(self) -> None:
        self.field.setFocus()

    def press_enter(self) -> bool:
        self._confirm()
        return True

    def _reason_clicked(self) -> None:
        button = self.sender()
        at = next(at for at, one in enumerate(self._reasons) if one is button)
        text = RETAKE_REASONS[at].of(self._language)
        self.field.setText(text)
        self.field.setFocus()
        self._written(text)

    def _written(self, text: str) -> None:
        self._show_words()
        self.intended.emit(WriteDraft(text))

    def _confirm(self) -> None:
        text = self.field.text().strip()
        if text and self.confirm.isEnabled():
            self.intended.emit(GiveVerdict(self._asked[1], self._asked[2], text))

    def outdated(self, snapshot: DeskSnapshot) -> bool:
        draft = None if snapshot.case is None else snapshot.case.draft
        return draft is None or not draft.item

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        case = snapshot.case
        assert case is not None
        assert case.draft is not None
        draft = case.draft
        verdict = draft.verdict or Verdict.OPEN
        asked = (case.visit, draft.item, verdict)
        if asked != self._asked:
            self._asked = asked
            self.field.setText(draft.text)
        spoken = [tile.language for tile in snapshot.tiles if tile.seat == snapshot.focus]
        self._language = spoken[0] if spoken else "id"
        self._show_asked(case, draft)
        self._show_words()

    def _show_asked(self, case: CaseView, draft: Draft) -> None:
        number = case.number
        retake = draft.verdict is Verdict.RETAKE
        names = {row.item: self._words.of(row.name) for row in case.rows}
        name = names.get(draft.item, "")
        if retake:
            self.set_title(self.tr("Foto ulang"), number)
            lead = self.tr("{name}. Alasan ini dibaca peserta di layar Bilik {n}.")
        else:
            self.set_title(self.tr("Terima dengan catatan"), number)
            lead = self.tr("{name}. Catatan ini tersimpan pada berkas; peserta tidak membacanya.")
        self._lead.set_text(lead.format(name=name, n=number))
        self._ready_made.setVisible(retake and not draft.saving)
        self.field.setPlaceholderText(
            self.tr("atau tulis alasan sendiri") if retake else self.tr("Apa yang perlu diketahui?")
        )
        problem = ""
        if draft.refused is not None:
            problem = self._words.refusal(draft.refused)
        elif draft.saving and not case.online:
            problem = self.tr("Sambungan dokumen terputus. Keputusan tersimpan begitu tersambung.")
        self._problem.set_text(problem)
        self._problem.setVisible(bool(problem))
        self._lead.setVisible(not problem)
        self.field.setEnabled(not draft.saving)
        self.cancel.show_as(self.tr("Tutup") if draft.saving else self.tr("Batal"))
        word = self.tr("Minta foto ulang") if retake else self.tr("Terima")
        self.confirm.show_as(self.tr("Menyimpan…") if draft.saving else word)
        self._saving = draft.saving

    def _show_words(self) -> None:
        text = self.field.text().strip()
        for button, reason in zip(self._reasons, RETAKE_REASONS, strict=True):
            chosen = text == reason.of(self._language)
            button.show_as(self._words.of(reason), dress=HELD if chosen else PLAIN)
        self.confirm.setEnabled(bool(text) and not self._saving)
