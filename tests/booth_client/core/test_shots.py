from __future__ import annotations

import pytest

from booth_client.core import shots
from booth_client.core.capture import CARD, PAGE, PAGE_ACROSS, Side
from booth_client.core.shots import PAGES_MOST, Progress


def test_a_card_is_its_front_and_its_back() -> None:
    at = Progress(shots.card(portrait=True))
    assert at.wanted is not None
    assert (at.wanted.form, at.wanted.side, at.wanted.back) == (CARD, Side.PORTRAIT, False)
    at = at.keep("a")
    assert at.wanted is not None
    assert (at.wanted.side, at.wanted.back) == (Side.NO_PORTRAIT, True)
    assert not at.complete
    at = at.keep("b")
    assert at.complete
    assert at.wanted is None
    assert at.kept == ("a", "b")


def test_one_page_is_complete_with_its_picture() -> None:
    at = Progress(shots.pages(across=True))
    assert at.wanted is not None
    assert at.wanted.form is PAGE_ACROSS
    assert at.keep("a").complete
    assert not at.keep("a").may_close


def test_several_pages_go_on_until_the_person_says_so() -> None:
    at = Progress(shots.pages(several=True))
    assert not at.may_close
    for number in range(1, 4):
        assert at.wanted is not None
        assert (at.wanted.number, at.wanted.form) == (number, PAGE)
        at = at.keep(str(number))
        assert not at.complete
        assert at.may_close
    assert at.close().complete
    assert at.close().kept == ("1", "2", "3")


def test_there_is_a_last_page() -> None:
    at = Progress(shots.pages(several=True))
    for number in range(PAGES_MOST):
        at = at.keep(str(number))
    assert at.complete
    with pytest.raises(ValueError, match="no picture is wanted"):
        at.keep("one more")


def test_a_retake_takes_the_place_of_its_picture_and_keeps_the_others() -> None:
    at = Progress(shots.card()).keep("front").keep("back").again(1)
    assert not at.complete
    assert at.kept == ("front", "back")
    assert at.wanted is not None
    assert at.wanted.number == 1
    assert at.keep("better").kept == ("better", "back")
    assert at.keep("better").complete


def test_what_was_not_taken_cannot_be_retaken() -> None:
    with pytest.raises(ValueError, match="not taken"):
        Progress(shots.card()).again(1)
