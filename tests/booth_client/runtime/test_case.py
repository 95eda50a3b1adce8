"""The booth's side of a case at the real server: what is kept arrives, and is told as it is."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import secrets
import struct
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from booth_client.config import BoothConfig, Documents
from booth_client.core.commands import Command, Keep, KeepFacts, KeepSignature
from booth_client.core.events import ClaimsSeen, DocumentSeen, Event, Fate, ProgressSeen
from booth_client.core.keeping import AGAIN_S, Keeping
from booth_client.core.service import ServerClock
from booth_client.runtime.case import BoothCase
from booth_client.runtime.eye import Held
from channel.runtime.seal_key import KeptSealKey
from channel.runtime.tasks import Tasks
from channel.settings.tables import Server
from channel.wire.documents import DocumentInfo
from channel.wire.ids import BoothId, VisitId
from tests.channel.rules.claim_texts import JHT, rules_of
from tests.helpers.aio import run
from tests.signaling_server import sockets
from tests.signaling_server.documents_lab import Running, config, running, served
from tests.signaling_server.store.samples import FACTS, JPEG, SIGNATURE, personal_in

E = TypeVar("E", bound=Event)
RULES = rules_of(jht=JHT)


class Lab:
    """A case of booth 2 with its spool in this folder, and what it tells."""

    def __init__(self, url: str, folder: Path, spool_mb: int = 100) -> None:
        self.told: asyncio.Queue[Event] = asyncio.Queue()
        self.passed: list[Event] = []
        self.tasks = Tasks()
        self.clock = ServerClock()
        settings = BoothConfig(
            id=BoothId("booth-2"),
            server=Server(url=url),
            token=sockets.token(2),
            documents=Documents(spool=folder / "spool", spool_mb=spool_mb),
        )
        self.spool, self.key = folder / "spool", folder / "spool.key"
        loop = asyncio.get_running_loop()

        def on_net(call: Callable[[], None]) -> None:
            loop.call_soon_threadsafe(call)

        self.case = BoothCase(settings, sockets.token(2), None, self.clock, self.told.put_nowait, on_net)

    async def hear(self, kind: type[E]) -> E:
        """The next of this kind; others on the way are kept for who asks for them."""
        while True:
            for event in self.passed:
                if isinstance(event, kind):
                    self.passed.remove(event)
                    return event
            self.passed.append(await self.told.get())

    async def fates(self, count: int) -> list[tuple[str, Fate]]:
        events = [await self.hear(DocumentSeen) for _ in range(count)]
        return [(event.picture, event.fate) for event in events]


@contextlib.asynccontextmanager
async def lab(url: str, folder: Path) -> AsyncIterator[Lab]:
    one = Lab(url, folder)
    one.case.start(one.tasks)
    try:
        yield one
    finally:
        await one.case.stop()
        await one.tasks.close()


def keep(picture: str, lease: str) -> Keep:
    return Keep(picture, lease, "id_card", 2, "capture")


def stored(server: Running, visit: VisitId) -> dict[str, DocumentInfo]:
    state = server.store.cases.state(visit)
    return {} if state is None else {one.kind: one for one in state.documents}


async def until(true: Callable[[], bool]) -> None:
    while not true():  # noqa: ASYNC110 - what is waited for happens on a disk
        await asyncio.sleep(0.01)


def as_qt_writes_it(png: bytes) -> bytes:
    """With its resolution behind the header, which is no part of the picture."""
    resolution = b"pHYs" + struct.pack(">IIB", 3780, 3780, 1)
    chunk = struct.pack(">I", 9) + resolution + struct.pack(">I", zlib.crc32(resolution))
    return png[:33] + chunk + png[33:]


@pytest.mark.parametrize("met", [True, False], ids=["met-the-server-before", "never-met-it"])
def test_after_a_wipe_nothing_of_a_visit_waits_in_memory_also_when_the_server_was_away(
    tmp_path: Path, met: bool, expect_log_error: Callable[[str, str], None]
) -> None:
    """Which server it is decides: one that was met before has left its key."""
    if not met:
        expect_log_error("booth_client.runtime.case", "there was no key to seal it with")

    async def scene() -> None:
        away = "ws://127.0.0.1:9/signal"
        if met:
            async with running(config(tmp_path), RULES) as server, lab(server.url, tmp_path) as one:
                await until(one.key.exists)
                key = one.key.read_text().split("\n")[0]
            KeptSealKey(one.key, away.encode() + b"\n").keep(key)
        async with lab(away, tmp_path) as one:
            one.case.keep(keep("A" * 22, "lease"), Held(JPEG, 1.0))
            if met:
                await until(lambda: len(list(one.spool.glob("*.sealed"))) == 1)
                assert one.case._sender._unsealed == []
            else:
                await until(lambda: len(one.case._sender._unsealed) == 1)
            one.case.wipe()
            assert one.case._sender._unsealed == []

    run(scene())


async def keep_all(folder: Path) -> None:
    async with (
        running(config(folder), RULES) as server,
        served(server) as here,
        lab(server.url, folder) as one,
    ):
        one.clock.set(2_000_000.0, 50.0)
        one.case.follow(here.lease)
        assert (await one.hear(ClaimsSeen)).offered.claims[0].claim == "jht"
        name = secrets.token_urlsafe(16)
        one.case.keep(keep(name, here.lease), Held(JPEG, 60.0))
        assert await one.fates(2) == [(name, Fate.SPOOLED), (name, Fate.STORED)]
        one.case.keep_facts(KeepFacts(here.lease, FACTS))
        assert await one.fates(2) == [("facts", Fate.SPOOLED), ("facts", Fate.STORED)]
        assert (await one.hear(ProgressSeen)).progress.visit == here.visit
        one.case.keep_signature(KeepSignature(here.lease, as_qt_writes_it(SIGNATURE)))
        assert await one.fates(2) == [("signature", Fate.SPOOLED), ("signature", Fate.STORED)]
        kept = stored(server, here.visit)
        assert set(kept) == {"id_card", "facts", "signature"}
        card = kept["id_card"]
        assert (card.document, card.page, card.step) == (name, 2, "capture")
        assert card.sha256 == hashlib.sha256(JPEG).hexdigest()
        assert card.captured_at == 2_000_010.0  # by the server's clock
        assert kept["signature"].sha256 == hashlib.sha256(SIGNATURE).hexdigest()
        assert list(one.spool.iterdir()) == []


def test_pictures_facts_and_signature_are_stored_as_they_were_ordered(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        run(keep_all(tmp_path))
    assert personal_in(caplog.text) == []


async def kill_and_restart(folder: Path) -> None:
    """The first booth never reaches the server with its document; the second one finds it."""
    async with running(config(folder), RULES) as server, served(server) as here:
        name = secrets.token_urlsafe(16)
        async with lab(server.url, folder) as first:
            first.case.follow(here.lease)
            await first.hear(ClaimsSeen)  # the server's key is known now
            await server_goes_away(first)
            first.case.keep(keep(name, here.lease), Held(JPEG, 1.0))
            assert await first.fates(1) == [(name, Fate.SPOOLED)]
        (left,) = first.spool.iterdir()
        assert personal_in(repr(left.read_bytes()) + left.name) == []
        async with lab(server.url, folder) as second:
            await until(lambda: bool(stored(server, here.visit)) and not list(second.spool.iterdir()))
            assert second.told.empty()  # nobody here knows of an earlier run's documents
        assert stored(server, here.visit)["id_card"].document == name


async def server_goes_away(one: Lab) -> None:
    await one.case._sender._link.stop()


def test_what_an_earlier_run_left_is_taken_up(tmp_path: Path) -> None:
    run(kill_and_restart(tmp_path))


async def wipe_on_the_way(folder: Path) -> None:
    async with (
        running(config(folder), RULES) as server,
        served(server) as here,
        lab(server.url, folder) as one,
    ):
        one.case.follow(here.lease)
        await one.hear(ClaimsSeen)
        one.case.keep(keep(secrets.token_urlsafe(16), here.lease), Held(JPEG, 1.0))
        one.case.follow("")
        one.case.wipe()
        await until(lambda: "id_card" in stored(server, here.visit) and not list(one.spool.iterdir()))
        assert one.told.empty()


def test_what_was_kept_before_the_wipe_arrives_and_is_told_to_nobody(tmp_path: Path) -> None:
    run(wipe_on_the_way(tmp_path))


async def nothing_fits(folder: Path) -> None:
    async with running(config(folder), RULES) as server, served(server) as here:
        one = Lab(server.url, folder)
        one.spool.write_text("a file where the folder should be")
        one.case.start(one.tasks)
        one.case.follow(here.lease)
        await one.hear(ClaimsSeen)
        one.case.keep(keep("p" * 21 + "A", here.lease), Held(JPEG, 1.0))
        assert await one.fates(1) == [("p" * 21 + "A", Fate.LOST)]
        one.case.keep(keep("gone", here.lease), None)
        assert await one.fates(1) == [("gone", Fate.LOST)]
        await one.case.stop()
        await one.tasks.close()


def test_a_booth_that_cannot_keep_a_picture_says_so(
    tmp_path: Path, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("channel.runtime.document_sender", "the spool cannot be used")
    expect_log_error("booth_client.runtime.case", "a document was not kept: the spool cannot be used.")
    expect_log_error("booth_client.runtime.case", "a picture was to be kept that is not here")
    run(nothing_fits(tmp_path))


async def another_lease(folder: Path) -> None:
    async with running(config(folder), RULES) as server, served(server), lab(server.url, folder) as one:
        one.case.keep(keep("p" * 21 + "A", "no lease at all"), Held(JPEG, 1.0))
        assert await one.fates(2) == [("p" * 21 + "A", Fate.SPOOLED), ("p" * 21 + "A", Fate.REFUSED)]


def test_what_the_server_will_never_take_is_told(
    tmp_path: Path, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("booth_client.runtime.case", "the server will not take a document: not_yours")
    run(another_lease(tmp_path))


async def sealed_to_an_old_key(folder: Path) -> None:
    """The key on the booth's disk is not this server's any more, as after one was made anew."""
    (folder / "before").mkdir()
    async with running(config(folder / "before"), RULES) as before, lab(before.url, folder) as met:
        await until(met.key.exists)
        old = met.key.read_text().split("\n")[0]
    async with running(config(folder), RULES) as server, served(server) as here:
        KeptSealKey(folder / "spool.key", server.url.encode() + b"\n").keep(old)
        async with lab(server.url, folder) as one:
            await server_goes_away(one)  # before it was reached
            keeping = Keeping()
            keeping.take_lease(here.visit, here.lease)
            perform(one.case, [*keeping.put(FACTS), *keeping.sign(SIGNATURE)])
            assert await one.fates(2) == [("facts", Fate.SPOOLED), ("signature", Fate.SPOOLED)]
            one.case.retry()
            for name in ("facts", "signature"):
                refused = await one.hear(DocumentSeen)
                assert refused.picture == name
                keeping.see(refused, 0.0)
            perform(one.case, keeping.pass_time(AGAIN_S))
            await until(lambda: set(stored(server, here.visit)) == {"facts", "signature"})


def perform(case: BoothCase, orders: list[Command]) -> None:
    for order in orders:
        match order:
            case KeepFacts():
                case.keep_facts(order)
            case KeepSignature():
                case.keep_signature(order)
            case _:
                raise AssertionError(order)


def test_facts_and_signature_that_were_sealed_to_an_old_key_are_put_again(
    tmp_path: Path, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("channel.runtime.document_sender", "the server has another key than before")
    expect_log_error("booth_client.runtime.case", "the server will not take a document: not_sealed")
    run(sealed_to_an_old_key(tmp_path))
