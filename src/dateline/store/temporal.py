"""Rows with a record time: what is no longer so is closed, what is new is added, what stays is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, delete, or_, select, update

_MOST = 500  # rows closed by one statement


def known_at(table: Table, day: str | None) -> ColumnElement[bool]:
    """Which rows were believed at a time: an ISO time, or a day, which means its end; now when there is none.

    >>> from dateline.store.schema import state
    >>> str(known_at(state, None))
    'state.known_to IS NULL'
    """
    if day is None:
        return table.c.known_to.is_(None)
    at = end_of_day(day)
    return and_(table.c.known_from <= at, or_(table.c.known_to.is_(None), table.c.known_to > at))


def end_of_day(day: str) -> str:
    """The last moment of a day, to compare record times with; a time stays as it is.

    >>> end_of_day("2026-03-11")
    '2026-03-11T23:59:59.999999+00:00'
    """
    return f"{day}T23:59:59.999999+00:00" if len(day) == 10 else day


def sync_rows(
    connection: Connection,
    dialect: ModuleType,
    table: Table,
    given: tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]],
    now: str,
) -> int:
    """Make the present rows of a scope those given, as of *now*.

    Args:
        connection: In a transaction.
        dialect: The module of the database's dialect.
        table: One of `schema.TEMPORAL`.
        given: The scope (column -> value) and its rows, each with all of the table's columns but the record times.
        now: The record time.

    Returns:
        How many rows were closed or added; none when nothing changed.
    """
    scope, rows = given
    keys = [column.name for column in table.primary_key if column.name != "known_from"]
    names = [column.name for column in table.columns if column.name not in ("known_from", "known_to")]
    query = select(*table.columns).where(table.c.known_to.is_(None))
    for name, value in scope.items():
        query = query.where(table.c[name] == value)
    present = {tuple(row[key] for key in keys): row for row in connection.execute(query).mappings()}
    wanted = {tuple(row[key] for key in keys): row for row in rows}
    stale = [
        row
        for key, row in present.items()
        if key not in wanted or any(row[name] != wanted[key][name] for name in names)
    ]
    fresh = [
        {name: row[name] for name in names} | {"known_from": now, "known_to": None}
        for key, row in wanted.items()
        if key not in present or any(row[name] != present[key][name] for name in names)
    ]
    _close(connection, table, stale, now)
    dialect.insert_rows(connection, table, fresh)
    return len(stale) + len(fresh)


def _close(connection: Connection, table: Table, rows: Sequence[Mapping[Any, Any]], now: str) -> None:
    """Close rows; one that was opened at this very time was never believed and goes."""
    names = [column.name for column in table.primary_key]
    match = and_(*(table.c[name] == bindparam(f"key_{name}") for name in names))
    keyed = [({f"key_{name}": row[name] for name in names}, row["known_from"] == now) for row in rows]
    if gone := [key for key, never in keyed if never]:
        connection.execute(delete(table).where(match), gone)
    if closed := [key | {"at": now} for key, never in keyed if not never]:
        for first in range(0, len(closed), _MOST):
            connection.execute(
                update(table).where(match).values(known_to=bindparam("at")), closed[first : first + _MOST]
            )
