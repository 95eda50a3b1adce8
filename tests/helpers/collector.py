"""Who collects the garbage of a program: Python in any thread, or its GUI thread.

Responsible for: asking a real program at its end. Not for: how the GUI thread does it (``channel/qt``).
"""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import atexit, gc, sys
from {package}.app import main
atexit.register(lambda: print("Python collects:", gc.isenabled()))
sys.exit(main(sys.argv[1:]))
"""


def python_collects(package: str, *arguments: str) -> bool:
    """Start the program with a pilot that has nothing to say, so that it ends at once."""
    ended = subprocess.run(
        [sys.executable, "-c", _PROGRAM.format(package=package), *arguments, "--pilot"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return ended.stdout.splitlines()[-1] == "Python collects: True"
