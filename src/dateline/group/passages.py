"""What each passage of a report names: its lead and every passage after it, as the terms that tell happenings apart.

A passage is a paragraph; short ones go with the next, and a long one is cut at the ends of sentences, since some
outlets print a sentence a paragraph and others a page. Terms are names, numbers and words that the language seldom
uses: some twenty in a passage, four bytes of hash and one of weight each, a tenth of an outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dateline.group.items import Item
from dateline.group.vectors import rarity, stem_word
from dateline.lexicon import load_tables
from dateline.model import Span

_WORD = re.compile(r"[^\W_]+(?:['’.,][^\W_]+)*")
_END = re.compile(r"[.!?…][\"”’')]*\s+(?=[\"“‘'(]*[^\W_a-z])")
_LEAD = 300  # characters that the lead has at least
_SHORT, _LONG = 160, 420  # characters: a shorter passage takes in the next, a longer paragraph is cut
_MOST = 40  # passages of a report: what stands later is more often another page of the site than news
_RARE, _RARE_NAME = 2.9, 2.5  # how much a word, or a name, must tell: one in eighteen reports has it, in twelve
_NAME, _NUMBER, _YEAR, _PAIR = 1.2, 0.6, 0.3, 0.6  # weights against a rare word's
STEP = 16  # weights are kept as whole sixteenths
_CENTURIES = ("19", "20")
_WORDS_KEPT, _PAIRS_KEPT = 1 << 14, 1 << 12  # that are remembered, some 4 MB
NAMING, PAIR = 1, 2  # flags in the last bits of a weight


@dataclass(frozen=True, slots=True)
class Passages:
    """The terms of a report's passages, the lead first.

    ``terms`` are hashes in the order of the words; ``weights`` sixteenths of how much each tells, whose last bit is set
    for what names and whose last but one for a pair, which stands before its second word; ``ends`` where each passage's
    terms end.
    """

    terms: npt.NDArray[np.uint32]
    weights: npt.NDArray[np.uint8]
    ends: npt.NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.ends)


#: The term of a passage that dates what it tells: "last month", "in 2019".
DATED = 0
#: Hash, weight as it is kept, and where it stands among the words: first and last.
Term = tuple[int, int, int, int]

_DATED: Term = (DATED, 0, 0, 0)


def make_passages(item: Item) -> Passages:
    """What each passage of a report names.

    >>> text = "Rain flooded Qeshm.\\n" + "It rained before. " * 40
    >>> len(make_passages(Item("r", text, prose=(Span(0, 19), Span(20, len(text)))))) > 1
    True
    """
    cut = [[_WORD.findall(item.text, *span) for span in passage] for passage in _cut_all(item)]
    small = frozenset(word for passage in cut for words in passage for word in words if word.islower())
    if cut and item.title:
        cut[0].insert(0, _WORD.findall(item.title))
    found = [
        [term for words in passage for term in list_terms(words, small)] + [_DATED] * any(map(_goes_back, passage))
        for passage in cut
    ]
    return Passages(
        np.array([term[0] for passage in found for term in passage], np.uint32),
        np.array([term[1] for passage in found for term in passage], np.uint8),
        np.cumsum([len(passage) for passage in found], dtype=np.uint16),
    )


def pack_passages(passages: Passages) -> bytes:
    """Passages as bytes: how many terms there are, the hashes, the weights, the ends.

    >>> packed = pack_passages(make_passages(Item("r", "Quake hits Qeshm.", prose=(Span(0, 17),))))
    >>> unpack_passages(packed).ends.tolist() == [len(unpack_passages(packed).terms)]
    True
    """
    count = np.array([len(passages.terms)], np.uint32)
    return b"".join(part.tobytes() for part in (count, passages.terms, passages.weights, passages.ends))


def unpack_passages(data: bytes) -> Passages:
    """The passages that were packed."""
    count = int(np.frombuffer(data, np.uint32, 1)[0])
    ends = np.frombuffer(data[4 + 5 * count :], np.uint16)
    return Passages(np.frombuffer(data, np.uint32, count, 4), np.frombuffer(data, np.uint8, count, 4 + 4 * count), ends)


def find_terms(item: Item, number: int, wanted: frozenset[int]) -> tuple[list[Span], list[Span]]:
    """The stretches of a passage of a report, and where in it the first of each wanted term stands."""
    cut = _cut_all(item)
    small = frozenset(
        word for passage in cut for span in passage for word in _WORD.findall(item.text, *span) if word.islower()
    )
    first: dict[int, Span] = {}
    for span in cut[number]:
        places = [found.span() for found in _WORD.finditer(item.text, *span)]
        for key, _, one, last in list_terms([item.text[start:end] for start, end in places], small):
            if key in wanted and key not in first:
                first[key] = Span(places[one][0], places[last][1])
    return [Span(*span) for span in cut[number]], sorted(set(first.values()))


def _cut_all(item: Item) -> list[list[tuple[int, int]]]:
    """The stretches of prose of each passage, the lead first; no passage for a report without words."""
    passages: list[list[tuple[int, int]]] = []
    size = 0
    for paragraph in item.prose:
        for start, end in _cut(item.text, paragraph.start, paragraph.end):
            if passages and size < (_LEAD if len(passages) == 1 else _SHORT):
                passages[-1].append((start, end))
                size += end - start
            elif len(passages) == _MOST:
                return passages
            else:
                passages.append([(start, end)])
                size = end - start
    return passages


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph, in parts where it is long, each of whole sentences."""
    if end - start > _LONG:
        for found in _END.finditer(text, start, end):
            if found.end() - start >= _LONG / 2:
                yield start, found.end()
                start = found.end()
    if start < end:
        yield start, end


def _goes_back(words: Sequence[str]) -> bool:
    """Whether words in a row date what they tell before their own day."""
    back, last, units = _dating()
    if not back.isdisjoint(words):
        return True
    return not last.isdisjoint(words) and any(one in last and two in units for one, two in pairwise(words))


@cache
def _dating() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words that date by themselves, a year's number among them; words that do before certain others; those others."""
    tables = load_tables("en/group.toml").tables
    years = {f"{century}{year:02}" for century in _CENTURIES for year in range(100)}
    return frozenset(years) | frozenset(tables["goes_back"]), frozenset(tables["last"]), frozenset(tables["last_of"])


def list_terms(words: Sequence[str], small: frozenset[str]) -> Iterator[Term]:
    """The terms of some words in a row; two names, or a name and a number, that stand together are a term as well."""
    before: tuple[str, bool] | None = None
    for index, word in enumerate(words):
        known = _know(word)
        if known is None:
            before = None
            continue
        stem, key, weight, name_weight, digits = known
        if digits or (word[0].isupper() and word.lower() not in small):
            if before is not None and not (digits and before[1]):
                yield *_know_pair(before[0], stem), index - 1, index
            before = stem, digits
            weight = name_weight
        else:
            before = None
        if weight:
            yield key, weight, index, index


@lru_cache(maxsize=_WORDS_KEPT)
def _know(word: str) -> tuple[str, int, int, int, bool] | None:
    """A word's stem and hash, its weight as a word and as a name or number, and whether it is one; no stop words."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    stem = stem_word(lower) if lower else None
    if stem is None:
        return None
    told = rarity(stem)
    if stem[0].isdigit():
        year = len(stem) == 4 and stem[:2] in _CENTURIES
        weight = _keep(told * (_YEAR if year else _NUMBER if len(stem) > 1 else 0), naming=False)
        return stem, _hash(stem), weight, weight, True
    if word in _dating()[0] or word in _dating()[2]:
        return stem, _hash(stem), 0, 0, False
    plain = _keep(told, naming=False) if told >= _RARE and stem not in _persons() else 0
    return stem, _hash(stem), plain, _keep(told * _NAME, naming=True) if told >= _RARE_NAME else 0, False


@cache
def _persons() -> frozenset[str]:
    """The stems of nouns that a person is called by: who somebody is says nothing of what happened."""
    nouns = load_tables("en/coref.toml").tables["person"]
    return frozenset(stem for each in nouns.values() for noun in each if (stem := stem_word(noun)) is not None)


@lru_cache(maxsize=_PAIRS_KEPT)
def _know_pair(one: str, other: str) -> tuple[int, int]:
    pair = f"{one} {other}" if one < other else f"{other} {one}"
    return _hash(pair), _keep(rarity(pair) * _PAIR, naming=True) | PAIR


def _keep(weight: float, *, naming: bool) -> int:
    """A weight in sixteenths that fits a byte, its last two bits left for flags; no weight for none."""
    return min(252, round(weight * STEP) & ~(NAMING | PAIR)) | naming if weight > 0 else 0


def _hash(term: str) -> int:
    return int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
