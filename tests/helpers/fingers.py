"""Fingers, mouse and keyboard at a window of this process, as a person has them.

Responsible for: finding what can be seen by its name, touching it through the window, so that what lies on
top gets it, and waiting while Qt goes on. Not for: what is touched when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QPointingDevice, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.exceptions import TimeoutError as NeverHappened
from pytestqt.qtbot import QtBot

WAIT_S = 30.0


@cache
def _touch_device() -> QPointingDevice:
    return QTest.createTouchDevice()


def words_of(widget: QWidget) -> str:
    """What a widget says. Our own kinds of label have a ``text`` as Qt's have."""
    text = getattr(widget, "text", None)
    said = text() if callable(text) else widget.accessibleName()
    return said if isinstance(said, str) else ""


class Fingers:
    """At one window, which is shown."""

    def __init__(self, qtbot: QtBot, window: QWidget) -> None:
        self._qtbot = qtbot
        self.window = window

    # ------------------------------------------------------------ hands

    def click(self, name: str) -> None:
        """With the mouse, at the widget's middle. Fails where a person could not."""
        place = self._middle(name)
        QTest.mouseClick(self._handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def draw(self, name: str, points: Sequence[tuple[float, float]]) -> None:
        """One stroke of a finger; points in shares of the widget's width and height."""
        self._middle(name)
        widget, handle = self.widget(name), self._handle
        places = [self._place(widget, *point) for point in points]
        touch = QTest.touchEvent(handle, _touch_device(), False)
        touch.press(0, places[0], handle)
        touch.commit()
        for place in places[1:]:
            touch.move(0, place, handle)
            touch.commit()
        touch.release(0, places[-1], handle)
        touch.commit()

    def tap(self, keys: str) -> None:
        """Press and release, named as QKeySequence does."""
        combination = QKeySequence.fromString(keys)[0]  # type: ignore[index]  # missing in the stubs
        QTest.keyClick(self._handle, combination.key(), combination.keyboardModifiers())

    def type(self, text: str) -> None:
        """Into what has the keyboard."""
        focused = self.window.focusWidget()
        assert focused is not None, "nothing has the keyboard"
        QTest.keyClicks(focused, text)

    # ------------------------------------------------------------ eyes

    def widget(self, name: str) -> QWidget:
        """Of several of one name the one that can be seen."""
        found = self.window.findChildren(QWidget, name)
        assert found, f"there is no widget {name}"
        return next((one for one in found if one.isVisible()), found[0])

    def sees(self, name: str) -> bool:
        """It is there, and can be touched: nothing lies over it."""
        found = self.window.findChildren(QWidget, name)
        return any(one.isVisible() and one.isEnabled() and self._covers(one) is None for one in found)

    def words(self) -> str:
        """Everything that can be read on the window now, by eyes or by a screen reader."""
        shown = (one for one in self.window.findChildren(QWidget) if one.isVisible())
        return "\n".join(filter(None, map(words_of, shown)))

    def until(self, true: Callable[[], bool], what: str, timeout_s: float = WAIT_S) -> None:
        """Qt goes on meanwhile."""
        try:
            self._qtbot.waitUntil(true, timeout=round(timeout_s * 1000))
        except NeverHappened:
            raise AssertionError(f"never happened: {what}; the window says:\n{self.words()}") from None

    def touch(self, name: str) -> None:
        """Click it as soon as it is there."""
        self.until(lambda: self.sees(name), f"{name} can be touched")
        self.click(name)

    # ------------------------------------------------------------ places

    @property
    def _handle(self) -> QWindow:
        handle = self.window.windowHandle()
        assert handle is not None, "the window is not shown"
        return handle

    def _middle(self, name: str) -> QPoint:
        widget = self.widget(name)
        assert widget.isVisible(), f"{name} is not visible"
        assert widget.isEnabled(), f"{name} is disabled"
        assert (over := self._covers(widget)) is None, f"{name} cannot be touched: {over!r} is there"
        return self._place(widget, 0.5, 0.5)

    def _covers(self, widget: QWidget) -> QWidget | None:
        """What lies over its middle; the window itself where the widget is cut off."""
        hit = self.window.childAt(self._place(widget, 0.5, 0.5)) or self.window
        return None if hit is widget or widget.isAncestorOf(hit) else hit

    def _place(self, widget: QWidget, x: float, y: float) -> QPoint:
        inside = QPoint(round(x * (widget.width() - 1)), round(y * (widget.height() - 1)))
        return widget.mapTo(self.window, inside)
