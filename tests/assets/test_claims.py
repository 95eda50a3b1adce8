"""The claim files that are shipped: every way through their questions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from assets import asset_path
from channel.rules.claims import AnswerId, Checklist, ClaimKind, Form, Need, QuestionId, Rule
from signaling_server.claims import load_claims, shipped_claims

RULES = load_claims(None)
EVERY_RULE = [rule for claim in RULES.claims for rule in claim.rules]
TODAY = date(2026, 11, 20)
MOST_CHARACTERS = 60
"""Of a name or an answer: it stands on a button or a line of the slip."""


def ways(rule: Rule, answers: dict[QuestionId, AnswerId] | None = None) -> Iterator[Checklist]:
    """The checklists at the end of each way on which the first open question is answered each time."""
    answers = answers or {}
    checklist = rule.checklist(answers)
    if not checklist.to_ask:
        yield checklist
        return
    question = checklist.to_ask[0]
    for answer in question.answers:
        yield from ways(rule, {**answers, question.id: answer.id})


def ids(checklist: Checklist, need: Need = Need.MANDATORY) -> set[str]:
    return {item.id for item in checklist.items if item.need is need}


def way(kind: ClaimKind, day: date = TODAY, **answers: str) -> Checklist:
    """The checklist after these answers, with nothing left to ask."""
    claim = RULES.claim(kind)
    rule = None if claim is None else claim.rule_on(day)
    assert rule is not None
    checklist = rule.checklist(
        {QuestionId(question): AnswerId(answer) for question, answer in answers.items()}
    )
    assert [question.id for question in checklist.to_ask] == []
    assert len(checklist.answers) == len(answers)
    return checklist


def test_there_is_a_file_for_each_kind_of_claim_and_a_rule_for_today() -> None:
    assert [claim.kind for claim in RULES.claims] == list(ClaimKind)
    assert all(claim.rule_on(TODAY) for claim in RULES.claims)
    assert shipped_claims() == asset_path("claims")


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.version)
def test_every_way_through_the_questions_ends_with_papers_to_bring(rule: Rule) -> None:
    for checklist in ways(rule):
        assert len(checklist.answers) <= 4
        if rule.kind is ClaimKind.QUESTION:
            assert checklist.items == ()
            assert checklist.completeness(()).is_complete
            continue
        assert {"member_card"} <= ids(checklist)
        assert ids(checklist) & {"id_card", "passport", "heir_id_card", "guardian_id_card"}
        lacking = checklist.completeness(())
        assert not lacking.is_complete
        assert len(lacking.what_to_bring("id")) == len(lacking.what_to_bring("en")) == len(ids(checklist))
        assert checklist.completeness(sorted(ids(checklist))).is_complete  # type: ignore[arg-type]  # ids


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.version)
def test_every_document_of_a_rule_is_wanted_on_some_way(rule: Rule) -> None:
    wanted = {item.one_of for checklist in ways(rule) for item in checklist.items}
    assert wanted == {requirement.one_of for requirement in rule.requirements}
    asked = {question for checklist in ways(rule) for question, _ in checklist.answers}
    assert asked == {question.id for question in rule.questions}


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.version)
def test_texts_are_short_and_different_in_both_languages(rule: Rule) -> None:
    answers = [answer.text for question in rule.questions for answer in question.answers]
    names = [document.name for requirement in rule.requirements for document in requirement.one_of]
    for text in (*answers, *names, *(question.text for question in rule.questions)):
        assert len(text.id) <= MOST_CHARACTERS
        assert len(text.en) <= MOST_CHARACTERS
        assert text.id != text.en


def test_jht_after_a_lay_off_in_2020() -> None:
    checklist = way(ClaimKind.JHT, date(2020, 6, 1), reason="laid_off", large_balance="yes")
    assert ids(checklist) == {
        "member_card",
        "id_card",
        "family_card",
        "work_letter",
        "bank_book",
        "tax_card",
        "portrait",
    }
    work = next(item for item in checklist.items if item.id == "work_letter")
    assert [document.id for document in work.one_of] == ["work_letter", "court_ruling"]


def test_jht_after_a_lay_off_in_2024_needs_less() -> None:
    checklist = way(
        ClaimKind.JHT, date(2024, 6, 1), reason="laid_off", large_balance="no", earlier_partial="no"
    )
    assert ids(checklist) == {"member_card", "id_card"}
    assert ids(checklist, Need.IF_APPLICABLE) == {"layoff_proof"}
    assert [note.en for note in checklist.notes] == ["You can claim one month after your work has ended."]


@pytest.mark.parametrize(
    ("large", "earlier", "need"),
    [
        ("no", "no", None),
        ("no", "yes", Need.MANDATORY),
        ("unsure", "yes", Need.MANDATORY),
        ("unsure", "no", Need.IF_APPLICABLE),
    ],
)
def test_the_tax_card_goes_by_balance_and_earlier_claims(large: str, earlier: str, need: Need | None) -> None:
    checklist = way(ClaimKind.JHT, reason="resigned", large_balance=large, earlier_partial=earlier)
    assert [item.need for item in checklist.items if item.id == "tax_card"] == (
        [] if need is None else [need]
    )


def test_jht_on_leaving_the_country_asks_nothing_more() -> None:
    checklist = way(ClaimKind.JHT, reason="leaving")
    assert ids(checklist) == {"member_card", "passport", "leaving_statement"}


def test_jht_for_a_home_needs_the_papers_of_the_bank() -> None:
    ten = way(ClaimKind.JHT, reason="partial_10", large_balance="yes")
    thirty = way(ClaimKind.JHT, reason="partial_30", large_balance="yes")
    assert ids(thirty) - ids(ten) == {"housing_papers"}


def test_jkk_in_traffic_needs_the_police_report() -> None:
    assert ids(way(ClaimKind.JKK, traffic="yes")) - ids(way(ClaimKind.JKK, traffic="no")) == {"police_report"}
    witnesses = next(item for item in way(ClaimKind.JKK, traffic="no").items if item.id == "witness_id_cards")
    assert (witnesses.one_of[0].form, witnesses.one_of[0].least_pictures) == (Form.CARD, 2)


def test_jkm_for_a_spouse_needs_the_marriage_book() -> None:
    spouse = way(ClaimKind.JKM, spouse="yes", large_balance="yes")
    other = way(ClaimKind.JKM, spouse="no", large_balance="yes")
    assert ids(spouse) - ids(other) == {"marriage_book"}


def test_jp_for_a_child_is_claimed_by_its_guardian() -> None:
    child = way(ClaimKind.JP, recipient="child", minor="yes")
    assert {"guardian_letter", "guardian_id_card"} <= ids(child)
    assert "id_card" not in ids(child)
    assert "id_card" in ids(way(ClaimKind.JP, recipient="child", minor="no"))
