"""Dates as reports give them: a year, a month, a day, or an interval with open sides.

A date is an ISO string of the precision given ("2025", "2025-04", "2025-04-17"); an event's date is a pair
(earliest, latest) of such strings, ``None`` for a side that no report gives.
"""

from __future__ import annotations

import calendar
from datetime import date

Interval = tuple[str | None, str | None]

_FIRST, _LAST = "0001-01-01", "9999-12-31"


def first_day(value: str | None) -> str:
    """The first day that an ISO date of any precision may mean.

    >>> first_day("2024-02"), first_day("2024")
    ('2024-02-01', '2024-01-01')
    """
    if value is None:
        return _FIRST
    return value + "-01-01"[3 * (len(value) // 3 - 1) :] if len(value) in (4, 7) else value[:10]


def last_day(value: str | None) -> str:
    """The last day that an ISO date of any precision may mean.

    >>> last_day("2024-02"), last_day("2024"), last_day("2024-05-06")
    ('2024-02-29', '2024-12-31', '2024-05-06')
    """
    if value is None:
        return _LAST
    if len(value) == 4:
        return f"{value}-12-31"
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:7])
        return f"{value}-{calendar.monthrange(year, month)[1]:02d}"
    return value[:10]


def meets(one: Interval, other: Interval) -> bool:
    """Whether two intervals share a day; an open side or no date at all meets everything on that side."""
    return first_day(one[0]) <= last_day(other[1]) and first_day(other[0]) <= last_day(one[1])


def is_open(interval: Interval) -> bool:
    """Whether nothing is known of the date."""
    return interval[0] is None and interval[1] is None


def days_in(interval: Interval) -> int | None:
    """How many days an interval may mean; ``None`` when a side is open."""
    if interval[0] is None or interval[1] is None:
        return None
    return (date.fromisoformat(last_day(interval[1])) - date.fromisoformat(first_day(interval[0]))).days + 1


def join_dates(intervals: list[Interval]) -> Interval:
    """The intersection of reports' dates for one event, or their hull where they do not meet.

    A date that is told keeps its precision: "2025-04" and "2025" give "2025-04".

    >>> join_dates([("2024", "2024"), ("2024-07", "2024-07"), (None, None)])
    ('2024-07', '2024-07')
    >>> join_dates([("2024-07-01", "2024-07-01"), ("2024-07-03", "2024-07-03")])
    ('2024-07-01', '2024-07-03')
    """
    told = [interval for interval in intervals if not is_open(interval)]
    if not told:
        return (None, None)
    earliest = max((low for low, _ in told if low is not None), key=first_day, default=None)
    latest = min((high for _, high in told if high is not None), key=last_day, default=None)
    if earliest is not None and latest is not None and first_day(earliest) > last_day(latest):
        lows, highs = [low for low, _ in told], [high for _, high in told]
        earliest = None if None in lows else min((low for low in lows if low), key=first_day)
        latest = None if None in highs else max((high for high in highs if high), key=last_day)
    return (earliest, latest)
