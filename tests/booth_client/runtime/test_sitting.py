"""A whole visit without a window: real server and threads, simulated devices, from start to wiped screen."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import logging
from functools import partial
from pathlib import Path

import pytest

from booth_client.capture.image_files import decode
from booth_client.core.events import (
    ChooseAnswer,
    ChooseClaim,
    Decide,
    Finish,
    GoOn,
    LastPage,
    PressKey,
    Rate,
    Sign,
    Start,
)
from booth_client.core.pages import PaperState, Printing
from booth_client.core.snapshot import Screen, Snapshot
from booth_client.runtime.booth import BoothRuntime
from channel.wire.documents import CaseState, DecideOutcome, DocumentInfo, Outcome, WatchCase
from channel.wire.messages import ChannelOpened
from hardware.simulated.citizens import citizen
from tests.booth_client.runtime.sitting import NUMBER, Sitting
from tests.channel.rules.claim_texts import JHT, rules_of
from tests.helpers import traces
from tests.helpers.aio import run
from tests.signaling_server import sockets
from tests.signaling_server.documents_lab import Running, config, desk, running, session_of
from tests.signaling_server.store.samples import SIGNATURE
from tests.signaling_server.store.test_records import request_id

RULES = rules_of(jht=JHT)
WHO = citizen(NUMBER)
NIK = f"{WHO.nik[:12]}0001"
"""A number that can be: those on the drawn cards cannot."""


async def identify(one: Sitting) -> None:
    """By the member card, then NIK by touch."""
    await one.until(lambda snapshot: snapshot.number == NUMBER and snapshot.screen is Screen.READY)
    one.touch(Start())
    await one.until_screen(Screen.CONSENT)
    one.touch(Decide(True))
    await one.until_screen(Screen.IDENTITY)
    await one.until_screen(Screen.NIK)  # the card was read
    await one.until(lambda snapshot: snapshot.pages.on_the_way == 1)  # the portrait, by the way
    one.touch(*(PressKey(key) for key in NIK), GoOn(Screen.NIK))
    kpj = await one.until_screen(Screen.KPJ)
    assert kpj.pages.number is not None
    assert kpj.pages.number.typed == WHO.kpj
    one.touch(GoOn(Screen.KPJ))


def asks(number: int, snapshot: Snapshot) -> bool:
    return snapshot.pages.question is not None and snapshot.pages.question.number == number


async def choose(one: Sitting) -> None:
    await one.until(lambda snapshot: snapshot.screen is Screen.CLAIM and bool(snapshot.pages.claims))
    one.touch(ChooseClaim("jht"))
    for number, answer in enumerate(("resigned", "no", "no"), 1):
        await one.until(partial(asks, number))
        one.touch(ChooseAnswer(answer), GoOn(Screen.CLAIM_QUESTION))
    await one.until_screen(Screen.DOCUMENTS)


async def photograph(one: Sitting) -> None:
    """The hands do it; only that it is the card and not a passport, and that the letter has no further page,
    must be said."""
    one.touch(GoOn(Screen.DOCUMENTS))
    await one.until(partial(asks, 0))
    one.touch(ChooseAnswer("id_card", "id_card"))
    await one.until(lambda snapshot: snapshot.document == "letter" and snapshot.page == 2)
    assert not one.runtime._devices._papers_shown, "the officer sees the face, until they ask for a look"
    one.touch(LastPage("letter"))
    done = await one.until(
        lambda snapshot: (
            snapshot.screen is Screen.DOCUMENTS
            and all(paper.state is PaperState.STORED for paper in snapshot.pages.papers)
        )
    )
    assert [paper.item for paper in done.pages.papers] == ["id_card", "letter"]
    one.touch(GoOn(Screen.DOCUMENTS))
    await one.until(lambda snapshot: snapshot.screen in (Screen.PARKED, Screen.CALLING, Screen.RECONNECTING))


async def close(one: Sitting) -> str:
    """Signs, takes the slip, rates."""
    summary = await one.until_screen(Screen.SUMMARY)
    assert summary.pages.summary is not None
    assert summary.pages.summary.outcome == "complete"
    one.touch(Sign(SIGNATURE))
    slip = await one.until(
        lambda snapshot: snapshot.pages.slip is not None and snapshot.pages.slip.printing is Printing.PRINTED
    )
    assert slip.screen is Screen.SLIP
    one.touch(GoOn(Screen.SLIP))
    await one.until_screen(Screen.RATING)
    one.touch(Rate(4))
    return one.roll.with_suffix(".txt").read_text()


async def whole_visit(folder: Path) -> None:
    async with running(config(folder), RULES) as server, sockets.desk(server.url, "sari") as officer:
        one = Sitting(server.url, folder)
        one.start()
        try:
            await identify(one)
            opened = await officer.hear(ChannelOpened)
            await choose(one)
            await photograph(one)
            assert holds(one.runtime, NIK)  # the search finds what is there
            async with desk(server, session_of(officer)) as at_papers:
                await at_papers.say(WatchCase(visit=opened.visit))
                case = await at_papers.hear(CaseState)
                await at_papers.say(
                    DecideOutcome(request=request_id(), visit=opened.visit, outcome=Outcome.COMPLETE)
                )
                paper = await close(one)
                assert case.reference in paper
            case = await signed(server, case)
            check(server, case)
            one.touch(Finish())
            await one.until_screen(Screen.READY)
            left = [mark for mark in (NIK, WHO.kpj) if await remains(one, mark)]
            assert left == []
            assert list(one.spool.iterdir()) == []
        finally:
            await one.stop()


async def signed(server: Running, case: CaseState) -> CaseState:
    """The same case when the signature is there."""
    while True:
        state = server.store.cases.state(case.visit)
        assert state is not None
        if any(one.kind == "signature" for one in state.documents):
            return state
        await asyncio.sleep(0.02)


def holds(runtime: BoothRuntime, mark: str) -> bool:
    """Whether this text is in anything that the runtime leads to; the test's own objects do not count."""
    held = traces.held_by([runtime], lambda one: type(one).__module__.startswith("tests."))
    return bool(traces.in_memory(held, traces.as_bytes([mark])))


async def remains(one: Sitting, mark: str) -> bool:
    """After what threads were just about to let go of."""
    for _ in range(50):
        gc.collect()
        if not holds(one.runtime, mark):
            return False
        await asyncio.sleep(0.05)
    return True


def check(server: Running, case: CaseState) -> None:
    kept = {(one.kind, one.page): one for one in case.documents}
    pictures = {("id_card", 1), ("id_card", 2), ("letter", 1), ("portrait", 1), ("signature", 1)}
    assert set(kept) == {("facts", 1), *pictures}
    assert case.facts is not None
    assert case.facts.identity == {"nik": NIK, "kpj": WHO.kpj}
    for one in case.documents:
        content = content_of(server, case, one)
        if one.media_type == "image/jpeg":
            assert decode(content).size
    card, letter = (decode(content_of(server, case, kept[key])) for key in (("id_card", 1), ("letter", 1)))
    assert card.shape[1] > card.shape[0]
    assert letter.shape[0] > letter.shape[1]


def content_of(server: Running, case: CaseState, one: DocumentInfo) -> bytes:
    content = server.store.documents.content(case.visit, one.document)
    assert content is not None
    assert hashlib.sha256(content).hexdigest() == one.sha256
    return content


@pytest.mark.usefixtures("no_leftovers")
@pytest.mark.timeout(180)
def test_a_visit_from_start_to_slip_leaves_everything_at_the_server_and_nothing_in_the_booth(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    # Websockets' own debug log has whole frames; the programs keep it off, and caplog would keep them.
    with caplog.at_level(logging.DEBUG), caplog.at_level(logging.WARNING, logger="websockets"):
        run(whole_visit(tmp_path), 150)
    said = caplog.text
    assert [mark for mark in (NIK, WHO.kpj, WHO.name, sockets.token(NUMBER)) if mark in said] == []
