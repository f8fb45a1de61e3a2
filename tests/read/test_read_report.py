"""What holds for the reading of any report, whatever is in it."""

import dataclasses
import re
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.config import ReadConfig
from dateline.errors import ReadError
from dateline.model import Reading, Report, Span
from dateline.pipeline import example_paths, take_in
from dateline.read import read_report

EXAMPLES = [report for _, folder in example_paths() for report in take_in([folder]).reports]

WORDS = re.findall(
    r"\S+",
    "Chile Peru Moscow Taliban Ana Rojas said told that the ministry on Monday in July last year 14 people were killed "
    "at least $9bn (£6.6bn) “we” “We will,” \" ' ’s ‘ he it she they had recognised the government closed its embassy "
    "BEIRUT (AFP) - By according to reporters , . ? ! : ; — – since 1996 to 2001 not will would denied sanctions "
    "3 March 2026 © Reuters",
)
news = st.lists(st.sampled_from([*WORDS, "\n", "\n\n"]), max_size=60).map(" ".join)


def spans_in(value):
    """Every span anywhere inside a record."""
    if isinstance(value, Span):
        yield value
    elif dataclasses.is_dataclass(value) and not isinstance(value, Report):
        for field in dataclasses.fields(value):
            yield from spans_in(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_in(item)


def check(reading):
    text = reading.text
    for span in spans_in(reading):
        assert 0 <= span.start <= span.end <= len(text)
    for group in (reading.entities,):
        assert all(mention.of(text).strip() for entity in group for mention in entity.mentions)
    for event in reading.events:
        assert event.clause.holds(event.trigger)
        assert event.trigger.of(text).strip()
        assert len(event.clause) <= 600
        assert event.asserted_by is None or event.asserted_by < len(reading.quotes)
    for quote in reading.quotes:
        assert quote.content
        assert quote.speaker.entity is None or quote.speaker.entity < len(reading.entities)
    for item in (*reading.times, *reading.places, *reading.quantities):
        assert item.span.of(text).strip()
    kinds = sorted((region.span, region.kind) for region in reading.regions)
    assert all(a.end <= b.start for (a, _), (b, _) in pairwise(kinds))


@pytest.mark.parametrize("report", EXAMPLES, ids=lambda report: report.id)
def test_every_span_of_an_example_slices_its_text(report):
    reading = read_report(report)
    check(reading)
    assert reading.quotes or reading.events


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(news)
def test_every_span_of_any_news_like_text_slices_it(text):
    if text.strip():
        check(read_report(Report("r", text, published="2026-03-11")))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=300))
def test_every_span_of_any_text_slices_it(text):
    if text.strip():
        check(read_report(Report("r", text)))


@pytest.mark.parametrize("report", EXAMPLES[:4], ids=lambda report: report.id)
def test_reading_twice_gives_the_same(report):
    assert read_report(report) == read_report(report)


FILLER = "Rain fell on the harbour and the streets were empty."


@pytest.mark.parametrize("report", EXAMPLES, ids=lambda report: report.id)
def test_a_paragraph_that_names_nothing_shifts_spans_and_changes_nothing_else(report):
    plain = read_report(report)
    body = [region for region in plain.regions if region.kind == "body"]
    at = body[0].span.end
    added = f"\n\n{FILLER}"
    moved = read_report(dataclasses.replace(report, text=report.text[:at] + added + report.text[at:]))

    def quotes(reading):
        return [
            ([span.of(reading.text) for span in q.content], q.speaker.name, q.kind, q.attitude) for q in reading.quotes
        ]

    def times(reading):
        return [(timex.span.of(reading.text), timex.value) for timex in reading.times]

    assert quotes(moved) == quotes(plain)
    assert times(moved) == times(plain)


def test_blank_text_is_refused_with_the_reports_id():
    with pytest.raises(ReadError, match="r9"):
        read_report(Report("r9", " \n"))


def test_a_report_without_a_date_keeps_relative_dates_open():
    reading = read_report(Report("r", "The embassy closed on Monday and reopened on 3 May 2024."))
    assert [timex.value for timex in reading.times] == ["XXXX-WXX-1", "2024-05-03"]
    assert reading.times[0].earliest is None
    assert any("no publication date" in note for note in reading.notes)


def test_a_report_in_another_language_is_kept_unread():
    reading = read_report(Report("r", "Le ministre a dit lundi que tout va bien.", language="fr"))
    assert (reading.quotes, reading.events) == ((), ())
    assert any("'fr'" in note for note in reading.notes)


def test_a_text_longer_than_the_limit_is_read_up_to_it():
    text = "\n\n".join(f"Chile closed its embassy in Peru in {year}." for year in range(1900, 2000))
    reading = read_report(Report("r", text, published="2026-01-01"), ReadConfig(max_chars=1000))
    assert isinstance(reading, Reading)
    assert 0 < len(reading.times) < 40
    assert all(timex.span.end <= 1000 for timex in reading.times)
    assert any("read.max_chars" in note for note in reading.notes)


def test_a_sentence_whose_auxiliary_is_misread_as_leaning_on_a_participle_is_read():
    """Garbled copy, as a bad scrape has it: whose subject a participle shares was once asked for ever."""
    text = (
        "Standing weeks Orveld Town Theatre, where she is being hope for torn or lost coats, she said guests were "
        'growing and it was "growing upstairs", calling the hall as "like email from a takes".'
    )
    assert read_report(Report("r", text)).quotes
