"""The booth's one window: header, the screen of the moment, footer; at most a question or the keypad above.

Responsible for: the stage and its scale, which screen is shown, and that in kiosk mode no key and no window
button leaves it. Not for: what a screen shows. GUI thread only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from booth_client.config import Texts
from booth_client.core.events import Touched
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.views.between import CallingView, ReconnectingView, WaitingView
from booth_client.views.buttons import KEYBOARD
from booth_client.views.call import AnnouncementView, CallView, VeilView
from booth_client.views.canvas import Canvas
from booth_client.views.capture import CaptureView, LookView
from booth_client.views.claim import ClaimQuestionView, ClaimView
from booth_client.views.consent import ConsentView
from booth_client.views.documents import DocumentsView
from booth_client.views.ended import EndedView
from booth_client.views.frame import Footer, Header
from booth_client.views.identity import IdentityView
from booth_client.views.number import KpjView, NikView
from booth_client.views.operator import OperatorView
from booth_client.views.page import OfficerBeside, PageView, officer_is_here
from booth_client.views.question import QuestionView
from booth_client.views.rating import RatingView
from booth_client.views.ready import FaultView, ReadyView, UnavailableView
from booth_client.views.screen import ScreenView
from booth_client.views.slip import SlipView
from booth_client.views.summary import SummaryView
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
        officer_resized(int, int), own_resized(int, int), document_resized(int, int): sizes in which pictures
            are wanted, device pixels; (0, 0) while no view shows them.
        pin_entered(str): somebody typed an operator's PIN.
        closed(): the window was closed, which kiosk mode does not allow.
    """

    intended = Signal(object)
    officer_resized = Signal(int, int)
    own_resized = Signal(int, int)
    document_resized = Signal(int, int)
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
        self._identity = IdentityView(clock)
        self._capture = CaptureView(clock)
        self._look = LookView(clock)
        self._screens: dict[Screen, ScreenView] = {
            Screen.READY: ReadyView(texts),
            Screen.UNAVAILABLE: UnavailableView(),
            Screen.FAULT: FaultView(),
            Screen.CONSENT: ConsentView(),
            Screen.IDENTITY: self._identity,
            Screen.NIK: NikView(),
            Screen.KPJ: KpjView(),
            Screen.CLAIM: ClaimView(),
            Screen.CLAIM_QUESTION: ClaimQuestionView(),
            Screen.DOCUMENTS: DocumentsView(),
            Screen.CAPTURE: self._capture,
            Screen.LOOK: self._look,
            Screen.SUMMARY: SummaryView(),
            Screen.SLIP: SlipView(),
            Screen.RATING: RatingView(),
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
        self._beside = OfficerBeside(clock)
        self._shown: ScreenView | None = None
        self._below: ScreenView | None = None
        """The page over which an announcement lies for a moment."""
        for screen in self.screens():
            self._stage.place(screen, 0, 0, DESIGN_WIDTH, DESIGN_HEIGHT)
            screen.hide()
            screen.intended.connect(self.intended)
        self._stage.place(self._beside, 0, 0, 320, 180)
        self._beside.hide()
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
        call, announcement, beside = self._call, self._announcement, self._beside
        officer = Largest(self, call.officer_resized, announcement.officer_resized, beside.resized)
        own = Largest(self, call.own_resized, self._capture.own_resized)
        document = Largest(
            self,
            self._identity.document_resized,
            self._capture.document_resized,
            self._look.document_resized,
        )
        officer.resized.connect(self.officer_resized)
        own.resized.connect(self.own_resized)
        document.resized.connect(self.document_resized)
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
        self._show_beside(screen, snapshot)
        self._go_to(screen)

    def _go_to(self, screen: ScreenView) -> None:
        """What is gone is forgotten; what an announcement lies over is not gone."""
        before, self._shown = self._shown, screen
        below, self._below = self._below, None
        if screen is self._announcement:
            self._below = before if isinstance(before, PageView) else below
        for one in (before, below):
            if one is not None and one not in (screen, self._below):
                one.forget()

    def _show_beside(self, screen: ScreenView, snapshot: Snapshot) -> None:
        """The officer, where the page leaves a place."""
        beside = isinstance(screen, PageView) and officer_is_here(snapshot) and snapshot.question is None
        if isinstance(screen, PageView) and beside:
            left, top, width, height = screen.officer_place
            self._stage.place(self._beside, left, top, width, height)
            self._beside.render_snapshot(snapshot, width, height)
        self._beside.setVisible(beside)

    def show_pictures(
        self, officer: LatestFrame | None, own: LatestFrame | None, document: LatestFrame | None = None
    ) -> None:
        """The sources of the officer's, of the own and of the documents' picture; None: there is none."""
        self._call.show_pictures(officer, own)
        self._announcement.show_pictures(officer)
        self._beside.show_picture(officer)
        self._capture.show_pictures(document, own)
        self._identity.show_document(document)
        self._look.show_document(document)

    def answer_operator(self, text: str) -> None:
        """Tell the person at the keypad what came of the PIN."""
        self.operator.say(text)

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
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress):
            self.setProperty(KEYBOARD, kind == QEvent.Type.KeyPress)
            self.intended.emit(Touched())
        return super().eventFilter(watched, event)

    def contextMenuEvent(self, event: QEvent) -> None:
        event.accept()


class Largest(QObject):
    """Of several views that show the same picture, the largest size that is wanted.

    Signals:
        resized(int, int): device pixels; (0, 0) while none of them is seen.
    """

    resized = Signal(int, int)

    def __init__(self, parent: QObject, *views: SignalInstance) -> None:
        """``views``: of each the signal (int, int) by which it tells its size."""
        super().__init__(parent)
        self._sizes: dict[QObject, tuple[int, int]] = {}
        for view in views:
            view.connect(self._note)

    @Slot(int, int)
    def _note(self, width: int, height: int) -> None:
        self._sizes[self.sender()] = (width, height)
        self.resized.emit(*max(self._sizes.values()))


def keep_on_top(window: QWidget) -> None:
    """Full screen, above everything, without a frame."""
    window.setWindowFlags(Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
    window.showFullScreen()
