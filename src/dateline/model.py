"""The frozen records that pass between rooms: no I/O, no language processing.

Offsets are Unicode code points of ``Report.text`` exactly as it came in, end exclusive. Days are
``datetime.date``; a value that a report leaves open is ``None``, never a guess.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

RegionKind = Literal[
    "headline",
    "dateline",
    "byline",
    "date",
    "caption",
    "subhead",
    "body",
    "related",
    "url",
    "boilerplate",
    "correction",
]
QuoteKind = Literal["direct", "indirect", "mixed"]
Attitude = Literal["speech", "belief", "intention"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Status = Literal["happened", "planned", "denied", "alleged", "historical", "hypothetical"]
Polarity = Literal["positive", "negative"]
Verdict = Literal["agrees", "differs", "silent"]
StatementKind = Literal["quote", "quantity", "event", "state"]
RowKind = Literal["event", "date", "quantity", "wording", "actor", "quote"]

VERDICTS: tuple[Verdict, ...] = ("agrees", "differs", "silent")
STATUSES: tuple[Status, ...] = ("happened", "planned", "denied", "alleged", "historical", "hypothetical")


def make_id(kind: str, *parts: object) -> str:
    """An id of a kind ("ev", "st", "en", "or") from what makes the thing what it is.

    Twelve hexadecimal digits (48 bits): among a million things of one kind the chance that two share an id is 0.2 %.

    >>> make_id("en", "country", "FRA") == make_id("en", "country", "FRA") != make_id("en", "country", "DEU")
    True
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}_{digest[:12]}"


def name_story(first: str) -> str:
    """The id of a story by its *first* report, so that a story that grows keeps its id.

    >>> name_story("b") == name_story("b")
    True
    """
    return make_id("story", first)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of ``Report.text``: code-point offsets, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the words of *text* at this span.

        >>> Span(3, 7).of("In Oslo")
        'Oslo'
        """
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)

    def holds(self, other: Span) -> bool:
        """Whether *other* lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start


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


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of a report that a statement rests on: a sentence or less."""

    report: str
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Dependence:
    """What an origin rests on without being a copy of it: another outlet, one speaker, one document."""

    on: str
    kind: Literal["outlet", "speaker", "document"]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the words of a group of reports come from; ``reasons`` maps a report to the links that say so."""

    id: str
    name: str
    agency: str | None
    reports: tuple[str, ...]
    reasons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    depends_on: tuple[Dependence, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A person, body or state as the dossier names it; ``code`` as in `Entity`."""

    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class LinkedEntity:
    """One entity across the reports of a story."""

    id: str
    name: str
    type: str
    code: str | None = None
    members: tuple[tuple[str, int], ...] = ()  # (report id, index into that reading's entities)


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice that a user may overrule: its id (see `judgements`) and what it rests on, a judgement included."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoryEvent:
    """One happening across reports; ``mentions`` are (report id, index into that reading's events)."""

    id: str
    type: str
    what: str
    main: bool
    status: Status
    polarity: Polarity
    earliest: str | None
    latest: str | None
    place: str | None
    source_actors: tuple[Party, ...]
    target_actors: tuple[Party, ...]
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    mentions: tuple[tuple[str, int], ...]
    mode: str | None = None
    cameo: str | None = None
    act: str | None = None
    reasons: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()  # a merge of a mention with the first one each


@dataclass(frozen=True, slots=True)
class EventCluster:
    """One event by the places that mention it: (report id, where its trigger stands), by report and place.

    ``type`` is the PLOVER type that readers gave most of them, ``None`` where they gave none.
    """

    id: str
    type: str | None
    mentions: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class StatementSpeaker:
    """Who a statement is attributed to; ``entity`` is the id of a `LinkedEntity`."""

    name: str
    role: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Printing:
    """A remark as one report prints it; ``origin`` is an id, ``published`` the report's ISO day or time.

    ``first`` tells that no other printing is known to be earlier; ``merge`` why it counts as the same remark as the
    first one, ``None`` for that one itself; ``attribution`` why the speaker is the speaker.
    """

    report: str
    origin: str
    published: str | None
    words: str
    kind: QuoteKind
    speaker: str | None
    role: str | None
    via: str | None
    attitude: Attitude
    first: bool
    evidence: Evidence
    attribution: Decision
    merge: Decision | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that reports say, with every wording of it; ``origins`` are ids, ``printings`` those of a quote."""

    id: str
    kind: StatementKind
    what: str
    speaker: StatementSpeaker | None
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    quote_kind: QuoteKind | None = None
    printings: tuple[Printing, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """A lasting state between two parties with its valid time: ISO dates, ``a/b`` for some time between."""

    relation: str
    subject: Party
    object: Party
    polarity: Polarity
    valid_from: str | None
    valid_to: str | None
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one origin says about one thing."""

    verdict: Verdict
    value: str | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One thing compared across the origins of a story; ``cells`` has every origin's id."""

    about: str
    kind: RowKind
    cells: Mapping[str, Cell]
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """A report that is news in one story and background to another: no origin of it, and no column of its comparison.

    ``story`` is the id of the story that it is background to, ``beside`` that story's first report, ``news_in`` the id
    of its own. ``evidence`` is the passage that says so: of the report itself, which tells of the story's happening by
    the way, or of a report of the story, which goes back to what this one reported. ``words`` are where in that passage
    what both have in common stands. ``metadata`` are the report's particulars, where they are at hand.
    """

    story: str
    beside: str
    report: str
    news_in: str
    evidence: tuple[Evidence, ...]
    words: tuple[Span, ...]
    metadata: Metadata | None = None

    @property
    def told_by(self) -> str:
        """The report whose passage it is."""
        return self.evidence[0].report

    @property
    def shared(self) -> tuple[str, ...]:
        """The words in common, each once, as the passage has them."""
        words = (
            item.text[span.start - item.span.start : span.end - item.span.start]
            for span in self.words
            for item in self.evidence
            if item.span.holds(span)
        )
        return tuple(dict.fromkeys(" ".join(each.split()) for each in words))


@dataclass(frozen=True, slots=True)
class Story:
    """The dossier of the reports of one happening."""

    id: str
    title: str
    earliest: str | None
    latest: str | None
    readings: tuple[Reading, ...]
    origins: tuple[Origin, ...]
    entities: tuple[LinkedEntity, ...]
    events: tuple[StoryEvent, ...]
    statements: tuple[Statement, ...]
    relations: tuple[Relation, ...]
    comparison: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    background: tuple[Background, ...] = ()

    def origin_of(self, report_id: str) -> Origin:
        """The origin that *report_id* belongs to."""
        return next(origin for origin in self.origins if report_id in origin.reports)


@dataclass(frozen=True, slots=True)
class Difference:
    """In what reports differ from a draft: the number, date, wording, actor or telling, and the origins that do so."""

    kind: RowKind
    draft: str
    reported: str
    origins: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One statement of a draft beside what reports say: ``span`` is the draft's; ``cells`` has every origin's id.

    An origin agrees when it says so too, differs when it says otherwise, and is silent when it says nothing of it.
    """

    kind: StatementKind
    span: Span
    what: str
    cells: Mapping[str, Cell]
    differences: tuple[Difference, ...] = ()
    note: str | None = None

    @property
    def verdict(self) -> Verdict:
        """What the reports say in all: ``agrees`` if any of them holds it, ``silent`` if none says anything of it."""
        verdicts = {cell.verdict for cell in self.cells.values()}
        return next((verdict for verdict in VERDICTS if verdict in verdicts), "silent")

    @property
    def origins(self) -> tuple[str, ...]:
        """The origins that hold it."""
        return tuple(origin for origin, cell in self.cells.items() if cell.verdict == "agrees")


@dataclass(frozen=True, slots=True)
class Check:
    """A draft's statements, in the order of its text, beside the story that the reports given tell."""

    draft: Reading
    story: Story
    checked: tuple[Checked, ...]
