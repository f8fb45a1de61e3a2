"""Read-only lists of what the record holds: stories, events, remarks, states, words in reports, problems, sources.

Each takes a `Filter` and gives its rows with the number there are in all. The rows of a few ids are asked for by
indexes; what is counted over all rows is counted by the database.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, or_, select

from dateline.answers import (
    Change,
    EventRow,
    Filter,
    FoundRow,
    Listed,
    OriginRow,
    ProblemRow,
    QuoteRow,
    SourceRow,
    StateRow,
    StoryRow,
)
from dateline.model import Party, Relation
from dateline.store import schema
from dateline.store.asking import (
    count_rows,
    has_code,
    has_words,
    in_chunks,
    owners_printed_by,
    printed_by,
    spoken_by,
    with_code,
    within,
    words_of,
)
from dateline.store.background import list_background
from dateline.store.codec import unpack
from dateline.store.temporal import end_of_day, known_at


def list_stories(connection: Connection, wanted: Filter) -> Listed[StoryRow]:
    """Stories, the latest first; a country is one that takes part in an event, a speaker one who is quoted."""
    table, event, said = schema.story, schema.event, schema.statement
    where = [known_at(table, wanted.known_on), *within(table.c.earliest, table.c.latest, wanted)]
    if wanted.story:
        where.append(table.c.id == wanted.story)
    if wanted.country:
        acts = with_code(wanted, wanted.country).with_only_columns(event.c.story_id)
        where.append(table.c.id.in_(acts))
    if wanted.speaker:
        where.append(table.c.id.in_(select(said.c.story_id).where(spoken_by(wanted, wanted.speaker))))
    if wanted.outlet:
        held = schema.story_report
        where.append(
            table.c.id.in_(
                select(held.c.story_id).where(
                    known_at(held, wanted.known_on), held.c.report_id.in_(printed_by(connection, wanted.outlet))
                )
            )
        )
    query = (
        select(table.c.id)
        .where(*where)
        .order_by(table.c.latest.is_(None), table.c.latest.desc(), table.c.earliest.desc(), table.c.id)
    )
    rows, total = _rows(connection, table, query, wanted, where)
    ids = [row.id for row in rows]
    members, changes = _members(connection, ids, wanted.known_on), list_changes(connection, ids, wanted.known_on)
    background = list_background(connection, ids, wanted.known_on)
    return Listed(
        tuple(
            StoryRow(
                row.id, row.title, row.earliest, row.latest,
                tuple(report for report, _ in members.get(row.id, ())),
                tuple(dict.fromkeys(origin for _, origin in members.get(row.id, ()))),
                tuple(changes.get(row.id, ())), row.known_from, background.get(row.id, ()),
            )
            for row in rows
        ),
        total,
    )  # fmt: skip


def _members(connection: Connection, stories: Sequence[str], known_on: str | None) -> dict[str, list[tuple[str, str]]]:
    """The reports of stories with their origins."""
    held = schema.story_report
    found: dict[str, list[tuple[str, str]]] = {}
    for some in in_chunks(stories):
        for story, report, origin in connection.execute(
            select(held.c.story_id, held.c.report_id, held.c.origin_id)
            .where(known_at(held, known_on), held.c.story_id.in_(some))
            .order_by(held.c.report_id)
        ):
            found.setdefault(story, []).append((report, origin))
    return found


def list_origins(connection: Connection, wanted: Filter) -> Listed[OriginRow]:
    """Origins with their reports, those of most reports first; ``since`` and ``until`` are days of its stories."""
    table, held, story = schema.origin, schema.story_report, schema.story
    where = [known_at(held, wanted.known_on)]
    if wanted.since or wanted.until:
        days = within(story.c.earliest, story.c.latest, wanted)
        where.append(held.c.story_id.in_(select(story.c.id).where(known_at(story, wanted.known_on), *days)))
    if wanted.story:
        where.append(held.c.story_id == wanted.story)
    if wanted.outlet:
        where.append(held.c.report_id.in_(printed_by(connection, wanted.outlet)))
    groups = (
        select(held.c.origin_id)
        .where(*where)
        .group_by(held.c.origin_id)
        .order_by(func.count().desc(), held.c.origin_id)
    )
    ids = list(connection.scalars(groups.limit(wanted.limit)))
    total = connection.scalar(select(func.count()).select_from(groups.order_by(None).subquery())) or 0
    names: dict[str, tuple[str, str | None]] = {}
    links: dict[str, dict[str, tuple[str, ...]]] = {}
    stories: dict[str, set[str]] = {}
    for some in in_chunks(ids):
        named = select(table.c.id, table.c.name, table.c.agency).where(known_at(table, wanted.known_on))
        names |= {row.id: (row.name, row.agency) for row in connection.execute(named.where(table.c.id.in_(some)))}
        rows = connection.execute(
            select(held.c.origin_id, held.c.report_id, held.c.reasons, held.c.story_id)
            .where(known_at(held, wanted.known_on), held.c.origin_id.in_(some))
            .order_by(held.c.report_id)
        )
        for row in rows:
            links.setdefault(row.origin_id, {})[row.report_id] = tuple(json.loads(row.reasons))
            stories.setdefault(row.origin_id, set()).add(row.story_id)
    return Listed(
        tuple(OriginRow(each, *names[each], tuple(sorted(stories[each])), links[each]) for each in ids), total
    )


def list_changes(
    connection: Connection, stories: Sequence[str], known_on: str | None = None
) -> dict[str, list[Change]]:
    """How stories came to be what they are, and what others came of them, by record time until a day."""
    table = schema.story_change
    found: dict[str, list[Change]] = {}
    for some in in_chunks(stories):
        query = select(table.c.kind, table.c.from_id, table.c.to_id, table.c.at).where(
            or_(table.c.from_id.in_(some), table.c.to_id.in_(some))
        )
        if known_on is not None:
            query = query.where(table.c.at <= end_of_day(known_on))
        for kind, one, other, at in connection.execute(query.order_by(table.c.at, table.c.from_id, table.c.to_id)):
            for story in {one, other} & set(some):
                found.setdefault(story, []).append(Change(kind, one, other, at))
    return found


def list_events(connection: Connection, wanted: Filter, *, oldest_first: bool = False) -> Listed[EventRow]:
    """Events by their days, the latest first unless said otherwise; those that no report dates come last."""
    table, said = schema.event, schema.statement
    where = [known_at(table, wanted.known_on), *within(table.c.earliest, table.c.latest, wanted)]
    if wanted.story:
        where.append(table.c.story_id == wanted.story)
    if wanted.country:
        where.append(table.c.codes.contains(f" {wanted.country.upper()}", autoescape=True))
    if wanted.speaker:
        where.append(table.c.story_id.in_(select(said.c.story_id).where(spoken_by(wanted, wanted.speaker))))
    if wanted.outlet:
        where.append(table.c.id.in_(owners_printed_by(connection, wanted, wanted.outlet)))
    begin, end = func.coalesce(table.c.earliest, table.c.latest), func.coalesce(table.c.latest, table.c.earliest)
    order = (begin, end) if oldest_first else (end.desc(), begin.desc())
    query = (
        select(table.c.id)
        .where(*where)
        .order_by(end.is_(None), *order, table.c.story_id, table.c.place_in_story, table.c.id)
    )
    rows, total = _rows(connection, table, query, wanted, where)
    words = words_of(connection, [row.id for row in rows], wanted.known_on)
    return Listed(
        tuple(
            EventRow(
                row.id, row.story_id, row.type, row.mode, row.cameo, row.what, row.main, row.status, row.polarity,
                row.earliest, row.latest, row.place, _parties(row.sources), _parties(row.targets), row.differs,
                tuple(words.get(row.id, ())),
            )
            for row in rows
        ),
        total,
    )  # fmt: skip


def _rows(
    connection: Connection, table: Table, ids: Select[Any], wanted: Filter, where: Sequence[ColumnElement[bool]]
) -> tuple[list[Any], int]:
    """Rows in the order of their ids, and how many ids there are: only the rows that are shown are read.

    Where conditions look into other tables all ids are fetched, which is cheaper than to ask the same twice.
    """
    if wanted.country or wanted.speaker or wanted.outlet or wanted.limit is None:
        order = list(connection.scalars(ids))
        total = len(order)
    else:
        order = list(connection.scalars(ids.limit(wanted.limit)))
        total = count_rows(connection, table, where)
    shown = order if wanted.limit is None else order[: wanted.limit]
    columns = [column for column in table.columns if column.name != "dossier"]
    found = {
        row.id: row
        for some in in_chunks(shown)
        for row in connection.execute(select(*columns).where(table.c.id.in_(some), known_at(table, wanted.known_on)))
    }
    return [found[each] for each in shown], total


def _parties(value: str) -> tuple[Party, ...]:
    return tuple(Party(name, code) for name, code in json.loads(value))


def list_quotes(connection: Connection, wanted: Filter) -> Listed[QuoteRow]:
    """Remarks by the day of their first print, the latest first; a country is that of who speaks."""
    table = schema.statement
    where = [
        known_at(table, wanted.known_on),
        table.c.kind == "quote",
        *within(table.c.day, table.c.day, wanted),
    ]
    if wanted.story:
        where.append(table.c.story_id == wanted.story)
    if wanted.country:
        where.append(has_code(table.c.speaker_code, wanted.country))
    if wanted.speaker:
        where.append(spoken_by(wanted, wanted.speaker))
    if wanted.outlet:
        where.append(table.c.id.in_(owners_printed_by(connection, wanted, wanted.outlet)))
    query = (
        select(table.c.id)
        .where(*where)
        .order_by(table.c.day.desc().nulls_last(), table.c.story_id, table.c.place_in_story, table.c.id)
    )
    rows, total = _rows(connection, table, query, wanted, where)
    words = words_of(connection, [row.id for row in rows], wanted.known_on)
    return Listed(
        tuple(
            QuoteRow(
                row.id, row.story_id, row.what, row.speaker, row.speaker_role, row.speaker_code, row.speaker_entity,
                row.quote_kind, row.day, tuple(words.get(row.id, ())),
            )
            for row in rows
        ),
        total,
    )  # fmt: skip


def list_states(
    connection: Connection, wanted: Filter, *, as_of: str | None, of: str | None, relation: str | None
) -> Listed[StateRow]:
    """States of affairs in order of their relation and sides.

    Args:
        connection: Any.
        wanted: Of which ``country`` is that of one side, and ``outlet`` one that attests it.
        as_of: A day on which they may have held; of a denial, one by which it was made.
        of: Part of the name of one side, or its code.
        relation: Its name.
    """
    table, told, held = schema.state, schema.told_state, schema.story_report
    where: list[ColumnElement[bool]] = [known_at(table, wanted.known_on)]
    sides = ((table.c.subject, table.c.subject_code), (table.c.object, table.c.object_code))
    if relation is not None:
        where.append(table.c.relation == relation)
    if of is not None:
        where.append(or_(*(or_(has_words(name, of), has_code(code, of)) for name, code in sides)))
    if wanted.country:
        where.append(or_(*(has_code(code, wanted.country) for _, code in sides)))
    if as_of is not None:
        where.append(_may_hold(as_of))
    reports: set[str] | None = None
    if wanted.outlet:
        reports = set(connection.scalars(printed_by(connection, wanted.outlet)))
        printed = select(held.c.story_id).where(known_at(held, wanted.known_on), held.c.report_id.in_(reports))
        in_story = select(told.c.parties).where(known_at(told, wanted.known_on), told.c.story_id.in_(printed))
        where.append(table.c.parties.in_(in_story))
    query = (
        select(table.c.id, table.c.body)
        .where(*where)
        .order_by(table.c.relation, table.c.parties, table.c.earliest, table.c.latest, table.c.polarity, table.c.id)
    )
    if reports is None:
        rows = [StateRow(row.id, unpack(row.body, Relation)) for row in connection.execute(query.limit(wanted.limit))]
        return Listed(tuple(rows), count_rows(connection, table, where) if wanted.limit is not None else len(rows))
    every = (StateRow(row.id, unpack(row.body, Relation)) for row in connection.execute(query))
    rows = [row for row in every if any(item.report in reports for item in row.relation.evidence)]
    return Listed(tuple(rows[: wanted.limit]), len(rows))


def _may_hold(day: str) -> ColumnElement[bool]:
    """Whether a state of affairs may have held on a day, or is a denial made by then, as for `reconcile.holds_on`."""
    table = schema.state
    begun = or_(table.c.earliest.is_(None), table.c.earliest <= func.substr(day, 1, func.length(table.c.earliest)))
    lasted = or_(table.c.latest.is_(None), table.c.latest >= func.substr(day, 1, func.length(table.c.latest)))
    denied = or_(table.c.valid_from.is_(None), table.c.valid_from <= day)
    return case((table.c.polarity == "negative", denied), else_=and_(begun, lasted))


def search_reports(connection: Connection, dialect: ModuleType, words: str, wanted: Filter) -> Listed[FoundRow]:
    """Reports whose title or text has words, best first, in the version that the record had then."""
    kept = dialect.find_words(connection, words, list(connection.scalars(_versions(connection, wanted))))
    shown = kept if wanted.limit is None else kept[: wanted.limit]
    snippets: dict[int, str] = {}
    rows: dict[int, Any] = {}
    version, held = schema.version, schema.story_report
    for first in range(0, len(shown), 500):
        some = shown[first : first + 500]
        snippets |= dialect.show_words(connection, words, some)
        query = (
            select(
                version.c.seq, version.c.report_id, version.c.number, version.c.headline, version.c.outlet,
                version.c.published, version.c.url, held.c.story_id,
            )
            .outerjoin(held, and_(held.c.report_id == version.c.report_id, known_at(held, wanted.known_on)))
            .where(version.c.seq.in_(some))
        )  # fmt: skip
        rows |= {row.seq: row for row in connection.execute(query)}
    return Listed(
        tuple(
            FoundRow(
                rows[seq].report_id, rows[seq].number, rows[seq].headline, rows[seq].outlet, rows[seq].published,
                rows[seq].url, rows[seq].story_id, snippets.get(seq, ""),
            )
            for seq in shown
        ),
        len(kept),
    )  # fmt: skip


def _versions(connection: Connection, wanted: Filter) -> Select[Any]:
    """The versions (``seq``) that were the present ones of their reports, cut to what is wanted."""
    version, report, mention = schema.version, schema.report, schema.mention
    if wanted.known_on is None:
        query = select(version.c.seq).join(
            report, and_(report.c.id == version.c.report_id, report.c.current == version.c.number)
        )
    else:
        newest = select(func.max(version.c.seq)).where(version.c.fetched_at <= end_of_day(wanted.known_on))
        query = select(version.c.seq).where(version.c.seq.in_(newest.group_by(version.c.report_id)))
    day = func.substr(version.c.published, 1, 10)
    query = query.where(*within(day, day, wanted))
    if wanted.outlet:
        query = query.where(version.c.report_id.in_(printed_by(connection, wanted.outlet)))
    owners = []
    if wanted.country:
        owners.append(with_code(wanted, wanted.country))
    if wanted.speaker:
        owners.append(select(schema.statement.c.id).where(spoken_by(wanted, wanted.speaker)))
    for each in owners:
        told = select(mention.c.report_id).where(known_at(mention, wanted.known_on), mention.c.owner_id.in_(each))
        query = query.where(version.c.report_id.in_(told))
    return query


def list_problems(connection: Connection, wanted: Filter, *, solved: bool = False) -> Listed[ProblemRow]:
    """What went wrong, the latest first: what still does, or all there was."""
    table = schema.problem
    where = [] if solved else [table.c.resolved_at.is_(None)]
    rows = connection.execute(
        select(table).where(*where).order_by(table.c.last_at.desc(), table.c.id).limit(wanted.limit)
    ).all()
    return Listed(
        tuple(
            ProblemRow(
                row.id, row.place, row.report_id, row.room, row.kind, row.message, row.advice, row.first_at,
                row.last_at, row.resolved_at,
            )
            for row in rows
        ),
        count_rows(connection, table, where) if wanted.limit is not None else len(rows),
    )  # fmt: skip


def survey_sources(connection: Connection, wanted: Filter) -> Listed[SourceRow]:
    """Where reports come from, by location, with how many of them are alone under their origin."""
    table = schema.source
    rows = connection.execute(
        select(
            table.c.id, table.c.location, table.c.kind, table.c.added_at, table.c.visited_at, table.c.succeeded_at,
            table.c.error, table.c.dropped_at,
        )
        .order_by(table.c.location)
        .limit(wanted.limit)
    ).all()  # fmt: skip
    counts = _count_reports(connection)
    return Listed(
        tuple(
            SourceRow(
                row.id, row.location, row.kind, row.added_at, row.visited_at, row.succeeded_at, row.error,
                *counts.get(row.id, (0, 0, 0)), row.dropped_at,
            )
            for row in rows
        ),
        count_rows(connection, table, []) if wanted.limit is not None else len(rows),
    )  # fmt: skip


def _count_reports(connection: Connection) -> Mapping[str, tuple[int, int, int]]:
    """Source -> its reports that are kept, those alone under an origin that is no agency, and the others."""
    held, origin, report = schema.story_report, schema.origin, schema.report
    alone = (
        select(held.c.origin_id)
        .where(held.c.known_to.is_(None))
        .group_by(held.c.origin_id)
        .having(func.count() == 1)
        .subquery()
    )
    named = select(origin.c.id).where(origin.c.known_to.is_(None), origin.c.agency.is_not(None)).distinct().subquery()
    is_own = and_(alone.c.origin_id.is_not(None), named.c.id.is_(None))
    query = (
        select(
            report.c.source_id,
            func.count(),
            func.sum(case((and_(held.c.report_id.is_not(None), is_own), 1), else_=0)),
            func.sum(case((and_(held.c.report_id.is_not(None), ~is_own), 1), else_=0)),
        )
        .select_from(report)
        .outerjoin(held, and_(held.c.report_id == report.c.id, held.c.known_to.is_(None)))
        .outerjoin(alone, alone.c.origin_id == held.c.origin_id)
        .outerjoin(named, named.c.id == held.c.origin_id)
        .where(report.c.erased_at.is_(None), report.c.source_id.is_not(None))
        .group_by(report.c.source_id)
    )
    return {source: (int(a), int(b), int(c)) for source, a, b, c in connection.execute(query)}
