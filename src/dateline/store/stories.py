"""Dossiers into rows: a story's reports, origins, events, statements and states, each with its record time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select

from dateline.model import Evidence, Party, Relation, Row, Statement, Story, StoryEvent, make_id
from dateline.store import schema
from dateline.store.codec import pack, pack_story, unpack
from dateline.store.temporal import sync_rows

_Rows = list[dict[str, Any]]
_NAME = 200  # characters of a speaker's name and role that an index can hold


@dataclass(frozen=True, slots=True)
class MadeOf:
    """What a dossier was made of.

    ``inputs`` is a hash of all of it; ``versions`` gives for each report the version's number and what read it;
    ``parties`` for each of the dossier's states of affairs what tells it from others, over all stories.
    """

    inputs: str
    versions: Mapping[str, tuple[int, str]]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryRows:
    """A dossier as rows, by table: made where the dossier is, so that bytes go between processes."""

    story: str
    tables: Mapping[str, _Rows]


def save_story(connection: Connection, dialect: ModuleType, rows: StoryRows, now: str) -> int:
    """Make a story's rows those given, as of *now*.

    Args:
        connection: In a transaction.
        dialect: The module of the database's dialect.
        rows: Of `make_story_rows`.
        now: The record time.

    Returns:
        How many rows changed.
    """
    changed = 0
    for table in (*_STORY_TABLES, schema.story):
        scope = {"id" if table is schema.story else "story_id": rows.story}
        changed += sync_rows(connection, dialect, table, (scope, rows.tables[table.name]), now)
    return changed


def close_story(connection: Connection, dialect: ModuleType, story_id: str, now: str) -> None:
    """Say of a story that it is no longer one, as of *now*: its reports have gone to others."""
    for table in (*_STORY_TABLES, schema.story):
        scope = {"id" if table is schema.story else "story_id": story_id}
        sync_rows(connection, dialect, table, (scope, ()), now)


_STORY_TABLES = (
    schema.story_report, schema.origin, schema.event, schema.statement, schema.mention, schema.told_state,
)  # fmt: skip


def present_stories(connection: Connection) -> dict[str, tuple[str, frozenset[str]]]:
    """The stories as they stand: id -> (hash of what it was made of, ids of its reports)."""
    members: dict[str, set[str]] = {}
    held = schema.story_report
    for story_id, report_id in connection.execute(
        select(held.c.story_id, held.c.report_id).where(held.c.known_to.is_(None))
    ):
        members.setdefault(story_id, set()).add(report_id)
    table = schema.story
    rows = connection.execute(select(table.c.id, table.c.inputs).where(table.c.known_to.is_(None)))
    return {story_id: (inputs, frozenset(members.get(story_id, ()))) for story_id, inputs in rows}


def list_inputs(connection: Connection, statuses: Sequence[str]) -> list[tuple[str, int, str]]:
    """The current versions that stories are made of: (report id, number, what read it), by report."""
    table = schema.version
    rows = connection.execute(
        select(table.c.report_id, table.c.number, table.c.reader)
        .join(schema.report, schema.report.c.id == table.c.report_id)
        .where(table.c.number == schema.report.c.current, table.c.status.in_(statuses))
        .order_by(table.c.report_id)
    )
    return [(str(report), int(number), str(reader)) for report, number, reader in rows]


def was_grouped(connection: Connection, inputs: str) -> bool:
    """Whether the stories were made of these inputs (a hash of them)."""
    return connection.scalar(select(schema.meta.c.value).where(schema.meta.c.key == "grouped")) == inputs


def mark_grouped(connection: Connection, inputs: str) -> None:
    """Keep of which inputs the stories are made."""
    connection.execute(delete(schema.meta).where(schema.meta.c.key == "grouped"))
    connection.execute(insert(schema.meta).values(key="grouped", value=inputs))


def add_story_changes(
    connection: Connection, dialect: ModuleType, changes: Sequence[tuple[str, str, str]], now: str
) -> None:
    """Keep how stories came to be: (from, to, ``merged`` or ``split``), as of *now*."""
    dialect.insert_rows(
        connection,
        schema.story_change,
        [{"from_id": one, "to_id": other, "at": now, "kind": kind} for one, other, kind in sorted(set(changes))],
    )


def told_states(connection: Connection) -> dict[str, list[Relation]]:
    """The states of affairs as stories tell them, by ``parties``."""
    table = schema.told_state
    found: dict[str, list[Relation]] = {}
    for parties, body in connection.execute(
        select(table.c.parties, table.c.body)
        .where(table.c.known_to.is_(None))
        .order_by(table.c.parties, table.c.story_id, table.c.place_in_story)
    ):
        found.setdefault(parties, []).append(unpack(body, Relation))
    return found


def save_states(connection: Connection, dialect: ModuleType, states: Mapping[str, Sequence[Relation]], now: str) -> int:
    """Make the states of affairs over all stories those given, by ``parties``, as of *now*; how many rows changed."""
    rows: dict[str, dict[str, Any]] = {}
    for parties, relations in states.items():
        for relation in relations:
            row = _state_row(parties, relation)
            while row["id"] in rows:  # two denials of one day
                row["id"] = make_id("sa", row["id"])
            rows[row["id"]] = row
    return sync_rows(connection, dialect, schema.state, ({}, list(rows.values())), now)


def _state_row(parties: str, relation: Relation) -> dict[str, Any]:
    return {
        "id": make_id("sa", parties, relation.polarity, relation.valid_from or "", relation.valid_to or ""),
        "parties": parties,
        "relation": relation.relation,
        "subject": relation.subject.name,
        "subject_code": relation.subject.code,
        "object": relation.object.name,
        "object_code": relation.object.code,
        "polarity": relation.polarity,
        "valid_from": relation.valid_from,
        "valid_to": relation.valid_to,
        "earliest": (relation.valid_from or "").split("/")[0] or None,
        "latest": (relation.valid_to or "").split("/")[-1] or None,
        "origins": len(relation.origins),
        "body": pack(relation),
    }


def make_story_rows(story: Story, made_of: MadeOf) -> StoryRows:
    """A dossier as rows.

    Args:
        story: The dossier.
        made_of: What it was made of.
    """
    return StoryRows(story.id, {table.name: rows for table, rows in _rows_of(story, made_of).items()})


def _rows_of(story: Story, made_of: MadeOf) -> dict[Table, _Rows]:
    versions = made_of.versions
    origin_of = {report: origin.id for origin in story.origins for report in origin.reports}
    mentions = _Mentions(story.id, versions, origin_of)
    events = [_event_row(story, event, number, mentions) for number, event in enumerate(story.events)]
    about = {make_id("st", event.id): event.id for event in story.events}
    statements = [_statement_row(story, item, n, about, mentions) for n, item in enumerate(story.statements)]
    return {
        schema.story_report: [
            {
                "story_id": story.id, "report_id": report, "version": versions[report][0], "origin_id": origin.id,
                "reasons": _json(origin.reasons.get(report, ())),
            }
            for origin in story.origins for report in origin.reports
        ],
        schema.origin: [
            {
                "story_id": story.id, "id": origin.id, "name": origin.name, "agency": origin.agency,
                "depends": _json([[item.kind, item.on] for item in origin.depends_on]),
            }
            for origin in story.origins
        ],
        schema.event: _unique(events),
        schema.statement: _unique(statements),
        schema.mention: list(mentions.rows.values()),
        schema.told_state: [
            {
                "story_id": story.id, "place_in_story": number, "parties": parties, "body": pack(relation),
            }
            for number, (relation, parties) in enumerate(zip(story.relations, made_of.parties, strict=True))
        ],
        schema.story: [
            {
                "id": story.id, "title": _plain(story.title), "earliest": story.earliest, "latest": story.latest,
                "reports": len(story.readings), "origins": len(story.origins), "inputs": made_of.inputs,
                "dossier": pack_story(story),
            }
        ],
    }  # fmt: skip


class _Mentions:
    """The rows of `schema.mention` of one story, each once."""

    def __init__(self, story: str, versions: Mapping[str, tuple[int, str]], origin_of: Mapping[str, str]) -> None:
        self.story = story
        self.versions = versions
        self.origin_of = origin_of
        self.rows: dict[tuple[str, str, int, int], dict[str, Any]] = {}

    def add(self, owner: str, evidence: Evidence, status: str | None) -> None:
        number, reader = self.versions[evidence.report]
        self.rows.setdefault(
            (owner, evidence.report, evidence.span.start, evidence.span.end),
            {
                "owner_id": owner,
                "report_id": evidence.report,
                "version": number,
                "start": evidence.span.start,
                "stop": evidence.span.end,
                "story_id": self.story,
                "origin_id": self.origin_of[evidence.report],
                "status": status,
                "reader": reader,
            },
        )


def _event_row(story: Story, event: StoryEvent, number: int, mentions: _Mentions) -> dict[str, Any]:
    readings = {reading.id: reading for reading in story.readings}
    told = [(report, readings[report].events[index]) for report, index in event.mentions]
    for item in event.evidence:
        statuses = (each.status for report, each in told if report == item.report and item.span.holds(each.trigger))
        mentions.add(event.id, item, next(statuses, event.status))
    codes = sorted({p.code for p in (*event.source_actors, *event.target_actors) if p.code})
    return {
        "id": event.id,
        "story_id": story.id,
        "place_in_story": number,
        "main": event.main,
        "type": event.type,
        "mode": event.mode,
        "cameo": event.cameo,
        "what": _plain(event.what),
        "status": event.status,
        "polarity": event.polarity,
        "earliest": event.earliest,
        "latest": event.latest,
        "place": _plain(event.place),
        "sources": _parties(event.source_actors),
        "targets": _parties(event.target_actors),
        "codes": f" {' '.join(codes)} " if codes else "",
        "origins": len(event.origins),
        "differs": sum(_is_of(event, row.about) and _differs(row, event) for row in story.comparison),
    }


def _is_of(event: StoryEvent, about: str) -> bool:
    return about in (event.what, f"when: {event.what}", f"who: {event.what}")


def _differs(row: Row, event: StoryEvent) -> bool:
    """Whether origins differ on an event; of two that are told in the same words the one with the evidence is meant."""
    told = [cell for cell in row.cells.values() if cell.verdict == "differs"]
    return any(item in event.evidence for cell in told for item in cell.evidence)


def _statement_row(
    story: Story, item: Statement, number: int, about: Mapping[str, str], mentions: _Mentions
) -> dict[str, Any]:
    codes = {entity.id: entity.code for entity in story.entities}
    days = {reading.id: (reading.metadata.published or "")[:10] for reading in story.readings}
    if item.id not in about:
        for evidence in item.evidence:
            mentions.add(item.id, evidence, None)
    speaker = item.speaker
    return {
        "id": item.id,
        "story_id": story.id,
        "place_in_story": number,
        "kind": item.kind,
        "about": about.get(item.id),
        "what": _plain(item.what),
        "speaker": _plain(speaker.name[:_NAME]) if speaker else None,
        "speaker_role": _plain((speaker.role or "")[:_NAME]) or None if speaker else None,
        "speaker_code": codes.get(speaker.entity or "") if speaker else None,
        "speaker_entity": speaker.entity if speaker else None,
        "quote_kind": item.quote_kind,
        "day": min((day for each in item.evidence if (day := days[each.report])), default=None),
        "origins": len(item.origins),
    }


def _unique(rows: _Rows) -> _Rows:
    """Rows under ids of their own: two things told by the same words have one id otherwise."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        found.setdefault(row["id"], row)
    return list(found.values())


def _parties(parties: Sequence[Party]) -> str:
    return _json([[_plain(party.name), party.code] for party in parties])


def _plain(value: str | None) -> str | None:
    """Words that every database takes: no NUL, no lone surrogate."""
    if value is None:
        return None
    return value.replace("\x00", "\N{REPLACEMENT CHARACTER}").encode("utf-8", "replace").decode("utf-8")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)
