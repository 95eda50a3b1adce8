"""What is wrong with claim files, in words."""

from __future__ import annotations

import msgspec
import pytest

from channel.rules import claim_files
from channel.rules.claim_files import WrongClaimFiles
from tests.channel.rules.claim_texts import DOCUMENTS, JHT, rules_of

LATER_RULE = '[[rules]]\nvalid_from = 2024-01-01\nsource = "a list of 2024"'


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        (
            'document = "tax_card"',
            'document = "taxcard"',
            '"rules[2].documents[4]": there is no document "taxcard" in documents.toml.',
        ),
        (
            'instead = ["passport"]',
            'instead = ["pasport"]',
            '"rules[2].documents[1]": there is no document "pasport" in documents.toml.',
        ),
        (
            'instead = ["passport"]',
            'instead = ["id_card"]',
            '"rules[2].documents[1]": names a document twice.',
        ),
        (
            "{ large = [",
            "{ larg = [",
            '"rules[2].documents[4].when[1].larg": there is no such question above.',
        ),
        (
            '{ large = ["yes"]',
            '{ large = ["maybe"]',
            '"rules[2].documents[4].when[1].large": the question has no answer "maybe".',
        ),
        (
            '{ large = ["yes"]',
            "{ large = []",
            '"rules[2].documents[4].when[1].large": at least one answer is needed.',
        ),
        (
            '[{ large = ["yes"] }, { earlier = ["yes"] }]',
            "[]",
            '"rules[2].documents[4].when": is empty; leave it out to mean always.',
        ),
        (
            '{ large = ["yes"] }',
            '{ large = ["yes"], reason = ["leaving"] }',
            '"rules[2].documents[4].when[1]": can never hold: not all of its questions are asked then.',
        ),
        (
            '[questions.large]\ntext = { id = "Besar?", en = "Large?" }\nwhen = [{ reason',
            '[questions.large]\ntext = { id = "Besar?", en = "Large?" }\nwhen = [{ earlier',
            '"questions.large.when[1].earlier": there is no such question above.',
        ),
        (
            '{ document = "letter", need = "if_applicable", when = [{ reason = ["resigned"] }] }',
            '{ document = "letter", need = "if_applicable", when = [{ large = ["no"] }] }',
            '"rules[2].documents[3]": "letter" can be wanted by documents[2] at the same time.',
        ),
        (
            '{ document = "witnesses"',
            '{ document = "passport"',
            '"rules[2].documents[5]": "passport" can be wanted by documents[1] at the same time.',
        ),
        ("2023-12-31", "2024-01-01", '"rules[2]": is in force on days of rules[1] too.'),
        ("valid_until = 2023-12-31\n", "", '"rules[2]": is in force on days of rules[1] too.'),
        ("[questions.earlier]", "[questions.Earlier]", '"questions.Earlier": such a name is 1 to 40 of'),
        ("answers.leaving", 'answers."going away"', '"questions.reason.answers.going away": such a name is'),
        (
            'answers.yes = { id = "Ya", en = "Yes" }\nanswers.no',
            "answers.no",
            '"questions.large.answers": at least two are needed.',
        ),
        (
            ', { earlier = ["yes"] }',
            "",
            '"questions.earlier": no rule depends on it; leave it out.',
        ),
        (
            'kind = "JHT"',
            'kind = "question"',
            '"rules[1].documents": somebody who only asks needs no documents.',
        ),
        (
            'documents = [{ document = "id_card", need = "mandatory" }]',
            "",
            '"rules[1].documents": at least one is needed.',
        ),
    ],
)
def test_a_mistake_is_told_with_file_key_and_reason(old: str, new: str, complaint: str) -> None:
    assert old in JHT
    with pytest.raises(WrongClaimFiles) as caught:
        rules_of(jht=JHT.replace(old, new, 1))
    assert any(line.startswith(f"jht.toml: {complaint}") for line in str(caught.value).splitlines()), str(
        caught.value
    )


def test_one_mistake_is_told_once_and_two_are_told_together() -> None:
    one = JHT.replace('document = "tax_card"', 'document = "taxcard"')
    with pytest.raises(WrongClaimFiles) as caught:
        rules_of(jht=one)
    assert len(caught.value.complaints) == 1
    with pytest.raises(WrongClaimFiles) as caught:
        rules_of(jht=one.replace("2023-12-31", "2024-01-01"))
    assert len(caught.value.complaints) == 2


def test_two_files_of_one_claim_are_told() -> None:
    with pytest.raises(WrongClaimFiles, match=r'second\.toml: "kind": JHT is described by first\.toml too\.'):
        rules_of(first=JHT, second=JHT)


def test_a_name_of_a_document_has_a_form() -> None:
    with pytest.raises(WrongClaimFiles, match=r'documents\.toml: "documents\.ID-card": such a name'):
        rules_of(
            DOCUMENTS.replace("documents.witnesses", "documents.ID-card"),
            jht=JHT.replace("witnesses", "id_card"),
        )


def test_no_claim_at_all_is_told() -> None:
    with pytest.raises(WrongClaimFiles, match="there is no file of a claim beside it"):
        rules_of()


def test_no_rule_at_all_is_told() -> None:
    with pytest.raises(WrongClaimFiles, match=r'"rules": at least one is needed\.'):
        rules_of(jht=JHT[: JHT.index("[questions")] + "rules = []\n")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('en = "Why?"', 'en = " "', "the text is needed in both languages, id and en"),
        ('source = "a list of 2020"', 'source = ""', "source is empty"),
        ("2023-12-31", "2019-12-31", "valid_until lies before valid_from"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(old: str, new: str, complaint: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=complaint):
        rules_of(jht=JHT.replace(old, new, 1))


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ('form = "portrait"\npieces = 2', "a portrait is one picture"),
        ('form = "card"\nseveral_pages = true', "a card has no several_pages"),
        ('form = "a4"\nseveral_pages = true\nfront_and_back = true', "several_pages includes their backs"),
    ],
)
def test_a_document_that_no_camera_can_take_is_refused(lines: str, complaint: str) -> None:
    odd = f'[documents.odd]\nname = {{ id = "A", en = "B" }}\n{lines}\n'
    with pytest.raises(msgspec.ValidationError, match=complaint):
        rules_of(DOCUMENTS + odd, jht=JHT)


def test_rules_are_in_order_of_dates_and_claims_in_order_of_kinds() -> None:
    turned = JHT.replace("2020-01-01", "2030-01-01").replace("2023-12-31", "2033-12-31")
    turned = turned.replace(LATER_RULE, LATER_RULE.replace("source", "valid_until = 2029-12-31\nsource"))
    rules = rules_of(second=turned.replace('"JHT"', '"JP"'), first=JHT)
    assert [claim.kind for claim in rules.claims] == ["JHT", "JP"]
    assert [rule.valid_from.year for rule in rules.claims[1].rules] == [2024, 2030]


def test_a_question_carries_the_conditions_of_those_behind_it() -> None:
    rule = rules_of(jht=JHT).claims[0].rules[1]
    tax_card = rule.requirements[3]
    assert [[given.question for given in case.given] for case in tax_card.when] == [
        ["reason", "large"],
        ["reason", "earlier"],
    ]


def test_a_rule_that_is_too_long_to_be_sent_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(claim_files, "RULE_MOST_BYTES", 1_000)
    with pytest.raises(WrongClaimFiles, match=r"is too long for a booth: more than 1,000 bytes"):
        rules_of(jht=JHT)
    monkeypatch.undo()
    assert rules_of(jht=JHT).claims
