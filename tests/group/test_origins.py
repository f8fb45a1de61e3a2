"""Independent origins: who is counted once, under what name and for what reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.config import GroupConfig
from dateline.group import assign_origins, find_origins, make_item
from dateline.ingest import ingest_paths
from dateline.model import Metadata, Quote, Reading, Region, Report, Span, Speaker
from dateline.read.credit import find_credit, find_metadata
from dateline.read.regions import find_regions

ROOT = Path(__file__).parents[2]
EXAMPLES = ("recognition", "depot-blast", "envoys")


def light(report):
    """A light record with the regions, particulars and credit that the readers find."""
    regions = find_regions(report.text, title=report.title)
    found = find_metadata(report, regions)
    whole = Report(report.id, report.text, found.title, found.outlet, found.published, found.url, found.byline)
    return make_item(whole, regions=regions, credit=find_credit(report, regions))


@pytest.fixture(scope="module", params=EXAMPLES)
def example(request):
    reports = ingest_paths([str(ROOT / "src/dateline/data/examples" / request.param)]).reports
    gold = json.loads((ROOT / "tests/data/examples" / f"{request.param}.json").read_text(encoding="utf-8"))
    return find_origins([light(report) for report in reports]), gold


def test_the_examples_have_the_origins_of_their_gold(example):
    origins, gold = example
    assert {frozenset(origin.reports) for origin in origins} == {frozenset(group) for group in gold["origins"].values()}


def test_the_examples_rest_on_the_outlets_that_their_gold_names(example):
    origins, gold = example
    found = {(origin.reports[0], item.on, item.kind) for origin in origins for item in origin.depends_on}
    assert found == {(row["report"], row["on"], row["kind"]) for row in gold["depends_on"]}


def test_the_agency_of_the_examples_holds_for_every_copy(example):
    origins, gold = example
    for origin in origins:
        assert {gold["agencies"].get(report) for report in origin.reports} == {origin.agency}


def test_a_credit_in_one_copy_holds_for_all(texts, item):
    [origin] = find_origins([item("a", texts["dispatch"], agency="AFP"), item("b", texts["dispatch"], outlet="B")])
    assert (origin.agency, origin.name, origin.reports) == ("AFP", "AFP", ("a", "b"))
    assert any("names no agency" in reason and "AFP" in reason for reason in origin.reasons["b"])
    assert any("credits AFP" in reason for reason in origin.reasons["a"])


@pytest.mark.parametrize(
    ("credited", "agency"),
    [
        pytest.param(
            ("MNA", "Meridian News Agency", None), "Meridian News Agency", id="initials and full name are one"
        ),
        pytest.param(("AFP", "Reuters", "Reuters"), "Reuters", id="what most copies credit"),
        pytest.param(("AFP", "Reuters", None), "AFP", id="the first of equals"),
        pytest.param((None, None, None), None, id="no credit, no agency"),
    ],
)
def test_the_agency_of_one_text(credited, agency, texts, item):
    copies = [
        item(f"r{number}", texts["dispatch"], agency=credit, published=f"2026-05-0{number + 1}")
        for number, credit in enumerate(credited)
    ]
    [origin] = find_origins(copies)
    assert origin.agency == agency


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"outlet": "Harbour Post"}, "Harbour Post"),
        ({"outlet": "www.nytimes.com"}, "The New York Times"),
        ({"outlet": "unheard.example"}, "unheard.example"),
        ({}, "unnamed outlet (r)"),
        ({"outlet": "Harbour Post", "agency": "AFP"}, "AFP (run by Harbour Post)"),
        ({"agency": "AFP"}, "AFP"),
    ],
)
def test_an_origin_is_named_by_its_agency_or_outlet(fields, name, texts, item):
    [origin] = find_origins([item("r", texts["own_report"], **fields)])
    assert origin.name == name


UPDATE = """
The death toll from the collapse of a footbridge over the river Tarn in the town of Vellmar rose to twelve on Tuesday
after divers found three more bodies near the old customs house, the district engineer Ilse Brandauer said.

Prosecutors questioned Mayor Tomas Ruzek about the maintenance of the bridge, from which spectators of a boat race were
thrown into the water on Sunday.

The footbridge was built in 1958. Two days of mourning end in Vellmar tonight.
"""


@pytest.mark.parametrize(
    ("one", "two", "days", "together"),
    [
        pytest.param("AFP", "AFP", ("2026-07-05", "2026-07-07"), True, id="an agency's update is of one origin"),
        pytest.param("AFP", "Reuters", ("2026-07-05", "2026-07-07"), False, id="two agencies are two"),
        pytest.param("AFP", None, ("2026-07-05", "2026-07-07"), False, id="no credit, no link"),
        pytest.param("AFP", "AFP", ("2026-07-05", "2026-07-25"), False, id="weeks apart"),
    ],
)
def test_other_dispatches_on_one_happening(one, two, days, together, texts, item):
    reports = [
        item("a", texts["dispatch"], agency=one, published=days[0]),
        item("b", UPDATE, agency=two, published=days[1]),
        item("c", texts["other_story"], agency=one, published=days[0]),
    ]
    origins = {frozenset(origin.reports) for origin in find_origins(reports)}
    assert (frozenset("ab") in origins) is together
    assert frozenset("c") in origins


def test_one_speech_in_two_reports_is_shown_as_dependence(texts):
    readings = []
    for name, speaker in (("speech_one", "Hruska"), ("speech_two", "Dana Hruska")):
        text = texts[name].strip()
        start = text.index("We have paid")
        span = Span(start, text.index("graves", start) + 6)
        report = Report(id=name, text=text, outlet=name)
        paragraphs = tuple(
            Region("body", Span(text.index(part), text.index(part) + len(part))) for part in text.split("\n\n")
        )
        quote = Quote("direct", (span,), speaker=Speaker(name=speaker))
        readings.append(Reading(report, Metadata(outlet=name), regions=paragraphs, quotes=(quote,)))
    origins = assign_origins(readings)
    assert len(origins) == 2
    for origin in origins:
        [rest] = origin.depends_on
        assert (rest.on, rest.kind) == ("Dana Hruska", "speaker")
        for evidence in rest.evidence:
            text = next(reading.text for reading in readings if reading.id == evidence.report)
            assert evidence.span.of(text) == evidence.text


def sample(texts, item):
    return [
        item("a", texts["dispatch"], agency="AFP", published="2026-07-05", outlet="a.example"),
        item("b", texts["dispatch"][:900], published="2026-07-06", outlet="b.example"),
        item("c", texts["own_report"], published="2026-07-06", outlet="c.example"),
        item("d", UPDATE, agency="AFP", published="2026-07-07"),
        item("e", texts["speech_one"]),
        item("f", texts["speech_two"]),
        item("g", texts["quake_one"][0]),
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(7)))
def test_the_order_of_the_reports_does_not_matter(order, texts, item):
    items = sample(texts, item)
    assert find_origins([items[index] for index in order]) == find_origins(items)


def test_an_unrelated_report_changes_nothing(texts, item):
    items = sample(texts, item)
    more = find_origins([*items, item("z", texts["other_story"], outlet="z.example", published="2026-07-05")])
    assert [origin for origin in more if "z" not in origin.reports] == list(find_origins(items))


def test_a_later_copy_keeps_the_origins_id(texts, item):
    items = sample(texts, item)
    later = item("later", texts["dispatch"], published="2026-08-01")
    before = {origin.id for origin in find_origins(items)}
    assert {origin.id for origin in find_origins([*items, later])} == before


def test_every_report_is_in_one_origin_with_a_reason(texts, item):
    origins = find_origins(sample(texts, item))
    assert sorted(report for origin in origins for report in origin.reports) == list("abcdefg")
    assert len({origin.id for origin in origins}) == len(origins)
    for origin in origins:
        assert set(origin.reasons) == set(origin.reports)
        assert all(origin.reasons.values())


def test_no_reports_no_origins():
    assert find_origins([]) == ()
    assert find_origins([make_item(Report("a", "   "))], GroupConfig())[0].reports == ("a",)
