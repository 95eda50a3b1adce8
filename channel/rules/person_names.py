"""Names of people as two papers write them: what is the same name, what is nearly the same.

Responsible for: leaving out what does not belong to a name (case, marks, titles), and telling what two names
differ in. Not for: deciding whether they name one person; the officer does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import zip_longest
from typing import Final

from channel.rules.edits import edits


def _listed(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_BEFORE: Final = frozenset(
    _listed(
        """
        H HJ HAJI HAJJAH KH K IR DR DRG DRH DRS DRA PROF TN NY NN SDR SDRI BPK BAPAK IBU ALM ALMH
        """
    )
)
_BEHIND: Final = frozenset(
    _listed(
        """
        SE SEI SH SHI SHUM SS SAG SAK SAP SFARM SGZ SIKOM SIP SKED SKEP SKM SKOM SOS SP SPD SPDI SPI SPSI SPT
        SSI SSN SSOS SST SSTP ST STH STP STR STRKEP BA BSC BBA
        MA MAG MAK MBA MCS MENG MH MHUM MIKOM MKES MKM MKN MKOM MM MPD MPDI MPH MPSI MSC MSI MSN MT MTI PHD LC
        AMD AMDKEB AMDKEP AMDKOM AMK AMKEB AMKL AMAPD APT NERS NS SPA SPB SPOG SPPD AK CA CPA
        """
    )
)
_SPELLINGS: Final = (("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("SJ", "SY"), ("CH", "H"), ("KH", "H"))
"""Older spellings (before 1972) and ways to write Arabic letters, each with what it is read as."""
_SAME_NAME: Final = {
    form: forms[0]
    for forms in map(
        _listed,
        (
            """
            MUHAMMAD MUHAMAD MUHAMMED MUHAMED MOHAMMAD MOHAMAD MOHAMMED MOHAMED MOCHAMMAD MOCHAMAD MUCHAMMAD
            MUCHAMAD MUCH MOCH MUH MOH MUHD MOHD MHD MD
            """,
            "AHMAD ACHMAD AKHMAD AHMED",
            "ABDUL ABD ABDL ABDOEL",
            "SITI ST STI",
            "NUR NOER NOOR",
        ),
    )
    for form in forms
}
"""Short forms and spellings of frequent names, each with the first of its group."""
_LETTERS_AN_EDIT: Final = 8


class NameRemark(StrEnum):
    """What two names differ in; more than one may be told at once."""

    TITLE = "title"
    ABBREVIATION = "abbreviation"
    SPELLING = "spelling"
    SPACING = "spacing"
    WORD_ORDER = "word_order"
    MISSING_WORD = "missing_word"


def words(name: str) -> tuple[str, ...]:
    """The words of a name: capitals A to Z and digits, without accents and marks, titles included."""
    return tuple(_marks_off(part) for part in _parts(name) if _marks_off(part))


def without_titles(name: str) -> tuple[str, ...]:
    """The same without titles before and degrees behind it; never empty unless ``words`` is.

    ``H.``, ``Hj.``, ``Ir.`` count before the name and ``S.E.``, ``M.Si.`` behind it, with their dots or
    without.
    """
    every = list(words(name))
    while len(every) > 1 and every[-1] in _BEHIND:
        every.pop()
    while len(every) > 1 and every[0] in _BEFORE:
        every.pop(0)
    return tuple(every)


def near(first: tuple[str, ...], second: tuple[str, ...]) -> frozenset[NameRemark]:
    """What makes two different names (as ``without_titles`` gives them) nearly the same; empty: nothing."""
    for remark, alike in (
        (NameRemark.SPACING, _run_together),
        (NameRemark.SPELLING, _respelt),
        (NameRemark.WORD_ORDER, sorted),
    ):
        if alike(first) == alike(second):
            return frozenset({remark})
    if len(first) == len(second) and _agree(first, second):
        return frozenset({NameRemark.ABBREVIATION})
    shorter, longer = sorted((first, second), key=len)
    if shorter and len(shorter) < len(longer) and _within(shorter, longer):
        plain = all(word in longer for word in shorter)
        more = () if plain else (NameRemark.ABBREVIATION,)
        return frozenset({NameRemark.MISSING_WORD, *more})
    one, other = "".join(_respelt(first)), "".join(_respelt(second))
    allowed = min(len(one), len(other)) // _LETTERS_AN_EDIT + (min(len(one), len(other)) >= 4)
    if edits(one, other) <= min(allowed, 2):
        return frozenset({NameRemark.SPELLING})
    return frozenset()


def _parts(name: str) -> Iterator[str]:
    # A full stop joins the letters of a degree (S.E.), but ends a short form before a name (Muh.Ali, H.Ali).
    for part in re.split(r"[\s,;/_()\-–]+", unicodedata.normalize("NFKD", name).upper()):
        pieces = part.split(".")
        if _marks_off(part) in _BEHIND or all(len(piece) <= 1 for piece in pieces):
            yield part
        else:
            yield from pieces


def _marks_off(part: str) -> str:
    return re.sub("[^A-Z0-9]", "", part)


def _run_together(name: Iterable[str]) -> list[str]:
    return ["".join(name)]


def _respelt(name: Iterable[str]) -> list[str]:
    spelt = []
    for word in name:
        for old, new in _SPELLINGS:
            word = word.replace(old, new)
        spelt.append(re.sub(r"(.)\1", r"\1", word))
    return spelt


def _agree(first: Iterable[str], second: Iterable[str]) -> bool:
    """Whether each word is the other, a usual short form of it, or its initial."""
    return all(_word_agrees(one, other) for one, other in zip_longest(first, second, fillvalue=""))


def _word_agrees(one: str, other: str) -> bool:
    if _SAME_NAME.get(one, one) == _SAME_NAME.get(other, other):
        return True
    return min(len(one), len(other)) == 1 and one[:1] == other[:1]


def _within(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    """Whether the words of ``shorter`` are among those of ``longer``, in this order."""
    rest = iter(longer)
    return all(any(_word_agrees(word, candidate) for candidate in rest) for word in shorter)
