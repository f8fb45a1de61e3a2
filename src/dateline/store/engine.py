"""A record's database: opened by path or address, brought up to the present tables, locked by whoever writes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError

from dateline.errors import StoreError
from dateline.store import postgresql, sqlite
from dateline.store.schema import REVISION

__all__ = ["Connection", "Database", "open_database"]

_POSTGRESQL = ("postgresql://", "postgres://", "postgresql+psycopg://")


@dataclass(frozen=True, slots=True)
class Database:
    """An engine with the module that knows its dialect; ``where`` is what a user calls it, without a password."""

    engine: Engine
    dialect: ModuleType
    where: str

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction: all of the block is kept, or none of it."""
        with _told(self.where), self.engine.execution_options(writes=True).begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One view of the record for the length of the block, whatever is written meanwhile."""
        with _told(self.where), self.engine.connect() as connection:
            if self.engine.dialect.name == "postgresql":
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield connection

    def scrub(self) -> None:
        """Leave nothing in the files of what was deleted."""
        with _told(self.where):
            self.dialect.scrub(self.engine)

    def lock(self) -> AbstractContextManager[None]:
        """Be the only writer for the length of the block."""
        held: AbstractContextManager[None] = self.dialect.hold_lock(self.engine)
        return held


@contextmanager
def _told(where: str) -> Iterator[None]:
    """What a database complains of, as a line for the user."""
    try:
        yield
    except OperationalError as error:
        raise StoreError(f"the record cannot be used ({_first_line(error)})", where=where) from error
    except DatabaseError as error:
        if "not a database" in str(error):
            raise StoreError("is no record of dateline; name another file with --record", where=where) from error
        raise


def _first_line(error: DatabaseError) -> str:
    return str(error.orig).strip().split("\n", 1)[0]


def open_database(location: str, *, create: bool, read_only: bool = False) -> Database:
    """Open a record.

    Args:
        location: A file for SQLite, or ``postgresql://user@host/name``.
        create: Make it where there is none, and bring an older one up to the present tables.
        read_only: Only ask: nothing is written through this database.

    Raises:
        StoreError: There is none, it is no record, or a newer dateline made it.
        ConfigError: PostgreSQL without psycopg.
    """
    if location.startswith(_POSTGRESQL):
        address = "postgresql://" + location.split("://", 1)[1]
        try:
            engine = postgresql.make_engine(address, read_only=read_only)
        except (ArgumentError, ValueError) as error:
            raise StoreError(f"no address of a database ({error})", where="--record") from error
        database = Database(engine, postgresql, engine.url.render_as_string(hide_password=True))
    else:
        path = location.removeprefix("sqlite:///")
        if not create and sqlite.missing_file(path):
            raise StoreError("there is no record yet; make one with `dateline add SOURCE...`", where=path)
        if create and not Path(path).resolve().parent.is_dir():
            raise StoreError("its folder does not exist", where=path)
        database = Database(sqlite.make_engine(path, read_only=read_only), sqlite, path)
    _bring_up_to_date(database, create=create)
    return database


def _bring_up_to_date(database: Database, *, create: bool) -> None:
    found = _revision(database)
    if found == REVISION:
        return
    if found is not None and found > REVISION:
        raise StoreError("was made by a newer dateline; update this one", where=database.where)
    if not create:
        told = "is no record of dateline" if found is None else "is of an older dateline; `dateline add` brings it on"
        raise StoreError(told, where=database.where)
    from dateline.store.migrations import upgrade  # noqa: PLC0415 (alembic loads only where there is work for it)

    with database.lock(), database.write() as connection:
        upgrade(connection)


def _revision(database: Database) -> str | None:
    """The migration that a database is at; ``None`` for one without our tables."""
    with database.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return str(found) if found else None
