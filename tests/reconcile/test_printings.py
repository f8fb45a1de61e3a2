"""Who printed a remark, in which words, and who was first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reconcile import reconcile_story
from dateline.reconcile.printings import is_earlier


def said(make, report_id, words, published="2026-03-11", role=None, outlet=None):
    text = f"“{words},” Ann Okello said."
    quote = make.quote(text, words, "Ann Okello", entity=0, cue="said")
    entities = (make.entity(text, "Ann Okello", role=role),)
    return make.reading(report_id, text, published=published, outlet=outlet, quotes=(quote,), entities=entities)


def printings_of(make, *readings):
    [statement] = reconcile_story(readings, make.origins(*readings)).statements
    return statement.printings


@pytest.mark.parametrize(
    ("one", "other", "earlier"),
    [
        ("2026-03-10", "2026-03-11", True),
        ("2026-03-11", "2026-03-11", False),  # one day: nobody was first
        ("2026-03-11T08:00", "2026-03-11T09:00", True),
        ("2026-03-11T10:00+05:00", "2026-03-11T09:00+01:00", True),  # ten in Karachi is before nine in Paris
        ("2026-03-11", "2026-03-11T09:00", False),  # a day may be any time of it
        ("2026-03-11T08:00", "2026-03-11T09:00Z", False),  # whose eight o'clock?
        ("2026-03-10T08:00", "2026-03-11T09:00Z", True),  # by the day
        (None, "2026-03-11", False),
        ("2026-03-11", None, False),
    ],
)
def test_one_printing_is_before_another_only_where_that_is_known(one, other, earlier):
    assert is_earlier(one, other) is earlier


@given(st.datetimes(), st.datetimes())
def test_of_two_printings_at_most_one_is_first(one, other):
    assert not (is_earlier(one.isoformat(), other.isoformat()) and is_earlier(other.isoformat(), one.isoformat()))


def test_each_printing_keeps_its_wording_and_the_first_is_known(make):
    found = printings_of(
        make,
        said(make, "b", "we will rebuild every bridge by spring", "2026-03-12"),
        said(make, "a", "we will rebuild every bridge", "2026-03-11"),
    )
    assert [(p.report, p.origin, p.first) for p in found] == [("a", "or_a", True), ("b", "or_b", False)]
    assert [p.words for p in found] == ["we will rebuild every bridge", "we will rebuild every bridge by spring"]


def test_two_of_one_day_are_both_first_and_an_undated_one_never(make):
    found = printings_of(
        make,
        *(
            said(make, name, "we will rebuild every bridge", day)
            for name, day in zip("abc", ["2026-03-11"] * 2 + [None], strict=True)
        ),
    )
    assert [p.first for p in found] == [True, True, False]


def test_a_merge_says_with_which_printing_and_why(make):
    first, second = printings_of(
        make, said(make, "a", "we will rebuild every bridge"), said(make, "b", "we will rebuild every bridge")
    )
    assert first.merge is None
    assert second.merge.id == "quote:a@1-29|b@1-29"
    assert "same speaker" in second.merge.reason


def test_an_attribution_says_by_which_words(make):
    [only] = printings_of(make, said(make, "a", "we will rebuild every bridge"))
    assert only.attribution.id == "speaker:a@1-29"
    assert only.attribution.reason == "“Ann Okello”; cue “said”"


def test_evidence_is_the_text_at_its_span(make):
    reading = said(make, "a", "we will rebuild every bridge")
    [only] = printings_of(make, reading)
    assert only.evidence.span.of(reading.text) == only.evidence.text
