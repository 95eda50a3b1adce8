"""The booths of a star, all in one process of their own, the same for every console under test.

Responsible for: the handle that a benchmark holds, and its talk with that process. Not for: the booths
themselves (``far_booths``), the console (``desk_*``), nor whose processor time counts (``measuring``).
"""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Self

from tests.benchmarks.star.conditions import Conditions
from tests.benchmarks.star.far_booths import BoothCounts, FarCounts, serve
from tests.helpers.branch import Branch

__all__ = ["BoothCounts", "FarCounts", "FarEnds", "FarEndsGone"]

START_S = 30.0
"""Until the process is there; it imports a good deal, on two cores."""
ANSWER_S = 15.0
CLOSE_S = 10.0
LOOK_S = 0.1


class FarEndsGone(RuntimeError):
    """The booths' process has ended, or could not do what was asked; the text says why."""


class FarEnds:
    """The booths, as the process that measures holds them. Loop thread only; calls may overlap.

    Any call raises ``FarEndsGone``.
    """

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        """Use ``open``."""
        self._process = process
        self._pipe = pipe
        self._numbers = itertools.count()
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(pipe.fileno(), self._came)

    @classmethod
    async def open(cls, conditions: Conditions, branch: Branch | None = None) -> Self:
        """Start the process; returns when it answers. Its devices start with the first offer.

        With a ``branch``, whose server runs, each booth joins it by itself, asks for an officer and answers
        its offers; without one ``answer`` does.
        """
        spawn = multiprocessing.get_context("spawn")
        here, there = spawn.Pipe()
        process = spawn.Process(
            target=serve, args=(there, conditions, branch), name="far ends of a star", daemon=True
        )
        await asyncio.to_thread(process.start)
        there.close()
        far_ends = cls(process, here)
        try:
            await asyncio.wait_for(far_ends.counts(), START_S)
        except BaseException:
            await far_ends.close()
            raise
        return far_ends

    async def answer(self, booth: int, offer: str) -> str:
        """A complete offer (candidates included) for booth 1, 2, …, to its complete answer. Its epoch is 1.

        Raises ``TimeoutError`` when the booth finds no answer to it.
        """
        answer: str = await asyncio.wait_for(self._ask("answer", booth, offer), ANSWER_S)
        return answer

    async def wait_up(self, timeout_s: float = 60) -> None:
        """Returns when every booth has decoded a picture of the console and heard a sound of it, and its own
        gates are open. Raises ``TimeoutError``, whose text says what is missing where."""
        deadline_s = time.monotonic() + timeout_s
        while not (counts := await self.counts()).are_up:
            if time.monotonic() > deadline_s:
                raise TimeoutError(f"not up within {timeout_s:g} s: {counts.booths}")
            await asyncio.sleep(LOOK_S)

    async def wait_full(self, timeout_s: float = 30) -> bool:
        """Whether, within this time, every booth came to send the whole picture that is asked for: what a way
        carries is found out first."""
        deadline_s = time.monotonic() + timeout_s
        while not all(booth.is_full for booth in (await self.counts()).booths):
            if time.monotonic() > deadline_s:
                return False
            await asyncio.sleep(LOOK_S)
        return True

    async def counts(self) -> FarCounts:
        """As they stand."""
        counts: FarCounts = await self._ask("counts")
        return counts

    async def onsets(self) -> tuple[tuple[float, ...], ...]:
        """For each booth: when (monotonic) its loudspeaker was given the first sound after a silence."""
        onsets: tuple[tuple[float, ...], ...] = await self._ask("onsets")
        return onsets

    async def close(self) -> None:
        """End the process, by force if need be. May be called twice."""
        with suppress(FarEndsGone, TimeoutError):
            await asyncio.wait_for(self._ask("close"), CLOSE_S)
        self._gone("closed")
        await asyncio.to_thread(self._process.join, 2.0)
        self._process.kill()
        await asyncio.to_thread(self._process.join)

    # ------------------------------------------------------------ the pipe

    async def _ask(self, what: str, *of: object) -> Any:
        if self._pipe.closed:
            raise FarEndsGone("the booths' process has ended")
        number = next(self._numbers)
        self._waiting[number] = self._loop.create_future()
        try:
            self._pipe.send((number, what, of))
            return await self._waiting[number]
        except OSError as broken:
            raise FarEndsGone("the booths' process has ended") from broken
        finally:
            del self._waiting[number]

    def _came(self) -> None:
        try:
            number, went_well, answer = self._pipe.recv()
        except (EOFError, OSError):
            self._gone("the booths' process has ended")
            return
        waiting = self._waiting.get(number)
        if waiting is None or waiting.done():
            return  # nobody waits for it any more
        if went_well:
            waiting.set_result(answer)
        else:
            waiting.set_exception(FarEndsGone(answer))

    def _gone(self, why: str) -> None:
        if not self._pipe.closed:
            self._loop.remove_reader(self._pipe.fileno())
            self._pipe.close()
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(FarEndsGone(why))
