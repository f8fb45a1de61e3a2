"""Names that the gazetteer knows: every capitalised run of words is looked up, the longest match first.

What is found here may still be a person or a company; `dateline.read.places.cues` weighs that. The words that are
never places are in ``data/en/place_words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from dateline.lexicon import load_rows, load_tables
from dateline.model import Region, RegionKind
from dateline.read.places.gazetteer import Candidate, Gazetteer, PlaceKind, name_key

#: Kinds of region that name places of the story.
NAMING: frozenset[RegionKind] = frozenset({"headline", "body", "caption", "dateline", "subhead", "correction"})

_WORD = re.compile(r"[^\W_]+(?:['’.&][^\W_]+)*")
_LONGEST_NAME = 6
_LOWER_STARTS = ("al", "el", "sub")  # "al-Qaim", "sub-Saharan Africa"
_ROAD_NUMBER = re.compile(r"[- ]\d{1,3}\b")
_APOSTROPHES = ("'", "’")
_JOINING = frozenset({"-", "‑", "–", " - "})
_MONEY = frozenset("$€£¥")  # "US$30" is a currency
_ABBREVIATED = frozenset({"st", "ste", "mt", "ft"})


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """The word lists of ``data/en/place_words.toml``, all in lower case."""

    inside: frozenset[str]
    locative: frozenset[str]
    directional: frozenset[str]
    kinds: frozenset[str]
    directions: frozenset[str]
    titles: frozenset[str]
    bodies: frozenset[str]
    offices: frozenset[str]
    never: frozenset[str]
    needs_cue: frozenset[str]
    ailments: frozenset[str]
    divisions: frozenset[str]
    towns: frozenset[str]


@cache
def load_place_words() -> PlaceWords:
    """The word lists by which names of places are told from other names.

    Raises:
        LexiconError: The data file is missing or malformed.
    """
    tables = load_tables("en/place_words.toml").tables
    return PlaceWords(**{name: frozenset(tables[name]) for name in PlaceWords.__slots__})


@cache
def load_demonyms() -> frozenset[str]:
    """Adjectives and names of inhabitants, in lower case; they name no place."""
    states = {form for row in load_rows("countries.tsv") for form in row["demonyms"].split("|")}
    others = {row["form"] for row in load_rows("demonyms.tsv")}
    return frozenset(form.lower() for form in states | others if form)


@dataclass(slots=True)
class Toponym:
    """A name in the report that the gazetteer knows, as it is weighed and resolved."""

    start: int
    end: int
    name: str
    candidates: tuple[Candidate, ...]
    region: RegionKind
    first: int  # numbers of its words in the scan
    last: int
    weight: float = 0.0
    within: Toponym | None = None  # the container named after it
    outside: Toponym | None = None  # a container in which the gazetteer has no such place
    opens_report: bool = False  # a dateline's place
    listed_with: PlaceKind | None = None  # the kind of both its neighbours in a list
    called: PlaceKind | None = None  # what the word after it says it is ("Washington state")
    holds: bool = False  # it is the container of another name

    @property
    def key(self) -> str:
        """What the report's mentions of one name share."""
        return name_key(self.name)


@dataclass(slots=True)
class Word:
    """A word of the regions that name places, as the scan sees it."""

    start: int
    end: int  # without a possessive ending
    full: int
    text: str
    lower: str
    capital: bool
    region: int
    opens: bool  # begins a region or follows a mark: nothing joins it to the word before
    gap: str = ""  # what stands between it and the word before


def scan_words(text: str, regions: Iterable[Region]) -> Iterator[Word]:
    """The words of *regions* in text order, each with what stands before it."""
    previous = 0
    for number, region in enumerate(regions):
        previous = max(previous, region.span.start)  # a dateline may be marked inside a paragraph: read once
        opening = previous
        for found in _WORD.finditer(text, previous, region.span.end):
            start, full = found.span()
            bare = found.group()
            if bare[-1] in "sS" and bare[-2:-1] in _APOSTROPHES and len(bare) > 2:
                bare = bare[:-2]
            gap = text[previous:start]
            opens = previous == opening or (gap != " " and not (gap.isspace() or gap in _JOINING))
            capital = bare[0].isupper() or (bare[1:2] in _APOSTROPHES and bare[2:3].isupper())  # "d'Ivoire"
            yield Word(start, start + len(bare), full, bare, bare.lower(), capital, number, opens, gap)
            previous = full


def match_names(text: str, words: Sequence[Word], regions: Sequence[Region], gazetteer: Gazetteer) -> Iterator[Toponym]:
    """The names among *words* that the gazetteer holds, none overlapping another."""
    lists, demonyms = load_place_words(), load_demonyms()
    refused = lists.never | demonyms
    at, count = 0, len(words)
    while at < count:
        word = words[at]
        if not word.capital and not (word.lower in _LOWER_STARTS and at + 1 < count and words[at + 1].gap == "-"):
            at += 1
            continue
        stretch = min(_stretch(words, at, lists.inside), gazetteer.longest_from(word.text))
        step = 1
        for length in range(stretch, 0, -1):
            last = words[at + length - 1]
            if not last.capital:
                continue
            name = text[word.start : last.end]
            if name.lower() in refused and not is_short(name) and not _has_point(text, last, name, gazetteer):
                step = length
                break
            found = _look_up(text, word, last, gazetteer)
            if found is not None:
                name, candidates = found
                kind = regions[word.region].kind
                yield Toponym(word.start, word.start + len(name), name, candidates, kind, at, at + length - 1)
                step = length
                break
        at += step


def _look_up(text: str, word: Word, last: Word, gazetteer: Gazetteer) -> tuple[str, tuple[Candidate, ...]] | None:
    """The name from *word* to *last* as the gazetteer has it, with its point or possessive ending if it needs them."""
    name = text[word.start : last.end]
    if _has_point(text, last, name, gazetteer):
        name += "."
    candidates = gazetteer.find(name)
    if not candidates and word is not last and last.full > last.end:  # "Land's End" ends well; "St. Paul's" does so
        name = text[word.start : last.full]
        candidates = gazetteer.find(name)
    if not candidates or _is_money_or_road(text, word.start, word.start + len(name), name):
        return None
    if word is last and not _fits_case(name, candidates, gazetteer, word.opens):
        return None
    return name, candidates


def _has_point(text: str, last: Word, name: str, gazetteer: Gazetteer) -> bool:
    """Whether the point after *name* is its own ("Mass.", "U.S.")."""
    return text[last.end : last.end + 1] == "." and last.end == last.full and gazetteer.has_short(name + ".")


def _stretch(words: Sequence[Word], at: int, inside: frozenset[str]) -> int:
    """How many words from *at* on could be one name."""
    length = 1
    while length < _LONGEST_NAME and at + length < len(words):
        word, before = words[at + length], words[at + length - 1]
        joined = not word.opens or (word.gap in (". ", ".") and (before.lower in _ABBREVIATED or len(before.text) == 1))
        joined = joined or (word.text in ("D.C", "DC") and word.gap == ", ")
        if not joined or word.region != before.region or "\n" in word.gap or before.full > before.end + 2:
            break
        if not (word.capital or word.lower in inside or "-" in word.gap):
            break
        length += 1
    return length


def is_short(name: str) -> bool:
    """Whether *name* is written as a short form: with points, or in a few capitals."""
    return "." in name or (name.isupper() and len(name) <= 5)


def _is_money_or_road(text: str, start: int, end: int, name: str) -> bool:
    """Whether a short form is part of a sum ("US$30") or a road's number ("U.S. 36", "US-24", "KY 80")."""
    if not is_short(name):
        return False
    if text[end : end + 1] in _MONEY:
        return True
    road = _ROAD_NUMBER.match(text, end)
    return road is not None and (text[end] == "-" or text[max(0, start - 4) : start].lower() != "the ")


def _fits_case(name: str, candidates: Sequence[Candidate], gazetteer: Gazetteer, opens: bool) -> bool:
    """Whether a name in capitals can be a place's: "OSLO", not "HIV"; "US" and "NSW" are listed as written."""
    if len(name) < 2:
        return False
    if not (name.isupper() and len(name) <= 4) or gazetteer.has_short(name):
        return True
    usual = [place for place in candidates if place.usual]
    return any(place.capital or place.kind == "country" or (opens and place.people >= 100_000) for place in usual)
