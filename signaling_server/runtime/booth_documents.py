"""A booth's connection at ``/documents``: its documents come in, it hears how its case goes.

Responsible for: performing the intake's orders on disk and in the store, in order, and the pace. Not for:
the order of things (``core.intake``), the files (``uploads``), what may be stored (``store``).
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import assert_never

from channel.wire.documents import (
    BoothDocumentsHello,
    DocumentRefusal,
    FollowCase,
    PutDocument,
)
from channel.wire.documents_codec import Chunk, decode_from_documents_booth
from channel.wire.ids import BoothId, VisitId
from channel.wire.messages import ErrorCode
from signaling_server.core import intake
from signaling_server.core.leases import Holder, LeaseError
from signaling_server.core.limits import Bucket
from signaling_server.core.papers import offer
from signaling_server.runtime.documents_peer import DocumentsContext, Peer
from signaling_server.store.uploads import UploadsFull

BYTES_PER_S = 8 * 1024 * 1024.0
BYTES_BURST = 16 * 1024 * 1024.0
CHUNK_LEAST_BYTES = 8 * 1024
"""What a chunk counts at the least: a thousand tiny ones a second are as much work as as many large ones."""


class BoothPeer(Peer):
    """One connection of one booth."""

    def __init__(self, context: DocumentsContext, booth: BoothId, number: int, now_s: float) -> None:
        super().__init__(context, booth, now_s)
        self.follows: VisitId | None = None
        self._booth = booth
        self._number = number
        self._intake = intake.Intake()
        self._bytes = Bucket(BYTES_PER_S, BYTES_BURST, now_s)
        self._stored: VisitId | None = None
        """The visit of the document that was just stored."""

    async def receive(self, frame: str | bytes) -> None:
        message = decode_from_documents_booth(frame)
        match message:
            case Chunk():
                await self._keep_pace(len(message.content))
                await self._advance(message)
            case PutDocument():
                await self._advance(message)
            case FollowCase(lease=lease):
                await self._follow(lease)
            case BoothDocumentsHello():
                self.refuse(ErrorCode.OUT_OF_PLACE, "hello was said already", fatal=True)
            case _:
                assert_never(message)

    async def tell_case(self, visit: VisitId) -> None:
        """Something has changed in this case."""
        async with self.telling:
            if self.follows == visit:
                progress = await self.context.in_thread(self.context.store.cases.progress, visit)
                if progress is not None and self.follows == visit:
                    self.say(progress)

    async def _keep_pace(self, size: int) -> None:
        size = max(size, CHUNK_LEAST_BYTES)
        if not self._bytes.take(size, self.context.now_s()):
            await asyncio.sleep(size / BYTES_PER_S)

    async def _follow(self, lease: str) -> None:
        self.follows = None
        if not lease:
            return
        try:
            held = self.context.leases.read(Holder.BOOTH, lease, self.context.now_s())
        except LeaseError:
            held = None
        if held is None or held.booth != self._booth:
            self.refuse(ErrorCode.NO_SUCH_VISIT, "this lease is not this booth's")
            return
        kept = await self.context.in_thread(self.context.store.cases.rule_of, held.visit)
        self.say(offer(held.visit, kept, self.context.rules, held.queued_at))
        self.follows = held.visit
        await self.tell_case(held.visit)

    async def _advance(self, event: intake.Event) -> None:
        orders = deque(self._intake.handle(event))
        while orders:
            match orders.popleft():
                case intake.Answer(message=answer):
                    self.say(answer)
                case intake.Hostile(text=text):
                    self.refuse(ErrorCode.OUT_OF_PLACE, text, fatal=True)
                    return
                case order:
                    orders.extend(self._intake.handle(await self.context.in_thread(self._perform, order)))
        if self._stored is not None:
            visit, self._stored = self._stored, None
            await self.context.changed(visit)

    def _perform(self, order: intake.OpenPart | intake.WriteChunk | intake.StorePart) -> intake.Event:
        """In a thread; this booth's connection waits for it."""
        uploads = self.context.store.uploads
        match order:
            case intake.OpenPart(announced=announced):
                if self.context.store.documents.is_stored(announced.document, self._booth):
                    return intake.AlreadyStored()
                try:
                    return intake.PartOpened(uploads.open(self._booth, announced.document, announced.size))
                except UploadsFull:
                    return intake.PartRefused(DocumentRefusal.TOO_LARGE)
            case intake.WriteChunk(chunk=chunk):
                return intake.ChunkWritten(uploads.append(self._booth, chunk))
            case intake.StorePart(announced=announced):
                return self._store(announced)
            case _:
                assert_never(order)

    def _store(self, announced: PutDocument) -> intake.Event:
        document = announced.document
        sealed = self.context.store.uploads.read(self._booth, document, announced.sha256)
        if sealed is None:
            return intake.PartMismatched()
        outcome = self.context.store.documents.put(
            document, self._booth, self._number, sealed, self.context.now_s(), self.context.rules
        )
        self.context.store.uploads.remove(self._booth, document)
        if isinstance(outcome, DocumentRefusal):
            return intake.PartRefused(outcome)
        self._stored = outcome
        return intake.PartStored()
