"""The register of rules that find times, and what their builders share.

A rule is a pattern over a line of letters (`timewords`) and a builder that gives the value. At a place the longest
match whose builder accepts it wins. No pattern repeats without bound, so reading is linear.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dateline.model import TimexType
from dateline.read.times.context import Context, Found, unit_at

Build = Callable[[Context, re.Match[str]], Found | Sequence[Found] | None]
#: How many units away "last", "this" and "next" put what they stand before.
WHICH = {"l": -1, "v": -1, "e": 0, "c": 0, "x": 1, "f": 1, "L": 0}


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern over letters and what builds the time; the order of rules breaks ties of length."""

    pattern: re.Pattern[str]
    build: Build


RULES: list[Rule] = []


def rule(*patterns: str) -> Callable[[Build], Build]:
    """Register the function that follows for these patterns."""

    def add(build: Build) -> Build:
        RULES.extend(Rule(re.compile(pattern), build) for pattern in patterns)
        return build

    return add


def found(
    m: re.Match[str], kind: TimexType, value: str | None, mod: str | None = None, *, tells: bool = False
) -> Found | None:
    """The time at a whole match; ``None`` without a value."""
    return Found(m.start(), m.end(), kind, value, mod, tells) if value else None


def has(m: re.Match[str], name: str) -> bool:
    """Whether the pattern has the group and it took part in the match."""
    return name in m.re.groupindex and m[name] is not None


def day_number(context: Context, i: int) -> int | None:
    """The day of a month at letter *i*; ``None`` when the number there cannot be one."""
    number = context.line.number(i)
    low = number.low or 0
    single = number.last == number.first + 1 and number.kind in ("figures", "ordinal")
    return int(low) if single and low == int(low) and 1 <= low <= 31 else None


def year_at(context: Context, i: int) -> int:
    """The year at letter *i*."""
    return context.line.number(i).year or 0


def which_year(context: Context, m: re.Match[str]) -> str | None:
    """The year of "last year" at group w when the unit after it is a year."""
    if context.line.value(m.start("w") + 1) != "Y":
        return None
    return unit_at(context.published, "Y", WHICH[m["w"]])


def years_before(value: str, count: int) -> str | None:
    """A calendar value so many years earlier.

    >>> years_before("2024-Q3", 1)
    '2023-Q3'
    """
    year = value[:4]
    return f"{int(year) - count:04d}{value[4:]}" if year.isdigit() and int(year) > count else None


def count_at(context: Context, m: re.Match[str]) -> float | None:
    """The number at group n; 1 for an article; ``None`` when the words leave it open."""
    if not has(m, "n"):
        return None
    if m["n"] == "a":
        return 1.0
    number = context.line.number(m.start("n"))
    return number.low if number.low == number.high else None
