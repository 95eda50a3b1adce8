"""The line above the lamps: branch, queue, pause, audio mode, own level, all-call, officer, time of day.

Responsible for: what belongs to the desk as a whole. Not for: any one booth. GUI thread only.
"""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QSpacerItem, QWidget

from channel.qt.theme import Console, ConsoleType, Space, Type, Weight, font
from channel.runtime.meters import Meter
from cso_console.core.snapshot import AudioMode, DeskSnapshot
from cso_console.views.buttons import PRIMARY, QUIET, Button, Switch
from cso_console.views.meter import MeterClock, OwnMeter
from cso_console.views.piece import Icon, Label, Piece, space
from cso_console.views.words import Words, clock

_SMALL: Final = Type(ConsoleType.SECOND.size_px, ConsoleType.SECOND.line_px, Weight.LABEL)


class Mark(Piece, QWidget):
    """The product's mark: an open booth."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.refit()

    def refit(self) -> None:
        self.setFixedSize(QSize(self.px(20), self.px(22)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = self.px(4)
        painter.setPen(QPen(QColor(Console.T1), stroke, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        box = QRectF(self.rect()).adjusted(stroke / 2 + 1, stroke / 2 + 1, -stroke / 2 - 1, -stroke / 2)
        path = QPainterPath(box.bottomLeft())
        path.lineTo(box.left(), box.top() + box.width() / 2)
        path.arcTo(QRectF(box.left(), box.top(), box.width(), box.width()), 180, -180)
        path.lineTo(box.bottomRight())
        painter.drawPath(path)
        painter.end()


class Half(Button):
    """One half of the mode: chosen is white."""

    def show_choice(self, text: str, chosen: bool, tip: str) -> None:
        self.show_as(text, dress=PRIMARY if chosen else QUIET, tip=tip)


class ModeSwitch(Piece, QWidget):
    """Speaker or headset.

    Signals:
        chosen(object): an ``AudioMode``; it is the window that asks before headset.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._speaker = Half(self, icon="device-speaker", high=30, step=_SMALL)
        self._headset = Half(self, icon="headphones", high=30, step=_SMALL)
        self._speaker.setObjectName("mode_speaker")
        self._headset.setObjectName("mode_headset")
        self._row.addWidget(self._speaker)
        self._row.addWidget(self._headset)
        self._speaker.clicked.connect(self._speaker_clicked)
        self._headset.clicked.connect(self._headset_clicked)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _speaker_clicked(self) -> None:
        self.chosen.emit(AudioMode.SPEAKER)

    def _headset_clicked(self) -> None:
        self.chosen.emit(AudioMode.HEADSET)

    def refit(self) -> None:
        self._row.setContentsMargins(1, 1, 1, 1)
        self._row.setSpacing(0)

    def show_mode(self, mode: AudioMode) -> None:
        self._speaker.show_choice(
            self.tr("Speaker"),
            mode is AudioMode.SPEAKER,
            self.tr("Aman: saat Anda bicara ke satu bilik, bilik lain tidak terdengar"),
        )
        self._headset.show_choice(
            self.tr("Headset"),
            mode is AudioMode.HEADSET,
            self.tr("Bilik lain tetap terdengar, kiri ke kanan"),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(Console.EDGE))
        radius = self.px(self.form.radius_key) + 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        painter.end()


class BarButton(Piece, QAbstractButton):
    """A button of the bar that shows more than a word: a row of pieces, with a ground under the pointer."""

    gap = Space.XS

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def refit(self) -> None:
        space(self._row, self.scale, (8, 0, 8, 0), self.gap)
        self.setFixedHeight(self.px(34))

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.px(self.form.radius_key)
        if self.underMouse() or self.hasFocus():
            painter.setPen(QPen(QColor(Console.T1), self.px(2)) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(Console.B2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
        painter.end()


class QueueButton(BarButton):
    """``Antrean 4  terlama 06:12``; opens the queue."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "queue_button")
        self._icon = Icon(self, 18, "users", Console.T1)
        self._count = Label(self, ConsoleType.LABEL)
        self._longest = Label(self, ConsoleType.BASE, Console.T2)
        for piece in (self._icon, self._count, self._longest):
            self._row.addWidget(piece)

    def show_queue(self, count: str, longest: str, tip: str) -> None:
        self._count.set_text(count)
        self._longest.set_text(longest)
        self._longest.setVisible(bool(longest))
        self.setAccessibleName(count)
        self.setToolTip(tip)


class UndecidedButton(BarButton):
    """``Berkas terbuka 2``; opens the list of what was left undecided. It asks for nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, "undecided_button")
        self._icon = Icon(self, 18, "folder")
        self._text = Label(self, ConsoleType.BASE)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._text)

    def show_undecided(self, count: int, text: str, tip: str) -> None:
        """On a small screen the number alone."""
        ink = Console.T1 if count else Console.T2
        self._icon.show_icon("folder", ink)
        self._text.set_text(str(count) if self.scale.compact else text, ink)
        self.setAccessibleName(text)
        self.setToolTip(tip)


class DeviceButton(BarButton):
    """The own microphone: its level, or that it is missing; opens the choice of devices."""

    gap = Space.S

    def __init__(self, parent: QWidget, meter: Meter, ticks: MeterClock) -> None:
        super().__init__(parent, "devices_button")
        self._icon = Icon(self, 18, "microphone", Console.T2)
        self._level = OwnMeter(self, meter)
        ticks.add(self._level)
        self._row.addWidget(self._icon)
        self._row.addWidget(self._level)

    def show_devices(self, ok: bool, tip: str) -> None:
        self._icon.show_icon("microphone" if ok else "alert-triangle", Console.T2 if ok else Console.T1)
        self.setToolTip(tip)
        self.setAccessibleName(tip)


class Initials(Piece, QWidget):
    """The officer as a disc with two letters: this program has no portraits."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._letters = ""
        self.refit()

    def refit(self) -> None:
        self.setFixedSize(QSize(self.px(28), self.px(28)))

    def show_name(self, name: str) -> None:
        words = name.split()
        letters = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()
        if letters != self._letters:
            self._letters = letters
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Console.B3))
        painter.drawEllipse(self.rect())
        painter.setPen(QColor(Console.T1))
        painter.setFont(font(ConsoleType.KEY_CAP, self.scale))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)
        painter.end()


class TopBar(Piece, QWidget):
    """Signals:
    queue_asked, undecided_asked, devices_asked, all_call_asked: the officer wants to see or start it.
    accepting_wanted(bool): the switch was touched.
    mode_wanted(object): an ``AudioMode`` was touched.
    """

    queue_asked = Signal()
    undecided_asked = Signal()
    devices_asked = Signal()
    all_call_asked = Signal()
    accepting_wanted = Signal(bool)
    mode_wanted = Signal(object)

    def __init__(self, parent: QWidget, meter: Meter, ticks: MeterClock) -> None:
        super().__init__(parent)
        self._words = Words()
        self._row = QHBoxLayout(self)
        self._name = Label(self, ConsoleType.LABEL, weight=Weight.TITLE)
        self._branch = Label(self, ConsoleType.BASE, Console.T3, elide=True)
        self._queue = QueueButton(self)
        self._undecided = UndecidedButton(self)
        self._accept = Switch(self)
        self._accept.setObjectName("accept_switch")
        self._mode = ModeSwitch(self)
        self._devices = DeviceButton(self, meter, ticks)
        self._all_call = Button(self, icon="speakerphone", high=30, step=_SMALL)
        self._all_call.setObjectName("all_call_button")
        self._initials = Initials(self)
        self._officer = Label(self, ConsoleType.BASE, elide=True)
        self._hour = Label(self, ConsoleType.LABEL)
        self._row.addWidget(Mark(self))
        self._row.addWidget(self._name)
        self._row.addWidget(self._branch)
        self._row.addStretch(1)
        self._gaps = [QSpacerItem(0, 0) for _ in range(6)]
        groups = (self._queue, self._undecided, self._accept, self._mode, self._devices, self._all_call)
        for piece, gap in zip(groups, self._gaps, strict=True):
            self._row.addWidget(piece)
            self._row.addSpacerItem(gap)
        for owner in (self._initials, self._officer, self._hour):
            self._row.addWidget(owner)
        self._queue.clicked.connect(self.queue_asked)
        self._undecided.clicked.connect(self.undecided_asked)
        self._accept.clicked.connect(self._accept_clicked)
        self._mode.chosen.connect(self.mode_wanted)
        self._devices.clicked.connect(self.devices_asked)
        self._all_call.clicked.connect(self.all_call_asked)
        clock_timer = QTimer(self)
        clock_timer.timeout.connect(self._show_hour)
        clock_timer.start(1000)

    def _accept_clicked(self) -> None:
        self.accepting_wanted.emit(not self._accept.on)

    def _show_hour(self) -> None:
        self._hour.set_text(self._words.hour(time.time()))

    def refit(self) -> None:
        side = self.form.margin
        space(self._row, self.scale, (side, 0, side, 0), Space.S if not self.scale.compact else 6)
        between = self.px(Space.S if not self.scale.compact else 2)
        for gap in self._gaps:
            gap.changeSize(between, 0)

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        self._name.set_text("Bilik")
        self._branch.set_text(snapshot.branch)
        self._show_queue(snapshot)
        left = len(snapshot.undecided)
        open_cases = self.tr("Berkas terbuka {n}").format(n=left)
        self._undecided.show_undecided(left, open_cases, self.tr("Berkas yang belum diputuskan (K)"))
        self._accept.show_as(
            self.tr("Terima peserta"),
            snapshot.accepting,
            self.tr("Bila mati, peserta baru tidak masuk sendiri"),
        )
        self._mode.show_mode(snapshot.mode)
        devices = snapshot.devices
        problem = devices.microphone_problem or devices.speaker_problem or devices.camera_problem
        self._devices.show_devices(not problem, problem or self.tr("Mikrofon, speaker, dan kamera"))
        self._all_call.show_as(self.tr("Bicara ke semua…"))
        self._all_call.setEnabled(any(tile.has_channel for tile in snapshot.tiles))
        self._initials.show_name(snapshot.officer_name)
        self._officer.set_text(snapshot.officer_name)
        self._show_hour()

    def _show_queue(self, snapshot: DeskSnapshot) -> None:
        waiting = snapshot.waiting
        longest = max((row.waited_s for row in waiting), default=0.0)
        self._queue.show_queue(
            self.tr("Antrean {n}").format(n=len(waiting)),
            self.tr("terlama {time}").format(time=clock(longest)) if waiting else "",
            self.tr("Lihat antrean (Q)"),
        )
