"""The act lexicon: which words evoke which act, and how an operator changes the type of the act under it.

Words are data (``en/acts.toml``, ``en/operators.toml``); this module loads, checks and indexes them by the first
word of a verb and the last of a noun, so that a reader looks only at tokens that can be triggers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dateline.errors import LexiconError
from dateline.lexicon import load_entries, load_tables

TYPES = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)
#: The quad classes that composition asks for: what helps, what steps back, what harms.
COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"})
YIELDING = frozenset({"RETREAT", "CONCEDE"})
HOSTILE = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})

_ACTS = "{}/acts.toml"
_OPERATORS = "{}/operators.toml"


@dataclass(frozen=True, slots=True)
class Act:
    """One base act: its words, what they must stand with, and what it is in PLOVER.

    ``object`` and its like hold head words, ``@class`` names or ``*kind`` tests; ``prep`` holds alternatives
    ("from list|off list"), one of which must hold; ``noun_prep`` the same after the noun; ``trigger`` says which word
    of a light phrase tells the event ("exchanged fire": its object); ``after`` names the acts, told before, whose
    parties an act without any of its own has ("the truce took effect").
    """

    act: str
    type: str
    mode: str = ""
    cameo: str = ""
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    object_not: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    subject_not: tuple[str, ...] = ()
    prep: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    noun_prep: tuple[str, ...] = ()
    frame: str = "act"
    trigger: Literal["", "object", "tail"] = ""
    future: str = ""
    over: bool = False
    intransitive: bool = False
    agent: bool = False
    joint_type: str = ""
    needs: Literal["", "target", "both"] = ""
    bare: Literal["never", "cast", "dated"] = "never"
    after: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"{self.act}: no PLOVER type {self.type!r}")
        if not self.verbs and not self.nouns:
            raise ValueError(f"{self.act}: no words")


@dataclass(frozen=True, slots=True)
class Frame:
    """The order in which an act's target is looked for."""

    name: str
    steps: tuple[str, ...]
    joint: bool = False
    swap: bool = False
    owner: bool = False
    passive: bool = False
    middle: bool = False
    turned: bool = False
    all_sides: bool = False


@dataclass(frozen=True, slots=True)
class Operator:
    """A word that acts on another act."""

    op: str
    verbs: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    verbs_of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    objects_not: tuple[str, ...] = ()
    subjects_not: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """A demand that is an act of its own by who is asked to do what: an ambassador ordered to leave is expelled."""

    op: str
    verbs: tuple[str, ...]
    asked: tuple[str, ...]
    act: str


@dataclass(frozen=True, slots=True)
class Composition:
    """What operator and base type make together; ``type`` "=" keeps the base's."""

    op: str
    on: tuple[str, ...]
    type: str

    def __post_init__(self) -> None:
        if self.type != "=" and self.type not in TYPES:
            raise ValueError(f"{self.op}: no PLOVER type {self.type!r}")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A verb or noun of several words: the word it is indexed by, the others, and what it belongs to."""

    words: tuple[str, ...]
    row: int


@dataclass(frozen=True, slots=True)
class Specs:
    """What a lexicon row asks of a token, taken apart: single words, phrases by their last word, ``*kind`` tests."""

    words: frozenset[str]
    phrases: Mapping[str, Sequence[str]]
    kinds: tuple[str, ...]


class Acts:
    """The lexicon of one language, indexed by trigger word."""

    def __init__(self, lang: str) -> None:
        self.rows = load_entries(_ACTS.format(lang), Act)
        self.frames = {frame.name: frame for frame in load_entries(_ACTS.format(lang), Frame, "frame")}
        tables = load_tables(_ACTS.format(lang)).tables
        self.classes: Mapping[str, frozenset[str]] = {name: frozenset(words) for name, words in tables["class"].items()}
        self._specs: dict[tuple[str, ...], Specs] = {}
        self.instruments: Mapping[str, tuple[frozenset[str], ...]] = {
            mode: tuple(frozenset(phrase.split(" ")) for phrase in means)
            for mode, means in tables["instrument"].items()
        }
        self.light = _by_first(tables["light"])
        self.operators = load_entries(_OPERATORS.format(lang), Operator)
        compositions = load_entries(_OPERATORS.format(lang), Composition, "compose")
        self.turns = load_entries(_OPERATORS.format(lang), Turn, "turn")
        self.composed = {(item.op, on): item.type for item in compositions for on in item.on}
        words = load_tables(_OPERATORS.format(lang)).tables
        self.words: Mapping[str, frozenset[str]] = {
            name: frozenset(value)
            for name, value in words.items()
            if isinstance(value, list) and value and isinstance(value[0], str)
        }
        self._check(lang)
        self.by_name = {row.act: row for row in reversed(self.rows)}
        self.verbs = _index((row.verbs for row in self.rows), first=True)
        self.nouns = _index((row.nouns for row in self.rows), first=False)
        self.verb_operators = _index((row.verbs for row in self.operators), first=True)
        self.adjective_operators = _index((row.adjectives for row in self.operators), first=True)
        self.noun_operators = _index((row.nouns for row in self.operators), first=False)
        self.operator_carriers = {n: _by_first(row.verbs_of) for n, row in enumerate(self.operators) if row.nouns}

    def _check(self, lang: str) -> None:
        for row in self.rows:
            if row.frame not in self.frames:
                raise LexiconError(f"{row.act}: no frame {row.frame!r}", where=_ACTS.format(lang))
            specs = (*row.object, *row.object_not, *row.subject, *row.subject_not, *row.role)
            for spec in (
                *specs,
                *(part.split(" ", 1)[1] for choice in (*row.prep, *row.noun_prep) for part in choice.split("|")),
            ):
                if spec.startswith("@") and spec[1:] not in self.classes:
                    raise LexiconError(f"{row.act}: no class {spec!r}", where=_ACTS.format(lang))

    def specs(self, asked: tuple[str, ...]) -> Specs:
        """The tests of a row (words, ``@class`` names, ``*kind`` tests) in the form that is quick to hold.

        >>> load_acts().specs(("envoy", "peace deal", "*country"))
        Specs(words=frozenset({'envoy'}), phrases={'deal': ['peace deal']}, kinds=('*country',))
        """
        if asked not in self._specs:
            plain = {spec for spec in asked if spec[:1] not in ("*", "@")}
            words = plain.union(*(self.classes[spec[1:]] for spec in asked if spec.startswith("@")))
            single = frozenset(word for word in words if " " not in word)
            kinds = tuple(spec for spec in asked if spec.startswith("*"))
            self._specs[asked] = Specs(single, _by_last(words - single), kinds)
        return self._specs[asked]

    def compose(self, op: str, base: str | None) -> str | None:
        """The PLOVER type of operator *op* over an act of type *base* (``None``: an act that is not known).

        >>> load_acts().compose("refuse", "CONSULT"), load_acts().compose("stop", "AID")
        ('REJECT', 'SANCTION')
        """
        found = self.composed.get((op, base or "none"))
        if found is None and base is not None:
            found = self.composed.get((op, "*"))
        return base if found == "=" else found


def _index(groups: object, *, first: bool) -> dict[str, tuple[Pattern, ...]]:
    index: dict[str, list[Pattern]] = {}
    for number, phrases in enumerate(groups):  # type: ignore[arg-type,var-annotated]
        for phrase in phrases:
            words = tuple(phrase.split(" "))
            key, rest = (words[0], words[1:]) if first else (words[-1], words[:-1])
            index.setdefault(key, []).append(Pattern(rest, number))
    return {key: tuple(patterns) for key, patterns in index.items()}


def _by_first(phrases: object) -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:  # type: ignore[attr-defined]
        words = tuple(phrase.split(" "))
        index.setdefault(words[0], []).append(words[1:])
    return {key: tuple(rest) for key, rest in index.items()}


def _by_last(words: Iterable[str]) -> dict[str, list[str]]:
    """Phrases of several words by their last."""
    index: dict[str, list[str]] = {}
    for phrase in sorted(words):
        index.setdefault(phrase.rpartition(" ")[2], []).append(phrase)
    return index


@cache
def load_acts(lang: str = "en") -> Acts:
    """Load the act lexicon of a language once.

    Raises:
        LexiconError: A data file is missing, malformed, or names a frame or class that it does not define.

    >>> "recognise" in {act.act for act in load_acts().rows}
    True
    """
    return Acts(lang)
