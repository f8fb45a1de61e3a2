"""What room 1 hands on: reports as visits brought them, problems, what was passed over, what the next visit needs."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from dateline.errors import InputError
from dateline.model import Report

SourceKind = Literal["url", "feed", "sitemap", "opml", "page", "file", "folder"]
RightsKind = Literal["tdm-reservation", "tdm-policy", "rsl-license", "data-mining"]
Clock = Callable[[], str]


def utc_now() -> str:
    """The time in UTC, ISO 8601 with microseconds: as text such times sort as they are."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that was not read: where (file, line, address), and one line that tells why and what to do.

    Attributes:
        where: The file, the file and line, or the address.
        message: What happened, in one line.
        kind: A short word for programs: "unreadable", "private address", "too large", "timeout" ...
        advice: What to do, where the message does not say so.
        permanent: Whether another visit would meet the same.
    """

    where: str
    message: str
    kind: str = "unreadable"
    advice: str = ""
    permanent: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" + (f"; {self.advice}" if self.advice else "")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something passed over on purpose, with the reason: a file of another kind, an item withdrawn by its agency."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


@dataclass(frozen=True, slots=True)
class RightsSignal:
    """What a publisher says about mining its text: a TDM reservation or policy, an RSL licence, IPTC's dataMining.

    ``where`` is what said so: "header", "meta", "tdmrep.json", "robots.txt", "rightsInfo".
    """

    kind: RightsKind
    value: str
    where: str


@dataclass(frozen=True, slots=True)
class Told:
    """A particular of a report, and which part of the page or feed told it: ("published", "2026-03-11", "json-ld")."""

    name: str
    value: str
    tag: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A report as one visit brought it.

    Attributes:
        key: What tells that two visits brought the same item: a feed's guid, a canonical URL, a file's path with
            the id of the report in it.
        report: Its id is readable and made of the key.
        fetched_at: When it was taken in, ISO 8601 in UTC.
        content_sha256: Of the payload as it came: a page's bytes, a feed's entry, a record, a line.
        url: The address as it was given.
        canonical_url: The address without what only tracks its readers.
        page_map: From the text back to the page: the bytes of a `PageMap`.
        rights: What the publisher says about mining the text.
        told: Which part of the page or feed told which particular.
    """

    key: str
    report: Report
    fetched_at: str
    content_sha256: str
    url: str | None = None
    canonical_url: str | None = None
    page_map: bytes | None = None
    rights: tuple[RightsSignal, ...] = ()
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemState:
    """What is kept of one item between visits.

    Attributes:
        entry: A hash of the feed's entry, or a file's size and time; empty where it is to be tried again.
        key: Of the report that was handed on: it stays, wherever the item is found later.
        report: A hash of the report that was handed on.
        etag: Its page's.
        last_modified: Its page's.
        checked_at: When the page was last looked at.
        stand_in: Whether the report is the feed's own text, since the page could not be had.
    """

    entry: str = ""
    key: str | None = None
    report: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    checked_at: str | None = None
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the next visit to a source needs, and how the last one went.

    Attributes:
        location: The address or path as given.
        kind: What it turned out to be; "url" for an address that could not be fetched yet.
        visited_at: When the last visit began, ISO 8601 in UTC.
        succeeded_at: When the last visit began that could read the source.
        etag: Of the feed or page itself.
        last_modified: Of the feed or page itself.
        error: One line when the source itself could not be read; single items may fail without it.
        items: By key: what the feed lists now, the files of the folder.
        parts: By address: the feeds of an OPML file, the parts of a sitemap index.

    >>> state = SourceState("news", "folder", "2026-03-11T09:00:00.000000+00:00", items={"a.txt": ItemState("12-3")})
    >>> SourceState.from_json(state.to_json()) == state
    True
    """

    location: str
    kind: SourceKind
    visited_at: str
    succeeded_at: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    error: str | None = None
    items: Mapping[str, ItemState] = field(default_factory=dict)
    parts: Mapping[str, SourceState] = field(default_factory=dict)

    def to_json(self) -> str:
        """As one line of JSON; what is empty is left out."""
        return json.dumps(_without_empty(asdict(self)), ensure_ascii=True, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> SourceState:
        """The state that `to_json` wrote.

        Raises:
            InputError: It is none.
        """
        try:
            return _make_state(json.loads(text))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise InputError("is no state of a source") from error


def _without_empty(value: dict[str, Any]) -> dict[str, Any]:
    return {
        key: {name: _without_empty(each) for name, each in held.items()} if isinstance(held, dict) else held
        for key, held in value.items()
        if held
    }


def _make_state(held: dict[str, Any]) -> SourceState:
    items = {str(key): ItemState(**item) for key, item in held.pop("items", {}).items()}
    parts = {str(key): _make_state(part) for key, part in held.pop("parts", {}).items()}
    state = SourceState(**held, items=items, parts=parts)
    if state.kind not in get_args(SourceKind):
        raise ValueError(state.kind)
    return state
