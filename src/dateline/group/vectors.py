"""A report as weighted terms: what it tells of, by its rare words, names and pairs of words, the first lines most.

How much a term weighs depends on the language alone, not on the other reports at hand: two reports get the same
similarity whether two are compared or twenty thousand, and one more report changes nothing between the others.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import snowballstemmer

from dateline.group.items import Item
from dateline.group.shingles import are_in
from dateline.lexicon import load_tables

_WORD = re.compile(r"[^\W_]+(?:['’.][^\W_]+)*")
_WORDS = 300  # of a report that count: what follows is mostly background
_LEAD = 100  # words at full weight, then half
_TAIL = 0.5
_RARE = 0.004  # share of reports that hold a word that is not known to be common
_NAME, _NUMBER, _PAIR, _FULL_NAME = 1.2, 0.8, 0.7, 1.2  # weights against a plain word's


@dataclass(frozen=True, slots=True)
class Profile:
    """A report's terms by rising hash, with their weights; the weights' squares sum to 1, or there are none.

    ``names`` are those of its terms that are names, ``rarities`` how much each tells.
    """

    terms: npt.NDArray[np.uint64]
    weights: npt.NDArray[np.float64]
    names: npt.NDArray[np.uint64]
    rarities: npt.NDArray[np.float64]

    def keep(self, terms: npt.NDArray[np.uint64]) -> Profile:
        """What is left of it of these terms, rising; the weights stay what they are."""
        kept, named = are_in(self.terms, terms), are_in(self.names, terms)
        return Profile(self.terms[kept], self.weights[kept], self.names[named], self.rarities[named])


@dataclass(frozen=True, slots=True)
class _Common:
    """The words of the language that are no news."""

    stop: frozenset[str]
    shares: Mapping[str, float]


@cache
def _common() -> _Common:
    rows = load_tables("en/common_words.toml").tables["share"]
    shares = {stem: float(row["of_reports"]) for row in rows for stem in row["stems"]}
    return _Common(frozenset(load_tables("en/group.toml").tables["stop_words"]), MappingProxyType(shares))


@cache
def _stemmer() -> snowballstemmer.EnglishStemmer:
    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=1 << 16)
def stem_word(word: str) -> str | None:
    """The stem of a word in small letters, ``None`` for one that weighs nothing."""
    if word in _common().stop:
        return None
    return word if word[0].isdigit() else str(_stemmer().stemWord(word))


@lru_cache(maxsize=1 << 15)
def _hash(term: str) -> int:
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def rarity(term: str) -> float:
    """How much a stem, or two with a blank between, tells by standing in a report: the less common the more.

    >>> rarity("qeshm") > rarity("minist") > rarity("peopl")
    True
    """
    shares = _common().shares
    one, blank, two = term.partition(" ")
    share = min(shares.get(one, _RARE), shares.get(two, _RARE)) / 8 if blank else shares.get(term, _RARE)
    return -math.log(max(_RARE / 4, share) if blank else share)


def make_profile(item: Item) -> Profile:
    """Weigh the terms of a report's title and its first three hundred words.

    >>> profile = make_profile(Item("r", "", title="Quake hits Qeshm"))
    >>> len(profile.terms), round(float((profile.weights**2).sum()), 6)
    (5, 1.0)
    """
    counts, kinds = _count_terms(_own_text(item))
    told = {term: rarity(term) for term in counts}
    weighed = sorted(
        (_hash(term), (1 + math.log(count) if count > 1 else count) * kinds[term] * told[term], term)
        for term, count in counts.items()
    )
    weights = np.array([weight for _, weight, _ in weighed], dtype=np.float64)
    names = [(hashed, told[term]) for hashed, _, term in weighed if kinds[term] in (_NAME, _FULL_NAME)]
    return Profile(
        np.array([hashed for hashed, _, _ in weighed], dtype=np.uint64),
        weights / max(float(np.linalg.norm(weights)), 1e-9),
        np.array([hashed for hashed, _ in names], dtype=np.uint64),
        np.array([told for _, told in names], dtype=np.float64),
    )


def _own_text(item: Item) -> str:
    """The title, unless the prose begins with it, and as much of the prose as can hold the words that count."""
    parts = []
    length = 0
    for span in item.prose:
        parts.append(span.of(item.text)[:8000])
        length += len(parts[-1])
        if length > 8000:
            break
    body = "\n".join(parts)
    title = (item.title or "").strip()
    return body if not title or body.lstrip().startswith(title) else f"{title}\n{body}"


def _count_terms(text: str) -> tuple[dict[str, float], dict[str, float]]:
    """Each term's count, its place weighed in, and the weight of its kind.

    A capitalised word that the report nowhere writes small is a name, wherever it stands.
    """
    words = _WORD.findall(text.replace("’", "'"))
    small = {word for word in words if word.islower()}
    counts: dict[str, float] = {}
    kinds: dict[str, float] = {}
    before: tuple[str, float] | None = None
    for index, word in enumerate(words[:_WORDS]):
        lower = word.lower()
        lower = lower[:-2] if lower.endswith("'s") else lower
        stem = stem_word(lower) if lower else None
        if stem is None:
            before = None
            continue
        place = 1.0 if index < _LEAD else _TAIL
        kind = _NUMBER if stem[0].isdigit() else _NAME if word[0].isupper() and lower not in small else 1.0
        counts[stem] = counts.get(stem, 0.0) + place
        kinds[stem] = kind
        if before is not None:
            pair = f"{before[0]} {stem}"
            counts[pair] = counts.get(pair, 0.0) + place
            kinds[pair] = _FULL_NAME if kind == before[1] == _NAME else _PAIR
        before = (stem, kind)
    return counts, kinds


def likeness(one: Profile, two: Profile) -> float:
    """The cosine of two profiles, 0 to 1."""
    return dot(one.terms, one.weights, two.terms, two.weights)


def dot(
    terms: npt.NDArray[np.uint64],
    weights: npt.NDArray[np.float64],
    others: npt.NDArray[np.uint64],
    other_weights: npt.NDArray[np.float64],
) -> float:
    """The inner product of two sparse vectors, each with its terms rising."""
    if len(terms) > len(others):
        terms, weights, others, other_weights = others, other_weights, terms, weights
    if not len(terms):
        return 0.0
    where = np.minimum(others.searchsorted(terms), len(others) - 1)
    same = others[where] == terms
    return float(weights[same] @ other_weights[where[same]])
