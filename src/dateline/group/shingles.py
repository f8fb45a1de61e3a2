"""A report's words and their windows as numbers: what copies share is found by comparing these, never the texts.

A window is a run of a few consecutive words of the report's own prose, lower case and in one spelling, hashed to 64
bits. Hashes depend on the words alone, so they are the same in every run and whatever else is read.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from dateline.group.items import Item
from dateline.lexicon import load_tables
from dateline.model import Span

Hashes = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int32]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_FACTOR = 0x9E3779B97F4A7C15  # odd, 2^64 over the golden ratio: neighbouring windows get far-apart hashes


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report's prose: a hash each, where it stands, its line's number and whether it is quoted."""

    hashes: Hashes
    starts: Places
    ends: Places
    lines: Places
    quoted: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of a report, each once, by rising hash: the first word of each and whether it holds quoted words.

    ``own`` counts those without a quoted word.
    """

    hashes: Hashes
    first: Places
    quoted: npt.NDArray[np.bool_]
    own: int


@cache
def _spellings() -> Mapping[str, str]:
    """The endings that one English spells another way than another."""
    return MappingProxyType({pair[0]: pair[1] for pair in load_tables("en/group.toml").tables["spellings"]})


@lru_cache(maxsize=1 << 18)
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


@lru_cache(maxsize=1 << 18)
def hash_word(word: str) -> int:
    """The hash of a word as it stands in a text."""
    return int.from_bytes(blake2b(fold_word(word).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def split_words(item: Item) -> Words:
    """Split a report's prose into words.

    >>> words = split_words(Item("r", "He said so.\\nWe go.", prose=(Span(0, 11), Span(12, 18))))
    >>> words.starts.tolist(), words.lines.tolist()
    ([0, 3, 8, 12, 15], [0, 0, 0, 1, 1])
    """
    hashes: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    lines: list[int] = []
    for number, span in enumerate(item.prose):
        for found in _WORD.finditer(item.text, span.start, span.end):
            hashes.append(hash_word(found.group()))
            starts.append(found.start())
            ends.append(found.end())
            lines.append(number)
    where = np.array(starts, dtype=np.int32)
    quoted = np.zeros(len(where), dtype=np.bool_)
    for span in item.quoted:
        first, last = np.searchsorted(where, (span.start, span.end))
        quoted[first:last] = True
    return Words(
        np.array(hashes, dtype=np.uint64),
        where,
        np.array(ends, dtype=np.int32),
        np.array(lines, dtype=np.int32),
        quoted,
    )


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
        return Windows(chained, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.bool_), 0)
    total = np.concatenate(([0], np.cumsum(words.quoted[kept])))
    quoted = (total[size:] - total[:-size]) > 0
    hashes, first = np.unique(chained, return_index=True)
    return Windows(hashes, kept[first], quoted[first], int(np.count_nonzero(~quoted[first])))


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


def text_between(words: Words, first: int, last: int, *, most: int = 160) -> Span:
    """The stretch of a report's text from word *first* to word *last*, cut at a word's end to *most* characters."""
    start = int(words.starts[first])
    while last > first and int(words.ends[last]) - start > most:
        last -= 1
    return Span(start, int(words.ends[last]))
