"""The officer's window: top bar, three lamps, stage, shortcuts; dialogs and login over them.

Responsible for: putting the parts together, and turning what the officer does into ``Intent``s, one each. Not
for: deciding anything: all that is shown comes from the snapshot. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QRect, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from channel.qt.theme import Console, Scale, console_scale
from channel.runtime.latest import LatestFrame
from channel.runtime.meters import Meter
from cso_console.core.intents import (
    AddTalk,
    CloseVoice,
    FocusNext,
    FocusSeat,
    Intent,
    ReleaseKeys,
    SetAccepting,
    TalkPressed,
    TalkReleased,
    TestSound,
    ToggleHold,
    ToggleListen,
)
from cso_console.core.snapshot import AllCall, Connection, DeskSnapshot, Tile
from cso_console.views.buttons import HoldButton
from cso_console.views.case_dialogs import CaseDialogs
from cso_console.views.case_keys import CaseKeys
from cso_console.views.desk_dialogs import DeskDialogs
from cso_console.views.diagnostics import OwnFigures
from cso_console.views.document_pictures import DocumentPictures
from cso_console.views.footer import Banner, Footer
from cso_console.views.keys import Keys
from cso_console.views.lamps import Lamps
from cso_console.views.login import LoginScreen
from cso_console.views.meter import MeterClock
from cso_console.views.overlay import Dialog, Overlay
from cso_console.views.piece import rescale_all
from cso_console.views.sheet import TOOLTIPS
from cso_console.views.stage import Stage
from cso_console.views.tile import keys_live
from cso_console.views.top_bar import TopBar

_BANNER = 40
"""Height of the banner."""


class ConsoleWindow(QWidget):
    """The whole console.

    Signals:
        intended(object): one ``Intent``.
        tile_resized(int, int, int): seat, and the device pixels in which its small picture is wanted; (0, 0)
            while hidden.
        focus_resized(int, int): the same for the large picture of the seat in focus.
    """

    intended = Signal(object)
    tile_resized = Signal(int, int, int)
    focus_resized = Signal(int, int)

    def __init__(
        self,
        frames: Callable[[int], LatestFrame],
        meters: Callable[[int], Meter],
        microphone_meter: Meter,
        own_figures: Callable[[], OwnFigures],
        pictures: DocumentPictures,
    ) -> None:
        """``frames`` and ``meters`` give the newest picture and the level of a seat (1 to 6); ``pictures``
        those of documents."""
        super().__init__()
        self.setWindowTitle("Bilik")
        self.setMinimumSize(1280, 720)
        self._snapshot = DeskSnapshot()
        self._scale = Scale()
        ticks = MeterClock(self)
        self.top_bar = TopBar(self, microphone_meter, ticks)
        self.lamps = Lamps(self)
        self.stage = Stage(self, frames, meters, ticks, pictures)
        self.footer = Footer(self)
        self.banner = Banner(self)
        self.overlay = Overlay(self)
        self.login = LoginScreen(self)
        self._desk_dialogs = DeskDialogs(self.overlay, microphone_meter, ticks, own_figures)
        self._case_dialogs = CaseDialogs(self.overlay)
        self._connect_parts()
        Keys(self, self, CaseKeys(self, self.stage.focus.body, self.overlay, self._case_dialogs))
        rescale_all(self, self._scale)
        self.setStyleSheet(TOOLTIPS)
        self.render(self._snapshot)

    def _connect_parts(self) -> None:
        for tile in self.stage.tiles:
            tile.intended.connect(self.intend)
            tile.talk_pushed.connect(self.push_talk)
            tile.talk_let_go.connect(self.let_talk_go)
        focus = self.stage.focus
        focus.intended.connect(self.intend)
        focus.talk_pushed.connect(self.push_talk)
        focus.talk_let_go.connect(self.let_talk_go)
        focus.end_asked.connect(self._case_dialogs.ask_end)
        focus.resized.connect(self.focus_resized)
        focus.document_asked.connect(self._case_dialogs.ask_document)
        focus.body.finish_asked.connect(self._case_dialogs.finish)
        focus.body.history_asked.connect(self._case_dialogs.show_history)
        focus.body.links_asked.connect(self._case_dialogs.show_links)
        focus.body.other_person_asked.connect(self._case_dialogs.ask_other_person)
        focus.body.written.connect(self.setFocus)
        self._case_dialogs.intended.connect(self.intend)
        self._case_dialogs.open_asked.connect(self._open)
        self.stage.tile_resized.connect(self.tile_resized)
        self.stage.idle.test_asked.connect(self._test_sound)
        dialogs = self._desk_dialogs
        self.stage.idle.devices_asked.connect(dialogs.show_devices)
        self.lamps.intended.connect(self.intend)
        self.top_bar.queue_asked.connect(dialogs.show_queue)
        self.top_bar.undecided_asked.connect(dialogs.show_undecided)
        self.top_bar.devices_asked.connect(dialogs.show_devices)
        self.top_bar.all_call_asked.connect(dialogs.ask_all_call)
        self.top_bar.accepting_wanted.connect(self._set_accepting)
        self.top_bar.mode_wanted.connect(dialogs.choose_mode)
        self.footer.shortcuts_asked.connect(dialogs.show_shortcuts)
        dialogs.intended.connect(self.intend)
        dialogs.open_asked.connect(self._open)
        self.overlay.dismissed.connect(self._dismissed)
        for dialog in self.overlay.findChildren(Dialog):
            dialog.closed.connect(self.overlay.dismiss)
        self.login.card.intended.connect(self.intend)

    # ---------------------------------------------------------------- what is shown

    def render(self, snapshot: DeskSnapshot) -> None:  # type: ignore[override]
        """Show ``snapshot``, whole. It hides QWidget's own ``render`` onto a device, which nothing uses."""
        self._snapshot = snapshot
        self._desk_dialogs.follow(snapshot)
        self.top_bar.show_desk(snapshot)
        self.lamps.show_desk(snapshot, dialog_open=self.overlay.dialog is not None)
        self.stage.show_desk(snapshot)
        self.footer.show_shortcuts(single=snapshot.capacity == 1)
        self.overlay.show_desk(snapshot)
        self._show_connection(snapshot)
        self._place()
        self._case_dialogs.follow(snapshot)

    def _show_connection(self, snapshot: DeskSnapshot) -> None:
        connection = snapshot.connection
        never = connection is Connection.CONNECTING and not snapshot.officer_name
        ask = never or connection in (Connection.LOGIN, Connection.REPLACED)
        lost = not ask and connection is not Connection.ONLINE
        if lost:
            self.banner.show_text(
                snapshot.connection_text
                or self.tr("Sambungan ke server terputus. Percakapan berjalan terus; menyambung kembali…")
            )
        # The keyboard goes to the login and comes back after it, at no other time: somebody may be writing.
        moved = ask == self.login.isHidden()
        self.banner.setVisible(lost)
        self.login.setVisible(ask)
        self.stage.setVisible(not ask)  # no work for pictures that the login covers
        if ask:
            self.login.show_desk(snapshot)
            if moved:
                self.overlay.shut()
                self.login.start_typing()
        elif moved:
            self.login.wipe()
            self.setFocus()
        if moved:
            self.login.raise_()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.render(self._snapshot)
        super().changeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.login.isHidden():
            self.login.start_typing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        scale = console_scale(self.width(), self.height())
        if scale != self._scale:
            self._scale = scale
            rescale_all(self, scale)
            self.render(self._snapshot)
        else:
            self._place()

    def _place(self) -> None:
        form = self.stage.form
        px = self._scale.px
        margin, gap = px(form.margin), px(form.gap)
        wide = self.width()
        top, lamps = px(form.top), px(form.lamps)
        foot = px(form.shortcuts)
        self.top_bar.setGeometry(0, 0, wide, top)
        self.lamps.setGeometry(margin, top, wide - 2 * margin, lamps)
        below = top + lamps + gap
        bottom = self.height() - (foot or gap)
        if not self.banner.isHidden():
            high = px(_BANNER)
            bottom = self.height() - gap - high
            self.banner.setGeometry(margin, bottom, wide - 2 * margin, high)
            bottom -= gap
        self.footer.setVisible(foot > 0 and self.banner.isHidden())
        self.footer.setGeometry(0, self.height() - foot, wide, foot)
        self.stage.setGeometry(margin, below, wide - 2 * margin, bottom - below)
        under_lamps = QRect(0, below - gap // 2, wide, self.height() - below + gap // 2)
        body = self.stage.focus.body
        corner = body.mapTo(self, QPoint(0, 0))
        aside = body.aside().translated(corner)
        self.overlay.set_rooms(under_lamps, QRect(corner, body.size()), aside)
        serving = any(tile.has_channel for tile in self._snapshot.tiles)
        # A conversation may outlive the login: then the lamps stay in sight while the officer logs in again.
        self.login.setGeometry(under_lamps if serving else self.rect())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Console.B0))
        painter.end()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays inside what is asked at the moment."""
        asking = self.overlay.dialog if self.login.isHidden() else self.login
        buttons = len(self.findChildren(QAbstractButton)) + 2
        for _ in range(buttons):
            if not super().focusNextPrevChild(next):
                return False
            if asking is None or asking.isAncestorOf(self.focusWidget()):
                return True
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        self.intend(ReleaseKeys())
        super().closeEvent(event)

    # ---------------------------------------------------------------- what is asked

    def intend(self, intent: Intent) -> None:
        """The one way out. Nothing changes the focus while it is locked."""
        if self._snapshot.focus_locked and isinstance(intent, FocusSeat | FocusNext):
            return
        self.intended.emit(intent)

    def _tile(self, seat: int | None) -> Tile | None:
        return next((tile for tile in self._snapshot.tiles if tile.seat == seat), None)

    def _live(self, seat: int | None) -> Tile | None:
        tile = self._tile(seat)
        return tile if tile is not None and keys_live(tile) else None

    def push_talk(self, seat: int) -> bool:
        live = self._live(seat) is not None
        if live:
            self.intend(TalkPressed(seat))
        return live

    def let_talk_go(self, seat: int) -> None:
        self.intend(TalkReleased(seat))

    def add_talk(self, seat: int) -> None:
        if self._live(seat):
            self.intend(AddTalk(seat))

    def focus_seat(self, seat: int) -> None:
        tile = self._tile(seat)
        if tile is not None and tile.has_channel:
            self.intend(FocusSeat(seat))

    def focus_next(self) -> None:
        if self._snapshot.need is not None:
            self.intend(FocusNext())

    def toggle_listen(self) -> None:
        self.intend(ToggleListen(None))

    def toggle_hold(self) -> None:
        self.intend(ToggleHold(None))

    def change_gain(self, steps: int) -> None:
        if self._live(self._snapshot.focus):
            self.stage.focus.change_gain(steps)

    def escape(self) -> None:
        if self.overlay.dialog is not None:
            self.overlay.dismiss()
        else:
            self.intend(CloseVoice())

    def push_space(self) -> bool:
        asks = self._desk_dialogs.asks_all_call
        if asks:
            self._desk_dialogs.speak_to_all()
        return asks

    def let_space_go(self) -> None:
        self._desk_dialogs.stop_speaking()

    def press_enter(self) -> bool:
        button = self.focusWidget()
        if isinstance(button, QAbstractButton):
            # Talk keys count while they are held, so they take the key themselves.
            if not isinstance(button, HoldButton):
                button.click()
            return not isinstance(button, HoldButton)
        if (dialog := self.overlay.dialog) is not None:
            return dialog.press_enter()
        return self.stage.focus.body.confirm_person()

    def lose_keyboard(self) -> None:
        self.intend(ReleaseKeys())

    def _set_accepting(self, accepting: bool) -> None:
        self.intend(SetAccepting(accepting))

    def _test_sound(self) -> None:
        self.intend(TestSound())

    def show_shortcuts(self) -> None:
        self._desk_dialogs.show_shortcuts()

    def show_queue(self) -> None:
        self._desk_dialogs.show_queue()

    def show_undecided(self) -> None:
        self._desk_dialogs.show_undecided()

    def show_diagnostics(self) -> None:
        self._desk_dialogs.show_diagnostics()

    def _open(self, dialog: Dialog, right: bool = False) -> None:
        """Open one of our own; asked again, it closes. The all-call is not pushed aside."""
        if self._snapshot.all_call is not AllCall.IDLE or not self.login.isHidden():
            return
        if self.overlay.dialog is dialog:
            self.overlay.dismiss()
            return
        self.overlay.open(dialog, right=right)
        self.setFocus()
        self.render(self._snapshot)
        dialog.start_typing()

    def _dismissed(self, dialog: Dialog) -> None:
        if not (self._desk_dialogs.dismiss(dialog) and self._case_dialogs.dismiss(dialog)):
            return
        self.overlay.shut()
        self.render(self._snapshot)
