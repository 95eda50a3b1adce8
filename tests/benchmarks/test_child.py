"""A process beside: it answers, says what went wrong, and ends with whoever started it."""

from __future__ import annotations

import asyncio
from multiprocessing.connection import Connection

import pytest

from tests.benchmarks.child import Child, ChildGone, serve
from tests.helpers.aio import run

PATIENCE_S = 60.0


@pytest.mark.usefixtures("no_leftovers")
def test_what_goes_wrong_in_the_process_is_told_and_does_not_end_it() -> None:
    async def call() -> None:
        child = await Child.start(_halving)
        try:
            with pytest.raises(ChildGone, match="ValueError: 3 is odd"):
                await child.ask("half", 3)
            asked = [asyncio.ensure_future(child.ask("half", number)) for number in (4, 6)]
            assert [await one for one in asked] == [2, 3]
        finally:
            await child.close()
        with pytest.raises(ChildGone):
            await child.ask("half", 4)

    run(call(), PATIENCE_S)


@pytest.mark.usefixtures("no_leftovers")
def test_who_asks_a_process_that_was_killed_is_told() -> None:
    async def call() -> None:
        child = await Child.start(_halving)
        try:
            assert await child.ask("half", 4) == 2
            child.itself.kill()
            with pytest.raises(ChildGone, match="has ended"):
                await child.ask("half", 4)
        finally:
            await child.close()

    run(call(), PATIENCE_S)


def _halving(pipe: Connection) -> None:
    asyncio.run(serve(pipe, _half))


async def _half(what: str, of: int) -> int:
    if of % 2:
        raise ValueError(f"{of} is odd")
    return of // 2
