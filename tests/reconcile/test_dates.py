from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reconcile.dates import days_in, first_day, is_open, join_dates, last_day, meets

days = st.dates(date(1900, 1, 1), date(2100, 1, 1))
values = st.one_of(
    days.map(lambda day: day.isoformat()),
    days.map(lambda day: day.isoformat()[:7]),
    days.map(lambda day: day.isoformat()[:4]),
)
points = values.map(lambda value: (value, value))
intervals = st.one_of(
    points,
    st.tuples(values, values).filter(lambda pair: first_day(pair[0]) <= last_day(pair[1])),
    values.map(lambda value: (value, None)),
    values.map(lambda value: (None, value)),
    st.just((None, None)),
)


@given(intervals, intervals)
def test_meeting_is_mutual(one, other):
    assert meets(one, other) == meets(other, one)


@given(intervals)
def test_every_interval_meets_itself_and_the_unknown(interval):
    assert meets(interval, interval)
    assert meets(interval, (None, None))


@given(st.lists(intervals, max_size=5))
def test_joining_gives_the_same_in_any_order(told):
    one, other = join_dates(told), join_dates(told[::-1])
    assert [first_day(one[0]), last_day(one[1])] == [first_day(other[0]), last_day(other[1])]


@given(st.lists(intervals, min_size=1, max_size=5))
def test_a_joined_date_is_never_empty(told):
    low, high = join_dates(told)
    assert first_day(low) <= last_day(high)


@given(days, st.integers(0, 500))
def test_days_are_counted_with_both_ends(day, more):
    end = day + timedelta(days=more)
    assert days_in((day.isoformat(), end.isoformat())) == more + 1


@pytest.mark.parametrize(
    ("told", "joined"),
    [
        ([("2024", "2024"), ("2024-07", "2024-07")], ("2024-07", "2024-07")),  # the finer one is kept
        ([("2021", None), ("2022", "2022")], ("2022", "2022")),  # since 2021, and in 2022
        ([("2021", None)], ("2021", None)),  # an open end stays open
        ([("1979", "1979"), ("1979", "1989")], ("1979", "1979")),  # a year within a stretch
        ([("2026-03-10", "2026-03-10"), ("2026-03-11", "2026-03-11")], ("2026-03-10", "2026-03-11")),  # the hull
        ([(None, None)], (None, None)),
        ([], (None, None)),
    ],
)
def test_dates_of_reports_are_joined(told, joined):
    assert join_dates(told) == joined


def test_nothing_told_is_open():
    assert is_open((None, None))
    assert not is_open((None, "2020"))
