"""The queue: who waits, how long, and to take one out of turn.

Responsible for: the list. Not for: its order (the server's). Rows are kept and reused. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.wire.ids import VisitId
from cso_console.core.intents import Intent, PickWaiting
from cso_console.core.snapshot import DeskSnapshot, Waiting
from cso_console.views.buttons import Button
from cso_console.views.overlay import Dialog
from cso_console.views.piece import Badge, Icon, Label, Piece, rescale_all, space
from cso_console.views.sheet import scroll_sheet
from cso_console.views.words import Words, clock


class Scroll(Piece, QScrollArea):
    """As high as what it holds, or as much of it as there is room for."""

    def __init__(self, parent: QWidget, inside: QWidget) -> None:
        super().__init__(parent)
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)

        self._inside = inside

    def refit(self) -> None:
        if (styles := scroll_sheet(self.scale)) != self.styleSheet():
            self.setStyleSheet(styles)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint() if self.widgetResizable() else self._inside.size()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, min(self.sizeHint().height(), self.px(96)))


class QueueRow(Piece, QWidget):
    """One waiting visit. Signal ``picked(object)``: its ``VisitId``."""

    picked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._visit = VisitId("")
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
        self.picked.emit(self._visit)

    def refit(self) -> None:
        space(self._row, self.scale, (0, 6, 0, 6), Space.S)

    def show_waiting(self, waiting: Waiting, *, can_pick: bool) -> None:
        self._visit = waiting.visit
        self._badge.show_booth(waiting.number)
        self._name.set_text(self._words.booth(waiting.number))
        self._icon.show_icon("hand-stop" if waiting.help else "", Console.NEXT)
        self._help.set_text(self.tr("Butuh bantuan") if waiting.help else "")
        self._help.setVisible(waiting.help)
        self._time.set_text(clock(waiting.waited_s))
        self.pick.setObjectName(f"pick_waiting_{waiting.number}")
        self.pick.show_as(self.tr("Layani"))
        self.pick.setEnabled(can_pick)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(Console.LINE))
        painter.end()


class QueueDialog(Dialog):
    """The waiting visits, oldest first. Signal ``intended(object)``: one ``Intent``."""

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, icon="users", width=560)
        self.setObjectName("queue_dialog")
        self._note = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._list = QWidget(self)
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._rows: list[QueueRow] = []
        self._scroll = Scroll(self, self._list)
        self.body.addWidget(self._note)
        self.body.addWidget(self._scroll, 1)

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _pick(self, visit: VisitId) -> None:
        self.intend(PickWaiting(visit))

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        waiting = snapshot.waiting
        free = snapshot.capacity - sum(tile.has_channel for tile in snapshot.tiles)
        self.set_title(self.tr("Antrean {n}").format(n=len(waiting)))
        self._note.set_text(self._note_for(len(waiting), free, snapshot.accepting))
        while len(self._rows) < len(waiting):
            row = QueueRow(self._list)
            rescale_all(row, self.scale)
            row.picked.connect(self._pick)
            self._column.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(waiting))
            if at < len(waiting):
                row.show_waiting(waiting[at], can_pick=free > 0)
        self._scroll.setVisible(bool(waiting))
        self.cancel.show_as(self.tr("Tutup"))

    def _note_for(self, waiting: int, free: int, accepting: bool) -> str:
        if not waiting:
            return self.tr("Tidak ada yang menunggu. Peserta berikutnya muncul di sini dengan sendirinya.")
        if free <= 0:
            return self.tr("Semua saluran Anda terpakai. Akhiri satu layanan untuk menerima yang berikutnya.")
        if not accepting:
            return self.tr("Anda sedang jeda: peserta masuk hanya bila Anda memilihnya di sini.")
        return self.tr("Yang terlama masuk sendiri. Anda boleh memilih yang lain lebih dulu.")
