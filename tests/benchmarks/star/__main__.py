"""``python -m tests.benchmarks.star --json FILE``: what a console costs that serves several booths at once.

Responsible for: running what was asked for, system by system in turn, medians, the JSON and the tables. Not
for: measuring (``measuring``), nor for what is asked of ours (``rows``).

Every run has a process of its own, and so have the booths and every console. The systems take turns, so that
what a busy machine does to one it does to all. With ``--thumbnails`` those that cannot (aiortc, Chromium) run
the star of line 1 instead, which the issue compares it with: all pictures full at 640×360.
"""

from __future__ import annotations

import argparse
import multiprocessing
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

from tests.benchmarks.star import measuring, rows
from tests.benchmarks.star.conditions import AIORTC, CHROMIUM, OURS, SYSTEMS, Conditions
from tests.benchmarks.star.desk import Missing
from tests.benchmarks.star.plot import scale_plot
from tests.benchmarks.star.rows import Figures, Row
from tests.helpers import browser

BOOTHS_MOST = 6
WITHOUT_THUMBNAILS = (AIORTC, CHROMIUM)


def main(argv: Sequence[str]) -> int:
    asked = _asked(argv)
    width, height = asked.size
    conditions = Conditions(asked.booths, width, height, asked.thumbnails)
    if asked.scale:
        part = [(OURS, replace(conditions, booths=booths)) for booths in range(1, asked.booths + 1)]
    else:
        part = [(system, _of(system, conditions)) for system in _possible(asked.only)]
    done = _Benchmark(part, asked.json, asked.seconds, asked.runs, all_of_it=not asked.scale).run()
    if not asked.scale:
        print(rows.side_by_side(done))
        return 0
    print(rows.by_booths(done))
    path = asked.json.with_suffix(".png")
    points = [(row.conditions.booths, row.figures.cpu_cores) for row in done if row.figures.cpu_cores]
    if len(points) > 1:
        scale_plot(points, path)
        print(f"  {path}")
    return 0


class _Benchmark:
    """The runs of all that was chosen, in turn."""

    def __init__(
        self,
        part: list[tuple[str, Conditions]],
        path: Path,
        seconds: float,
        runs: int,
        *,
        all_of_it: bool,
    ) -> None:
        self._figures: dict[tuple[str, Conditions], list[Figures]] = {one: [] for one in part}
        self._path = path
        self._seconds = seconds
        self._runs = runs
        self._all_of_it = all_of_it

    def run(self) -> list[Row]:
        for number in range(1, self._runs + 1):
            for system, conditions in list(self._figures):
                print(f"run {number} of {self._runs}: {system}, {conditions}", file=sys.stderr, flush=True)
                self._one(system, conditions)
                # After every run: a benchmark that is stopped has not run in vain.
                rows.write(self._path, self._rows())
        return self._rows()

    def _one(self, system: str, conditions: Conditions) -> None:
        try:
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
                figures = process.submit(
                    measuring.run, system, conditions, self._seconds, all_of_it=self._all_of_it
                ).result()
        except Missing as missing:
            print(f"without {system}: {missing}", file=sys.stderr, flush=True)
            del self._figures[system, conditions]
            return
        except measuring.Failed as reason:
            print(f"{system} has failed: {reason}", file=sys.stderr, flush=True)
            figures = Figures()
        self._figures[system, conditions].append(figures)

    def _rows(self) -> list[Row]:
        return [
            Row(system, conditions, rows.median(figures), self._seconds, len(figures))
            for (system, conditions), figures in self._figures.items()
            if figures
        ]


def _of(system: str, conditions: Conditions) -> Conditions:
    if conditions.thumbnails and system in WITHOUT_THUMBNAILS:
        return Conditions(conditions.booths)
    return conditions


def _possible(only: Sequence[str]) -> list[str]:
    found = browser.find() if CHROMIUM in only else ""
    if not isinstance(found, browser.Missing):
        return list(only)
    print(f"without {CHROMIUM}: {found.reason}", file=sys.stderr)
    return [system for system in only if system != CHROMIUM]


def _asked(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.star", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--json", type=Path, required=True, metavar="FILE", help="where the rows are written")
    parser.add_argument("--booths", type=int, default=BOOTHS_MOST, help=f"1 to {BOOTHS_MOST} (default)")
    parser.add_argument(
        "--size", type=_size, default=(640, 360), metavar="WxH", help="of all pictures (default: 640x360)"
    )
    parser.add_argument(
        "--thumbnails", action="store_true", help="only the booth in focus sends pictures of this size"
    )
    parser.add_argument("--seconds", type=float, default=20.0, help="counted in each run (default: 20)")
    parser.add_argument("--runs", type=int, default=3, help="of which the median is taken (default: 3)")
    parser.add_argument(
        "--only", type=_systems, default=SYSTEMS, metavar="SYSTEM,…", help=f"some of {', '.join(SYSTEMS)}"
    )
    parser.add_argument(
        "--scale",
        action="store_true",
        help="instead of the systems: ours with 1 to --booths booths, and a plot beside FILE",
    )
    asked = parser.parse_args(argv)
    if not 1 <= asked.booths <= BOOTHS_MOST:
        parser.error(f"1 to {BOOTHS_MOST} booths")
    if asked.seconds < 1 or asked.runs < 1:
        parser.error("at least 1 second and 1 run")
    return asked


def _size(text: str) -> tuple[int, int]:
    parts = re.fullmatch(r"(\d{3,4})x(\d{2,4})", text)
    if parts is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 640x360")
    return int(parts[1]), int(parts[2])


def _systems(text: str) -> list[str]:
    chosen = text.split(",")
    unknown = [name for name in chosen if name not in SYSTEMS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no {', '.join(unknown)}; there are: {', '.join(SYSTEMS)}")
    return [name for name in SYSTEMS if name in chosen]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
