"""What a user does to a record: add and drop sources, bring it up to date, forget a report, overrule decisions.

Each function opens nothing: it works on a `Database` and leaves it whole, also when it is stopped half-way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.config import Config
from dateline.errors import InputError
from dateline.ingest import utc_now
from dateline.judgements import Judgements
from dateline.pipeline.intake import Visit, register_sources, stored_sources, visit_sources
from dateline.pipeline.regroup import Watch, regroup
from dateline.pipeline.run import Clock, Outcome, run_record
from dateline.pipeline.workers import Crew
from dateline.store import Database, open_database, sources
from dateline.store.judged import read_judgements, replace_judgements
from dateline.store.problems import resolve_others
from dateline.store.reports import erase_report

__all__ = [
    "Crew",
    "Database",
    "Outcome",
    "Update",
    "Visit",
    "add_sources",
    "drop_source",
    "forget_report",
    "judge",
    "open_database",
    "update_record",
    "utc_now",
]


@dataclass(frozen=True, slots=True)
class Update:
    """What bringing a record up to date did: the visits to its sources, and the run over its reports."""

    visits: tuple[Visit, ...]
    outcome: Outcome


def _untold(visit: Visit) -> None:
    """Say nothing."""


def _unwatched(stage: str, done: int, total: int) -> None:
    """Show nothing."""


def add_sources(
    database: Database,
    locations: Sequence[str],
    config: Config,
    clock: Clock,
    *,
    watch: Watch = _unwatched,
) -> Iterator[Visit]:
    """Add sources and take in what they hold now; what was there before is left as it is.

    Args:
        database: Open for writing.
        locations: Addresses of feeds, sitemaps and pages; files, folders and archives.
        config: Settings.
        clock: Gives the record time, ISO 8601 in UTC.
        watch: Called with the stage, how much is done, and how much there is.

    Yields:
        What came of each source.

    Raises:
        InputError: A location can be no source.
        StoreError: Another process is writing.
    """
    with database.lock():
        added = register_sources(database, locations, clock)
        yield from visit_sources(database, added, config, clock, watch=watch)


def update_record(
    database: Database,
    config: Config,
    clock: Clock,
    *,
    offline: bool = False,
    crew: Crew = Crew(),
    watch: Watch = _unwatched,
    tell: Callable[[Visit], None] = _untold,
) -> Update:
    """Visit all sources, read what they brought, group it and put together the stories that changed.

    Args:
        database: Open for writing.
        config: Settings.
        clock: Gives the record time, ISO 8601 in UTC.
        offline: Visit only the sources on this machine.
        crew: How many processes read.
        watch: Called with the stage, how much is done, and how much there is.
        tell: Called with each visit when it is done.

    Raises:
        StoreError: Another process is writing.
    """
    visits = []
    with database.lock():
        for visit in visit_sources(database, stored_sources(database, offline=offline), config, clock, watch=watch):
            tell(visit)
            visits.append(visit)
        with database.read() as connection:
            judgements = read_judgements(connection)
        outcome = run_record(database, config, clock, crew=crew, watch=watch, judgements=judgements)
    return Update(tuple(visits), outcome)


def drop_source(database: Database, wanted: str, clock: Clock) -> str:
    """Visit a source no more; the reports that came of it stay, and adding it again takes it up where it was.

    Args:
        database: Open for writing.
        wanted: The source's id, or the address or path that it was added by.
        clock: Gives the record time, ISO 8601 in UTC.

    Returns:
        Its location.

    Raises:
        InputError: There is no such source.
        StoreError: Another process is writing.
    """
    with database.lock(), database.write() as connection:
        now = clock()
        dropped = sources.drop_source(connection, [wanted, str(Path(wanted).resolve())], now)
        if dropped is None:
            raise InputError("is no source of this record; `dateline sources` lists them", where=wanted)
        resolve_others(connection, dropped.id, set(), now)
    return dropped.location


def forget_report(database: Database, report_id: str, config: Config, clock: Clock) -> Outcome:
    """Erase a report and all that stories took from it; put the stories together again without it.

    Raises:
        InputError: There is no such report, or it is erased already.
        StoreError: Another process is writing.
    """
    with database.lock():
        with database.write() as connection:
            erase_report(connection, report_id, clock())
            judgements = read_judgements(connection)
        stories, closed = regroup(database, config, clock(), judgements=judgements)
        database.scrub()
    return Outcome(0, 0, stories, closed)


def judge(database: Database, judgements: Judgements, config: Config, clock: Clock) -> tuple[int, int]:
    """Make the judgements of a record those given, and put together anew what rests on them.

    Returns:
        How many judgements are new, and how many were undone.
    """
    with database.lock():
        with database.write() as connection:
            changed = replace_judgements(connection, judgements, clock())
        regroup(database, config, clock(), judgements=judgements)
    return changed
