"""What Alembic runs for a migration: on the connection that ``database.migrate`` hands over."""

from __future__ import annotations

from alembic import context

from signaling_server.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
