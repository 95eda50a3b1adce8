"""The end of cases and the rights of those they are about: export, erasing, the timed purge and its
certificate.

Responsible for: that a case is handed out whole, and that an erased one cannot be read any more by anybody.
Not for: when a purge is due (``runtime``), the command line (``commands``). Any thread; raises
``StoreUnavailable``. Source: UU PDP 27/2022: access and stop within 3×24 h, delete and destroy after
purpose or retention.

What counts is that the case's own key is destroyed with its row: backups of blobs without it are noise. The
row is gone at once; that nothing of it is left in the database's files may have to wait for somebody who is
still reading, and is finished later.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import bindparam, delete, select, update

from channel.settings.lasting_file import write_for_good, write_new
from channel.wire.ids import BoothId, VisitId
from signaling_server.store import cases
from signaling_server.store.audit import Action, Anchor, anchor_text, read_anchor
from signaling_server.store.blobs import Blobs
from signaling_server.store.database import Database, Writing
from signaling_server.store.documents import Documents
from signaling_server.store.errors import StoreError, unavailable
from signaling_server.store.keys import Keys
from signaling_server.store.outbox import file_name
from signaling_server.store.tables import CASES, DOCUMENTS, ERASURES, OUTBOX, RECORDS
from signaling_server.store.uploads import Uploads

DAY_S = 24 * 3600.0
OPERATOR = "operator"
FORGOTTEN_AT = "gone_from_database_files_at"
"""In a certificate; null as long as somebody who reads keeps them there."""


IDLE_S = 600.0
"""Parts of documents that were not gone on with for so long are left over, not on their way."""


@dataclass(frozen=True)
class Purged:
    """How many cases were purged; ``certificate`` None when there were none. ``spared``: how many are over
    their time, but wait to be handed over. ``forgotten``: see ``Privacy.finish``."""

    count: int
    certificate: Path | None
    spared: int = 0
    forgotten: bool = True


class Privacy:
    """``certificates`` is the folder for those of purges."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        blobs: Blobs,
        documents: Documents,
        uploads: Uploads,
        certificates: Path,
    ) -> None:
        self._database = database
        self._keys = keys
        self._blobs = blobs
        self._documents = documents
        self._uploads = uploads
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
            write_new(folder / "case.json", msgspec.json.format(msgspec.json.encode(state), indent=2))
            for about in state.documents:
                content = self._documents.content(visit, about.document)
                if content is None:
                    raise StoreError("a document of the case is missing in the store.")
                write_new(
                    folder / file_name(about.kind, about.page, about.document, about.media_type), content
                )
        except OSError as error:
            raise StoreError(f"{folder}: cannot be written: {error.strerror}.") from None
        return len(state.documents)

    def erase(self, visit: VisitId) -> bool:
        """The case is gone, and what comes late for it is refused; whether nothing of it is left in the
        database's files either (``finish``). Raises ``StoreError``."""
        with self._database.writing() as writing:
            case = cases.find(writing.connection, visit)
            if case is None:
                raise StoreError("there is no such case.")
            self._uploads.forget(BoothId(case.booth))
            names = _erase(writing, visit)
            writing.note(OPERATOR, Action.ERASED, visit)
        self._destroy(names)
        return self.finish()

    def purge(
        self, retention_days: float, now_s: float | None = None, *, spare_undelivered: bool = False
    ) -> Purged:
        """Erase all cases that were decided, or opened and never decided, longer ago than this.
        ``spare_undelivered``: but for those that wait to be handed over."""
        before_s = (time.time() if now_s is None else now_s) - retention_days * DAY_S
        names: list[str] = []
        with self._database.writing() as writing:
            ended = (CASES.c.opened_at < before_s) & (CASES.c.decided_at < before_s)
            over = {row.visit: row.booth for row in writing.connection.execute(select(CASES).where(ended))}
            waiting = select(OUTBOX.c.visit).where(~OUTBOX.c.delivered)
            spared = set(writing.connection.execute(waiting).scalars()) if spare_undelivered else set()
            visits = [visit for visit in over if visit not in spared]
            for visit in visits:
                self._uploads.forget(BoothId(over[visit]), IDLE_S)
                names += _erase(writing, visit)
                writing.note("server", Action.PURGED, visit)
            if not visits:
                return Purged(0, None, len(over))
            # On disk before the cases are gone: a certificate too many is no harm, one too few would be.
            certificate = self._certify(writing, visits, retention_days)
        self._destroy(names)
        return Purged(len(visits), certificate, len(over) - len(visits), self.finish())

    def finish(self) -> bool:
        """Whether nothing of all erased cases is left in the database's files; tried now. False: somebody
        has been reading since before; to be called again. Certificates tell since when it is so."""
        left = select(ERASURES.c.visit).where(~ERASURES.c.forgotten)
        with self._database.reading() as connection:
            visits = list(connection.execute(left).scalars())
        if visits:
            if not self._database.forget_for_good():
                return False
            with self._database.writing() as writing:
                forgotten = update(ERASURES).where(ERASURES.c.visit == bindparam("which"))
                rows = [{"which": visit} for visit in visits]
                writing.connection.execute(forgotten.values(forgotten=True), rows)
        self._complete_certificates()
        return True

    def anchors(self) -> list[Anchor]:
        """Those that the certificates tell."""
        told = (content.get("audit_anchor", "") for _, content in self._read_certificates())
        return [anchor for text in told if (anchor := read_anchor(str(text))) is not None]

    def sweep(self) -> int:
        """Remove the bytes that no case knows, left by a kill; how many. Only while nothing is stored."""
        with self._database.reading() as connection:
            known = set(connection.execute(select(DOCUMENTS.c.blob)).scalars())
        return self._blobs.sweep(known)

    def _destroy(self, names: list[str]) -> None:
        for name in names:
            with contextlib.suppress(OSError):  # unreadable already; the next start sweeps it away
                self._blobs.remove(name)

    def _certify(self, writing: Writing, visits: list[str], retention_days: float) -> Path:
        seq, link = writing.head
        when = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(writing.at))
        certificate = {
            "what": "cases destroyed with their keys, records and documents after their retention",
            "at": writing.at,
            "retention_days": retention_days,
            "cases": visits,
            "audit_anchor": anchor_text((seq, link)),
            FORGOTTEN_AT: None,
        }
        self._certificates.mkdir(mode=0o700, exist_ok=True)
        path = self._certificates / f"purge-{when}-{seq}.json"
        self._write_certificate(path, certificate)
        return path

    def _complete_certificates(self) -> None:
        for path, certificate in self._read_certificates():
            if FORGOTTEN_AT in certificate and certificate[FORGOTTEN_AT] is None:
                self._write_certificate(path, {**certificate, FORGOTTEN_AT: time.time()})

    def _read_certificates(self) -> Iterator[tuple[Path, dict[str, Any]]]:
        """Those of purges that came to be: a kill may leave one of a purge that did not."""
        with self._database.reading() as connection:
            purges = set(connection.execute(select(ERASURES.c.erased_at).distinct()).scalars())
        for path in sorted(self._certificates.glob("purge-*.json")):
            try:
                certificate = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
            except (OSError, msgspec.MsgspecError):  # somebody's own file, or moved away
                continue
            if certificate.get("at") in purges:
                yield path, certificate

    def _write_certificate(self, path: Path, certificate: dict[str, Any]) -> None:
        try:
            write_for_good(path, json.dumps(certificate, indent=2).encode() + b"\n")
        except OSError as error:
            raise unavailable(error) from None


def _erase(writing: Writing, visit: str) -> list[str]:
    """Delete the rows; the names of the blobs that belonged to them."""
    mine = select(DOCUMENTS.c.blob).where(DOCUMENTS.c.visit == visit)
    names = list(writing.connection.execute(mine).scalars())
    for table in (OUTBOX, RECORDS, DOCUMENTS, CASES):
        writing.connection.execute(delete(table).where(table.c.visit == visit))
    writing.connection.execute(ERASURES.insert().values(visit=visit, erased_at=writing.at))
    return names
