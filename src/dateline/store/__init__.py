"""Room 5: reports, stories and statements in SQLite or PostgreSQL.

`open_database` opens a record; `reports`, `stories` and `problems` write it, `query` asks it. `schema` says what each
table holds.
"""

from __future__ import annotations

from dateline.store.engine import Connection, Database, open_database

__all__ = ["Connection", "Database", "open_database"]
