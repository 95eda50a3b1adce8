from __future__ import annotations

import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from channel.wire.document_forms import CONTENT_MOST_BYTES, SEALED_MOST_BYTES
from channel.wire.forms import LEASE_MOST_CHARS
from channel.wire.ids import DocumentId
from channel.wire.sealed import SealedHeader, SealError, seal, seal_key_text, unseal

KEY = X25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = seal_key_text(KEY)
CONTENT = b"a card of an invented person"


def header(content: bytes = CONTENT) -> SealedHeader:
    return SealedHeader(
        document=DocumentId("kJ0y2v3Jb1mVb0H2c5m0Yw"),
        lease="lease",
        kind="ktp",
        page=1,
        media_type="image/jpeg",
        captured_at=1.0,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def test_who_has_the_key_opens_it_and_nobody_else_learns_a_thing() -> None:
    sealed = seal(PUBLIC, header(), CONTENT)
    assert unseal(KEY, sealed) == (header(), CONTENT)
    assert CONTENT not in sealed
    assert b"lease" not in sealed
    assert sealed != seal(PUBLIC, header(), CONTENT), "the same document twice does not look the same"
    with pytest.raises(SealError):
        unseal(X25519PrivateKey.generate(), sealed)


def test_a_change_of_any_byte_is_noticed() -> None:
    sealed = seal(PUBLIC, header(), CONTENT)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        with pytest.raises(SealError):
            unseal(KEY, changed)
    for length in (0, 31, 32, 48, len(sealed) - 1):
        with pytest.raises(SealError):
            unseal(KEY, sealed[:length])


def test_the_largest_document_fits_into_its_seal_with_the_longest_lease() -> None:
    content = bytes(CONTENT_MOST_BYTES)
    longest = msgspec.structs.replace(header(content), lease="x" * LEASE_MOST_CHARS, kind="k" * 64)
    assert len(seal(PUBLIC, longest, content)) <= SEALED_MOST_BYTES
    with pytest.raises(SealError):
        seal(PUBLIC, longest, content + b"x")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("document", "x"),
        ("lease", "x" * (LEASE_MOST_CHARS + 1)),
        ("kind", "KTP"),
        ("page", 0),
        ("page", 100),
        ("media_type", "text/html"),
        ("sha256", "0" * 64),
        ("step", "a b"),
    ],
)
def test_a_header_out_of_form_is_not_sealed(field: str, value: object) -> None:
    with pytest.raises(SealError):
        seal(PUBLIC, msgspec.structs.replace(header(), **{field: value}), CONTENT)


@pytest.mark.parametrize("key", ["", "x", "A" * 42, "é" * 43])
def test_what_is_no_key_is_an_error_of_its_own(key: str) -> None:
    with pytest.raises(SealError):
        seal(key, header(), CONTENT)
