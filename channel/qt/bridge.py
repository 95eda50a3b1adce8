"""Snapshots cross here from the net thread to the GUI thread, one way.

Responsible for: "newest wins": however often the net thread publishes, the GUI thread is woken once and
finds
the newest snapshot. Not for: pictures (``LatestFrame``), meters, nor the way back (``NetThread.post``).
"""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

S = TypeVar("S")


class Bridge(QObject, Generic[S]):
    """A one-place mailbox that wakes the GUI thread.

    Signals:
        changed: in the GUI thread, after ``snapshot`` became newer. Without arguments: whoever is late
            reads the newest, never a queue of old ones.
    """

    changed = Signal()
    _posted = Signal()

    def __init__(self, first: S, parent: QObject | None = None) -> None:
        """Make it in the GUI thread. ``first`` is what ``snapshot`` gives before anything was published."""
        super().__init__(parent)
        self._lock = threading.Lock()
        self._newest = first
        self._waking = False
        self._posted.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def snapshot(self) -> S:
        """The newest snapshot; any thread."""
        with self._lock:
            return self._newest

    def publish(self, snapshot: S) -> None:
        """Replace the snapshot and wake the GUI thread unless it is being woken; any thread, never waits."""
        with self._lock:
            self._newest = snapshot
            wake = not self._waking
            self._waking = True
        if wake:
            self._posted.emit()

    @Slot()
    def _deliver(self) -> None:
        with self._lock:
            self._waking = False
        self.changed.emit()
