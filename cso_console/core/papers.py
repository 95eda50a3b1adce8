"""The checklist as the officer sees it: each item with its newest pictures and what stands at it.

Responsible for: rows and counts from what the server tells of a case. Not for: what is missing, which the
server works out, nor anything that the officer does (``case_file``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from channel.rules.claims import Document, Form, Item, Need, Text
from channel.rules.claims import DocumentId as DocumentKind
from channel.wire.documents import CaseState, Decision, DocumentInfo, Verdict
from channel.wire.sealed import FACTS_KIND, SIGNATURE_KIND
from cso_console.core.casework import PaperRow, PaperState

PORTRAIT_KIND = "portrait"
_PICTURES = ("image/jpeg", "image/png")
_PORTRAIT = Text("Foto diri", "Picture of yourself")
_SIGNATURE = Text("Tanda tangan", "Signature")
_SELF_SERVICE = ("calling", "waiting", "parked", "hold", "reconnecting")
"""A booth's steps in which no officer is with the participant."""
_STATES = {
    Verdict.ACCEPTED: PaperState.ACCEPTED,
    Verdict.ACCEPTED_WITH_NOTE: PaperState.ACCEPTED_WITH_NOTE,
    Verdict.RETAKE: PaperState.RETAKE,
    Verdict.NOT_APPLICABLE: PaperState.NOT_APPLICABLE,
}
_DONE = (PaperState.ACCEPTED, PaperState.ACCEPTED_WITH_NOTE, PaperState.NOT_APPLICABLE)


@dataclass(frozen=True)
class Counts:
    """For a tile: ``done`` items are decided or have their pictures, ``waiting`` ones wait for a verdict."""

    papers: int = 0
    done: int = 0
    waiting: int = 0


def counts(state: CaseState) -> Counts:
    """An item that is accepted with a picture short is missing all the same, says the server."""
    told = rows(state)
    missing = () if state.papers is None else state.papers.completeness.missing
    lacking = {item.id for item in missing}
    return Counts(
        papers=len(told),
        done=sum(row.item not in lacking and (row.state in _DONE or _is_whole(row)) for row in told),
        waiting=sum(row.state is PaperState.NEW for row in told),
    )


def rows(
    state: CaseState,
    wanted: str = "",
    saving: Collection[str] = (),
    differing: Collection[str] = (),
    language: str = "id",
) -> tuple[PaperRow, ...]:
    """In the checklist's order; without a rule, one row for each kind of picture that is there. ``wanted``:
    the kind that the booth is asked for; ``saving``, ``differing``: items; ``language``: of the reasons."""
    decided = {one.item: one for one in state.decisions}
    return tuple(
        replace(
            _row(item, _newest(item.one_of, state.documents), decided.get(item.id)),
            because=item.reason(language),
            differs=item.id in differing,
            asked=any(one.id == wanted for one in item.one_of),
            saving=item.id in saving,
        )
        for item in _items(state)
    )


def item_ids(state: CaseState) -> tuple[str, ...]:
    return tuple(item.id for item in _items(state))


def others(state: CaseState) -> tuple[DocumentInfo, ...]:
    """Pictures that belong to no item, newest takes only."""
    mine = {document.id for item in _items(state) for document in item.one_of}
    rest = [document for document in pictures(state) if document.kind not in mine]
    return tuple(_latest(rest).values())


def is_signed(state: CaseState) -> bool:
    """The participant has signed the summary."""
    return any(one.kind == SIGNATURE_KIND for one in state.documents)


def pictures(state: CaseState) -> tuple[DocumentInfo, ...]:
    return tuple(document for document in state.documents if document.kind != FACTS_KIND)


def to_have_ahead(state: CaseState) -> list[DocumentInfo]:
    """The newest take of every page, the newest first."""
    return sorted(_latest(pictures(state)).values(), key=lambda one: one.stored_at, reverse=True)


def portrait(state: CaseState) -> DocumentInfo | None:
    """The first one of the visit."""
    faces = (one for one in state.documents if one.kind == PORTRAIT_KIND)
    return min(faces, key=lambda one: one.captured_at, default=None)


def row_of(document: DocumentInfo, all_rows: Iterable[PaperRow]) -> PaperRow | None:
    return next((row for row in all_rows if document.kind in row.accepts), None)


def name_of(kind: str, state: CaseState) -> Text:
    for item in _items(state):
        for document in item.one_of:
            if document.id == kind:
                return document.name
    return {SIGNATURE_KIND: _SIGNATURE, PORTRAIT_KIND: _PORTRAIT}.get(kind, Text(kind, kind))


def kinds(state: CaseState) -> tuple[tuple[str, Text], ...]:
    """What the booth may be asked for: what the claim needs, and the participant's face."""
    told = {str(document.id): document.name for item in _items(state) for document in item.one_of}
    return tuple({PORTRAIT_KIND: _PORTRAIT, **told}.items())


def pictures_of(kind: str, state: CaseState) -> int:
    """How many pictures one of this kind takes at least."""
    for item in _items(state):
        for document in item.one_of:
            if document.id == kind:
                return document.least_pictures
    return 1


def is_picture(document: DocumentInfo) -> bool:
    """It can be shown."""
    return document.media_type in _PICTURES


def is_later(document: DocumentInfo) -> bool:
    """It was taken while no officer was with the participant."""
    return document.step in _SELF_SERVICE


def _items(state: CaseState) -> tuple[Item, ...]:
    if state.papers is not None:
        return state.papers.checklist.items
    found = dict.fromkeys(one.kind for one in pictures(state) if one.kind != SIGNATURE_KIND)
    return tuple(_unruled(kind) for kind in found)


def _unruled(kind: str) -> Item:
    """What the participant has shown although nobody has written down what the claim needs."""
    from_kind = Document(
        id=DocumentKind(kind),
        name=Text(kind, kind),
        hint=None,
        form=Form.A4,
        front_and_back=False,
        several_pages=True,
        pieces=1,
    )
    return Item((from_kind,), Need.IF_APPLICABLE, ())


def _row(item: Item, documents: tuple[DocumentInfo, ...], decision: Decision | None) -> PaperRow:
    newest_at = max((one.stored_at for one in documents), default=0.0)
    state, at = (PaperState.NEW if documents else PaperState.OPEN), newest_at
    if decision is not None and decision.verdict is not Verdict.OPEN and decision.decided_at >= newest_at:
        state, at = _STATES[decision.verdict], decision.decided_at
    usual = item.one_of[0]
    shown = next((one for one in item.one_of if documents and one.id == documents[0].kind), usual)
    return PaperRow(
        item=item.id,
        name=Text(item.name("id"), item.name("en")),
        because="",
        need=item.need,
        state=state,
        at=at,
        note="" if decision is None else decision.note,
        documents=documents,
        pictures_wanted=shown.least_pictures,
        accepts=tuple(one.id for one in item.one_of),
    )


def _newest(one_of: tuple[Document, ...], documents: Iterable[DocumentInfo]) -> tuple[DocumentInfo, ...]:
    """Of the kind that came last, by page."""
    kinds_here = {document.id for document in one_of}
    mine = [one for one in documents if one.kind in kinds_here]
    if not mine:
        return ()
    kind = max(mine, key=lambda one: one.stored_at).kind
    latest = _latest(one for one in mine if one.kind == kind)
    return tuple(sorted(latest.values(), key=lambda one: one.page))


def _latest(documents: Iterable[DocumentInfo]) -> dict[tuple[str, int], DocumentInfo]:
    """The newest take of each page of each kind."""
    latest: dict[tuple[str, int], DocumentInfo] = {}
    for one in documents:
        before = latest.get((one.kind, one.page))
        if before is None or one.stored_at >= before.stored_at:
            latest[one.kind, one.page] = one
    return latest


def _is_whole(row: PaperRow) -> bool:
    """All its pictures are there and wait for the officer."""
    return row.state is PaperState.NEW and len(row.documents) >= row.pictures_wanted
