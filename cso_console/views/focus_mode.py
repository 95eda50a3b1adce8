"""What the panel of the focused booth shows, as it follows from its case.

Responsible for: that choice, for the panel and for the strip above it, which makes room; and what may be laid
beside a document.
"""

from __future__ import annotations

from enum import Enum, auto

from channel.wire.ids import DocumentId
from cso_console.core.casework import CaseView, id_of


class Mode(Enum):
    """What the body shows."""

    NO_CASE = auto()
    PAPERS = auto()
    SIDE_BY_SIDE = auto()
    DOUBT = auto()


def mode_of(case: CaseView | None) -> Mode:
    if case is None:
        return Mode.NO_CASE
    if case.doubt is not None:
        return Mode.DOUBT
    told = bool(case.claim or case.nik or case.rows or case.others)
    if not case.known or not told or case.withdrawn:
        return Mode.NO_CASE
    return Mode.SIDE_BY_SIDE if case.live or case.beside is not None else Mode.PAPERS


def others_of(case: CaseView) -> list[DocumentId]:
    """What may lie beside the document that is shown: the first picture of every other paper."""
    shown = case.shown.item if case.shown is not None else ""
    rows = [row.documents[0].document for row in case.rows if row.documents and row.item != shown]
    return [*rows, *(info.document for info in case.others if info.document != id_of(case.shown))]
