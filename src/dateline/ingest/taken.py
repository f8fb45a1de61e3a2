"""Pages and feed items as reports: what the page tells counts before what the feed tells of it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from dateline.errors import InputError
from dateline.ingest.blocks import plain_text
from dateline.ingest.feeds import FeedItem
from dateline.ingest.html import Page
from dateline.ingest.language import identify_language
from dateline.ingest.records import Fetched, RightsSignal, Told
from dateline.ingest.texts import Spot, hash_payload, make_report
from dateline.ingest.urls import canonical_url, find_site, make_report_id

_FEWEST_LETTERS = 60  # of the feed's own text, for a report to be made of it
_FIELDS = ("text", "title", "published", "byline", "outlet", "url", "language")


def take_page(page: Page, spot: Spot, payload: bytes, *, url: str | None, item: FeedItem | None = None) -> Fetched:
    """A page as a report.

    Args:
        page: As it was read.
        spot: Where it was found; its key is taken unless the page has an address.
        payload: The page's bytes.
        url: The address as given.
        item: What a feed told of it: it fills what the page does not tell.
    """
    fields = {name: getattr(page, name) for name in _FIELDS}
    told = page.told
    for name, value in _feed_fields(item).items():
        if not fields[name] and value:
            fields[name] = value
            told = (*told, Told(name, value, "feed"))
    report_id = make_report_id(page.url) if page.url else spot.stem
    report = make_report(fields, default_id=report_id)
    return Fetched(
        key=page.url or spot.key,
        report=replace(report, notes=page.notes + report.notes),
        fetched_at=spot.fetched_at,
        content_sha256=hash_payload(payload),
        url=url,
        canonical_url=page.url,
        page_map=page.page_map.to_bytes(),
        rights=page.rights,
        told=told,
    )


def _feed_fields(item: FeedItem | None) -> dict[str, str | None]:
    if item is None:
        return {}
    published = item.published or item.updated
    return {"title": item.title, "published": published, "byline": item.author, "outlet": item.outlet}


def take_entry(item: FeedItem, spot: Spot, feed_url: str, note: str) -> Fetched | None:
    """A feed's own text as a report, where it has one; a stand-in for the page.

    A feed may tell anything of another site's page: what it says of one is kept as the feed's, under its name.

    Args:
        item: The feed's item.
        spot: Where the item was found.
        feed_url: The feed's address.
        note: Why the page itself is not here; added to the report's notes.
    """
    text = max((plain_text(html) for html in (item.content, item.summary) if html), key=len, default="")
    if sum(map(str.isalnum, text)) < _FEWEST_LETTERS:
        return None
    own = bool(item.url) and find_site(item.url) == find_site(feed_url)
    address = canonical_url(item.url) if item.url and own else None
    key = address or f"{canonical_url(feed_url) or feed_url}#{item.guid or item.url or item.entry}"
    fields = {
        **_feed_fields(item),
        "text": f"{item.title}\n\n{text}" if item.title and not text.startswith(item.title) else text,
        "url": item.url,
        "language": identify_language(text) or item.language,
    }
    if not own and not fields["outlet"]:
        fields["outlet"] = find_site(feed_url)
    try:
        report = make_report(fields, default_id=make_report_id(key))
    except InputError:
        return None
    return Fetched(
        key=key,
        report=replace(report, notes=(note, *report.notes)),
        fetched_at=spot.fetched_at,
        content_sha256=hash_payload((item.content or item.summary or "").encode("utf-8", "replace")),
        url=item.url,
        canonical_url=canonical_url(item.url) if item.url else None,
        told=tuple(Told(name, value, "feed") for name, value in _feed_fields(item).items() if value),
    )


def hash_report(fetched: Fetched) -> str:
    """What tells whether a report is as it was at the visit before."""
    told = [getattr(fetched.report, name) for name in _FIELDS]
    return hashlib.sha256(json.dumps(told).encode("ascii")).hexdigest()[:32]


def merge_rights(fetched: Fetched, rights: tuple[RightsSignal, ...]) -> Fetched:
    """With what the host said of mining its texts, too."""
    return replace(fetched, rights=tuple(dict.fromkeys((*fetched.rights, *rights))))
