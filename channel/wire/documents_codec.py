"""Frames of the documents' websocket to values and back: JSON text to messages, binary frames to chunks.

Responsible for: sizes and types, and a ``WireError`` with its named code for whatever does not fit, as
``codec`` does it for signaling. Not for: the form of single fields (``document_forms``).

A binary frame holds bytes of a document: 16 bytes of its id, 8 bytes of the offset (unsigned, big-endian),
then the bytes, at least one.
"""

from __future__ import annotations

import base64
import struct
from typing import TypeVar

import msgspec

from channel.wire.codec import (
    MESSAGE_MOST_BYTES,
    SIGNALING_TAGS,
    TO_CLIENT_MOST_BYTES,
    WireError,
    decode_text,
    peek_type,
    tags_of,
)
from channel.wire.document_forms import SEALED_MOST_BYTES, wrong_fields
from channel.wire.documents import (
    CHUNK_MOST_BYTES,
    PART_MOST_BYTES,
    BoothDocumentsHello,
    CaseFacts,
    DeskDocumentsHello,
    DocumentsFromBooth,
    DocumentsFromDesk,
    DocumentsToBooth,
    DocumentsToDesk,
)
from channel.wire.ids import DocumentId
from channel.wire.messages import ErrorCode

_T = TypeVar("_T")

_HEAD = struct.Struct(">16sQ")
CHUNK_HEAD_BYTES = _HEAD.size

DOCUMENTS_FROM_BOOTH_TAGS = tags_of(DocumentsFromBooth)
DOCUMENTS_FROM_DESK_TAGS = tags_of(DocumentsFromDesk)
DOCUMENTS_TO_BOOTH_TAGS = tags_of(DocumentsToBooth)
DOCUMENTS_TO_DESK_TAGS = tags_of(DocumentsToDesk)
_KNOWN = (
    SIGNALING_TAGS
    | DOCUMENTS_FROM_BOOTH_TAGS
    | DOCUMENTS_FROM_DESK_TAGS
    | DOCUMENTS_TO_BOOTH_TAGS
    | DOCUMENTS_TO_DESK_TAGS
)

_from_booth: msgspec.json.Decoder[DocumentsFromBooth] = msgspec.json.Decoder(DocumentsFromBooth)
_from_desk: msgspec.json.Decoder[DocumentsFromDesk] = msgspec.json.Decoder(DocumentsFromDesk)
_to_booth: msgspec.json.Decoder[DocumentsToBooth] = msgspec.json.Decoder(DocumentsToBooth)
_to_desk: msgspec.json.Decoder[DocumentsToDesk] = msgspec.json.Decoder(DocumentsToDesk)
_facts = msgspec.json.Decoder(CaseFacts)


class Chunk(msgspec.Struct, frozen=True):
    """Bytes of a document from ``offset`` on."""

    document: DocumentId
    offset: int
    content: bytes


def encode_chunk(document: DocumentId, offset: int, content: bytes) -> bytes:
    """A binary frame."""
    return _HEAD.pack(base64.urlsafe_b64decode(document + "=="), offset) + content


def decode_from_documents_booth(frame: str | bytes) -> DocumentsFromBooth | Chunk:
    """What a booth says. Raises ``WireError``."""
    if isinstance(frame, bytes):
        return _decode_chunk(frame, CHUNK_MOST_BYTES)
    return _decode(_from_booth, DOCUMENTS_FROM_BOOTH_TAGS, frame, MESSAGE_MOST_BYTES)


def decode_from_documents_desk(frame: str | bytes) -> DocumentsFromDesk:
    """What a desk says. Raises ``WireError``."""
    if isinstance(frame, bytes):
        raise WireError(ErrorCode.MALFORMED, "a desk sends text frames")
    return _decode(_from_desk, DOCUMENTS_FROM_DESK_TAGS, frame, MESSAGE_MOST_BYTES)


def decode_to_documents_booth(frame: str | bytes) -> DocumentsToBooth:
    """What the server says to a booth. Raises ``WireError``."""
    if isinstance(frame, bytes):
        raise WireError(ErrorCode.MALFORMED, "a booth is sent text frames")
    return _decode(_to_booth, DOCUMENTS_TO_BOOTH_TAGS, frame, TO_CLIENT_MOST_BYTES)


def decode_to_documents_desk(frame: str | bytes) -> DocumentsToDesk | Chunk:
    """What the server says to a desk. Raises ``WireError``."""
    if isinstance(frame, bytes):
        return _decode_chunk(frame, PART_MOST_BYTES)
    return _decode(_to_desk, DOCUMENTS_TO_DESK_TAGS, frame, TO_CLIENT_MOST_BYTES)


def decode_documents_hello(frame: str | bytes) -> BoothDocumentsHello | DeskDocumentsHello:
    """The first message of a connection. Raises ``WireError``."""
    if isinstance(frame, bytes):
        raise WireError(ErrorCode.MALFORMED, "the first message is a text frame")
    match peek_type(frame):
        case "booth_documents":
            booth = decode_from_documents_booth(frame)
            assert isinstance(booth, BoothDocumentsHello)
            return booth
        case "desk_documents":
            desk = decode_from_documents_desk(frame)
            assert isinstance(desk, DeskDocumentsHello)
            return desk
        case _:
            text = "the first message must be booth_documents or desk_documents"
            raise WireError(ErrorCode.UNAUTHENTICATED, text)


def encode_facts(facts: CaseFacts) -> bytes:
    """The content of a document of kind ``facts``."""
    return msgspec.json.encode(facts)


def decode_facts(content: bytes) -> CaseFacts:
    """Raises ``WireError``."""
    try:
        facts = _facts.decode(content)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        raise WireError(ErrorCode.MALFORMED, "not the facts of a case", hostile=False) from None
    for field in wrong_fields(facts):
        raise WireError(ErrorCode.MALFORMED, f"`{field}` is outside of its form or range", hostile=False)
    return facts


def _decode(decoder: msgspec.json.Decoder[_T], tags: frozenset[str], text: str, most_bytes: int) -> _T:
    return decode_text(decoder, tags, text, most_bytes, _KNOWN, wrong_fields)


def _decode_chunk(frame: bytes, most_bytes: int) -> Chunk:
    length = len(frame) - CHUNK_HEAD_BYTES
    if length > most_bytes:
        raise WireError(ErrorCode.TOO_LARGE, f"more than {most_bytes} bytes of a document in a frame")
    if length < 1:
        raise WireError(ErrorCode.MALFORMED, "a binary frame without a byte of a document")
    raw, offset = _HEAD.unpack_from(frame)
    if offset + length > SEALED_MOST_BYTES:
        raise WireError(ErrorCode.TOO_LARGE, "beyond the end of the largest document")
    name = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    return Chunk(DocumentId(name), offset, frame[CHUNK_HEAD_BYTES:])
