"""One run of one system: what its console costs, what it carried meanwhile, and how late things came.

Responsible for: the course of a run, processor time and memory of process trees, counts, latencies of a
machine that did not stand still. Not for: the systems (``desk_*``), several runs (``__main__``), medians and
goals (``rows``).

The course: booths in a process of their own; the console comes up, with everybody addressed; the booths find
out what their way carries; ``SETTLE_S``; the seconds that are counted, in which nobody looks at anything; as
long again for latencies, in pieces; then ours is asked how quickly it obeys.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final

import psutil

from tests.benchmarks.child import ChildGone
from tests.benchmarks.chromium_page import Broken
from tests.benchmarks.figures import Span
from tests.benchmarks.stalls import StallWatch
from tests.benchmarks.star.conditions import AIORTC, CHROMIUM, CODECS, OURS, Conditions
from tests.benchmarks.star.desk import Counts, Desk, Latencies
from tests.benchmarks.star.desk_aiortc import AiortcDesk
from tests.benchmarks.star.desk_chromium import ChromiumDesk
from tests.benchmarks.star.desk_codecs import CodecsDesk
from tests.benchmarks.star.desk_ours import OursDesk, our_star
from tests.benchmarks.star.far_ends import FarCounts, FarEnds, FarEndsGone
from tests.benchmarks.star.quickness import quickness
from tests.benchmarks.star.rows import Figures, joined
from tests.helpers.measure import Spread
from tests.helpers.programs import ProgramEnded

SETTLE_S = 3.0
PIECE_S = 4.0
"""Latencies are taken so long at a time; a piece in which the machine stood still is taken again."""
PIECES_AGAIN_MOST = 4
CLOSE_MOST_S = 30.0
_FOREIGN: Final[dict[str, Callable[[FarEnds, Conditions], Desk]]] = {
    CODECS: CodecsDesk,
    AIORTC: AiortcDesk,
    CHROMIUM: ChromiumDesk,
}


class Failed(RuntimeError):
    """The console did not come up or not last; the text says what was missing."""


def run(system: str, conditions: Conditions, seconds: float, *, all_of_it: bool = True) -> Figures:
    """Runs to its end in the calling process. Raises ``Failed`` and ``desk.Missing``. ``all_of_it``: also how
    quickly ours obeys."""
    try:
        return asyncio.run(_run(system, conditions, seconds, all_of_it))
    except (TimeoutError, ProgramEnded, FarEndsGone, ChildGone, Broken) as reason:
        raise Failed(str(reason)) from reason


async def _run(system: str, conditions: Conditions, seconds: float, all_of_it: bool) -> Figures:
    with StallWatch() as watch:
        async with _star(system, conditions) as (far, desk):
            await desk.start()
            if (await far.counts()).are_up:  # the codecs alone take no part
                await far.wait_full()
            await asyncio.sleep(SETTLE_S)
            parts = [await _counted(far, desk, conditions, seconds)]
            parts.append(await _looked(desk, seconds, watch.stalls))
            if all_of_it and isinstance(desk, OursDesk):
                parts.append(await quickness(desk, far, thumbnails=conditions.thumbnails))
            return joined(parts)


@asynccontextmanager
async def _star(system: str, conditions: Conditions) -> AsyncIterator[tuple[FarEnds, Desk]]:
    async with _opened(system, conditions) as (far, desk):
        try:
            yield far, desk
        finally:
            # What hangs at its end has been measured none the less.
            with suppress(TimeoutError):
                await asyncio.wait_for(desk.close(), CLOSE_MOST_S)


@asynccontextmanager
async def _opened(system: str, conditions: Conditions) -> AsyncIterator[tuple[FarEnds, Desk]]:
    if system == OURS:
        async with our_star(conditions) as star:
            yield star
        return
    far = await FarEnds.open(conditions)
    try:
        yield far, _FOREIGN[system](far, conditions)
    finally:
        await far.close()


# ---------------------------------------------------------------- what it costs


def cpu_s(processes: Iterable[psutil.Process]) -> float:
    """User and system time of these process trees so far, also of children that have ended and were waited
    for."""
    total = 0.0
    for process in trees(processes):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def memory_mib(processes: Iterable[psutil.Process]) -> float:
    """What these trees hold in memory, what several of their processes share counted once.

    Not PSS: that takes off what they share with processes outside, and ours, as a program in Python, has much
    in common with those that measure it. Which pages are the same is not known, only of which file; so of
    each file, and of what has none, the process that shares most of it counts. That may be too little for
    many processes, and is exact for one.
    """
    private = 0
    shared: dict[str, int] = {}
    for process in trees(processes):
        with suppress(psutil.NoSuchProcess):
            for part in process.memory_maps():
                private += part.private_clean + part.private_dirty
                both = part.shared_clean + part.shared_dirty
                shared[part.path] = max(both, shared.get(part.path, 0))
    return (private + sum(shared.values())) / 2**20


def trees(processes: Iterable[psutil.Process]) -> list[psutil.Process]:
    """Each process and all below it, once."""
    found: dict[int, psutil.Process] = {}
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            for each in (process, *process.children(recursive=True)):
                found[each.pid] = each
    return list(found.values())


async def _counted(far: FarEnds, desk: Desk, conditions: Conditions, seconds: float) -> Figures:
    far_before, before = await far.counts(), await desk.counts()
    psutil.cpu_percent()
    used_s, from_s = cpu_s(desk.processes()), time.monotonic()
    await asyncio.sleep(seconds)
    used_s, lasted_s = cpu_s(desk.processes()) - used_s, time.monotonic() - from_s
    busy = psutil.cpu_percent() / 100
    memory = memory_mib(desk.processes())
    far_after, after = await far.counts(), await desk.counts()
    return replace(
        rates(before, after, far_before, far_after, conditions.booths),
        cpu_cores=round(used_s / lasted_s, 4),
        memory_mib=round(memory, 1),
        machine_busy=round(busy, 2),
    )


def rates(before: Counts, after: Counts, far_before: FarCounts, far_after: FarCounts, booths: int) -> Figures:
    """What was carried, per second. The booths' own time is that of their counts, which is taken for both."""
    lasted_s = far_after.at_s - far_before.at_s
    seen = [now.pictures - was.pictures for now, was in zip(far_after.booths, far_before.booths, strict=True)]
    pictures = (after.pictures - before.pictures) / lasted_s
    return Figures(
        video_fps=round(min(seen) / lasted_s, 2) if any(seen) else None,
        packets_sent=round((after.packets_sent - before.packets_sent) / lasted_s, 1),
        packets_received=round((after.packets_received - before.packets_received) / lasted_s, 1),
        pictures_decoded=round(pictures, 1),
        console_fps=round(pictures / booths, 2),
    )


# ---------------------------------------------------------------- how late things come


@dataclass(frozen=True)
class Piece:
    """Latencies of a stretch of time."""

    span: Span
    latencies: Latencies


async def _looked(desk: Desk, seconds: float, stalls: Callable[[], list[Span]]) -> Figures:
    pieces: list[Piece] = []
    wanted = max(1, round(seconds / PIECE_S))
    good: list[Piece] = []
    while len(good) < wanted and len(pieces) < wanted + PIECES_AGAIN_MOST:
        from_s = time.monotonic()
        latencies = await desk.latencies(min(PIECE_S, seconds))
        pieces.append(Piece((from_s, time.monotonic()), latencies))
        good = untouched(pieces, await asyncio.to_thread(stalls))
    stalled_share = round(1 - len(good) / len(pieces), 2)
    return replace(judged(good or pieces), machine_stalled_share=stalled_share)


def untouched(pieces: Sequence[Piece], stalls: Sequence[Span]) -> list[Piece]:
    """Those in which the machine did not stand still."""
    return [
        piece
        for piece in pieces
        if not any(begin_s < piece.span[1] and end_s > piece.span[0] for begin_s, end_s in stalls)
    ]


def judged(pieces: Iterable[Piece]) -> Figures:
    """Over all of them, in the order of time."""
    pictures, sound = [], []
    for piece in pieces:
        pictures += piece.latencies.pictures
        sound += piece.latencies.sound
    spread = Spread.of(pictures)
    return Figures(
        video_latency_p50_ms=spread.p50,
        video_latency_p95_ms=spread.p95,
        video_latency_growth_ms=growth_ms(pictures),
        audio_latency_ms=Spread.of(sound).p50,
    )


def growth_ms(delays_ms: Sequence[float]) -> float | None:
    """By how much the last third is later than the first, medians; None of fewer than three."""
    third = len(delays_ms) // 3
    if not third:
        return None
    return round(statistics.median(delays_ms[-third:]) - statistics.median(delays_ms[:third]), 1)
