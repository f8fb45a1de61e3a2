"""What could not be taken in, read or put together: a row each, never a line of a log only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, insert, select, update

from dateline.model import make_id
from dateline.store.schema import problem

Room = Literal["ingest", "read", "group", "reconcile"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: where (a file, a URL, a report), in which room, of which kind, and what a user can do."""

    place: str
    room: Room
    kind: str
    message: str
    advice: str
    report_id: str | None = None
    version: int | None = None
    source_id: str | None = None

    @property
    def id(self) -> str:
        """The same for the same trouble at the same place, however often it is met."""
        return make_id("pr", self.room, self.place, self.kind, self.version or "")


def add_problem(connection: Connection, trouble: Trouble, now: str) -> None:
    """Keep a problem; one that is met again is open again, with the time."""
    known = connection.scalar(select(problem.c.id).where(problem.c.id == trouble.id))
    told = {"message": trouble.message, "advice": trouble.advice, "last_at": now, "resolved_at": None}
    if known is not None:
        connection.execute(update(problem).where(problem.c.id == trouble.id).values(**told))
        return
    connection.execute(
        insert(problem).values(
            id=trouble.id, place=trouble.place, report_id=trouble.report_id, version=trouble.version,
            source_id=trouble.source_id,
            room=trouble.room, kind=trouble.kind, first_at=now, **told,
        )
    )  # fmt: skip


def resolve_others(connection: Connection, source_id: str, met: Collection[str], now: str) -> None:
    """Say that what went wrong at a source before, and was not *met* (ids) on this visit, goes well now."""
    open_ones = connection.scalars(
        select(problem.c.id).where(problem.c.source_id == source_id, problem.c.resolved_at.is_(None))
    )
    for problem_id in sorted(set(open_ones) - set(met)):
        connection.execute(update(problem).where(problem.c.id == problem_id).values(resolved_at=now))


def resolve_problems(connection: Connection, room: Room, place: str, now: str) -> None:
    """Say that what went wrong at a place goes well now; the rows stay, with the time."""
    connection.execute(
        update(problem)
        .where(problem.c.room == room, problem.c.place == place, problem.c.resolved_at.is_(None))
        .values(resolved_at=now)
    )
