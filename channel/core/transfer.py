"""A document's way between a client and the server, seen from the client: putting and fetching, in chunks.

Responsible for: what is said and sent next, so that a document arrives whole and counts as stored only when
the server says so, whatever connections are lost meanwhile. Pure. Not for: bytes, files and sockets
(``runtime``), nor for the server's side (``signaling_server/core/intake``).

``Putting`` takes one document after the other. The server names the offset that it has on disk, the client
sends from there on, never more than a window ahead of what the server has kept: so that the connection's
keep-alive is never stuck behind a document on a slow way. ``Fetching`` asks part by part.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from channel.wire.documents import (
    CHUNK_MOST_BYTES,
    ChunkKept,
    DocumentRefusal,
    DocumentRefused,
    DocumentStored,
    DocumentWanted,
    GetDocument,
    PutDocument,
)
from channel.wire.documents_codec import Chunk
from channel.wire.ids import DocumentId, VisitId

WINDOW_BYTES = 8 * CHUNK_MOST_BYTES
"""At 2 Mbit/s this is one second."""
ROUNDS_MOST = 3
"""A document that arrived whole and yet with another hash so many times is damaged at its source."""
SILENCE_MOST_S = 30.0
"""No word from the server about a document for so long, although the connection lives: begin a new one."""


@dataclass(frozen=True)
class Parcel:
    """Bytes that are to be put: known by length and SHA-256 (hexadecimal)."""

    document: DocumentId
    size: int
    sha256: str


# ---------------------------------------------------------------- events and commands


@dataclass(frozen=True)
class Add:
    """Put this too. One that is on its way already is not added twice."""

    parcel: Parcel


@dataclass(frozen=True)
class Fetch:
    """The bytes of a stored document are wanted."""

    visit: VisitId
    document: DocumentId
    size: int
    sha256: str


@dataclass(frozen=True)
class Forget:
    """Nothing of this visit's documents is wanted any more."""

    visit: VisitId


@dataclass(frozen=True)
class Gone:
    """The server has no such document for this desk."""

    document: DocumentId


@dataclass(frozen=True)
class Unreadable:
    """The document's bytes cannot be read at this moment: the others go first, and then it is tried again."""

    document: DocumentId


@dataclass(frozen=True)
class Opened:
    """A connection stands and was welcomed."""


@dataclass(frozen=True)
class Lost:
    """It does not any more."""


@dataclass(frozen=True)
class Say:
    """Announce a document."""

    message: PutDocument


@dataclass(frozen=True)
class Ask:
    """Ask for a part of a document."""

    message: GetDocument


@dataclass(frozen=True)
class SendChunk:
    """Send these bytes of the document's file."""

    document: DocumentId
    offset: int
    length: int


@dataclass(frozen=True)
class Stored:
    """The server has stored it: what is kept here for it can go."""

    document: DocumentId


@dataclass(frozen=True)
class GaveUp:
    """It will not be stored, or cannot be fetched whole; ``reason`` None: it is not there."""

    document: DocumentId
    reason: DocumentRefusal | None


@dataclass(frozen=True)
class Fetched:
    """Whole, and with the right hash."""

    visit: VisitId
    document: DocumentId
    content: bytes


@dataclass(frozen=True)
class Reconnect:
    """The connection is of no use: end it, and let a new one be made."""


PutEvent: TypeAlias = (
    Add | Unreadable | Opened | Lost | DocumentWanted | ChunkKept | DocumentStored | DocumentRefused
)
PutCommand: TypeAlias = Say | SendChunk | Stored | GaveUp | Reconnect
FetchEvent: TypeAlias = Fetch | Forget | Opened | Lost | Chunk | Gone
FetchCommand: TypeAlias = Ask | Fetched | GaveUp | Reconnect


class Putting:
    """The documents that one booth has to hand over, oldest first, one on its way at a time."""

    def __init__(self) -> None:
        self._parcels: dict[DocumentId, Parcel] = {}
        self._rounds: dict[DocumentId, int] = {}
        self._open = False
        self._wanted = False
        """The server has said from where on it wants the first one."""
        self._sent = 0
        self._kept = 0
        self._heard_s = 0.0

    def __len__(self) -> int:
        """How many are not stored yet."""
        return len(self._parcels)

    def handle(self, event: PutEvent, now_s: float) -> list[PutCommand]:
        """``now_s`` never goes back."""
        self._heard_s = now_s
        match event:
            case Add(parcel=parcel):
                if parcel.document in self._parcels:
                    return []
                self._parcels[parcel.document] = parcel
                return self._announce() if len(self._parcels) == 1 else []
            case Unreadable(document=document):
                if document != self._first:
                    return []
                self._parcels[document] = self._parcels.pop(document)
                self._wanted = False
                return [Reconnect()]  # whose pause is the time that a disk has to come round
            case Opened():
                self._open = True
                return self._announce()
            case Lost():
                self._open = self._wanted = False
                return []
            case DocumentWanted(document=document, offset=offset):
                return self._send_from(document, offset)
            case ChunkKept(document=document, offset=offset):
                if document != self._first or not self._wanted:
                    return []
                self._kept = max(self._kept, min(offset, self._sent))
                return self._fill_window()
            case DocumentStored(document=document):
                return self._settle(document, Stored(document))
            case DocumentRefused(document=document, reason=reason):
                return self._settle(document, GaveUp(document, reason))
            case _:
                assert_never(event)

    def tick(self, now_s: float) -> list[PutCommand]:
        """To be called about once a second."""
        if not self._open or not self._parcels or now_s - self._heard_s < SILENCE_MOST_S:
            return []
        self._heard_s = now_s
        return [Reconnect()]

    @property
    def _first(self) -> DocumentId | None:
        return next(iter(self._parcels), None)

    def _announce(self) -> list[PutCommand]:
        first = self._first
        if not self._open or first is None:
            return []
        self._wanted = False
        parcel = self._parcels[first]
        return [Say(PutDocument(document=first, size=parcel.size, sha256=parcel.sha256))]

    def _send_from(self, document: DocumentId, offset: int) -> list[PutCommand]:
        if document != self._first:
            return []
        size = self._parcels[document].size
        if offset > size:
            return [Reconnect()]
        if self._wanted:
            # It had been sent before on this connection, and did not hash to what was announced.
            self._rounds[document] = self._rounds.get(document, 1) + 1
            if self._rounds[document] > ROUNDS_MOST:
                return self._settle(document, GaveUp(document, DocumentRefusal.DAMAGED))
        self._wanted = True
        self._sent = self._kept = offset
        return self._fill_window()

    def _fill_window(self) -> list[PutCommand]:
        commands: list[PutCommand] = []
        first = self._first
        assert first is not None
        size = self._parcels[first].size
        while self._sent < size and self._sent - self._kept < WINDOW_BYTES:
            length = min(CHUNK_MOST_BYTES, size - self._sent)
            commands.append(SendChunk(first, self._sent, length))
            self._sent += length
        return commands

    def _settle(self, document: DocumentId, outcome: Stored | GaveUp) -> list[PutCommand]:
        if document not in self._parcels:
            return []
        was_first = document == self._first
        del self._parcels[document]
        self._rounds.pop(document, None)
        return [outcome, *(self._announce() if was_first else [])]


class Fetching:
    """The documents that a desk wants to see, in the order in which they were asked for."""

    def __init__(self) -> None:
        self._wanted: dict[DocumentId, Fetch] = {}
        self._open = False
        self._content = bytearray()
        self._asked = False
        """A part of the first one was asked for and has not come."""
        self._rounds = 0
        self._heard_s = 0.0

    def handle(self, event: FetchEvent, now_s: float) -> list[FetchCommand]:
        """``now_s`` never goes back."""
        self._heard_s = now_s
        match event:
            case Fetch():
                if event.document in self._wanted:
                    return []
                self._wanted[event.document] = event
                return self._begin() if len(self._wanted) == 1 else []
            case Forget(visit=visit):
                first = self._first
                self._wanted = {name: one for name, one in self._wanted.items() if one.visit != visit}
                return [] if self._first is first else self._begin()
            case Opened():
                self._open = True
                return self._begin(self._content)  # what was there before the cut is not asked for again
            case Lost():
                self._open = False
                return []
            case Gone(document=document):
                return self._settle(document, GaveUp(document, None))
            case Chunk():
                return self._take(event)
            case _:
                assert_never(event)

    def tick(self, now_s: float) -> list[FetchCommand]:
        """To be called about once a second."""
        if not self._open or not self._wanted or now_s - self._heard_s < SILENCE_MOST_S:
            return []
        self._heard_s = now_s
        return [Reconnect()]

    @property
    def _first(self) -> Fetch | None:
        return next(iter(self._wanted.values()), None)

    def _begin(self, content: bytearray | None = None) -> list[FetchCommand]:
        self._content = bytearray() if content is None else content
        self._asked = False
        return self._ask()

    def _ask(self) -> list[FetchCommand]:
        first = self._first
        if not self._open or first is None or self._asked:
            return []
        self._asked = True
        return [Ask(GetDocument(visit=first.visit, document=first.document, offset=len(self._content)))]

    def _take(self, part: Chunk) -> list[FetchCommand]:
        first = self._first
        if first is None or part.document != first.document or part.offset != len(self._content):
            return []  # asked for before a cut, or before it was forgotten
        self._asked = False
        self._content += part.content
        if len(self._content) < first.size:
            return self._ask()
        if hashlib.sha256(self._content).hexdigest() == first.sha256:
            whole = Fetched(first.visit, first.document, bytes(self._content))
            return self._settle(first.document, whole)
        self._rounds += 1
        if self._rounds < ROUNDS_MOST:
            return self._begin()
        return self._settle(first.document, GaveUp(first.document, DocumentRefusal.DAMAGED))

    def _settle(self, document: DocumentId, outcome: Fetched | GaveUp) -> list[FetchCommand]:
        first = self._first
        if document not in self._wanted:
            return []
        del self._wanted[document]
        if first is not None and first.document != document:
            return [outcome]
        self._rounds = 0
        return [outcome, *self._begin()]
