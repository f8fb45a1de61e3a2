"""Which language a text is in, told offline and only when it can be told."""

from __future__ import annotations

import re
from functools import cache

from dateline.lexicon import load_tables

_LOOKED_AT = 1_000  # code points; more changes no answer
_FEWEST_LETTERS = 60  # a line in capitals, a list of names: nothing to go by
_MARGIN = 12.0  # log units ahead of the second: lists of foreign names in English news stay below it
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_WORD = re.compile(r"[^\W\d_]+")


def identify_language(text: str) -> str | None:
    """Tell the language of a text from its first thousand code points.

    Args:
        text: Any text.

    Returns:
        An ISO 639 code (of two letters where there is one), or ``None`` where the text is too short or too mixed
        to tell. English is told by its function words; only a text that lacks them is given to the identifier.

    References:
        Lui and Baldwin (2012), langid.py, in the packaging of py3langid.

    >>> identify_language("The ministers of the two countries met and said that they would meet again.")
    'en'
    >>> identify_language("Oslo 4 – 2") is None
    True
    """
    sample = text[:_LOOKED_AT]
    words = [word.lower() for word in _WORD.findall(sample)]
    if not words:
        return None
    english = _function_words()
    share = sum(word in english for word in words) / len(words)
    if share >= 0.1:
        return "en"
    letters = sum(char.isalpha() for char in sample)
    foreign = letters - len(_LATIN.findall(sample))
    if letters < _FEWEST_LETTERS and foreign < 15:
        return "en" if share >= 0.1 and len(words) >= 4 else None
    (code, best), (_, second) = _rank(sample)
    if code == "en":
        return "en"
    if best - second >= _MARGIN and (share < 0.06 or 2 * foreign > letters):
        return code
    return "en" if share >= 0.06 else None


@cache
def _function_words() -> frozenset[str]:
    words: list[str] = load_tables("en/function_words.toml").tables["words"]
    return frozenset(words)


def _rank(sample: str) -> list[tuple[str, float]]:
    """The two likeliest languages with their log scores."""
    from py3langid import rank  # noqa: PLC0415  (half a second, which English texts need not pay)

    return [(str(code), float(score)) for code, score in rank(sample)[:2]]
