"""Names of places, and which place each stands for."""

from __future__ import annotations

import math
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.lexicon import load_rows
from dateline.model import Metadata, Place, Region, RegionKind, Span
from dateline.read.places import country_of, find_places
from dateline.read.places.gazetteer import name_key, open_gazetteer
from dateline.read.text import Parse, parse_text

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "data" / "places_cases.toml").read_text(encoding="utf-8")
)["case"]


def read(text: str, outlet: str | None = None, kind: RegionKind = "body") -> tuple[Place, ...]:
    regions = (Region(kind, Span(0, len(text))),)
    return find_places(parse_text(text, regions), regions=regions, metadata=Metadata(outlet=outlet))


def read_unparsed(text: str) -> tuple[Place, ...]:
    regions = (Region("caption", Span(0, len(text))),)
    return find_places(Parse(text, [], [], []), regions=regions, metadata=Metadata())


def distance(place: Place, lat: float, lon: float) -> float:
    assert place.lat is not None
    assert place.lon is not None
    return 111.2 * math.hypot(place.lat - lat, (place.lon - lon) * math.cos(math.radians(lat)))


def rows() -> list[Any]:
    return [
        pytest.param(
            case,
            id=f"{number}-{case['reason'][:40]}",
            marks=[pytest.mark.xfail(reason=case["miss"], strict=True)] if "miss" in case else [],
        )
        for number, case in enumerate(CASES)
    ]


@pytest.mark.parametrize("case", rows())
def test_places_of_a_sentence_are_found_and_resolved(case: dict[str, Any]) -> None:
    places = read(case["text"], case.get("outlet"))
    expected = [row.partition("@")[0].rpartition(">")[::2] for row in case["expect"]]
    assert [(place.name, place.country or "-") for place in places] == expected, case["reason"]
    for place, row in zip(places, case["expect"], strict=True):
        point = row.partition("@")[2]
        if point == "-":
            assert place.lat is None
        elif point:
            lat, lon = map(float, point.split(","))
            assert distance(place, lat, lon) < 60, (row, place)


def test_there_are_enough_cases_and_each_gives_its_reason() -> None:
    assert len(CASES) >= 120
    assert all(case["reason"].strip() for case in CASES)


@pytest.mark.parametrize("kind", ["headline", "body", "caption", "dateline"])
def test_places_are_read_in_every_region_that_names_them(kind: RegionKind) -> None:
    assert [place.country for place in read("Floods hit Jakarta and Manila", kind=kind)] == ["IDN", "PHL"]


@pytest.mark.parametrize("kind", ["byline", "url", "related", "boilerplate", "date"])
def test_other_regions_name_no_places_of_the_story(kind: RegionKind) -> None:
    assert read("Floods hit Jakarta and Manila", kind=kind) == ()


def test_a_dateline_marked_inside_a_paragraph_is_read_once() -> None:
    text = "OSLO (Reuters) - Bergen was cut off."
    regions = (Region("dateline", Span(0, 16)), Region("body", Span(0, len(text))))
    places = find_places(parse_text(text, regions), regions=regions, metadata=Metadata())
    assert [place.name for place in places] == ["OSLO", "Bergen"]


def test_a_place_tells_why_it_was_chosen() -> None:
    paris, texas = read("The flood reached Paris, Texas.")
    assert paris.reasons[0] == "named with its container, Texas"
    assert paris.geonameid == 4717560
    assert texas.reasons


def test_the_same_name_is_resolved_alike_throughout_a_report() -> None:
    places = read("Columbus, Georgia, voted.\n\nTurnout in Columbus was low. Nobody in Columbus complained.")
    assert len({place.geonameid for place in places if place.name == "Columbus"}) == 1


@given(st.text(alphabet="ABCXYZabcxyz .,'’\"“”-–\n0123456789ÉßİØ'$", max_size=200))
@settings(deadline=None, max_examples=150)
def test_spans_hold_the_names_whatever_the_text(text: str) -> None:
    for place in read_unparsed(text):
        assert place.span.of(text) == place.name
        assert (place.lat is None) == (place.lon is None)


@given(
    st.lists(
        st.sampled_from(["Paris", "Texas", "Georgia", "U.S.", "Springfield", "Oslo", "Jordan", "Ohio"]), max_size=8
    )
)
@settings(deadline=None, max_examples=100)
def test_places_do_not_overlap_and_stand_in_text_order(names: list[str]) -> None:
    text = "Reports came from " + ", ".join(names) + "."
    spans = [place.span for place in read_unparsed(text)]
    assert spans == sorted(spans)
    assert all(one.end <= two.start for one, two in pairwise(spans))


@given(st.text(st.characters(categories=["Ll", "Nd", "Zs"]), max_size=40))
@settings(deadline=None, max_examples=50)
def test_what_stands_before_shifts_spans_only(before: str) -> None:
    text = f"{before}\n\nThe flood reached Nairobi."
    regions = (Region("body", Span(len(before) + 2, len(text))),)
    [place] = find_places(Parse(text, [], [], []), regions=regions, metadata=Metadata())
    assert place.span.of(text) == "Nairobi"


@pytest.mark.parametrize("text", ["Springfield, " * 4000, "San " * 20000, "A." * 50000, '"' * 200000, "1" * 200000])
def test_long_monotonous_text_is_read(text: str) -> None:
    read_unparsed(text)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Burma", "MMR"), ("the Netherlands", "NLD"), ("Soviet Union", "RUS"), ("U.S.", "USA"), ("Congo", "COD"),
        ("Kosovo", "XKX"), ("Palestine", "PSE"), ("Hong Kong", "HKG"), ("Western Sahara", "ESH"), ("Kandahar", "AFG"),
        ("Texas", "USA"), ("Bavaria", "DEU"), ("Black Sea", None), ("Xyzzyville", None), ("", None), ("Georgia", "GEO"),
    ],
)  # fmt: skip
def test_country_of_a_name(name: str, country: str | None) -> None:
    assert country_of(name) == country


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("St. Louis", "saint louis"), ("Côte d’Ivoire", "cote divoire"), ("N'Djamena", "ndjamena"), ("", ""),
        ("Rhône-Alpes", "rhone alpes"), ("  Oslo ", "oslo"), ("Malmö", "malmo"), ("Tromsø", "tromso"),
    ],
)  # fmt: skip
def test_names_are_filed_without_case_accents_and_points(name: str, key: str) -> None:
    assert name_key(name) == key


def test_every_state_is_in_the_gazetteer_by_all_its_names() -> None:
    gazetteer = open_gazetteer()
    for row in load_rows("countries.tsv"):
        code = row["successor"] or row["alpha3"]
        for name in [row["name"], *filter(None, row["other_names"].split("|"))]:
            found = gazetteer.find(name.removeprefix("the ").removeprefix("The "))
            assert any(place.country == code for place in found), name


def test_every_capital_is_a_place_in_its_state() -> None:
    gazetteer = open_gazetteer()
    unlisted = {"King Edward Point"}  # a research station, which GeoNames counts as no town
    for row in load_rows("countries.tsv"):
        for name in filter(None, (row["capital"], row["seat"])):
            code = row["successor"] or row["alpha3"]
            if not row["successor"] and name not in unlisted:
                assert any(place.country == code for place in gazetteer.find(name)), (name, code)


def test_states_have_unique_codes_and_a_point() -> None:
    states = load_rows("countries.tsv")
    codes = [row["alpha3"] for row in states]
    assert len(codes) == len(set(codes))
    assert {"XKX", "TWN", "PSE", "HKG", "ESH"} <= set(codes)
    for row in states:
        assert -90 <= float(row["lat"]) <= 90
        assert -180 <= float(row["lon"]) <= 180
        assert not row["successor"] or row["successor"] in codes


def test_outlets_are_at_home_in_places_that_the_gazetteer_has() -> None:
    gazetteer = open_gazetteer()
    lost = []
    for row in load_rows("outlet_homes.tsv"):
        outer = gazetteer.find(row["within"])
        if not any(gazetteer.lies_in(place, out) for place in gazetteer.find(row["place"]) for out in outer):
            lost.append((row["place"], row["within"]))
        assert row["reach"] in ("local", "national")
    assert not lost


def test_the_gazetteer_states_its_origin_and_attribution() -> None:
    header = open_gazetteer().header
    assert header["licence"] == "CC-BY-4.0"
    assert "GeoNames" in header["attribution"]
    assert header["version"]
