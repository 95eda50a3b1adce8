"""One seat of the strip: head, picture, name, keys.

Responsible for: the twelve looks of a seat (and of one that nobody uses), its talk, listen and hold keys. Not
for: what the keys do, nor for the outline that ties the focused tile to its panel (``stage``). GUI thread
only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Console, ConsoleType, Space, Weight
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from channel.wire.ids import VisitId
from cso_console.core.intents import (
    AddTalk,
    FocusSeat,
    Intent,
    PickWaiting,
    ToggleHold,
    ToggleListen,
)
from cso_console.core.snapshot import DeskSnapshot, Tile, TileState
from cso_console.views.buttons import HELD, KEY, LISTENING, PAUSED, TALKING, Button, HoldButton
from cso_console.views.meter import LinkBars, MeterClock
from cso_console.views.picture import Picture
from cso_console.views.piece import Badge, Icon, Label, Piece, fill_panel
from cso_console.views.words import DOUBT_ICON, STATE_ICONS, Words, clock

DEAD_STATES: Final = (TileState.DISCONNECTED, TileState.FAULT, TileState.OFFLINE)
"""Nothing can be asked of these booths: their keys are dead."""
_WIDE: Final = 280
"""Less has no room for the longest word in the head."""
_OUTLINED: Final = (TileState.FREE, TileState.CLEANING, TileState.FAULT)


def keys_live(tile: Tile) -> bool:
    return tile.has_channel and tile.state not in DEAD_STATES


class TileView(Piece, QWidget):
    """A tile of the strip.

    Signals:
        intended(object): one ``Intent``.
        talk_pushed(int), talk_let_go(int): the seat's talk key by mouse.
    """

    intended = Signal(object)
    talk_pushed = Signal(int)
    talk_let_go = Signal(int)

    def __init__(self, parent: QWidget, seat: int, repaints: RepaintClock, ticks: MeterClock) -> None:
        super().__init__(parent)
        self.seat = seat
        self.setObjectName(f"tile_{seat}")
        self._words = Words()
        self._tile = Tile(seat=seat)
        self._focused = False
        self._low = False
        self._visit: VisitId | None = None
        self._badge = Badge(self, 24)
        self._icon = Icon(self, 18)
        self._word = Label(self, ConsoleType.LABEL, elide=True)
        self._time = Label(self, ConsoleType.LABEL, align=Qt.AlignmentFlag.AlignRight)
        self.picture = Picture(self, repaints, ticks)
        self.picture.video.setObjectName(f"tile_picture_{seat}")
        self._name = Label(self, ConsoleType.SECOND, weight=Weight.LABEL, elide=True)
        self._step = Label(
            self, ConsoleType.SECOND, Console.T2, elide=True, align=Qt.AlignmentFlag.AlignRight
        )
        self._link = LinkBars(self)
        self.talk = HoldButton(self, icon="microphone", cap=str(seat), dress=KEY, short=True)
        self.listen = Button(self, icon="ear", dress=KEY, short=True)
        self.hold = Button(self, icon="player-pause", dress=KEY)
        self._pick = Button(self, icon="user-plus")
        self.talk.setObjectName(f"talk_{seat}")
        self.listen.setObjectName(f"listen_{seat}")
        self.hold.setObjectName(f"hold_{seat}")
        self._pick.setObjectName(f"pick_{seat}")
        self.talk.pushed.connect(self._talk_pushed)
        self.talk.let_go.connect(self._talk_let_go)
        self.talk.added.connect(self._talk_added)
        self.listen.clicked.connect(self._listen_clicked)
        self.hold.clicked.connect(self._hold_clicked)
        self._pick.clicked.connect(self._pick_clicked)

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _talk_pushed(self) -> None:
        self.talk_pushed.emit(self.seat)

    def _talk_let_go(self) -> None:
        self.talk_let_go.emit(self.seat)

    def _talk_added(self) -> None:
        self.intend(AddTalk(self.seat))

    def _listen_clicked(self) -> None:
        self.intend(ToggleListen(self.seat))

    def _hold_clicked(self) -> None:
        self.intend(ToggleHold(self.seat))

    def _pick_clicked(self) -> None:
        if self._visit is not None:
            self.intend(PickWaiting(self._visit))

    def set_low(self, low: bool) -> None:
        """Picture, name and keys beside each other: the room belongs to papers that are compared."""
        self._low = low
        self.picture.set_low(low)
        self._step.set_align(Qt.AlignmentFlag.AlignLeft if low else Qt.AlignmentFlag.AlignRight)
        for key in (self.talk, self.listen):
            key.set_bare(low)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self._tile.has_channel:
            self.intend(FocusSeat(self.seat))

    def show_tile(self, tile: Tile, snapshot: DeskSnapshot, source: LatestFrame, meter: Meter) -> None:
        """Show the seat as ``tile`` says; the rest of the snapshot lends the times of talk and queue."""
        before = self._ground()
        self._tile, self._focused = tile, snapshot.focus == tile.seat
        if self._ground() != before:
            self.update()
        self.setCursor(Qt.CursorShape.PointingHandCursor if tile.has_channel else Qt.CursorShape.ArrowCursor)
        self._show_head(tile, snapshot)
        self.picture.setVisible(tile.number > 0)
        self.picture.show_tile(tile, source, meter)
        self._show_name(tile)
        self._show_keys(tile)
        self._show_pick(tile, snapshot)
        self.arrange()

    def head_colour(self) -> str:
        """Red where my voice goes, amber for the one that is next, none otherwise."""
        if self._tile.state is TileState.TALK:
            return Console.TALK
        return Console.NEXT if self._tile.next else ""

    def _head_ink(self, tile: Tile) -> str:
        match self.head_colour():
            case Console.TALK:
                return Console.ON_TALK
            case Console.NEXT:
                return Console.ON_NEXT
        if tile.state is TileState.HELP or self._in_doubt(tile):
            return Console.NEXT
        return Console.T1 if tile.has_channel else Console.T2

    @staticmethod
    def _in_doubt(tile: Tile) -> bool:
        """Whether the head asks for it: my voice, a call for help and a dead link come first."""
        return tile.person_doubt and tile.state not in (TileState.TALK, TileState.HELP, *DEAD_STATES)

    def _head_words(self, tile: Tile) -> tuple[str, str]:
        """(icon, word)."""
        short = self.scale.compact
        if self._in_doubt(tile):
            return DOUBT_ICON, self._words.doubt(short=short or self.width() < self.px(_WIDE))
        if tile.state is TileState.SERVED:
            return self._words.doing(tile, short=short)
        return STATE_ICONS[tile.state], self._words.state(tile.state, short=short)

    def _show_head(self, tile: Tile, snapshot: DeskSnapshot) -> None:
        ink = self._head_ink(tile)
        used = tile.number > 0
        self._badge.show_booth(
            tile.number,
            outline=tile.state in _OUTLINED,
            dashed=tile.state is TileState.OFFLINE,
            on_light=bool(self.head_colour()),
        )
        icon, word = self._head_words(tile) if used else ("", "")
        self._icon.show_icon(icon, ink)
        self._word.set_text(word, ink)
        self._time.set_text(self._head_time(tile, snapshot), ink)
        spoken = f"{self._words.booth(tile.number)}: {word}" if used else ""
        if spoken != self.accessibleName():
            self.setAccessibleName(spoken)

    def _head_time(self, tile: Tile, snapshot: DeskSnapshot) -> str:
        if tile.state is TileState.FAULT:
            return self._words.hour(tile.fault_at) if tile.fault_at else ""
        if tile.state in (TileState.WAITING, TileState.HELP) and not tile.has_channel:
            waited = [row.waited_s for row in snapshot.waiting if row.number == tile.number]
            return clock(waited[0]) if waited else ""
        if not tile.has_channel:
            return ""
        if tile.state is TileState.DISCONNECTED:
            return clock(tile.lost_s)
        need = snapshot.need
        if self._in_doubt(tile) and need is not None and need.seat == tile.seat:
            return clock(need.waited_s)
        if tile.state is TileState.TALK:
            return clock(snapshot.talk_s)
        return clock(tile.help_s if tile.state is TileState.HELP else tile.addressed_s)

    def _show_name(self, tile: Tile) -> None:
        faulty = tile.state is TileState.FAULT
        name = (
            self._words.code(tile) if faulty else (self._words.participant(tile) if tile.has_channel else "")
        )
        lost = tile.state is TileState.DISCONNECTED
        self._name.set_text(name, Console.T2 if lost else Console.T1)
        known = tile.has_channel and not faulty
        step = "" if lost or not known else self._words.step(tile.step)
        self._step.set_text((self._words.claim(tile) if known else "") or step)
        self._link.show_level(tile.quality.level)

    def _show_keys(self, tile: Tile) -> None:
        live = keys_live(tile)
        for key in (self.talk, self.listen, self.hold):
            key.setVisible(tile.has_channel)
            key.setEnabled(live)
        self.talk.show_as(
            self.tr("Bicara"),
            dress=TALKING if tile.talk else KEY,
            tip=self.tr("Bicara ke Bilik {n} (tombol {key}) · klik kanan: tambah").format(
                n=tile.number, key=tile.seat
            ),
        )
        tip = self.tr("Dengar Bilik {n} (L bila fokus)").format(n=tile.number)
        if tile.listen_paused:
            self.listen.show_as(self.tr("Jeda"), icon="ear-off", dress=PAUSED, tip=tip)
        else:
            dress = LISTENING if tile.listen else KEY
            self.listen.show_as(self.tr("Dengar"), icon="ear", dress=dress, tip=tip)
        tip = self.tr("Tahan Bilik {n} (H bila fokus)").format(n=tile.number)
        self.hold.show_as("", dress=HELD if tile.hold else KEY, tip=tip)
        self.hold.setAccessibleName(self.tr("Tahan"))

    def _show_pick(self, tile: Tile, snapshot: DeskSnapshot) -> None:
        visits = [row.visit for row in snapshot.waiting if row.number == tile.number]
        self._visit = visits[0] if visits and not tile.has_channel else None
        self._pick.show_as(self.tr("Layani sekarang"))
        self._pick.setVisible(self._visit is not None)
        full = sum(other.has_channel for other in snapshot.tiles) >= snapshot.capacity
        self._pick.setEnabled(not full)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        form, px = self.form, self.px
        frame = px(form.stroke_state)
        wide = self.width() - 2 * frame
        head = px(form.tile_head)
        self._arrange_head(frame, wide, head)
        if self._low:
            self._arrange_low(frame, frame + head)
            return
        picture = round(wide * 9 / 16)
        bottom = self.height() - frame
        room = bottom - head - frame - px(form.tile_name) - px(form.tile_keys)
        self.picture.setGeometry(frame, frame + head, wide, max(1, min(picture, room)))
        top = self.picture.geometry().bottom() + 1
        self._arrange_name(frame, wide, top, px(form.tile_name))
        self._arrange_keys(frame, wide, bottom)

    def _arrange_head(self, frame: int, wide: int, head: int) -> None:
        left = frame + self.px(Space.XS)
        middle = frame + head // 2
        for piece in (self._badge, self._icon):
            if not piece.isHidden():
                piece.move(left, middle - piece.height() // 2)
                left += piece.width() + self.px(Space.XS)
        right = frame + wide - self.px(Space.XS)
        needed = self._time.needed_px()
        self._time.setGeometry(right - needed, frame, needed, head)
        self._word.setGeometry(left, frame, max(0, right - needed - self.px(Space.XXS) - left), head)

    def _arrange_low(self, frame: int, top: int) -> None:
        """The picture on the left, name, claim and keys beside it."""
        px = self.px
        inset = px(Space.XXS)
        top += inset
        high = self.height() - frame - inset - top
        picture = min(round(high * 16 / 9), (self.width() - 2 * frame) * 44 // 100)
        self.picture.setGeometry(frame + inset, top, picture, high)
        left = frame + inset + picture + px(Space.XS)
        right = self.width() - frame - px(Space.XXS)
        line = px(ConsoleType.SECOND.line_px)
        for at, piece in enumerate((self._name, self._step)):
            piece.setVisible(bool(self._name.text()))
            piece.setGeometry(left, top + at * line, right - left, line)
        self._link.hide()
        self._arrange_keys(left - inset, right + inset - (left - inset), self.height() - frame)

    def _arrange_name(self, frame: int, wide: int, top: int, high: int) -> None:
        shown = high > 0
        name_shown = shown and bool(self._name.text())
        for piece in (self._name, self._step):
            piece.setVisible(name_shown)
        has_link = name_shown and self._tile.has_channel
        self._link.setVisible(has_link)
        left, right = frame + self.px(Space.XS), frame + wide - self.px(Space.XS)
        if has_link:
            right -= self._link.width()
            self._link.move(right, top + (high - self._link.height()) // 2)
            right -= self.px(Space.XS)
        name = min(self._name.needed_px(), right - left)
        self._name.setGeometry(left, top, name + 1, high)
        beside = left + name + self.px(Space.XS)
        self._step.setGeometry(beside, top, max(0, right - beside), high)

    def _arrange_keys(self, frame: int, wide: int, bottom: int) -> None:
        gap, inset = self.px(Space.XXS), self.px(Space.XXS)
        high = self.px(self.form.key)
        top = bottom - inset - high
        for key in (self.talk, self.listen, self.hold, self._pick):
            key.setFixedHeight(high)
        left, right = frame + inset, frame + wide - inset
        hold = (right - left - 2 * gap) // 3 if self._low else self.px(36)
        half = (right - left - hold - 2 * gap) // 2
        talk = max(half, self.talk.needed_px() + 2 * gap)
        self.talk.setGeometry(left, top, talk, high)
        self.listen.setGeometry(left + talk + gap, top, right - hold - gap - (left + talk + gap), high)
        self.hold.setGeometry(right - hold, top, hold, high)
        self._pick.setGeometry(left, top, right - left, high)

    def _ground(self) -> tuple[bool, bool, str]:
        """All that is painted here and not by the parts: used, focused, the head's colour."""
        return self._tile.number > 0, self._focused, self.head_colour()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(self.rect())
        radius = self.px(self.form.radius_panel)
        used, focused, colour = self._ground()
        if not used:
            fill_panel(painter, rect, radius, "", Console.LINE)
        elif not focused:
            fill_panel(painter, rect, radius, Console.B1)
        if colour:
            self._paint_head(painter, rect, radius, colour)
        painter.end()

    def _paint_head(self, painter: QPainter, rect: QRectF, radius: int, colour: str) -> None:
        stroke = self.px(self.form.stroke_state)
        outline = QPainterPath()
        # The focused tile has its booth's outline already, and keeps only the head.
        inset = stroke if self._focused else 0
        outline.addRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius - inset, radius - inset)
        head = QRect(0, 0, self.width(), stroke + self.px(self.form.tile_head))
        painter.save()
        painter.setClipRect(head)
        painter.fillPath(outline, QColor(colour))
        painter.restore()
        if not self._focused:
            half = stroke / 2
            painter.setPen(QPen(QColor(colour), stroke))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius - half, radius - half)
