"""A booth without its window: a real runtime with real sockets and codecs, here or in a process of its own.

Responsible for: building ``BoothRuntime`` for tests and driving it from another process. Not for: the desk
(``rig``), or what windows show.
"""

from __future__ import annotations

import logging
import multiprocessing
import threading
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeAlias

import msgspec
import pytest

from booth_client.config import BoothConfig
from booth_client.core.events import Decide, Start
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.runtime.booth import BoothRuntime
from booth_client.runtime.devices import Equipment
from channel.runtime.latest import LatestFrame
from channel.runtime.tls import client_context
from channel.settings import files
from hardware import picture_code, registry
from hardware.absent import AbsentCamera
from tests.end_to_end.taps import EndTap, Sent, Taps
from tests.helpers.branch import Branch
from tests.helpers.log_errors import LogErrors

WIDTH_PX, HEIGHT_PX, FPS = 320, 180, 8
WAIT_S = 60.0
STOP_S = 20.0

Sabotage: TypeAlias = Callable[[pytest.MonkeyPatch], None]
"""Changes the product in one process; a function of a module, so that another process finds it."""


def nothing(patch: pytest.MonkeyPatch) -> None:
    """The product as it is."""


def owner(frames: LatestFrame | None) -> int | None:
    """Whose picture this is, by the code drawn into it: a booth's number, 0 for the officer."""
    frame = None if frames is None else frames.look()[1]
    code = None if frame is None else picture_code.read(frame.bgra[:, :, :3])
    return None if code is None else code.booth


class Watched:
    """Something that publishes snapshots; whoever waits is woken at each."""

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait(self, true: Callable[[], bool], what: str, timeout_s: float = WAIT_S) -> None:
        deadline_s = time.monotonic() + timeout_s
        with self._changed:
            while not true():
                left_s = deadline_s - time.monotonic()
                assert left_s > 0, f"waited {timeout_s:g} s in vain for: {what}"
                self._changed.wait(min(left_s, 0.2))


class Booth(Watched):
    """A booth in this process."""

    def __init__(self, branch: Branch, number: int, **devices: str) -> None:
        super().__init__()
        config = files.load(BoothConfig, branch.booth_settings(number, **devices))
        picture = msgspec.structs.replace(config.picture, width=WIDTH_PX, height=HEIGHT_PX, fps=FPS)
        config = msgspec.structs.replace(config, picture=picture)
        self.snapshot: Snapshot | None = None
        self.officer: LatestFrame | None = None
        self.runtime = BoothRuntime(
            config,
            branch.files.booth_token_file(number).read_text().strip(),
            client_context(branch.files.authority),
            Equipment(
                registry.camera(config.devices.camera, width=WIDTH_PX, height=HEIGHT_PX, fps=FPS),
                registry.microphone(config.devices.microphone),
                registry.speaker(config.devices.speaker),
                AbsentCamera(),
            ),
        )
        self.runtime.show_officer_at(WIDTH_PX, HEIGHT_PX)
        self.runtime.start(self._show, self._show_officer)

    def sit_down(self) -> None:
        self.wait(
            lambda: self.snapshot is not None and self.snapshot.screen is Screen.READY, "the ready screen"
        )
        self.runtime.intend(Start())
        self.wait(
            lambda: self.snapshot is not None and self.snapshot.screen is Screen.CONSENT, "the consent screen"
        )
        self.runtime.intend(Decide(agreed=True))

    def stop(self) -> None:
        self.runtime.stop()

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._wake()

    def _show_officer(self, frame: LatestFrame | None) -> None:
        self.officer = frame


class BoothProcess:
    """A booth in a process of its own, with a tap: one interpreter would not keep up with six.

    Calls raise ``AssertionError`` with what went wrong over there.
    """

    def __init__(self, branch: Branch, number: int, sabotage: Sabotage, devices: dict[str, str]) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._pipe, far = spawn.Pipe()
        self._process = spawn.Process(
            target=_serve, args=(far, branch, number, sabotage, devices), name=f"booth {number}", daemon=True
        )
        self._process.start()
        far.close()

    def sit_down(self) -> None:
        self._ask("sit_down")

    def owner_of_picture(self) -> int | None:
        """Whose picture it shows as the officer's."""
        owner: int | None = self._ask("owner_of_picture")
        return owner

    def tapped(self) -> tuple[EndTap, Sent]:
        """Its end until now, and when it sent what."""
        tapped: tuple[EndTap, Sent] = self._ask("tapped")
        return tapped

    def stop(self) -> None:
        """Ends it; whatever it logged as an error fails the test."""
        try:
            self._ask("stop")
        finally:
            self._process.join(STOP_S)
            self._process.kill()

    def _ask(self, what: str) -> Any:
        try:
            self._pipe.send(what)
            went_well, answer = self._pipe.recv()
        except (EOFError, OSError):
            pytest.fail(f"the process of {self._process.name} ended by itself")
        assert went_well, f"in the process of {self._process.name}: {answer}"
        return answer


def _serve(
    pipe: Connection, branch: Branch, number: int, sabotage: Sabotage, devices: dict[str, str]
) -> None:
    errors = LogErrors()
    logging.getLogger().addHandler(errors)
    patch = pytest.MonkeyPatch()
    sabotage(patch)
    taps = Taps(patch)
    booth = Booth(branch, number, **devices)

    def stop() -> None:
        booth.stop()
        assert not (complaint := errors.complaint()), complaint

    calls: dict[str, Callable[[], object]] = {
        "sit_down": booth.sit_down,
        "owner_of_picture": lambda: owner(booth.officer),
        "tapped": lambda: (taps.ends["booth"].copy(), dict(taps.sent)),
        "stop": stop,
    }
    asked = ""
    while asked != "stop":
        try:
            asked = pipe.recv()
        except EOFError:  # the test is gone
            break
        try:
            pipe.send((True, calls[asked]()))
        except Exception:  # noqa: BLE001 - told to the test, whatever it is
            pipe.send((False, traceback.format_exc()))
