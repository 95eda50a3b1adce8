"""``python -m tests.benchmarks.lossy_link --json FILE``: ours, plain aiortc and Chromium over bad links.

Responsible for: running what was chosen, the median of the runs, the JSON and the table. Not for: measuring
(``run``), nor for what is asked (``conditions``).

Every run has a process of its own. Both directions carry a camera of 640×360 at 25 pictures a second and
sound in which every 20 ms are numbered (``block_code``), then sentences (``speech``); the link is impaired
in both directions (``relay``); the figures are of booth → desk (``rows.Figures``), of the worst booth where
there are several. The course of a run is in ``run``; ``--hour`` is another one (``hour``).

Where there are several booths, ours have a process of their own beside the desk's (``call_apart``), as a
Chromium's have; how like its original a picture is, is not asked there. All ends of aiortc share one process.

Loudspeakers take 10 ms at a time, a third of that later in each run (``devices``); a browser's too.

A machine that is a guest may stand still for a tenth of a second (``stalls``): what such a stop touched is
not judged, of any system.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

from tests.benchmarks import rows
from tests.benchmarks.conditions import (
    CHROMIUM,
    CONDITIONS,
    HOUR,
    SYSTEMS,
    Chosen,
    Condition,
    chosen,
    goals,
)
from tests.benchmarks.hour import HOUR_S, hour
from tests.benchmarks.rows import Figures, Minute, Row
from tests.benchmarks.run import NotUp, run
from tests.helpers import browser

P = ParamSpec("P")
T = TypeVar("T")


def main(argv: Sequence[str]) -> int:
    asked = _asked(argv)
    try:
        part = [(system, HOUR) for system in asked.hour] if asked.hour else chosen(asked.only)
    except ValueError as error:
        sys.exit(f"--only: {error}")
    part = _possible(part)
    done = rows.read(asked.json) if asked.resume and asked.json.exists() else []
    known = {(row.system, row.condition) for row in done}
    for at, (system, condition) in enumerate(part, start=1):
        if (system, condition) in known:
            continue
        name = f"[{at}/{len(part)}] {system}, {condition}"
        if asked.hour:
            done.append(_hour(name, system, asked.seconds))
        else:
            done.append(_row(name, system, condition, asked.seconds, asked.runs))
        # After every row: a benchmark that is stopped has not run in vain.
        rows.write(asked.json, done)
    print(rows.side_by_side(done, goals))
    for row in done:
        for what, value in rows.creep(row.minutes).items() if row.minutes else ():
            print(f"  {what:28}{value}")
    return 0


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.lossy_link", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--json", type=Path, required=True, metavar="FILE", help="where the rows are written")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="KEY=VALUE,…",
        help=f"a part of the table of {len(CONDITIONS)} conditions × {len(SYSTEMS)} systems; may be repeated",
    )
    parser.add_argument("--seconds", type=float, help="judged in each run (default: 20; of the hour 3600)")
    parser.add_argument("--runs", type=int, default=3, help="of which the median is taken (default: 3)")
    parser.add_argument("--resume", action="store_true", help="keep the rows that the file has already")
    parser.add_argument(
        "--hour",
        nargs="*",
        choices=SYSTEMS,
        metavar="SYSTEM",
        help="instead of the table: six booths for an hour, minute by minute (default: ours)",
    )
    asked = parser.parse_args(argv)
    if asked.hour is not None:
        asked.hour = asked.hour or ["ours"]
    asked.seconds = asked.seconds or (HOUR_S if asked.hour else 20.0)
    if asked.seconds < 2 or asked.runs < 1:
        parser.error("at least 2 seconds and 1 run")
    return asked


def _possible(part: list[Chosen]) -> list[Chosen]:
    found = browser.find() if any(system == CHROMIUM for system, _ in part) else ""
    if not isinstance(found, browser.Missing):
        return part
    print(f"without {CHROMIUM}: {found.reason}", file=sys.stderr)
    return [(system, condition) for system, condition in part if system != CHROMIUM]


def _row(name: str, system: str, condition: Condition, seconds: float, runs: int) -> Row:
    figures = []
    for number in range(runs):
        print(f"{name}: run {number + 1} of {runs}", file=sys.stderr, flush=True)
        try:
            figures.append(_alone(run, system, condition, seconds, number))
        except NotUp as reason:
            print(f"{name}: {reason}", file=sys.stderr, flush=True)
            figures.append(Figures.nothing())
    return Row(system, condition, rows.median(figures), seconds, runs)


def _hour(name: str, system: str, seconds: float) -> Row:
    print(f"{name}: {seconds / 60:g} minutes", file=sys.stderr, flush=True)
    minutes: list[Minute] = _alone(hour, system, HOUR, seconds)
    return Row(system, HOUR, rows.median([minute.figures for minute in minutes]), seconds, 1, tuple(minutes))


def _alone(work: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(work, *args, **named).result()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
