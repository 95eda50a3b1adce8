"""The dialogs about the desk as a whole: queue, undecided cases, devices, audio mode, all-call, shortcuts,
diagnostics.

Responsible for: opening them, and that the all-call's is open exactly as long as the desk says so. Not for:
what they say, nor the dialogs about one case (``case_dialogs``). GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from channel.runtime.meters import Meter
from cso_console.core.intents import AllCallPressed, AllCallReleased, AskAllCall, CancelAllCall, SetMode
from cso_console.core.snapshot import AllCall, AudioMode, DeskSnapshot
from cso_console.views.devices import DevicesDialog
from cso_console.views.diagnostics import DiagnosticsDialog, OwnFigures
from cso_console.views.dialogs import AllCallDialog, HeadsetDialog, ShortcutsDialog
from cso_console.views.meter import MeterClock
from cso_console.views.overlay import Dialog, Overlay
from cso_console.views.queue import QueueDialog
from cso_console.views.undecided import UndecidedDialog


class DeskDialogs(QObject):
    """All of them.

    Signals:
        intended(object): one ``Intent``.
        open_asked(object, bool): this ``Dialog`` wants to be opened; under the right end of the top bar.
    """

    intended = Signal(object)
    open_asked = Signal(object, bool)

    def __init__(
        self, overlay: Overlay, meter: Meter, ticks: MeterClock, own_figures: Callable[[], OwnFigures]
    ) -> None:
        super().__init__(overlay)
        self._overlay = overlay
        self._mode = AudioMode.SPEAKER
        self._all_call = AllCallDialog(overlay)
        self._headset = HeadsetDialog(overlay)
        self._shortcuts = ShortcutsDialog(overlay)
        self._queue = QueueDialog(overlay)
        self._undecided = UndecidedDialog(overlay)
        self._devices = DevicesDialog(overlay, meter, ticks)
        self._diagnostics = DiagnosticsDialog(overlay, own_figures)
        self._all_call.pushed.connect(self.speak_to_all)
        self._all_call.let_go.connect(self.stop_speaking)
        self._headset.confirmed.connect(self._headset_confirmed)
        for dialog in (self._queue, self._undecided, self._devices):
            dialog.intended.connect(self.intended)

    def show_queue(self) -> None:
        self.open_asked.emit(self._queue, True)

    def show_undecided(self) -> None:
        self.open_asked.emit(self._undecided, True)

    def show_devices(self) -> None:
        self.open_asked.emit(self._devices, False)

    def show_shortcuts(self) -> None:
        self.open_asked.emit(self._shortcuts, False)

    def show_diagnostics(self) -> None:
        self.open_asked.emit(self._diagnostics, False)

    def choose_mode(self, mode: AudioMode) -> None:
        """Headset only after the officer has said that one is worn."""
        if mode is self._mode:
            return
        if mode is AudioMode.HEADSET:
            self.open_asked.emit(self._headset, False)
        else:
            self.intended.emit(SetMode(mode))

    def _headset_confirmed(self) -> None:
        self._overlay.shut()
        self.intended.emit(SetMode(AudioMode.HEADSET))

    # ------------------------------------------------------------ the all-call

    @property
    def asks_all_call(self) -> bool:
        return self._overlay.dialog is self._all_call

    def ask_all_call(self) -> None:
        self.intended.emit(AskAllCall())

    def speak_to_all(self) -> None:
        self.intended.emit(AllCallPressed())

    def stop_speaking(self) -> None:
        self.intended.emit(AllCallReleased())

    def follow(self, snapshot: DeskSnapshot) -> None:
        """Open while the desk says so: what the desk believes and what is asked cannot come apart."""
        self._mode = snapshot.mode
        if snapshot.all_call is not AllCall.IDLE:
            self._overlay.open(self._all_call)
        elif self.asks_all_call:
            self._overlay.shut()

    def dismiss(self, dialog: Dialog) -> bool:
        """The officer wants ``dialog`` closed. Whether it is to be shut at once: the all-call's is when the
        desk has ended it."""
        if dialog is not self._all_call:
            return True
        self.intended.emit(CancelAllCall())
        return False
