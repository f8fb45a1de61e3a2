"""Whole stories out of the record, as they are or were known on a day; ids of the record and what they are ids of.

A story that has gone into another is followed there, so that an id that somebody wrote down still leads somewhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import Connection, Table, and_, select

from dateline.answers import Kind
from dateline.errors import InputError
from dateline.model import Story
from dateline.store import schema
from dateline.store.background import list_background
from dateline.store.codec import unpack_story
from dateline.store.query import list_changes
from dateline.store.reports import get_versions
from dateline.store.temporal import known_at

_TABLES: Mapping[Kind, Table] = MappingProxyType(
    {
        "story": schema.story,
        "event": schema.event,
        "statement": schema.statement,
        "state": schema.state,
        "origin": schema.origin,
        "report": schema.report,
    }
)


def table_of(kind: Kind) -> Table:
    """The table whose rows have ids of a kind."""
    return _TABLES[kind]


def kind_of(connection: Connection, wanted: str) -> Kind | None:
    """What an id is the id of, now or before; ``None`` for one that the record does not know."""
    for kind, table in _TABLES.items():
        if connection.execute(select(table.c.id).where(table.c.id == wanted).limit(1)).first():
            return kind
    changes = schema.story_change
    if connection.execute(select(changes.c.from_id).where(changes.c.from_id == wanted).limit(1)).first():
        return "story"
    return None


def find_story(connection: Connection, wanted: str, known_on: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The story that an id leads to.

    Args:
        connection: Any.
        wanted: The id of a story, event, statement, origin or report.
        known_on: A day; now when there is none.

    Returns:
        Its id, and lines for the user where another story took the place of the one asked for.

    Raises:
        InputError: There is no such id, or the id leads to no story or to several.
    """
    kind = kind_of(connection, wanted)
    if kind is None:
        raise InputError("is no id of this record; `dateline stories` and `dateline events` list some", where=wanted)
    if kind == "story":
        return _follow(connection, wanted, known_on)
    if kind == "state":
        raise InputError("is a state of affairs, which may be of several stories; ask for its evidence", where=wanted)
    table = schema.story_report if kind == "report" else _TABLES[kind]
    column = table.c.report_id if kind == "report" else table.c.id
    query = select(table.c.story_id).where(column == wanted).distinct()
    stories = sorted(connection.scalars(query.where(known_at(table, known_on))))
    if not stories:
        when = f" on {known_on}" if known_on else " now"
        raise InputError(f"is in no story{when}; `dateline run` puts stories together", where=wanted)
    if len(stories) > 1:
        raise InputError(f"is in several stories; ask for one of {', '.join(stories)}", where=wanted)
    return stories[0], ()


def _follow(connection: Connection, story: str, known_on: str | None) -> tuple[str, tuple[str, ...]]:
    table = schema.story
    notes: list[str] = []
    seen: set[str] = set()
    while True:
        if connection.scalar(select(table.c.id).where(table.c.id == story, known_at(table, known_on))):
            return story, tuple(notes)
        seen.add(story)
        changes = [each for each in list_changes(connection, [story]).get(story, ()) if each.from_id == story]
        last = [each for each in changes if each.at == changes[-1].at]
        heirs = [each.to_id for each in last if each.to_id not in seen]
        if not heirs or known_on is not None:
            when = f"was not known on {known_on}" if known_on else "is gone: its reports were erased"
            raise InputError(f"this story {when}", where=story)
        if len(heirs) > 1:
            raise InputError(f"was split on {last[0].at[:10]}; ask for one of {', '.join(heirs)}", where=story)
        done = {"merged": "was merged into", "renamed": "is now", "split": "went on as"}[last[0].kind]
        notes.append(f"{story} {done} {heirs[0]} on {last[0].at[:10]}")
        story = heirs[0]


def open_dossier(connection: Connection, story: str, known_on: str | None = None) -> Story:
    """A story's dossier with its readings.

    Raises:
        InputError: The story was not known then, or a report of it has to be read again.
        StoreError: It was made by another dateline and cannot be opened by this one.
    """
    table, held = schema.story, schema.story_report
    body = connection.scalar(select(table.c.dossier).where(table.c.id == story, known_at(table, known_on)))
    if body is None:
        raise InputError("this story was not known then" if known_on else "there is no such story", where=story)
    query = select(held.c.report_id, held.c.version).where(and_(held.c.story_id == story, known_at(held, known_on)))
    places = [(row.report_id, row.version) for row in connection.execute(query)]
    versions = get_versions(connection, places)
    if gone := sorted(report for report, number in places if (report, number) not in versions):
        raise InputError("its text is no longer in the record", where=gone[0])
    readings = [versions[place].open_reading() for place in places]
    readings.sort(key=lambda each: (each.metadata.published or "9999", each.id))
    background = list_background(connection, [story], known_on).get(story, ())
    return replace(unpack_story(body, readings), background=background)


def list_reread(connection: Connection, story: str, known_on: str | None = None) -> list[str]:
    """The reports of a story whose readings are no longer those that its dossier was made of.

    A newer reader, or a run that ended before it put stories together, leaves such reports: the words that the dossier
    rests on stand, but what it says of a reading by number (which event of it) may be another one's.
    """
    mention, version = schema.mention, schema.version
    query = (
        select(mention.c.report_id)
        .join(version, and_(version.c.report_id == mention.c.report_id, version.c.number == mention.c.version))
        .where(mention.c.story_id == story, known_at(mention, known_on), version.c.reader != mention.c.reader)
        .distinct()
    )
    return sorted(connection.scalars(query))
