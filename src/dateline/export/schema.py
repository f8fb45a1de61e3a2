"""The columns of our own tables: what each holds, and which rows of a story fill it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from dateline.export.codebook import cameo_of, goldstein_of, plover_sectors, quad_of_type, split_code
from dateline.export.eventdata import EventRecord, first_day, last_day
from dateline.export.wording import safe_link
from dateline.model import Evidence, Story

Value = str | int | float | bool | None
Kind = Literal["string", "integer", "number", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``type`` is Frictionless's; ``to`` names the table and column that it refers to."""

    name: str
    type: Kind
    about: str
    to: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``key`` are the columns that tell its rows apart."""

    name: str
    about: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    fill: Callable[[Story, tuple[EventRecord, ...]], Iterable[tuple[Value, ...]]]

    def rows(self, story: Story, events: tuple[EventRecord, ...]) -> list[tuple[Value, ...]]:
        """The story's rows of this table."""
        return list(self.fill(story, events))


def _events(_: Story, events: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    for record in events:
        event, where = record.event, record.where
        code = cameo_of(event)
        yield (
            event.id, event.main, event.type or None, event.mode, code, event.act, quad_of_type(event.type),
            goldstein_of(code) if code else None, event.status, event.polarity, event.earliest, event.latest,
            first_day(event.earliest), last_day(event.latest),
            "; ".join(party.name for party in event.source_actors) or None,
            "; ".join(party.name for party in event.target_actors) or None,
            event.place, where.precision if where else None, where.country if where else None,
            where.geonameid if where else None, where.lat if where else None, where.lon if where else None,
            len(event.origins), len(record.readings), len(record.mentions), event.what,
        )  # fmt: skip


def _event_actors(_: Story, events: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    for record in events:
        for side, actors in (("source", record.sources), ("target", record.targets)):
            for number, actor in enumerate(actors, 1):
                code = split_code(actor.party.code)
                yield (
                    record.event.id, side, number, actor.party.name, actor.party.code, code.country,
                    "; ".join(plover_sectors(code)) or None, actor.role, actor.text,
                )  # fmt: skip


def _event_mentions(_: Story, events: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    for record in events:
        for number, each in enumerate(record.mentions, 1):
            mention = each.mention
            yield (
                record.event.id, number, each.reading.id, mention.trigger.start, mention.trigger.end,
                each.sentence or None, mention.trigger.of(each.reading.text), mention.type or None, mention.status,
                mention.polarity, mention.earliest, mention.latest, mention.date_reason, mention.place,
            )  # fmt: skip


def _evidence(story: Story, _: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    def cite(kind: str, of: str, items: Iterable[Evidence]) -> Iterable[tuple[Value, ...]]:
        for number, item in enumerate(items, 1):
            yield (kind, of, number, item.report, item.span.start, item.span.end, item.text)

    for event in story.events:
        yield from cite("event", event.id, event.evidence)
    for statement in story.statements:
        yield from cite("statement", statement.id, statement.evidence)
    for number, relation in enumerate(story.relations, 1):
        yield from cite("state", f"state_{number}", relation.evidence)


def _reports(story: Story, _: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    for reading in story.readings:
        meta = reading.metadata
        yield (
            reading.id, meta.title, meta.outlet, meta.published, safe_link(meta.url), meta.byline, meta.language,
            story.origin_of(reading.id).id, len(reading.text),
        )  # fmt: skip


def _origins(story: Story, _: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    for origin in story.origins:
        yield (origin.id, origin.name, origin.agency, len(origin.reports))


def _statements(story: Story, _: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    for item in story.statements:
        by = item.speaker
        yield (
            item.id, item.kind, item.what, by.name if by else None, by.role if by else None, item.quote_kind,
            len(item.origins),
        )  # fmt: skip


def _states(story: Story, _: tuple[EventRecord, ...]) -> Iterable[tuple[Value, ...]]:
    for number, row in enumerate(story.relations, 1):
        yield (
            f"state_{number}", row.relation, row.subject.name, row.subject.code, row.object.name, row.object.code,
            row.polarity, row.valid_from, row.valid_to, len(row.origins),
        )  # fmt: skip


_EVENT = ("events", "event_id")
_REPORT = ("reports", "report_id")

#: Every table of the CSV and Parquet exports.
TABLES = (
    Table("events", "Each event once.", ("event_id",), (
        Column("event_id", "string", "Stable id: the same reports give the same."),
        Column("main", "boolean", "Whether the story is about it."),
        Column("type", "string", "PLOVER type; empty for what PLOVER has none for, such as an accident."),
        Column("mode", "string", "PLOVER mode."),
        Column("cameo", "string", "CAMEO code: the event's own, or what its mode or type amounts to."),
        Column("act", "string", "The act in our lexicon."),
        Column("quad", "integer", "PLOVER class: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, "
                                  "4 material conflict."),
        Column("goldstein", "number", "Goldstein weight of the CAMEO code, -10 to 10."),
        Column("status", "string", "happened, planned, denied, alleged, historical or hypothetical."),
        Column("polarity", "string", "positive; negative when told as not done."),
        Column("earliest", "string", "Earliest date in the precision told: YYYY, YYYY-MM or YYYY-MM-DD."),
        Column("latest", "string", "Latest date in the precision told."),
        Column("earliest_day", "date", "First day that the earliest date may mean."),
        Column("latest_day", "date", "Last day that the latest date may mean."),
        Column("sources", "string", "Who did it, parted by semicolons; event_actors has them apart."),
        Column("targets", "string", "To whom, parted by semicolons."),
        Column("place", "string", "Where, in the reports' words."),
        Column("precision", "string", "Kind of the place (town, district, division, country, region ...), unresolved, "
                                      "or conflicting."),
        Column("country", "string", "Country of the place, ISO 3166-1 alpha-3."),
        Column("geonameid", "integer", "GeoNames id of the place."),
        Column("lat", "number", "Latitude, WGS 84; only of a town."),
        Column("lon", "number", "Longitude, WGS 84; only of a town."),
        Column("origins", "integer", "How many independent origins tell it."),
        Column("reports", "integer", "How many reports tell it."),
        Column("mentions", "integer", "How many times it is told."),
        Column("what", "string", "The clause that tells it best, on one line, cut at 160 characters."),
    ), _events),
    Table("event_actors", "Who did what to whom: an actor a row.", ("event_id", "side", "number"), (
        Column("event_id", "string", "The event.", _EVENT),
        Column("side", "string", "source or target; in a joint act all are sources."),
        Column("number", "integer", "Place among those of its side, from 1."),
        Column("name", "string", "Name of the party."),
        Column("code", "string", "Our code: alpha-3 country, or IGO and a body's letters, then sectors."),
        Column("country", "string", "ISO 3166-1 alpha-3."),
        Column("sectors", "string", "PLOVER sectors, parted by semicolons."),
        Column("role", "string", "Office or description that a report gives."),
        Column("text", "string", "Words of the first report that names the party so."),
    ), _event_actors),
    Table("event_mentions", "Where each event is told.", ("event_id", "number"), (
        Column("event_id", "string", "The event.", _EVENT),
        Column("number", "integer", "From 1, in order of publication."),
        Column("report_id", "string", "The report.", _REPORT),
        Column("start", "integer", "Where the trigger begins, in code points of the report's text from 0."),
        Column("end", "integer", "Where it ends, exclusive."),
        Column("sentence", "integer", "Number of the sentence, from 1."),
        Column("trigger", "string", "The word that evokes the event."),
        Column("type", "string", "PLOVER type as told here."),
        Column("status", "string", "Status as told here."),
        Column("polarity", "string", "Polarity as told here."),
        Column("earliest", "string", "Earliest date as told here."),
        Column("latest", "string", "Latest date as told here."),
        Column("date_reason", "string", "What the date rests on."),
        Column("place", "string", "Place as told here."),
    ), _event_mentions),
    Table("evidence", "The words that each event, statement and state rests on.", ("of_kind", "of_id", "number"), (
        Column("of_kind", "string", "event, statement or state."),
        Column("of_id", "string", "Its id in the table of its kind."),
        Column("number", "integer", "From 1."),
        Column("report_id", "string", "The report.", _REPORT),
        Column("start", "integer", "Where the words begin, in code points of the report's text from 0."),
        Column("end", "integer", "Where they end, exclusive."),
        Column("text", "string", "The words: a sentence or less."),
    ), _evidence),
    Table("reports", "The reports.", ("report_id",), (
        Column("report_id", "string", "The report's id."),
        Column("title", "string", "Title."),
        Column("outlet", "string", "Who published it."),
        Column("published", "string", "When, an ISO day or time as given."),
        Column("url", "string", "Address, http or https."),
        Column("byline", "string", "Who wrote it."),
        Column("language", "string", "ISO 639-1."),
        Column("origin_id", "string", "Where its words come from.", ("origins", "origin_id")),
        Column("length", "integer", "Code points of its text."),
    ), _reports),
    Table("origins", "Where the words of reports come from.", ("origin_id",), (
        Column("origin_id", "string", "Id shared by the reports of one origin."),
        Column("name", "string", "Its name."),
        Column("agency", "string", "The wire service, if it is one."),
        Column("reports", "integer", "How many of the story's reports carry its words."),
    ), _origins),
    Table("statements", "What is said and counted.", ("statement_id",), (
        Column("statement_id", "string", "Id of the statement."),
        Column("kind", "string", "quote, quantity, event or state."),
        Column("what", "string", "What it says."),
        Column("speaker", "string", "Who is quoted."),
        Column("role", "string", "The speaker's office or description."),
        Column("quote_kind", "string", "direct, indirect or mixed."),
        Column("origins", "integer", "How many independent origins have it."),
    ), _statements),
    Table("states", "States of affairs with the time they held.", ("state_id",), (
        Column("state_id", "string", "Number within this export."),
        Column("relation", "string", "The relation."),
        Column("subject", "string", "Who stands in it."),
        Column("subject_code", "string", "The subject's code."),
        Column("object", "string", "To whom."),
        Column("object_code", "string", "The object's code."),
        Column("polarity", "string", "negative: a dated denial."),
        Column("valid_from", "string", "ISO date, a/b for some time between, empty where no report tells."),
        Column("valid_to", "string", "As valid_from."),
        Column("origins", "integer", "How many independent origins attest it."),
    ), _states),
)  # fmt: skip
