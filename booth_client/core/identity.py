"""Who the participant is, as far as they scan or type it: ticket or booking, NIK, KPJ, links on papers.

Responsible for: the numbers, what is wrong or odd about them, and what the pages show of that. Not for: when
these pages come (``way``); a number proves nothing about who types it.

A NIK that cannot be is not taken; everything else is, for the officer judges. Both numbers may be left out:
not everybody has a NIK, and hardly anybody knows their KPJ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from booth_client.core.pages import NumberEntry, NumberProblem, NumberRemark, Scan
from booth_client.core.snapshot import Screen
from channel.rules import nik
from channel.rules.checked_number import BOOKING, TICKET, read_any
from channel.rules.kpj import Kpj, KpjForm

KPJ_USUAL: Final = 11
KPJ_MOST: Final = 20
LINK_MOST: Final = 1000
_LINK: Final = re.compile("https?://", re.IGNORECASE)
PROBLEM_SHOWS_S: Final = 5.0
"""So long it is said that a code was none that is looked for."""


class Identity:
    """Of one visit. Pages are named by ``Screen.NIK`` and ``Screen.KPJ``."""

    def __init__(self, kpj_form: KpjForm) -> None:
        self._kpj_form = kpj_form
        self._ticket = ""
        self._links: dict[str, str] = {}
        self._typed = {Screen.NIK: "", Screen.KPJ: ""}
        self._shown = False
        self._objected: Screen | None = None
        """The page on which LANJUT was touched and the number was not taken at once."""
        self._strange_until_s = 0.0

    def told(self) -> dict[str, str]:
        """For the facts of the case: what is known, by its name there. A NIK only when it is whole."""
        number = self._typed[Screen.NIK]
        told = {
            "ticket": self._ticket,
            "nik": number if _problem(number) is None else "",
            "kpj": Kpj.of(self._typed[Screen.KPJ]).number,
        }
        return {name: value for name, value in told.items() if value} | self._links

    # ------------------------------------------------------------ scanning

    def scan(self, texts: Iterable[str], now_s: float) -> bool:
        """Whether one of the codes is a ticket, a booking or a card."""
        known = [self._read(text) for text in texts]
        if not known:
            return False
        self._strange_until_s = 0.0 if any(known) else now_s + PROBLEM_SHOWS_S
        return any(known)

    def _read(self, text: str) -> bool:
        ticket = read_any(text, (TICKET, BOOKING))
        if ticket is not None:
            self._ticket = ticket[1]
            return True
        card = text.strip()
        if card.isdigit() and _problem(card) is None and card:
            self._typed[Screen.NIK] = card
            return True
        return self._read_kpj(card)

    def _read_kpj(self, text: str) -> bool:
        """Whether ``text`` looks like a membership number; it is taken then."""
        kpj = Kpj.of(text) if len(text) <= KPJ_MOST else Kpj("")
        if not self._kpj_form.is_usual(kpj):
            return False
        self._typed[Screen.KPJ] = kpj.number
        return True

    def note_codes(self, kind: str, texts: Iterable[str]) -> None:
        """What codes on a photographed paper say: the membership number, where none was given, and the link
        that the officer is shown and nobody opens."""
        for text in texts:
            if _LINK.match(text) and len(text) <= LINK_MOST:
                self._links[f"link.{kind}"] = text
            elif not self._typed[Screen.KPJ]:
                self._read_kpj(text)

    def scan_view(self, camera: bool, now_s: float) -> Scan:
        strange = now_s < self._strange_until_s
        return Scan(camera, NumberProblem.NOT_A_TICKET if strange else None)

    # ------------------------------------------------------------ typing

    def enter(self) -> None:
        """Another page: what was shown is covered again."""
        self._shown, self._objected = False, None

    def press(self, page: Screen, key: str) -> None:
        typed = self._typed[page]
        fits = len(key) == 1 and key.isascii()
        if page is Screen.NIK:
            fits = fits and key.isdigit() and len(typed) < nik.LENGTH
        else:
            fits = fits and key.isalnum() and len(typed) < KPJ_MOST
        if fits:
            self._typed[page] = typed + key.upper()
            self._objected = None

    def erase(self, page: Screen) -> None:
        self._typed[page] = self._typed[page][:-1]
        self._objected = None

    def show(self, shown: bool) -> None:
        self._shown = shown

    def finish(self, page: Screen) -> bool:
        """LANJUT. False: the number is not taken, or is to be looked at once more."""
        entry = self.entry(page)
        unusual = page is Screen.KPJ and bool(entry.typed) and not self._is_usual()
        if not entry.may_go_on or (unusual and self._objected is not page):
            self._objected = page
            return False
        return True

    def entry(self, page: Screen) -> NumberEntry:
        typed, objected = self._typed[page], self._objected is page
        if page is Screen.KPJ:
            odd = objected and bool(typed) and not self._is_usual()
            remark = NumberRemark.UNUSUAL_FORM if odd else None
            return NumberEntry(typed, KPJ_USUAL, self._shown, None, remark, may_go_on=True)
        problem = _problem(typed)
        may_go_on = problem is None
        if problem is NumberProblem.TOO_SHORT and not objected:
            problem = None
        remark = NumberRemark.UNKNOWN_PROVINCE if typed and may_go_on and _is_odd(typed) else None
        return NumberEntry(typed, nik.LENGTH, self._shown, problem, remark, may_go_on)

    def _is_usual(self) -> bool:
        return self._kpj_form.is_usual(Kpj.of(self._typed[Screen.KPJ]))


def _problem(number: str) -> NumberProblem | None:
    """Of a NIK; none at all is no problem."""
    if not number:
        return None
    try:
        nik.Nik(number)
    except nik.NotANik as fault:
        is_length = fault.fault is nik.NikFault.NOT_16_DIGITS
        return NumberProblem.TOO_SHORT if is_length else NumberProblem.IMPOSSIBLE_DATE
    return None


def _is_odd(number: str) -> bool:
    return nik.Nik(number).province not in nik.PROVINCES
