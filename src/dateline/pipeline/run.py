"""A run over the record: read what waits, then group all reports anew and put together the stories that changed.

What is read is kept chunk by chunk, so that a run that ends early loses a chunk at most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from typing import Any

from dateline.config import Config
from dateline.group import OUTLINE_VERSION
from dateline.ingest import Problem
from dateline.judgements import NO_JUDGEMENTS, Judgements
from dateline.model import Report
from dateline.pipeline.happening import iterate_readings
from dateline.pipeline.regroup import Watch, make_grouping, regroup
from dateline.pipeline.workers import Crew, Died, work
from dateline.store.engine import Database
from dateline.store.problems import Trouble, add_problem
from dateline.store.reports import (
    count_status,
    iterate_versions,
    make_read_row,
    mark_failed,
    renew_outdated,
    save_readings,
)

Clock = Callable[[], str]
_Pending = tuple[int, int, Report]  # seq, number, report


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run did: reports read (*unread* in another language) and failed, stories put together, stories gone."""

    read: int
    failed: int
    stories: int
    closed: int
    unread: int = 0


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

    The caller holds the record's lock.

    Returns:
        What was done. Run again, it does nothing; ended early, it goes on where it was.
    """
    reader = reader_version(config)
    with database.write() as connection:
        renew_outdated(connection, reader)
    read, failed, unread = _read_pending(database, config, clock, crew, watch)
    stories, closed = regroup(database, config, clock(), crew=crew, watch=watch, judgements=judgements)
    return Outcome(read, failed, stories, closed, unread)


def reader_version(config: Config) -> str:
    """What reads: kept with each reading, so that a newer reader reads it again."""
    return f"dateline {metadata.version('dateline')} ({config.read.model}, outline {OUTLINE_VERSION})"


def _read_pending(database: Database, config: Config, clock: Clock, crew: Crew, watch: Watch) -> tuple[int, int, int]:
    reader = reader_version(config)
    with database.read() as connection:
        total = count_status(connection).get("pending", 0)
        pending = ((each.seq, each.number, each.report) for each in iterate_versions(connection, ("pending",)))
        done = failed = unread = 0
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
            unread += sum(row["status"] == "unread" for row in rows)
            watch("reading", done, total)
    return done - failed, failed, unread


def read_chunk(items: Sequence[_Pending], config: Config) -> list[dict[str, Any] | tuple[int, Trouble]]:
    """Read some reports: for each the row to keep, or its ``seq`` and what went wrong."""
    found: list[dict[str, Any] | tuple[int, Trouble]] = []
    for (seq, number, report), read in zip(items, iterate_readings([item[2] for item in items], config), strict=True):
        if isinstance(read, Problem):
            advice = "mend the text and add it again; the other reports are not touched"
            found.append((seq, Trouble(report.id, "read", "unreadable", read.message, advice, report.id, number)))
        else:
            found.append(make_read_row(seq, read, make_grouping(read), config.read.language))
    return found


def _trouble(died: Died[_Pending]) -> tuple[int, Trouble]:
    seq, number, report = died.item
    how = "took too long" if died.slow else f"ended its reader (exit code {died.exitcode})"
    advice = "it is left out; look whether its text is damaged, and tell us if it is not"
    return seq, Trouble(report.id, "read", "reader died", f"reading it {how}, twice", advice, report.id, number)
