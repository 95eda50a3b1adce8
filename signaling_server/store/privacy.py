"""The end of cases and the rights of those they are about: export, erasing, the timed purge and its
certificate.

Responsible for: that a case is handed out whole, and that an erased one cannot be read any more by anybody.
Not for: when a purge is due (``runtime``), the command line (``commands``). Any thread; raises
``StoreUnavailable``. Source: UU PDP 27/2022: access and stop within 3×24 h, delete and destroy after
purpose or retention.

What counts is that the case's own key is destroyed with its row: backups of blobs without it are noise.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import msgspec
from sqlalchemy import delete, select

from channel.wire.ids import VisitId
from signaling_server.store import cases
from signaling_server.store.audit import Action
from signaling_server.store.blobs import Blobs, sync_folder
from signaling_server.store.database import Database, Writing
from signaling_server.store.documents import Documents
from signaling_server.store.errors import StoreError
from signaling_server.store.keys import Keys
from signaling_server.store.outbox import file_name
from signaling_server.store.tables import CASES, DOCUMENTS, ERASURES, OUTBOX, RECORDS

DAY_S = 24 * 3600.0
OPERATOR = "operator"


@dataclass(frozen=True)
class Purged:
    """How many cases were purged; ``certificate`` None when there were none."""

    count: int
    certificate: Path | None


class Privacy:
    """``certificates`` is the folder for those of purges."""

    def __init__(
        self, database: Database, keys: Keys, blobs: Blobs, documents: Documents, certificates: Path
    ) -> None:
        self._database = database
        self._keys = keys
        self._blobs = blobs
        self._documents = documents
        self._certificates = certificates

    def export(self, visit: VisitId, folder: Path) -> int:
        """Everything about a case: ``case.json`` and the documents, into a new folder that its owner alone
        can read; how many documents. Raises ``StoreError``."""
        with self._database.writing() as writing:
            case = cases.find(writing.connection, visit)
            if case is None:
                raise StoreError("there is no such case.")
            state = cases.read_state(writing.connection, self._keys, case)
            writing.note(OPERATOR, Action.EXPORTED, visit)
        try:
            folder.mkdir(mode=0o700, parents=True)
            _write(folder / "case.json", msgspec.json.format(msgspec.json.encode(state), indent=2))
            for about in state.documents:
                content = self._documents.content(visit, about.document)
                if content is None:
                    raise StoreError("a document of the case is missing in the store.")
                _write(folder / file_name(about.kind, about.page, about.document, about.media_type), content)
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror}.") from None
        return len(state.documents)

    def erase(self, visit: VisitId) -> None:
        """The case is gone, and what comes late for it is refused. Raises ``StoreError``."""
        with self._database.writing() as writing:
            if cases.find(writing.connection, visit) is None:
                raise StoreError("there is no such case.")
            names = _erase(writing, visit)
            writing.note(OPERATOR, Action.ERASED, visit)
        self._destroy(names)

    def purge(self, retention_days: float, now_s: float | None = None) -> Purged:
        """Erase all cases that were decided, or opened and never decided, longer ago than this."""
        before_s = (time.time() if now_s is None else now_s) - retention_days * DAY_S
        names: list[str] = []
        with self._database.writing() as writing:
            ended = (CASES.c.opened_at < before_s) & (CASES.c.decided_at < before_s)
            visits = list(writing.connection.execute(select(CASES.c.visit).where(ended)).scalars())
            for visit in visits:
                names += _erase(writing, visit)
                writing.note("server", Action.PURGED, visit)
            if not visits:
                return Purged(0, None)
            # On disk before the cases are gone: a certificate too many is no harm, one too few would be.
            certificate = self._certify(writing, visits, retention_days)
        self._destroy(names)
        return Purged(len(visits), certificate)

    def sweep(self) -> int:
        """Remove the bytes that no case knows, left by a kill; how many. Only while nothing is stored."""
        with self._database.reading() as connection:
            known = set(connection.execute(select(DOCUMENTS.c.blob)).scalars())
        return self._blobs.sweep(known)

    def _destroy(self, names: list[str]) -> None:
        for name in names:
            with contextlib.suppress(OSError):  # unreadable already; the next start sweeps it away
                self._blobs.remove(name)
        self._database.forget_for_good()

    def _certify(self, writing: Writing, visits: list[str], retention_days: float) -> Path:
        seq, link = writing.head
        when = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(writing.at))
        certificate = {
            "what": "cases destroyed with their keys, records and documents after their retention",
            "at": writing.at,
            "retention_days": retention_days,
            "cases": visits,
            "audit_anchor": f"{seq}:{link}",
        }
        self._certificates.mkdir(mode=0o700, exist_ok=True)
        path = self._certificates / f"purge-{when}-{seq}.json"
        _write(path, json.dumps(certificate, indent=2).encode() + b"\n")
        sync_folder(self._certificates)
        return path


def _erase(writing: Writing, visit: str) -> list[str]:
    """Delete the rows; the names of the blobs that belonged to them."""
    mine = select(DOCUMENTS.c.blob).where(DOCUMENTS.c.visit == visit)
    names = list(writing.connection.execute(mine).scalars())
    for table in (OUTBOX, RECORDS, DOCUMENTS, CASES):
        writing.connection.execute(delete(table).where(table.c.visit == visit))
    writing.connection.execute(ERASURES.insert().values(visit=visit, erased_at=writing.at))
    return names


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
