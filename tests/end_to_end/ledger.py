"""What people were shown as saved, held against the store itself.

Responsible for: noting what officer and participant asked for and saw, and naming every difference to the
store: lost, there twice, shown and never recorded, recorded and never asked for. Not for: seeing
(``at_work``), killing (``test_kills``).

Written by the threads that look at the programs, read by the one that kills.
"""

from __future__ import annotations

import hashlib
import threading
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from channel.settings.files import load
from channel.wire.documents import CaseState, Outcome
from channel.wire.sealed import FACTS_KIND
from signaling_server.config import ServerConfig
from signaling_server.core.leases import Leases
from signaling_server.init import BranchFiles
from signaling_server.runtime.keys import signing_key
from signaling_server.store.audit import Action
from signaling_server.store.cases import read_state
from signaling_server.store.errors import StoreError
from signaling_server.store.store import Store, open_store
from signaling_server.store.tables import AUDIT, CASES, DOCUMENTS, RECORDS


@dataclass(frozen=True)
class Said:
    """One thing that an officer records. ``reference``: the case's number, as the console shows it; ``word``:
    a verdict, an outcome, or the note itself; ``item`` only of a verdict."""

    reference: str
    kind: str
    word: str
    item: str = ""


@dataclass(frozen=True)
class Page:
    """What a booth showed its participant, whose NIK tells the case: so many pictures of a ``kind`` as
    stored, or, with ``outcome`` as kind, that it is decided."""

    nik: str
    kind: str
    pictures: int = 1


OUTCOME = "outcome"


@dataclass
class Ledger:
    """``spooled``: documents that a booth's disk has had, ``acknowledged``: those whose file the booth has
    removed since."""

    asked: Counter[Said] = field(default_factory=Counter)
    shown: Counter[Said] = field(default_factory=Counter)
    pages: set[Page] = field(default_factory=set)
    spooled: set[str] = field(default_factory=set)
    acknowledged: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, said: Said) -> None:
        """Before the touch that records it."""
        with self.lock:
            self.asked[said] += 1

    def see(self, said: Said) -> None:
        """The console shows it as recorded, so often as it was asked for."""
        with self.lock:
            self.shown[said] += 1

    def read(self, page: Page) -> None:
        with self.lock:
            self.pages.add(page)

    def look_into(self, names: set[str]) -> None:
        """The sealed files that lie in a booth's spool at this moment."""
        with self.lock:
            self.acknowledged |= self.spooled - names
            self.acknowledged -= names
            self.spooled |= names

    # ------------------------------------------------------------ against the store

    def faults(self, files: BranchFiles, *, ended: bool = False) -> list[str]:
        """Sentences; none when all is as it was shown. ``ended``: everything has come to rest, and what was
        spooled and asked for is there too."""
        with self.lock:  # what is shown before the store is read must be in it
            shown, pages = Counter(self.shown), set(self.pages)
            documents = set(self.spooled if ended else self.acknowledged)
        store = _opened(files)
        try:
            found = _Found.of(store)
        finally:
            store.close()
        with self.lock:  # and what is in it must have been asked for before
            asked = Counter(self.asked)
        faults = list(found.faults)
        faults += [
            f"document {one} was acknowledged and is not stored" for one in documents - found.documents
        ]
        for said, times in shown.items():
            if found.records[said] < times:
                faults.append(f"{said} was shown as recorded, and is not")
        for said, times in found.records.items():
            if said.kind != "person" and times > asked[said]:
                faults.append(f"{said} is recorded more often than it was asked for")
            if said.kind in ("note", OUTCOME) and times > 1:
                faults.append(f"{said} is recorded {times} times")
        faults += [f"{page} was shown, and is not so" for page in pages if not found.fits(page)]
        return faults


@dataclass
class _Found:
    """What the store holds, all of it read and checked."""

    documents: set[str] = field(default_factory=set)
    records: Counter[Said] = field(default_factory=Counter)
    pictures: Counter[tuple[str, str]] = field(default_factory=Counter)
    decided: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, store: Store) -> _Found:
        found = cls()
        verdict = store.verify_audit()
        if verdict.broken:
            found.faults.append(f"the audit log: {verdict.broken}")
        with store.database.reading() as connection:  # all of one moment, while the server goes on
            for case in connection.execute(select(CASES)):
                state = read_state(connection, store.keys, case)
                found._take_documents(store, state)
                found._take_records(connection, state)
            found._check_audit(connection)
        return found

    def fits(self, page: Page) -> bool:
        if page.kind == OUTCOME:
            return page.nik in self.decided
        return self.pictures[page.nik, page.kind] >= page.pictures

    def _take_documents(self, store: Store, state: CaseState) -> None:
        nik = "" if state.facts is None else state.facts.identity.get("nik", "")
        if state.outcome is not Outcome.NONE:
            self.decided.add(nik)
        for one in state.documents:
            if one.document in self.documents:
                self.faults.append(f"document {one.document} is there twice")
            self.documents.add(one.document)
            self.pictures[nik, one.kind] += one.kind != FACTS_KIND
            try:
                content = store.documents.content(state.visit, one.document)
            except StoreError as error:
                self.faults.append(f"document {one.document}: {error}")
                continue
            if content is None or hashlib.sha256(content).hexdigest() != one.sha256:
                self.faults.append(f"document {one.document} has another hash")

    def _take_records(self, connection: Connection, state: CaseState) -> None:
        for note in state.notes:
            self.records[Said(state.reference, "note", note.text)] += 1
        columns = select(RECORDS.c.kind, RECORDS.c.item, RECORDS.c.verdict)
        rows = connection.execute(columns.where(RECORDS.c.visit == state.visit)).all()
        for kind, item, verdict in rows:
            if kind != "note":
                self.records[Said(state.reference, kind, verdict, item)] += 1
        outcomes = [verdict for kind, _, verdict in rows if kind == OUTCOME]
        if outcomes != ([] if state.outcome is Outcome.NONE else [state.outcome.value]):
            self.faults.append(f"case {state.reference} is {state.outcome}, decided as {outcomes}")

    def _check_audit(self, connection: Connection) -> None:
        """Each document and record has its one entry, and no entry is of something else."""
        of_them = AUDIT.c.action.in_([action.value for action in _ENTRIES])
        noted = Counter(name for (name,) in connection.execute(select(AUDIT.c.subject).where(of_them)))
        there = Counter(name for (name,) in connection.execute(select(DOCUMENTS.c.document)))
        there.update(name for (name,) in connection.execute(select(RECORDS.c.request)))
        if noted != there:
            self.faults.append(f"the audit log and the store differ in {(noted - there) + (there - noted)}")


_ENTRIES = (
    Action.DOCUMENT_STORED,
    Action.ITEM_DECIDED,
    Action.NOTE_ADDED,
    Action.PERSON_CONFIRMED,
    Action.OUTCOME_DECIDED,
)


def _opened(files: BranchFiles) -> Store:
    """Beside the running server, or without one."""
    config = load(ServerConfig, files.server_config)
    return open_store(config.store, Leases(signing_key(config.state)))
