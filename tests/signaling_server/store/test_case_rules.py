"""The rule of a case, its papers and its outcome, as the store keeps them."""

from __future__ import annotations

from datetime import datetime

import msgspec
import pytest
from sqlalchemy import text

from channel.rules.claims import ClaimRules, Text
from channel.wire.claims import ClaimPapers
from channel.wire.documents import CaseFacts, CaseState, DocumentRefusal, Outcome, RequestRefusal, Verdict
from channel.wire.ids import VisitId
from signaling_server.config import StoreTable
from signaling_server.store.parcels import HandedOver
from signaling_server.store.store import Store, open_store
from tests.channel.rules.claim_texts import JHT, rule_of, rules_of
from tests.signaling_server.store.samples import (
    BOOTH,
    FACTS,
    LEASES,
    NO_RULES,
    OPENING,
    VISIT,
    Sample,
    booth_lease,
    facts_sample,
)
from tests.signaling_server.store.test_documents import put
from tests.signaling_server.store.test_records import SARI, item, outcome, state

DAY = datetime(2026, 6, 1, 12).timestamp()
RULES = rules_of(jht=JHT)
RULE = rule_of()
CHANGED = rules_of(jht=JHT.replace("a list of 2024", "a later edition"))
LAID_OFF = msgspec.structs.replace(
    FACTS, answers={"reason": "laid_off", "large": "no", "earlier": "no"}, rules_version="the booth's"
)


def lease() -> str:
    return booth_lease(queued_at=DAY)


def say(store: Store, facts: CaseFacts = LAID_OFF, rules: ClaimRules = RULES) -> None:
    assert put(store, facts_sample(facts, lease()), BOOTH, rules) == VISIT


def hand_in(store: Store, kind: str, page: int = 1) -> None:
    assert put(store, Sample(kind=kind, page=page, lease=lease())) == VISIT


def told(store: Store) -> ClaimPapers:
    found = state(store).papers
    assert found is not None
    return found


def missing(store: Store) -> list[str]:
    return [one.id for one in told(store).completeness.missing]


@pytest.fixture
def case(store: Store) -> CaseState:
    say(store)
    store.cases.look(OPENING, SARI)
    return state(store)


def test_the_checklist_follows_from_the_facts_by_the_rule_of_the_visits_day(
    store: Store, case: CaseState
) -> None:
    assert case.papers is not None
    assert case.papers.rules_version == RULE.version
    assert missing(store) == ["id_card", "letter"]
    progress = store.cases.progress(VISIT)
    assert progress is not None
    assert progress.papers == case.papers
    with store.database.reading() as connection:
        applied = connection.execute(text("SELECT rules_version FROM cases")).scalar_one()
    assert applied == RULE.version


def test_newer_facts_change_the_checklist(store: Store, case: CaseState) -> None:
    say(store, msgspec.structs.replace(LAID_OFF, answers={"reason": "leaving"}))
    assert missing(store) == ["id_card", "witnesses"]
    say(store, msgspec.structs.replace(LAID_OFF, answers={}))
    assert [question.id for question in told(store).completeness.to_ask] == ["reason"]


def test_documents_and_verdicts_change_what_is_missing(store: Store, case: CaseState) -> None:
    hand_in(store, "id_card", 1)
    assert missing(store) == ["id_card", "letter"]
    hand_in(store, "id_card", 2)
    assert missing(store) == ["letter"]
    store.records.record(SARI, item(Verdict.RETAKE, "glare", "id_card"))
    assert missing(store) == ["id_card", "letter"]
    store.records.record(SARI, item(Verdict.ACCEPTED, "", "id_card"))
    store.records.record(SARI, item(Verdict.NOT_APPLICABLE, "", "letter"))
    assert told(store).completeness.is_complete
    store.records.record(SARI, item(Verdict.OPEN, "", "letter"))
    assert missing(store) == ["letter"]


def test_a_case_keeps_the_rule_that_it_began_under_also_after_a_new_start(
    store: Store, case: CaseState, config: StoreTable
) -> None:
    again = open_store(config, LEASES)
    say(again, LAID_OFF, CHANGED)
    assert told(again).rules_version == RULE.version
    assert again.cases.rule_of(VISIT) == RULE
    again.close()
    say(store, LAID_OFF, NO_RULES)
    assert told(store).rules_version == RULE.version


def test_another_claim_in_the_same_visit_begins_under_what_is_in_force(store: Store, case: CaseState) -> None:
    say(store, msgspec.structs.replace(LAID_OFF, claim="jkm"), CHANGED)
    assert state(store).papers is None
    assert store.cases.rule_of(VISIT) is None
    say(store, LAID_OFF, CHANGED)
    assert told(store).rules_version not in ("", RULE.version)


def test_two_cases_under_one_rule_keep_it_once(store: Store, case: CaseState) -> None:
    other = booth_lease(VisitId("w" * 22), queued_at=DAY)
    put(store, facts_sample(LAID_OFF, other), BOOTH, RULES)
    with store.database.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM rules")).scalar_one() == 1
    store.privacy.erase(VISIT)
    assert store.cases.rule_of(VisitId("w" * 22)) == RULE


def test_a_case_without_a_rule_has_no_papers_and_the_officer_decides(store: Store) -> None:
    say(store, LAID_OFF, NO_RULES)
    store.cases.look(OPENING, SARI)
    assert (state(store).papers, store.cases.rule_of(VISIT)) == (None, None)
    assert store.cases.rule_of(VisitId("w" * 22)) is None
    assert store.records.record(SARI, outcome(Outcome.COMPLETE)) is None


# ---------------------------------------------------------------- the outcome


def test_complete_is_refused_while_a_document_is_missing_that_nobody_decided_on(
    store: Store, case: CaseState
) -> None:
    hand_in(store, "letter")
    entries = store.verify_audit().entries
    assert store.records.record(SARI, outcome(Outcome.COMPLETE, ())) is RequestRefusal.NOT_COMPLETE
    assert state(store).outcome is Outcome.NONE
    assert (store.verify_audit().entries, store.outbox.waiting()) == (entries, [])
    store.records.record(SARI, item(Verdict.ACCEPTED_WITH_NOTE, "Seen live", "id_card"))
    assert store.records.record(SARI, outcome(Outcome.COMPLETE, ())) is None
    assert (state(store).outcome, state(store).bring) == (Outcome.COMPLETE, ())


def test_incomplete_is_stored_and_handed_over_with_what_to_bring_in_both_languages(
    store: Store, case: CaseState
) -> None:
    hand_in(store, "id_card", 1)
    assert store.records.record(SARI, outcome(Outcome.INCOMPLETE, ("Surat kuasa",))) is None
    bring = (
        Text("KTP atau Paspor", "Identity card or Passport"),
        Text("Surat. Ada cap.", "Letter. Stamped."),
        Text("Surat kuasa", "Surat kuasa"),
    )
    assert state(store).bring == bring
    late = put(store, Sample(kind="letter", lease=lease()))
    assert late is DocumentRefusal.DECIDED, "what was decided stays as it was decided"
    progress = store.cases.progress(VISIT)
    assert progress is not None
    assert progress.bring == bring
    (name,) = store.outbox.due(9e9)
    parcel = store.outbox.take_up(name)
    assert parcel is not None
    handed_over = msgspec.json.decode(parcel.content, type=HandedOver).case
    assert handed_over.bring == bring
    assert handed_over.papers is not None
    assert [one.id for one in handed_over.papers.completeness.missing] == ["id_card", "letter"]


@pytest.mark.parametrize("of", [Outcome.REJECTED, Outcome.PASSED_ON])
def test_other_outcomes_are_the_officers_alone(store: Store, case: CaseState, of: Outcome) -> None:
    assert store.records.record(SARI, outcome(of, ())) is None
    assert (state(store).outcome, state(store).bring) == (of, ())
