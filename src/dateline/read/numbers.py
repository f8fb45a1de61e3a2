"""Numbers in figures and words, and the light words that times and quantities are read from.

The parser's tokens split "third-quarter" and keep "mid-2019" whole; numbers and times need one cut that is always the
same, also outside prose. A `Words` is such a cut of a stretch of text; `read_numbers` finds the numbers in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from dateline.errors import LexiconError
from dateline.lexicon import load_entries
from dateline.model import Span

NumberKind = Literal["figures", "words", "vague", "ordinal"]

# Plain words first, for they are most; then ISO times, slashed dates, decades, ordinals in figures, figures, the
# other words, single marks: each alternative is linear.
_WORD = re.compile(
    r"(?![aopq])[^\W\d_]+|\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
    r"|\d{1,2}/\d{1,2}/\d{2,4}(?!\d)|\d{1,2}\.\d{1,2}\.\d{4}(?!\d)"
    r"|(?:\d{3}0|['’‘]?\d0)['’]?s\b"
    r"|\d{1,3}(?:st|nd|rd|th)\b"
    r"|\d+(?:,\d{3})*(?:\.\d+)?(?::\d\d)*[½¼¾⅓⅔]?|[½¼¾⅓⅔]"
    r"|(?:[ap]\.m\.?|[ap]m\b)"
    r"|o['’]clock\b|['’](?:ll|s)\b"
    r"|q[1-4]\b|[^\W\d_]+|[^\s\w]|_",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(\d+(?:,\d{3})*(?:\.\d+)?)([½¼¾⅓⅔]?)$|([½¼¾⅓⅔])$")
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 0.333333, "⅔": 0.666667}
#: No figure this long is a number that a report counts; it also keeps hostile input from costly arithmetic.
_MOST_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of text cut into words and marks: parallel lists, offsets in code points of the report."""

    starts: list[int]
    ends: list[int]
    forms: list[str]  # as written
    lowers: list[str]

    def glued(self, i: int) -> bool:
        """Whether nothing stands between word *i* and the one before."""
        return 0 < i < len(self.starts) and self.starts[i] == self.ends[i - 1]


def cut_words(text: str, span: Span) -> Words:
    """Cut a stretch of *text* into words and marks.

    >>> cut_words("In mid-2019, 3,000 fled.", Span(0, 24)).lowers
    ['in', 'mid', '-', '2019', ',', '3,000', 'fled', '.']
    """
    starts: list[int] = []
    ends: list[int] = []
    forms: list[str] = []
    for match in _WORD.finditer(text, span.start, span.end):
        start, end = match.span()
        starts.append(start)
        ends.append(end)
        forms.append(text[start:end])
    return Words(starts, ends, forms, [form.lower().replace("’", "'") for form in forms])


@dataclass(frozen=True, slots=True)
class Number:
    """A number: words ``[first, last)`` of a `Words`; a side that the words leave open is ``None``.

    ``year`` is set when the words can only be or can also be a calendar year.
    """

    first: int
    last: int
    low: float | None
    high: float | None
    kind: NumberKind
    year: int | None = None


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A row of data/en/quantities.toml: words of one kind with their values."""

    kind: str
    words: tuple[str, ...]
    values: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.words) != len(self.values):
            raise ValueError("words and values differ in number")


@cache
def _number_words() -> Mapping[str, Mapping[str, float]]:
    """Kind -> word -> value."""
    found: dict[str, dict[str, float]] = {}
    for row in load_entries("en/quantities.toml", NumberRow, "number"):
        found.setdefault(row.kind, {}).update(zip(row.words, row.values, strict=True))
    for kind in ("one", "ten", "hundred", "scale", "short scale", "part", "vague", "couple", "ordinal"):
        if kind not in found:
            raise LexiconError(f"has no [[number]] of kind {kind!r}", where="en/quantities.toml")
    found["first"] = {
        word: value
        for kind in ("one", "ten", "hundred", "scale", "vague", "couple", "ordinal")
        for word, value in found[kind].items()
    }
    return MappingProxyType(found)


def read_numbers(words: Words) -> list[Number]:
    """Find the numbers in figures and words, in text order, none overlapping another.

    >>> words = cut_words("two and a half million, 1,500 and dozens", Span(0, 40))
    >>> [(number.low, number.high) for number in read_numbers(words)]
    [(2500000.0, 2500000.0), (1500.0, 1500.0), (24.0, None)]
    """
    reader = _Reader(words)
    found = []
    i, count = 0, len(words.lowers)
    first = reader.lexicon["first"]
    lowers = words.lowers
    while i < count:
        lower = lowers[i]
        if lower[0].isdigit() or lower[0] in _SIGNS or lower in first or lower in ("a", "an", "half", "several"):
            number = reader.number_at(i)
            if number is not None:
                found.append(number)
                i = number.last
                continue
        i += 1
    return found


class _Reader:
    """Reads one number from a place in a `Words`; every step consumes what it reads, so the whole is linear."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.lowers = words.lowers
        self.lexicon = _number_words()
        self.ones, self.tens = self.lexicon["one"], self.lexicon["ten"]
        self.scales, self.short = self.lexicon["scale"], self.lexicon["short scale"]
        self.parts, self.vague = self.lexicon["part"], self.lexicon["vague"]
        self.couple, self.ordinals = self.lexicon["couple"], self.lexicon["ordinal"]

    def word(self, i: int) -> str:
        return self.lowers[i] if i < len(self.lowers) else ""

    def number_at(self, i: int) -> Number | None:
        lower = self.lowers[i]
        if lower[0].isdigit() or lower[0] in _SIGNS:
            return self._figures(i)
        if lower in ("a", "an"):
            return self._after_article(i)
        if lower == "half":
            return self._half(i)
        if lower in self.vague or lower in self.couple:
            return self._vague(i)
        if lower in self.ordinals and lower not in self.ones:
            return Number(i, i + 1, self.ordinals[lower], self.ordinals[lower], "ordinal")
        return self._in_words(i)

    def _figures(self, i: int) -> Number | None:
        lower = self.lowers[i]
        if lower[-2:] in ("st", "nd", "rd", "th"):
            value = float(lower[:-2])
            return Number(i, i + 1, value, value, "ordinal")
        match = _FIGURES.match(lower)
        if match is None or len(lower) > _MOST_DIGITS:
            return None
        value = float((match[1] or "0").replace(",", "")) + _SIGNS.get(match[2] or match[3] or "", 0.0)
        year = int(lower) if len(lower) == 4 and lower.isdigit() else None
        j = i + 1
        if self._is_fraction(j):  # "2 1/2"
            value += int(self.lowers[j]) / int(self.lowers[j + 2])
            j += 3
        elif self.word(j) == "/" and self._is_fraction(i):  # "1/2"
            value = value / int(self.lowers[i + 2])
            j += 2
        elif self.word(j) == "and" and self.word(j + 1) == "a" and self.word(j + 2) == "half":
            value += 0.5
            j += 3
        scaled, j = self._scales(j, figures=True)
        if scaled != 1 or j > i + 1:
            year = None
        return Number(i, j, value * scaled, value * scaled, "figures", year)

    def _is_fraction(self, i: int) -> bool:
        top, bottom = self.word(i), self.word(i + 2)
        return (
            self.word(i + 1) == "/"
            and self.words.glued(i + 1)
            and self.words.glued(i + 2)
            and top.isdigit()
            and bottom.isdigit()
            and 0 < len(top) <= 2
            and 0 < len(bottom) <= 2
            and 0 < int(top) < int(bottom)
        )

    def _scales(self, j: int, *, figures: bool = False) -> tuple[float, int]:
        """The product of the scale words from *j* on ("hundred thousand", "million") and where they end."""
        scaled = 1.0
        if figures and self.word(j) in self.short and (self.words.glued(j) or len(self.word(j)) > 1):
            return self.short[self.word(j)], j + 1
        if self.word(j) == "-" and self.word(j + 1) in self.scales and self.words.glued(j):
            j += 1  # "25-million"
        for _ in range(2):
            if self.word(j) == "hundred":
                scaled, j = scaled * 100, j + 1
            elif self.word(j) in self.scales:
                scaled, j = scaled * self.scales[self.word(j)], j + 1
        return scaled, j

    def _after_article(self, i: int) -> Number | None:
        """The number that "a" or "an" begins: a hundred, a dozen, a couple, a few, a half."""
        following = self.word(i + 1)
        if following == "hundred" or following in self.scales:
            number = self._in_words(i + 1)
            return number and Number(i, number.last, number.low, number.high, number.kind)
        if following in self.couple or following in ("few", "handful"):
            number = self._vague(i + 1)
            return number and Number(i, number.last, number.low, number.high, number.kind)
        if following == "good" and self.word(i + 2) == "few":
            return Number(i, i + 3, 3.0, None, "vague")
        return None

    def _half(self, i: int) -> Number | None:
        j = i + 1
        if self.word(j) in ("a", "an") or self.word(j) == "-":
            j += 1
        scaled, end = self._scales(j)
        return Number(i, end, 0.5 * scaled, 0.5 * scaled, "words") if scaled > 1 else None

    def _vague(self, i: int) -> Number:
        lower = self.lowers[i]
        couple = lower in self.couple
        low = self.couple[lower] if couple else self.vague[lower]
        j = i + 1
        while self.word(j) == "of" and (self.word(j + 1) in self.vague or self.word(j + 1) in self.scales):
            low, j = (
                low * self.vague.get(self.word(j + 1), 1.0) / 2,
                j + 2,
            )  # "tens of thousands": two, not two times two
            if j > i + 7:
                break
        scaled, j = self._scales(j)
        if couple and self.word(j) == "of":
            j += 1
        return Number(i, j, float(low) * scaled, float(low) * scaled if couple else None, "vague")

    def _in_words(self, i: int) -> Number | None:
        """A cardinal in words: "two hundred and fifty thousand", "nineteen ninety-seven", "two and a half million"."""
        below, j = self._below_hundred(i)
        if j == i and self.word(i) != "hundred" and self.word(i) not in self.scales:
            return None
        if below is not None and 10 <= below <= 20 and self._starts_year_tail(j):
            return self._worded_year(i, j, below)
        total, current = 0.0, below if below is not None else 1.0
        ordinal = False
        for _ in range(8):
            word = self.word(j)
            if word == "hundred":
                current, j = current * 100, j + 1
            elif word in self.scales:
                total, current, j = total + current * self.scales[word], 0.0, j + 1
            elif word == "and" and self.word(j + 1) == "a" and self.word(j + 2) == "half":
                current, j = current + 0.5, j + 3
            else:
                more, end = self._below_hundred(j + 1) if word == "and" else self._below_hundred(j)
                if more is None or self.lowers[j - 1] not in ("hundred", *self.scales) or self.lowers[j - 1] == "dozen":
                    break
                current, j = current + more, end
        if self.word(j) == "-" and self.word(j + 1) in self.ordinals and self.lowers[j - 1] in self.tens:
            current, j, ordinal = current + self.ordinals[self.word(j + 1)], j + 2, True  # "twenty-first"
        value = total + current
        year = int(value) if 1900 < value < 2100 and value == int(value) and self.lowers[i] == "two" else None
        return Number(i, j, value, value, "ordinal" if ordinal else "words", year)

    def _below_hundred(self, i: int) -> tuple[float | None, int]:
        word = self.word(i)
        if word in self.tens:
            k = i + 1
            if self.word(k) == "-" and self.word(k + 1) in self.ones:
                k += 1
            if 1 <= self.ones.get(self.word(k), 0) <= 9:
                return self.tens[word] + self.ones[self.word(k)], k + 1
            return self.tens[word], i + 1
        if word in self.ones:
            return self.ones[word], i + 1
        return None, i

    def _starts_year_tail(self, j: int) -> bool:
        word = self.word(j)
        return word in self.tens or self.ones.get(word, 0) >= 10

    def _worded_year(self, i: int, j: int, below: float) -> Number:
        tail, end = self._below_hundred(j)
        year = int(below * 100 + (tail or 0))
        return Number(i, end, float(year), float(year), "words", year)


# -- ranges ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """A number or a range of two at words ``[first, last)``; ``number`` is the last of them."""

    first: int
    last: int
    low: float | None
    high: float | None
    number: Number
    vague: bool


def join_ranges(words: Words, numbers: Sequence[Number]) -> Iterator[Counted]:
    """Single numbers, and pairs that are one range: "10 to 12", "between 10 and 12", "10-12"."""
    i = 0
    while i < len(numbers):
        number = numbers[i]
        following = numbers[i + 1] if i + 1 < len(numbers) else None
        if following and (joined := _range(words, number, following)):
            yield joined
            i += 2
            continue
        if number.kind != "ordinal":
            last = number.last - (words.lowers[number.last - 1] == "of")  # "a couple of"
            yield Counted(number.first, last, number.low, number.high, number, number.kind == "vague")
        i += 1


def _range(words: Words, one: Number, two: Number) -> Counted | None:
    if one.kind == "ordinal" or two.kind == "ordinal" or one.low is None or two.low is None:
        return None
    between = words.lowers[one.last : two.first]
    signed = len(between) == 2 and one.first > 0 and between[1] == words.lowers[one.first - 1]  # "$15 to $16"
    if len(between) != 1 + signed:
        return None
    mark, at = between[0], one.first - 1 - signed
    before = words.lowers[at] if at >= 0 else ""
    joins = mark == "or" or (mark == "to" and before != "from") or (mark == "and" and before == "between")
    glued = mark in ("-", "–", "—") and words.glued(one.last) and (words.glued(two.first) or signed)
    low, high = one.low, two.low
    if low < 1_000 <= high and two.last > two.first + 1 and low * _scale_of(two) <= high:
        low *= _scale_of(two)  # "2 to 3 million"
    if not (joins or glued) or low >= high:
        return None
    return Counted(one.first, two.last, low, high, two, one.kind == "vague" or two.kind == "vague")


def _scale_of(number: Number) -> float:
    value, scale = number.low or 0.0, 1.0
    while scale < 1e12 and value >= scale * 1_000:
        scale *= 1_000
    return scale
