"""The screens of an idle booth: ready, service not available, out of order.

GUI thread only.
"""

from __future__ import annotations

from booth_client.config import Texts
from booth_client.core.events import Start
from booth_client.core.snapshot import Device, Language, Snapshot
from booth_client.views import words
from booth_client.views.buttons import PRIMARY, Button
from booth_client.views.canvas import Card, Icon, Text
from booth_client.views.pictures import Drawing
from booth_client.views.screen import ScreenView
from channel.qt.theme import Kiosk, KioskForm, KioskType, Weight


class ReadyView(ScreenView):
    """Welcome, START, and what to get ready."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._welcome = Text(KioskType.HERO)
        self._lead = Text(KioskType.LEAD, Kiosk.INK2)
        self._start = Button(
            "start_button", "arrow-right", PRIMARY, KioskType.START, icon_px=88, icon_after=True
        )
        self._start.clicked.connect(lambda: self.intended.emit(Start()))
        self._clock = Icon("clock", Kiosk.INK2)
        self._promise = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self._papers = Card()
        self._papers_title = Text(KioskType.LEAST, weight=Weight.TITLE, middle=True)
        self._papers_words = [Text(KioskType.LEAST, middle=True) for _ in range(3)]
        self.place(self._welcome, 48, 218, 940, 192)
        self.place(self._lead, 48, 434, 920, 112)
        self.place(self._start, 48, 589, 760, KioskForm.PRIMARY)
        self.place(self._clock, 48, 802, 36, 36)
        self.place(self._promise, 98, 801, 890, 38)
        self.place(Drawing("officer", Kiosk.LINE), 1040, 199, 832, 422)
        self.place(self._papers, 1040, 646, 832, 212)
        self._papers.place(self._papers_title, 34, 26, 764, 38)
        icons = ("id", "id-badge-2", "files")
        for index, (icon, text) in enumerate(zip(icons, self._papers_words, strict=True)):
            left, top = 34 + 380 * (index % 2), 76 + 68 * (index // 2)
            self._papers.place(Icon(icon), left, top, 40, 44)
            self._papers.place(text, left + 52, top, 310 if index < 2 else 690, 44)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._welcome.setText(self.tr("Selamat datang.\nSilakan duduk."))
        self._lead.setText(self.tr("Di sini Anda berbicara berdua saja dengan petugas, lewat layar."))
        self._start.show_as(self.tr("MULAI"))
        fee = self._texts.fee_id if snapshot.language is Language.INDONESIAN else self._texts.fee_en
        usual = self.tr("Biasanya selesai dalam {n} menit.").format(n=self._texts.minutes)
        promise = f"{usual if self._texts.minutes else ''} {fee}".strip()
        self._promise.setText(promise)
        self._clock.setVisible(bool(promise))
        self._papers_title.setText(self.tr("Siapkan dokumen asli"))
        names = (
            self.tr("KTP"),
            self.tr("Kartu peserta"),
            self.tr("Dokumen lain untuk klaim Anda"),
        )
        for text, name in zip(self._papers_words, names, strict=True):
            text.setText(name)


class NoticeView(ScreenView):
    """This booth cannot be used now: what is so, what to do, and a note."""

    def __init__(self, note_icon: str, note_width: float) -> None:
        super().__init__()
        self._title = Text(KioskType.HERO)
        self._lead = Text(KioskType.NOTICE, weight=Weight.BODY)
        self._note = Card()
        self._first = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self._second = Text(KioskType.LEAST, weight=Weight.TITLE, middle=True)
        self.place(self._title, 566, 340, 1306, 96)
        self.place(self._lead, 566, 473, 1306, 62)
        self.place(self._note, 566, 591, note_width, 126)
        self._note.place(Icon(note_icon, Kiosk.INK2), 34, 41, 44, 44)
        self._note.place(self._first, 104, 26, note_width - 134, 38)
        self._note.place(self._second, 104, 64, note_width - 134, 38)


class UnavailableView(NoticeView):
    """The server is away: nothing to do but to wait; it comes back by itself."""

    def __init__(self) -> None:
        super().__init__("refresh", note_width=1000)
        self.place(Icon("hourglass"), 112, 372, 240, 240)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._title.setText(self.tr("Layanan belum tersedia."))
        self._lead.setText(self.tr("Mohon tunggu sebentar."))
        self._first.setText(self.tr("Bilik ini tersambung kembali dengan sendirinya."))
        if snapshot.server_code:
            code = self.tr("Kode {code} · bilik tidak diterima oleh server")
            self._second.setText(code.format(code=snapshot.server_code))
        else:
            self._second.setText(self.tr("Perlu segera? Hubungi petugas keamanan."))


class FaultView(NoticeView):
    """This booth lacks something; another one does not."""

    def __init__(self) -> None:
        super().__init__("tool", note_width=772)
        self.place(Drawing("fault_door"), 36, 278, 444, 510)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._title.setText(self.tr("Bilik ini tidak dapat digunakan."))
        self._lead.setText(self.tr("Silakan ke bilik lain atau hubungi petugas keamanan."))
        if snapshot.server_up and snapshot.faulty_since_unix_s:
            told = self.tr("Petugas sudah diberi tahu pukul {time}.")
            self._first.setText(told.format(time=words.clock_words(snapshot.faulty_since_unix_s)))
        else:
            self._first.setText(self.tr("Bilik ini memeriksa dirinya terus-menerus."))
        first = min(snapshot.faults, key=lambda device: device.code, default=Device.MICROPHONE)
        code = self.tr("Kode {code} · {what}")
        self._second.setText(code.format(code=first.code, what=words.device_words(first)))
