"""What the record answers: the frozen records that pass from the store to the exports, each with its ids.

Days are ISO days, times ISO 8601 in UTC. What is told with a count holds the list that it counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from dateline.model import Background, Party, Polarity, QuoteKind, Relation, Span, Status

Kind = Literal["story", "event", "statement", "state", "origin", "report"]
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; ``None`` asks for all.

    Attributes:
        since: Not what ended before this day. What has no day is left out where a day is asked for.
        until: Not what began after this day.
        known_on: What the record knew at the end of this day, instead of what it knows now.
        country: An ISO 3166 alpha-3 code, or one with sectors (``AFGGOV``).
        speaker: Part of the name or role of who is quoted, or a code.
        outlet: Part of the name of who printed it.
        story: A story's id.
        limit: At most so many rows.
    """

    since: str | None = None
    until: str | None = None
    known_on: str | None = None
    country: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    story: str | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Listed(Generic[_Row]):
    """Rows in order, and how many there are in all where no more than some were asked for."""

    rows: tuple[_Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Printed:
    """Words of a report that something rests on: where they stand, and who printed them under which origin."""

    report: str
    version: int
    span: Span
    text: str
    origin: str
    outlet: str | None
    published: str | None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """How a story came to be: ``from_id`` was merged into ``to_id``, renamed to it, or ``to_id`` was split off it."""

    kind: str
    from_id: str
    to_id: str
    at: str


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story; ``earliest`` and ``latest`` are the days of its reports, ``known_from`` since when it is so known.

    Its ``background`` are reports that are news in other stories, and count neither as its reports nor as its origins.
    """

    id: str
    title: str
    earliest: str | None
    latest: str | None
    reports: tuple[str, ...]
    origins: tuple[str, ...]
    changes: tuple[Change, ...]
    known_from: str
    background: tuple[Background, ...] = ()


@dataclass(frozen=True, slots=True)
class OriginRow:
    """An origin; ``links`` gives for each of its reports why it is one of them."""

    id: str
    name: str
    agency: str | None
    stories: tuple[str, ...]
    links: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event; ``differs`` counts in what its origins differ: whether, when, who."""

    id: str
    story: str
    type: str
    mode: str | None
    cameo: str | None
    what: str
    main: bool
    status: Status
    polarity: Polarity
    earliest: str | None
    latest: str | None
    place: str | None
    source_actors: tuple[Party, ...]
    target_actors: tuple[Party, ...]
    differs: int
    evidence: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A remark; ``day`` is that of its first print, the first of its ``evidence``."""

    id: str
    story: str
    what: str
    speaker: str | None
    role: str | None
    code: str | None
    entity: str | None
    quote_kind: QuoteKind | None
    day: str | None
    evidence: tuple[Printed, ...]


@dataclass(frozen=True, slots=True)
class StateRow:
    """A state of affairs; ``holds`` tells whether it held on the day asked for, ``None`` where that is open."""

    id: str
    relation: Relation
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A report in which words were found; ``snippet`` has U+0002 and U+0003 around them."""

    report: str
    version: int
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    story: str | None
    snippet: str


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """What could not be taken in, read or put together; ``resolved_at`` when it could."""

    id: str
    place: str
    report: str | None
    room: str
    kind: str
    message: str
    advice: str
    first_at: str
    last_at: str
    resolved_at: str | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """Where reports come from; ``own`` counts reports alone under an origin that is no agency, ``shared`` the others.

    Reports that are in no story yet count in neither. One that was ``dropped_at`` some time is visited no more.
    """

    id: str
    location: str
    kind: str
    added_at: str
    visited_at: str | None
    succeeded_at: str | None
    error: str | None
    reports: int
    own: int
    shared: int
    dropped_at: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence that something rests on (``of``, which says ``what``), with the sentences before and after it.

    ``words`` is the evidence itself, of which the ``sentence`` holds more; ``sha256`` is that of the report's text.
    """

    of: str
    what: str
    words: Printed
    before: str
    sentence: str
    after: str
    title: str | None
    url: str | None
    fetched_at: str
    sha256: str
    reader: str | None
    origin_name: str
    agency: str | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a report."""

    number: int
    fetched_at: str
    status: str
    title: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What something in the record rests on; ``notes`` are lines for the user, ``versions`` those of a report.

    ``total`` is how many passages there are; fewer are given where a limit was.
    """

    id: str
    kind: Kind
    what: str
    stories: tuple[str, ...]
    passages: tuple[Passage, ...]
    notes: tuple[str, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    total: int = 0
