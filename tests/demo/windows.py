"""The demo on a machine with a display: real windows to play with, until the console is closed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.helpers.branch import Branch


def run_windows(booths: int, output: Path, say: Callable[[str], None]) -> int:
    """Open the console and the booths, let the simulated participants sit down, and wait for the officer."""
    say(
        f"Bilik demo: opening the officer's console and {booths} booth{'s' * (booths > 1)}. "
        "Close the console to end."
    )
    with tempfile.TemporaryDirectory(prefix="bilik-demo-") as folder:
        branch = Branch.make(Path(folder), booths=booths, logs=output, windows=True)
        with branch.server(), branch.all_booths() as programs, branch.console() as console:
            for booth in programs.values():
                booth.click("start_button")
                booth.wait_widget("agree_button", visible=True)
                booth.click("agree_button")
            keys = "1" if booths == 1 else f"1 to {booths}"
            say(f"Press {keys} to speak with a booth, Esc to stop, F1 for all keys.")
            status = console.process.wait()
    if status != 0:
        say(f"The console ended by itself, status {status}; its log says why: {output}/console.log")
        return 1
    say(f"The console was closed. Logs: {output}")
    return 0
