"""The screens between booth and officer: calling, waiting in the queue, reconnecting. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent

from booth_client.core.snapshot import Queue, Snapshot
from booth_client.views import page_words, words
from booth_client.views.canvas import CENTRE, Canvas, Card, Icon, Text
from booth_client.views.paper_list import PaperList
from booth_client.views.screen import BreathingDisc, Disc, Dots, ScreenView
from channel.qt.theme import Kiosk, KioskForm, KioskType, Type, Weight

DOT_STEP_MS = 600
_PAPERS = 6
"""Of the checklist, while somebody waits."""
_SAFE = Type(60, 72, Weight.LABEL)
_CALM = Type(40, 58, Weight.BODY)
_FRESH = (91.0, 726.0, 980.0, 76.0)
_STALE = (48.0, 700.0, 1000.0, 76.0)
"""Two lines, without the dot beside them."""


class _Bridge(ScreenView):
    """A chair, dots on their way, a headset; beneath it a large sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._dots = Dots()
        self._timer = QTimer(self)
        self._timer.setInterval(DOT_STEP_MS)
        self._timer.timeout.connect(self._dots.step)
        self._title = Text(KioskType.CLAIM, align=CENTRE)
        self.place(Icon("armchair"), 680, 250, 120, 120)
        self.place(self._dots, 835, 294, 252, 30)
        self.place(Icon("headset"), 1120, 250, 120, 120)
        self.place(self._title, 48, 411, 1824, 88)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()


class CallingView(_Bridge):
    """An officer is being called."""

    def __init__(self) -> None:
        super().__init__()
        self._wait = Text(_CALM, align=CENTRE)
        self._note = Text(KioskType.LEAST, Kiosk.INK2, CENTRE)
        self.place(self._wait, 260, 540, 1400, 116)
        self.place(self._note, 260, 700, 1400, 76)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._title.setText(self.tr("Menghubungi petugas…"))
        if snapshot.officer:
            coming = self.tr("{officer} segera bersama Anda.\nMohon tunggu.")
            self._wait.setText(coming.format(officer=words.officer_words(snapshot.officer)))
        else:
            self._wait.setText(self.tr("Mohon tunggu."))
        if snapshot.server_up or snapshot.officer:
            note = (
                "" if snapshot.consent else self.tr("Kamera tetap mati. Petugas hanya dapat mendengar Anda.")
            )
        else:
            note = self.tr(
                "Layanan belum tersambung dan sedang dicoba lagi. Perlu segera? Hubungi petugas keamanan."
            )
        self._note.setText(note)


class ReconnectingView(_Bridge):
    """The way to the officer is broken; what is safe, and that nothing needs to be done."""

    def __init__(self) -> None:
        super().__init__()
        self._safe_icon = Icon("shield-check", Kiosk.HEARD)
        self._safe = Text(_SAFE, Kiosk.HEARD, middle=True)
        self._calm = Text(_CALM, align=CENTRE)
        self._since = Card(radius=28)
        self._since_text = Text(KioskType.LEAST, weight=Weight.TITLE, middle=True)
        self._who = Card(radius=28)
        self._who_text = Text(KioskType.LEAST, middle=True)
        self._since.place(Icon("clock"), 22, 12, 32, 32)
        self.place(self._safe, 700, 508, 520, 72)
        self.place(self._since, 566, 766, 206, 56)
        self._since.place(self._since_text, 66, 9, 140, 38)
        self.place(self._who, 798, 766, 556, 56)
        self._who.place(self._who_text, 22, 9, 512, 38)
        self.place(self._calm, 260, 611, 1400, 116)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._title.setText(self.tr("Sambungan terputus."))
        self._safe.setText(self.tr("Data Anda aman."))
        width = self._safe.natural_width() + 4
        left = (1920 - width - 86) / 2
        self.place(self._safe_icon, left, 511, 64, 64)
        self.place(self._safe, left + 86, 508, width, 72)
        if snapshot.officer_present:
            calm = self.tr("Kami menyambungkan kembali.\nAnda tidak perlu melakukan apa-apa.")
        else:
            calm = self.tr("Petugas sedang terputus dan akan kembali.\nAnda tidak perlu melakukan apa-apa.")
        self._calm.setText(calm)
        self._since_text.setText(words.duration_words(snapshot.waited_s))
        same = self.tr("Petugas yang sama akan kembali: {name}").format(name=snapshot.officer)
        self._who_text.setText(same if snapshot.officer else "")
        self._place_pills()

    def _place_pills(self) -> None:
        since, who = self._since_text.natural_width() + 4, self._who_text.natural_width() + 4
        named = bool(self._who_text.text())
        widths = (since + 90, who + 44 if named else 0)
        left = (1920 - sum(widths) - (24 if named else 0)) / 2
        self.place(self._since, left, 766, widths[0], 56)
        self._since.place(self._since_text, 66, 9, since, 38)
        self._who.setVisible(named)
        if named:
            self.place(self._who, left + widths[0] + 24, 766, widths[1], 56)
            self._who.place(self._who_text, 22, 9, who, 38)


class WaitingView(ScreenView):
    """The place in the queue, when it will be one's turn, and something useful to do meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self._title = Text(KioskType.CLAIM)
        self._title.setObjectName("queue_place")
        self._when = Text(KioskType.SECOND, Kiosk.INK2)
        self._way = QueueWay()
        self._dot = Disc("", Kiosk.HEARD, Kiosk.SURFACE)
        self._fresh = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self._stay = Text(KioskType.BODY, weight=Weight.LABEL)
        self._card = Card()
        self._meanwhile = Text(KioskType.SECOND, weight=Weight.TITLE)
        self._ready = Text(KioskType.BODY, Kiosk.INK2)
        self.place(self._title, 48, 152, 1040, 88)
        self.place(self._when, 48, 253, 1040, 112)
        self.place(self._way, 48, 400, 1000, 212)
        self.place(self._dot, 52, 756, 17, 17)
        self.place(self._stay, 48, 808, 1040, 96)
        self.place(self._card, 1120, 152, 752, KioskForm.CONTENT)
        self._card.place(self._meanwhile, 46, 43, 660, 56)
        self._card.place(self._ready, 46, 106, 660, 96)
        self._list = PaperList(660, _PAPERS, 84)
        self._card.place(self._list, 46, 216, 660, _PAPERS * 84)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        queue = snapshot.queue
        if queue is None:
            return
        self._title.setText(self.tr("Anda antrean ke-{n}.").format(n=queue.place))
        self._when.setText(self._when_words(queue))
        self._way.render_snapshot(queue.place)
        self._render_freshness(snapshot, queue)
        self._stay.setText(self.tr("Anda akan mendengar bunyi saat petugas datang.\nTetap duduk."))
        self._meanwhile.setText(self.tr("Sambil menunggu"))
        self._ready.setText(self._meanwhile_words(snapshot))
        self._list.setVisible(bool(snapshot.pages.papers))
        self._list.render_papers(snapshot, _PAPERS)

    def _meanwhile_words(self, snapshot: Snapshot) -> str:
        if page_words.to_prepare(snapshot):
            return self.tr("Siapkan dokumen yang belum difoto.")
        if snapshot.pages.papers:
            return self.tr("Bagian Anda sudah selesai.")
        if snapshot.pages.claim_unasked:
            return self.tr("Petugas akan menanyakan keperluan Anda.")
        return self.tr("Petugas memberi tahu jika ada dokumen yang dibutuhkan.")

    def _when_words(self, queue: Queue) -> str:
        if queue.desks == 0:
            return self.tr("Belum ada petugas yang tersambung. Tempat Anda tetap disimpan.")
        if queue.overdue:
            return self.tr("Sedikit lebih lama. Anda tetap di urutan ke-{n}.").format(n=queue.place)
        if queue.minutes == 0:
            return self.tr("Perkiraan waktu belum ada.")
        when = self.tr("Perkiraan {n} menit, sekitar pukul {time}.")
        return when.format(n=queue.minutes, time=words.clock_words(queue.at_unix_s))

    def _render_freshness(self, snapshot: Snapshot, queue: Queue) -> None:
        self._dot.setVisible(snapshot.server_up)
        self.place(self._fresh, *_FRESH if snapshot.server_up else _STALE)
        if snapshot.server_up:
            fresh = self.tr("Tersambung ke antrean. Diperbarui {n} detik yang lalu.")
            self._fresh.setText(fresh.format(n=queue.age_s))
        else:
            self._fresh.setText(
                self.tr("Sambungan ke antrean terputus. Tempat Anda disimpan, kami menyambungkan kembali.")
            )


class QueueWay(Canvas):
    """Arrived, you, how many are before you, the officer."""

    def __init__(self) -> None:
        super().__init__()
        self._line = Card(Kiosk.LINE, None, radius=0)
        self._done = Card(Kiosk.PRIMARY, None, radius=0)
        self._came = Disc("check", Kiosk.PRIMARY, Kiosk.ON_PRIMARY, share=0.7)
        self._you = BreathingDisc("user", Kiosk.PRIMARY, Kiosk.ON_PRIMARY, halo=Kiosk.TINT)
        self._before = Disc("user", Kiosk.SURFACE, Kiosk.INK, edge=Kiosk.EDGE)
        self._officer = Disc("headset", Kiosk.SURFACE, Kiosk.INK, edge=Kiosk.EDGE)
        plain, bold = KioskType.LEAST, Weight.TITLE
        self._labels = [
            Text(plain, Kiosk.INK2, CENTRE),
            Text(plain, Kiosk.INK, CENTRE, weight=bold),
            Text(plain, Kiosk.INK2, CENTRE),
            Text(plain, Kiosk.INK2, CENTRE),
        ]

    def render_snapshot(self, place: int) -> None:
        before = place - 1
        self._before.setVisible(before > 0)
        self._labels[2].setVisible(before > 0)
        middles = (80, 354, 627, 900) if before > 0 else (80, 490, 490, 900)
        self.place(self._line, 80, 72, 820, 8)
        self.place(self._done, 80, 72, middles[1] - 80, 8)
        for disc, middle, side in (
            (self._came, middles[0], 80),
            (self._you, middles[1], 132),
            (self._before, middles[2], 84),
            (self._officer, middles[3], 84),
        ):
            self.place(disc, middle - side / 2, 76 - side / 2, side, side)
            disc.set_scale(self.scale)
        one = self.tr("1 orang")
        many = self.tr("{n} orang").format(n=before)
        texts = (
            self.tr("Datang"),
            self.tr("Anda"),
            one if before == 1 else many,
            self.tr("Petugas"),
        )
        for label, text, middle in zip(self._labels, texts, middles, strict=True):
            label.setText(text)
            self.place(label, middle - 130, 160, 260, 38)
