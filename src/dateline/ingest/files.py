"""Files, folders of them and standard input -> reports: text, JSON, saved pages and feeds, NewsML-G2, ninjs, WARC.

What a file is, is told by its name and its first bytes. Large files are read as streams: a line or record at a time.
"""

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, cast

from dateline.config import IngestConfig
from dateline.errors import InputError
from dateline.ingest.archive import Refused, read_warc
from dateline.ingest.hardened import read_opening
from dateline.ingest.records import Clock, Fetched, Problem, Skipped, SourceState, utc_now
from dateline.ingest.texts import Spot, Taken, read_json, read_lines, read_text, take_agency
from dateline.ingest.unpack import unpack
from dateline.ingest.urls import make_report_id
from dateline.model import Report

_TEXT = frozenset({".txt", ".md", ".text", ""})
_NAMED = {".jsonl": "lines", ".ndjson": "lines", ".json": "json", ".html": "html", ".htm": "html", ".xhtml": "html",
          ".warc": "warc"}  # fmt: skip
_ABOUT = frozenset({"readme", "license", "licence", "changelog", "contributing", "makefile", "notice"})
_ROOTS = {"newsitem": "newsml", "newsmessage": "newsml", "packageitem": "newsml", "html": "html", "rss": "feed",
          "rdf": "feed", "feed": "feed", "urlset": "list", "sitemapindex": "list", "opml": "list"}  # fmt: skip
_WEB = ("http://", "https://")
_HEAD = 4_096  # bytes that tell what a file is
_LARGEST = 256 * 1024 * 1024  # bytes of a text or JSON file, which is held as a whole


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was taken in: the reports, the inputs that could not be read, and what was passed over, with its reason."""

    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[str, ...] = ()


def ingest_paths(
    paths: Sequence[str | Path], *, stdin: BinaryIO | None = None, config: IngestConfig = IngestConfig()
) -> Ingested:
    """Take in reports from files and folders; as `iterate_paths`, all at once.

    >>> import io
    >>> ingest_paths(["-"], stdin=io.BytesIO(b'{"id": "a", "text": "It rained in Oslo."}')).reports[0].id
    'a'
    >>> print(ingest_paths(["missing.txt"]).problems[0])
    missing.txt: no such file or folder; check the path
    """
    found = list(iterate_paths(paths, stdin=stdin, config=config))
    return Ingested(
        tuple(item for item in found if isinstance(item, Report)),
        tuple(item for item in found if isinstance(item, Problem)),
        tuple(str(item) for item in found if isinstance(item, Skipped)),
    )


def iterate_paths(
    paths: Sequence[str | Path], *, stdin: BinaryIO | None = None, config: IngestConfig = IngestConfig()
) -> Iterator[Report | Problem | Skipped]:
    """Take in reports one at a time; of a large file only one line or record is held.

    Text files (``.txt``, ``.md``, no extension) hold one report each, whose id is the file's stem, and so do saved
    pages (``.html``). JSON Lines hold one report a line; ``.json`` one object or a list; reports and ninjs items alike.
    NewsML-G2, saved feeds and WARC archives hold many. Each may be gzipped. Folders are read recursively, a folder's
    files before its folders, each by name; hidden files, ``README`` and the like and other kinds are passed over.

    Args:
        paths: Files, folders and http or https addresses, each of which is visited once; ``-`` is standard input:
            JSON Lines if it begins with ``{``, else one report with the id ``stdin``.
        stdin: Read in place of the process' standard input.
        config: Limits and, for addresses, manners.

    Yields:
        The reports in the order of *paths*, each with its notes; a problem for each input that could not be read; what
        was passed over, and why. One bad input does not keep the others from being read.

    Raises:
        ConfigError: A library is needed that is not installed.
    """
    taken: set[str] = set()
    addresses = [path for path in map(str, paths) if path.lower().startswith(_WEB)]
    visits = _visit_addresses(addresses, config)
    for path in paths:
        found: Iterator[Taken]
        if str(path) == "-":
            found = _read_stdin(stdin, Spot("stdin", "stdin", "stdin", utc_now()), config)
        elif str(path).lower().startswith(_WEB):
            found = next(visits)
        else:
            found = iterate_path(Path(path), utc_now, config)
        for item in found:
            yield settle_id(item, taken).report if isinstance(item, Fetched) else item


def _visit_addresses(addresses: list[str], config: IngestConfig) -> Iterator[Iterator[Taken]]:
    """A visit to each address, all by one fetcher."""
    if not addresses:
        return
    from dateline.ingest.feedvisit import visit_address  # noqa: PLC0415  (these bring the network's library)
    from dateline.ingest.fetch import Fetcher  # noqa: PLC0415

    fetcher = Fetcher(config)
    for address in addresses:
        found = visit_address(address, None, fetcher, utc_now)
        yield (item for item in found if not isinstance(item, SourceState))


def settle_id(item: Fetched, taken: set[str]) -> Fetched:
    """The item with an id that is not taken yet; a key that ends in its id ends in the new one."""
    report = item.report
    name, number = report.id, 1
    while name in taken:
        number += 1
        name = f"{report.id}-{number}"
    taken.add(name)
    if name == report.id:
        return item
    note = f"id {report.id!r} was taken; this one is {name!r}"
    key = f"{item.key.removesuffix(report.id)}{name}" if item.key.endswith(f"#{report.id}") else item.key
    return replace(item, key=key, report=replace(report, id=name, notes=(*report.notes, note)))


def _read_stdin(stdin: BinaryIO | None, spot: Spot, config: IngestConfig) -> Iterator[Taken]:
    data = (stdin or sys.stdin.buffer).read()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from read_lines(BytesIO(data), spot, config.max_record_bytes)
    else:
        yield from read_text(data, spot)


def iterate_path(path: Path, clock: Clock, config: IngestConfig) -> Iterator[Taken]:
    """Take in what a file or folder holds."""
    if path.is_dir():
        for file in walk_folder(path):
            yield from iterate_file(file, clock, config, named=False)
    elif path.exists():
        yield from iterate_file(path, clock, config, named=True)
    else:
        yield Problem(str(path), "no such file or folder; check the path", "missing")


def walk_folder(folder: Path) -> Iterator[Path]:
    """The files of a folder, before those of its folders, each by name; hidden ones are left out."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(files) if not name.startswith("."))


def iterate_file(path: Path, clock: Clock, config: IngestConfig, *, named: bool) -> Iterator[Taken]:
    """Take in what one file holds.

    Args:
        path: The file.
        clock: Gives the time.
        config: Limits.
        named: Whether a user named it; in a folder, what is of no known kind is passed over.
    """
    if not named and path.stem.lower() in _ABOUT:  # tells about the folder
        yield Skipped(str(path), "not a report; passed over")
        return
    try:
        if not path.is_file():
            yield Skipped(str(path), "no regular file; passed over")
            return
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
        kind = sniff_kind(path.name, head)
        if kind is None and not named:
            yield Skipped(str(path), "of a kind that is not read; passed over")
            return
        yield from _read_kind(path, kind or "text", clock(), config, named=named)
    except OSError as error:
        yield Problem(str(path), f"cannot be read ({error.strerror or error}); check its permissions", "unreadable")
    except InputError as error:
        yield Problem(str(path), error.message, error.kind)
    except (zlib.error, EOFError) as error:
        yield Problem(str(path), f"is damaged gzip ({' '.join(str(error).split())}); get it again", "damaged")


def sniff_kind(name: str, head: bytes) -> str | None:
    """What a file is: "text", "lines", "json", "html", "newsml", "feed", "list" (of addresses) or "warc".

    Args:
        name: The file's.
        head: Its first few thousand bytes.

    Returns:
        ``None`` where it is of no kind that is read.

    >>> sniff_kind("a.xml", b"<?xml version='1.0'?><newsItem guid='a'>"), sniff_kind("a.png", b"...")
    ('newsml', None)
    """
    packed = head.startswith(b"\x1f\x8b")
    suffixes = [suffix.lower() for suffix in Path(name).suffixes]
    suffix = suffixes[-2] if packed and len(suffixes) > 1 and suffixes[-1] == ".gz" else (suffixes[-1:] or [""])[0]
    if packed:
        try:
            head = zlib.decompressobj(31).decompress(head, _HEAD)
        except zlib.error:
            return None
    opening = read_opening(head) if b"<" in head[:500] and suffix not in _NAMED else None
    told = _ROOTS.get(opening.root.lower()) if opening else None
    if head.startswith(b"WARC/1."):
        told = "warc"
    return told or _NAMED.get(suffix) or ("text" if suffix in _TEXT and not packed else None)


def _read_kind(path: Path, kind: str, now: str, config: IngestConfig, *, named: bool) -> Iterator[Taken]:
    spot = Spot(str(path), _stem(path), str(path.resolve()), now)
    if kind == "warc":
        with path.open("rb") as stream:
            yield from _read_archive(stream, spot, config)
        return
    if kind == "lines":
        with _open(path) as stream:
            yield from read_lines(stream, spot, config.max_record_bytes)
        return
    whole = kind in ("text", "json")
    cap = _LARGEST if whole else config.max_bytes
    if path.stat().st_size > cap:
        raise InputError(f"is larger than {cap:,} bytes; cut it, or turn it into JSON Lines", kind="too large")
    data = unpack(path.read_bytes(), cap) if path.suffix == ".gz" else path.read_bytes()
    if kind == "text":
        yield from read_text(data, spot)
    elif kind == "json":
        yield from read_json(data, spot, named=named)
    else:
        yield from read_markup(data, kind, spot, config)


def _stem(path: Path) -> str:
    name = path.name[:-3] if path.suffix.lower() == ".gz" else path.name
    return Path(name).stem or name


def _open(path: Path) -> BinaryIO:
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def read_markup(data: bytes, kind: str, spot: Spot, config: IngestConfig) -> Iterator[Taken]:
    """Take in a saved page, a saved feed or NewsML-G2.

    Raises:
        InputError: It cannot be read, or is a list of addresses, which only a visit can follow.
    """
    from dateline.ingest.feeds import read_feed  # noqa: PLC0415  (these bring the libraries for pages and feeds)
    from dateline.ingest.html import read_page  # noqa: PLC0415
    from dateline.ingest.newsml import read_newsml  # noqa: PLC0415
    from dateline.ingest.taken import take_entry, take_page  # noqa: PLC0415

    if kind == "html":
        page = read_page(data, None, now=spot.fetched_at)
        yield take_page(page, replace(spot, key=f"{spot.key}#{spot.stem}"), data, url=None)
    elif kind == "newsml":
        for item in read_newsml(data):
            yield take_agency(item, spot, data)
    elif kind == "list":
        raise InputError("is a list of addresses; add it to a record, which visits them", kind="list")
    else:
        feed = read_feed(data, cap=config.max_bytes)
        for entry in feed.items:
            taken = take_entry(entry, spot, spot.key, "the feed's own text; its page was not visited")
            yield taken or Skipped(f"{spot.where}: {entry.url or entry.guid}", "the feed holds no text of it")


def _read_archive(stream: BinaryIO, spot: Spot, config: IngestConfig) -> Iterator[Taken]:
    from dateline.ingest.html import read_page  # noqa: PLC0415
    from dateline.ingest.taken import take_page  # noqa: PLC0415

    passed_over: Counter[str] = Counter()
    broken: InputError | None = None
    records = read_warc(stream, config.max_record_bytes, passed_over)
    while True:
        try:
            record = next(records, None)
        except InputError as error:
            broken = error
            break
        if record is None:
            break
        where = f"{spot.where}: {record.url}"
        if isinstance(record, Refused):
            yield Problem(where, record.error.message, record.error.kind)
            continue
        here = replace(spot, where=where, stem=make_report_id(record.url), key=f"{spot.key}#{record.url}")
        now = record.captured or spot.fetched_at
        try:
            page = read_page(record.body, record.url, now=now, content_type=record.content_type)
            yield take_page(page, here, record.body, url=record.url)
        except InputError as error:
            yield Skipped(where, error.message)  # an archive of a site holds its lists and forms too
    if passed_over:
        told = ", ".join(f"{count} {reason}" for reason, count in sorted(passed_over.items()))
        yield Skipped(spot.where, f"passed over: {told}")
    if broken:
        yield Problem(spot.where, broken.message, broken.kind)
