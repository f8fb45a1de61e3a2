"""How alembic runs here: always within the transaction that the record's opening began."""

from __future__ import annotations

from alembic import context

from dateline.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
