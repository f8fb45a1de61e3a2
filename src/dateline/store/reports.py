"""Reports and their versions: taken in once, read later, never changed; erased when a user asks for it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, delete, func, select, update

from dateline.errors import InputError
from dateline.model import Reading, Report
from dateline.store import schema
from dateline.store.background import erase_background
from dateline.store.codec import pack_reading, unpack_reading

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MOST = 400  # values of one question: SQLite takes 32,766 at most, and plans are kept for few
_AT_ONCE = 200  # versions that are asked for at a time, some two megabytes
_FIELDS = ("title", "outlet", "published", "url", "byline", "language")
_READ = [schema.version.c[name] for name in (
    "seq", "report_id", "number", "status", "text", "raw", "given", "fetched_at", "reader", "reading",
)]  # fmt: skip
Outcome = Literal["new", "changed", "unchanged", "forgotten"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A report as one visit brought it.

    ``key`` tells that two visits brought the same item (a canonical URL, a feed's guid, a file's path with the id in
    it); ``source_id`` where it came from; ``page_map`` leads from its text back to the page, as bytes; ``rights`` and
    ``told`` are JSON (see `schema.version`).
    """

    key: str
    report: Report
    source_id: str | None
    fetched_at: str
    page_map: bytes | None = None
    payload_sha256: str | None = None
    rights: str | None = None
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A stored version of a report, with the reading that was made of it, if it was read."""

    seq: int
    number: int
    report: Report
    status: str
    reader: str | None
    fetched_at: str
    reading: bytes | None = None

    def open_reading(self) -> Reading:
        """The reading.

        Raises:
            StoreError: It was made by another dateline and cannot be opened by this one.
        """
        return unpack_reading(self.reading, self.report) if self.reading is not None else _no_reading(self.report)


def _no_reading(report: Report) -> Reading:
    raise InputError("has not been read; `dateline run` reads it", where=report.id)


def put_reports(connection: Connection, dialect: ModuleType, items: Sequence[Incoming]) -> list[tuple[str, Outcome]]:
    """Take in reports: a new one gets a row, a changed one a further version, an unchanged one nothing.

    Args:
        connection: In a transaction.
        dialect: The module of the database's dialect.
        items: In the order in which they came. Where an id is taken by another report, ``-2`` is added to it.

    Returns:
        For each item its id in the record and what came of it; a report that was erased is not taken in again.
    """
    seq = connection.scalar(select(func.max(schema.version.c.seq))) or 0
    known = _find_known(connection, [item.key for item in items])
    ids = _Ids(connection, [item.report.id for item in items])
    found: list[tuple[str, Outcome]] = []
    versions: list[dict[str, Any]] = []
    for item in items:
        row = known.get(item.key) or known.get(hash_key(item.key))
        if row is None:
            row = _Known(ids.take(item.report.id), item.key, new=True, first=item.fetched_at, source=item.source_id)
            known[item.key] = row
            outcome: Outcome = "new"
        elif row.erased:
            outcome = "forgotten"
        else:
            outcome = "unchanged" if row.sha256 == hash_report(item.report) else "changed"
        if outcome in ("new", "changed"):
            digest = hash_report(item.report)
            seq, row.current, row.sha256 = seq + 1, row.current + 1, digest
            versions.append(_version_row(item, row.id, row.current, seq) | {"sha256": digest})
        row.seen = item.fetched_at
        found.append((row.id, outcome))
    _save_known(connection, dialect, [row for row in known.values() if row.seen and not row.erased])
    dialect.insert_rows(connection, schema.version, versions)
    return found


@dataclass(slots=True)
class _Known:
    """A report of the record as a batch finds and leaves it; ``seen`` is empty while the batch has not met it."""

    id: str
    key: str
    current: int = 0
    sha256: str = ""
    erased: bool = False
    new: bool = False
    first: str = ""
    seen: str = ""
    source: str | None = None


def _find_known(connection: Connection, keys: Sequence[str]) -> dict[str, _Known]:
    """The reports there are of these keys, or of their hashes, by key."""
    report, version = schema.report, schema.version
    wanted = sorted({each for key in keys for each in (key, hash_key(key))})
    found = {}
    for first in range(0, len(wanted), _MOST):
        query = (
            select(report.c.id, report.c.key, report.c.current, report.c.erased_at, version.c.sha256)
            .outerjoin(version, (version.c.report_id == report.c.id) & (version.c.number == report.c.current))
            .where(report.c.key.in_(wanted[first : first + _MOST]))
        )
        for row in connection.execute(query):
            found[row.key] = _Known(row.id, row.key, row.current, row.sha256 or "", bool(row.erased_at))
    return found


def _save_known(connection: Connection, dialect: ModuleType, rows: Sequence[_Known]) -> None:
    table = schema.report
    fresh = [
        {
            "id": row.id, "key": row.key, "source_id": row.source, "current": row.current,
            "first_seen_at": row.first, "seen_at": row.seen, "erased_at": None,
        }
        for row in rows if row.new
    ]  # fmt: skip
    dialect.insert_rows(connection, table, fresh)
    met = [{"key_id": row.id, "number": row.current, "at": row.seen} for row in rows if not row.new]
    if met:
        values: dict[str, Any] = {"current": bindparam("number"), "seen_at": bindparam("at")}
        connection.execute(update(table).where(table.c.id == bindparam("key_id")).values(values), met)


class _Ids:
    """Ids for new reports: the one wanted, with ``-2`` where another report has it."""

    def __init__(self, connection: Connection, wanted: Sequence[str]) -> None:
        self.connection = connection
        names = sorted({_storable(each) or "" for each in wanted})
        table = schema.report
        self.taken: set[str] = set()
        for first in range(0, len(names), _MOST):
            self.taken.update(
                connection.scalars(select(table.c.id).where(table.c.id.in_(names[first : first + _MOST])))
            )

    def take(self, wanted: str) -> str:
        """An id that no report has, now taken."""
        name = free = _storable(wanted) or ""
        if name in self.taken:
            like = schema.report.c.id.startswith(f"{name}-", autoescape=True)
            self.taken.update(self.connection.scalars(select(schema.report.c.id).where(like)))
        count = 1
        while free in self.taken:
            count += 1
            free = f"{name}-{count}"
        self.taken.add(free)
        return free


def hash_report(report: Report) -> str:
    """What tells two versions of a report apart: SHA-256 of its text and of the fields that came with it."""
    fields = [report.text, *(getattr(report, name) for name in _FIELDS)]
    return hashlib.sha256(json.dumps(fields).encode("ascii")).hexdigest()


def hash_key(key: str) -> str:
    """What an erased report is known by, so that it is not taken in again and its address is not kept."""
    return "sha256:" + hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _version_row(item: Incoming, report_id: str, number: int, seq: int) -> dict[str, Any]:
    report = item.report
    plain = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", report.text)
    fields = {name: _storable(getattr(report, name)) for name in _FIELDS}
    return {
        "seq": seq,
        "report_id": report_id,
        "number": number,
        "status": "pending",
        **fields,
        "headline": fields["title"],
        "text": plain,
        "raw": report.text.encode("utf-8", "surrogatepass") if plain != report.text else None,
        "given": json.dumps({name: getattr(report, name) for name in _FIELDS} | {"notes": list(report.notes)}),
        "page_map": item.page_map,
        "payload_sha256": item.payload_sha256,
        "rights": item.rights,
        "told": item.told,
        "fetched_at": item.fetched_at,
        "reader": None,
        "reading": None,
        "outline": None,
        "speech": None,
    }


def _storable(value: str | None) -> str | None:
    return _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", value) if value is not None else None


def _version_of(row: Any) -> Version:
    given = json.loads(row.given)
    notes = tuple(given.pop("notes", ()))
    text = row.raw.decode("utf-8", "surrogatepass") if row.raw is not None else row.text
    report = Report(id=row.report_id, text=text, notes=notes, **given)
    return Version(row.seq, row.number, report, row.status, row.reader, row.fetched_at, row.reading)


def iterate_versions(
    connection: Connection, statuses: Sequence[str], *, reports: Sequence[str] | None = None
) -> Iterator[Version]:
    """The current versions, in the order in which they came.

    Args:
        connection: Any.
        statuses: Only those of one of these.
        reports: Only of these reports.
    """
    for seqs in _find_current(connection, statuses, reports):
        query = select(*_READ).where(schema.version.c.seq.in_(seqs)).order_by(schema.version.c.seq)
        yield from map(_version_of, connection.execute(query))


def iterate_outlines(connection: Connection, statuses: Sequence[str]) -> Iterator[tuple[str, int, str, bytes, bytes]]:
    """What grouping needs of the current versions of one of these statuses, in the order in which they came.

    Yields:
        The report's id, the version's number, what read it, its outline and what it quotes.
    """
    table = schema.version
    for seqs in _find_current(connection, statuses, None):
        query = select(table.c.report_id, table.c.number, table.c.reader, table.c.outline, table.c.speech)
        yield from map(tuple, connection.execute(query.where(table.c.seq.in_(seqs)).order_by(table.c.seq)))


def _find_current(
    connection: Connection, statuses: Sequence[str], reports: Sequence[str] | None
) -> Iterator[Sequence[int]]:
    """The numbers of the current versions of one of these statuses, in order, some at a time.

    They are found before anything else is asked of them: a database that sorts whole rows would hold all of them.
    """
    table = schema.version
    query = (
        select(table.c.seq)
        .join(schema.report, schema.report.c.id == table.c.report_id)
        .where(table.c.number == schema.report.c.current, table.c.status.in_(statuses))
    )
    if reports is None:
        seqs = sorted(connection.scalars(query))
    else:
        some = (reports[first : first + _MOST] for first in range(0, len(reports), _MOST))
        seqs = sorted(seq for each in some for seq in connection.scalars(query.where(table.c.report_id.in_(each))))
    for first in range(0, len(seqs), _AT_ONCE):
        yield seqs[first : first + _AT_ONCE]


def get_version(connection: Connection, report_id: str, number: int | None = None) -> Version | None:
    """One version of a report: the current one unless a number is given; ``None`` when there is none."""
    query = select(*_READ).where(schema.version.c.report_id == report_id)
    newest = query.order_by(schema.version.c.number.desc()).limit(1)
    row = connection.execute(newest if number is None else query.where(schema.version.c.number == number)).first()
    return _version_of(row) if row is not None else None


def get_versions(connection: Connection, wanted: Iterable[tuple[str, int]]) -> dict[tuple[str, int], Version]:
    """Versions by report and number, many at once; those that are gone are left out."""
    numbers = set(wanted)
    reports = sorted({report for report, _ in numbers})
    table = schema.version
    found = {}
    for first in range(0, len(reports), _MOST):
        places = select(table.c.seq, table.c.report_id, table.c.number).where(
            table.c.report_id.in_(reports[first : first + _MOST])
        )
        seqs = [row.seq for row in connection.execute(places) if (row.report_id, row.number) in numbers]
        for row in connection.execute(select(*_READ).where(table.c.seq.in_(seqs))):
            found[row.report_id, row.number] = _version_of(row)
    return found


def count_status(connection: Connection) -> dict[str, int]:
    """How many current versions there are of each status."""
    table = schema.version
    rows = connection.execute(
        select(table.c.status, func.count())
        .join(schema.report, schema.report.c.id == table.c.report_id)
        .where(table.c.number == schema.report.c.current)
        .group_by(table.c.status)
    )
    return {str(status): int(number) for status, number in rows}


def make_read_row(
    seq: int, reading: Reading, for_grouping: tuple[bytes, bytes], language: str = "en"
) -> dict[str, Any]:
    """What `save_readings` keeps of a reading: made where it is read, so that bytes go between processes.

    Args:
        seq: The version's.
        reading: Of it.
        for_grouping: Its outline, and what it quotes.
        language: The one that can be read; a report in another was only looked at.
    """
    return {
        "key_seq": seq,
        "status": "read" if reading.metadata.language in (None, language) else "unread",
        "headline": _storable(reading.metadata.title),
        **{name: _storable(getattr(reading.metadata, name)) for name in _FIELDS[1:]},
        "reading": pack_reading(reading),
        "outline": for_grouping[0],
        "speech": for_grouping[1],
    }


def save_readings(connection: Connection, rows: Sequence[dict[str, Any]], reader: str) -> None:
    """Keep what was read of versions (of `make_read_row`), with what it was read by."""
    if not rows:
        return
    table = schema.version
    values: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "key_seq"}
    connection.execute(
        update(table).where(table.c.seq == bindparam("key_seq")).values(**values, reader=reader), list(rows)
    )


def mark_failed(connection: Connection, seqs: Sequence[int], reader: str) -> None:
    """Say of versions that they could not be read; the problem has a row of its own."""
    for seq in seqs:
        connection.execute(
            update(schema.version)
            .where(schema.version.c.seq == seq)
            .values(status="failed", reader=reader, reading=None)
        )


def renew_outdated(connection: Connection, reader: str) -> int:
    """Put current versions that another reader read back to be read; how many."""
    current = (
        select(schema.version.c.seq)
        .join(schema.report, schema.report.c.id == schema.version.c.report_id)
        .where(schema.version.c.number == schema.report.c.current)
        .where(schema.version.c.status.in_(("read", "unread", "failed")), schema.version.c.reader != reader)
    )
    return connection.execute(
        update(schema.version).where(schema.version.c.seq.in_(current.scalar_subquery())).values(status="pending")
    ).rowcount


def erase_report(connection: Connection, report_id: str, now: str) -> list[str]:
    """Erase a report: its words, readings and addresses, and all that stories past and present took from it.

    What is left is its id and a hash of its address, by which it is not taken in again.

    Returns:
        The stories that held it, whose rows are gone; what their other reports say is put together anew by a run.

    Raises:
        InputError: There is no such report, or it is erased already.
    """
    row = connection.execute(select(schema.report).where(schema.report.c.id == report_id)).first()
    if row is None:
        raise InputError("no report of this record has that id", where=report_id)
    if row.erased_at:
        raise InputError(f"was erased on {row.erased_at[:10]} already", where=report_id)
    held = schema.story_report
    stories = sorted(set(connection.scalars(select(held.c.story_id).where(held.c.report_id == report_id))))
    for story_id in stories:
        parties = select(schema.told_state.c.parties).where(schema.told_state.c.story_id == story_id)
        connection.execute(delete(schema.state).where(schema.state.c.parties.in_(parties.scalar_subquery())))
        for table in (schema.mention, schema.statement, schema.event, schema.told_state, schema.origin, held):
            connection.execute(delete(table).where(table.c.story_id == story_id))
        connection.execute(delete(schema.story).where(schema.story.c.id == story_id))
    erase_background(connection, report_id, stories)
    connection.execute(delete(schema.version).where(schema.version.c.report_id == report_id))
    connection.execute(delete(schema.problem).where(schema.problem.c.report_id == report_id))
    connection.execute(
        update(schema.report)
        .where(schema.report.c.id == report_id)
        .values(key=row.key if row.key.startswith("sha256:") else hash_key(row.key), erased_at=now)
    )
    return stories
