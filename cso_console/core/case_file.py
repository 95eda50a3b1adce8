"""One visit's case on this desk: what the server told, what the officer is about to decide, what waits to be
recorded.

Responsible for: drafts and requests, and that nothing counts as recorded before the server says so. Not for:
which case is in focus and which pictures are fetched (``cases``), nor how it is shown (``case_view``).

A draft is a decision with words that are not recorded yet. There is at most one, and it is never replaced by
another while it has words. What is recorded is taken from ``CaseState`` alone; an answer only ends the
waiting.

Private by default: no field shows in a ``repr``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from channel.core.guidance import OfficerRequest
from channel.wire.document_forms import BRING_MOST, TEXT_MOST_CHARS
from channel.wire.documents import (
    AddNote,
    CaseState,
    DecideItem,
    DecideOutcome,
    DeskRequest,
    DocumentInfo,
    Outcome,
    RequestRefusal,
    Verdict,
)
from channel.wire.ids import ChannelId, DocumentId, RequestId, VisitId
from cso_console.core import intents, papers
from cso_console.core.casework import Draft, NoteBack, PaperState
from cso_console.core.papers import Counts
from cso_console.core.presence import Presence
from cso_console.core.readings import Readings

_NEEDS_WORDS = (Verdict.RETAKE, Verdict.ACCEPTED_WITH_NOTE)

NewRequest = Callable[[], RequestId]
Deciding = (
    intents.BeginVerdict
    | intents.GiveVerdict
    | intents.WriteDraft
    | intents.DropDraft
    | intents.BeginOutcome
    | intents.LookAgain
    | intents.GiveOutcome
    | intents.AddNote
)


class CaseFile:
    """Written by ``Cases`` alone. Public attributes are what ``case_view`` shows."""

    def __init__(self, visit: VisitId, channel: ChannelId, number: int, presence: Presence) -> None:
        self.visit = visit
        self.channel = channel
        self.number = number
        self.presence = presence
        self.state: CaseState | None = None
        """As the server told it last; None before that, and when it was withdrawn."""
        self.counts = Counts()
        self.reference = ""
        self.outcome = Outcome.NONE
        """Recorded, whether or not the newest state says so yet."""
        self.over = False
        self.ended_at = 0.0
        self.withdrawn = False
        self.draft: Draft | None = None
        self.waiting: dict[RequestId, DeskRequest] = {}
        """Neither recorded nor refused."""
        self.refused: RequestRefusal | None = None
        self.notes_back: tuple[NoteBack, ...] = ()
        self.shown: DocumentId | None = None
        self.unasked = False
        """What is shown opened by itself."""
        self.looked_at: set[DocumentId] = set()
        self.beside: DocumentId | None = None
        self.live = False
        self.readings = Readings()
        self.asks = OfficerRequest()
        self.had_before: frozenset[DocumentId] = frozenset()
        """The documents that were there when the booth was asked for another."""
        self._drafts_request: RequestId | None = None

    # ------------------------------------------------------------ what may be done

    @property
    def in_doubt(self) -> bool:
        return self.presence.in_doubt

    @property
    def has_content(self) -> bool:
        """Something of the participant's is in it."""
        return self.state is not None and (self.state.facts is not None or bool(self.state.documents))

    @property
    def is_undecided(self) -> bool:
        return self.has_content and self.outcome is Outcome.NONE and not self.withdrawn

    @property
    def is_unsaved(self) -> bool:
        return self.draft is not None

    @property
    def may_decide(self) -> bool:
        return self.state is not None and self.outcome is Outcome.NONE and not self.in_doubt

    def show(self, name: DocumentId, *, unasked: bool = False) -> None:
        self.shown, self.unasked = name, unasked
        self.looked_at.add(name)

    def make_room(self) -> None:
        """For a picture that waits and was not looked at yet. What waits itself and what is compared lie as
        they lay."""
        compared = self.beside is not None or self.live
        if not compared and not self.shown_waits and self.unlooked is not None:
            self.shown = None

    @property
    def unlooked(self) -> DocumentInfo | None:
        """The first picture of the checklist that waits for a verdict and was not looked at yet."""
        if not self.may_decide or self.state is None:
            return None
        waiting = (row for row in papers.rows(self.state) if row.state is PaperState.NEW)
        pictures = (one for row in waiting for one in row.documents if papers.is_picture(one))
        return next((one for one in pictures if one.document not in self.looked_at), None)

    @property
    def shown_waits(self) -> bool:
        """What lies in the viewer waits for a verdict."""
        shown = self.document(self.shown)
        if shown is None or self.state is None:
            return False
        row = papers.row_of(shown, papers.rows(self.state))
        return row is not None and row.state is PaperState.NEW and shown in row.documents

    def document(self, name: DocumentId | None) -> DocumentInfo | None:
        known = () if self.state is None else papers.pictures(self.state)
        return next((one for one in known if one.document == name), None)

    # ------------------------------------------------------------ what the server says

    def hear(self, state: CaseState) -> None:
        if self.state != state and self.draft is not None and not self.draft.saving:
            self.draft = replace(self.draft, sure=False)  # the second look was at something else
        self.state, self.withdrawn = state, False
        self.counts = papers.counts(state)
        self.reference = state.reference
        if state.outcome is not Outcome.NONE:
            self.outcome = state.outcome
            if self.draft is not None and not self.draft.saving:
                self.draft = replace(self.draft, refused=RequestRefusal.DECIDED)

    def withdraw(self) -> None:
        """It is not this desk's any more: nothing of it is kept but how it ended."""
        self.state, self.withdrawn, self.counts = None, True, Counts()
        self.draft = self._drafts_request = self.shown = self.beside = None
        self.notes_back = ()
        self.live = False
        self.readings = Readings()

    def recorded(self, request: RequestId) -> None:
        said = self.waiting.pop(request, None)
        self.presence.recorded(request)
        if isinstance(said, DecideOutcome):
            self.outcome = said.outcome
        if request == self._drafts_request:
            self.draft = self._drafts_request = None

    def not_recorded(self, request: RequestId, reason: RequestRefusal) -> None:
        said = self.waiting.pop(request, None)
        if isinstance(said, AddNote):
            self.notes_back += (NoteBack(said.text),)
        self.presence.refused(request)
        if request == self._drafts_request and self.draft is not None:
            self._drafts_request = None
            self.draft = replace(self.draft, saving=False, sure=False, refused=reason)
        else:
            self.refused = reason

    # ------------------------------------------------------------ what the officer decides

    def request(self, said: DeskRequest) -> DeskRequest:
        """It waits from now on until the server answers."""
        self.waiting[said.request] = said
        self.refused = None
        return said

    def decide(self, intent: Deciding, new_request: NewRequest) -> DeskRequest | None:
        """What is to be recorded now; None for a draft, and for what may not be decided."""
        match intent:
            case intents.WriteDraft(text=text, bring=bring):
                self._write(text, bring)
            case intents.DropDraft():  # what waits to be recorded already waits on without it
                self.draft = self._drafts_request = None
            case intents.AddNote(text=text, back=back):
                self.notes_back = tuple(one for one in self.notes_back if one is not back)
                if text.strip():
                    return self._add_note(text.strip()[:TEXT_MOST_CHARS], new_request)
            case _ if not self.may_decide:
                pass
            case intents.BeginVerdict(item=item, verdict=verdict):
                if self._is_item(item):
                    self._begin(Draft(item=item, verdict=verdict))
            case intents.BeginOutcome(outcome=outcome):
                if outcome is not Outcome.NONE and not (outcome is Outcome.COMPLETE and self.missing):
                    self._begin(Draft(outcome=outcome))
            case intents.LookAgain():
                if self.draft is not None and not self.draft.saving and self._is_said(self.draft):
                    self.draft = replace(self.draft, sure=True, refused=None)
            case intents.GiveVerdict(item=item, verdict=verdict, text=text):
                return self._give_verdict(item, verdict, text.strip()[:TEXT_MOST_CHARS], new_request)
            case intents.GiveOutcome():
                return self._give_outcome(new_request)
        return None

    @property
    def missing(self) -> int:
        """Mandatory items of which the server knows neither pictures nor a verdict."""
        lacking = None if self.state is None else self.state.papers
        return 0 if lacking is None else len(lacking.completeness.missing)

    @property
    def saving_items(self) -> tuple[str, ...]:
        return tuple(one.item for one in self.waiting.values() if isinstance(one, DecideItem))

    def _is_item(self, item: str) -> bool:
        return self.state is not None and item in papers.item_ids(self.state)

    def _begin(self, draft: Draft) -> None:
        """Words are kept when the officer only chooses otherwise in the same place."""
        before = self.draft
        if before is not None:
            if before.saving or (before.item != draft.item and (before.text or before.bring)):
                return
            if before.item == draft.item:
                draft = replace(draft, text=before.text, bring=before.bring)
        self.draft = draft

    def _write(self, text: str, bring: tuple[str, ...]) -> None:
        if self.draft is None or self.draft.saving:
            return
        lines = tuple(line.strip()[:TEXT_MOST_CHARS] for line in bring if line.strip())[:BRING_MOST]
        written = replace(self.draft, text=text[:TEXT_MOST_CHARS], bring=lines)
        if written != self.draft:
            self.draft = replace(written, sure=False)

    def _is_said(self, draft: Draft) -> bool:
        """An outcome with the words that it needs."""
        match draft.outcome:
            case Outcome.NONE:
                return False
            case Outcome.COMPLETE:
                papers_told = None if self.state is None else self.state.papers
                open_questions = papers_told is not None and bool(papers_told.completeness.to_ask)
                return not self.missing and (not open_questions or bool(draft.text.strip()))
            case Outcome.INCOMPLETE:
                return bool(self.missing or draft.bring or draft.text.strip())
            case Outcome.REJECTED | Outcome.PASSED_ON:
                return bool(draft.text.strip())

    def _give_verdict(
        self, item: str, verdict: Verdict, text: str, new_request: NewRequest
    ) -> DeskRequest | None:
        wordless = verdict in _NEEDS_WORDS and not text
        if not self._is_item(item) or item in self.saving_items or wordless:
            return None
        said = DecideItem(
            request=new_request(),
            visit=self.visit,
            item=item,
            verdict=verdict,
            document=self._meant(item),
            note=text,
        )
        if self.draft is not None and self.draft.item == item:
            self.draft = replace(self.draft, verdict=verdict, text=text, saving=True, refused=None)
            self._drafts_request = said.request
        return self.request(said)

    def _add_note(self, text: str, new_request: NewRequest) -> DeskRequest | None:
        """Where it cannot be taken at this moment, as while a doubt is cleared up, it goes back."""
        if not self.may_decide:
            self.notes_back += (NoteBack(text),)
            return None
        return self.request(AddNote(request=new_request(), visit=self.visit, text=text))

    def _give_outcome(self, new_request: NewRequest) -> DeskRequest | None:
        draft = self.draft
        if draft is None or draft.saving or not draft.sure or not self._is_said(draft):
            return None
        said = DecideOutcome(
            request=new_request(),
            visit=self.visit,
            outcome=draft.outcome,
            reason=draft.text.strip(),
            bring=draft.bring if draft.outcome is Outcome.INCOMPLETE else (),
        )
        self.draft, self._drafts_request = replace(draft, saving=True, refused=None), said.request
        return self.request(said)

    def _meant(self, item: str) -> str:
        """The picture that the officer looks at, when it is one of the item's; empty: all of them."""
        assert self.state is not None
        row = next(row for row in papers.rows(self.state) if row.item == item)
        shown = self.document(self.shown)
        return shown.document if shown is not None and shown.kind in row.accepts else ""
