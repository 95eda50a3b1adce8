"""A document in its seal: what a booth keeps and sends, and the server alone can open.

Responsible for: the header that travels with a document, and the seal around both. Not for: who may put
what where (the server), nor transfer. Pure; sealing 2 MB takes some 5 ms.

The seal is HPKE (RFC 9180) in base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, ``info`` as
below and no associated data, written as the encapsulated key (32 bytes) and the ciphertext. Inside are the
length of the header (4 bytes, unsigned, big-endian), the header as JSON, and the document.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from channel.wire.document_forms import (
    CONTENT_MOST_BYTES,
    MEDIA_TYPES,
    SEALED_MOST_BYTES,
    is_document_id,
    is_name,
)
from channel.wire.forms import LEASE_MOST_CHARS, PAGE_MOST
from channel.wire.ids import DocumentId

INFO = b"bilik document 1"
KEY_BYTES = 32
FACTS_KIND = "facts"
SIGNATURE_KIND = "signature"
"""What the participant signed the summary with: a PNG of one page, taken after the outcome too."""

_LENGTH = struct.Struct(">I")
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class SealError(Exception):
    """Not a document that was sealed for this key, or not as it must be; the text tells nothing of its
    content."""


class SealedHeader(msgspec.Struct, frozen=True, kw_only=True):
    """What a document is. ``lease`` is the booth's for the visit that it belongs to, ``kind`` one of the
    claim rules' documents, ``facts`` or ``signature``, ``page`` counts from 1 (a back is page 2), ``sha256``
    is the content's, ``step`` where in its visit the booth stood."""

    document: DocumentId
    lease: str
    kind: str
    page: int
    media_type: str
    captured_at: float
    sha256: str
    step: str = ""


_header = msgspec.json.Decoder(SealedHeader)


def seal(seal_key: str, header: SealedHeader, content: bytes) -> bytes:
    """``seal_key`` as in ``documents_welcome``. Raises ``SealError`` for what the server would not take."""
    check(header, content)
    head = msgspec.json.encode(header)
    try:
        public = X25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(seal_key + "="))
    except (ValueError, binascii.Error):
        raise SealError("not a key to seal with") from None
    return _SUITE.encrypt(_LENGTH.pack(len(head)) + head + content, public, info=INFO)


def unseal(key: X25519PrivateKey, sealed: bytes) -> tuple[SealedHeader, bytes]:
    """Raises ``SealError``."""
    if len(sealed) > SEALED_MOST_BYTES:
        raise SealError("larger than any document")
    try:
        inside = _SUITE.decrypt(sealed, key, info=INFO)
    except (InvalidTag, ValueError):
        raise SealError("it was not sealed for this server, or has been changed") from None
    try:
        start = _LENGTH.size + _LENGTH.unpack_from(inside)[0]
        header, content = _header.decode(inside[_LENGTH.size : start]), inside[start:]
    except (struct.error, msgspec.MsgspecError, RecursionError, UnicodeError):
        raise SealError("its header cannot be read") from None
    check(header, content)
    return header, content


def check(header: SealedHeader, content: bytes) -> None:
    """Raises ``SealError`` for a header out of form or a content that is not the one it tells of."""
    if not 1 <= len(content) <= CONTENT_MOST_BYTES:
        raise SealError("empty, or larger than a document may be")
    formed = (
        is_document_id(header.document)
        and len(header.lease) <= LEASE_MOST_CHARS
        and is_name(header.kind)
        and 1 <= header.page <= PAGE_MOST
        and header.media_type in MEDIA_TYPES
        and (not header.step or is_name(header.step))
    )
    if not formed:
        raise SealError("a field of its header is outside of its form")
    if hashlib.sha256(content).hexdigest() != header.sha256:
        raise SealError("its hash is another")


def seal_key_text(key: X25519PrivateKey) -> str:
    """The public half, as it stands in ``documents_welcome``."""
    return base64.urlsafe_b64encode(key.public_key().public_bytes_raw()).decode().rstrip("=")
