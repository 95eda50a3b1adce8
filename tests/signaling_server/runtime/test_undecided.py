"""What a desk is told of the cases that its officer has left undecided, on real sockets."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Collection
from pathlib import Path

import msgspec
import pytest

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
from channel.wire.ids import OfficerId, VisitId
from channel.wire.messages import BoothAssigned, ChannelOpened, EndVisit, VisitEnded
from channel.wire.undecided import UndecidedCase, UndecidedCases, WatchUndecided
from signaling_server.config import Grace
from signaling_server.core.hub import Hub
from signaling_server.runtime.documents import DocumentsService
from signaling_server.store.cases import Cases, Opening
from signaling_server.store.errors import StoreError
from tests.helpers.aio import run, until
from tests.signaling_server import sockets
from tests.signaling_server.documents_lab import (
    Client,
    Running,
    Served,
    booth,
    booth_hello,
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


def test_a_visit_that_reappears_with_its_officer_after_a_restart_is_told_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    visits, looks = Hub.visits, list[frozenset[VisitId]]()

    def noted(hub: Hub) -> frozenset[VisitId]:
        looks.append(visits(hub))
        return looks[-1]

    monkeypatch.setattr(Hub, "visits", noted)
    monkeypatch.setattr("signaling_server.runtime.documents.CHECK_S", 0.01)

    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await handed_in(server, here, client)
            lease = next(one.lease for one in here.desk.told if isinstance(one, ChannelOpened))
        async with running(config(tmp_path)) as server, desk(server, here.session) as officer:
            assert await asked(officer) == [here.visit], "nobody of them is back yet"
            before = len(looks)
            await until(lambda: len(looks) > before + 20)  # what is told at the start of a server is told
            async with sockets.desk(server.url, leases=(lease,)):
                assert await told(officer) == []

    run(scene())


@pytest.mark.parametrize(
    ("error", "logged"),
    [(StoreError("it has been changed."), "it has been changed."), (KeyError(), "KeyError.")],
)
def test_what_could_not_be_told_is_told_later_whatever_it_was(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log_error: Callable[[str, str], None],
    error: Exception,
    logged: str,
) -> None:
    expect_log_error("signaling_server.runtime.care", logged)
    undecided, failed = Cases.undecided, list[Exception]()

    def failing_once(
        store: Cases, officer: OfficerId, going_on: Collection[VisitId]
    ) -> tuple[UndecidedCase, ...]:
        if not failed:
            failed.append(error)
            raise error
        return undecided(store, officer, going_on)

    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await handed_in(server, here, client)
            assert await asked(officer) == []
            monkeypatch.setattr(Cases, "undecided", failing_once)
            await end(here)
            assert await told(officer) == [here.visit]
            assert failed

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


def test_one_visit_that_is_wrong_for_good_stands_in_nobodys_way_and_is_nobodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("signaling_server.runtime.care", "it has been changed.")
    hand_to, told_of = Cases.hand_to, list[VisitId]()

    def failing(store: Cases, opening: Opening, officer: OfficerId) -> None:
        told_of.append(opening.visit)
        if opening.visit == told_of[0]:
            raise StoreError("it has been changed.")
        hand_to(store, opening, officer)

    async def scene() -> None:
        async with both_officers(tmp_path) as (server, here, hers, his), contextlib.AsyncExitStack() as stack:
            assert (await asked(hers), await asked(his)) == ([], [])
            monkeypatch.setattr(Cases, "hand_to", failing)
            await here.desk.connection.close()  # so the visit becomes Budi's, of which the store never hears
            await here.booth.hear(BoothAssigned)
            await end(here)
            another = await stack.enter_async_context(sockets.booth(server.url, 3))
            await another.say(sockets.START)
            assigned = await another.hear(BoothAssigned)
            client = await stack.enter_async_context(booth(server, 3))
            there = Served(another, here.desk, assigned.visit, assigned.lease, here.session)
            await handed_in(server, there, client)
            await his.say(WatchCase(visit=there.visit))
            await his.hear(CaseState)
            await end(there)
            (one,) = (await his.hear(UndecidedCases)).cases
            assert (one.visit, one.ended_at > 0) == (there.visit, True), "assigned, and over"
            await hers.say(WatchCase(visit=here.visit))
            await hers.hear(CaseWithdrawn)
            assert await asked(hers) == []

    run(scene())


def test_a_visit_that_ends_while_the_list_is_made_is_told_with_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle, to_end = DocumentsService._settle, list[Served]()

    async def settled(documents: DocumentsService) -> frozenset[VisitId]:
        unknown = await settle(documents)
        while to_end:  # after the store was told which visits are over, before it is asked
            await end(to_end.pop())
        return unknown

    monkeypatch.setattr(DocumentsService, "_settle", settled)

    async def scene() -> None:
        async with together(tmp_path) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await handed_in(server, here, client)
            to_end.append(here)
            await officer.say(WatchUndecided())
            while not (cases := (await officer.hear(UndecidedCases)).cases):
                pass
            assert cases[0].ended_at > 0

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


def test_a_desks_welcome_names_the_branchs_own_claims(tmp_path: Path) -> None:
    name = Text("Tabungan Hari Tua Cabang", "The branch's own savings")
    rules = ClaimRules((Claim(ClaimKind.JHT, name, Text("Saya berhenti", "I stopped"), ()),))

    async def scene() -> None:
        async with running(config(tmp_path), rules) as server, served(server) as here:
            async with stranger(server, is_desk=True) as client:
                await client.say(desk_hello(here.session))
                welcome = await client.hear(DocumentsWelcome)
            assert welcome.claims == (ClaimNamed(claim="jht", name=name),)
            async with stranger(server) as client:
                await client.say(booth_hello(2))
                assert (await client.hear(DocumentsWelcome)).claims == (), "a booth is told with each visit"

    run(scene())
