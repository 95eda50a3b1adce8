"""aiortc as it comes, as a console.

Responsible for: the ``Desk`` that is asked. Not for: what runs in its process (``aiortc_console``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import psutil

from hardware.devices import SAMPLE_RATE_HZ
from tests.benchmarks.child import Child
from tests.benchmarks.figures import seen_pictures
from tests.benchmarks.star.aiortc_console import Looked, console
from tests.benchmarks.star.conditions import Conditions
from tests.benchmarks.star.desk import Counts, Latencies
from tests.benchmarks.star.far_ends import FarEnds
from tests.helpers.measure import Recording, click_delays_ms

UP_MOST_S = 60.0


class AiortcDesk:
    """A ``Desk``. It knows no thumbnails."""

    def __init__(self, far: FarEnds, conditions: Conditions) -> None:
        self._far = far
        self._conditions = conditions
        self._child: Child | None = None

    async def start(self) -> None:
        """Raises ``TimeoutError``, ``ChildGone``, ``FarEndsGone``."""
        self._child = await Child.start(console, self._conditions)
        offers: list[str] = await self._child.ask("offers")
        answers = [await self._far.answer(booth, offer) for booth, offer in enumerate(offers, start=1)]
        await self._child.ask("answers", answers)
        await self._far.wait_up(UP_MOST_S)
        if not await self._child.ask("up", UP_MOST_S):
            raise TimeoutError(f"some booth is not seen or not heard within {UP_MOST_S:g} s")

    def processes(self) -> Sequence[psutil.Process]:
        assert self._child is not None
        return [self._child.itself]

    async def counts(self) -> Counts:
        """Packets by aiortc's own statistics."""
        assert self._child is not None
        counts: Counts = await self._child.ask("counts")
        return counts

    async def latencies(self, seconds: float) -> Latencies:
        """A picture is seen when its tile has been painted."""
        assert self._child is not None
        looked: Looked = await self._child.ask("look", seconds)
        return await asyncio.to_thread(self._read, looked)

    def _read(self, looked: Looked) -> Latencies:
        samples = np.concatenate([block for _, block in looked.played]).astype(np.float64) / 32768
        firsts = np.cumsum([0] + [len(block) for _, block in looked.played])
        marks = tuple((int(first), at_s) for first, (at_s, _) in zip(firsts, looked.played, strict=False))
        recording = Recording(samples, SAMPLE_RATE_HZ, marks)
        sound: list[float] = []
        for booth in range(1, self._conditions.booths + 1):
            sound += click_delays_ms(recording, booth, looked.from_s, looked.to_s)
        return Latencies([picture.delay_ms for picture in seen_pictures(looked.strips)], sound)

    async def close(self) -> None:
        if self._child is not None:
            await self._child.close()
