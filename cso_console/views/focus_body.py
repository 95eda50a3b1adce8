"""Below the head of the focused booth's panel: face and facts, checklist, document; or the two compared.

Responsible for: what of it shows, where it lies, and which paper is chosen. Not for: the parts themselves,
nor the panel's head (``focus``). GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Console, Space, booth_look
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from channel.wire.ids import DocumentId, VisitId
from cso_console.core.casework import CaseView, PaperRow, PaperState, id_of
from cso_console.core.intents import (
    AskDocument,
    AskLook,
    AskPicture,
    CloseBeside,
    Intent,
    ShowDocument,
    ShowLive,
)
from cso_console.core.snapshot import DeskSnapshot, Tile
from cso_console.views import verdicts
from cso_console.views.case_facts import CaseFacts
from cso_console.views.checklist import Checklist
from cso_console.views.comparison import Comparison
from cso_console.views.document_pane import DocumentPane
from cso_console.views.document_pictures import DocumentPictures
from cso_console.views.facts import FocusFacts
from cso_console.views.focus_mode import Mode, mode_of, others_of
from cso_console.views.focus_sizes import KEYS, LEAST_FACE, face_px, gap_px, keys_px, list_px
from cso_console.views.live_head import LiveHead
from cso_console.views.meter import MeterClock
from cso_console.views.notes import Notes
from cso_console.views.papers_to_come import PapersToCome
from cso_console.views.picture import Picture
from cso_console.views.piece import Piece, fill_panel, wipe_all
from cso_console.views.same_person import SamePerson
from cso_console.views.verdicts import Verdicts


class FocusBody(Piece, QWidget):
    """The body.

    Signals:
        intended(object): one ``Intent``.
        resized(int, int): the size in device pixels in which the large picture is wanted.
        gain_wanted(int): louder (1) or quieter (-1).
        finish_asked(), history_asked(), links_asked(), other_person_asked(): a dialog is to open.
        written(): the keyboard is free again.
    """

    intended = Signal(object)
    resized = Signal(int, int)
    gain_wanted = Signal(int)
    finish_asked = Signal()
    history_asked = Signal()
    links_asked = Signal()
    other_person_asked = Signal()
    written = Signal()

    def __init__(
        self, parent: QWidget, repaints: RepaintClock, ticks: MeterClock, pictures: DocumentPictures
    ) -> None:
        super().__init__(parent)
        self._mode = Mode.NO_CASE
        self._single = False
        self._talk = False
        self._number = 0
        self._case: CaseView | None = None
        self._item, self._by_hand = "", False
        """The paper that is chosen, and whether the officer did it."""
        self._of: tuple[VisitId | None, bool] = (None, False)
        """Whose papers the widgets hold, or only the portrait because of a doubt."""
        self._followed: tuple[VisitId, DocumentId | None] = (VisitId(""), None)
        self._grounds: list[QRect] = []
        self.keys_place = QRect()
        """Where the keys of the only booth belong; empty otherwise."""
        self.link = FocusFacts(self)
        self.papers = PapersToCome(self)
        self.facts = CaseFacts(self)
        self.notes = Notes(self)
        self.checklist = Checklist(self, pictures)
        self.pane = DocumentPane(self, pictures, "document")
        self.beside = DocumentPane(self, pictures, "document_beside", beside=True)
        self.verdicts = Verdicts(self)
        self.comparison = Comparison(self)
        self.live = LiveHead(self)
        self.same_person = SamePerson(self, pictures)
        self.picture = Picture(self, repaints, ticks, large=True)
        self.picture.video.setObjectName("focus_picture")
        self._by_mode: dict[Mode, tuple[QWidget, ...]] = {
            Mode.NO_CASE: (self.picture, self.link, self.papers),
            Mode.PAPERS: (
                *(self.picture, self.link, self.facts, self.notes),
                *(self.checklist, self.pane, self.verdicts),
            ),
            Mode.SIDE_BY_SIDE: (
                self.picture,
                self.live,
                self.beside,
                self.pane,
                self.comparison,
                self.verdicts,
            ),
            Mode.DOUBT: (self.picture, self.same_person),
        }
        papers = (self.facts, self.notes, self.checklist, self.pane, self.beside, self.verdicts)
        self._of_a_case: tuple[QWidget, ...] = (*papers, self.comparison, self.same_person)
        self._connect_parts()

    def _connect_parts(self) -> None:
        self.picture.resized.connect(self.resized)
        self.link.gain_wanted.connect(self.gain_wanted)
        self.facts.history_asked.connect(self.history_asked)
        self.facts.links_asked.connect(self.links_asked)
        self.checklist.finish_asked.connect(self.finish_asked)
        self.checklist.chosen.connect(self._choose)
        self.checklist.taken_back.connect(self._take_back_request)
        self.same_person.other_asked.connect(self.other_person_asked)
        for part in (self.notes, self.pane, self.beside, self.verdicts, self.comparison, self.same_person):
            part.intended.connect(self.intended)
        for writing in (self.notes, self.comparison):
            writing.written.connect(self.written)
        self.pane.side_asked.connect(self.lay_beside)
        self.beside.side.hide()
        self.live.look_asked.connect(self._ask_look)
        self.live.picture_asked.connect(self.take_picture)

    def intend(self, intent: Intent) -> None:
        self.intended.emit(intent)

    # ------------------------------------------------------------ what is asked

    def _row(self, item: str) -> PaperRow | None:
        rows = () if self._case is None else self._case.rows
        return next((row for row in rows if row.item == item), None)

    def _choose(self, item: str, first: DocumentId | None) -> None:
        self._item, self._by_hand = item, True
        if first is not None:
            self.intend(ShowDocument(first))
        if self._case is not None:
            self._show_papers(self._case)

    def step_paper(self, steps: int) -> None:
        """The next paper down (1) or up (-1) the checklist."""
        if self._case is None or self._mode is not Mode.PAPERS or not self._case.rows:
            return
        items = [row.item for row in self._case.rows]
        opened = self._case.shown is not None
        at = items.index(self._item) + steps * opened if self._item in items else 0
        row = self._case.rows[min(max(at, 0), len(items) - 1)]
        if row.item != self._item or not opened:
            self._choose(row.item, row.documents[0].document if row.documents else None)
            self.checklist.reveal(row.item)

    def turn_page(self, steps: int) -> None:
        if self._mode in (Mode.PAPERS, Mode.SIDE_BY_SIDE):
            self.pane.turn_page(steps)

    def zoom(self, steps: int) -> None:
        if self._mode in (Mode.PAPERS, Mode.SIDE_BY_SIDE):
            self.pane.zoom(steps)

    def accept(self) -> None:
        if not self.verdicts.isHidden():
            self.verdicts.give_accepted()

    def retake(self) -> None:
        if not self.verdicts.isHidden():
            self.verdicts.begin_retake()

    def lay_beside(self) -> None:
        """The live face first, then one paper after the other."""
        case = self._case
        if case is None or case.shown is None:
            return
        if self._mode is Mode.PAPERS and not case.over:
            self.intend(ShowLive(True))
        elif self._mode in (Mode.PAPERS, Mode.SIDE_BY_SIDE) and (others := others_of(case)):
            at = others.index(beside) + 1 if (beside := id_of(case.beside)) in others else 0
            self.intend(ShowDocument(others[at % len(others)], beside=True))

    def back_to_list(self) -> None:
        if self._mode is Mode.SIDE_BY_SIDE and self._case is not None:
            self.intend(ShowLive(False) if self._case.live else CloseBeside())

    def take_picture(self) -> None:
        if self._case is not None and self._mode is not Mode.DOUBT:
            self.intend(AskPicture())

    def _ask_look(self) -> None:
        if self._case is not None:
            self.intend(AskLook(not self._case.looking))

    def _take_back_request(self) -> None:
        if self._case is not None:
            self.intend(AskDocument("") if self._case.wants else AskLook(False))

    def confirm_person(self) -> bool:
        """Whether there was somebody to be made sure of."""
        asked = self._mode is Mode.DOUBT
        if asked:
            self.same_person.confirm()
        return asked

    # ------------------------------------------------------------ what is shown

    def forget(self) -> None:
        """Nothing of the person before stays in a widget."""
        self._case, self._of, self._item, self._by_hand = None, (None, False), "", False
        self._followed = (VisitId(""), None)
        for part in self._of_a_case:
            wipe_all(part)

    def aside(self) -> QRect:
        """All but the document that the officer looks at."""
        return QRect(0, 0, max(0, self.pane.x() - gap_px(self.scale)), self.height())

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_single(self, single: bool) -> None:
        if single != self._single:
            self._single = single
            self.arrange()

    def show_desk(self, snapshot: DeskSnapshot, tile: Tile, source: LatestFrame, meter: Meter) -> None:
        case = snapshot.case
        mode = mode_of(case)
        of = case.visit if case is not None and mode is not Mode.NO_CASE else None
        if (of, mode is Mode.DOUBT) != self._of:
            self.forget()
            self._of = (of, mode is Mode.DOUBT)
        self._case = case
        moved = mode is not self._mode
        self._mode = mode
        self._number, talk = tile.number, tile.talk
        if moved or talk != self._talk:
            self._talk = talk
            self.update()
        hidden: tuple[QWidget, ...] = ()
        if mode is Mode.SIDE_BY_SIDE and case is not None:
            hidden = (self.beside,) if case.live else (self.picture, self.live)
        for part in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            part.setVisible(part in self._by_mode[mode] and part not in hidden)
        self.link.set_brief(mode is Mode.PAPERS)
        if mode is Mode.PAPERS:
            self.link.setVisible(tile.has_channel)
        self.link.show_tile(tile)
        self.papers.show_tile(tile, case)
        if case is not None:
            self._show_case(case, tile)
        self.picture.show_tile(tile, source, meter)
        self.arrange()

    def _show_case(self, case: CaseView, tile: Tile) -> None:
        self._follow(case)
        if case.doubt is not None:
            self.same_person.show_doubt(case.doubt, case, tile.number)
            return
        self.facts.show_case(case)
        self.notes.show_case(case)
        self.live.show_case(case, tile)
        self._show_papers(case)

    def _follow(self, case: CaseView) -> None:
        """What the desk put into the viewer is what is chosen; otherwise the officer's choice stays."""
        now = (case.visit, id_of(case.shown))
        if now == self._followed:
            return
        if now[0] != self._followed[0]:
            new = [row.item for row in case.rows if row.state is PaperState.NEW]
            self._item = new[0] if new else ""
        # What opens by itself does not take the place of a paper that the officer has chosen.
        if case.shown is not None and not (case.shown.unasked and self._by_hand):
            self._item = case.shown.item
        self._followed = now

    def _show_papers(self, case: CaseView) -> None:
        row = self._row(self._item)
        ours = case.shown if case.shown is not None and case.shown.item == self._item else None
        seen = self.pane.show_document(ours, row, case, self._number)
        if case.beside is not None:
            self.beside.show_document(case.beside, self._row(case.beside.item), case, self._number)
            self.beside.side.hide()
        self.checklist.show_case(case, self._number, self._item)
        self.verdicts.show_paper(row, case, seen=seen)
        other = self.tr("Dokumen lain")
        self.pane.side.show_as(other if self._mode is Mode.SIDE_BY_SIDE else self.tr("Berdampingan"))
        alone = (self._mode is not Mode.PAPERS or case.over) and not others_of(case)
        self.pane.side.setEnabled(seen and not alone)
        self.comparison.show_case(case, self._item, case.beside.item if case.beside is not None else "")

    # ------------------------------------------------------------ place and paint

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        self.keys_place = QRect()
        before = list(self._grounds)
        match self._mode:
            case Mode.NO_CASE:
                self._arrange_without_case()
            case Mode.PAPERS:
                self._arrange_columns()
            case Mode.SIDE_BY_SIDE:
                self._arrange_side_by_side()
            case Mode.DOUBT:
                self.same_person.setGeometry(self.rect())
                self.same_person.arrange()
                self.picture.setGeometry(self.same_person.live_place)
                self._grounds = []
        if self._grounds != before:
            self.update()

    def _arrange_face(self, wide: int, face: int, below: int) -> int:
        """Face, the keys of the only booth, and ``below`` pixels of facts; gives the top of the facts."""
        self.picture.setGeometry(0, 0, wide, face)
        top = face
        if self._single:
            self.keys_place = QRect(0, top + self.px(Space.XS), wide, self.px(KEYS))
            top += self.px(Space.XS) + self.px(KEYS)
        self._grounds = [QRect(0, 0, wide, self.height())]
        return top + self.px(Space.XS)

    def _arrange_without_case(self) -> None:
        px, high = self.px, self.height()
        needed = self.link.needed_px()
        below = needed + 2 * px(Space.S) + keys_px(self.scale, single=self._single)
        wide = min(max(px(LEAST_FACE), (high - below) * 16 // 9), px(self.form.face_single))
        top = self._arrange_face(wide, min(wide * 9 // 16, high - below), needed)
        self.link.setGeometry(px(14), top, wide - 2 * px(14), needed)
        left = wide + gap_px(self.scale)
        self.papers.setGeometry(left, 0, max(0, self.width() - left), high)

    def _arrange_columns(self) -> None:
        px, high, gap = self.px, self.height(), gap_px(self.scale)
        wide = face_px(self.scale, self.width(), single=self._single)
        facts, link = self.facts.needed_px(), 0 if self.link.isHidden() else self.link.needed_px()
        least_notes = px(56)
        room = high - facts - link - least_notes - keys_px(self.scale, single=self._single) - 4 * px(Space.XS)
        top = self._arrange_face(wide, min(wide * 9 // 16, room), facts)
        side = px(14)
        self.facts.setGeometry(side, top, wide - 2 * side, facts)
        self.link.setGeometry(side, top + facts, wide - 2 * side, link)
        notes = top + facts + link + px(Space.XS)
        foot = px(Space.XS)
        self.notes.setGeometry(side, notes, wide - 2 * side, max(0, high - notes - foot))
        left = wide + gap
        list_wide = list_px(self.scale, single=self._single)
        self.checklist.setGeometry(left, 0, list_wide, high)
        left += list_wide + gap
        rest = max(0, self.width() - left)
        decide = px(verdicts.HIGH)
        self.pane.setGeometry(left, 0, rest, high - decide)
        self.verdicts.setGeometry(left, high - decide, rest, decide)
        self._grounds.append(QRect(left, 0, rest, high))

    def _arrange_side_by_side(self) -> None:
        px, high, gap = self.px, self.height(), gap_px(self.scale)
        decide, table = px(verdicts.HIGH), self.comparison.needed_px()
        foot = decide + table
        upper = high - foot - px(Space.S)
        each = (self.width() - gap) // 2
        right = QRect(each + gap, 0, self.width() - each - gap, upper)
        self.pane.setGeometry(right)
        self.beside.setGeometry(0, 0, each, upper)
        head, band = px(44), px(self.form.band)
        self.live.setGeometry(0, 0, each, head)
        self.picture.setGeometry(band, head, each - band, upper - head)
        self.comparison.setGeometry(0, high - foot, self.width(), table)
        self.verdicts.setGeometry(0, high - decide, self.width(), decide)
        self._grounds = [QRect(0, 0, each, upper), right, QRect(0, high - foot, self.width(), foot)]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = self.px(self.form.radius_panel)
        for ground in self._grounds:
            fill_panel(painter, QRectF(ground), radius, Console.B1)
        face = QRectF(self.picture.geometry())
        if self._mode is Mode.SIDE_BY_SIDE and not self.picture.isHidden():
            band = self.px(self.form.band)
            colour = QColor(booth_look(self._number).colour)
            painter.fillRect(QRectF(face.left() - band, face.top(), band, face.height()), colour)
        if self._single and self._talk and not self.picture.isHidden():
            painter.setPen(QPen(QColor(Console.TALK), self.px(self.form.stroke_state)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(face.adjusted(-1.5, -1.5, 1.5, 1.5), radius, radius)
        painter.end()
