"""The documents' bytes on disk, encrypted, each in a file named by the hash of what is in it.

Responsible for: writing so that a file that has its name is whole and stays, reading, removing. Not for:
encrypting (``keys``), the index (``cases``). Any thread. A name tells nothing: it is the ciphertext's hash.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

from channel.settings.lasting_file import FRESH, sync_folder, write_for_good
from signaling_server.store.errors import StoreError


class Blobs:
    """A folder of blobs, made if it is missing. Raises OSError, as its methods do unless they say
    otherwise."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def write(self, content: bytes) -> str:
        """Returns its name when it is on disk for good."""
        name = hashlib.sha256(content).hexdigest()
        path = self._path(name)
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self._folder)
        # Two booths may hand in the same bytes at once.
        write_for_good(path, content, path.with_name(f"{secrets.token_hex(8)}{FRESH}"))
        return name

    def read(self, name: str) -> bytes:
        """Raises ``StoreError`` when it is not there or not what it was."""
        try:
            content = self._path(name).read_bytes()
        except FileNotFoundError:
            raise StoreError("the bytes of a document are missing in the store.") from None
        if hashlib.sha256(content).hexdigest() != name:
            raise StoreError("the bytes of a document have been changed in the store.")
        return content

    def remove(self, name: str) -> None:
        path = self._path(name)
        path.unlink(missing_ok=True)
        if path.parent.exists():
            sync_folder(path.parent)

    def names(self) -> Iterator[str]:
        """Everything that lies there, also what a kill left half written."""
        for path in self._folder.glob("??/*"):
            yield path.name

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / name

    def sweep(self, known: set[str]) -> int:
        """Remove what is not in the index; how many that were. Only while nobody writes."""
        removed = 0
        for path in list(self._folder.glob("??/*")):
            if path.name not in known:
                path.unlink()
                removed += 1
        return removed
