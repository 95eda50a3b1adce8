"""The codecs alone do a console's work and count its pictures. No cost is judged."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import cast

import pytest

from tests.benchmarks.star.conditions import Conditions
from tests.benchmarks.star.desk import Counts
from tests.benchmarks.star.desk_codecs import CodecsDesk
from tests.benchmarks.star.far_ends import FarEnds
from tests.helpers.aio import run

TWO_SMALL = Conditions(booths=2, width=320, height=180)
NO_BOOTHS = cast(FarEnds, None)
PATIENCE_S = 100.0


@pytest.mark.usefixtures("no_leftovers")
@pytest.mark.parametrize("thumbnails", [False, True])
def test_pictures_of_every_booth_are_decoded_and_no_packet_is_counted(thumbnails: bool) -> None:
    async def call() -> None:
        desk = CodecsDesk(NO_BOOTHS, replace(TWO_SMALL, thumbnails=thumbnails))
        try:
            await desk.start()
            assert [process.is_running() for process in desk.processes()] == [True]
            counts = await _after_pictures(desk, 8)
            assert counts == Counts(pictures=counts.pictures)
            assert (await desk.latencies(1.0)).pictures == []
        finally:
            await desk.close()

    run(call(), PATIENCE_S)


async def _after_pictures(desk: CodecsDesk, least: int) -> Counts:
    while True:
        counts = await desk.counts()
        if counts.pictures >= least:
            return counts
        await asyncio.sleep(0.02)
