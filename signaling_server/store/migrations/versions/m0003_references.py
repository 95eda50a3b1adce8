"""A case has its number from its claim on; whose it is since when; whether it is signed; what was erased and
may still lie in the database's own files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.alter_column("reference", existing_type=sa.String(16), nullable=True)
        cases.add_column(sa.Column("assigned_at", sa.Double(), nullable=False, server_default="0"))
        cases.add_column(sa.Column("signed", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Of what was erased before nobody knows: once more does no harm.
    op.add_column("erasures", sa.Column("forgotten", sa.Boolean(), nullable=False, server_default=sa.false()))
