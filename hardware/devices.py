"""What a device can do, as Protocols; drivers and simulated devices are chosen by ``hardware.registry``.

Responsible for: the seams to camera, microphone, speaker and printer. Not for: finding them (``probe``),
nor what is done with pictures, sound and paper. Nothing here knows channels.

All devices: ``start`` and ``stop`` may be called from any thread, ``stop`` joins the device's thread within
2 s, both are idempotent. A device that is missing, busy or pulled out never raises out of its thread: it
reports ``DeviceStatus`` and keeps trying (every ``RETRY_S``) until stopped. Times are ``time.monotonic()``
seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE_HZ = 48_000
BLOCK_SAMPLES = 960
"""20 ms: what a microphone gives at a time."""
PULL_SAMPLES = 480
"""10 ms: what a speaker asks for at a time."""
RETRY_S = 2.0
RESTING_S = 1.0
STILL_S = 4.0

Picture: TypeAlias = NDArray[np.uint8]
"""(height, width, 3) BGR, C-contiguous; the receiver must not write to it."""

Size: TypeAlias = tuple[int, int]
"""Width and height in pixels."""

Block: TypeAlias = NDArray[np.int16]
"""(n,) mono or (n, 2) stereo, 48 kHz; n is ``BLOCK_SAMPLES`` or ``PULL_SAMPLES``."""


class Condition(StrEnum):
    """Whether a device gives what it should."""

    STOPPED = "stopped"
    STARTING = "starting"
    RUNNING = "running"
    MISSING = "missing"
    BUSY = "busy"
    FAILED = "failed"


@dataclass(frozen=True)
class DeviceStatus:
    """``text`` is a sentence for IT: which device, what happened, what to do. Never personal data."""

    condition: Condition
    text: str = ""


@dataclass(frozen=True)
class Frame:
    """One picture. ``captured_s``: monotonic time at which the sensor (or the drawing) delivered it."""

    picture: Picture
    captured_s: float


OnFrame: TypeAlias = Callable[[Frame], None]
OnBlock: TypeAlias = Callable[[Block, float], None]
"""(block (960,) int16, monotonic time of its first sample)."""
OnStatus: TypeAlias = Callable[[DeviceStatus], None]
Pull: TypeAlias = Callable[[], Block]
"""Gives the next 10 ms to play, (480, channels) int16, as many channels as the speaker has; must not wait."""


Wanted: TypeAlias = Callable[[], bool]
"""Whether anybody has a use for pictures now; asked often, from the device's thread."""


def always() -> bool:
    return True


class Camera(Protocol):
    """Delivers frames from its own thread; the receiver keeps the newest only.

    While none is ``wanted`` it runs on, to be there at once, but makes only one each ``RESTING_S``, by which
    it is known to work.
    """

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None: ...
    def stop(self) -> None: ...
    def still(self) -> Frame | None:
        """The next picture at the full size at which the camera was opened, while frames go on. Waits for
        it, up to ``STILL_S``: not for a GUI or net thread. None: the camera gives none.
        """


class Microphone(Protocol):
    """Delivers a block every 20 ms from its own thread."""

    def start(self, on_block: OnBlock, on_status: OnStatus) -> None: ...
    def stop(self) -> None: ...


class Speaker(Protocol):
    """Asks for sound every 10 ms from its own thread, ``channels`` (1 or 2) wide."""

    @property
    def channels(self) -> int: ...
    def start(self, pull: Pull, on_status: OnStatus) -> None: ...
    def stop(self) -> None: ...


@dataclass(frozen=True)
class PrintLine:
    """A paragraph, wrapped to the paper. ``mark`` stands before it, and its further rows are indented."""

    text: str
    mark: str = ""
    bold: bool = False
    tall: bool = False
    wide: bool = False
    """Twice as high, twice as wide."""
    centred: bool = False


@dataclass(frozen=True)
class PrintCode:
    """A QR code of this text, in the middle."""

    text: str


@dataclass(frozen=True)
class PrintRule:
    """A line across the paper."""


Printout: TypeAlias = tuple[PrintLine | PrintCode | PrintRule, ...]
"""From top to bottom; the paper is cut after it."""
OnPrinted: TypeAlias = Callable[[bool], None]
"""Called once from any thread. True: it was printed, or given to a printer that cannot tell."""


class Printer(Protocol):
    """Prints on a roll of paper from its own thread, and looks every few seconds whether it could.

    Nothing waits for a printer to become ready: a printout that it cannot print at the next look is dropped,
    or it would come out in front of somebody else.
    """

    def start(self, on_status: OnStatus) -> None: ...
    def stop(self) -> None: ...
    def print_out(self, printout: Printout, on_printed: OnPrinted) -> None:
        """Any thread; returns at once."""
