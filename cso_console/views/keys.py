"""The keyboard: which key means what, wherever in the window the keyboard's focus is.

Responsible for: turning key presses into calls on ``KeyTarget``, for held keys and for losing the keyboard.
Text fields keep their keys. Not for: what the calls do. GUI thread only.

A key is taken before the widget that has the focus sees it, and goes no further.
"""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from cso_console.core.snapshot import SEATS

_INPUTS: Final = (QLineEdit, QTextEdit, QPlainTextEdit)
_SHIFTED: Final = {
    Qt.Key.Key_Exclam: 1,
    Qt.Key.Key_At: 2,
    Qt.Key.Key_NumberSign: 3,
    Qt.Key.Key_Dollar: 4,
    Qt.Key.Key_Percent: 5,
    Qt.Key.Key_AsciiCircum: 6,
}
"""The row of digits with Shift on the layout that Indonesia uses (US), where nothing better is known."""
_FIRST_DIGIT_CODES: Final = {"xcb": 10, "wayland": 10, "windows": 2}
"""Scan code of the key ``1``; the other digits follow it. It names the place on the keyboard."""

_MODIFIERS: Final = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.ShiftModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_STEPS: Final = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PAGES: Final = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ZOOMS: Final = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
"""With Ctrl."""
_ALWAYS: Final = (Qt.Key.Key_Escape, Qt.Key.Key_F1, Qt.Key.Key_F12, Qt.Key.Key_Return, Qt.Key.Key_Enter)


def seat_of(event: QKeyEvent) -> int | None:
    """The seat whose digit this key is, with or without Shift, on any layout; None for every other key."""
    digit = event.key() - Qt.Key.Key_0
    if 1 <= digit <= SEATS:
        return digit
    first = _FIRST_DIGIT_CODES.get(QGuiApplication.platformName())
    if first is not None and 0 <= (at := event.nativeScanCode() - first) < SEATS:
        return at + 1
    return _SHIFTED.get(Qt.Key(event.key()))


class KeyTarget(Protocol):
    """What the keyboard can ask for."""

    def push_talk(self, seat: int) -> bool:
        """Whether it was taken; the release of a key that did nothing is not told either."""

    def let_talk_go(self, seat: int) -> None: ...
    def add_talk(self, seat: int) -> None: ...
    def focus_seat(self, seat: int) -> None: ...
    def focus_next(self) -> None: ...
    def toggle_listen(self) -> None: ...
    def toggle_hold(self) -> None: ...
    def change_gain(self, steps: int) -> None: ...
    def escape(self) -> None: ...
    def show_shortcuts(self) -> None: ...
    def show_queue(self) -> None: ...
    def show_undecided(self) -> None: ...
    def show_diagnostics(self) -> None: ...
    def push_space(self) -> bool:
        """Whether the space bar means something now; if not, it presses the button that has the focus."""

    def let_space_go(self) -> None: ...
    def press_enter(self) -> bool:
        """Whether Enter means something now."""

    def lose_keyboard(self) -> None:
        """The window is no longer the active one: every held key counts as released."""


class CaseKeyTarget(Protocol):
    """What the keyboard can ask about the case in focus; where there is none, nothing happens."""

    def accept(self) -> None: ...
    def retake(self) -> None: ...
    def ask_document(self) -> None: ...
    def take_picture(self) -> None: ...
    def lay_beside(self) -> None: ...
    def back_to_list(self) -> None: ...
    def step_paper(self, steps: int) -> None:
        """Down (1) or up (-1) the checklist."""

    def turn_page(self, steps: int) -> None:
        """Among the pictures of one paper."""

    def zoom(self, steps: int) -> None:
        """Closer (1), further (-1), all of it (0)."""


class Keys(QObject):
    """Watches the window and in it the widget that has the focus: a key goes to one or rises to the other."""

    def __init__(self, window: QWidget, target: KeyTarget, case: CaseKeyTarget) -> None:
        super().__init__(window)
        self._window = window
        self._target = target
        self._case = case
        self._held: set[int] = set()
        self._space = False
        self._watched: QWidget | None = None
        window.installEventFilter(self)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        """Watch the widget that gets the keys; watching the application would cost every paint a call."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        inside = new is not None and new is not self._window and self._window.isAncestorOf(new)
        self._watched = new if inside else None
        if self._watched is not None:
            self._watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.WindowDeactivate if watched is self._window:
                self._forget()
                return False
            case QEvent.Type.KeyPress | QEvent.Type.KeyRelease:
                assert isinstance(event, QKeyEvent)
                pressed = event.type() is QEvent.Type.KeyPress
                return self._press(watched, event) if pressed else self._release(event)
        return False

    def _forget(self) -> None:
        self._held.clear()
        if self._space:
            self._space = False
            self._target.let_space_go()
        self._target.lose_keyboard()

    def _release(self, event: QKeyEvent) -> bool:
        if self._space and event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat():
                self._space = False
                self._target.let_space_go()
            return True
        seat = seat_of(event)
        if seat is None or seat not in self._held:
            return False
        if not event.isAutoRepeat():
            self._held.discard(seat)
            self._target.let_talk_go(seat)
        return True

    def _press(self, watched: QObject, event: QKeyEvent) -> bool:
        if isinstance(watched, _INPUTS) or self._typing(event):
            return False
        commanding = event.modifiers() & _MODIFIERS & ~_SHIFT == Qt.KeyboardModifier.ControlModifier
        if commanding and event.key() in _ZOOMS:
            self._case.zoom(_ZOOMS[Qt.Key(event.key())])
            return True
        seat = seat_of(event)
        if seat is not None:
            return self._press_digit(seat, event)
        if event.key() == Qt.Key.Key_Space:
            if not event.isAutoRepeat() and self._target.push_space():
                self._space = True
            return self._space
        return self._press_letter(event)

    def _typing(self, event: QKeyEvent) -> bool:
        """Somebody writes, and the field let this key pass: only what no text needs is a shortcut then."""
        return event.key() not in _ALWAYS and isinstance(self._window.focusWidget(), _INPUTS)

    def _press_digit(self, seat: int, event: QKeyEvent) -> bool:
        match event.modifiers() & _MODIFIERS:
            case Qt.KeyboardModifier.NoModifier:
                fresh = not event.isAutoRepeat() and seat not in self._held
                if fresh and self._target.push_talk(seat):
                    self._held.add(seat)
            case Qt.KeyboardModifier.ControlModifier:
                if not event.isAutoRepeat():
                    self._target.add_talk(seat)
            case Qt.KeyboardModifier.ShiftModifier:
                if not event.isAutoRepeat():
                    self._target.focus_seat(seat)
            case _:
                return False
        return True

    def _press_letter(self, event: QKeyEvent) -> bool:
        commanding = event.modifiers() & _MODIFIERS & ~Qt.KeyboardModifier.ShiftModifier
        if commanding != Qt.KeyboardModifier.NoModifier:
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return not event.isAutoRepeat() and self._target.press_enter()
        target, case = self._target, self._case
        calls = {
            Qt.Key.Key_N: target.focus_next,
            Qt.Key.Key_L: target.toggle_listen,
            Qt.Key.Key_H: target.toggle_hold,
            Qt.Key.Key_Q: target.show_queue,
            Qt.Key.Key_K: target.show_undecided,
            Qt.Key.Key_A: case.accept,
            Qt.Key.Key_R: case.retake,
            Qt.Key.Key_D: case.ask_document,
            Qt.Key.Key_P: case.take_picture,
            Qt.Key.Key_V: case.lay_beside,
            Qt.Key.Key_B: case.back_to_list,
            Qt.Key.Key_Escape: target.escape,
            Qt.Key.Key_F1: target.show_shortcuts,
            Qt.Key.Key_F12: target.show_diagnostics,
        }
        gains = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in gains:
            target.change_gain(gains[key])
            return True
        if key in _STEPS:
            case.step_paper(_STEPS[key])
            return True
        if key in _PAGES:
            case.turn_page(_PAGES[key])
            return True
        if key not in calls:
            return False
        if not event.isAutoRepeat():
            calls[key]()
        return True
