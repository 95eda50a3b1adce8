"""What can go wrong with the store, as sentences for IT.

Responsible for: the two kinds: what is wrong for good (``StoreError``) and what passes
(``StoreUnavailable``). No text holds anything of a case.
"""

from __future__ import annotations

import errno
import os

from sqlalchemy.exc import DBAPIError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StoreError(Exception):
    """The store cannot be used as configured; the text is a sentence."""


class StoreUnavailable(StoreError):
    """The store cannot be written or read at this moment. Nothing is lost: try again."""


def unavailable(error: OSError | DBAPIError) -> StoreUnavailable:
    """The same in words of ours: the library's own would quote what was to be written."""
    if isinstance(error, OSError):
        if error.errno in _FULL:
            return StoreUnavailable("the disk of the store is full: make room, it goes on by itself.")
        return StoreUnavailable(f"the store's disk fails: {os.strerror(error.errno or errno.EIO)}.")
    words = str(error.orig).lower()
    if "full" in words or "space" in words:
        return StoreUnavailable("the disk of the database is full: make room, it goes on by itself.")
    if "locked" in words or "lock timeout" in words:
        return StoreUnavailable("the database is locked by another program: it goes on when that has ended.")
    if "disk i/o" in words:  # a quota or a limit of the system's, too: SQLite knows only one kind of full
        return StoreUnavailable("the disk under the database is full or fails: it goes on when it is mended.")
    return StoreUnavailable(f"the database does not answer as it should ({type(error.orig).__name__}).")
