"""What is to be handed over to the institution's core system: put down with the outcome, kept until it is
delivered.

Responsible for: the parcels, when each is due, and what one holds. Not for: delivering (``handover``). Any
thread; raises ``StoreUnavailable``.

A parcel's name is its idempotency key: it is delivered at least once, and always with the same content.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import select, update

from channel.wire.documents import CaseState
from channel.wire.ids import VisitId
from signaling_server.store import cases
from signaling_server.store.audit import Action
from signaling_server.store.database import Database, Writing
from signaling_server.store.documents import Documents
from signaling_server.store.keys import Keys
from signaling_server.store.tables import OUTBOX

FIRST_WAIT_S = 5.0
MOST_WAIT_S = 3600.0
ACTOR = "server"


class HandedOver(msgspec.Struct, frozen=True, kw_only=True):
    """A decided case as the institution gets it: ``case`` without the cases before it."""

    version: int
    parcel: str
    booth: int
    officer: str
    case: CaseState


@dataclass(frozen=True)
class ParcelFile:
    """A file that goes with a parcel; ``name`` is fit for a folder."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Parcel:
    """``content`` is JSON (``HandedOver``)."""

    name: str
    visit: VisitId
    reference: str
    content: bytes
    files: tuple[ParcelFile, ...]


def add(writing: Writing, keys: Keys, visit: VisitId, name: str) -> None:
    """Put a parcel down, in the transaction that decides the case."""
    case = cases.find(writing.connection, visit)
    assert case is not None
    state = msgspec.structs.replace(cases.read_state(writing.connection, keys, case), earlier=())
    content = HandedOver(version=1, parcel=name, booth=case.number, officer=case.officer, case=state)
    key = keys.case_key(visit, case.key_wrapped)
    writing.connection.execute(
        OUTBOX.insert().values(
            parcel=name,
            visit=visit,
            made_at=writing.at,
            due_at=writing.at,
            tries=0,
            delivered=False,
            content_sealed=key.encrypt(msgspec.json.encode(content), f"parcel {name}"),
        )
    )


class Outbox:
    def __init__(self, database: Database, keys: Keys, documents: Documents) -> None:
        self._database = database
        self._keys = keys
        self._documents = documents

    def due(self, now_s: float) -> list[str]:
        """Names of the parcels that are to be tried now, oldest first."""
        with self._database.reading() as connection:
            wanted = select(OUTBOX.c.parcel).where(~OUTBOX.c.delivered, OUTBOX.c.due_at <= now_s)
            return list(connection.execute(wanted.order_by(OUTBOX.c.made_at)).scalars())

    def waiting(self) -> int:
        """How many are not delivered."""
        with self._database.reading() as connection:
            return len(connection.execute(select(OUTBOX.c.parcel).where(~OUTBOX.c.delivered)).all())

    def open(self, name: str) -> Parcel | None:
        """The parcel with its documents; None when it has been erased meanwhile."""
        with self._database.reading() as connection:
            row = connection.execute(select(OUTBOX).where(OUTBOX.c.parcel == name)).one_or_none()
            case = None if row is None else cases.find(connection, row.visit)
        if row is None or case is None:
            return None
        key = self._keys.case_key(case.visit, case.key_wrapped)
        content = key.decrypt(row.content_sealed, f"parcel {name}")
        state = msgspec.json.decode(content, type=HandedOver).case
        files = []
        for about in state.documents:
            stored = self._documents.content(VisitId(case.visit), about.document)
            if stored is not None:
                files.append(
                    ParcelFile(
                        file_name(about.kind, about.page, about.document, about.media_type),
                        about.media_type,
                        stored,
                    )
                )
        return Parcel(name, VisitId(case.visit), case.reference, content, tuple(files))

    def delivered(self, name: str, where: str) -> None:
        """``where`` is a code for the audit log: ``folder`` or ``http``."""
        with self._database.writing() as writing:
            visit = writing.connection.execute(
                select(OUTBOX.c.visit).where(OUTBOX.c.parcel == name)
            ).scalar_one_or_none()
            if visit is not None:
                writing.connection.execute(
                    update(OUTBOX).where(OUTBOX.c.parcel == name).values(delivered=True)
                )
                writing.note(ACTOR, Action.HANDED_OVER, visit, name, where)

    def failed(self, name: str, now_s: float) -> float:
        """To be tried again, later each time; when."""
        with self._database.writing() as writing:
            known = select(OUTBOX.c.tries).where(OUTBOX.c.parcel == name)
            tries = writing.connection.execute(known).scalar_one_or_none() or 0
            due_at = now_s + min(MOST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(tries, 16))
            values = {"tries": tries + 1, "due_at": due_at}
            writing.connection.execute(update(OUTBOX).where(OUTBOX.c.parcel == name).values(**values))
        return due_at


_SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "application/json": "json",
}


def file_name(kind: str, page: int, document: str, media_type: str) -> str:
    """What a document is called in a folder: ``ktp-1-ID.jpg``."""
    return f"{kind}-{page}-{document}.{_SUFFIXES[media_type]}"
