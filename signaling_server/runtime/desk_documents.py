"""A desk's connection at ``/documents``: cases that it serves, their documents, what its officer records.

Responsible for: that nothing is shown or recorded of a case that is not this officer's at this moment. Not
for: what is recorded and how (``store``).
"""

from __future__ import annotations

import logging
from typing import assert_never

from channel.wire.documents import (
    PART_MOST_BYTES,
    AddNote,
    CaseWithdrawn,
    ConfirmPerson,
    DecideItem,
    DecideOutcome,
    DeskDocumentsHello,
    DeskRequest,
    DocumentGone,
    GetDocument,
    Recorded,
    RequestRefusal,
    RequestRefused,
    UnwatchCase,
    WatchCase,
)
from channel.wire.documents_codec import decode_from_documents_desk, encode_chunk
from channel.wire.ids import DocumentId, OfficerId, VisitId
from channel.wire.messages import ErrorCode
from channel.wire.undecided import UndecidedCase, UndecidedCases, WatchUndecided
from signaling_server.runtime.care import Care
from signaling_server.runtime.documents_peer import DocumentsContext, Peer
from signaling_server.store.cases import Opening
from signaling_server.store.errors import StoreError, StoreUnavailable

_log = logging.getLogger(__name__)


class DeskPeer(Peer):
    """One connection of one officer."""

    def __init__(self, context: DocumentsContext, officer: OfficerId, name: str, now_s: float) -> None:
        super().__init__(context, name, now_s)
        self.watched: set[VisitId] = set()
        self._officer = officer
        self._wants_undecided = False
        self._undecided: tuple[UndecidedCase, ...] | None = None
        """As told last."""
        self._care_of_watched, self._care_of_undecided = Care(name), Care(name)
        self._open: tuple[VisitId, DocumentId, bytes] | None = None
        """The document that is being fetched, so that not each of its parts is decrypted with all the
        others."""

    async def receive(self, frame: str | bytes) -> None:
        message = decode_from_documents_desk(frame)
        match message:
            case WatchCase(visit=visit):
                await self._watch(visit)
            case UnwatchCase(visit=visit):
                self.watched.discard(visit)
                self._open = None
            case GetDocument():
                await self._get(message)
            case WatchUndecided():
                self._wants_undecided, self._undecided = True, None
                await self.tell_undecided()
            case DecideItem() | AddNote() | ConfirmPerson() | DecideOutcome():
                await self._record(message)
            case DeskDocumentsHello():
                self.refuse(ErrorCode.OUT_OF_PLACE, "hello was said already", fatal=True)
            case _:
                assert_never(message)

    async def tell_case(self, visit: VisitId) -> None:
        """Something has changed in this case."""
        async with self.telling:
            if visit not in self.watched:
                return
            state = await self.context.in_thread(self.context.store.cases.state, visit)
            if visit not in self.watched:
                return
            # Asked last: it may have become another's while the store was read.
            if state is None or not await self._mine(visit):
                self._withdraw(visit)
            else:
                self.say(state)

    async def tell_undecided(self) -> None:
        """They may not be what this desk was told last: a visit has ended or goes on again, or a case has
        changed."""
        if not self._wants_undecided:
            return
        async with self.telling:
            # One that ends meanwhile is told next time, when the store knows that it is over.
            going_on = set(self.context.visits())
            unknown = await self.context.settled()
            undecided = self.context.store.cases.undecided
            read = await self.context.in_thread(undecided, self._officer, going_on)
            # Asked again: a visit may go on again since the store was read.
            going_on |= set(self.context.visits())
            found = tuple(one for one in read if one.visit not in going_on and one.visit not in unknown)
            if found != self._undecided:
                self._undecided = found
                self.say(UndecidedCases(cases=found))

    async def keep_up(self, undecided: bool) -> bool:
        """Told again and again; ``undecided``: its list may be another. Whether it has that now."""
        await self._care_of_watched.over(self._check_watched)
        return not undecided or await self._care_of_undecided.over(self.tell_undecided)

    async def _check_watched(self) -> None:
        """The hub's pairings have changed: what is not this officer's any more is withdrawn."""
        for visit in list(self.watched):
            if not await self._mine(visit):
                self._withdraw(visit)

    def _withdraw(self, visit: VisitId) -> None:
        self.watched.discard(visit)
        self._open = None
        self.say(CaseWithdrawn(visit=visit))

    def _held(self, visit: VisitId) -> Opening | None:
        """The visit, when its channel is this officer's."""
        holding = self.context.holding(visit)
        return holding.opening if holding is not None and holding.officer == self._officer else None

    async def _mine(self, visit: VisitId) -> bool:
        """Its channel is this officer's; or the visit is over, this was its last officer, and the case is not
        decided. While a visit goes on without them, also while it waits, it is nobody's or another's."""
        if self.context.holding(visit) is None:
            unknown = await self.context.settled()  # those the store would call the former officer's
            is_open = self.context.store.cases.is_open_for
            mine = visit not in unknown and await self.context.in_thread(is_open, visit, self._officer)
            if self.context.holding(visit) is None:  # else it goes on again since the store was read
                return mine
        return self._held(visit) is not None

    async def _watch(self, visit: VisitId) -> None:
        cases = self.context.store.cases
        async with self.telling:
            state = None
            if await self._mine(visit):
                if (held := self._held(visit)) is not None:
                    state = await self.context.in_thread(cases.look, held, self._officer)
                else:
                    state = await self.context.in_thread(cases.look_again, visit, self._officer)
            if state is None or not await self._mine(visit):
                self._withdraw(visit)
            else:
                self.watched.add(visit)
                self.say(state)
        if visit not in self.watched:
            await self.tell_undecided()  # it may have been erased by another program

    async def _get(self, wanted: GetDocument) -> None:
        content = await self._content(wanted) if await self._mine(wanted.visit) else None
        mine = content is not None and await self._mine(wanted.visit)  # it may have gone while it was read
        if content is None or not mine or wanted.offset >= len(content):
            self.say(DocumentGone(visit=wanted.visit, document=wanted.document))
            return
        part = content[wanted.offset : wanted.offset + PART_MOST_BYTES]
        self.say_chunk(encode_chunk(wanted.document, wanted.offset, part))

    async def _content(self, wanted: GetDocument) -> bytes | None:
        if self._open is not None and self._open[:2] == (wanted.visit, wanted.document):
            return self._open[2]
        self._open = None
        see = self.context.store.documents.see
        try:
            content = await self.context.in_thread(see, wanted.visit, wanted.document, self._officer)
        except StoreUnavailable:
            raise
        except StoreError as error:
            # The desk goes on with the other documents; only a person can bring this one back.
            text = "document %s cannot be read: %s Put the store's directory blobs back from a copy."
            _log.error(text, wanted.document, error)
            return None
        if content is not None:
            self._open = (wanted.visit, wanted.document, content)
        return content

    async def _record(self, request: DeskRequest) -> None:
        refusal: RequestRefusal | None = RequestRefusal.NOT_YOURS
        if await self._may_record(request):
            record = self.context.store.records.record
            held = self._held(request.visit)
            refusal = await self.context.in_thread(record, self._officer, request, held)
        if refusal is not None:
            self.say(RequestRefused(request=request.request, reason=refusal))
            return
        self.say(Recorded(request=request.request))
        await self.context.changed(request.visit)

    async def _may_record(self, request: DeskRequest) -> bool:
        """Also what was recorded before: an acknowledgement that was lost is asked for once more."""
        if await self._mine(request.visit):
            return True
        records = self.context.store.records
        return await self.context.in_thread(records.is_recorded, self._officer, request)
