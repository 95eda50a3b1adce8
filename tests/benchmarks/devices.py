"""What every system is given: numbered sound or speech, drawn pictures, and the loudspeakers' clock.

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
from hardware.devices import PULL_SAMPLES, Frame
from tests.benchmarks import block_code
from tests.benchmarks.arrived import Originals
from tests.benchmarks.figures import BLOCK_S, FPS

WIDTH_PX, HEIGHT_PX = 640, 360
VIDEO_KBPS = 600
"""The most that any system may spend on a picture of this size."""
PULL_S = PULL_SAMPLES / block_code.RATE_HZ
"""What every system's loudspeakers take at a time, as the product's do."""
LATE_MOST_S = 0.1
"""A sound card forgives so much; what is later is left out."""
_SILENCE: NDArray[np.int16] = np.zeros(block_code.BLOCK_SAMPLES, np.int16)

Speak: TypeAlias = Callable[[NDArray[np.int16], float], None]
Show: TypeAlias = Callable[[NDArray[np.uint8], float], None]
Play: TypeAlias = Callable[[float], None]
"""A loudspeaker wants the next 10 ms, at this time."""


@dataclass
class Sockets:
    """Where one system takes sound and pictures, of booths one for each or one for all; and its loudspeakers,
    in any order: none where it has a clock of its own."""

    microphones: list[Speak] = field(default_factory=list)
    desk_cameras: list[Show] = field(default_factory=list)
    booth_cameras: list[Show] = field(default_factory=list)
    speakers: list[Play] = field(default_factory=list)


class Devices:
    """``start``, ``say``, ``stop`` from the loop's thread.

    Attributes: ``spoken_s``: by piece number, when every microphone handed it over; ``said_s``: when it
    handed over the beginning of what was to be said instead. ``officer`` and ``participant`` get what the two
    cameras draw: all booths show the same one, as drawing six would cost more than carrying them.

    ``phase_s``: so long after the microphones each time the loudspeakers take their sound. Those of a real
    call are no nearer to each other than chance has it, and whatever is taken piece by piece is up to a piece
    later or sooner by that: several runs should have several phases, from 0 to ``PULL_S``.
    """

    def __init__(
        self, sockets: Sockets, officer: Originals, participant: Originals, phase_s: float = 0.0
    ) -> None:
        self._phase_s = phase_s
        self.spoken_s: list[float] = []
        self.said_s: float | None = None
        self._speech: NDArray[np.int16] | None = None
        self._said_samples = 0
        self._sockets = sockets
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sound, name="sound devices", daemon=True)
        self._cameras = [
            (registry.camera(spec, width=WIDTH_PX, height=HEIGHT_PX, fps=FPS), shows, originals)
            for spec, shows, originals in (
                ("simulated:officer", sockets.desk_cameras, officer),
                ("simulated:booth,booth=1", sockets.booth_cameras, participant),
            )
            if shows
        ]

    def start(self) -> None:
        self._thread.start()
        for camera, shows, originals in self._cameras:
            camera.start(_shower(shows, originals), lambda status: None)

    def say(self, speech: NDArray[np.int16]) -> None:
        """(n,) int16 at 48 kHz, from the next block on instead of numbered sound; then silence."""
        self._speech = speech

    def stop(self) -> None:
        self._stopped.set()
        self._thread.join(2.0)
        for camera, _, _ in self._cameras:
            camera.stop()

    def _sound(self) -> None:
        next_s = time.monotonic()
        while not self._stopped.wait(max(0.0, next_s - time.monotonic())):
            now_s = time.monotonic()
            piece = self._piece(now_s)
            for speak in self._sockets.microphones:
                speak(piece, now_s - BLOCK_S)
            for pull in range(block_code.BLOCK_SAMPLES // PULL_SAMPLES):
                self._stopped.wait(max(0.0, next_s + self._phase_s + pull * PULL_S - time.monotonic()))
                now_s = time.monotonic()
                for play in self._sockets.speakers:
                    play(now_s)
            next_s = max(next_s + BLOCK_S, time.monotonic() - LATE_MOST_S)

    def _piece(self, now_s: float) -> NDArray[np.int16]:
        if self._speech is None:
            self.spoken_s.append(now_s)
            return block_code.piece(len(self.spoken_s) - 1)
        if self.said_s is None:
            self.said_s = now_s
        block = self._speech[self._said_samples :][: block_code.BLOCK_SAMPLES]
        self._said_samples += len(block)
        return np.concatenate((block, _SILENCE[len(block) :]))


def _shower(shows: Sequence[Show], originals: Originals) -> Callable[[Frame], None]:
    def shown(frame: Frame) -> None:
        originals.keep(frame.picture, frame.captured_s)
        for show in shows:
            show(frame.picture, frame.captured_s)

    return shown
