"""Channels come and go and leave nothing behind."""

from __future__ import annotations

import asyncio
import ctypes
import gc
import threading

import psutil
import pytest

from channel.media.channel_end import DeskEnd
from channel.media.picture_source import PictureSource
from channel.media.settings import MediaSettings
from channel.media.voice_source import VoiceSource
from channel.runtime.tasks import Tasks
from tests.channel.media.rig import OPEN, Rig, until
from tests.helpers.aio import run

pytestmark = pytest.mark.live


async def one_call() -> None:
    async with Rig() as rig:
        channel = rig.channel
        await channel.up(OPEN)
        await until(lambda: channel.desk.seen.look()[1] and channel.booth.seen.look()[1])


def counts() -> tuple[int, int, int]:
    process = psutil.Process()
    return threading.active_count(), process.num_fds(), len(asyncio.all_tasks())


async def calls(number: int) -> None:
    await one_call()  # what is made once and kept
    before = counts()
    for _ in range(number):
        await one_call()
    gc.collect()
    await until(lambda: counts() == before)


@pytest.mark.usefixtures("no_leftovers")
def test_twenty_calls_leave_no_task_thread_or_socket() -> None:
    run(calls(20), timeout_s=90)


@pytest.mark.usefixtures("no_leftovers")
def test_a_channel_that_is_closed_while_it_begins_leaves_no_socket() -> None:
    async def scenario() -> None:
        picture = PictureSource()
        for turns in range(4):  # of the loop, before the sockets are there and after
            tasks = Tasks()
            end = DeskEnd(VoiceSource(), picture, lambda event: None, tasks, MediaSettings())
            end.start()
            for _ in range(turns):
                await asyncio.sleep(0)
            await end.close()
            await tasks.close()
        picture.stop()

    run(scenario())


def held_mib() -> float:
    """Resident memory without what the C library keeps in the arenas of threads that have ended."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    return float(psutil.Process().memory_info().rss) / 2**20


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("no_leftovers")
def test_fifty_calls_leave_memory_and_threads_flat() -> None:
    async def scenario() -> None:
        for _ in range(10):
            await one_call()
        before_mib, before = held_mib(), counts()
        for _ in range(50):
            await one_call()
        await until(lambda: counts() == before)
        grown_mib = held_mib() - before_mib
        assert grown_mib < 15, f"{grown_mib:.1f} MiB more after 50 calls"

    run(scenario(), timeout_s=500)
