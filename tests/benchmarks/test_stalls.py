"""A stop of the machine is told, with when and for how long; here a stop of the process that watches."""

from __future__ import annotations

import signal
import time

import psutil

from tests.benchmarks.stalls import StallWatch

STOPPED_S = 0.3


def test_a_stop_is_told_for_the_time_that_it_touched_and_for_no_other() -> None:
    before = {one.pid for one in psutil.Process().children()}
    with StallWatch() as watch:
        (watching,) = (one for one in psutil.Process().children() if _watches(one) and one.pid not in before)
        from_s = time.monotonic()
        watching.send_signal(signal.SIGSTOP)
        time.sleep(STOPPED_S)
        watching.send_signal(signal.SIGCONT)
        to_s = time.monotonic()
        time.sleep(0.1)
    assert watch.longest_ms(from_s, to_s) >= 1000 * STOPPED_S * 0.9
    assert watch.longest_ms(to_s + 60, to_s + 120) == 0.0
    assert watch.longest_ms(from_s - 120, from_s - 60) == 0.0


def _watches(process: psutil.Process) -> bool:
    return "spawn_main" in " ".join(process.cmdline())
