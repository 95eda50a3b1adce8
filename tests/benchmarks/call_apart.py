"""A call of ours to several booths that are in a process of their own, as they are in a branch.

Responsible for: a ``Call`` whose far side is there: the booths' ends, their devices, the paths to them and
what came to them. Not for: the ends themselves (``system_ours``), nor for the course of a run (``run``).

In one process the desk would share its interpreter with six booths and the relay, and be judged for their
work. The clock is one for all processes of a machine. How like its original a picture is, is not asked: the
originals are on the other side.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from channel.media.picture_inlet import PictureDecoding
from channel.wire.ids import Epoch
from tests.benchmarks.arrived import Arrived, Originals, give_back
from tests.benchmarks.child import Child, ChildGone, serve
from tests.benchmarks.conditions import Condition
from tests.benchmarks.devices import Devices, Sockets
from tests.benchmarks.figures import Delay, Span, judge
from tests.benchmarks.relay import Impairment, Path
from tests.benchmarks.rows import Figures
from tests.benchmarks.run import CLOSE_MOST_S, SET_UP_MOST_S, SWITCH_S, NotUp, flows
from tests.benchmarks.system_ours import Booths, Desk

LOOK_EVERY_S = 0.2
"""For booths that want to be set up anew."""


class CallApart:
    """As ``run.Call``. Loop thread only."""

    def __init__(self, condition: Condition, seed: int, phase_s: float) -> None:
        self._impairments = condition.impairments()
        self._seed = seed
        self._phase_s = phase_s
        self.delay = Delay()
        self.at_desk = [Arrived() for _ in self._impairments]
        self.spoken_s: list[float] = []
        self.sent_to_desk: list[Mapping[int, int]] = []
        self._to_booths: list[tuple[Arrived, Mapping[int, int]]] = []
        self._keeps_booths = condition.one_thin
        sockets = Sockets()
        self._desk = Desk(self.at_desk, sockets, self._answer, PictureDecoding())
        self.devices = Devices(sockets, Originals(), Originals(), phase_s)
        self._child: Child | None = None
        self._looking: asyncio.Task[None] | None = None
        self._ending = False

    @property
    def _booths(self) -> Child:
        assert self._child is not None
        return self._child

    async def up(self) -> None:
        """Raises ``NotUp``."""
        usual = [impairment.delay_only() for impairment in self._impairments]
        self._child = await Child.start(_serve, usual, self._seed, self._phase_s)
        await self._booths.ask("start")
        self._looking = asyncio.create_task(self._look_for_rebuilds())
        self._desk.start()
        self.devices.start()
        deadline_s = time.monotonic() + SET_UP_MOST_S
        while not (all(flows(far) for far in self.at_desk) and await self._booths.ask("flows")):
            if time.monotonic() > deadline_s:
                raise NotUp("sound or pictures never came, on a link without losses")
            await asyncio.sleep(0.05)

    async def _answer(self, booth: int, epoch: Epoch, offer: str) -> str:
        return str(await self._booths.ask("answer", booth, epoch, offer))

    async def _look_for_rebuilds(self) -> None:
        with suppress(ChildGone):
            while not self._ending:
                await asyncio.sleep(LOOK_EVERY_S)
                for booth, epoch in await self._booths.ask("rebuilds"):
                    self._desk.rebuild(booth, epoch)

    async def impair(self) -> None:
        await self._booths.ask("impair", self._impairments)

    async def lift(self) -> None:
        await self._booths.ask("impair", [impairment.delay_only() for impairment in self._impairments])

    async def fetch(self) -> None:
        """What the other side knows, before anything is judged."""
        spoken_s, self.sent_to_desk = await self._booths.ask("said", len(self.spoken_s))
        self.spoken_s += spoken_s

    async def forget(self) -> None:
        for far in self.at_desk:
            far.forget()
        await self._booths.ask("forget")

    def to_booths(self, spans: Sequence[Span]) -> list[Figures]:
        """For each booth, of what came to it; only where one of them has a thin link."""
        return [judge(far, self.devices.spoken_s, sent, spans) for far, sent in self._to_booths]

    async def close(self) -> None:
        await asyncio.to_thread(self.devices.stop)
        if self._child is None:
            return
        if self._looking is not None:
            # Not cancelled: an answer that nobody waits for would be taken for the next one's.
            self._ending = True
            await self._looking
        with suppress(ChildGone):
            await self.fetch()
            if self._keeps_booths:
                self._to_booths = await self._booths.ask("arrived")
        with suppress(TimeoutError):
            await asyncio.wait_for(self._desk.close(), CLOSE_MOST_S)
        with suppress(ChildGone):
            await self._booths.ask("close")
        await self._booths.close()


# ---------------------------------------------------------------- the other process


def _serve(pipe: Connection, impairments: Sequence[Impairment], seed: int, phase_s: float) -> None:
    sys.setswitchinterval(SWITCH_S)
    gc.freeze()
    asyncio.run(_serve_booths(pipe, impairments, seed, phase_s))


async def _serve_booths(
    pipe: Connection, impairments: Sequence[Impairment], seed: int, phase_s: float
) -> None:
    await serve(pipe, _FarSide(impairments, seed, phase_s).perform)


class _FarSide:
    """The booths, as they are asked. Loop thread only."""

    def __init__(self, impairments: Sequence[Impairment], seed: int, phase_s: float) -> None:
        self._paths = [Path(one, 100 * seed + booth) for booth, one in enumerate(impairments)]
        self._arrived = [Arrived() for _ in self._paths]
        self._rebuilds: list[tuple[int, Epoch]] = []
        sockets = Sockets()
        self._booths = Booths(
            self._paths,
            self._arrived,
            sockets,
            lambda booth, epoch: self._rebuilds.append((booth, epoch)),
            PictureDecoding(),
        )
        self._devices = Devices(sockets, Originals(), Originals(), phase_s)

    async def perform(self, what: str, *of: Any) -> object:
        match what, of:
            case "start", ():
                self._devices.start()
            case "answer", (booth, epoch, offer):
                return await self._booths.answer(booth, epoch, offer)
            case "rebuilds", ():
                wanted, self._rebuilds[:] = list(self._rebuilds), []
                return wanted
            case "flows", ():
                return all(flows(far) for far in self._arrived)
            case "impair", (impairments,):
                for path, impairment in zip(self._paths, impairments, strict=True):
                    path.impair(impairment)
            case "said", (known,):
                return self._devices.spoken_s[known:], [dict(path.sent_to_desk) for path in self._paths]
            case "arrived", ():
                return [
                    (Arrived(pulls=far.pulls, strips=far.strips), dict(path.sent_to_booth))
                    for far, path in zip(self._arrived, self._paths, strict=True)
                ]
            case "forget", ():
                for far in self._arrived:
                    far.forget()
                give_back()
            case "close", ():
                await self._close()
            case _:
                raise ValueError(what)
        return None

    async def _close(self) -> None:
        await asyncio.to_thread(self._devices.stop)
        await self._booths.close()
        for path in self._paths:
            path.close()
