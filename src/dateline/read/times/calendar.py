"""Rules for calendar dates: days, months, years, decades, centuries, dates in figures."""

from __future__ import annotations

import re
from datetime import date

from dateline.read.times.context import Context, Found, day_of_month, month_alone
from dateline.read.times.rules import WHICH, day_number, found, has, rule, which_year, year_at
from dateline.read.times.values import interval_of, week_value
from dateline.read.times.words import is_cue, load_time_words


@rule(
    r"(?:(?:e?x)?D,?|l)?(?P<m>M)(?P<d>[n2])(?:,?(?P<y>y)|(?P<w>[lex])U)?",
    r"(?:D,?)?(?P<d>[n2])O?(?P<m>M)(?:,?(?P<y>y)|(?P<w>[lex])U)?",
)
def _day(context: Context, m: re.Match[str]) -> Found | None:
    day = day_number(context, m.start("d"))
    if day is None or (not has(m, "y") and _counts(context, m.start("d"), m.end())):
        return None
    month = context.line.value(m.start("m"))
    if has(m, "y"):
        value: str | None = f"{year_at(context, m.start('y')):04d}-{month}-{day:02d}"
        if not _exists(year_at(context, m.start("y")), int(month), day):
            return None
    elif has(m, "w"):
        year = which_year(context, m)
        value = f"{year}-{month}-{day:02d}" if year else None
    else:
        known = _known_day(context, f"{month}-{day:02d}", m.end())
        value = known or day_of_month(context, month, day, m.start("m"))
    if value is None:
        return None
    return Found(m.start() + (m[0][0] == "l"), m.end(), "DATE", value, tells=True)


def _known_day(context: Context, day: str, end: int) -> str | None:
    """The value of a day that news calls by its date alone: "the Sept. 11 attacks"."""
    known = next((known for known in load_time_words().known_days if known[5:] == day), None)
    if known is None or context.published is None or not is_cue("known day", context.lower(end)):
        return None
    return known if known < context.published.isoformat() else None


@rule(r"TUO(?P<m>M)(?P<d>[n2])")
def _week_of(context: Context, m: re.Match[str]) -> Found | None:
    """ "The week of March 6"."""
    day = day_number(context, m.start("d"))
    value = day_of_month(context, context.line.value(m.start("m")), day, m.start("m")) if day else None
    if value is None or context.line.value(m.start() + 1) != "W" or not value[:4].isdigit():
        return None
    return found(m, "DATE", week_value(date.fromisoformat(value)), tells=True)


def _counts(context: Context, i: int, end: int) -> bool:
    """Whether the number at letter *i* counts what follows it ("In March 20 people died", not "On March 20 troops")."""
    token, after = context.token(i), context.token(end)
    if token is None or context.parse is None or end != i + 1:
        return False
    head = context.parse.head(token)
    if context.lower(i - 2) != "on" and token.dep == "nummod" and head.i > token.i and head.tag == "NNS":
        return True
    return context.lower(i - 2) == "in" and after is not None and after.tag == "NNS"


@rule(
    r"(?:D,?)?(?P<m>M)(?P<d>[n2])(?P<to>[-&>|])(?P<e>[n2])(?:,?(?P<y>y))?",
    r"(?P<d>[n2])(?P<to>[-&>|])(?P<e>[n2])O?(?P<m>M),?(?P<y>y)?",
)
def _day_range(context: Context, m: re.Match[str]) -> list[Found] | None:
    """ "March 3-5": two days that share month and year."""
    first, second = day_number(context, m.start("d")), day_number(context, m.start("e"))
    if first is None or second is None or first >= second or _counts(context, m.start("e"), m.start("e") + 1):
        return None
    month = context.line.value(m.start("m"))
    values = []
    for day in (first, second):
        if has(m, "y"):
            value: str | None = f"{year_at(context, m.start('y')):04d}-{month}-{day:02d}"
        else:
            value = day_of_month(context, month, day, m.start("m"))
        if value is None or (has(m, "y") and interval_of(value)[0] is None):
            return None
        values.append(value)
    cut = m.start("to")
    return [
        Found(m.start(), cut, "DATE", values[0], tells=True),
        Found(cut + 1, m.end(), "DATE", values[1], tells=True),
    ]


@rule(r"(?P<m>M)(?:[,O])?(?P<y>y)", r"(?P<m>M)O?(?P<w>[lex])U", r"(?P<w>[lxefc])l?(?P<m>M)")
def _month_and_year(context: Context, m: re.Match[str]) -> Found | None:
    """ "February 1989", "July last year", "last July"."""
    i = m.start("m")
    month = context.line.value(i)
    if has(m, "y"):
        return found(m, "DATE", f"{year_at(context, m.start('y')):04d}-{month}", tells=True)
    if m.start("w") > i:
        year = which_year(context, m)
        return found(m, "DATE", year and f"{year}-{month}", tells=True)
    if context.published is None:
        return found(m, "DATE", f"XXXX-{month}")
    return found(m, "DATE", _which_month(context.published, int(month), WHICH[m["w"]]), tells=True)


@rule(r"(?P<m>M)(?P<d>[n2])?O?(?:q=?|T=|T(?P<n>[fvx]))(?P<u>U)")
def _of_told_year(context: Context, m: re.Match[str]) -> Found | None:
    """ "June of that year", "March 3 of the following year"."""
    told = (context.told or "")[:4]
    if context.line.value(m.start("u")) != "Y" or len(told) < 4 or not told.isdigit():
        return None
    year = int(told) + (WHICH[m["n"]] if has(m, "n") else 0)
    value = f"{year:04d}-{context.line.value(m.start('m'))}"
    if has(m, "d"):
        day = day_number(context, m.start("d"))
        value = f"{value}-{day:02d}" if day and _exists(year, int(value[5:]), day) else ""
    return found(m, "DATE", value, tells=True)


@rule(r"(?P<m>M)")
def _month(context: Context, m: re.Match[str]) -> Found | None:
    i = m.start("m")
    token = context.token(i)
    # The verbs "may" and "march" begin a sentence with a capital.
    verb = (
        token is not None and token.tag in ("MD", "VB", "VBP", "VBZ", "VBD") and context.line.value(i) in ("03", "05")
    )
    if verb or _is_name(context, i) or _is_procession(context, i):
        return None
    return found(m, "DATE", month_alone(context, context.line.value(i), i), tells=True)


def _is_procession(context: Context, i: int) -> bool:
    """ "The March for Life", "a March of Mothers"."""
    after, before = context.lower(i + 1), context.lower(i - 1)
    return context.lower(i) == "march" and after in ("of", "for", "on", "against") and not is_cue("year cue", before)


def _which_month(published: date, month: int, which: int) -> str:
    year = published.year
    if which < 0:
        year -= month >= published.month
    elif which > 0:
        year += month <= published.month
    return f"{year:04d}-{month:02d}"


def _is_name(context: Context, i: int) -> bool:
    """Whether the word is part of a name that is no time: a newspaper, a person, a match."""
    token = context.token(i)
    if token is None or context.parse is None:
        return False
    if token.entity not in ("PERSON", "ORG", "WORK_OF_ART", "LAW", "PRODUCT", "FAC"):
        return False
    head = context.parse.head(token)
    beside = context.parse.tokens[token.i + 1] if token.i + 1 < len(context.parse.tokens) else token
    return (token.dep == "compound" and head.text[:1].isupper() and head.i > token.i) or (
        token.entity == "PERSON" and ((beside.entity == "PERSON" and not beside.begins) or not token.begins)
    )


@rule(r"T?(?:[Qz]U?)?(?P<y>y)", r"T?U(?P<y>y)")
def _year_alone(context: Context, m: re.Match[str]) -> Found | None:
    i = m.start("y")
    if m[0] in ("Uy", "TUy") and context.line.value(i - 1) != "Y":
        return None
    first = i if m[0] == "Ty" else m.start()  # in "the 1988 elections" the article belongs to the noun
    year, fiscal = year_at(context, i), "Q" in m[0]
    if not (_stands_free(context, i) and (fiscal or _is_year(context, i, year, context.lower(first - 1)))):
        return None
    days = (date(year - 1, 4, 1), date(year + 1, 3, 31)) if fiscal else None  # a fiscal year may begin in either
    return Found(first, m.end(), "DATE", f"{year:04d}", tells=True, days=days)


def _stands_free(context: Context, i: int) -> bool:
    """Whether the figures at letter *i* are not part of a sum, a name or a measure."""
    line, before, after = context.line, context.lower(i - 1), context.lower(i + 1)
    if is_cue("no year before", before) or is_cue("no year after", after):
        return False
    if line.glued(i):
        if before not in _MARKS_BEFORE:
            return False
        tied = line.letters[i - 2 : i - 1] in ("y", "M", "m", "D") or is_cue("year prefix", context.lower(i - 2))
        if before == "-" and not tied:
            return False
    hyphened = after == "-" and line.glued(i + 1) and line.glued(i + 2)
    return not hyphened or line.letters[i + 2 : i + 3] in ("y", "n")


_MARKS_BEFORE = frozenset("-–—‑([/'\"“‘`")
#: Years that need no word before them to be taken for years.
_PLAIN_YEARS = (1900, 50)


def _is_year(context: Context, i: int, year: int, before: str) -> bool:
    """Whether four free figures are a year rather than a count."""
    latest = (context.published.year if context.published else 2030) + _PLAIN_YEARS[1]
    if not _PLAIN_YEARS[0] <= year <= latest and not is_cue("year cue", before):
        return False
    token = context.token(i)
    if token is None or context.parse is None:
        return True
    head = context.parse.head(token)
    counts = token.dep == "nummod" and head.i > token.i and head.tag == "NNS"
    return not counts or before in ("the", "'s", "in", "since")


@rule(r"T?(?P<y>y)-(?P<n>[ny])", r"T?(?P<y>y)[&>|](?P<n>y)")
def _years(context: Context, m: re.Match[str]) -> list[Found] | None:
    """ "1996-2001" and "2001-02": two years, the second sharing its century."""
    i, j = m.start("y"), m.start("n")
    first, number = year_at(context, i), context.line.number(j)
    second = number.year
    if second is None:
        text = context.lower(j)
        if not (len(text) == 2 and text.isdigit()) or not context.line.glued(j):
            return None
        second = first // 100 * 100 + int(text)
    before = context.lower(i - 1)
    if first >= second or is_cue("no year before", before) or not _is_year(context, i, first, before):
        return None
    if is_cue("no year after", context.lower(j + 1)):
        return None
    return [Found(i, i + 1, "DATE", f"{first:04d}", tells=True), Found(j, j + 1, "DATE", f"{second:04d}", tells=True)]


@rule(r"T?(?P<d>9)")
def _decade(context: Context, m: re.Match[str]) -> Found | None:
    i = m.start("d")
    digits = context.line.value(i)
    if len(digits) == 1:
        if not _is_decade(context, i):
            return None
        latest = context.published.year if context.published else 2029
        century = latest // 100 - (latest % 100 // 10 < int(digits))
        digits = f"{century:02d}{digits}"
    return found(m, "DATE", digits, tells=True)


def _is_decade(context: Context, i: int) -> bool:
    """Whether "'90s" or "the nineties" is a decade, not an age ("in his nineties") or a temperature."""
    before = context.lower(i - 1)
    if is_cue("possessor", before) or is_cue("possessor", context.lower(i - 2)):
        return False
    return context.lower(i)[0] in "'‘" or before in ("the", "early", "late", "mid", "-")


@rule(r"T?(?P<o>2)-?(?P<u>U)")
def _century(context: Context, m: re.Match[str]) -> Found | None:
    if context.line.value(m.start("u")) != "100Y":
        return None
    number = int(context.line.number(m.start("o")).low or 0)
    return found(m, "DATE", f"{number - 1:02d}", tells=False) if 1 <= number <= 22 else None


@rule(r"8")
def _figures(context: Context, m: re.Match[str]) -> Found | None:
    """A date in figures; day and month stay open where neither the report nor the outlet tells their order."""
    text = context.line.value(m.start())
    if "-" in text:
        if interval_of(text[:10])[0] is None or not 1000 <= int(text[:4]) < 2200:
            return None
        day_only = len(text) == 10
        return found(m, "DATE" if day_only else "TIME", text if day_only else text[:16].upper(), tells=True)
    days = _days_in_figures(text, context.day_first)
    if not days:
        return None
    if len(days) > 1:
        return Found(m.start(), m.end(), "DATE", f"{days[0].year:04d}-XX-XX", days=(days[0], days[-1]))
    return found(m, "DATE", days[0].isoformat(), tells=True)


def _days_in_figures(text: str, day_first: bool | None) -> list[date]:
    """The days that "3/4/2025" or "3.4.2025" can be: two when their order is not told."""
    one, two, year = (int(part) for part in text.replace(".", "/").split("/"))
    if year < 100:
        year += 2000 if year < 70 else 1900
    if not 1000 <= year < 2200:
        return []
    if "." in text or one > 12:
        day_first = True
    elif two > 12:
        day_first = False
    orders = {True: [(two, one)], False: [(one, two)], None: [(one, two), (two, one)]}[day_first]
    return sorted({date(year, month, day) for month, day in orders if _exists(year, month, day)})


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= year <= 9999 and interval_of(f"{year:04d}-{month:02d}-{day:02d}")[0] is not None
