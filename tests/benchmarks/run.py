"""One run: one system over one link for some seconds.

Responsible for: setting up without losses, impairing once sound and pictures flow, the time to settle, and
the figures of the worst booth. Not for: choosing what runs, nor for medians.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Protocol

from tests.benchmarks import rows
from tests.benchmarks.conditions import Condition
from tests.benchmarks.devices import Devices, Sockets
from tests.benchmarks.figures import Arrived, judge
from tests.benchmarks.relay import Path
from tests.benchmarks.rows import Figures

SETTLE_S = 5.0
"""After the link went bad; not judged."""
DRAIN_S = 2.0
"""After the judged time: what comes later than this is missing."""
SET_UP_MOST_S = 30.0


class System(Protocol):
    """Made on the loop; ``start`` returns when signaling is on its way."""

    sockets: Sockets

    async def start(self) -> None: ...
    async def close(self) -> None: ...


class NotUp(RuntimeError):
    """Sound or pictures never came, on a link without losses."""


def run(system: str, condition: Condition, seconds: float, seed: int) -> Figures:
    """Runs to its end in the calling process. Raises ``NotUp``."""
    return asyncio.run(_run(system, condition, seconds, seed))


async def _run(name: str, condition: Condition, seconds: float, seed: int) -> Figures:
    impairment = condition.impairment()
    paths = [Path(impairment.delay_only(), 100 * seed + booth) for booth in range(condition.booths)]
    arrived = [Arrived() for _ in paths]
    system = _made(name, paths, arrived)
    devices = Devices(system.sockets, arrived)
    await system.start()
    devices.start()
    try:
        await _flowing(arrived)
        for path in paths:
            path.impair(impairment)
        await asyncio.sleep(SETTLE_S)
        from_s = time.monotonic()
        await asyncio.sleep(seconds)
        to_s = time.monotonic()
        await asyncio.sleep(DRAIN_S)
    finally:
        await asyncio.to_thread(devices.stop)
        await system.close()
        for path in paths:
            path.close()
    return rows.worst(
        [
            judge(far, devices.spoken_s, path.sent_to_desk, from_s, to_s)
            for far, path in zip(arrived, paths, strict=True)
        ]
    )


def _made(name: str, paths: Sequence[Path], arrived: Sequence[Arrived]) -> System:
    # Imported when it runs: what ours puts under aiortc must not be under the plain one.
    if name == "ours":
        from tests.benchmarks.system_ours import Ours

        return Ours(paths, arrived)
    from tests.benchmarks.system_aiortc import Aiortc

    return Aiortc(paths, arrived)


async def _flowing(arrived: Sequence[Arrived]) -> None:
    deadline_s = time.monotonic() + SET_UP_MOST_S
    while not all(far.strips and any(block.any() for _, block in far.pulls[-5:]) for far in arrived):
        if time.monotonic() > deadline_s:
            raise NotUp("sound or pictures never came, on a link without losses")
        await asyncio.sleep(0.05)
