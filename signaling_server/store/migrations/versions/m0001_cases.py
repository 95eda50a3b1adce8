"""Cases, documents, what officers recorded, outbox, audit log. There is no way back: it would lose cases."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("visit", sa.String(22), primary_key=True),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("booth", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.Double(), nullable=False),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("claim", sa.String(64), nullable=False),
        sa.Column("rules_version", sa.String(64), nullable=False),
        sa.Column("consent_version", sa.String(64), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("decided_at", sa.Double(), nullable=False),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
    )
    op.create_index("ix_cases_person", "cases", ["person"])
    op.create_table(
        "documents",
        sa.Column("document", sa.String(22), primary_key=True),
        _visit("documents"),
        sa.Column("blob", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.Double(), nullable=False),
        sa.Column("about_sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "records",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=True),
        sa.Column("request", sa.String(22), nullable=False),
        _visit("records"),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("item", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(32), nullable=False),
        sa.Column("document", sa.String(22), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("recorded_at", sa.Double(), nullable=False),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("request", name="uq_records_request"),
    )
    op.create_table(
        "outbox",
        sa.Column("parcel", sa.String(22), primary_key=True),
        _visit("outbox"),
        sa.Column("made_at", sa.Double(), nullable=False),
        sa.Column("due_at", sa.Double(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=False),
    )
    for table in ("documents", "records", "outbox"):
        op.create_index(f"ix_{table}_visit", table, ["visit"])
    op.create_table(
        "audit",
        sa.Column("seq", _SEQ, primary_key=True, autoincrement=False),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("visit", sa.String(22), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("detail", sa.String(128), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_index("ix_audit_visit", "audit", ["visit"])
    _forbid_changes_of_the_audit_log()
    head = op.create_table(
        "audit_head",
        sa.Column("only", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.bulk_insert(head, [{"only": 1, "seq": 0, "hash": "0" * 64}])
    op.create_table(
        "erasures",
        sa.Column("visit", sa.String(22), primary_key=True),
        sa.Column("erased_at", sa.Double(), nullable=False),
    )
    op.create_table(
        "vault",
        sa.Column("only", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("key_mark", sa.String(64), nullable=False),
    )


def _visit(table: str) -> sa.Column[str]:
    key = sa.ForeignKey("cases.visit", name=f"fk_{table}_visit")
    return sa.Column("visit", sa.String(22), key, nullable=False)


def _forbid_changes_of_the_audit_log() -> None:
    """Against mistakes; against malice there is the chain."""
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{verb.lower()} BEFORE {verb} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit log only grows'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit log only grows'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
    )
