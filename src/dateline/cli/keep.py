"""Commands that change the record: add what it follows, run it, watch, drop, forget, judge."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dateline import pipeline
from dateline.cli.shared import Record, Settings, complain, errors, finish
from dateline.config import Config, load_config
from dateline.errors import InputError

if TYPE_CHECKING:  # the database library loads only where a record is opened
    from dateline.pipeline.record import Database, Update, Visit
    from dateline.pipeline.regroup import Watch

Workers = Annotated[
    int | None, typer.Option("--workers", help="Processes that read; 0 reads in this one. One a core unless told.")
]
Offline = Annotated[bool, typer.Option("--offline", help="Visit no address: only files and folders.")]
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def add(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE...", help="Addresses of feeds, sitemaps and pages; files, folders, archives."),
    ],
    record: Record = None,
    config: Settings = None,
) -> None:
    """Add sources to the record and take in what they hold.

    Added again, a source is visited again; what the record has already is left as it is.

    Example: dateline add https://example.org/rss clippings/ archive.warc.gz
    """
    from dateline.pipeline.record import add_sources, utc_now  # noqa: PLC0415

    settings = load_config(config)
    database = open_record(record, settings)
    visits = []
    with _show_stages() as watch:
        for visit in add_sources(database, sources, settings, utc_now, watch=watch):
            _tell_visit(visit)
            visits.append(visit)
    new = sum(visit.new + visit.changed for visit in visits)
    errors.print(f"{_count(new, 'report')} to be read. Next: dateline run")
    finish(any(visit.problems or visit.error for visit in visits), visits)


def run(record: Record = None, offline: Offline = False, workers: Workers = None, config: Settings = None) -> None:
    """Bring the record up to date.

    Visits its sources, reads what is new, groups it into origins and stories, puts together what changed. Interrupted
    at any point it loses nothing: run again, it goes on where it was.

    Example: dateline run --offline
    """
    settings = load_config(config)
    database = open_record(record, settings, create=False)
    update = _update(database, settings, offline=offline, workers=workers)
    _finish_update(update)


def watch(
    every: Annotated[
        str, typer.Option("--every", help="From one run's end to the next's start: 90s, 15m, 2h.")
    ] = "15m",
    times: Annotated[int | None, typer.Option("--times", help="Stop after so many runs.")] = None,
    record: Record = None,
    workers: Workers = None,
    config: Settings = None,
) -> None:
    """Run again and again until stopped (Ctrl-C or SIGTERM).

    Example: dateline watch --every 15m
    """
    seconds = _seconds(every)
    settings = load_config(config)
    database = open_record(record, settings, create=False)
    stop = Event()
    before = signal.signal(signal.SIGTERM, lambda *_: stop.set())
    done = 0
    try:
        while not stop.is_set():
            update = _update(database, settings, offline=False, workers=workers)
            done += 1
            _tell_update(update)
            if done == times or stop.wait(seconds):
                break
    finally:
        signal.signal(signal.SIGTERM, before)


def forget(
    report: Annotated[str, typer.Argument(metavar="ID", help="The report's id in the record.")],
    record: Record = None,
    config: Settings = None,
) -> None:
    """Erase a report.

    Its words, its readings and what stories took from it go, in the past of the record as well; its id and a hash of
    its address stay, so that it is not taken in again.

    Example: dateline forget harbour-post-kazakhstan
    """
    from dateline.pipeline.record import forget_report, utc_now  # noqa: PLC0415

    settings = load_config(config)
    outcome = forget_report(open_record(record, settings, create=False), report, settings, utc_now)
    errors.print(f"Erased {report}; put together anew: {_count(outcome.stories, 'story')}", soft_wrap=True)


def drop(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="As it was added, or its id in `dateline sources`.")],
    record: Record = None,
    config: Settings = None,
) -> None:
    """Visit a source no more.

    The reports that came of it stay; to follow it again, add it again.

    Example: dateline drop https://example.org/feed.xml
    """
    from dateline.pipeline.record import drop_source, utc_now  # noqa: PLC0415

    location = drop_source(open_record(record, load_config(config), create=False), source, utc_now)
    errors.print(f"Dropped {location}; its reports stay", soft_wrap=True)


def judge(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A TOML file of links and merges that you overrule.")],
    record: Record = None,
    config: Settings = None,
) -> None:
    """Make the record's judgements those of a file.

    New ones are added, those that are not in it are undone, and the stories they are about are put together anew.

    Example: dateline judge judgements.toml
    """
    from dateline.pipeline import record as records  # noqa: PLC0415

    settings = load_config(config)
    judgements = pipeline.load_judgements(file)
    database = open_record(record, settings, create=False)
    added, undone = records.judge(database, judgements, settings, records.utc_now)
    errors.print(f"{_count(added, 'judgement')} added, {undone} undone")


def open_record(record: str | None, settings: Config, *, create: bool = True) -> Database:
    """Open the record for writing: the one named on the command line, else in the settings.

    Raises:
        StoreError: There is none, or it cannot be used.
    """
    from dateline.pipeline.record import open_database  # noqa: PLC0415

    return open_database(record or settings.store.record, create=create)


def _update(database: Database, settings: Config, *, offline: bool, workers: int | None) -> Update:
    from dateline.pipeline.record import Crew, update_record, utc_now  # noqa: PLC0415

    crew = Crew(workers if workers is not None else os.cpu_count() or 1)
    try:
        with _show_stages() as watch:
            return update_record(database, settings, utc_now, offline=offline, crew=crew, watch=watch, tell=_tell_visit)
    except KeyboardInterrupt:
        complain("stopped; what was read is kept, and `dateline run` goes on where it was")
        raise typer.Exit(130) from None


def _tell_visit(visit: Visit) -> None:
    brought = f"{visit.new} new, {visit.changed} changed" if visit.new or visit.changed else "nothing new"
    more = [
        f"{_count(len(visit.problems), 'problem')}" if visit.problems else "",
        f"{len(visit.skipped)} passed over" if visit.skipped else "",
        f"{visit.forgotten} erased before" if visit.forgotten else "",
    ]
    errors.print(f"{visit.kind}  {visit.location}: {', '.join([brought, *filter(None, more)])}", soft_wrap=True)
    if visit.error and not any(visit.error in problem.message for problem in visit.problems):
        complain(f"{visit.location}: {visit.error}")
    for problem in visit.problems[:_MOST_TOLD]:
        complain(str(problem))
    if len(visit.problems) > _MOST_TOLD:
        complain(f"… and {len(visit.problems) - _MOST_TOLD} more; `dateline problems` lists them")


_MOST_TOLD = 10


def _tell_update(update: Update) -> None:
    outcome = update.outcome
    errors.print(
        f"{_count(outcome.read, 'report')} read, {outcome.failed} could not be; "
        f"{_count(outcome.stories, 'story')} put together, {outcome.closed} gone"
    )
    if outcome.unread:
        errors.print(f"{_count(outcome.unread, 'report')} in another language kept, but not read")
    if outcome.failed:
        complain(f"{_count(outcome.failed, 'report')} failed; see `dateline problems`")


def _finish_update(update: Update) -> None:
    _tell_update(update)
    errors.print("Next: dateline stories, dateline events, dateline relations --as-of DATE")
    failed = update.outcome.failed or any(visit.problems or visit.error for visit in update.visits)
    if failed:
        raise typer.Exit(1)


def _count(number: int, noun: str) -> str:
    """A number with its noun: "1 story", "2 stories"."""
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number:,} {noun if number == 1 else plural}"


def _seconds(told: str) -> float:
    match = re.fullmatch(r"(\d+)([smhd]?)", told.strip())
    if not match or not int(match[1]):
        raise InputError(f"--every needs a time like 90s, 15m or 2h, not {told!r}")
    return float(int(match[1]) * _UNITS[match[2] or "s"])


@contextmanager
def _show_stages() -> Iterator[Watch]:
    """A bar for each stage on standard error when a person is watching; nothing otherwise."""
    if not errors.is_terminal:
        yield lambda *_: None
        return
    columns: Sequence[Any] = (
        TextColumn("{task.description:<9}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=errors, transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total, rate="")
            task = tasks[stage]
            elapsed = bar.tasks[bar.task_ids.index(task)].elapsed or 0
            bar.update(task, completed=done, total=total, rate=f"{done / elapsed:.0f}/s" if elapsed > 1 else "")

        yield show
