"""Whose "rebels" are: what the words of an act leave open its place, its other side or the report's home lend."""

from __future__ import annotations

from dataclasses import replace

from dateline.model import Actor
from dateline.read.actors import names_state
from dateline.read.actors.codes import country_of, has_country, sector_of_actor, with_country
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import lemma_of
from dateline.read.events.sources import HUMAN, Sources
from dateline.read.nouns import load_nouns
from dateline.read.text import Token

_AT_HOME = frozenset({"COERCE", "ASSAULT", "PROTEST"})  # who acts "in X" without a country is of X
_ABROAD = frozenset({"SANCTION", "AID", "SUPPORT", "COOPERATE"})  # whose other side is no countryman by default
_BY_ANYBODY = frozenset({"PROTEST", "ACCUSE", "REQUEST", "ASSAULT"})  # done by people who hold no office too
_PEOPLE = ("human", "people", "captive", "job")
_NO_LAND = frozenset({"", "IGO", "NGO", "IMG", "MNC"})  # what begins an actor code and is no country that people are of
_SAID = frozenset({"ACCUSE", "REQUEST"})  # whoever is named as doing these may hold any office
_SPOKEN = frozenset({"ACCUSE", "REQUEST", "SUPPORT", "REJECT"})  # said of or to others
_PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "DT"})


class Lending(Sources):
    """Supplies the country, or that somebody is a civilian, where an actor's own words are silent."""

    def lend(
        self, draft: Draft, sources: tuple[Actor, ...], targets: tuple[Actor, ...]
    ) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Give "rebels" or "the president" the country of the place, of the other side, or of the sentence."""
        if draft.frame.joint and len(sources) > 1:
            return sources, targets
        place = self.place_of(draft)
        if not sources and draft.type == "ASSAULT" and place is not None and names_state(place.text):
            sources = (place,) if self._by_weapon(draft.core) else ()
        sources = self.civilians(sources, named=draft.type not in _SAID) if draft.type in _BY_ANYBODY else sources
        targets = self.civilians(targets) if self.is_domestic(draft) else targets
        known = [a for a in targets if has_country(a.code)]
        lenders = (
            [place, *([] if self.parties.home else known[:1]), self._first_named(draft)]
            if draft.type in _AT_HOME
            else [*self._own_side(draft, known), *known[:1], place, self._first_named(draft)]
        )
        lender_code = next(
            (c for a in lenders if a is not None and (c := country_of(a.code)) not in _NO_LAND),
            self.parties.home,
        )
        theirs = {country_of(a.code) for a in known if draft.type in _SPOKEN and self._is_proper(a)}
        if lender_code and not any(has_country(actor.code) for actor in sources):
            sources = tuple(
                with_country(a, self._lent_to(a, lender_code, theirs))
                if a.code and not has_country(a.code) and (place is not None or not self._is_stateless(a))
                else a
                for a in sources
            )
        known = [a for a in sources if has_country(a.code)]
        lender = place or (known[0] if known and not self._is_stateless(known[0]) else None)
        foreign = place is None and bool(known) and sector_of_actor(known[0]) == "MIL"  # a navy's captives are anybody
        first = self._first_named(draft) if draft.type in _AT_HOME and not self.parties.home else None
        lender = lender or first
        lender_code = country_of(lender.code) if lender is not None else self.parties.home
        abroad = draft.type in _ABROAD and draft.act not in ("convict", "fine")
        if lender_code and lender_code not in _NO_LAND and not abroad and draft.act != "list":
            targets = tuple(
                with_country(a, lender_code)
                if self._borrows(a)
                and (place is not None or not self._is_stateless(a))
                and not (foreign and self._is_number(a))
                else a
                for a in targets
            )
        return sources, targets

    def _borrows(self, actor: Actor) -> bool:
        """Whether a target without a country is at home where the act is: foreigners and refugees are not."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        known = not actor.code or has_country(actor.code) or actor.code == "REF"
        return not known and (token is None or not self._is_worldwide(token))

    def _is_stateless(self, actor: Actor) -> bool:
        """Pirates and ships are of the land that is told, never of those who hunt them or whom they rob."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is not None and lemma_of(token) in self.acts.words["stateless"]

    def _own_side(self, draft: Draft, known: list[Actor]) -> list[Actor]:
        """Whose "the defence minister" is that warns Moscow: who was named first, before whom he speaks to."""
        first = self._first_named(draft)
        other = first is not None and bool(known) and country_of(first.code) != country_of(known[0].code)
        return [first] if first is not None and other and draft.type == "THREATEN" else []

    def is_domestic(self, draft: Draft) -> bool:
        """Whether an act falls on people: what nobody says of them, that they are civilians, may be supplied."""
        return draft.type in ("COERCE", "ASSAULT") or draft.act in ("convict", "charge", "release")

    def _lent_to(self, actor: Actor, country: str, theirs: set[str]) -> str:
        """The country that is lent to a source: to somebody named who holds an office, none but the report's home.

        Where a report is neither written at home nor mostly about it, "President Ruiz" may be any country's, though
        hardly that of whom he speaks to or of (*theirs*).
        """
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        if token is not None and self._is_worldwide(token):
            return ""
        if token is None or sector_of_actor(actor) not in ("GOV", "MIL", "LEG"):
            return country
        his = any(child.lower in ("his", "her") for child in self.parse.children(token, "poss"))
        if token.pos != "PROPN" and token.lower not in HUMAN and not his:
            return country
        backdrop = self.parties.backdrop
        if not backdrop.home:
            return "" if country in theirs or (backdrop.told is not None and not backdrop.is_domestic) else country
        lead = self.parties.phrase(token, within=False).of(self.parse.text).lower().split()
        crowned = "president" in lead and backdrop.home in self.acts.words["crowned"]
        return backdrop.home if backdrop.is_domestic and not crowned else ""

    def _is_number(self, actor: Actor) -> bool:
        """Whether only a number is told of somebody: "took 23 into custody"."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is not None and token.pos == "NUM"

    def _is_proper(self, actor: Actor) -> bool:
        """Whether an actor is told by a name."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is not None and token.pos == "PROPN" and token.entity not in ("DATE", "TIME", "PRODUCT", "EVENT")

    def _is_worldwide(self, token: Token) -> bool:
        """Whether a noun's own words say that it is of no country in particular."""
        return any(c.lower in self.acts.words["worldwide"] for c in self.parse.children(token, "amod"))

    def civilians(self, actors: tuple[Actor, ...], *, named: bool = True) -> tuple[Actor, ...]:
        """People without any code ("residents", "a theatre director", "two guards") are civilians of somewhere.

        Without *named*, whoever is told by a name alone is left as he is.
        """
        human = self.acts.classes["human"]
        found = []
        for actor in actors:
            token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
            national = token is not None and actor.code == country_of(actor.code) and lemma_of(token) in human
            unsaid = actor.code is None or (national and token is not None and token.pos == "NOUN")
            people = (
                token is not None and unsaid and self.is_plain_people(token) and (named or not self._is_named(token))
            )
            title = self._is_constable(token) if token is not None and unsaid else False
            sector = "CVL" if people else "COP" if title else ""
            found.append(replace(actor, code=(actor.code or "") + sector) if sector else actor)
        return tuple(found)

    def _is_named(self, token: Token) -> bool:
        """Whether a token is somebody's name, or "he" for somebody named."""
        entity = self.parties.entity_at(token)
        return token.pos == "PROPN" or (token.lower in HUMAN and entity is not None and bool(entity.names))

    def _is_constable(self, token: Token) -> bool:
        """ "Officer Smith", and in America "Deputy Smith", who elsewhere may sit in a parliament."""
        entity = self.parties.entity_at(token)
        lead = self.parties.phrase(token, within=False).of(self.parse.text).lower().split()
        before = {word.rstrip(".") for word in (*lead, *((entity.role or "") if entity else "").lower().split())}
        sheriffs = {"deputy"} if self.parties.home == "USA" else set()
        return token.pos == "PROPN" and bool(before & (self.acts.words["constable"] | sheriffs))

    def is_plain_people(self, token: Token) -> bool:
        """Whether a token is a person, or people, of no office."""
        if token.tag in _PRONOUN_TAGS:
            return token.lower in HUMAN
        words = self.acts.classes
        lemma = lemma_of(token)
        if lemma in words["territory"] or token.lower == "others":
            return token.lower == "others"  # "Hill 147" is nobody
        if token.pos == "PROPN":
            entity = self.parties.entity_at(token)
            lead = self.parties.phrase(token, within=False).of(self.parse.text).lower().split()[:-1]
            if any(word.rstrip(".") in self.acts.words["titled"] for word in lead):
                return False
            return entity.type == "PERSON" if entity is not None else token.entity == "PERSON"
        if token.pos == "NUM":
            return token.entity not in ("DATE", "TIME", "MONEY", "PERCENT")
        return token.pos == "NOUN" and (lemma in load_nouns().kin or any(lemma in words[name] for name in _PEOPLE))

    def _by_weapon(self, verb: Token) -> bool:
        """ "killed by a bomb", "died in a blast": somebody unknown did it there."""
        for prep in self.parse.children(verb, "agent", "prep"):
            if prep.lower in self.acts.words["victim_of"] and any(
                self.is_weapon(p) for p in self.parse.children(prep, "pobj")
            ):
                return True
        return False

    def _first_named(self, draft: Draft) -> Actor | None:
        names = self.parties.names(draft.core.sentence)
        if not names:
            return None
        i, code = names[0]
        token = self.parse.tokens[i]
        actor = Actor(token.span, token.text, token.text, code)
        return actor if self.parties.lends(actor) else None
