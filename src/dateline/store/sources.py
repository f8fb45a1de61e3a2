"""Where reports come from: a row each, with what the next visit needs and how the last one went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert, or_, select, update

from dateline.model import make_id
from dateline.store.schema import source


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, page, file, folder or archive; ``state`` is what its next visit needs, as JSON."""

    id: str
    location: str
    kind: str
    state: str | None = None


def add_source(connection: Connection, location: str, kind: str, now: str) -> tuple[Source, bool]:
    """Add a source; the one there is, when it was added before, and whether it is new; a dropped one is taken up."""
    row = connection.execute(select(source).where(source.c.location == location)).first()
    if row is not None:
        if row.dropped_at is not None:
            connection.execute(update(source).where(source.c.id == row.id).values(dropped_at=None))
        return Source(row.id, row.location, row.kind, row.state), False
    new = Source(make_id("so", location), location, kind)
    connection.execute(insert(source).values(id=new.id, location=location, kind=kind, added_at=now))
    return new, True


def list_sources(connection: Connection) -> list[Source]:
    """The sources that are visited, in the order in which they were added."""
    query = select(source).where(source.c.dropped_at.is_(None)).order_by(source.c.added_at, source.c.location)
    return [Source(row.id, row.location, row.kind, row.state) for row in connection.execute(query)]


def drop_source(connection: Connection, wanted: Sequence[str], now: str) -> Source | None:
    """Visit a source no more: the first one there is of some ids and locations; ``None`` when there is none."""
    for each in wanted:
        row = connection.execute(select(source).where(or_(source.c.id == each, source.c.location == each))).first()
        if row is not None:
            connection.execute(update(source).where(source.c.id == row.id).values(dropped_at=row.dropped_at or now))
            return Source(row.id, row.location, row.kind, row.state)
    return None


def save_visit(
    connection: Connection, source_id: str, visited: tuple[str, str | None], *, kind: str, state: str, error: str | None
) -> None:
    """Keep how a visit went.

    Args:
        connection: In a transaction.
        source_id: The source's.
        visited: When the visit began, and when the last one began that could read the source.
        kind: What the source turned out to be.
        state: What the next visit needs, as JSON.
        error: Why the source itself could not be read, in one line.
    """
    connection.execute(
        update(source)
        .where(source.c.id == source_id)
        .values(visited_at=visited[0], succeeded_at=visited[1], kind=kind, state=state, error=error)
    )
