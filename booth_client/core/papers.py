"""The participant's papers: which of the checklist are photographed, stored, accepted, wanted again.

Responsible for: the pictures of each document, what is to be photographed next, and the checklist as the
participant sees it. Not for: taking pictures (``capturing``), whether a claim is complete (the server), or
what a rule wants (``channel.rules.claims``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from booth_client.core import shots
from booth_client.core.pages import Paper, PaperState
from booth_client.core.shots import Plan, Progress, Shot
from channel.rules.claims import Document, DocumentId, Form, Item, Need, Text
from channel.wire.documents import ItemDecided, Verdict

PORTRAIT: Final = "portrait"
_ACROSS: Final = ("family_card",)
"""Pages whose text runs along their long side."""
_FACE: Final = Document(
    DocumentId(PORTRAIT), Text("Foto diri", "Picture of yourself"), None, Form.PORTRAIT, False, False, 1
)


def plan_of(document: Document) -> Plan:
    """The pictures that a document takes; a face has one, whose format does not matter."""
    match document.form:
        case Form.CARD:
            # Of the cards that the rules know, those with two sides to photograph carry their holder's photo.
            piece = shots.card(portrait=document.front_and_back, back=document.front_and_back)
        case Form.A4:
            piece = shots.pages(across=document.id in _ACROSS, several=document.several_pages)
        case Form.BOOKLET:
            piece = shots.booklet(several=document.several_pages)
        case Form.PORTRAIT:
            piece = shots.card(back=False)
    every = piece.shots * max(1, document.pieces)
    return replace(piece, shots=tuple(replace(shot, number=number) for number, shot in enumerate(every, 1)))


@dataclass
class Sheet:
    """One document. ``redo``: shots to be taken again after the one that is; ``told``: the officer's newest
    verdict; ``again``: it wants a retake that was not made yet; ``before``: where the document stood before
    the participant wanted it anew."""

    document: Document
    progress: Progress
    redo: list[int] = field(default_factory=list)
    skipped: bool = False
    told: ItemDecided | None = None
    again: bool = False
    before: Progress | None = None

    @property
    def wanted(self) -> Shot | None:
        return self.progress.wanted

    @property
    def settled(self) -> bool:
        """Whether nothing has to be photographed for it."""
        waived = self.told is not None and self.told.verdict in _SETTLED
        return waived or ((self.progress.complete or self.skipped) and not self.again)

    def keep(self, picture: str) -> None:
        self.progress = self.progress.keep(picture)
        self._go_on()

    def begin(self) -> None:
        """The participant wants to photograph it, from its first page if all are there."""
        self.skipped = False
        if self.wanted is None:
            self.before = self.progress
            self.redo_all()

    def redo_all(self) -> None:
        """Every page, and more of them may follow."""
        self.progress = replace(self.progress, closed=False)
        self.retake(range(1, len(self.progress.kept) + 1))

    def retake(self, numbers: Iterable[int]) -> None:
        self.redo, self.skipped = list(numbers), False
        if self.progress.retake is None:
            self._go_on()

    def skip(self) -> None:
        """It is not here, or what is missing of it is not."""
        if not self.progress.complete:
            self.redo, self.again, self.skipped = [], False, True

    @property
    def may_close(self) -> bool:
        """Whether "that was the last page" makes sense: not instead of a page that the officer wants anew."""
        return self.progress.may_close and not (self.again and self.progress.retake is not None)

    def close(self) -> None:
        """That was the last page."""
        self.redo = []
        self.progress = replace(self.progress, retake=None).close()
        self._note_complete()

    def leave(self) -> None:
        """The participant does not go on with it: a retake that only they wanted is forgotten."""
        if self.before is not None and not self.again:
            self.redo, self.progress = [], replace(self.before, kept=self.progress.kept)
            self.before = None

    def _go_on(self) -> None:
        if self.redo:
            self.progress = self.progress.again(self.redo.pop(0))
        self._note_complete()

    def _note_complete(self) -> None:
        if self.progress.complete:
            self.again, self.before = False, None


_SETTLED: Final = (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_NOTE, Verdict.NOT_APPLICABLE)


class Papers:
    """Of one visit. ``document``: what is known of a kind; ``is_stored``: of a picture."""

    def __init__(self, document: Callable[[str], Document | None], is_stored: Callable[[str], bool]) -> None:
        self._document = document
        self._is_stored = is_stored
        self._sheets: dict[str, Sheet] = {}
        """By kind of document."""
        self._which: dict[str, str] = {}
        """Of items that one of several documents fulfils: the kind of the one that the participant has."""
        self._checklist: tuple[Item, ...] = ()

    def follow(self, items: tuple[Item, ...]) -> None:
        """The checklist that applies now. Pictures of what is not in it any more stay."""
        self._checklist = items

    @property
    def _items(self) -> tuple[Item, ...]:
        """Those of the checklist, then others that the officer has asked for and wants anew."""
        known = {document.id for item in self._checklist for document in item.one_of}
        others = (
            Item((sheet.document,), Need.IF_APPLICABLE, ())
            for kind, sheet in self._sheets.items()
            if kind not in known and sheet.told is not None and sheet.told.verdict is Verdict.RETAKE
        )
        return (*self._checklist, *others)

    @property
    def listed(self) -> tuple[str, ...]:
        """The items that the participant sees."""
        return tuple(item.id for item in self._items)

    def sheet(self, kind: str) -> Sheet:
        """Begun if there was none. What nobody has described is one A4 page."""
        sheet = self._sheets.get(kind)
        if sheet is None:
            known = _FACE if kind == PORTRAIT else self._document(kind)
            document = known or Document(DocumentId(kind), Text(kind, kind), None, Form.A4, False, False, 1)
            sheet = self._sheets[kind] = Sheet(document, Progress(plan_of(document)))
        return sheet

    def next(self) -> str | None:
        """The first of these that is to be photographed."""
        return next((item.id for item in self._items if not self.sheet_of(item.id).settled), None)

    @property
    def are_left(self) -> bool:
        """Whether anything of the checklist is still to be photographed, be it the face."""
        return any(paper.is_to_do for paper in self.view(""))

    @property
    def are_to_prepare(self) -> bool:
        """Whether a paper is still to be photographed; a face needs no preparing."""
        return any(paper.is_to_do for paper in self.view("") if paper.item != PORTRAIT)

    # ------------------------------------------------------------ one of several documents

    def alternatives(self, item: str) -> tuple[Document, ...]:
        """The documents of which any one will do; empty where there is no choice."""
        one_of = next((one.one_of for one in self._items if one.id == item), ())
        return one_of if len(one_of) > 1 else ()

    def kind_of(self, item: str) -> str:
        """The kind that is photographed for this item; empty until it is said which document there is."""
        return self._which.get(item, "") if self.alternatives(item) else item

    def item_of(self, kind: str) -> str:
        """The item that this kind of document is for; itself when it is for none."""
        every = ((document.id, item.id) for item in self._items for document in item.one_of)
        return next((item for document, item in every if document == kind), kind)

    def sheet_of(self, item: str) -> Sheet:
        """That of the document that there is, or of the usual one."""
        return self.sheet(self.kind_of(item) or item)

    def choose(self, kind: str) -> None:
        """This is the document that there is, or that the officer wants. What was decided about the item
        holds for it."""
        item = self.item_of(kind)
        if not self.alternatives(item) or self.kind_of(item) == kind:
            return
        before, self._which[item] = self.sheet_of(item), kind
        now = self.sheet(kind)
        if now is not before:
            now.told, now.again = before.told, before.again and not now.progress.complete
            before.told, before.again = None, False

    def reconsider(self, item: str) -> None:
        """As long as nothing is photographed, it may be another document. What was photographed before
        another was chosen is meant again."""
        if item not in self._which or self.sheet_of(item).progress.kept:
            return
        kinds = (document.id for document in self.alternatives(item))
        had = next((kind for kind in kinds if self.sheet(kind).progress.kept), None)
        self.choose(had or item)
        if had is None:
            del self._which[item]

    def lose(self, picture: str) -> None:
        """It could not be kept, so it is to be taken again."""
        for sheet in self._sheets.values():
            if picture in sheet.progress.kept:
                sheet.retake([*sheet.redo, sheet.progress.kept.index(picture) + 1])

    def judge(self, decided: Iterable[ItemDecided]) -> bool:
        """The officer's verdicts. True: one of them wants a retake that none wanted before."""
        told = {one.item: one for one in decided}
        fresh = False
        for one in told.values():
            self._choose_judged(one)
        for kind in {*(self.kind_of(item) or item for item in told), *self._sheets}:
            sheet, item = self.sheet(kind), self.item_of(kind)
            verdict = told.get(item) if sheet is self.sheet_of(item) else None
            if verdict == sheet.told:
                continue
            sheet.told = verdict
            sheet.again = verdict is not None and verdict.verdict is Verdict.RETAKE
            if verdict is not None and sheet.again:
                fresh = True
                kept, sheet.before = sheet.progress.kept, None
                if verdict.document in kept:
                    sheet.retake([kept.index(verdict.document) + 1])
                else:
                    sheet.redo_all()
        return fresh

    def _choose_judged(self, verdict: ItemDecided) -> None:
        """Of two documents for one item the officer means the one whose picture they name."""
        for document in self.alternatives(verdict.item):
            if verdict.document and verdict.document in self.sheet(document.id).progress.kept:
                self.choose(document.id)

    # ------------------------------------------------------------ what is shown

    def count(self, kind: str) -> tuple[int, int]:
        """This paper among those to photograph, from 1, and how many these are."""
        kind = self.item_of(kind)
        done_by_the_way = kind != PORTRAIT and self.sheet(PORTRAIT).progress.complete
        kinds = [
            listed
            for listed in self.listed
            if self._state(listed) is not PaperState.NOT_NEEDED
            and not (listed == PORTRAIT and done_by_the_way)
        ]
        return (kinds.index(kind) + 1, len(kinds)) if kind in kinds else (1, 1)

    def view(self, asked: str) -> tuple[Paper, ...]:
        """``asked``: the kind that the officer asks for now."""
        return tuple(self._paper(item, asked) for item in self._items)

    def handed_in(self) -> tuple[Text, ...]:
        """Those of which all pictures are taken, in the order of the checklist, then others asked for."""
        listed = [document.id for item in self._items for document in item.one_of]
        others = [kind for kind in self._sheets if kind not in listed and kind != PORTRAIT]
        kinds = [kind for kind in (*listed, *others) if kind in self._sheets]
        return tuple(self.text(kind)[0] for kind in kinds if _has_all(self._sheets[kind]))

    @property
    def originals(self) -> int:
        """Papers of which there is a picture: they lie on the desk and belong to the participant."""
        papers = [sheet for kind, sheet in self._sheets.items() if kind != PORTRAIT]
        return sum(max(1, sheet.document.pieces) for sheet in papers if sheet.progress.kept)

    def text(self, kind: str) -> tuple[Text, Text | None]:
        """Name and hint, by the checklist where it is in there."""
        every = (document for item in self._items for document in item.one_of)
        document = next((one for one in every if one.id == kind), None) or self.sheet(kind).document
        return document.name, document.hint

    def _paper(self, item: Item, asked: str) -> Paper:
        sheet, kind = self.sheet_of(item.id), self.kind_of(item.id)
        both = Text(item.name("id"), item.name("en"))
        name, hint = self.text(kind) if kind else (both, None)
        state = self._state(item.id)
        return Paper(
            item=item.id,
            name=name,
            hint=hint,
            need=item.need,
            state=state,
            pictures=len(sheet.progress.kept),
            pictures_wanted=max(len(sheet.progress.plan.shots), len(sheet.progress.kept)),
            note=sheet.told.note if sheet.told is not None and state is PaperState.RETAKE else "",
            asked=any(document.id == asked for document in item.one_of),
            document=kind,
        )

    def _state(self, item: str) -> PaperState:
        sheet = self.sheet_of(item)
        verdict = Verdict.OPEN if sheet.told is None else sheet.told.verdict
        if verdict is Verdict.NOT_APPLICABLE:
            return PaperState.NOT_NEEDED
        if verdict in (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_NOTE):
            return PaperState.ACCEPTED
        if sheet.again:
            return PaperState.RETAKE
        kept = sheet.progress.kept
        if sheet.progress.complete:
            return PaperState.STORED if all(map(self._is_stored, kept)) else PaperState.TAKEN
        if sheet.skipped:
            return PaperState.NOT_BROUGHT
        return PaperState.BEGUN if kept else PaperState.OPEN


def _has_all(sheet: Sheet) -> bool:
    """Not of what is to be taken again, be it that it was lost or that the officer wants it anew."""
    progress = sheet.progress
    return progress.retake is None and not sheet.again and len(progress.kept) >= len(progress.plan.shots)
