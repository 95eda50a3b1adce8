"""Dead cycles of Python objects are freed in the GUI thread alone, between two of Qt's events.

Responsible for: taking this work from Python, which does it in whatever thread happens to allocate, and
choosing when. Not for: an object whose last reference goes. It dies at once and in that thread, so no other
thread may hold the last reference to a QObject.

PySide deletes a QObject in the thread that frees its wrapper (QWidgets it brings to the main thread, but not
what belongs to them). While the GUI thread hands that object an event, Qt crashes.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

LOOK_S: Final = 1.0
LIMITS: Final = (700, 10, 10)
"""Living new objects, then collections of the next younger generation, above which a generation is collected:
those of Python 3.11. With one look a second the oldest has its turn once in two minutes at the most."""


class GarbageTimer(QObject):
    """Python's collector, run by a timer of the GUI thread instead of by allocations in any thread.

    Collecting stops all threads, so what start-up made is left out: it lives as long as the program and would
    be most of the work. In a console with six channels the three generations take 0.1, 1.5 and 4 to 10 ms;
    with what start-up made the oldest takes 30 to 40 ms.
    """

    def __init__(self, parent: QObject | None = None, look_s: float = LOOK_S) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(round(look_s * 1000))
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Call it in the GUI thread when the windows are built, and before other threads start."""
        gc.disable()
        gc.collect()
        gc.freeze()
        self._timer.start()

    @Slot()
    def _look(self) -> None:
        counts = gc.get_count()
        for generation in (2, 1, 0):  # an older one includes the younger
            if counts[generation] > LIMITS[generation]:
                gc.collect(generation)
                return
