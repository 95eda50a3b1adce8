"""What a booth has captured and the server has not acknowledged, on the booth's disk, sealed to the
server's key.

Responsible for: that a document is in the spool whole or not at all, whenever the power goes, and gone once
it is stored. Not for: sealing (``channel.wire.sealed``), sending (``document_sender``). Blocking: called in
a thread, one call at a time.

One file for each document, named by its place in the order and its random id: nothing in name or content
tells anything to anybody but the server.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from channel.core.transfer import Parcel
from channel.settings.lasting_file import FRESH, sync_folder, write_for_good
from channel.wire.ids import DocumentId

_NAME = re.compile(r"(\d{12})-([A-Za-z0-9_-]{22})\.sealed", re.ASCII)


class SpoolFull(Exception):
    """So much has not been acknowledged that no more is taken; the text is a sentence."""


class Spool:
    """A folder, made if it is missing; at most ``most_bytes`` in it. Methods raise OSError where the disk
    fails."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for half in folder.glob(f"*{FRESH}"):
            half.unlink()
        self._files = {
            found[2]: path for path in sorted(folder.iterdir()) if (found := _NAME.fullmatch(path.name))
        }
        last = list(self._files.values())[-1:]
        self._next = 1 + max((int(path.name[:12]) for path in last), default=0)

    def add(self, document: DocumentId, sealed: bytes) -> Parcel:
        """On disk for good when this returns. Raises ``SpoolFull``."""
        taken = sum(path.stat().st_size for path in self._files.values())
        if taken + len(sealed) > self._most_bytes:
            raise SpoolFull("the server has not taken what was captured before: there is no room for more.")
        path = self._folder / f"{self._next:012d}-{document}.sealed"
        write_for_good(path, sealed)
        self._next += 1
        self._files[document] = path
        return _parcel(document, sealed)

    def parcels(self) -> list[Parcel]:
        """Everything that is here, oldest first. Reads it all."""
        return [_parcel(DocumentId(name), path.read_bytes()) for name, path in self._files.items()]

    def read(self, document: DocumentId, offset: int, length: int) -> bytes:
        """Raises KeyError when it is not here."""
        with self._files[document].open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def remove(self, document: DocumentId) -> None:
        """Harmless when it is not here."""
        path = self._files.pop(document, None)
        if path is not None:
            path.unlink(missing_ok=True)
            sync_folder(self._folder)


def _parcel(document: DocumentId, sealed: bytes) -> Parcel:
    return Parcel(document, len(sealed), hashlib.sha256(sealed).hexdigest())
