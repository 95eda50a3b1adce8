"""A booth's eye with real threads and simulated cameras, and what it tells.

Responsible for: building and ending it, waiting for what is told, laying papers down. Not for: the machine,
whose orders the tests give themselves.
"""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from booth_client.core.commands import TakeStill, Watch
from booth_client.core.events import Event, StillSeen
from booth_client.core.snapshot import Device
from booth_client.runtime.devices import BoothDevices, Equipment, OwnPicture
from booth_client.runtime.eye import Eye
from channel.media.picture_source import PictureSource
from channel.media.voice_source import VoiceSource
from channel.runtime.net_thread import NetThread
from channel.sound.room import Room
from hardware import picture_code, registry
from hardware.devices import Camera
from tests.helpers.unprocessed import UNPROCESSED

WAIT_S = 30.0
GUIDE, STILL = (1280, 720), (1920, 1080)
FACE_SPEC = "simulated:booth,booth=3"

E = TypeVar("E", bound=Event)


class Fed(PictureSource):
    """A channel's picture source that notes whose pictures it is given: a booth's number, None for papers."""

    def __init__(self) -> None:
        super().__init__(320, 180)
        self.owners: queue.Queue[int | None] = queue.Queue()

    def push(self, picture: NDArray[np.uint8], captured_s: float) -> None:
        code = picture_code.read(picture)
        self.owners.put(None if code is None else code.booth)

    def wait_for(self, owner: int | None) -> None:
        while self.owners.get(timeout=WAIT_S) != owner:
            pass


class EyeRig:
    """``papers`` None: the one camera, of ``face``, serves both."""

    def __init__(self, papers: str | Camera | None, face: str = FACE_SPEC) -> None:
        self.net = NetThread("net of a test")
        self.net.start()
        self.told: queue.Queue[Event] = queue.Queue()
        self.works: queue.Queue[tuple[Device, bool]] = queue.Queue()
        size = GUIDE if papers is None else (320, 180)
        self.devices = BoothDevices(
            Equipment(
                registry.camera(face, width=size[0], height=size[1], fps=15, still=STILL),
                registry.microphone("simulated:silence"),
                registry.speaker("simulated:discard"),
                registry.camera(papers, width=GUIDE[0], height=GUIDE[1], fps=15, still=STILL)
                if isinstance(papers, str)
                else papers,
            ),
            Room(UNPROCESSED),
            OwnPicture(),
            lambda device, works: self.works.put((device, works)),
        )
        self.fed = Fed()
        self.eye = Eye(self.devices, self.told.put, self.net.post)

    def begin_visit(self) -> None:
        """With consent: the camera at the participant runs."""
        self.devices.start(VoiceSource(), self.fed)

    def order(self, what: Callable[[Eye], object]) -> None:
        """Have it done on the net thread, and wait until it is."""
        done = threading.Event()

        def do() -> None:
            what(self.eye)
            done.set()

        self.net.post(do)
        assert done.wait(WAIT_S)

    def watch(self, order: Watch) -> None:
        self.order(lambda eye: eye.watch(order))

    def take_still(self, order: TakeStill) -> StillSeen:
        self.order(lambda eye: eye.take_still(order))
        return self.hear(StillSeen)

    def hear(self, kind: type[E], wanted: Callable[[E], bool] = lambda event: True) -> E:
        """The next of this kind that is wanted; others are passed over."""
        while True:
            event = self.told.get(timeout=WAIT_S)
            if isinstance(event, kind) and wanted(event):
                return event

    def stop(self) -> None:
        self.net.stop()
        self.devices.close()
        self.eye.close()
        self.fed.stop()


@contextlib.contextmanager
def eye_rig(papers: str | Camera | None, face: str = FACE_SPEC) -> Iterator[EyeRig]:
    rig = EyeRig(papers, face)
    try:
        yield rig
    finally:
        rig.stop()


class Desk:
    """The desk under a simulated camera: what is written into its file lies there."""

    def __init__(self, folder: Path, person: int = 3) -> None:
        self._file = folder / "shown"
        self.spec = f"simulated:documents,show={self._file},person={person},seed=2"
        self.lay("empty")

    def lay(self, what: str) -> None:
        self._file.write_text(what)


def camera_is_open() -> bool:
    return any(one.name.startswith("camera simulated:documents") for one in threading.enumerate())
