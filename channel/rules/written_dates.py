"""Dates as Indonesian papers write them.

Responsible for: finding the one date in a text such as ``TELADAN, 12 Pebruari 1988``. Not for: which century
a year of two digits belongs to, nor comparing (``comparison``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_MONTHS: Final = {
    name: month
    for month, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar mrt",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agu agt ags agst aug",
            "september sep sept",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Indonesian in its present and older spelling, and English as in passports, with usual abbreviations."""

_YEAR: Final = r"(?P<year>\d{4}|\d{2})"
_FORMS: Final = tuple(
    re.compile(rf"(?<!\d){form}(?!\d)", re.ASCII)
    for form in (
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})\s*(?P<mark>[-/. ])\s*(?P<month>\d{{1,2}})\s*(?P=mark)\s*{_YEAR}",
        rf"(?P<day>\d{{1,2}})[-/. ]*(?P<name>[a-z]+)[-/. ]*{_YEAR}",
        r"(?P<day>\d{2})(?P<month>\d{2})(?P<year>\d{4})",
    )
)


@dataclass(frozen=True)
class WrittenDate:
    """A date of the calendar. ``year``: as written, four digits or two (then below 100)."""

    day: int
    month: int
    year: int

    @property
    def has_century(self) -> bool:
        return self.year >= 100

    def __str__(self) -> str:
        return f"{self.day:02d}-{self.month:02d}-{self.year:0{4 if self.has_century else 2}d}"

    def without_century(self) -> WrittenDate:
        return WrittenDate(self.day, self.month, self.year % 100)


def read(text: str) -> WrittenDate | None:
    """The date in ``text``; None when there is none, more than one, or one that no calendar has."""
    plain = " ".join(text.lower().split())
    found = {
        date_ for form in _FORMS for match in form.finditer(plain) if (date_ := _date(match)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _date(match: re.Match[str]) -> WrittenDate | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = int(parts["month"]) if name is None else _MONTHS.get(name, 0)
    year = int(parts["year"])
    leap = year if year >= 100 else 2000 + year  # the same for 19YY, but for 1900, which was none
    try:
        date(leap, month, int(parts["day"]))
    except ValueError:
        return None
    return WrittenDate(int(parts["day"]), month, year)
