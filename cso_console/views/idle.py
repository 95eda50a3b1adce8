"""Nobody in focus: what will come by itself, the day so far, and whether the desk is ready.

Responsible for: the empty state of the panel. Not for: choosing devices (``devices``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space, Weight
from cso_console.core.snapshot import AudioMode, DeskSnapshot
from cso_console.views.buttons import Button
from cso_console.views.facts import Card, FactRow
from cso_console.views.piece import Icon, Label, Piece, space
from cso_console.views.words import clock

_UNKNOWN = "–"


class IdlePanel(Piece, QWidget):
    """Signals: ``test_asked`` (play the test sound), ``devices_asked`` (choose devices)."""

    test_asked = Signal()
    devices_asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._story = QWidget(self)
        self._lines = QVBoxLayout(self._story)
        self._icon = Icon(self, 56, "armchair", Console.T3)
        self._title = Label(self, ConsoleType.PAGE, wrap=True)
        self._text = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, wrap=True)
        self._lines.addStretch(1)
        for piece in (self._icon, self._title, self._text):
            self._lines.addWidget(piece)
        self._lines.addStretch(1)
        self._cards = QWidget(self)
        self._column = QVBoxLayout(self._cards)
        self._today = Card(self)
        self._served, self._waited, self._service = (FactRow(self, in_card=True) for _ in range(3))
        for row in (self._served, self._waited, self._service):
            self._today.column.addWidget(row)
        self._desk = Card(self)
        self._microphone = FactRow(self, icon="microphone", in_card=True)
        self._speaker = FactRow(self, icon="device-speaker", in_card=True)
        self._camera = FactRow(self, icon="camera", in_card=True)
        for row in (self._microphone, self._speaker, self._camera):
            self._desk.column.addWidget(row)
        self._test = Button(self, icon="volume")
        self._test.setObjectName("test_sound")
        self._choose = Button(self, icon="settings")
        self._choose.setObjectName("choose_devices")
        self._test.clicked.connect(self.test_asked)
        self._choose.clicked.connect(self.devices_asked)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self._test)
        self._buttons.addWidget(self._choose)
        self._buttons.addStretch(1)
        self._desk.column.addLayout(self._buttons)
        self._column.addStretch(1)
        self._column.addWidget(self._today)
        self._column.addWidget(self._desk)
        self._column.addStretch(1)

    def refit(self) -> None:
        space(self._lines, self.scale, gap=Space.S)
        space(self._column, self.scale, gap=20 if not self.scale.compact else Space.XS)
        space(self._buttons, self.scale, (0, 14, 0, 0), Space.XS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        margin = self.px(98 if not self.scale.compact else 40)
        wide = min(self.px(772), round(self.width() * 0.48))
        right = self.width() - self.px(64 if not self.scale.compact else 16) - wide
        self._cards.setGeometry(right, 0, wide, self.height())
        self._story.setGeometry(
            margin, 0, min(self.px(640), right - 2 * self.px(Space.L) - margin), self.height()
        )

    def show_desk(self, snapshot: DeskSnapshot) -> None:
        self._show_story(snapshot)
        today, devices = snapshot.today, snapshot.devices
        known = today.served > 0
        self._today.set_title(self.tr("Hari ini"))
        self._served.show_fact(self.tr("Selesai dilayani"), str(today.served))
        waited = clock(today.mean_wait_s) if known else _UNKNOWN
        service = clock(today.mean_service_s) if known else _UNKNOWN
        self._waited.show_fact(self.tr("Menunggu rata-rata"), waited)
        self._service.show_fact(self.tr("Waktu Anda per peserta"), service)
        self._desk.set_title(self.tr("Meja Anda"))
        mode = (
            self.tr("Headset (dikonfirmasi)")
            if snapshot.mode is AudioMode.HEADSET
            else self.tr("Speaker (mode aman)")
        )
        broken, starting = self.tr("tidak bekerja"), self.tr("sedang dimulai…")
        for row, label, name, ok, problem in (
            (
                self._microphone,
                self.tr("Mikrofon"),
                devices.microphone,
                devices.microphone_ok,
                devices.microphone_problem,
            ),
            (self._speaker, mode, devices.speaker, devices.speaker_ok, devices.speaker_problem),
            (self._camera, self.tr("Kamera"), devices.camera, devices.camera_ok, devices.camera_problem),
        ):
            row.show_fact(label, name if ok else broken if problem else starting, tip=problem)
            row.show_mark("check" if ok else "alert-triangle" if problem else "")
        self._test.show_as(self.tr("Uji suara"))
        self._choose.show_as(self.tr("Pilih perangkat…"))

    def _show_story(self, snapshot: DeskSnapshot) -> None:
        if any(tile.has_channel for tile in snapshot.tiles):
            self._icon.show_icon("user")
            self._title.set_text(self.tr("Pilih bilik"))
            self._text.set_text(
                self.tr(
                    "Ketuk angka untuk bicara, Shift dan angka untuk melihat saja, atau klik kotak bilik."
                )
            )
        elif not snapshot.accepting:
            self._icon.show_icon("player-pause")
            self._title.set_text(self.tr("Anda sedang jeda"))
            self._text.set_text(
                self.tr("Peserta baru tidak masuk sendiri. Nyalakan Terima peserta, atau ambil dari antrean.")
            )
        else:
            self._icon.show_icon("armchair")
            self._title.set_text(self.tr("Belum ada peserta"))
            self._text.set_text(
                self.tr(
                    "Peserta berikutnya masuk ke bilik sendiri. Anda akan mendengar satu nada dan melihatnya "
                    "di kotak Berikutnya."
                )
            )
