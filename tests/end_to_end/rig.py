"""A desk without its window, and booths in processes of their own: real runtimes, sockets and codecs.

Responsible for: building ``DeskRuntime`` beside a real server and real booths, and remembering what the
officer was shown and when. Not for: judging (the tests), or windows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from types import TracebackType
from typing import Self

import msgspec
import pytest

from channel.settings import files
from channel.wire.ids import OfficerId
from cso_console.config import ConsoleConfig
from cso_console.core.commands import Command
from cso_console.core.desk import Desk
from cso_console.core.events import Event
from cso_console.core.intents import Intent, LogIn
from cso_console.core.snapshot import SEATS, DeskSnapshot, Tile
from cso_console.runtime.desk_runtime import DeskRuntime
from tests.end_to_end.booths import FPS, HEIGHT_PX, WIDTH_PX, BoothProcess, Sabotage, Watched, nothing, owner
from tests.end_to_end.taps import Direction, Interval, Taps, direction, intervals
from tests.helpers.branch import Branch
from tests.helpers.programs import Program


class Office(Watched):
    """A server process, a desk in this one, and booths that sit down; everything is ended on the way out.

    ``sabotage`` changes the product, in every process but the server's.
    """

    def __init__(
        self,
        branch: Branch,
        booths: Iterable[int],
        booth_devices: Callable[[int], dict[str, str]] = lambda number: {},
        sabotage: Sabotage = nothing,
        **console_devices: str,
    ) -> None:
        super().__init__()
        self.branch = branch
        self.shown: list[tuple[Interval, DeskSnapshot]] = []
        """Between the first and the second time the gates were set that the snapshot tells of."""
        self._handled_s = 0.0
        self.booths: dict[int, BoothProcess] = {}
        self._numbers = tuple(booths)
        self._booth_devices = booth_devices
        self._sabotage = sabotage
        self._patch = pytest.MonkeyPatch()
        self._taps = Taps(self._patch)
        self._console_devices = console_devices
        self._server: Program | None = None
        self.desk: DeskRuntime | None = None

    def __enter__(self) -> Self:
        try:
            self._sabotage(self._patch)
            handle = Desk.handle

            def handled(desk: Desk, event: Event, now_s: float) -> list[Command]:
                self._handled_s = now_s
                return handle(desk, event, now_s)

            self._patch.setattr(Desk, "handle", handled)
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
                self.booths[number] = BoothProcess(
                    self.branch, number, self._sabotage, self._booth_devices(number)
                )
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
        with ExitStack() as ends:
            ends.callback(self._patch.undo)
            if self._server is not None:
                ends.callback(self._server.stop)
            while self.booths:
                ends.callback(self.booths.popitem()[1].stop)
            if self.desk is not None:
                ends.callback(self.desk.stop)
        self._server = self.desk = None

    def do(self, intent: Intent) -> None:
        assert self.desk is not None
        self.desk.intend(intent)

    def tile(self, seat: int) -> Tile:
        return self.shown[-1][1].tiles[seat - 1]

    def has_picture(self, seat: int) -> bool:
        assert self.desk is not None
        return self.desk.frames(seat).look()[1] is not None

    def wire(self, seat: int) -> tuple[Direction, Direction]:
        """What came from the booth at this seat, and what went to it, until now."""
        at_desk = self._taps.ends[f"seat {seat}"].copy()
        at_booth, sent_by_booth = self.booths[seat].tapped()
        return (
            direction(at_desk, at_booth, sent_by_booth),
            direction(at_booth, self._taps.ends[f"seat {seat}"].copy(), dict(self._taps.sent)),
        )

    def owner_of_picture(self, seat: int) -> int | None:
        """Whose picture the tile of this seat shows."""
        assert self.desk is not None
        return owner(self.desk.frames(seat))

    def shown_when(self, seat: int, true: Callable[[DeskSnapshot, Tile], bool]) -> list[Interval]:
        """When the officer was shown this of a seat's tile, from the decision on; the last one may still be
        open."""
        changes = []
        for (decided_s, shown_s), snapshot in self.shown:
            holds = true(snapshot, snapshot.tiles[seat - 1])
            changes.append((decided_s if holds else shown_s, holds))
        return intervals(changes, time.monotonic())

    def _show(self, snapshot: DeskSnapshot) -> None:
        self.shown.append(((self._handled_s, time.monotonic()), snapshot))
        self._wake()
