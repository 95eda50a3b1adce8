"""What a desk is told of the cases that its officer has left undecided, on real sockets."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import msgspec

from channel.rules.claims import Claim, ClaimKind, ClaimRules, Text
from channel.wire.claims import ClaimNamed
from channel.wire.documents import (
    CaseState,
    CaseWithdrawn,
    DecideOutcome,
    DocumentsWelcome,
    Outcome,
    Recorded,
    WatchCase,
)
from channel.wire.ids import VisitId
from channel.wire.messages import BoothAssigned, ChannelOpened, EndVisit, VisitEnded
from channel.wire.undecided import UndecidedCases, WatchUndecided
from signaling_server.config import Grace
from tests.helpers.aio import run
from tests.signaling_server import sockets
from tests.signaling_server.documents_lab import (
    Client,
    Running,
    Served,
    booth,
    config,
    desk,
    desk_hello,
    put,
    running,
    sealed_sample,
    served,
    session_of,
    stranger,
    together,
)
from tests.signaling_server.store.test_records import request_id


async def told(client: Client) -> list[VisitId]:
    """What it is told next."""
    return [one.visit for one in (await client.hear(UndecidedCases)).cases]


async def asked(client: Client) -> list[VisitId]:
    await client.say(WatchUndecided())
    return await told(client)


async def handed_in(server: Running, here: Served, client: Client) -> None:
    announced, sealed = sealed_sample(server, here.lease)
    await put(client, announced, sealed)


async def end(here: Served) -> None:
    await here.booth.say(EndVisit())
    await here.booth.hear(VisitEnded)


def test_an_officer_hears_of_a_visit_that_ended_undecided_and_of_its_decision(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await handed_in(server, here, client)
            assert await asked(officer) == [], "the visit goes on"
            await end(here)
            (one,) = (await officer.hear(UndecidedCases)).cases
            assert (one.visit, one.number) == (here.visit, 2)
            assert 0 < one.opened_at <= one.ended_at
            outcome = DecideOutcome(request=request_id(), visit=here.visit, outcome=Outcome.COMPLETE)
            await officer.say(outcome)
            await officer.hear(Recorded)
            assert await told(officer) == []

    run(scene())


def test_a_case_that_its_desk_let_go_of_is_told_and_can_be_looked_at_again(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await officer.hear(CaseState)
            await handed_in(server, here, client)
            await end(here)
            async with desk(server, here.session) as again:  # a console that has just been started
                await again.say(WatchUndecided())
                while not (cases := (await again.hear(UndecidedCases)).cases):
                    pass
                await again.say(WatchCase(visit=cases[0].visit))
                assert len((await again.hear(CaseState)).documents) == 1

    run(scene())


def test_it_outlives_the_server_with_the_time_at_which_the_visit_ended(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await handed_in(server, here, client)
            await officer.say(WatchUndecided())
            await end(here)
            while not (before := (await officer.hear(UndecidedCases)).cases):
                pass
        async with running(config(tmp_path)) as server, desk(server, here.session) as officer:
            await officer.say(WatchUndecided())
            assert (await officer.hear(UndecidedCases)).cases == before

    run(scene())


@contextlib.asynccontextmanager
async def both_officers(folder: Path) -> AsyncIterator[tuple[Running, Served, Client, Client]]:
    """A visit of Sari's with a document, and both officers' desks at ``/documents``: hers, Budi's."""
    settings = msgspec.structs.replace(config(folder), grace=Grace(desk_s=1))
    async with running(settings) as server, contextlib.AsyncExitStack() as stack:
        sari = await stack.enter_async_context(sockets.desk(server.url, "sari"))
        in_booth = await stack.enter_async_context(sockets.booth(server.url, 2))
        await in_booth.say(sockets.START)
        lease = (await in_booth.hear(BoothAssigned)).lease
        visit = (await sari.hear(ChannelOpened)).visit
        here = Served(in_booth, sari, visit, lease, session_of(sari))
        budi = await stack.enter_async_context(sockets.desk(server.url, "budi"))
        client = await stack.enter_async_context(booth(server, 2))
        await handed_in(server, here, client)
        hers = await stack.enter_async_context(desk(server, here.session))
        his = await stack.enter_async_context(desk(server, session_of(budi), "budi"))
        await hers.say(WatchCase(visit=visit))
        await hers.hear(CaseState)
        yield server, here, hers, his


def test_who_did_not_serve_a_visit_hears_nothing_of_it_and_cannot_look(tmp_path: Path) -> None:
    async def scene() -> None:
        async with both_officers(tmp_path) as (_, here, hers, his):
            assert await asked(hers) == []
            await end(here)
            assert await told(hers) == [here.visit], "the control: whose it is hears of it"
            assert await asked(his) == []
            await his.say(WatchCase(visit=here.visit))
            await his.hear(CaseWithdrawn)

    run(scene())


def test_a_visit_that_another_desk_took_over_is_left_by_that_one(tmp_path: Path) -> None:
    async def scene() -> None:
        async with both_officers(tmp_path) as (_, here, hers, his):
            assert (await asked(hers), await asked(his)) == ([], [])
            await here.desk.connection.close()
            await here.booth.hear(BoothAssigned)
            await end(here)
            assert await told(his) == [here.visit]
            await hers.say(WatchCase(visit=here.visit))
            await hers.hear(CaseWithdrawn)

    run(scene())


def test_a_case_that_was_erased_meanwhile_is_told_no_more_once_it_is_asked_for(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await handed_in(server, here, client)
            assert await asked(officer) == []
            await end(here)
            assert await told(officer) == [here.visit]
            server.store.privacy.erase(here.visit)  # as the command line does, in a process of its own
            await officer.say(WatchCase(visit=here.visit))
            await officer.hear(CaseWithdrawn)
            assert await told(officer) == []

    run(scene())


def test_the_welcome_names_the_branchs_own_claims(tmp_path: Path) -> None:
    name = Text("Tabungan Hari Tua Cabang", "The branch's own savings")
    rules = ClaimRules((Claim(ClaimKind.JHT, name, Text("Saya berhenti", "I stopped"), ()),))

    async def scene() -> None:
        async with running(config(tmp_path), rules) as server, served(server) as here:
            async with stranger(server, is_desk=True) as client:
                await client.say(desk_hello(here.session))
                welcome = await client.hear(DocumentsWelcome)
            assert welcome.claims == (ClaimNamed(claim="jht", name=name),)

    run(scene())
