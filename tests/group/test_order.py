"""The same reports in any order lead to the same stories and origins."""

from __future__ import annotations

import importlib.util
import random
from pathlib import Path

import pytest

from dateline.group import Item, find_origins, find_stories, make_item

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "group_scale.py"


@pytest.fixture(scope="module")
def made() -> list[tuple[Item, str, str]]:
    spec = importlib.util.spec_from_file_location("group_scale", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return [(make_item(report), story, origin) for report, story, origin in script.make_reports(300, 3)]


@pytest.fixture(scope="module")
def in_order(made):
    items = sorted((item for item, _, _ in made), key=lambda item: (item.published, item.id))
    return find_origins(items), find_stories(items)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_hundred_reports_in_any_order_give_what_they_give_by_date(seed, made, in_order):
    items = [item for item, _, _ in made]
    random.Random(seed).shuffle(items)
    assert (find_origins(items), find_stories(items)) == in_order


def test_made_reports_are_found_as_they_were_made(made, in_order):
    origins, stories = in_order
    story_of = {item.id: story for item, story, _ in made}
    origin_of = {item.id: origin for item, _, origin in made}
    assert all(len({origin_of[report] for report in each.reports}) == 1 for each in origins)
    assert sum(len({story_of[report] for report in story}) == 1 for story in stories) >= 0.8 * len(stories)


def test_generator_is_deterministic(made):
    spec = importlib.util.spec_from_file_location("group_scale_again", SCRIPT)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert [report.text for report, _, _ in script.make_reports(300, 3)] == [item.text for item, _, _ in made]
