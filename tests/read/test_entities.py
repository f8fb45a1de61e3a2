"""Names, their types and the roles given on the spot."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Place, Region, Span
from dateline.read.entities import find_names
from dateline.read.nouns import load_nouns
from dateline.read.text import parse_text

CASES = tomllib.loads((Path(__file__).parents[1] / "data" / "entities_cases.toml").read_text(encoding="utf-8"))["case"]


def parse_paragraphs(text, kinds=()):
    """Parse a text whose paragraphs stand apart by blank lines."""
    spans = [Span(*match.span()) for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]
    kinds = [*kinds, *["body"] * (len(spans) - len(kinds))]
    return parse_text(text, [Region(kind, span) for kind, span in zip(kinds, spans, strict=True)])


def names_in(text, **given):
    return find_names(parse_paragraphs(text, **given))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['name']} ({case['reason']})")
def test_name_is_found_with_type_and_role(case):
    found = {name.text: name for name in names_in(case["text"])}
    assert case["name"] in found, sorted(found)
    name = found[case["name"]]
    assert (name.type, name.role or "") == (case["type"], case["role"]), case["reason"]


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("Russian President Ivan Orlov spoke.", "Ivan Orlov", "RUSGOV"),
        ("Rosa Quispe, a judge of Peru's highest court, resigned.", "Rosa Quispe", "PERJUD"),
        ("The World Health Organization sent doctors.", "World Health Organization", "IGOUNOHLH"),
        ("They flew to Norway.", "Norway", "NOR"),
    ],
)
def test_name_is_coded_by_the_words_on_the_spot(text, name, code):
    assert {found.text: found.code for found in names_in(text)}[name] == code


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mrs Adeyemi left.", "female"),
        ("King Oskar left.", "male"),
        ("Fatima Adeyemi left.", "female"),
        ("The chairwoman, Robin Adeyemi, left.", "female"),
        ("Chidi Adeyemi left.", None),
    ],
)
def test_gender_comes_from_title_role_or_first_name(text, gender):
    [name] = [name for name in names_in(text) if name.type == "PERSON"]
    assert name.gender == gender


def test_surname_the_parser_took_for_something_else_is_a_person():
    text = "Rosa Quispe led the march. Later Quispe was held for an hour."
    assert [name.type for name in names_in(text) if "Quispe" in name.text] == ["PERSON", "PERSON"]


def test_capitals_of_a_headline_make_no_names():
    text = "Minister Opens Bridge After Long Delay\n\nThe bridge was opened on Friday by Minister Ama Boateng."
    assert [name.text for name in names_in(text, kinds=["headline"])] == ["Ama Boateng"]


def test_place_found_by_the_gazetteer_is_a_name():
    text = "The ferry left for vila nova at noon."
    place = Place(Span(19, 28), "Vila Nova", country="PRT")
    found = find_names(parse_paragraphs(text), places=[place])
    assert [(name.text, name.type) for name in found] == [("vila nova", "GPE")]


def test_names_are_in_order_and_do_not_overlap():
    text = " ".join(case["text"] for case in CASES)
    spans = [name.span for name in names_in(text)]
    assert spans == sorted(spans)
    assert not any(one.overlaps(other) for one, other in pairwise(spans))


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=120))
def test_spans_slice_any_text(text):
    for name in find_names(parse_text(text, [Region("body", Span(0, len(text)))])):
        assert " ".join(name.span.of(text).split()) == name.text
        if name.role_span is not None:
            assert " ".join(name.role_span.of(text).split()) == name.role


def test_word_lists_do_not_give_a_word_two_genders():
    nouns = load_nouns()
    assert nouns.person["spokesman"] == "male"
    assert nouns.given["amal"] is None or nouns.given["amal"] == "female"
    assert nouns.pronouns["their"] == "plural"
