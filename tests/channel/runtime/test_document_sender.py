"""Our clients at the real server: a booth's documents arrive, a desk sees them, whatever is cut."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pytest

from channel.core.transfer import Fetched, GaveUp, Stored
from channel.runtime.case_client import CaseClient, CaseEvent
from channel.runtime.document_sender import (
    UNSEALED_MOST,
    NotSpooled,
    Spooled,
    StoreAway,
    documents_url,
)
from channel.runtime.server_link import Disconnected, Rejected
from channel.runtime.spool import Spool
from channel.runtime.tasks import Tasks
from channel.wire.documents import (
    AddNote,
    CaseProgress,
    CaseState,
    CaseWithdrawn,
    DecideItem,
    DocumentRefusal,
    Recorded,
    Verdict,
)
from channel.wire.ids import VisitId
from tests.channel.runtime.sending import TWO_MB, Booth, booth, header
from tests.helpers.aio import run, until
from tests.helpers.cutting_relay import CuttingRelay
from tests.helpers.pictures import mark_of
from tests.signaling_server.documents_lab import (
    Running,
    booth_hello,
    config,
    desk_hello,
    running,
    sealed_sample,
    served,
)
from tests.signaling_server.store.samples import PERSONAL, document_id
from tests.signaling_server.store.test_records import request_id

C = TypeVar("C", bound=CaseEvent)


class Desk:
    """A case client and what it told."""

    def __init__(self, url: str, session: str) -> None:
        self.events: asyncio.Queue[CaseEvent] = asyncio.Queue()
        self.tasks = Tasks()
        self.client = CaseClient(url, None, lambda: desk_hello(session), self.events.put_nowait)

    async def hear(self, kind: type[C]) -> C:
        while True:
            event = await self.events.get()
            if isinstance(event, kind):
                return event


@contextlib.asynccontextmanager
async def desk(url: str, session: str) -> AsyncIterator[Desk]:
    one = Desk(url, session)
    one.client.start(one.tasks)
    try:
        yield one
    finally:
        await one.client.stop()
        await one.tasks.close()


def stored_once(server: Running, visit: VisitId, *contents: bytes) -> None:
    state = server.store.cases.state(visit)
    assert state is not None
    kept = [server.store.documents.content(visit, one.document) for one in state.documents]
    assert sorted(filter(None, kept)) == sorted(contents)


# ---------------------------------------------------------------- cuts


async def put_through(folder: Path, cuts: Iterable[int]) -> int:
    """A document of 2 MB on a way that breaks there; how many connections it took."""
    async with running(config(folder)) as server, served(server) as here:
        relay = CuttingRelay(server.documents_url, cuts)
        async with relay.running(), booth(relay.url, folder / "spool") as one:
            # The pauses before coming back are not what is tried here.
            one.sender._link._backoff = type(one.sender._link._backoff)(first_s=0.001, most_s=0.001)
            put = header(here.lease)
            one.sender.put(put, TWO_MB)
            assert (await one.hear(Stored)).document == put.document
            assert not [event for event in one.told if isinstance(event, GaveUp)]
        assert list((folder / "spool").iterdir()) == []
        stored_once(server, here.visit, TWO_MB)
        return relay.connections


def test_cut_at_ten_places_two_megabytes_arrive_whole_and_once(tmp_path: Path) -> None:
    places = sorted(random.Random(10).randint(1, len(TWO_MB)) for _ in range(10))
    cuts = [then - now for now, then in zip([0, *places], places, strict=False)]
    assert run(put_through(tmp_path, cuts), 60) > 5


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_cut_at_two_hundred_places_two_megabytes_arrive_whole_and_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for number in range(10):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert run(put_through(folder, [chance.randint(1, len(TWO_MB))]), 60) == 2


def test_what_is_spooled_is_sent_by_the_next_start_and_cannot_be_read_meanwhile(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here:
            relay = CuttingRelay(server.documents_url, [500_000, *[1] * 1000])
            async with relay.running(), booth(relay.url, tmp_path / "spool") as one:
                put = header(here.lease)
                one.sender.put(put, TWO_MB)
                await one.hear(Spooled)
                await one.hear(Disconnected)
                assert len(one.sender) == 1
            (left,) = (tmp_path / "spool").iterdir()
            assert [mark for mark in (*PERSONAL, mark_of(TWO_MB)) if mark in left.read_bytes()] == []
            assert here.lease.encode() not in left.read_bytes()
            async with booth(server.documents_url, tmp_path / "spool") as again:
                assert (await again.hear(Stored)).document == put.document
            assert list((tmp_path / "spool").iterdir()) == []
            stored_once(server, here.visit, TWO_MB)

    run(scene(), 60)


def test_a_restart_of_the_server_in_the_middle_is_nothing_but_a_pause(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here:
            port = int(server.url.rsplit(":", 1)[1].split("/")[0])
            one = Booth(server.documents_url, tmp_path / "spool")
            one.sender.start(one.tasks)
            for _ in range(3):
                one.sender.put(header(here.lease), TWO_MB)
            await one.hear(Spooled)
        async with running(config(tmp_path, port)) as server:
            for _ in range(3):
                await one.hear(Stored)
            await one.sender.stop()
            await one.tasks.close()
            stored_once(server, here.visit, TWO_MB, TWO_MB, TWO_MB)

    run(scene(), 60)


# ---------------------------------------------------------------- what can go wrong at the booth


def test_a_full_spool_says_so_and_goes_on_when_there_is_room(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            booth(server.documents_url, tmp_path / "spool", spool_bytes=2_500_000) as one,
        ):
            first, second = header(here.lease), header(here.lease)
            one.sender.put(first, TWO_MB)
            one.sender.put(second, TWO_MB)
            told = await one.hear(NotSpooled)
            assert (told.document, "no room" in told.text) == (second.document, True)
            await one.hear(Stored)
            one.sender.put(header(here.lease), TWO_MB)
            await one.hear(Stored)

    run(scene(), 60)


def test_without_a_server_what_is_captured_waits_in_memory_up_to_a_limit(tmp_path: Path) -> None:
    async def scene() -> None:
        async with booth("ws://127.0.0.1:9/documents", tmp_path / "spool") as one:
            for _ in range(UNSEALED_MOST + 1):
                one.sender.put(header("lease", b"x"), b"x")
            await one.hear(NotSpooled)
            assert len(one.sender) == UNSEALED_MOST

    run(scene())


def test_a_document_that_is_never_taken_is_told_with_its_reason_and_leaves_the_spool(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            booth(server.documents_url, tmp_path / "spool") as one,
        ):
            put = header("no-lease")
            one.sender.put(put, TWO_MB)
            assert await one.hear(GaveUp) == GaveUp(put.document, DocumentRefusal.NOT_YOURS)
            assert list((tmp_path / "spool").iterdir()) == []

    run(scene())


def test_a_booth_that_is_not_known_is_rejected_and_keeps_what_it_has(tmp_path: Path) -> None:
    async def scene() -> None:
        spool = Spool(tmp_path / "spool", 1000)
        spool.add(document_id(), b"sealed")
        async with (
            running(config(tmp_path)) as server,
            booth(server.documents_url, tmp_path / "spool") as one,
        ):
            one.sender._link._hello = lambda: booth_hello(99)
            await one.hear(Rejected)
        assert len(list((tmp_path / "spool").iterdir())) == 1

    run(scene())


def test_a_spool_that_was_damaged_on_disk_is_given_up_and_the_next_document_goes(tmp_path: Path) -> None:
    async def scene() -> None:
        folder = tmp_path / "spool"
        async with running(config(tmp_path)) as server, served(server) as here:
            Spool(folder, 10**9).add(document_id(), b"not sealed at all")
            async with booth(server.documents_url, folder) as one:
                one.sender.put(header(here.lease), TWO_MB)
                assert (await one.hear(GaveUp)).reason is DocumentRefusal.NOT_SEALED
                await one.hear(Stored)

    run(scene())


def test_a_disk_that_fails_for_a_moment_loses_no_document_and_holds_up_no_other(
    tmp_path: Path, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("channel.runtime.document_sender", "the spool cannot be read, it is tried again")

    async def scene() -> None:
        folder = tmp_path / "spool"
        async with running(config(tmp_path)) as server, served(server) as here:
            port = int(server.url.rsplit(":", 1)[1].split("/")[0])
            spool = Spool(folder, 10**9)
            names = []
            for _ in range(2):
                announced, sealed = sealed_sample(server, here.lease)
                spool.add(announced.document, sealed)
                names.append(announced.document)
        async with booth(server.documents_url, folder) as one:
            await until(lambda: len(one.sender) == 2)
            first = min(folder.iterdir())
            away = first.rename(tmp_path / "away")
            first.mkdir()  # what is no file any more cannot be read
            async with running(config(tmp_path, port)):
                assert (await one.hear(Stored)).document == names[1]
                first.rmdir()
                away.rename(first)
                assert (await one.hear(Stored)).document == names[0]
            assert not [event for event in one.told if isinstance(event, GaveUp)]

    run(scene(), 60)


def test_a_server_that_cannot_store_now_is_told_and_then_it_is_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log_error: object
) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here:
            lock = server.store.database.writing()
            monkeypatch.setattr("signaling_server.store.database.LOCK_WAIT_S", 0.05)
            await asyncio.to_thread(lock.__enter__)
            async with booth(server.documents_url, tmp_path / "spool") as one:
                one.sender.put(header(here.lease), TWO_MB)
                await one.hear(StoreAway)
                assert not [event for event in one.told if isinstance(event, Stored)]
                await asyncio.to_thread(lock.__exit__, None, None, None)
                await one.hear(Stored)

    assert callable(expect_log_error)
    expect_log_error("signaling_server.runtime.documents", "the database is locked")
    run(scene(), 60)


# ---------------------------------------------------------------- the desk


def test_a_desk_sees_what_a_booth_puts_and_the_booth_hears_what_the_desk_decides(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            booth(server.documents_url, tmp_path / "spool") as one,
            desk(server.documents_url, here.session) as officer,
        ):
            officer.client.watch(here.visit)
            one.sender.follow(here.lease)
            one.sender.put(header(here.lease), TWO_MB)
            while not (documents := (await officer.hear(CaseState)).documents):
                pass
            officer.client.fetch(here.visit, documents[0])
            assert (await officer.hear(Fetched)).content == TWO_MB
            retake = DecideItem(request=request_id(), visit=here.visit, item="ktp", verdict=Verdict.RETAKE)
            officer.client.record(retake)
            assert (await officer.hear(Recorded)).request == retake.request
            assert officer.client.unanswered == 0
            while not (items := (await one.hear(CaseProgress)).items):
                pass
            assert [item.verdict for item in items] == [Verdict.RETAKE]
            officer.client.watch(VisitId("w" * 22))
            assert (await officer.hear(CaseWithdrawn)).visit == "w" * 22

    run(scene(), 60)


def test_what_a_desk_records_and_fetches_outlives_cuts(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            booth(server.documents_url, tmp_path / "spool") as one,
        ):
            one.sender.put(header(here.lease), TWO_MB)
            await one.hear(Stored)
            relay = CuttingRelay(server.documents_url, [3_000, 400_000, 900_000, 300_000])
            async with relay.running(), desk(relay.url, here.session) as officer:
                officer.client._link._backoff = type(officer.client._link._backoff)(0.001, most_s=0.001)
                officer.client.watch(here.visit)
                notes = [AddNote(request=request_id(), visit=here.visit, text=str(n)) for n in range(5)]
                for note in notes:
                    officer.client.record(note)
                (document,) = (await officer.hear(CaseState)).documents
                officer.client.fetch(here.visit, document)
                assert (await officer.hear(Fetched)).content == TWO_MB
                while officer.client.unanswered:
                    await officer.hear(Recorded)
            assert relay.connections > 2
            state = server.store.cases.state(here.visit)
            assert state is not None
            assert sorted(note.text for note in state.notes) == ["0", "1", "2", "3", "4"]

    run(scene(), 60)


def test_the_documents_address_is_beside_signalings() -> None:
    assert documents_url("wss://bilik.example:8443/signal") == "wss://bilik.example:8443/documents"
    assert documents_url("wss://bilik.example") == "wss://bilik.example/documents"
