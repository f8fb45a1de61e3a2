"""What PostgreSQL does in its own way: its address, full text (tsvector), bulk rows (COPY), one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from dateline.errors import ConfigError, StoreError

#: A text's first 400,000 code points are indexed: a tsvector may not exceed one megabyte.
FULL_TEXT = (
    "ALTER TABLE version ADD COLUMN words tsvector GENERATED ALWAYS AS ("
    "setweight(to_tsvector('english', coalesce(title, '')), 'A') || "
    "setweight(to_tsvector('english', left(text, 400000)), 'D')) STORED",
    "CREATE INDEX ix_version_words ON version USING gin (words)",
)
_LOCK = 0x646174656C696E65  # "dateline": the advisory lock that a writer holds


def make_engine(url: str, *, read_only: bool) -> Engine:
    """An engine on a database.

    Raises:
        ConfigError: psycopg is not installed.
    """
    try:
        import psycopg  # noqa: F401, PLC0415
    except ImportError as error:
        raise ConfigError("a record in PostgreSQL needs psycopg: pip install 'dateline[postgresql]'") from error
    address = make_url(url).set(drivername="postgresql+psycopg")
    mode = "-c default_transaction_read_only=on" if read_only else ""
    return create_engine(
        address, poolclass=NullPool, hide_parameters=True, connect_args={"options": f"-c timezone=UTC {mode}".strip()}
    )


@contextmanager
def hold_lock(engine: Engine) -> Iterator[None]:
    """Be the only writer until the block ends, or the connection does.

    Raises:
        StoreError: Another process is writing.
    """
    with engine.connect() as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _LOCK}):
            raise StoreError("another dateline is writing to this record; wait for it")
        connection.commit()  # the lock is the session's, not the transaction's
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})


def refresh_plans(connection: Connection) -> None:
    """Have the database look at what was written, so that it plans questions well before its own time for it comes."""
    connection.execute(text("ANALYZE"))


def scrub(engine: Engine) -> None:
    """Leave nothing of what was deleted: the tables are written anew without their dead rows."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM FULL"))


def insert_rows(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows with COPY."""
    if not rows:
        return
    names = [column.name for column in table.columns if column.name in rows[0]]
    columns = ", ".join(f'"{name}"' for name in names)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row([row[name] for name in names])


def find_words(connection: Connection, query: str, among: Sequence[int]) -> list[int]:
    """Versions (``seq``) among some whose title or text has the words, best first; only these are ranked.

    "quoted words" must stand together; ``or`` and ``-word`` are heeded, all else is looked for as words.
    """
    return list(
        connection.scalars(
            text(
                "SELECT seq FROM version, websearch_to_tsquery('english', :query) AS q "
                "WHERE words @@ q AND seq = ANY(:among) ORDER BY ts_rank(words, q) DESC, seq"
            ),
            {"query": query.replace("\x00", " "), "among": list(among)},
        )
    )


def show_words(connection: Connection, query: str, seqs: Sequence[int]) -> dict[int, str]:
    """What `find_words` found in some of its versions: ``seq`` -> a snippet with U+0002 and U+0003 around the words."""
    found = connection.execute(
        text(
            "SELECT seq, ts_headline('english', translate(text, chr(2) || chr(3), '  '), q, "
            "'StartSel=' || chr(2) || ',StopSel=' || chr(3) || ',MaxWords=24,MinWords=8') "
            "FROM version, websearch_to_tsquery('english', :query) AS q WHERE seq = ANY(:seqs)"
        ),
        {"query": query.replace("\x00", " "), "seqs": list(seqs)},
    )
    return {int(seq): str(snippet) for seq, snippet in found}
