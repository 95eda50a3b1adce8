"""The queue: who waits, how long, and to take one out of turn.

Responsible for: the list. Not for: its order (the server's). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.wire.ids import VisitId
from cso_console.core.intents import Intent, PickWaiting
from cso_console.core.snapshot import DeskSnapshot, Waiting
from cso_console.views.buttons import Button
from cso_console.views.overlay import Dialog
from cso_console.views.piece import Badge, Icon, Label, space
from cso_console.views.row_list import Row, RowList
from cso_console.views.words import Words, clock


class QueueRow(Row):
    """One waiting visit. Signal ``picked(object)``: its ``VisitId``."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Words()
        self._row = QHBoxLayout(self)
        self._badge = Badge(self, 30)
        self._name = Label(self, ConsoleType.LABEL)
        self._icon = Icon(self, 18)
        self._help = Label(self, ConsoleType.LABEL, Console.NEXT)
        self._time = Label(self, ConsoleType.LABEL)
        self.pick = Button(self)
        self.pick.clicked.connect(self._pick_clicked)
        for piece in (self._badge, self._name, self._icon, self._help):
            self._row.addWidget(piece)
        self._row.addStretch(1)
        self._row.addWidget(self._time)
        self._row.addWidget(self.pick)

    def _pick_clicked(self) -> None:
        self.picked.emit(self.visit)

    def refit(self) -> None:
        space(self._row, self.scale, (0, 6, 0, 6), Space.S)

    def show_waiting(self, waiting: Waiting, *, can_pick: bool) -> None:
        self.visit = waiting.visit
        self._badge.show_booth(waiting.number)
        self._name.set_text(self._words.booth(waiting.number))
        self._icon.show_icon("hand-stop" if waiting.help else "", Console.NEXT)
        self._help.set_text(self.tr("Butuh bantuan") if waiting.help else "")
        self._help.setVisible(waiting.help)
        self._time.set_text(clock(waiting.waited_s))
        self.pick.setObjectName(f"pick_waiting_{waiting.number}")
        self.pick.show_as(self.tr("Layani"))
        self.pick.setEnabled(can_pick)


class QueueDialog(Dialog):
    """The waiting visits, oldest first. Signal ``intended(object)``: one ``Intent``."""

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, icon="users", width=560)
        self.setObjectName("queue_dialog")
        self._note = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._rows = RowList(self, self._row)
        self.body.addWidget(self._note)
        self.body.addWidget(self._rows, 1)

    def _row(self, parent: QWidget) -> QueueRow:
        row = QueueRow(parent)
        row.picked.connect(self._pick)
        return row

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _pick(self, visit: VisitId) -> None:
        self.intend(PickWaiting(visit))

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        waiting = snapshot.waiting
        free = snapshot.capacity - sum(tile.has_channel for tile in snapshot.tiles)
        self.set_title(self.tr("Antrean {n}").format(n=len(waiting)))
        self._note.set_text(self._note_for(len(waiting), free, snapshot.accepting))
        self._rows.show_each(waiting, lambda row, one: row.show_waiting(one, can_pick=free > 0))
        self.cancel.show_as(self.tr("Tutup"))

    def _note_for(self, waiting: int, free: int, accepting: bool) -> str:
        if not waiting:
            return self.tr("Tidak ada yang menunggu. Peserta berikutnya muncul di sini dengan sendirinya.")
        if free <= 0:
            return self.tr("Semua saluran Anda terpakai. Akhiri satu layanan untuk menerima yang berikutnya.")
        if not accepting:
            return self.tr("Anda sedang jeda: peserta masuk hanya bila Anda memilihnya di sini.")
        return self.tr("Yang terlama masuk sendiri. Anda boleh memilih yang lain lebih dulu.")
