"""Six channels for an hour: does delay creep, does memory grow?

Responsible for: the figures of each minute and what the process holds. Not for: the call (``run.Call``).

Of each minute the last ten seconds are judged, in a process apart: reading an hour of six booths' sound would
cost more than the channels. What was judged is forgotten, so that memory is the system's and the devices' and
no recording's. A browser's memory is that of all its processes.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace

import psutil

from tests.benchmarks import rows
from tests.benchmarks.arrived import Arrived, give_back
from tests.benchmarks.conditions import Condition
from tests.benchmarks.figures import LATEST_S, Span, judge
from tests.benchmarks.rows import Figures, Minute
from tests.benchmarks.run import SETTLE_S, Call, new_call, undisturbed
from tests.benchmarks.stalls import StallWatch, stalled_share, untouched

HOUR_S = 3600.0
MINUTE_S = 60.0
JUDGED_S = 10.0


def hour(system: str, condition: Condition, seconds: float) -> list[Minute]:
    """Runs to its end in the calling process. Raises ``NotUp``."""
    with undisturbed():
        return asyncio.run(_hour(system, condition, seconds))


async def _hour(system: str, condition: Condition, seconds: float) -> list[Minute]:
    call = new_call(system, condition, seed=0)
    minutes = []
    with StallWatch() as watch, ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
        # The process that judges is not the system's; it is there before memory is first looked at.
        judging = await asyncio.get_running_loop().run_in_executor(apart, _itself)
        try:
            await call.up()
            await call.impair()
            await asyncio.sleep(SETTLE_S)
            start_s = time.monotonic()
            for minute in range(1, round(seconds / MINUTE_S) + 1):
                to_s = start_s + minute * MINUTE_S - LATEST_S
                await asyncio.sleep(to_s + LATEST_S - time.monotonic())
                stalls = watch.stalls()
                figures = await _judged(apart, call, untouched(stalls, to_s - JUDGED_S, to_s))
                stalled = stalled_share(stalls, to_s - JUDGED_S, to_s)
                figures = replace(figures, machine_stalled_share=stalled)
                minutes.append(Minute(minute, _memory_mb(judging), figures))
                print(_line(minutes[-1]), file=sys.stderr, flush=True)
        finally:
            await call.close()
    return minutes


async def _judged(apart: ProcessPoolExecutor, call: Call, spans: list[Span]) -> Figures:
    loop = asyncio.get_running_loop()
    await call.fetch()
    parts = []
    for far, sent in zip(call.at_desk, call.sent_to_desk, strict=True):
        taken = _taken(far, spans[0][0], spans[-1][1])
        parts.append(loop.run_in_executor(apart, judge, taken, list(call.spoken_s), dict(sent), spans))
    await call.forget()
    return rows.worst(await asyncio.gather(*parts))


def _taken(far: Arrived, from_s: float, to_s: float) -> Arrived:
    taken = Arrived()
    taken.pulls = [one for one in far.pulls if from_s <= one[0]]
    taken.strips = [one for one in far.strips if from_s <= one[0] < to_s]
    taken.likeness_db = [one for one in far.likeness_db if from_s <= one[0] < to_s]
    return taken


def _itself() -> int:
    return psutil.Process().pid


def _memory_mb(without: int) -> float:
    """Of this process and all below it, shared pages counted once."""
    give_back()
    here = psutil.Process()
    below = [one for one in here.children(recursive=True) if one.pid != without]
    return round(sum(_own_bytes(one) for one in (here, *below)) / 1e6, 1)


def _own_bytes(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except psutil.Error:
        return 0


def _line(minute: Minute) -> str:
    figures = minute.figures
    return (
        f"minute {minute.minute}: sound {figures.audio_latency_ms} ms, "
        f"played {figures.audio_played_share:.3f}, "
        f"picture p95 {figures.video_latency_p95_ms} ms, {figures.video_fps} fps, {minute.memory_mb} MB"
    )
