"""Numbers with a prefix and a check character: tickets, bookings, and the reference on a slip.

Responsible for: making and reading them. Not for: whether one has been given out (the store knows).

A number is ``PREFIX-XXXX-XX``: what it is, random characters, and last a check character over all of it. The
alphabet leaves out 0, O, 1 and I, so a person can read a number aloud and type it. Both barcode readers give
false reads now and then, and people mistype: prefix and check character keep either from becoming somebody
else's number.

The check is Damm's over the field of 32 elements, one for each character of the alphabet: the interim value
is replaced by ``2 ⊗ (interim ⊕ value)``. It finds every single wrong character and every swap of two
characters, neighbours or not, up to a length of 31 (the powers of 2 in that field repeat after 31). ISO 7064
MOD 37,36 was not taken: its check character may be one of the four, and some swaps pass.
Source: H. M. Damm, "Total anti-symmetrische Quasigruppen", Marburg 2004, example 5.2; "Totally
anti-symmetric quasigroups for all orders n ≠ 2, 6", Discrete Mathematics 307 (2007) 715–729.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from channel.rules.claims import ClaimKind

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LONGEST: Final = 31
_VALUES: Final = {character: value for value, character in enumerate(ALPHABET)}
_GROUP: Final = 4
_REDUCTION: Final = 0b100101
"""x⁵ + x² + 1, whose root 2 generates all of the field but 0."""


def check_character(characters: str) -> str:
    """The one to be written behind these characters of ``ALPHABET``."""
    return ALPHABET[_interim(characters)]


def _interim(characters: str) -> int:
    interim = 0
    for character in characters:
        interim = (interim ^ _VALUES[character]) << 1
        if interim >= len(ALPHABET):
            interim ^= _REDUCTION
    return interim


@dataclass(frozen=True)
class NumberForm:
    """One kind of number: its ``prefix`` of letters and how many characters are ``random``."""

    prefix: str
    random: int

    def __post_init__(self) -> None:
        if not re.fullmatch("[A-HJ-NP-Z]{2,4}", self.prefix):
            raise ValueError("a prefix has 2 to 4 capital letters other than I and O")
        if not 1 <= self.random < LONGEST - len(self.prefix):
            raise ValueError(f"a number has at most {LONGEST} characters, its prefix and check included")

    def make(self, choose: Callable[[int], int]) -> str:
        """A new number, grouped for people. ``choose(n)``: a random whole number below n, as
        ``secrets.randbelow`` gives."""
        body = "".join(ALPHABET[choose(len(ALPHABET))] for _ in range(self.random))
        return self._grouped(body + check_character(self.prefix + body))

    def read(self, text: str) -> str | None:
        """The number in ``text``, grouped as ``make`` does, or None if ``text`` is none of this kind.

        Capitals, spaces and hyphens do not matter. None says nothing more: a false read is likelier than a
        mistake that could be explained.
        """
        plain = re.sub(r"[\s-]", "", text).upper() if len(text) <= 4 * LONGEST else ""
        body = plain.removeprefix(self.prefix)
        if not plain.startswith(self.prefix) or len(body) != self.random + 1:
            return None
        if not _VALUES.keys() >= set(body) or _interim(plain) != 0:
            return None
        return self._grouped(body)

    def _grouped(self, body: str) -> str:
        groups = [body[start : start + _GROUP] for start in range(0, len(body), _GROUP)]
        return "-".join([self.prefix, *groups])


TICKET: Final = NumberForm("TKT", 6)
"""A place in the queue, printed in the hall."""
BOOKING: Final = NumberForm("BKG", 8)
"""A date made beforehand, on paper or on a telephone's screen."""
REFERENCES: Final = {
    ClaimKind.JHT: NumberForm("JHT", 5),
    ClaimKind.JKK: NumberForm("JKK", 5),
    ClaimKind.JKM: NumberForm("JKM", 5),
    ClaimKind.JP: NumberForm("JP", 5),
    ClaimKind.QUESTION: NumberForm("TNY", 5),
}
"""The number of a visit on its slip ("Nomor: JHT-4K7P-2M"), by the kind of its claim."""


def read_any(text: str, forms: Iterable[NumberForm]) -> tuple[NumberForm, str] | None:
    """The first of ``forms`` that ``text`` has, and its number; None for anything else."""
    for form in forms:
        if (number := form.read(text)) is not None:
            return form, number
    return None
