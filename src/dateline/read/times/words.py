"""The words of times: each word of a stretch of text gets the part it plays, as one letter of a line of letters.

"the third quarter of 2024" becomes ``T2UOy``. Rules (`timerules`) are patterns over such lines, so that they hold
grammar and the data file (data/en/times.toml) holds words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline.errors import LexiconError
from dateline.lexicon import load_entries
from dateline.model import Span
from dateline.read.numbers import Number, Words, cut_words, read_numbers

#: The letter that stands for a role in a line of letters.
LETTERS: Mapping[str, str] = MappingProxyType({
    "month": "M", "weekday": "D", "weekdays": "J", "unit": "U", "units": "u", "stretch": "G", "season": "S",
    "seasons": "K", "part of day": "P", "parts of day": "p", "fixed clock": "C", "weekend": "W", "weekends": "w",
    "day word": "Y", "night word": "N", "overnight": "V", "holiday": "H", "reference": "R", "not a time": "0", "a": "a",
    "the": "T", "this": "e", "that": "q", "same": "=", "last": "l", "previous": "v", "next": "x", "following": "f",
    "current": "c", "latest": "L", "recent": "r", "ago": "A", "earlier": "b", "later": "g", "before": "B", "after": "F",
    "hence": "h", "every": "E", "half": "X", "of": "O", "in": "I", "and": "&", "or": "|", "or so": "j", "to": ">",
    "fiscal": "Q", "old": "o", "filler": "z", "at": "@", "early": "m", "edge": "i", "about": "~", "set": "Z",
    "zone": "t", "decade": "9", "then": "?", "ahead": "d", "while": "5",
})  # fmt: skip

#: Letters that data words do not have: a word of no role, a number, a year, an ordinal, a decade, a date in figures,
#: a clock time, a possessive, a hyphen or dash, a comma, a quarter written "Q3".
OTHER, NUMBER, YEAR, ORDINAL, DECADE, DATE, CLOCK, POSSESSIVE, DASH, COMMA, QUARTER = "0ny298k'-,3"

_SHORT = {"short month": "M", "short weekday": "D"}
#: Roles whose rows are plain lists.
_LISTS = (
    "bound", "looks ahead", "reaches ahead", "appoints", "timetable", "plannable", "future auxiliary", "year cue",
    "season cue", "clock cue", "length cue", "open length cue", "no year before", "no year after", "year prefix",
    "possessor", "weekday name", "length verb", "holiday cue", "count of times", "aged",
    "current term", "known day", "month first", "either order",
)  # fmt: skip
_DASHES = {"-", "–", "—", "‑", "‐"}
_HALF_DAY = re.compile(r"([ap])\.?m\.?$")
_NAMED_QUARTER = re.compile(r"q[1-4]$")


@dataclass(frozen=True, slots=True)
class TimeWord:
    """A row of data/en/times.toml."""

    role: str
    words: tuple[str, ...]
    value: str = ""
    capital: bool = False

    def __post_init__(self) -> None:
        if self.role not in LETTERS and self.role not in _SHORT and self.role not in _LISTS:
            raise ValueError(f"unknown role {self.role!r}")


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """data/en/times.toml: phrases by first word and bounding phrases, longest first; plain lists by role."""

    phrases: Mapping[str, tuple[tuple[tuple[str, ...], TimeWord], ...]]
    lists: Mapping[str, frozenset[str]]
    bounds: tuple[tuple[str, str], ...]
    day_parts: frozenset[str]
    known_days: tuple[str, ...]


@cache
def load_time_words() -> TimeLexicon:
    """Load the words of times.

    Raises:
        LexiconError: The data file does not load, or lacks a role.

    >>> load_time_words().phrases["yesterday"][0][1].value
    '-1'
    """
    by_first: dict[str, list[tuple[tuple[str, ...], TimeWord]]] = {}
    lists: dict[str, list[tuple[str, str]]] = {name: [] for name in _LISTS}
    roles = set()
    for row in load_entries("en/times.toml", TimeWord):
        roles.add(row.role)
        for phrase in row.words:
            if row.role in lists:
                lists[row.role].append((phrase, row.value))
                continue
            parts = tuple(cut_words(phrase, Span(0, len(phrase))).lowers)
            by_first.setdefault(parts[0], []).append((parts, row))
    if missing := sorted({*LETTERS, *_LISTS} - roles):
        raise LexiconError(f"has no [[entry]] of role {missing[0]!r}", where="en/times.toml")
    phrases = {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in by_first.items()}
    return TimeLexicon(
        phrases=MappingProxyType(phrases),
        lists=MappingProxyType({role: frozenset(word for word, _ in rows) for role, rows in lists.items()}),
        bounds=tuple(sorted(lists["bound"], key=lambda row: (-len(row[0]), row[0]))),
        day_parts=frozenset(
            first for first, rows in by_first.items() if any(row.role == "part of day" for _, row in rows)
        ),
        known_days=tuple(sorted({day for _, days in lists["known day"] for day in days.split()})),
    )


def is_cue(role: str, word: str) -> bool:
    """Whether the word is in the plain list of this role.

    >>> is_cue("year cue", "since")
    True
    """
    return word in load_time_words().lists[role]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A stretch of text as a line of letters: letter *i* stands for the text from ``starts[i]`` to ``ends[i]``.

    ``values`` hold what the data say of the word, or the number read; ``lowers`` the words in lower case.
    """

    letters: str
    starts: list[int]
    ends: list[int]
    lowers: list[str]
    values: list[str | Number]

    def value(self, i: int) -> str:
        """The data value of letter *i*."""
        value = self.values[i]
        return value if isinstance(value, str) else ""

    def number(self, i: int) -> Number:
        """The number at letter *i*."""
        value = self.values[i]
        if isinstance(value, str):
            raise TypeError(f"no number at {i}")
        return value

    def glued(self, i: int) -> bool:
        """Whether nothing stands between letter *i* and the one before."""
        return 0 < i < len(self.starts) and self.starts[i] == self.ends[i - 1]


def read_line(text: str, span: Span) -> TimeLine:
    """Cut a stretch of text into words and give each its letter.

    >>> read_line("the third quarter of 2024", Span(0, 25)).letters
    'T2UOy'
    """
    words = cut_words(text, span)
    numbers = {number.first: number for number in read_numbers(words)}
    line = TimeLine("", [], [], [], [])
    letters: list[str] = []
    for first, last, letter, value in _pieces(words, numbers):
        letters.append(letter)
        line.starts.append(words.starts[first])
        line.ends.append(words.ends[last - 1])
        line.lowers.append(words.lowers[first] if last == first + 1 else " ".join(words.lowers[first:last]))
        line.values.append(value)
    return TimeLine("".join(letters), line.starts, line.ends, line.lowers, line.values)


def _pieces(words: Words, numbers: Mapping[int, Number]) -> Iterator[tuple[int, int, str, str | Number]]:
    phrases = load_time_words().phrases
    i, count = 0, len(words.lowers)
    last, letter = 0, OTHER
    value: str | Number
    while i < count:
        lower = words.lowers[i]
        rows = phrases.get(lower)
        found = _phrase_at(words, i, rows) if rows else None
        number = numbers.get(i)
        if lower[0].isdigit() and (reach := _half_day_at(words, i)):
            last, letter, value = reach[0], CLOCK, reach[1]
        elif number and (found is None or number.last > i + found[0]):
            last, letter, value = _number(words, number, phrases)
        elif found:
            last, letter, value = i + found[0], found[1], found[2]
            if letter == "S" and lower in ("fall", "spring") and words.forms[i] != lower and i == 0:
                letter = OTHER
        else:
            last, letter, value = i + 1, *_mark(lower)
        yield i, last, letter, value
        i = last


def _phrase_at(words: Words, i: int, rows: tuple[tuple[tuple[str, ...], TimeWord], ...]) -> tuple[int, str, str] | None:
    lowers = words.lowers
    for parts, row in rows:
        size = len(parts)
        if size > 1 and tuple(lowers[i : i + size]) != parts:
            continue
        if row.capital and words.forms[i][0].islower():
            continue
        if parts[-1] == "." and size > 1 and not words.glued(i + size - 1):
            continue
        if row.role in _SHORT:
            if not _beside_number(words, i, size):
                continue
            return size, _SHORT[row.role], row.value
        return size, LETTERS[row.role], row.value
    return None


def _beside_number(words: Words, i: int, size: int) -> bool:
    """Whether a short name stands beside a day or year, or (a weekday) before a comma or month in a date."""
    before = words.lowers[i - 1][0] if i else ""
    after = words.lowers[i + size] if i + size < len(words.lowers) else ""
    if after == "," and i + size + 1 < len(words.lowers):
        after = words.lowers[i + size + 1]
    if after[:1].isdigit() or before.isdigit():
        return True
    rows = load_time_words().phrases.get(after, ())
    return any(row.role in ("month",) for _, row in rows)


def _number(
    words: Words, number: Number, phrases: Mapping[str, tuple[tuple[tuple[str, ...], TimeWord], ...]]
) -> tuple[int, str, str | Number]:
    """How far the number reaches with a half of the day or a zone, its letter, and itself or its clock value."""
    i, last = number.first, number.last
    lower = words.lowers[i]
    glued_to_word = i > 0 and words.glued(i) and words.lowers[i - 1][-1].isalpha()
    if glued_to_word:
        return last, OTHER, ""
    following = words.lowers[last] if last < len(words.lowers) else ""
    zoned = any(row.role == "zone" for _, row in phrases.get(following, ()))
    if last == i + 1 and zoned and (clock := _clock(lower, "", four=True)):
        return last, CLOCK, clock
    if number.kind == "ordinal":
        return last, ORDINAL, number
    counts = number.kind == "words" and any(row.role == "units" for _, row in phrases.get(following, ()))
    is_year = number.year is not None and 1000 <= number.year < 2200 and not counts
    return last, YEAR if is_year else NUMBER, number


def _half_day_at(words: Words, i: int) -> tuple[int, str] | None:
    """Where "9 a.m.", "9:30pm" or "9.30am" at word *i* ends, and its clock value."""
    following = words.lowers[i + 1] if i + 1 < len(words.lowers) else ""
    half = _HALF_DAY.match(following)
    clock = _clock(words.lowers[i], half[1]) if half else None
    return (i + 2, clock) if clock else None


def _clock(lower: str, half: str, *, four: bool = False) -> str | None:
    """The TIMEX3 clock of "9", "9.30", "10:30" or, before a zone, "1500"; ``None`` when it is no time of day."""
    if four and len(lower) == 4 and lower.isdigit():
        hour, minute = lower[:2], lower[2:]
    else:
        hour, _, rest = lower.replace(".", ":").partition(":")
        minute = rest[:2] or "00"
    if not (hour.isdigit() and minute.isdigit() and len(minute) == 2 and len(hour) <= 2) or int(minute) > 59:
        return None
    value = int(hour)
    if half:
        if not 1 <= value <= 12:
            return None
        value = value % 12 + (12 if half == "p" else 0)
    return f"T{value:02d}:{minute}" if value <= 24 else None


def _mark(lower: str) -> tuple[str, str]:
    """The letter of a word that is no number and not in the data, and its value."""
    if lower in _DASHES:
        return DASH, ""
    if lower == ",":
        return COMMA, ""
    if lower == "'s":
        return POSSESSIVE, ""
    first = lower[0]
    if first.isdigit() or first in "'‘":
        return _figures(lower)
    if _NAMED_QUARTER.match(lower):
        return QUARTER, lower[1]
    return OTHER, ""


def _figures(lower: str) -> tuple[str, str]:
    """A decade ("1990s", "'90s"), a date in figures, or a clock time without a half of the day."""
    if lower.endswith("s") and len(lower) > 2:
        digits = "".join(char for char in lower if char.isdigit())
        return DECADE, digits[:-1]
    if "/" in lower or lower.count(".") == 2 or (lower.count("-") >= 2 and len(lower) >= 10):
        return DATE, lower
    if lower.count(":") in (1, 2) and (clock := _clock(lower, "")):
        return CLOCK, clock
    return OTHER, ""
