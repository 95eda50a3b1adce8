"""Files that are there whole or not at all, whenever the power goes, and for their owner alone.

Responsible for: writing them so, and their folder's entry with them. Not for: what is in them. Blocking: in a
program whose loop must not wait it is called in a thread. Raises OSError.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Final

FRESH: Final = ".new"
"""Ends the name of a file that is being written: a kill leaves it behind, and nobody reads it."""


def write_for_good(path: Path, content: bytes, fresh: Path | None = None) -> None:
    """On disk for good when this returns, in the place of what was there; a failure leaves nothing half.

    ``fresh``: where it is written first; one for each where several may write the same file at once.
    """
    fresh = fresh or path.with_name(path.name + FRESH)
    fresh.unlink(missing_ok=True)
    try:
        write_new(fresh, content)
        fresh.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """The bytes are on disk when this returns; its name only after ``sync_folder``. Raises
    ``FileExistsError`` when there is such a file."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """What was added to it or removed from it stays so."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
