"""Times: TIMEX3 expressions with values that can be compared, anchored on publication or on the date last told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Literal

from dateline.model import Region, RegionKind, Span, Timex
from dateline.read.text import Parse
from dateline.read.times import calendar, clocks, lengths, parts, relative  # noqa: F401  (they add rules)
from dateline.read.times.context import Context, Found
from dateline.read.times.rules import RULES, Rule
from dateline.read.times.values import bounded_interval, compare_times, interval_of, mirror_order
from dateline.read.times.words import TimeLine, is_cue, load_time_words, read_line

__all__ = ["bounded_interval", "compare_times", "find_times", "interval_of", "mirror_order", "puts_day_first"]

#: Regions that are no prose but hold dates; they are read without grammar.
_RAW: frozenset[RegionKind] = frozenset({"date", "dateline"})
#: A time has something of these: all other runs of letters are passed over.
_CORE = re.compile(r"[MDJUuSKPpCWYNVHRAZ8k9y3G?5c]|Tl|@|nIT")
_RUN = re.compile(r"[^0]+")
#: Years that a report can be published in; between them no counting leaves the calendar.
_FIRST_YEAR, _LAST_YEAR = 1000, 2200
#: No rule reaches further than this many letters.
_REACH = 14
_JOINT = re.compile(r"\s*(?:to|and|through|until|till)\s+(?:the\s+)?", re.IGNORECASE)
_DASH = re.compile(r"[-–—]")
_LONGEST_JOINT = 14
_SLASHED = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/\d{2,4}(?!\d)")


def find_times(
    parse: Parse, *, regions: Sequence[Region] = (), published: date | None, day_first: bool | None = None
) -> tuple[Timex, ...]:
    """Find the times that a report tells and give each its TIMEX3 value.

    Args:
        parse: The report's prose, parsed; tenses choose between the last and the next Monday.
        regions: The report's regions; `date` and `dateline` regions are read too, without grammar.
        published: The day that relative times are counted from. Without it they are found, but their values stay open
            ("XXXX-WXX-4") and they have no earliest and latest day. A day that no report can have (0001-01-01 as some
            systems write it) counts as none.
        day_first: Whether the outlet writes 3/4/2025 for 3 April; ``None`` asks the report's other dates, and keeps
            the order open where they do not tell.

    Returns:
        Times in text order; spans hold the words that approximate ("nearly two years", "early March") but not those
        that bind ("since", "in").

    References:
        TIMEX3 in ISO-TimeML; TempEval-3 (UzZaman et al. 2013) for the annotation habits followed.

    >>> from dateline.read.text import parse_text
    >>> text = "Talks began on Monday and will end in early September."
    >>> parse = parse_text(text, [Region("body", Span(0, len(text)))])
    >>> [(time.span.of(text), time.value) for time in find_times(parse, published=date(2025, 7, 4))]
    [('Monday', '2025-06-30'), ('early September', '2025-09')]
    """
    if day_first is None:
        day_first = _told_order(parse.text)
    if published is not None and not _FIRST_YEAR <= published.year < _LAST_YEAR:
        published = None
    context = Context(published, parse, day_first=day_first)
    stretches: list[tuple[RegionKind, Span]] = [(block.kind, block.span) for block in parse.blocks]
    stretches += [(region.kind, region.span) for region in regions if region.kind in _RAW]
    times: list[Timex] = []
    end = 0
    for kind, span in sorted(stretches, key=lambda stretch: (stretch[1], stretch[0])):
        context.line = read_line(parse.text, span)
        context.kind = kind
        for timex in _read(context, parse.text):
            if timex.span.start >= end:
                times.append(timex)
                end = timex.span.end
    return tuple(_mark_ranges(times, parse.text))


def puts_day_first(country: str | None) -> bool | None:
    """Whether outlets of a country write 3/4/2025 for 3 April.

    Args:
        country: ISO 3166 alpha-3, ``None`` when the outlet's home is not known.

    Returns:
        ``None`` when it cannot be told: the country is not known, or both orders are met there.

    References:
        Unicode CLDR, short date formats of English by territory.

    >>> puts_day_first("GBR"), puts_day_first("USA"), puts_day_first(None)
    (True, False, None)
    """
    if country is None or is_cue("either order", country):
        return None
    return not is_cue("month first", country)


def _mark_ranges(times: Sequence[Timex], text: str) -> list[Timex]:
    """Bound the two ends of "from 1996 to 2001" and "3-5 March"."""
    marked = list(times)
    for i in range(1, len(marked)):
        one, two = marked[i - 1], marked[i]
        joint = text[one.span.end : two.span.start]
        if len(joint) > _LONGEST_JOINT or "DURATION" in (one.type, two.type):
            continue
        joined = one.bound == "start" and _JOINT.fullmatch(joint)
        if joined or _DASH.fullmatch(joint):
            marked[i - 1], marked[i] = replace(one, bound="start"), replace(two, bound="end")
    return marked


def _told_order(text: str) -> bool | None:
    """Whether the report's slashed dates that can be told put the day first; ``None`` if none can or they disagree."""
    told = {int(one) > 12 for one, two in _SLASHED.findall(text) if (int(one) > 12) != (int(two) > 12)}
    return told.pop() if len(told) == 1 else None


def _read(context: Context, text: str) -> Iterator[Timex]:
    line = context.line
    for run in _RUN.finditer(line.letters):
        if not _CORE.search(run[0]):
            continue
        i, end, floor = run.start(), run.end(), run.start()
        while i < end:
            founds = _longest(context, i, end)
            if not founds:
                i += 1
                continue
            for found in founds:
                timex = _finish(context, found, floor, text)
                floor = found.last
                if timex is not None:
                    yield timex
            i = max(founds[-1].last, i + 1)


def _longest(context: Context, i: int, end: int) -> Sequence[Found]:
    letters = context.line.letters
    for rule in _candidates(letters[i : min(end, i + _REACH)]):
        match = rule.pattern.match(letters, i, end)
        if match is None:
            continue
        found = rule.build(context, match)
        if found is not None:
            return (found,) if isinstance(found, Found) else found
    return ()


@lru_cache(maxsize=16_384)
def _candidates(letters: str) -> tuple[Rule, ...]:
    """The rules that match at the beginning of *letters*, longest match first."""
    matches = [(match.end(), number) for number, rule in enumerate(RULES) if (match := rule.pattern.match(letters))]
    return tuple(RULES[number] for _, number in sorted(matches, key=lambda item: (-item[0], item[1])))


def _finish(context: Context, found: Found, floor: int, text: str) -> Timex | None:
    """Take in the words on the left that vary the time, and bound it in days."""
    found = _widen(context.line, found, floor)
    line = context.line
    start, end = line.starts[found.first], line.ends[found.last - 1]
    mod = found.mod
    days = found.days or (interval_of(found.value, mod) if found.type in ("DATE", "TIME") else (None, None))
    if context.kind not in _RAW:
        if found.tells and days[0] is not None and found.value[:1].isdigit():
            context.told = found.value
        if found.tells and found.value[4:6] == "-Q" and found.value[:1].isdigit() and found.value[6:7] != "X":
            over = days[1] is not None and context.published is not None and days[1] < context.published
            if over or context.tense(found.last - 1, modifies=False) == "past":
                context.quarter = context.stretch = found.value  # results are told of a quarter that is over
        elif (
            found.type == "DURATION"
            and found.value in ("P9M", "P6M", "P1Y")
            and line.letters[found.first] == "T"
            and context.quarter
        ):
            context.stretch = context.quarter[:4]  # results for "the nine months" are compared year by year
    bound = _bound_before(text, start) if found.type in ("DATE", "TIME") else None
    return Timex(Span(start, end), found.type, found.value, days[0], days[1], mod, bound, found.zone)


def _widen(line: TimeLine, found: Found, floor: int) -> Found:
    """Take "early", "the end of", "earlier", "nearly" on the left of a time into it."""
    letters, first, mod = line.letters, found.first, found.mod
    point = found.type in ("DATE", "TIME") and not found.value.endswith("_REF")

    def before(step: int) -> str:
        return letters[first - step] if first - step >= floor else ""

    if (point and before(1) == "m") or (point and before(1) == "-" and before(2) == "m"):
        back = 1 if before(1) == "m" else 2
        mod = mod or line.value(first - back)
        first -= back
        if before(1) == "T" and letters[found.last - 1] in "9SU":
            first -= 1
    elif point and before(1) in ("b", "g") and letters[first] in "eDYTqlP" and before(2) not in ("u", "U", "n"):
        if letters[first] != "T" or letters[first + 1 : first + 2] in ("f", "v"):
            mod = mod or ("START" if before(1) == "b" else "END")
            first -= 1
    elif point and before(1) == "O" and before(2) == "i":
        mod = mod or line.value(first - 2)
        first -= 2
        if before(1) == "T":
            first -= 1
    if before(1) == "~" and mod is None and _approximates(line, first, point):
        mod = line.value(first - 1)
        first -= 1
    return found if first == found.first else replace(found, first=first, mod=mod)


def _approximates(line: TimeLine, first: int, point: bool) -> bool:
    """Whether the word before letter *first* says how exact the time is, rather than "over the weekend"."""
    sense = line.value(first - 1)
    if line.lowers[first - 1] == "over" and (point or line.letters[first] != "a"):
        return False  # "used over three years" is no comparison
    if line.letters[first] in "na":
        return not point or sense == "APPROX" or line.letters[first + 1 : first + 2] in ("U", "u")
    if line.letters[first] in "Xk":
        return sense == "APPROX" or not point
    return sense == "APPROX" and point and line.letters[first] in "My" and line.lowers[first - 1] != "some"


@cache
def _bounds() -> tuple[re.Pattern[str], dict[str, Literal["start", "end"]]]:
    sides: dict[str, Literal["start", "end"]] = {}
    for phrase, side in load_time_words().bounds:
        sides[phrase] = "start" if side == "start" else "end"
    pattern = "|".join(re.escape(phrase) for phrase in sides)
    return re.compile(rf"(?<![^\W\d_])({pattern})\s{{1,3}}(?:the\s)?$", re.IGNORECASE), sides


def _bound_before(text: str, start: int) -> Literal["start", "end"] | None:
    pattern, sides = _bounds()
    match = pattern.search(text, max(0, start - 24), start)
    return sides[match[1].lower()] if match else None
