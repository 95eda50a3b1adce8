"""The pages before the documents' camera: one shot, guided; and a paper that the officer wants to see move.

GUI thread only. Pictures come as ``LatestFrame``.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from booth_client.core.capture import PAGE
from booth_client.core.events import AskForHelp, LastPage, SkipPaper
from booth_client.core.pages import Capture
from booth_client.core.shutter import FAILURES_BEFORE_NOTE, Hint
from booth_client.core.snapshot import Help, Snapshot
from booth_client.views import page_words
from booth_client.views.buttons import HELP, PLAIN, Button
from booth_client.views.camera import CameraPanel
from booth_client.views.canvas import Canvas, Card, Text
from booth_client.views.page import PageView, officer_is_here
from booth_client.views.page_words import told
from booth_client.views.paper_list import PaperList
from booth_client.views.pictures import Drawing
from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Kiosk, KioskForm, KioskType, Weight
from channel.runtime.latest import LatestFrame

_LEFT = KioskForm.MARGIN + KioskForm.CAMERA + 48
_WIDTH = KioskForm.BESIDE_CAMERA
_LIST_TOP = 452
_LINES = 4
_ROW = 78


class CaptureView(PageView):
    """Signals:
    document_resized(int, int), own_resized(int, int): the sizes in which the documents' and the own picture
        are wanted, device pixels.
    """

    document_resized = Signal(int, int)
    own_resized = Signal(int, int)
    officer_place = (_LEFT, _LIST_TOP, _WIDTH, 220)

    def __init__(self, clock: RepaintClock) -> None:
        super().__init__()
        self._camera = CameraPanel("document_picture", clock)
        self._camera.resized.connect(self.document_resized)
        self._face = CameraPanel("face_picture", clock)
        self._face.resized.connect(self.own_resized)
        self._count = Text(KioskType.LEAST, Kiosk.INK2, weight=Weight.LABEL)
        self._title = Text(KioskType.SIDE)
        self._hint = Text(KioskType.BODY, Kiosk.INK2)
        self._list_card = Card()
        self._list = PaperList(_WIDTH - 60, _LINES, _ROW)
        self._note = Card(edge=Kiosk.PRIMARY)
        self._note_title = Text(KioskType.LEAST, Kiosk.INK2)
        self._note_text = Text(KioskType.BODY, weight=Weight.LABEL)
        self._hard = Card()
        self._hard_text = Text(KioskType.BODY, weight=Weight.LABEL, middle=True)
        self._hard_text.setObjectName("capture_trouble")
        self._item = ""
        self._ask = Button("ask_help_button", "hand-stop", HELP)
        self._last = Button("last_page_button", "files", PLAIN)
        self._skip = Button("skip_button", "player-skip-forward", PLAIN)
        self._ask.clicked.connect(lambda: self.intended.emit(AskForHelp()))
        self._last.clicked.connect(lambda: self.intended.emit(LastPage(self._item)))
        self._skip.clicked.connect(lambda: self.intended.emit(SkipPaper(self._item)))
        for panel in (self._camera, self._face):
            self.place(panel, KioskForm.MARGIN, KioskForm.CONTENT_TOP, KioskForm.CAMERA, KioskForm.CONTENT)
        self.place(self._count, _LEFT, 152, _WIDTH, 38)
        self.place(self._title, _LEFT, 192, _WIDTH, 150)
        self.place(self._hint, _LEFT, 346, _WIDTH, 96)
        self.place(self._list_card, _LEFT, _LIST_TOP, _WIDTH, 336)
        self._list_card.place(self._list, 30, 12, _WIDTH - 60, _LINES * _ROW)
        self.place(self._note, _LEFT, _LIST_TOP, _WIDTH, 336)
        self._note.place(self._note_title, 28, 16, _WIDTH - 56, 38)
        self._note.place(self._note_text, 28, 56, _WIDTH - 56, 154)
        self.place(self._hard, _LEFT, _LIST_TOP, _WIDTH, 220)
        self._hard.place(self._hard_text, 28, 10, _WIDTH - 56, 96)
        self._hard.place(self._ask, 28, 108, _WIDTH - 56, KioskForm.BUTTON)
        self.place(self._last, _LEFT, 692, _WIDTH, KioskForm.BUTTON)
        self.place(self._skip, _LEFT, 808, _WIDTH, KioskForm.BUTTON)

    def show_pictures(self, document: LatestFrame | None, own: LatestFrame | None) -> None:
        self._camera.show_picture(document)
        self._face.show_picture(own)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        capture = snapshot.pages.capture
        if capture is None:
            return
        self._item = capture.item
        count = self.tr("Dokumen {n} dari {all}").format(n=capture.count, all=capture.total)
        self._count.setText(count if capture.total and capture.form is not None else "")
        self._title.setText(page_words.capture_title(capture, snapshot.language))
        self._hint.setText(self._hint_words(capture, snapshot))
        self._render_camera(capture, snapshot)
        self._last.setVisible(capture.may_close)
        self._last.show_as(self.tr("ITU HALAMAN TERAKHIR"))
        self._skip.setVisible(capture.form is not None)
        self._skip.show_as(self.tr("TIDAK SAYA BAWA"))
        self._skip.setEnabled(capture.may_skip)
        here = officer_is_here(snapshot)
        hard = capture.failures >= FAILURES_BEFORE_NOTE or not capture.camera or snapshot.pages.not_saved
        self._hard.setVisible(hard and not here)
        self._render_hard(capture, snapshot)
        note = next((paper.note for paper in snapshot.pages.papers if paper.is_of(capture.item)), "")
        self._note_title.setText(self.tr("Petugas meminta foto ulang:"))
        self._note_text.setText(note)
        height = 220 if capture.may_close else 336
        self.place(self._note, _LEFT, _LIST_TOP, _WIDTH, height)
        self._note.place(self._note_text, 28, 56, _WIDTH - 56, height - 66)
        self._note.setVisible(bool(note) and not hard and not here)
        self._list_card.setVisible(not note and not hard and not here)
        self.place(self._list_card, _LEFT, _LIST_TOP, _WIDTH, height)
        self._list.render_papers(snapshot, _LINES - 2 if capture.may_close else _LINES)

    def forget(self) -> None:
        super().forget()
        for panel in (self._camera, self._face):
            panel.marks.show_marks(None, None, good=False)

    def _hint_words(self, capture: Capture, snapshot: Snapshot) -> str:
        note = next((paper.note for paper in snapshot.pages.papers if paper.is_of(capture.item)), "")
        if note and officer_is_here(snapshot):
            # The officer stands where the reason stood.
            return self._hint.elided(note, lines=2)
        hint = told(capture.hint_text, snapshot.language)
        if capture.form is PAGE and not hint:
            return self.tr("Foto diambil sendiri. Bagian atas kertas boleh di kiri.")
        return hint or self.tr("Foto diambil sendiri.")

    def _render_camera(self, capture: Capture, snapshot: Snapshot) -> None:
        face = capture.form is None
        panel = self._face if face else self._camera
        self._face.setVisible(face)
        self._camera.setVisible(not face)
        if capture.camera:
            panel.explain("")
        elif face:
            panel.explain(self.tr("Kamera tidak bekerja sekarang. Yang sudah difoto aman."))
        else:
            panel.explain(self.tr("Kamera dokumen tidak bekerja sekarang. Yang sudah difoto aman."))
        good = capture.flaw is None and capture.hint in (Hint.HOLD_STILL, Hint.TAKEN)
        panel.marks.show_marks(capture.form, capture.corners, good=good)
        if not capture.camera:
            panel.say(self.tr("Sentuh BANTUAN"), "hand-stop", Kiosk.HELP)
        elif snapshot.pages.not_saved:
            panel.say(self.tr("Foto belum dapat disimpan"), "alert-triangle", Kiosk.HELP)
        elif capture.saving:
            panel.say(self.tr("Foto sedang diperiksa…"), progress=1.0)
        elif capture.flaw is not None:
            icon, reason = page_words.flaw_words(capture.flaw, capture.form)
            panel.say(reason, icon, Kiosk.HELP)
        elif capture.counts_down_s:
            counts = self.tr("Lihat ke kamera. Foto dalam {n} detik.")
            panel.say(counts.format(n=capture.counts_down_s), "camera")
        else:
            icon, reason = page_words.hint_words(capture.hint, capture.form)
            steady = capture.hint is Hint.HOLD_STILL
            colour = Kiosk.GOOD if capture.hint is Hint.TAKEN else Kiosk.SURFACE
            panel.say(reason, icon, colour, progress=capture.progress if steady else None)

    def _render_hard(self, capture: Capture, snapshot: Snapshot) -> None:
        if snapshot.help is not Help.NONE:
            self._hard_text.setText(self.tr("Petugas sudah diberi tahu. Tetap duduk."))
        elif snapshot.pages.not_saved:
            self._hard_text.setText(self.tr("Bilik ini belum dapat menyimpan foto. Petugas perlu tahu."))
        elif capture.camera:
            self._hard_text.setText(self.tr("Sulit difoto? Petugas dapat membantu."))
        else:
            self._hard_text.setText(self.tr("Petugas dapat membantu."))
        self._ask.setVisible(snapshot.help is Help.NONE)
        self._ask.show_as(self.tr("MINTA BANTUAN"))


class LookView(PageView):
    """Signals:
    document_resized(int, int): the size in which the documents' picture is wanted, device pixels.
    """

    document_resized = Signal(int, int)
    officer_place = (_LEFT, 500, _WIDTH, 315)

    def __init__(self, clock: RepaintClock) -> None:
        super().__init__()
        self._camera = CameraPanel("look_picture", clock)
        self._camera.resized.connect(self.document_resized)
        self._title = Text(KioskType.SIDE)
        self._lead = Text(KioskType.BODY, Kiosk.INK2)
        self._drawing: Canvas = Canvas()
        self.place(self._camera, KioskForm.MARGIN, KioskForm.CONTENT_TOP, KioskForm.CAMERA, KioskForm.CONTENT)
        self.place(self._title, _LEFT, 152, _WIDTH, 198)
        self.place(self._lead, _LEFT, 362, _WIDTH, 96)
        self.place(self._drawing, _LEFT, 500, _WIDTH, 315)
        self._drawing.place(Drawing("tilt_card", Kiosk.LINE), 0, 0, _WIDTH, 315)

    def show_document(self, source: LatestFrame | None) -> None:
        self._camera.show_picture(source)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._camera.explain("")
        self._title.setText(self.tr("Tunjukkan kartu ke kamera, lalu miringkan perlahan."))
        self._lead.setText(self.tr("Pelan-pelan, ke kiri dan ke kanan, sampai petugas selesai."))
        self._camera.say(self.tr("Petugas sedang melihat kartu"), "eye")
        self._drawing.setVisible(not officer_is_here(snapshot))
