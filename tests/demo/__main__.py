"""``python -m tests.demo``: what ``make demo`` runs."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

from tests.demo.session import Session
from tests.demo.windows import run_windows
from tests.helpers.branch import Branch
from tests.helpers.programs import ProgramEnded

MOST_BOOTHS = 6
LEAST_DURATION_S = 30.0


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--booths", type=int, default=6, choices=range(1, MOST_BOOTHS + 1))
    parser.add_argument("--duration", type=float, default=60.0, help="seconds, at least 30")
    parser.add_argument("--output", type=Path, default=Path("demo-output"))
    parser.add_argument("--offscreen", action="store_true", help="measure even where there is a display")
    arguments = parser.parse_args(argv)
    output: Path = arguments.output
    output.mkdir(parents=True, exist_ok=True)
    for old in (*output.glob("*.png"), *output.glob("*.log"), *output.glob("report.json")):
        old.unlink()
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    try:
        if display and not arguments.offscreen:
            return run_windows(arguments.booths, output, say)
        return measure(arguments.booths, max(LEAST_DURATION_S, arguments.duration), output)
    except ProgramEnded as ended:
        say(f"The demo stopped: {ended}")
        return 1
    except KeyboardInterrupt:
        say("Ended.")
        return 130


def say(text: str) -> None:
    print(text, flush=True)


def measure(booths: int, duration_s: float, output: Path) -> int:
    """Offscreen: run the session, print what was found, and judge it."""
    say(
        f"Bilik demo: a server, a console and {booths} booths, each a program of its own, for about a minute."
    )
    with tempfile.TemporaryDirectory(prefix="bilik-demo-") as folder:
        branch = Branch.make(Path(folder), booths=booths, logs=output)
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
    say(f"Pictures: {output}/console.png, {output}/booth-1.png … booth-{booths}.png")
    say(f"Figures:  {output}/report.json")
    failures = report.failures()
    for sentence in failures:
        say(f"FAILED: {sentence}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
