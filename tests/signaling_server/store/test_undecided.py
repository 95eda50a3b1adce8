"""What an officer has left undecided, as the store tells it: on SQLite and PostgreSQL."""

from __future__ import annotations

import dataclasses

import pytest

from channel.wire.documents import Outcome
from channel.wire.ids import BoothId, OfficerId, VisitId
from channel.wire.undecided import UndecidedCase
from signaling_server.store.cases import Opening
from signaling_server.store.store import Store
from tests.signaling_server.store.samples import (
    FACTS,
    OPENING,
    VISIT,
    Sample,
    booth_lease,
    facts_sample,
    personal_in,
)
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import BUDI, SARI, outcome


def left(store: Store, letter: str, ended_at: float = 0.0, opened_at: float = 1000.0) -> VisitId:
    """A visit of Sari's into whose case a document was put."""
    visit = VisitId(letter * 22)
    put(store, Sample(lease=booth_lease(visit, queued_at=opened_at)))
    store.cases.look(Opening(visit, BoothId("booth-2"), 2, opened_at, held_since=opened_at), SARI)
    if ended_at:
        store.cases.end(visit, ended_at)
    return visit


def visits(store: Store, officer: OfficerId = SARI, *going_on: VisitId) -> list[VisitId]:
    return [one.visit for one in store.cases.undecided(officer, going_on)]


def test_an_undecided_case_is_told_with_what_it_is_known_by_and_nothing_of_the_person(store: Store) -> None:
    put(store, facts_sample())
    put(store, Sample())
    looked = store.cases.look(OPENING, SARI)
    store.cases.end(VISIT, 1900.0)
    assert looked is not None
    (told,) = store.cases.undecided(SARI, ())
    assert told == UndecidedCase(
        visit=VISIT,
        number=2,
        reference=looked.reference,
        claim=FACTS.claim,
        opened_at=1000.0,
        ended_at=1900.0,
    )
    assert looked.reference
    assert personal_in(repr(told)) == []


def test_it_is_told_to_its_last_officer_alone(store: Store) -> None:
    left(store, "a")
    assert visits(store, BUDI) == []
    store.cases.hand_to(dataclasses.replace(OPENING, visit=VisitId("a" * 22), held_since=2000.0), BUDI)
    assert (visits(store, SARI), visits(store, BUDI)) == ([], ["a" * 22])


def test_what_goes_on_is_not_told(store: Store) -> None:
    first, second = left(store, "a"), left(store, "b")
    assert visits(store, SARI, first) == [second]
    assert visits(store, SARI, first, second) == []


def test_a_decided_case_and_one_that_nothing_was_put_into_are_not_told(store: Store) -> None:
    put(store, Sample())
    store.cases.look(OPENING, SARI)
    empty = dataclasses.replace(OPENING, visit=VisitId("e" * 22))
    assert store.cases.look(empty, SARI) is not None
    assert visits(store) == [VISIT]
    store.records.record(SARI, outcome(Outcome.REJECTED))
    assert visits(store) == []


def test_the_visit_that_ended_last_comes_first_whoever_saw_the_end(store: Store) -> None:
    early = left(store, "a", ended_at=3000.0)
    unseen = left(store, "b", opened_at=2000.0)
    late = left(store, "c", ended_at=4000.0, opened_at=500.0)
    assert visits(store) == [late, early, unseen]


def test_a_decision_makes_room_for_an_older_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("signaling_server.store.cases.UNDECIDED_MOST", 1)
    older = left(store, "a", ended_at=3000.0)
    put(store, Sample())
    store.cases.look(OPENING, SARI)
    store.cases.end(VISIT, 4000.0)
    assert visits(store) == [VISIT]
    store.records.record(SARI, outcome(Outcome.REJECTED))
    assert visits(store) == [older]


def test_an_erased_case_is_not_told(store: Store) -> None:
    visit = left(store, "a", ended_at=3000.0)
    store.privacy.erase(visit)
    assert visits(store) == []
