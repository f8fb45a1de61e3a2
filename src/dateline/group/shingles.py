"""A report's words and their windows as numbers: what copies share is found by comparing these, never the texts.

A window is a run of a few consecutive words of the report's own prose, lower case and in one spelling, hashed to 64
bits. Hashes depend on the words alone, so they are the same in every run and whatever else is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import islice
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from dateline.group.items import Item
from dateline.lexicon import load_tables
from dateline.model import Span

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_KEPT = 1 << 16  # hashes of words that are remembered, some 10 MB
_PARTS = 16  # ranges of hashes that are sorted one after the other: a sixteenth of the memory of all at once
_FACTOR = 0x9E3779B97F4A7C15  # odd, 2^64 over the golden ratio: neighbouring windows get far-apart hashes


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report's prose: a hash each, its line's number and whether it is quoted."""

    hashes: Hashes
    lines: Places
    quoted: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of a report, each once, by rising hash: the first word of each and whether it holds quoted words.

    ``total`` counts them, ``own`` those without a quoted word; both stay what they are when windows are left out that
    no other report has.
    """

    hashes: Hashes
    first: Places
    quoted: npt.NDArray[np.bool_]
    own: int
    total: int


@cache
def _spellings() -> Mapping[str, str]:
    """The endings that one English spells another way than another."""
    return MappingProxyType({pair[0]: pair[1] for pair in load_tables("en/group.toml").tables["spellings"]})


@lru_cache(maxsize=1 << 15)
def fold_word(word: str) -> str:
    """A word in small letters, without a possessive ending and in one spelling of English.

    >>> [fold_word(word) for word in ("Organisation’s", "organization", "Harbour", "harbor")]
    ['organization', 'organization', 'harbor', 'harbor']
    """
    flat = word.replace("’", "'").lower()
    if flat.endswith("'s"):
        flat = flat[:-2]
    if len(flat) > 5:
        endings = _spellings()
        for size in range(min(8, len(flat)), 1, -1):
            if (other := endings.get(flat[-size:])) is not None:
                return flat[:-size] + other
    return flat


@lru_cache(maxsize=_KEPT)
def hash_word(word: str) -> int:
    """The hash of a word as it stands in a text."""
    return int.from_bytes(blake2b(fold_word(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def split_words(item: Item) -> Words:
    """Split a report's prose into words.

    >>> words = split_words(Item("r", "He said so.\\nWe go.", prose=(Span(0, 11), Span(12, 18))))
    >>> len(words.hashes), words.lines.tolist()
    (5, [0, 0, 0, 1, 1])
    """
    counts = []
    hashes: list[int] = []
    quoted: list[tuple[int, int]] = []
    for span in item.prose:
        before = len(hashes)
        within = [mark for mark in item.quoted if mark.start < span.end and span.start < mark.end]
        if within:
            found = list(_WORD.finditer(item.text, span.start, span.end))
            starts = [word.start() for word in found]
            hashes += [hash_word(word.group()) for word in found]
            for mark in within:
                first, last = np.searchsorted(starts, (mark.start, mark.end)).tolist()
                quoted.append((before + first, before + last))
        else:
            hashes += map(hash_word, _WORD.findall(item.text, span.start, span.end))
        counts.append(len(hashes) - before)
    marked = np.zeros(len(hashes), dtype=np.bool_)
    for first, last in quoted:
        marked[first:last] = True
    lines = np.repeat(np.arange(len(counts), dtype=np.int32), counts)
    return Words(np.array(hashes, dtype=np.uint64), lines, marked)


def find_words(item: Item, first: int, last: int, *, most: int = 160) -> Span:
    """The stretch of a report's text from word *first* to word *last*, cut at a word's end to *most* characters.

    >>> find_words(Item("r", "He said so.", prose=(Span(0, 11),)), 1, 2)
    Span(start=3, end=10)
    """
    every = (word for span in item.prose for word in _WORD.finditer(item.text, span.start, span.end))
    words = list(islice(every, first, last + 1))
    start = words[0].start()
    ends = [word.end() for word in words]
    while len(ends) > 1 and ends[-1] - start > most:
        ends.pop()
    return Span(start, ends[-1])


def chain_hashes(hashes: Hashes, size: int) -> Hashes:
    """The hash of each run of *size* words, from the hashes of the words."""
    count = len(hashes) - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(count, dtype=np.uint64)
    factor = np.uint64(_FACTOR)
    with np.errstate(over="ignore"):
        for offset in range(size):
            total = total * factor + hashes[offset : offset + count]
        total ^= total >> np.uint64(29)
        return total * factor


def make_windows(words: Words, *, size: int, without: Collection[int] = ()) -> Windows:
    """The windows of a report's words.

    Args:
        words: In text order.
        size: Words in a window.
        without: Numbers of the lines that are left out, as if they were not there.

    Returns:
        Each window once, where it stands first.
    """
    kept = np.arange(len(words.hashes), dtype=np.int32)
    if without:
        kept = kept[~np.isin(words.lines, sorted(without))]
    chained = chain_hashes(words.hashes[kept], size)
    if not len(chained):
        return Windows(chained, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_), 0, 0)
    total = np.concatenate(([0], np.cumsum(words.quoted[kept])))
    quoted = (total[size:] - total[:-size]) > 0
    hashes, first = np.unique(chained, return_index=True)
    return Windows(hashes, kept[first], quoted[first], int(np.count_nonzero(~quoted[first])), len(hashes))


def line_hashes(words: Words, *, least: int) -> Mapping[int, int]:
    """For each line of at least *least* words its number and its hash."""
    if not len(words.lines):
        return {}
    bounds = np.flatnonzero(np.diff(words.lines)) + 1
    begins = [0, *bounds.tolist()]
    ends = [*bounds.tolist(), len(words.lines)]
    return {
        int(words.lines[begin]): int.from_bytes(
            blake2b(words.hashes[begin:end].tobytes(), digest_size=8).digest(), "big"
        )
        for begin, end in zip(begins, ends, strict=True)
        if end - begin >= least
    }


def sort_parts(sets: Sequence[Hashes]) -> Iterator[tuple[Hashes, Places]]:
    """Sort the numbers of many sets, a range of numbers at a time.

    Args:
        sets: Each rising, without repeats.

    Yields:
        For one range after the other its numbers, rising, and which set each is from; equal numbers by their set.
    """
    step = 2**64 // _PARTS
    bounds = np.array([number * step for number in range(1, _PARTS)], dtype=np.uint64)
    cuts = [[0, *np.searchsorted(each, bounds).tolist(), len(each)] for each in sets]
    for part in range(_PARTS):
        sizes = [cut[part + 1] - cut[part] for cut in cuts]
        if not sum(sizes):
            continue
        numbers = np.concatenate([each[cut[part] : cut[part + 1]] for each, cut in zip(sets, cuts, strict=True)])
        owners = np.repeat(np.arange(len(sets), dtype=np.int32), sizes)
        order = np.argsort(numbers, kind="stable")
        yield numbers[order], owners[order]


def find_shared(sets: Sequence[Hashes]) -> Hashes:
    """The numbers that stand in two sets or more, rising.

    >>> find_shared([np.array([1, 2], dtype=np.uint64), np.array([2, 3], dtype=np.uint64)]).tolist()
    [2]
    """
    found = [np.zeros(0, dtype=np.uint64)]
    for numbers, _ in sort_parts(sets):
        again = numbers[1:][numbers[1:] == numbers[:-1]]
        found.append(np.unique(again))
    return np.concatenate(found)


def are_in(some: Hashes, others: Hashes) -> npt.NDArray[np.bool_]:
    """Which of some rising numbers are among others, rising too."""
    if not len(others):
        return np.zeros(len(some), dtype=np.bool_)
    return np.asarray(others[np.minimum(others.searchsorted(some), len(others) - 1)] == some)


def keep_shared(windows: Sequence[Windows]) -> list[Windows]:
    """The windows of each report that another has too: the others tell nothing but how many they are."""
    shared = find_shared([each.hashes for each in windows])
    kept = []
    for each in windows:
        keep = are_in(each.hashes, shared)
        kept.append(Windows(each.hashes[keep], each.first[keep], each.quoted[keep], each.own, each.total))
    return kept
