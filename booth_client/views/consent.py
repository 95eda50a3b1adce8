"""The consent screen, with its short layer and its detail. GUI thread only."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from booth_client.core.events import Decide, RepeatVoice, Touched
from booth_client.core.snapshot import Snapshot
from booth_client.views.buttons import CHOICE, PLAIN, Button
from booth_client.views.canvas import Card, Icon, Text
from booth_client.views.screen import ScreenView
from channel.qt.theme import Kiosk, KioskForm, KioskType, Type, Weight

_ICONS = ("camera", "folder", "user-check", "arrow-back-up")


class ConsentView(ScreenView):
    """AGREE and DO NOT AGREE are alike in weight: nobody is nudged."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Text(KioskType.TITLE)
        self._cards: list[QWidget] = []
        self._heads = [Text(KioskType.NAME, middle=True) for _ in _ICONS]
        self._bodies = [Text(KioskType.BODY, Kiosk.INK2) for _ in _ICONS]
        self._detail = Card()
        self._detail_text = Text(KioskType.LEAST)
        self._agree = Button("agree_button", "check", CHOICE, KioskType.CHOICE, icon_px=72)
        self._decline = Button("decline_button", "x", CHOICE, KioskType.CHOICE, icon_px=72)
        self._listen = Button("listen_button", "volume", PLAIN, KioskType.CHOICE, icon_px=56)
        self._note = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self._read = Button("read_button", "file-text", PLAIN, Type(30, 38, Weight.TITLE), icon_px=36)
        self._agree.clicked.connect(lambda: self.intended.emit(Decide(True)))
        self._decline.clicked.connect(lambda: self.intended.emit(Decide(False)))
        self._listen.clicked.connect(lambda: self.intended.emit(RepeatVoice()))
        self._read.clicked.connect(self._turn_page)
        self._reads_all = False
        self.place(self._title, 48, 152, 1824, 76)
        for index, icon in enumerate(_ICONS):
            card = Card()
            self._cards.append(card)
            self.place(card, 48 + 462 * index, 261, 438, 350)
            card.place(Icon(icon, Kiosk.PRIMARY), 34, 33, 64, 64)
            card.place(self._heads[index], 34, 120, 384, 44)
            card.place(self._bodies[index], 34, 174, 376, 160)
        self.place(self._detail, 48, 240, 1824, 390)
        self._detail.place(self._detail_text, 34, 16, 1756, 360)
        self.place(self._agree, 48, 652, 682, KioskForm.PRIMARY_LEAST)
        self.place(self._decline, 754, 652, 682, KioskForm.PRIMARY_LEAST)
        self.place(self._listen, 1460, 652, 412, KioskForm.PRIMARY_LEAST)
        self.place(self._note, 48, 813, 1388, KioskForm.TARGET_LEAST)
        self.place(self._read, 1460, 813, 412, KioskForm.TARGET_LEAST)
        self._show_page()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._title.setText(self.tr("Bolehkah kami memfoto Anda?"))
        heads = (
            self.tr("Yang difoto"),
            self.tr("Untuk apa"),
            self.tr("Siapa yang melihat"),
            self.tr("Hak Anda"),
        )
        bodies = (
            self.tr("Wajah dan dokumen Anda."),
            self.tr("Hanya untuk memproses klaim Anda."),
            self.tr("Petugas melihat dan mendengar Anda. Peserta lain tidak."),
            self.tr("Anda boleh menarik persetujuan ini kapan saja."),
        )
        for index in range(len(_ICONS)):
            self._heads[index].setText(heads[index])
            self._bodies[index].setText(bodies[index])
        self._detail_text.setText(
            self.tr(
                "Dasar: persetujuan Anda menurut UU Pelindungan Data Pribadi Nomor 27 Tahun 2022.\n"
                "Data: gambar wajah, suara, dan dokumen yang Anda tunjukkan.\n"
                "Tujuan: hanya untuk memproses klaim Anda.\n"
                "Yang melihat dan mendengar: petugas yang melayani Anda. Percakapan tidak direkam.\n"
                "Penyimpanan: bilik ini tidak menyimpan apa pun setelah Anda selesai. Berkas klaim disimpan"
                " oleh kantor cabang menurut aturannya.\n"
                "Hak Anda: bertanya, melihat, memperbaiki, dan menarik persetujuan. Katakan kepada petugas."
            )
        )
        self._agree.show_as(self.tr("SETUJU"))
        self._decline.show_as(self.tr("TIDAK SETUJU"))
        self._listen.show_as(self.tr("DENGARKAN"))
        self._note.setText(self.tr("Jika tidak setuju, Anda langsung bicara dengan petugas."))
        self._read.show_as(self.tr("RINGKAS") if self._reads_all else self.tr("BACA LENGKAP"))

    def hideEvent(self, event: QHideEvent) -> None:
        """The next participant begins with the short layer."""
        super().hideEvent(event)
        self._reads_all = False
        self._show_page()

    def _turn_page(self) -> None:
        self._reads_all = not self._reads_all
        self._show_page()
        self.intended.emit(Touched())

    def _show_page(self) -> None:
        for card in self._cards:
            card.setVisible(not self._reads_all)
        self._detail.setVisible(self._reads_all)
        self._read.show_as(self.tr("RINGKAS") if self._reads_all else self.tr("BACA LENGKAP"))
