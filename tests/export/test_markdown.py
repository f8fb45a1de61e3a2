"""The Markdown views: every statement footnoted, nothing of a report read as Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export.markdown import escape, page_to_markdown, story_to_markdown
from dateline.export.pages import page_of_comparison, page_of_readings


def test_every_footnote_is_defined_once_with_report_and_sentence(story):
    shown = story_to_markdown(story)
    body, notes = shown.split("\n[^1]:", 1)
    cited = set(re.findall(r"\[\^(\d+)\]", body))
    defined = re.findall(r"^\[\^(\d+)\]:", "[^1]:" + notes, re.MULTILINE)
    assert sorted(defined) == sorted(cited)
    assert len(defined) == len(set(defined))
    assert "“Police counted at least 60 protesters.” (characters 153 to 191)" in notes


def test_every_event_quote_and_state_cites_its_sentences(story):
    shown = story_to_markdown(story)
    section = shown.split("## The state of affairs")[1].split("##")[0]
    assert all("[^" in line for line in section.splitlines() if line.startswith("- "))
    said = shown.split("## Who said what")[1].split("##")[0]
    assert all("[^" in line for line in said.splitlines() if line.startswith("- "))


def test_a_report_cannot_write_markdown_or_markup(hostile):
    for shown in (story_to_markdown(hostile), page_to_markdown(page_of_comparison(hostile))):
        bare = re.sub(r"\\.", "", shown)
        assert "<script" not in bare
        assert "<img" not in bare
        assert "](javascript" not in bare
        assert "\x1b" not in shown


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("# no heading", "\\# no heading"),
        ("1) no list", "1\\) no list"),
        ("+ no list", "\\+ no list"),
        ("a\n\nb", "a b"),  # one line: no paragraph of its own
        ("a | b", "a \\| b"),  # no column of its own
        ("[^1]: x", "\\[\\^1\\]: x"),  # no footnote of its own
        ("&lt;", "\\&lt;"),  # no entity
    ],
)
def test_what_markdown_would_read_is_escaped(text, escaped):
    assert escape(text) == escaped


@given(st.text())
def test_escaping_leaves_no_live_character(text):
    bare = re.sub(r"\\.", "", escape(text))
    assert not re.search(r"[`*_\[\]{}<>#|~&$^!\n]", bare)


def test_a_page_of_readings_has_a_table_of_quotes_and_of_events(story):
    page = page_of_readings([story.readings[2]])
    assert [len(grid.rows) for grid in page.grids] == [1, 1]
    assert "| Ada Brenn | “We are back for good,” … “We will not be leaving again.” | direct |" in page_to_markdown(
        page
    )
