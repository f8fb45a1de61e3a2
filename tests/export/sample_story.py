"""A story made by hand from three short invented reports: what the exports are tested on.

Loaded with ``runpy`` (tests are not importable modules); `build_sample` gives the story, `build_hostile` the same story
with markup, control characters and scripts wherever a report can put words.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.model import (
    Actor,
    Cell,
    Credit,
    Dependence,
    Entity,
    EventMention,
    Evidence,
    LinkedEntity,
    Metadata,
    Origin,
    Party,
    Place,
    Quantity,
    Quote,
    Reading,
    Region,
    Relation,
    Report,
    Row,
    Span,
    Speaker,
    Statement,
    StatementSpeaker,
    Story,
    StoryEvent,
    Timex,
)

WIRE = """Norland opens embassy in Exland

By Wire Desk

14 May 2026

Norland opened an embassy in Exland on Wednesday, nine years after it closed its last one.

“We are back for good,” Foreign Minister Ada Brenn told reporters.

“We will not be\n \nleaving again.”

Some 40 people protested outside. Norland plans to name an ambassador in June.

Photo: Norland Foreign Ministry
"""
PAPER = """Embassy reopens

Norland opened an embassy in Exland on Wednesday, nine years after it closed its last one.

“We are back for good,” Foreign Minister Ada Brenn told reporters.
"""
LOCAL = """Norland’s flag flies again

The embassy of Norland opened on Tuesday, the Exland Foreign Ministry said.

Brenn said that her country was “here to stay”. Police counted at least 60 protesters.

Exland denied that it had paid for the building. Norland has not recognised the Exland annexation of Midland.
"""


def find(text: str, words: str) -> Span:
    """Where words stand in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def cite(reading: Reading, words: str) -> Evidence:
    """Words of a report as evidence."""
    span = find(reading.text, words)
    return Evidence(reading.id, span, span.of(reading.text))


def body_regions(text: str, kinds: dict[str, str]) -> tuple[Region, ...]:
    """A region for each paragraph: of the kind told for its first words, else body."""
    regions = []
    for block in text.split("\n\n"):
        words = block.strip("\n")
        if words:
            kind = next((kind for start, kind in kinds.items() if words.startswith(start)), "body")
            regions.append(Region(kind, find(text, words)))  # type: ignore[arg-type]
    return tuple(regions)


def read_wire() -> Reading:
    """The reading of the agency's dispatch."""
    text = WIRE
    said = find(text, "“We are back for good,”")
    more = find(text, "“We will not be\n \nleaving again.”")
    opened = find(text, "Norland opened an embassy in Exland on Wednesday")
    norland = find(text, "Norland opened")
    return Reading(
        report=Report("wire", text, notes=("decoded as Windows-1252",)),
        metadata=Metadata(
            title="Norland opens embassy in Exland",
            outlet="Morning Post",
            published="2026-05-14",
            url="https://morning.example/norland?a=1&b=2",
            byline="Wire Desk",
            language="en",
        ),
        credit=Credit("Wire", "By Wire Desk"),
        regions=body_regions(text, {"Norland opens": "headline", "By ": "byline", "14 ": "date", "Photo": "caption"}),
        entities=(
            Entity("Norland", "GPE", "NOR", None, (Span(norland.start, norland.start + 7),)),
            Entity("Ada Brenn", "PERSON", "NORGOV", "Foreign Minister", (find(text, "Ada Brenn"),)),
        ),
        quotes=(
            Quote(
                "direct",
                (said, more),
                find(text, "told"),
                Speaker(find(text, "Foreign Minister Ada Brenn"), "Ada Brenn", 1, "Foreign Minister"),
            ),
        ),
        times=(Timex(find(text, "Wednesday"), "DATE", "2026-05-13"),),
        places=(Place(find(text, "Exland"), "Exland"),),
        quantities=(Quantity(find(text, "40 people"), 40, 40, "people", "protesters"),),
        events=(
            EventMention(
                "COOPERATE",
                find(text, "opened"),
                opened,
                act="open-embassy",
                earliest="2026-05-13",
                latest="2026-05-13",
                source_actors=(Actor(Span(norland.start, norland.start + 7), "Norland", "Norland", "NOR"),),
            ),
        ),
        sentences=tuple(region.span for region in body_regions(text, {})),
    )


def read_plain(name: str, text: str, metadata: Metadata) -> Reading:
    """A reading of which only regions and particulars are told."""
    first = text.split("\n", 1)[0]
    return Reading(Report(name, text), metadata, regions=body_regions(text, {first: "headline"}))


def build_sample() -> Story:
    """The story."""
    wire = read_wire()
    paper = read_plain("paper", PAPER, Metadata("Embassy reopens", "Evening Paper", "2026-05-14", None, None, "en"))
    local = read_plain("local", LOCAL, Metadata("Norland’s flag flies again", None, None, "https://local.example/flag"))
    sentence = "Norland opened an embassy in Exland on Wednesday, nine years after it closed its last one."
    opened = (
        cite(wire, sentence[:48]),
        cite(paper, sentence[:48]),
        cite(local, "The embassy of Norland opened on Tuesday"),
    )
    closed = (cite(wire, sentence[18:]), cite(paper, sentence))
    quote = cite(
        wire,
        "“We are back for good,” Foreign Minister Ada Brenn told reporters.\n\n“We will not be\n \nleaving again.”",
    )
    stays = cite(local, "Brenn said that her country was “here to stay”.")
    few, many = cite(wire, "Some 40 people protested outside."), cite(local, "Police counted at least 60 protesters.")
    plans = cite(wire, "Norland plans to name an ambassador in June.")
    denied = cite(local, "Exland denied that it had paid for the building.")
    not_yet = cite(local, "Norland has not recognised the Exland annexation of Midland.")
    printed = (quote, cite(paper, "“We are back for good,” Foreign Minister Ada Brenn told reporters."), stays)
    norland, exland = Party("Norland", "NOR"), Party("Exland", "EXL")
    both, a, b = ("or_a", "or_b"), ("or_a",), ("or_b",)
    events = (
        _event(
            "ev_1",
            "COOPERATE",
            "Norland opened an embassy in Exland on Wednesday",
            both,
            opened,
            ("2026-05-12", "2026-05-13"),
        ),
        _event("ev_2", "SANCTION", "it closed its last one", a, closed, ("2017", "2017"), status="historical"),
        _event("ev_3", "COOPERATE", plans.text, a, (plans,), ("2026-06", "2026-06"), status="planned"),
        _event("ev_4", "AID", "it had paid for the building", b, (denied,), (None, None), status="denied"),
        _event("ev_5", "PROTEST", few.text, both, (few, many), ("2026-05-12", None)),
    )
    statements = (
        Statement("st_1", "quote", "“We are back for good,” “We will not be leaving again.”",
                  StatementSpeaker("Ada Brenn", "Foreign Minister", "en_2"), both, printed, "direct"),
        Statement("st_2", "quantity", "protesters: 40 people", None, a, (few,)),
        Statement("st_3", "quantity", "protesters: at least 60 people", None, b, (many,)),
    )  # fmt: skip
    relations = (
        Relation("has embassy in", norland, exland, "positive", "2026-05-12/2026-05-13", None, both, opened),
        Relation("has embassy in", norland, exland, "positive", None, "2017", a, closed),
        Relation("recognises", norland, exland, "negative", None, None, b, (not_yet,)),
    )
    silent = Cell("silent")
    rows = (
        Row("Norland opened an embassy in Exland", "event",
            {"or_a": Cell("agrees", None, opened[:2]), "or_b": Cell("agrees", None, opened[2:])}),
        Row("when the embassy opened", "date",
            {"or_a": Cell("differs", "2026-05-13", opened[:2]), "or_b": Cell("differs", "2026-05-12", opened[2:])},
            "The dates do not meet."),
        Row("protesters", "quantity",
            {"or_a": Cell("differs", "40 people", (few,)), "or_b": Cell("differs", "at least 60", (many,))}),
        Row("Ada Brenn: “We are back for good”", "wording",
            {"or_a": Cell("differs", "We are back for good", printed[:2]),
             "or_b": Cell("differs", "here to stay", (stays,))}),
        Row("Norland plans to name an ambassador", "event", {"or_a": Cell("agrees", None, (plans,)), "or_b": silent}),
        Row("Exland paid for the building", "event", {"or_a": silent, "or_b": Cell("agrees", "denied", (denied,))}),
    )  # fmt: skip
    origins = (
        Origin("or_a", "Wire", "Wire", ("paper", "wire"),
               {"wire": ("byline “By Wire Desk”",), "paper": ("carries 96 % of the words of wire",)}),
        Origin("or_b", "own report: local", None, ("local",), {"local": ("shares no run of words with the others",)},
               (Dependence("Exland Foreign Ministry", "speaker", (cite(local, "the Exland Foreign Ministry said"),)),)),
    )  # fmt: skip
    entities = (
        LinkedEntity("en_2", "Ada Brenn", "PERSON", "NORGOV", (("wire", 1),)),
        LinkedEntity("en_1", "Norland", "GPE", "NOR", (("wire", 0),)),
    )
    return Story(
        id="sy_1",
        title="Norland opens embassy in Exland",
        earliest="2026-05-12",
        latest="2026-05-13",
        readings=(local, paper, wire),
        origins=origins,
        entities=entities,
        events=events,
        statements=statements,
        relations=relations,
        comparison=rows,
        notes=("local: no publication date; relative dates stay open",),
    )


def _event(
    name: str,
    kind: str,
    what: str,
    origins: tuple[str, ...],
    evidence: tuple[Evidence, ...],
    when: tuple[str | None, str | None],
    *,
    status: str = "happened",
) -> StoryEvent:
    return StoryEvent(
        id=name,
        type=kind,
        what=what,
        main=name == "ev_1",
        status=status,  # type: ignore[arg-type]
        polarity="positive",
        earliest=when[0],
        latest=when[1],
        place="Exland" if name == "ev_1" else None,
        source_actors=(Party("Norland", "NOR"),),
        target_actors=(Party("Exland", "EXL"),) if name == "ev_1" else (),
        origins=origins,
        evidence=evidence,
        mentions=(("wire", 0),),
    )


#: What a hostile report may put wherever it has words.
ATTACK = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}} [x](javascript:alert(3)) "
    "\x1b[31m\x07\u202e`| *b* _i_ #"
)


def build_hostile() -> Story:
    """The sample with an attack in every text and name."""
    story = build_sample()
    text = ATTACK + "\n\n" + LOCAL + "\n" + ATTACK
    span = Span(0, len(ATTACK))
    evil = (Evidence("local", span, ATTACK),)
    metadata = Metadata(ATTACK, ATTACK, ATTACK, "javascript:alert(4)", ATTACK, '"><script>')
    reading = Reading(Report("local", text, notes=(ATTACK,)), metadata, Credit(ATTACK, ATTACK, span))
    party = Party(ATTACK, ATTACK)
    return replace(
        story,
        title=ATTACK,
        notes=(ATTACK,),
        readings=(reading, *story.readings[1:]),
        origins=(story.origins[0], replace(story.origins[1], name=ATTACK, reasons={"local": (ATTACK,)},
                 depends_on=(Dependence(ATTACK, "speaker", evil),))),
        entities=(LinkedEntity(ATTACK, ATTACK, ATTACK, ATTACK),),
        events=(replace(story.events[0], what=ATTACK, place=ATTACK, source_actors=(party,), evidence=evil),),
        statements=(Statement(ATTACK, "quote", ATTACK, StatementSpeaker(ATTACK, ATTACK, ATTACK), ("or_b",), evil),),
        relations=(Relation("governs", party, party, "positive", ATTACK, ATTACK, ("or_b",), evil),),
        comparison=(Row(ATTACK, "event", {"or_a": Cell("silent"), "or_b": Cell("differs", ATTACK, evil)}, ATTACK),),
    )  # fmt: skip
