"""The database under the store: SQLite in a file, or PostgreSQL by its address.

Responsible for: connections, transactions with their audit entries, migrations, and the errors' words. Not
for: what is written. Any thread.

SQLite writes ahead (WAL) and syncs at each commit; a writing transaction has the database to itself from
its first moment, so that nothing fails half way for a lock. On PostgreSQL the row of the audit log's head
is that lock.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import alembic.command
import alembic.config
from sqlalchemy import Connection, Engine, create_engine, event, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from signaling_server.store.audit import Action, Entry, append
from signaling_server.store.errors import StoreError, unavailable
from signaling_server.store.keys import Keys
from signaling_server.store.tables import AUDIT_HEAD, VAULT

SQLITE_NAME = "cases.db"
WRONG_KEY = "the master key is not the one that this store was made with."
LOCK_WAIT_S = 5.0
"""So long a transaction waits for another program's before it is given up, to be tried again."""
LOOK_S = 0.05
"""How often it is looked whether older readers have ended."""


class Writing:
    """One writing transaction. ``at`` is its time; all that is noted goes into the audit log with it."""

    def __init__(self, connection: Connection, keys: Keys, at: float) -> None:
        self.connection = connection
        self.at = at
        self._keys = keys
        head = connection.execute(select(AUDIT_HEAD).with_for_update()).one()
        self._seq, self._hash = head.seq, head.hash

    @property
    def head(self) -> tuple[int, str]:
        """The newest entry's number and hash."""
        return self._seq, self._hash

    def note(self, actor: str, action: Action, visit: str, subject: str = "", detail: str = "") -> None:
        """An entry of the audit log: ids and codes, never a word about a person."""
        self._seq += 1
        entry = Entry(self._seq, self.at, actor, action.value, visit, subject, detail)
        self._hash = append(self.connection, self._keys, self._hash, entry)
        self.connection.execute(update(AUDIT_HEAD).values(seq=self._seq, hash=self._hash))


class Database:
    """``keys`` sign the audit log. Raises ``StoreError`` for an address that is none."""

    def __init__(self, folder: Path, url: str, keys: Keys, lock_wait_s: float | None = None) -> None:
        self._keys = keys
        self._lock_wait_s = LOCK_WAIT_S if lock_wait_s is None else lock_wait_s
        try:
            address = make_url(url or f"sqlite:///{folder / SQLITE_NAME}")
            if address.drivername == "postgresql":
                address = address.set(drivername="postgresql+psycopg")
            # What a statement was to write never stands in an error or a log.
            self._engine: Engine = create_engine(address, hide_parameters=True, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ImportError):
            raise StoreError(
                "store.database must be empty (SQLite) or like postgresql://user@host/name."
            ) from None
        self.is_sqlite = self._engine.dialect.name == "sqlite"
        if self.is_sqlite:
            _prepare_sqlite(self._engine, self._lock_wait_s)
        elif self._engine.dialect.name != "postgresql":
            raise StoreError("store.database must be empty (SQLite) or like postgresql://user@host/name.")

        # PostgreSQL's usual reading sees each statement at another moment; SQLite's never does.
        moment: dict[str, Any] = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        self._reader = self._engine.execution_options(**moment)

    def close(self) -> None:
        self._engine.dispose()

    def migrate(self, revision: str = "head") -> None:
        """Bring the tables to this version of the program (or an earlier ``revision``); on a new database,
        make them. Raises ``StoreError``."""
        config = alembic.config.Config()
        config.set_main_option("script_location", "signaling_server.store:migrations")
        config.set_main_option("path_separator", "os")
        with self._translated(), self._unreferenced() as connection:
            writable = connection.execution_options(writing=True)
            with writable.begin():
                config.attributes["connection"] = writable
                alembic.command.upgrade(config, revision)
                mark = writable.execute(select(VAULT.c.key_mark)).scalar_one_or_none()
                if mark is None:
                    writable.execute(VAULT.insert().values(only=1, key_mark=self._keys.mark))
                elif mark != self._keys.mark:
                    raise StoreError(WRONG_KEY)

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """All that is read in it is of one moment. Raises ``StoreUnavailable``."""
        with self._translated(), self._reader.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Writing]:
        """All or nothing. Raises ``StoreUnavailable``; nothing of it has happened then."""
        with self._translated(), self._engine.connect() as connection:
            writable = connection.execution_options(writing=True)
            with writable.begin():
                yield Writing(writable, self._keys, time.time())

    def forget_for_good(self) -> bool:
        """Whether what was deleted is not to be found in the database's tables any more. False: somebody has
        been reading from before it was deleted; to be tried again. Raises ``StoreUnavailable``.

        Of SQLite no file has it then. PostgreSQL's own log has it until it is written over, and whatever
        copies were made of it: that is the administrator's to see to (README).
        """
        with self._translated(), self._engine.connect() as connection:
            plain = connection.execution_options(isolation_level="AUTOCOMMIT")
            if self.is_sqlite:  # secure_delete wrote zeros; the log of changes still has the old pages
                busy, *_ = plain.execute(text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
                return not busy
            began = plain.execute(text("SELECT clock_timestamp()")).scalar_one()
            give_up_s = time.monotonic() + self._lock_wait_s
            while older := plain.execute(_OLDER_READERS, {"began": began}).scalar_one():
                if time.monotonic() >= give_up_s:
                    break
                time.sleep(LOOK_S)
            plain.execute(text(f"SET lock_timeout = {int(self._lock_wait_s * 1000)}"))
            try:
                # Plain VACUUM only marks the room as free; the tables are small, the documents are elsewhere.
                plain.execute(text(f"VACUUM FULL {', '.join(PERSONAL_TABLES)}"))
            except OperationalError:
                return False
            finally:
                plain.execute(text("RESET lock_timeout"))
            return not older

    @contextlib.contextmanager
    def _unreferenced(self) -> Iterator[Connection]:
        """A connection on which SQLite lets a table be made anew under those that refer to it."""
        with self._engine.connect() as connection:
            driver = connection.connection.dbapi_connection
            if not self.is_sqlite or driver is None:
                yield connection
                return
            driver.cursor().execute("PRAGMA foreign_keys = OFF")  # of no effect inside of a transaction
            try:
                yield connection
            finally:
                driver.cursor().execute("PRAGMA foreign_keys = ON")

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, OSError) as error:
            raise unavailable(error) from None


PERSONAL_TABLES = ("cases", "documents", "records", "outbox")
_OLDER_READERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND backend_xmin IS NOT NULL AND xact_start < :began"
)
"""Those who may still see what was deleted: it is kept for them."""


def _prepare_sqlite(engine: Engine, lock_wait_s: float) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: object) -> None:
        connection.isolation_level = None  # the driver's own idea of when to begin is none of ours
        for pragma in (
            f"busy_timeout = {int(lock_wait_s * 1000)}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
