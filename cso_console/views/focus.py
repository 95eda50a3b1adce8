"""The focused booth in large: who, whether they hear me, the face, what is known, and room for papers.

Responsible for: the inside of the panel that the focused tile grows into. Not for: its outline (``stage``),
nor for documents and checklist, which do not exist yet: their place says what will come there. GUI thread
only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Console, ConsoleType, Space, Weight
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from cso_console.core.intents import AddTalk, Intent, SetGain, ToggleHold, ToggleListen
from cso_console.core.snapshot import DeskSnapshot, Tile
from cso_console.views.buttons import HELD, KEY, LISTENING, PAUSED, PLAIN, TALKING, Button, HoldButton
from cso_console.views.facts import FocusFacts
from cso_console.views.meter import MeterClock
from cso_console.views.picture import Picture
from cso_console.views.piece import Badge, Icon, Label, Piece, fill_panel, space
from cso_console.views.tile import keys_live
from cso_console.views.words import Words

GAINS: Final = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0)
"""Steps of 3 dB around "as it comes"."""
LEAST_FACE: Final = 340
"""The facts need that much."""


def louder(gain: float, steps: int) -> float:
    """The gain ``steps`` further up (or down) the scale, from the step nearest to ``gain``."""
    nearest = min(range(len(GAINS)), key=lambda at: abs(GAINS[at] - gain))
    return GAINS[min(max(nearest + steps, 0), len(GAINS) - 1)]


class HearingPill(Piece, QWidget):
    """Whether the focused booth hears me: red and filled, or a quiet outline."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heard = False
        self._row = QHBoxLayout(self)
        self._icon = Icon(self, 18)
        self._text = Label(self, ConsoleType.SECOND, weight=Weight.LABEL)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text)

    def refit(self) -> None:
        space(self._row, self.scale, (12, 0, 12, 0), 6)
        self.setFixedHeight(self.px(28))

    def show_hearing(self, text: str, heard: bool) -> None:
        colour = Console.ON_TALK if heard else Console.T2
        self._icon.show_icon("microphone" if heard else "microphone-off", colour)
        self._text.set_text(text, colour)
        self._row.activate()
        if heard != self._heard:
            self._heard = heard
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill, edge = (Console.TALK, "") if self._heard else ("", Console.EDGE)
        fill_panel(painter, rect, rect.height() / 2, fill, edge)
        painter.end()


class LockPill(Piece, QWidget):
    """The dashed line that says why the focus stays."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.addWidget(Icon(self, 18, "lock", Console.T1))
        self._text = Label(self, ConsoleType.SECOND, weight=Weight.LABEL, elide=True)
        self._row.addWidget(self._text)

    def refit(self) -> None:
        space(self._row, self.scale, (12, 0, 12, 0), 8)
        self.setFixedHeight(self.px(self.form.button))

    def set_text(self, text: str) -> None:
        self._text.set_text(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(Console.T2), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        radius = self.px(self.form.radius_key)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()


class PapersToCome(Piece, QWidget):
    """Where checklist and documents will be: says what comes by itself, and when."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._icon = Icon(self, 52, "files", Console.T3)
        self._title = Label(self, ConsoleType.PAGE, wrap=True)
        self._text = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, wrap=True)
        self._column.addStretch(1)
        for piece in (self._icon, self._title, self._text):
            self._column.addWidget(piece)
        self._column.addStretch(1)

    def refit(self) -> None:
        side = 88 if not self.scale.compact else 32
        space(self._column, self.scale, (side, 24, side, 24), 12)

    def show_tile(self, tile: Tile) -> None:
        self._title.set_text(self.tr("Belum ada dokumen"))
        self._text.set_text(
            self.tr(
                "Daftar periksa dan dokumen Bilik {n} tampil di sini dengan sendirinya begitu ada."
            ).format(n=tile.number)
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, QRectF(self.rect()), self.px(self.form.radius_panel), Console.B1)
        painter.end()


class FocusPanel(Piece, QWidget):
    """The inside of the panel.

    Signals:
        intended(object): one ``Intent``.
        talk_pushed(int), talk_let_go(int): the talk key of the focused seat by mouse.
        end_asked(int): the officer wants to end the service of this seat; to be confirmed.
        resized(int, int): the size in device pixels in which the large picture is wanted.
    """

    intended = Signal(object)
    talk_pushed = Signal(int)
    talk_let_go = Signal(int)
    end_asked = Signal(int)
    resized = Signal(int, int)

    def __init__(self, parent: QWidget, repaints: RepaintClock, ticks: MeterClock) -> None:
        super().__init__(parent)
        self._words = Words()
        self._tile = Tile(seat=1)
        self._single = False
        self._head = QWidget(self)
        self._row = QHBoxLayout(self._head)
        self._badge = Badge(self, 28)
        self._title = Label(self, ConsoleType.FOCUS, weight=Weight.TITLE)
        self._pill = HearingPill(self)
        self._lock = LockPill(self)
        self.talk = HoldButton(self, icon="microphone")
        self.listen = Button(self, icon="ear", cap="L")
        self.hold = Button(self, icon="player-pause", cap="H")
        self.end = Button(self)
        for piece in (self._badge, self._title, self._pill):
            self._row.addWidget(piece)
        self._row.addStretch(1)
        self._row.addWidget(self._lock)
        self._keys_at = self._row.count()
        self._row.addWidget(self.end)
        self.picture = Picture(self, repaints, ticks, large=True)
        self._facts = FocusFacts(self)
        self._papers = PapersToCome(self)
        self.talk.setObjectName("focus_talk")
        self.listen.setObjectName("focus_listen")
        self.hold.setObjectName("focus_hold")
        self.end.setObjectName("end_service")
        self.picture.video.setObjectName("focus_picture")
        self.picture.resized.connect(self.resized)
        self.talk.pushed.connect(self._talk_pushed)
        self.talk.let_go.connect(self._talk_let_go)
        self.talk.added.connect(self._talk_added)
        self.listen.clicked.connect(self._listen_clicked)
        self.hold.clicked.connect(self._hold_clicked)
        self.end.clicked.connect(self._end_clicked)
        self._facts.gain_wanted.connect(self.change_gain)
        self._keys = (self.talk, self.listen, self.hold)
        self._hang_keys()

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def change_gain(self, steps: int) -> None:
        """Louder (1) or quieter (-1) in the focused booth."""
        self.intend(SetGain(self._tile.seat, louder(self._tile.gain, steps)))

    def _talk_pushed(self) -> None:
        self.talk_pushed.emit(self._tile.seat)

    def _talk_let_go(self) -> None:
        self.talk_let_go.emit(self._tile.seat)

    def _talk_added(self) -> None:
        self.intend(AddTalk(self._tile.seat))

    def _listen_clicked(self) -> None:
        self.intend(ToggleListen(self._tile.seat))

    def _hold_clicked(self) -> None:
        self.intend(ToggleHold(self._tile.seat))

    def _end_clicked(self) -> None:
        self.end_asked.emit(self._tile.seat)

    def set_single(self, single: bool) -> None:
        """One booth only: its keys stand large under the face, since there is no strip."""
        if single != self._single:
            self._single = single
            self._hang_keys()
            self.arrange()
            self.update()

    def _hang_keys(self) -> None:
        for at, key in enumerate(self._keys):
            if self._single:
                self._row.removeWidget(key)
                key.setParent(self)
                key.show()
                key.set_step(ConsoleType.FOCUS)
            else:
                key.set_step(ConsoleType.LABEL)
                self._row.insertWidget(self._keys_at + at, key)

    def show_desk(self, snapshot: DeskSnapshot, tile: Tile, source: LatestFrame, meter: Meter) -> None:
        if tile.seat != self._tile.seat:
            self.talk.drop()
        if tile.talk != self._tile.talk:
            self.update()  # nothing else of it is painted here
        self._tile = tile
        self._badge.show_booth(tile.number)
        self._title.set_text(f"{self._words.booth(tile.number)} · {self._words.participant(tile)}")
        heard = tile.talk
        self._pill.show_hearing(self._hearing(tile, heard), heard)
        self._lock.setVisible(snapshot.focus_locked)
        self._lock.set_text(
            self.tr("Keputusan belum disimpan: fokus terkunci di Bilik {n}").format(n=tile.number)
        )
        self._show_keys(tile)
        self.picture.show_tile(tile, source, meter)
        self._facts.show_tile(tile)
        self._papers.show_tile(tile)
        self._row.activate()

    def _hearing(self, tile: Tile, heard: bool) -> str:
        if heard:
            return self.tr("Bilik {n} mendengar Anda").format(n=tile.number)
        return self.tr("Bilik {n} tidak mendengar Anda").format(n=tile.number)

    def _show_keys(self, tile: Tile) -> None:
        live = keys_live(tile)
        still = KEY if self._single else PLAIN
        for key in self._keys:
            key.setEnabled(live)
            # On a small screen the words make room for the line that says why the focus stays.
            key.set_short(self._lock.isVisibleTo(self) and not self._single)
        self.talk.set_cap(str(tile.seat))
        self.talk.show_as(
            self.tr("Bicara"),
            dress=TALKING if tile.talk else still,
            tip=self.tr("Klik kanan: tambah ke yang lain"),
        )
        if tile.listen_paused:
            self.listen.show_as(self.tr("Jeda"), icon="ear-off", dress=PAUSED)
        else:
            dress = LISTENING if tile.listen else still
            self.listen.show_as(self.tr("Dengar"), icon="ear", dress=dress)
        self.hold.show_as(self.tr("Tahan"), dress=HELD if tile.hold else still)
        self.end.show_as(self.tr("Akhiri layanan…"))
        self.end.setEnabled(tile.has_channel)

    def refit(self) -> None:
        space(self._row, self.scale, gap=Space.S)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Head, then the face as large as leaves room for the facts, and the papers in the rest."""
        px = self.px
        compact = self.scale.compact
        inset = px(10 if compact else Space.M) - px(self.form.stroke_state)
        head = px(44 if compact else 51)
        self._head.setGeometry(inset, 0, self.width() - 2 * inset, head)
        high = self.height() - head - inset
        keys = px(56) + px(Space.XS) if self._single else 0
        below = self._facts.needed_px() + 2 * px(Space.S) + keys
        least, most = px(LEAST_FACE), px(self.form.face_single)
        wide = min(max(least, (high - below) * 16 // 9), most)
        face = min(wide * 9 // 16, high - below)
        self._column = QRectF(inset, head, wide, high)
        self.picture.setGeometry(inset, head, wide, face)
        top = head + face
        if self._single:
            self._arrange_keys(inset, top + px(Space.XS), wide)
            top += keys
        facts_top = top + px(Space.XS)
        self._facts.setGeometry(inset + px(14), facts_top, wide - 2 * px(14), self._facts.needed_px())
        left = inset + wide + px(10 if compact else Space.M)
        self._papers.setGeometry(left, head, max(0, self.width() - inset - left), high)

    def _arrange_keys(self, left: int, top: int, wide: int) -> None:
        gap = self.px(Space.XS)
        each = (wide - 2 * gap) // 3
        for at, key in enumerate(self._keys):
            key.setFixedHeight(self.px(56))
            key.setGeometry(left + at * (each + gap), top, each, self.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = self.px(self.form.radius_panel)
        fill_panel(painter, self._column, radius, Console.B1)
        if self._single and self._tile.talk:
            stroke = self.px(self.form.stroke_state)
            painter.setPen(QPen(QColor(Console.TALK), stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            face = QRectF(self.picture.geometry()).adjusted(-1.5, -1.5, 1.5, 1.5)
            painter.drawRoundedRect(face, radius, radius)
        painter.end()
