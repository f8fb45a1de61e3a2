"""TIMEX3 values as intervals of days: what a value covers, and how two times compare.

Precision is never widened or sharpened: a month stays a month. Only the words "early", "mid" and "late" narrow a
period, to its first half, its middle half and its second half: the halves overlap, since the words do.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from typing import Literal

from dateline.model import Timex

TimeOrder = Literal["equal", "contains", "within", "overlaps", "before", "after", "unknown"]
Interval = tuple[date | None, date | None]

_VALUE = re.compile(
    r"(?P<century>\d{2})(?:XX)?$|(?P<decade>\d{3})X?$"
    r"|(?P<year>\d{4})(?:-(?:(?P<month>\d{2})(?:-(?P<day>\d{2}|XX|WE))?|(?P<week>W\d{1,2}|WXX)(?:-(?P<weekday>[1-7]|WE))?"
    r"|Q(?P<quarter>[1-4X])|H(?P<half>[12])|(?P<season>SP|SU|FA|WI)|XX(?:-XX)?))?(?:T(?P<clock>.+))?$"
)
_DURATION = re.compile(
    r"P(?:(\d+(?:\.\d+)?)CE)?(?:(\d+(?:\.\d+)?)DE)?(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)Q)?(?:(\d+(?:\.\d+)?)M)?"
    r"(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$"
)
_SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11)}
#: Hours that a part of the day covers; the night reaches into the small hours, so it is open to the day's end.
_PART_HOURS = {"MO": (0, 12), "AF": (12, 18), "EV": (16, 24), "NI": (18, 24), "DT": (6, 18)}
_LAST_MOMENT = timedelta(minutes=1)
_MIRROR: dict[TimeOrder, TimeOrder] = {"contains": "within", "within": "contains", "before": "after", "after": "before"}


def interval_of(value: str, mod: str | None = None) -> Interval:
    """The days that a TIMEX3 value covers.

    Args:
        value: A TIMEX3 value; anything that is not a calendar time covers no known days.
        mod: START, MID or END narrow the period, whatever the direction of the rest.

    Returns:
        First and last day; both ``None`` for durations, sets, references and values with an open year.

    References:
        TIMEX3 in ISO-TimeML (ISO 24617-1); weeks as in ISO 8601. Winter is kept wide: that of 1994 may be the one that
        began or the one that ended in 1994.

    >>> interval_of("2024-02")
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    >>> interval_of("199")
    (datetime.date(1990, 1, 1), datetime.date(1999, 12, 31))
    """
    match = _VALUE.match(value)
    if match is None:
        return None, None
    try:
        first, last = _days(match)
    except (ValueError, OverflowError):
        return None, None
    return _narrow(first, last, mod)


def _days(match: re.Match[str]) -> tuple[date, date]:
    if match["century"] or match["decade"]:
        stem = match["century"] or match["decade"]
        years = 100 if match["century"] else 10
        return date(int(stem) * years, 1, 1), date(int(stem) * years + years - 1, 12, 31)
    year = int(match["year"])
    if match["month"] and (match["day"] or "XX").isdigit():
        day = date(year, int(match["month"]), int(match["day"]))
        return day, day
    if (match["week"] or "WXX") != "WXX":
        return _week(year, int(match["week"][1:]), match["weekday"])
    return _part(year, match)


def _part(year: int, match: re.Match[str]) -> tuple[date, date]:
    """A month, quarter, half or season of the year, or the whole year."""
    if match["month"]:
        return _months(year, int(match["month"]), int(match["month"]))
    if (match["quarter"] or "X") != "X":
        return _months(year, int(match["quarter"]) * 3 - 2, int(match["quarter"]) * 3)
    if match["half"]:
        return _months(year, int(match["half"]) * 6 - 5, int(match["half"]) * 6)
    if match["season"] == "WI":
        return date(year - 1, 12, 1), _months(year + 1, 2, 2)[1]
    first, last = _SEASON_MONTHS.get(match["season"] or "", (1, 12))
    return _months(year, first, last)


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _week(year: int, week: int, weekday: str | None) -> tuple[date, date]:
    monday = date.fromisocalendar(year, week, 1)
    if weekday == "WE":
        return monday + timedelta(days=5), monday + timedelta(days=6)
    if weekday:
        day = monday + timedelta(days=int(weekday) - 1)
        return day, day
    return monday, monday + timedelta(days=6)


def _narrow(first: date, last: date, mod: str | None) -> Interval:
    days = (last - first).days
    if mod == "START":
        return first, first + timedelta(days=days // 2)
    if mod == "END":
        return first + timedelta(days=(days + 1) // 2), last
    if mod == "MID":
        return first + timedelta(days=days // 4), last - timedelta(days=days // 4)
    return first, last


def bounded_interval(timex: Timex) -> Interval:
    """The days open to something that the time bounds: "since 2021" opens the end, "until 2021" the beginning.

    >>> from dateline.model import Span
    >>> since = Timex(Span(6, 10), "DATE", "2021", date(2021, 1, 1), date(2021, 12, 31), bound="start")
    >>> bounded_interval(since)
    (datetime.date(2021, 1, 1), None)
    """
    if timex.bound == "start":
        return timex.earliest, None
    if timex.bound == "end":
        return None, timex.latest
    return timex.earliest, timex.latest


def compare_times(first: Timex, second: Timex) -> TimeOrder:
    """How the first time lies to the second.

    Args:
        first: A time with its earliest and latest day.
        second: Another.

    Returns:
        "equal", "contains" (the second lies in the first), "within", "overlaps", "before", "after"; "unknown" where
        one of them has no days. Durations are "equal" or "unknown".

    References:
        Allen 1983, with meets and starts folded into the coarser relations.

    >>> from dateline.model import Span
    >>> month = Timex(Span(0, 4), "DATE", "2025-07", *interval_of("2025-07"))
    >>> day = Timex(Span(0, 4), "DATE", "2025-07-03", *interval_of("2025-07-03"))
    >>> compare_times(month, day), compare_times(day, month)
    ('contains', 'within')
    """
    if first.type == "DURATION" or second.type == "DURATION":
        alike = duration_size(first.value)
        same = alike is not None and alike == duration_size(second.value)
        return "equal" if same and first.type == second.type else "unknown"
    if first.value == second.value and (first.earliest, first.latest) == (second.earliest, second.latest):
        return "equal" if first.earliest or first.latest else "unknown"
    one, two = _moments(first), _moments(second)
    if one is None or two is None:
        return "unknown"
    return _relate(one, two)


def mirror_order(order: TimeOrder) -> TimeOrder:
    """The same relation seen from the other side.

    >>> mirror_order("before")
    'after'
    """
    return _MIRROR.get(order, order)


def _relate(one: tuple[datetime, datetime], two: tuple[datetime, datetime]) -> TimeOrder:
    if one == two:
        return "equal"
    if one[1] < two[0]:
        return "before"
    if two[1] < one[0]:
        return "after"
    if one[0] <= two[0] and two[1] <= one[1]:
        return "contains"
    if two[0] <= one[0] and one[1] <= two[1]:
        return "within"
    return "overlaps"


def _moments(timex: Timex) -> tuple[datetime, datetime] | None:
    """First and last minute; an open side reaches to the end of the calendar."""
    if timex.earliest is None and timex.latest is None:
        return None
    low = datetime.combine(timex.earliest or date.min, time.min)
    high = datetime.combine(timex.latest, time(23, 59)) if timex.latest else datetime.max
    clock = timex.value.partition("T")[2] if timex.earliest == timex.latest else ""
    if clock[:2] in _PART_HOURS:
        start, end = _PART_HOURS[clock[:2]]
        return low + timedelta(hours=start), low + timedelta(hours=end) - _LAST_MOMENT
    hour, minute = clock[:2], clock[3:5]
    if hour.isdigit() and int(hour) <= 24:
        if not minute.isdigit():
            return low + timedelta(hours=int(hour)), low + timedelta(hours=int(hour), minutes=59)
        at = low + timedelta(hours=int(hour), minutes=int(minute))
        return at, at
    return low, high


def duration_size(value: str) -> tuple[float, float] | None:
    """The months and seconds in a TIMEX3 duration, by which spellings of one length are equal; ``None`` for others.

    >>> duration_size("P2W") == duration_size("P14D")
    True
    """
    match = _DURATION.match(value)
    if match is None or value in ("P", "PT"):
        return None
    ce, de, y, q, m, w, d, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    months = ce * 1200 + de * 120 + y * 12 + q * 3 + m
    return months, (w * 7 + d) * 86400 + hours * 3600 + minutes * 60 + seconds


def shift_value(day: date, count: int, unit: str) -> str | None:
    """The value *count* units after (or before, when negative) a day, at the precision of the unit.

    Args:
        day: Where to count from.
        count: How many units.
        unit: A TIMEX3 letter with its factor: "D", "W", "2W", "M", "Q", "Y", "10Y", "100Y".

    Returns:
        A TIMEX3 value; ``None`` when it falls outside the calendar or the unit is shorter than a day.

    >>> shift_value(date(2025, 7, 4), -3, "M"), shift_value(date(2025, 7, 4), 1, "10Y")
    ('2025-04', '2035')
    """
    factor, letter = int(unit[:-1] or 1), unit[-1]
    count *= factor
    try:
        if letter == "D":
            return (day + timedelta(days=count)).isoformat()
        if letter == "W":
            return week_value(day + timedelta(weeks=count))
        if letter == "M":
            months = day.year * 12 + day.month - 1 + count
            return _checked(months // 12, f"-{months % 12 + 1:02d}")
        if letter == "Q":
            quarters = day.year * 4 + (day.month - 1) // 3 + count
            return _checked(quarters // 4, f"-Q{quarters % 4 + 1}")
        return _checked(day.year + count, "") if letter == "Y" else None
    except OverflowError:
        return None


def shift_by(day: date | None, count: float, unit: str) -> str | None:
    """As `shift_value`, for any number of units and an unknown day: "two and a half years ago" stays a year.

    >>> shift_by(date(2025, 7, 4), -2.5, "Y"), shift_by(None, -2, "D")
    ('2023', 'PAST_REF')
    """
    if day is None:
        return "PAST_REF" if count < 0 else "FUTURE_REF"
    if abs(count) > 100_000:
        return None
    if count == int(count):
        return shift_value(day, int(count), unit)
    finer = {"Y": ("M", 12), "W": ("D", 7), "M": ("D", 30), "10Y": ("Y", 10), "100Y": ("Y", 100)}.get(unit)
    value = shift_value(day, round(count * finer[1]), finer[0]) if finer else None
    return value[:4] if value and unit == "Y" else value


def _checked(year: int, rest: str) -> str | None:
    return f"{year:04d}{rest}" if 1 <= year <= 9999 else None


def week_value(day: date) -> str:
    """The ISO week that a day lies in.

    >>> week_value(date(2025, 7, 4))
    '2025-W27'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"
