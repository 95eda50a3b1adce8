"""The slip as PDF, one page of A4 that any office printer takes, and as a file of each case handed over.

Responsible for: how a slip looks on that page, and what a decided case has to tell on it. Not for: the words
(``channel.rules.slip``), the file's structure (``pdf``), handing over (``handover``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from channel.rules.claims import ClaimKind, ClaimRules
from channel.rules.qr import qr_modules
from channel.rules.slip import Role, Slip, SlipFacts, SlipOutcome, handed_in, slip
from channel.wire.documents import CaseState
from signaling_server.core import papers
from signaling_server.runtime.pdf import A4_HEIGHT, A4_WIDTH, MM, Pdf, text_width, wrapped
from signaling_server.store.outbox import Parcel, ParcelFile
from signaling_server.store.parcels import HandedOver

FILE_NAME: Final = "slip.pdf"

_LEFT, _RIGHT = 88.0, A4_WIDTH - 88.0
_TOP, _BOTTOM = 40.0, A4_HEIGHT - 40.0
_CODE = 42 * MM
_PADDING = 12.0
_AMBER, _AMBER_EDGE = (1.0, 0.953, 0.839), (0.541, 0.353, 0.0)
"""The colours of "take your originals back" on the booth's screen."""


@dataclass(frozen=True)
class _Look:
    """How a line is set; ``above``: the space before it; ``hang``: the room for a mark."""

    size: float
    above: float
    bold: bool = False
    centred: bool = False
    hang: float = 0.0


_LOOKS: Final = {
    Role.TITLE: _Look(20, 0, bold=True, centred=True),
    Role.PLACE: _Look(13, 4, centred=True),
    Role.CODE: _Look(0, 2, centred=True),
    Role.REFERENCE: _Look(30, 0, bold=True, centred=True),
    Role.CUT: _Look(0, 14),
    Role.CLAIM: _Look(14, 12),
    Role.OUTCOME: _Look(22, 4, bold=True),
    Role.HEADING: _Look(14, 14, bold=True),
    Role.DONE: _Look(14, 3, hang=24),
    Role.BRING: _Look(14, 3, hang=24),
    Role.NOTE: _Look(13, 8),
    Role.REMINDER: _Look(18, 14, bold=True),
}
_LEADING = 1.2


def slip_pdf(lines: Slip) -> bytes:
    """The slip on one page, or more when it is very long."""
    title = next((line.text for line in lines if line.role is Role.REFERENCE), "")
    page = _Page(Pdf(title))
    for line in lines:
        look = _LOOKS[line.role]
        match line.role:
            case Role.CODE:
                page.code(line.text, look)
            case Role.CUT:
                page.cut(look)
            case Role.REMINDER:
                page.boxed(line.text, look)
            case Role.DONE:
                page.ticked(line.text, look)
            case _:
                page.text(line.text, look, f"{line.number}." if line.number else "")
    return page.pdf.content()


class _Page:
    """From top to bottom. ``_y``: how far it is filled."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self._y = _TOP

    def text(self, text: str, look: _Look, mark: str = "") -> None:
        left, width = _LEFT + look.hang, _RIGHT - _LEFT - look.hang
        for number, row in enumerate(wrapped(text, look.size, width, bold=look.bold)):
            self._room(look.size * _LEADING, 0 if number else look.above)
            if mark and not number:
                self.pdf.text((_LEFT, self._base(look)), mark, look.size)
            spare = width - text_width(row, look.size, bold=look.bold)
            across = left + (spare / 2 if look.centred else 0)
            self.pdf.text((across, self._base(look)), row, look.size, bold=look.bold)

    def ticked(self, text: str, look: _Look) -> None:
        self._room(look.size * _LEADING, look.above)
        x, y = _LEFT + 1, self._base(look)
        self.pdf.line(((x, y - 4), (x + 4, y), (x + 12, y - 9)), 1.6)
        self._y -= look.size * _LEADING
        self.text(text, _Look(look.size, 0, hang=look.hang))

    def boxed(self, text: str, look: _Look) -> None:
        inner = _RIGHT - _LEFT - 2 * _PADDING
        rows = wrapped(text, look.size, inner, bold=look.bold)
        height = len(rows) * look.size * _LEADING + 2 * _PADDING
        self._room(height, look.above)
        top = self._y - height
        self.pdf.area([(_LEFT, top, _RIGHT - _LEFT, height)], _AMBER)
        corners = ((_LEFT, top), (_RIGHT, top), (_RIGHT, self._y), (_LEFT, self._y), (_LEFT, top))
        self.pdf.line(corners, 1.5, colour=_AMBER_EDGE)
        for number, row in enumerate(rows):
            base = top + _PADDING + number * look.size * _LEADING + look.size
            self.pdf.text((_LEFT + _PADDING, base), row, look.size, bold=look.bold)

    def code(self, text: str, look: _Look) -> None:
        modules = qr_modules(text)
        self._room(_CODE, look.above)
        side = _CODE / len(modules)
        left, top = (A4_WIDTH - _CODE) / 2, self._y - _CODE
        self.pdf.area(
            (left + across * side, top + down * side, side, side)
            for down, row in enumerate(modules)
            for across, dark in enumerate(row)
            if dark
        )

    def cut(self, look: _Look) -> None:
        self._room(1.0, look.above)
        self.pdf.line(((_LEFT, self._y), (_RIGHT, self._y)), 1.0, dash=4.0)

    def _base(self, look: _Look) -> float:
        """The base line of the row that was made room for last."""
        return self._y - look.size * (_LEADING - 1)

    def _room(self, height: float, above: float) -> None:
        """Go down by this; on to the next page when it does not fit."""
        if self._y + above + height > _BOTTOM:
            self.pdf.new_page()
            self._y, above = _TOP, 0.0
        self._y += above + height


# ---------------------------------------------------------------- of a case


class SlipAttachment:
    """The slip of each case that is handed over (``handover.Attach``), in its participant's language."""

    def __init__(self, branch: str, rules: ClaimRules) -> None:
        self._branch = branch
        self._rules = rules

    def __call__(self, parcel: Parcel) -> Sequence[ParcelFile]:
        handed_over = msgspec.json.decode(parcel.content, type=HandedOver)
        if handed_over.supplement:
            return []  # the parcel before it had the slip
        content = slip_pdf(slip(self._facts(handed_over.case, handed_over.booth)))
        return [ParcelFile(FILE_NAME, "application/pdf", len(content), lambda: content)]

    def _facts(self, case: CaseState, booth: int) -> SlipFacts:
        language = "id" if case.facts is None else case.facts.language
        kind = None if case.facts is None else ClaimKind.of_word(case.facts.claim)
        claim = None if kind is None else self._rules.claim(kind)
        done: tuple[str, ...] = ()
        if case.papers is not None:
            checklist = case.papers.checklist
            done = handed_in(checklist, papers.handed_in(checklist, case.documents, case.decisions), language)
        return SlipFacts(
            language=language,
            branch=self._branch,
            booth=booth,
            at=datetime.fromtimestamp(case.decided_at),
            reference=case.reference,
            outcome=SlipOutcome(case.outcome.value),
            claim="" if claim is None else claim.name.of(language),
            handed_in=done,
            bring=tuple(line.of(language) for line in case.bring),
            reason=case.reason,
        )
