"""Watches that the GUI thread does not stand still.

Responsible for: the timer in that thread. Not for: what is made of it (``channel.runtime.stall_watch``).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from channel.core.lateness import PERIOD_S, LatenessFigures
from channel.runtime.stall_watch import StallWatch

THREAD: Final = "GUI"


class GuiWatch(QObject):
    """GUI thread only, except ``figures``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watch = StallWatch(THREAD)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(PERIOD_S * 1000))
        # Not a repeating timer: that keeps its own beat, and a look is due one period after the one before.
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """The first look begins it, so that the time of the first painting does not count."""
        self._timer.start()

    def figures(self) -> LatenessFigures:
        """See ``StallWatch.figures``; any thread."""
        return self._watch.figures()

    @Slot()
    def _look(self) -> None:
        self._watch.look()
        self._timer.start()
