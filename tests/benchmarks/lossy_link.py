"""``python -m tests.benchmarks.lossy_link --json FILE``: our channel beside plain aiortc over bad links.

Responsible for: running what was chosen, the median of the runs, the JSON and the table. Not for: measuring
(``run``), nor for what is asked (``conditions``).

Every run has a process of its own. Both directions carry a camera of 640×360 at 25 pictures a second and
sound in which every 20 ms are numbered (``block_code``); the link is impaired in both (``relay``), the
figures are of booth → desk (``rows.Figures``), of the worst booth where there are several. A run sets up on a
link with delay alone, then the link turns bad, five seconds pass, and the seconds asked for are judged.

All ends of a run share one process, so that six booths need more of a machine than a desk with six booths in
programs of their own: on two busy cores such a row measures the machine too.

Headless Chromium is not among the systems, nor are the change of the rate in mid-call and speech scores.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from tests.benchmarks import rows
from tests.benchmarks.conditions import CONDITIONS, SYSTEMS, Condition, chosen, goals
from tests.benchmarks.rows import Figures, Row
from tests.benchmarks.run import run


def main(argv: Sequence[str]) -> int:
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
    parser.add_argument("--seconds", type=float, default=20.0, help="judged in each run (default: 20)")
    parser.add_argument("--runs", type=int, default=3, help="of which the median is taken (default: 3)")
    asked = parser.parse_args(argv)
    if asked.seconds < 2 or asked.runs < 1:
        parser.error("at least 2 seconds and 1 run")
    try:
        part = chosen(asked.only)
    except ValueError as error:
        parser.error(str(error))
    done: list[Row] = []
    for at, (system, condition) in enumerate(part, start=1):
        runs = []
        for number in range(asked.runs):
            print(
                f"[{at}/{len(part)}] {system}, {condition}: run {number + 1} of {asked.runs}", file=sys.stderr
            )
            runs.append(_alone(system, condition, asked.seconds, number))
        done.append(Row(system, condition, rows.median(runs)))
        # After every row: a benchmark that is stopped has not run in vain.
        asked.json.write_text(json.dumps([row.as_json() for row in done], indent=1) + "\n")
    print(rows.side_by_side(done, goals))
    return 0


def _alone(system: str, condition: Condition, seconds: float, seed: int) -> Figures:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        return process.submit(run, system, condition, seconds, seed).result()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
