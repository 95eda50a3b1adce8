"""Documents that are still coming in, on disk: what is there outlives a cut and a restart of the server.

Responsible for: one file for each unfinished document, appended to, and each booth's share of the disk. Not
for: what is in them (they are sealed), nor when one is whole (``core.intake``). Blocking: called in
threads, for one booth by one at a time. Raises ``StoreUnavailable`` where the disk fails.

A part need not be synced: after a power cut it may be shorter or wrong, and its hash tells.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from pathlib import Path

from channel.wire.documents_codec import Chunk
from channel.wire.ids import BoothId, DocumentId
from signaling_server.store.errors import StoreUnavailable, unavailable

PARTS_MOST = 64
"""Of one booth: each costs the disk more than its bytes."""
KEPT_S = 14 * 24 * 3600.0
SUFFIX = ".part"


class UploadsFull(Exception):
    """The document does not fit into what its booth may have lying here."""


class Uploads:
    """The folder of the parts, made if it is missing; ``most_bytes`` and ``PARTS_MOST`` for each booth."""

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most_bytes = most_bytes
        folder.mkdir(mode=0o700, exist_ok=True)

    def open(self, booth: BoothId, document: DocumentId, size: int) -> int:
        """How many bytes are here already. Raises ``UploadsFull``.

        A booth puts one document at a time: where room is needed, its oldest unfinished ones give it.
        """
        if size > self._most_bytes:
            raise UploadsFull
        path = self._path(booth, document)
        try:
            path.parent.mkdir(mode=0o700, exist_ok=True)
            self._make_room(path, size)
            path.touch(mode=0o600)
            offset = path.stat().st_size
            if offset > size:
                _truncate(path)
                offset = 0
        except OSError as error:
            raise unavailable(error) from None
        return offset

    def append(self, booth: BoothId, chunk: Chunk) -> int:
        """The end of what is on disk then."""
        path = self._path(booth, chunk.document)
        try:
            with path.open("r+b", buffering=0) as file:
                file.seek(chunk.offset)
                file.truncate()
                left = memoryview(chunk.content)
                while left:  # a disk that becomes full takes a part, and only then says so
                    left = left[file.write(left) :]
        except FileNotFoundError:
            raise StoreUnavailable("an unfinished document was removed meanwhile: it begins anew.") from None
        except OSError as error:
            raise unavailable(error) from None
        return chunk.offset + len(chunk.content)

    def read(self, booth: BoothId, document: DocumentId, sha256: str) -> bytes | None:
        """All of it; None, and the part is empty, when its hash is another."""
        path = self._path(booth, document)
        try:
            sealed = path.read_bytes()
            if hashlib.sha256(sealed).hexdigest() == sha256:
                return sealed
            _truncate(path)
        except OSError as error:
            raise unavailable(error) from None
        return None

    def remove(self, booth: BoothId, document: DocumentId) -> None:
        """It is stored, or refused."""
        with contextlib.suppress(OSError):  # it will be too old some day
            self._path(booth, document).unlink(missing_ok=True)

    def forget(self, booth: BoothId, idle_s: float = 0.0) -> None:
        """Remove the booth's parts that nobody has gone on with for so long. Whose they are their seals do
        not tell before they are whole; who still has the document puts it again."""
        for path in self._folder.glob(f"{booth}/*{SUFFIX}"):
            if _age_s(path) >= idle_s:
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    raise unavailable(error) from None

    def forget_old(self) -> int:
        """Remove what nobody has gone on with for ``KEPT_S``; how many."""
        old = [path for path in self._folder.glob(f"*/*{SUFFIX}") if _age_s(path) > KEPT_S]
        for path in old:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return len(old)

    def _make_room(self, wanted: Path, size: int) -> None:
        others = [path for path in wanted.parent.glob(f"*{SUFFIX}") if path != wanted]
        others.sort(key=lambda one: one.stat().st_mtime)
        taken = sum(path.stat().st_size for path in others)
        while others and (taken + size > self._most_bytes or len(others) >= PARTS_MOST):
            oldest = others.pop(0)
            taken -= oldest.stat().st_size
            oldest.unlink()

    def _path(self, booth: BoothId, document: DocumentId) -> Path:
        return self._folder / booth / f"{document}{SUFFIX}"


def _truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate()


def _age_s(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:  # stored or refused meanwhile
        return 0.0
