"""Checklists that follow from answers."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.rules.claims import (
    AnswerId,
    Checklist,
    ClaimKind,
    DocumentId,
    Need,
    Question,
    QuestionId,
    Rule,
    Text,
)
from tests.channel.rules.claim_texts import JHT, answered, documents, rule_of, rules_of

RULE = rule_of()


def ids(checklist: Checklist) -> list[str]:
    return [item.id for item in checklist.items]


def wanted(checklist: Checklist) -> list[tuple[str, Need]]:
    return [(item.id, item.need) for item in checklist.items]


def to_ask(checklist: Checklist) -> list[str]:
    return [question.id for question in checklist.to_ask]


def test_before_any_answer_only_what_everybody_brings_is_certain() -> None:
    checklist = RULE.checklist({})
    assert ids(checklist) == ["id_card"]
    assert to_ask(checklist) == ["reason"]
    assert checklist.notes == ()


def test_answers_decide_what_applies_and_what_is_asked_next() -> None:
    checklist = RULE.checklist(answered(reason="laid_off"))
    assert ids(checklist) == ["id_card", "letter"]
    assert to_ask(checklist) == ["large", "earlier"]
    assert [note.en for note in checklist.notes] == ["Wait."]


def test_a_question_on_which_nothing_depends_any_more_is_not_asked() -> None:
    checklist = RULE.checklist(answered(reason="resigned", large="yes"))
    assert ids(checklist) == ["id_card", "letter", "tax_card"]
    assert to_ask(checklist) == []
    assert to_ask(RULE.checklist(answered(reason="leaving"))) == []


def test_need_can_depend_on_answers_too() -> None:
    needs = {
        reason: {item.id: item.need for item in RULE.checklist(answered(reason=reason)).items}
        for reason in ("resigned", "laid_off")
    }
    assert needs["resigned"][DocumentId("letter")] is Need.IF_APPLICABLE
    assert needs["laid_off"][DocumentId("letter")] is Need.MANDATORY


def test_each_item_says_why_it_applies() -> None:
    checklist = RULE.checklist(answered(reason="resigned", large="no", earlier="yes"))
    reasons = {item.id: (item.reason("id"), item.reason("en")) for item in checklist.items}
    assert reasons == {
        "id_card": ("Selalu diperlukan.", "Always needed."),
        "letter": ("Mengapa? Mundur.", "Why? Resigned."),
        "tax_card": ("Mengapa? Mundur. Pernah? Ya.", "Why? Resigned. Before? Yes."),
    }


def test_answers_left_behind_by_going_back_do_not_count() -> None:
    checklist = RULE.checklist(answered(large="yes", earlier="yes", reason="leaving"))
    assert ids(checklist) == ["id_card", "witnesses"]
    assert checklist.answers == (("reason", "leaving"),)


@pytest.mark.parametrize("strange", [{"nothing": "yes"}, {"reason": "nothing"}])
def test_strange_answers_are_as_if_not_given(strange: dict[str, str]) -> None:
    assert RULE.checklist(answered(**strange)) == RULE.checklist({})


def test_a_claim_is_complete_when_nothing_mandatory_lacks() -> None:
    checklist = RULE.checklist(answered(reason="laid_off", large="no", earlier="no"))
    lacking = checklist.completeness(documents("id_card"))
    assert not lacking.is_complete
    assert [item.id for item in lacking.missing] == ["letter"]
    assert lacking.sentence("id") == "Berkas belum lengkap. Bawa: Surat."
    assert lacking.sentence("en") == "Your papers are not complete yet. Please bring: Letter."
    assert lacking.what_to_bring("id") == ("Surat. Ada cap.",)
    whole = checklist.completeness(documents("id_card", "letter"))
    assert whole.is_complete
    assert (whole.sentence("id"), whole.sentence("en")) == ("Berkas lengkap.", "Your papers are complete.")
    assert whole.what_to_bring("en") == ()
    assert (lacking.to_bring, whole.to_bring) == ((Text("Surat. Ada cap.", "Letter. Stamped."),), ())


def test_a_claims_word_leads_back_to_it_and_no_other_word_does() -> None:
    assert {ClaimKind.of_word(kind.word) for kind in ClaimKind} == set(ClaimKind)
    assert [ClaimKind.of_word(word) for word in ("", "JHT", "jht ", "other")] == [None] * 4


def test_what_is_wanted_if_applicable_does_not_make_a_claim_incomplete() -> None:
    checklist = RULE.checklist(answered(reason="resigned", large="no", earlier="no"))
    whole = checklist.completeness(documents("id_card"))
    assert whole.is_complete
    assert [item.id for item in whole.wanted] == ["letter"]


def test_any_of_the_documents_named_will_do() -> None:
    checklist = RULE.checklist(answered(reason="leaving"))
    lacking = checklist.completeness(documents())
    assert lacking.what_to_bring("id") == ("KTP atau Paspor", "KTP saksi (2×)")
    assert lacking.what_to_bring("en") == ("Identity card or Passport", "Cards of witnesses (2×)")
    assert checklist.completeness(documents("passport", "witnesses")).is_complete


def test_an_open_question_keeps_a_claim_from_being_complete() -> None:
    open_ = RULE.checklist({}).completeness(documents("id_card"))
    assert not open_.is_complete
    assert open_.sentence("id") == "Masih ada pertanyaan yang belum dijawab."
    assert open_.sentence("en") == "Some questions are still open."


def test_what_the_officer_waives_is_not_missing() -> None:
    checklist = RULE.checklist(answered(reason="laid_off", large="no", earlier="no"))
    assert checklist.completeness(documents(), waived=documents("id_card", "letter")).is_complete


def test_pictures_count_sides_and_pieces() -> None:
    items = RULE.checklist(answered(reason="leaving")).items
    assert [item.one_of[0].least_pictures for item in items] == [2, 2]


# ---------------------------------------------------------------- dates and versions


@pytest.mark.parametrize(
    ("day", "source"),
    [
        (date(2019, 12, 31), None),
        (date(2020, 1, 1), "a list of 2020"),
        (date(2023, 12, 31), "a list of 2020"),
        (date(2024, 1, 1), "a list of 2024"),
        (date(2099, 1, 1), "a list of 2024"),
    ],
)
def test_the_rule_of_the_day_is_in_force(day: date, source: str | None) -> None:
    rule = rules_of(jht=JHT).claims[0].rule_on(day)
    assert (None if rule is None else rule.source) == source


@given(st.dates(date(2019, 1, 1), date(2030, 1, 1)))
def test_no_day_has_two_rules(day: date) -> None:
    assert sum(rule.is_in_force(day) for rule in rules_of(jht=JHT).claims[0].rules) <= 1


def test_a_version_names_the_rule_and_changes_with_a_text_but_not_with_the_layout() -> None:
    assert RULE.version.startswith("JHT 2024-01-01 ")
    assert rule_of("# a comment\n" + JHT.replace('{ id = "KTP"', '{   id = "KTP"')).version == RULE.version
    assert rule_of(JHT.replace("Mundur", "Keluar")).version != RULE.version
    assert rule_of(JHT, date(2020, 1, 1)).version != RULE.version
    assert rules_of(jht=JHT).version == rules_of(jht="# a comment" + JHT).version
    assert rules_of(jht=JHT).version != rules_of(jht=JHT.replace("a list of 2020", "another")).version


def test_a_version_is_the_same_in_every_run_and_release() -> None:
    """Cases keep it: whoever changes this changes the version of rules that nobody has touched."""
    assert RULE.version == "JHT 2024-01-01 9633a2e587da"


def test_what_was_asked_before_does_not_change_a_version() -> None:
    rules = rules_of(jht=JHT)
    before = msgspec.json.encode(rules)
    assert rules.version
    assert all(rule.version for claim in rules.claims for rule in claim.rules)
    assert msgspec.json.encode(rules) == before


def test_a_rule_travels_as_json_with_everything_it_needs() -> None:
    there = msgspec.json.decode(msgspec.json.encode(RULE), type=Rule)
    assert there == RULE
    assert there.version == RULE.version
    checklist = there.checklist(answered(reason="laid_off"))
    assert msgspec.json.decode(msgspec.json.encode(checklist), type=Checklist) == checklist


def test_a_claim_is_found_by_its_kind() -> None:
    rules = rules_of(jht=JHT)
    assert rules.claim(ClaimKind.JHT) is rules.claims[0]
    assert rules.claim(ClaimKind.JP) is None


# ---------------------------------------------------------------- whatever is answered


def question_answers(question: Question) -> st.SearchStrategy[AnswerId]:
    return st.sampled_from([answer.id for answer in question.answers])


any_answers = st.fixed_dictionaries(
    {}, optional={question.id: question_answers(question) for question in RULE.questions}
)


@given(any_answers)
def test_there_is_a_question_to_ask_as_long_as_anything_is_open(
    answers: dict[QuestionId, AnswerId],
) -> None:
    """Asking the first question again and again ends; then an answer to any other question is no matter."""
    for _ in range(len(RULE.questions)):
        checklist = RULE.checklist(answers)
        if not checklist.to_ask:
            break
        question = checklist.to_ask[0]
        assert question.id not in dict(checklist.answers)
        answers = {**answers, question.id: question.answers[0].id}
    checklist = RULE.checklist(answers)
    assert checklist.to_ask == ()
    for question in RULE.questions:
        if question.id not in dict(checklist.answers):
            for answer in question.answers:
                assert wanted(RULE.checklist({**answers, question.id: answer.id})) == wanted(checklist)


@given(any_answers, any_answers)
def test_more_answers_take_nothing_off_a_checklist(
    answers: dict[QuestionId, AnswerId], more: dict[QuestionId, AnswerId]
) -> None:
    settled = RULE.settled(answers)
    assert set(ids(RULE.checklist(settled))) <= set(ids(RULE.checklist({**more, **settled})))


@given(any_answers)
def test_no_document_is_on_a_checklist_twice(answers: dict[QuestionId, AnswerId]) -> None:
    items = RULE.checklist(answers).items
    named = [document.id for item in items for document in item.one_of]
    assert len(named) == len(set(named))


@given(any_answers)
def test_bringing_what_is_missing_makes_it_complete(answers: dict[QuestionId, AnswerId]) -> None:
    checklist = RULE.checklist(answers)
    missing = checklist.completeness(()).missing
    assert checklist.completeness([item.id for item in missing]).missing == ()
    if missing:
        assert checklist.completeness([item.id for item in missing[1:]]).missing == missing[:1]


def test_the_day_before_a_rule_is_not_in_force() -> None:
    assert not RULE.is_in_force(RULE.valid_from - timedelta(days=1))
