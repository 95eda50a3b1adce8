"""The master key and what hangs on it: keys of cases, names, the audit chain, the seal of documents.

Responsible for: reading and making the key file, and encrypting and decrypting. Not for: what is encrypted.

Everything is AES-256-GCM with a random nonce of 12 bytes in front; what a ciphertext belongs to is its
associated data, so that one cannot stand in for another. A case's own key is wrapped by a key derived from
the master key: where the wrapped key is gone, the case is. Whoever has master key and store can read
everything.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from channel.settings.lasting_file import sync_folder, write_new
from signaling_server.store.errors import StoreError

KEY_BYTES = 32
NONCE_BYTES = 12


class CaseKey:
    """Encrypts and decrypts what belongs to one case."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def encrypt(self, content: bytes, what: str) -> bytes:
        """``what`` names the place of this content, and has to be the same when it is read."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, what.encode())

    def decrypt(self, sealed: bytes, what: str) -> bytes:
        """Raises ``StoreError`` when it was changed or belongs elsewhere."""
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], what.encode())
        except (InvalidTag, ValueError):
            raise StoreError("something in the store has been changed, or belongs to another case.") from None


class Keys:
    """All keys of a store, derived from its master key of ``KEY_BYTES`` random bytes."""

    def __init__(self, master: bytes) -> None:
        self._wrapping = CaseKey(_derive(master, "wrap"))
        self._person = _derive(master, "person")
        self._audit = _derive(master, "audit")
        self.mark = _derive(master, "mark").hex()
        """Tells whether a store was made with this key, and nothing of the key."""
        self.sealing = X25519PrivateKey.from_private_bytes(_derive(master, "seal"))
        """Opens what booths have sealed."""

    def new_case_key(self, visit: str) -> tuple[CaseKey, bytes]:
        """A key, and the same wrapped, to be kept with the case."""
        key = secrets.token_bytes(KEY_BYTES)
        return CaseKey(key), self._wrapping.encrypt(key, f"case {visit}")

    def case_key(self, visit: str, wrapped: bytes) -> CaseKey:
        return CaseKey(self._wrapping.decrypt(wrapped, f"case {visit}"))

    def person(self, number: str) -> str:
        """A name for whoever has this NIK; the number cannot be worked out from it without the master key."""
        return hmac.new(self._person, number.encode(), hashlib.sha256).hexdigest()

    def link(self, previous: str, entry: bytes) -> str:
        """The hash of an entry of the audit log, which holds that of the one before."""
        return hmac.new(self._audit, bytes.fromhex(previous) + entry, hashlib.sha256).hexdigest()


def read_master_key(path: Path, credential: str = "") -> bytes:
    """The key in this file or, where one is named, in this credential of systemd's. Raises ``StoreError``."""
    if credential:
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        if not folder:
            raise StoreError(f"the master key is to be systemd's credential {credential}: there is none.")
        path = Path(folder) / credential
    try:
        key = path.read_bytes()
        mode = path.stat().st_mode
    except OSError as error:
        raise StoreError(f"{path}: the master key cannot be read: {error.strerror}.") from None
    if len(key) != KEY_BYTES:
        raise StoreError(f"{path}: is not a master key of {KEY_BYTES} bytes; put the right one back.")
    if mode & 0o077:
        raise StoreError(f"{path}: others can read the master key; make it readable to its owner alone.")
    return key


def make_master_key(path: Path) -> None:
    """A new key in a new file. Raises OSError, also when there is one."""
    write_new(path, secrets.token_bytes(KEY_BYTES))
    sync_folder(path.parent)


def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"bilik {purpose}".encode()).derive(master)
