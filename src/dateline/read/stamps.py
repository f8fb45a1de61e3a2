"""Dates as pages print them beside a report: date lines, labels before a first sentence, days in a URL.

These are printed dates only; dates in running text are read by ``times.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from dateline.lexicon import load_tables

_LONGEST_LINE = 160
_DIGIT = re.compile(r"\d")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|\d+|[^\w\s]|_")
_MARKS = frozenset(",.:;/|-–—−()[]+@•·*_#>~")
_ORDINALS = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """A printed date: where it ends, its ISO day if it tells one, whether a label stands before it."""

    end: int
    day: str | None
    labelled: bool


@cache
def load_words() -> Mapping[str, frozenset[str]]:
    """The word lists of ``data/en/regions.toml`` by name."""
    tables: Mapping[str, Any] = load_tables("en/regions.toml").tables["words"]
    return MappingProxyType({key: frozenset(value) for key, value in tables.items()})


@cache
def _month_numbers() -> Mapping[str, int]:
    tables = load_tables("en/regions.toml").tables["words"]
    numbers = {name: number for number, name in enumerate(tables["months"], 1)}
    for name in tables["short_months"]:
        numbers.setdefault(name, next(number for long, number in numbers.items() if long.startswith(name[:3])))
    return MappingProxyType(numbers)


@cache
def _day_patterns() -> tuple[re.Pattern[str], ...]:
    month = "(?P<month>" + "|".join(sorted(_month_numbers(), key=len, reverse=True)) + r")\b\.?"
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:1[6-9]|20)\d\d)"
    forms = (
        rf"\b{year}-(?P<number>\d{{2}})-(?P<day>\d{{2}})(?!\d)",
        rf"\b{month}\s{{0,3}}{day}\b,?\s{{0,3}}{year}\b",
        rf"\b{day}[\s-]{{0,3}}(?:of\s)?{month}[\s,-]{{0,3}}{year}\b",
        rf"\b{year}[\s,-]{{1,3}}{month}[\s-]{{0,3}}{day}\b",
        rf"\b{year}[/.](?P<number>\d{{1,2}})[/.](?P<day>\d{{1,2}})(?!\d)",
        rf"(?<![\d.])(?P<day>\d{{1,2}})\.(?P<number>\d{{1,2}})\.{year}\b",
        rf"(?<!\d)(?P<one>\d{{1,2}})[/-](?P<two>\d{{1,2}})[/-]{year}\b",
    )
    return tuple(re.compile(form, re.IGNORECASE) for form in forms)


@cache
def _yearless() -> re.Pattern[str]:
    month = "(?:" + "|".join(sorted(_month_numbers(), key=len, reverse=True)) + r")\b\.?"
    day = r"\d{1,2}(?:st|nd|rd|th)?\b"
    return re.compile(rf"\b{month}\s{{0,3}}{day}|\b{day}[\s-]{{0,3}}(?:of\s)?{month}", re.IGNORECASE)


@cache
def _clock() -> re.Pattern[str]:
    return re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)|(?<!\d)\d{1,2}\s?[ap]\.?m\b|\bnoon\b|\bmidnight\b", re.IGNORECASE)


def find_day(words: str) -> str | None:
    """The first whole date in *words* as an ISO day; ``None`` where day and month cannot be told apart.

    >>> find_day("Friday, 4 July 2025"), find_day("07/04/2025"), find_day("31.12.2024")
    ('2025-07-04', None, '2024-12-31')
    """
    found = _first_day(words)
    return found[1] if found else None


def find_url_day(url: str) -> str | None:
    """The day that a report's web address tells.

    >>> find_url_day("https://example.com/2025/07/04/talks-in-oslo")
    '2025-07-04'
    """
    match = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?:[/-]|$)", url[:2_000].lower())
    if match is None:
        return None
    number = _month_numbers().get(match[2]) if match[2].isalpha() else int(match[2])
    return _iso(int(match[1]), number or 0, int(match[3]))


def read_date_line(line: str) -> Stamp | None:
    """Read a line that holds a date or a time of day and nothing else, labels such as "Updated" aside.

    >>> read_date_line("Published: July 4, 2025 at 3:15 p.m. EDT").day
    '2025-07-04'
    >>> read_date_line("In July 2025 they met") is None
    True
    """
    if not 3 < len(line) <= _LONGEST_LINE or not _DIGIT.search(line):
        return None
    rest, labelled = _strip_label(line)
    if not _only_date_words(rest):
        return None
    if not (_first_day(rest) or _yearless().search(rest) or _clock().search(rest) or _numeric(rest)):
        return None
    return Stamp(len(line), find_day(rest), labelled)


def read_leading_date(words: str) -> Stamp | None:
    """Read a date with its label, or with its year, that is stuck to the front of a first sentence.

    >>> words = "date 2025-07-04 Ministers met in Oslo."
    >>> words[read_leading_date(words).end:]
    'Ministers met in Oslo.'
    """
    head = words[:_LONGEST_LINE]
    rest, labelled = _strip_label(head)
    offset = len(head) - len(rest)
    found = _first_day(rest)
    if found is None or not _only_date_words(rest[: found[0]]):
        return None
    if not labelled and re.match(r"\W*(?:on|at|of|the|by)\b", rest, re.IGNORECASE):
        return None  # "On July 4, 2025 Parliament ..." is the sentence's own date
    end = found[0]
    # A clock and its zone may follow the day.
    clock = re.match(r"(?:T|[\s,|]{0,3}(?:at\s)?)\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s?(?:[ap]\.?m\.?\b)?"
                     r"(?:\s?(?:Z|[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}))?", rest[end:])  # fmt: skip
    end += clock.end() if clock else 0
    gap = re.match(r"[\s)\]|•·*:]*", rest[end:])
    after = end + (gap.end() if gap else 0)
    following = rest[after : after + 1] or words[offset + after : offset + after + 1]
    if after == end or not following or not (following.isupper() or following in "“\"‘'«" or following.isdigit()):
        return None
    return Stamp(offset + after, found[1], labelled)


def _strip_label(line: str) -> tuple[str, bool]:
    labels = load_words()["date_labels"]
    match = re.match(r"[\s(\[*_]*((?:[A-Za-z]+\s?){1,3})(?:\s(?:on|at))?\s*:?[\s*_]*(?=\S)", line)
    if match and " ".join(match[1].lower().split()) in labels:
        return line[match.end() :], True
    # "Updated on July 4": the preposition was taken for a word of the label.
    match = re.match(r"[\s(\[*_]*((?:[A-Za-z]+\s){1,2}?)(?:on|at|:)?\s*:?\s*(?=[\d]|[A-Z])", line)
    if match and " ".join(match[1].lower().split()) in labels:
        return line[match.end() :], True
    return line, False


def _only_date_words(words: str) -> bool:
    lists = load_words()
    known = lists["date_fillers"] | lists["zones"] | lists["weekdays"] | lists["months"] | lists["short_months"]
    known |= lists["date_labels"] | _ORDINALS | {"t"}
    return all(token in _MARKS or token.isdigit() or token.lower() in known for token in _TOKEN.findall(words))


def _numeric(words: str) -> bool:
    return re.search(r"(?<!\d)\d{1,2}[/.-]\d{1,2}[/.-](?:\d\d){1,2}(?!\d)", words) is not None


def _first_day(words: str) -> tuple[int, str | None] | None:
    """Where the first whole date ends, and its ISO day (``None`` for 03/04/2025, or no such day)."""
    found: list[tuple[int, int, str | None]] = []
    for pattern in _day_patterns():
        if match := pattern.search(words):
            found.append((match.start(), match.end(), _match_day(match)))
    if not found:
        return None
    _, end, day = min(found, key=lambda item: (item[0], -item[1]))
    return end, day


def _match_day(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    year = int(groups["year"])
    if groups.get("month"):
        return _iso(year, _month_numbers()[groups["month"].lower()], int(groups["day"]))
    if groups.get("number"):
        return _iso(year, int(groups["number"]), int(groups["day"]))
    one, two = int(groups["one"]), int(groups["two"])
    if one <= 12 and two <= 12 and one != two:
        return None
    return _iso(year, two, one) if one > 12 else _iso(year, one, two)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
