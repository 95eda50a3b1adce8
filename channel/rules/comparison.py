"""What several papers say of the same thing, put side by side: same, near, or different.

Responsible for: comparing names, NIKs and dates between documents and what was typed, and telling what
differs. Not for: deciding anything. A finding flags; the officer looks and decides.

Private by default: readings and findings do not show their values in ``repr``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import combinations
from typing import Final

from channel.rules import person_names, written_dates
from channel.rules.edits import edits
from channel.rules.person_names import NameRemark

LONGEST: Final = 200
"""Characters of a name, number or date; what is longer is none, and is the same or different as it stands."""


class Subject(StrEnum):
    """What a reading is of."""

    NAME = "name"
    NIK = "nik"
    BIRTH_DATE = "birth_date"


class Likeness(StrEnum):
    SAME = "same"
    NEAR = "near"
    DIFFERENT = "different"


class Remark(StrEnum):
    """What two numbers or dates differ in."""

    ONE_DIGIT = "one_digit"
    SWAPPED_DIGITS = "swapped_digits"
    DIGIT_MISSING = "digit_missing"
    CENTURY_LEFT_OUT = "century_left_out"
    DAY_AND_MONTH_SWAPPED = "day_and_month_swapped"
    NOT_A_DATE = "not_a_date"
    """At least one of the two cannot be read as a date; the texts were compared."""


@dataclass(frozen=True)
class Reading:
    """What one source says. ``source``: a document's id, or where else it comes from, such as ``typed``."""

    source: str
    subject: Subject
    text: str = field(repr=False)


@dataclass(frozen=True)
class Finding:
    """Two sources about one subject. ``remarks`` may accompany SAME (a title, a form of writing).

    ``differs_at``: the places, from 0, where two NIKs of one length have different digits, counted in their
    digits alone.
    """

    subject: Subject
    first: str
    second: str
    likeness: Likeness
    remarks: frozenset[Remark | NameRemark] = frozenset()
    differs_at: tuple[int, ...] = ()


def compare(readings: Iterable[Reading]) -> tuple[Finding, ...]:
    """One finding for each two readings of a subject, in the order given. Empty readings say nothing."""
    told = [one for one in readings if one.text.strip()]
    return tuple(_finding(one, other) for one, other in combinations(told, 2) if one.subject is other.subject)


def _finding(one: Reading, other: Reading) -> Finding:
    differs_at: tuple[int, ...] = ()
    remarks: frozenset[Remark | NameRemark] = frozenset()
    if max(len(one.text), len(other.text)) > LONGEST:
        likeness = _texts(one.text, other.text)
    else:
        match one.subject:
            case Subject.NAME:
                likeness, remarks = _names(one.text, other.text)
            case Subject.NIK:
                likeness, remarks, differs_at = _niks(one.text, other.text)
            case Subject.BIRTH_DATE:
                likeness, remarks = _dates(one.text, other.text)
    return Finding(one.subject, one.source, other.source, likeness, remarks, differs_at)


def _names(first: str, second: str) -> tuple[Likeness, frozenset[Remark | NameRemark]]:
    whole, whole_other = person_names.words(first), person_names.words(second)
    if whole == whole_other:
        return (Likeness.SAME if whole else _texts(first, second)), frozenset()
    name, other = person_names.without_titles(first), person_names.without_titles(second)
    titles, titles_other = Counter(whole) - Counter(name), Counter(whole_other) - Counter(other)
    title = frozenset({NameRemark.TITLE}) if titles != titles_other else frozenset()
    if name == other:
        return Likeness.SAME, title
    near = person_names.near(name, other)
    return (Likeness.NEAR, near | title) if near else (Likeness.DIFFERENT, frozenset())


def _niks(first: str, second: str) -> tuple[Likeness, frozenset[Remark | NameRemark], tuple[int, ...]]:
    digits, digits_other = _digits(first), _digits(second)
    if not digits or not digits_other:
        return _texts(first, second), frozenset(), ()
    likeness, remarks = _numbers(digits, digits_other)
    return likeness, remarks, _places(digits, digits_other) if len(digits) == len(digits_other) else ()


def _numbers(first: str, second: str) -> tuple[Likeness, frozenset[Remark | NameRemark]]:
    """Of digits. One slip of a person or a reader is near."""
    if first == second:
        return Likeness.SAME, frozenset()
    if edits(first, second) > 1:
        return Likeness.DIFFERENT, frozenset()
    if len(first) != len(second):
        return Likeness.NEAR, frozenset({Remark.DIGIT_MISSING})
    swapped = len(_places(first, second)) == 2
    return Likeness.NEAR, frozenset({Remark.SWAPPED_DIGITS if swapped else Remark.ONE_DIGIT})


def _dates(first: str, second: str) -> tuple[Likeness, frozenset[Remark | NameRemark]]:
    one, other = written_dates.read(first), written_dates.read(second)
    if one is None or other is None:
        return _texts(first, second), frozenset({Remark.NOT_A_DATE})
    if one == other:
        return Likeness.SAME, frozenset()
    left_out = frozenset({Remark.CENTURY_LEFT_OUT}) if one.has_century != other.has_century else frozenset()
    if left_out:
        one, other = one.without_century(), other.without_century()
    if one == other:
        return Likeness.NEAR, left_out
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return Likeness.NEAR, left_out | {Remark.DAY_AND_MONTH_SWAPPED}
    likeness, remarks = _numbers(_digits(str(one)), _digits(str(other)))
    return likeness, remarks | left_out


def _places(first: str, second: str) -> tuple[int, ...]:
    """Where two texts of one length differ."""
    return tuple(at for at, (one, other) in enumerate(zip(first, second, strict=True)) if one != other)


def _texts(first: str, second: str) -> Likeness:
    same = " ".join(first.casefold().split()) == " ".join(second.casefold().split())
    return Likeness.SAME if same else Likeness.DIFFERENT


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isascii() and character.isdigit())
