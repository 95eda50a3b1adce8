"""KPJ, the membership number on the participant's card: what is odd about its form.

Responsible for: tidying what was typed or read, and a warning. Not for: refusing. No public description of
the number has been found; it usually has 11 characters, so its form is the branch's to configure.

Private by default, as ``nik``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from channel.rules.masking import masked

USUAL_FORM: Final = "[0-9A-Z]{11}"
"""A regular expression that a whole tidied KPJ fits."""


@dataclass(frozen=True, repr=False)
class Kpj:
    """``number``: in capitals, without spaces, dots and hyphens; empty when nothing else was typed."""

    number: str

    @classmethod
    def of(cls, text: str) -> Kpj:
        """Never refuses: whatever stands on the card is the officer's to judge."""
        return cls(re.sub(r"[\s.\-]", "", text).upper())

    def __repr__(self) -> str:
        return f"Kpj({self})"

    def __str__(self) -> str:
        return masked(self.number)


class KpjForm:
    """The form that a branch expects. Raises ``ValueError`` for what is no regular expression."""

    def __init__(self, expression: str = USUAL_FORM) -> None:
        try:
            self._expression = re.compile(expression, re.ASCII)
        except re.error as error:
            raise ValueError(f"the form of a KPJ is no regular expression: {error}.") from None

    def is_usual(self, kpj: Kpj) -> bool:
        """False warns the officer and asks the participant to look once more; it refuses nothing."""
        return self._expression.fullmatch(kpj.number) is not None
