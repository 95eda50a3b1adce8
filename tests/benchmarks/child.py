"""One process beside the one that measures, and what is asked of it.

Responsible for: its life, questions and answers through a pipe. Not for: what it does, nor for the booths of
a star, whose questions overlap (``star.far_ends``).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
import traceback
from collections.abc import Awaitable, Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, Self

import psutil

ANSWER_MOST_S = 120.0
"""A process imports a good deal and may draw its pictures before it answers at all."""
END_MOST_S = 10.0


class ChildGone(RuntimeError):
    """The process has ended, or could not do what was asked; the text says why."""


class Child:
    """The process, as its parent holds it. Loop thread only."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        """Use ``start``."""
        self._process = process
        self._pipe = pipe
        self._asking = asyncio.Lock()

    @classmethod
    async def start(cls, target: Callable[..., None], *given: object) -> Self:
        """``target(pipe, *given)`` in a new interpreter; it has ``serve`` run and ends soon after that
        returns."""
        spawn = multiprocessing.get_context("spawn")
        here, there = spawn.Pipe()
        process = spawn.Process(target=_begin, args=(target, there, *given), daemon=True)
        await asyncio.to_thread(process.start)
        there.close()
        return cls(process, here)

    @property
    def itself(self) -> psutil.Process:
        """For whoever counts what it costs."""
        return psutil.Process(self._process.pid)

    async def ask(self, what: str, *of: object) -> Any:
        """The answer; one question at a time, others wait. Raises ``ChildGone``."""
        async with self._asking:
            return await asyncio.to_thread(self._exchange, what, of)

    def _exchange(self, what: str, of: tuple[object, ...]) -> Any:
        try:
            self._pipe.send((what, of))
            if not self._pipe.poll(ANSWER_MOST_S):
                raise ChildGone(f"no answer to {what!r} within {ANSWER_MOST_S:g} s")
            went_well, answer = self._pipe.recv()
        except (EOFError, OSError) as broken:
            raise ChildGone("the process has ended") from broken
        if not went_well:
            raise ChildGone(answer)
        return answer

    async def close(self) -> None:
        """End the process, by force if need be. May be called twice."""
        self._pipe.close()
        await asyncio.to_thread(self._process.join, END_MOST_S)
        self._process.kill()
        await asyncio.to_thread(self._process.join)


def _begin(target: Callable[..., None], pipe: Connection, *given: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the end of the pipe ends it
    target(pipe, *given)


async def serve(pipe: Connection, perform: Callable[..., Awaitable[object]]) -> None:
    """In the process: answer each question with what ``perform(what, *of)`` returns, until the parent has
    closed its end or is gone."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(pipe.fileno(), came.set)
    try:
        while True:
            await came.wait()
            came.clear()
            if not pipe.poll():  # it was told twice of one question
                continue
            what, of = pipe.recv()
            try:
                answer = (True, await perform(what, *of))
            except Exception:  # noqa: BLE001 - told to the parent, whatever it is
                answer = (False, traceback.format_exc())
            pipe.send(answer)
    except (EOFError, OSError):
        return
    finally:
        loop.remove_reader(pipe.fileno())
