"""A document with all that belongs to it: whose it is, what it is, when it was taken, and the tools to look.

Responsible for: badge and band in the booth's colour on every document, the caption, the tools, and saying
why there is no picture. Not for: painting the picture (``document_view``), nor verdicts. GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from channel.qt.theme import Console, ConsoleType, Space, booth_look
from channel.wire.ids import DocumentId
from cso_console.core.casework import CaseView, Fetching, PaperRow, PaperState, ShownDocument
from cso_console.core.intents import ShowDocument
from cso_console.views.buttons import PLAIN, QUIET, Button
from cso_console.views.case_words import CaseWords
from cso_console.views.document_pictures import DocumentPictures
from cso_console.views.document_view import ZOOM_STEP, DocumentView
from cso_console.views.picture import Pill
from cso_console.views.piece import Badge, Icon, Label, Piece, space

HEAD: Final = 44
_CARD_MM: Final = (85.60, 53.98)
"""ID-1 of ISO/IEC 7810."""
_CARD_SHAPE_MARGIN: Final = 0.02
_MM_PER_INCH: Final = 25.4
_NARROW: Final = 620
"""Too narrow for words beside all the tools."""


def card_dpi(picture: QImage) -> int:
    """Of a picture that has the shape of a card from edge to edge; 0 of every other one, whose size nobody
    knows."""
    long, short = max(picture.width(), picture.height()), min(picture.width(), picture.height())
    shape = _CARD_MM[0] / _CARD_MM[1]
    if not short or abs(long / short / shape - 1) > _CARD_SHAPE_MARGIN:
        return 0
    return round(long / _CARD_MM[0] * _MM_PER_INCH)


class DocumentPane(Piece, QWidget):
    """Head and view; the ground under the head is painted by whoever places it.

    Signals:
        intended(object): one ``Intent``.
        side_asked(): the button for side by side.
    """

    intended = Signal(object)
    side_asked = Signal()

    def __init__(
        self, parent: QWidget, pictures: DocumentPictures, name: str, *, beside: bool = False
    ) -> None:
        """``name``: of the view, in front of the names of its tools; ``beside``: it is the second one."""
        super().__init__(parent)
        self._pictures = pictures
        self._beside = beside
        self._words = CaseWords()
        self._number = 0
        self._document: DocumentId | None = None
        self._pages: tuple[DocumentId, ...] = ()
        self._titles = ("", "", "")
        """Title, the same in short, caption."""
        self._fitted: tuple[tuple[str, str, str], int] | None = None
        """What the words on the screen were chosen from, and the room for them."""
        self._head = QWidget(self)
        self._row = QHBoxLayout(self._head)
        self._badge = Badge(self, 24)
        self._title = Label(self, ConsoleType.LABEL, elide=True)
        self._caption = Label(self, ConsoleType.SECOND, Console.T2, elide=True)
        self._back = self._tool("chevron-left", f"{name}_page_back")
        self._on = self._tool("chevron-right", f"{name}_page_on")
        self._out = self._tool("zoom-out", f"{name}_zoom_out")
        self._in = self._tool("zoom-in", f"{name}_zoom_in")
        self._fit = self._tool("arrows-maximize", f"{name}_fit")
        self._turn = self._tool("rotate-clockwise", f"{name}_turn")
        self._contrast = self._tool("circle-half-2", f"{name}_contrast")
        self.side = Button(self, icon="columns-2", cap="V")
        self.side.setObjectName(f"{name}_side_by_side")
        self.view = DocumentView(self)
        self.view.setObjectName(name)
        self._later = Pill(self)
        self._icon = Icon(self, 40, colour=Console.T3)
        centre = Qt.AlignmentFlag.AlignHCenter
        self._said = Label(self, ConsoleType.FOCUS, align=centre, wrap=True)
        self._why = Label(self, ConsoleType.BASE, Console.T2, align=centre, wrap=True)
        self._row.addWidget(self._badge)
        self._row.addWidget(self._title)
        self._row.addWidget(self._caption, 1)
        self._tools = (self._back, self._on, self._out, self._in, self._fit, self._turn, self._contrast)
        for tool in (*self._tools, self.side):
            self._row.addWidget(tool)
        self._back.clicked.connect(self._page_back)
        self._on.clicked.connect(self._page_on)
        self._in.clicked.connect(self._zoom_in)
        self._out.clicked.connect(self._zoom_out)
        self._fit.clicked.connect(self.view.fit)
        self._turn.clicked.connect(self.view.turn)
        self._contrast.clicked.connect(self._switch_contrast)
        self.side.clicked.connect(self.side_asked)
        pictures.arrived.connect(self._arrived)

    def _tool(self, icon: str, name: str) -> Button:
        tool = Button(self, icon=icon, dress=QUIET)
        tool.setObjectName(name)
        return tool

    # ------------------------------------------------------------ what is asked

    def _page_back(self) -> None:
        self.turn_page(-1)

    def _page_on(self) -> None:
        self.turn_page(1)

    def turn_page(self, steps: int) -> None:
        """To another picture of the same paper."""
        if self._document in self._pages:
            at = self._pages.index(self._document) + steps
            if 0 <= at < len(self._pages):
                self.intended.emit(ShowDocument(self._pages[at], self._beside))

    def _zoom_in(self) -> None:
        self.zoom(1)

    def _zoom_out(self) -> None:
        self.zoom(-1)

    def zoom(self, steps: int) -> None:
        """Closer (1), further (-1), or all of it (0)."""
        if steps:
            self.view.zoom_by(ZOOM_STEP**steps)
        else:
            self.view.fit()

    def _switch_contrast(self) -> None:
        self.view.switch_contrast()
        self._show_tools()

    def _arrived(self, document: str) -> None:
        if document == self._document:
            self.view.show_picture(self._pictures.picture(DocumentId(document)))

    # ------------------------------------------------------------ what is shown

    def show_document(
        self, shown: ShownDocument | None, row: PaperRow | None, case: CaseView, number: int
    ) -> bool:
        """``row``: the item that is chosen, with or without pictures. Whether a picture is to be seen."""
        if number != self._number:
            self._number = number
            self.update()
        self._badge.show_booth(number)
        self._document = None if shown is None else shown.document.document
        self._pages = tuple(info.document for info in row.documents) if row is not None else ()
        ready = shown is not None and shown.fetching is Fetching.READY
        picture = self._pictures.picture(self._document) if ready and self._document is not None else None
        self.view.show_picture(picture)
        self.view.setVisible(picture is not None)
        whole = self._title_of(shown, row, case, short=False)
        self._titles = (whole, self._title_of(shown, row, case, short=True), self._caption_of(shown, picture))
        self._title.setToolTip(" · ".join(part for part in (whole, self._titles[2]) if part))
        later = picture is not None and shown is not None and shown.later
        self._later.show_text(self.tr("Diambil sendiri saat menunggu") if later else "")
        self._show_notice(shown, row, case, missing=picture is None)
        self._show_tools()
        self.arrange()
        return picture is not None

    def _fit_head(self) -> None:
        """The longest words that fit beside the tools: whole, a shorter title, a title alone."""
        tools = [tool for tool in (*self._tools, self.side) if not tool.isHidden()]
        gaps = (len(tools) + 3) * self.px(Space.XS) + self.px(Space.M) + self.px(Space.S)
        taken = self._badge.width() + sum(tool.sizeHint().width() for tool in tools) + gaps
        fitted = (self._titles, self.width() - taken)
        if fitted == self._fitted:
            return
        self._fitted = fitted
        whole, short, caption = self._titles
        for title, beside in ((whole, caption), (short, caption), (short, "")):
            self._title.set_text(title)
            self._caption.set_text(beside)
            if self._title.needed_px() + self._caption.needed_px() + taken <= self.width():
                break

    def _title_of(
        self, shown: ShownDocument | None, row: PaperRow | None, case: CaseView, *, short: bool
    ) -> str:
        if shown is not None:
            return self._words.title(row, shown.document, case, short=short)
        return self._words.of(row.name) if row is not None else self.tr("Dokumen")

    def _caption_of(self, shown: ShownDocument | None, picture: QImage | None) -> str:
        if shown is None:
            return ""
        at = self._words.time_of(shown.document.captured_at)
        taken = self.tr("diambil {time}").format(time=at)
        dpi = card_dpi(picture) if picture is not None else 0
        return self.tr("{dpi} dpi · {taken}").format(dpi=dpi, taken=taken) if dpi else taken

    def _show_tools(self) -> None:
        seen = not self.view.isHidden()
        for tool, tip in (
            (self._out, self.tr("Perkecil (Ctrl −)")),
            (self._in, self.tr("Perbesar (Ctrl +)")),
            (self._fit, self.tr("Tampilkan seluruhnya (Ctrl 0)")),
            (self._turn, self.tr("Putar ke kanan")),
            (self._contrast, self.tr("Kontras lebih kuat")),
        ):
            tool.show_as("", tip=tip)
            tool.setAccessibleName(tip)
            tool.setEnabled(seen)
        self._contrast.show_as("", dress=PLAIN if self.view.contrast else QUIET, tip=self._contrast.toolTip())
        at = self._pages.index(self._document) if self._document in self._pages else 0
        several = len(self._pages) > 1 and self._document in self._pages
        for tool, tip, able in (
            (self._back, self.tr("Foto sebelumnya (←)"), at > 0),
            (self._on, self.tr("Foto berikutnya (→)"), at + 1 < len(self._pages)),
        ):
            tool.show_as("", tip=tip)
            tool.setAccessibleName(tip)
            tool.setVisible(several)
            tool.setEnabled(able)

    def _show_notice(
        self, shown: ShownDocument | None, row: PaperRow | None, case: CaseView, *, missing: bool
    ) -> None:
        icon, said, why = self._notice(shown, row, case) if missing else ("", "", "")
        self._icon.show_icon(icon)
        self._said.set_text(said)
        self._why.set_text(why)

    def _notice(
        self, shown: ShownDocument | None, row: PaperRow | None, case: CaseView
    ) -> tuple[str, str, str]:
        """(icon, what is so, what that means or what comes by itself)."""
        if shown is None:
            return self._without_document(row, case)
        match shown.fetching:
            case Fetching.GONE:
                return "photo-off", self.tr("Foto ini tidak ada lagi di server"), self.tr("Minta foto ulang.")
            case Fetching.DAMAGED:
                return (
                    "photo-off",
                    self.tr("Foto ini tidak dapat dibuka"),
                    self.tr("Isinya utuh, tetapi bukan gambar yang aman. Minta foto ulang."),
                )
        if not case.online:
            return (
                "plug-connected-x",
                self.tr("Sambungan dokumen terputus"),
                self.tr("Foto aman di server dan tampil sendiri begitu tersambung."),
            )
        return "hourglass", self.tr("Mengambil foto…"), ""

    def _without_document(self, row: PaperRow | None, case: CaseView) -> tuple[str, str, str]:
        if not (case.rows or case.others):
            return (
                "files",
                self.tr("Belum ada dokumen"),
                self.tr("Yang difoto di bilik tampil sendiri di sini."),
            )
        if row is None:
            return "files", self.tr("Pilih dokumen di daftar"), self.tr("Panah ↑ ↓ menelusuri daftar.")
        if row.documents:
            return (
                "file-text",
                self.tr("Foto ada, belum dibuka"),
                self.tr("Klik barisnya di daftar, atau tekan ↓."),
            )
        if row.state is PaperState.NOT_APPLICABLE:
            return "circle-minus", self.tr("Tidak berlaku"), ""
        if row.asked:
            return "camera", self.tr("Sedang diminta di bilik"), self.tr("Tampil sendiri begitu difoto.")
        if row.state is PaperState.RETAKE:
            return "refresh", self.tr("Menunggu foto ulang"), self.tr("Tampil sendiri begitu difoto.")
        return "scan", self.tr("Belum difoto"), row.because or self.tr("Tampil sendiri begitu difoto.")

    # ------------------------------------------------------------ place and paint

    def wipe(self) -> None:
        self._document, self._pages, self._titles, self._fitted = None, (), ("", "", ""), None

    def refit(self) -> None:
        space(self._row, self.scale, (16, 0, 12, 0), Space.XS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        self.side.set_short(self.width() < self.px(_NARROW))
        self._fit_head()
        self._row.activate()
        head, band = self.px(HEAD), self.px(self.form.band)
        self._head.setGeometry(0, 0, self.width(), head)
        room = self.rect().adjusted(band, head, 0, 0)
        inset = self.px(Space.XS)
        foot = 0 if self._later.isHidden() else self._later.height() + inset
        self.view.setGeometry(room.adjusted(0, 0, 0, -foot))
        self._later.move(room.left() + inset, room.bottom() - inset - self._later.height())
        wide = min(self.px(420), room.width() - 2 * inset)
        gap = self.px(Space.S)
        said = self._said.heightForWidth(wide) if self._said.text() else 0
        why = self._why.heightForWidth(wide) if self._why.text() else 0
        top = room.top() + (room.height() - self._icon.height() - said - why - 2 * gap) // 2
        left = room.left() + (room.width() - wide) // 2
        self._icon.move(room.left() + (room.width() - self._icon.width()) // 2, top)
        self._said.setGeometry(left, top + self._icon.height() + gap, wide, said)
        self._why.setGeometry(left, top + self._icon.height() + gap + said + gap, wide, why)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        head, band = self.px(HEAD), self.px(self.form.band)
        painter.fillRect(self.rect().adjusted(0, head, 0, 0), QColor(Console.CANVAS))
        if self._number:
            colour = QColor(booth_look(self._number).colour)
            painter.fillRect(0, head, band, self.height() - head, colour)
        painter.end()
