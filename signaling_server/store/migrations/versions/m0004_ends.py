"""When a case's visit was over; cases are found by their officer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("cases", sa.Column("ended_at", sa.Double(), nullable=False, server_default="0"))
    op.create_index("ix_cases_officer", "cases", ["officer"])
