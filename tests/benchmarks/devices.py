"""The content that every system is given: numbered sound and drawn pictures, and the loudspeakers that play.

Responsible for: one thread that is microphone and loudspeaker of all ends, and the cameras. Not for: what the
systems do with it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from hardware import registry
from hardware.devices import Frame
from tests.benchmarks import block_code
from tests.benchmarks.figures import BLOCK_S, FPS, Arrived

WIDTH_PX, HEIGHT_PX = 640, 360
LATE_MOST_S = 0.1
"""A sound card forgives so much; what is later is left out."""

Speak: TypeAlias = Callable[[NDArray[np.int16], float], None]
Show: TypeAlias = Callable[[NDArray[np.uint8], float], None]
Pull: TypeAlias = Callable[[], NDArray[np.int16]]


@dataclass
class Sockets:
    """Where one system takes sound and pictures, and gives them. The desk's first, then one for each booth;
    ``at_desk`` and ``at_booth`` have one for each booth."""

    microphones: list[Speak] = field(default_factory=list)
    cameras: list[Show] = field(default_factory=list)
    at_desk: list[Pull] = field(default_factory=list)
    at_booth: list[Pull] = field(default_factory=list)


class Devices:
    """``start``, ``stop`` from the loop's thread. Attribute ``spoken_s``: by piece number, when every
    microphone handed it over."""

    def __init__(self, sockets: Sockets, arrived: Sequence[Arrived]) -> None:
        self.spoken_s: list[float] = []
        self._sockets = sockets
        self._arrived = arrived
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sound, name="sound devices", daemon=True)
        specs = ["simulated:officer"]
        specs += [f"simulated:booth,booth={number}" for number in range(1, len(arrived) + 1)]
        self._cameras = [registry.camera(spec, width=WIDTH_PX, height=HEIGHT_PX, fps=FPS) for spec in specs]

    def start(self) -> None:
        self._thread.start()
        for camera, show in zip(self._cameras, self._sockets.cameras, strict=True):
            camera.start(_shower(show), lambda status: None)

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(2.0)
        for camera in self._cameras:
            camera.stop()

    def _sound(self) -> None:
        next_s = time.monotonic()
        while not self._stopped.wait(max(0.0, next_s - time.monotonic())):
            piece = block_code.piece(len(self.spoken_s))
            now_s = time.monotonic()
            self.spoken_s.append(now_s)
            for speak in self._sockets.microphones:
                speak(piece, now_s - BLOCK_S)
            for pull, arrived in zip(self._sockets.at_desk, self._arrived, strict=True):
                arrived.hear(now_s, pull())
            for pull in self._sockets.at_booth:
                pull()
            next_s = max(next_s + BLOCK_S, time.monotonic() - LATE_MOST_S)


def _shower(show: Show) -> Callable[[Frame], None]:
    return lambda frame: show(frame.picture, frame.captured_s)
