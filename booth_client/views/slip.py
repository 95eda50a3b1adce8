"""The slip on the screen, to be photographed, and what must not be overlooked. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QWidget

from booth_client.core.events import GoOn, Touched
from booth_client.core.pages import Printing, SlipPage
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.views import words
from booth_client.views.buttons import PLAIN, PRIMARY, Button
from booth_client.views.canvas import CENTRE, Canvas, Card, Icon, Text
from booth_client.views.lines import CUT, Line, Lines
from booth_client.views.page import PageView, officer_is_here
from booth_client.views.screen import Disc
from channel.qt.theme import Kiosk, KioskForm, KioskType, Type, Weight
from channel.rules.qr import Modules, qr_modules
from channel.rules.slip import OUTCOMES, Role, Slip, SlipLine, SlipOutcome

_SLIP_LEFT = 1920 - KioskForm.MARGIN - KioskForm.SLIP
_LEFT_WIDTH = 1292
_QR = 240
_INSET = 36
_WIDTH = KioskForm.SLIP - 2 * _INSET
_HEAD = 80
_BELOW_HEAD = 24 + _HEAD
_QUIET = 10
"""Part of the code's place that is white anyhow."""
_BELOW_CODE = _BELOW_HEAD + _QR + 54 - 2 * _QUIET
_BOTTOM = KioskForm.CONTENT - 24
_REFERENCE = Type(40, 50, Weight.TITLE)
_NUMBER = Type(76, 88, Weight.TITLE)


class QrCode(QWidget):
    """Dark modules, each a whole number of pixels; what lies behind has to be white."""

    def __init__(self) -> None:
        super().__init__()
        self._text = ""
        self._modules: Modules = ()

    def show_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._modules = qr_modules(text) if text else ()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        count = len(self._modules)
        if not count:
            return
        painter = QPainter(self)
        side = max(1, min(self.width(), self.height()) // count)
        left, top = (self.width() - side * count) // 2, (self.height() - side * count) // 2
        for row, line in enumerate(self._modules):
            for column, dark in enumerate(line):
                if dark:
                    painter.fillRect(left + column * side, top + row * side, side, side, QColor(Kiosk.INK))
        painter.end()


class SlipPaper(Canvas):
    """The slip as it comes out of a printer: torn off at its lower end."""

    _TOOTH = 24

    def __init__(self) -> None:
        super().__init__()
        self._code = QrCode()
        self._head = Lines(_WIDTH, _HEAD)
        self._reference = Text(_REFERENCE, align=CENTRE, middle=True)
        self.lines = Lines(_WIDTH, 300)
        self.place(self._head, _INSET, 24, _WIDTH, _HEAD)
        self.place(self._code, (KioskForm.SLIP - _QR) / 2, _BELOW_HEAD - _QUIET, _QR, _QR)
        self.place(self._reference, 16, _BELOW_CODE - 54, KioskForm.SLIP - 32, 50)
        self.place(self.lines, _INSET, _BELOW_CODE, _WIDTH, _BOTTOM - _BELOW_CODE)

    def forget(self) -> None:
        self._code.show_text("")
        self._head.forget()
        self.lines.forget()

    def render_slip(self, slip: Slip) -> None:
        self._code.show_text(next((line.text for line in slip if line.role is Role.CODE), ""))
        self._reference.setText(next((line.text for line in slip if line.role is Role.REFERENCE), ""))
        head = [line for line in slip if line.role in (Role.TITLE, Role.PLACE)]
        self._head.show_lines(tuple(_look(line) for line in head[:1] + head[-1:]))
        rest = _on_paper(slip)
        self.lines.show_lines(tuple(CUT if line.role is Role.CUT else _look(line) for line in rest))
        self.lines.fill(_WIDTH, _BOTTOM - _BELOW_CODE, _BOTTOM - _BELOW_HEAD)
        self._show_page()

    def turn(self) -> None:
        """The next part of a long slip."""
        self.lines.turn()
        self._show_page()

    def _show_page(self) -> None:
        first = self.lines.page == 0
        self._code.setVisible(first)
        self._reference.setVisible(first)
        top = _BELOW_CODE if first else _BELOW_HEAD
        self.place(self.lines, _INSET, top, _WIDTH, _BOTTOM - top)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tooth = self.scale.px(self._TOOTH)
        bottom = self.height() - tooth / 2
        area = QRectF(0, 0, self.width(), bottom)
        painter.fillRect(area, QColor(Kiosk.SURFACE))
        painter.setPen(QColor(Kiosk.LINE))
        painter.drawPolyline(
            QPolygonF([area.bottomLeft(), area.topLeft(), area.topRight(), area.bottomRight()])
        )
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(Kiosk.BG))
        for left in range(0, self.width(), tooth):
            tip = QPointF(left + tooth / 2, bottom - tooth / 2)
            foot = QPointF(left, bottom), QPointF(left + tooth, bottom)
            painter.drawPolygon(QPolygonF([foot[0], tip, foot[1]]))
        painter.end()


def _look(line: SlipLine) -> Line:
    match line.role:
        case Role.TITLE:
            return Line(line.text, weight=Weight.TITLE, align=CENTRE)
        case Role.PLACE:
            return Line(line.text, colour=Kiosk.INK2, align=CENTRE)
        case Role.HEADING:
            return Line(line.text, weight=Weight.TITLE, leads=True)
        case Role.DONE:
            return Line(line.text, icon="check")
        case Role.BRING:
            return Line(line.text, mark=f"{line.number}.", weight=Weight.LABEL)
        case _:
            return Line(line.text)


def _on_paper(slip: Slip) -> list[SlipLine]:
    """What the paper shows beneath the reference. The outcome and what follows the last cut stand large
    beside it; what is to be brought comes first, for it must not be on a second page.
    """
    cuts = [index for index, line in enumerate(slip) if line.role is Role.CUT]
    middle = [line for line in slip[cuts[0] + 1 : cuts[-1]] if line.role is not Role.OUTCOME] if cuts else []
    roles = [line.role for line in middle]
    if Role.DONE in roles and Role.BRING in roles:
        done, bring = roles.index(Role.DONE) - 1, roles.index(Role.BRING) - 1
        middle = [*middle[:done], *middle[bring:], *middle[done:bring]]
    return [SlipLine(Role.CUT), *middle]


def _notes_after(slip: Slip) -> list[str]:
    """What the slip says at its end: what stays stored, how to ask."""
    last = max((index for index, line in enumerate(slip) if line.role is Role.CUT), default=len(slip))
    return [line.text for line in slip[last:] if line.role is Role.NOTE]


class SlipView(PageView):
    """ "Take your originals back" is the only amber block."""

    officer_place = (KioskForm.MARGIN, 784, 800, 120)

    def __init__(self) -> None:
        super().__init__()
        self._done = Disc("check", Kiosk.HEARD, Kiosk.ON_HEARD, share=0.7)
        self._other = Disc("file-text", Kiosk.TINT, Kiosk.PRIMARY)
        self._title = Text(KioskType.HERO, middle=True)
        self._number_card = Card()
        self._number_title = Text(KioskType.LEAST, Kiosk.INK2)
        self._number = Text(_NUMBER)
        self._notes = Text(KioskType.LEAST, Kiosk.INK2)
        self._keep = Text(KioskType.LEAST, weight=Weight.LABEL, middle=True)
        self._take_back = Card(Kiosk.TAKE_BACK, Kiosk.TAKE_BACK_EDGE, stroke=4)
        self._take = Text(KioskType.NOTICE, middle=True)
        self._look = Text(KioskType.BODY, middle=True)
        self._paper = SlipPaper()
        self._more = Button("more_slip_button", "chevron-right", PLAIN, icon_after=True)
        self._go_on = Button("go_on_button", "arrow-right", PRIMARY, KioskType.CHOICE, icon_px=56)
        self._clock = Icon("clock", Kiosk.INK2)
        self._wipe = Text(KioskType.LEAST, Kiosk.INK2, middle=True)
        self._more.clicked.connect(self._turn)
        self._go_on.clicked.connect(lambda: self.intended.emit(GoOn(Screen.SLIP)))
        for disc in (self._done, self._other):
            self.place(disc, 48, 152, 112, 112)
        self.place(self._title, 194, 152, _LEFT_WIDTH - 146, 112)
        self.place(self._number_card, 48, 288, _LEFT_WIDTH, 312)
        self._number_card.place(self._number_title, 40, 16, 800, 38)
        self._number_card.place(self._number, 40, 54, 820, 88)
        self._number_card.place(self._notes, 40, 148, _LEFT_WIDTH - 80, 154)
        self._number_card.place(self._more, 884, 30, 376, KioskForm.BUTTON)
        self.place(self._take_back, 48, 620, _LEFT_WIDTH, 144)
        self._take_back.place(Icon("files"), 48, 36, 72, 72)
        self._take_back.place(self._take, 148, 16, 1112, 62)
        self._take_back.place(self._look, 148, 80, 1112, 48)
        self.place(self._go_on, 48 + _LEFT_WIDTH - 460, 784, 460, 120)
        self.place(self._keep, 48, 784, 800, 76)
        self.place(self._clock, 48, 866, 36, 36)
        self.place(self._wipe, 98, 865, 740, 38)
        self.place(self._paper, _SLIP_LEFT, 152, KioskForm.SLIP, KioskForm.CONTENT + 12)

    def forget(self) -> None:
        super().forget()
        self._paper.forget()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        page = snapshot.pages.slip
        if page is None:
            return
        self._paper.render_slip(page.slip)
        outcome = next((line.text for line in page.slip if line.role is Role.OUTCOME), "")
        complete = OUTCOMES[SlipOutcome.COMPLETE]
        self._done.setVisible(outcome in (complete.id, complete.en))
        self._other.setVisible(outcome not in (complete.id, complete.en))
        self._title.setText(outcome)
        self._number_title.setText(self.tr("Nomor Anda"))
        self._number.setText(next((line.text for line in page.slip if line.role is Role.REFERENCE), ""))
        self._notes.setText("\n".join(_notes_after(page.slip)))
        self._keep.setText("" if officer_is_here(snapshot) else self._keep_words(page))
        self._take.setText(self.tr("Ambil kembali semua dokumen asli."))
        many = self.tr("{n} dokumen. Periksa meja dan kotak kamera.")
        look = self.tr("Periksa meja dan kotak kamera.")
        self._look.setText(many.format(n=page.originals) if page.originals else look)
        self._more.setVisible(self._paper.lines.pages > 1)
        self._show_more()
        self._go_on.show_as(self.tr("LANJUT"))
        wipes = snapshot.wipe_in_s > 0 and not officer_is_here(snapshot)
        left = words.duration_words(snapshot.wipe_in_s)
        self._clock.setVisible(wipes)
        self._wipe.setText(self.tr("Layar ini dibersihkan dalam {time}.").format(time=left) if wipes else "")

    def _keep_words(self, page: SlipPage) -> str:
        match page.printing:
            case Printing.PRINTING:
                return self.tr("Kertas bukti sedang dicetak. Mohon tunggu.")
            case Printing.PRINTED:
                return self.tr("Ambil kertas bukti dari mesin cetak, atau foto layar ini.")
            case Printing.FAILED:
                return self.tr("Kertas bukti tidak tercetak. Foto layar ini, atau sentuh CETAK LAGI.")
            case Printing.NO_PRINTER:
                return self.tr("Foto layar ini dengan ponsel Anda, atau catat nomornya.")

    def _show_more(self) -> None:
        lines = self._paper.lines
        self._more.show_as(self.tr("SISANYA {n}/{all}").format(n=lines.page + 1, all=lines.pages))

    def _turn(self) -> None:
        self._paper.turn()
        self._show_more()
        self.intended.emit(Touched())
