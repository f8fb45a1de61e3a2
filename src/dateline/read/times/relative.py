"""Rules for times counted from publication or from the date last told."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.read.times.context import Context, Found, day_of_month, unit_at, weekday, weekday_in_week, weekend
from dateline.read.times.lengths import duration_value
from dateline.read.times.rules import WHICH, count_at, day_number, found, has, rule, year_at, years_before
from dateline.read.times.values import interval_of, shift_by
from dateline.read.times.words import is_cue


@rule(r"Y(?P<p>P)?", r"N", r"V", r"e(?P<p>P)", r"l(?P<p>P)")
def _day_word(context: Context, m: re.Match[str]) -> Found | None:
    """ "Yesterday", "tomorrow morning", "tonight", "overnight", "this evening", "last night"."""
    line, i, letter = context.line, m.start(), m[0][0]
    if letter in "YNV" and context.kind != "headline" and context.capital(i) and context.capital(i - 1):
        return None  # a name: "USA Today"
    part = line.value(m.start("p")) if has(m, "p") else ""
    if letter == "l" and part not in ("TNI", "TEV"):
        return None
    if letter in "NV":
        part = "TNI"
        token = context.token(i)
        if letter == "V" and token is not None and token.dep in ("amod", "compound"):
            return None
    days = int(line.value(i)) if letter == "Y" else -1 if letter == "l" else 0
    day = context.published + timedelta(days=days) if context.published else None
    value = (day.isoformat() if day else "XXXX-XX-XX") + part
    return Found(i, m.end(), "TIME" if part else "DATE", value, tells=day is not None)


@rule(r"\?")
def _then(context: Context, m: re.Match[str]) -> Found | None:
    """ "Then" is a time only where something reaches it: "until then"."""
    day = context.told_day() if context.lower(m.start() - 1) in ("until", "till", "since", "by") else None
    return found(m, "DATE", day.isoformat() if day else None)


@rule(
    r"(?P<w>[lxvef])?(?P<d>D)-?(?P<p>P)?",
    r"(?P<w>e)x(?P<d>D)",
    r"(?P<d>D)(?P<w>[lex])U",
    r"(?P<d>D)O(?P<w>[lex])U",
    r"T(?P<w>[vf])(?P<d>D)",
)
def _weekday(context: Context, m: re.Match[str]) -> Found | None:
    if is_cue("weekday name", context.lower(m.end())) and context.capital(m.end()):
        return None
    if has(m, "w") and m.start("w") > m.start("d") and context.line.value(m.start("w") + 1) != "W":
        return None
    value = _weekday_value(context, m)
    part = context.line.value(m.start("p")) if has(m, "p") else ""
    return found(m, "TIME" if part else "DATE", value + part, tells=context.published is not None)


def _weekday_value(context: Context, m: re.Match[str]) -> str:
    i, published = m.start("d"), context.published
    number = int(context.line.value(i))
    if has(m, "w") and m.start("w") > i:
        return weekday_in_week(published, number, WHICH[m["w"]])
    if published is None or not has(m, "w"):
        return weekday(context, number, i)
    if m["w"] == "e":
        return _this_weekday(context, published, number, i)
    counted_from = (context.told_day() if m["w"] in "vf" else None) or published
    return _next_weekday(counted_from, number, WHICH[m["w"]])


def _next_weekday(day: date, number: int, direction: int) -> str:
    away = (number - day.isoweekday()) * direction % 7 or 7
    return (day + timedelta(days=away * direction)).isoformat()


def _this_weekday(context: Context, published: date, number: int, i: int) -> str:
    if context.tense(i) == "past":
        return weekday(context, number, i)
    return (published + timedelta(days=(number - published.isoweekday()) % 7)).isoformat()


@rule(r"(?:T|(?P<w>[lxe])l?)W")
def _weekend(context: Context, m: re.Match[str]) -> Found | None:
    which = {"l": "last", "x": "next", "e": "this"}.get(m["w"] or "", "")
    if "el" in m[0]:
        which = "last"
    return found(m, "DATE", weekend(context.published, m.end() - 1, context, which), tells=True)


@rule(r"T(?P<n>[fvx])(?P<p>P)", r"q(?P<p>P)")
def _told_part(context: Context, m: re.Match[str]) -> Found | None:
    """ "The next morning", "that night": of the day last told."""
    day = context.told_day()
    if day is None:
        return None
    day += timedelta(days=WHICH[m["n"]] if has(m, "n") else 0)
    return found(m, "TIME", day.isoformat() + context.line.value(m.start("p")))


@rule(r"q=?(?P<u>U)", r"T=(?P<u>U)", r"T(?P<n>[fvx])(?P<u>U)")
def _told_unit(context: Context, m: re.Match[str]) -> Found | None:
    """ "That month", "the same week", "the following day": counted from the date last told."""
    unit = context.line.value(m.start("u"))
    direction = WHICH[m["n"]] if has(m, "n") else 0
    if unit[0] == "T" or context.lower(m.end()) in ("that", "when", "as"):
        return None  # "the same day that the law passed" is told by the law
    if context.told is None:
        later = m["n"] == "x" if direction else False
        counted = context.published if direction and (unit == "D" or not later) else None
        value = unit_at(context.published, unit, direction) if later and unit != "D" else None
        return found(m, "DATE", value or (unit_at(counted, unit, direction) if counted else None), tells=True)
    first, last = interval_of(context.told)
    if first is None or last is None or (last - first).days > _UNIT_DAYS.get(unit, 0):
        return None  # the date last told is coarser than the unit
    return found(m, "DATE", unit_at(first, unit, direction), tells=True)


@rule(r"T[zQ]?(?P<u>U)")
def _the_unit(context: Context, m: re.Match[str]) -> Found | None:
    """ "The quarter" after a quarter was told; "the year ended June 30"; "for the year"."""
    unit, before, after = context.line.value(m.start("u")), context.lower(m.start() - 1), context.lower(m.end())
    if unit == "Q" and m[0] == "TU" and after not in ("of", "-"):
        # Accounts number quarters in their own way, so the one already told goes before the calendar's.
        ended = _quarter_ended(context, m.end() + 1) if after in ("ended", "ending") else None
        return found(m, "DATE", context.quarter or ended, tells=context.quarter is None)
    if unit != "Y":
        return None
    if after in ("ended", "ending") or before == "throughout":
        return found(m, "DURATION", "P1Y")
    closes = before in ("for", "of") and after in (".", ",", ";", "to", "as", "was", "were", "of")
    if closes or (before == "for" and "z" in m[0]):
        return found(m, "DATE", unit_at(context.published, "Y", 0))
    return None


def _quarter_ended(context: Context, i: int) -> str | None:
    """The quarter that a month and day at letter *i* end, to the nearest: accounts may close weeks before or after."""
    day = day_number(context, i + 1) if context.line.letters[i : i + 2] == "Mn" else None
    value = day_of_month(context, context.line.value(i), day, i) if day else None
    if value is None or not value[:4].isdigit():
        return None
    year, quarter = int(value[:4]), int(value[5:7]) // 3
    return f"{year:04d}-Q{quarter}" if quarter else f"{year - 1:04d}-Q4"


#: Days that the longest of a unit has: a date that spans more is too coarse to count the unit from.
_UNIT_DAYS = {"D": 1, "W": 7, "2W": 14, "M": 31, "Q": 92, "Y": 366, "10Y": 3653, "100Y": 36525}


@rule(r"T?(?P<w>[lxec])l?Q?(?P<u>U)j?")
def _unit(context: Context, m: re.Match[str]) -> Found | None:
    """ "Last month", "this year", "the past decade", "the current quarter": counted from publication."""
    unit = context.line.value(m.start("u"))
    last, which = context.lower(m.start("w")), -1 if "el" in m[0] else WHICH[m["w"]]
    if _is_no_unit(context, m, unit):
        return None
    if unit == "10Y" and which < 0:
        return found(m, "DURATION", "P10Y")
    if last == "past" and unit in ("W", "M", "D"):
        return found(m, "DURATION", f"P1{unit}")
    if unit == "D" or last == "future":
        return None
    return found(m, "DATE", unit_at(context.published, unit, which), tells=context.published is not None)


def _is_no_unit(context: Context, m: re.Match[str], unit: str) -> bool:
    """Whether "last week" is a name ("This Week"), or is told by what follows it ("the last week of March")."""
    if unit[0] == "T" or (context.kind != "headline" and context.capital(m.start("u"))):
        return True
    determined = m[0][0] == "T" or context.lower(m.start() - 1) == "the"
    if not determined or context.lower(m.start("w")) != "last":
        return False
    if context.line.letters[m.end() : m.end() + 1] == "O":
        return True
    return unit not in ("W", "M", "Y", "Q", "10Y")  # "the last century" may be the last hundred years


@rule(r"T?LQ?(?P<u>[UG])")
def _latest(context: Context, m: re.Match[str]) -> Found | None:
    """ "The latest quarter", "the latest period": the one last told, else the last that is over."""
    unit = context.line.value(m.start("u"))
    if unit not in ("Q", ""):
        return None
    return found(m, "DATE", context.quarter or (unit_at(context.published, "Q", -1) if unit else None))


@rule(r"T?(?P<i>i)OT?(?P<u>U)", r"(?P<i>[bgm])IT(?P<u>U)")
def _edge_of_unit(context: Context, m: re.Match[str]) -> Found | None:
    """ "The end of the year", "earlier in the month"."""
    unit = context.line.value(m.start("u"))
    if unit not in ("W", "M", "Y", "Q", "10Y", "100Y"):
        return None
    mod = {"b": "START", "g": "END"}.get(m["i"]) or context.line.value(m.start("i"))
    day = (context.told_day() if unit != "Y" else None) or context.published
    return found(m, "DATE", unit_at(day, unit, 0), mod, tells=True)


@rule(r"T2z?(?P<u>U)(?=O)")
def _counted_day(context: Context, m: re.Match[str]) -> Found | None:
    """ "It is the second day of the siege": the day that is spoken of."""
    token = context.token(m.start("u"))
    if context.line.value(m.start("u")) != "D" or token is None or token.dep != "attr":
        return None
    day = (context.told_day() if context.tense(m.start("u")) == "past" else None) or context.published
    return found(m, "DATE", day.isoformat() if day else None)


@rule(r"(?P<u>U)(?P<h>-)?(?P<i>i)", r"(?P<u>U)'(?P<i>i)")
def _year_end(context: Context, m: re.Match[str]) -> Found | None:
    """ "Year-end" is a day of accounts; "year's end" the last part of the year."""
    day = context.published
    if context.line.value(m.start("u")) != "Y" or context.line.value(m.start("i")) != "END":
        return None
    if day and has(m, "h"):
        since = context.lower(m.start() - 1) == "since"
        return found(m, "DATE", f"{day.year - since:04d}-12-31")
    return found(m, "DATE", unit_at(day, "Y", 0), "END", tells=True)


# -- so long ago, earlier, later ---------------------------------------------------------------------------------------


@rule(r"(?P<n>[na])(?:-|z)?(?P<u>[Uu])j?A", r"(?P<u>u)A", r"TU(?P<n>[na])(?P<u>[Uu])A")
def _ago(context: Context, m: re.Match[str]) -> Found | None:
    unit, count = context.line.value(m.start("u")), count_at(context, m)
    if m[0][0] == "T" and context.line.value(m.start() + 1) != "Q":
        return None
    if count is None:
        return Found(m.start(), m.end(), "DATE", "PAST_REF", days=(None, context.published))
    if unit[0] == "T":
        return found(m, "DURATION", duration_value(count, unit))
    if unit == "Y" and count == 1 and context.stretch:
        return found(m, "DATE", years_before(context.stretch, 1))
    mod = "APPROX" if "j" in m[0] else None
    return found(m, "DATE", shift_by(context.published, -count, unit), mod, tells=True)


@rule(r"(?P<n>[na])z?(?P<u>[Uu])(?P<d>[bg])", r"(?P<n>[na])z?(?P<u>[Uu])h")
def _earlier_or_later(context: Context, m: re.Match[str]) -> Found | None:
    """ "A year earlier", "two days later": counted from the date last told, if it is told as finely."""
    unit = context.line.value(m.start("u"))
    count = count_at(context, m)
    if count is None or unit[0] == "T":
        return Found(m.start(), m.end(), "DURATION", duration_value(count, unit))
    if not has(m, "d"):
        return found(m, "DATE", shift_by(context.published, count, unit))
    direction = -1 if m["d"] == "b" else 1
    if unit == "Y" and count == 1 and direction < 0 and (context.stretch or context.told is None):
        value = years_before(context.stretch, 1) if context.stretch else shift_by(context.published, -1, "Y")
        return found(m, "DATE", value)
    first, last = interval_of(context.told) if context.told else (None, None)
    if first is None or last is None or (last - first).days > _UNIT_DAYS.get(unit, 0):
        return Found(m.start(), m.end(), "DURATION", duration_value(count, unit))
    return found(m, "DATE", shift_by(first, count * direction, unit), tells=True)


@rule(r"TU(?P<d>[BF])(?=[0,]|$)")
def _day_before(context: Context, m: re.Match[str]) -> Found | None:
    """ "The day before" with nothing after it: counted from the date last told."""
    if context.line.value(m.start() + 1) != "D" or context.lower(m.end()) not in (",", ".", "", "in", "at", "and", ";"):
        return None
    day = context.told_day() or (context.published if m["d"] == "B" and context.told is None else None)
    if day is None:
        return None
    return found(m, "DATE", (day + timedelta(days=-1 if m["d"] == "B" else 1)).isoformat(), tells=True)


@rule(r"T?z?(?P<y>U)-?[Ab]-?[UG]", r"(?P<y>U)-[Ab]")
def _year_earlier(context: Context, m: re.Match[str]) -> Found | None:
    """ "The year-earlier quarter", "year-ago": the stretch last told, in the year before."""
    if context.line.value(m.start("y")) != "Y":
        return None
    base = context.stretch or unit_at(context.published, "Y", 0)
    return found(m, "DATE", years_before(base, 1) if base else None)


@rule(r"(?P<w>l)U'(?P<u>U)")
def _last_years_quarter(context: Context, m: re.Match[str]) -> Found | None:
    """ "Last year's quarter": the quarter last told, in the year before."""
    if context.line.value(m.start() + 1) != "Y" or context.line.value(m.start("u")) != "Q" or not context.quarter:
        return None
    return found(m, "DATE", years_before(context.quarter, 1))


@rule(r"T(?P<y>y)(?P<u>[UG])", r"TzGlU")
def _same_stretch(context: Context, m: re.Match[str]) -> Found | None:
    """ "The 1988 period", "the corresponding period last year": the stretch last told, in another year."""
    if not has(m, "y"):
        return found(m, "DATE", years_before(context.quarter, 1) if context.quarter else None)
    if context.line.value(m.start("u")) not in ("Q", ""):
        return None
    return found(m, "DATE", f"{year_at(context, m.start('y')):04d}{(context.quarter or '')[4:]}")
