"""The checklist: which papers are needed, how far each is, and the way on to photograph them.

GUI thread only.
"""

from __future__ import annotations

from math import ceil

from booth_client.core.events import GoOn, TakePaper, Touched
from booth_client.core.pages import Paper, PaperState
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.views import page_words
from booth_client.views.buttons import PLAIN, PRIMARY, Button
from booth_client.views.canvas import RIGHT, Card, Icon, Text
from booth_client.views.choice import CHOSEN, ChoicePage
from booth_client.views.page import officer_is_here
from booth_client.views.page_words import told
from channel.qt.theme import Kiosk, KioskForm, KioskType

_SIDE_LEFT = KioskForm.MARGIN + KioskForm.PICTURE + KioskForm.GAP
_ROWS, _COLUMNS = 4, 2
PAPERS_MOST = _ROWS * _COLUMNS
"""On one page; more are on the next one, never smaller."""
_WIDTH, _HEIGHT, _GAP = 626, 149, 20
_TOP = KioskForm.CONTENT_TOP + 96
_FIXED = (PaperState.ACCEPTED, PaperState.NOT_NEEDED)
"""Nothing is to be photographed any more."""


class DocumentsView(ChoicePage):
    officer_place = (_SIDE_LEFT, 152, KioskForm.SIDE, 292)

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._pages = 1
        self._shown: Snapshot | None = None
        self._title = Text(KioskType.TITLE)
        self._lead = Text(KioskType.BODY, Kiosk.INK2, RIGHT)
        self._help = Card()
        self._help_text = Text(KioskType.BODY)
        self._note = Card()
        self._note_icon = Icon("cloud-upload", Kiosk.PRIMARY)
        self._note_text = Text(KioskType.LEAST, middle=True)
        self._note_text.setObjectName("documents_note")
        self._more = Button("more_papers_button", "chevron-right", PLAIN, icon_after=True)
        self._go_on = Button("go_on_button", "camera", PRIMARY, KioskType.CHOICE, icon_px=64)
        self._more.clicked.connect(self._turn_page)
        self._go_on.clicked.connect(lambda: self.intended.emit(GoOn(Screen.DOCUMENTS)))
        self.place(self._title, 48, 152, 850, 76)
        self.place(self._lead, 900, 172, KioskForm.PICTURE - 852, 48)
        self.place(self._help, _SIDE_LEFT, 152, KioskForm.SIDE, 292)
        self._help.place(Icon("hand-move", Kiosk.PRIMARY), 34, 30, 64, 64)
        self._help.place(self._help_text, 34, 112, 452, 160)
        self.place(self._note, _SIDE_LEFT, 464, KioskForm.SIDE, 156)
        self._note.place(self._note_icon, 28, 50, 56, 56)
        self._note.place(self._note_text, 104, 12, 396, 132)
        self.place(self._more, _SIDE_LEFT, 640, KioskForm.SIDE, KioskForm.BUTTON)
        self.place(self._go_on, _SIDE_LEFT, 756, KioskForm.SIDE, 148)

    def forget(self) -> None:
        super().forget()
        self._page, self._shown = 0, None

    def render_snapshot(self, snapshot: Snapshot) -> None:
        papers, self._shown = snapshot.pages.papers, snapshot
        self._title.setText(self.tr("Dokumen yang dibutuhkan"))
        self._lead.setText(self._how_far(papers))
        self._help.setVisible(not officer_is_here(snapshot))
        self._help_text.setText(self._help_words(papers))
        self._render_note(snapshot)
        self._pages = max(1, ceil(len(papers) / PAPERS_MOST))
        self._page = min(self._page, self._pages - 1)
        self._more.setVisible(self._pages > 1)
        more = self.tr("LIHAT YANG LAIN {n}/{all}")
        self._more.show_as(more.format(n=self._page + 1, all=self._pages))
        self._render_papers(snapshot)
        self._render_go_on(papers)

    def _render_papers(self, snapshot: Snapshot) -> None:
        shown = snapshot.pages.papers[self._page * PAPERS_MOST : (self._page + 1) * PAPERS_MOST]
        few = len(snapshot.pages.papers) <= _ROWS
        for index, (choice, paper) in enumerate(zip(self.take_choices(len(shown)), shown, strict=True)):
            # Down first: the order of the checklist is read in columns.
            column, row = divmod(index, _ROWS)
            width = KioskForm.PICTURE if few else _WIDTH
            self.place(choice, 48 + column * (_WIDTH + _GAP), _TOP + row * (_HEIGHT + _GAP), width, _HEIGHT)
            icon, ground, ink = page_words.PAPER_LOOKS[paper.state]
            wanted = paper.asked or paper.state is PaperState.RETAKE
            choice.show_choice(
                f"paper_{paper.item}",
                TakePaper(paper.item),
                told(paper.name, snapshot.language),
                self._note_of(paper, snapshot, few=few),
                icon=icon,
                icon_ground=ground,
                icon_ink=ink,
                look=CHOSEN if wanted else PLAIN,
                small=not few,
                enabled=paper.state not in _FIXED,
            )

    def _note_of(self, paper: Paper, snapshot: Snapshot, *, few: bool) -> str:
        state = page_words.paper_words(paper)
        hint = told(paper.hint, snapshot.language)
        return f"{state} · {hint}" if few and hint and paper.state is PaperState.OPEN else state

    def _help_words(self, papers: tuple[Paper, ...]) -> str:
        if not papers:
            return self.tr("Tidak ada dokumen yang perlu difoto. Sentuh LANJUT.")
        if not any(paper.is_to_do for paper in papers):
            return self.tr("Bagian Anda sudah selesai. Sentuh LANJUT. Petugas memeriksanya.")
        return self.tr("Siapkan dokumen asli. Sentuh tombol biru untuk memfotonya.")

    def _how_far(self, papers: tuple[Paper, ...]) -> str:
        counted = [paper for paper in papers if paper.state is not PaperState.NOT_NEEDED]
        done = sum(not paper.is_to_do for paper in counted)
        if done == len(counted):
            return self.tr("Semua sudah selesai.") if counted else ""
        return self.tr("{n} dari {all} sudah selesai.").format(n=done, all=len(counted))

    def _render_note(self, snapshot: Snapshot) -> None:
        pages = snapshot.pages
        if pages.not_saved:
            self._note_icon.show_icon("alert-triangle", Kiosk.INK)
            self._note_text.setText(
                self.tr("Foto belum dapat disimpan di bilik ini. Sentuh BANTUAN agar petugas tahu.")
            )
        elif pages.on_the_way:
            self._note_icon.show_icon("cloud-upload", Kiosk.PRIMARY)
            going = self.tr("Foto yang sedang dikirim: {n}. Anda boleh melanjutkan.")
            self._note_text.setText(going.format(n=pages.on_the_way))
        else:
            self._note_text.setText("")
        self._note.setVisible(bool(self._note_text.text()))

    def _render_go_on(self, papers: tuple[Paper, ...]) -> None:
        if not any(paper.is_to_do for paper in papers):
            self._go_on.show_as(self.tr("LANJUT"), "arrow-right")
        elif all(paper.state in (PaperState.OPEN, PaperState.NOT_NEEDED) for paper in papers):
            self._go_on.show_as(self.tr("MULAI FOTO"), "camera")
        else:
            self._go_on.show_as(self.tr("LANJUT FOTO"), "camera")

    def _turn_page(self) -> None:
        self._page = (self._page + 1) % self._pages
        if self._shown is not None:
            self.render_snapshot(self._shown)
        self.intended.emit(Touched())
