"""The machines of both ends of a document's transfer over a stream of bytes that can be cut anywhere.

Responsible for: carrying whole frames and only those, each direction its own stream, and what the server
has on disk. Not for: when it is cut (the tests).
"""

from __future__ import annotations

import hashlib
from collections import deque
from dataclasses import dataclass, field

from channel.core.transfer import (
    Add,
    GaveUp,
    Lost,
    Opened,
    Parcel,
    PutCommand,
    Putting,
    Reconnect,
    Say,
    SendChunk,
    Stored,
)
from channel.wire.codec import encode
from channel.wire.documents import (
    ChunkKept,
    DocumentRefused,
    DocumentStored,
    DocumentWanted,
    PutDocument,
)
from channel.wire.documents_codec import (
    Chunk,
    decode_from_documents_booth,
    decode_to_documents_booth,
    encode_chunk,
)
from channel.wire.ids import DocumentId
from signaling_server.core import intake

DOCUMENT = DocumentId("AAAAAAAAAAAAAAAAAAAAAA")


def parcel(content: bytes, document: DocumentId = DOCUMENT) -> Parcel:
    return Parcel(document, len(content), hashlib.sha256(content).hexdigest())


@dataclass
class Disk:
    """What outlives every connection. ``stored`` counts how often each document was stored."""

    parts: dict[DocumentId, bytearray] = field(default_factory=dict)
    contents: dict[DocumentId, bytes] = field(default_factory=dict)
    stored: dict[DocumentId, int] = field(default_factory=dict)


class Link:
    """A sender with documents in memory, a receiver with a disk, one connection after the other between
    them."""

    def __init__(self, *contents: bytes) -> None:
        self.sources: dict[DocumentId, bytes] = {}
        self.disk = Disk()
        self.outcomes: list[Stored | GaveUp] = []
        self.spoil: int | None = None
        """This offset's byte arrives changed, whenever it is sent."""
        self.putting = Putting()
        self._reconnect = False
        for number, content in enumerate(contents):
            document = DocumentId(f"{number:021d}A")
            self.sources[document] = content
            self.putting.handle(Add(parcel(content, document)), 0.0)

    def connect(self, cut_after_bytes: int | None = None) -> int:
        """One connection until everybody is silent or so many bytes have passed; how many have."""
        receiver = intake.Intake()
        passed = 0
        there: deque[str | bytes] = deque()
        back: deque[str] = deque()
        self._perform(self.putting.handle(Opened(), 0.0), there)
        while there or back:
            frame = there[0] if there else back[0]
            passed += len(frame)
            if cut_after_bytes is not None and passed > cut_after_bytes:
                break
            if there:
                self._receive(receiver, there.popleft(), back)
            else:
                message = decode_to_documents_booth(back.popleft())
                assert isinstance(message, DocumentWanted | ChunkKept | DocumentStored | DocumentRefused)
                self._perform(self.putting.handle(message, 0.0), there)
        self.putting.handle(Lost(), 0.0)
        return passed

    def _perform(self, commands: list[PutCommand], there: deque[str | bytes]) -> None:
        for command in commands:
            match command:
                case Say(message=message):
                    there.append(encode(message).decode())
                case SendChunk(document=document, offset=offset, length=length):
                    content = bytearray(self.sources[document][offset : offset + length])
                    if self.spoil is not None and offset <= self.spoil < offset + length:
                        content[self.spoil - offset] ^= 1
                    there.append(encode_chunk(document, offset, bytes(content)))
                case Stored() | GaveUp():
                    self.outcomes.append(command)
                case Reconnect():
                    raise AssertionError("the server said what it must not say")

    def _receive(self, receiver: intake.Intake, frame: str | bytes, back: deque[str]) -> None:
        message = decode_from_documents_booth(frame)
        assert isinstance(message, PutDocument | Chunk)
        orders = deque(receiver.handle(message))
        while orders:
            match orders.popleft():
                case intake.Answer(message=answer):
                    back.append(encode(answer).decode())
                case intake.Hostile(text=text):
                    raise AssertionError(text)
                case order:
                    orders.extend(receiver.handle(self._on_disk(order)))

    def _on_disk(self, order: intake.OpenPart | intake.WriteChunk | intake.StorePart) -> intake.Event:
        disk = self.disk
        match order:
            case intake.OpenPart(announced=announced):
                if announced.document in disk.contents:
                    return intake.AlreadyStored()
                return intake.PartOpened(len(disk.parts.setdefault(announced.document, bytearray())))
            case intake.WriteChunk(chunk=chunk):
                part = disk.parts[chunk.document]
                assert chunk.offset == len(part)
                part += chunk.content
                return intake.ChunkWritten(len(part))
            case intake.StorePart(announced=announced):
                part = disk.parts.pop(announced.document)
                if hashlib.sha256(part).hexdigest() != announced.sha256:
                    disk.parts[announced.document] = bytearray()
                    return intake.PartMismatched()
                disk.contents[announced.document] = bytes(part)
                disk.stored[announced.document] = disk.stored.get(announced.document, 0) + 1
                return intake.PartStored()
