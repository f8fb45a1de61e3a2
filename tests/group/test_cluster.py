"""Stories: reports of one happening together, lookalikes apart."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.group import assign_stories, find_stories
from dateline.group.copying import Copies
from dateline.group.vectors import likeness, make_profile, rarity
from dateline.lexicon import load_tables
from dateline.model import Metadata, Reading, Report


def reports(texts, item):
    found = []
    for name in ("quake_one", "quake_two"):
        found += [
            item(f"{name}-{number}", text, published=f"2026-03-0{number + 1}")
            for number, text in enumerate(texts[name])
        ]
    return [
        *found,
        item("bridge-1", texts["dispatch"], published="2026-03-02"),
        item("bridge-2", texts["own_report"], published="2026-03-03"),
        item("budget-1", texts["speech_one"]),
        item("budget-2", texts["speech_two"]),
        item("shrimp", texts["other_story"], published="2026-03-01"),
    ]


WANTED = {
    frozenset({"quake_one-0", "quake_one-1", "quake_one-2"}),
    frozenset({"quake_two-0", "quake_two-1", "quake_two-2"}),
    frozenset({"bridge-1", "bridge-2"}),
    frozenset({"budget-1", "budget-2"}),
    frozenset({"shrimp"}),
}


def test_two_earthquakes_are_two_stories(texts, item):
    assert {frozenset(story) for story in find_stories(reports(texts, item))} == WANTED


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(11)))
def test_the_order_of_the_reports_does_not_matter(order, texts, item):
    items = reports(texts, item)
    assert find_stories([items[index] for index in order]) == find_stories(items)


@pytest.mark.parametrize("left_out", range(11))
def test_a_report_less_changes_no_other_story(left_out, texts, item):
    items = reports(texts, item)
    gone = items.pop(left_out).id
    assert {frozenset(story) for story in find_stories(items)} == {story - {gone} for story in WANTED} - {frozenset()}


def test_stories_and_their_reports_stand_by_publication(texts, item):
    stories = find_stories(reports(texts, item))
    assert stories[0] == ("quake_one-0", "quake_one-1", "quake_one-2")
    assert stories[-1] == ("budget-1", "budget-2")  # no day given


def test_copies_of_one_text_are_one_story(texts, item):
    items = [item(str(number), texts["dispatch"]) for number in range(5)]
    assert find_stories(items) == (("0", "1", "2", "3", "4"),)


def test_readings_are_assigned_like_light_records(texts):
    readings = [
        Reading(Report(str(number), text), Metadata())
        for number, text in enumerate(texts["quake_one"] + texts["quake_two"])
    ]
    assert assign_stories(readings) == (("0", "1", "2"), ("3", "4", "5"))


@pytest.mark.parametrize("items", [[], ["only"], ["", " "]])
def test_few_or_empty_reports(items, item):
    assert sum(map(len, find_stories([item(str(n), text) for n, text in enumerate(items)]))) == len(items)


def test_likeness_does_not_depend_on_other_reports(texts, item):
    one, two = (make_profile(item(str(n), text)) for n, text in enumerate(texts["quake_one"][:2]))
    assert 0.1 < likeness(one, two) == likeness(two, one) < 1
    assert round(likeness(one, one), 9) == 1


@pytest.mark.parametrize(("rare", "common"), [("brenna", "polic"), ("havran", "week"), ("polic chief", "polic")])
def test_rare_terms_weigh_more(rare, common):
    assert rarity(rare) > rarity(common)


def test_a_happening_a_year_later_in_like_words_is_another_story(texts, item):
    early = [item(f"a{n}", text, published="2025-03-01") for n, text in enumerate(texts["quake_one"])]
    late = [item(f"b{n}", text, published="2026-03-01") for n, text in enumerate(texts["quake_two"])]
    assert len(find_stories(early + late)) == 2


PLAN = (
    "A ferry with {people} people aboard sank near {place} on Sunday, officials said.",
    "{captain}, who was in command, was taken to hospital in {town} and held by police.",
    "Divers searched the wreck of the ferry for the missing as relatives waited on the quay in {town}.",
    "Transport minister {minister} ordered an inquiry and said the ferry had been overloaded.",
)
SINKINGS = (
    {"people": 84, "place": "Port Amara", "captain": "Ruben Castel", "town": "Verosa", "minister": "Lidia Monfort"},
    {"people": 131, "place": "Kelun Bay", "captain": "Tan Wirando", "town": "Sorang", "minister": "Joko Asmarin"},
)


def test_groups_that_each_name_their_own_people_are_two_stories(item):
    items = [
        item(f"{which}-{left_out}", "\n".join(line.format(**facts) for line in PLAN if line is not PLAN[left_out]))
        for which, facts in enumerate(SINKINGS)
        for left_out in range(1, 4)
    ]
    alone = Copies(tuple(items), tuple((index,) for index in range(len(items))), {})
    assert {frozenset(story) for story in find_stories(items, copies=alone)} == {
        frozenset({"0-1", "0-2", "0-3"}),
        frozenset({"1-1", "1-2", "1-3"}),
    }


def test_common_words_state_where_they_come_from():
    lexicon = load_tables("en/common_words.toml")
    assert (lexicon.licence, "wordfreq" in lexicon.origin) == ("CC-BY-SA-4.0", True)
    assert all(0 < row["of_reports"] < 1 and row["stems"] for row in lexicon.tables["share"])
