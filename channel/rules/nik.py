"""NIK, the 16-digit number of the Indonesian identity card: what it says and what is odd about it.

Responsible for: parsing ``PP KK CC DDMMYY SSSS`` (province, regency, district, birth date with women's days
counted from 41, serial from 0001), the plausible century, and warnings. Not for: identity. A well-formed NIK
proves nothing about who shows it, and a warning never refuses: the code is that of the *first* registration,
and a NIK is never changed, not even when its birth date was wrong.

Private by default: the number is in no exception, and ``repr`` and ``str`` cover all but the last digit.

Source of the form: Law 23/2006 on population administration and its implementing Regulation 37/2007,
Article 37; the province codes are those of the Ministry of Home Affairs after the four new provinces of 2022.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from channel.rules.masking import masked

LENGTH: Final = 16
WOMENS_DAYS: Final = 40
PLAUSIBLE_AGES: Final = range(15, 111)
"""Years of age of somebody who sits in the booth with a card of their own: old enough to work."""

PROVINCES: Final = {
    "11": "Aceh",
    "12": "Sumatera Utara",
    "13": "Sumatera Barat",
    "14": "Riau",
    "15": "Jambi",
    "16": "Sumatera Selatan",
    "17": "Bengkulu",
    "18": "Lampung",
    "19": "Kepulauan Bangka Belitung",
    "21": "Kepulauan Riau",
    "31": "DKI Jakarta",
    "32": "Jawa Barat",
    "33": "Jawa Tengah",
    "34": "DI Yogyakarta",
    "35": "Jawa Timur",
    "36": "Banten",
    "51": "Bali",
    "52": "Nusa Tenggara Barat",
    "53": "Nusa Tenggara Timur",
    "61": "Kalimantan Barat",
    "62": "Kalimantan Tengah",
    "63": "Kalimantan Selatan",
    "64": "Kalimantan Timur",
    "65": "Kalimantan Utara",
    "71": "Sulawesi Utara",
    "72": "Sulawesi Tengah",
    "73": "Sulawesi Selatan",
    "74": "Sulawesi Tenggara",
    "75": "Gorontalo",
    "76": "Sulawesi Barat",
    "81": "Maluku",
    "82": "Maluku Utara",
    "91": "Papua",
    "92": "Papua Barat",
    "93": "Papua Selatan",
    "94": "Papua Tengah",
    "95": "Papua Pegunungan",
    "96": "Papua Barat Daya",
}
"""By the first two digits. Not complete for ever: an unknown code is a warning."""

_MONTH_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Sex(StrEnum):
    FEMALE = "female"
    MALE = "male"


class NikFault(StrEnum):
    """Why a text is no NIK: the only reasons for which one is refused."""

    NOT_16_DIGITS = "not_16_digits"
    IMPOSSIBLE_DAY = "impossible_day"
    IMPOSSIBLE_MONTH = "impossible_month"


class NikWarning(StrEnum):
    """What the officer is told about a NIK; it is taken all the same."""

    BIRTH_DATE_DIFFERS = "birth_date_differs"
    REGION_DIFFERS = "region_differs"
    UNKNOWN_PROVINCE = "unknown_province"
    SERIAL_ZERO = "serial_zero"
    NO_SUCH_DATE = "no_such_date"
    """29 February of a year that has none: whoever gave the number out may have erred."""


class NotANik(ValueError):
    """The text is no NIK, for the reason ``fault``. It does not repeat the text."""

    def __init__(self, fault: NikFault) -> None:
        super().__init__(f"not a NIK: {fault}")
        self.fault = fault


@dataclass(frozen=True, repr=False)
class Nik:
    """``number``: 16 digits, leading zeros kept. Raises ``NotANik``."""

    number: str

    def __post_init__(self) -> None:
        if not re.fullmatch(rf"[0-9]{{{LENGTH}}}", self.number):
            raise NotANik(NikFault.NOT_16_DIGITS)
        if not 1 <= self.month <= 12:
            raise NotANik(NikFault.IMPOSSIBLE_MONTH)
        if not 1 <= self.day <= _MONTH_DAYS[self.month - 1]:
            raise NotANik(NikFault.IMPOSSIBLE_DAY)

    def __repr__(self) -> str:
        return f"Nik({self})"

    def __str__(self) -> str:
        return masked(self.number)

    @property
    def province(self) -> str:
        """Two digits, as in ``PROVINCES``."""
        return self.number[:2]

    @property
    def regency(self) -> str:
        """Four digits: those of the province, then its regency or city."""
        return self.number[:4]

    @property
    def district(self) -> str:
        """Six digits: those of the regency, then its district."""
        return self.number[:6]

    @property
    def sex(self) -> Sex:
        return Sex.FEMALE if int(self.number[6:8]) > WOMENS_DAYS else Sex.MALE

    @property
    def day(self) -> int:
        """Of birth, from 1 to 31, women's too."""
        day = int(self.number[6:8])
        return day - WOMENS_DAYS if day > WOMENS_DAYS else day

    @property
    def month(self) -> int:
        return int(self.number[8:10])

    @property
    def year_of_century(self) -> int:
        """Of birth, from 0 to 99; which century it is, the number does not say."""
        return int(self.number[10:12])

    @property
    def serial(self) -> str:
        """Four digits."""
        return self.number[12:]

    def birth_date_in(self, century: int) -> date | None:
        """``century``: 1900 or 2000. None when that year had no such day."""
        try:
            return date(century + self.year_of_century, self.month, self.day)
        except ValueError:
            return None

    def birth_date(self, today: date) -> date | None:
        """In the century that makes the age plausible; the officer may say another (``birth_date_in``).

        Of two plausible ages the younger. Where neither is, the younger as well: a child of today is likelier
        than somebody older than anybody. None when no year in question had such a day.
        """
        this_century = today.year // 100 * 100
        possible = [self.birth_date_in(century) for century in (this_century, this_century - 100)]
        past = [born for born in possible if born is not None and born <= today]
        plausible = [born for born in past if _age(born, today) in PLAUSIBLE_AGES]
        return next(iter(plausible or past), None)

    def warnings(
        self, today: date, *, card_birth_date: date | None = None, address_region: str = ""
    ) -> tuple[NikWarning, ...]:
        """What is odd about the number, in the order of ``NikWarning``.

        ``card_birth_date``: as the card says, its century does not matter. ``address_region``: the first two,
        four or six digits of the address's region code; empty when it is not known.
        """
        written = None if card_birth_date is None else _day_month_year(card_birth_date)
        odd = {
            NikWarning.BIRTH_DATE_DIFFERS: written
            not in (None, (self.day, self.month, self.year_of_century)),
            NikWarning.REGION_DIFFERS: not self.number.startswith(address_region),
            NikWarning.UNKNOWN_PROVINCE: self.province not in PROVINCES,
            NikWarning.SERIAL_ZERO: self.serial == "0000",
            NikWarning.NO_SUCH_DATE: self.birth_date(today) is None,
        }
        return tuple(warning for warning in NikWarning if odd[warning])


def parse(text: str) -> Nik:
    """The NIK that was typed or read; spaces between its digits are allowed. Raises ``NotANik``."""
    return Nik(text.replace(" ", ""))


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _day_month_year(day: date) -> tuple[int, int, int]:
    return day.day, day.month, day.year % 100
