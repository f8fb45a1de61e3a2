"""What the reports of one happening say together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from dateline.model.basics import VERDICTS, Attitude, Polarity, QuoteKind, RowKind, Span, StatementKind, Status, Verdict
from dateline.model.reading import Metadata, Reading


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
