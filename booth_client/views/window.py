"""The booth's one window: header, the screen of the moment, footer; at most a question or the keypad above.

Responsible for: the stage and its scale, which screen is shown, and that in kiosk mode no key and no window
button leaves it. Not for: what a screen shows. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from booth_client.config import Texts
from booth_client.core.events import Touched
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.views.between import CallingView, ReconnectingView, WaitingView
from booth_client.views.buttons import KEYBOARD
from booth_client.views.call import AnnouncementView, CallView, VeilView
from booth_client.views.canvas import Canvas
from booth_client.views.consent import ConsentView
from booth_client.views.ended import EndedView
from booth_client.views.frame import Footer, Header
from booth_client.views.operator import OperatorView
from booth_client.views.question import QuestionView
from booth_client.views.ready import FaultView, ReadyView, UnavailableView
from booth_client.views.screen import ScreenView
from channel.qt.repaint_clock import RepaintClock
from channel.qt.theme import Kiosk, KioskForm, kiosk_scale
from channel.runtime.latest import LatestFrame

DESIGN_WIDTH, DESIGN_HEIGHT = 1920, 1080
_WINDOWED = (1280, 720)
_LEAST = (640, 360)


class BoothWindow(QWidget):
    """Shows snapshots; says what people ask for.

    Signals:
        intended(Intent): what the participant asks for.
        officer_resized(int, int), own_resized(int, int): sizes in which pictures are wanted, device pixels;
            (0, 0) while no view shows them.
        pin_entered(str): somebody typed an operator's PIN.
        closed(): the window was closed, which kiosk mode does not allow.
    """

    intended = Signal(object)
    officer_resized = Signal(int, int)
    own_resized = Signal(int, int)
    pin_entered = Signal(str)
    closed = Signal()

    def __init__(self, texts: Texts, *, kiosk: bool) -> None:
        super().__init__()
        self._kiosk = kiosk
        self.setObjectName("booth_window")
        self.setWindowTitle("Bilik")
        clock = RepaintClock(self)
        self._stage = Canvas(self)
        self._call = CallView(clock)
        self._announcement = AnnouncementView(clock)
        veil = VeilView()
        self._screens: dict[Screen, ScreenView] = {
            Screen.READY: ReadyView(texts),
            Screen.UNAVAILABLE: UnavailableView(),
            Screen.FAULT: FaultView(),
            Screen.CONSENT: ConsentView(),
            Screen.CALLING: CallingView(),
            Screen.WAITING: WaitingView(),
            Screen.CALL: self._call,
            Screen.PARKED: veil,
            Screen.HOLD: veil,
            Screen.ANNOUNCEMENT: self._announcement,
            Screen.RECONNECTING: ReconnectingView(),
            Screen.ENDED: EndedView(),
        }
        self._question = QuestionView()
        self._header = Header()
        self._footer = Footer()
        self.operator = OperatorView()
        self._call_size = self._announcement_size = (0, 0)
        for screen in self.screens():
            self._stage.place(screen, 0, 0, DESIGN_WIDTH, DESIGN_HEIGHT)
            screen.hide()
            screen.intended.connect(self.intended)
        self._stage.place(self._header, 0, KioskForm.HEADER_TOP, DESIGN_WIDTH, KioskForm.HEADER)
        footer_top = DESIGN_HEIGHT - KioskForm.FOOTER
        self._stage.place(self._footer, 0, footer_top, DESIGN_WIDTH, KioskForm.FOOTER)
        self._stage.place(self.operator, 0, 0, DESIGN_WIDTH, DESIGN_HEIGHT)
        self.operator.hide()
        self._header.intended.connect(self.intended)
        self._footer.intended.connect(self.intended)
        self._header.operator_wanted.connect(self.operator.show)
        self.operator.left.connect(self.operator.hide)
        self.operator.entered.connect(self.pin_entered)
        self._call.own_resized.connect(self.own_resized)
        self._call.officer_resized.connect(self._note_call_size)
        self._announcement.officer_resized.connect(self._note_announcement_size)
        self.setMinimumSize(*_LEAST)
        self.resize(*_WINDOWED)

    def screens(self) -> list[ScreenView]:
        """All screens and the question; one of them is visible."""
        return list(dict.fromkeys([*self._screens.values(), self._question]))

    # ------------------------------------------------------------ what is shown

    def render_snapshot(self, snapshot: Snapshot) -> None:
        """Show this moment. The language has been switched before."""
        screen = self._screens[snapshot.screen]
        screen.render_snapshot(snapshot)
        self._question.render_snapshot(snapshot)
        self._header.render_snapshot(snapshot)
        self._footer.render_snapshot(snapshot)
        asked = snapshot.question is not None
        # The new screen is shown before the old one goes, so that nothing blank flashes up between them.
        screen.setVisible(not asked)
        self._question.setVisible(asked)
        for other in self._screens.values():
            if other is not screen:
                other.hide()

    def show_pictures(self, officer: LatestFrame | None, own: LatestFrame | None) -> None:
        """The sources of the officer's and of the own picture; None: there is none."""
        self._call.show_pictures(officer, own)
        self._announcement.show_pictures(officer)

    def answer_operator(self, text: str) -> None:
        """Tell the person at the keypad what came of the PIN."""
        self.operator.say(text)

    @Slot(int, int)
    def _note_call_size(self, width: int, height: int) -> None:
        self._call_size = (width, height)
        self.officer_resized.emit(*max(self._call_size, self._announcement_size))

    @Slot(int, int)
    def _note_announcement_size(self, width: int, height: int) -> None:
        self._announcement_size = (width, height)
        self.officer_resized.emit(*max(self._call_size, self._announcement_size))

    # ------------------------------------------------------------ stage

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = kiosk_scale(self.width(), self.height())
        width, height = round(DESIGN_WIDTH * scale.factor), round(DESIGN_HEIGHT * scale.factor)
        self._stage.setGeometry((self.width() - width) // 2, (self.height() - height) // 2, width, height)
        self._stage.set_scale(scale)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # On the window, not the application: it sees each touch once, and none of the paint events.
        handle = self.windowHandle()
        if handle is not None:
            handle.installEventFilter(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Kiosk.BG))
        # On a screen of another shape the footer's ground and line go on to the edges.
        stage, scale = self._stage.geometry(), self._stage.scale
        top = stage.top() + scale.px(DESIGN_HEIGHT - KioskForm.FOOTER)
        painter.fillRect(0, top, self.width(), self.height() - top, QColor(Kiosk.SURFACE))
        painter.fillRect(0, top, self.width(), scale.px(KioskForm.STROKE_CARD), QColor(Kiosk.LINE))
        painter.end()

    # ------------------------------------------------------------ nobody leaves by accident

    def allow_close(self) -> None:
        """The operator's PIN was right, or the program is told to end: the window may go."""
        self._kiosk = False

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._kiosk:
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Escape, Alt-F4 and the like have no meaning here; what no widget wanted ends here.
        event.accept()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if self._kiosk and event.type() == QEvent.Type.WindowStateChange and not self.isFullScreen():
            self.showFullScreen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Every touch and key shows that somebody is there."""
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress):
            self.setProperty(KEYBOARD, kind == QEvent.Type.KeyPress)
            self.intended.emit(Touched())
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QEvent) -> None:
        event.accept()


def keep_on_top(window: QWidget) -> None:
    """Full screen, above everything, without a frame."""
    window.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    window.showFullScreen()
