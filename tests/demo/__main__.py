"""``python -m tests.demo``: what ``make demo`` runs."""

from __future__ import annotations

import argparse
import math
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from tests.demo.machine import affordable_fps
from tests.demo.session import Session
from tests.demo.windows import run_windows
from tests.helpers.branch import FPS, Branch
from tests.helpers.programs import ProgramEnded

MOST_BOOTHS = 6
LEAST_DURATION_S = 30.0
FPS_MOST = 60


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--booths", default="6", help=f"1 to {MOST_BOOTHS}")
    parser.add_argument(
        "--duration", default="60", help=f"seconds; less than {LEAST_DURATION_S:g} is as many"
    )
    parser.add_argument(
        "--fps",
        default="",
        help=f"pictures a second of each camera (default: {FPS}, or what the machine can carry)",
    )
    parser.add_argument("--output", type=Path, default=Path("demo-output"))
    parser.add_argument("--offscreen", action="store_true", help="measure even where there is a display")
    arguments = parser.parse_args(argv)
    try:
        booths, duration_s = _booths(arguments.booths), _duration_s(arguments.duration)
        asked_fps = _fps(arguments.fps)
    except ValueError as error:
        say(f"make demo: {error}")
        return 2
    # Whoever ends the demo in another way than by Ctrl-C leaves nothing behind either.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    output: Path = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    for old in (*output.glob("*.png"), *output.glob("*.log"), *output.glob("report.json")):
        old.unlink()
    fps = asked_fps or affordable_fps(booths)
    if not asked_fps and fps < FPS:
        say(
            f"This machine is too slow for {booths} booth{'s' * (booths > 1)} at {FPS} pictures a second: "
            f"cameras take {fps}. `make demo FPS={FPS}` asks for all the same."
        )
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    try:
        if display and not arguments.offscreen:
            return run_windows(booths, fps, output, say)
        return measure(booths, duration_s, fps, output)
    except ProgramEnded as ended:
        say(f"The demo stopped: {ended}")
        return 1
    except KeyboardInterrupt:
        say("Ended.")
        return 130


def _booths(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= MOST_BOOTHS:
        return int(text)
    raise ValueError(f"BOOTHS is a whole number from 1 to {MOST_BOOTHS}, not {text!r}.")


def _fps(text: str) -> int:
    """0: not said."""
    if not text:
        return 0
    if text.isdecimal() and 1 <= int(text) <= FPS_MOST:
        return int(text)
    raise ValueError(f"FPS is a whole number from 1 to {FPS_MOST}, not {text!r}.")


def _duration_s(text: str) -> float:
    try:
        duration_s = float(text)
    except ValueError:
        duration_s = math.nan
    if not 0 < duration_s < math.inf:
        raise ValueError(f"DURATION is a number of seconds, not {text!r}.")
    return max(LEAST_DURATION_S, duration_s)


def say(text: str) -> None:
    print(text, flush=True)


def measure(booths: int, duration_s: float, fps: int, output: Path) -> int:
    """Offscreen: run the session, print what was found, and judge it."""
    say(
        f"Bilik demo: a server, a console and {booths} booth{'s' * (booths > 1)}, each a program of its own, "
        f"for {duration_s:g} seconds."
    )
    with tempfile.TemporaryDirectory(prefix="bilik-demo-") as folder:
        branch = Branch.make(Path(folder), booths=booths, fps=fps, logs=output)
        with branch.server(), branch.all_booths() as programs:
            say("Server and booths are up.")
            with branch.console() as console:
                say("The officer has logged in.")
                session = Session(branch, console, programs, output, say)
                began_s = time.monotonic()
                session.run(duration_s)
                took_s = time.monotonic() - began_s
        report = session.figures(took_s)
    report.write(output / "report.json")
    say("")
    say(report.table())
    say("")
    say(
        f"Pictures: {output}/console.png, console-documents.png, booth-1-way.png, booth-1-slip.png and others"
    )
    say(f"Figures:  {output}/report.json")
    failures = report.failures()
    for sentence in failures:
        say(f"FAILED: {sentence}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
