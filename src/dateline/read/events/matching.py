"""Which base act a verb or event noun tells: the lexicon's conditions held against the words around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dateline.read.actors.codes import has_country
from dateline.read.events.acts import Act, Acts, Specs
from dateline.read.events.drafts import Draft, draft_of
from dateline.read.events.frames import (
    conjuncts,
    is_passive,
    lemma_of,
    objects_of,
    phrase_tail,
    prepositions,
    subject_of,
    tail_words,
    through_amounts,
)
from dateline.read.events.parties import Parties, reach
from dateline.read.text import Parse, Token

_PLAIN_VERBS = frozenset({"SUPPORT", "CONSULT", "ACCUSE"})  # types whose verbs mean another thing with a particle
_PRIVATE = frozenset({"CVL", "EDU", "LAB", "AGR", "REL", "HLH", "MED", "BUS", "REF", "CRM", "NGO"})
_OFFICIAL = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "SPY"})
_ARMED = frozenset({"MIL", "REB", "COP", "UAF", "PRM", "CRM"})
_STATELY = frozenset({"*official", "*country", "*igo"})
_NAMED_DOERS = frozenset({"send-helpers", "return-ambassador", "in-force"})  # acts that a pronoun does not tell
_CODED = frozenset({"NOUN", "PROPN", "ADJ", "PRON"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})


class Matcher:
    """Holds the base acts of the lexicon against one report's parse."""

    def __init__(self, parse: Parse, acts: Acts, parties: Parties) -> None:
        self.parse, self.acts, self.parties = parse, acts, parties
        self._objects: dict[int, list[Token]] = {}
        self._matched: dict[int, tuple[float, Act, Token | None] | None] = {}
        self._nouns: dict[int, Act | None] = {}
        self._codes: dict[int, str] = {}

    def base_verb(self, verb: Token) -> Draft | None:
        """The base act that a verb tells with what stands around it: the one whose conditions hold most closely."""
        if verb.i not in self._matched:
            self._matched[verb.i] = self._best_match(verb)
        best = self._matched[verb.i]
        if best is None:
            return None
        draft = draft_of(best[1], self.acts.frames[best[1].frame], verb, verb)
        tail_end = best[2]
        if tail_end is not None and tail_end.pos in ("ADP", "SCONJ", "PART") and self.parse.child(tail_end, "pobj"):
            draft.tail = tail_end
        draft.trigger = self._telling(best[1], verb, tail_end)
        draft.taken.add(verb.i)
        draft.taken.add(draft.trigger.i)
        return draft

    def _best_match(self, verb: Token) -> tuple[float, Act, Token | None] | None:
        """The act whose conditions a verb meets most closely, with the end of its phrase; asked once a verb."""
        patterns = self.acts.verbs.get(lemma_of(verb), ())
        near = tail_words(self.parse, verb) if patterns else frozenset()
        best: tuple[float, Act, Token | None] | None = None
        for pattern in patterns:
            if pattern.words and pattern.words[0] not in near:
                continue
            act = self.acts.rows[pattern.row]
            tail = phrase_tail(self.parse, verb, pattern.words)
            if tail is None:
                continue
            score = self._fits(act, verb, tail)
            if score is not None and (best is None or score + 3 * len(pattern.words) > best[0]):
                best = (score + 3 * len(pattern.words), act, tail[-1] if tail else None)
        return best

    def _telling(self, act: Act, verb: Token, tail: Token | None) -> Token:
        """The word that tells the event: the verb, or what a light one carries ("exchanged fire")."""
        if act.trigger == "tail" and tail is not None and tail.pos == "NOUN":
            return tail
        if act.trigger == "object":
            found = objects_of(self.parse, self.acts, verb)
            return next((t for t in found if self.holds(act.object, (t,))), verb)
        return verb

    def _fits(self, act: Act, verb: Token, tail: Sequence[Token]) -> float | None:
        """How closely an act's conditions hold, ``None`` when one fails."""
        if act.intransitive and (self.parse.child(verb, "dobj", "nsubjpass") or is_passive(self.parse, verb)):
            return None
        if not tail and act.type in _PLAIN_VERBS and self.parse.child(verb, "prt") is not None:
            return None  # "backed off" is no backing
        if act.without and any(token.plain in act.without for token in reach(self.parse, verb)):
            return None
        objects = self._objects_for(verb, tail)
        barred = (
            # "were met with hugs"
            (act.act == "meet" and is_passive(self.parse, verb) and self.parse.child(verb, "agent") is None)
            or (act.object_not and self.holds(act.object_not, self._about(act, verb, objects)))
            or (act.role and not self.holds(act.role, self._roles(verb)))
            or (act.prep and not any(self._prep_holds(choice, verb, objects) for choice in act.prep))
        )
        if barred:
            return None
        asks = act.subject or act.subject_not or act.type in ("ASSAULT", "COERCE")
        done_to = self.best_test(act.object, objects) if act.object else 0.0
        done_by = self._subject_fits(act, verb) if asks and done_to is not None else 0.0
        if done_to is None or done_by is None:
            return None
        return done_to + done_by + ((4.0 if act.role else 0.0) + (3.0 if act.prep else 0.0))

    def _objects_for(self, verb: Token, tail: Sequence[Token]) -> list[Token]:
        """The object that a lexicon row asks about: the verb's, or that of the preposition of a phrasal verb."""
        whole = bool(tail) and tail[-1].dep == "pobj"  # "put on hold": the phrase is closed, its object is the verb's
        pobj = None if whole else next((p for t in reversed(tail) for p in self.parse.children(t, "pobj")), None)
        if pobj is not None:
            return through_all(self.parse, self.acts, pobj)
        if verb.i not in self._objects:
            self._objects[verb.i] = objects_of(self.parse, self.acts, verb)
        objects = self._objects[verb.i]
        if tail and tail[-1].dep in ("dobj", "nsubjpass"):
            return [token for token in objects if token.i != tail[-1].i] or objects
        return objects

    def _about(self, act: Act, verb: Token, objects: Sequence[Token]) -> list[Token]:
        """What an act must not be done to is looked for among these: its objects, amounts of others aside."""
        about = [*objects, *self._fought(verb)] if act.type == "ASSAULT" else objects
        amounts = self.acts.words["amounts"]
        return [t for t in about if not (t.plain in amounts and any(prepositions(self.parse, t, "of")))]

    def _fought(self, verb: Token) -> list[Token]:
        """What is fought "against" or "for", with what it is of ("against the threats of terrorism")."""
        found = [p for word in ("against", "for") for p in prepositions(self.parse, verb, word)]
        return found + [inner for token in found for inner in prepositions(self.parse, token, "of")]

    def _subject_fits(self, act: Act, verb: Token) -> float | None:
        passive = is_passive(self.parse, verb)
        if passive and verb.dep != "amod":
            agents = [p for prep in self.parse.children(verb, "agent") for p in self.parse.children(prep, "pobj")]
            subject = agents[0] if agents else None
            if subject is None:
                return None if act.agent else 0.0
        else:
            subject = subject_of(self.parse, verb)
        if subject is None or subject.tag in ("WP", "WDT"):
            return 0.0
        if subject.tag == "PRP":
            return self._pronoun_fits(act, subject)
        subjects = [
            inner for item in conjuncts(self.parse, subject) for inner in through_amounts(self.parse, self.acts, item)
        ]
        mishaps = [t for t in subjects if self.code_at(t)[3:6] not in _ARMED]  # a patrol boat is no accident
        if act.type in ("ASSAULT", "COERCE") and self.holds(("@accident",), mishaps):
            return None
        plain = [t for t in subjects if t.pos != "PROPN" or len(self.code_at(t)) != 3]  # "the Soviet Union" is no union
        if self.holds(act.subject_not, plain):
            return None
        return self.best_test(act.subject, subjects) if act.subject else 0.0

    def _pronoun_fits(self, act: Act, pronoun: Token) -> float | None:
        """A pronoun does what the one it stands for could: "they" who are no soldiers do not mass."""
        if act.act in _NAMED_DOERS or act.subject == ("hacker",):
            return None
        sector = self.code_at(pronoun)[3:6]
        starred = {spec for spec in act.subject if spec.startswith("*")}
        private = sector in _PRIVATE and bool(starred) and starred <= _STATELY
        if private or (sector == "COP" and "police" in act.subject_not):
            return None  # "he produced evidence" who is no official
        if pronoun.lower in ("he", "she") and "*person" in act.subject_not:
            return None  # one man conquers no town
        mass = act.intransitive or act.type in ("RETREAT", "MOBILIZE")
        if mass and pronoun.lower in ("he", "she", "i") and "@forces" in act.subject:
            return None  # one person does not mass or withdraw
        if not self.code_at(pronoun) or not act.subject or any(spec.startswith("*") for spec in act.subject):
            return 0.0
        armed = {"@forces", "@fighters", "@police"} & set(act.subject)
        return 0.0 if (sector in ("", "GOV") and "@fighters" in armed) or bool(armed) == (sector in _ARMED) else None

    def _roles(self, verb: Token) -> list[Token]:
        """What somebody is called: an object complement, "as an ally"."""
        found = []
        within = [
            c
            for o in self.parse.children(verb, "dobj", "nsubjpass")
            for c in self.parse.children(o, "prep")
            if c.lower == "as"
        ]
        for child in [*self.parse.children(verb, "oprd", "prep", "acomp", "attr", "xcomp", "ccomp", "dobj"), *within]:
            heads = (
                self.parse.children(child, "pobj") if child.lower == "as" else [child] if child.dep != "prep" else []
            )
            for head in heads:
                found.extend(conjuncts(self.parse, head))
                found.extend(self.parse.children(head, "amod", "compound") if head.dep != "dobj" else [])
        if is_passive(self.parse, verb) or not self.parse.child(verb, "oprd", "prep"):
            return found
        return [token for token in found if token.dep != "dobj"] or found

    def _prep_holds(self, choice: str, verb: Token, objects: Sequence[Token]) -> bool:
        for part in choice.split("|"):
            word, _, spec = part.partition(" ")
            for head in (verb, *objects):
                for child in self.parse.children(head, "prep", "prt", "agent", "advmod"):
                    if child.lower == word.replace("_", " ") or (word == "out" and child.lower == "out"):
                        inner = self.parse.children(child, "pobj") or [
                            p for c in self.parse.children(child, "prep") for p in self.parse.children(c, "pobj")
                        ]
                        if (
                            self.holds(
                                (spec,), (item for pobj in inner for item in through_all(self.parse, self.acts, pobj))
                            )
                            or spec == "*none"
                        ):
                            return True
                        if child.dep == "prt" and self.holds((spec,), self.parse.children(verb, "dobj")):
                            return True
                        if word in ("home",):
                            return True
                if spec.startswith("of ") and any(True for _ in prepositions(self.parse, head, word)):
                    return True
        return False

    def best_test(self, asked: tuple[str, ...], tokens: Sequence[Token]) -> float | None:
        """The score of the closest test that holds: a named word before a kind, a kind before anything."""
        if not tokens:
            return 0.2 if "*none" in asked else 0.0 if "*any" in asked else None
        specs = self.acts.specs(asked)
        if any(self._is_word(specs, token) for token in tokens):
            return 2.0
        if any(self.is_kind(kind, token) for kind in specs.kinds if kind != "*any" for token in tokens):
            return 1.0
        return 0.1 if "*any" in specs.kinds else None

    def holds(self, asked: tuple[str, ...], tokens: Iterable[Token]) -> bool:
        """Whether any of the tokens is what a lexicon row asks for: a word, a ``@class`` of words, a ``*kind``."""
        if not asked:
            return False
        specs = self.acts.specs(asked)
        return any(
            self._is_word(specs, token) or any(self.is_kind(kind, token) for kind in specs.kinds) for token in tokens
        )

    def _is_word(self, specs: Specs, token: Token) -> bool:
        words = specs.words
        if token.plain in words or token.lower in words:
            return True
        phrases = specs.phrases
        return bool(phrases) and any(
            self._is_phrase(phrase, token) for form in (token.plain, token.lower) for phrase in phrases.get(form, ())
        )

    def _is_phrase(self, phrase: str, token: Token) -> bool:
        words = phrase.split(" ")
        if words[-1] not in (token.lower, lemma_of(token)):
            return False
        before = {form for child in self.parse.children(token) for form in (child.lower, lemma_of(child))}
        for child in self.parse.children(token, "compound", "amod", "prep"):
            before.update(form for inner in self.parse.children(child) for form in (inner.lower, lemma_of(inner)))
        return all(word in before for word in words[:-1])

    def is_kind(self, kind: str, token: Token) -> bool:
        """Whether a token is of a ``*kind``: what it is named or coded as, rather than its word."""
        if kind in ("*any", "*none"):
            return kind == "*any"
        return _KINDS.get(kind, Matcher.is_human)(self, token, self.code_at(token))

    def is_actor(self, token: Token, code: str) -> bool:
        """Whether a token stands for somebody who can act: a person, a coded actor, a known entity."""
        if token.entity == "PERSON" or (token.tag == "PRP" and token.lower not in ("it", "this", "that")):
            return True
        named = code != "" and (token.pos != "NOUN" or (len(code) > 3 and self._is_office(token)))
        return named or self._is_known(token)

    def is_human(self, token: Token, code: str) -> bool:
        """Somebody who can be hurt: a person, people, a coded actor that is no bare country."""
        if token.entity in ("PERSON", "NORP") or (token.tag in ("PRP", "WP") and token.lower != "it"):
            return True
        return (
            (len(code) > 3 and self._is_office(token))
            or (code != "" and not has_country(code) and self._is_office(token))
            or lemma_of(token) in self.acts.classes["captive"]
            or lemma_of(token) in self.acts.classes["people"]
            or lemma_of(token) in self.acts.classes["human"]
            or (token.pos == "NUM" and token.text[:1] != ".")
        )

    def _is_office(self, token: Token) -> bool:
        """Whether a noun itself names people: "revenue" in "government revenue" does not, whatever its code."""
        return token.pos != "NOUN" or self.parties.code_of(token.text) is not None or self._is_known(token)

    def _is_known(self, token: Token) -> bool:
        entity = self.parties.entity_at(token)
        return entity is not None and bool(entity.code)

    def code_at(self, token: Token) -> str:
        """The actor code of a nominal token, empty when it has none."""
        if token.pos not in _CODED or token.plain in self.acts.words["deeds"]:
            return ""
        code = self._codes.get(token.i)
        if code is None:
            code = next((actor.code for actor in self.parties.actors(token) if actor.code), "")
            self._codes[token.i] = code
        return code

    def noun_act(self, noun: Token) -> Act | None:
        """The act that an event noun names; the longest of its phrases, or the one its object fits, wins."""
        if noun.i not in self._nouns:
            self._nouns[noun.i] = self._noun_match(noun)
        return self._nouns[noun.i]

    def _noun_match(self, noun: Token) -> Act | None:
        best: tuple[float, Act] | None = None
        for form in (lemma_of(noun), noun.lower):
            for pattern in self.acts.nouns.get(form, ()):
                row = self.acts.rows[pattern.row]
                if pattern.words and not self._is_phrase(" ".join((*pattern.words, form)), noun):
                    continue
                if row.noun_prep and not any(self._prep_holds(choice, noun, ()) for choice in row.noun_prep):
                    continue
                near = self.parse.children(noun, "compound", "amod")
                if self.holds(row.object_not, near):
                    continue  # "a press release"
                score = len(pattern.words) + (0.5 if self.has_noun_object(row, noun) else 0.0)
                score += 0.3 if row.noun_prep else 0.0
                if best is None or score > best[0]:
                    best = (score, row)
        return best[1] if best is not None else None

    def has_noun_object(self, act: Act, noun: Token) -> bool:
        """ "closure of the embassy", "troop withdrawal": the object that its verb asks for stands with the noun."""
        named = tuple(spec for spec in act.object if not spec.startswith("*") or spec == "*igo")
        if not named:
            return False
        inside = [i for p in prepositions(self.parse, noun, "of") for i in through_all(self.parse, self.acts, p)]
        inside.extend(self.parse.children(noun, "compound", "amod", "poss"))
        if act.frame == "from-only":  # "withdrawal from the treaty"
            inside.extend(prepositions(self.parse, noun, "from"))
        return self.holds(named, inside)


def _is_named(token: Token, code: str) -> bool:
    return token.pos == "PROPN" and code != ""


def _is_place(_: Matcher, token: Token, code: str) -> bool:
    return token.entity in _PLACES or (_is_named(token, code) and code[3:] in ("", "CVL", "GOV"))


def _is_people(_: Matcher, token: Token, code: str) -> bool:
    nation = token.entity == "NORP" and token.text.endswith("s")
    return nation or (code.endswith("CVL") and not _is_named(token, code))


#: The ``*kind`` tests, of a token with its code; any other kind asks for somebody who can be hurt.
_KINDS: dict[str, Callable[[Matcher, Token, str], bool]] = {
    "*number": lambda m, token, _: token.pos == "NUM" or m.parse.child(token, "nummod") is not None,
    "*place": _is_place,
    "*country": lambda _, token, code: len(code) == 3 and _is_named(token, code),
    "*igo": lambda _, _token, code: code.startswith("IGO"),
    "*actor": lambda m, token, code: m.is_actor(token, code),
    "*person": lambda _, token, _code: token.entity == "PERSON" or token.lower in ("him", "her", "he", "she"),
    "*official": lambda _, _token, code: (has_country(code) and code[3:6] not in _PRIVATE) or code[:3] in _OFFICIAL,
    "*people": _is_people,
}


def through_all(parse: Parse, acts: Acts, head: Token) -> list[Token]:
    """A noun, its conjuncts, and what they are amounts of."""
    return [inner for item in conjuncts(parse, head) for inner in through_amounts(parse, acts, item)]
