"""Whose an argument is: its own when it is an actor, else its owner's, or of who is named inside it or opposite it."""

from __future__ import annotations

from dataclasses import replace

from dateline.model import Actor
from dateline.read.actors import code_country, names_state
from dateline.read.actors.codes import country_of, has_country, sector_of_actor, with_country
from dateline.read.events.frames import conjuncts, lemma_of, prepositions
from dateline.read.events.lending import Lending
from dateline.read.events.parties import reach
from dateline.read.events.sources import HUMAN, OWNED
from dateline.read.nouns import is_body_noun, is_person_noun
from dateline.read.text import Token

_WHERE = frozenset({"in", "at", "near", "from", "off", "outside", "across", "through", "of"})
_HELD = frozenset({"hostage", "prisoner", "captive"})  # "took them hostage"
_INNER = ("of", "by", "between", "from", "in", "on", "against", "for", "with", "to")


class Whose(Lending):
    """Reads arguments of an act as actors."""

    def whose(  # noqa: PLR0911 (one return a way of telling whose)
        self, token: Token, sources: tuple[Actor, ...]
    ) -> tuple[Actor, ...]:
        """An argument as an actor: itself when it is one, else who it belongs to or who is named first inside it."""
        if token.tag in ("PRP", "PRP$"):
            return self.other(self.parties.actors(token), sources) or self._earlier_other(token, sources)
        if lemma_of(token) in self.acts.words["not_actors"] or lemma_of(token) in self.acts.classes["weapons"]:
            return ()
        owner = self.parse.child(token, "poss")
        if owner is not None and owner.tag == "PRP$" and (other := self._opposite(token, sources)):
            return other
        made = self.pair(token) or self.parties.actors(token)
        if any(has_country(actor.code) for actor in made):
            return made
        agents = [self.parse.child(child, "agent") for child in self.parse.children(token, "acl")]
        told = [pobj for agent in agents if agent is not None for pobj in self.parse.children(agent, "pobj")]
        if told and not self.is_plain_people(token):  # "a rally staged by students"
            return tuple(actor for pobj in told for actor in self.parties.actors(pobj))
        inner = self.owners(token, sources) or self.inside(token, made, sources)
        if inner and country_of(inner[0].code) in ("IGO", "NGO") and self.is_plain_people(token):
            return made  # between Europe and Africa nobody is of a country
        if (
            inner and made and not made[0].code and self.is_plain_people(token)
        ):  # "a New Bedford man", "Ms Smith, of Hull"
            return (replace(made[0], code=country_of(inner[0].code) + "CVL"),)
        if inner and made and made[0].code:
            return (with_country(made[0], country_of(inner[0].code)),)
        return inner or made

    def _opposite(self, noun: Token, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """ "Its neighbour", "their rival": the other country that the report has named last before."""
        if lemma_of(noun) not in self.acts.classes["opposite"] or noun.tag not in ("NN", "NNS"):
            return ()
        own = {country_of(actor.code) for actor in sources}
        for sentence in range(noun.sentence, -1, -1):
            for i, code in reversed(self.parties.names(sentence)):
                if i < noun.i and len(code) == 3 and country_of(code) not in own:
                    token = self.parse.tokens[i]
                    return (Actor(noun.span, noun.text, token.text, code),)
        for sentence in range(noun.sentence, len(self.parse.sentences)):
            for i, code in self.parties.names(sentence):
                if i > noun.i and len(code) == 3 and country_of(code) not in own:
                    token = self.parse.tokens[i]
                    return (Actor(noun.span, noun.text, token.text, code),)
        return ()

    def owners(self, token: Token, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Whose a noun is, by possessor or nationality."""
        for child in self.parse.children(token, *OWNED):
            if child.tag == "PRP$":
                inner = self.other(self.parties.actors(child), sources)
            elif child.dep == "poss":
                inner = tuple(a for item in conjuncts(self.parse, child) for a in self.parties.actors(item))
            else:
                inner = tuple(a for item in conjuncts(self.parse, child) for a in self.adjective(item))
            known = tuple(actor for actor in inner if has_country(actor.code))
            if known:
                return known
        return ()

    def inside(self, token: Token, made: tuple[Actor, ...], sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Who is named after a preposition inside a phrase ("an appeal from the president")."""
        for word in _INNER:
            inner = tuple(
                actor
                for pobj in prepositions(self.parse, token, word)
                if lemma_of(pobj) not in self.acts.words["waters"]
                for item in conjuncts(self.parse, pobj)
                for actor in self.parties.actors(item)
                if has_country(actor.code)
            )
            if inner and word == "from" and made and made[0].code not in (None, "REF"):
                continue  # "troops from the north": where they leave, not whose they are
            inner = self.other(inner, sources) if word in ("for", "with", "to") else inner
            if inner:
                return inner
        return ()

    def _earlier_other(self, pronoun: Token, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """A pronoun cannot be the subject of its own clause: then it is the one named last before it who is not."""
        if pronoun.tag == "PRP$" or pronoun.lower.endswith(("self", "selves")):
            return ()
        if pronoun.lower in HUMAN:
            return (Actor(pronoun.span, pronoun.text, pronoun.text),)  # no country named before is "him"
        own = {country_of(actor.code) for actor in sources}
        for i, code in reversed(self.parties.names(pronoun.sentence)):
            token = self.parse.tokens[i]
            if i < pronoun.i and country_of(code) not in own and self.parse.head(token).lower not in _WHERE:
                return self.parties.whole_actor(token)
        return ()

    def other(self, made: tuple[Actor, ...], sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Those that are not the sources themselves ("its troops")."""
        known = {country_of(actor.code) for actor in sources if actor.code}
        return tuple(actor for actor in made if actor.code and country_of(actor.code) not in known)

    def is_town(self, actor: Actor) -> bool:
        """Whether an actor is a town or county, known only by its country."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        place = token is not None and token.entity in ("GPE", "LOC", "FAC") and token.pos == "PROPN"
        return place and len(actor.code or "") == 3 and code_country(actor.text) != actor.code

    def is_place(self, actor: Actor) -> bool:
        """Whether an actor is only a place's name."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is not None and token.entity in ("GPE", "LOC", "FAC") and token.pos == "PROPN"

    def against(self, targets: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Whom a protest is against: no town that people march in ("the streets of Leeds"), though a state may be."""
        return tuple(a for a in targets if not self.is_place(a) or names_state(a.text) or len(a.code or "") > 3)

    def is_spot(self, token: Token) -> bool:
        """Whether a word is a place that acts for nobody: neither a state nor its capital."""
        towns = ("city", "town", "village", "square", "street", "region", "area", "neighbourhood", "neighborhood")
        return token.entity == "FAC" or lemma_of(token) in towns

    def apart(self, target: Actor, sources: tuple[Actor, ...]) -> Actor:
        """A description taken for the doer himself is somebody else's: it keeps its words and loses the country."""
        token = self.parse.token_at(max(target.span.end - 1, target.span.start))
        same = any(a.name == target.name and a.span != target.span and a.text != target.text for a in sources)
        if not same or token is None or token.pos != "NOUN":
            return target
        return replace(target, name=target.text, code=(target.code or "")[3:] or None)

    def as_sender(self, actor: Actor) -> Actor:
        """An embassy or ambassador stands for the country that keeps it."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        known = token is not None and lemma_of(token) in self.acts.classes["mission"] | self.acts.classes["envoy"]
        return replace(actor, code=country_of(actor.code)) if known and has_country(actor.code) else actor

    def as_place(self, actor: Actor, token: Token) -> Actor:
        """A capital or town that an act is done in stands for its country, not for its government or people."""
        if actor.code is None or actor.code[3:] not in ("GOV", "CVL") or actor.text.split()[-1] != token.text:
            return actor
        words = reach(self.parse, token, without=("prep", "relcl", "acl", "appos", "conj", "cc", "punct"))
        named = token.pos == "PROPN" and all(w.pos in ("PROPN", "DET") for w in words)
        office = any(
            lemma_of(w) in self.acts.classes["office"] or lemma_of(w) in ("ministry", "parliament") for w in words
        )
        if (named and not office) or lemma_of(token) in self.acts.classes["territory"]:
            return replace(actor, code=actor.code[:3])
        return actor

    def where(self, actor: Actor) -> Actor:
        """A name found deep below as the place it is, when it stands after "in" or "at"."""
        token = self.parse.token_at(max(actor.span.end - 1, 0))
        if token is None or self.parse.head(token).lower not in _WHERE - {"from", "off"}:
            return actor
        return self.as_place(actor, token)

    def worded(self, actors: tuple[Actor, ...], *, owners: bool) -> tuple[Actor, ...]:
        """Actors less what is no word for anybody: a hyphen, "ex" of a word cut up, "how much", "took hostage".

        With *owners* a thing yields to whose it is: "Oslo's offer" to Oslo.
        """
        found: list[Actor] = []
        for actor in actors:
            token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
            if token is None or not any(char.isalnum() for char in actor.text):
                continue
            after = self.parse.tokens[token.i + 1].text if token.i + 1 < len(self.parse.tokens) else ""
            prefix = token.lower == "ex" and after in ("-", "–")
            amount = actor.code is None and token.lower in ("much", "many", "how")
            held = token.dep in ("oprd", "dobj", "ccomp") and actor.text.lower() in _HELD and len(actors) > 1
            if not prefix and not amount and not held:
                found.extend(self.bearers(actor) if owners else (actor,))
        return tuple(found)

    def bearers(self, actor: Actor) -> tuple[Actor, ...]:
        """Whose a thing is: "Oslo's offer" and "the use of Norwegian workers" are no parties, their owners are."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        if token is None or token.pos != "NOUN" or not actor.code or self._is_actor(token):
            return (actor,)
        if any(lemma_of(token) in self.acts.classes[name] for name in ("building", "territory", "route")):
            return (actor,)
        for child in self.parse.children(token, *OWNED):
            if child.tag == "PRP$" or not (child.text[:1].isupper() or self._is_actor(child)):
                continue
            made = tuple(a for a in self.parties.actors(child) if country_of(a.code) == country_of(actor.code))
            if made:
                return made if child.dep == "poss" or child.tag != "JJ" else (actor,)
        for pobj in prepositions(self.parse, token, "of"):
            made = tuple(a for a in self.parties.actors(pobj) if a.code == actor.code and has_country(a.code))
            if made and self._is_actor(pobj) and sector_of_actor(actor) not in ("CVL", "EDU"):
                return made
        return () if sector_of_actor(actor) in ("CVL", "EDU", "LAB", "BUS") else (actor,)

    def _is_actor(self, token: Token) -> bool:
        """Whether a noun says itself who somebody is: people, a body, an office, a place."""
        form, lemma = token.lower, lemma_of(token)
        known = is_person_noun(form, lemma) or is_body_noun(form, lemma) or self.is_plain_people(token)
        return known or self.parties.code_of(token.text) is not None
