from __future__ import annotations

import dataclasses

import msgspec
import pytest

from channel.rules.claims import Text
from channel.wire.documents import (
    AddNote,
    CaseState,
    ConfirmPerson,
    DecideItem,
    DecideOutcome,
    DeskRequest,
    Outcome,
    RequestRefusal,
    Verdict,
)
from channel.wire.ids import BoothId, OfficerId, RequestId, VisitId
from signaling_server.store.cases import Opening
from signaling_server.store.parcels import HandedOver
from signaling_server.store.privacy import DAY_S
from signaling_server.store.store import Store
from tests.signaling_server.store.samples import (
    FACTS,
    JPEG,
    NIK,
    OPENING,
    VISIT,
    WORDS,
    Sample,
    booth_lease,
    document_id,
    facts_sample,
    signature_sample,
)
from tests.signaling_server.store.test_documents import put

SARI, BUDI = OfficerId("sari"), OfficerId("budi")


def request_id() -> RequestId:
    return RequestId(document_id())


def item(verdict: Verdict, note: str = "", name: str = "ktp", visit: VisitId = VISIT) -> DecideItem:
    return DecideItem(request=request_id(), visit=visit, item=name, verdict=verdict, note=note)


def outcome(of: Outcome = Outcome.INCOMPLETE, bring: tuple[str, ...] = (WORDS,)) -> DecideOutcome:
    return DecideOutcome(request=request_id(), visit=VISIT, outcome=of, reason=WORDS, bring=bring)


@pytest.fixture
def case(store: Store) -> CaseState:
    put(store, facts_sample())
    put(store, Sample())
    looked = store.cases.look(OPENING, SARI)
    assert looked is not None
    return looked


def state(store: Store) -> CaseState:
    found = store.cases.state(VISIT)
    assert found is not None
    return found


# ---------------------------------------------------------------- looking


def test_a_case_without_a_document_is_opened_by_its_officers_first_look(store: Store) -> None:
    assert store.cases.state(VISIT) is None
    looked = store.cases.look(OPENING, SARI)
    assert looked is not None
    assert (looked.facts, looked.documents, looked.outcome, looked.reference) == (None, (), Outcome.NONE, "")


def test_after_the_visit_its_last_officer_may_look_until_it_is_decided(store: Store, case: CaseState) -> None:
    assert store.cases.look_again(VISIT, SARI) == case
    assert store.cases.look_again(VISIT, BUDI) is None
    store.cases.look(OPENING, BUDI)
    assert (store.cases.is_open_for(VISIT, SARI), store.cases.is_open_for(VISIT, BUDI)) == (False, True)
    store.records.record(BUDI, outcome())
    assert store.cases.look_again(VISIT, BUDI) is None


def test_earlier_cases_of_the_same_person_are_told_by_the_nik_alone(store: Store, case: CaseState) -> None:
    later = Opening(VisitId("w" * 22), BoothId("booth-5"), 5, 2000.0)
    store.cases.look(later, SARI)
    other = msgspec.structs.replace(FACTS, identity={"nik": "3171234501900002"})
    for facts, expected in ((other, []), (FACTS, [case.reference])):
        put(store, facts_sample(facts, booth_lease(later.visit)))
        looked = store.cases.state(later.visit)
        assert looked is not None
        assert [one.reference for one in looked.earlier] == expected


def held(since: float) -> Opening:
    return dataclasses.replace(OPENING, held_since=since)


def test_whose_case_it_is_says_the_newest_assignment_whoever_asks_last(store: Store, case: CaseState) -> None:
    store.cases.hand_to(held(20.0), BUDI)
    assert (store.cases.is_open_for(VISIT, SARI), store.cases.is_open_for(VISIT, BUDI)) == (False, True)
    assert store.cases.look(held(10.0), SARI) is None
    assert store.records.record(SARI, item(Verdict.ACCEPTED), held(10.0)) is RequestRefusal.NOT_YOURS
    assert store.records.record(SARI, item(Verdict.ACCEPTED)) is RequestRefusal.NOT_YOURS
    assert store.records.record(BUDI, item(Verdict.ACCEPTED)) is None
    assert store.records.record(SARI, item(Verdict.ACCEPTED), held(30.0)) is None
    assert store.records.record(BUDI, item(Verdict.ACCEPTED), held(20.0)) is RequestRefusal.NOT_YOURS


def test_an_assignment_of_a_visit_without_a_case_opens_none(store: Store) -> None:
    store.cases.hand_to(held(20.0), BUDI)
    assert store.cases.state(VISIT) is None


# ---------------------------------------------------------------- recording


def test_of_an_item_the_newest_verdict_counts_and_notes_pile_up(store: Store, case: CaseState) -> None:
    for request in (
        item(Verdict.RETAKE, WORDS),
        item(Verdict.ACCEPTED),
        item(Verdict.NOT_APPLICABLE, name="npwp"),
        AddNote(request=request_id(), visit=VISIT, text="one"),
        AddNote(request=request_id(), visit=VISIT, text="two"),
        ConfirmPerson(request=request_id(), visit=VISIT),
    ):
        assert store.records.record(SARI, request) is None
    now = state(store)
    assert [(one.item, one.verdict) for one in now.decisions] == [
        ("ktp", Verdict.ACCEPTED),
        ("npwp", Verdict.NOT_APPLICABLE),
    ]
    assert [(one.text, one.officer) for one in now.notes] == [("one", SARI), ("two", SARI)]


def test_the_same_request_twice_is_recorded_once(store: Store, case: CaseState) -> None:
    note = AddNote(request=request_id(), visit=VISIT, text="one")
    entries = store.verify_audit().entries
    assert [store.records.record(SARI, note) for _ in range(3)] == [None, None, None]
    assert len(state(store).notes) == 1
    assert store.verify_audit().entries == entries + 1
    assert store.records.record(BUDI, note) is RequestRefusal.NOT_YOURS


def test_a_decided_case_takes_nothing_more_but_the_same_outcome_again(store: Store, case: CaseState) -> None:
    decided = outcome()
    assert store.records.record(SARI, decided) is None
    assert store.records.record(SARI, decided) is None
    for request in (outcome(Outcome.COMPLETE), item(Verdict.ACCEPTED)):
        assert store.records.record(SARI, request) is RequestRefusal.DECIDED


def test_that_it_is_the_same_person_can_be_confirmed_after_the_outcome(store: Store, case: CaseState) -> None:
    """The papers of a decided case are shut by a gap as well."""
    assert store.records.record(SARI, outcome()) is None
    confirmed = ConfirmPerson(request=request_id(), visit=VISIT)
    assert store.records.record(SARI, confirmed) is None
    assert store.records.record(BUDI, ConfirmPerson(request=request_id(), visit=VISIT)) is not None
    now = state(store)
    assert (now.outcome, now.reason, now.bring) == (
        Outcome.INCOMPLETE,
        WORDS,
        (Text(WORDS, WORDS),),
    )
    assert now.decided_at > 0


def test_a_full_case_takes_its_outcome_still(
    store: Store, case: CaseState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("signaling_server.store.records.RECORDS_MOST", 1)
    requests: list[DeskRequest] = [item(Verdict.ACCEPTED), item(Verdict.OPEN), outcome()]
    answers = [store.records.record(SARI, request) for request in requests]
    assert answers == [None, RequestRefusal.CASE_FULL, None]


def test_nothing_is_recorded_of_a_case_that_is_not_there(store: Store) -> None:
    assert store.records.record(SARI, item(Verdict.ACCEPTED)) is RequestRefusal.NOT_YOURS


def test_the_booth_hears_verdicts_and_the_reason_of_a_retake_but_no_note(
    store: Store, case: CaseState
) -> None:
    store.records.record(SARI, item(Verdict.RETAKE, "glare"))
    store.records.record(SARI, item(Verdict.ACCEPTED_WITH_NOTE, "WORDS FOR OFFICERS", name="kk"))
    store.records.record(SARI, AddNote(request=request_id(), visit=VISIT, text="WORDS FOR OFFICERS"))
    progress = store.cases.progress(VISIT)
    assert progress is not None
    assert [(one.item, one.note) for one in progress.items] == [("ktp", "glare"), ("kk", "")]
    assert progress.reference == case.reference
    assert b"OFFICERS" not in msgspec.json.encode(progress)


# ---------------------------------------------------------------- the outbox


def test_an_outcome_and_its_parcel_are_put_down_together(store: Store, case: CaseState) -> None:
    assert store.outbox.due(9e9) == []
    store.records.record(SARI, outcome())
    (name,) = store.outbox.due(9e9)
    parcel = store.outbox.take_up(name)
    assert parcel is not None
    content = msgspec.json.decode(parcel.content, type=HandedOver)
    assert (content.parcel, content.officer, content.booth) == (name, "sari", 2)
    assert content.case.outcome is Outcome.INCOMPLETE
    assert NIK in parcel.content.decode()
    assert [file.read() for file in parcel.files if file.media_type == "image/jpeg"] == [JPEG]
    store.outbox.delivered(name, "folder")
    assert (store.outbox.due(9e9), store.outbox.waiting()) == ([], [])


def test_a_parcel_that_was_not_taken_waits_longer_each_time_and_stays_the_same(
    store: Store, case: CaseState
) -> None:
    store.records.record(SARI, outcome())
    (name,) = store.outbox.due(9e9)
    parcels, waits = [], []
    for _ in range(14):
        parcels.append(store.outbox.take_up(name))
        waits.append(store.outbox.failed(name, 9e9) - 9e9)
    assert waits[:3] == [5.0, 10.0, 20.0]
    assert waits[-1] == 3600.0
    assert store.outbox.due(9e9) == []
    assert store.outbox.due(9e9 + 3600.0) == [name]
    assert put(store, signature_sample()) == VISIT
    assert {store.outbox.take_up(name), *parcels} == {parcels[0]}


def test_a_parcel_of_an_erased_case_is_gone(store: Store, case: CaseState) -> None:
    store.records.record(SARI, outcome())
    (name,) = store.outbox.due(9e9)
    store.privacy.erase(VISIT)
    assert store.outbox.take_up(name) is None
    assert store.outbox.waiting() == []
    store.outbox.delivered(name, "http")
    assert store.verify_audit().broken == ""


def test_purging_leaves_what_is_young_enough(store: Store, case: CaseState) -> None:
    store.records.record(SARI, outcome())
    now_s = state(store).decided_at + 10 * DAY_S
    assert store.privacy.purge(11, now_s).count == 0
    purged = store.privacy.purge(9, now_s)
    assert purged.count == 1
    assert store.cases.state(VISIT) is None
