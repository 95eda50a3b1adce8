from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from channel.wire.documents import AddNote, DocumentRefusal
from channel.wire.ids import OfficerId
from signaling_server.config import StoreTable
from signaling_server.store.audit import Verdict
from signaling_server.store.errors import StoreError
from signaling_server.store.keys import CaseKey
from signaling_server.store.store import Store
from tests.signaling_server.store.samples import (
    JPEG,
    NIK,
    OPENING,
    PERSONAL,
    VISIT,
    WORDS,
    Sample,
    facts_sample,
    signature_sample,
)
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import outcome, request_id

SARI = OfficerId("sari")


def fill(store: Store) -> None:
    put(store, facts_sample())
    put(store, Sample())
    store.cases.look(OPENING, SARI)
    store.records.record(SARI, AddNote(request=request_id(), visit=VISIT, text=WORDS))
    store.records.record(SARI, outcome())


# ---------------------------------------------------------------- the audit log


def test_the_log_tells_who_did_what_and_nothing_about_the_person(store: Store) -> None:
    fill(store)
    with store.database.reading() as connection:
        rows = connection.execute(text("SELECT actor, action, detail FROM audit ORDER BY seq")).all()
        everything = repr(connection.execute(text("SELECT * FROM audit")).all()).encode()
    assert [tuple(row) for row in rows] == [
        ("booth booth-2", "case_opened", ""),
        ("booth booth-2", "document_stored", "facts"),
        ("booth booth-2", "document_stored", "ktp"),
        ("officer sari", "case_seen", ""),
        ("officer sari", "note_added", ""),
        ("officer sari", "outcome_decided", "incomplete"),
    ]
    assert [mark for mark in PERSONAL if mark in everything] == []
    assert store.verify_audit().broken == ""


def test_the_log_can_only_grow(store: Store) -> None:
    fill(store)
    for change in ("UPDATE audit SET actor = 'x'", "DELETE FROM audit"):
        with pytest.raises(StoreError), store.database.writing() as writing:
            writing.connection.execute(text(change))


def tamper(store: Store, *changes: str) -> None:
    """What somebody with the database, but without the master key, could do."""
    with store.database.writing() as writing:
        if store.database.is_sqlite:
            for verb in ("update", "delete"):
                writing.connection.execute(text(f"DROP TRIGGER audit_no_{verb}"))
        else:
            writing.connection.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_only_grows"))
        for change in changes:
            writing.connection.execute(text(change))


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        (("UPDATE audit SET actor = 'officer budi' WHERE seq = 4",), "entry 4 is not what was written."),
        (("UPDATE audit SET at = at + 1 WHERE seq = 2",), "entry 2 is not what was written."),
        (("DELETE FROM audit WHERE seq = 3",), "entry 3 is missing."),
        (("DELETE FROM audit WHERE seq = 6",), "entries after 5 are missing."),
        (
            ("DELETE FROM audit WHERE seq = 3", "UPDATE audit SET seq = seq - 1 WHERE seq > 3"),
            "entry 3 is not what was written.",
        ),
    ],
)
def test_the_first_broken_link_is_found(store: Store, changes: tuple[str, ...], broken: str) -> None:
    fill(store)
    tamper(store, *changes)
    assert store.verify_audit().broken == broken


def test_a_log_that_was_cut_off_with_its_head_is_found_by_an_anchor(store: Store) -> None:
    fill(store)
    whole = store.verify_audit()
    cut = ("DELETE FROM audit WHERE seq = 6",)
    head = "UPDATE audit_head SET seq = 5, hash = (SELECT hash FROM audit WHERE seq = 5)"
    tamper(store, *cut, head)
    assert store.verify_audit().broken == ""
    assert store.verify_audit((whole.entries, whole.hash)).broken == "entries after 5 are missing."
    assert store.verify_audit((5, whole.hash)) == Verdict(
        4, store.verify_audit((5, whole.hash)).hash, "entry 5 is not the one of the anchor."
    )


def test_what_did_not_happen_is_not_in_the_log(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    entries = store.verify_audit().entries

    def fail(*_: object) -> str:
        raise OSError(28, "no space")

    monkeypatch.setattr(store.blobs, "write", fail)
    with pytest.raises(StoreError, match="disk of the store is full"):
        put(store, signature_sample())
    assert store.verify_audit().entries == entries


# ---------------------------------------------------------------- export, erase, purge


def test_an_export_has_everything_and_is_its_owners_alone(store: Store, tmp_path: Path) -> None:
    fill(store)
    folder = tmp_path / "out" / "case"
    assert store.privacy.export(VISIT, folder) == 2
    case = json.loads((folder / "case.json").read_text())
    assert case["facts"]["identity"]["nik"] == NIK
    assert case["notes"][0]["text"] == WORDS
    (picture,) = folder.glob("ktp-1-*.jpg")
    assert picture.read_bytes() == JPEG
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}
    with pytest.raises(StoreError, match="cannot be written"):
        store.privacy.export(VISIT, folder)


def test_an_erased_case_is_gone_from_everywhere_and_does_not_come_back(
    store: Store, config: StoreTable
) -> None:
    fill(store)
    sample = Sample()
    put(store, sample)
    with store.database.reading() as connection:
        row = connection.execute(text("SELECT key_wrapped, facts_sealed FROM cases")).one()
    wrapped, sealed = bytes(row.key_wrapped), bytes(row.facts_sealed)
    key: CaseKey = store.keys.case_key(VISIT, wrapped)
    assert NIK.encode() in key.decrypt(sealed, f"facts {VISIT}"), "the control: with its key it can be read"

    store.privacy.erase(VISIT)
    assert store.cases.state(VISIT) is None
    assert store.cases.look(OPENING, SARI) is None
    assert store.documents.content(VISIT, sample.document) is None
    assert list(store.blobs.names()) == []
    if store.database.is_sqlite:
        for path in config.path.rglob("*"):
            assert not path.is_file() or (
                wrapped not in path.read_bytes() and sealed not in path.read_bytes()
            )
    assert put(store, sample) is DocumentRefusal.ERASED
    assert put(store, facts_sample()) is DocumentRefusal.ERASED
    assert store.verify_audit().broken == ""
    with pytest.raises(StoreError, match="no such case"):
        store.privacy.erase(VISIT)


def test_a_purge_leaves_a_certificate_with_the_logs_anchor(store: Store) -> None:
    fill(store)
    put(store, Sample())
    purged = store.privacy.purge(30, time.time() + 31 * 24 * 3600)
    assert purged.count == 1
    assert purged.certificate is not None
    certificate = json.loads(purged.certificate.read_text())
    assert certificate["cases"] == [VISIT]
    seq, link = certificate["audit_anchor"].split(":")
    assert store.verify_audit((int(seq), link)).broken == ""
    assert [mark for mark in PERSONAL if mark in purged.certificate.read_bytes()] == []
