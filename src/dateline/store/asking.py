"""What questions to the record have in common: conditions for a `Filter`, and the words that rows rest on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, func, or_, select

from dateline.answers import Filter, Printed
from dateline.model import Span
from dateline.store import schema
from dateline.store.temporal import known_at

_MOST = 500  # ids in one statement


def in_chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Ids a few hundred at a time: databases limit the values of one statement."""
    for first in range(0, len(ids), _MOST):
        yield ids[first : first + _MOST]


def within(earliest: ColumnElement[Any], latest: ColumnElement[Any], wanted: Filter) -> list[ColumnElement[bool]]:
    """Conditions for what may have been between two days: dates may be of a year or month, a side may be open."""
    found: list[ColumnElement[bool]] = []
    if wanted.since is not None or wanted.until is not None:
        found.append(or_(earliest.is_not(None), latest.is_not(None)))
    if wanted.since is not None:
        found.append(or_(latest.is_(None), latest >= func.substr(wanted.since, 1, func.length(latest))))
    if wanted.until is not None:
        found.append(or_(earliest.is_(None), earliest <= wanted.until))
    return found


def has_words(column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    """Whether a column has some words in it, in capitals or not (a database's own ``lower`` may know ASCII alone)."""
    ways = {words, words.lower(), words.upper(), words.title(), words.capitalize()}
    return or_(
        func.lower(column).contains(words.lower(), autoescape=True),
        *(column.contains(way, autoescape=True) for way in sorted(ways) if not words.isascii()),
    )


def has_code(column: ColumnElement[Any], code: str) -> ColumnElement[bool]:
    """Whether a code is that of a country, or of a country's sectors."""
    return column.startswith(code.upper(), autoescape=True)


def with_code(wanted: Filter, code: str) -> Select[Any]:
    """The ids of the events that a code has part in."""
    table = schema.event
    return select(table.c.id).where(
        known_at(table, wanted.known_on), table.c.codes.contains(f" {code.upper()}", autoescape=True)
    )


def spoken_by(wanted: Filter, speaker: str) -> ColumnElement[bool]:
    """Whether a statement is a remark of a speaker: part of the name or the role, or a code."""
    table = schema.statement
    said = [has_words(table.c.speaker, speaker), has_words(table.c.speaker_role, speaker)]
    if speaker.isupper() and speaker.isalpha() and len(speaker) >= 3:
        said.append(has_code(table.c.speaker_code, speaker))
    return and_(known_at(table, wanted.known_on), table.c.kind == "quote", or_(*said))


def printed_by(connection: Connection, outlet: str) -> Select[Any]:
    """The ids of the reports of outlets with some words in their name."""
    table = schema.version
    names = [name for name in connection.scalars(select(table.c.outlet).distinct()) if name]
    wanted = outlet.casefold()
    return select(table.c.report_id).where(table.c.outlet.in_([name for name in names if wanted in name.casefold()]))


def owners_printed_by(connection: Connection, wanted: Filter, outlet: str) -> Select[Any]:
    """The ids of the events and remarks that an outlet printed."""
    table = schema.mention
    return select(table.c.owner_id).where(
        known_at(table, wanted.known_on), table.c.report_id.in_(printed_by(connection, outlet))
    )


def count_rows(connection: Connection, table: Table, conditions: Sequence[ColumnElement[bool]]) -> int:
    """How many rows meet conditions."""
    return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0


def words_of(connection: Connection, owners: Sequence[str], known_on: str | None) -> dict[str, list[Printed]]:
    """What events and statements rest on: the words of reports, by first print."""
    mention, version = schema.mention, schema.version
    query = (
        select(
            mention.c.owner_id, mention.c.report_id, mention.c.version, mention.c.start, mention.c.stop,
            mention.c.origin_id, mention.c.status, version.c.outlet, version.c.published, version.c.raw,
            func.substr(version.c.text, mention.c.start + 1, mention.c.stop - mention.c.start).label("words"),
        )
        .join(
            version, and_(version.c.report_id == mention.c.report_id, version.c.number == mention.c.version)
        )
        .where(known_at(mention, known_on))
    )  # fmt: skip
    found: dict[str, list[Printed]] = {}
    for some in in_chunks(owners):
        for row in connection.execute(query.where(mention.c.owner_id.in_(some))):
            found.setdefault(row.owner_id, []).append(_printed(row))
    for each in found.values():
        each.sort(key=lambda item: (item.published or "9999", item.report, item.span))
    return found


def _printed(row: Any) -> Printed:
    span = Span(row.start, row.stop)
    words = row.words if row.raw is None else span.of(row.raw.decode("utf-8", "surrogatepass"))
    return Printed(row.report_id, row.version, span, words, row.origin_id, row.outlet, row.published, row.status)
