"""What the words of a statement carry: stems, with the words that two translators choose for one put together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType

import snowballstemmer

from dateline.lexicon import load_tables

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(load_tables("en/reconcile.toml").tables["stop_words"])


@cache
def _stemmer() -> snowballstemmer.EnglishStemmer:
    return snowballstemmer.stemmer("english")


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    return tuple((pair[0], pair[1]) for pair in load_tables("en/reconcile.toml").tables["spellings"])


@lru_cache(maxsize=65536)
def fold_spelling(word: str) -> str:
    """A lower-case word in one spelling of English.

    The rule is by ending, so that what it makes of a word that has no two spellings is no word ("prom-ize"): both sides
    of a comparison are folded alike, so that this does no harm.

    >>> fold_spelling("neighbours"), fold_spelling("recognised"), fold_spelling("four")
    ('neighbors', 'recognized', 'four')
    """
    for british, american in _spellings():
        if word.endswith(british) and len(word) >= len(british) + (3 if len(british) <= 4 else 1):
            return word[: -len(british)] + american
    return word


@lru_cache(maxsize=65536)
def stem_word(word: str) -> str:
    """The Snowball (Porter 2) stem of a lower-case word.

    >>> stem_word("allies"), stem_word("fighting")
    ('alli', 'fight')
    """
    return str(_stemmer().stemWord(fold_spelling(word)))


@cache
def _classes() -> Mapping[str, str]:
    """Stem -> the stem of its group's first word."""
    found: dict[str, str] = {}
    for group in load_tables("en/reconcile.toml").tables["synonyms"]:
        for word in group:
            found.setdefault(stem_word(word), stem_word(group[0]))
    return MappingProxyType(found)


def surface_words(text: str) -> tuple[str, ...]:
    """A text's content words in the form they have, lower case, in one spelling, without hyphens.

    >>> surface_words("Co-operation with the allies")
    ('cooperation', 'allies')
    """
    stop = _stop_words()
    words = (word.lower().replace("’", "'") for word in _WORD.findall(_HYPHEN.sub("", text)))
    return tuple(fold_spelling(word) for word in words if word not in stop)


@lru_cache(maxsize=16384)
def content_stems(text: str) -> tuple[str, ...]:
    """The stems of a text's content words, in order.

    >>> content_stems("allies in the fight against terrorism")
    ('alli', 'fight', 'against', 'terror')
    """
    stop = _stop_words()
    words = (word.lower().replace("’", "'") for word in _WORD.findall(_HYPHEN.sub("", text)))
    words = (word[:-2] if word.endswith("'s") else word for word in words)
    return tuple(stem_word(word) for word in words if word not in stop)


@lru_cache(maxsize=16384)
def meaning_stems(text: str) -> tuple[str, ...]:
    """As `content_stems`, with synonyms folded together: what two translations of one remark share.

    >>> set(meaning_stems("a brave decision")) == set(meaning_stems("the decision as courageous"))
    True
    """
    classes = _classes()
    return tuple(classes.get(stem, stem) for stem in content_stems(text))
