import itertools
from dataclasses import replace

import pytest

from dateline.reconcile.carried import REASON, carry_days
from dateline.reconcile.eventcoref import find_story_events

CHILE, PERU = ("Chile", "CHL"), ("Peru", "PER")


def told(
    make, report_id, text, trigger, act="recognise", sources=(CHILE,), targets=(PERU,), published="2026-03-11", **more
):
    event = make.event(text, trigger, text.rstrip("."), act, sources=sources, targets=targets, **more)
    return make.reading(report_id, text, published=published, events=(event,))


def merge(make, *readings):
    return find_story_events(readings, make.origins(*readings))


FIRST = "Chile recognised the government of Peru."


@pytest.mark.parametrize(
    ("second", "same"),
    [
        # what the second report tells of the act, and whether it is the same event
        ({}, True),  # all the same
        ({"when": ("2026-03-10", "2026-03-10")}, True),  # a day that conflicts by little: reports differ
        ({"when": ("2026-03", "2026-03")}, True),  # a month that holds the day
        ({"when": ("2019", "2019")}, False),  # another year
        ({"targets": (("Bolivia", "BOL"),)}, False),  # another party
        ({"act": "withdraw-recognition"}, False),  # another act
        ({"status": "planned"}, True),  # planned in one report, done in another
        ({"status": "planned", "published": "2026-03-20"}, False),  # planned after it: another one
        ({"status": "hypothetical"}, False),  # what may be is not what was
        ({"status": "denied"}, True),  # what one denies, another tells: one event, shown to differ
        ({"status": "historical"}, True),  # background in a later report
        ({"sources": ()}, True),  # a passive without its agent
    ],
)
def test_mentions_of_two_reports_are_one_event_unless_something_conflicts(make, second, same):
    text = "Chile recognised the government of Peru, and Bolivia did not."
    one = told(make, "a", FIRST, "recognised", when=("2026-03-11", "2026-03-11"))
    other = told(make, "b", text, "recognised", **second)
    kind = "SUPPORT"
    events = merge(make, one, other)
    assert {event.type for event in events} == {kind}
    assert (len(events) == 1) is same


@pytest.mark.parametrize(
    ("act", "other"), [("release", "free"), ("recall-ambassador", "recall-consul"), ("meet", "talks")]
)
def test_one_happening_told_with_two_words_is_one_event(make, act, other):
    text = "Chile dealt with Peru."
    kinds = {"free": "AID", "release": "RETREAT"}
    readings = [
        told(make, report, text, "dealt", word, kind=kinds.get(word, "SUPPORT"))
        for report, word in (("a", act), ("b", other))
    ]
    assert len(merge(make, *readings)) == 1


def test_two_meetings_on_two_days_are_two(make):
    text = "Chile met Peru in Lima."
    days = [("2026-03-09", "2026-03-09"), ("2026-03-10", "2026-03-10")]
    readings = [
        told(make, str(i), text, "met", "meet", sources=(CHILE, PERU), targets=(), kind="CONSULT", when=day)
        for i, day in enumerate(days)
    ]
    assert len(merge(make, *readings)) == 2


def test_a_joint_act_is_one_whichever_side_is_named_first(make):
    one = told(make, "a", "Chile met Peru.", "met", "meet", sources=(CHILE, PERU), targets=(), kind="CONSULT")
    third = told(make, "c", "Peru met Chile.", "met", "meet", sources=(PERU, CHILE), targets=(), kind="CONSULT")
    assert len(merge(make, one, third)) == 1


def test_a_nominalisation_without_parties_joins_the_event_of_its_own_report(make):
    text = "Chile recognised the government of Peru. The recognition came late."
    full = make.event(
        text, "recognised", "Chile recognised the government of Peru", "recognise", sources=(CHILE,), targets=(PERU,)
    )
    bare = make.event(text, "recognition", "The recognition came late", "recognise")
    [event] = merge(make, make.reading("a", text, events=(full, bare)))
    assert len(event.mentions) == 2


def test_exactly_one_event_is_the_main_one_and_it_leads_the_reports(make):
    text = "Chile recognised the government of Peru. Chile had closed its embassy in Bolivia in 2019."
    lead = make.event(
        text, "recognised", "Chile recognised the government of Peru", "recognise", sources=(CHILE,), targets=(PERU,)
    )
    past = make.event(
        text, "closed", "Chile had closed its embassy in Bolivia in 2019", "close-embassy", "SANCTION",
        sources=(CHILE,), targets=(("Bolivia", "BOL"),), when=("2019", "2019"), status="historical",
    )  # fmt: skip
    events = merge(make, make.reading("a", text, events=(past, lead)))
    assert [event.act for event in events if event.main] == ["recognise"]
    assert [event.act for event in events] == ["close-embassy", "recognise"]


def test_the_order_of_reports_changes_nothing(make):
    readings = [
        told(make, "a", FIRST, "recognised", when=("2026-03-11", "2026-03-11")),
        told(make, "b", FIRST, "recognised", when=("2026-03-10", "2026-03-10")),
        told(make, "c", FIRST, "recognised", status="planned"),
        told(make, "d", FIRST, "recognised", sources=()),
    ]
    results = {merge(make, *order) for order in itertools.permutations(readings)}
    assert len(results) == 1


def test_no_events_give_no_main_event(make):
    assert merge(make, make.reading("a", "It rained.")) == ()


def test_origins_are_counted_not_reports(make):
    one, other = told(make, "a", FIRST, "recognised"), told(make, "b", FIRST, "recognised")
    [first, _] = make.origins(one, other)
    joined = first.__class__("or_x", "x", None, ("a", "b"), {})
    [event] = find_story_events([one, other], (joined,))
    assert event.origins == ("or_x",)
    assert [item.report for item in event.evidence] == ["a", "b"]


def test_what_one_report_plans_and_another_agreed_to_do_is_one_event(make):
    text = "Chile agreed to free nine men of Peru."
    one = told(make, "a", "Chile is to free men of Peru.", "free", "plan:release", kind="AGREE", status="planned")
    other = told(make, "b", text, "free", "promise:release", kind="AGREE", status="planned")
    assert len(merge(make, one, other)) == 1


def test_a_day_that_only_publication_lets_us_think_does_not_part_two_tellings(make):
    one = told(make, "a", FIRST, "recognised", when=("2026-03-07", "2026-03-07"), published="2026-03-08")
    text = "Chile has recognised Peru."
    other = told(make, "b", text, "recognised", when=("2026-03-10", "2026-03-11"), date_reason="publication")
    [event] = merge(make, one, other)
    assert (event.earliest, event.latest) == ("2026-03-07", "2026-03-07")


def test_a_clash_is_one_whoever_is_said_to_have_begun_it(make):
    one = told(make, "a", "Chile attacked Peru at Punta Roja.", "attacked", "attack", kind="ASSAULT")
    both = {"sources": (PERU, CHILE), "targets": (), "kind": "ASSAULT"}
    other = told(make, "b", "Peru and Chile clashed at Punta Roja.", "clashed", "clash", **both)
    elsewhere = told(make, "c", "Peru and Chile clashed at Salinas.", "clashed", "clash", **both)
    assert len(merge(make, one, other)) == 1
    assert len(merge(make, one, elsewhere)) == 2


def test_what_was_never_done_over_years_is_no_answer_to_one_attack(make):
    text = "Chile denied that it attacked Peru. Chile has never attacked Peru since 2017."
    one = make.event(text, "attacked", "it attacked Peru", "attack", "ASSAULT", (CHILE,), (PERU,), status="denied")
    never = {"polarity": "negative", "when": ("2017", None)}
    other = make.event(
        text, "never attacked", "Chile has never attacked Peru", "attack", "ASSAULT", (CHILE,), (PERU,), **never
    )
    assert len(merge(make, make.reading("a", text, events=(one, other)))) == 2


def test_two_reports_that_plan_one_return_for_different_days_differ(make):
    planned = {"kind": "SUPPORT", "status": "planned"}
    days = [("2026-04-01", "2026-04-01"), ("2026-04-15", "2026-04-15"), (None, "2026-04-30")]
    readings = [
        told(make, str(i), "Chile will send its envoy back to Peru.", "send", "return-ambassador", when=day, **planned)
        for i, day in enumerate(days)
    ]
    assert len(merge(make, *readings)) == 1


def test_a_day_goes_on_into_the_next_sentence_for_the_same_parties(make):
    text = "Chile and Peru agreed on Wednesday to talk. The two ministers signed a declaration."
    sides = (("Chile", "CHL"), ("Peru", "PER"))
    lead = make.event(
        text, "agreed", "Chile and Peru agreed on Wednesday to talk", "promise", "AGREE", sources=sides,
        when=("2026-03-11", "2026-03-11"), date_reason="clause", status="planned",
    )  # fmt: skip
    next_one = make.event(
        text, "signed", "The two ministers signed a declaration", "sign-agreement",
        sources=(("Chile", "CHLGOV"), ("Peru", "PERGOV")), when=("2026-03-11", "2026-03-12"), date_reason="publication",
    )  # fmt: skip
    told = make.reading("a", text, published="2026-03-12", events=(lead, next_one))
    [_, carried] = carry_days(told).events
    assert (carried.earliest, carried.latest, carried.date_reason) == ("2026-03-11", "2026-03-11", REASON)
    alone = replace(next_one, source_actors=next_one.source_actors[:1])
    [_, left] = carry_days(replace(told, events=(lead, alone))).events
    assert left == alone  # one of the two may have signed on another day


def test_an_agreement_of_which_one_side_is_named_is_not_any_agreement(make):
    first = "Chile and Peru signed an agreement on transit trade on Monday."
    second = "The Peru deal was signed in secret."
    one = make.event(first, "signed", first[:-1], "sign-agreement", sources=(("Chile", "CHL"), ("Peru", "PER")))
    other = make.event(second, "signed", second[:-1], "sign-agreement", sources=(("Peru", "PER"),))
    readings = [make.reading("a", first, events=(one,)), make.reading("b", second, events=(other,))]
    assert len(find_story_events(readings, make.origins(*readings))) == 2
