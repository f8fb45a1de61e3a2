"""Events of a report: type, cast, status, date, place, evidence; one row of ``event_cases.jsonl`` a sentence."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import LexiconError
from dateline.lexicon import load_tables
from dateline.model import Entity, EventMention, Place, Quote, Region, Span, Timex
from dateline.read.events import find_events
from dateline.read.events.acts import TYPES, Act, Composition, load_acts
from dateline.read.events.dates import age_in_days, bounds
from dateline.read.text import parse_text
from dateline.read.times import find_times

DATA = Path(__file__).parents[1] / "data"
PUBLISHED = date(2025, 6, 10)
CASES = [json.loads(line) for line in (DATA / "event_cases.jsonl").read_text(encoding="utf-8").splitlines()]


def read(text: str, *, entities=(), quotes=(), places=(), published=PUBLISHED) -> tuple[EventMention, ...]:
    regions = [Region("body", Span(0, len(text)))]
    parse = parse_text(text, regions)
    times = find_times(parse, regions=regions, published=published)
    return find_events(parse, entities=entities, quotes=quotes, times=times, places=places, published=published)


def one(text: str, **given_) -> EventMention:
    [event] = read(text, **given_)
    return event


def span_of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def row(case: dict) -> object:
    marks = [pytest.mark.xfail(reason=case["miss"], strict=True)] if "miss" in case else []
    return pytest.param(case, id=case["why"], marks=marks)


def told(events: tuple[EventMention, ...]) -> list[dict]:
    return [
        {
            "type": event.type,
            "status": event.status,
            "polarity": event.polarity,
            "source": sorted(actor.code for actor in event.source_actors if actor.code),
            "target": sorted(actor.code for actor in event.target_actors if actor.code),
        }
        for event in events
    ]


@pytest.mark.parametrize("case", [row(case) for case in CASES])
def test_sentence_tells_these_events_and_no_others(case):
    def order(found):
        return sorted(found, key=lambda event: json.dumps(event, sort_keys=True))

    assert order(told(read(case["text"]))) == order(case["events"])


def test_cases_are_many_and_each_has_its_reason():
    assert len(CASES) >= 150
    assert all(case["why"] for case in CASES)
    assert len({case["text"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "reason"),
    [
        ("On Monday Kenya recalled its ambassador from Iran.", "2025-06-09", "2025-06-09", "clause"),
        ("Kenya recalled its ambassador from Iran in March 2021.", "2021-03", "2021-03", "clause"),
        ("Cuba sheltered refugees from Haiti from 1996 to 2001.", "1996", "2001", "clause"),
        ("Chile closed its embassy in Syria after 2012.", "2012", None, "clause"),
        ("The Soviet invasion of Afghanistan from 1979 to 1989 shaped the region.", "1979", "1989", "clause"),
        (
            "The Turkish minister said on Friday that Ankara had expelled two Greek diplomats.",
            "2025-06-06",
            "2025-06-06",
            "sentence",
        ),
        ("Kenya recalled its ambassador from Iran.", "2025-06-09", "2025-06-10", "publication"),
        ("Iraqi elders wept four years after Turkey invaded Syria.", "2021", "2021", "length before publication"),
    ],
)
def test_event_is_dated_from_its_clause_then_its_sentence_then_publication(text, earliest, latest, reason):
    event = read(text)[0]
    assert (event.earliest, event.latest, event.date_reason) == (earliest, latest, reason)


def test_event_told_after_another_event_begins_no_earlier_than_that_event():
    text = "The Houthi takeover of Yemen came in 2014. Iran opened an embassy in Sanaa after the Houthi takeover."
    opened = next(event for event in read(text) if event.act == "open-embassy")
    assert (opened.earliest, opened.latest, opened.date_reason) == ("2014", None, "after another event")


def test_history_is_told_apart_from_news_by_its_date():
    assert one("Portugal recognised Kosovo in 2008.").status == "historical"
    assert one("Portugal recognised Kosovo on Sunday.").status == "happened"


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Malta recognised Kosovo.", "recognise"),
        ("Ghana withdrew its recognition of Kosovo.", "withdraw-recognition"),
        ("Canada named an ambassador to Vietnam.", "appoint-ambassador"),
        ("Qatar accepted a Syrian ambassador.", "accept-ambassador"),
        ("Brazil recalled its ambassador from Israel.", "recall-ambassador"),
        ("Moldova expelled three Russian diplomats.", "expel-diplomat"),
        ("Libya reopened its embassy in Cairo.", "open-embassy"),
        ("Nepal closed its embassy in Oslo.", "close-embassy"),
        ("Canada imposed sanctions on Belarus.", "impose-sanctions"),
        ("Britain lifted sanctions on Zimbabwe.", "lift-sanctions"),
        ("Paraguay added Hezbollah to its list of terrorist groups.", "list"),
        ("Kazakhstan removed the Taliban from its list of terrorist organisations.", "delist"),
        ("Vietnam signed an agreement with Cuba.", "sign-agreement"),
        ("Soldiers seized power in Guinea.", "seize-power"),
        ("Iranian generals remain under sanctions by the United Nations.", "under-sanctions"),
        ("Serbia refused to recognise Kosovo.", "refuse:recognise"),
        ("Russia threatened to close its embassy in Chad.", "threaten:close-embassy"),
    ],
)
def test_act_is_named_so_that_relations_can_begin_and_end(text, act):
    assert one(text).act == act


def test_pronoun_is_cast_as_the_entity_it_stands_for():
    text = "She condemned the Israeli raid."
    minister = Entity("Ana Ruiz", "PERSON", code="CHLGOV", mentions=(Span(0, 3),))
    event = one(text, entities=[minister])
    assert [(actor.text, actor.name, actor.code) for actor in event.source_actors] == [("She", "Ana Ruiz", "CHLGOV")]


def test_it_in_reported_speech_is_who_speaks():
    event = one("Jordan said it would send tents to Syria.")
    assert [(actor.text, actor.code) for actor in event.source_actors] == [("it", "JOR")]


def test_object_pronoun_is_never_the_subject_of_its_clause():
    text = "Russia met Taliban envoys, removing them from a list of terrorist groups."
    wrong = Entity("Russia", "GPE", code="RUS", mentions=(Span(0, 6), span_of(text, "them")))
    delisted = next(event for event in read(text, entities=[wrong]) if event.act == "delist")
    assert [actor.code[:3] for actor in delisted.target_actors] == ["AFG"]


def test_event_in_a_quotation_is_asserted_by_it():
    text = "“Iran shelled Iraqi villages,” Hassan said."
    quote = Quote("direct", (Span(0, 29),))
    assert one(text, quotes=[quote]).asserted_by == 0


def test_place_is_where_the_clause_says_it_was():
    text = "The Norwegian and Finnish foreign ministers met in Tromso."
    place = Place(span_of(text, "Tromso"), "Tromsø", country="NOR")
    assert one(text, places=[place]).place == "Tromsø"


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("Peru expelled the Mexican envoy, and Chile closed its embassy in Lima.", "Peru expelled the Mexican envoy"),
        ("Malta became the first country to recognise Kosovo, officials said.", None),
    ],
)
def test_evidence_is_the_clause_with_trigger_and_doer(text, clause):
    event = read(text)[0]
    words = event.clause.of(text)
    assert event.clause.holds(event.trigger)
    assert event.source_actors[0].text in words
    assert clause is None or words == clause


def test_evidence_of_an_endless_sentence_stays_short():
    text = "Kenya recalled its ambassador from Iran, " + "and from the sea, " * 200 + "it rained."
    assert all(len(event.clause) <= 600 for event in read(text))


def test_development_sentences_keep_their_score():
    """Of the gold events of ``events/open.jsonl`` at least this share is found with its type, by their words alone."""
    found = total = 0
    for line in (DATA / "events" / "open.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        events = read(gold["text"], published=date.fromisoformat(gold["published"]))
        for want in gold["events"]:
            total += 1
            spot = span_of(gold["text"], want["trigger"])
            types = {want["type"], *want["also"]}
            found += any(event.type in types and event.clause.overlaps(spot) for event in events)
    assert found / total >= 0.70


@given(st.text(alphabet=st.sampled_from("KenyaIr“”’'\",.;:()—\n0123456789 "), max_size=120))
@settings(max_examples=40, deadline=None)
def test_spans_and_reading_hold_whatever_comes_before(before):
    text = f"{before}\n\nKenya recalled its ambassador from Iran."
    start = text.rindex("Kenya")
    regions = [Region("body", Span(0, start)), Region("body", Span(start, len(text)))]
    parse = parse_text(text, regions)
    arguments = {"entities": (), "quotes": (), "times": (), "places": (), "published": None}
    events = find_events(parse, **arguments)
    assert events == find_events(parse, **arguments)
    assert any(event.trigger.of(text) == "recalled" and event.trigger.start >= start for event in events)
    for event in events:
        assert event.type in TYPES
        assert event.clause.holds(event.trigger)
        for actor in (*event.source_actors, *event.target_actors):
            assert actor.span.of(text) == actor.text


def test_no_events_in_an_empty_text():
    assert read("") == ()


@pytest.mark.parametrize(
    ("value", "interval"),
    [("2025-04", ("2025-04", "2025-04")), ("2025-04-02T10:00", ("2025-04-02", "2025-04-02")), ("PAST_REF", None)],
)
def test_bounds_keep_the_precision_of_the_words(value, interval):
    assert bounds(Timex(Span(0, 1), "DATE", value)) == interval


@pytest.mark.parametrize(
    ("latest", "age"), [("2025-06-09", 1), ("2025-05", 10), ("2024", 161), ("2025-12", -204), (None, None)]
)
def test_age_counts_from_the_end_of_the_interval(latest, age):
    assert age_in_days(latest, PUBLISHED) == age


def test_lexicon_states_where_it_is_from():
    for name in ("en/acts.toml", "en/operators.toml"):
        assert load_tables(name).licence == "CC0-1.0"


def test_lexicon_row_without_words_or_with_an_unknown_type_is_refused():
    with pytest.raises(ValueError, match="no PLOVER type"):
        Act("x", "FIGHT", verbs=("x",))
    with pytest.raises(ValueError, match="no words"):
        Act("x", "AID")
    with pytest.raises(ValueError, match="no PLOVER type"):
        Composition("x", ("*",), "FIGHT")
    with pytest.raises(LexiconError):
        load_acts("xx")


@pytest.mark.parametrize(
    ("op", "base", "kind"),
    [
        ("promise", "AID", "AGREE"),
        ("promise", "ASSAULT", "THREATEN"),
        ("refuse", "CONSULT", "REJECT"),
        ("request", None, "REQUEST"),
        ("stop", "AID", "SANCTION"),
        ("stop", "ASSAULT", "RETREAT"),
        ("plan", "SANCTION", "SANCTION"),
        ("plan", None, None),
    ],
)
def test_operator_and_base_act_compose(op, base, kind):
    assert load_acts().compose(op, base) == kind


def test_the_day_of_what_an_act_was_over_is_not_the_day_of_the_act():
    text = (
        "Chad has ordered the Sudanese ambassador to leave the country within 48 hours over the fighting at Ras Tafer "
        "on Monday, in which 11 Chadian soldiers were killed."
    )
    days = {event.act: (event.earliest, event.latest) for event in read(text)}
    assert days["clash"] == ("2025-06-09", "2025-06-09")
    assert days["expel-ambassador"] != days["clash"]


def test_the_day_of_a_denial_is_not_that_of_what_is_denied():
    [event] = [event for event in read("Peru denied on Monday that it had expelled two Greek diplomats.") if event.mode]
    assert event.status == "denied"
    assert event.date_reason in ("publication", "none")


def test_a_patrol_boat_acts_for_its_state_and_is_no_accident():
    [event] = read("A Peruvian patrol boat seized a Chilean trawler with its crew of 14.")
    assert event.act == "seize"
    assert [actor.code for actor in event.source_actors] == ["PERMIL"]


def test_an_ambassador_is_summoned_whoever_does_it():
    [event] = read("The Peruvian ambassador in Santiago was summoned on Monday.")
    assert (event.act, [actor.code for actor in event.target_actors]) == ("summon-ambassador", ["PERGOV"])
