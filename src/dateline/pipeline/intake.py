"""Sources into the record: each is visited, and what it brought is kept batch by batch.

Addresses are visited side by side, since hosts are slow; what they bring is written by one thread, a source after the
other in the order in which they were added, so that a record is the same whichever host answered first.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, get_args

from dateline.config import Config
from dateline.errors import InputError
from dateline.ingest import Fetched, Problem, Skipped, SourceState, classify_source, open_source
from dateline.store.engine import Connection, Database
from dateline.store.problems import Trouble, add_problem, resolve_others
from dateline.store.reports import Incoming, Outcome, put_reports
from dateline.store.sources import Source, add_source, list_sources, save_visit

if TYPE_CHECKING:
    from dateline.ingest.fetch import Fetcher

_BATCH = 100  # reports kept in one transaction: as many are taken in again when a visit ends early
_AHEAD = 64  # items that a visit may be ahead of what is written
_SIDE_BY_SIDE = 8  # addresses visited at a time
_Item = Fetched | Problem | Skipped | SourceState
Clock = Callable[[], str]
Watch = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit to a source brought: reports that are new, changed, as before, or erased earlier, and the rest."""

    location: str
    kind: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    forgotten: int = 0
    problems: tuple[Problem, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    error: str | None = None


def register_sources(database: Database, locations: Sequence[str], clock: Clock) -> list[Source]:
    """Add sources to the record, where they are not in it: addresses, and paths made absolute.

    Raises:
        InputError: A location can be no source, or is a path where there is nothing; then none is added.
    """
    for location in locations:
        if classify_source(location) in ("file", "folder") and not Path(location).exists():
            raise InputError("no such file or folder; check the path", where=location)
    kinds = [(_absolute(location, kind), kind) for location in locations for kind in [classify_source(location)]]
    with database.write() as connection:
        return [add_source(connection, location, kind, clock())[0] for location, kind in dict(kinds).items()]


def _absolute(location: str, kind: str) -> str:
    return str(Path(location).resolve()) if kind in ("file", "folder") else location


def stored_sources(database: Database, *, offline: bool = False) -> list[Source]:
    """The record's sources; *offline* only those on this machine."""
    with database.read() as connection:
        return [each for each in list_sources(connection) if not (offline and _is_address(each))]


def _is_address(source: Source) -> bool:
    return source.location.startswith(("http://", "https://"))


def visit_sources(
    database: Database,
    sources: Sequence[Source],
    config: Config,
    clock: Clock,
    *,
    watch: Watch = lambda *_: None,
) -> Iterator[Visit]:
    """Visit sources and keep what they bring.

    The caller holds the record's lock.

    Args:
        database: Open for writing.
        sources: In the order in which their reports are kept.
        config: Settings.
        clock: Gives the record time.
        watch: Called with "visiting", how many sources are done, and how many there are.

    Yields:
        What came of each source, once it is kept.
    """
    stop = Event()
    running: dict[str, Queue[_Item | BaseException | None]] = {}
    waiting = [each for each in sources if _is_address(each)]
    fetcher = _make_fetcher(config, clock) if waiting else None
    try:
        for number, source in enumerate(sources):
            watch("visiting", number, len(sources))
            while waiting and len(running) < _SIDE_BY_SIDE:
                ahead = waiting.pop(0)
                running[ahead.id] = _start(ahead, _Means(config, clock, fetcher), stop)
            if source.id in running:
                items = _drain(running[source.id])
                yield _keep(database, source, items, clock)
                del running[source.id]
            else:
                yield _keep(database, source, _open(source, _Means(config, clock, fetcher)), clock)
        watch("visiting", len(sources), len(sources))
    finally:
        stop.set()


def _make_fetcher(config: Config, clock: Clock) -> Fetcher:
    """One fetcher for all visits: it keeps each host's pace and rules."""
    from dateline.ingest.fetch import Fetcher  # noqa: PLC0415  (brings the network's library)

    return Fetcher(config.ingest, clock=clock)


@dataclass(frozen=True, slots=True)
class _Means:
    """What visits are made with; a fetcher where there are addresses."""

    config: Config
    clock: Clock
    fetcher: Fetcher | None


def _open(source: Source, means: _Means) -> Iterator[_Item]:
    state = SourceState.from_json(source.state) if source.state else None
    return open_source(
        source.location, fetcher=means.fetcher, state=state, clock=means.clock, config=means.config.ingest
    )


def _start(source: Source, means: _Means, stop: Event) -> Queue[_Item | BaseException | None]:
    """Visit an address in a thread of its own; what it brings comes through the queue, ``None`` at the end."""
    queue: Queue[_Item | BaseException | None] = Queue(_AHEAD)

    def go() -> None:
        try:
            for item in _open(source, means):
                if stop.is_set():
                    return
                queue.put(item)
            queue.put(None)
        except BaseException as error:  # raised again where the queue is read
            queue.put(error)

    Thread(target=go, daemon=True, name=f"visit {source.location}").start()
    return queue


def _drain(queue: Queue[_Item | BaseException | None]) -> Iterator[_Item]:
    while (item := queue.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item


@dataclass(slots=True)
class _Tally:
    """A visit in the making."""

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(get_args(Outcome), 0))
    problems: list[Problem] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    met: set[str] = field(default_factory=set)

    def as_visit(self, location: str) -> Visit:
        """What came of the visit."""
        new, changed, unchanged, forgotten = (self.counts[each] for each in get_args(Outcome))
        told = tuple(self.problems), tuple(self.skipped)
        return Visit(location, "", new, changed, unchanged, forgotten, *told)


def _keep(database: Database, source: Source, items: Iterator[_Item], clock: Clock) -> Visit:
    tally = _Tally()
    batch: list[Fetched | Problem] = []
    state: SourceState | None = None
    for item in items:
        if isinstance(item, SourceState):
            state = item
        elif isinstance(item, Skipped):
            tally.skipped.append(item)
        else:
            batch.append(item)
        if len(batch) >= _BATCH:
            with database.write() as connection:
                _write(connection, database, source, batch, tally, clock())
            batch.clear()
    with database.write() as connection:
        now = clock()
        _write(connection, database, source, batch, tally, now)
        if state is not None:
            visited = (state.visited_at, state.succeeded_at)
            save_visit(connection, source.id, visited, kind=state.kind, state=state.to_json(), error=state.error)
            if state.error is None:
                resolve_others(connection, source.id, tally.met, now)
    error = state.error if state else None
    kind = state.kind if state else source.kind
    return replace(tally.as_visit(source.location), kind=kind, error=error)


def _write(
    connection: Connection,
    database: Database,
    source: Source,
    batch: Sequence[Fetched | Problem],
    tally: _Tally,
    now: str,
) -> None:
    fetched = [_incoming(each, source.id) for each in batch if isinstance(each, Fetched)]
    for _, outcome in put_reports(connection, database.dialect, fetched):
        tally.counts[outcome] += 1
    for each in batch:
        if isinstance(each, Problem):
            trouble = Trouble(
                each.where, "ingest", each.kind, each.message, each.advice or _advice(each), source_id=source.id
            )
            add_problem(connection, trouble, now)
            tally.met.add(trouble.id)
            tally.problems.append(each)


def _advice(problem: Problem) -> str:
    return "mend it and add it again" if problem.permanent else "the next run tries again"


def _incoming(item: Fetched, source_id: str) -> Incoming:
    return Incoming(
        key=item.key,
        report=item.report,
        source_id=source_id,
        fetched_at=item.fetched_at,
        page_map=item.page_map,
        payload_sha256=item.content_sha256,
        rights=json.dumps([asdict(each) for each in item.rights]) if item.rights else None,
        told=json.dumps([asdict(each) for each in item.told]) if item.told else None,
    )
