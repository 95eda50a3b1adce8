"""One place for the newest picture: how pictures cross from a worker thread to the GUI thread.

Responsible for: "newest wins". Nothing here can grow.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class ShownFrame:
    """A picture ready to paint. ``bgra``: (height, width, 4) uint8, C-contiguous, never written again.

    ``arrived_s``: monotonic time at which its last packet came (or at which a local camera took it).
    """

    bgra: NDArray[np.uint8]
    arrived_s: float


class LatestFrame:
    """Holds one ``ShownFrame``. ``put``, ``clear`` and ``take`` may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frame: ShownFrame | None = None
        self._generation = 0

    def put(self, frame: ShownFrame) -> None:
        with self._lock:
            self._frame = frame
            self._generation += 1

    def clear(self) -> None:
        """Forget the picture: a gate was shut, or the visit ended."""
        with self._lock:
            self._frame = None
            self._generation += 1

    def look(self) -> tuple[int, ShownFrame | None]:
        """The generation (changes with each put or clear) and the newest frame, None when there is none."""
        with self._lock:
            return self._generation, self._frame
