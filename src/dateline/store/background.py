"""Which reports are background to which stories: kept by the spans of the passages that say so, with a record time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from types import ModuleType

from sqlalchemy import Connection, and_, delete, or_, select

from dateline.model import Background, Evidence, Metadata, Span
from dateline.store import schema
from dateline.store.asking import in_chunks
from dateline.store.temporal import known_at, sync_rows


def save_background(
    connection: Connection, dialect: ModuleType, found: Iterable[Background], versions: Mapping[str, int], now: str
) -> int:
    """Make the background over all stories that given, as of *now*.

    Args:
        connection: In a transaction.
        dialect: The module of the database's dialect.
        found: Each report and story once.
        versions: The present version of each report.
        now: The record time.

    Returns:
        How many rows changed.
    """
    rows = [
        {
            "story_id": each.story,
            "report_id": each.report,
            "beside": each.beside,
            "news_in": each.news_in,
            "told_by": each.told_by,
            "version": versions[each.told_by],
            "passage": json.dumps([[item.span.start, item.span.end] for item in each.evidence]),
            "words": json.dumps([[span.start, span.end] for span in each.words]),
        }
        for each in found
    ]
    return sync_rows(connection, dialect, schema.background, ({}, rows), now)


def list_background(
    connection: Connection, stories: Sequence[str], known_on: str | None = None
) -> dict[str, tuple[Background, ...]]:
    """The background to stories, by report, as it is or was known on a day, with the words that say so."""
    table, version, report, own = schema.background, schema.version, schema.report, schema.version.alias()
    found: dict[str, list[Background]] = {}
    for some in in_chunks(stories):
        query = (
            select(table, version.c.text, version.c.raw, own.c.headline, own.c.outlet, own.c.published, own.c.url)
            .join(version, and_(version.c.report_id == table.c.told_by, version.c.number == table.c.version))
            .join(report, report.c.id == table.c.report_id)
            .join(own, and_(own.c.report_id == table.c.report_id, own.c.number == report.c.current))
            .where(known_at(table, known_on), table.c.story_id.in_(some))
            .order_by(table.c.story_id, table.c.report_id)
        )
        for row in connection.execute(query):
            text = row.text if row.raw is None else row.raw.decode("utf-8", "surrogatepass")
            spans = [Span(*span) for span in json.loads(row.passage)]
            evidence = tuple(Evidence(row.told_by, span, span.of(text)) for span in spans)
            words = tuple(Span(*span) for span in json.loads(row.words))
            metadata = Metadata(row.headline, row.outlet, row.published, row.url)
            told = Background(row.story_id, row.beside, row.report_id, row.news_in, evidence, words, metadata)
            found.setdefault(row.story_id, []).append(told)
    return {story: tuple(each) for story, each in found.items()}


def erase_background(connection: Connection, report_id: str, stories: Sequence[str]) -> None:
    """Erase, past and present, what rests on a report, and what is background to stories that are erased with it."""
    table = schema.background
    connection.execute(delete(table).where(or_(table.c.report_id == report_id, table.c.told_by == report_id)))
    for some in in_chunks(stories):
        connection.execute(delete(table).where(or_(table.c.story_id.in_(some), table.c.news_in.in_(some))))
