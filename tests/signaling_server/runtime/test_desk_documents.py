"""What a desk sees, gets and has recorded at the server's other path, on real sockets."""

from __future__ import annotations

from pathlib import Path

import msgspec
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
from channel.wire.ids import BoothId, DocumentId, OfficerId
from channel.wire.messages import EndVisit, VisitEnded
from signaling_server.store.cases import Opening
from tests.helpers.aio import run
from tests.helpers.pictures import jpeg
from tests.signaling_server import sockets
from tests.signaling_server.documents_lab import (
    Client,
    Served,
    booth,
    config,
    desk,
    put,
    running,
    sealed_sample,
    served,
)
from tests.signaling_server.store.samples import JPEG, WORDS
from tests.signaling_server.store.test_records import request_id

LONG = jpeg(3, 300_000)


def test_a_desk_sees_its_own_case_and_documents_and_the_log_knows(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            booth(server, 2) as client,
            desk(server, here.session) as officer,
        ):
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
            session = next(one.session for one in other.told if hasattr(one, "session"))
            async with desk(server, session, "budi") as officer:
                await refused_everything(officer, here, announced.document)
            async with desk(server, here.session) as officer:
                await officer.say(GetDocument(visit=here.visit, document=announced.document, offset=0))
                assert (await officer.hear(Chunk)).content == JPEG, "the control: the one who serves sees it"

    run(scene())


def test_what_is_recorded_is_told_to_desk_and_booth_and_said_again_is_recorded_once(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            booth(server, 2) as client,
            desk(server, here.session) as officer,
        ):
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
            assert [one.note for one in (await client.hear(CaseProgress)).items] == ["glare"]
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


def test_a_case_that_becomes_another_desks_is_withdrawn(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path)) as server,
            served(server) as here,
            desk(server, here.session) as officer,
        ):
            await officer.say(WatchCase(visit=here.visit))
            await officer.hear(CaseState)
            # As another desk would that the visit has come to.
            server.store.cases.look(Opening(here.visit, BoothId("booth-2"), 2, 0.0), OfficerId("budi"))
            await here.booth.say(EndVisit())
            assert (await officer.hear(CaseWithdrawn)).visit == here.visit

    run(scene())
