"""Rules for parts of a year: quarters, halves, seasons, holidays."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from dateline.read.times.context import Context, Found, part_of_year
from dateline.read.times.rules import WHICH, found, has, rule, which_year, year_at, years_before
from dateline.read.times.values import interval_of
from dateline.read.times.words import is_cue


@rule(
    r"(?:T(?:Q-?)?|Q-?)?(?P<o>2)-?(?P<u>U)(?:O?(?P<y>y)|O?(?P<w>[lex])U)?",
    r"T?(?P<y>y)(?P<o>2)-?(?P<u>U)",
    r"(?P<w>[lex])U'(?P<o>2)-?(?P<u>U)",
    r"(?P<q>3)(?:O?(?P<y>y))?",
    r"T?U-[Ab]T?(?P<o>2)-?(?P<u>U)",
    r"Tz?U-[Ab](?P<o>2)-?(?P<u>U)",
)
def _quarter(context: Context, m: re.Match[str]) -> Found | None:
    number = _quarter_number(context, m)
    if number is None:
        return None
    part = f"Q{number}"
    if has(m, "y"):
        return found(m, "DATE", f"{year_at(context, m.start('y')):04d}-{part}", tells=True)
    if has(m, "w"):
        year = which_year(context, m)
        return found(m, "DATE", year and f"{year}-{part}", tells=True)
    value = part_of_year(context, part, m.start("q" if has(m, "q") else "u"))
    if "-A" in m[0] or "-b" in m[0]:
        return found(m, "DATE", years_before(value, 1) or value)
    # "The third-quarter loss": the article belongs to the noun.
    hyphened = m[0][0] == "T" and context.lower(m.start("u") - 1) == "-"
    return Found(m.start() + hyphened, m.end(), "DATE", value, tells=True)


def _quarter_number(context: Context, m: re.Match[str]) -> int | None:
    if has(m, "q"):
        return int(context.line.value(m.start("q")))
    number = int(context.line.number(m.start("o")).low or 0)
    return number if context.line.value(m.start("u")) == "Q" and 1 <= number <= 4 else None


@rule(r"TlUO(?P<y>y)")
def _last_quarter(context: Context, m: re.Match[str]) -> Found | None:
    """ "The last quarter of 2023"."""
    if context.line.value(m.start() + 2) != "Q":
        return None
    return found(m, "DATE", f"{year_at(context, m.start('y')):04d}-Q4", tells=True)


@rule(
    r"T(?P<o>[2l])X(?:O)(?:(?P<y>y)|(?P<w>[lex])U)",
    r"T(?P<o>[2l])XO(?P<t>T)U",
    r"TX(?:O)(?:(?P<y>y)|(?P<w>[lex])U)",
    r"T?(?P<o>[2l])-?XO(?P<y>y)",
)
def _half_of_year(context: Context, m: re.Match[str]) -> Found | None:
    if not has(m, "o"):
        return None
    number = 2 if m["o"] == "l" else int(context.line.number(m.start("o")).low or 0)
    if number not in (1, 2):
        return None
    if has(m, "t"):
        whole = context.line.value(m.end() - 1) == "Y"
        return found(m, "DATE", part_of_year(context, f"H{number}", m.start("o")) if whole else None, tells=True)
    year = f"{year_at(context, m.start('y')):04d}" if has(m, "y") else which_year(context, m)
    return found(m, "DATE", year and f"{year}-H{number}", tells=True)


@rule(r"T?(?P<s>S)(?:O?(?P<y>y)|O?(?P<w>[lex])U)", r"(?P<w>[lexfc])l?(?P<s>S)")
def _season_and_year(context: Context, m: re.Match[str]) -> Found | None:
    """ "Spring 2021", "the winter of last year", "last fall"."""
    part = context.line.value(m.start("s"))
    if has(m, "y"):
        return found(m, "DATE", f"{year_at(context, m.start('y')):04d}-{part}", tells=True)
    if m.start("w") > m.start("s"):
        year = which_year(context, m)
        return found(m, "DATE", year and f"{year}-{part}", tells=True)
    if context.published is None:
        return found(m, "DATE", f"XXXX-{part}")
    which = -1 if "l" in m[0] else WHICH[m["w"]]
    return found(m, "DATE", _which_season(context.published, part, which), tells=True)


@rule(r"(?P<s>S)[&|](?P<e>S)")
def _two_seasons(context: Context, m: re.Match[str]) -> list[Found] | None:
    """ "In spring and summer": the second is told as the first is."""
    first = _season(context, m)
    if not isinstance(first, Found):
        return None
    part = context.line.value(m.start("e"))
    value = f"{first.value[:4]}-{part}"
    return [replace(first, last=m.start() + 1), Found(m.start("e"), m.end(), "DATE", value, tells=True)]


@rule(r"T?(?P<s>S)")
def _season(context: Context, m: re.Match[str]) -> Found | None:
    """A season alone, after a preposition: "in the summer", but not "summer school"."""
    i = m.start("s")
    token = context.token(i)
    if token is not None and token.dep != "pobj":
        return None
    before = m.start() - 1
    while before >= max(m.start() - 3, 0) and context.line.letters[before] in "mT-":
        before -= 1
    word = context.lower(before)
    determined = before < m.start() - 1 or m[0][0] == "T"
    if not is_cue("season cue", word) and not (word == "of" and determined):
        return None
    return found(m, "DATE", part_of_year(context, context.line.value(i), i), tells=True)


def _which_season(published: date, part: str, which: int) -> str:
    year = published.year
    first, last = interval_of(f"{year:04d}-{'Q1' if part == 'WI' else part}")
    if which < 0 and last and last >= published:
        year -= 1
    if which > 0 and first and first <= published:
        year += 1
    return f"{year:04d}-{part}"


@rule(r"(?P<w>[lxe])?(?P<h>H)(?P<y>y)?")
def _holiday(context: Context, m: re.Match[str]) -> Found | None:
    spec = context.line.value(m.start("h"))
    if is_cue("weekday name", context.lower(m.end())) and context.capital(m.end()):
        return None  # "the Good Friday Agreement"
    if not (has(m, "w") or has(m, "y") or _dates_something(context, m.start())):
        return None  # "Christmas shopping", "the Independence Day parade"
    if has(m, "y"):
        day = holiday(spec, year_at(context, m.start("y")))
        return found(m, "DATE", day.isoformat() if day else None, tells=True)
    published = context.published
    if published is None:
        return found(m, "DATE", f"XXXX-{spec}" if len(spec) == 5 else "XXXX-XX-XX")
    days = [day for year in (published.year - 1, published.year, published.year + 1) if (day := holiday(spec, year))]
    past = [day for day in days if day <= published]
    ahead = [day for day in days if day >= published]
    tense = context.tense(m.start("h"), modifies=False)
    if m["w"] == "l" or (tense == "past" and m["w"] is None):
        chosen = past[-1:]
    elif m["w"] == "x" or tense == "future":
        chosen = ahead[:1]
    else:
        chosen = sorted(days, key=lambda day: abs((day - published).days))[:1]
    return found(m, "DATE", chosen[0].isoformat() if chosen else None, tells=True)


def _dates_something(context: Context, i: int) -> bool:
    """Whether the name at letter *i* stands where a date does: after a preposition, or as an adverb."""
    if context.parse is None or context.token(i) is None or is_cue("holiday cue", context.lower(i - 1)):
        return True
    last = context.parse.token_at(context.line.ends[i] - 1)
    return last is not None and last.dep == "npadvmod"


def holiday(spec: str, year: int) -> date | None:
    """The day of a holiday in a year; ``None`` outside the calendar.

    Args:
        spec: "MM-DD"; "MM-n-w", the n-th (-1: last) weekday w of a month; "MM-2+1", the Tuesday after
            its first Monday; "easter+n", n days after Easter Sunday.
        year: The year.

    References:
        Easter by the anonymous Gregorian algorithm (Meeus 1991).

    >>> holiday("11-4-4", 2024), holiday("easter+0", 2025)
    (datetime.date(2024, 11, 28), datetime.date(2025, 4, 20))
    """
    if not 1 <= year <= 9998:
        return None
    if spec.startswith("easter"):
        return _easter(year) + timedelta(days=int(spec[6:]))
    if spec[3:] == "2+1":
        return _nth_weekday(year, int(spec[:2]), 1, 1) + timedelta(days=1)
    parts = re.fullmatch(r"(\d\d)-(-?\d)-(\d)", spec)
    if parts is None:
        return date(year, int(spec[:2]), int(spec[3:]))
    month, nth, day = (int(part) for part in parts.groups())
    return _nth_weekday(year, month, nth, day)


def _nth_weekday(year: int, month: int, nth: int, day: int) -> date:
    if nth > 0:
        first = date(year, month, 1)
        return first + timedelta(days=(day - first.isoweekday()) % 7 + 7 * (nth - 1))
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return end - timedelta(days=(end.isoweekday() - day) % 7)


def _easter(year: int) -> date:
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)
