"""Lets another program drive an application as a person would: the demo and the end-to-end tests sit at it.

Responsible for: commands as JSON lines from a stream, real mouse and key events, events as JSON lines, and
reading the picture code from the pixels on the screen. Not for: deciding whether a pilot is allowed (never
in kiosk mode: the application refuses), nor for the code's layout (``read_code`` is handed in).

Commands: ``{"do": "click", "widget": NAME}``, ``{"do": "press" | "release", "key": KEYS}`` (as QKeySequence
names them) or with ``"widget"`` for the left mouse button, ``{"do": "draw", "widget": NAME, "points": [[X,
Y], …]}`` for a stroke with it in shares of the widget, ``{"do": "tap", "key": KEYS}``, ``{"do": "grab",
"path": P}``, ``{"do": "resize", "width": W, "height": H}`` for the main window, ``{"do": "watch" | "unwatch",
"widget": NAME}``, ``{"do": "count", "widget": NAME}``, ``{"do": "read", "widget": NAME}``, ``{"do":
"quit"}``; the end of the stream quits too.

Events: ``{"at": monotonic_s, "event": NAME, …}`` with ready, clicked, pressed, released, tapped, grabbed,
resized, drawn, watching, unwatched, painted (width_px of the picture before it was scaled to its place;
booth, frame, time_ms, null when no code can be read), counted (pictures that this widget has painted since
it was first asked; no pixel is read for it), read, quitting, lost (count), error (text), and of a booth
step (screen, and the document and page that it asks for).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Final, Protocol, TextIO, TypeAlias, cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import (
    QCoreApplication,
    QKeyCombination,
    QObject,
    QPoint,
    QRect,
    QSocketNotifier,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from channel.qt.event_lines import EventLines
from channel.qt.video import VideoView

Shares: TypeAlias = tuple[float, float, float, float]
CODE_HEIGHT: Final = 0.06
"""Share of a picture's height, from its top, in which the code is looked for."""


_CHUNK_BYTES: Final = 4096


class PictureCode(Protocol):
    """What ``read_code`` gives."""

    @property
    def booth(self) -> int: ...
    @property
    def frame(self) -> int: ...
    @property
    def time_ms(self) -> int: ...


ReadCode: TypeAlias = Callable[[NDArray[np.uint8], Shares], PictureCode | None]
"""(bgr (h, w, 3), which part of the source picture that is) -> the code in it, or None."""


class CommandError(Exception):
    """A command that cannot be carried out, as a sentence; a person could not have done it either."""


class Pilot(QObject):
    """Reads commands as they arrive and carries them out one after the other; GUI thread only."""

    def __init__(
        self,
        root_windows: Callable[[], Sequence[QWidget]],
        read_code: ReadCode,
        commands: TextIO = sys.stdin,
        events: TextIO = sys.stdout,
    ) -> None:
        """``root_windows`` gives the windows to search, the main one first; ``commands`` needs a fileno."""
        super().__init__()
        self._root_windows = root_windows
        self._read_code = read_code
        self._commands = commands
        self._events = EventLines(events)
        self._pending = b""
        self._waiting: deque[str | None] = deque()
        self._busy = False
        self._watches: dict[str, _Watch] = {}
        self._tallies: dict[str, _Tally] = {}
        # Not a thread that waits in a read: it could not be ended, and would be the last to hold this object.
        self._readable = QSocketNotifier(commands.fileno(), QSocketNotifier.Type.Read, self)
        self._readable.setEnabled(False)
        self._readable.activated.connect(self._read)

    def start(self) -> None:
        """Call it when the windows are shown; the event loop may start afterwards."""
        self._events.start()
        QTimer.singleShot(0, self, self._begin)

    @Slot(str, str, int)
    def tell_step(self, screen: str, document: str, page: int) -> None:
        """A booth is at this step of its participant's way."""
        self._events.send("step", screen=screen, document=document, page=page)

    def stop(self) -> None:
        """Read no more commands and write the last events."""
        self._readable.setEnabled(False)
        self._watches.clear()
        self._tallies.clear()
        self._events.stop()

    @Slot()
    def _begin(self) -> None:
        self._events.send("ready")
        self._readable.setEnabled(True)

    @Slot()
    def _read(self) -> None:
        # Not through the stream's buffer: what it holds back makes no descriptor readable.
        chunk = os.read(self._commands.fileno(), _CHUNK_BYTES)
        if chunk:
            *lines, self._pending = (self._pending + chunk).split(b"\n")
            self._waiting.extend(line.decode(errors="replace") for line in lines if line.strip())
        else:
            self._readable.setEnabled(False)
            self._waiting.append(None)
        self._perform_waiting()

    def _perform_waiting(self) -> None:
        # QTest lets events run between press and release, so the next command can arrive inside this one.
        if self._busy:
            return
        self._busy = True
        try:
            while self._waiting:
                self._perform(self._waiting.popleft())
        finally:
            self._busy = False

    def _perform(self, line: str | None) -> None:
        # Before the act: latencies are counted from the touch, not from when its slots have run.
        at_s = time.monotonic()
        try:
            command = {"do": "quit"} if line is None else json.loads(line)
            match command:
                case {"do": "click", "widget": str(name)}:
                    self._mouse(name, QTest.mouseClick)
                    self._events.send("clicked", at_s=at_s, widget=name)
                case {"do": "press", "widget": str(name)}:
                    self._mouse(name, QTest.mousePress)
                    self._events.send("pressed", at_s=at_s, widget=name)
                case {"do": "release", "widget": str(name)}:
                    self._mouse(name, QTest.mouseRelease)
                    self._events.send("released", at_s=at_s, widget=name)
                case {"do": "draw", "widget": str(name), "points": [_, _, *_] as points}:
                    self._draw(name, points)
                    self._events.send("drawn", at_s=at_s, widget=name)
                case {"do": "press", "key": str(keys)}:
                    self._key(keys, QTest.keyPress)
                    self._events.send("pressed", at_s=at_s, key=keys)
                case {"do": "release", "key": str(keys)}:
                    self._key(keys, QTest.keyRelease)
                    self._events.send("released", at_s=at_s, key=keys)
                case {"do": "tap", "key": str(keys)}:
                    # Both at once: whether it was short must not depend on how busy the pipe is.
                    self._key(keys, QTest.keyPress)
                    self._key(keys, QTest.keyRelease)
                    self._events.send("tapped", at_s=at_s, key=keys)
                case {"do": "grab", "path": str(path)}:
                    self._grab(path)
                    self._events.send("grabbed", path=path)
                case {"do": "resize", "width": int(width), "height": int(height)}:
                    self._main_window().resize(width, height)
                    self._events.send("resized", at_s=at_s)
                case {"do": "watch", "widget": str(name)}:
                    self._watch(name)
                    self._events.send("watching", widget=name)
                case {"do": "unwatch", "widget": str(name)}:
                    self._watches.pop(name, None)
                    self._events.send("unwatched", widget=name)
                case {"do": "count", "widget": str(name)}:
                    self._count(name)
                case {"do": "read", "widget": str(name)}:
                    self._read_widget(name)
                case {"do": "quit"}:
                    self._events.send("quitting")
                    QCoreApplication.quit()
                case _:
                    raise CommandError(f"There is no such command: {json.dumps(command)}.")
        except json.JSONDecodeError as error:
            self._events.send("error", text=f"Not a line of JSON: {error}.", command=line)
        except CommandError as error:
            self._events.send("error", text=str(error), command=command)

    def _windows(self) -> list[QWidget]:
        return [window for window in self._root_windows() if window.isVisible()]

    def _find(self, name: str) -> QWidget:
        """Of several of one name the one that can be seen: pages have buttons in common."""
        found: list[QWidget] = []
        for window in self._root_windows():
            if window.objectName() == name:
                return window
            found += window.findChildren(QWidget, name)
        if found:
            return next((widget for widget in found if widget.isVisible()), found[0])
        raise CommandError(f"There is no widget {name}.")

    def _mouse(self, name: str, act: Callable[..., None]) -> None:
        """Send it to the window at the widget's middle, so that what lies on top gets it, as by a finger."""
        widget = self._touchable(name)
        window = widget.window()
        place = widget.mapTo(window, widget.rect().center())
        hit = window.childAt(place)
        if not (hit is widget or (hit is not None and widget.isAncestorOf(hit))):
            over = hit.objectName() or type(hit).__name__ if hit is not None else "nothing"
            raise CommandError(f"{name} cannot be touched at its middle: {over} is there.")
        act(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)

    def _touchable(self, name: str) -> QWidget:
        widget = self._find(name)
        if not widget.isVisible():
            raise CommandError(f"{name} is not visible.")
        if not widget.isEnabled():
            raise CommandError(f"{name} is disabled.")
        return widget

    def _draw(self, name: str, points: list[object]) -> None:
        """One stroke with the left button, in shares of the widget's width and height."""
        widget = self._touchable(name)
        window, places = widget.window().windowHandle(), []
        for point in points:
            match point:
                case [float() | int() as x, float() | int() as y] if 0 <= x <= 1 and 0 <= y <= 1:
                    inside = QPoint(round(x * (widget.width() - 1)), round(y * (widget.height() - 1)))
                    places.append(widget.mapTo(widget.window(), inside))
                case _:
                    raise CommandError("A stroke's points are pairs of shares of the widget.")
        QTest.mousePress(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[0])
        for place in places[1:]:
            QTest.mouseMove(window, place)
        QTest.mouseRelease(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, places[-1])

    def _key(self, keys: str, act: Callable[..., None]) -> None:
        sequence = QKeySequence.fromString(keys)
        if sequence.count() != 1:
            raise CommandError(f"{keys} is not the name of one key.")
        combination: QKeyCombination = sequence[0]  # type: ignore[index]  # missing in the stubs
        act(self._focus_window(), combination.key(), combination.keyboardModifiers())

    def _focus_window(self) -> QWindow:
        focused = cast("QWindow | None", QGuiApplication.focusWindow())
        if focused is not None:
            return focused
        # Without a window manager no window ever gets the keyboard by itself.
        for window in self._windows():
            window.activateWindow()
            handle = window.windowHandle()
            if handle is not None:
                return handle
        raise CommandError("No window is open.")

    def _main_window(self) -> QWidget:
        windows = self._windows()
        if not windows:
            raise CommandError("No window is open.")
        return windows[0]

    def _grab(self, path: str) -> None:
        if not self._main_window().grab().save(path):
            raise CommandError(f"Cannot write {path}.")

    def _read_widget(self, name: str) -> None:
        widget = self._find(name)
        match widget:
            case QAbstractButton() | QLabel() | QLineEdit():
                text = widget.text()
            case _:
                text = widget.accessibleName()
        self._events.send(
            "read",
            widget=name,
            text=text,
            visible=widget.isVisible(),
            enabled=widget.isEnabled(),
            checked=widget.isChecked() if isinstance(widget, QAbstractButton) else None,
        )

    def _view(self, name: str) -> VideoView:
        view = self._find(name)
        if not isinstance(view, VideoView):
            raise CommandError(f"{name} does not show pictures.")
        return view

    def _watch(self, name: str) -> None:
        view = self._view(name)
        if name not in self._watches:
            self._watches[name] = _Watch(name, view, self._read_code, self._events)

    def _count(self, name: str) -> None:
        view = self._view(name)
        if name not in self._tallies:
            self._tallies[name] = _Tally(view)
        self._events.send("counted", widget=name, pictures=self._tallies[name].pictures)


class _Tally(QObject):
    """Counts the new pictures of one view. Attribute ``pictures``."""

    def __init__(self, view: VideoView) -> None:
        super().__init__()
        self.pictures = 0
        view.painted.connect(self._painted)

    @Slot()
    def _painted(self) -> None:
        self.pictures += 1


class _Watch(QObject):
    """Reports each new picture of one view, with the code that can be read from the screen."""

    def __init__(self, name: str, view: VideoView, read_code: ReadCode, events: EventLines) -> None:
        super().__init__()
        self._name = name
        self._view = view
        self._read_code = read_code
        self._events = events
        # Queued: inside the paint event the picture is not on the screen yet.
        view.painted.connect(self._look, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def _look(self) -> None:
        at_s = time.monotonic()
        code: PictureCode | None = None
        place = self._view.picture_rect()
        x0, y0, x1, y1 = self._view.visible_share()
        height = min(place.height(), round(place.height() * (CODE_HEIGHT - y0) / (y1 - y0)))
        if height > 0 and self._view.isVisible():
            strip = QRect(place.left(), place.top(), place.width(), height)
            bottom = y0 + (y1 - y0) * height / place.height()
            code = self._read_code(_bgr(_on_screen(self._view, strip)), (x0, y0, x1, bottom))
        self._events.send(
            "painted",
            at_s=at_s,
            widget=self._name,
            width_px=self._view.picture_size().width(),
            booth=code.booth if code else None,
            frame=code.frame if code else None,
            time_ms=code.time_ms if code else None,
        )


def _on_screen(view: QWidget, area: QRect) -> QImage:
    """``area`` of ``view`` as the screen shows it; painted again where the platform gives no access to it."""
    window = view.window()
    corner = view.mapTo(window, QPoint(area.left(), area.top()))
    pixmap = view.screen().grabWindow(window.winId(), corner.x(), corner.y(), area.width(), area.height())
    if pixmap.isNull():
        pixmap = view.grab(area)
    return pixmap.toImage()


def _bgr(image: QImage) -> NDArray[np.uint8]:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8)
    rows = pixels.reshape(image.height(), image.bytesPerLine() // 4, 4)
    return rows[:, : image.width(), :3].copy()
