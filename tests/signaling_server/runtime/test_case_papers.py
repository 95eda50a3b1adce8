"""Both ends are told which papers a case needs and lacks, at each change, on real sockets."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
import pytest

from channel.rules.claims import Rule, Text
from channel.wire.claims import ClaimsOffered
from channel.wire.documents import (
    CaseProgress,
    CaseState,
    DecideItem,
    DecideOutcome,
    FollowCase,
    Outcome,
    Recorded,
    RequestRefusal,
    RequestRefused,
    Verdict,
    WatchCase,
)
from channel.wire.ids import VisitId
from signaling_server.store.cases import Cases
from tests.channel.rules.claim_texts import JHT, rules_of
from tests.helpers.aio import run
from tests.signaling_server.documents_lab import (
    Client,
    Running,
    booth,
    config,
    desk,
    put,
    running,
    sealed_as_put,
    served,
    together,
)
from tests.signaling_server.store.samples import Sample, facts_sample
from tests.signaling_server.store.test_case_rules import LAID_OFF
from tests.signaling_server.store.test_records import request_id

RULES = rules_of(jht=JHT)
CHANGED = rules_of(jht=JHT.replace("a list of 2024", "a later edition"))
Told = TypeVar("Told", CaseState, CaseProgress)


def rule_today(version: int = 0) -> Rule:
    rule = (RULES, CHANGED)[version].claims[0].rules[-1]
    assert rule.valid_until is None
    return rule


def missing(told: CaseState | CaseProgress) -> list[str] | None:
    return None if told.papers is None else [item.id for item in told.papers.completeness.missing]


async def hear_until(client: Client, kind: type[Told], fits: Callable[[Told], bool]) -> Told:
    while not fits(told := await client.hear(kind)):
        pass
    return told


async def hand_in(client: Client, server: Running, sample: Sample) -> None:
    await put(client, *sealed_as_put(server, sample))


def test_a_booth_that_follows_its_visit_hears_the_claims_on_offer_before_there_is_a_case(
    tmp_path: Path,
) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path), RULES) as server,
            served(server) as here,
            booth(server, 2) as client,
        ):
            await client.say(FollowCase(lease=here.lease))
            offered = await client.hear(ClaimsOffered)
            assert offered.visit == here.visit
            assert [(claim.claim, claim.rule) for claim in offered.claims] == [("jht", rule_today())]
            assert offered.claims[0].rules_version == rule_today().version

    run(scene())


def test_booth_and_desk_are_told_at_each_change_what_is_needed_and_missing(tmp_path: Path) -> None:
    async def scene() -> None:
        async with together(tmp_path, RULES) as (server, here, client, officer):
            await client.say(FollowCase(lease=here.lease))
            await client.hear(ClaimsOffered)
            await officer.say(WatchCase(visit=here.visit))
            assert missing(await officer.hear(CaseState)) is None

            async def both_hear(expected: list[str]) -> None:
                await hear_until(client, CaseProgress, lambda told: missing(told) == expected)
                await hear_until(officer, CaseState, lambda told: missing(told) == expected)

            await hand_in(client, server, facts_sample(LAID_OFF, here.lease))
            await both_hear(["id_card", "letter"])
            await hand_in(client, server, Sample(kind="letter", lease=here.lease))
            await both_hear(["id_card"])
            retake = DecideItem(
                request=request_id(), visit=here.visit, item="letter", verdict=Verdict.RETAKE, note="dark"
            )
            await officer.say(retake)
            await both_hear(["id_card", "letter"])

    run(scene())


def test_after_a_reconnection_both_ends_are_told_again(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path), RULES) as server, served(server) as here:
            async with booth(server, 2) as client:
                await hand_in(client, server, facts_sample(LAID_OFF, here.lease))
            async with booth(server, 2) as client, desk(server, here.session) as officer:
                await client.say(FollowCase(lease=here.lease))
                await client.hear(ClaimsOffered)
                assert missing(await client.hear(CaseProgress)) == ["id_card", "letter"]
                await officer.say(WatchCase(visit=here.visit))
                assert missing(await officer.hear(CaseState)) == ["id_card", "letter"]

    run(scene())


def test_a_server_with_changed_rules_goes_on_with_the_rule_that_the_case_began_under(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path), RULES) as server,
            served(server) as here,
            booth(server, 2) as client,
        ):
            await hand_in(client, server, facts_sample(LAID_OFF, here.lease))
        async with running(config(tmp_path), CHANGED) as server, booth(server, 2) as client:
            await client.say(FollowCase(lease=here.lease))
            assert (await client.hear(ClaimsOffered)).claims[0].rule == rule_today()
            progress = await client.hear(CaseProgress)
            assert progress.papers is not None
            assert progress.papers.rules_version == rule_today().version
            async with served(server, 3) as other, booth(server, 3) as third:
                await third.say(FollowCase(lease=other.lease))
                offered = await third.hear(ClaimsOffered)
                assert offered.claims[0].rule == rule_today(1), "the control: a new visit has the new rule"

    run(scene())


def test_an_officer_cannot_call_complete_what_is_not_and_the_booth_hears_what_to_bring(
    tmp_path: Path,
) -> None:
    async def scene() -> None:
        async with together(tmp_path, RULES) as (server, here, client, officer):
            await client.say(FollowCase(lease=here.lease))
            await hand_in(client, server, facts_sample(LAID_OFF, here.lease))
            await officer.say(WatchCase(visit=here.visit))
            complete = DecideOutcome(request=request_id(), visit=here.visit, outcome=Outcome.COMPLETE)
            await officer.say(complete)
            assert (await officer.hear(RequestRefused)).reason is RequestRefusal.NOT_COMPLETE
            seen = DecideItem(
                request=request_id(),
                visit=here.visit,
                item="id_card",
                verdict=Verdict.ACCEPTED_WITH_NOTE,
                note="Seen live",
            )
            incomplete = msgspec.structs.replace(
                complete, request=request_id(), outcome=Outcome.INCOMPLETE, bring=("Surat kuasa",)
            )
            await officer.say(seen, incomplete)
            await officer.hear(Recorded)
            await officer.hear(Recorded)
            decided = await hear_until(client, CaseProgress, lambda told: told.outcome is not Outcome.NONE)
            assert decided.bring == (
                Text("Surat. Ada cap.", "Letter. Stamped."),
                Text("Surat kuasa", "Surat kuasa"),
            )

    run(scene())


def test_the_older_of_two_states_is_never_told_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two connections change a case; what was read for the first change is held up beyond the second."""
    read = Cases.progress
    held_up = threading.Event()
    readings = itertools.count(1)

    def slow_at_first(cases: Cases, visit: VisitId) -> CaseProgress | None:
        progress = read(cases, visit)
        if next(readings) == 1:
            held_up.wait(20)
        return progress

    async def scene() -> None:
        async with together(tmp_path, RULES) as (server, here, client, officer):
            await officer.say(WatchCase(visit=here.visit))
            await officer.hear(CaseState)
            await client.say(FollowCase(lease=here.lease))
            await client.hear(CaseProgress)
            monkeypatch.setattr(Cases, "progress", slow_at_first)
            await hand_in(client, server, Sample(lease=here.lease))
            accepted = DecideItem(
                request=request_id(), visit=here.visit, item="ktp", verdict=Verdict.ACCEPTED
            )
            await officer.say(accepted)
            await officer.hear(Recorded)
            with contextlib.suppress(TimeoutError):  # room for the second state to overtake, if it could
                await asyncio.wait_for(hear_until(officer, CaseState, lambda told: bool(told.decisions)), 0.3)
            held_up.set()
            first, second = await client.hear(CaseProgress), await client.hear(CaseProgress)
            assert (len(first.items), len(second.items)) == (0, 1)

    run(scene())
