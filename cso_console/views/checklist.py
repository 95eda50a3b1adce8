"""The checklist of the case in focus: each paper with what stands at it, and how far the case is.

Responsible for: rows, which one is chosen, and the foot that ends the case. Not for: what a paper needs (the
rules), nor showing it (``document_pane``). Rows are kept and reused. GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.theme import Console, ConsoleType, Space
from channel.rules.claims import Need
from channel.wire.documents import Outcome
from channel.wire.ids import DocumentId
from cso_console.core.casework import CaseView, PaperRow, PaperState
from cso_console.views.buttons import PLAIN, PRIMARY, Button
from cso_console.views.case_words import OUTCOME_ICONS, CaseWords, accepted
from cso_console.views.document_pictures import DocumentPictures
from cso_console.views.paper_row import PaperButton
from cso_console.views.piece import Icon, Label, Piece, fill_panel, rescale_all
from cso_console.views.row_list import Scroll
from cso_console.views.words import Words

HEAD: Final = 44
FOOT: Final = 76


class Checklist(Piece, QWidget):
    """The column.

    Signals:
        chosen(str, object): an item (empty for none) and the ``DocumentId`` of its first picture, or None.
        finish_asked(): the case is to be decided.
        taken_back(): what the booth is asked for is not wanted any more.
    """

    chosen = Signal(str, object)
    finish_asked = Signal()
    taken_back = Signal()

    def __init__(self, parent: QWidget, pictures: DocumentPictures) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._words = CaseWords()
        self._hours = Words()
        self._rows: list[PaperButton] = []
        self._shown = 0
        self._ruled = 0
        """Where the line above notice and foot runs."""
        self._title = Label(self, ConsoleType.LABEL)
        self._claim = Label(self, ConsoleType.BASE, Console.T2)
        self._rules = Label(self, ConsoleType.SECOND, Console.T2, align=Qt.AlignmentFlag.AlignRight)
        self._list = QWidget()
        self._scroll = Scroll(self, self._list)
        self._scroll.setWidgetResizable(False)
        self._empty = Label(self, ConsoleType.BASE, Console.T2, wrap=True)
        self._notice_icon = Icon(self, 18)
        self._notice = Label(self, ConsoleType.SECOND, wrap=True)
        self._notice.setObjectName("case_notice")
        self.take_back = Button(self)
        self.take_back.setObjectName("take_back_request")
        self.take_back.clicked.connect(self.taken_back)
        self._done_icon = Icon(self, 22)
        self._done = Label(self, ConsoleType.LABEL, wrap=True)
        self._done.setObjectName("case_standing")
        self._left = Label(self, ConsoleType.SECOND, Console.T2, wrap=True)
        self.finish = Button(self, high=40)
        self.finish.setObjectName("finish_case_button")
        self.finish.clicked.connect(self.finish_asked)
        pictures.arrived.connect(self._arrived)

    def _arrived(self, document: str) -> None:
        for row in self._rows[: self._shown]:
            if row.documents and row.documents[0].document == document:
                row.show_thumbnail(self._pictures.thumbnail(DocumentId(document)))

    # ------------------------------------------------------------ what is shown

    def show_case(self, case: CaseView, number: int, chosen: str) -> None:
        self._title.set_text(self.tr("Daftar periksa"))
        self._claim.set_text(self._words.claim(case.claim))
        version = case.rules_version.split(" ")
        rules = self.tr("aturan {day}").format(day=version[1]) if len(version) > 1 else ""
        self._rules.set_text("" if self.scale.compact else rules)
        self._show_rows(case, number, chosen)
        empty = "" if self._shown else self._nothing(case)
        self._empty.set_text(empty)
        self._scroll.setVisible(not empty)
        self._show_notice(case)
        self._show_foot(case)
        self.arrange()

    def _nothing(self, case: CaseView) -> str:
        if case.to_ask and case.claim:
            return self.tr("Daftar muncul sendiri begitu peserta menjawab pertanyaan di layarnya.")
        if case.claim:
            return self.tr("Untuk keperluan ini tidak ada dokumen yang wajib. Anda dapat meminta foto (D).")
        return self.tr("Peserta belum memilih keperluan di layarnya.")

    def _show_rows(self, case: CaseView, number: int, chosen: str) -> None:
        wanted = len(case.rows) + len(case.others)
        while len(self._rows) < wanted:
            row = PaperButton(self._list)
            row.clicked.connect(self._row_clicked)
            rescale_all(row, self.scale)
            self._rows.append(row)
        self._shown = wanted
        for row in self._rows[wanted:]:
            row.hide()
            row.setObjectName("")
        for row, paper in zip(self._rows, case.rows, strict=False):
            self._show_row(row, paper, case)
            row.show_chosen(paper.item == chosen, number)
        shown = "" if case.shown is None or case.shown.item else case.shown.document.document
        for at, document in enumerate(case.others):
            row = self._rows[len(case.rows) + at]
            row.setObjectName(f"other_document_{at + 1}")
            taken = self.tr("Diambil {hour}").format(hour=self._hours.hour(document.captured_at))
            row.show_paper("", self._words.kind(document.kind, case), taken, (document,))
            row.show_mark(PaperState.NEW, differs=False)
            row.show_chosen(not chosen and document.document == shown, number)
        for row in self._rows[:wanted]:
            first = row.documents[0].document if row.documents else None
            row.show_thumbnail(None if first is None else self._pictures.thumbnail(first))
            row.show()

    def _show_row(self, row: PaperButton, paper: PaperRow, case: CaseView) -> None:
        row.setObjectName(f"paper_row_{paper.item}")
        state = self._words.paper(paper, case, short=self.scale.compact)
        tip = paper.note if paper.state is PaperState.ACCEPTED_WITH_NOTE else paper.because
        row.show_paper(paper.item, self._words.of(paper.name), state, paper.documents, tip)
        row.show_mark(paper.state, differs=paper.differs and bool(paper.documents))

    def _row_clicked(self) -> None:
        row = self.sender()
        assert isinstance(row, PaperButton)
        first = row.documents[0].document if row.documents else None
        self.chosen.emit(row.item, first)

    def _show_notice(self, case: CaseView) -> None:
        """What must be known beside the papers: the gravest alone."""
        icon, text, take_back = self._said(case)
        self._notice_icon.show_icon(icon)
        self._notice.set_text(text)
        self.take_back.show_as(self.tr("Batalkan"))
        self.take_back.setVisible(take_back)

    def _said(self, case: CaseView) -> tuple[str, str, bool]:
        if not case.online:
            text = self.tr("Sambungan dokumen terputus. Keputusan Anda dikirim sendiri begitu tersambung.")
            return "plug-connected-x", text, False
        if case.refused is not None:
            return "alert-triangle", self._words.refusal(case.refused), False
        if case.saving:
            return "hourglass", self.tr("Menyimpan…"), False
        if case.wants:
            name = self._words.kind(case.wants, case)
            return "camera", self.tr("Diminta di bilik: {name}").format(name=name), True
        if case.looking:
            return "eye", self.tr("Diminta di bilik: miringkan dokumen"), True
        if case.to_ask and case.rows and case.outcome is Outcome.NONE:
            text = self.tr("{n} pertanyaan belum dijawab peserta").format(n=len(case.to_ask))
            return "message-circle-question", text, False
        return "", "", False

    def _show_foot(self, case: CaseView) -> None:
        decided = case.outcome is not Outcome.NONE
        self._done_icon.show_icon(OUTCOME_ICONS[case.outcome] if decided else "")
        if decided:
            self._done.set_text(self._words.outcome(case.outcome))
            at = self._hours.hour(case.decided_at)
            signed = self.tr("sudah ditandatangani") if case.signed else self.tr("belum ditandatangani")
            self._left.set_text(self.tr("Dicatat {hour} · {signed}").format(hour=at, signed=signed))
        else:
            done, wanted = accepted(case)
            text = self.tr("{n} dari {all} wajib diterima")
            if self.scale.compact:
                text = self.tr("{n} dari {all} wajib")
            self._done.set_text(text.format(n=done, all=wanted) if wanted else "")
            self._left.set_text(self._left_to_do(case))
        ready = not case.missing and not case.waiting and bool(case.rows)
        self.finish.show_as(self.tr("Selesaikan…"), dress=PRIMARY if ready else PLAIN)
        self.finish.setVisible(not decided)
        self.finish.setEnabled(case.known and case.draft is None)

    def _left_to_do(self, case: CaseView) -> str:
        if case.waiting:
            waiting = self.tr("{n} menunggu keputusan")
            return (self.tr("{n} belum diputuskan") if self.scale.compact else waiting).format(n=case.waiting)
        if case.missing:
            return self.tr("{n} wajib belum ada").format(n=case.missing)
        if any(row.need is Need.MANDATORY for row in case.rows):
            return self.tr("Siap diselesaikan")
        return ""

    # ------------------------------------------------------------ place and paint

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        px, wide = self.px, self.width()
        head, inset, gap = px(HEAD), px(Space.M), px(Space.XS)
        left = inset
        for label in (self._title, self._claim):
            needed = min(label.needed_px(), max(0, wide - inset - left))
            label.setGeometry(left, 0, needed, head)
            left += needed + gap
        rules = self._rules.needed_px()
        self._rules.setGeometry(wide - inset - rules, 0, rules, head)
        bottom = self._arrange_notice(wide, inset, self._arrange_foot(wide, inset))
        if bottom != self._ruled:
            self._ruled = bottom
            self.update()
        self._scroll.setGeometry(0, head + 1, wide, max(0, bottom - head - 1))
        self._empty.setGeometry(
            inset, head + inset, wide - 2 * inset, self._empty.heightForWidth(wide - 2 * inset)
        )
        self._arrange_rows()

    def _arrange_foot(self, wide: int, inset: int) -> int:
        """The upper edge of the foot."""
        px = self.px
        button = self.finish.sizeHint().width() if not self.finish.isHidden() else 0
        left = inset
        if not self._done_icon.isHidden():
            left += self._done_icon.width() + px(Space.XS)
        room = wide - left - inset - (button + px(Space.S) if button else 0)
        done, rest = self._done.heightForWidth(room), self._left.heightForWidth(room)
        foot = max(px(60 if self.scale.compact else FOOT), done + rest + 2 * px(Space.S))
        top = self.height() - foot
        words = top + (foot - done - rest) // 2
        self._done.setGeometry(left, words, room, done)
        self._left.setGeometry(left, words + done, room, rest)
        self._done_icon.move(inset, top + (foot - self._done_icon.height()) // 2)
        self.finish.setGeometry(
            wide - inset - button, top + (foot - self.finish.height()) // 2, button, self.finish.height()
        )
        return top

    def _arrange_notice(self, wide: int, inset: int, bottom: int) -> int:
        if not self._notice.text():
            self._notice.setGeometry(QRect())
            return bottom
        px = self.px
        icon = self._notice_icon.width() + px(Space.XS)
        button = 0 if self.take_back.isHidden() else self.take_back.sizeHint().width() + px(Space.XS)
        room = wide - 2 * inset - icon - button
        needed = self._notice.heightForWidth(room)
        high = max(needed, self.take_back.height() if button else 0) + 2 * px(6)
        top = bottom - high
        self._notice_icon.move(inset, top + (high - self._notice_icon.height()) // 2)
        self._notice.setGeometry(inset + icon, top + (high - needed) // 2, room, needed)
        if button:
            across = button - px(Space.XS)
            self.take_back.setGeometry(
                wide - inset - across,
                top + (high - self.take_back.height()) // 2,
                across,
                self.take_back.height(),
            )
        return top

    def _arrange_rows(self) -> None:
        wide = self._scroll.width()
        top = 0
        for row in self._rows[: self._shown]:
            high = row.needed_height(wide)
            row.setGeometry(0, top, wide, high)
            row.arrange()
            top += high
        self._list.resize(wide, top)

    def reveal(self, item: str) -> None:
        """Bring the item's row into sight."""
        for row in self._rows[: self._shown]:
            if row.item == item:
                self._scroll.ensureWidgetVisible(row, 0, row.height() // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        fill_panel(painter, QRectF(self.rect()), self.px(self.form.radius_panel), Console.B1)
        painter.fillRect(0, self.px(HEAD), self.width(), 1, QColor(Console.LINE))
        painter.fillRect(0, self._ruled, self.width(), 1, QColor(Console.LINE))
        painter.end()
