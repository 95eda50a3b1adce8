"""The summary: what was decided, what to bring, what was handed in; and the signature. GUI thread only."""

from __future__ import annotations

from booth_client.core.events import DoWithoutSigning, GoOn, Sign, Touched
from booth_client.core.pages import Summary
from booth_client.core.snapshot import Language, Screen, Snapshot
from booth_client.views import page_words
from booth_client.views.buttons import PLAIN, PRIMARY, Button
from booth_client.views.canvas import CENTRE, Card, Text
from booth_client.views.lines import Line, Lines
from booth_client.views.page import PageView, officer_is_here
from booth_client.views.page_words import told
from booth_client.views.screen import Disc
from booth_client.views.signature import SignaturePad
from channel.qt.theme import Kiosk, KioskForm, KioskType, Type, Weight

_LEFT_WIDTH = 1036
_RIGHT = 1156
_RIGHT_WIDTH = 716


class SummaryView(PageView):
    officer_place = (_RIGHT, 152, _RIGHT_WIDTH, 160)

    def __init__(self) -> None:
        super().__init__()
        self._good = Disc("check", Kiosk.HEARD, Kiosk.ON_HEARD, share=0.7)
        self._other = Disc("files", Kiosk.TINT, Kiosk.PRIMARY)
        self._title = Text(KioskType.TITLE, middle=True)
        self._reason = Text(KioskType.BODY, Kiosk.INK2)
        self._card = Card()
        self._lines = Lines(_LEFT_WIDTH - 68, 1)
        self._more = Button("more_summary_button", "chevron-right", PLAIN, icon_after=True)
        self._sign_title = Text(KioskType.NAME)
        self._sign_text = Text(KioskType.LEAST, Kiosk.INK2)
        self._pad = SignaturePad()
        self._here = Text(KioskType.LEAST, Kiosk.INK2, CENTRE)
        self._erase = Button("erase_button", "eraser", PLAIN, KioskType.FACT)
        self._without = Button("no_sign_button", "", PLAIN, KioskType.FACT)
        self._sign = Button("sign_button", "signature", PRIMARY, KioskType.CHOICE, icon_px=64)
        self._signed = False
        self._listed: tuple[Summary, Language, float] | None = None
        """What the list shows: to lay it out anew takes longer than all the rest."""
        self._more.clicked.connect(self._turn)
        self._erase.clicked.connect(self._wipe_pad)
        self._without.clicked.connect(lambda: self.intended.emit(DoWithoutSigning()))
        self._sign.clicked.connect(self._hand_on)
        self._pad.inked.connect(self._render_buttons)
        for disc in (self._good, self._other):
            self.place(disc, 48, 152, 96, 96)
        self.place(self._title, 172, 152, _LEFT_WIDTH - 124, 96)
        self.place(self._reason, 48, 264, _LEFT_WIDTH, 96)
        self.place(self._card, 48, 372, _LEFT_WIDTH, 532)
        self._card.place(self._lines, 34, 24, _LEFT_WIDTH - 68, 400)
        self._card.place(self._more, 34, 412, 420, KioskForm.BUTTON)
        self.place(self._sign_title, _RIGHT, 152, _RIGHT_WIDTH, 44)
        self.place(self._sign_text, _RIGHT, 204, _RIGHT_WIDTH, 114)
        self.place(self._pad, _RIGHT, 332, _RIGHT_WIDTH, 280)
        self.place(self._here, _RIGHT + 40, 560, _RIGHT_WIDTH - 80, 38)
        self.place(self._erase, _RIGHT, 632, 230, KioskForm.BUTTON)
        self.place(self._without, _RIGHT + 254, 632, _RIGHT_WIDTH - 254, KioskForm.BUTTON)
        self.place(self._sign, _RIGHT, 756, _RIGHT_WIDTH, 148)

    def forget(self) -> None:
        super().forget()
        self._lines.forget()
        self._listed = None
        self._pad.erase()

    def render_snapshot(self, snapshot: Snapshot) -> None:
        summary = snapshot.pages.summary
        if summary is None:
            return
        self._signed = summary.signed
        icon, title = page_words.outcome_words(summary.outcome)
        self._good.setVisible(icon == "check")
        self._other.setVisible(icon != "check")
        self._title.setText(title)
        self._reason.setText(summary.reason)
        top = 372 if summary.reason else 276
        self.place(self._card, 48, top, _LEFT_WIDTH, 904 - top)
        self._render_lines(summary, snapshot, 904 - top)
        here = officer_is_here(snapshot)
        self._sign_title.setText("" if here else self.tr("Tanda tangan Anda"))
        text = self.tr("Bacalah ringkasan di kiri. Jika sudah benar, tanda tangani dengan jari di kotak ini.")
        self._sign_text.setText("" if here or summary.signed else text)
        self._pad.set_signed(summary.signed)
        self._render_buttons()

    def _render_lines(self, summary: Summary, snapshot: Snapshot, height: float) -> None:
        if (summary, snapshot.language, height) == self._listed:
            return
        self._listed = (summary, snapshot.language, height)
        width, room = _LEFT_WIDTH - 68, height - 48
        self._card.place(self._lines, 34, 24, width, room)
        self._lines.fill(width, room)
        self._lines.show_lines(self._list_of(summary, snapshot, KioskType.BODY))
        if self._lines.pages > 1:
            room = height - 160
            self._card.place(self._lines, 34, 24, width, room)
            self._lines.fill(width, room)
            self._lines.show_lines(self._list_of(summary, snapshot, KioskType.LEAST))
            self._card.place(self._more, 34, height - 120, 420, KioskForm.BUTTON)
        self._more.setVisible(self._lines.pages > 1)
        self._show_more()

    def _list_of(self, summary: Summary, snapshot: Snapshot, step: Type) -> tuple[Line, ...]:
        lines: list[Line] = []
        if summary.bring:
            lines.append(Line(self.tr("Yang perlu dibawa"), step=KioskType.NAME, leads=True))
            lines += [
                Line(told(text, snapshot.language), mark=f"{number}.", step=step, weight=Weight.LABEL)
                for number, text in enumerate(summary.bring, 1)
            ]
        if summary.handed_in:
            lines.append(Line(self.tr("Yang sudah difoto"), step=KioskType.NAME, leads=True))
            lines += [
                Line(told(text, snapshot.language), icon="check", step=step) for text in summary.handed_in
            ]
        if not lines:
            lines.append(Line(self.tr("Tidak ada dokumen yang difoto."), step=step, colour=Kiosk.INK2))
        return tuple(lines)

    def _show_more(self) -> None:
        more = self.tr("LIHAT LAGI {n}/{all}")
        self._more.show_as(more.format(n=self._lines.page + 1, all=self._lines.pages))

    def _render_buttons(self) -> None:
        inked = self._pad.is_signed_on()
        self._erase.show_as(self.tr("HAPUS"))
        self._erase.setEnabled(inked and not self._signed)
        self._without.show_as(self.tr("TANPA TANDA TANGAN"))
        self._without.setEnabled(not self._signed)
        if self._signed:
            self._here.setText(self.tr("Sudah ditandatangani. Terima kasih."))
            self._sign.show_as(self.tr("LANJUT"), "arrow-right")
            self._sign.setEnabled(True)
        else:
            self._here.setText("" if inked else self.tr("Tanda tangan di sini"))
            self._sign.show_as(self.tr("SAYA SETUJU, KIRIM"), "signature")
            self._sign.setEnabled(inked)

    def _turn(self) -> None:
        self._lines.turn()
        self._show_more()
        self.intended.emit(Touched())

    def _wipe_pad(self) -> None:
        self._pad.erase()
        self.intended.emit(Touched())

    def _hand_on(self) -> None:
        if self._signed:
            self.intended.emit(GoOn(Screen.SUMMARY))
        elif self._pad.is_signed_on():
            png = self._pad.png()
            self._pad.erase()
            self.intended.emit(Sign(png))
