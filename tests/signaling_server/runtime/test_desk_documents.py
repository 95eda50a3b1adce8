"""What a desk sees, gets and has recorded at the server's other path, on real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from channel.wire.documents import (
    PART_MOST_BYTES,
    AddNote,
    CaseProgress,
    CaseState,
    CaseWithdrawn,
    DecideItem,
    DecideOutcome,
    DocumentGone,
    FollowCase,
    GetDocument,
    Outcome,
    Recorded,
    RequestRefusal,
    RequestRefused,
    UnwatchCase,
    Verdict,
    WatchCase,
)
from channel.wire.documents_codec import Chunk
from channel.wire.ids import DocumentId, OfficerId, VisitId
from channel.wire.messages import BoothAssigned, BoothQueued, ChannelOpened, EndVisit, VisitEnded
from signaling_server.config import Grace
from signaling_server.runtime.care import Care, Work
from signaling_server.store.cases import Cases, Opening
from signaling_server.store.errors import StoreError
from tests.helpers.aio import run, until
from tests.helpers.pictures import jpeg
from tests.signaling_server import sockets
from tests.signaling_server.documents_lab import (
    Client,
    Running,
    Served,
    booth,
    config,
    desk,
    put,
    running,
    sealed_sample,
    served,
    session_of,
    together,
)
from tests.signaling_server.store.samples import JPEG, WORDS
from tests.signaling_server.store.test_records import request_id

LONG = jpeg(3, 300_000)


def test_a_desk_sees_its_own_case_and_documents_and_the_log_knows(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            assert (await officer.hear(CaseState)).documents == ()
            announced, sealed = sealed_sample(server, here.lease, LONG)
            await put(client, announced, sealed)
            (about,) = (await officer.hear(CaseState)).documents
            content = b""
            while len(content) < about.size:
                wanted = GetDocument(visit=here.visit, document=about.document, offset=len(content))
                await officer.say(wanted)
                part = await officer.hear(Chunk)
                assert (part.document, part.offset) == (about.document, len(content))
                content += part.content
            assert content == LONG
            assert about.size > PART_MOST_BYTES
            with server.store.database.reading() as connection:
                seen = connection.execute(
                    text("SELECT actor, subject FROM audit WHERE action = 'document_seen'")
                ).all()
            assert [tuple(row) for row in seen] == [("officer sari", about.document)]

    run(scene())


async def refused_everything(officer: Client, here: Served, document: DocumentId) -> None:
    await officer.say(WatchCase(visit=here.visit))
    await officer.hear(CaseWithdrawn)
    await officer.say(GetDocument(visit=here.visit, document=document, offset=0))
    await officer.hear(DocumentGone)
    note = AddNote(request=request_id(), visit=here.visit, text=WORDS)
    await officer.say(note)
    assert (await officer.hear(RequestRefused)).reason is RequestRefusal.NOT_YOURS


def test_a_desk_sees_and_decides_nothing_of_a_visit_that_is_anothers(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            sockets.desk(server.url, "budi") as other,
            booth(server, 2) as client,
        ):
            announced, sealed = sealed_sample(server, here.lease)
            await put(client, announced, sealed)
            async with desk(server, session_of(other), "budi") as officer:
                await refused_everything(officer, here, announced.document)
            async with desk(server, here.session) as officer:
                await officer.say(GetDocument(visit=here.visit, document=announced.document, offset=0))
                assert (await officer.hear(Chunk)).content == JPEG, "the control: the one who serves sees it"

    run(scene())


def test_what_is_recorded_is_told_to_desk_and_booth_and_said_again_is_recorded_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await client.say(FollowCase(lease=here.lease))
            await officer.say(WatchCase(visit=here.visit))
            await officer.hear(CaseState)
            retake = DecideItem(
                request=request_id(), visit=here.visit, item="ktp", verdict=Verdict.RETAKE, note="glare"
            )
            for _ in range(2):
                await officer.say(retake)
                assert (await officer.hear(Recorded)).request == retake.request
            assert [one.verdict for one in (await officer.hear(CaseState)).decisions] == [Verdict.RETAKE]
            while not (items := (await client.hear(CaseProgress)).items):
                pass  # the case may have been there when the booth began to follow it
            assert [one.note for one in items] == ["glare"]
            outcome = DecideOutcome(request=request_id(), visit=here.visit, outcome=Outcome.COMPLETE)
            await officer.say(outcome)
            await officer.hear(Recorded)
            while (progress := await client.hear(CaseProgress)).outcome is Outcome.NONE:
                pass
            assert progress.reference
            assert len(server.store.outbox.waiting()) == 1
            await officer.say(
                UnwatchCase(visit=here.visit), msgspec.structs.replace(outcome, request=request_id())
            )
            assert (await officer.hear(RequestRefused)).reason is RequestRefusal.DECIDED

    run(scene())


def test_after_the_visit_the_officer_decides_and_then_the_case_is_closed_to_them_too(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            desk(server, here.session) as officer,
        ):
            await officer.say(WatchCase(visit=here.visit))
            await officer.hear(CaseState)
            await here.booth.say(EndVisit())
            await here.booth.hear(VisitEnded)
            outcome = DecideOutcome(request=request_id(), visit=here.visit, outcome=Outcome.COMPLETE)
            await officer.say(outcome)
            await officer.hear(Recorded)
            await officer.say(WatchCase(visit=here.visit))
            await officer.hear(CaseWithdrawn)

    run(scene())


@contextlib.asynccontextmanager
async def lost_to_budi(folder: Path) -> AsyncIterator[tuple[Running, Served, DocumentId, Client]]:
    """Sari serves a visit with a document and looks at its case; then her desk goes away for longer than its
    grace and the visit becomes Budi's, whose console does not ask for the case."""
    settings = msgspec.structs.replace(config(folder), grace=Grace(desk_s=1))
    async with running(settings) as server, contextlib.AsyncExitStack() as stack:
        sari = await stack.enter_async_context(sockets.desk(server.url, "sari"))
        in_booth = await stack.enter_async_context(sockets.booth(server.url, 2))
        await in_booth.say(sockets.START)
        lease = (await in_booth.hear(BoothAssigned)).lease
        visit = (await sari.hear(ChannelOpened)).visit
        here = Served(in_booth, sari, visit, lease, session_of(sari))
        async with booth(server, 2) as client, desk(server, here.session) as officer:
            announced, sealed = sealed_sample(server, lease)
            await put(client, announced, sealed)
            await officer.say(WatchCase(visit=visit))
            await officer.hear(CaseState)
            await officer.say(GetDocument(visit=visit, document=announced.document, offset=0))
            assert (await officer.hear(Chunk)).content == JPEG, "the control: as long as it is hers"
            budi = await stack.enter_async_context(sockets.desk(server.url, "budi"))
            await sari.connection.close()
            await budi.hear(ChannelOpened)
            yield server, here, announced.document, officer


def test_who_lost_a_visit_to_another_desk_sees_and_decides_nothing_of_it_from_then_on(tmp_path: Path) -> None:
    async def scene() -> None:
        async with lost_to_budi(tmp_path) as (_, here, document, officer):
            await officer.hear(CaseWithdrawn)
            await refused_everything(officer, here, document)

    run(scene())


WRONG = StoreError("something in the store has been changed.")


def fail_once(monkeypatch: pytest.MonkeyPatch, error: Exception = WRONG) -> list[VisitId]:
    """The first time that the store is told whose a visit is, this comes of it; gives what it is told."""
    hand_to, told = Cases.hand_to, list[VisitId]()

    def failing_once(store: Cases, opening: Opening, officer: OfficerId) -> None:
        told.append(opening.visit)
        if len(told) == 1:
            raise error
        hand_to(store, opening, officer)

    monkeypatch.setattr(Cases, "hand_to", failing_once)
    return told


def watch() -> asyncio.Task[None]:
    """The server's task that looks whose the cases are."""
    return next(task for task in asyncio.all_tasks() if task.get_name() == "documents watch")


@pytest.mark.parametrize(
    ("error", "logged"),
    [(WRONG, "something in the store has been changed"), (KeyError("a name"), "KeyError.")],
)
def test_whatever_comes_of_it_the_watch_goes_on(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log_error: Callable[[str, str], None],
    error: Exception,
    logged: str,
) -> None:
    expect_log_error("signaling_server.runtime.care", logged)
    told = fail_once(monkeypatch, error)

    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here:
            await until(lambda: told == [here.visit, here.visit])
            assert not watch().done()

    run(scene())


def test_control_without_that_care_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_once(monkeypatch)

    async def careless(care: Care, work: Work) -> bool:
        await work()
        return True

    monkeypatch.setattr(Care, "attempt", careless)

    async def scene() -> None:
        async with running(config(tmp_path)) as server:
            task = watch()
            async with served(server):
                await asyncio.wait({task})
                assert isinstance(task.exception(), StoreError)

    run(scene())


def test_after_the_visit_too_its_case_is_not_its_former_officers(tmp_path: Path) -> None:
    async def scene() -> None:
        async with lost_to_budi(tmp_path) as (server, here, document, officer):
            await here.booth.say(EndVisit())
            await here.booth.hear(VisitEnded)
            await refused_everything(officer, here, document)
            assert server.store.cases.is_open_for(here.visit, OfficerId("budi")), "it is the last one's"

    run(scene())


def test_who_was_served_before_and_waits_again_is_nobodys_case(tmp_path: Path) -> None:
    settings = msgspec.structs.replace(config(tmp_path), grace=Grace(desk_s=1))

    async def scene() -> None:
        async with running(settings) as server, served(server) as here, booth(server, 2) as client:
            announced, sealed = sealed_sample(server, here.lease)
            await put(client, announced, sealed)
            async with desk(server, here.session) as officer:
                await officer.say(WatchCase(visit=here.visit))
                await officer.hear(CaseState)
                await here.desk.connection.close()
                await here.booth.hear(BoothQueued)
                await refused_everything(officer, here, announced.document)

    run(scene())


def test_a_desk_that_comes_back_while_the_store_is_read_keeps_its_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a restart its connection for cases may be there first, and the store need not know the case."""
    asked, go_on, is_open_for = threading.Event(), threading.Event(), Cases.is_open_for

    def slow(store: Cases, visit: VisitId, officer: OfficerId) -> bool:
        asked.set()
        go_on.wait(10.0)
        return is_open_for(store, visit, officer)

    async def before() -> tuple[VisitId, str, str]:
        async with (
            running(config(tmp_path)) as server,
            sockets.desk(server.url, "sari") as sari,
            sockets.booth(server.url, 2) as in_booth,
        ):
            await in_booth.say(sockets.START)
            opened = await sari.hear(ChannelOpened)
            return opened.visit, opened.lease, session_of(sari)

    async def scene() -> None:
        visit, lease, session = await before()
        monkeypatch.setattr(Cases, "is_open_for", slow)
        async with running(config(tmp_path)) as server, desk(server, session) as officer:
            await officer.say(WatchCase(visit=visit))
            await asyncio.to_thread(asked.wait, 10.0)
            async with sockets.desk(server.url, "sari", leases=(lease,)) as back:
                await back.hear(ChannelOpened)
                go_on.set()
                assert isinstance(await officer.hear_any(), CaseState)

    run(scene())


def test_a_document_is_not_to_be_had_by_the_name_of_another_visit(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            together(tmp_path) as (server, here, client, officer),
            sockets.booth(server.url, 3) as third,
        ):
            await third.say(sockets.START)
            other = (await here.desk.hear(ChannelOpened)).visit
            announced, sealed = sealed_sample(server, here.lease)
            await put(client, announced, sealed)
            await officer.say(GetDocument(visit=here.visit, document=announced.document, offset=0))
            await officer.hear(Chunk)
            await officer.say(GetDocument(visit=other, document=announced.document, offset=0))
            assert (await officer.hear(DocumentGone)).visit == other

    run(scene())


def test_a_damaged_document_is_gone_for_the_desk_and_the_others_are_seen(
    tmp_path: Path, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("signaling_server.runtime.desk_documents", "cannot be read: the bytes of a document")

    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            damaged, sealed = sealed_sample(server, here.lease)
            await put(client, damaged, sealed)
            (blob,) = (tmp_path / "store" / "blobs").glob("??/*")
            blob.write_bytes(b"damaged")
            whole, sealed = sealed_sample(server, here.lease)
            await put(client, whole, sealed)
            for one in (damaged, whole):
                await officer.say(GetDocument(visit=here.visit, document=one.document, offset=0))
            assert (await officer.hear(DocumentGone)).document == damaged.document
            assert (await officer.hear(Chunk)).content == JPEG

    run(scene())
