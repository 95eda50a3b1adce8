"""What this machine can be asked for.

Responsible for: how many pictures a second the demo's cameras take. Not for: judging what arrives
(``report``).

The demo runs on one machine what a branch runs on eight. Where that is too much for it every program comes
late to everything, and the figures tell about the machine alone.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from tests.helpers.branch import FPS

THRIFTY_FPS = 15
STEPS = 1_000_000
STEPS_PER_S_AND_BOOTH = 9_000_000
"""Of ``speed``, for 25 pictures a second. Seen with six booths: 34 to 40 million steps a second are not
enough, and a tenth of the voice is lost; with 15 pictures a second a sixth of the machine is left idle."""
_TRIES = 3


def speed() -> float:
    """Steps of a loop a second on all cores together, as if nothing else ran. Takes half a second."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores * STEPS / min(_loop_s() for _ in range(_TRIES))


def _loop_s() -> float:
    began_s, total = time.perf_counter(), 0
    for step in range(STEPS):
        total += step * step
    return time.perf_counter() - began_s


def affordable_fps(booths: int, speed: Callable[[], float] = speed) -> int:
    """Pictures a second of each camera that this machine carries beside everything else."""
    return FPS if speed() >= booths * STEPS_PER_S_AND_BOOTH else THRIFTY_FPS
