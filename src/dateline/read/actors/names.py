"""The dictionary of actors: names, nationalities and kinds of actor, found in a phrase by longest match."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from dateline.errors import LexiconError
from dateline.lexicon import load_rows, load_tables

#: state: a country's name; nation: a nationality; capital: its seat of government; place: a part of it; people: one
#: without a state; body: an organisation or group; the rest are kinds of actor, by how firmly they speak.
Kind = Literal["state", "nation", "capital", "place", "people", "body", "strong", "soft", "vague"]
#: Kinds that stand for a country by themselves, and all kinds that are names.
COUNTRIES: frozenset[Kind] = frozenset({"state", "nation", "capital", "place"})
NAMES: frozenset[Kind] = COUNTRIES | {"people", "body"}

_WORD = re.compile(r"[^\W_]+(?:[.'&][^\W_]+)*\.?\+?")
_MONEY = re.compile(r"\b(?:US|A|C|NZ|HK|S)\$")  # of a currency, not of its country
_POSSESSIVE = re.compile(r"'s?$")
_ACRONYM_LENGTH = 6
#: Kinds of name that a misspelling may stand for: short names of places are a letter away from surnames.
_MENDED: tuple[frozenset[Kind], ...] = (frozenset({"state", "nation"}), frozenset({"state", "nation", "place"}))


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a phrase: as it is compared, and how it is written."""

    plain: str
    initial: bool  # begins with a capital
    capitals: bool  # is all capitals
    owner: bool  # ends in a possessive
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A code with the days it holds, both included; ``None`` is open."""

    code: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a name or word stands for."""

    words: tuple[str, ...]
    kind: Kind
    codes: tuple[Dated, ...]
    initial: bool
    capitals: bool
    sought: bool = True  # in running text, where a title and a name are a person

    def code(self, on: date | None) -> str:
        """The code on a day; without a day the latest."""
        if on is not None:
            for dated in self.codes:
                if (dated.since is None or dated.since <= on) and (dated.until is None or on <= dated.until):
                    return dated.code
        return self.codes[-1].code


@dataclass(frozen=True, slots=True)
class Match:
    """An entry found at ``words[first:last]``."""

    first: int
    last: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Particles:
    """The words around an actor's head that say whose, where or against whom."""

    former: frozenset[str]
    towards: frozenset[str]
    acted_on: frozenset[str]
    apart: frozenset[str]
    loose: frozenset[str]
    within: frozenset[str]
    where: frozenset[str]
    borne: frozenset[str]
    ranks: frozenset[str]
    state_run: frozenset[str]


def split_words(phrase: str) -> list[Word]:
    """Split a phrase into words without accents, hyphens, points and possessive endings.

    >>> [word.plain for word in split_words("Côte d’Ivoire’s U.S.-led force")]
    ['cote', "d'ivoire", 'us', 'led', 'force']
    """
    found = []
    for match in _WORD.finditer(_MONEY.sub("$", phrase.replace("’", "'"))):
        raw = _POSSESSIVE.sub("", match.group())
        bare = raw.replace(".", "")
        if not bare:
            continue
        found.append(
            Word(fold(bare), bare[0].isupper(), bare.isupper() and len(bare) > 1, raw != match.group(), *match.span())
        )
    return found


@cache
def fold(word: str) -> str:
    """A word in lower case and without accents.

    >>> fold("Khürelsükh")
    'khurelsukh'
    """
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word)
    return "".join(char for char in parts if not unicodedata.combining(char)).lower()


def find_matches(words: Sequence[Word], names: Mapping[str, Sequence[Entry]]) -> Iterator[Match]:
    """The longest entries in *words*, left to right, none overlapping another."""
    i = 0
    while i < len(words):
        match = match_at(words, i, names)
        if match is not None:
            yield match
            i = match.last
        else:
            i += 1


def match_at(words: Sequence[Word], i: int, names: Mapping[str, Sequence[Entry]]) -> Match | None:
    """The longest entry that begins at word *i*."""
    head = words[i]
    for entry in names.get(head.plain, ()):
        size = len(entry.words)
        if (entry.capitals and not head.capitals) or (entry.initial and not head.initial):
            continue
        if size == 1 or (i + size <= len(words) and all(words[i + k].plain == entry.words[k] for k in range(1, size))):
            return Match(i, i + size, entry)
    return None


@cache
def load_particles() -> Particles:
    """The particles of ``actors.toml``.

    Raises:
        LexiconError: The table lacks a row or has one too many.
    """
    table = load_tables("actors.toml").tables.get("words", {})
    try:
        return Particles(**{key: frozenset(value) for key, value in table.items()})
    except TypeError as error:
        raise LexiconError(f"[words] does not fit ({error})", where="actors.toml") from error


@cache
def load_names() -> Mapping[str, tuple[Entry, ...]]:
    """All entries by their first word, longest first; names of bodies before states, states before kinds.

    Raises:
        LexiconError: A row of ``actors.toml`` is malformed.
    """
    entries = [*_bodies(), *_states(), *_places(), *_kinds()]
    found: dict[str, dict[tuple[tuple[str, ...], bool], Entry]] = {}
    for entry in entries:
        # The first to claim a name keeps it; one in capitals and one in small letters are two.
        found.setdefault(entry.words[0], {}).setdefault((entry.words, entry.initial or entry.capitals), entry)
    return {
        word: tuple(sorted(rows.values(), key=lambda e: (-len(e.words), not e.capitals, not e.initial)))
        for word, rows in found.items()
    }


@cache
def load_turns() -> tuple[date, ...]:
    """The days on which any name's code begins to hold, or no longer holds; the first is before all others."""
    codes = [dated for rows in load_names().values() for entry in rows for dated in entry.codes]
    begun = {dated.since for dated in codes if dated.since is not None}
    ended = {dated.until + timedelta(days=1) for dated in codes if dated.until is not None}
    return (date.min, *sorted(begun | ended))


def mend_name(word: str) -> Entry | None:
    """The country or nationality that *word* misspells by one letter; ``None`` unless there is just one.

    A changed letter counts only in long words: "Angela" is not Angola.
    """
    found = {}
    for kept in _shortened(word):
        for name, entry in _mendable().get(kept, ()):
            if abs(len(name) - len(word)) == 1 or len(word) > 6:
                found[entry.codes[-1].code] = entry
    return next(iter(found.values())) if len(found) == 1 else None


def _shortened(word: str) -> list[str]:
    """The word as it is and without each of its letters but the first: two that differ by a letter share one."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(1, len(word)))]


@cache
def _mendable() -> Mapping[str, list[tuple[str, Entry]]]:
    found: dict[str, list[tuple[str, Entry]]] = {}
    for rows in load_names().values():
        for entry in rows:
            if entry.kind in _MENDED[len(entry.words[0]) > 6] and len(entry.words) == 1 and len(entry.words[0]) > 4:
                for kept in _shortened(entry.words[0]):
                    found.setdefault(kept, []).append((entry.words[0], entry))
    return found


@cache
def load_proper() -> Mapping[str, tuple[Entry, ...]]:
    """The names alone, without kinds of actor: what is sought in running text."""
    found = {word: tuple(e for e in rows if e.kind in NAMES and e.sought) for word, rows in load_names().items()}
    return {word: rows for word, rows in found.items() if rows}


def _make(name: str, kind: Kind, codes: Sequence[Dated]) -> Entry:
    words = split_words(name)
    if not words:
        raise LexiconError(f"a name without a word: {name!r}", where="actors.toml")
    single = len(words) == 1
    capitals = single and words[0].capitals and len(name) <= _ACRONYM_LENGTH
    initial = words[0].initial and (single or len(words) == 2)
    return Entry(tuple(word.plain for word in words), kind, tuple(codes), initial and not capitals, capitals)


def _bodies() -> Iterator[Entry]:
    tables = load_tables("actors.toml").tables
    for row in tables.get("dated", ()):
        codes = []
        for given in row["codes"]:
            days = {key: date.fromisoformat(given[key]) for key in ("since", "until") if key in given}
            codes.append(Dated(_checked(given["code"]), **days))
        for name in row["names"]:
            yield _make(name, row.get("kind", "body"), codes)
    for code, names in tables.get("organisations", {}).items():
        for name in names:
            yield _make(name, "body", [Dated(_checked(code))])
    for code, names in tables.get("administrations", {}).items():
        for name in names:
            for pattern in ("{} administration", "{} White House", "{} presidency"):
                yield _make(pattern.format(name), "body", [Dated(_checked(code))])
            yield replace(_make(f"President {name}", "body", [Dated(_checked(code))]), sought=False)


def _checked(code: str) -> str:
    if not code.isalpha() or not code.isupper() or len(code) % 3:
        raise LexiconError(f"not a code of three-letter parts: {code!r}", where="actors.toml")
    return code


def _states() -> Iterator[Entry]:
    capitals = []
    for row in load_rows("countries.tsv"):
        code = [Dated(row["alpha3"])]
        for cell in ("name", "official", "other_names", "demonyms"):
            for name in _cells(row[cell]):
                yield _make(name, "nation" if cell == "demonyms" else "state", code)
        capitals += [_make(name, "capital", code) for cell in ("capital", "seat") for name in _cells(row[cell])]
    yield from capitals


def _cells(cell: str) -> list[str]:
    return [name.removeprefix("the ") for name in cell.split("|") if name]


def _places() -> Iterator[Entry]:
    tables = load_tables("actors.toml").tables
    for table in ("places", "peoples"):
        kind: Kind = "place" if table == "places" else "people"
        for code, names in tables.get(table, {}).items():
            for name in names:
                yield _make(name, kind, [Dated(_checked(code))])


def _kinds() -> Iterator[Entry]:
    tables = load_tables("actors.toml").tables
    soft = {word for words in tables.get("soft", {}).values() for word in words}
    vague = {word for words in tables.get("vague", {}).values() for word in words}
    for table in ("vague", "soft", "sectors"):
        kind: Kind = {"vague": "vague", "soft": "soft"}.get(table, "strong")  # type: ignore[assignment]
        for code, words in tables.get(table, {}).items():
            yield from _kind_entries(words, kind, "" if code == "NONE" else _checked(code), soft | vague)


def _kind_entries(words: Iterable[str], kind: Kind, code: str, weaker: set[str]) -> Iterator[Entry]:
    for word in words:
        if kind == "strong" and word in weaker:
            continue
        yield _make(word, kind, [Dated(code)])
