"""The store as a whole, built from its configuration.

Responsible for: opening it, with its key and its database as they must be. Not for: any part of it.
"""

from __future__ import annotations

import fcntl
from dataclasses import dataclass
from typing import IO

from sqlalchemy import func, select

from signaling_server.config import StoreTable
from signaling_server.core.leases import Leases
from signaling_server.store import audit
from signaling_server.store.blobs import Blobs
from signaling_server.store.cases import Cases
from signaling_server.store.database import SQLITE_NAME, WRONG_KEY, Database
from signaling_server.store.documents import Documents
from signaling_server.store.errors import StoreError
from signaling_server.store.keys import Keys, make_master_key, read_master_key
from signaling_server.store.outbox import Outbox
from signaling_server.store.privacy import Privacy
from signaling_server.store.records import Records
from signaling_server.store.tables import AUDIT_HEAD, CASES, OUTBOX, VAULT
from signaling_server.store.uploads import Uploads


@dataclass(frozen=True)
class Store:
    """Everything may be called from any thread."""

    keys: Keys
    database: Database
    blobs: Blobs
    cases: Cases
    documents: Documents
    records: Records
    outbox: Outbox
    privacy: Privacy
    uploads: Uploads
    lock: IO[bytes]

    def hold(self) -> None:
        """Only one server at a time: a second one would sweep up what the first is just storing. Raises
        ``StoreError``."""
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError(f"{self.lock.name}: another server uses this store.") from None

    def close(self) -> None:
        self.database.close()
        self.lock.close()

    def verify_audit(self, *anchors: audit.Anchor) -> audit.Verdict:
        """Against these anchors and those of all certificates. Raises ``StoreUnavailable``."""
        noted = (*anchors, *self.privacy.anchors())  # first: the log may have grown when it is read
        with self.database.reading() as connection:
            return audit.verify(connection, self.keys, *noted)

    def audit_anchor(self) -> str:
        """The log's newest, to be noted elsewhere. Raises ``StoreUnavailable``."""
        with self.database.reading() as connection:
            head = connection.execute(select(AUDIT_HEAD)).one()
            return audit.anchor_text((head.seq, head.hash))


def open_store(config: StoreTable, leases: Leases) -> Store:
    """The store of this configuration, its tables brought up to date. Raises ``StoreError``.

    A new store gets its master key here, if ``init`` has not made one; a store that has its key no more is
    never given another.
    """
    try:
        config.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        is_new = not config.database and not (config.path / SQLITE_NAME).exists()
        if is_new and not config.master_credential and not config.master_key.exists():
            make_master_key(config.master_key)
        keys = Keys(read_master_key(config.master_key, config.master_credential))
        blobs = Blobs(config.path / "blobs")
        uploads = Uploads(config.path / "uploads", config.upload_mb_per_booth * 2**20)
        (config.path / "lock").touch(mode=0o600)
    except OSError as error:
        raise StoreError(f"{config.path}: the store cannot be used: {error.strerror}.") from None
    database = Database(config.path, config.database, keys)
    try:
        database.migrate()
    except StoreError:
        database.close()
        raise
    documents = Documents(database, keys, blobs, leases, config.case_mb * 2**20)
    return Store(
        keys=keys,
        database=database,
        blobs=blobs,
        cases=Cases(database, keys),
        documents=documents,
        records=Records(database, keys),
        outbox=Outbox(database, keys, documents),
        privacy=Privacy(database, keys, blobs, documents, uploads, config.path / "certificates"),
        uploads=uploads,
        lock=(config.path / "lock").open("ab"),
    )


def check_store(config: StoreTable) -> str:
    """A sentence about the store as it is, and nothing is made. Raises ``StoreError``."""
    new = not config.database and not (config.path / SQLITE_NAME).exists()
    if new and not config.master_credential and not config.master_key.exists():
        return f"The store in {config.path} and its master key are made at the first start."
    keys = Keys(read_master_key(config.master_key, config.master_credential))
    if new:
        return f"The store in {config.path} is made at the first start; its master key is there."
    database = Database(config.path, config.database, keys)
    try:
        with database.reading() as connection:
            mark = connection.execute(select(VAULT.c.key_mark)).scalar_one_or_none()
            count = connection.execute(select(func.count()).select_from(CASES)).scalar_one()
            waiting = select(func.count()).select_from(OUTBOX).where(~OUTBOX.c.delivered)
            outbox = connection.execute(waiting).scalar_one()
    finally:
        database.close()
    if mark != keys.mark:
        raise StoreError(WRONG_KEY)
    return f"The store opens with its master key: {count} cases, {outbox} of them not handed over yet."
