"""The demo on a machine with a display: real windows to play with, until the console is closed."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.demo.visits import ERRANDS
from tests.helpers.branch import Branch
from tests.helpers.participant import Participant
from tests.helpers.programs import ProgramEnded


def run_windows(booths: int, fps: int, output: Path, say: Callable[[str], None]) -> int:
    """Open the console and the booths, let the simulated participants sit down, and wait for the officer."""
    say(
        f"Bilik demo: opening the officer's console and {booths} booth{'s' * (booths > 1)}. "
        "Close the console to end."
    )
    with tempfile.TemporaryDirectory(prefix="bilik-demo-") as folder:
        branch = Branch.make(Path(folder), booths=booths, fps=fps, logs=output, windows=True)
        with branch.server(), branch.all_booths() as programs, branch.console() as console:
            keys = "1" if booths == 1 else f"1 to {booths}"
            say(f"Press {keys} to speak with a booth, Esc to stop, F1 for all keys.")
            say("The participants go their way by themselves; their papers come into the checklist.")
            with ThreadPoolExecutor(booths, thread_name_prefix="participant") as people:
                for number, booth in programs.items():
                    people.submit(_go, Participant(booth, branch.asked(number), ERRANDS[number]))
                status = console.process.wait()
                for booth in programs.values():  # whoever is still on their way need not get there
                    booth.stop()
    if status != 0:
        say(f"The console ended by itself, status {status}; its log says why: {output}/console.log")
        return 1
    say(f"The console was closed. Logs: {output}")
    return 0


def _go(one: Participant) -> None:
    with contextlib.suppress(ProgramEnded):  # the person at the windows did something else, or closed them
        one.go()
