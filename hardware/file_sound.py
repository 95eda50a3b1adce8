"""Sound files as microphones and speakers: ``file:PATH``.

Responsible for: a file looped as a microphone, a recording as a speaker. Not for: formats (``wav``) and pace.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from hardware.devices import BLOCK_SAMPLES, Block
from hardware.faults import NO_FAULTS, FaultSchedule
from hardware.paced import OpenSink, OpenSound, PacedMicrophone, PacedSpeaker, Sink, Sound
from hardware.pacing import MONOTONIC, Clock
from hardware.wav import WavRecorder, read_sound


class Looped:
    """A sound again and again. ``samples`` (n,) int16, not empty."""

    def __init__(self, samples: Block) -> None:
        self._samples = samples

    def block(self, first: int, origin_s: float) -> Block:
        index = (first + np.arange(BLOCK_SAMPLES)) % len(self._samples)
        return self._samples[index]


def looped(path: Path) -> OpenSound:
    def open_sound() -> Sound:
        return Looped(read_sound(path))

    return open_sound


def recorder(path: Path, channels: int) -> OpenSink:
    """Opens a recorder that starts the file anew the first time and goes on with it after that."""
    opened = False

    def open_sink() -> Sink:
        nonlocal opened
        sink = WavRecorder(path, channels, resume=opened)
        opened = True
        return sink

    return open_sink


def file_microphone(
    path: Path, faults: FaultSchedule = NO_FAULTS, clock: Clock = MONOTONIC
) -> PacedMicrophone:
    return PacedMicrophone(f"microphone file:{path}", looped(path), faults, clock)


def file_speaker(
    path: Path, channels: int, faults: FaultSchedule = NO_FAULTS, clock: Clock = MONOTONIC
) -> PacedSpeaker:
    return PacedSpeaker(f"speaker file:{path}", channels, recorder(path, channels), faults, clock)
