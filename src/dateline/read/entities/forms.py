"""Forms of a name: without article and endings, by its letters, by surname, and whether two may be one bearer's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_SMALL = frozenset({"of", "for", "the", "and", "in", "on", "to", "a", "&"})


def bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """A name's words without the article and endings such as Jr."""
    found = words[1:] if len(words) > 1 and words[0] == "the" else words
    while len(found) > 1 and found[-1] in _SUFFIXES:
        found = found[:-1]
    return found


def may_be(words: tuple[str, ...], known: Sequence[tuple[str, ...]]) -> bool:
    """Whether a full name fits the full names of somebody; who has only a surname takes any first name."""
    forms = [bare(form) for form in known]
    full = [form for form in forms if len(form) > 1]
    return any(same_person(words, form) for form in full or forms)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names with one surname may be one person's: a first name alike, an initial, or none given."""
    if one[-1] != other[-1]:
        return False
    if len(one) == 1 or len(other) == 1:
        return True
    a, b = one[0], other[0]
    return (
        a == b
        or (len(a) == 1 and b.startswith(a))
        or (len(b) == 1 and a.startswith(b))
        or (min(len(a), len(b)) >= 3 and (a.startswith(b) or b.startswith(a)))
    )


def initials(words: tuple[str, ...]) -> str:
    """The letters that a body's name may be written by: "awn" of "Afghan Women's Network"."""
    return "".join(word[0] for word in words if word not in _SMALL)


def short_forms(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The letters of a body's name, its first word and its last part: "AWN", "Goldman"."""
    if len(words) < 2:
        return
    letters = initials(words)
    if len(letters) > 1:
        yield (letters,)
    if len(words[0]) > 3 and words[0].isalpha():
        yield words[:1]
