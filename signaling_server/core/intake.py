"""Documents that come in from one booth: what is kept, what is answered, in which order.

Responsible for: resuming at the offset that is on disk, repeats, ends and hashes, and that nothing is
called stored before it is. Pure. Not for: files, the store and sockets (``runtime``), nor what may be
stored (``store``).

``handle(event)`` gives the orders that follow; they are to be performed one after the other, and what comes
of an order is handled before anything else that the booth says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, assert_never

from channel.wire.documents import (
    ChunkKept,
    DocumentRefusal,
    DocumentRefused,
    DocumentStored,
    DocumentWanted,
    PutDocument,
)
from channel.wire.documents_codec import Chunk
from channel.wire.ids import DocumentId

STRAYS_MOST_BYTES = 512 * 1024
"""Of what is not announced: twice what can be on its way when a document is refused."""
STRAY_LEAST_BYTES = 1024
"""What a chunk of it counts at the least: a frame costs more than its bytes."""
ROUNDS_MOST = 3
"""A document that came whole and yet with another hash so many times is refused as damaged."""


@dataclass(frozen=True)
class PartOpened:
    """So many of the announced document's bytes are on disk."""

    offset: int


@dataclass(frozen=True)
class AlreadyStored:
    """The announced document was stored before: its acknowledgement was lost."""


@dataclass(frozen=True)
class ChunkWritten:
    """The bytes are on disk."""

    offset: int
    """Their end."""


@dataclass(frozen=True)
class PartStored:
    """The document is in the store for good."""


@dataclass(frozen=True)
class PartMismatched:
    """All bytes are there, and they are not what was announced; nothing of them is left."""


@dataclass(frozen=True)
class PartRefused:
    """It cannot ever be stored; nothing of it is left."""

    reason: DocumentRefusal


@dataclass(frozen=True)
class OpenPart:
    """Look whether it is stored, else what of it is on disk: ``AlreadyStored``, ``PartOpened``."""

    announced: PutDocument


@dataclass(frozen=True)
class WriteChunk:
    """Append to the document's part: ``ChunkWritten``."""

    chunk: Chunk


@dataclass(frozen=True)
class StorePart:
    """Check the hash and store it: ``PartStored``, ``PartMismatched``, ``PartRefused``."""

    announced: PutDocument


@dataclass(frozen=True)
class Answer:
    message: DocumentWanted | ChunkKept | DocumentStored | DocumentRefused


@dataclass(frozen=True)
class Hostile:
    """No honest booth sends this: refuse it and close the connection. ``text`` is a sentence for IT."""

    text: str


Event: TypeAlias = (
    PutDocument
    | Chunk
    | PartOpened
    | AlreadyStored
    | ChunkWritten
    | PartStored
    | PartMismatched
    | PartRefused
)
Order: TypeAlias = OpenPart | WriteChunk | StorePart | Answer | Hostile


class Intake:
    """One connection of one booth; one document at a time. A new announcement leaves the one before as it
    is."""

    def __init__(self) -> None:
        self._announced: PutDocument | None = None
        self._offset: int | None = None
        """The end of what is on disk; None before it is known."""
        self._rounds = 0
        self._stray_bytes = 0
        """Come since the last announcement for other documents than the announced one."""

    def handle(self, event: Event) -> list[Order]:
        match event:
            case PutDocument():
                self._announced, self._offset, self._rounds, self._stray_bytes = event, None, 0, 0
                return [OpenPart(event)]
            case Chunk():
                return self._take(event)
        announced = self._announced
        if announced is None:
            return []
        match event:
            case PartOpened(offset=offset):
                self._offset = offset
                wanted = Answer(DocumentWanted(document=announced.document, offset=offset))
                return [wanted, *self._store_if_whole()]
            case ChunkWritten(offset=offset):
                self._offset = offset
                kept = Answer(ChunkKept(document=announced.document, offset=offset))
                return [kept, *self._store_if_whole()]
            case AlreadyStored() | PartStored():
                self._announced = None
                return [Answer(DocumentStored(document=announced.document))]
            case PartRefused(reason=reason):
                return self._refuse(announced.document, reason)
            case PartMismatched():
                self._rounds += 1
                if self._rounds >= ROUNDS_MOST:
                    return self._refuse(announced.document, DocumentRefusal.DAMAGED)
                self._offset = 0
                return [Answer(DocumentWanted(document=announced.document, offset=0))]
            case _:
                assert_never(event)

    def _take(self, chunk: Chunk) -> list[Order]:
        if self._announced is None or chunk.document != self._announced.document:
            # Of a document that was stored or refused meanwhile, unless it goes on and on.
            self._stray_bytes += max(STRAY_LEAST_BYTES, len(chunk.content))
            if self._stray_bytes > STRAYS_MOST_BYTES:
                return [Hostile("bytes of documents that were not announced")]
            return []
        if self._offset is None or chunk.offset > self._offset:
            return [Hostile("bytes of a document that were not asked for")]
        if chunk.offset + len(chunk.content) > self._announced.size:
            return [Hostile("more bytes than the document was announced with")]
        return [WriteChunk(chunk)] if chunk.offset == self._offset else []

    def _store_if_whole(self) -> list[Order]:
        assert self._announced is not None
        return [StorePart(self._announced)] if self._offset == self._announced.size else []

    def _refuse(self, document: DocumentId, reason: DocumentRefusal) -> list[Order]:
        self._announced = None
        return [Answer(DocumentRefused(document=document, reason=reason))]
