"""A run over the record: read what waits, group all reports anew, put together the stories that changed.

What is read is kept chunk by chunk, so that a run that ends early loses a chunk at most. Grouping and putting together
are one transaction: a record never shows half of a story, or a story beside the one that it has grown into.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import metadata
from typing import Any

from dateline.config import Config
from dateline.errors import DatelineError
from dateline.group import Item, SpokenWords, find_origins, find_stories, item_of_reading, spoken_words
from dateline.ingest import Problem
from dateline.judgements import NO_JUDGEMENTS, Judgements, silence_speakers
from dateline.model import Origin, Report, name_story
from dateline.pipeline import iterate_readings
from dateline.pipeline.workers import Crew, Died, work
from dateline.reconcile import join_states, key_state, reconcile_story
from dateline.store.engine import Connection, Database
from dateline.store.problems import Trouble, add_problem, resolve_problems
from dateline.store.reports import (
    count_status,
    iterate_versions,
    make_read_row,
    mark_failed,
    renew_outdated,
    save_readings,
)
from dateline.store.stories import (
    MadeOf,
    add_story_changes,
    close_story,
    present_stories,
    save_states,
    save_story,
    told_states,
)

Clock = Callable[[], str]
Watch = Callable[[str, int, int], None]
_Pending = tuple[int, int, Report]  # seq, number, report
_READABLE = ("read", "unread")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: reports read, reports it could not read, stories put together anew, stories that are gone."""

    read: int
    failed: int
    stories: int
    closed: int


def run_record(
    database: Database,
    config: Config,
    clock: Clock,
    *,
    crew: Crew = Crew(),
    watch: Watch = lambda *_: None,
    judgements: Judgements = NO_JUDGEMENTS,
) -> Outcome:
    """Bring a record up to date with its reports.

    Args:
        database: Open for writing.
        config: Settings.
        clock: Gives the record time, ISO 8601 in UTC.
        crew: How many processes read.
        watch: Called with the stage ("reading", "grouping", "stories"), how much of it is done, and how much there is.
        judgements: Links and merges that a user has overruled.

    Returns:
        What was done. Run again, it does nothing; ended early, it goes on where it was.

    Raises:
        StoreError: Another process is writing.
    """
    reader = reader_version(config)
    with database.lock():
        with database.write() as connection:
            renew_outdated(connection, reader)
        read, failed = _read_pending(database, config, clock, crew, watch)
        stories, closed = regroup(database, config, clock, watch=watch, judgements=judgements)
    return Outcome(read, failed, stories, closed)


def reader_version(config: Config) -> str:
    """What reads: kept with each reading, so that a newer reader reads it again."""
    return f"dateline {metadata.version('dateline')} ({config.read.model})"


def _read_pending(database: Database, config: Config, clock: Clock, crew: Crew, watch: Watch) -> tuple[int, int]:
    reader = reader_version(config)
    with database.read() as connection:
        total = count_status(connection).get("pending", 0)
        pending = ((each.seq, each.number, each.report) for each in iterate_versions(connection, ("pending",)))
        done = failed = 0
        for results in work(partial(read_chunk, config=config), pending, crew):
            rows = [each for each in results if isinstance(each, dict)]
            troubles = [_trouble(each) if isinstance(each, Died) else each for each in results]
            lost = [each for each in troubles if isinstance(each, tuple)]
            with database.write() as writing:
                now = clock()
                save_readings(writing, rows, reader)
                mark_failed(writing, [seq for seq, _ in lost], reader)
                for _, trouble in lost:
                    add_problem(writing, trouble, now)
            done += len(results)
            failed += len(lost)
            watch("reading", done, total)
    return done - failed, failed


def read_chunk(items: Sequence[_Pending], config: Config) -> list[dict[str, Any] | tuple[int, Trouble]]:
    """Read some reports: for each the row to keep, or its ``seq`` and what went wrong."""
    found: list[dict[str, Any] | tuple[int, Trouble]] = []
    for (seq, number, report), read in zip(items, iterate_readings([item[2] for item in items], config), strict=True):
        if isinstance(read, Problem):
            advice = "mend the text and add it again; the other reports are not touched"
            found.append((seq, Trouble(report.id, "read", "unreadable", read.message, advice, report.id, number)))
        else:
            found.append(make_read_row(seq, read, config.read.language))
    return found


def _trouble(died: Died[_Pending]) -> tuple[int, Trouble]:
    seq, number, report = died.item
    how = "took too long" if died.slow else f"ended its reader (exit code {died.exitcode})"
    advice = "it is left out; look whether its text is damaged, and tell us if it is not"
    return seq, Trouble(report.id, "read", "reader died", f"reading it {how}, twice", advice, report.id, number)


def regroup(
    database: Database,
    config: Config,
    clock: Clock,
    *,
    watch: Watch = lambda *_: None,
    judgements: Judgements = NO_JUDGEMENTS,
) -> tuple[int, int]:
    """Group all reports that are read, and put together the stories that are not what they were.

    The caller holds the record's lock.

    Returns:
        How many stories were put together, and how many are gone.
    """
    with database.write() as connection:
        known = present_stories(connection)
        grouped = _group(connection, config, judgements, watch)
        wanted = {story: _inputs(members, grouped, judgements) for story, members in grouped.stories.items()}
        stale = [story for story, inputs in wanted.items() if known.get(story, ("",))[0] != inputs]
        gone = sorted(set(known) - set(wanted))
        if not stale and not gone:
            return 0, 0
        now = clock()
        for story in gone:
            close_story(connection, database.dialect, story, now)
        add_story_changes(connection, database.dialect, tuple(_story_changes(known, grouped.stories)), now)
        for number, story in enumerate(stale):
            watch("stories", number, len(stale))
            _put_together(connection, database, (story, wanted[story]), grouped, judgements, now)
        watch("stories", len(stale), len(stale))
        states = {parties: join_states(rows) for parties, rows in told_states(connection).items()}
        save_states(connection, database.dialect, states, now)
    return len(stale), len(gone)


@dataclass(frozen=True, slots=True)
class _Grouped:
    """All reports: stories (id -> report ids by publication), report id -> origin, report id -> version and reader."""

    stories: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, Origin]
    versions: Mapping[str, tuple[int, str]]


def _group(connection: Connection, config: Config, judgements: Judgements, watch: Watch) -> _Grouped:
    items: list[Item] = []
    speech: list[SpokenWords] = []
    versions: dict[str, tuple[int, str]] = {}
    total = sum(count for status, count in count_status(connection).items() if status in _READABLE)
    for version in iterate_versions(connection, _READABLE):
        [reading] = silence_speakers([version.open_reading()], judgements)
        items.append(item_of_reading(reading))
        speech.extend(spoken_words(reading))
        versions[reading.id] = (version.number, version.reader or "")
        if len(items) % 100 == 0:
            watch("grouping", len(items), total)
    speech.sort(key=lambda each: (each.report, each.span))
    origins = find_origins(items, config.group, speech=speech, judgements=judgements)
    stories = find_stories(items, config.group)
    watch("grouping", total, total)
    return _Grouped(
        {name_story(members[0]): tuple(members) for members in stories},
        {report: origin for origin in origins for report in origin.reports},
        versions,
    )


def _inputs(members: Sequence[str], grouped: _Grouped, judgements: Judgements) -> str:
    """A hash of all that a story's dossier is made of."""
    origins = [asdict(origin) for origin in _origins_of(members, grouped)]
    judged = [asdict(entry) for entry in judgements.entries if any(member in entry.decision for member in members)]
    made_of = [sorted((member, *grouped.versions[member]) for member in members), origins, judged]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode("ascii")).hexdigest()


def _origins_of(members: Sequence[str], grouped: _Grouped) -> list[Origin]:
    """The origins of a story's reports, each cut to these: copies elsewhere are another story's."""
    wanted = set(members)
    found = {grouped.origins[member].id: grouped.origins[member] for member in members}
    return [
        replace(
            origin,
            reports=tuple(report for report in origin.reports if report in wanted),
            reasons={
                report: origin.reasons[report]
                for report in origin.reports
                if report in wanted and report in origin.reasons
            },
        )
        for origin in sorted(found.values(), key=lambda origin: (origin.name, origin.id))
    ]


def _put_together(
    connection: Connection,
    database: Database,
    wanted: tuple[str, str],
    grouped: _Grouped,
    judgements: Judgements,
    now: str,
) -> None:
    story_id, inputs = wanted
    members = grouped.stories[story_id]
    readings = [each.open_reading() for each in iterate_versions(connection, _READABLE, reports=members)]
    try:
        story = reconcile_story(readings, _origins_of(members, grouped), judgements)
    except DatelineError as error:
        add_problem(connection, Trouble(story_id, "reconcile", "fault", error.message, "tell us"), now)
        return
    parties = tuple(key_state(relation) for relation in story.relations)
    made_of = MadeOf(inputs, grouped.versions, parties)
    save_story(connection, database.dialect, replace(story, id=story_id), made_of, now)
    resolve_problems(connection, "reconcile", story_id, now)


def _story_changes(
    known: Mapping[str, tuple[str, frozenset[str]]], stories: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    """How stories that were became stories that are: (from, to, ``merged``, ``split`` or ``renamed``)."""
    now = {report: story for story, members in stories.items() for report in members}
    before = {report for _, members in known.values() for report in members}
    for old, (_, members) in known.items():
        heirs = sorted({now[report] for report in members if report in now} - {old})
        for heir in heirs:
            others = (report for report in stories[heir] if report not in members)
            if old in stories or len(heirs) > 1:
                yield old, heir, "split"
            else:
                yield old, heir, "merged" if any(report in before for report in others) else "renamed"
