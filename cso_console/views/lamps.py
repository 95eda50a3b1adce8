"""The three lamps: where my voice goes, whom I hear, who is next.

Responsible for: saying it in colour and words at once, from the snapshot alone; never animated, never
covered. Only the talk lamp is filled. Not for: the keys of the tiles. GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space, Weight
from cso_console.core.intents import CloseVoice, FocusNext, Intent
from cso_console.core.snapshot import AllCall, AudioMode, DeskSnapshot, NeedKind, Tile
from cso_console.views.buttons import ON_RED, Button, Dress
from cso_console.views.piece import Badge, Icon, Label, Piece, fill_panel, space
from cso_console.views.words import Words, clock

_MOST_BADGES: Final = 6
_NEED_ICONS: Final = {
    NeedKind.HELP: "hand-stop",
    NeedKind.CALLING: "phone-incoming",
    NeedKind.PERSON_DOUBT: "user-question",
    NeedKind.WAITING_LONG: "clock",
}
_NOTE_WIDTH: Final = 118
"""Two short lines."""
_MOST_WITH_NOTE: Final = 2
"""Badges that leave room for it."""
_NARROW: Final = 1700
_CAP: Final = Dress("", "", Console.T1)


class Lamp(Piece, QWidget):
    """One lamp: icon, badge, a small line over a large one, and what the kind of lamp adds on the right."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._ground = (Console.B1, Console.LINE)
        self._icon = Icon(self, 34)
        self._badge = Badge(self, 44)
        self._small = Label(self, ConsoleType.SECOND, weight=Weight.LABEL)
        self._large = Label(self, ConsoleType.LAMP, weight=Weight.TITLE)
        self._row = QHBoxLayout(self)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._badge)
        for label in (self._small, self._large):
            label.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
        self._row.addLayout(self._lines, 1)
        self._lines.addStretch()
        self._lines.addWidget(self._small)
        self._lines.addWidget(self._large)
        self._lines.addStretch()

    def refit(self) -> None:
        self._badge.set_side(self.form.badge_lamp)
        self._icon.set_size(self.form.icon_lamp)

    def show_lamp(self, icon: str, number: int, small: str, large: str, *, ink: str, small_ink: str) -> None:
        self._icon.show_icon(icon, ink)
        self._badge.show_booth(number)
        self._small.set_text(small, small_ink)
        self._large.set_text(large, ink)

    def set_narrow(self, narrow: bool) -> None:
        """On a narrow screen the large line is a step smaller, for a lamp must not cut its words."""
        self._large.set_step(ConsoleType.FOCUS if narrow else ConsoleType.LAMP)
        side, gap = (14, 10) if self.scale.compact else (16, Space.S) if narrow else (24, Space.M)
        space(self._row, self.scale, (side, 0, side, 0), gap)

    def set_ground(self, fill: str, edge: str) -> None:
        if (fill, edge) != self._ground:
            self._ground = (fill, edge)
            self.update()

    @property
    def ground(self) -> str:
        """The fill's colour."""
        return self._ground[0]

    def text(self) -> str:
        return self._large.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill, edge = self._ground
        rect = QRectF(self.rect())
        radius = self.px(self.form.radius_panel)
        fill_panel(painter, rect, radius, edge or fill)
        if edge:
            inset = self.px(2)
            fill_panel(painter, rect.adjusted(inset, inset, -inset, -inset), radius - inset, fill)
        painter.end()


class TalkLamp(Lamp):
    """Red and filled while my voice goes anywhere."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "lamp_talk")
        self._words = Words()
        right = Qt.AlignmentFlag.AlignRight
        self._scope = Label(self, ConsoleType.SECOND, Console.ON_TALK, weight=Weight.LABEL, align=right)
        self._since = Label(self, ConsoleType.SECOND, Console.ON_TALK, align=right)
        self._aside = QVBoxLayout()
        self._aside.setSpacing(0)
        self._aside.addStretch()
        self._aside.addWidget(self._scope, 0, right)
        self._aside.addWidget(self._since, 0, right)
        self._aside.addStretch()
        self._row.addLayout(self._aside)
        self.close_voice = Button(self, cap="Esc", dress=ON_RED, high=40)
        self.close_voice.setObjectName("close_voice")
        self.close_voice.clicked.connect(self.closed)
        self._row.addWidget(self.close_voice)

    def render_lamp(self, snapshot: DeskSnapshot) -> None:
        numbers = [tile.number for tile in snapshot.talking]
        everywhere = snapshot.all_call is AllCall.SPEAKING
        open_ = bool(numbers) or everywhere
        self.close_voice.show_as(self.tr("Tutup"))
        self.close_voice.setVisible(open_ and not everywhere)
        self._scope.setVisible(open_ and not self.scale.compact)
        self._since.setVisible(open_)
        if not open_:
            self.set_ground(Console.B1, Console.LINE)
            small, large = self.tr("Suara Anda"), self.tr("Tertutup. Tidak ada yang mendengar Anda.")
            self.show_lamp("microphone-off", 0, small, large, ink=Console.T1, small_ink=Console.T2)
            return
        self.set_ground(Console.TALK, "")
        single = numbers[0] if len(numbers) == 1 and not everywhere else 0
        large = self.tr("Semua bilik") if everywhere else self._all_of(numbers)
        small = self.tr("Suara Anda ke")
        ink = Console.ON_TALK
        self.show_lamp(
            "speakerphone" if everywhere else "microphone", single, small, large, ink=ink, small_ink=ink
        )
        self._scope.set_text(self._scope_of(numbers, everywhere))
        self._since.set_text(clock(snapshot.all_call_s if everywhere else snapshot.talk_s))

    def _all_of(self, numbers: list[int]) -> str:
        if len(numbers) == 1:
            return self._words.booth(numbers[0])
        listed = ", ".join(str(number) for number in numbers[:-1])
        return self.tr("Bilik {some} dan {last}").format(some=listed, last=numbers[-1])

    def _scope_of(self, numbers: list[int], everywhere: bool) -> str:
        if everywhere:
            return self.tr("Pengumuman")
        return (
            self.tr("Hanya bilik ini") if len(numbers) == 1 else self.tr("{n} bilik").format(n=len(numbers))
        )


class ListenLamp(Lamp):
    """Green edged while I hear somebody."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "lamp_listen")
        self._words = Words()
        self._heard = [Badge(self, 32) for _ in range(_MOST_BADGES)]
        self._badges = QHBoxLayout()
        for badge in self._heard:
            self._badges.addWidget(badge)
        self._row.addLayout(self._badges)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._note = Label(self, ConsoleType.SECOND, align=middle, wrap=True)
        self._row.addWidget(self._note)

    def refit(self) -> None:
        super().refit()
        self._badges.setSpacing(self.px(Space.XS))
        self._note.setFixedWidth(self.px(_NOTE_WIDTH))

    def render_lamp(self, snapshot: DeskSnapshot) -> None:
        heard = snapshot.listening
        small = self.tr("Anda mendengar")
        if heard:
            self.set_ground(Console.LISTEN_TINT, Console.LISTEN_EDGE)
            large = self._words.booths([tile.number for tile in heard])
            self.show_lamp("ear", 0, small, large, ink=Console.LISTEN, small_ink=Console.T1)
        else:
            self.set_ground(Console.B1, Console.LINE)
            self.show_lamp("ear-off", 0, small, self.tr("Tidak ada"), ink=Console.T1, small_ink=Console.T2)
        self._show_badges(heard)
        crowded = self.scale.compact or len(heard) > _MOST_WITH_NOTE
        note = "" if crowded else self._note_for(snapshot, heard)
        self._note.set_text(note)
        self._note.setVisible(bool(note))

    def _show_badges(self, heard: tuple[Tile, ...]) -> None:
        numbers = [tile.number for tile in heard] + [0] * _MOST_BADGES
        for badge, number in zip(self._heard, numbers, strict=False):
            badge.show_booth(number)

    def _note_for(self, snapshot: DeskSnapshot, heard: tuple[Tile, ...]) -> str:
        """Why the others are silent, where speaker mode is the reason."""
        if paused := len(snapshot.paused):
            return self.tr("{n} dijeda selama bicara").format(n=paused)
        others = sum(tile.has_channel for tile in snapshot.tiles) - len(heard)
        speaking = bool(snapshot.talking) and snapshot.mode is AudioMode.SPEAKER
        if speaking and heard and others:
            return self.tr("{n} lain diam: speaker").format(n=others)
        return ""


class NextLamp(Lamp):
    """Amber edged while somebody needs me; a click anywhere on it is ``N``."""

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "lamp_next")
        self._words = Words()
        self._busy = False
        self._time = Label(self, ConsoleType.LAMP, Console.NEXT, weight=Weight.TITLE)
        self._row.addWidget(self._time)
        self.next_button = Button(self, cap="N", dress=_CAP, high=28)
        self.next_button.setObjectName("next_button")
        self.next_button.clicked.connect(self.asked)
        self._row.addWidget(self.next_button)

    def set_narrow(self, narrow: bool) -> None:
        super().set_narrow(narrow)
        self._time.set_step(ConsoleType.FOCUS if narrow else ConsoleType.LAMP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._busy and event.button() == Qt.MouseButton.LeftButton:
            self.asked.emit()

    def render_lamp(self, snapshot: DeskSnapshot) -> None:
        need = snapshot.need
        self._busy = need is not None
        self._time.setVisible(self._busy)
        self.next_button.setVisible(self._busy)
        cursor = Qt.CursorShape.PointingHandCursor if self._busy else Qt.CursorShape.ArrowCursor
        self.setCursor(cursor)
        if need is None:
            self.set_ground(Console.B1, Console.LINE)
            waiting = len(snapshot.waiting)
            if waiting:
                large = self.tr("{n} orang di antrean").format(n=waiting)
            else:
                large = self.tr("Tidak ada yang menunggu Anda")
            icon = "users" if waiting else "check"
            self.show_lamp(icon, 0, self.tr("Berikutnya"), large, ink=Console.T1, small_ink=Console.T2)
            return
        self.set_ground(Console.NEXT_TINT, Console.NEXT_EDGE)
        held = any(tile.hold for tile in snapshot.tiles if tile.seat == need.seat)
        small = self.tr("Berikutnya · Bilik {n}").format(n=need.number)
        large = self._words.need(need.kind, held=held, short=self.scale.compact)
        icon = "player-pause" if held and need.kind is NeedKind.WAITING_LONG else _NEED_ICONS[need.kind]
        self.show_lamp(icon, need.number, small, large, ink=Console.NEXT, small_ink=Console.T1)
        self._time.set_text(clock(need.waited_s))


class Lamps(Piece, QWidget):
    """The row of three, 2 : 1.15 : 1.15.

    Signals:
        intended(object): one ``Intent``.
    """

    intended = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.talk = TalkLamp(self)
        self.listen = ListenLamp(self)
        self.next = NextLamp(self)
        self.talk.closed.connect(self._close)
        self.next.asked.connect(self._ask_next)

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _close(self) -> None:
        self.intend(CloseVoice())

    def _ask_next(self) -> None:
        self.intend(FocusNext())

    def show_desk(self, snapshot: DeskSnapshot, *, dialog_open: bool) -> None:
        """``dialog_open``: Esc belongs to the dialog for now, so the lamp does not claim it."""
        self.talk.render_lamp(snapshot)
        self.talk.close_voice.dim_cap(dialog_open)
        self.listen.render_lamp(snapshot)
        self.next.render_lamp(snapshot)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        gap = self.px(self.form.gap)
        room = self.width() - 2 * gap
        shares = self.form.lamp_shares
        narrow = self.width() < self.px(_NARROW)
        left = 0
        for lamp, share in zip((self.talk, self.listen, self.next), shares, strict=True):
            wide = round(room * share / sum(shares))
            lamp.setGeometry(left, 0, wide if lamp is not self.next else self.width() - left, self.height())
            lamp.set_narrow(narrow)
            left += wide + gap
