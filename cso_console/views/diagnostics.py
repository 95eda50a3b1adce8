"""What IT wants to know when something is slow: the links of all channels, and the console itself.

Responsible for: the table, and asking for the console's own figures once a second while it is open. Not for:
measuring. The links' figures come with the snapshot. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.core.lateness import LatenessFigures
from channel.qt.theme import Console, ConsoleType, Space
from channel.runtime.own_load import Load
from cso_console.core.snapshot import SEATS, UNMEASURED, DeskSnapshot, Tile
from cso_console.views.facts import COMPACT_ROW, ROW, FactRow
from cso_console.views.overlay import WIDE, Dialog
from cso_console.views.piece import Badge, Label, Piece, space
from cso_console.views.words import Words

_EVERY_MS: Final = 1000
_NONE: Final = "–"
_SEAT, _BADGE, _STATE, _LINK, _NUMBER, _PICTURE = 44, 24, 128, 0, 68, 150
"""Widths of the columns; that of the link takes the rest."""
_NUMBERS: Final = 6
"""Kilobits a second in and out, loss in and out, round trip, playout."""
_GAP: Final = Space.S
_LABEL, _LABEL_COMPACT = 160, 128
_LEFT: Final = Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class OwnFigures:
    """What the console says of itself: its load, and how late its two threads run."""

    load: Load
    gui: LatenessFigures
    net: LatenessFigures


class Row(Piece, QWidget):
    """Cells one beside the other, and a line under them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._widths: list[tuple[QWidget, int]] = []

    def add(self, cell: QWidget, width: int) -> None:
        """``width`` 0: as wide as there is room for."""
        self._row.addWidget(cell, 0 if width else 1)
        if width:
            self._widths.append((cell, width))

    def refit(self) -> None:
        space(self._row, self.scale, gap=_GAP)
        for cell, width in self._widths:
            cell.setFixedWidth(self.px(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(Console.LINE))
        painter.end()


class Head(Row):
    """The names of the columns, in up to two lines each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._names: list[Label] = []
        for width in (_SEAT, _BADGE + _GAP + _STATE, _LINK, *(_NUMBER,) * _NUMBERS, _PICTURE):
            align = (_RIGHT if width in (_NUMBER, _PICTURE) else _LEFT) | Qt.AlignmentFlag.AlignVCenter
            name = Label(self, ConsoleType.SECOND, Console.T3, align=align, wrap=True)
            self._names.append(name)
            self.add(name, width)

    def refit(self) -> None:
        super().refit()
        self.setFixedHeight(self.px(2 * ConsoleType.SECOND.line_px + Space.XS))

    def show_names(self) -> None:
        names = (
            self.tr("Kursi"),
            self.tr("Bilik"),
            self.tr("Sambungan"),
            self.tr("kbit/dtk masuk"),
            self.tr("kbit/dtk keluar"),
            self.tr("Hilang masuk"),
            self.tr("Hilang keluar"),
            self.tr("Pulang pergi"),
            self.tr("Jeda putar"),
            self.tr("Gambar"),
        )
        for label, name in zip(self._names, names, strict=True):
            label.set_text(name)


class ChannelRow(Row):
    """One seat with a channel."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Words()
        self._seat = Label(self, ConsoleType.LABEL)
        self._badge = Badge(self, _BADGE)
        self._state = Label(self)
        self._link = Label(self, elide=True)
        self._numbers = [Label(self, align=_RIGHT) for _ in range(_NUMBERS)]
        self._picture = Label(self, align=_RIGHT)
        self.add(self._seat, _SEAT)
        self.add(self._badge, _BADGE)
        self.add(self._state, _STATE)
        self.add(self._link, _LINK)
        for label in self._numbers:
            self.add(label, _NUMBER)
        self.add(self._picture, _PICTURE)

    def refit(self) -> None:
        super().refit()
        self.setFixedHeight(self.px(COMPACT_ROW if self.scale.compact else ROW))

    def show_tile(self, tile: Tile) -> None:
        figures = UNMEASURED if tile.lost_s else tile.figures
        self._seat.set_text(str(tile.seat))
        self._badge.show_booth(tile.number)
        self._state.set_text(self._words.state(tile.state))
        self._link.set_text(self._words.link(tile.quality, short=True))
        numbers = (
            f"{figures.kbps_in:.0f}",
            f"{figures.kbps_out:.0f}",
            self._share(figures.loss_in),
            self._share(figures.loss_out),
            f"{figures.round_trip_ms:.0f} ms",
            f"{figures.playout_ms:.0f} ms",
        )
        for label, number in zip(self._numbers, numbers, strict=True):
            label.set_text(_NONE if figures == UNMEASURED else number)
        self._picture.set_text(self._words.picture(figures) or _NONE)

    def _share(self, share: float) -> str:
        whole, tenth = divmod(round(1000 * share), 10)
        return self.tr("{whole},{tenth} %").format(whole=whole, tenth=tenth)


class OwnFacts(Piece, QWidget):
    """The console itself. ``figures`` is asked once a second while this can be seen."""

    def __init__(self, parent: QWidget, figures: Callable[[], OwnFigures]) -> None:
        super().__init__(parent)
        self._figures = figures
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._load, self._gui, self._net = (
            FactRow(self, label_width=_LABEL, compact_width=_LABEL_COMPACT) for _ in range(3)
        )
        for row in (self._load, self._gui, self._net):
            column.addWidget(row)
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.ask)

    def showEvent(self, event: QShowEvent) -> None:
        # Its processor time is a mean since the panel was open last, perhaps this morning.
        self._show(self._figures(), is_recent=False)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()

    def ask(self) -> None:
        self._show(self._figures())

    def _show(self, own: OwnFigures, *, is_recent: bool = True) -> None:
        memory = own.load.memory_mib
        load = self.tr("prosesor {share} % dari satu inti · memori {memory} MiB").format(
            share=round(100 * own.load.cpu_cores) if is_recent else _NONE,
            memory=_NONE if memory is None else round(memory),
        )
        self._load.show_fact(self.tr("Konsol ini"), load)
        window = self.tr("10 detik terakhir")
        self._gui.show_fact(self.tr("Thread GUI"), self._lateness(own.gui), aside=window)
        self._net.show_fact(self.tr("Thread jaringan"), self._lateness(own.net), aside=window)

    def _lateness(self, late: LatenessFigures) -> str:
        if not late.looks:
            return _NONE
        return self.tr("terlambat p50 {p50} · p99 {p99} · terlama {worst} ms").format(
            p50=round(late.p50_ms), p99=round(late.p99_ms), worst=round(late.worst_ms)
        )


class DiagnosticsDialog(Dialog):
    """A line for each channel, and the console itself under them."""

    def __init__(self, parent: QWidget, own: Callable[[], OwnFigures]) -> None:
        super().__init__(parent, icon="tool", width=WIDE)
        self.setObjectName("diagnostics_dialog")
        self._none = Label(self, ConsoleType.BASE, Console.T2)
        self._columns = Head(self)
        self._rows = [ChannelRow(self) for _ in range(SEATS)]
        table = QVBoxLayout()
        table.setSpacing(0)
        for row in (self._none, self._columns, *self._rows):
            table.addWidget(row)
        self.body.addLayout(table)
        self.body.addWidget(OwnFacts(self, own))

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        tiles = [tile for tile in snapshot.tiles if tile.has_channel]
        self.set_title(self.tr("Diagnostik"))
        self._none.set_text(self.tr("Tidak ada saluran."))
        self._none.setVisible(not tiles)
        self._columns.setVisible(bool(tiles))
        self._columns.show_names()
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(tiles))
            if at < len(tiles):
                row.show_tile(tiles[at])
        self.cancel.show_as(self.tr("Tutup"))
