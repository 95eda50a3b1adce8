"""The tables of the store.

Responsible for: their columns. ``migrations`` make them in a database; a test holds both together. Not for:
what is done with them. ``*_sealed`` is encrypted with the case's key. Times are Unix seconds.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    false,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_SEQ = BigInteger().with_variant(Integer, "sqlite")


def _visit() -> Column[str]:
    return Column("visit", String(22), ForeignKey("cases.visit"), nullable=False, index=True)


CASES = Table(
    "cases",
    METADATA,
    Column("visit", String(22), primary_key=True),
    Column("reference", String(16), nullable=True, unique=True),
    Column("booth", String(64), nullable=False),
    Column("number", Integer, nullable=False),
    Column("opened_at", Double, nullable=False),
    Column("key_wrapped", LargeBinary, nullable=False),
    Column("claim", String(64), nullable=False),
    Column("rules_version", String(64), nullable=False),
    Column("consent_version", String(64), nullable=False),
    Column("person", String(64), nullable=False, index=True),
    Column("facts_sealed", LargeBinary, nullable=True),
    Column("officer", String(64), nullable=False, index=True),
    Column("outcome", String(16), nullable=False),
    Column("decided_at", Double, nullable=False),
    Column("assigned_at", Double, nullable=False, server_default="0"),
    Column("signed", Boolean, nullable=False, server_default=false()),
    Column("ended_at", Double, nullable=False, server_default="0"),
)
"""One visit's case. ``reference``: from its claim on. ``person`` is a keyed hash of the NIK, ``officer`` the
last who held its assignment, which began at ``assigned_at``; ``rules_version`` that of the rule that is
applied to it, empty if none is. ``signed``: by the participant, since the outcome; ``ended_at``: when its
visit was over, 0 as long as it is not or when nobody saw it."""

RULES = Table(
    "rules",
    METADATA,
    Column("version", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""The rules that were applied to cases, as JSON, never changed."""

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("document", String(22), primary_key=True),
    _visit(),
    Column("blob", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("stored_at", Double, nullable=False),
    Column("about_sealed", LargeBinary, nullable=False),
)
"""The index of what lies beside the database. ``blob`` is the ciphertext's SHA-256 and its file's name."""

RECORDS = Table(
    "records",
    METADATA,
    Column("seq", _SEQ, primary_key=True, autoincrement=True),
    Column("request", String(22), nullable=False, unique=True),
    _visit(),
    Column("kind", String(16), nullable=False),
    Column("item", String(64), nullable=False),
    Column("verdict", String(32), nullable=False),
    Column("document", String(22), nullable=False),
    Column("officer", String(64), nullable=False),
    Column("recorded_at", Double, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
)
"""What officers decided and wrote, never changed: of an item the newest counts."""

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("parcel", String(22), primary_key=True),
    _visit(),
    Column("made_at", Double, nullable=False),
    Column("due_at", Double, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("delivered", Boolean, nullable=False),
    Column("content_sealed", LargeBinary, nullable=False),
)
"""What is to be handed over; ``parcel`` is the idempotency key."""

AUDIT = Table(
    "audit",
    METADATA,
    Column("seq", _SEQ, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(32), nullable=False),
    Column("visit", String(22), nullable=False, index=True),
    Column("subject", String(64), nullable=False),
    Column("detail", String(128), nullable=False),
    Column("hash", String(64), nullable=False),
)
AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("seq", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""The newest entry's; one row, which every writing transaction locks first."""

ERASURES = Table(
    "erasures",
    METADATA,
    Column("visit", String(22), primary_key=True),
    Column("erased_at", Double, nullable=False),
    Column("forgotten", Boolean, nullable=False, server_default=false()),
)
"""Cases that were erased: nothing that comes late brings them back. ``forgotten``: nothing of them is left in
the database's own files."""

VAULT = Table(
    "vault",
    METADATA,
    Column("only", Integer, primary_key=True, autoincrement=False),
    Column("key_mark", String(64), nullable=False),
)
"""Which master key this store belongs to."""
