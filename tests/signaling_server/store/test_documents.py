from __future__ import annotations

import hashlib
import time
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from channel.rules.claims import ClaimRules
from channel.rules.picture_file import MOST_BYTES
from channel.wire.document_forms import DOCUMENTS_MOST
from channel.wire.documents import DocumentRefusal
from channel.wire.ids import BoothId, OfficerId, VisitId
from signaling_server.config import StoreTable
from signaling_server.store.documents import LATE_MOST_S
from signaling_server.store.errors import StoreError
from signaling_server.store.keys import Keys
from signaling_server.store.store import Store, open_store
from tests.channel.rules.hostile import corpus, exif, with_segment
from tests.signaling_server.store.samples import (
    BOOTH,
    FACTS,
    JPEG,
    LEASES,
    NO_RULES,
    NUMBER,
    OPENING,
    OTHER_JPEG,
    PERSONAL,
    SIGNATURE,
    VISIT,
    Sample,
    booth_lease,
    document_id,
    facts_sample,
)

SARI = OfficerId("sari")


def put(
    store: Store, sample: Sample, booth: BoothId = BOOTH, rules: ClaimRules = NO_RULES
) -> VisitId | DocumentRefusal:
    sealed = sample.sealed(store.keys)
    return store.documents.put(sample.document, booth, NUMBER, sealed, time.time(), rules)


def test_a_document_is_read_as_it_was_captured_also_after_a_new_start(
    store: Store, config: StoreTable
) -> None:
    sample = Sample()
    assert put(store, sample) == VISIT
    assert store.documents.content(VISIT, sample.document) == JPEG
    again = open_store(config, LEASES)
    assert again.documents.see(VISIT, sample.document, SARI) == JPEG
    again.close()


def test_facts_become_the_cases_own(store: Store) -> None:
    put(store, facts_sample(msgspec.structs.replace(FACTS, claim="jkm")))
    put(store, facts_sample())
    state = store.cases.look(OPENING, SARI)
    assert state is not None
    assert state.facts == FACTS
    assert [one.kind for one in state.documents] == ["facts", "facts"]
    assert state.opened_at == 1000.0


def test_nothing_personal_lies_in_any_file_and_no_name_tells_anything(
    store: Store, config: StoreTable
) -> None:
    sample = Sample()
    put(store, sample)
    put(store, facts_sample())
    store.database.forget_for_good()
    files = [path for path in config.path.rglob("*") if path.is_file()]
    assert len([path for path in files if path.parent.parent.name == "blobs"]) == 2
    plain_hash = hashlib.sha256(JPEG).hexdigest()
    for path in files:
        content = path.read_bytes()
        assert [mark for mark in PERSONAL if mark in content] == []
        assert plain_hash.encode() not in content
        assert plain_hash not in path.name


def test_the_same_document_twice_is_stored_once(store: Store) -> None:
    sample = Sample()
    assert not store.documents.is_stored(sample.document, BOOTH)
    assert put(store, sample) == put(store, sample) == VISIT
    assert store.documents.is_stored(sample.document, BOOTH)
    assert not store.documents.is_stored(sample.document, BoothId("booth-3"))
    state = store.cases.state(VISIT)
    assert state is not None
    assert len(state.documents) == 1
    assert store.verify_audit().entries == 2  # the case was opened, the document stored


def test_another_document_under_the_same_name_is_refused(store: Store) -> None:
    sample = Sample()
    put(store, sample)
    assert put(store, Sample(OTHER_JPEG, document=sample.document)) is DocumentRefusal.CONFLICT
    elsewhere = Sample(lease=booth_lease(VisitId("w" * 22)), document=sample.document)
    assert put(store, elsewhere) is DocumentRefusal.CONFLICT
    assert store.documents.content(VISIT, sample.document) == JPEG


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        (Sample(lease="forged"), DocumentRefusal.NOT_YOURS),
        (Sample(lease=booth_lease(booth=BoothId("booth-3"))), DocumentRefusal.NOT_YOURS),
        (Sample(lease=booth_lease(issued_at=time.time() - LATE_MOST_S - 60)), DocumentRefusal.NOT_YOURS),
        (Sample(lease=booth_lease(consent=False)), DocumentRefusal.NO_CONSENT),
        (Sample(b"GIF89a"), DocumentRefusal.UNSUITABLE),
        (Sample(JPEG, media_type="image/png"), DocumentRefusal.UNSUITABLE),
        (Sample(b"{}", kind="facts", media_type="application/json"), DocumentRefusal.UNSUITABLE),
        (Sample(JPEG, kind="facts"), DocumentRefusal.UNSUITABLE),
        (Sample(b"{}", media_type="application/json"), DocumentRefusal.UNSUITABLE),
    ],
)
def test_what_may_not_be_stored_is_refused_and_leaves_nothing(
    store: Store, sample: Sample, reason: DocumentRefusal
) -> None:
    assert put(store, sample) is reason
    assert store.cases.state(VISIT) is None
    assert list(store.blobs.names()) == []


def test_what_was_sealed_for_another_server_or_another_name_is_refused(store: Store) -> None:
    sample = Sample()
    strange = sample.sealed(Keys(b"another master key of 32 bytes!!"))
    now_s = time.time()
    assert (
        store.documents.put(sample.document, BOOTH, 2, strange, now_s, NO_RULES) is DocumentRefusal.NOT_SEALED
    )
    sealed = sample.sealed(store.keys)
    assert store.documents.put(document_id(), BOOTH, 2, sealed, now_s, NO_RULES) is DocumentRefusal.NOT_SEALED


def test_a_booth_that_lost_its_power_forwards_by_the_lease_of_that_day(store: Store) -> None:
    assert put(store, Sample(lease=booth_lease(issued_at=time.time() - LATE_MOST_S + 60))) == VISIT


def test_a_full_case_takes_no_more(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    assert DOCUMENTS_MOST == 100
    monkeypatch.setattr("signaling_server.store.documents.DOCUMENTS_MOST", 2)
    assert [put(store, Sample()) for _ in range(3)] == [VISIT, VISIT, DocumentRefusal.CASE_FULL]


def test_pictures_are_stored_when_they_hold_pixels_and_nothing_else(store: Store) -> None:
    with_place = Sample(with_segment(JPEG, 0xE1, exif(6)))
    with_words = Sample(with_segment(JPEG, 0xFE, b"words"))
    others = [Sample(content) for content, _ in corpus(JPEG).values() if 0 < len(content) <= MOST_BYTES]
    as_png = [Sample(one.content, media_type="image/png") for one in others]
    refused = [with_place, with_words, *others, *as_png, Sample(JPEG[:-2]), Sample(JPEG + JPEG)]
    assert {put(store, sample) for sample in refused} == {DocumentRefusal.UNSUITABLE}
    assert list(store.blobs.names()) == []
    assert put(store, Sample()) == put(store, Sample(SIGNATURE, media_type="image/png")) == VISIT


@pytest.mark.parametrize(
    ("content", "is_taken"),
    [(b"%PDF-1.7\n%%EOF\n", True), (b"%PDF-1.7", False), (b"%PDF-1.7\n%%EOF\nPK\x03\x04", False)],
)
def test_a_pdf_is_taken_from_its_first_to_its_last_mark(store: Store, content: bytes, is_taken: bool) -> None:
    told = put(store, Sample(content, media_type="application/pdf"))
    assert told == (VISIT if is_taken else DocumentRefusal.UNSUITABLE)


def test_bytes_that_were_changed_on_disk_are_never_handed_out(store: Store, config: StoreTable) -> None:
    sample = Sample()
    put(store, sample)
    (path,) = (config.path / "blobs").glob("??/*")
    content = path.read_bytes()
    for changed in (content[:-1], content[:-1] + bytes([content[-1] ^ 1])):
        path.write_bytes(changed)
        with pytest.raises(StoreError, match="have been changed"):
            store.documents.content(VISIT, sample.document)
    path.unlink()
    with pytest.raises(StoreError, match="missing"):
        store.documents.content(VISIT, sample.document)


def test_a_blob_that_stands_in_for_another_does_not_decrypt(store: Store) -> None:
    one, other = Sample(), Sample(OTHER_JPEG)
    put(store, one)
    put(store, other)
    with store.database.writing() as writing:
        writing.connection.execute(
            text("UPDATE documents SET blob = (SELECT MAX(blob) FROM documents)"),
        )
    with pytest.raises(StoreError, match="belongs to another"):
        [store.documents.content(VISIT, sample.document) for sample in (one, other)]


def test_what_a_kill_left_half_written_is_swept_away(store: Store, config: StoreTable) -> None:
    sample = Sample()
    put(store, sample)
    left = store.blobs.write(b"a blob whose row was never written")
    half = config.path / "blobs" / left[:2] / "0123456789abcdef.new"
    half.write_bytes(b"half")
    assert store.privacy.sweep() == 2
    assert not half.exists()
    assert store.documents.content(VISIT, sample.document) == JPEG


def test_a_document_of_another_visit_is_not_to_be_had(store: Store) -> None:
    sample = Sample()
    put(store, sample)
    assert store.documents.content(VisitId("w" * 22), sample.document) is None
    assert store.documents.content(VISIT, document_id()) is None


def test_the_store_is_its_owners_alone(store: Store, config: StoreTable, tmp_path: Path) -> None:
    assert config.path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "master.key").stat().st_mode & 0o077 == 0
