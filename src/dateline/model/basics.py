"""What all records are made of: stretches of text, ids, and the words that a field may hold."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

RegionKind = Literal[
    "headline",
    "dateline",
    "byline",
    "date",
    "caption",
    "subhead",
    "body",
    "related",
    "url",
    "boilerplate",
    "correction",
]
QuoteKind = Literal["direct", "indirect", "mixed"]
Attitude = Literal["speech", "belief", "intention"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Status = Literal["happened", "planned", "denied", "alleged", "historical", "hypothetical"]
Polarity = Literal["positive", "negative"]
Verdict = Literal["agrees", "differs", "silent"]
StatementKind = Literal["quote", "quantity", "event", "state"]
RowKind = Literal["event", "date", "quantity", "wording", "actor", "quote"]

VERDICTS: tuple[Verdict, ...] = ("agrees", "differs", "silent")
STATUSES: tuple[Status, ...] = ("happened", "planned", "denied", "alleged", "historical", "hypothetical")


def make_id(kind: str, *parts: object) -> str:
    """An id of a kind ("ev", "st", "en", "or") from what makes the thing what it is.

    Twelve hexadecimal digits (48 bits): among a million things of one kind the chance that two share an id is 0.2 %.

    >>> make_id("en", "country", "FRA") == make_id("en", "country", "FRA") != make_id("en", "country", "DEU")
    True
    """
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{kind}_{digest[:12]}"


def name_story(first: str) -> str:
    """The id of a story by its *first* report, so that a story that grows keeps its id.

    >>> name_story("b") == name_story("b")
    True
    """
    return make_id("story", first)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of ``Report.text``: code-point offsets, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a span: [{self.start}, {self.end})")

    def of(self, text: str) -> str:
        """Return the words of *text* at this span.

        >>> Span(3, 7).of("In Oslo")
        'Oslo'
        """
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return max(self.start, other.start) < min(self.end, other.end)

    def holds(self, other: Span) -> bool:
        """Whether *other* lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def __len__(self) -> int:
        return self.end - self.start
