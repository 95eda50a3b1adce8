"""A question that lies over the screen until it is answered: one decision, two equal buttons.

GUI thread only.
"""

from __future__ import annotations

from typing import assert_never

from PySide6.QtGui import QColor, QPainter, QPaintEvent

from booth_client.core.events import AnswerQuestion
from booth_client.core.snapshot import Question, Screen, Snapshot
from booth_client.views.buttons import CHOICE, Button
from booth_client.views.canvas import CENTRE, Icon, Text
from booth_client.views.screen import ScreenView
from channel.qt.theme import Kiosk, KioskForm, KioskType, Type, Weight

WAY = (
    Screen.IDENTITY,
    Screen.NIK,
    Screen.KPJ,
    Screen.CLAIM,
    Screen.CLAIM_QUESTION,
    Screen.DOCUMENTS,
    Screen.CAPTURE,
    Screen.LOOK,
)
"""Pages on which the participant goes on by themselves: what is there already is kept."""
_CLOSING = (Screen.SUMMARY, Screen.SLIP)
_CALM = Type(40, 58, Weight.BODY)


class QuestionView(ScreenView):
    """Covers the content, never header or footer: who hears is visible while somebody decides."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = Icon()
        self._title = Text(KioskType.TITLE, align=CENTRE)
        self._calm = Text(_CALM, Kiosk.INK2, CENTRE)
        self._yes = Button("yes_button", "check", CHOICE, KioskType.CHOICE, icon_px=72)
        self._no = Button("no_button", "x", CHOICE, KioskType.CHOICE, icon_px=72)
        self._yes.clicked.connect(lambda: self.intended.emit(AnswerQuestion(True)))
        self._no.clicked.connect(lambda: self.intended.emit(AnswerQuestion(False)))
        self.place(self._icon, 900, 200, 120, 120)
        self.place(self._title, 160, 366, 1600, 76)
        self.place(self._calm, 260, 466, 1400, 116)
        self.place(self._yes, 260, 680, 688, KioskForm.PRIMARY_LEAST)
        self.place(self._no, 972, 680, 688, KioskForm.PRIMARY_LEAST)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        on_the_way = snapshot.screen in WAY
        match snapshot.question:
            case None:
                return
            case Question.STILL_HERE:
                icon, title = "armchair", self.tr("Masih di sini?")
                calm = self.tr("Tanpa jawaban, layar kembali ke awal.")
                if on_the_way:
                    calm = self.tr("Tanpa jawaban, layar dibersihkan. Yang sudah difoto tetap tersimpan.")
                yes, no = self.tr("YA, LANJUT"), self.tr("TIDAK, SELESAI")
            case Question.END if on_the_way:
                icon, title = "door-exit", self.tr("Akhiri layanan?")
                calm = self.tr("Yang sudah difoto tetap tersimpan. Anda dapat melanjutkannya lain kali.")
                yes, no = self.tr("YA, AKHIRI"), self.tr("TIDAK, LANJUT")
            case Question.END if snapshot.screen in _CLOSING:
                icon, title = "door-exit", self.tr("Akhiri layanan?")
                calm = self.tr("Setelah ini ringkasan dan bukti tidak terlihat lagi di layar.")
                yes, no = self.tr("YA, AKHIRI"), self.tr("TIDAK, LANJUT")
            case Question.END:
                icon, title = "door-exit", self.tr("Akhiri pembicaraan?")
                calm = self.tr("Setelah ini petugas tidak lagi mendengar dan melihat Anda.")
                yes, no = self.tr("YA, AKHIRI"), self.tr("TIDAK, LANJUT")
            case Question.LEAVE_QUEUE:
                icon, title = "door-exit", self.tr("Batalkan antrean?")
                calm = self.tr("Tempat Anda dalam antrean akan hilang.")
                yes, no = self.tr("YA, BATALKAN"), self.tr("TIDAK, TUNGGU")
            case Question.CALL_OFFICER:
                icon, title = "headset", self.tr("Panggil petugas?")
                calm = self.tr("Petugas berbicara dengan Anda. Kamera tetap mati.")
                yes, no = self.tr("YA, PANGGIL"), self.tr("TIDAK JADI")
            case _:
                assert_never(snapshot.question)
        self._icon.show_icon(icon, Kiosk.PRIMARY)
        self._title.setText(title)
        self._calm.setText(calm)
        self._yes.show_as(yes)
        self._no.show_as(no)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Kiosk.BG))
        painter.end()
