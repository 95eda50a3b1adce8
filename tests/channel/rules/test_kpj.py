"""The membership number, and how personal numbers are covered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channel.rules.kpj import Kpj, KpjForm
from channel.rules.masking import COVER, masked


@pytest.mark.parametrize(
    ("typed", "usual"),
    [
        ("12345678901", True),
        ("123-4567.8901 ", True),
        ("ab345678901", True),
        ("1234567890", False),
        ("", False),
        ("1234567890é", False),
    ],
)
def test_an_unusual_form_is_told_and_nothing_is_refused(typed: str, usual: bool) -> None:
    assert KpjForm().is_usual(Kpj.of(typed)) is usual


def test_a_branch_may_expect_another_form() -> None:
    form = KpjForm("[0-9]{8}")
    assert form.is_usual(Kpj.of("12345678"))
    assert not form.is_usual(Kpj.of("12345678901"))
    with pytest.raises(ValueError, match="no regular expression"):
        KpjForm("[0-9")


@given(st.text("0123456789", min_size=3, max_size=20))
def test_only_the_last_character_is_shown(number: str) -> None:
    told = f"{Kpj.of(number)} {Kpj.of(number)!r}"
    assert sum(character.isdigit() for character in told) == 2
    assert told.startswith(COVER * (len(number) - 1) + number[-1])


@given(st.text(max_size=20), st.integers(0, 20))
def test_at_most_half_is_shown(number: str, shown: int) -> None:
    covered = masked(number, shown)
    assert len(covered) == len(number)
    visible = min(shown, len(number) // 2)
    assert covered[: len(number) - visible] == COVER * (len(number) - visible)


def test_a_negative_count_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least 0"):
        masked("123", -1)
