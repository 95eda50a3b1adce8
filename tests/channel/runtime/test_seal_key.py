"""A booth seals before it has reached the server, to the key of this server and no other."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from channel.core.transfer import GaveUp, Stored
from channel.runtime.document_sender import NotSpooled, Spooled
from channel.runtime.seal_key import KeptSealKey
from channel.wire.documents import DocumentRefusal
from tests.channel.runtime.sending import booth, header
from tests.helpers.aio import run, until
from tests.helpers.pictures import jpeg
from tests.signaling_server.documents_lab import config, running, served

KEY, OTHER = "A" * 43, "B" * 43
SERVER = b"wss://one.example/signal"
NOWHERE = "ws://127.0.0.1:9/documents"
PAPER = jpeg(3, 20_000)


@pytest.fixture
def kept(tmp_path: Path) -> KeptSealKey:
    return KeptSealKey(tmp_path / "booth" / "spool.key", SERVER)


# ---------------------------------------------------------------- the file


def test_what_was_kept_is_read_and_the_newest_wins(kept: KeptSealKey, tmp_path: Path) -> None:
    assert kept.read() == ""
    kept.keep(KEY)
    assert kept.read() == KEY
    kept.keep(OTHER)
    assert kept.read() == OTHER
    assert [path.name for path in (tmp_path / "booth").iterdir()] == ["spool.key"]


def test_the_key_of_another_server_is_none(kept: KeptSealKey, tmp_path: Path) -> None:
    kept.keep(KEY)
    assert KeptSealKey(tmp_path / "booth" / "spool.key", b"wss://two.example/signal").read() == ""


@pytest.mark.parametrize("length", range(0, 109, 4))
def test_half_a_file_is_none(kept: KeptSealKey, tmp_path: Path, length: int) -> None:
    kept.keep(KEY)
    path = tmp_path / "booth" / "spool.key"
    path.write_bytes(path.read_bytes()[:length])
    assert kept.read() == ("" if length < 108 else KEY)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\n\n", KEY.encode(), f"{OTHER}\n{'0' * 64}\n".encode()])
def test_what_somebody_else_wrote_there_is_none(kept: KeptSealKey, tmp_path: Path, content: bytes) -> None:
    kept.keep(KEY)
    (tmp_path / "booth" / "spool.key").write_bytes(content)
    assert kept.read() == ""


def test_a_disk_that_fails_leaves_the_key_that_was_kept_and_nothing_half(
    kept: KeptSealKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept.keep(KEY)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        kept.keep(OTHER)
    assert kept.read() == KEY
    assert [path.name for path in (tmp_path / "booth").iterdir()] == ["spool.key"]


def test_the_folder_too_is_on_disk_when_the_key_is(
    kept: KeptSealKey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(os.fstat(descriptor).st_ino)
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    kept.keep(KEY)
    folder = tmp_path / "booth"
    assert synced == [(folder / "spool.key").stat().st_ino, folder.stat().st_ino]


# ---------------------------------------------------------------- at work


async def introduced(folder: Path, kept: KeptSealKey) -> str:
    """The booth has reached its server once. The lease of a visit there."""
    async with running(config(folder)) as server, served(server) as here:
        async with booth(server.documents_url, folder / "spool", kept_key=kept):
            await until(kept.read)
        return here.lease


def test_without_the_server_a_document_is_sealed_at_once_and_nothing_stays_in_memory(
    kept: KeptSealKey, tmp_path: Path
) -> None:
    async def scene() -> None:
        lease = await introduced(tmp_path, kept)
        async with booth(NOWHERE, tmp_path / "spool", kept_key=kept) as one:
            one.sender.put(header(lease, PAPER), PAPER)
            await one.hear(Spooled)
            assert one.sender._unsealed == []
            one.sender.forget_unsealed()
            assert len(one.sender) == 1
        (file,) = (tmp_path / "spool").iterdir()
        assert PAPER[:64] not in file.read_bytes()

    run(scene())


def test_before_the_very_first_welcome_it_waits_and_is_forgotten_with_the_visit(
    kept: KeptSealKey, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with booth(NOWHERE, tmp_path / "spool", kept_key=kept) as one:
            put = header("lease", PAPER)
            one.sender.put(put, PAPER)
            await until(lambda: len(one.sender) == 1)
            one.sender.forget_unsealed()
            assert (await one.hear(NotSpooled)).document == put.document
            assert len(one.sender) == 0
        assert list((tmp_path / "spool").iterdir()) == []

    run(scene())


def test_what_was_still_to_be_sealed_when_the_visit_ended_does_not_wait_either(
    kept: KeptSealKey, tmp_path: Path
) -> None:
    async def scene() -> None:
        async with booth(NOWHERE, tmp_path / "spool", kept_key=kept) as one:
            put, later = header("lease", PAPER), header("lease", PAPER)
            one.sender.put(put, PAPER)
            one.sender.forget_unsealed()  # before the spool's thread has come to it
            one.sender.put(later, PAPER)
            assert (await one.hear(NotSpooled)).document == put.document
            await until(lambda: len(one.sender) == 1)
            assert [waits.header for waits in one.sender._unsealed] == [later]

    run(scene())


def test_what_was_sealed_in_advance_arrives(kept: KeptSealKey, tmp_path: Path) -> None:
    async def scene() -> None:
        await introduced(tmp_path, kept)
        async with running(config(tmp_path)) as server, served(server) as here:
            spool = tmp_path / "spool"
            async with booth(NOWHERE, spool, kept_key=kept) as one:
                one.sender.put(header(here.lease, PAPER), PAPER)
                await one.hear(Spooled)
            async with booth(server.documents_url, spool, kept_key=kept) as one:
                await one.hear(Stored)

    run(scene())


def test_a_server_with_another_key_refuses_what_was_sealed_for_the_old_one_and_takes_the_next(
    kept: KeptSealKey, tmp_path: Path, expect_log_error: Callable[[str, str], None]
) -> None:
    expect_log_error("channel.runtime.document_sender", "the server has another key than before")

    async def scene() -> None:
        await introduced(tmp_path, kept)
        before = kept.read()
        (tmp_path / "anew").mkdir()
        async with running(config(tmp_path / "anew")) as server, served(server) as here:
            spool = tmp_path / "spool"
            async with booth(NOWHERE, spool, kept_key=kept) as one:
                one.sender.put(header(here.lease, PAPER), PAPER)
                await one.hear(Spooled)
            async with booth(server.documents_url, spool, kept_key=kept) as one:
                assert (await one.hear(GaveUp)).reason is DocumentRefusal.NOT_SEALED
                again = header(here.lease, PAPER)
                one.sender.put(again, PAPER)
                assert (await one.hear(Stored)).document == again.document
            assert list(spool.iterdir()) == []
            assert kept.read() not in ("", before)

    run(scene())
