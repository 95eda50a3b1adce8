from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from channel.wire.documents import AddNote
from channel.wire.ids import OfficerId
from signaling_server.config import StoreTable
from signaling_server.store.cases import Said
from signaling_server.store.database import Database
from signaling_server.store.errors import StoreError, StoreUnavailable
from signaling_server.store.keys import Keys, make_master_key, read_master_key
from signaling_server.store.store import Store, open_store
from signaling_server.store.tables import METADATA
from tests.signaling_server.store.samples import (
    BOOTH,
    FACTS,
    LEASES,
    NIK,
    NUMBER,
    OPENING,
    VISIT,
    WORDS,
    Sample,
    facts_sample,
    personal_in,
)
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import request_id

SARI = OfficerId("sari")


@pytest.fixture
def sqlite(tmp_path: Path) -> StoreTable:
    return StoreTable(path=tmp_path / "store", master_key=tmp_path / "master.key")


@contextlib.contextmanager
def opened(config: StoreTable) -> Iterator[Store]:
    store = open_store(config, LEASES)
    try:
        yield store
    finally:
        store.close()


def test_the_migrations_make_the_tables_that_the_program_knows(store: Store) -> None:
    with store.database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


def test_sqlite_syncs_each_commit_writes_ahead_and_holds_references(sqlite: StoreTable) -> None:
    with opened(sqlite) as store, store.database.reading() as connection:
        pragmas = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        values = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in pragmas]
    assert values == ["wal", 2, 1, 1]


def test_a_store_is_held_by_one_server_at_a_time(sqlite: StoreTable) -> None:
    with opened(sqlite) as first, opened(sqlite) as second:
        first.hold()
        with pytest.raises(StoreError, match="another server uses this store"):
            second.hold()
        first.close()
        second.hold()


def test_a_store_is_not_opened_with_another_key_and_never_given_a_new_one(sqlite: StoreTable) -> None:
    with opened(sqlite):
        pass
    key = sqlite.master_key.read_bytes()
    sqlite.master_key.unlink()
    with pytest.raises(StoreError, match=r"master\.key: the master key cannot be read: No such file"):
        open_store(sqlite, LEASES)
    make_master_key(sqlite.master_key)
    with pytest.raises(StoreError, match="not the one that this store was made with"):
        open_store(sqlite, LEASES)
    sqlite.master_key.write_bytes(key)
    with opened(sqlite):
        pass


def test_a_master_key_that_others_can_read_or_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    make_master_key(path)
    assert len(read_master_key(path)) == 32
    path.chmod(0o640)
    with pytest.raises(StoreError, match="others can read"):
        read_master_key(path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(StoreError, match="not a master key of 32 bytes"):
        read_master_key(path)


def test_a_master_key_may_be_a_credential_of_systemds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_master_key(tmp_path / "bilik")
    with pytest.raises(StoreError, match="credential"):
        read_master_key(tmp_path / "none", "bilik")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert len(read_master_key(tmp_path / "none", "bilik")) == 32


@pytest.mark.parametrize("address", ["nonsense", "mysql://x/y", "sqlite+pysqlcipher://"])
def test_an_address_that_is_none_is_a_sentence(sqlite: StoreTable, address: str) -> None:
    make_master_key(sqlite.master_key)
    with pytest.raises(StoreError, match=r"store\.database must be"):
        open_store(StoreTable(path=sqlite.path, master_key=sqlite.master_key, database=address), LEASES)


def test_a_postgresql_that_is_not_there_is_a_sentence(sqlite: StoreTable, tmp_path: Path) -> None:
    make_master_key(sqlite.master_key)
    away = StoreTable(
        path=sqlite.path, master_key=sqlite.master_key, database=f"postgresql:///x?host={tmp_path}"
    )
    with pytest.raises(StoreUnavailable, match="the database does not answer"):
        open_store(away, LEASES)


def test_a_locked_database_is_a_sentence_loses_nothing_and_recovers(
    sqlite: StoreTable,
) -> None:
    with opened(sqlite) as store:
        put(store, facts_sample())
        waits = Database(sqlite.path, "", store.keys, lock_wait_s=0.05)
        with contextlib.closing(sqlite3.connect(sqlite.path / "cases.db")) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable, match="locked by another program"), waits.writing():
                pass
            assert store.cases.state(VISIT) is not None, "reading goes on"
            other.rollback()
        with waits.writing():
            pass
        waits.close()
        sample = Sample()
        assert put(store, sample) == VISIT


def test_a_full_disk_under_the_database_is_a_sentence_loses_nothing_and_recovers(sqlite: StoreTable) -> None:
    with opened(sqlite) as store:
        put(store, facts_sample())
        store.cases.look(OPENING, SARI)
        entries = store.verify_audit().entries
        with store.database.reading() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()
            connection.execute(text(f"PRAGMA max_page_count = {pages}"))
        notes = [AddNote(request=request_id(), visit=VISIT, text=WORDS * 60) for _ in range(50)]
        recorded: list[object] = []
        with pytest.raises(StoreUnavailable, match="disk of the database is full") as caught:
            recorded.extend(store.records.record(SARI, note) for note in notes)
        filled = len(recorded)
        assert personal_in(repr(caught.value)) == []
        state = store.cases.state(VISIT)
        assert state is not None
        assert len(state.notes) == filled
        assert store.verify_audit().entries == entries + filled
        with store.database.reading() as connection:
            connection.execute(text("PRAGMA max_page_count = 100000"))
        assert store.records.record(SARI, notes[filled]) is None


def test_a_full_disk_under_the_documents_leaves_nothing_half_and_recovers(
    sqlite: StoreTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with opened(sqlite) as store:
        sample = Sample()
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(StoreUnavailable, match="the disk of the store is full"):
            put(store, sample)
        assert list(store.blobs.names()) == []
        assert not store.documents.is_stored(sample.document, OPENING.booth)
        monkeypatch.setattr(os, "fsync", fsync)
        assert put(store, sample) == VISIT


def test_errors_never_quote_what_was_to_be_written(sqlite: StoreTable) -> None:
    insert = text("INSERT INTO cases (visit, reference) VALUES (:visit, :reference)")
    with (
        opened(sqlite) as store,
        pytest.raises(StoreUnavailable) as caught,
        store.database.writing() as writing,
    ):
        writing.connection.execute(insert, {"visit": WORDS, "reference": WORDS})
    assert WORDS not in repr(caught.value)
    assert caught.value.__suppress_context__


def test_times_in_the_log_survive_the_database_to_the_last_bit(store: Store) -> None:
    for _ in range(20):
        store.cases.look(OPENING, SARI)
    assert time.time() > 0
    assert store.verify_audit().broken == ""


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_a_store_of_an_earlier_version_is_brought_up_to_date_with_its_cases(
    config: StoreTable, revision: str
) -> None:
    if not config.database:
        config.path.mkdir()
        make_master_key(config.master_key)
    keys = Keys(read_master_key(config.master_key))
    before = Database(config.path, config.database, keys)
    before.migrate(revision)
    key, wrapped = keys.new_case_key(VISIT)
    case = {
        "visit": VISIT, "reference": "K7F3Q-9M2XA", "booth": BOOTH, "number": NUMBER, "opened_at": 1000.0,
        "key_wrapped": wrapped, "claim": FACTS.claim, "rules_version": "2026-01", "consent_version": "1",
        "person": keys.person(NIK), "officer": SARI, "outcome": "", "decided_at": 0.0,
        "facts_sealed": key.encrypt(msgspec.json.encode(FACTS), f"facts {VISIT}"),
    }  # fmt: skip
    said = key.encrypt(msgspec.json.encode(Said(text=WORDS)), f"record {'r' * 22}")
    record = {
        "request": "r" * 22, "visit": VISIT, "kind": "note", "item": "", "verdict": "", "document": "",
        "officer": SARI, "recorded_at": 2000.0, "text_sealed": said,
    }  # fmt: skip
    with before.writing() as writing:
        for table, row in (("cases", case), ("records", record)):
            places = ", ".join(f":{name}" for name in row)
            writing.connection.execute(text(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})"), row)
    before.close()
    with opened(config) as again:
        found = again.cases.look(OPENING, SARI)
        assert found is not None
        assert (found.reference, found.facts, found.notes[0].text) == ("K7F3Q-9M2XA", FACTS, WORDS)
        assert again.cases.visit_of("k7f3q-9m2xa") == VISIT
        assert put(again, facts_sample()) == VISIT
        kept = again.cases.state(VISIT)
        assert kept is not None
        assert kept.reference == "K7F3Q-9M2XA", "what stands on a slip stays"
        with pytest.raises(StoreUnavailable), again.database.writing() as writing:  # still held together
            writing.connection.execute(text("DELETE FROM cases"))
