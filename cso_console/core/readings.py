"""What the officer reads on the papers, beside what the participant typed.

Responsible for: keeping readings for the length of a visit, and putting them side by side. Not for: how texts
are compared (``channel.rules.comparison``), nor deciding anything: a difference is marked and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from channel.rules.comparison import LONGEST, Finding, Likeness, Reading, Subject, compare
from cso_console.core.casework import ComparedCell, ComparedRow

TYPED = "typed"
"""The source that is no paper."""


class Readings:
    """One visit's."""

    def __init__(self) -> None:
        self._texts: dict[tuple[str, Subject], str] = {}

    def enter(self, item: str, subject: str, text: str) -> None:
        """An empty text takes the reading back; a subject that nobody compares is dropped."""
        if subject not in tuple(Subject):
            return
        key = (item, Subject(subject))
        if text.strip():
            self._texts[key] = text.strip()[:LONGEST]
        else:
            self._texts.pop(key, None)

    def compared(self, typed: Mapping[Subject, str], items: Sequence[str]) -> tuple[ComparedRow, ...]:
        """A row for each subject of which anything is known: what was typed first, then the papers in this
        order. The first source is what the others are held against."""
        rows = []
        for subject in Subject:
            told = [Reading(TYPED, subject, typed[subject])] if typed.get(subject) else []
            for item in items:
                if text := self._texts.get((item, subject)):
                    told.append(Reading(item, subject, text))  # noqa: PERF401 - a walrus in two loops hides
            if told:
                rows.append(_row(subject, told))
        return tuple(rows)


def differing(rows: Sequence[ComparedRow]) -> set[str]:
    """The papers that say otherwise than the first source of a row."""
    return {cell.source for row in rows for cell in row.cells if cell.differs}


def _row(subject: Subject, told: list[Reading]) -> ComparedRow:
    against = {one.second: one for one in compare(told) if one.first == told[0].source}
    odd = [one for one in against.values() if one.likeness is not Likeness.SAME]
    cells = tuple(_cell(one, against.get(one.source)) for one in told)
    return ComparedRow(subject.value, cells, remark=_remark(odd[0]) if odd else "", same=not odd)


def _cell(told: Reading, finding: Finding | None) -> ComparedCell:
    if finding is None or finding.likeness is Likeness.SAME:
        return ComparedCell(told.source, told.text)
    digits = [at for at, character in enumerate(told.text) if character.isascii() and character.isdigit()]
    return ComparedCell(
        told.source, told.text, odd=tuple(digits[at] for at in finding.differs_at), differs=True
    )


def _remark(finding: Finding) -> str:
    """The plainest one; the likeness where there is none."""
    return min((remark.value for remark in finding.remarks), default=finding.likeness.value)
