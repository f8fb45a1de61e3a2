"""A visit to an address: a feed or sitemap with the pages of its items, a list of feeds, or one page.

A feed is asked whether it changed; a page is fetched when its item is new or told differently, and looked at again
after some hours, since outlets edit reports without telling their feed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from dateline.errors import DatelineError, FetchError, InputError
from dateline.ingest.blocks import decode_page, parse_html
from dateline.ingest.facts import find_feed_links
from dateline.ingest.feeds import Feed, FeedItem, read_feed
from dateline.ingest.fetch import Fetcher, Response, reserved_error
from dateline.ingest.files import read_markup
from dateline.ingest.hardened import read_opening
from dateline.ingest.html import read_page
from dateline.ingest.records import Clock, Fetched, ItemState, Problem, Skipped, SourceState
from dateline.ingest.robots import is_kept_back
from dateline.ingest.taken import hash_report, merge_rights, take_entry, take_page
from dateline.ingest.texts import Spot
from dateline.ingest.unpack import unpack
from dateline.ingest.urls import canonical_url, make_report_id

Visited = Fetched | Problem | Skipped | SourceState
_DEEPEST = 2  # an OPML file may list sitemap indexes, these list sitemaps
_MOST_PARTS = 500
_FAILURES = 3  # of a host in a row, after which it is left alone for this visit
_AGENCY_ROOTS = ("newsitem", "newsmessage")


@dataclass(slots=True)
class _Visit:
    """What is known while visiting."""

    fetcher: Fetcher
    clock: Clock
    began: str
    depth: int = 0
    left: int = 0  # items that may still be taken
    keys: set[str] = field(default_factory=set)
    failures: Counter[str] = field(default_factory=Counter)  # by host, in a row


def visit_address(location: str, state: SourceState | None, fetcher: Fetcher, clock: Clock) -> Iterator[Visited]:
    """Visit an address once, as `dateline.ingest.open_source` describes."""
    visit = _Visit(fetcher, clock, clock(), left=fetcher.config.max_items)
    yield from _visit(location, state, visit)


def visit_list(location: str, state: SourceState | None, fetcher: Fetcher, clock: Clock) -> Iterator[Visited]:
    """Visit what an OPML file or a saved sitemap lists; as `visit_address`, for a path."""
    visit = _Visit(fetcher, clock, clock(), left=fetcher.config.max_items)
    now = replace(state or SourceState(location, "file", visit.began), visited_at=visit.began, error=None)
    try:
        feed = read_feed(Path(location).read_bytes(), cap=fetcher.config.max_bytes)
    except (InputError, OSError) as error:
        failed = InputError(error.message if isinstance(error, InputError) else f"cannot be read ({error.strerror})")
        yield _problem(location, failed)
        yield replace(now, error=failed.message)
        return
    yield from _visit_feed(location, replace(now, kind=feed.kind, succeeded_at=visit.began), feed, visit)


def _visit(location: str, state: SourceState | None, visit: _Visit) -> Iterator[Visited]:
    before = state or SourceState(location, "url", visit.began)
    listing = before.kind in ("feed", "sitemap", "opml")
    due = bool(before.parts) or (listing and any(_is_due(item, visit) for item in before.items.values()))
    asked = {} if due else {"etag": before.etag, "last_modified": before.last_modified}
    now = replace(before, visited_at=visit.began, error=None)
    try:
        response = visit.fetcher.fetch(location, **asked)
    except FetchError as error:
        yield _problem(location, error)
        yield replace(now, error=error.told)
        return
    now = replace(now, succeeded_at=visit.began)
    if response.status == 304:
        yield now
        return
    now = replace(now, etag=response.headers.get("etag"), last_modified=response.headers.get("last-modified"))
    content_type = response.headers.get("content-type", "")
    try:
        kind = _tell_kind(response, visit)
        if kind == "page":
            yield from _visit_page(location, before, now, response, visit)
        elif kind == "agency":
            yield from _take_agency(location, now, response, visit)
        else:
            feed = read_feed(response.body, response.url, content_type=content_type, cap=visit.fetcher.config.max_bytes)
            yield from _visit_feed(location, replace(now, kind=feed.kind), feed, visit)
    except (InputError, FetchError) as error:
        yield _problem(location, error)
        yield replace(before, visited_at=visit.began, error=_told(error))


def _tell_kind(response: Response, visit: _Visit) -> str:
    """What came back: a page, an agency's items, or else a feed of some kind."""
    data = unpack(response.body, visit.fetcher.config.max_bytes)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return "feed"
    opening = read_opening(data)
    root = opening.root.lower() if opening else ""
    if root in _AGENCY_ROOTS:
        return "agency"
    return "page" if root == "html" or (root == "" and b"<html" in data[:2_000].lower()) else "feed"


# Pages and agencies' items at an address of their own.


def _visit_page(
    location: str, before: SourceState, now: SourceState, response: Response, visit: _Visit
) -> Iterator[Visited]:
    content_type = response.headers.get("content-type", "")
    if before.kind in ("feed", "sitemap", "opml") or urlsplit(response.url).path in ("", "/"):
        links = find_feed_links(parse_html(decode_page(response.body, content_type)[0]), response.url)
        linked = f"it links to the feed {links[0]}" if links else "it links to none"
        raise InputError(f"is a web page, not a feed; {linked}", kind="html")
    known = before.items.get("", ItemState("page"))
    fetched = _read_fetched(response, None, visit)
    mark = hash_report(fetched)
    if mark != known.report:
        yield replace(fetched, key=known.key or fetched.key, url=location)
    state = ItemState("page", known.key or fetched.key, mark, checked_at=visit.began)
    yield replace(now, kind="page", items={"": state})


def _take_agency(location: str, now: SourceState, response: Response, visit: _Visit) -> Iterator[Visited]:
    spot = Spot(location, make_report_id(response.url), canonical_url(response.url) or location, visit.clock())
    items: dict[str, ItemState] = {}
    for item in read_markup(response.body, "newsml", spot, visit.fetcher.config):
        if isinstance(item, Fetched):
            mark = hash_report(item)
            items[item.key] = ItemState(mark, item.key, mark)
            if (known := now.items.get(item.key)) is None or known.report != mark:
                yield item
        else:
            yield item
    yield replace(now, kind="feed", items=items)


def _read_fetched(response: Response, item: FeedItem | None, visit: _Visit) -> Fetched:
    """The report on a fetched page.

    Raises:
        InputError: There is none.
        FetchError: The page reserves its text.
    """
    now = visit.clock()
    data = unpack(response.body, visit.fetcher.config.max_bytes)
    page = read_page(data, response.url, now=now, content_type=response.headers.get("content-type", ""))
    rights = (*page.rights, *response.rights)
    if visit.fetcher.config.obey_tdm and (kept_back := is_kept_back(rights)):
        raise reserved_error(response.url, kept_back)
    spot = Spot(response.url, make_report_id(response.url), response.url, now)
    taken = take_page(page, spot, response.body, url=item.url if item else response.asked, item=item)
    return merge_rights(taken, response.rights)


# Feeds and lists of feeds.


def _visit_feed(location: str, now: SourceState, feed: Feed, visit: _Visit) -> Iterator[Visited]:
    for note in feed.notes:
        yield Skipped(location, note)
    for note in feed.damage:
        yield Problem(location, note, "damaged", "look whether its address is right", permanent=False)
    parts: dict[str, SourceState] = {}
    for number, address in enumerate(feed.parts[:_MOST_PARTS]):
        if visit.depth >= _DEEPEST or (feed.kind == "sitemap" and visit.left <= 0):
            count = min(len(feed.parts), _MOST_PARTS) - number
            yield Problem(location, f"{count} further lists were not visited", "too many", "add those that you need")
            break
        if feed.kind == "opml":
            visit.left = visit.fetcher.config.max_items
        visit.depth += 1
        for item in _visit(address, now.parts.get(address), visit):
            if isinstance(item, SourceState):
                parts[address] = item
            else:
                yield item
        visit.depth -= 1
    items: dict[str, ItemState] = {}
    yield from _visit_items(location, now.items, feed, items, visit)
    if any(not item.entry for item in items.values()):
        now = replace(now, etag=None, last_modified=None)  # what is to be tried again must be listed again
    yield replace(now, items=items, parts=parts)


def _visit_items(
    location: str, known: Mapping[str, ItemState], feed: Feed, items: dict[str, ItemState], visit: _Visit
) -> Iterator[Visited]:
    wanted = sorted(feed.items, key=lambda item: item.published or item.updated or "", reverse=True)
    for number, item in enumerate(wanted):
        name = item.guid or canonical_url(item.url or "") or item.entry
        if name in items:
            continue  # the feed lists it twice
        if visit.left <= 0:
            advice = "raise ingest.max_items to take them in"
            yield Problem(location, f"{len(wanted) - number} older items were not looked at", "too many", advice)
            return
        visit.left -= 1
        before = known.get(name)
        if before and before.entry == item.entry and not _is_due(before, visit):
            items[name] = before
            continue
        yield from _visit_item(location, item, before, (items, name), visit)


def _visit_item(
    location: str, item: FeedItem, before: ItemState | None, into: tuple[dict[str, ItemState], str], visit: _Visit
) -> Iterator[Visited]:
    """One item: its page, else the feed's own text of it."""
    where = item.url or f"{location}: {item.guid or item.title}"
    items, name = into
    before = before or ItemState("")
    seen = replace(before, entry=item.entry, checked_at=visit.began)
    fetched: Fetched | None = None
    failure: FetchError | InputError | None = None
    headers: Mapping[str, str] = {}
    if visit.fetcher.config.fetch_pages and item.url:
        try:
            response = _fetch_page(item.url, before, visit)
            if response.status == 304:
                items[name] = seen
                return
            fetched, headers = _read_fetched(response, item, visit), response.headers
        except (FetchError, InputError) as error:
            failure = error
            yield _problem(where, error)
            # What may pass is tried again at the next visit, the rest when pages are looked at again.
            seen = seen if isinstance(error, InputError) or error.permanent else replace(seen, entry="")
    if failure and ((before.report and not before.stand_in) or _asks_to_be_left(failure)):
        items[name] = seen  # what the page said once is not replaced by what its feed says of it
        return
    stand_in = fetched is None
    if fetched is None:
        why = f"its page could not be taken in ({_told(failure)})" if failure else "its page was not fetched"
        spot = Spot(where, "item", location, visit.clock())
        fetched = take_entry(item, spot, location, f"the feed's own text; {why}")
        if fetched is None and failure is None:
            yield Problem(where, "the feed holds no text of it and its page is not fetched", "no text")
    if fetched is None:
        items[name] = seen
        return
    key = before.key or fetched.key
    if key in visit.keys:
        yield Skipped(where, "leads to the same page as another item")
        items[name] = seen
        return
    visit.keys.add(key)
    mark = hash_report(fetched)
    etag, last_modified = headers.get("etag"), headers.get("last-modified")
    items[name] = ItemState(seen.entry, key, mark, etag, last_modified, visit.began, stand_in=stand_in)
    if mark != before.report:
        yield replace(fetched, key=key)


def _asks_to_be_left(failure: FetchError | InputError) -> bool:
    return isinstance(failure, FetchError) and failure.kind in ("tdm reserved", "robots")


def _fetch_page(url: str, before: ItemState, visit: _Visit) -> Response:
    """Fetch a page, unless its host failed several times in a row."""
    host = urlsplit(url).netloc
    if visit.failures[host] >= _FAILURES:
        raise FetchError(
            "its host failed several times in a row; not asked again in this visit",
            where=url,
            kind="host failing",
            advice="visit again later",
            permanent=False,
        )
    try:
        response = visit.fetcher.fetch(url, etag=before.etag, last_modified=before.last_modified)
    except FetchError as error:
        visit.failures[host] = (
            visit.failures[host] + 1 if error.kind in ("timeout", "connection", "no such host") else 0
        )
        raise
    visit.failures[host] = 0
    return response


def _is_due(item: ItemState, visit: _Visit) -> bool:
    """Whether a page is to be looked at again."""
    if item.checked_at is None or not item.entry:
        return True
    hours = timedelta(hours=visit.fetcher.config.recheck_hours)
    return datetime.fromisoformat(visit.began) - datetime.fromisoformat(item.checked_at) >= hours


def _told(error: DatelineError) -> str:
    return error.told if isinstance(error, FetchError) else error.message


def _problem(where: str, error: FetchError | InputError) -> Problem:
    if isinstance(error, FetchError):
        return Problem(where, error.told, error.kind, error.advice, error.permanent)
    return Problem(where, error.message, error.kind)
