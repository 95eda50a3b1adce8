"""Devices that are paced by a clock instead of by hardware: what simulated devices and files have in common.

Responsible for: delivering pictures and blocks in real time, faults on schedule. Not for: where pictures and
sounds come from (``Pictures``, ``Sound``) or go to (``Sink``). These are opened in the device's thread and
used there only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeAlias

from hardware.device_thread import DeviceThread, Run
from hardware.devices import (
    BLOCK_SAMPLES,
    PULL_SAMPLES,
    SAMPLE_RATE_HZ,
    Block,
    Frame,
    OnBlock,
    OnFrame,
    OnStatus,
    Picture,
    Pull,
    Wanted,
    always,
)
from hardware.faults import NO_FAULTS, FaultSchedule
from hardware.pacing import MONOTONIC, Clock, Thrift, ticks
from hardware.stills import Stills

BLOCK_S = BLOCK_SAMPLES / SAMPLE_RATE_HZ
PULL_S = PULL_SAMPLES / SAMPLE_RATE_HZ
CATCH_UP_S = 0.1
"""A sound card's buffer forgives being late by this much; more is lost."""
CATCH_UP_BLOCKS = round(CATCH_UP_S / BLOCK_S)
CATCH_UP_PULLS = round(CATCH_UP_S / PULL_S)


class Pictures(Protocol):
    """Where a paced camera's pictures come from."""

    def picture(self, number: int, at_s: float) -> Picture:
        """The picture of tick ``number``, taken at monotonic ``at_s``; the receiver keeps it, so it must be
        new.
        """

    def still(self, number: int, at_s: float) -> Picture:
        """The same at the full size that there is."""

    def close(self) -> None: ...


class Sound(Protocol):
    """Where a paced microphone's sound comes from."""

    def block(self, first: int, origin_s: float) -> Block:
        """Samples ``first`` to ``first + 959``, (960,), since the start at monotonic ``origin_s``."""


class Sink(Protocol):
    """Where a paced speaker's sound goes."""

    def write(self, block: Block, at_s: float) -> None:
        """Take what was given at monotonic ``at_s``."""

    def close(self) -> None: ...


OpenPictures: TypeAlias = Callable[[], Pictures]
"""Raises ``DeviceFault``."""
OpenSound: TypeAlias = Callable[[], Sound]
"""Raises ``DeviceFault``."""
OpenSink: TypeAlias = Callable[[], Sink]
"""Raises ``DeviceFault``."""


class PacedCamera:
    """A camera that takes ``fps`` pictures a second; late pictures are left out, never sent in a burst."""

    def __init__(
        self,
        name: str,
        open_pictures: OpenPictures,
        fps: float,
        faults: FaultSchedule = NO_FAULTS,
        clock: Clock = MONOTONIC,
    ) -> None:
        self._name = name
        self._open = open_pictures
        self._fps = fps
        self._faults = faults
        self._stills = Stills()
        self._thread = DeviceThread(name, clock)

    def start(self, on_frame: OnFrame, on_status: OnStatus, wanted: Wanted = always) -> None:
        self._thread.start(partial(self._session, on_frame, wanted), on_status)

    def stop(self) -> None:
        self._thread.stop()

    def still(self) -> Frame | None:
        return self._stills.ask()

    def _session(self, on_frame: OnFrame, wanted: Wanted, run: Run) -> None:
        self._faults.check(run.since_start_s(), self._name)
        pictures, thrift = self._open(), Thrift(wanted)
        try:
            for tick in ticks(run.clock, 1.0 / self._fps, run.stopping):
                self._faults.check(run.since_start_s(), self._name)
                if self._stills.wanted:
                    self._stills.give(Frame(pictures.still(tick.number, tick.due_s), tick.due_s))
                if not thrift.is_due(tick.due_s):
                    continue
                picture = pictures.picture(tick.number, tick.due_s)
                run.running()
                on_frame(Frame(picture, tick.due_s))
        finally:
            self._stills.give(None)
            pictures.close()


class PacedMicrophone:
    """A microphone that hands over each block when its last sample has passed."""

    def __init__(
        self, name: str, open_sound: OpenSound, faults: FaultSchedule = NO_FAULTS, clock: Clock = MONOTONIC
    ) -> None:
        self._name = name
        self._open = open_sound
        self._faults = faults
        self._thread = DeviceThread(name, clock)

    def start(self, on_block: OnBlock, on_status: OnStatus) -> None:
        self._thread.start(partial(self._session, on_block), on_status)

    def stop(self) -> None:
        self._thread.stop()

    def _session(self, on_block: OnBlock, run: Run) -> None:
        self._faults.check(run.since_start_s(), self._name)
        sound = self._open()
        for tick in ticks(run.clock, BLOCK_S, run.stopping, catch_up=CATCH_UP_BLOCKS):
            self._faults.check(run.since_start_s(), self._name)
            if tick.number == 0:
                # The first block is full after the first period.
                continue
            captured_s = tick.due_s - BLOCK_S
            first = round((captured_s - run.started_s) * SAMPLE_RATE_HZ)
            block = sound.block(first, run.started_s)
            run.running()
            on_block(block, captured_s)


class PacedSpeaker:
    """A speaker that asks for sound every 10 ms."""

    def __init__(
        self,
        name: str,
        channels: int,
        open_sink: OpenSink,
        faults: FaultSchedule = NO_FAULTS,
        clock: Clock = MONOTONIC,
    ) -> None:
        self._name = name
        self._channels = channels
        self._open = open_sink
        self._faults = faults
        self._thread = DeviceThread(name, clock)

    @property
    def channels(self) -> int:
        return self._channels

    def start(self, pull: Pull, on_status: OnStatus) -> None:
        self._thread.start(partial(self._session, pull), on_status)

    def stop(self) -> None:
        self._thread.stop()

    def _session(self, pull: Pull, run: Run) -> None:
        self._faults.check(run.since_start_s(), self._name)
        sink = self._open()
        try:
            for _ in ticks(run.clock, PULL_S, run.stopping, catch_up=CATCH_UP_PULLS):
                self._faults.check(run.since_start_s(), self._name)
                block = pull()
                run.running()
                sink.write(block, run.clock.now_s())
        finally:
            sink.close()
