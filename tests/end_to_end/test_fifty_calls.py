"""Fifty visits one after the other in the same programs: memory and threads stay flat, nothing is left."""

from __future__ import annotations

import gc
import statistics
import threading
import time
from pathlib import Path

import psutil
import pytest

from booth_client.core.events import AnswerQuestion, Finish, Touched
from booth_client.core.snapshot import Screen
from tests.end_to_end.booths import Booth
from tests.end_to_end.rig import Office
from tests.helpers.branch import Branch

CALLS = 50
WARM_UP = 10
"""Until caches, pools and allocators have what they keep."""
PAUSE_S = 0.5
"""The server asks a booth that is much quicker to slow down."""
MOST_GROWTH_MIB = 12.0
"""From the median of the first ten calls after the warm-up to that of the last ten."""


def call(office: Office, booth: Booth) -> None:
    booth.sit_down()
    office.wait(lambda: office.tile(1).has_channel and office.has_picture(1), "the booth's picture")
    booth.runtime.intend(Finish())
    booth.wait(lambda: booth.snapshot is not None and booth.snapshot.question is not None, "the question")
    booth.runtime.intend(AnswerQuestion(yes=True))
    booth.wait(
        lambda: booth.snapshot is not None and booth.snapshot.screen is Screen.ENDED, "the last screen"
    )
    booth.runtime.intend(Finish())
    booth.runtime.intend(Touched())
    booth.wait(
        lambda: booth.snapshot is not None and booth.snapshot.screen is Screen.READY, "the first screen"
    )
    office.wait(lambda: not office.tile(1).has_channel, "a free seat")


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("no_leftovers")
def test_memory_and_threads_are_flat_over_fifty_calls(tmp_path: Path) -> None:
    process = psutil.Process()
    memory_mib: list[float] = []
    threads: list[int] = []
    with Office(Branch.make(tmp_path, booths=1), ()) as office:
        booth = Booth(office.branch, 1)
        try:
            for _ in range(CALLS):
                call(office, booth)
                time.sleep(PAUSE_S)
                gc.collect()
                memory_mib.append(process.memory_info().rss / 2**20)
                threads.append(threading.active_count())
        finally:
            booth.stop()
    settled, last = memory_mib[WARM_UP : WARM_UP + 10], memory_mib[-10:]
    growth_mib = statistics.median(last) - statistics.median(settled)
    print(
        f"memory {settled[0]:.1f} … {last[-1]:.1f} MiB, growth {growth_mib:+.1f} MiB; threads {threads[-1]}"
    )
    assert growth_mib < MOST_GROWTH_MIB
    assert max(threads[WARM_UP:]) <= max(threads[:WARM_UP])
