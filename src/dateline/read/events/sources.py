"""Who does an act: the subject or agent, the owner or nationality of an event noun, or whoever a pronoun stands for."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from dateline.model import Actor
from dateline.read.actors import names_state
from dateline.read.actors.codes import country_of, has_country, with_country
from dateline.read.events.acts import Acts, Frame
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import conjuncts, is_passive, lemma_of, objects_of, prepositions, subject_of
from dateline.read.events.parties import Parties, is_people, reach
from dateline.read.nouns import is_person_noun
from dateline.read.text import Parse, Token

_FAR = 8  # words from a deed up to the verb by which somebody is accused of it
_OF_WHAT = frozenset({"of", "with", "for", "in", "on", "over", "to"})  # "charged in connection with"
_PAIR_BACK = 3  # sentences back in which "the two countries" are looked for
OWNED = ("amod", "compound", "poss", "nmod")
HUMAN = frozenset({"he", "she", "him", "her"})


class Sources:
    """Finds who did an act."""

    def __init__(self, parse: Parse, acts: Acts, parties: Parties) -> None:
        self.parse, self.acts, self.parties = parse, acts, parties

    def sources_of(self, draft: Draft) -> tuple[Actor, ...]:  # noqa: PLR0911 (one return a way of telling who)
        """The source actors of a draft."""
        if draft.noun is not None and draft.noun.i == draft.top.i:
            made = self._noun_sources(draft.noun, draft.frame, owned=not self.is_suffered(draft))
            return made or (self._accused(draft.noun) if draft.type == "ASSAULT" else ())
        verb = draft.top
        if draft.act.startswith("plan:") and draft.core.i != verb.i and is_passive(self.parse, draft.core):
            return self._agent(draft.core, draft)  # "was due to be released"
        if draft.frame.middle:
            return self._keepers(subject_of(self.parse, verb))
        if draft.frame.passive:
            return self._agent(verb, draft)
        if is_passive(self.parse, verb) and verb.dep != "amod" and not self._is_stative(verb):
            return self._agent(verb, draft)
        if draft.type == "ASSAULT" and verb.dep in ("pcomp", "conj") and (accused := self._accused(verb)):
            return accused
        subject = self.parse.child(verb, "poss") if verb.pos == "NOUN" else self._told_subject(verb)
        if subject is None:
            if verb.pos == "NOUN":
                return self._noun_sources(verb, draft.frame)
            return ()
        return self._subject_actors(subject, draft)

    def _keepers(self, noun: Token | None) -> tuple[Actor, ...]:
        """Whose embassy, ambassadors or border it is that opens, returns or closes."""
        if noun is None:
            return ()
        owner = self._noun_owner(noun)
        made = owner or self.parties.actors(noun)
        return tuple(
            actor if (actor.code or "")[:3] in ("IGO", "NGO") else replace(actor, code=country_of(actor.code))
            for actor in made
            if has_country(actor.code)
        )

    def pair(self, noun: Token) -> tuple[Actor, ...]:
        """ "The two countries", "both foreign ministers", "troops of the two sides": the two named last before them."""
        numbers = {child.lower for child in self.parse.children(noun, "nummod", "det", "predet", "amod")}
        inner = next((p for word in ("of", "from") for p in prepositions(self.parse, noun, word)), None)
        if inner is not None and inner.tag in ("NNS", "NNPS"):
            return tuple(self._as_part(actor, noun) for actor in self.pair(inner))
        if not numbers & self.acts.words["pair"] or lemma_of(noun) not in self.acts.words["pair_of"]:
            return ()
        if any(child.dep == "prep" for child in self.parse.children(noun)) or noun.tag not in ("NNS", "NNPS"):
            return ()
        return self._last_two(noun)

    def _as_part(self, actor: Actor, noun: Token) -> Actor:
        """ "Troops" of one of the two."""
        sector = self.parties.code_of(noun.text) or ""
        code = country_of(actor.code) + sector if sector and not has_country(sector) else actor.code
        return Actor(noun.span, noun.text, actor.name, code)

    def _last_two(self, noun: Token) -> tuple[Actor, ...]:
        """The two countries named last before a noun or "their"."""
        found: dict[str, Token] = {}
        for sentence in range(noun.sentence, max(noun.sentence - _PAIR_BACK, 0) - 1, -1):
            for i, code in reversed(self.parties.names(sentence)):
                country = country_of(code)
                if i < noun.i and country not in ("IGO", "NGO") and len(found) < 2:
                    found.setdefault(country, self.parse.tokens[i])
        sector = self.parties.code_of(noun.text) or ""
        sector = sector if sector and not has_country(sector) else ""
        made = [
            Actor(noun.span, noun.text, self.parties.backdrop.state_name(code) or token.text, code + sector)
            for code, token in sorted(found.items())
        ]
        return tuple(made) if len(made) == 2 else ()

    def _is_stative(self, verb: Token) -> bool:
        """ "is opposed to": a participle that tells a mind."""
        return lemma_of(verb) in self.acts.words["stative"] and self.parse.child(verb, "agent") is None

    def _subject_actors(self, subject: Token, draft: Draft) -> tuple[Actor, ...]:
        found: list[Actor] = []
        for item in conjuncts(self.parse, subject):
            if item.entity in ("DATE", "TIME", "ORDINAL"):
                continue
            if item.tag in ("PRP", "WP", "WDT", "DT"):
                found.extend(self._pronoun(item, draft.top))
                continue
            made = self.pair(item) or self.parties.actors(item)
            if draft.type == "ASSAULT" and self.is_weapon(item) and not is_people(made):
                made = self._noun_sources(item, draft.frame) or self._all_actors(
                    [*prepositions(self.parse, item, "from")]
                )
            elif not any(a.code for a in made) and draft.top.dep == "acl" and self.parse.head(draft.top).i == item.i:
                owner = subject_of(self.parse, self.parse.head(item))  # "issued a declaration demanding"
                made = self.parties.actors(owner) if owner is not None and owner.i != item.i else made
            elif not any(has_country(actor.code) for actor in made):
                made = self._of_inside(item, made)
            found.extend(made)
        return tuple(found)

    def _accused(self, act: Token) -> tuple[Actor, ...]:
        """Whose deed it is that somebody was "charged with", "convicted of" or "found guilty of"."""
        below = act
        for head in islice(self.parse.ancestors(act), _FAR):
            if lemma_of(head) in self.acts.words["confessing"] and head.pos == "VERB" and below.dep != "conj":
                owner = subject_of(self.parse, head)
                return self._subject_words(owner) if owner is not None and owner.i not in (act.i, below.i) else ()
            if lemma_of(head) in self.acts.words["accusing"] and head.pos in ("VERB", "AUX") and below.dep != "conj":
                told = self.parse.child(head, "nsubjpass") or (
                    subject_of(self.parse, head) if is_passive(self.parse, head) else self.parse.child(head, "dobj")
                )
                tried = told if told is not None and told.i not in (act.i, below.i) else None
                return self._subject_words(tried) if tried is not None else ()
            linked = (
                head.pos == "ADJ" or head.lower in _OF_WHAT or (head.pos == "NOUN" and head.dep in ("pobj", "conj"))
            )
            if not linked and not (head.tag in ("VBG", "VB") and head.dep in ("pcomp", "conj", "acl")):
                return ()
            below = head
        return ()

    def is_only_charged(self, act: Token) -> bool:
        """ "Charged over the killing of": whose deed it is, is only said by those who charge him."""
        for head in islice(self.parse.ancestors(act), _FAR):
            if head.pos in ("VERB", "AUX"):
                return lemma_of(head) in self.acts.words["claim"] and bool(self._accused(act))
        return False

    def _subject_words(self, subject: Token) -> tuple[Actor, ...]:
        return tuple(a for item in conjuncts(self.parse, subject) for a in self.parties.actors(item))

    def _told_subject(self, verb: Token) -> Token | None:
        """The subject; of a clause before "Ruiz said she left" it is who is spoken of, not who speaks."""
        subject = subject_of(self.parse, verb)
        if subject is None or verb.i > subject.i or verb.dep != "pcomp":
            return subject
        saying = self.parse.head(subject)
        told = self.parse.child(saying, "ccomp") if lemma_of(saying) in self.acts.words["speech"] else None
        inner = self.parse.child(told, "nsubj", "nsubjpass") if told is not None and saying.i != verb.i else None
        return inner if inner is not None and inner.i > saying.i else subject

    def is_weapon(self, token: Token) -> bool:
        """Whether a noun is a weapon or a blast: somebody is behind it."""
        words = self.acts.classes
        return lemma_of(token) in words["blast"] or lemma_of(token) in words["weapons"]

    def _pronoun(self, pronoun: Token, verb: Token) -> tuple[Actor, ...]:
        """Who "it" or "they" is: the entity it was resolved to, else who speaks of itself ("Iran said it would")."""
        made = self.parties.actors(pronoun)
        if any(has_country(actor.code) for actor in made):
            return made
        itself = self.parties.entity_at(pronoun)
        if itself is not None and pronoun.lower in ("they", "them") and not any(actor.code for actor in made):
            return made
        for head in self.parse.ancestors(verb):
            if head.pos == "VERB":
                speaker = subject_of(self.parse, head)
                if speaker is not None and itself not in (None, self.parties.entity_at(speaker)):
                    continue
                if speaker is not None and speaker.i != pronoun.i and self._may_be(speaker, pronoun):
                    told = self.parties.actors(speaker)
                    if not any(has_country(actor.code) for actor in told):
                        told = self._of_inside(speaker, told)
                    if any(actor.code for actor in told):
                        return tuple(replace(a, span=pronoun.span, text=pronoun.text) for a in told)
        if self.parties.entity_at(pronoun) is None and pronoun.lower in ("they", "it"):
            for i, _ in reversed(self.parties.names(pronoun.sentence)):
                if i < pronoun.i:  # resolved by nobody: whoever was named last before it
                    last = self.parties.whole_actor(self.parse.tokens[i])
                    return tuple(replace(a, span=pronoun.span, text=pronoun.text) for a in last)
            return self._subject_before(pronoun) or made
        return made

    def _subject_before(self, pronoun: Token) -> tuple[Actor, ...]:
        """Who the sentence before is about, for an "it" that nobody resolved: its subject, when that is a state."""
        if pronoun.sentence == 0:
            return ()
        words = self.parse.words(self.parse.sentences[pronoun.sentence - 1])
        root = next((token for token in words if token.dep == "ROOT"), None)
        subject = subject_of(self.parse, root) if root is not None else None
        if subject is None or subject.pos != "PROPN":
            return ()
        told = self.parties.actors(subject)
        known = len(told) == 1 and (told[0].code or "")[3:] in ("", "GOV") and has_country(told[0].code)
        return tuple(replace(a, span=pronoun.span, text=pronoun.text) for a in told) if known else ()

    def _may_be(self, speaker: Token, pronoun: Token) -> bool:
        """Whether a noun can be the pronoun of what is said under it: "police say he" is about somebody else."""
        if speaker.tag in ("PRP", "WDT", "WP", "EX"):
            return False
        if pronoun.lower not in HUMAN:
            return True
        single = speaker.tag in ("NN", "NNP") and lemma_of(speaker) not in self.acts.classes["police"]
        return single and (speaker.entity == "PERSON" or lemma_of(speaker) in self.acts.classes["office"])

    def _of_inside(  # noqa: PLR0911 (one return a way of telling whose)
        self, head: Token, made: tuple[Actor, ...]
    ) -> tuple[Actor, ...]:
        """The country told inside a phrase: "militants loyal to Iraq's president", "people in Hong Kong"."""
        inside = self.parties.named_within(head)
        if not made:
            return made
        if not inside:
            return made
        people = made[0].code is not None or head.entity in ("PERSON", "ORG", "NORP") or head.pos == "PROPN"
        if not inside:
            return made
        people = made[0].code is not None or head.entity in ("PERSON", "ORG", "NORP") or head.pos == "PROPN"
        owned = self.parse.child(head, "poss")
        office = lemma_of(head) in self.acts.classes["office"] | self.acts.words["pair_of"]
        if owned is not None and owned.tag == "PRP$" and (made[0].code or office) and not has_country(made[0].code):
            lenders = [actor for actor in self.parties.actors(owned) if has_country(actor.code)]
            if lenders:
                return (with_country(made[0], country_of(lenders[0].code)),)
        if made[0].code:
            return (with_country(made[0], country_of(inside[0].code)), *made[1:])
        if people or lemma_of(head) in self.acts.words["amounts"]:
            return (replace(made[0], code=inside[0].code), *made[1:])
        if head.pos == "NOUN" and is_person_noun(head.lower, lemma_of(head)):  # "the Las Vegas shooter"
            return (replace(made[0], code=country_of(inside[0].code) + "CVL"), *made[1:])
        owner = self.parse.child(head, *OWNED)
        return (inside[0],) if owner is not None and inside[0].span.end <= head.start else made

    def _agent(self, verb: Token, draft: Draft) -> tuple[Actor, ...]:
        """Who did what is told in the passive: "by X"; else whoever the act itself gives away."""
        found = [
            actor
            for prep in self.parse.children(verb, "agent", "prep")
            if prep.lower == "by" or prep.dep == "agent"
            for pobj in self.parse.children(prep, "pobj")
            for item in conjuncts(self.parse, pobj)
            for actor in self._agent_actors(item, draft)
        ]
        return tuple(found or self._implied_agent(verb, draft) or self._agent_afar(verb, draft))

    def _agent_actors(self, item: Token, draft: Draft) -> tuple[Actor, ...]:
        made = self.parties.actors(item)
        if draft.type == "ASSAULT" and self.is_weapon(item) and not is_people(made):
            return self._noun_sources(item, draft.frame)
        if not any(has_country(actor.code) for actor in made):
            return self._of_inside(item, made)
        return made

    def _implied_agent(self, verb: Token, draft: Draft) -> list[Actor]:  # noqa: PLR0911 (one return a frame)
        """The doer without "by": whose troops are withdrawn, whose list it is, in whose country people are freed."""
        if draft.frame.name == "from":
            items = objects_of(self.parse, self.acts, verb)
            return [a for item in items for a in self.parties.actors(item) if has_country(a.code)]
        if draft.frame.owner:
            return self._list_owner(verb)
        if draft.frame.name in ("post", "middle"):
            return [actor for item in objects_of(self.parse, self.acts, verb) for actor in self._keepers(item)]
        if draft.type == "MOBILIZE":
            items = objects_of(self.parse, self.acts, verb)
            return [a for item in items for a in self.parties.actors(item) if a.code]
        if draft.act in ("release", "arrest", "grant-asylum", "convict", "charge"):
            place = self.place_of(draft)
            return [place] if place is not None and names_state(place.text) else []
        if draft.type == "ASSAULT":
            return [
                actor
                for prep in self.parse.children(verb, "prep")
                for pobj in self.parse.children(prep, "pobj")
                if lemma_of(pobj) in self.acts.classes["blast"]
                for actor in self._noun_sources(pobj, draft.frame)
            ]
        return []

    def _agent_afar(self, verb: Token, draft: Draft) -> tuple[Actor, ...]:
        """An agent further off: "accused, it was said, by current officials"."""
        sentence = self.parse.words(self.parse.sentence_of(verb)) if draft.type == "ACCUSE" else []
        for token in reach(self.parse, verb, without=("relcl", "advcl", "ccomp", "conj", "acl")) + sentence:
            above = self.parse.head(token)
            another = above.i != verb.i and above.pos == "VERB" and is_passive(self.parse, above)
            if not another and (token.dep == "agent" or (token.dep == "prep" and token.lower == "by")):
                pobj = self.parse.child(token, "pobj")
                if pobj is not None and any(has_country(a.code) for a in self.parties.actors(pobj)):
                    return self.parties.actors(pobj)
        return ()

    def _list_owner(self, verb: Token) -> list[Actor]:
        """Whose list it is: "removed from Russia's list"."""
        for prep in self.parse.children(verb, "prep"):
            for pobj in self.parse.children(prep, "pobj"):
                for owner in self.parse.children(pobj, *OWNED):
                    made = [a for a in self.parties.whole_actor(owner) if has_country(a.code)]
                    if made and (owner.dep == "poss" or owner.text[:1].isupper()):
                        return [
                            replace(a, code=country_of(a.code)) if owner.dep != "poss" else a
                            for a in self.parties.actors(owner)
                        ] or made
        return []

    def is_suffered(self, draft: Draft) -> bool:
        """ "His arrest", "their kidnapping": without "of", the owner of such a noun is who suffered it."""
        noun = draft.noun
        return (
            noun is not None
            and noun.i == draft.top.i
            and draft.act in self.acts.words["suffered"]
            and self.parse.child(noun, "poss") is not None
            and next(prepositions(self.parse, noun, "of"), None) is None
        )

    def _noun_sources(self, noun: Token, frame: Frame, *, owned: bool = True) -> tuple[Actor, ...]:
        """Who does what a noun says: "by X", its owner, the nationality before it, "of X" where it has no object."""
        agents = [self.parse.child(participle, "agent") for participle in self.parse.children(noun, "acl")]
        told = [pobj for agent in agents if agent is not None for pobj in self.parse.children(agent, "pobj")]
        made = self._all_actors([*told, *prepositions(self.parse, noun, "by")])
        if any(actor.code for actor in made):
            return made
        owner = self._noun_owner(noun) if owned else ()
        if owner:
            return owner
        if frame.name == "act" or "of" not in frame.steps or frame.joint:
            for word in ("between",) if frame.name == "act" else ("between", "of"):
                anchors = [noun, self.parse.head(noun)] if noun.dep in ("nsubj", "nsubjpass") else [noun]
                made = self._all_actors([p for a in anchors for p in prepositions(self.parse, a, word)])
                if any(has_country(actor.code) for actor in made):
                    return made
        return ()

    def _noun_owner(self, noun: Token) -> tuple[Actor, ...]:
        for child in self.parse.children(noun, *OWNED):
            if child.tag == "PRP$":
                made = list(self.parties.actors(child))
                if any(has_country(actor.code) for actor in made):
                    return tuple(made)
                return self._thanked(noun) or (self._is_shared(child, noun) and self._last_two(child)) or tuple(made)
            items = conjuncts(self.parse, child)
            if child.dep == "poss":
                made = [actor for item in items for actor in self.parties.actors(item)]
            else:
                made = [actor for item in items for actor in self.adjective(item)]
            known = tuple(actor for actor in made if has_country(actor.code))
            struck = child.dep != "poss" and child.pos == "PROPN" and not names_state(child.text)
            if known and struck and lemma_of(noun) in self.acts.classes["blast"]:
                continue  # "the Paris attacks", "a Lima bank fire": where, not by whom
            if known:
                return known
            if child.dep in ("compound", "nmod") and self._is_doer(child, noun):
                return self.parties.actors(child)  # "the police killing of a teenager"
        return ()

    def _thanked(self, noun: Token) -> tuple[Actor, ...]:
        """Whose "its offer" is in "thanked Portugal for its offer": the object's."""
        above = self.parse.head(noun)
        verb = self.parse.head(above)
        if noun.dep != "pobj" or above.lower != "for" or verb.pos != "VERB":
            return ()
        return tuple(
            a for o in self.parse.children(verb, "dobj") for a in self.parties.actors(o) if has_country(a.code)
        )

    def _is_shared(self, pronoun: Token, noun: Token) -> bool:
        """ "Their border", "their talks": what two countries have together, not an attack or a trip of somebody's."""
        shared = ("talks", "relations", "pact", "mission", "envoy")
        held = any(lemma_of(noun) in self.acts.classes[name] for name in shared) or lemma_of(noun) in ("border", "war")
        return pronoun.lower == "their" and held and lemma_of(noun) not in ("trip", "visit", "tour")

    def _is_doer(self, child: Token, noun: Token) -> bool:
        """Whether the noun before a deed says who did it; a "police raid" is no attack, a police shooting is one."""
        known = lemma_of(child) in self.acts.words["doers"]
        if lemma_of(child) in self.acts.classes["police"]:
            return known and lemma_of(noun) in self.acts.words["police_deeds"]
        return known

    def _all_actors(self, heads: list[Token]) -> tuple[Actor, ...]:
        return tuple(a for head in heads for item in conjuncts(self.parse, head) for a in self.parties.actors(item))

    def adjective(self, token: Token) -> list[Actor]:
        """The country of a nationality word ("Kenyan", "U.S.-led"), none for other modifiers."""
        if not token.text[:1].isupper():
            inner = self.parse.child(token, "npadvmod", "compound")  # "U.S.-led"
            if inner is None or not inner.text[:1].isupper():
                return []
            token = inner
        code = self.parties.code_of(token.text)
        return [Actor(token.span, token.text, token.text, code)] if has_country(code) else []

    def place_of(self, draft: Draft) -> Actor | None:
        """The country that an act is told to be in."""
        objects = self.parse.children(draft.core, "dobj") if draft.core.pos == "VERB" else []
        for verb in (draft.core, draft.top, *([draft.noun] if draft.noun is not None else []), *objects):
            for word in ("in", "near", "at", "outside", "on", "of") if verb.children else ():
                for pobj in prepositions(self.parse, verb, word):
                    if lemma_of(pobj) in self.acts.words["waters"]:
                        continue  # the high seas: "in the Gulf of Aden" is in no country
                    for actor in self.parties.named_within(pobj):
                        if not self.parties.lends(actor):
                            continue
                        return replace(actor, code=country_of(actor.code))
        return None
