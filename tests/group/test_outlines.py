"""Grouping from what is kept of a report, without its text."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.group import (
    Outline,
    find_groups,
    find_origins,
    find_stories,
    make_item,
    make_outline,
    pack_outline,
    unpack_outline,
)
from dateline.group.outlines import OUTLINE_VERSION
from dateline.model import Report


@pytest.fixture
def items(texts, item):
    return [
        item("a", texts["dispatch"], agency="AFP", published="2026-07-05", outlet="harbour-post.example"),
        item("b", texts["dispatch"][:900], published="2026-07-06", outlet="b.example"),
        item("c", texts["own_report"], published="2026-07-06", outlet="c.example"),
        item("d", texts["own_report"] + "\nThe Harbour Post first reported the talks.", outlet="d.example"),
        item("e", texts["speech_one"]),
        item("f", texts["quake_one"][0]),
        item("g", texts["quake_one"][1], byline="By Ann Lee"),
    ]


def put_away(items):
    return [unpack_outline(pack_outline(make_outline(each))) for each in items]


def test_outlines_lead_to_the_groups_of_their_reports(items):
    by_id = {each.id: each for each in items}
    found = find_groups(put_away(items), fetch=by_id.__getitem__)
    assert found.origins == find_origins(items)
    assert found.stories == find_stories(items) == find_stories(put_away(items))
    assert any(origin.depends_on for origin in found.origins)


def test_texts_are_fetched_only_where_a_reason_cites_them(items):
    by_id = {each.id: each for each in items}
    asked = []

    def fetch(report):
        asked.append(report)
        return by_id[report]

    find_groups(put_away([each for each in items if each.id in ("e", "f", "g")]), fetch=fetch)
    assert not asked
    find_groups(put_away(items), fetch=fetch)
    assert {"a", "b"} <= set(asked)
    assert not {"e", "f", "g"} & set(asked)


def test_outlines_without_a_way_to_their_texts_are_refused(items):
    with pytest.raises(InputError, match="outlines hold no text"):
        find_origins(put_away(items))


@given(st.text(max_size=300), st.text(max_size=20) | st.none())
def test_an_outline_of_any_text_comes_back_as_it_was(text, title):
    outline = make_outline(make_item(Report("r", text, title=title)))
    packed = pack_outline(outline)
    again = unpack_outline(packed)
    assert isinstance(again, Outline)
    assert pack_outline(again) == packed
    assert again.cited == outline.cited
    for one, two in ((outline.words, again.words), (outline.profile, again.profile)):
        for name in one.__slots__:
            assert getattr(one, name).tolist() == getattr(two, name).tolist()


def test_an_outline_is_small(item, texts):
    record = item("r", texts["dispatch"])
    assert len(pack_outline(make_outline(record))) < 25 * len(make_outline(record).words.hashes) + 600


@pytest.mark.parametrize("data", [b"", b"\x01", b"outline", msgspec.msgpack.encode([OUTLINE_VERSION + 1, "r"])])
def test_what_is_no_outline_of_this_version_is_told(data):
    with pytest.raises(InputError, match="outline"):
        unpack_outline(data)
