"""What something in the record rests on: the sentences with what stands around them, who printed and what read them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, and_, select

from dateline.answers import Kind, Passage, Printed, Proof, VersionRow
from dateline.errors import InputError
from dateline.model import Reading, Relation, Span
from dateline.store import schema
from dateline.store.asking import in_chunks, words_of
from dateline.store.codec import unpack
from dateline.store.dossier import find_story, kind_of, table_of
from dateline.store.reports import Version, get_version
from dateline.store.temporal import known_at


def find_evidence(connection: Connection, wanted: str, known_on: str | None = None) -> Proof:
    """What something rests on.

    Args:
        connection: Any.
        wanted: The id of an event, statement, state, story, origin or report.
        known_on: A day; now when there is none. What is no longer so is shown as it last was, with a note.

    Returns:
        Its sentences in order of print; of a story those of its events and statements, of a report all that it says.

    Raises:
        InputError: There is no such id.
    """
    kind = kind_of(connection, wanted)
    if kind is None:
        raise InputError("is no id of this record; `dateline stories` and `dateline events` list some", where=wanted)
    if kind == "report":
        return _of_report(connection, wanted, known_on)
    if kind == "story":
        story, notes = find_story(connection, wanted, known_on)
        return _of_story(connection, story, notes, known_on)
    if kind == "origin":
        return _of_origin(connection, wanted, known_on)
    at, notes = _moment(connection, kind, wanted, known_on)
    table = table_of(kind)
    row = connection.execute(select(table).where(table.c.id == wanted, known_at(table, at))).one()
    if kind == "state":
        relation = unpack(row.body, Relation)
        what = f"{relation.subject.name} {relation.relation} {relation.object.name}"
        words = _words_of_state(connection, relation, at)
        stories = sorted({story for story, _ in _places(connection, [each.report for each in words], at).values()})
        return Proof(wanted, kind, what, tuple(stories), _Passages(connection, at).make(wanted, what, words), notes)
    owner = row.about if kind == "statement" and row.about else wanted
    words = words_of(connection, [owner], at).get(owner, [])
    return Proof(
        wanted, kind, row.what, (row.story_id,), _Passages(connection, at).make(wanted, row.what, words), notes
    )


def _moment(
    connection: Connection, kind: Kind, wanted: str, known_on: str | None
) -> tuple[str | None, tuple[str, ...]]:
    """When something was so: then, or else the last time that it was, with a note."""
    table = table_of(kind)
    times = select(table.c.known_from, table.c.known_to).where(table.c.id == wanted)
    if connection.execute(times.where(known_at(table, known_on))).first():
        return known_on, ()
    if known_on is not None:
        raise InputError(f"was not known on {known_on}", where=wanted)
    last = max(connection.execute(times).all(), key=lambda row: row.known_to)
    return last.known_from, (
        f"the record no longer says so: it did from {last.known_from[:10]} to {last.known_to[:10]}",
    )


def _words_of_state(connection: Connection, relation: Relation, at: str | None) -> list[Printed]:
    """The words that a state of affairs rests on, in the versions of then."""
    reports = sorted({item.report for item in relation.evidence})
    held, version = schema.story_report, schema.version
    query = (
        select(held.c.report_id, held.c.version, held.c.origin_id, version.c.outlet, version.c.published)
        .join(version, and_(version.c.report_id == held.c.report_id, version.c.number == held.c.version))
        .where(known_at(held, at))
    )
    rows = {
        row.report_id: row
        for some in in_chunks(reports)
        for row in connection.execute(query.where(held.c.report_id.in_(some)))
    }
    found = [
        Printed(item.report, row.version, item.span, item.text, row.origin_id, row.outlet, row.published)
        for item in relation.evidence
        if (row := rows.get(item.report)) is not None
    ]
    return sorted(found, key=lambda each: (each.published or "9999", each.report, each.span))


def _of_story(connection: Connection, story: str, notes: Sequence[str], at: str | None) -> Proof:
    table = schema.story
    title = connection.scalar(select(table.c.title).where(table.c.id == story, known_at(table, at))) or ""
    owners: dict[str, str] = {}
    for part in (schema.event, schema.statement):
        query = select(part.c.id, part.c.what).where(part.c.story_id == story, known_at(part, at))
        if part is schema.statement:
            query = query.where(part.c.about.is_(None))
        owners |= {row.id: row.what for row in connection.execute(query.order_by(part.c.place_in_story))}
    words = words_of(connection, list(owners), at)
    passages = _Passages(connection, at)
    shown = [each for owner, what in owners.items() for each in passages.make(owner, what, words.get(owner, ()))]
    return Proof(story, "story", title, (story,), tuple(shown), tuple(notes))


def _of_origin(connection: Connection, origin: str, known_on: str | None) -> Proof:
    """An origin's reports: the links that make them one."""
    at, notes = _moment(connection, "origin", origin, known_on)
    table, held = schema.origin, schema.story_report
    rows = connection.execute(
        select(table.c.name, table.c.story_id).where(table.c.id == origin, known_at(table, at))
    ).all()
    reports = connection.execute(
        select(held.c.report_id, held.c.version)
        .where(held.c.origin_id == origin, known_at(held, at))
        .order_by(held.c.report_id)
    ).all()
    passages = _Passages(connection, at)
    shown: list[Passage] = []
    for report, number in reports:
        version = get_version(connection, report, number)
        if version is not None:
            first = _first_words(version)
            meta = passages.reading_of(version).metadata
            printed = Printed(report, number, first, first.of(version.report.text), origin, meta.outlet, meta.published)
            shown.extend(passages.make(origin, rows[0].name, [printed]))
    stories = tuple(sorted({row.story_id for row in rows}))
    return Proof(origin, "origin", rows[0].name, stories, tuple(shown), notes)


def _first_words(version: Version) -> Span:
    text = version.report.text
    begin = len(text) - len(text.lstrip())
    end = text.find("\n", begin)
    return Span(begin, min(end if end >= 0 else len(text), begin + 200))


def _of_report(connection: Connection, report: str, at: str | None) -> Proof:
    mention, version = schema.mention, schema.version
    owners = list(
        connection.scalars(
            select(mention.c.owner_id).where(mention.c.report_id == report, known_at(mention, at)).distinct()
        )
    )
    what: dict[str, str] = {}
    for part in (schema.event, schema.statement):
        for some in in_chunks(owners):
            query = select(part.c.id, part.c.what).where(part.c.id.in_(some), known_at(part, at))
            what |= {row.id: row.what for row in connection.execute(query)}
    words = words_of(connection, owners, at)
    told = [(item, owner) for owner in owners for item in words.get(owner, ()) if item.report == report]
    told.sort(key=lambda each: (each[0].span, each[1]))
    passages = _Passages(connection, at)
    shown = [passage for item, owner in told for passage in passages.make(owner, what.get(owner, ""), [item])]
    versions = connection.execute(
        select(
            version.c.number, version.c.fetched_at, version.c.status, version.c.headline, version.c.text, version.c.raw
        )
        .where(version.c.report_id == report)
        .order_by(version.c.number)
    ).all()
    rows = tuple(
        VersionRow(row.number, row.fetched_at, row.status, row.headline, _hash(row.text, row.raw)) for row in versions
    )
    stories = tuple(sorted({story for story, _ in _places(connection, [report], at).values()}))
    notes = ("was erased at a user's wish; its id is all that is kept",) if not rows else ()
    title = next((row.title for row in reversed(rows) if row.title), None) or "a report without a title"
    return Proof(report, "report", title if rows else "an erased report", stories, tuple(shown), notes, rows)


def _hash(text: str, raw: bytes | None) -> str:
    return hashlib.sha256(raw if raw is not None else text.encode("utf-8")).hexdigest()


def _places(connection: Connection, reports: Iterable[str], at: str | None) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Report -> its story and why it is of its origin."""
    held = schema.story_report
    wanted = sorted(set(reports))
    return {
        row.report_id: (row.story_id, tuple(json.loads(row.reasons)))
        for some in in_chunks(wanted)
        for row in connection.execute(
            select(held.c.report_id, held.c.story_id, held.c.reasons).where(
                held.c.report_id.in_(some), known_at(held, at)
            )
        )
    }


@dataclass
class _Passages:
    """Makes passages; each version is opened once."""

    connection: Connection
    at: str | None
    versions: dict[tuple[str, int], tuple[Version, Reading] | None] = field(default_factory=dict)
    origins: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    places: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)

    def make(self, owner: str, what: str, words: Sequence[Printed]) -> tuple[Passage, ...]:
        """The passages of an owner's words; words whose version is gone have none."""
        missing = [each.report for each in words if each.report not in self.places]
        self.places |= _places(self.connection, missing, self.at)
        return tuple(
            self._passage((owner, what), each, found)
            for each in words
            if (found := self._open(each.report, each.version)) is not None
        )

    def reading_of(self, version: Version) -> Reading:
        """The reading of a version that was read."""
        found = self._open(version.report.id, version.number)
        assert found is not None  # the version is there
        return found[1]

    def _open(self, report: str, number: int) -> tuple[Version, Reading] | None:
        if (report, number) not in self.versions:
            version = get_version(self.connection, report, number)
            self.versions[report, number] = (version, version.open_reading()) if version is not None else None
        return self.versions[report, number]

    def _origin(self, origin: str) -> tuple[str, str | None]:
        if origin not in self.origins:
            table = schema.origin
            row = self.connection.execute(
                select(table.c.name, table.c.agency).where(table.c.id == origin, known_at(table, self.at)).limit(1)
            ).first()
            self.origins[origin] = (row.name, row.agency) if row is not None else ("", None)
        return self.origins[origin]

    def _passage(self, owner: tuple[str, str], words: Printed, found: tuple[Version, Reading]) -> Passage:
        version, reading = found
        text, meta = version.report.text, reading.metadata
        before, sentence, after = _around(reading.sentences, words.span)
        name, agency = self._origin(words.origin)
        _, reasons = self.places.get(words.report, ("", ()))
        return Passage(
            owner[0],
            owner[1],
            words,
            before.of(text).strip(),
            sentence.of(text).strip(),
            after.of(text).strip(),
            meta.title,
            meta.url,
            version.fetched_at,
            hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
            version.reader,
            name,
            agency,
            reasons,
        )


def _around(sentences: Sequence[Span], span: Span) -> tuple[Span, Span, Span]:
    """The sentences before, at and after a span; words that are no part of a sentence stand for one."""
    touched = [number for number, each in enumerate(sentences) if each.overlaps(span)]
    if not touched:
        before = max(
            (each for each in sentences if each.end <= span.start), default=Span(0, 0), key=lambda each: each.end
        )
        after = min(
            (each for each in sentences if each.start >= span.end), default=Span(0, 0), key=lambda each: each.start
        )
        return before, span, after
    first, last = touched[0], touched[-1]
    here = Span(min(span.start, sentences[first].start), max(span.end, sentences[last].end))
    before = sentences[first - 1] if first else Span(0, 0)
    return before, here, sentences[last + 1] if last + 1 < len(sentences) else Span(0, 0)


__all__ = ["find_evidence"]
