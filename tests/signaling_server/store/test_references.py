"""The number of a case: checked, by the kind of its claim, given once."""

from __future__ import annotations

import msgspec
import pytest

from channel.rules.checked_number import REFERENCES
from channel.rules.claims import ClaimKind
from channel.wire.ids import VisitId
from signaling_server.store.errors import StoreError
from signaling_server.store.store import Store
from tests.signaling_server.store.samples import FACTS, OPENING, VISIT, Sample, booth_lease, facts_sample
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import SARI, outcome, state


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_the_first_facts_that_name_a_claim_give_the_case_its_number(store: Store, kind: ClaimKind) -> None:
    put(store, Sample())
    assert state(store).reference == ""
    put(store, facts_sample(msgspec.structs.replace(FACTS, claim="something else")))
    assert state(store).reference == ""
    put(store, facts_sample(msgspec.structs.replace(FACTS, claim=kind.word)))
    reference = state(store).reference
    assert REFERENCES[kind].read(reference) == reference
    progress = store.cases.progress(VISIT)
    assert progress is not None
    assert progress.reference == reference


def test_the_number_stays_when_the_claim_changes(store: Store) -> None:
    put(store, facts_sample())
    before = state(store).reference
    put(store, facts_sample(msgspec.structs.replace(FACTS, claim="jkm")))
    store.cases.look(OPENING, SARI)
    store.records.record(SARI, outcome())
    assert state(store).reference == before


def test_a_case_that_is_decided_without_a_claim_has_the_number_of_a_question(store: Store) -> None:
    store.cases.look(OPENING, SARI)
    store.records.record(SARI, outcome())
    assert REFERENCES[ClaimKind.QUESTION].read(state(store).reference)


def test_no_number_is_given_twice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = iter([0] * 10 + [1] * 5)
    monkeypatch.setattr("signaling_server.store.cases.secrets.randbelow", lambda _: next(chosen))
    put(store, facts_sample())
    put(store, facts_sample(lease=booth_lease(VisitId("w" * 22))))
    other = store.cases.state(VisitId("w" * 22))
    assert other is not None
    assert (state(store).reference, other.reference) == ("JHT-2222-2X", "JHT-3333-38")
    assert next(chosen, None) is None


def test_a_case_is_found_by_its_number_however_it_is_typed(store: Store) -> None:
    put(store, facts_sample())
    reference = state(store).reference
    for typed in (reference, reference.lower(), reference.replace("-", " "), reference.replace("-", "")):
        assert store.cases.visit_of(typed) == VISIT
    for typed in ("AAAAA-AAAAA", reference[:-1], ""):
        with pytest.raises(StoreError):
            store.cases.visit_of(typed)
