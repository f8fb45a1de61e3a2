"""Feeds -> raw items: RSS and Atom, JSON Feed, sitemaps and news sitemaps, OPML.

A feed that is hostile, damaged or none at all is an error with its reason, never an empty list.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urljoin

from dateline.errors import InputError
from dateline.ingest.blocks import decode_page, parse_html, plain_text
from dateline.ingest.facts import find_feed_links
from dateline.ingest.hardened import child_text, find_child, local_name, mend_xml, parse_xml, read_opening
from dateline.ingest.moments import read_moment
from dateline.ingest.unpack import unpack
from dateline.ingest.urls import canonical_url

FeedKind = Literal["feed", "sitemap", "opml"]
_MOST_ITEMS = 50_000  # what the sitemap protocol allows in one file
_MOST_TAGS = 400_000  # feedparser takes 50 to 100 microseconds for each
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed, as the feed tells it.

    ``guid`` is the feed's own id for it; ``outlet`` who the feed says published it (``<source>``, ``dc:publisher``),
    not whose feed it is; ``content`` is HTML, the whole text where the feed gives it; ``entry`` a hash of all of it.
    """

    url: str | None
    guid: str | None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    author: str | None = None
    outlet: str | None = None
    summary: str | None = None
    content: str | None = None
    language: str | None = None

    @property
    def entry(self) -> str:
        """A hash that changes when the feed tells anything else of the item."""
        told = [getattr(self, name) for name in self.__dataclass_fields__]
        return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed holds: items, or, for OPML and sitemap indexes, the addresses of further feeds and sitemaps.

    ``notes`` are lines about what was left out: links of another scheme, items beyond the most that are read;
    ``damage`` is what is wrong with the feed although some of it could be read.
    """

    kind: FeedKind
    items: tuple[FeedItem, ...] = ()
    parts: tuple[str, ...] = ()
    title: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()


def read_feed(data: bytes, url: str | None = None, *, content_type: str = "", cap: int = 10 * 1024 * 1024) -> Feed:
    """Read a feed of any of these kinds.

    Args:
        data: As it came; gzip is unpacked.
        url: Where it was found: links in it may be relative.
        content_type: The header that came with it.
        cap: The most bytes after unpacking.

    Raises:
        InputError: It is none that can be read; ``kind`` says why ("xml entities", "no feed", "html", "empty" ...).

    >>> data = b'<rss version="2.0"><channel><title>Post</title><item><title>Rain</title><link>https://post.example/1'
    >>> feed = read_feed(data + b'</link><source url="https://o.example/">Other</source></item></channel></rss>')
    >>> feed.kind, feed.items[0].url, feed.items[0].outlet
    ('feed', 'https://post.example/1', 'Other')
    """
    data = unpack(data, cap)
    if not data.strip():
        raise InputError("is empty", kind="empty")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json_feed(data, url)
    opening = read_opening(data)
    root = opening.root.lower() if opening else ""
    if root in ("rss", "rdf", "feed", "channel"):
        return _read_syndication(data, url, content_type)
    if root in ("urlset", "sitemapindex"):
        return _read_sitemap(data, url)
    if root == "opml":
        return _read_opml(data, url)
    if root == "html" or b"<html" in data[:2000].lower() or b"<body" in data[:2000].lower():
        raise InputError(_tell_html(data, url, content_type), kind="html")
    raise InputError("is no feed: neither RSS, Atom, JSON Feed, a sitemap nor OPML; check the address", kind="no feed")


def _tell_html(data: bytes, url: str | None, content_type: str) -> str:
    try:
        links = find_feed_links(parse_html(decode_page(data, content_type)[0]), url)
    except InputError:
        links = ()
    return "is a web page, not a feed" + (f"; it links to the feed {links[0]}" if links else "; it links to none")


def _link(value: Any, base: str | None, dropped: list[str]) -> str | None:
    """An http or https address, absolute; of another scheme none, noted."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        address = urljoin(base or "", value.strip())
    except ValueError:
        address = ""
    if canonical_url(address) is None:
        dropped.append(value.strip()[:80])
        return None
    return address


def _note_dropped(dropped: list[str]) -> tuple[str, ...]:
    if not dropped:
        return ()
    shown = "".join(char if char.isprintable() else "?" for char in dropped[0])
    more = f" and {len(dropped) - 1} more" if len(dropped) > 1 else ""
    return (f"links that are no web address were dropped: {shown!r}{more}",)


def _words(value: Any) -> str | None:
    """Plain text on one line of what may be HTML; ``None`` where there is nothing."""
    return " ".join(plain_text(value).split())[:_LONGEST] or None if isinstance(value, str) else None


def _cut(items: list[FeedItem]) -> tuple[tuple[FeedItem, ...], tuple[str, ...]]:
    if len(items) <= _MOST_ITEMS:
        return tuple(items), ()
    return tuple(items[:_MOST_ITEMS]), (f"{len(items) - _MOST_ITEMS} items beyond {_MOST_ITEMS:,} were left out",)


# RSS and Atom.


def _read_syndication(data: bytes, url: str | None, content_type: str) -> Feed:
    import feedparser  # noqa: PLC0415  (only where a feed is read)

    plain, damage = mend_xml(_as_utf8(data, content_type))
    if plain.count(b"<") > _MOST_TAGS:
        raise InputError(f"has more than {_MOST_TAGS:,} tags; it is no feed of news", kind="too large")
    headers = {"content-type": "application/xml", **({"content-location": url} if url else {})}
    # From a stream: given bytes it would take an address or a file name among them for what to open. What markup there
    # is in the items is taken off by us.
    parsed = feedparser.parse(
        io.BytesIO(plain), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    dropped: list[str] = []
    items = [_make_item(entry, url, dropped) for entry in parsed.entries]
    kept = [item for item in items if item.url or item.guid or item.content or item.summary]
    if not kept and damage:
        raise InputError(f"is a damaged feed from which no item can be read ({damage})", kind="damaged")
    cut, notes = _cut(kept)
    told: tuple[str, ...] = () if cut else ("the feed lists no item",)
    if damage:
        told += (f"the feed is damaged ({damage}); {len(cut)} items could be read",)
    return Feed(
        "feed",
        cut,
        title=_words(parsed.feed.get("title")),
        language=_words(parsed.feed.get("language")),
        notes=notes + _note_dropped(dropped),
        damage=told,
    )


def _as_utf8(data: bytes, content_type: str) -> bytes:
    """A feed that names no encoding and is not UTF-8, put into UTF-8 by its header or its bytes."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"encoding" in data[:200] or b"\0" in data[:8]:
        return data
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return decode_page(data, content_type)[0].encode("utf-8", "replace")
    return data


def _make_item(entry: Any, base: str | None, dropped: list[str]) -> FeedItem:
    contents = [held.get("value", "") for held in entry.get("content", [])]
    source = entry.get("source") or {}
    authors = [_words(author.get("name")) for author in entry.get("authors", [])]
    credit = _words(entry.get("credit"))
    names = list(dict.fromkeys(name for name in [*authors, credit] if name))
    guid = entry.get("id")
    return FeedItem(
        url=_link(
            entry.get("link") or (guid if str(guid).startswith(("http://", "https://")) else None), base, dropped
        ),
        guid=guid.strip()[:_LONGEST] or None if isinstance(guid, str) else None,
        title=_words(entry.get("title")),
        published=read_moment(entry.get("published")) or read_moment(entry.get("created")),
        updated=read_moment(dict.get(entry, "updated")),  # its own "get" would take the publication, with a warning
        author=", ".join(names) or None,
        outlet=_words(source.get("title")) or _words(entry.get("publisher")),
        summary=entry.get("summary") or None,
        content=max(contents, key=len, default="") or None,
        language=_words((entry.get("title_detail") or {}).get("language")),
    )


# JSON Feed.


def _read_json_feed(data: bytes, url: str | None) -> Feed:
    try:
        held = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("is damaged JSON; get it again", kind="damaged") from error
    version = held.get("version") if isinstance(held, dict) else None
    if not isinstance(version, str) or "jsonfeed.org/version" not in version or not isinstance(held.get("items"), list):
        raise InputError("is JSON, but no JSON Feed", kind="no feed")
    dropped: list[str] = []
    items = [_make_json_item(row, url, dropped) for row in held["items"] if isinstance(row, dict)]
    cut, notes = _cut(items)
    return Feed(
        "feed", cut, title=_words(held.get("title")), language=_words(held.get("language")),
        notes=notes + _note_dropped(dropped), damage=() if cut else ("the feed lists no item",),
    )  # fmt: skip


def _make_json_item(row: dict[str, Any], base: str | None, dropped: list[str]) -> FeedItem:
    authors = row.get("authors") if isinstance(row.get("authors"), list) else [row.get("author")]
    names = [_words(author.get("name")) for author in authors or [] if isinstance(author, dict)]
    guid = row.get("id")
    text = row.get("content_text")
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br>") if isinstance(text, str) else None
    html = row.get("content_html")
    return FeedItem(
        url=_link(row.get("url") or row.get("external_url"), base, dropped),
        guid=str(guid)[:_LONGEST] if isinstance(guid, str | int) and not isinstance(guid, bool) else None,
        title=_words(row.get("title")),
        published=read_moment(row.get("date_published") if isinstance(row.get("date_published"), str) else None),
        updated=read_moment(row.get("date_modified") if isinstance(row.get("date_modified"), str) else None),
        author=", ".join(name for name in names if name) or None,
        summary=row.get("summary") if isinstance(row.get("summary"), str) else None,
        content=html if isinstance(html, str) else escaped,
        language=_words(row.get("language")),
    )


# Sitemaps and OPML.


def _read_sitemap(data: bytes, url: str | None) -> Feed:
    root = parse_xml(data)
    dropped: list[str] = []
    if local_name(root) == "sitemapindex":
        rows = [
            (read_moment(child_text(row, "lastmod")) or "", _link(child_text(row, "loc"), url, dropped)) for row in root
        ]
        rows.sort(key=lambda row: row[0], reverse=True)  # the newest first
        parts = tuple(dict.fromkeys(address for _, address in rows if address))
        return Feed("sitemap", parts=parts, notes=_note_dropped(dropped))
    items = list(_sitemap_items(root, url, dropped))
    if not items:
        raise InputError("is a sitemap without any page", kind="empty")
    cut, notes = _cut(items)
    return Feed("sitemap", cut, notes=notes + _note_dropped(dropped))


def _sitemap_items(root: Any, url: str | None, dropped: list[str]) -> Iterator[FeedItem]:
    for row in root:
        address = _link(child_text(row, "loc"), url, dropped)
        if not address:
            continue
        news = find_child(row, "news")
        told = row if news is None else news
        yield FeedItem(
            url=address,
            guid=None,
            title=child_text(told, "title") if news is not None else None,
            published=read_moment(child_text(told, "publication_date")),
            updated=read_moment(child_text(row, "lastmod")),
            outlet=child_text(told, "publication", "name"),
            language=child_text(told, "publication", "language"),
        )


def _read_opml(data: bytes, url: str | None) -> Feed:
    root = parse_xml(data)
    dropped: list[str] = []
    found = [
        _link(element.get("xmlUrl") or element.get("xmlurl"), url, dropped)
        for element in root.iter()
        if local_name(element) == "outline"
    ]
    parts = tuple(dict.fromkeys(address for address in found if address))
    if not parts:
        raise InputError("is an OPML file that lists no feed", kind="empty")
    return Feed("opml", parts=parts, title=child_text(root, "head", "title"), notes=_note_dropped(dropped))
