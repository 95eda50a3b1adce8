"""How the case ends: chosen first, then looked at once more, then recorded for good.

Responsible for: the four outcomes, what each needs, and the second look. Not for: when it opens
(``case_dialogs``), nor what the slip says. GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.wire.documents import Outcome
from channel.wire.ids import VisitId
from cso_console.core.casework import CaseView, Draft
from cso_console.core.intents import BeginOutcome, GiveOutcome, LookAgain, WriteDraft
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.buttons import HELD, PLAIN, PRIMARY, Button
from cso_console.views.case_words import OUTCOME_ICONS, CaseWords
from cso_console.views.fields import TextField
from cso_console.views.overlay import WIDE, Dialog, Room
from cso_console.views.piece import Label, space
from cso_console.views.row_list import Scroll

OUTCOMES: Final = (Outcome.COMPLETE, Outcome.INCOMPLETE, Outcome.REJECTED, Outcome.PASSED_ON)
_CHOICES: Final = 300
_CHOICE_HIGH: Final = 44


class OutcomeDialog(Dialog):
    """Signal ``intended(object)``: one ``Intent``."""

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, width=WIDE, room=Room.CASE)
        self.setObjectName("outcome_dialog")
        self._words = CaseWords()
        self._visit = VisitId("")
        self._case: CaseView | None = None
        self._columns = QHBoxLayout()
        self.body.addLayout(self._columns, 1)
        self._left = QWidget(self)
        self._choices = QVBoxLayout(self._left)
        self._buttons = {outcome: Button(self, icon=OUTCOME_ICONS[outcome]) for outcome in OUTCOMES}
        for outcome, button in self._buttons.items():
            button.setObjectName(f"outcome_{outcome.value}")
            button.clicked.connect(self._outcome_clicked)
            self._choices.addWidget(button)
        self._locked = Label(self, ConsoleType.SECOND, Console.T2, wrap=True)
        self._choices.addWidget(self._locked)
        self._choices.addStretch(1)
        self._right = QWidget(self)
        self._needs = QVBoxLayout(self._right)
        self._lead = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._list = QWidget()
        self._lines = Label(self._list, ConsoleType.BASE, wrap=True)
        self._scroll = Scroll(self, self._list)
        self._scroll.setWidgetResizable(False)
        self._ask = Label(self, ConsoleType.LABEL, wrap=True)
        self.field = TextField(self)
        self.field.setObjectName("outcome_words")
        self.field.textChanged.connect(self._written)
        self._problem = Label(self, ConsoleType.LABEL, wrap=True)
        self._needs.addWidget(self._lead)
        self._needs.addWidget(self._scroll, 1)
        self._needs.addWidget(self._ask)
        self._needs.addWidget(self.field)
        self._needs.addWidget(self._problem)
        self._needs.addStretch(0)
        self._columns.addWidget(self._left)
        self._columns.addWidget(self._right, 1)
        self._papers = QWidget()
        self._states = Label(self._papers, ConsoleType.BASE, Console.T2, wrap=True)
        self._all_papers = Scroll(self, self._papers)
        self._all_papers.setWidgetResizable(False)
        self._columns.addWidget(self._all_papers, 1)
        self.again = Button(self, icon="arrow-left", high=40)
        self.again.setObjectName("change_outcome_button")
        self.again.clicked.connect(self._change)
        self.look = Button(self, icon="eye", cap="Enter", dress=PRIMARY, high=40)
        self.look.setObjectName("second_look_button")
        self.look.clicked.connect(self._look)
        self.record = Button(self, icon="check", dress=PRIMARY, high=40)
        self.record.setObjectName("record_outcome_button")
        self.record.clicked.connect(self._record)
        for button in (self.again, self.look, self.record):
            self.foot.addWidget(button)

    def refit(self) -> None:
        super().refit()
        space(self._columns, self.scale, gap=Space.XL)
        space(self._choices, self.scale, gap=Space.XS)
        space(self._needs, self.scale, gap=Space.XS)
        self._left.setFixedWidth(self.px(_CHOICES))
        self._right.setMinimumHeight(self.px(200 if self.scale.compact else 250))

    def wipe(self) -> None:
        self._case = None
        self._visit = VisitId("")

    # ------------------------------------------------------------ what is asked

    def _outcome_clicked(self) -> None:
        self._begin(next(outcome for outcome, button in self._buttons.items() if button is self.sender()))

    def _change(self) -> None:
        if (draft := self._draft()) is not None:
            self._begin(draft.outcome)

    def _begin(self, outcome: Outcome) -> None:
        self.intended.emit(BeginOutcome(outcome))
        if self.field.toPlainText().strip():
            self._tell(outcome)

    def _written(self) -> None:
        if (draft := self._draft()) is not None:
            self._tell(draft.outcome)

    def _tell(self, outcome: Outcome) -> None:
        """What stands in the field is the reason, or lines to bring, as the outcome has it."""
        text = self.field.toPlainText().strip()
        if outcome is Outcome.INCOMPLETE:
            lines = (line.strip() for line in text.splitlines())
            self.intended.emit(WriteDraft("", tuple(line for line in lines if line)))
        else:
            self.intended.emit(WriteDraft(text))

    def _look(self) -> None:
        if self.look.isEnabled():
            self.intended.emit(LookAgain())

    def _record(self) -> None:
        self.intended.emit(GiveOutcome())

    def press_enter(self) -> bool:
        """The second look, never the record: that takes the mouse, or the button itself."""
        if not self.look.isHidden():
            self._look()
        return True

    # ------------------------------------------------------------ what is shown

    def _draft(self) -> Draft | None:
        return None if self._case is None else self._case.draft

    def outdated(self, snapshot: DeskSnapshot) -> bool:
        case = snapshot.case
        if case is None or case.outcome is not Outcome.NONE or case.doubt is not None:
            return True
        return not self.isHidden() and self._visit != "" and case.visit != self._visit

    def begin(self) -> None:
        """It is opened afresh, for whoever is in focus."""
        self._visit = VisitId("")

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        case = snapshot.case
        assert case is not None
        self._case = case
        draft = case.draft
        if case.visit != self._visit:
            self._visit = case.visit
            self._restore(draft)
        sure = draft is not None and draft.sure
        outcome = Outcome.NONE if draft is None else draft.outcome
        title = (
            self.tr("Periksa sekali lagi: {outcome}") if sure else self.tr("Bagaimana berkas ini selesai?")
        )
        self.set_title(title.format(outcome=self._words.outcome(outcome)), case.number)
        self._left.setVisible(not sure)
        self._all_papers.setVisible(sure)
        self._show_choices(case, outcome)
        if sure:
            self._show_all(case, draft)
        else:
            self._show_needs(case, outcome)
        self._show_problem(case, draft)
        self._show_foot(case, draft)

    def _restore(self, draft: Draft | None) -> None:
        """The field as the draft has it: of nobody else."""
        text = "" if draft is None else draft.text or "\n".join(draft.bring)
        self.field.blockSignals(True)
        self.field.setPlainText(text)
        self.field.blockSignals(False)

    def _show_choices(self, case: CaseView, chosen: Outcome) -> None:
        self._locked.set_text(self._why_not_complete(case))
        self._locked.setVisible(bool(self._locked.text()))
        for outcome, button in self._buttons.items():
            button.show_as(self._words.outcome(outcome), dress=HELD if outcome is chosen else PLAIN)
            able = outcome is not Outcome.COMPLETE or not (case.missing or case.waiting)
            button.setEnabled(able and (case.draft is None or not case.draft.saving))

    def _show_needs(self, case: CaseView, outcome: Outcome) -> None:
        lead, lines, ask, hint = self._needed(case, outcome)
        self._lead.set_text(lead)
        self._show_lines(lines)
        self._ask.set_text(ask)
        self._ask.setVisible(bool(ask))
        self.field.setVisible(bool(ask))
        self.field.setPlaceholderText(hint)

    def _needed(self, case: CaseView, outcome: Outcome) -> tuple[str, list[str], str, str]:
        """(what it means, lines, what is asked for, what to write)."""
        match outcome:
            case Outcome.COMPLETE:
                ask = self.tr("Alasan, karena masih ada pertanyaan tanpa jawaban") if case.to_ask else ""
                asked = [self._words.of(question) for question in case.to_ask]
                return self.tr("Semua dokumen wajib diterima. Peserta mendapat nomor berkas."), asked, ask, ""
            case Outcome.INCOMPLETE:
                return (
                    self.tr("Peserta diminta membawa:"),
                    self._to_bring(case),
                    self.tr("Bawa juga (satu baris satu barang)"),
                    self.tr("misalnya: surat kuasa bermeterai"),
                )
            case Outcome.REJECTED:
                return self.tr("Peserta membaca alasan ini di slip."), [], self.tr("Alasan penolakan"), ""
            case Outcome.PASSED_ON:
                return (
                    self.tr("Berkas diteruskan ke bagian lain. Peserta membaca ini di slip."),
                    [],
                    self.tr("Diteruskan ke siapa, dan mengapa"),
                    "",
                )
            case Outcome.NONE:
                lead = self.tr("Pilih satu. Sesudah itu Anda melihat semuanya sekali lagi.")
                return lead, [], "", ""

    def _why_not_complete(self, case: CaseView) -> str:
        if case.missing:
            return self.tr("“Berkas lengkap” terkunci: {n} dokumen wajib belum ada.").format(n=case.missing)
        if case.waiting:
            return self.tr("“Berkas lengkap” terkunci: {n} dokumen menunggu keputusan.").format(
                n=case.waiting
            )
        return ""

    def _to_bring(self, case: CaseView) -> list[str]:
        return [self._words.of(line) for line in case.to_bring]

    def _show_all(self, case: CaseView, draft: Draft | None) -> None:
        assert draft is not None
        who = self.tr("Bilik {n} · {claim} · berkas {reference}").format(
            n=case.number,
            claim=self._words.claim_name(case.claim, case.claim_name) or "–",
            reference=case.reference or "–",
        )
        self._lead.set_text(who)
        lines: list[str] = []
        if draft.outcome is Outcome.INCOMPLETE:
            lines = [
                self.tr("Peserta diminta membawa:"),
                *self._bulleted([*self._to_bring(case), *draft.bring]),
            ]
        if draft.text:
            lines += [self.tr("Alasan: {text}").format(text=draft.text)]
        if draft.outcome is Outcome.COMPLETE:
            lines += [self.tr("Semua dokumen wajib diterima. Peserta mendapat nomor berkas.")]
        self._show_lines(lines)
        papers = [f"{self._words.of(row.name)}: {self._words.paper(row, case)}" for row in case.rows]
        self._states.set_text("\n".join([self.tr("Dokumen:"), *self._bulleted(papers)]))
        self._fit_lines()
        final = self.tr("Sesudah dicatat, hasil ini tidak dapat diubah.")
        left = self.tr("Orangnya sudah pergi: sampaikan hasilnya dengan cara lain.") if case.over else ""
        self._ask.set_text(" ".join(part for part in (final, left) if part))
        self._ask.setVisible(True)
        self.field.hide()

    def _bulleted(self, lines: list[str]) -> list[str]:
        return [f"•  {line}" for line in lines]

    def _show_lines(self, lines: list[str]) -> None:
        self._lines.set_text("\n".join(lines))
        self._scroll.setVisible(bool(lines))
        self._fit_lines()

    def _fit_lines(self) -> None:
        for scroll, inside, label in (
            (self._scroll, self._list, self._lines),
            (self._all_papers, self._papers, self._states),
        ):
            wide = max(self.px(200), scroll.width() - self.px(Space.S))
            high = label.heightForWidth(wide)
            label.setGeometry(0, 0, wide, high)
            inside.resize(wide, high)
            scroll.updateGeometry()

    def arrange(self) -> None:
        for button in self._buttons.values():
            button.setFixedHeight(self.px(self.form.button if self.scale.compact else _CHOICE_HIGH))
        self._fit_lines()

    def _show_problem(self, case: CaseView, draft: Draft | None) -> None:
        problem = ""
        if draft is not None and draft.refused is not None:
            problem = self._words.refusal(draft.refused)
        elif draft is not None and draft.saving and not case.online:
            problem = self.tr("Sambungan dokumen terputus. Hasil tersimpan begitu tersambung.")
        self._problem.set_text(problem)
        self._problem.setVisible(bool(problem))

    def _show_foot(self, case: CaseView, draft: Draft | None) -> None:
        sure = draft is not None and draft.sure
        saving = draft is not None and draft.saving
        self.cancel.show_as(self.tr("Tutup") if saving else self.tr("Batal"))
        self.again.show_as(self.tr("Ubah"))
        self.again.setVisible(sure and not saving)
        self.look.show_as(self.tr("Lihat sekali lagi"))
        self.look.setVisible(not sure)
        self.look.setEnabled(draft is not None and self._enough(case, draft))
        outcome = self._words.outcome(Outcome.NONE if draft is None else draft.outcome)
        record = self.tr("Catat: {outcome}").format(outcome=outcome)
        self.record.show_as(self.tr("Menyimpan…") if saving else record)
        self.record.setVisible(sure)
        self.record.setEnabled(not saving)

    def _enough(self, case: CaseView, draft: Draft) -> bool:
        """Whether it says all that it must."""
        text = bool(self.field.toPlainText().strip())
        match draft.outcome:
            case Outcome.COMPLETE:
                return not case.missing and not case.waiting and (text or not case.to_ask)
            case Outcome.INCOMPLETE:
                return text or bool(self._to_bring(case))
            case Outcome.REJECTED | Outcome.PASSED_ON:
                return text
            case Outcome.NONE:
                return False
