"""When pictures are painted: soon after they came, those of all views together, and none that nobody sees.

Responsible for: waking the GUI thread when there is something new, the pace of repaints, and whether the
window can be seen at all. Not for: painting (``video``).
"""

from __future__ import annotations

import threading
import time
from math import ceil
from typing import Final, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QWidget

REPAINT_GAP_S: Final = 0.004
"""Between two repaints, at least: pictures that come meanwhile share the next one. Measured with six booths
at 25 pictures a second: those that come evenly wait 0.3 ms in the mean, those in a bunch 2 ms; gaps of
8 and 12 ms cost 5 and 7 ms, and not less CPU."""


class Repainted(Protocol):
    """What the clock asks of a view."""

    def window(self) -> QWidget: ...
    def repaint_if_newer(self) -> None: ...
    def follow_window(self) -> None:
        """The window came into sight or is out of it."""


class RepaintClock(QObject):
    """Repaints the views of one window when pictures come, and never more often than every
    ``REPAINT_GAP_S``; nothing runs while none comes.

    One clock for everything: if each view repainted for itself, each would flush the window by itself. It
    also tells the views whether the window can be seen: not while it is minimised, or where the platform
    knows that nobody sees it.
    """

    _came = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views: list[Repainted] = []
        self._lock = threading.Lock()
        self._waking = False
        self._repainted_s = float("-inf")
        self._gap = QTimer(self)
        self._gap.setTimerType(Qt.TimerType.PreciseTimer)
        self._gap.setSingleShot(True)
        self._gap.timeout.connect(self._repaint)
        self._came.connect(self._repaint_soon, Qt.ConnectionType.QueuedConnection)
        self._window: QWindow | None = None
        self._exposed = True
        self._minimised = False
        self._seen = True

    @property
    def seen(self) -> bool:
        """Whether the window can be seen, as far as is known."""
        return self._seen

    def add(self, view: Repainted) -> None:
        """``view`` became visible."""
        if view not in self._views:
            self._views.append(view)
        handle = view.window().windowHandle()
        if handle is not None and handle is not self._window:
            self._window = handle
            handle.installEventFilter(self)
            handle.visibilityChanged.connect(self._visibility_changed)
            self._exposed = True  # it is on its way to the screen
            self._visibility_changed(handle.visibility())

    def remove(self, view: Repainted) -> None:
        """``view`` was hidden."""
        if view in self._views:
            self._views.remove(view)

    # ------------------------------------------------------------ pictures

    def wake(self) -> None:
        """There is something new. Any thread; never waits. However often: the GUI thread is woken once."""
        with self._lock:
            if self._waking:
                return
            self._waking = True
        self._came.emit()

    @Slot()
    def _repaint_soon(self) -> None:
        wait_s = self._repainted_s + REPAINT_GAP_S - time.monotonic()
        if wait_s > 0:
            self._gap.start(ceil(wait_s * 1000))
        else:
            self._repaint()

    @Slot()
    def _repaint(self) -> None:
        with self._lock:
            self._waking = False
        self._repainted_s = time.monotonic()
        for view in self._views:
            view.repaint_if_newer()

    # ------------------------------------------------------------ the window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Expose and isinstance(watched, QWindow):
            self._exposed = watched.isExposed()
            self._look()
        return super().eventFilter(watched, event)

    @Slot(QWindow.Visibility)
    def _visibility_changed(self, visibility: QWindow.Visibility) -> None:
        self._minimised = visibility is QWindow.Visibility.Minimized
        self._look()

    def _look(self) -> None:
        seen = self._exposed and not self._minimised
        if seen != self._seen:
            self._seen = seen
            for view in self._views:
                view.follow_window()
