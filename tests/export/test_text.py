"""The terminal views: complete, within their width, safe to print, readable without colour."""

import io
import re
from itertools import pairwise

import pytest
from rich.cells import cell_len

from dateline.errors import InputError
from dateline.export import (
    Paper,
    find_paper,
    show_comparison,
    show_origins,
    show_quotes,
    show_readings,
    show_relations,
    show_stories,
    show_story,
    show_timeline,
)
from dateline.export.pages import Grid, Page
from dateline.export.reading_text import render_reading
from dateline.export.text import render_comparison, render_page, render_relations, render_story

VIEWS = (show_story, show_comparison, show_quotes, show_timeline)
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def test_a_dossier_leads_from_the_main_event_to_who_is_behind_it(story):
    lines = render_story(story).splitlines()
    headings = [line for line, below in pairwise(lines) if below.startswith(("──", "══"))]
    assert headings == [
        "Norland opens embassy in Exland",
        "What happened",
        "Timeline",
        "Who said what",
        "Figures",
        "What they agree on",
        "Where they differ",
        "What only one has",
        "The state of affairs",
        "Who is behind it",
        "The reports",
    ]


def test_verdicts_are_words_with_a_shape(story):
    shown = render_comparison(story)
    assert "✓ agrees" in shown
    assert "≠ differs" in shown
    assert "· silent" in shown
    assert "no denial" in shown


def test_unknown_times_are_called_unknown(story):
    shown = render_relations(story.relations, story, as_of="2026-05-20", holds=[True, False, None])
    assert "from some time between 12 and 13 May 2026, end unknown; on that day: holds" in " ".join(shown.split())
    assert "beginning unknown, until 2017; on that day: does not hold" in shown
    assert "Norland does not recognise Exland" in shown


@pytest.mark.parametrize("width", [40, 60, 80, 200])
@pytest.mark.parametrize("show", VIEWS)
def test_no_line_is_wider_than_the_paper(story, hostile, show, width):
    for each in (story, hostile):
        lines = show(each, "text", paper=Paper(width)).splitlines()
        assert max(map(cell_len, lines)) <= max(width, 40)


def test_colour_adds_nothing_but_colour(story):
    plain, coloured = (render_story(story, Paper(80, color)) for color in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[1m" in coloured
    uncoloured = [line.rstrip() for line in ESCAPE.sub("", coloured).splitlines()]
    assert uncoloured == plain.splitlines()


@pytest.mark.parametrize("show", VIEWS)
def test_a_report_cannot_drive_the_terminal(hostile, show):
    shown = show(hostile, "text", paper=Paper())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)
    assert "␛[31m" in shown.replace("\n", ""), "the control is shown, not dropped"


def test_a_hostile_reading_is_shown_safely(hostile):
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", render_reading(hostile.readings[0]))


def test_no_colour_without_a_terminal_or_with_no_color(monkeypatch):
    assert find_paper(io.StringIO()).color is False

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert find_paper(Terminal()).color is True
    monkeypatch.setenv("NO_COLOR", "1")
    assert find_paper(Terminal()).color is False


def test_every_view_has_every_format(story):
    for fmt in ("text", "json", "jsonl", "md", "html"):
        shown = [show(story, fmt, paper=Paper()) for show in VIEWS]
        shown.append(show_readings(story.readings, fmt, paper=Paper()))
        shown.append(show_origins(story.origins, story.readings, fmt, paper=Paper()))
        shown.append(show_stories([("local", "wire"), ("paper",)], story.readings, fmt, paper=Paper()))
        shown.append(show_relations(story.relations, story, fmt, as_of="2026-05-20", paper=Paper()))
        assert all(each.endswith("\n") for each in shown)


def test_an_unknown_format_is_named_with_the_known_ones(story):
    with pytest.raises(InputError, match="unknown format 'pdf'; known: html, json, jsonl, md, text"):
        show_story(story, "pdf")


def test_an_id_in_a_table_stands_on_one_line():
    row = ("ev_1697f89e7e86", "ASSAULT", "a-report", "92-97", "the words of a mention that go over several lines")
    shown = render_page(Page("Events", (), (Grid("Events", ("event", "type", "report", "place", "words"), (row,)),)))
    assert all(word in shown for word in row[:4])
