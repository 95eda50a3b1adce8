"""What a case lacks, as it follows from its rule, its documents and what the officer decided."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
import pytest

from channel.rules.claims import ClaimKind, Rule, Text
from channel.wire.claims import ClaimPapers
from channel.wire.documents import CaseFacts, Decision, DocumentInfo, Verdict
from channel.wire.ids import DocumentId, OfficerId, VisitId
from signaling_server.core import papers
from tests.channel.rules.claim_texts import JHT, rule_of, rules_of

RULE = rule_of()
RULES = rules_of(jht=JHT)
VISIT = VisitId("v" * 22)
LAID_OFF = {"reason": "laid_off", "large": "no", "earlier": "no"}
IN_2022 = datetime(2022, 6, 1, 12).timestamp()
IN_2026 = datetime(2026, 6, 1, 12).timestamp()


def picture(kind: str, page: int = 1, stored_at: float = 10.0, name: str = "") -> DocumentInfo:
    return DocumentInfo(
        document=DocumentId(name or f"{kind}-{page}-{stored_at}"),
        kind=kind,
        page=page,
        media_type="image/jpeg",
        size=1,
        sha256="0" * 64,
        captured_at=1.0,
        stored_at=stored_at,
    )


def decision(item: str, verdict: Verdict, document: str = "", decided_at: float = 20.0) -> Decision:
    return Decision(
        item=item,
        verdict=verdict,
        document=document,
        note="",
        officer=OfficerId("sari"),
        decided_at=decided_at,
    )


def told(
    *documents: DocumentInfo, decisions: tuple[Decision, ...] = (), answers: dict[str, str] | None = None
) -> ClaimPapers:
    facts = CaseFacts(
        claim="jht",
        rules_version="",
        consent_version="",
        language="id",
        answers=LAID_OFF if answers is None else answers,
    )
    return papers.papers(RULE, facts, documents, decisions)


def missing(*documents: DocumentInfo, decisions: tuple[Decision, ...] = ()) -> list[str]:
    return [item.id for item in told(*documents, decisions=decisions).completeness.missing]


ID_CARD = (picture("id_card", 1), picture("id_card", 2))
LETTER = picture("letter")


# ---------------------------------------------------------------- what is there


def test_nothing_handed_in_misses_everything_mandatory() -> None:
    state = told()
    assert [item.id for item in state.checklist.items] == ["id_card", "letter"]
    assert [item.id for item in state.completeness.missing] == ["id_card", "letter"]
    assert state.rules_version == RULE.version


def test_a_card_is_there_when_both_sides_are_and_one_side_twice_is_one_side() -> None:
    assert missing(ID_CARD[0], LETTER) == ["id_card"]
    assert missing(ID_CARD[0], picture("id_card", 1, 11.0), LETTER) == ["id_card"]
    assert missing(*ID_CARD, LETTER) == []


def test_sides_of_different_documents_do_not_make_one_and_any_of_them_will_do() -> None:
    assert missing(ID_CARD[0], LETTER, picture("other", 2)) == ["id_card"]
    assert missing(picture("passport"), LETTER) == []


def test_a_document_that_this_claim_does_not_want_changes_nothing() -> None:
    assert missing(picture("tax_card"), picture("facts")) == ["id_card", "letter"]


# ---------------------------------------------------------------- what the officer decided


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED_WITH_NOTE, Verdict.NOT_APPLICABLE])
def test_the_officer_can_do_without_a_document(verdict: Verdict) -> None:
    assert missing(LETTER, decisions=(decision("id_card", verdict),)) == []


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.OPEN])
def test_no_other_verdict_makes_up_for_a_picture(verdict: Verdict) -> None:
    assert missing(LETTER, decisions=(decision("id_card", verdict),)) == ["id_card"]
    assert missing(*ID_CARD, LETTER, decisions=(decision("id_card", verdict),)) == []


def test_a_retake_of_an_item_wants_all_its_pictures_again() -> None:
    retake = (decision("id_card", Verdict.RETAKE),)
    assert missing(*ID_CARD, LETTER, decisions=retake) == ["id_card"]
    assert missing(*ID_CARD, LETTER, picture("id_card", 1, 30.0), decisions=retake) == ["id_card"]
    again = (picture("id_card", 1, 30.0), picture("id_card", 2, 31.0))
    assert missing(*ID_CARD, LETTER, *again, decisions=retake) == []
    assert missing(LETTER, picture("passport", 1, 30.0), decisions=retake) == []


def test_a_retake_of_one_picture_wants_its_page_again_and_an_earlier_take_does_not_help() -> None:
    earlier = picture("id_card", 2, 5.0)
    retake = (decision("id_card", Verdict.RETAKE, ID_CARD[1].document),)
    assert missing(*ID_CARD, earlier, LETTER, decisions=retake) == ["id_card"]
    assert missing(*ID_CARD, earlier, LETTER, picture("id_card", 2, 30.0), decisions=retake) == []


def test_a_retake_that_names_no_picture_of_the_item_means_all_of_them() -> None:
    retake = (decision("id_card", Verdict.RETAKE, LETTER.document),)
    assert missing(*ID_CARD, LETTER, decisions=retake) == ["id_card"]


# ---------------------------------------------------------------- the outcome


def test_complete_needs_every_missing_document_decided() -> None:
    assert not papers.may_be_complete(told(LETTER), "")
    assert not papers.may_be_complete(told(LETTER), "I say so")
    waived = (decision("id_card", Verdict.ACCEPTED_WITH_NOTE),)
    assert papers.may_be_complete(told(LETTER, decisions=waived), "")
    assert papers.may_be_complete(told(*ID_CARD, LETTER), "")


def test_complete_with_open_questions_needs_a_reason() -> None:
    state = told(*ID_CARD, answers={})
    assert state.completeness.to_ask
    assert [papers.may_be_complete(state, reason) for reason in ("", " ", "Told aloud")] == [
        False,
        False,
        True,
    ]


def test_without_a_rule_the_officer_alone_knows() -> None:
    assert papers.may_be_complete(None, "")
    assert papers.to_bring(None, ("Surat kuasa",)) == (Text("Surat kuasa", "Surat kuasa"),)


def test_what_to_bring_is_what_is_missing_and_then_what_the_officer_added_each_once() -> None:
    added = ("KTP atau Paspor", "Surat kuasa", " Surat kuasa ", " ")
    assert papers.to_bring(told(LETTER), added) == (
        Text("KTP atau Paspor", "Identity card or Passport"),
        Text("Surat kuasa", "Surat kuasa"),
    )


# ---------------------------------------------------------------- which rule


def test_the_rule_is_that_of_the_visits_day_and_the_day_is_the_branchs_own() -> None:
    assert papers.day_of(IN_2022) == date(2022, 6, 1)
    found = [papers.rule_for("jht", None, RULES, at) for at in (IN_2022, IN_2026, 0.0)]
    assert [rule and rule.source for rule in found] == ["a list of 2020", "a list of 2024", None]
    assert papers.rule_for("jkm", None, RULES, IN_2026) is None
    assert papers.rule_for("no such claim", None, RULES, IN_2026) is None


def test_a_case_keeps_its_rule_as_long_as_its_claim_is_the_same() -> None:
    kept = rule_of(JHT.replace("a list of 2024", "as it was"))
    assert papers.rule_for("jht", kept, RULES, IN_2026) == kept
    assert papers.rule_for("jkm", kept, RULES, IN_2026) is None


def test_claims_on_offer_carry_their_rule_and_survive_the_journey() -> None:
    offered = papers.offer(VISIT, None, RULES, IN_2026)
    (claim,) = offered.claims
    assert (claim.claim, claim.rule, claim.rules_version) == (ClaimKind.JHT.word, RULE, RULE.version)
    again = msgspec.json.decode(msgspec.json.encode(offered), type=type(offered))
    assert again == offered
    rule = again.claims[0].rule
    assert isinstance(rule, Rule)
    assert rule.version == RULE.version
    (unknown,) = papers.offer(VISIT, None, RULES, 0.0).claims
    assert (unknown.rule, unknown.rules_version, unknown.name.en) == (None, "", "Old-age savings")
    assert papers.offer(VISIT, RULE, RULES, 0.0) == offered
