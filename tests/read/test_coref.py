"""Entities: names, descriptions and pronouns that stand for one person, body or place."""

import re
import tomllib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Region, Span
from dateline.read.entities import find_names
from dateline.read.entities.coref import find_entities
from dateline.read.text import parse_text

CASES = tomllib.loads((Path(__file__).parents[1] / "data" / "coref_cases.toml").read_text(encoding="utf-8"))["case"]


def read(text, published=date(2025, 3, 1)):
    regions = [Region("body", Span(*match.span())) for match in re.finditer(r"[^\n]+(?:\n[^\n]+)*", text)]
    parse = parse_text(text, regions)
    return find_entities(parse, find_names(parse), published=published)


def names_of(text, words, nth=1):
    """The names of the entities that have the nth occurrence of *words* as a mention."""
    found = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text))[nth - 1]
    wanted = Span(*found.span())
    return [entity.name for entity in read(text) if wanted in entity.mentions]


def rows():
    for case in CASES:
        marks = pytest.mark.xfail(reason=case["xfail"], strict=True) if "xfail" in case else ()
        yield pytest.param(case, id=f"{case['words']} ({case['reason']})", marks=marks)


@pytest.mark.parametrize("case", list(rows()))
def test_mention_stands_for_its_entity(case):
    names = names_of(case["text"], case["words"], case.get("nth", 1))
    assert names == ([case["name"]] if case["name"] else []), case["reason"]


@pytest.mark.parametrize(
    ("text", "name", "role", "code"),
    [
        ("Norway's foreign ministry protested.", "Norway's foreign ministry", None, "NORGOV"),
        ("Ivan Orlov spoke. Russian President Ivan Orlov is ill.", "Ivan Orlov", "Russian President", "RUSGOV"),
        (
            "Peru's army lied. Ana Rios, a spokeswoman for the army, spoke.",
            "Ana Rios",
            "spokeswoman for the army",
            "PERMIL",
        ),
        ("The Taliban closed the road.", "Taliban", None, "AFGGOV"),
        ("Hassan Idris left.", "Hassan Idris", None, None),
        ("Rebels in Mali attacked a post.", "Rebels in Mali", None, "MLIREB"),
    ],
)
def test_entity_has_fullest_name_role_and_code(text, name, role, code):
    entity = next(entity for entity in read(text) if entity.name == name)
    assert (entity.role, entity.code) == (role, code)


@pytest.mark.parametrize(("day", "code"), [(date(2010, 1, 1), "AFGREB"), (date(2023, 1, 1), "AFGGOV")])
def test_group_is_coded_by_the_day_of_the_report(day, code):
    [entity] = [entity for entity in read("The Taliban closed the road.", day) if entity.name == "Taliban"]
    assert entity.code == code


def test_description_before_the_name_is_a_mention_of_the_person():
    text = "Another former minister in Lima, Rosa Quispe, said the vote was fair."
    [person] = [entity for entity in read(text) if entity.name == "Rosa Quispe"]
    assert [span.of(text) for span in person.mentions] == ["Another former minister", "Rosa Quispe"]
    assert [span.of(text) for span in person.names] == ["Rosa Quispe"]


def test_gender_is_learnt_from_pronouns():
    entities = read("Chidi Adeyemi left. She will be back. She said so.")
    [person] = [entity for entity in entities if entity.type == "PERSON"]
    assert person.gender == "female"


BODY = (
    "Foreign Minister Amina Otieno met Daniel Okafor in Cairo on Monday.\n\n"
    "She said the Harbour Workers' Network (HWN) had agreed to the plan.\n\n"
    "“It is a good plan,” it said in a statement.\n\n"
    "The minister will fly home with her staff. He stays in Egypt."
)


def moved_back(spans, cut, shift):
    """The spans as they were before *shift* code points came in at *cut*; those that came in are left out."""
    kept = [span for span in spans if not cut <= span.start < cut + shift]
    return tuple(Span(s.start - shift, s.end - shift) if s.start >= cut else s for s in kept)


@pytest.mark.parametrize("filler", ["Rain fell hard and roads were wet.", "Prices rose again last week in most shops."])
def test_paragraph_without_names_or_pronouns_changes_only_offsets(filler):
    cut = BODY.index("\n\n") + 2
    shift = len(filler) + 2
    longer = BODY[:cut] + filler + "\n\n" + BODY[cut:]
    found = [replace(entity, mentions=moved_back(entity.mentions, cut, shift), names=()) for entity in read(longer)]
    assert [entity for entity in found if entity.mentions] == [replace(entity, names=()) for entity in read(BODY)]


def test_mentions_are_in_order_and_entities_by_first_mention():
    entities = read(" ".join(case["text"] for case in CASES[:20]))
    for entity in entities:
        assert list(entity.mentions) == sorted(set(entity.mentions))
        assert set(entity.names) <= set(entity.mentions)
    assert [entity.mentions[0] for entity in entities] == sorted(entity.mentions[0] for entity in entities)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from([*(case["text"] for case in CASES), "he", "“", "\n\n", "the ", "“It", ".", "K."]), max_size=6
    )
)
def test_mentions_slice_any_text(parts):
    text = " ".join(parts)
    for entity in read(text):
        assert entity.name
        assert all(span.of(text).strip() == span.of(text) != "" for span in entity.mentions)


def test_same_text_gives_the_same_entities():
    assert read(BODY) == read(BODY)


def test_work_grows_with_length_only(count_calls):
    def work(times: int) -> int:
        text = "Hassan Idris said he saw the minister. The group said it knew. " * times
        parse = parse_text(text, [Region("body", Span(0, len(text)))])
        return count_calls(lambda: find_entities(parse, find_names(parse), published=None))

    work(2)  # what is loaded once is loaded
    assert work(160) < 8 * work(40)  # four times the text; quadratic would be sixteen
