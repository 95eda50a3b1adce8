"""Rows of label and value with a line between them, and the rows about the focused booth.

Responsible for: their look, and what a desk knows of a visit without any paper. Not for: the facts of the
desk itself (``idle``). GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space
from cso_console.core.snapshot import UNMEASURED, Tile, TileState
from cso_console.views.buttons import KEY, Button
from cso_console.views.meter import LinkBars
from cso_console.views.piece import Icon, Label, Piece, space
from cso_console.views.words import Words, clock

ROW: Final = 32
COMPACT_ROW: Final = 27
CARD_ROW: Final = 36
_COMPACT_LABEL: Final = 78
_ROWS: Final = 7


class FactRow(Piece, QWidget):
    """``Bahasa   Indonesia``; ``icon`` before it and a mark at the end are optional.

    ``in_card``: the line is above it, for rows under a card's title.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        label_width: int = 0,
        compact_width: int = _COMPACT_LABEL,
        icon: str = "",
        in_card: bool = False,
    ) -> None:
        super().__init__(parent)
        self._compact_width = compact_width
        self._label_width = label_width
        self._in_card = in_card
        self._row = QHBoxLayout(self)
        if icon:
            self._row.addWidget(Icon(self, 18, icon, Console.T1))
        self._label = Label(self, ConsoleType.BASE, Console.T2)
        right = Qt.AlignmentFlag.AlignLeft if label_width else Qt.AlignmentFlag.AlignRight
        self._value = Label(self, ConsoleType.LABEL, align=right, elide=True)
        self._aside = Label(self, ConsoleType.SECOND, Console.T3)
        self._mark = Icon(self, 18)
        self._row.addWidget(self._label)
        self._row.addWidget(self._value, 1)
        self._row.addWidget(self._aside)
        self._row.addWidget(self._mark)

    def show_fact(self, label: str, value: str, *, aside: str = "", tip: str = "") -> None:
        """``tip``: more than there is room for; without one it is the whole value."""
        self._label.set_text(label)
        self._label.setVisible(bool(label))
        self._value.set_text(value)
        self.setToolTip(tip or value)
        self._aside.set_text(aside)
        self._aside.setVisible(bool(aside))

    def name_aside(self, name: str) -> None:
        """By which it is found (``QObject.objectName``)."""
        self._aside.setObjectName(name)

    def show_mark(self, icon: str, colour: str = Console.T1) -> None:
        self._mark.show_icon(icon, colour)

    def add(self, widget: QWidget) -> None:
        """A control at the end of the row."""
        self._row.addWidget(widget)

    def refit(self) -> None:
        space(self._row, self.scale, gap=Space.S)
        high = CARD_ROW if self._in_card else ROW
        self.setFixedHeight(self.px(COMPACT_ROW if self.scale.compact else high))
        if self._label_width:
            wide = min(self._label_width, self._compact_width) if self.scale.compact else self._label_width
            self._label.setMinimumWidth(self.px(wide))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(0, 0 if self._in_card else self.height() - 1, self.width(), 1, QColor(Console.LINE))
        painter.end()


class Card(Piece, QWidget):
    """A titled panel that holds rows from top to bottom."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self._title = Label(self, ConsoleType.LABEL)
        self.column.addWidget(self._title)

    def set_title(self, title: str) -> None:
        self._title.set_text(title)

    def refit(self) -> None:
        space(self.column, self.scale, (24, 20, 24, 24), 0)
        self._title.setFixedHeight(self.px(32))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Console.B2))
        radius = self.px(self.form.radius_panel)
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()


class FocusFacts(Piece, QWidget):
    """What this desk knows of the visit, without any paper. Beside the facts of a case it is ``brief``: the
    link and the loudness alone.

    Signals:
        gain_wanted(int): one step louder (1) or quieter (-1).
    """

    gain_wanted = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = Words()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._times, self._sign, self._step, self._speech, self._link = (
            FactRow(self, label_width=100) for _ in range(5)
        )
        self._figures = FactRow(self)
        self._gain = FactRow(self, label_width=100)
        self._brief = False
        for row in (
            self._times,
            self._sign,
            self._step,
            self._speech,
            self._link,
            self._figures,
            self._gain,
        ):
            column.addWidget(row)
        self._bars = LinkBars(self)
        self._link.add(self._bars)
        self._quieter = Button(self, dress=KEY, high=24, cap="−")
        self._louder = Button(self, dress=KEY, high=24, cap="+")
        self._quieter.setObjectName("gain_down")
        self._louder.setObjectName("gain_up")
        self._quieter.clicked.connect(self._ask_quieter)
        self._louder.clicked.connect(self._ask_louder)
        self._gain.add(self._quieter)
        self._gain.add(self._louder)

    def _ask_quieter(self) -> None:
        self.gain_wanted.emit(-1)

    def _ask_louder(self) -> None:
        self.gain_wanted.emit(1)

    def set_brief(self, brief: bool) -> None:
        if brief == self._brief:
            return
        self._brief = brief
        for row in (self._times, self._sign, self._step, self._speech, self._figures, self._gain):
            row.setVisible(not brief)
        for button in (self._quieter, self._louder):
            (self._link if brief else self._gain).add(button)

    def needed_px(self) -> int:
        """The height of all rows."""
        return (1 if self._brief else _ROWS) * self.px(COMPACT_ROW if self.scale.compact else ROW)

    def show_tile(self, tile: Tile) -> None:
        served = clock(tile.served_s)
        waited = self.tr("antre {time}").format(time=clock(tile.waited_s))
        self._times.show_fact(self.tr("Dilayani"), served, aside=waited)
        sign = self.tr("kabar {time}").format(time=clock(tile.next_sign_s)) if tile.next_sign_s else ""
        last = self.tr("Sekarang") if tile.talk else clock(tile.addressed_s)
        self._sign.show_fact(self.tr("Disapa"), last, aside=sign)
        self._step.show_fact(self.tr("Peserta"), self._words.step(tile.step) or "–")
        consent = self.tr("sudah setuju") if tile.consent else self.tr("tidak setuju")
        self._speech.show_fact(self.tr("Bahasa"), self._words.language(tile.language), aside=consent)
        named = "" if self._brief and self.scale.compact else self.tr("Sambungan")
        self._link.show_fact(named, self._link_words(tile), tip=self._reasons(tile))
        self._bars.show_level(tile.quality.level)
        figures = UNMEASURED if tile.lost_s else tile.figures
        network = self._words.network(figures, short=self.scale.compact)
        self._figures.show_fact(network, self._words.picture(figures), tip=self._figures_tip())
        self._gain.show_fact(self.tr("Keras suara"), f"{round(tile.gain * 100)} %")
        self._quieter.show_as("", tip=self.tr("Lebih pelan (−)"))
        self._louder.show_as("", tip=self.tr("Lebih keras (+)"))

    def _link_words(self, tile: Tile) -> str:
        if tile.state is TileState.DISCONNECTED:
            return self.tr("Terputus {time}, menyambung kembali").format(time=clock(tile.lost_s))
        if tile.lost_s:
            return self.tr("Menyambung…")
        missing = []
        if tile.camera_fault and tile.consent:
            missing.append(self.tr("kamera mati"))
        if tile.microphone_fault:
            missing.append(self.tr("mikrofon mati"))
        short = self.scale.compact or self._brief or bool(missing)
        return ", ".join([self._words.link(tile.quality, short=short), *missing])

    def _reasons(self, tile: Tile) -> str:
        """All that is not as it should be, the gravest first."""
        return "\n".join(self._words.reason(reason) for reason in tile.quality.reasons)

    def _figures_tip(self) -> str:
        return self.tr(
            "Paket yang hilang sebelum diperbaiki, jeda suara dari bilik sampai terdengar di sini, "
            "dan gambar bilik sebagaimana diterima"
        )
