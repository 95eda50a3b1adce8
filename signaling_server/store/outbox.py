"""What is to be handed over to the institution's core system: put down with the outcome, kept until it is
delivered.

Responsible for: when each parcel is due, and what goes with it. Not for: what a parcel tells (``parcels``),
delivering (``handover``). Any thread; raises ``StoreUnavailable``.

A parcel's name is its idempotency key: it is delivered at least once, and always with the same content. The
documents are not in the parcel but read one by one: a case may be larger than a machine's memory is spare.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import msgspec
from sqlalchemy import select, update

from channel.wire.documents import DocumentInfo
from channel.wire.ids import VisitId
from signaling_server.store import cases
from signaling_server.store.audit import Action
from signaling_server.store.database import Database
from signaling_server.store.documents import Documents
from signaling_server.store.errors import StoreError
from signaling_server.store.keys import Keys
from signaling_server.store.parcels import HandedOver
from signaling_server.store.tables import OUTBOX

FIRST_WAIT_S = 5.0
MOST_WAIT_S = 3600.0
ACTOR = "server"


@dataclass(frozen=True)
class ParcelFile:
    """A file that goes with a parcel; ``name`` is fit for a folder. ``read`` gives its ``size`` bytes, from
    where they lie; raises ``StoreError``."""

    name: str
    media_type: str
    size: int
    read: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Parcel:
    """``content`` is JSON (``HandedOver``)."""

    name: str
    visit: VisitId
    reference: str
    content: bytes
    files: tuple[ParcelFile, ...]


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

    def waiting(self) -> list[str]:
        """Names of those that are not delivered."""
        with self._database.reading() as connection:
            return list(connection.execute(select(OUTBOX.c.parcel).where(~OUTBOX.c.delivered)).scalars())

    def take_up(self, name: str) -> Parcel | None:
        """The parcel, which is tried now and keeps its content from here on; None when it has been erased
        meanwhile."""
        with self._database.writing() as writing:
            row = writing.connection.execute(select(OUTBOX).where(OUTBOX.c.parcel == name)).one_or_none()
            case = None if row is None else cases.find(writing.connection, row.visit)
            if row is None or case is None:
                return None
            tried = update(OUTBOX).where(OUTBOX.c.parcel == name).values(tries=row.tries + 1)
            writing.connection.execute(tried)
        key = self._keys.case_key(case.visit, case.key_wrapped)
        content = key.decrypt(row.content_sealed, f"parcel {name}")
        state = msgspec.json.decode(content, type=HandedOver).case
        visit = VisitId(case.visit)
        files = tuple(self._file(visit, about) for about in state.documents)
        return Parcel(name, visit, state.reference, content, files)

    def _file(self, visit: VisitId, about: DocumentInfo) -> ParcelFile:
        name = file_name(about.kind, about.page, about.document, about.media_type)
        return ParcelFile(name, about.media_type, about.size, partial(self._read, visit, about))

    def _read(self, visit: VisitId, about: DocumentInfo) -> bytes:
        content = self._documents.content(visit, about.document)
        if content is None:
            raise StoreError("the case was erased while it was handed over.")
        return content

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
        """What was taken up is to be tried again, later each time; when."""
        with self._database.writing() as writing:
            known = select(OUTBOX.c.tries).where(OUTBOX.c.parcel == name)
            tries = writing.connection.execute(known).scalar_one_or_none() or 0
            due_at = now_s + min(MOST_WAIT_S, FIRST_WAIT_S * 2.0 ** min(max(0, tries - 1), 16))
            writing.connection.execute(update(OUTBOX).where(OUTBOX.c.parcel == name).values(due_at=due_at))
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
