"""One place for the newest picture: how pictures cross from a worker thread to the GUI thread.

Responsible for: "newest wins", telling whoever shows it that there is something new, and what is wanted of
it. Nothing here can grow. Not for: how the GUI thread is woken (``channel.qt.video``).
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Told: TypeAlias = Callable[[], None]
"""Called in any thread; must not wait."""


@dataclass(frozen=True)
class ShownFrame:
    """A picture ready to paint. ``bgra``: (height, width, 4) uint8, C-contiguous, never written again.

    ``arrived_s``: monotonic time at which its last packet came (or at which a local camera took it).
    """

    bgra: NDArray[np.uint8]
    arrived_s: float


class LatestFrame:
    """Holds one ``ShownFrame``. Any thread may call everything."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frame: ShownFrame | None = None
        self._generation = 0
        self._told: tuple[Told, ...] = ()

    @property
    def watched(self) -> bool:
        """Whether anybody is told of new pictures."""
        return bool(self._told)

    def watch(self, told: Told) -> None:
        """Have ``told`` called after each change, by whoever makes it, until ``unwatch``."""
        with self._lock:
            self._told = (*self._told, told)

    def unwatch(self, told: Told) -> None:
        """Undo one ``watch``; a call that is under way may still come."""
        with self._lock:
            others = list(self._told)
            others.remove(told)
            self._told = tuple(others)

    def put(self, frame: ShownFrame) -> None:
        self._replace(frame)

    def clear(self) -> None:
        """Forget the picture: a gate was shut, or the visit ended."""
        self._replace(None)

    def look(self) -> tuple[int, ShownFrame | None]:
        """The generation (changes with each put or clear) and the newest frame, None when there is none."""
        with self._lock:
            return self._generation, self._frame

    def _replace(self, frame: ShownFrame | None) -> None:
        with self._lock:
            self._frame = frame if self._is_wanted() else None
            self._generation += 1
            told = self._told
        for each in told:
            each()

    def _is_wanted(self) -> bool:
        return True


class SeenPicture(LatestFrame):
    """The newest picture at the size that is seen on the screen; none while it is not seen.

    ``wanted_px``: that size in device pixels, (0, 0) as at first and whenever it is not visible. Whoever
    makes the pictures looks at it before each, and makes none for (0, 0).
    """

    def __init__(self) -> None:
        super().__init__()
        self.wanted_px = (0, 0)

    def show_at(self, width_px: int, height_px: int) -> None:
        """The size from now on. Any thread.

        Pictures keep their shape, cover that size, and are never made larger than they came. One that is out
        of sight is forgotten, so that no old one is seen when it comes back.
        """
        self.wanted_px = (max(0, width_px), max(0, height_px))
        if not self._is_wanted():
            self.clear()

    def _is_wanted(self) -> bool:
        return all(self.wanted_px)
