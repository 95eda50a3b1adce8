"""The screens of the call: the officer large, the veil of a parked or held booth, an announcement.

GUI thread only. The pictures come as ``LatestFrame`` and are painted by ``VideoView``.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPainterPath, QPaintEvent, QRegion, QShowEvent
from PySide6.QtWidgets import QWidget

from booth_client.core.snapshot import Device, Help, Screen, Snapshot
from booth_client.views import page_words, words
from booth_client.views.canvas import CENTRE, Card, Icon, Text
from booth_client.views.paper_list import PaperList
from booth_client.views.screen import Disc, ScreenView
from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Kiosk, KioskForm, KioskType, Scale, Type, Weight
from channel.qt.video import VideoView
from channel.runtime.latest import LatestFrame

_TOP = KioskForm.CONTENT_TOP
_SIDE_LEFT = KioskForm.MARGIN + KioskForm.PICTURE + KioskForm.GAP
FADE_MS = 200
_WAITED_FROM_S = 5
_SOON_S = 10
_NOTE_INSET = 24
_NOTE_TOP = 48
"""Lower than at the side: a note must not cover the upper edge, by whose code pictures are measured."""
_NOTE_PADDING = 112
_PAPERS = 3
"""Of the checklist, beside the officer."""
_SPEAKS = Type(32, 44, Weight.TITLE)
_NOW = Type(36, 48, Weight.TITLE)


class Note(Card):
    """A sentence that lies on a picture, as wide as its words, at most ``most``; then on two lines."""

    def __init__(self, most: float) -> None:
        super().__init__(Kiosk.SURFACE, Kiosk.EDGE, radius=KioskForm.RADIUS_CONTROL)
        self._most = most
        self._icon = Icon()
        self._text = Text(KioskType.LEAST, middle=True)
        self.place(self._icon, 24, 14, 44, 44)
        self.place(self._text, 84, 17, 100, 38)

    def say(self, icon: str, text: str) -> tuple[float, float]:
        """Show it; the size that it takes."""
        self._icon.show_icon(icon)
        self._text.setText(text)
        room = self._most - _NOTE_PADDING
        natural = self._text.natural_width() + 4
        lines = 1 if natural <= room else 2
        width, high = min(natural, room), lines * KioskType.LEAST.line_px
        self.place(self._text, 84, 17, width, high)
        self.place(self._icon, 24, (high + 34 - 44) / 2, 44, 44)
        return width + _NOTE_PADDING, high + 34


class Picture(Card):
    """A live picture with rounded corners; without one it shows a calm ground."""

    def __init__(
        self, name: str, clock: RepaintClock, size: tuple[float, float], edge: str | None = None
    ) -> None:
        super().__init__(edge or Kiosk.BG, edge)
        self.video = VideoView(clock)
        self._absent = Text(KioskType.BODY, Kiosk.INK2, CENTRE, middle=True)
        self._note = Note(size[0] - 2 * _NOTE_INSET)
        self.video.setObjectName(name)
        self._inset = KioskForm.STROKE_CONTROL if edge else 0
        self.fill(*size)

    def fill(self, width: float, height: float) -> None:
        """Be as large as that."""
        inset = self._inset
        self.place(self.video, inset, inset, width - 2 * inset, height - 2 * inset)
        self._round_corners()
        self.place(self._absent, 40, height / 2 - 72, width - 80, 144)
        self.place(self._note, _NOTE_INSET, _NOTE_TOP, width - 2 * _NOTE_INSET, 72)

    def explain(self, absent: str, *, held: bool = False, icon: str = "", note: str = "") -> None:
        """``absent``: why there is no picture, empty when there is one. ``held``: it is old and looks so.
        ``note``: a sentence on top of the picture, with ``icon``.
        """
        self._absent.setText(absent)
        self.video.set_dimmed(held)
        self._note.setVisible(bool(note))
        if note:
            width, height = self._note.say(icon, note)
            self.place(self._note, _NOTE_INSET, _NOTE_TOP, width, height)

    def set_scale(self, scale: Scale) -> None:
        super().set_scale(scale)
        self._round_corners()

    def _round_corners(self) -> None:
        radius = self.scale.px(KioskForm.RADIUS_CARD - self._inset)
        if not self._inset:
            self.video.set_form(ground=Kiosk.VEIL, behind=Kiosk.BG, radius_px=radius)
            return
        # Inside an edge the corners are cut off, so that the edge's own round corners stay whole.
        self.video.set_form(ground=Kiosk.VEIL, behind=Kiosk.VEIL)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.video.rect()), radius, radius)
        self.video.setMask(QRegion(outline.toFillPolygon().toPolygon()))


class VoiceBars(QWidget):
    """The sign that somebody speaks. It stands still: it says that the way is open, not how loud it is."""

    _HEIGHTS = (0.14, 0.42, 0.84, 0.42, 0.64)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Kiosk.SURFACE))
        pitch = self.width() / len(self._HEIGHTS)
        for index, share in enumerate(self._HEIGHTS):
            height = share * self.height()
            bar = QRectF(pitch * (index + 0.2), (self.height() - height) / 2, pitch * 0.6, height)
            painter.drawRoundedRect(bar, pitch * 0.3, pitch * 0.3)
        painter.end()


class CallView(ScreenView):
    """Officer large, own picture small, what happens now.

    Signals:
        officer_resized(int, int): the size in which the officer's picture is wanted, device pixels.
        own_resized(int, int): the same for the own picture.
    """

    officer_resized = Signal(int, int)
    own_resized = Signal(int, int)

    def __init__(self, clock: RepaintClock) -> None:
        super().__init__()
        self._officer = Picture("officer_picture", clock, (KioskForm.PICTURE, KioskForm.CONTENT))
        self._own = Picture("self_picture", clock, (KioskForm.SIDE, KioskForm.SELF_VIEW), Kiosk.EDGE)
        self._officer.video.resized.connect(self.officer_resized)
        self._own.video.resized.connect(self.own_resized)
        self._speaks = Card(Kiosk.INK, None, radius=KioskForm.RADIUS_CONTROL)
        self._speaks_text = Text(_SPEAKS, Kiosk.SURFACE, middle=True)
        self._you = Card(Kiosk.INK, None, radius=10)
        self._you_text = Text(KioskType.LEAST, Kiosk.SURFACE, weight=Weight.LABEL, middle=True)
        self._panel = Card()
        self._now = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self._now_text = Text(_NOW)
        self._papers = Text(KioskType.LEAST, Kiosk.INK2)
        self.place(self._officer, KioskForm.MARGIN, _TOP, KioskForm.PICTURE, KioskForm.CONTENT)
        self.place(self._own, _SIDE_LEFT, _TOP, KioskForm.SIDE, KioskForm.SELF_VIEW)
        self.place(self._panel, _SIDE_LEFT, 468, KioskForm.SIDE, 436)
        self.place(self._speaks, 72, 808, 684, 72)
        self._speaks.place(VoiceBars(), 26, 14, 44, 44)
        self._speaks.place(self._speaks_text, 88, 14, 566, 44)
        self.place(self._you, _SIDE_LEFT + 16, 380, 103, 48)
        self._you.place(self._you_text, 16, 5, 71, 38)
        self._panel.place(self._now, 34, 30, 452, 38)
        self._panel.place(self._now_text, 34, 70, 452, 96)
        self._panel.place(Card(Kiosk.LINE, None, radius=0), 34, 207, 452, 2)
        self._none = Icon("circle-dashed", Kiosk.EDGE)
        self._list = PaperList(452, _PAPERS, 64)
        self._panel.place(self._none, 34, 232, 40, 40)
        self._panel.place(self._list, 34, 222, 452, _PAPERS * 64)
        self._panel.place(self._papers, 94, 232, 392, 152)

    def show_pictures(self, officer: LatestFrame | None, own: LatestFrame | None) -> None:
        self._officer.video.show_source(officer)
        self._own.video.show_source(own)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        officer = words.officer_words(snapshot.officer)
        self._speaks.setVisible(snapshot.officer_talks)
        speaks = self.tr("{officer} berbicara dengan Anda")
        if snapshot.talk_shared:
            speaks = self.tr("{officer} berbicara dengan Anda dan bilik lain")
        self._speaks_text.setText(speaks.format(officer=officer))
        width = min(self._speaks_text.natural_width() + 4, 1090)
        self.place(self._speaks, 72, 808, width + 118, 72)
        self._speaks.place(self._speaks_text, 88, 14, width, 44)
        self._you_text.setText(self.tr("Anda"))
        width = self._you_text.natural_width() + 4
        self.place(self._you, _SIDE_LEFT + 16, 380, width + 32, 48)
        self._you.place(self._you_text, 16, 5, width, 38)
        self._own.explain(self._own_missing(snapshot))
        self._render_officer(snapshot)
        self._now.setText(self.tr("Sekarang"))
        self._now_text.setText(self._happens(snapshot, officer))
        listed = bool(snapshot.pages.papers)
        none = self.tr("Belum ada dokumen yang diminta. Daftarnya muncul di sini.")
        self._papers.setText("" if listed else none)
        self._none.setVisible(not listed)
        self._list.render_papers(snapshot, _PAPERS)

    def _render_officer(self, snapshot: Snapshot) -> None:
        absent = "" if snapshot.officer_seen else self.tr("Petugas tidak mengirim gambar.")
        icon, note = words.link_words(snapshot)
        self._officer.explain(absent, held=snapshot.picture_held, icon=icon, note=note)

    def _own_missing(self, snapshot: Snapshot) -> str:
        if not snapshot.consent:
            return self.tr("Kamera mati, karena Anda tidak menyetujui foto.")
        if Device.CAMERA in snapshot.faults:
            return self.tr("Kamera tidak ditemukan. Pembicaraan tetap berjalan tanpa gambar Anda.")
        return ""

    def _happens(self, snapshot: Snapshot, officer: str) -> str:
        if Device.MICROPHONE in snapshot.faults:
            return self.tr("Mikrofon bilik ini rusak. Sentuh BANTUAN.")
        if Device.SPEAKER in snapshot.faults:
            return self.tr("Pengeras suara bilik ini rusak. Sentuh BANTUAN.")
        if snapshot.officer_talks and not snapshot.privacy.heard:
            return self.tr("Dengarkan petugas.")
        if not snapshot.officer_talks and snapshot.privacy.heard:
            return self.tr("Petugas mendengarkan. Silakan berbicara.")
        return self.tr("Anda berbicara dengan {officer}.").format(officer=officer)


class VeilView(ScreenView):
    """Parked or on hold: a calm veil; the person goes on by themselves."""

    def __init__(self) -> None:
        super().__init__()
        self._veil = Card(Kiosk.VEIL, None)
        self._title = Text(KioskType.TITLE, align=CENTRE)
        self._calm = Text(KioskType.SECOND, Kiosk.INK2, CENTRE)
        self._waited = Text(KioskType.LEAST, Kiosk.INK, CENTRE)
        self._card = Card()
        self._meanwhile = Text(KioskType.PANEL)
        self._hint = Text(KioskType.LEAST, Kiosk.INK2)
        middle = KioskForm.PICTURE / 2
        self.place(self._veil, KioskForm.MARGIN, _TOP, KioskForm.PICTURE, KioskForm.CONTENT)
        self._veil.place(Disc("player-pause", Kiosk.SURFACE, Kiosk.INK), middle - 74, 114, 148, 148)
        self._veil.place(self._title, 186, 296, 900, 152)
        self._veil.place(self._calm, 116, 468, 1040, 56)
        self._veil.place(self._waited, 116, 560, 1040, 38)
        self.place(self._card, _SIDE_LEFT, _TOP, KioskForm.SIDE, KioskForm.CONTENT)
        self._card.place(self._meanwhile, 38, 34, 462, 150)
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(FADE_MS)
        self._fade.setStartValue(QColor(Kiosk.BG))
        self._fade.setEndValue(QColor(Kiosk.VEIL))
        self._fade.valueChanged.connect(self._tint)

    def _tint(self, ground: QColor) -> None:
        self._veil.set_look(ground.name(), None)

    def showEvent(self, event: QShowEvent) -> None:
        # Only the ground fades in. The words, like all that tells who hears, are there at once.
        super().showEvent(event)
        self._tint(QColor(Kiosk.BG))
        self._fade.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._fade.stop()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        if snapshot.screen is Screen.PARKED and not snapshot.met and snapshot.waited_s < _SOON_S:
            # Just arrived: perhaps nobody else is there at all.
            self._title.setText(self.tr("Petugas segera\nbersama Anda."))
        else:
            self._title.setText(self.tr("Petugas sedang melayani peserta lain."))
        self._calm.setText(self.tr("Petugas tahu Anda menunggu. Tetap duduk."))
        waited = self.tr("Sudah menunggu {time}").format(time=words.duration_words(snapshot.waited_s))
        self._waited.setText(waited if snapshot.waited_s >= _WAITED_FROM_S else "")
        self._render_meanwhile(snapshot)
        self._hint.setText(self._hint_words(snapshot))
        top = 58 + KioskType.PANEL.line_px * self._meanwhile.lines()
        self._card.place(self._hint, 38, top, 448, 190)

    def _render_meanwhile(self, snapshot: Snapshot) -> None:
        left = page_words.to_prepare(snapshot)
        if left:
            ready = self.tr("Sambil menunggu, siapkan: {name}.")
            self._meanwhile.setText(ready.format(name=left))
        elif snapshot.pages.papers:
            self._meanwhile.setText(self.tr("Bagian Anda sudah selesai. Petugas memeriksa dokumen Anda."))
        elif snapshot.pages.claim_unasked:
            self._meanwhile.setText(self.tr("Petugas akan menanyakan keperluan Anda."))
        else:
            self._meanwhile.setText(self.tr("Petugas memberi tahu jika ada dokumen yang dibutuhkan."))

    def _hint_words(self, snapshot: Snapshot) -> str:
        if snapshot.help is Help.NOTED:
            return self.tr("Petugas sudah melihat permintaan Anda. Tetap duduk.")
        if snapshot.help is Help.ASKED:
            return self.tr("Permintaan Anda sudah dikirim. Tetap duduk.")
        if snapshot.screen is Screen.HOLD:
            return self.tr("Suara dan gambar berhenti di kedua arah. Anda tidak perlu melakukan apa-apa.")
        return self.tr("Perlu petugas sekarang? Sentuh BANTUAN. Petugas langsung melihatnya.")


class AnnouncementView(ScreenView):
    """The officer speaks to all booths at once.

    Signals:
        officer_resized(int, int): the size in which the officer's picture is wanted, device pixels.
    """

    officer_resized = Signal(int, int)

    def __init__(self, clock: RepaintClock) -> None:
        super().__init__()
        self._officer = Picture("announcer_picture", clock, (720, KioskForm.CONTENT))
        self._officer.video.resized.connect(self.officer_resized)
        self._card = Card(edge=Kiosk.ANNOUNCE, stroke=4)
        self._head = Text(KioskType.BUTTON, Kiosk.ANNOUNCE, middle=True)
        self._quote = Text(KioskType.QUOTE)
        self._who = Text(KioskType.BODY, Kiosk.INK2)
        self._after = Text(KioskType.BODY, weight=Weight.TITLE)
        self.place(self._officer, KioskForm.MARGIN, _TOP, 720, KioskForm.CONTENT)
        self.place(self._card, 800, _TOP, 1072, KioskForm.CONTENT)
        self._card.place(Icon("speakerphone", Kiosk.ANNOUNCE), 56, 52, 60, 60)
        self._card.place(self._head, 140, 52, 890, 60)
        self._card.place(self._quote, 56, 148, 970, 304)
        self._card.place(self._who, 56, 536, 970, 96)
        self._card.place(self._after, 56, 642, 970, 96)

    def show_pictures(self, officer: LatestFrame | None) -> None:
        self._officer.video.show_source(officer)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        officer = words.officer_words(snapshot.officer)
        self._head.setText(self.tr("Pengumuman untuk semua bilik"))
        self._quote.setText(self.tr("Dengarkan. Petugas berbicara kepada semua bilik."))
        who = self.tr("{officer} berbicara kepada semua bilik. Jangan sebutkan data pribadi.")
        self._who.setText(who.format(officer=officer))
        absent = "" if snapshot.officer_seen else self.tr("Petugas tidak mengirim gambar.")
        icon, note = words.link_words(snapshot)
        self._officer.explain(absent, held=snapshot.picture_held, icon=icon, note=note)
        self._after.setText(self.tr("Setelah ini, semuanya kembali seperti semula."))
