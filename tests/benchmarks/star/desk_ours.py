"""Our console under test: a real server, the real program with its real window, and somebody at its keys.

Responsible for: starting it as a branch would, headset mode with talk and listening open to all, what its
screen and loudspeaker gave. Not for: the booths (``far_ends``), figures (``measuring``), nor for what only
our console is asked (``quickness``).

Counted is the console's process alone, painting included: its server stands elsewhere in a branch and does
nothing while channels run. Its simulated camera, which draws, is in it.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from channel.settings.tables import Picture
from cso_console.config import Thumbnails
from tests.benchmarks.star.conditions import FPS, OFFICER_CAMERA, THUMBNAIL_FPS, THUMBNAIL_PX, Conditions
from tests.benchmarks.star.desk import Counts, Latencies
from tests.benchmarks.star.far_ends import FarEnds
from tests.helpers.branch import START_S, Branch
from tests.helpers.measure import click_delays_ms, load_recording, painted
from tests.helpers.programs import Program

TONE_HZ, TONE_DBFS = 440, -12
PICTURE_S = 60.0
LOOK_S = 1.0
"""At one tile after the other: to read the pixels of all at once would be work in the way of what is seen."""


class OursDesk:
    """A ``Desk``. Attributes: ``console``, the running program; ``branch``."""

    def __init__(self, far: FarEnds, conditions: Conditions, branch: Branch) -> None:
        """The branch's server runs, and ``far`` has joined it."""
        self.branch = branch
        self._far = far
        self._conditions = conditions
        self._console: Program | None = None
        self._looked_at = itertools.cycle(self.seats)
        branch.picture = Picture(
            width=conditions.width, height=conditions.height, fps=FPS, kbps=conditions.video_kbps
        )
        branch.thumbnails = (
            Thumbnails(width=THUMBNAIL_PX, fps=THUMBNAIL_FPS)
            if conditions.thumbnails
            else Thumbnails(width=0, fps=0)
        )

    @property
    def console(self) -> Program:
        """The program. Only after ``start``."""
        assert self._console is not None
        return self._console

    @property
    def seats(self) -> range:
        """Those with a booth; a booth sits on the seat of its number."""
        return range(1, self._conditions.booths + 1)

    async def start(self) -> None:
        microphone = f"simulated:clicks,booth=0,leak_hz={TONE_HZ},leak_dbfs={TONE_DBFS}"
        microphone += f",leak_while={self.branch.leak_switch}"
        settings = self.branch.console_settings(devices={"camera": OFFICER_CAMERA, "microphone": microphone})
        self._console = self.branch.start_console(settings, "--log-level", "debug")
        await asyncio.to_thread(self._address_all)
        await self._far.wait_up()

    def _address_all(self) -> None:
        console = self.console
        console.wait_for("ready", START_S)
        console.wait_widget("login_screen", START_S, visible=False)
        console.click("mode_headset")
        console.wait_widget("headset_confirm", visible=True)
        console.click("headset_confirm")
        for seat in self.seats:
            self._wait_for_picture(seat)
        self.talk_to_all()

    def _wait_for_picture(self, seat: int) -> None:
        """Before that the seat's keys mean nothing. Raises ``TimeoutError``."""
        deadline_s = time.monotonic() + PICTURE_S
        while not self.console.count(_tile(seat)):
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"no picture of booth {seat} within {PICTURE_S:g} s")
            time.sleep(0.05)

    def talk_to_all(self) -> None:
        """Blocks. From silence: talk is chosen to one, then to the others as well."""
        first, *others = self.seats
        self.console.tap(str(first))
        for seat in others:
            self.console.tap(f"Ctrl+{seat}")

    def processes(self) -> Sequence[psutil.Process]:
        return [psutil.Process(self.console.process.pid)]

    async def counts(self) -> Counts:
        """Packets as the booths count them, for nothing is lost on the way; a picture is one that a tile has
        painted, and so decoded."""
        far = (await self._far.counts()).booths
        return Counts(
            packets_sent=sum(booth.packets_received for booth in far),
            packets_received=sum(booth.packets_sent for booth in far),
            pictures=await asyncio.to_thread(self._pictures),
        )

    def _pictures(self) -> int:
        return sum(self.console.count(_tile(seat)) for seat in self.seats)

    async def latencies(self, seconds: float) -> Latencies:
        from_s = time.monotonic()
        since = len(self.console.events)
        await asyncio.to_thread(self._look_around, from_s + seconds)
        to_s = time.monotonic()
        events = self.console.events[since:]
        recording = load_recording(self.branch.recording("console")).between(from_s, to_s)
        seen = sorted(
            (picture for seat in self.seats for picture in painted(events, _tile(seat))),
            key=lambda picture: picture.at_s,
        )
        return Latencies(
            pictures=[picture.delay_ms for picture in seen],
            sound=[
                late_ms for seat in self.seats for late_ms in click_delays_ms(recording, seat, from_s, to_s)
            ],
        )

    def _look_around(self, until_s: float) -> None:
        for tile in map(_tile, self._looked_at):
            left_s = until_s - time.monotonic()
            self.console.watch(tile)
            time.sleep(max(0.0, min(LOOK_S, left_s)))
            self.console.unwatch(tile)
            if left_s <= LOOK_S:
                return

    async def close(self) -> None:
        if self._console is not None:
            await asyncio.to_thread(self._console.stop)


@asynccontextmanager
async def our_star(conditions: Conditions) -> AsyncIterator[tuple[FarEnds, OursDesk]]:
    """A branch of this many booths, its server running, its booths waiting for an officer."""
    with TemporaryDirectory() as folder:
        branch = await asyncio.to_thread(Branch.make, Path(folder), booths=conditions.booths)
        server = await asyncio.to_thread(branch.start_server)
        try:
            far = await FarEnds.open(conditions, branch)
            try:
                yield far, OursDesk(far, conditions, branch)
            finally:
                await far.close()
        finally:
            await asyncio.to_thread(server.stop)


def _tile(seat: int) -> str:
    return f"tile_picture_{seat}"
