"""A file that is there whole or not at all, whenever the power goes.

Responsible for: writing it so, and the folder's entry with it. Not for: what is in it. Blocking: called in
a thread.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

FRESH: Final = ".new"
"""Ends the name of a file that is being written: a kill leaves it behind, and nobody reads it."""


def write_for_good(path: Path, content: bytes) -> None:
    """On disk for good, for its owner alone, when this returns; in the place of what was there. Raises
    OSError, and leaves nothing half."""
    fresh = path.with_name(path.name + FRESH)
    try:
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What was added to it or removed from it stays so."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
