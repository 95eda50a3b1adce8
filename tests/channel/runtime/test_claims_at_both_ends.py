"""Our clients hand the claims on offer and the papers of a case to their owners, also after a cut."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from channel.runtime.server_link import Disconnected
from channel.wire.claims import ClaimPapers, ClaimsOffered
from channel.wire.documents import (
    CaseProgress,
    CaseState,
    DecideOutcome,
    Outcome,
    Recorded,
    RequestRefusal,
    RequestRefused,
)
from channel.wire.documents_codec import encode_facts
from channel.wire.sealed import FACTS_KIND
from tests.channel.rules.claim_texts import JHT, rules_of
from tests.channel.runtime.sending import TWO_MB, Booth, booth, header
from tests.channel.runtime.test_document_sender import Desk, desk
from tests.helpers.aio import run
from tests.helpers.cutting_relay import CuttingRelay
from tests.signaling_server.documents_lab import config, running, served
from tests.signaling_server.store.test_case_rules import LAID_OFF
from tests.signaling_server.store.test_records import request_id

RULES = rules_of(jht=JHT)


def put_facts(one: Booth, lease: str) -> None:
    content = encode_facts(LAID_OFF)
    about = msgspec.structs.replace(
        header(lease, content),
        kind=FACTS_KIND,
        media_type="application/json",
        sha256=hashlib.sha256(content).hexdigest(),
    )
    one.sender.put(about, content)


async def papers_at(end: Booth | Desk) -> ClaimPapers:
    while True:
        told = await (end.hear(CaseProgress) if isinstance(end, Booth) else end.hear(CaseState))
        if told.papers is not None:
            return told.papers


def test_both_ends_hear_the_same_papers_and_what_the_booth_could_work_out_itself(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path), RULES) as server,
            served(server) as here,
            booth(server.documents_url, tmp_path / "spool") as one,
            desk(server.documents_url, here.session) as officer,
        ):
            one.sender.follow(here.lease)
            officer.client.watch(here.visit)
            (claim,) = (await one.hear(ClaimsOffered)).claims
            put_facts(one, here.lease)
            papers = await papers_at(one)
            assert await papers_at(officer) == papers
            assert papers.completeness.what_to_bring("en") == (
                "Identity card or Passport",
                "Letter. Stamped.",
            )
            assert claim.rule is not None
            assert claim.rule.version == papers.rules_version
            assert claim.rule.checklist(dict(papers.checklist.answers)) == papers.checklist

    run(scene(), 60)


def test_after_a_cut_the_booth_hears_claims_and_papers_again(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path), RULES) as server, served(server) as here:
            relay = CuttingRelay(server.documents_url, [500_000])
            async with relay.running(), booth(relay.url, tmp_path / "spool") as one:
                one.sender._link._backoff = type(one.sender._link._backoff)(first_s=0.001, most_s=0.001)
                one.sender.follow(here.lease)
                put_facts(one, here.lease)
                one.sender.put(header(here.lease), TWO_MB)
                await one.hear(Disconnected)
                await one.hear(ClaimsOffered)
                assert (await papers_at(one)).completeness.missing

    run(scene(), 60)


def test_a_desk_is_told_that_a_case_is_not_complete_and_may_decide_otherwise(tmp_path: Path) -> None:
    async def scene() -> None:
        async with (
            running(config(tmp_path), RULES) as server,
            served(server) as here,
            booth(server.documents_url, tmp_path / "spool") as one,
            desk(server.documents_url, here.session) as officer,
        ):
            officer.client.watch(here.visit)
            put_facts(one, here.lease)
            papers = await papers_at(officer)
            complete = DecideOutcome(request=request_id(), visit=here.visit, outcome=Outcome.COMPLETE)
            officer.client.record(complete)
            refused = await officer.hear(RequestRefused)
            assert (refused.request, refused.reason) == (complete.request, RequestRefusal.NOT_COMPLETE)
            assert officer.client.unanswered == 0
            incomplete = msgspec.structs.replace(complete, request=request_id(), outcome=Outcome.INCOMPLETE)
            officer.client.record(incomplete)
            await officer.hear(Recorded)
            while (decided := await officer.hear(CaseState)).outcome is Outcome.NONE:
                pass
            assert (decided.outcome, decided.bring) == (Outcome.INCOMPLETE, papers.completeness.to_bring)

    run(scene(), 60)
