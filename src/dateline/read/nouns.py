"""What kind of thing a noun stands for: a person, a body, a place, a group; names and titles with their gender."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dateline.errors import LexiconError
from dateline.lexicon import load_tables

Gender = Literal["female", "male"]
GENDERS: tuple[Gender, ...] = ("female", "male")


@dataclass(frozen=True, slots=True)
class Nouns:
    """The word lists of ``coref.toml`` and ``names.toml``, by what they are asked for."""

    person: Mapping[str, Gender | None]
    body: frozenset[str]
    general: frozenset[str]
    loose: frozenset[str]
    governments: frozenset[str]
    fits: Mapping[str, frozenset[str]]
    state: frozenset[str]
    place: frozenset[str]
    group: frozenset[str]
    writing: frozenset[str]
    same: Mapping[str, frozenset[str]]
    offices: frozenset[str]
    kin: frozenset[str]
    lesser: frozenset[str]
    speech: frozenset[str]
    will: frozenset[str]
    violent: frozenset[str]
    empty: frozenset[str]
    pronouns: Mapping[str, str]
    reflexive: frozenset[str]
    honorifics: Mapping[str, Gender | None]
    given: Mapping[str, Gender | None]


@cache
def load_nouns(lang: str = "en") -> Nouns:
    """Load the lists of a language.

    Raises:
        LexiconError: A table is missing or is not made of words.

    >>> load_nouns().person["spokeswoman"], load_nouns().given["fatima"]
    ('female', 'female')
    """
    coref, names = f"{lang}/coref.toml", f"{lang}/names.toml"
    return Nouns(
        person=_gendered(coref, "person"),
        body=_words(coref, "body", "nouns"),
        general=_words(coref, "body", "general"),
        loose=_words(coref, "body", "loose"),
        offices=_words(coref, "offices", "nouns"),
        kin=_words(coref, "offices", "kin"),
        lesser=_words(coref, "offices", "lesser"),
        governments=_words(coref, "body", "governments"),
        fits=_fits(coref),
        state=_words(coref, "place", "state"),
        place=_words(coref, "place", "other"),
        group=_words(coref, "group", "nouns"),
        writing=_words(coref, "group", "writing"),
        same=_same(coref),
        speech=_words(coref, "verbs", "speech"),
        will=_words(coref, "verbs", "will"),
        violent=_words(coref, "verbs", "violent"),
        empty=_words(coref, "verbs", "empty"),
        pronouns={
            word: kind
            for kind in ("female", "male", "thing", "plural", "relative")
            for word in sorted(_words(coref, "pronouns", kind))
        },
        reflexive=_words(coref, "pronouns", "reflexive"),
        honorifics=_gendered(names, "honorifics"),
        given=_gendered(names, "given"),
    )


def is_person_noun(form: str, lemma: str) -> bool:
    """Whether a noun is one for a person, or for people.

    >>> is_person_noun("sheriffs", "sheriff"), is_person_noun("sheets", "sheet")
    (True, False)
    """
    nouns = load_nouns()
    return lemma in nouns.person or not nouns.group.isdisjoint((form, lemma))


def is_body_noun(form: str, lemma: str) -> bool:
    """Whether a noun is one for a body, a state or a place.

    >>> is_body_noun("ministries", "ministry"), is_body_noun("minutes", "minute")
    (True, False)
    """
    nouns = load_nouns()
    return any(not words.isdisjoint((form, lemma)) for words in (nouns.body, nouns.state, nouns.place))


def _words(name: str, table: str, row: str) -> frozenset[str]:
    found = load_tables(name).tables.get(table, {}).get(row)
    if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
        raise LexiconError(f"[{table}] {row} is not a list of words", where=name)
    return frozenset(found)


def _gendered(name: str, table: str) -> Mapping[str, Gender | None]:
    """Words by gender; one that stands in both lists has none."""
    rows = load_tables(name).tables.get(table)
    if not isinstance(rows, dict) or not set(rows) <= {*GENDERS, "neutral"}:
        raise LexiconError(f"[{table}] has rows other than female, male, neutral", where=name)
    found: dict[str, Gender | None] = dict.fromkeys(rows.get("neutral", ()))
    for gender in GENDERS:
        for word in rows.get(gender, ()):
            found[word] = None if word in found else gender
    return found


def _fits(name: str) -> Mapping[str, frozenset[str]]:
    """Which sectors a general word for a body can stand for."""
    found: dict[str, set[str]] = {}
    for sector, words in load_tables(name).tables.get("fits", {}).items():
        for word in words:
            found.setdefault(word, set()).add(sector)
    return {word: frozenset(sectors) for word, sectors in found.items()}


def _same(name: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in load_tables(name).tables.get("same", ()):
        for word in row["nouns"]:
            found.setdefault(word, set()).update(row["nouns"])
    return {word: frozenset(words) for word, words in found.items()}
