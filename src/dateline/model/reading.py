"""What one report says, as its readers found it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dateline.model.basics import Attitude, Polarity, QuoteKind, RegionKind, Span, Status, TimexType


@dataclass(frozen=True, slots=True)
class Report:
    """One item from one outlet, as it came in.

    ``published`` is an ISO day or ISO time as given; ``notes`` are lines for the user about how the
    report was taken in (a repaired encoding, a renamed id).
    """

    id: str
    text: str
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    byline: str | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.id:
            raise ValueError("a report needs an id")


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a report's text and what it is there for."""

    kind: RegionKind
    span: Span


@dataclass(frozen=True, slots=True)
class Credit:
    """What a report itself states about where its words come from.

    ``agency`` is the agency's usual name ("AFP"); ``credit`` the words that say so; ``span`` where
    they stand (``None`` when they came with the report's fields).
    """

    agency: str | None = None
    credit: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """A report's particulars after its own text has been asked: given fields win over read ones."""

    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    byline: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """What one chain of mentions in one report names.

    ``type`` is an OntoNotes label (PERSON, ORG, GPE, LOC, NORP, FAC, EVENT); ``code`` an ISO 3166
    alpha-3 country followed by PLOVER sectors (``AFGGOV``), or ``None``; ``role`` the office or
    description that the report gives ("Taliban Foreign Ministry spokesman"). ``mentions`` holds
    every span that names it, pronouns and descriptions among them; ``names`` the name mentions only.
    """

    name: str
    type: str
    code: str | None = None
    role: str | None = None
    mentions: tuple[Span, ...] = ()
    names: tuple[Span, ...] = ()
    gender: Literal["female", "male"] | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is quoted: the words on the spot and the entity (an index into the reading's) they stand for."""

    span: Span | None = None
    name: str | None = None
    entity: int | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Speech, belief or intention that a report attributes to somebody (PARC 3.0: source, cue, content)."""

    kind: QuoteKind
    content: tuple[Span, ...]
    cue: Span | None = None
    speaker: Speaker = Speaker()
    via: str | None = None
    attitude: Attitude = "speech"


@dataclass(frozen=True, slots=True)
class Timex:
    """A TIMEX3 expression with its value; ``earliest`` and ``latest`` bound it in days, ``None`` is open.

    ``mod`` is TIMEX3's (START, MID, END, APPROX, MORE_THAN ...); ``bound`` tells that the words make it the ``start``
    ("since 2021") or the ``end`` ("until 2021") of something longer; ``zone`` is the clock's offset ("+01:00") or
    "local".
    """

    span: Span
    type: TimexType
    value: str
    earliest: date | None = None
    latest: date | None = None
    mod: str | None = None
    bound: Literal["start", "end"] | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"empty interval: {self.earliest} to {self.latest}")


@dataclass(frozen=True, slots=True)
class Place:
    """A toponym mention and the place it is taken for; ``None`` where it cannot be told.

    ``country`` is ISO 3166 alpha-3, ``geonameid`` GeoNames', ``reasons`` says why this place; ``kind`` is what it is (a
    town, district, division, country, region ...): only a town is as small as the point it is given.
    """

    span: Span
    name: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    geonameid: int | None = None
    reasons: tuple[str, ...] = ()
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with what it counts: ``low`` to ``high`` in ``unit``, ``None`` is an open side.

    ``unit`` is an ISO 4217 code, "percent", a measure, "people" or the lemma of the noun counted; ``approximate`` tells
    that the report itself says the number is not exact ("about", "nearly", "dozens").
    """

    span: Span
    low: float | None
    high: float | None
    unit: str
    role: str | None = None
    of: str | None = None
    approximate: bool = False

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"empty range: {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class Actor:
    """A party to an event: its words on the spot, its resolved name and its code."""

    span: Span
    text: str
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class EventMention:
    """One event as one clause of one report tells it (PLOVER: type, mode, source, target).

    ``earliest`` and ``latest`` are ISO dates of the precision the report gives ("2025-04"); ``clause``
    is the evidence; ``relation_hint`` names the act in the lexicon ("recognise", "delist"), by which
    states of affairs begin and end.
    """

    type: str
    trigger: Span
    clause: Span
    mode: str | None = None
    cameo: str | None = None
    act: str | None = None
    status: Status = "happened"
    polarity: Polarity = "positive"
    source_actors: tuple[Actor, ...] = ()
    target_actors: tuple[Actor, ...] = ()
    earliest: str | None = None
    latest: str | None = None
    date_reason: str | None = None
    place: str | None = None
    asserted_by: int | None = None


@dataclass(frozen=True, slots=True)
class MentionWords:
    """A mention of an event by the words that tell it apart: lemmas in lower case, empty words left out.

    ``lemma`` and ``pos`` are those of the mention's head, ``extra`` its other words; ``subject``, ``object`` and
    ``other`` what stands with it in the sentence numbered ``sentence`` (-1: not read as prose), ``around`` all of that
    sentence, ``names`` its proper names and numbers.
    """

    report: str
    span: Span
    lemma: str
    pos: str
    sentence: int
    extra: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one report says, found by the readers, each item with its span."""

    report: Report
    metadata: Metadata
    credit: Credit = Credit()
    regions: tuple[Region, ...] = ()
    entities: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    times: tuple[Timex, ...] = ()
    places: tuple[Place, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    events: tuple[EventMention, ...] = ()
    sentences: tuple[Span, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The report's id."""
        return self.report.id

    @property
    def text(self) -> str:
        """The report's text, as it came in."""
        return self.report.text
