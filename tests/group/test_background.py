"""Which reports are background to which stories, and what shows it."""

import random
import tomllib
from pathlib import Path

import pytest

from dateline.group import find_background, find_groups, make_item, make_outline, pack_outline, unpack_outline
from dateline.judgements import Judgement, Judgements
from dateline.model import Report, name_story

GIVEN = tomllib.loads((Path(__file__).parents[1] / "data" / "background.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def items():
    return [make_item(Report(**{**row, "text": row["text"].strip()})) for row in GIVEN["report"]]


def find(items, **options):
    groups = find_groups(items)
    return groups, find_background(items, groups, {item.id: item for item in items}.__getitem__, **options)


def test_reports_are_background_to_the_stories_that_they_tell_of_or_that_go_back_to_them(items):
    groups, found = find(items)
    assert {frozenset(story) for story in groups.stories} == {frozenset(story) for story in GIVEN["stories"]}
    first = {report: story[0] for story in groups.stories for report in story}
    links = {(each.report, each.story, each.told_by) for each in found}
    assert links == {(row["report"], name_story(first[row["story"]]), row["told_by"]) for row in GIVEN["background"]}


def test_background_is_never_a_report_or_an_origin_of_the_story(items):
    groups, found = find(items)
    members = {name_story(story[0]): story for story in groups.stories}
    assert found
    for each in found:
        assert each.report not in members[each.story]
        assert each.report in members[each.news_in]
        assert each.beside == members[each.story][0]


def test_background_is_shown_by_words_that_stand_in_a_passage_after_the_lead(items):
    texts = {item.id: item.text for item in items}
    _, found = find(items)
    for each in found:
        text = texts[each.told_by]
        assert all(item.text == item.span.of(text) for item in each.evidence)
        assert all(item.span.start > text.index("\n\n") for item in each.evidence)
        assert all(span.of(text) in text for span in each.words)
    [told] = [each for each in found if each.report == "pass-1"]
    assert {"Tamrin", "Ghoran", "Sefid"} <= set(told.shared)


def test_background_is_the_same_in_any_order_and_from_outlines(items):
    _, found = find(items)
    shuffled = list(items)
    random.Random(4).shuffle(shuffled)
    assert find(shuffled)[1] == found
    outlines = [unpack_outline(pack_outline(make_outline(item))) for item in items]
    groups = find_groups(outlines, fetch={item.id: item for item in items}.__getitem__)
    assert find_background(outlines, groups, {item.id: item for item in items}.__getitem__) == found


def test_a_user_can_say_that_a_report_is_no_background(items):
    _, found = find(items)
    apart = Judgements((Judgement("background:dam-2|pass-1", "keep apart", "Ana"),))
    assert find(items, judgements=apart)[1] == tuple(each for each in found if each.report != "pass-1")


def test_a_lookalike_happening_and_a_shared_place_are_no_background(items):
    _, found = find(items)
    told = {each.report for each in found} | {each.beside for each in found} | {each.told_by for each in found}
    assert not any(name.startswith(("barge", "quay")) for name in told)
    # a report that only names the place and the vessel's owner, without what happened there
    text = "Corvane Lines opened a hotel in Port Verrow on Monday.\n\nThe house has 200 beds and a garden.\n\n"
    text += "Corvane also runs ferries between Sant Ilario and Port Verrow, and owns a shipyard there since 1998."
    hotel = make_item(Report("hotel", text, title="Corvane opens hotel", published="2026-05-30"))
    assert "hotel" not in {each.report for each in find([*items, hotel])[1]}


def test_nobody_tells_of_what_is_first_reported_days_later(items):
    late = [
        make_item(Report(**{**row, "text": row["text"].strip(), "published": "2026-06-30"}))
        if row["id"].startswith("dam")
        else item
        for row, item in zip(GIVEN["report"], items, strict=True)
    ]
    assert not [each for each in find(late)[1] if each.report == "pass-1"]


def test_nothing_is_background_to_nothing():
    assert find([])[1] == ()
    assert find([make_item(Report("empty", ""))])[1] == ()
