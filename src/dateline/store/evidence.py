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
from dateline.store.reports import Version, get_versions
from dateline.store.temporal import known_at


def find_evidence(
    connection: Connection, wanted: str, known_on: str | None = None, *, limit: int | None = None
) -> Proof:
    """What something rests on.

    Args:
        connection: Any.
        wanted: The id of an event, statement, state, story, origin or report.
        known_on: A day; now when there is none. What is no longer so is shown as it last was, with a note.
        limit: At most so many passages, the first ones.

    Returns:
        Its sentences in order of print; of a story those of its events and statements, of a report all that it says.

    Raises:
        InputError: There is no such id.
    """
    kind = kind_of(connection, wanted)
    if kind is None:
        raise InputError("is no id of this record; `dateline stories` and `dateline events` list some", where=wanted)
    if kind == "report":
        return _of_report(_Passages(connection, known_on, limit), wanted)
    if kind == "story":
        story, notes = find_story(connection, wanted, known_on)
        return _of_story(_Passages(connection, known_on, limit), story, notes)
    if kind == "origin":
        at, notes = _moment(connection, kind, wanted, known_on)
        return _of_origin(_Passages(connection, at, limit), wanted, notes)
    at, notes = _moment(connection, kind, wanted, known_on)
    table = table_of(kind)
    row = connection.execute(select(table).where(table.c.id == wanted, known_at(table, at))).one()
    if kind == "state":
        relation = unpack(row.body, Relation)
        what = f"{relation.subject.name} {relation.relation} {relation.object.name}"
        words = _words_of_state(connection, relation, at)
        stories = sorted({story for story, _ in _places(connection, [each.report for each in words], at).values()})
        passages = _Passages(connection, at, limit).make([(wanted, what, each) for each in words])
        return Proof(wanted, kind, what, tuple(stories), passages, notes, total=len(words))
    owner = row.about if kind == "statement" and row.about else wanted
    words = words_of(connection, [owner], at).get(owner, [])
    passages = _Passages(connection, at, limit).make([(wanted, row.what, each) for each in words])
    return Proof(wanted, kind, row.what, (row.story_id,), passages, notes, total=len(words))


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


def _of_story(passages: _Passages, story: str, notes: Sequence[str]) -> Proof:
    connection, at, table = passages.connection, passages.at, schema.story
    title = connection.scalar(select(table.c.title).where(table.c.id == story, known_at(table, at))) or ""
    owners: dict[str, str] = {}
    for part in (schema.event, schema.statement):
        query = select(part.c.id, part.c.what).where(part.c.story_id == story, known_at(part, at))
        if part is schema.statement:
            query = query.where(part.c.about.is_(None))
        owners |= {row.id: row.what for row in connection.execute(query.order_by(part.c.place_in_story))}
    words = words_of(connection, list(owners), at)
    told = [(owner, what, each) for owner, what in owners.items() for each in words.get(owner, ())]
    return Proof(story, "story", title, (story,), passages.make(told), tuple(notes), total=len(told))


def _of_origin(passages: _Passages, origin: str, notes: tuple[str, ...]) -> Proof:
    """An origin's reports: the links that make them one."""
    connection, at, table, held = passages.connection, passages.at, schema.origin, schema.story_report
    rows = connection.execute(
        select(table.c.name, table.c.story_id).where(table.c.id == origin, known_at(table, at))
    ).all()
    reports = connection.execute(
        select(held.c.report_id, held.c.version)
        .where(held.c.origin_id == origin, known_at(held, at))
        .order_by(held.c.report_id)
    ).all()
    shown = reports[: passages.limit]
    passages.load((row.report_id, row.version) for row in shown)
    told = []
    for report, number in shown:
        found = passages.open(report, number)
        if found is not None:
            first, meta = _first_words(found[0]), found[1].metadata
            words = first.of(found[0].report.text)
            told.append(
                (origin, rows[0].name, Printed(report, number, first, words, origin, meta.outlet, meta.published))
            )
    stories = tuple(sorted({row.story_id for row in rows}))
    return Proof(origin, "origin", rows[0].name, stories, passages.make(told), notes, total=len(reports))


def _first_words(version: Version) -> Span:
    text = version.report.text
    begin = len(text) - len(text.lstrip())
    end = text.find("\n", begin)
    return Span(begin, min(end if end >= 0 else len(text), begin + 200))


def _of_report(passages: _Passages, report: str) -> Proof:
    connection, at, mention, version = passages.connection, passages.at, schema.mention, schema.version
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
    told = [
        (owner, what.get(owner, ""), each) for owner in owners for each in words.get(owner, ()) if each.report == report
    ]
    told.sort(key=lambda each: (each[2].span, each[0]))
    versions = connection.execute(
        select(
            version.c.number, version.c.fetched_at, version.c.status, version.c.headline, version.c.text, version.c.raw
        )
        .where(version.c.report_id == report)
        .order_by(version.c.number)
    ).all()
    rows = tuple(
        VersionRow(row.number, row.fetched_at, row.status, row.headline, _hash(row.raw or row.text.encode("utf-8")))
        for row in versions
    )
    stories = tuple(sorted({story for story, _ in _places(connection, [report], at).values()}))
    notes = ("was erased at a user's wish; its id is all that is kept",) if not rows else ()
    title = next((row.title for row in reversed(rows) if row.title), None) or "a report without a title"
    title = title if rows else "an erased report"
    return Proof(report, "report", title, stories, passages.make(told), notes, rows, len(told))


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()


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
    """Makes passages, at most *limit* of them; each version is opened once."""

    connection: Connection
    at: str | None
    limit: int | None
    versions: dict[tuple[str, int], tuple[Version, Reading, str] | None] = field(default_factory=dict)
    origins: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def make(self, told: Sequence[tuple[str, str, Printed]]) -> tuple[Passage, ...]:
        """The passages of words, each with its owner and what that says; words whose version is gone have none."""
        shown = told[: self.limit]
        self.load((words.report, words.version) for _, _, words in shown)
        places = _places(self.connection, [words.report for _, _, words in shown], self.at)
        return tuple(
            self._passage((owner, what), words, found, places.get(words.report, ("", ()))[1])
            for owner, what, words in shown
            if (found := self.open(words.report, words.version)) is not None
        )

    def load(self, wanted: Iterable[tuple[str, int]]) -> None:
        """Fetch versions that will be asked for, all at once."""
        missing = {place for place in wanted if place not in self.versions}
        found = get_versions(self.connection, missing)
        self.versions |= dict.fromkeys(missing)
        for place, version in found.items():
            digest = _hash(version.report.text.encode("utf-8", "surrogatepass"))
            self.versions[place] = (version, version.open_reading(), digest)

    def open(self, report: str, number: int) -> tuple[Version, Reading, str] | None:
        """A version with its reading and the hash of its text; ``None`` when it is gone."""
        self.load([(report, number)])
        return self.versions[report, number]

    def _origin(self, origin: str) -> tuple[str, str | None]:
        if origin not in self.origins:
            table = schema.origin
            row = self.connection.execute(
                select(table.c.name, table.c.agency).where(table.c.id == origin, known_at(table, self.at)).limit(1)
            ).first()
            self.origins[origin] = (row.name, row.agency) if row is not None else ("", None)
        return self.origins[origin]

    def _passage(
        self, owner: tuple[str, str], words: Printed, found: tuple[Version, Reading, str], reasons: tuple[str, ...]
    ) -> Passage:
        version, reading, sha256 = found
        text, meta = version.report.text, reading.metadata
        before, sentence, after = _around(reading.sentences, words.span)
        name, agency = self._origin(words.origin)
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
            sha256,
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
