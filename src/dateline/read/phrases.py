"""Kinds of paragraph that stock phrases tell: "Read more:", "All rights reserved", "Correction:"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from dateline.lexicon import load_entries
from dateline.model import RegionKind
from dateline.read.stamps import load_words, read_date_line

_WORD = re.compile(r"[^\W_]+")
_BULLETS = "-–—•*>|([» "
_LONGEST = 700  # code points of a paragraph that opens with a stock phrase
_LONGEST_INSIDE = 400
_LONGEST_LABELLED: Mapping[RegionKind, int] = {"related": 220, "url": 600, "caption": 500, "correction": 2_000}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that tell a paragraph's kind, and where they stand in it: `label`, `line`, `start` or `inside`."""

    kind: RegionKind
    match: str
    forms: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.match not in ("label", "line", "start", "inside"):
            raise ValueError(f"match must be label, line, start or inside, not {self.match!r}")


@dataclass(frozen=True, slots=True)
class Stock:
    """The kind that a phrase gives; ``alone`` when it is a bare label that announces what follows."""

    kind: RegionKind
    form: str
    alone: bool = False


def find_phrase(words: str, plain: str, length: int) -> Stock | None:
    """The stock phrase that tells a paragraph's kind.

    Args:
        words: The paragraph, or its first few hundred code points.
        plain: The same without links and emphasis marks.
        length: The paragraph's length in code points.

    >>> find_phrase("Read more: A port rebuilt", "Read more: A port rebuilt", 25).kind
    'related'
    >>> find_phrase("More than 30 people died.", "More than 30 people died.", 25) is None
    True
    """
    folded = plain.lower().lstrip(_BULLETS)
    for phrase, form in _phrases_for(folded):
        rest = folded[len(form) :]
        stock = _match_label(phrase, form, rest, words, length) if phrase.match == "label" else None
        if stock:
            return stock
        if phrase.match == "line" and not rest.strip(".!:… )]"):
            return Stock(phrase.kind, form)
        if phrase.match == "start" and length <= (_LONGEST_INSIDE if phrase.kind == "caption" else _LONGEST):
            return Stock(phrase.kind, form)
    if length > _LONGEST_INSIDE or plain.count(". ") > 4:
        return None
    return next((Stock(kind, form) for kind, form in _inside_forms() if form in folded), None)


def _match_label(phrase: Phrase, form: str, rest: str, words: str, length: int) -> Stock | None:
    kind = phrase.kind
    if not rest.strip(".:… )]*") or (kind == "correction" and read_date_line(rest.strip(" :.*"))):
        return Stock(kind, form, alone=True)
    colon = re.match(r"[\s*)\]]*:", rest)
    if kind == "correction" and colon and not _tells_error(form + rest):
        return Stock("boilerplate", form)  # an editor's note about something else
    linked = kind in ("related", "url") and "](" in words
    dashed = kind == "caption" and re.match(r"\s*[-–—]\s", rest)
    if not (colon or linked or dashed) or length > _LONGEST_LABELLED.get(kind, 300):
        return None
    return Stock(kind, form) if kind != "url" or "http" in rest or "www." in rest else None


def _tells_error(folded: str) -> bool:
    """Whether a note tells of a change to the report: an editor's note may be about anything."""
    return any(word in folded for word in load_words()["error_words"])


@cache
def _phrases_by_word() -> Mapping[str, tuple[tuple[Phrase, str], ...]]:
    index: dict[str, list[tuple[Phrase, str]]] = {}
    for phrase in load_entries("en/regions.toml", Phrase, table="phrase"):
        for form in phrase.forms if phrase.match != "inside" else ():
            bare = form.lstrip(_BULLETS)
            index.setdefault(_first_word(bare), []).append((phrase, bare))
    return {key: tuple(sorted(rows, key=lambda row: -len(row[1]))) for key, rows in index.items()}


@cache
def _inside_forms() -> tuple[tuple[RegionKind, str], ...]:
    phrases = load_entries("en/regions.toml", Phrase, table="phrase")
    return tuple((phrase.kind, form) for phrase in phrases if phrase.match == "inside" for form in phrase.forms)


def _phrases_for(folded: str) -> Iterator[tuple[Phrase, str]]:
    index = _phrases_by_word()
    for phrase, form in (*index.get(_first_word(folded), ()), *index.get("", ())):
        if folded.startswith(form) and not (form[-1].isalpha() and folded[len(form) : len(form) + 1].isalnum()):
            yield phrase, form


def _first_word(words: str) -> str:
    match = _WORD.search(words[:40])
    return match.group() if match else ""
