"""One visit to a source, a path or an address: what is new there, what went wrong, and what the next visit needs.

From a visit come reports that are new or changed, problems, what was passed over, and last the source's state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.config import IngestConfig
from dateline.errors import InputError
from dateline.ingest.files import iterate_file, settle_id, sniff_kind, walk_folder
from dateline.ingest.records import Clock, Fetched, ItemState, Problem, Skipped, SourceKind, SourceState, utc_now

if TYPE_CHECKING:
    from dateline.ingest.fetch import Fetcher

Visited = Fetched | Problem | Skipped | SourceState
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?")


def classify_source(text: str) -> SourceKind:
    """What an argument of a command line names, without asking the network.

    Args:
        text: An address or a path.

    Returns:
        "url" for http and https (what it is, its visit tells), "folder" for a folder that is there, else "file".

    Raises:
        InputError: An address of another scheme.

    >>> classify_source("https://news.example/feed"), classify_source("."), classify_source("reports.jsonl")
    ('url', 'folder', 'file')
    """
    text = text.strip()
    if text.lower().startswith(("http://", "https://")):
        return "url"
    scheme = _SCHEME.match(text)
    if scheme and len(scheme[1]) > 1 and not Path(text).exists():  # one letter is a drive
        raise InputError(f"only http and https addresses are visited, not {scheme[1].lower()}", where=text[:200])
    return "folder" if Path(text).is_dir() else "file"


def open_source(
    location: str,
    *,
    fetcher: Fetcher | None = None,
    state: SourceState | None = None,
    clock: Clock = utc_now,
    config: IngestConfig = IngestConfig(),
) -> Iterator[Visited]:
    """Visit a source once.

    Args:
        location: A path, or an http or https address of a feed, sitemap, OPML file or page.
        fetcher: Share one among all sources, as it keeps each host's pace; made of *config* unless given.
        state: What the visit before yielded last; ``None`` at the first.
        clock: Gives the time, ISO 8601 in UTC.
        config: Limits and manners.

    Yields:
        `Fetched` for each report that is new or is not as it was at the visit before, `Problem` for what could not be
        read, `Skipped` for what was passed over; and last, always, the source's `SourceState`. What is as it was gives
        nothing; what a feed does not list any more is only not in the state.

    Raises:
        InputError: An address of another scheme than http and https.
        ConfigError: A library is needed that is not installed.

    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> _ = Path(folder, "rain.txt").write_text("It rained in Oslo on Monday, the ministry said.", encoding="utf-8")
    >>> [type(item).__name__ for item in open_source(folder)]
    ['Fetched', 'SourceState']
    >>> *_, last = open_source(folder)
    >>> [type(item).__name__ for item in open_source(folder, state=last)]
    ['SourceState']
    """
    kind = classify_source(location)
    listed = kind == "file" and _is_list(Path(location))
    if kind != "url" and not listed:
        yield from _visit_path(location, kind, state, clock, config)
        return
    from dateline.ingest.feedvisit import visit_address, visit_list  # noqa: PLC0415  (brings the network's library)
    from dateline.ingest.fetch import Fetcher  # noqa: PLC0415

    visit = visit_list if listed else visit_address
    yield from visit(location.strip(), state, fetcher or Fetcher(config, clock=clock), clock)


def _is_list(path: Path) -> bool:
    """Whether a file is a list of addresses: OPML or a sitemap, which are there to be visited."""
    try:
        with path.open("rb") as stream:
            return sniff_kind(path.name, stream.read(4_096)) == "list"
    except OSError:
        return False


def _visit_path(
    location: str, kind: SourceKind, state: SourceState | None, clock: Clock, config: IngestConfig
) -> Iterator[Visited]:
    """Take in the files that are new or changed since the visit before, by their size and time."""
    began = clock()
    path = Path(location)
    known = state.items if state else {}
    items: dict[str, ItemState] = {}
    if kind == "file" and not path.exists():
        problem = Problem(location, "no such file or folder; check the path", "missing")
        yield problem
        held = state or SourceState(location, kind, began)
        yield replace(held, visited_at=began, error=str(problem.message))
        return
    error: str | None = None
    came = False
    for file in walk_folder(path) if kind == "folder" else [path]:
        name = str(file.relative_to(path)) if kind == "folder" else ""
        mark = _mark_file(file)
        if mark and name in known and known[name].entry == mark:
            items[name] = known[name]
            came = True
            continue
        failed = False
        taken: set[str] = set()  # of one file: what else lies in the folder must not change a key
        for item in iterate_file(file, clock, config, named=kind != "folder"):
            if isinstance(item, Problem):
                failed = True
                error = error or item.message
            if isinstance(item, Fetched):
                came = True
                yield settle_id(item, taken)
            else:
                yield item
        if not failed and mark:
            items[name] = ItemState(mark)  # what went wrong is looked at again next time
    if kind == "folder" or came:
        error = None
    succeeded = began if error is None else (state.succeeded_at if state else None)
    yield SourceState(location, kind, began, succeeded, error=error, items=items)


def _mark_file(path: Path) -> str | None:
    try:
        told = path.stat()
    except OSError:
        return None
    return f"{told.st_size}-{told.st_mtime_ns}"
