"""What the officer has left undecided: cases whose visits are over, each to be opened again.

Responsible for: the list and its words. Not for: which cases these are (the server's), nor showing one
(``focus``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.wire.ids import VisitId
from cso_console.core.casework import Undecided
from cso_console.core.intents import Intent, OpenUndecided
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.buttons import Button
from cso_console.views.case_words import CaseWords
from cso_console.views.overlay import Dialog
from cso_console.views.piece import Badge, Icon, Label, space, wipe_all
from cso_console.views.row_list import Row, RowList
from cso_console.views.words import DOUBT_ICON, Words


class UndecidedRow(Row):
    """One case, in its ``place`` of the list from 1 on. Signal ``opened(object)``: its ``VisitId``."""

    opened = Signal(object)

    def __init__(self, parent: QWidget, place: int) -> None:
        super().__init__(parent)
        self._words = Words()
        self._case_words = CaseWords()
        self._row = QHBoxLayout(self)
        self._badge = Badge(self, 30)
        self._name = Label(self, ConsoleType.LABEL, elide=True)
        self._when = Label(self, ConsoleType.SECOND, Console.T2)
        self._claim = Label(self, ConsoleType.SECOND, Console.T2, elide=True)
        self._doubt = Icon(self, 18)
        self._unsure = Label(self, ConsoleType.SECOND)
        self._upper, self._lower = QHBoxLayout(), QHBoxLayout()
        self._upper.addWidget(self._name, 1)
        self._upper.addWidget(self._when)
        self._lower.addWidget(self._doubt)
        self._lower.addWidget(self._unsure)
        self._lower.addStretch(1)
        self._lines = QVBoxLayout()
        self._lines.addLayout(self._upper)
        self._lines.addWidget(self._claim)
        self._lines.addLayout(self._lower)
        self.open = Button(self)
        self.open.setObjectName(f"open_undecided_{place}")
        self.open.clicked.connect(self._open_clicked)
        self._row.addWidget(self._badge)
        self._row.addLayout(self._lines, 1)
        self._row.addWidget(self.open)

    def _open_clicked(self) -> None:
        self.opened.emit(self.visit)

    def refit(self) -> None:
        space(self._row, self.scale, (0, 8, 0, 8), Space.S)
        space(self._upper, self.scale, gap=Space.S)
        space(self._lower, self.scale, gap=Space.XXS)
        self._lines.setSpacing(0)

    def show_undecided(self, case: Undecided, *, is_open: bool, can_open: bool) -> None:
        self.visit = case.visit
        self._badge.show_booth(case.number)
        parts = (self._words.booth(case.number), case.reference)
        self._name.set_text(" · ".join(part for part in parts if part))
        self._when.set_text(self._end_of(case))
        claim = self._case_words.claim_name(case.claim, case.claim_name)
        self._claim.set_text(claim or self.tr("Keperluan belum dipilih"))
        self._doubt.show_icon(DOUBT_ICON if case.unsure else "")
        self._unsure.set_text(self.tr("Orangnya belum dipastikan") if case.unsure else "")
        self._unsure.setVisible(case.unsure)
        self.open.show_as(self.tr("Sedang dibuka") if is_open else self.tr("Buka"))
        self.open.setEnabled(can_open and not is_open)

    def _end_of(self, case: Undecided) -> str:
        if case.ended_at:
            return self.tr("berakhir {when}").format(when=self._case_words.moment(case.ended_at))
        return self.tr("dimulai {when}").format(when=self._case_words.moment(case.opened_at))


class UndecidedDialog(Dialog):
    """All of them, the visit that ended last first. Signal ``intended(object)``: one ``Intent``."""

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, icon="folder", width=680)
        self.setObjectName("undecided_dialog")
        self._note = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._places = 0
        self._rows = RowList(self, self._row)
        self.body.addWidget(self._note)
        self.body.addWidget(self._rows, 1)

    def _row(self, parent: QWidget) -> UndecidedRow:
        self._places += 1
        row = UndecidedRow(parent, self._places)
        row.opened.connect(self._open)
        return row

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _open(self, visit: VisitId) -> None:
        self.intend(OpenUndecided(visit))
        self.closed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        wipe_all(self)

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        cases = snapshot.undecided
        self.set_title(self.tr("Berkas terbuka {n}").format(n=len(cases)))
        self._note.set_text(self._note_for(snapshot))
        before_me = None if snapshot.case is None else snapshot.case.visit
        can_open = not snapshot.focus_locked
        self._rows.show_each(
            cases,
            lambda row, case: row.show_undecided(case, is_open=case.visit == before_me, can_open=can_open),
        )
        self.cancel.show_as(self.tr("Tutup"))

    def _note_for(self, snapshot: DeskSnapshot) -> str:
        if not snapshot.cases_online:
            return self.tr("Sambungan dokumen terputus. Daftar ini diperbarui sendiri begitu tersambung.")
        if not snapshot.undecided:
            return self.tr(
                "Tidak ada. Bila kunjungan berakhir sebelum berkasnya diputuskan, berkas itu muncul di sini "
                "dengan sendirinya."
            )
        if snapshot.focus_locked:
            return self.tr("Simpan atau batalkan dulu keputusan yang belum disimpan.")
        return self.tr(
            "Kunjungannya sudah berakhir dan orangnya sudah pergi. Hasilnya masih dapat Anda putuskan."
        )
