"""Accidents and disasters: happenings that many stories are about and no event scheme types.

Only the head happening is read: what a verb or subject tells ("a blast tore through the depot"), once for each kind in
a report and once in its headline; not every mention of "fire".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from dateline.lexicon import load_entries, load_tables
from dateline.model import Actor
from dateline.read.actors.codes import country_of, has_country
from dateline.read.events.acts import Acts
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import lemma_of, objects_of, phrase_tail, prepositions, subject_of
from dateline.read.events.parties import Parties
from dateline.read.text import Parse, Token

_FILE = "{}/accidents.toml"
_WHERE = ("in", "at", "near", "off", "on", "across", "outside", "of", "over", "through", "along", "around")
_SUBJECT = ("nsubj", "nsubjpass")
_LEADS = 2  # sentences of the body in which a noun with a place tells what happened
_CLIMB = 4


@dataclass(frozen=True, slots=True)
class Accident:
    """One kind of happening: the verbs that tell it of some subjects, and its nouns."""

    act: str
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.act.startswith("accident:") or bool(self.verbs) != bool(self.subject):
            raise ValueError(f"{self.act}: an accident needs nouns, or verbs with their subjects")


class Accidents:
    """The accident words of one language, indexed by trigger word."""

    def __init__(self, lang: str) -> None:
        self.rows = load_entries(_FILE.format(lang), Accident)
        tables = load_tables(_FILE.format(lang)).tables
        self.words = {name: frozenset(value) for name, value in tables.items() if value and isinstance(value[0], str)}
        self.verbs: dict[str, list[tuple[tuple[str, ...], Accident]]] = {}
        self.nouns: dict[str, list[tuple[tuple[str, ...], Accident]]] = {}
        for row in self.rows:
            for phrase in row.verbs:
                first, *rest = phrase.split(" ")
                self.verbs.setdefault(first, []).append((tuple(rest), row))
            for phrase in row.nouns:
                *before, last = phrase.split(" ")
                self.nouns.setdefault(last, []).append((tuple(before), row))
        self.phrases = {last: {words for words, _ in rows if words} for last, rows in self.nouns.items()}


@cache
def load_accidents(lang: str = "en") -> Accidents:
    """Load the accident lexicon of a language once.

    Raises:
        LexiconError: The data file is missing or malformed.

    >>> "quake" in load_accidents().nouns
    True
    """
    return Accidents(lang)


class AccidentReader:
    """Finds the accidents that one report tells."""

    def __init__(self, parse: Parse, acts: Acts, parties: Parties, opening: int) -> None:
        self.parse, self.acts, self.parties, self.opening = parse, acts, parties, opening
        self.accidents = load_accidents()
        self._willed: dict[int, bool] = {}

    def drafts(self, taken: frozenset[int]) -> Iterator[Draft]:
        """The head happenings in text order; tokens that another event has taken tell none."""
        seen: set[tuple[str, bool]] = set()
        verbs, nouns = self.accidents.verbs, self.accidents.nouns
        for token in self.parse.tokens:
            if token.plain not in (verbs if token.pos == "VERB" else nouns):
                continue  # few words are
            row = None if token.i in taken else self._row(token)
            if row is None or self._is_willed(token):
                continue
            key = (row.act, self._kind(token) == "headline" or token.pos == "VERB")
            if key not in seen:
                seen.add(key)
                yield self._draft(token, row)

    def is_mishap(self, noun: Token) -> bool:
        """Whether a noun is such a happening itself, nothing in its sentence saying that somebody meant it."""
        return lemma_of(noun) in self.accidents.nouns and noun.pos == "NOUN" and not self._is_willed(noun)

    def is_told_in(self, verb: Token) -> bool:
        """Whether a verb of harm only goes on with a crash or blast that its sentence tells as an accident."""
        above = [verb, *self.parse.children(verb, "advcl"), *islice(self.parse.ancestors(verb), _CLIMB)]
        return any(t.pos == "VERB" and self._row(t) is not None and not self._is_willed(t) for t in above)

    def _kind(self, token: Token) -> str:
        start = token.sentence
        return next((b.kind for b in self.parse.blocks if b.first <= start < b.last), "body")

    def _row(self, token: Token) -> Accident | None:
        if token.pos == "VERB":
            for rest, row in self.accidents.verbs.get(lemma_of(token), ()):
                if phrase_tail(self.parse, token, rest) is not None and self._subject_fits(token, row):
                    return row
        elif token.pos in ("NOUN", "PROPN") and lemma_of(token) in self.accidents.nouns:
            return self._noun_row(token)
        return None

    def _subject_fits(self, verb: Token, row: Accident) -> bool:
        subject = subject_of(self.parse, verb)
        objects = self.parse.child(verb, "dobj", "agent")
        light = objects is None or objects.lower == "fire"
        return subject is not None and light and lemma_of(subject) in row.subject

    def _noun_row(self, noun: Token) -> Accident | None:
        near = {form for c in self.parse.children(noun, "compound", "amod", "det") for form in (c.lower, lemma_of(c))}
        words = self.accidents.words
        if near & words["figurative"] or noun.dep in ("compound", "amod", "nmod"):
            return None
        rows = self.accidents.nouns[lemma_of(noun)]
        whole = next((row for before, row in rows if before and all(word in near for word in before)), None)
        plain = next((row for before, row in rows if not before), None)
        if whole is None and plain is None:
            return None
        told = self._is_told(noun, sure=whole is not None or lemma_of(noun) not in words["blurred"])
        return (whole or plain) if told else None

    def _is_told(self, noun: Token, *, sure: bool) -> bool:
        """Whether the noun's happening is what its clause tells, rather than a matter mentioned in passing."""
        words, head = self.accidents.words, self.parse.head(noun)
        if noun.dep in _SUBJECT and (lemma_of(head) in words["strike"] or self._happens(head)):
            return head.pos == "VERB"
        above = self.parse.head(head)
        by = noun.dep == "pobj" and (head.dep == "agent" or head.lower in ("in", "by", "after", "following", "from"))
        if by and (lemma_of(above) in words["harm"] or head.dep == "agent"):
            return True
        if noun.sentence >= self.opening + _LEADS or not sure:
            return False
        where = any(True for word in ("in", "at", "near", "off") for _ in prepositions(self.parse, noun, word))
        return where and noun.dep in (*_SUBJECT, "ROOT", "dobj", "pobj")

    def _happens(self, verb: Token) -> bool:
        phrases = self.accidents.words["happen"]
        return lemma_of(verb) in phrases or any(
            phrase_tail(self.parse, verb, tuple(rest)) is not None
            for first, *rest in (phrase.split(" ") for phrase in sorted(phrases))
            if first == lemma_of(verb)
        )

    def _is_willed(self, token: Token) -> bool:
        """Whether its sentence says that somebody meant it, or has gone to another event's telling."""
        if token.sentence not in self._willed:
            words = self.parse.words(self.parse.sentence_of(token))
            self._willed[token.sentence] = any(lemma_of(word) in self.accidents.words["willed"] for word in words)
        return self._willed[token.sentence]

    def _draft(self, token: Token, row: Accident) -> Draft:
        verb = self.parse.head(token) if token.dep in _SUBJECT else token
        core = verb if verb.pos == "VERB" else token
        draft = Draft("", core, core, token, self.acts.frames["self"], row.act)
        draft.noun = token if token.pos in ("NOUN", "PROPN") else None
        draft.taken.update((token.i, core.i))
        return draft

    def place_hit(self, draft: Draft) -> tuple[Actor, ...]:
        """The country where it was, when its own clause tells it."""
        anchors = [draft.trigger, draft.core]
        if draft.noun is not None and draft.noun.dep == "pobj":
            anchors.append(self.parse.head(self.parse.head(draft.noun)))  # "killed in an earthquake in Chile"
        heads = [h for a in anchors if a.pos == "VERB" for h in objects_of(self.parse, self.acts, a)]
        subject = subject_of(self.parse, draft.core) if draft.core.pos == "VERB" else None
        anchors.extend([*heads, *([subject] if subject is not None else [])])
        heads = [h for h in heads if h.entity in ("GPE", "LOC", "FAC")]
        heads.extend(p for a in anchors for word in _WHERE for p in prepositions(self.parse, a, word))
        for head in heads:
            for actor in (*self.parties.actors(head), *self.parties.named_within(head)):
                if has_country(actor.code) and country_of(actor.code) not in ("IGO", "NGO"):
                    return (Actor(actor.span, actor.text, actor.name, country_of(actor.code)),)
        return ()
