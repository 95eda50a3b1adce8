"""Is this the same person? The papers stay shut until the officer has looked.

Responsible for: the stored portrait beside the live face, why it is asked, and the two answers. Not for:
placing the live face (``focus_body`` lends it), nor recording. GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from channel.qt.theme import Console, ConsoleType, Space, Weight
from channel.wire.ids import DocumentId
from cso_console.core.casework import CaseView, Fetching, PersonDoubt
from cso_console.core.intents import ConfirmSamePerson
from cso_console.views.buttons import PRIMARY, Button
from cso_console.views.document_pictures import DocumentPictures
from cso_console.views.piece import Icon, Label, Piece, fill_panel
from cso_console.views.words import Words

_FACE: Final = 330
_FACE_HIGH: Final = 280
_LOW: Final = 560
"""A page of less height has narrower gaps, for the sake of the faces."""
_CENTRE: Final = Qt.AlignmentFlag.AlignHCenter


class Portrait(Piece, QWidget):
    """The stored picture, cropped to its place; or the word that there is none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._drawn: QPixmap | None = None
        self._none = Label(self, ConsoleType.BASE, Console.T2, align=_CENTRE, wrap=True)
        self._icon = Icon(self, 36, colour=Console.T3)

    def show_image(self, image: QImage | None, none: str) -> None:
        if image is not self._image:
            self._image = image
            self._drawn = None
            self.update()
        self._none.set_text(none if image is None else "")
        self._icon.show_icon("photo-off" if image is None else "")
        self.arrange()

    def wipe(self) -> None:
        self._image = self._drawn = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._drawn = None
        self.arrange()

    def arrange(self) -> None:
        wide = self.width() - 2 * self.px(Space.M)
        high = self._none.heightForWidth(wide)
        top = (self.height() - high + self._icon.height()) // 2
        self._none.setGeometry(self.px(Space.M), top, wide, high)
        self._icon.move(
            (self.width() - self._icon.width()) // 2, top - self._icon.height() - self.px(Space.XS)
        )

    def _cropped(self, image: QImage) -> QPixmap:
        ratio = self.devicePixelRatioF()
        size = self.size() * ratio
        scaled = image.scaled(
            size,
            Qt.AspectRatioMode.KeepAspectRatioByExpanding,
            Qt.TransformationMode.SmoothTransformation,
        )
        left, top = (scaled.width() - size.width()) // 2, (scaled.height() - size.height()) // 2
        pixmap = QPixmap.fromImage(scaled.copy(QRect(left, top, size.width(), size.height())))
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self.px(self.form.radius_panel)
        if self._image is None:
            fill_panel(painter, QRectF(self.rect()), radius, Console.B2, Console.LINE)
        else:
            if self._drawn is None:
                self._drawn = self._cropped(self._image)
            path = QPainterPath()
            path.addRoundedRect(QRectF(self.rect()), radius, radius)
            painter.setClipPath(path)
            painter.drawPixmap(0, 0, self._drawn)
        painter.end()


class SamePerson(Piece, QWidget):
    """The page.

    Signals:
        intended(object): one ``Intent``.
        other_asked(): somebody else sits there; to be confirmed.
    """

    intended = Signal(object)
    other_asked = Signal()

    def __init__(self, parent: QWidget, pictures: DocumentPictures) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._words = Words()
        self._portrait: DocumentId | None = None
        self._fetching = Fetching.LOADING
        self._title = Label(self, ConsoleType.PAGE, weight=Weight.TITLE, align=_CENTRE)
        self._why = Label(self, ConsoleType.FOCUS, Console.T2, weight=Weight.BODY, align=_CENTRE, wrap=True)
        self._stored = Portrait(self)
        self._stored_word = Label(self, ConsoleType.LABEL, align=_CENTRE, wrap=True)
        self._live_word = Label(self, ConsoleType.LABEL, align=_CENTRE, wrap=True)
        self.same = Button(self, icon="check", cap="Enter", dress=PRIMARY, high=40)
        self.same.setObjectName("same_person_button")
        self.other = Button(self, high=40)
        self.other.setObjectName("other_person_button")
        self.same.clicked.connect(self.confirm)
        self.other.clicked.connect(self.other_asked)
        self.live_place = QRect()
        """Where the live face belongs."""
        pictures.arrived.connect(self._arrived)

    def _arrived(self, document: str) -> None:
        if document == self._portrait:
            self._show_portrait()

    def wipe(self) -> None:
        self._portrait = None

    def confirm(self) -> None:
        if self.same.isEnabled():
            self.intended.emit(ConfirmSamePerson())

    def show_doubt(self, doubt: PersonDoubt, case: CaseView, number: int) -> None:
        self._title.set_text(self.tr("Apakah ini orang yang sama?"))
        self._why.set_text(self._reason(doubt, number))
        portrait = doubt.portrait
        self._portrait = None if portrait is None else portrait.document
        self._fetching = doubt.fetching
        self._show_portrait()
        hour = "" if portrait is None else self._words.hour(portrait.captured_at)
        stored = self.tr("Potret tersimpan, {hour}").format(hour=hour)
        self._stored_word.set_text(stored if portrait is not None else self.tr("Tidak ada potret tersimpan"))
        live = self.tr("Wajah langsung sekarang")
        self._live_word.set_text(live if doubt.seen else self.tr("Belum terlihat siapa pun"))
        saving = doubt.saving
        waits = self.tr("Menyimpan…") if case.online else self.tr("Menunggu sambungan…")
        self.same.show_as(waits if saving else self.tr("Orang yang sama, buka dokumen"))
        self.same.setEnabled(doubt.seen and not saving)
        self.other.show_as(self.tr("Orang lain, tutup kunjungan…"))
        self.arrange()

    def _reason(self, doubt: PersonDoubt, number: int) -> str:
        seconds = round(doubt.gap_s)
        if not seconds:
            return self.tr(
                "Meja ini baru menerima Bilik {n}. Dokumen ditutup sampai Anda memastikan."
            ).format(n=number)
        if doubt.held:
            text = self.tr("Bilik {n} ditahan {time}. Dokumen ditutup sampai Anda memastikan.")
        else:
            text = self.tr("Sambungan Bilik {n} putus {time}. Dokumen ditutup sampai Anda memastikan.")
        minutes = self.tr("{n} menit").format(n=seconds // 60)
        time = self.tr("{n} detik").format(n=seconds) if seconds < 120 else minutes
        return text.format(n=number, time=time)

    def _show_portrait(self) -> None:
        image = None if self._portrait is None else self._pictures.picture(self._portrait)
        none = self.tr("Tidak ada potret. Tanyakan hal yang hanya peserta tahu.")
        if self._portrait is not None and self._fetching in (Fetching.LOADING, Fetching.READY):
            none = self.tr("Mengambil foto…")
        self._stored.show_image(image, none)

    # ------------------------------------------------------------ place and paint

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def arrange(self) -> None:
        px = self.px
        wide = self.width()
        title, word, button = px(36), px(28), px(40)
        gap = px(Space.S if self.height() < px(_LOW) else Space.L)
        column = min(px(900), wide - 2 * px(Space.M))
        why = self._why.heightForWidth(column)
        fixed = title + why + word + button + 4 * gap
        face_high = min(px(_FACE_HIGH), self.height() - fixed - 2 * gap)
        face = min(px(_FACE), round(face_high * _FACE / _FACE_HIGH))
        top = (self.height() - fixed - face_high) // 2
        self._title.setGeometry(0, top, wide, title)
        top += title + gap // 2
        self._why.setGeometry((wide - column) // 2, top, column, why)
        top += why + gap
        left = (wide - 2 * face - px(Space.L)) // 2
        right = left + face + px(Space.L)
        self._stored.setGeometry(left, top, face, face_high)
        self.live_place = QRect(right, top, face, face_high)
        top += face_high + px(Space.XS)
        spare = px(Space.L)  # words may be wider than a face
        for label, its_left in ((self._stored_word, left), (self._live_word, right)):
            label.setGeometry(its_left - spare // 2, top, face + spare, word)
        top += word + gap // 2
        same, other = self.same.sizeHint().width(), self.other.sizeHint().width()
        left = (wide - same - px(Space.S) - other) // 2
        self.same.setGeometry(left, top, same, button)
        self.other.setGeometry(left + same + px(Space.S), top, other, button)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Console.B1))
        radius = self.px(self.form.radius_panel)
        painter.drawRoundedRect(self.rect(), radius, radius)
        painter.end()
