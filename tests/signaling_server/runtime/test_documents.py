"""Documents and cases at the server's other path, on real sockets."""

from __future__ import annotations

import asyncio
import json
import os
import urllib.request
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import connect

from channel.wire.codec import encode
from channel.wire.document_forms import SEALED_MOST_BYTES
from channel.wire.documents import (
    CHUNK_MOST_BYTES,
    ChunkKept,
    DocumentRefusal,
    DocumentRefused,
    DocumentStored,
    DocumentsWelcome,
    DocumentWanted,
    FollowCase,
    PutDocument,
    WatchCase,
)
from channel.wire.documents_codec import encode_chunk
from channel.wire.ids import DocumentId, VisitId
from channel.wire.messages import ErrorCode, Goodbye, Refused, Replaced
from signaling_server.core.intake import STRAYS_MOST_BYTES
from tests.helpers.aio import run
from tests.helpers.pictures import jpeg
from tests.signaling_server import sockets
from tests.signaling_server.documents_lab import (
    Client,
    Running,
    booth,
    booth_hello,
    config,
    desk_hello,
    put,
    running,
    sealed_sample,
    served,
    stranger,
)
from tests.signaling_server.store.samples import JPEG, booth_lease, document_id

LONG = jpeg(3, 300_000)


def content_of(server: Running, visit: VisitId, document: DocumentId) -> bytes | None:
    return server.store.documents.content(visit, document)


# ---------------------------------------------------------------- booths


def test_a_document_is_stored_before_it_is_acknowledged(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here, booth(server, 2) as client:
            announced, sealed = sealed_sample(server, here.lease, LONG)
            await put(client, announced, sealed)
            assert content_of(server, here.visit, announced.document) == LONG
            await client.say(announced)  # as if the acknowledgement had been lost
            await client.hear(DocumentStored)
            state = server.store.cases.state(here.visit)
            assert state is not None
            assert len(state.documents) == 1
        assert list((tmp_path / "store" / "uploads").rglob("*.part")) == []

    run(scene())


def test_what_came_before_a_cut_and_a_restart_of_the_server_is_not_wanted_again(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here:
            announced, sealed = sealed_sample(server, here.lease, LONG)
            async with booth(server, 2) as client:
                await client.say(announced)
                await client.hear(DocumentWanted)
                await client.send_chunk(announced.document, 0, sealed[:1000])
                assert (await client.hear(ChunkKept)).offset == 1000
            async with booth(server, 2) as client:
                await client.say(announced)
                assert (await client.hear(DocumentWanted)).offset == 1000
        async with running(config(tmp_path)) as server, booth(server, 2) as client:
            await client.say(announced)
            assert (await client.hear(DocumentWanted)).offset == 1000
            await put(client, announced, sealed)
            assert content_of(server, here.visit, announced.document) == LONG

    run(scene())


def test_bytes_that_are_not_what_was_announced_are_wanted_again_and_then_refused(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here, booth(server, 2) as client:
            announced, sealed = sealed_sample(server, here.lease)
            await client.say(announced)
            for _ in range(3):
                assert (await client.hear(DocumentWanted)).offset == 0
                await client.send_chunk(announced.document, 0, sealed[:-1] + bytes([sealed[-1] ^ 1]))
            assert (await client.hear(DocumentRefused)).reason is DocumentRefusal.DAMAGED

    run(scene())


def test_a_booth_puts_documents_of_its_own_visit_only(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here, booth(server, 3) as other:
            announced, sealed = sealed_sample(server, here.lease)
            await other.say(announced)
            await other.hear(DocumentWanted)
            await other.send_chunk(announced.document, 0, sealed)
            assert (await other.hear(DocumentRefused)).reason is DocumentRefusal.NOT_YOURS
            await other.say(FollowCase(lease=here.lease))
            assert (await other.hear(Refused)).code is ErrorCode.NO_SUCH_VISIT
            assert server.store.cases.state(here.visit) is None

    run(scene())


def test_a_second_connection_of_a_booth_takes_over(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here, booth(server, 2) as first:
            announced, sealed = sealed_sample(server, here.lease, LONG)
            await first.say(announced)
            await first.hear(DocumentWanted)
            async with booth(server, 2) as second:
                await first.hear(Replaced)
                assert await first.closed() == 1008
                await put(second, announced, sealed)

    run(scene())


@pytest.mark.parametrize("what", ["full disk", "locked database"])
def test_a_store_that_fails_acknowledges_nothing_and_goes_on_by_itself(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    expect_log_error: Callable[[str, str], None],
    what: str,
) -> None:
    words = "the disk of the store is full" if what == "full disk" else "the database is locked"
    expect_log_error("signaling_server.runtime.documents", words)
    monkeypatch.setattr("signaling_server.store.database.LOCK_WAIT_S", 0.05)
    fsync = os.fsync

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    def health(server: Running) -> str:
        address = server.url.replace("ws", "http").replace("/signal", "/health")
        with urllib.request.urlopen(address, timeout=5) as answer:
            return str(json.loads(answer.read())["store"])

    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here:
            announced, sealed = sealed_sample(server, here.lease)
            if what == "full disk":
                monkeypatch.setattr(os, "fsync", full)
                lock = None
            else:
                lock = server.store.database.writing()
                await asyncio.to_thread(lock.__enter__)
            async with booth(server, 2) as client:
                await client.say(announced)
                await client.hear(DocumentWanted)
                await client.send_chunk(announced.document, 0, sealed)
                assert (await client.hear(Refused)).code is ErrorCode.UNAVAILABLE
                assert await client.closed() == 1008
            assert await asyncio.to_thread(health, server) == "unavailable"
            assert server.store.cases.state(here.visit) is None
            if lock is None:
                monkeypatch.setattr(os, "fsync", fsync)
            else:
                await asyncio.to_thread(lock.__exit__, None, None, None)
            async with booth(server, 2) as client:
                await client.say(announced)
                assert (await client.hear(DocumentWanted)).offset == len(sealed), "nothing is sent again"
                await client.hear(DocumentStored)
            assert await asyncio.to_thread(health, server) == "ready"
            assert content_of(server, here.visit, announced.document) == JPEG

    run(scene())


def test_unfinished_documents_of_a_booth_take_no_more_than_their_share(tmp_path: Path) -> None:
    settings = config(tmp_path)
    settings = msgspec.structs.replace(
        settings, store=msgspec.structs.replace(settings.store, upload_mb_per_booth=1)
    )
    chunk = bytes(CHUNK_MOST_BYTES)

    async def scene() -> None:
        async with running(settings) as server, booth(server, 2) as client:
            parts = []
            for number in range(4):
                document = DocumentId(f"{number:021d}A")
                await client.say(PutDocument(document=document, size=400_000, sha256="0" * 64))
                await client.hear(DocumentWanted)
                for offset in range(0, 10 * CHUNK_MOST_BYTES, CHUNK_MOST_BYTES):
                    await client.send_chunk(document, offset, chunk)
                    await client.hear(ChunkKept)
                parts.append(len(list((tmp_path / "store" / "uploads").rglob("*.part"))))
            assert parts == [1, 2, 2, 2], "the oldest ones give room"
            too_large = PutDocument(
                document=DocumentId(f"{9:021d}A"), size=SEALED_MOST_BYTES, sha256="0" * 64
            )
            await client.say(too_large)
            assert (await client.hear(DocumentRefused)).reason is DocumentRefusal.TOO_LARGE

    run(scene())


# ---------------------------------------------------------------- strangers and hostile peers


@pytest.mark.parametrize(
    "frame",
    [
        encode(sockets.booth_hello(2)).decode(),
        encode(msgspec.structs.replace(booth_hello(2), token="guess")).decode(),
        encode(msgspec.structs.replace(booth_hello(2), protocol=2)).decode(),
        encode(desk_hello("forged")).decode(),
        encode(FollowCase(lease="")).decode(),
        "not JSON",
        b"binary",
    ],
)
def test_nobody_comes_in_without_saying_who_they_are(tmp_path: Path, frame: str | bytes) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, stranger(server) as client:
            await client.connection.send(frame)
            assert (await client.hear(Refused)).fatal
            assert await client.closed() == 1008

    run(scene())


def test_a_documents_hello_is_no_hello_for_signaling_and_without_a_store_there_is_no_such_path() -> None:
    async def scene() -> None:
        async with sockets.running() as url:
            async with sockets.stranger(url) as client:
                await client.connection.send(encode(booth_hello(2)).decode())
                assert (await client.refusal()).code is ErrorCode.UNAUTHENTICATED
            with pytest.raises(Exception, match="404"):
                async with sockets.stranger(url.replace("/signal", "/documents")):
                    pass

    run(scene())


DOCUMENT = DocumentId("kJ0y2v3Jb1mVb0H2c5m0Yw")
SMALL = PutDocument(document=DOCUMENT, size=10, sha256="0" * 64)


@pytest.mark.parametrize(
    ("before", "frame", "code"),
    [
        ([SMALL], encode_chunk(DOCUMENT, 1, b"x"), ErrorCode.OUT_OF_PLACE),
        ([SMALL], encode_chunk(DOCUMENT, 0, bytes(11)), ErrorCode.OUT_OF_PLACE),
        ([], encode_chunk(DOCUMENT, 0, b""), ErrorCode.MALFORMED),
        ([], encode_chunk(DOCUMENT, 0, bytes(CHUNK_MOST_BYTES + 1)), ErrorCode.TOO_LARGE),
        ([], encode_chunk(DOCUMENT, 2**60, b"x"), ErrorCode.TOO_LARGE),
        ([], encode(booth_hello(2)).decode(), ErrorCode.OUT_OF_PLACE),
        ([], encode(WatchCase(visit=VisitId("v" * 22))).decode(), ErrorCode.OUT_OF_PLACE),
        ([], "[" * 1000, ErrorCode.MALFORMED),
    ],
)
def test_a_hostile_booth_is_refused_and_its_neighbour_notices_nothing(
    tmp_path: Path, before: list[PutDocument], frame: str | bytes, code: ErrorCode
) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here, booth(server, 2) as quiet:
            async with booth(server, 3) as hostile:
                for message in before:
                    await hostile.say(message)
                    await hostile.hear(DocumentWanted)
                await hostile.connection.send(frame)
                refused = await hostile.hear(Refused)
                assert (refused.code, refused.fatal) == (code, True)
                assert await hostile.closed() == 1008
            await put(quiet, *sealed_sample(server, here.lease))

    run(scene())


def test_a_flood_of_messages_ends_the_connection(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, booth(server, 3) as hostile:
            await hostile.say(*[FollowCase(lease="")] * 300)
            assert (await hostile.hear(Refused)).code is ErrorCode.TOO_FREQUENT
            assert await hostile.closed() == 1008

    run(scene())


def test_bytes_of_what_was_not_announced_are_ignored_for_a_while_and_then_end_the_connection(
    tmp_path: Path,
) -> None:
    stray = document_id()

    async def scene() -> None:
        async with running(config(tmp_path)) as server, served(server) as here, booth(server, 2) as client:
            for size in (CHUNK_MOST_BYTES, 1):
                for _ in range(STRAYS_MOST_BYTES // max(size, 1024)):
                    await client.send_chunk(stray, 0, bytes(size))
                await put(client, *sealed_sample(server, here.lease))
            for _ in range(STRAYS_MOST_BYTES // 1024 + 1):
                await client.send_chunk(stray, 0, b"x")
            refused = await client.hear(Refused)
            assert (refused.code, refused.fatal) == (ErrorCode.OUT_OF_PLACE, True)

    run(scene())


# ---------------------------------------------------------------- the end


def test_a_server_that_ends_says_goodbye(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server:
            connection = await connect(server.documents_url, proxy=None)
            client = Client(connection, is_desk=False)
            await client.say(booth_hello(2))
            await client.hear(DocumentsWelcome)
        await client.hear(Goodbye)
        assert await client.closed() == 1001

    run(scene())


def test_a_lease_of_another_server_is_none(tmp_path: Path) -> None:
    async def scene() -> None:
        async with running(config(tmp_path)) as server, booth(server, 2) as client:
            await client.say(FollowCase(lease=booth_lease() + "x"))
            assert (await client.hear(Refused)).code is ErrorCode.NO_SUCH_VISIT

    run(scene())
