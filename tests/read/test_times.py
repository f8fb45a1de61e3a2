"""Times: each row of tests/data/times_cases.jsonl is a sentence, its times and the reason for the row."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Region, Span, Timex
from dateline.read.text import Parse, parse_text
from dateline.read.times import bounded_interval, compare_times, find_times, interval_of, mirror_order, puts_day_first
from dateline.read.times.rules import RULES
from dateline.read.times.values import duration_size
from dateline.read.times.words import cut_words

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "times_cases.jsonl").read_text(encoding="utf-8").splitlines()
]
FRIDAY = date(2025, 7, 4)
DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def read(text: str, published: date | None = FRIDAY, kind: str = "body", **settings_: object) -> tuple[Timex, ...]:
    region = Region(kind, Span(0, len(text)))
    return find_times(parse_text(text, [region]), regions=[region], published=published, **settings_)


def unparsed(text: str, published: date | None = FRIDAY) -> tuple[Timex, ...]:
    """The times of a text read as a date region: without grammar, so without the model."""
    region = Region("date", Span(0, len(text)))
    return find_times(Parse(text, [], [], []), regions=[region], published=published)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']} ({case['why']})")
def test_times_of_a_sentence(case):
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = read(case["text"], published)
    assert [[time.span.of(case["text"]), time.type, time.value] for time in found] == case["times"]


def test_there_are_enough_cases():
    assert len(CASES) >= 250
    assert all(case["why"] for case in CASES)


@pytest.mark.parametrize(
    ("text", "mod"),
    [
        ("They fled in early March.", "START"),
        ("They fled in mid-2019.", "MID"),
        ("They fled in the late 1990s.", "END"),
        ("They fled at the end of March.", "END"),
        ("They fled nearly four years ago.", "APPROX"),
        ("They fled for at least 40 days.", "EQUAL_OR_MORE"),
        ("They fled for up to 40 days.", "EQUAL_OR_LESS"),
        ("They fled for more than 40 days.", "MORE_THAN"),
        ("They fled for less than 40 days.", "LESS_THAN"),
        ("They fled earlier this year.", "START"),
        ("They fled in 2019.", None),
    ],
)
def test_words_on_the_left_tell_the_mod(text, mod):
    [found] = read(text)
    assert found.mod == mod


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("They have ruled since 2021.", ["start"]),
        ("They ruled until 2021.", ["end"]),
        ("They must leave by Monday.", ["end"]),
        ("They came as early as 2018.", ["start"]),
        ("They ruled from 1996 to 2001.", ["start", "end"]),
        ("They ruled between 1996 and 2001.", ["start", "end"]),
        ("They ruled in 1996.", [None]),
        ("They came back from four decades of exile.", [None]),
    ],
)
def test_prepositions_bound_what_the_time_opens(text, bounds):
    assert [found.bound for found in read(text)] == bounds


def test_bounds_open_a_side_of_the_interval():
    since, until = read("Since 2021 they rule; until 2023 they fought.")
    assert bounded_interval(since) == (date(2021, 1, 1), None)
    assert bounded_interval(until) == (None, date(2023, 12, 31))


@pytest.mark.parametrize(
    ("text", "zone"),
    [("It fell at 9 a.m. EST.", "-05:00"), ("It fell at 0735 GMT.", "Z"), ("It fell at 9 a.m.", None),
     ("It fell at 9 a.m. local time.", "local")],
)  # fmt: skip
def test_a_clock_time_keeps_its_zone(text, zone):
    [found] = read(text)
    assert found.zone == zone


@pytest.mark.parametrize(("day_first", "value"), [(True, "2024-04-03"), (False, "2024-03-04"), (None, "2024-XX-XX")])
def test_the_order_of_day_and_month_is_the_outlets_or_open(day_first, value):
    [found] = read("It was signed on 03/04/2024.", day_first=day_first)
    assert found.value == value
    assert found.earliest is not None
    assert found.earliest <= date(2024, 3, 4) <= date(2024, 4, 3) or day_first


@pytest.mark.parametrize(("country", "first"), [("GBR", True), ("USA", False), ("CAN", None), (None, None)])
def test_the_outlets_country_tells_the_order_of_day_and_month(country, first):
    assert puts_day_first(country) is first


def test_an_open_order_keeps_both_days_in_the_interval():
    [found] = read("It was signed on 03/04/2024.")
    assert (found.earliest, found.latest) == (date(2024, 3, 4), date(2024, 4, 3))


def test_dates_outside_prose_are_read_without_grammar():
    text = "July 04, 2025\n\nKABUL, July 3 (Example) - The road reopened on Thursday."
    regions = [Region("date", Span(0, 13)), Region("dateline", Span(15, 41)), Region("body", Span(41, len(text)))]
    found = find_times(parse_text(text, regions), regions=regions, published=FRIDAY)
    assert [(time.span.of(text), time.value) for time in found] == [
        ("July 04, 2025", "2025-07-04"), ("July 3", "2025-07-03"), ("Thursday", "2025-07-03"),
    ]  # fmt: skip


def test_without_publication_relative_times_have_no_days():
    [found] = read("The road reopened on Thursday.", None)
    assert (found.value, found.earliest, found.latest) == ("XXXX-WXX-4", None, None)


@pytest.mark.parametrize("published", [date.min, date.max])
def test_a_day_that_no_report_can_have_counts_as_none(published):
    [found] = read("The road reopened on Thursday.", published)
    assert found.value == "XXXX-WXX-4"


def test_a_headlines_present_tense_looks_back():
    [found] = read("Rebels begin siege Monday", kind="headline")
    assert found.value == "2025-06-30"


# -- intervals and comparing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2025-07-03", date(2025, 7, 3), date(2025, 7, 3)),
        ("2025-07", date(2025, 7, 1), date(2025, 7, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("199", date(1990, 1, 1), date(1999, 12, 31)),
        ("19", date(1900, 1, 1), date(1999, 12, 31)),
        ("2025-W27", date(2025, 6, 30), date(2025, 7, 6)),
        ("2025-W27-WE", date(2025, 7, 5), date(2025, 7, 6)),
        ("2025-Q3", date(2025, 7, 1), date(2025, 9, 30)),
        ("2025-H1", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-SU", date(2025, 6, 1), date(2025, 8, 31)),
        ("1994-WI", date(1993, 12, 1), date(1995, 2, 28)),
        ("2025-07-03TNI", date(2025, 7, 3), date(2025, 7, 3)),
        ("P4Y", None, None),
        ("PRESENT_REF", None, None),
        ("XXXX-WXX-4", None, None),
        ("2025-13-40", None, None),
        ("", None, None),
    ],
)
def test_interval_of_a_value(value, first, last):
    assert interval_of(value) == (first, last)


@pytest.mark.parametrize(
    ("value", "mod", "first", "last"),
    [
        ("2025", "START", date(2025, 1, 1), date(2025, 7, 2)),
        ("2025", "END", date(2025, 7, 2), date(2025, 12, 31)),
        ("2025", "MID", date(2025, 4, 2), date(2025, 10, 1)),
        ("2025-07-03", "END", date(2025, 7, 3), date(2025, 7, 3)),
        ("2025", "APPROX", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_early_mid_and_late_narrow_a_period(value, mod, first, last):
    assert interval_of(value, mod) == (first, last)


def timex(value: str, kind: str = "DATE", mod: str | None = None) -> Timex:
    return Timex(Span(0, 1), kind, value, *interval_of(value, mod), mod)


@pytest.mark.parametrize(
    ("one", "two", "order"),
    [
        ("2025-07-03", "2025-07-03", "equal"),
        ("2025-07", "2025-07-03", "contains"),
        ("2025-W27", "2025-07-03", "contains"),
        ("2025-07-03", "2025", "within"),
        ("2025-06", "2025-07", "before"),
        ("2025-08", "2025-07-03", "after"),
        ("2025-W27", "2025-07", "overlaps"),
        ("2025-07-03", "XXXX-WXX-4", "unknown"),
        ("PAST_REF", "PAST_REF", "unknown"),
        ("2025-07-03TMO", "2025-07-03TEV", "before"),
        ("2025-07-03T09:00", "2025-07-03T10:30", "before"),
        ("2025-07-03T09:00", "2025-07-03TMO", "within"),
        ("2025-07-03T09:00", "2025-07-03", "within"),
    ],
)
def test_comparing_two_times(one, two, order):
    assert compare_times(timex(one), timex(two)) == order
    assert compare_times(timex(two), timex(one)) == mirror_order(order)


def test_durations_of_one_length_are_equal_in_any_spelling():
    assert compare_times(timex("P2W", "DURATION"), timex("P14D", "DURATION")) == "equal"
    assert compare_times(timex("P2W", "DURATION"), timex("P1M", "DURATION")) == "unknown"
    assert compare_times(timex("P1D", "DURATION"), timex("2025-07-03")) == "unknown"
    assert duration_size("PXY") is None


VALUES = st.sampled_from(
    ["2025", "2025-07", "2025-07-03", "2025-W27", "2025-Q3", "202", "20", "2025-SU", "2024-12-31", "2025-07-03TMO",
     "2025-07-03T09:00", "XXXX-07", "PAST_REF"]
)  # fmt: skip


@given(VALUES, VALUES, st.sampled_from([None, "START", "MID", "END"]))
def test_comparing_is_symmetric(one, two, mod):
    first, second = timex(one, mod=mod), timex(two)
    assert compare_times(second, first) == mirror_order(compare_times(first, second))


# -- properties of reading ---------------------------------------------------------------------------------------------


@given(DAYS, st.integers(-4000, 4000))
def test_days_counted_from_publication_move_with_it(published, days):
    moved = published + timedelta(days=days)
    for text in ("yesterday", "tomorrow", "three days ago", "10 days ago"):
        [before], [after] = unparsed(text, published), unparsed(text, moved)
        assert date.fromisoformat(after.value) - date.fromisoformat(before.value) == moved - published


@given(DAYS, st.integers(-500, 500), st.sampled_from(["Monday", "Thursday", "Sunday", "last Friday", "next Tuesday"]))
def test_weekdays_move_by_weeks(published, weeks, text):
    moved = published + timedelta(weeks=weeks)
    [before], [after] = unparsed(text, published), unparsed(text, moved)
    assert date.fromisoformat(after.value) - date.fromisoformat(before.value) == moved - published


@given(DAYS, st.sampled_from(["Monday", "Wednesday", "Sunday"]))
def test_a_bare_weekday_lies_in_the_week_up_to_publication(published, text):
    [found] = unparsed(text, published)
    assert published - timedelta(days=7) < date.fromisoformat(found.value) <= published


LOOSE_WORDS = """
the a last next this past early late mid end of in and to or - , . 's 3 12 31 2024 1990s '90s 10:30 p.m. May March Jan.
Monday Friday week weeks year years decade quarter summer night ago earlier later before after every half few three
twenty first third 03/04/2024 2024-02-30 now since until about nearly fiscal century Easter $ people
"""
PIECES = st.sampled_from(LOOSE_WORDS.split())


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=14).map(" ".join), st.none() | DAYS)
def test_any_words_give_times_with_their_words_and_no_empty_interval(text, published):
    end = 0
    for found in unparsed(text, published):
        assert end <= found.span.start < found.span.end <= len(text)
        end = found.span.end
        assert found.value
        if found.earliest and found.latest:
            assert found.earliest <= found.latest


@given(st.text(max_size=60))
def test_any_text_can_be_read(text):
    for found in unparsed(text):
        assert found.span.of(text)


@given(st.text(st.characters(codec="utf-8"), max_size=30))
def test_words_lie_where_they_say(text):
    words = cut_words(text, Span(0, len(text)))
    assert words.forms == [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)]


@pytest.mark.parametrize(
    "piece", ["1 ", "the ", "2 to ", "last year ", "March ", "1990s-", "a year ", "of the end ", "9" * 9]
)
def test_reading_is_linear_on_hostile_text(piece, count_calls):
    def read(size):
        text = piece * (size // len(piece))
        return count_calls(lambda: unparsed(text))

    assert read(16_000) < 6 * read(4_000) + 1000  # four times the text; quadratic would be sixteen


def test_every_rule_can_be_reached_by_letters():
    assert len(RULES) > 50
    assert all(not rule.pattern.match("") for rule in RULES)
