"""Nothing of an erased case is left anywhere, or it is said and finished later."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from channel.wire.documents_codec import Chunk
from channel.wire.ids import VisitId
from signaling_server.config import StoreTable
from signaling_server.store import audit
from signaling_server.store.database import Database
from signaling_server.store.keys import Keys, read_master_key
from signaling_server.store.privacy import DAY_S, FORGOTTEN_AT
from signaling_server.store.store import Store, open_store
from tests.helpers.postgres import PostgresServer
from tests.signaling_server.store.samples import (
    BOOTH,
    LEASES,
    OPENING,
    VISIT,
    booth_lease,
    document_id,
    facts_sample,
)
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import SARI, outcome

LATER_S = time.time() + 40 * DAY_S


@pytest.fixture
def hurried(config: StoreTable, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store that waits for nobody, with a case."""
    monkeypatch.setattr("signaling_server.store.database.LOCK_WAIT_S", 0.1)
    store = open_store(config, LEASES)
    put(store, facts_sample())
    yield store
    store.close()


@contextlib.contextmanager
def somebody_reading(config: StoreTable) -> Iterator[None]:
    """Another program that began to read and has not ended."""
    if config.database:
        with psycopg.connect(config.database) as connection:
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.execute("SELECT count(*) FROM vault")
            yield
    else:
        with contextlib.closing(sqlite3.connect(config.path / "cases.db")) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM vault").fetchall()
            yield


def files_with(config: StoreTable, request: pytest.FixtureRequest, what: bytes) -> list[Path]:
    """Of the database, with everything written that it has in memory."""
    folder = config.path
    if config.database:
        server = request.getfixturevalue("postgres_server")
        assert isinstance(server, PostgresServer)
        folder = server.tables
        with psycopg.connect(config.database, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
    return [path for path in folder.rglob("*") if path.is_file() and what in path.read_bytes()]


def wrapped_key(store: Store) -> bytes:
    with store.database.reading() as connection:
        return bytes(connection.execute(text("SELECT key_wrapped FROM cases")).scalar_one())


def test_what_a_reader_keeps_from_being_forgotten_is_told_and_finished_later(
    hurried: Store, config: StoreTable, request: pytest.FixtureRequest
) -> None:
    wrapped = wrapped_key(hurried)
    with somebody_reading(config):
        assert not hurried.privacy.erase(VISIT)
        assert not hurried.privacy.finish()
        assert files_with(config, request, wrapped) != [], "the control: it is there still"
    assert hurried.privacy.finish()
    assert files_with(config, request, wrapped) == []


def test_without_a_reader_nothing_is_left_at_once(
    hurried: Store, config: StoreTable, request: pytest.FixtureRequest
) -> None:
    wrapped = wrapped_key(hurried)
    assert files_with(config, request, wrapped) != []
    assert hurried.privacy.erase(VISIT)
    assert files_with(config, request, wrapped) == []


def test_a_certificate_tells_since_when_nothing_is_left(hurried: Store, config: StoreTable) -> None:
    with somebody_reading(config):
        purged = hurried.privacy.purge(30, LATER_S)
        assert (purged.count, purged.forgotten) == (1, False)
        assert purged.certificate is not None
        assert json.loads(purged.certificate.read_text())[FORGOTTEN_AT] is None
    assert hurried.privacy.finish()
    assert json.loads(purged.certificate.read_text())[FORGOTTEN_AT] > 0
    assert hurried.verify_audit().broken == ""


def test_a_certificate_of_a_purge_that_never_came_to_be_proves_nothing(hurried: Store) -> None:
    purged = hurried.privacy.purge(30, LATER_S)
    assert purged.certificate is not None
    real = json.loads(purged.certificate.read_text())
    fake = {**real, "at": real["at"] - 1, "audit_anchor": f"2:{'0' * 64}", FORGOTTEN_AT: None}
    killed = purged.certificate.with_name("purge-20260101T000000Z-2.json")
    killed.write_text(json.dumps(fake))
    assert hurried.verify_audit().broken == ""
    hurried.privacy.finish()
    assert json.loads(killed.read_text()) == fake
    killed.write_text(json.dumps({**fake, "at": real["at"]}))
    assert hurried.verify_audit().broken == "entry 2 is not the one of the anchor.", "the control"


def test_the_log_is_held_against_the_certificates(hurried: Store) -> None:
    hurried.privacy.purge(30, LATER_S)
    last = hurried.verify_audit().entries
    with hurried.database.writing() as writing:
        if hurried.database.is_sqlite:
            writing.connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            writing.connection.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_only_grows"))
        writing.connection.execute(text(f"DELETE FROM audit WHERE seq = {last}"))
        head = f"seq = {last - 1}, hash = (SELECT hash FROM audit WHERE seq = {last - 1})"
        writing.connection.execute(text(f"UPDATE audit_head SET {head}"))
    assert hurried.verify_audit().broken == f"entries after {last - 1} are missing."


def test_cases_that_wait_to_be_handed_over_are_spared_where_there_is_a_hand_over(hurried: Store) -> None:
    hurried.cases.look(OPENING, SARI)
    hurried.records.record(SARI, outcome())
    other = VisitId("w" * 22)
    put(hurried, facts_sample(lease=booth_lease(other)))
    purged = hurried.privacy.purge(30, LATER_S, spare_undelivered=True)
    assert (purged.count, purged.spared) == (1, 1)
    assert (hurried.cases.state(VISIT) is None, hurried.cases.state(other) is None) == (False, True)
    assert hurried.privacy.purge(30, LATER_S, spare_undelivered=True).spared == 1
    (name,) = hurried.outbox.waiting()
    hurried.outbox.delivered(name, "folder")
    assert hurried.privacy.purge(30, LATER_S, spare_undelivered=True).count == 1


def test_without_a_hand_over_no_case_stays_for_ever(hurried: Store) -> None:
    hurried.cases.look(OPENING, SARI)
    hurried.records.record(SARI, outcome())
    assert hurried.privacy.purge(30, LATER_S).count == 1


def test_unfinished_documents_of_the_booth_go_with_its_erased_case(
    hurried: Store, config: StoreTable
) -> None:
    document = document_id()
    hurried.uploads.open(BOOTH, document, 10)
    hurried.uploads.append(BOOTH, Chunk(document, 0, b"half"))
    hurried.privacy.purge(30, LATER_S)
    assert list(config.path.rglob("*.part")) != [], "it may be coming in, and is refused when it is whole"
    put(hurried, facts_sample(lease=booth_lease(VisitId("w" * 22))))
    hurried.privacy.erase(VisitId("w" * 22))
    assert list(config.path.rglob("*.part")) == []


class Interrupting(Keys):
    """Somebody writes while the first entry is checked."""

    def __init__(self, store: Store, config: StoreTable) -> None:
        super().__init__(read_master_key(config.master_key))
        self._store: Store | None = store

    def link(self, previous: str, entry: bytes) -> str:
        if self._store is not None:
            store, self._store = self._store, None
            store.cases.look(OPENING, SARI)
        return super().link(previous, entry)


def test_the_log_is_verified_while_it_grows(hurried: Store, config: StoreTable) -> None:
    keys = Interrupting(hurried, config)
    beside = Database(config.path, config.database, keys)
    before = hurried.verify_audit()
    with beside.reading() as connection:
        verdict = audit.verify(connection, keys)
    beside.close()
    assert (verdict.broken, verdict.entries) == ("", before.entries)
    assert hurried.verify_audit().entries == before.entries + 1
