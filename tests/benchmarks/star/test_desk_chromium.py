"""A console in Chromium is a console for its booths, and leaves nothing behind. No figure is judged."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.benchmarks.star.conditions import Conditions
from tests.benchmarks.star.desk import Missing
from tests.benchmarks.star.desk_chromium import ChromiumDesk
from tests.benchmarks.star.far_ends import FarEnds, FarEndsGone
from tests.helpers import browser
from tests.helpers.aio import run

TWO_SMALL = Conditions(booths=2, width=320, height=180)
NO_BOOTHS = cast(FarEnds, None)
PATIENCE_S = 200.0

pytestmark = [pytest.mark.long, pytest.mark.timeout(240)]


@pytest.fixture
def no_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails the test that leaves a temporary file behind."""
    # Not the test's own folder: below a path so long no socket of Chromium's can be.
    with tempfile.TemporaryDirectory() as folder, monkeypatch.context() as here:
        here.setattr(tempfile, "tempdir", folder)
        yield
        assert list(Path(folder).iterdir()) == []


@pytest.mark.chromium
@pytest.mark.usefixtures("no_leftovers", "no_files")
def test_booths_and_a_console_in_chromium_see_and_hear_each_other() -> None:
    async def call() -> None:
        far = await FarEnds.open(TWO_SMALL)
        desk = ChromiumDesk(far, TWO_SMALL)
        try:
            await desk.start()
            await _everything_rises(desk, far)
            assert [process.is_running() for process in desk.processes()] == [True]
            await _it_is_seen_and_heard_late(desk)
        finally:
            await desk.close()
            await far.close()

    run(call(), PATIENCE_S)


async def _everything_rises(desk: ChromiumDesk, far: FarEnds) -> None:
    counts, channels, booths = await desk.counts(), await desk.channels(), (await far.counts()).booths
    while True:
        now = await desk.counts()
        if (
            now.packets_sent > counts.packets_sent
            and now.packets_received > counts.packets_received
            and now.pictures > counts.pictures
            and all(
                new.painted > old.painted for new, old in zip(await desk.channels(), channels, strict=True)
            )
            and all(
                new.pictures > old.pictures
                for new, old in zip((await far.counts()).booths, booths, strict=True)
            )
        ):
            return
        await asyncio.sleep(0.05)


async def _it_is_seen_and_heard_late(desk: ChromiumDesk) -> None:
    while True:
        latencies = await desk.latencies(1.2)
        if latencies.pictures and latencies.sound:
            break
    assert min(latencies.pictures) > 0
    assert min(latencies.sound) > 0


@pytest.mark.chromium
@pytest.mark.usefixtures("no_leftovers", "no_files")
def test_a_console_that_finds_no_booths_leaves_nothing_behind() -> None:
    async def call() -> None:
        far = await FarEnds.open(TWO_SMALL)
        await far.close()
        desk = ChromiumDesk(far, TWO_SMALL)
        try:
            with pytest.raises(FarEndsGone):
                await desk.start()
            assert desk.processes()[0].is_running()
        finally:
            await desk.close()

    run(call(), PATIENCE_S)


@pytest.mark.usefixtures("no_leftovers", "no_files")
def test_without_a_chromium_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    async def call() -> None:
        desk = ChromiumDesk(NO_BOOTHS, TWO_SMALL)
        try:
            with pytest.raises(Missing, match="apt-get install chromium"):
                await desk.start()
        finally:
            await desk.close()

    browser.find.cache_clear()
    try:
        with monkeypatch.context() as nowhere:
            nowhere.setenv("PATH", "")
            run(call(), PATIENCE_S)
    finally:
        browser.find.cache_clear()
