"""The words of quantities (data/en/quantities.toml): currencies, measures, bounds and what is said of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

from dateline.errors import LexiconError
from dateline.lexicon import load_entries
from dateline.model import Span
from dateline.read.numbers import cut_words

_FILE = "en/quantities.toml"
Side = Literal["low", "high", "both"]
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency: its ISO 4217 code, signs before a number, words after one."""

    code: str
    signs: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedCurrency:
    """A name that several states give their money: no code can be told from it."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of measure and its words."""

    unit: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """Words that bound a number: which side of it they leave."""

    side: str
    words: tuple[str, ...]
    inexact: bool = False

    def __post_init__(self) -> None:
        if self.side not in ("low", "high", "both"):
            raise ValueError(f"unknown side {self.side!r}")


@dataclass(frozen=True, slots=True)
class Role:
    """What is said of a number of people, by the verbs, nouns and adjectives that say it."""

    role: str
    undergo: tuple[str, ...]
    do: tuple[str, ...]
    name: tuple[str, ...]
    people_undergo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WordList:
    """A plain list of words."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuantityLexicon:
    """The data file by what is looked up: phrases are tuples of words in lower case, as `cut_words` cuts them."""

    signs: Mapping[Phrase, str]
    money: Mapping[Phrase, str]
    cents: frozenset[str]
    percent: Mapping[Phrase, str]
    measures: Mapping[Phrase, str]
    before: Mapping[Phrase, Bound]
    after: Mapping[Phrase, Bound]
    undergo: Mapping[str, str]
    people_undergo: Mapping[str, str]
    do: Mapping[str, str]
    names: Mapping[str, str]
    counters: frozenset[str]
    people: frozenset[str]
    labels: frozenset[str]


def _phrase(text: str) -> Phrase:
    return tuple(cut_words(text, Span(0, len(text))).lowers)


def _index(rows: Any, unit: str) -> Mapping[Phrase, str]:
    return MappingProxyType({_phrase(word): getattr(row, unit) for row in rows for word in row.words})


def _plain(table: str) -> frozenset[str]:
    return frozenset(word for row in load_entries(_FILE, WordList, table) for word in row.words)


@cache
def load_quantity_words() -> QuantityLexicon:
    """Load the words of quantities.

    Raises:
        LexiconError: The data file does not load, or one word has two currencies.

    >>> load_quantity_words().signs[("£",)]
    'GBP'
    """
    currencies = load_entries(_FILE, Currency, "currency")
    money: dict[Phrase, str] = {}
    for row in currencies:
        for word in row.words:
            if money.setdefault(_phrase(word), row.code) != row.code:
                raise LexiconError(f"{word!r} names two currencies", where=_FILE)
    for shared in load_entries(_FILE, SharedCurrency, "shared_currency"):
        money.update({_phrase(word): shared.name for word in shared.words})
    roles = load_entries(_FILE, Role, "role")
    return QuantityLexicon(
        signs=MappingProxyType({_phrase(sign): row.code for row in currencies for sign in row.signs}),
        money=MappingProxyType(money),
        cents=_plain("cent"),
        percent=MappingProxyType({_phrase(word): "percent" for word in sorted(_plain("percent"))}),
        measures=_index(load_entries(_FILE, Measure, "measure"), "unit"),
        before=MappingProxyType({_phrase(w): row for row in load_entries(_FILE, Bound, "bound") for w in row.words}),
        after=MappingProxyType(
            {_phrase(w): row for row in load_entries(_FILE, Bound, "bound_after") for w in row.words}
        ),
        undergo=MappingProxyType({lemma: row.role for row in roles for lemma in row.undergo}),
        people_undergo=MappingProxyType({lemma: row.role for row in roles for lemma in row.people_undergo}),
        do=MappingProxyType({lemma: row.role for row in roles for lemma in row.do}),
        names=MappingProxyType({lemma: row.role for row in roles for lemma in row.name}),
        counters=_plain("counter"),
        people=_plain("people"),
        labels=_plain("label"),
    )
