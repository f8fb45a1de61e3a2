import itertools
from dataclasses import replace

import pytest

from dateline.model import Quantity
from dateline.reconcile import reconcile_story

CHILE, PERU = ("Chile", "CHL"), ("Peru", "PER")
TEXT = "Chile recognised Peru. At least 14 people came. “A brave decision of the council,” Ann Okello said."


def reading(
    make, report_id, *, text=TEXT, when=(None, None), low=14, high=None, published="2026-03-11", words=None, **event
):
    words = words or "A brave decision of the council"
    text = text.replace("A brave decision of the council", words)
    told = make.event(
        text, "recognised", "Chile recognised Peru", "recognise", sources=(CHILE,), targets=(PERU,), when=when, **event
    )
    return make.reading(
        report_id, text, published=published, events=(told,), entities=(make.entity(text, "Ann Okello"),),
        quotes=(make.quote(text, words, "Ann Okello", entity=0),),
        quantities=(Quantity(make.span(text, "14"), low, high, "people", "dead"),),
    )  # fmt: skip


def compare(make, *readings):
    return reconcile_story(readings, make.origins(*readings)).comparison


def verdicts(rows, kind):
    return [tuple(cell.verdict for _, cell in sorted(row.cells.items())) for row in rows if row.kind == kind]


@pytest.mark.parametrize(
    ("second", "kind", "expected"),
    [
        ({}, "event", ("agrees", "agrees")),
        ({"status": "denied"}, "event", ("differs", "differs")),  # denied by one
        ({"when": ("2026-03-11", "2026-03-11")}, "date", ("silent", "agrees")),  # one date told
        ({"low": 17, "high": 17}, "quantity", ("agrees", "agrees")),  # at least 14 does not exclude 17
        ({"low": 9, "high": 9}, "quantity", ("differs", "differs")),
        ({"words": "A courageous decision of the council"}, "wording", ("differs", "differs")),
        ({}, "quote", ("agrees", "agrees")),
    ],
)
def test_two_origins_agree_or_differ(make, second, kind, expected):
    found = verdicts(compare(make, reading(make, "a"), reading(make, "b", **second)), kind)
    assert found == ([expected] if expected else [])


def test_two_days_for_one_event_differ_and_a_month_that_holds_the_day_agrees(make):
    day, other, month = ("2026-03-11",) * 2, ("2026-03-10",) * 2, ("2026-03",) * 2
    assert verdicts(compare(make, reading(make, "a", when=day), reading(make, "b", when=other)), "date") == [
        ("differs", "differs")
    ]
    assert verdicts(compare(make, reading(make, "a", when=day), reading(make, "b", when=month)), "date") == [
        ("agrees", "agrees")
    ]


def test_who_says_nothing_is_silent_and_every_row_has_every_origin(make):
    mute = make.reading("z", "It rained in Lima.")
    rows = compare(make, reading(make, "a"), mute)
    assert rows
    for row in rows:
        assert set(row.cells) == {"or_a", "or_z"}
        assert row.cells["or_z"].verdict == "silent"
        assert not row.cells["or_z"].evidence
        assert row.cells["or_a"].verdict == "agrees"


def test_a_later_figure_of_one_origin_is_an_update_with_its_days(make):
    early, late = reading(make, "a", low=14, high=14), reading(make, "b", low=21, high=21, published="2026-03-12")
    [origin, _] = make.origins(early, late)
    both = origin.__class__("or_a", "a", None, ("a", "b"), {})
    [row] = [row for row in reconcile_story([early, late], (both,)).comparison if row.kind == "quantity"]
    assert row.cells["or_a"].value == "21 people"
    assert row.note == "updated: 2026-03-11: 14 people; 2026-03-12: 21 people"


def test_what_has_no_day_or_is_the_same_again_is_no_update(make):
    same, undated = reading(make, "b", published="2026-03-12"), reading(make, "c", low=21, high=21)
    undated = replace(undated, metadata=replace(undated.metadata, published=None))
    for other in (same, undated):
        first = reading(make, "a")
        [origin, _] = make.origins(first, other)
        both = origin.__class__("or_a", "a", None, (first.id, other.id), {})
        [row] = [row for row in reconcile_story([first, other], (both,)).comparison if row.kind == "quantity"]
        assert row.note is None


def test_nearly_a_thousand_is_not_three_hundred(make):
    few, many = reading(make, "a", low=300, high=300), reading(make, "b", low=None, high=1000)
    many = replace(many, quantities=tuple(replace(each, approximate=True) for each in many.quantities))
    assert verdicts(compare(make, few, many), "quantity") == [("differs", "differs")]


def test_the_dossier_is_the_same_in_any_order_of_reports(make):
    readings = [reading(make, "a"), reading(make, "b", low=9, high=9), reading(make, "c", status="planned")]
    origins = make.origins(*readings)
    results = [reconcile_story(order, origins) for order in itertools.permutations(readings)]
    assert all(result == results[0] for result in results)


def test_all_evidence_is_the_words_of_its_report(make):
    readings = [reading(make, "a"), reading(make, "b")]
    texts = {each.id: each.text for each in readings}
    story = reconcile_story(readings, make.origins(*readings))
    items = [
        item for part in (story.events, story.statements, story.relations) for each in part for item in each.evidence
    ]
    items += [item for row in story.comparison for cell in row.cells.values() for item in cell.evidence]
    assert items
    assert all(item.text == item.span.of(texts[item.report]) and 0 < len(item.text) <= 600 for item in items)
