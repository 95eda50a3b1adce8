"""A participant at the simulated desk, who lays down what the booth asks for.

Responsible for: which drawn document that is, the time that hands take, and now and then laying it badly at
first. Not for: drawing it (``document_desk``), nor for knowing what is asked: a file says it, as ``KIND
PAGE`` with the kind as in the claim files (``id_card 2`` is the back of the identity card; ``ticket 1`` is
the member card, ``look 1`` the identity card, moved all the time); nothing is asked while it is empty or
missing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np

from hardware.simulated.desk_script import DeskFault, Laid
from hardware.simulated.documents import Document

REACH_S: Final = 0.8
"""Until the document asked for is on the desk; nothing lies there meanwhile."""
LAY_S: Final = 0.6
"""It still moves so long."""
CLUMSY: Final = 0.3
"""Of all papers so many lie badly at first, until the person has read what to do about it."""
MEND_S: Final = 3.0
_CLUMSY_WAYS: Final = (DeskFault.GLARE, DeskFault.GLARE, DeskFault.BLUR, DeskFault.FAR, DeskFault.CUT)
_LOOK: Final = "look"
_SIDES: Final = {
    "member_card": (Document.KPJ, Document.KPJ_BACK),
    "ticket": (Document.KPJ, Document.KPJ),
    _LOOK: (Document.KTP, Document.KTP),
    "family_card": (Document.KK, Document.KK),
    "bank_book": (Document.BANK, Document.BANK),
}
_CARD: Final = (Document.KTP, Document.KTP_BACK)
_PAGES: Final = (Document.LETTER, Document.LETTER_2)


def paper(kind: str, page: int) -> Document:
    """What is laid down for this page of this kind: fronts have odd pages; of what is not drawn as it looks,
    a card or a letter."""
    front, back = _SIDES.get(kind) or (_CARD if "_card" in kind else _PAGES)
    return front if page % 2 else back


class Participant:
    """Attributes ``person`` and ``seed`` as in ``Lies``."""

    def __init__(self, asked: Path, person: int, seed: int) -> None:
        self.person = person
        self.seed = seed
        self._file = asked
        self._asked = ""
        self._times_asked = 0
        self._since_s = 0.0

    def at(self, since_start_s: float) -> Laid:
        """Camera's thread; times never go back."""
        asked = self._read()
        if asked != self._asked:
            self._asked, self._since_s = asked, since_start_s
            self._times_asked += 1
        document = _document(asked)
        for_s = since_start_s - self._since_s - REACH_S
        if document is None or for_s < 0:
            return Laid()
        if for_s < LAY_S or asked.startswith(_LOOK):
            return Laid(document, frozenset({DeskFault.MOVING}))
        if for_s < LAY_S + MEND_S and (fault := self._clumsy()) is not None:
            return Laid(document, frozenset({fault}))
        return Laid(document)

    def _clumsy(self) -> DeskFault | None:
        chance = np.random.default_rng((self.seed, self.person, self._times_asked))
        return _CLUMSY_WAYS[chance.integers(len(_CLUMSY_WAYS))] if chance.random() < CLUMSY else None

    def _read(self) -> str:
        try:
            return self._file.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""


def _document(asked: str) -> Document | None:
    match asked.split():
        case [kind, page] if page.isdecimal():
            return paper(kind, int(page))
        case _:
            return None
