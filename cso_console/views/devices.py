"""Microphone, speaker and camera of the desk: choose, hear a test, read what is wrong.

Responsible for: the choice. Not for: finding devices. Rows are kept and reused. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space, Weight, font
from channel.runtime.meters import Meter
from cso_console.core.intents import ChooseCamera, ChooseMicrophone, ChooseSpeaker, Intent, TestSound
from cso_console.core.snapshot import DeskSnapshot
from cso_console.views.buttons import Button
from cso_console.views.meter import MeterClock, OwnMeter
from cso_console.views.overlay import WIDE, Dialog
from cso_console.views.piece import Icon, Label, Piece, fill_panel, rescale_all, space
from cso_console.views.row_list import Scroll

_PAD: Final = 12


class Choice(Piece, QAbstractButton):
    """A device that can be chosen; long names are cut and told whole by the tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = ""
        self._chosen = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def refit(self) -> None:
        self.setFixedHeight(self.px(40))

    def show_choice(self, spec: str, name: str, chosen: bool) -> None:
        self.spec = spec
        if name != self.text():
            self.setText(name)
            self.setToolTip(name)
            self.setAccessibleName(name)
        if chosen != self._chosen:
            self._chosen = chosen
            self.update()

    @property
    def chosen(self) -> bool:
        return self._chosen

    def sizeHint(self) -> QSize:
        return QSize(self.px(160), self.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        radius = self.px(self.form.radius_key)
        if self._chosen or self.underMouse():
            fill_panel(painter, rect, radius, Console.B3)
        if self.hasFocus():
            painter.setPen(QPen(QColor(Console.T1), self.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius)
        side = self.px(self.form.icon)
        ink = Console.T1 if self._chosen else Console.T2
        left = self.px(_PAD)
        self._paint_ring(painter, QRectF(left, (self.height() - side) / 2, side, side), ink)
        face = font(ConsoleType.BASE, self.scale)
        painter.setFont(face)
        painter.setPen(QColor(ink))
        words = self.rect().adjusted(left + side + self.px(Space.XS), 0, -self.px(_PAD), 0)
        text = QFontMetricsF(face).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _paint_ring(self, painter: QPainter, ring: QRectF, ink: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(ink), self.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            dot = ring.width() / 2
            painter.drawEllipse(QRectF(ring.center().x() - dot / 2, ring.center().y() - dot / 2, dot, dot))


class DeviceColumn(Piece, QWidget):
    """One kind of device: its state in a sentence and its choices. Signal ``chosen(str)``: a spec."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget, icon: str) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._title = Label(self, ConsoleType.LABEL, weight=Weight.TITLE)
        self._mark = Icon(self, 18)
        self._head.addWidget(Icon(self, 18, icon, Console.T1))
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._mark)
        self._state = Label(self, ConsoleType.SECOND, Console.T2, wrap=True)
        self._list = QWidget(self)
        self._choices_column = QVBoxLayout(self._list)
        self._choices_column.setContentsMargins(0, 0, 0, 0)
        self._choices_column.setSpacing(2)
        self._choices_column.addStretch(1)
        self._choices: list[Choice] = []
        self._column.addLayout(self._head)
        self._column.addWidget(self._state)
        self._column.addWidget(Scroll(self, self._list), 1)

    def add(self, widget: QWidget) -> None:
        """A meter or a button under the state."""
        self._column.insertWidget(2, widget)

    def refit(self) -> None:
        space(self._column, self.scale, (16, 14, 16, 14), Space.XS)
        space(self._head, self.scale, gap=Space.XS)

    def show_devices(
        self, title: str, current: str, ok: bool, problem: str, choices: tuple[tuple[str, str], ...]
    ) -> None:
        self._title.set_text(title)
        self._mark.show_icon("check" if ok else "alert-triangle" if problem else "", Console.T1)
        state = self.tr("Bekerja") if ok else self.tr("Sedang dimulai…")
        if problem:
            state = "\n".join((self.tr("Tidak bekerja. Tersambung sendiri bila kembali."), problem))
        self._state.set_text(state, Console.T1 if problem else Console.T2)
        while len(self._choices) < len(choices):
            choice = Choice(self._list)
            rescale_all(choice, self.scale)
            choice.clicked.connect(self._forward(choice))
            self._choices_column.insertWidget(len(self._choices), choice)
            self._choices.append(choice)
        for at, choice in enumerate(self._choices):
            choice.setVisible(at < len(choices))
            if at < len(choices):
                spec, name = choices[at]
                choice.show_choice(spec, name, current in (spec, name))

    def _forward(self, choice: Choice) -> Callable[[], None]:
        def forward() -> None:
            self.chosen.emit(choice.spec)

        return forward

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, QRectF(self.rect()), self.px(self.form.radius_panel), Console.B1)
        painter.end()


class DevicesDialog(Dialog):
    """Signal ``intended(object)``: one ``Intent``."""

    intended = Signal(object)

    def __init__(self, parent: QWidget, meter: Meter, ticks: MeterClock) -> None:
        super().__init__(parent, icon="settings", width=WIDE)
        self.setObjectName("devices_dialog")
        self._microphone = DeviceColumn(self, "microphone")
        self._speaker = DeviceColumn(self, "device-speaker")
        self._camera = DeviceColumn(self, "camera")
        self._microphone.setObjectName("choose_microphone")
        self._speaker.setObjectName("choose_speaker")
        self._camera.setObjectName("choose_camera")
        level = OwnMeter(self, meter, width=200)
        ticks.add(level)
        self._microphone.add(level)
        self._test = Button(self, icon="volume")
        self._test.setObjectName("devices_test_sound")
        self._columns = QHBoxLayout()
        for column in (self._microphone, self._speaker, self._camera):
            self._columns.addWidget(column, 1)
        self.body.addLayout(self._columns, 1)
        self.foot.insertWidget(0, self._test)
        self._microphone.chosen.connect(self._choose_microphone)
        self._speaker.chosen.connect(self._choose_speaker)
        self._camera.chosen.connect(self._choose_camera)
        self._test.clicked.connect(self._test_clicked)

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    def _choose_microphone(self, spec: str) -> None:
        self.intend(ChooseMicrophone(spec))

    def _choose_speaker(self, spec: str) -> None:
        self.intend(ChooseSpeaker(spec))

    def _choose_camera(self, spec: str) -> None:
        self.intend(ChooseCamera(spec))

    def _test_clicked(self) -> None:
        self.intend(TestSound())

    def refit(self) -> None:
        super().refit()
        space(self._columns, self.scale, gap=Space.M)

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        devices = snapshot.devices
        self.set_title(self.tr("Meja Anda"))
        self._microphone.show_devices(
            self.tr("Mikrofon"),
            devices.microphone,
            devices.microphone_ok,
            devices.microphone_problem,
            devices.microphones,
        )
        self._speaker.show_devices(
            self.tr("Speaker"), devices.speaker, devices.speaker_ok, devices.speaker_problem, devices.speakers
        )
        self._camera.show_devices(
            self.tr("Kamera"), devices.camera, devices.camera_ok, devices.camera_problem, devices.cameras
        )
        self._test.show_as(self.tr("Uji suara"))
        self.cancel.show_as(self.tr("Tutup"))
