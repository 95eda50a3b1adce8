"""The console that is written with aiortc comes up against the product's booths, and its codes are read."""

from __future__ import annotations

import pytest

from tests.benchmarks.star.conditions import Conditions
from tests.benchmarks.star.desk import Latencies
from tests.benchmarks.star.desk_aiortc import AiortcDesk
from tests.benchmarks.star.far_ends import FarEnds
from tests.helpers.aio import run

pytestmark = pytest.mark.long

TWO = Conditions(booths=2)
PATIENCE_S = 100.0


@pytest.mark.usefixtures("no_leftovers")
def test_every_booth_is_seen_and_heard_painted_and_counted() -> None:
    async def call() -> None:
        far = await FarEnds.open(TWO)
        desk = AiortcDesk(far, TWO)
        try:
            await desk.start()
            before, far_before = await desk.counts(), await far.counts()
            await _all_codes(desk)
            after, far_after = await desk.counts(), await far.counts()
            assert after.pictures > before.pictures
            assert after.packets_sent > before.packets_sent
            assert after.packets_received > before.packets_received
            for now, was in zip(far_after.booths, far_before.booths, strict=True):
                assert now.pictures > was.pictures
        finally:
            await desk.close()
            await far.close()

    run(call(), PATIENCE_S)


async def _all_codes(desk: AiortcDesk) -> None:
    """A machine that is busy may break a click or two."""
    latencies = Latencies()
    while not (latencies.pictures and latencies.sound):
        latencies = await desk.latencies(1.5)
        assert min([*latencies.pictures, *latencies.sound], default=1.0) > 0
