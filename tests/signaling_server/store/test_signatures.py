"""After the outcome: nothing more comes into a case but the participant's signature, once."""

from __future__ import annotations

import time

import msgspec
import pytest

from channel.wire.documents import CaseState, DocumentRefusal
from channel.wire.ids import OfficerId
from signaling_server.config import StoreTable
from signaling_server.store.outbox import Parcel
from signaling_server.store.parcels import SIGNATURE_WAIT_S, HandedOver
from signaling_server.store.store import Store, open_store
from tests.helpers.pictures import jpeg
from tests.signaling_server.store.samples import (
    FACTS,
    LEASES,
    OPENING,
    SIGNATURE,
    VISIT,
    Sample,
    facts_sample,
    signature_sample,
)
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import outcome, state

SARI = OfficerId("sari")


@pytest.fixture
def open_case(store: Store) -> CaseState:
    put(store, facts_sample())
    put(store, Sample())
    looked = store.cases.look(OPENING, SARI)
    assert looked is not None
    return looked


@pytest.fixture
def decided(store: Store, open_case: CaseState) -> CaseState:
    assert store.records.record(SARI, outcome()) is None
    return state(store)


def taken_up(store: Store, name: str) -> tuple[Parcel, HandedOver]:
    parcel = store.outbox.take_up(name)
    assert parcel is not None
    return parcel, msgspec.json.decode(parcel.content, type=HandedOver)


def signatures(parcel: Parcel) -> list[bytes]:
    return [file.read() for file in parcel.files if file.name.startswith("signature-1-")]


def test_what_was_decided_on_is_not_replaced_by_what_comes_late(store: Store, decided: CaseState) -> None:
    others = msgspec.structs.replace(FACTS, claim="jkm")
    assert put(store, facts_sample(others)) is DocumentRefusal.DECIDED
    assert put(store, Sample()) is DocumentRefusal.DECIDED
    assert state(store) == decided


def test_a_document_whose_acknowledgement_was_lost_is_acknowledged_after_the_outcome_too(
    store: Store, open_case: CaseState
) -> None:
    sample = Sample()
    put(store, sample)
    store.records.record(SARI, outcome())
    assert put(store, sample) == VISIT


def test_the_participant_signs_before_and_once_after_the_outcome(store: Store, open_case: CaseState) -> None:
    for _ in range(2):
        assert put(store, signature_sample()) == VISIT
    store.records.record(SARI, outcome())
    after = signature_sample()
    assert put(store, after) == VISIT
    assert put(store, after) == VISIT, "its acknowledgement was lost"
    assert put(store, signature_sample()) is DocumentRefusal.DECIDED
    assert [one.kind for one in state(store).documents].count("signature") == 3


def test_a_full_case_is_signed_still(
    store: Store, decided: CaseState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signaling_server.store.documents.DOCUMENTS_MOST", 1)
    assert put(store, signature_sample()) == VISIT


def test_a_case_takes_so_many_bytes_and_its_signature(config: StoreTable) -> None:
    large = [Sample(jpeg(seed, 5_000_000)) for seed in range(4)]
    store = open_store(msgspec.structs.replace(config, case_mb=16), LEASES)
    told = [put(store, sample) for sample in (*large, Sample())]
    store.cases.look(OPENING, SARI)
    store.records.record(SARI, outcome())
    signed = put(store, signature_sample())
    store.close()
    assert (told, signed) == ([*[VISIT] * 3, DocumentRefusal.CASE_FULL, VISIT], VISIT)


@pytest.mark.parametrize(
    "sample",
    [
        Sample(kind="signature"),
        Sample(SIGNATURE, "signature", "image/png", page=2),
        Sample(b"%PDF-1.7 %%EOF", "signature", "application/pdf"),
    ],
)
def test_a_signature_is_a_png_of_one_page(store: Store, decided: CaseState, sample: Sample) -> None:
    assert put(store, sample) is DocumentRefusal.UNSUITABLE


def test_a_parcel_waits_for_the_signature_and_goes_with_it_at_once(store: Store, decided: CaseState) -> None:
    assert store.outbox.due(time.time()) == []
    assert len(store.outbox.due(time.time() + SIGNATURE_WAIT_S)) == 1
    put(store, signature_sample())
    (name,) = store.outbox.due(time.time())
    parcel, content = taken_up(store, name)
    assert signatures(parcel) == [SIGNATURE]
    assert content.case.documents == state(store).documents
    assert not content.supplement


def test_a_case_that_was_signed_before_its_outcome_waits_for_nothing(
    store: Store, open_case: CaseState
) -> None:
    put(store, signature_sample())
    store.records.record(SARI, outcome())
    (name,) = store.outbox.due(time.time())
    assert signatures(taken_up(store, name)[0]) == [SIGNATURE]


def test_a_signature_that_comes_when_the_parcel_was_tried_goes_in_one_of_its_own(
    store: Store, decided: CaseState
) -> None:
    (first,) = store.outbox.due(9e9)
    before = taken_up(store, first)
    put(store, signature_sample())
    (second,) = store.outbox.due(time.time())
    parcel, content = taken_up(store, second)
    assert (signatures(parcel), len(parcel.files), content.supplement) == ([SIGNATURE], 1, True)
    assert content.case.reference == decided.reference
    assert taken_up(store, first) == before, "a parcel always has the same content"
