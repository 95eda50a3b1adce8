"""Tickets, bookings and references."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.rules.checked_number import (
    ALPHABET,
    BOOKING,
    REFERENCES,
    TICKET,
    NumberForm,
    check_character,
    read_any,
)
from channel.rules.claims import ClaimKind

ALL_FORMS = (TICKET, BOOKING, *REFERENCES.values())
forms = st.sampled_from(ALL_FORMS)
seeds = st.integers(0, 2**32)


def made(form: NumberForm, seed: int) -> str:
    return form.make(random.Random(seed).randrange)


def test_a_reference_is_as_on_the_slip() -> None:
    number = REFERENCES[ClaimKind.JHT].make(lambda below: below - 1)
    assert number == "JHT-ZZZZ-Z" + check_character("JHTZZZZZ")
    assert REFERENCES.keys() == set(ClaimKind)


def test_the_alphabet_has_none_of_the_four_that_people_mix_up() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set(ALPHABET) & set("0O1I")


def test_the_check_is_damms_over_the_field_of_32_elements() -> None:
    # By hand: ((0 ⊕ 31) ⊗ 2) = 62 ⊕ 37 = 27, then (27 ⊕ 1) ⊗ 2 = 52 ⊕ 37 = 17.
    assert check_character("Z3") == ALPHABET[17]


@given(forms, seeds)
def test_what_was_made_is_read_however_people_write_it(form: NumberForm, seed: int) -> None:
    number = made(form, seed)
    for written in (number, number.lower(), number.replace("-", ""), f" {number.replace('-', ' ')}\n"):
        assert form.read(written) == number
        assert read_any(written, ALL_FORMS) == (form, number)


@given(forms, seeds, st.data())
def test_one_wrong_character_is_always_found(form: NumberForm, seed: int, data: st.DataObject) -> None:
    plain = made(form, seed).replace("-", "")
    at = data.draw(st.integers(0, len(plain) - 1))
    wrong = data.draw(st.sampled_from([one for one in ALPHABET if one != plain[at]]))
    assert read_any(plain[:at] + wrong + plain[at + 1 :], ALL_FORMS) is None


@given(forms, seeds)
def test_two_swapped_characters_are_always_found(form: NumberForm, seed: int) -> None:
    plain = made(form, seed).replace("-", "")
    for first, second in combinations(range(len(plain)), 2):
        swapped = list(plain)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert (form.read("".join(swapped)) is None) == (plain[first] != plain[second])


@given(forms, seeds)
def test_a_character_too_many_or_too_few_is_found(form: NumberForm, seed: int) -> None:
    plain = made(form, seed).replace("-", "")
    for at in range(len(plain)):
        assert form.read(plain[:at] + plain[at + 1 :]) is None
        assert form.read(plain[:at] + "2" + plain[at:]) is None


def test_without_the_check_a_wrong_character_would_pass() -> None:
    """The control: of all last characters exactly one is right."""
    body = made(TICKET, 1)[:-1]
    assert sum(TICKET.read(body + last) is not None for last in ALPHABET) == 1


@pytest.mark.parametrize(
    "text",
    ["", "TKT", "0", "4006381333931", "TKT-O000-001", "https://example.id/TKT", "TKT" * 1000, "ＴＫＴ"],
)
def test_a_false_read_is_no_ticket(text: str) -> None:
    assert read_any(text, ALL_FORMS) is None


@given(st.text(max_size=30))
def test_no_text_at_all_raises(text: str) -> None:
    read_any(text, ALL_FORMS)


@pytest.mark.parametrize(("prefix", "length"), [("jht", 5), ("INFO", 5), ("A", 5), ("JHT", 0), ("JHT", 28)])
def test_a_form_that_cannot_be_checked_is_a_mistake(prefix: str, length: int) -> None:
    with pytest.raises(ValueError, match="has"):
        NumberForm(prefix, length)
