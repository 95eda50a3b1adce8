"""What surrounds every screen: the header with badge, privacy line and language, and the footer's buttons.

Responsible for: header and footer. Not for: the screens between them. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from booth_client.core.events import AskForHelp, ChooseLanguage, Finish, GoBack, PrintAgain, RepeatVoice
from booth_client.core.pages import Printing
from booth_client.core.snapshot import Help, Language, PrivacyState, Screen, Snapshot
from booth_client.views import words
from booth_client.views.buttons import HELP, NOTED, PLAIN, PRIMARY, Button, Look
from booth_client.views.canvas import Canvas, Card, Icon, Text, paint_box
from channel.qt.badge import paint_badge
from channel.qt.theme import Kiosk, KioskForm, KioskType, Type, Weight

_LOOKS = {
    PrivacyState.HEARD: (Kiosk.HEARD, None, Kiosk.ON_HEARD, Kiosk.ON_HEARD),
    PrivacyState.TWO_OFFICERS: (Kiosk.HEARD, None, Kiosk.ON_HEARD, Kiosk.ON_HEARD),
    PrivacyState.ALL_CALL: (Kiosk.ANNOUNCE, None, Kiosk.ON_ANNOUNCE, Kiosk.ON_ANNOUNCE),
    PrivacyState.UNKNOWN: (Kiosk.BG, Kiosk.EDGE, Kiosk.INK, Kiosk.INK),
}
_LOOK = (Kiosk.SURFACE, Kiosk.EDGE, Kiosk.INK, Kiosk.INK2)
"""Ground, edge, first sentence, second sentence."""


_LAST = (Screen.RATING, Screen.ENDED)
"""Nothing is left to do but to go."""


class PrivacyBar(Card):
    """Two icons and two sentences. It changes at once and is never shortened."""

    def __init__(self) -> None:
        super().__init__(radius=KioskForm.RADIUS_CONTROL, stroke=KioskForm.STROKE_CONTROL)
        self.setObjectName("privacy_line")
        self._icons = (Icon(), Icon())
        self._first = Text(KioskType.FACT, middle=True)
        self._second = Text(KioskType.LEAST, middle=True)

    def text(self) -> str:
        """Both sentences."""
        return f"{self._first.text()} {self._second.text()}"

    def render_snapshot(self, snapshot: Snapshot, width: float) -> None:
        line = snapshot.privacy
        ground, edge, ink, ink2 = _LOOKS.get(line.state, _LOOK)
        self.set_look(ground, edge, dashed=line.state is PrivacyState.UNKNOWN)
        names = words.privacy_icons(line)
        for index, icon in enumerate(self._icons):
            self.place(icon, 34 + 62 * index, 26, 44, 44)
            icon.setVisible(index < len(names))
            if index < len(names):
                icon.show_icon(names[index], ink)
        left = 42 + 62 * len(names)
        first, second = words.privacy_words(line)
        self._first.set_colour(ink)
        self._second.set_colour(ink2)
        self._first.setText(first)
        self._second.setText(second)
        self.place(self._first, left, 9, width - left - 20, 40)
        self.place(self._second, left, 48, width - left - 20, 38)
        self.setAccessibleName(self.text())


class LanguageSwitch(Canvas):
    """Two halves; the chosen one is dark."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        step = Type(28, 38, Weight.LABEL)
        clear = Look(None, Kiosk.INK, None, Kiosk.TINT)
        self._indonesian = Button("language_id", look=clear, step=step)
        self._english = Button("language_en", look=clear, step=step)
        # The names of languages are not translated: each must be found by those who read it.
        self._indonesian.show_as("Indonesia")
        self._english.show_as("English")
        self._clear = clear
        self._dark = Look(None, Kiosk.SURFACE, None, Kiosk.INK2)
        self._language = Language.INDONESIAN
        self._indonesian.clicked.connect(lambda: self.chosen.emit(ChooseLanguage(Language.INDONESIAN)))
        self._english.clicked.connect(lambda: self.chosen.emit(ChooseLanguage(Language.ENGLISH)))
        self.place(self._indonesian, 0, 0, 183, KioskForm.HEADER)
        self.place(self._english, 183, 0, KioskForm.LANGUAGE - 183, KioskForm.HEADER)

    def render_snapshot(self, language: Language) -> None:
        self._language = language
        indonesian = language is Language.INDONESIAN
        self._indonesian.show_as("Indonesia", look=self._dark if indonesian else self._clear)
        self._english.show_as("English", look=self._clear if indonesian else self._dark)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = self.scale.px(KioskForm.RADIUS_CONTROL)
        stroke = self.scale.px(KioskForm.STROKE_CONTROL)
        rect = QRectF(self.rect())
        paint_box(painter, rect, Kiosk.SURFACE, None, radius, 0)
        outline = QPainterPath()
        outline.addRoundedRect(rect, radius, radius)
        painter.setClipPath(outline)
        chosen = self._indonesian if self._language is Language.INDONESIAN else self._english
        painter.fillRect(chosen.geometry(), QColor(Kiosk.INK))
        painter.setClipping(False)
        paint_box(painter, rect, None, Kiosk.EDGE, radius, stroke)
        painter.end()


class Badge(QWidget):
    """The booth's badge. Held for three seconds, or touched five times, it asks for the operator's PIN.

    Attributes:
        hold_timer: runs while it is being held.

    Signals:
        operator_wanted(): somebody knows the secret way.
    """

    operator_wanted = Signal()
    HOLD_MS = 3000
    TAPS = 5
    TAPS_WITHIN_MS = 3000

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("badge")
        self._number = 0
        self._taps = 0
        self.hold_timer = QTimer(self)
        self.hold_timer.setSingleShot(True)
        self.hold_timer.setInterval(self.HOLD_MS)
        self.hold_timer.timeout.connect(self.operator_wanted)
        self._forget = QTimer(self)
        self._forget.setSingleShot(True)
        self._forget.setInterval(self.TAPS_WITHIN_MS)
        self._forget.timeout.connect(self._forget_taps)

    def show_number(self, number: int) -> None:
        self._number = number
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hold_timer.start()
        self._forget.start()
        self._taps += 1
        if self._taps >= self.TAPS:
            self._forget_taps()
            self.operator_wanted.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.hold_timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._number > 0:
            painter = QPainter(self)
            paint_badge(painter, QRectF(self.rect()), self._number, on_light=True)
            painter.end()

    def _forget_taps(self) -> None:
        self._taps = 0
        self.hold_timer.stop()


class Header(Canvas):
    """Badge and name, privacy line, language."""

    intended = Signal(object)
    operator_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._badge = Badge()
        self._name = Text(KioskType.NAME, middle=True)
        self._privacy = PrivacyBar()
        self._language = LanguageSwitch()
        self._language.chosen.connect(self.intended)
        self._badge.operator_wanted.connect(self.operator_wanted)
        self.place(self._name, 140, 0, 108, KioskForm.HEADER)
        self.place(self._badge, KioskForm.MARGIN, 10, KioskForm.BADGE, KioskForm.BADGE)
        self.place(
            self._language,
            1920 - KioskForm.MARGIN - KioskForm.LANGUAGE,
            0,
            KioskForm.LANGUAGE,
            KioskForm.HEADER,
        )

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._badge.show_number(snapshot.number)
        number = snapshot.number
        self._name.setText(self.tr("Bilik {n}").format(n=number) if number else self.tr("Bilik"))
        width = self._name.natural_width() + 2
        self.place(self._name, 140, 0, width, KioskForm.HEADER)
        left = 140 + width + 30
        right = 1920 - KioskForm.MARGIN - KioskForm.LANGUAGE - 24
        self.place(self._privacy, left, 0, right - left, KioskForm.HEADER)
        self._privacy.render_snapshot(snapshot, right - left)
        self._language.render_snapshot(snapshot.language)


class Footer(Canvas):
    """The buttons that are always there, always in the same place."""

    intended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._help = Button("help_button", "hand-stop", HELP)
        self._repeat = Button("repeat_button", "volume")
        self._back = Button("back_button", "arrow-left")
        self._end = Button("end_button", "door-exit")
        self._print = Button("print_again_button", "printer")
        self._help.clicked.connect(lambda: self.intended.emit(AskForHelp()))
        self._repeat.clicked.connect(lambda: self.intended.emit(RepeatVoice()))
        self._back.clicked.connect(lambda: self.intended.emit(GoBack()))
        self._end.clicked.connect(lambda: self.intended.emit(Finish()))
        self._print.clicked.connect(lambda: self.intended.emit(PrintAgain()))
        for button in (self._help, self._repeat, self._back, self._print, self._end):
            self.place(button, 0, 24, KioskForm.BUTTON, KioskForm.BUTTON)

    def render_snapshot(self, snapshot: Snapshot) -> None:
        self._render_help(snapshot)
        self._repeat.show_as(self.tr("ULANGI SUARA"))
        self._repeat.setEnabled(not snapshot.officer_talks)
        self._back.show_as(self.tr("KEMBALI"))
        self._end.show_as(self.tr("SELESAI"), look=PRIMARY if snapshot.screen in _LAST else PLAIN)
        self._back.setVisible(snapshot.screen is Screen.CONSENT or snapshot.pages.can_go_back)
        self._end.setVisible(snapshot.screen not in (Screen.READY, Screen.UNAVAILABLE, Screen.FAULT))
        left = float(KioskForm.MARGIN)
        for button, least in ((self._help, 310.0), (self._repeat, 0.0), (self._back, 0.0)):
            width = max(least, button.natural_width())
            self.place(button, left, 24, width, KioskForm.BUTTON)
            left += width + KioskForm.BUTTON_GAP
        width = self._end.natural_width()
        right = 1920 - KioskForm.MARGIN - width
        self.place(self._end, right, 24, width, KioskForm.BUTTON)
        self._render_print(snapshot, right - KioskForm.BUTTON_GAP)

    def _render_print(self, snapshot: Snapshot, right: float) -> None:
        slip = snapshot.pages.slip if snapshot.screen is Screen.SLIP else None
        self._print.show_as(self.tr("CETAK LAGI"))
        self._print.setVisible(slip is not None and slip.printing is not Printing.NO_PRINTER)
        self._print.setEnabled(slip is not None and slip.printing is not Printing.PRINTING)
        width = self._print.natural_width()
        self.place(self._print, right - width, 24, width, KioskForm.BUTTON)

    def _render_help(self, snapshot: Snapshot) -> None:
        fault = snapshot.screen is Screen.FAULT
        officer = words.officer_words(snapshot.officer)
        match snapshot.help:
            case Help.ASKED if fault:
                note = self.tr("Atau panggil satpam di luar bilik.")
                self._help.show_as(self.tr("PETUGAS DIBERI TAHU"), "hand-stop", NOTED, note)
            case Help.ASKED if snapshot.privacy.state is PrivacyState.OVER:
                note = self.tr("Satpam ada di luar bilik.")
                self._help.show_as(self.tr("PANGGIL SATPAM"), "hand-stop", NOTED, note)
            case Help.ASKED:
                note = self.tr("Menunggu petugas melihatnya.")
                self._help.show_as(self.tr("BANTUAN DIMINTA"), "hand-stop", NOTED, note)
            case Help.NOTED:
                note = self.tr("{officer} segera datang.").format(officer=officer)
                self._help.show_as(self.tr("PETUGAS SUDAH TAHU"), "check", NOTED, note)
            case Help.NONE:
                word = self.tr("PANGGIL SATPAM") if fault else self.tr("BANTUAN")
                self._help.show_as(word, "hand-stop", HELP)

    def event(self, event: QEvent) -> bool:
        # A touch between the buttons ends here and reaches nothing behind the footer.
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Kiosk.SURFACE))
        line = self.scale.px(KioskForm.STROKE_CARD)
        painter.fillRect(0, 0, self.width(), line, QColor(Kiosk.LINE))
        painter.end()
