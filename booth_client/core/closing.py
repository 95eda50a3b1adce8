"""The last pages of the way: what was decided, the signature, the slip, the rating.

Responsible for: these pages and the slip's content. Not for: deciding (the officer's), printing, or what
comes after them (``visit``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from booth_client.core.choice import Choice
from booth_client.core.pages import Printing, SlipPage, Summary
from booth_client.core.papers import Papers
from booth_client.core.service import Service
from booth_client.core.snapshot import Language, Screen
from channel.rules.claims import Text
from channel.rules.kpj import KpjForm
from channel.rules.slip import Slip, SlipFacts, SlipOutcome, slip
from channel.wire.documents import CaseProgress, Outcome


@dataclass(frozen=True)
class Paperwork:
    """What a branch, or a booth, has of its own on the way. ``how_to_ask``: where the state of a claim is
    told; ``has_printer``: whether slips come on paper."""

    kpj_form: KpjForm
    how_to_ask: Text
    has_printer: bool = True


class Closing:
    """Of one visit. Attributes: ``page``, None until the case is decided; ``rated``, 0 for not."""

    def __init__(self, service: Service, paperwork: Paperwork, choice: Choice, papers: Papers) -> None:
        self.page: Screen | None = None
        self.rated = 0
        self._service = service
        self._paperwork = paperwork
        self._choice = choice
        self._papers = papers
        self._progress: CaseProgress | None = None
        self._signed = False
        self._printing = Printing.PRINTING if paperwork.has_printer else Printing.NO_PRINTER
        self._at = datetime.min

    def hear(self, progress: CaseProgress, now_s: float) -> None:
        if progress.outcome is Outcome.NONE:
            return
        self._progress = progress
        if self.page is None:
            self.page = Screen.SUMMARY
            self._at = datetime.fromtimestamp(self._service.clock.unix_s(now_s))

    def sign(self) -> bool:
        """The participant has signed. False: there is nothing to sign, or it was signed before."""
        first = self.page is Screen.SUMMARY and not self._signed
        self._signed = self._signed or first
        return first

    def go_on(self) -> None:
        if self.page is not None:
            self.page = {Screen.SUMMARY: Screen.SLIP}.get(self.page, Screen.RATING)

    def go_back(self) -> None:
        if self.page is Screen.RATING:
            self.page = Screen.SLIP

    @property
    def comes_on_paper(self) -> bool:
        """Whether there is, or will be, a slip to take along."""
        return self._printing in (Printing.PRINTING, Printing.PRINTED)

    def hear_printer(self, printing: Printing) -> None:
        self._printing = printing

    def summary(self) -> Summary | None:
        told = self._progress
        if told is None:
            return None
        return Summary(told.outcome.value, told.reason, self._papers.handed_in(), told.bring, self._signed)

    def slip(self, language: Language) -> Slip:
        """Before the outcome it is that of an open case."""
        told, claim = self._progress, self._choice.name
        return slip(
            SlipFacts(
                language=language.value,
                branch=self._service.branch,
                booth=max(1, self._service.number),
                at=self._at,
                reference="" if told is None else told.reference,
                outcome=SlipOutcome("" if told is None else told.outcome.value),
                claim="" if claim is None else claim.of(language),
                handed_in=tuple(text.of(language) for text in self._papers.handed_in()),
                bring=() if told is None else tuple(text.of(language) for text in told.bring),
                reason="" if told is None else told.reason,
                how_to_ask=self._paperwork.how_to_ask.of(language),
            )
        )

    def slip_page(self, language: Language) -> SlipPage:
        return SlipPage(self.slip(language), self._printing, self._papers.originals)
