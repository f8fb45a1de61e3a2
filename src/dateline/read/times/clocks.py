"""Rules for clock times and for words of an unmeasured present, past or future."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dateline.read.times.context import Context, Found, day_of_month, weekday
from dateline.read.times.rules import day_number, has, rule, year_at
from dateline.read.times.words import is_cue


@rule(r"R", r"T(?P<l>l)(?![nuUPWDMSKX2zQ])")
def _reference(context: Context, m: re.Match[str]) -> Found | None:
    """ "Now", "recently", "the past", "the near future"."""
    i, published = m.start(), context.published
    value = "PAST_REF" if has(m, "l") else context.line.value(i)
    if has(m, "l"):
        token = context.token(i + 1)
        if context.lower(i + 1) != "past" or (token is not None and token.pos not in ("NOUN", "PROPN")):
            return None
    elif value == "FUTURE_REF" and _is_before_noun(context, m.end() - 1):
        return None  # "the future king"
    elif value == "PRESENT_REF":
        if context.capital(i) and context.capital(i - 1) and context.kind != "headline":
            return None  # a name: "Action Now"
        # "Now, he says, ...", "Now that it is open, ..."
        turn_of_speech = context.lower(i + 1) in (",", "that") and context.capital(i)
        prefix = context.line.glued(i + 1) and context.lower(i + 1) in ("-", "‑")  # "the now-defunct party"
        if turn_of_speech or prefix:
            return None
    days = {"PRESENT_REF": (published, published), "PAST_REF": (None, published), "FUTURE_REF": (published, None)}
    return Found(i, m.end(), "DATE", value, days=days[value])


@rule(r"c")
def _current(context: Context, m: re.Match[str]) -> Found | None:
    """ "The current government"; "the current year" is told by its unit."""
    i, token = m.start(), context.token(m.start())
    if token is None or token.dep != "amod" or context.capital(i) or is_cue("current term", context.lower(i + 1)):
        return None
    if context.line.glued(i) or context.lower(i - 1) == "then" or context.line.letters[i + 1 : i + 2] in "UuQG2z":
        return None
    return Found(i, m.end(), "DATE", "PRESENT_REF", days=(context.published, context.published))


def _is_before_noun(context: Context, i: int) -> bool:
    """Whether the last word of letter *i* stands before the noun that it belongs to."""
    last = context.parse.token_at(context.line.ends[i] - 1) if context.parse else None
    return last is not None and (last.tag == "JJ" or last.dep in ("amod", "compound"))


@rule(r"m-?(?P<p>P)(?P<y>Y)?", r"IT(?P<p>P)")
def _part_of_told_day(context: Context, m: re.Match[str]) -> Found | None:
    """ "Mid-afternoon yesterday", "late evening", "in the morning": of the day last told."""
    line, told = context.line, context.told_day()
    day = told or (context.published if m[0][0] == "m" else None)
    if has(m, "y"):
        day = context.published and context.published + timedelta(days=int(line.value(m.start("y"))))
    if day is None or line.letters[m.end() : m.end() + 1] in ("O", "-"):
        return None
    start = m.start() + (m[0][0] == "I")
    mod = line.value(start) if m[0][0] == "m" else None
    return Found(start, m.end(), "TIME", day.isoformat() + line.value(m.start("p")), mod)


@rule(r"(?P<h>n)IT(?P<p>P)", r"(?P<h>n)@")
def _hour(context: Context, m: re.Match[str]) -> Found | None:
    """ "4 in the morning", "ten o'clock"."""
    number = context.line.number(m.start("h"))
    low = number.low or 0
    if low != int(low) or not 1 <= low <= 12 or number.last > number.first + 1:
        return None
    part = context.line.value(m.start("p")) if has(m, "p") else ""
    late = part in ("TAF", "TEV") or (part == "TNI" and low > 5)
    day = _day_of_clock(context, m, m.end())
    return Found(m.start(), m.end(), "TIME", f"{day}T{int(low) % 12 + 12 * late if part else int(low):02d}:00")


@rule(
    r"(?P<c>[kC])(?P<t>t)?,?(?:(?P<d>D)|(?P<y>Y)|[el]?P)?",
    r"(?P<c>[kC])(?P<t>t)?,?(?:D,?)?(?P<m>M)(?P<n>[n2])(?:,?(?P<z>y))?",
)
def _clock(context: Context, m: re.Match[str]) -> Found | None:
    """A clock time, with the day beside it, else of the day last told, else of publication."""
    line, i = context.line, m.start()
    end = m.end() - (line.letters[m.end() - 1] == ",")
    # "10:30" alone may be a score or a verse; "10:30 a.m." and "10:30 GMT" are times.
    bare = m["c"] == "k" and end == i + 1 and line.lowers[i][-1].isdigit()
    if bare and not is_cue("clock cue", context.lower(i - 1)):
        return None
    zone = line.value(m.start("t")) if has(m, "t") else None
    return Found(i, end, "TIME", _day_of_clock(context, m, end) + line.value(i), zone=zone)


def _day_of_clock(context: Context, m: re.Match[str], end: int) -> str:
    return _day_beside_clock(context, m, end) or _iso(context.told_day() or context.published)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else "XXXX-XX-XX"


def _day_beside_clock(context: Context, m: re.Match[str], end: int) -> str | None:
    """The day named with the clock time or after it: "9 p.m. Thursday", "at 5 p.m. on Nov. 6"."""
    line = context.line
    if has(m, "y"):
        published = context.published
        return _iso(published and published + timedelta(days=int(line.value(m.start("y")))))
    at = m.start("d") if has(m, "d") else m.start("m") if has(m, "m") else end + (context.lower(end) == "on")
    if line.letters[at : at + 1] == "D":
        return weekday(context, int(line.value(at)), at)
    number = day_number(context, at + 1) if line.letters[at : at + 2] in ("Mn", "M2") else None
    if number is None:
        return None
    if has(m, "z"):
        return f"{year_at(context, m.start('z')):04d}-{line.value(at)}-{number:02d}"
    return day_of_month(context, line.value(at), number, at)
