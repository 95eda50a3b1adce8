"""The pages on which a number is typed: NIK and KPJ. Only the last character shows, unless it is wanted.

GUI thread only.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from booth_client.core.events import ShowNumber, Touched
from booth_client.core.pages import NumberEntry
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.views import page_words
from booth_client.views.buttons import PLAIN, Button
from booth_client.views.canvas import Card, Icon, Text, paint_box
from booth_client.views.keypad import HEIGHT, WIDTH, Keypad
from booth_client.views.page import PageView, officer_is_here
from booth_client.views.pictures import Drawing
from channel.qt.theme import Kiosk, KioskForm, KioskType, Scale, Weight, kiosk_font

NIK_LENGTH: Final = 16
_CELL, _CELL_HEIGHT = 54, 92
_STEP, _GROUP_GAP = 60, 258
"""From cell to cell, and from four cells to the next four."""
HIDDEN: Final = "•"


def shown_characters(entry: NumberEntry) -> list[str]:
    """What stands in the cells: dots and the last character, or all of it."""
    if entry.shown:
        return list(entry.typed)
    return [HIDDEN] * (len(entry.typed) - 1) + list(entry.typed[-1:])


class NumberCells(QWidget):
    """A cell for each character, in fours."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("number_cells")
        self._characters: list[str] = []
        self._count = 0
        self._scale = Scale()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.update()

    def show_entry(self, entry: NumberEntry) -> None:
        self._characters = shown_characters(entry)
        self._count = max(entry.length, min(len(entry.typed), NIK_LENGTH))
        self.update()

    def forget(self) -> None:
        self._characters, self._count = [], 0
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, scale = QPainter(self), self._scale
        painter.setFont(kiosk_font(KioskType.CELL, scale))
        now = len(self._characters)
        characters = self._characters[-self._count :] if self._count else []
        for index in range(self._count):
            group, place = divmod(index, 4)
            left = group * _GROUP_GAP + place * _STEP
            rect = QRectF(scale.px(left), 0, scale.px(_CELL), self.height())
            typed, next_one = index < len(characters), index == now
            edge = Kiosk.PRIMARY if next_one else Kiosk.EDGE
            stroke = scale.px(KioskForm.STROKE_CONTROL)
            paint_box(painter, rect, Kiosk.TINT if typed else Kiosk.SURFACE, edge, scale.px(10), stroke)
            if next_one:
                foot = QRectF(rect.left() + stroke, rect.bottom() - scale.px(12), 0, scale.px(9))
                foot.setRight(rect.right() - stroke)
                painter.fillRect(foot, QColor(Kiosk.PRIMARY))
            if typed:
                painter.setPen(QColor(Kiosk.INK))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, characters[index])
        painter.end()


class NumberView(PageView):
    """The common part; ``NikView`` and ``KpjView`` say the words."""

    officer_place = (KioskForm.MARGIN, 664, KioskForm.NUMBER, 240)

    def __init__(self, page: Screen, drawing: str) -> None:
        super().__init__()
        self.title = Text(KioskType.TITLE)
        self.lead = Text(KioskType.LEAD, Kiosk.INK2)
        self._cells = NumberCells()
        self.count = Text(KioskType.BODY, weight=Weight.TITLE)
        self.note = Text(KioskType.LEAST, Kiosk.INK2)
        self._show = Button("show_number_button", "eye", PLAIN)
        self._remark_icon = Icon("info-circle", Kiosk.PRIMARY)
        self._remark = Text(KioskType.LEAST, weight=Weight.LABEL, middle=True)
        self.card = Card()
        self.card_title = Text(KioskType.NAME)
        self.card_text = Text(KioskType.LEAST, Kiosk.INK2)
        self.keypad = Keypad(page)
        self._shown = False
        self.keypad.intended.connect(self.intended)
        self._show.clicked.connect(lambda: self.intended.emit(ShowNumber(not self._shown)))
        self.place(self.title, 48, 152, KioskForm.NUMBER, 76)
        self.place(self.lead, 48, 240, KioskForm.NUMBER, 54)
        self.place(self._cells, 48, 338, KioskForm.NUMBER, _CELL_HEIGHT)
        self.place(self.count, 48, 456, 620, 48)
        self.place(self.note, 48, 502, 620, 76)
        self.place(self._show, 692, 456, 392, KioskForm.BUTTON)
        self.place(self._remark_icon, 48, 592, 48, 48)
        self.place(self._remark, 110, 578, KioskForm.NUMBER - 62, 76)
        self.place(self.card, 48, 664, KioskForm.NUMBER, 240)
        self.card.place(Drawing(drawing, Kiosk.EDGE, radius=10), 28, 24, 304, 192)
        self.card.place(self.card_title, 364, 28, 644, 88)
        self.card.place(self.card_text, 364, 120, 644, 96)
        # A little wider and higher than its keys: rounded to pixels of the screen they must not be cut.
        self.place(self.keypad, 1244, 152, WIDTH + 4, HEIGHT + 4)

    def forget(self) -> None:
        super().forget()
        self._cells.forget()

    def render_entry(self, entry: NumberEntry, remark: str) -> None:
        self._shown = entry.shown
        self._cells.show_entry(entry)
        word = self.tr("SEMBUNYIKAN") if entry.shown else self.tr("TAMPILKAN")
        self._show.show_as(word, "eye-off" if entry.shown else "eye")
        self._show.setEnabled(bool(entry.typed))
        self._remark.setText(remark)
        self._remark_icon.setVisible(bool(remark))
        if entry.may_go_on and not entry.typed:
            word, icon = self.tr("LEWATI"), "player-skip-forward"
        else:
            word, icon = self.tr("LANJUT"), "arrow-right"
        self.keypad.show_words(self.tr("HAPUS"), word, may_go_on=entry.may_go_on, icon=icon)

    def hidden_words(self, entry: NumberEntry) -> str:
        if entry.shown:
            return self.tr("Angka sekarang terlihat di layar.")
        return self.tr("Angka disembunyikan agar aman.")


class NikView(NumberView):
    def __init__(self) -> None:
        super().__init__(Screen.NIK, "nik_card")

    def render_snapshot(self, snapshot: Snapshot) -> None:
        entry = snapshot.pages.number
        if entry is None:
            return
        self.render_entry(entry, page_words.nik_remark(entry))
        self.title.setText(self.tr("Ketik {n} angka NIK.").format(n=entry.length))
        self.lead.setText(self.tr("Tidak perlu diucapkan. Angka ada di bagian atas KTP."))
        self.count.setText(self.tr("{n} dari {all} angka").format(n=len(entry.typed), all=entry.length))
        self.note.setText(self.hidden_words(entry))
        self.card.setVisible(not officer_is_here(snapshot))
        self.card_title.setText(self.tr("Angkanya di sini, di KTP Anda"))
        self.card_text.setText(
            self.tr("Angka saja belum membuktikan siapa Anda. Petugas mencocokkannya dengan kartu.")
        )


class KpjView(NumberView):
    """May be skipped; some numbers have letters."""

    def __init__(self) -> None:
        super().__init__(Screen.KPJ, "member_card")
        self._letters = False
        self._turn = Button("letters_button", "keyboard", PLAIN)
        self._turn.clicked.connect(self._turn_keypad)
        self.place(self._turn, 378, 456, 290, KioskForm.BUTTON)
        self.place(self.count, 48, 446, 318, 48)
        self.place(self.note, 48, 492, 318, 76)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        entry = snapshot.pages.number
        if entry is None:
            return
        self.render_entry(entry, page_words.kpj_remark(entry))
        self.title.setText(self.tr("Ketik nomor kartu peserta (KPJ)."))
        self.lead.setText(self.tr("Tidak perlu diucapkan. Tidak tahu? Boleh dilewati."))
        self.count.setText(self.tr("{n} huruf dan angka").format(n=len(entry.typed)))
        self.note.setText(self.hidden_words(entry))
        self._turn.show_as(self.tr("ANGKA") if self._letters else self.tr("HURUF"))
        self.card.setVisible(not officer_is_here(snapshot))
        self.card_title.setText(self.tr("Nomornya di sini, di kartu peserta"))
        self.card_text.setText(self.tr("Biasanya {n} angka.").format(n=entry.length))

    def forget(self) -> None:
        super().forget()
        self._show_letters(False)

    def _turn_keypad(self) -> None:
        self._show_letters(not self._letters)
        self.intended.emit(Touched())

    def _show_letters(self, letters: bool) -> None:
        self._letters = letters
        self.keypad.show_letters(letters)
        self._turn.show_as(self.tr("ANGKA") if letters else self.tr("HURUF"))
