"""A desk and its booths without their windows: real runtimes, sockets and codecs, and taps on the wire.

Responsible for: building ``DeskRuntime`` and ``BoothRuntime`` beside a real server, remembering what the
officer was shown and when, and every RTP packet on arrival. Not for: judging (the tests), or windows.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, Self

import msgspec
import pytest

from booth_client.config import BoothConfig
from booth_client.core.events import Decide, Start
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.runtime.booth import BoothRuntime
from channel.media import channel_end
from channel.runtime.latest import LatestFrame
from channel.runtime.tls import client_context
from channel.settings import files
from channel.wire.ids import OfficerId
from cso_console.config import ConsoleConfig
from cso_console.core.intents import Intent, LogIn
from cso_console.core.snapshot import SEATS, DeskSnapshot, Tile
from cso_console.runtime.desk_runtime import DeskRuntime
from hardware import registry
from tests.helpers.branch import Branch
from tests.helpers.programs import Program

WIDTH_PX, HEIGHT_PX, FPS = 320, 180, 8
WAIT_S = 60.0
Interval = tuple[float, float]


@dataclass(frozen=True)
class TappedPacket:
    at_s: float
    kind: str
    raw: bytes


class Taps:
    """Every RTP packet that reached an end, decrypted, before any gate, buffer or mixer."""

    def __init__(self) -> None:
        self.at_desk: dict[int, list[TappedPacket]] = defaultdict(list)
        """By seat: what came from that booth."""
        self._at_booth: dict[asyncio.AbstractEventLoop, list[TappedPacket]] = defaultdict(list)

    def put_on(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr("cso_console.runtime.channels.DeskEnd", self._desk_end)
        patch.setattr("booth_client.runtime.channel.BoothEnd", self._booth_end)

    def at_booth(self, booth: Booth) -> list[TappedPacket]:
        """What came from the officer."""
        return self._at_booth[booth.loop]

    def _desk_end(self, *args: Any, name: str, **options: Any) -> channel_end.DeskEnd:
        seat = int(name.rsplit(" ", 1)[1])
        return channel_end.DeskEnd(*args, name=name, tap=partial(self._note, self.at_desk[seat]), **options)

    def _booth_end(self, *args: Any, **options: Any) -> channel_end.BoothEnd:
        packets = self._at_booth[asyncio.get_running_loop()]
        return channel_end.BoothEnd(*args, tap=partial(self._note, packets), **options)

    @staticmethod
    def _note(packets: list[TappedPacket], kind: str, raw: bytes) -> None:
        packets.append(TappedPacket(time.monotonic(), kind, raw))


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
    """One booth program without its window."""

    def __init__(self, branch: Branch, number: int, **devices: str) -> None:
        super().__init__()
        self.number = number
        config = files.load(BoothConfig, branch.booth_settings(number, **devices))
        picture = msgspec.structs.replace(config.picture, width=WIDTH_PX, height=HEIGHT_PX, fps=FPS)
        config = msgspec.structs.replace(config, picture=picture)
        self.screen = Screen.READY
        self.snapshot: Snapshot | None = None
        self.runtime = BoothRuntime(
            config,
            branch.files.booth_token_file(number).read_text().strip(),
            client_context(branch.files.authority),
            (
                registry.camera(config.devices.camera, width=WIDTH_PX, height=HEIGHT_PX, fps=FPS),
                registry.microphone(config.devices.microphone),
                registry.speaker(config.devices.speaker),
            ),
        )
        self.officer: LatestFrame | None = None
        self.runtime.show_officer_at(WIDTH_PX, HEIGHT_PX)
        self.runtime.start(self._show, self._show_officer)

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        return self.runtime._net.loop

    def sit_down(self) -> None:
        self.wait(
            lambda: self.snapshot is not None and self.snapshot.screen is Screen.READY, "the ready screen"
        )
        self.runtime.intend(Start())
        self.wait(
            lambda: self.snapshot is not None and self.snapshot.screen is Screen.CONSENT, "the consent screen"
        )
        self.runtime.intend(Decide(agreed=True))

    def _show(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._wake()

    def _show_officer(self, frame: LatestFrame | None) -> None:
        self.officer = frame


class Office(Watched):
    """A server process, a desk, and booths that sit down; everything is ended on the way out."""

    def __init__(
        self,
        branch: Branch,
        booths: Iterable[int],
        booth_devices: Callable[[int], dict[str, str]] = lambda number: {},
        **console_devices: str,
    ) -> None:
        super().__init__()
        self.branch = branch
        self.shown: list[tuple[float, DeskSnapshot]] = []
        self.booths: dict[int, Booth] = {}
        self._numbers = tuple(booths)
        self._booth_devices = booth_devices
        self._console_devices = console_devices
        self._server: Program | None = None
        self.desk: DeskRuntime | None = None

    def __enter__(self) -> Self:
        try:
            self._server = self.branch.start_server()
            config = files.load(ConsoleConfig, self.branch.console_settings(devices=self._console_devices))
            picture = msgspec.structs.replace(config.picture, width=WIDTH_PX, height=HEIGHT_PX, fps=FPS)
            self.desk = DeskRuntime(msgspec.structs.replace(config, picture=picture), self._show)
            self.desk.start()
            for seat in range(1, SEATS + 1):
                self.desk.show_at(seat, WIDTH_PX, HEIGHT_PX)
            password = self.branch.files.officer_password_file.read_text().strip()
            self.desk.intend(LogIn(OfficerId("sari"), password))
            for number in self._numbers:
                self.booths[number] = Booth(self.branch, number, **self._booth_devices(number))
            for booth in self.booths.values():
                booth.sit_down()
            for number in self._numbers:
                self.wait(lambda n=number: self.has_picture(n), f"the picture of booth {number}")  # type: ignore[misc]
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def end(self) -> None:
        """Ends everything; the recordings are whole afterwards."""
        if self.desk is not None:
            self.desk.stop()
            self.desk = None
        while self.booths:
            self.booths.popitem()[1].runtime.stop()
        if self._server is not None:
            self._server.stop()
            self._server = None

    def do(self, intent: Intent) -> None:
        assert self.desk is not None
        self.desk.intend(intent)

    def tile(self, seat: int) -> Tile:
        return self.shown[-1][1].tiles[seat - 1]

    def has_picture(self, seat: int) -> bool:
        assert self.desk is not None
        return self.desk.frames(seat).look()[1] is not None

    def intervals(self, seat: int, true: Callable[[DeskSnapshot, Tile], bool]) -> list[Interval]:
        """When the officer was shown this of a seat's tile; the last one may still be open."""
        found: list[Interval] = []
        begin: float | None = None
        for at_s, snapshot in [*self.shown, (time.monotonic(), None)]:
            now = snapshot is not None and true(snapshot, snapshot.tiles[seat - 1])
            if now and begin is None:
                begin = at_s
            elif not now and begin is not None:
                found.append((begin, at_s))
                begin = None
        return found

    def _show(self, snapshot: DeskSnapshot) -> None:
        self.shown.append((time.monotonic(), snapshot))
        self._wake()
