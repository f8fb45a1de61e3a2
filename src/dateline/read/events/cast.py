"""Source and target of an act by grammar: subject and agent, then the frame's steps in order.

The target is looked for as the frame says: the object, whoever it belongs to or whose nationality it bears, the
subject of a demanded clause, "against", "to", "with", and "in X" last. What the words leave open (whose "rebels"?)
is lent a country by the other side or the place.
"""

from __future__ import annotations

from dataclasses import replace

from dateline.model import Actor, Span
from dateline.read.actors.codes import country_of, has_country, name_of_country, sector_of_actor, with_country
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import (
    conjuncts,
    is_passive,
    lemma_of,
    objects_of,
    prepositions,
    subject_of,
    through_amounts,
)
from dateline.read.events.sources import HUMAN
from dateline.read.events.whose import Whose
from dateline.read.text import Token

OVER_ALL = frozenset({"censor", "impose-curbs", "seize-power", "dissolve"})
_UPON_OTHERS = frozenset(
    {
        "recognise",
        "withdraw-recognition",
        "cut-relations",
        "impose-sanctions",
        "recall-ambassador",
        "recall-consul",
        "expel-ambassador",
    }
)
_SHOT_AT = frozenset({"COP", "MIL", "REB", "CVL", "CRM", "UAF", "PRM", "GOV"})
_LANDS = frozenset({"peninsula", "continent", "region", "subcontinent", "hemisphere"})  # of several countries
_MONEY = frozenset({"pound", "dollar", "euro", "rupee", "yen", "cent"})
_SPOTS = frozenset({"area", "centre", "center", "square", "street"})  # where something was done, not to whom
_ON_THINGS = frozenset({"seize", "capture-territory", "arson"})  # done to things, whoever owns them
_POSTS = frozenset({"post", "middle-post"})
#: Steps that tell where rather than whom: skipped once somebody without a country has been found.
_WHEREABOUTS = frozenset({"in", "at", "near", "from", "deep", "aside", "outside", "along", "across"})


class Cast(Whose):
    """Finds who did an act and to whom."""

    def cast(self, draft: Draft) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """The source and target actors of a draft; all sides are sources of a joint act."""
        sources = self.sources_of(draft)
        if draft.frame.name in _POSTS:
            sources = tuple(self.as_sender(actor) for actor in sources)
        if draft.joint_type and len({country_of(actor.code) for actor in sources} - {""}) > 1:
            draft.type = draft.joint_type
            return _distinct(sources), ()
        targets = self._targets(draft, sources)
        if draft.swapped or (draft.frame.turned and draft.type == "CONSULT") or (draft.frame.swap and not draft.chain):
            sources, targets = targets, sources
        all_sides = draft.frame.joint or (draft.frame.all_sides and draft.type == "CONSULT")
        if all_sides and draft.type in ("CONSULT", "SUPPORT", "COOPERATE", "AGREE", "CONCEDE", "RETREAT"):
            sources, targets = _unlike(sources, targets), ()
        if draft.type == "ASSAULT" and not any(has_country(actor.code) for actor in targets):
            targets = self._struck(draft) or targets
        if draft.frame.name == "clash" and not targets:
            sources = sources or self._both_sides(draft)
        sources, targets = self.lend(draft, tuple(a for a in sources if not self._is_thing(a)), targets)
        if draft.act in ("arrest", "convict", "charge", "release"):  # "a conviction in Lakeville": no town judges
            sources = tuple(a for a in sources if not self.is_town(a))
        if any(a.code for a in targets):  # "Karl Dorn, 23, of Lime Street, Millham was arrested"
            targets = tuple(a for a in targets if a.code or not self.is_place(a))
        targets = self.against(targets) if draft.type == "PROTEST" and sources else targets
        if draft.core.lemma.lower() == "explode" and all(a.text.lower() == "it" for a in sources):
            sources = ()  # the bomb
        if draft.act in _UPON_OTHERS:  # nobody recognises or punishes himself: a misread "its"
            targets = tuple(
                a for a in targets if country_of(a.code) not in {country_of(s.code) for s in sources} - {""}
            )
        if draft.act in OVER_ALL and not targets:  # a curfew or a coup falls on the whole country
            whole = [(a, country_of(a.code)) for a in sources[:1] if has_country(a.code)]
            targets = tuple(replace(a, code=code, name=name_of_country(code) or a.name) for a, code in whole)
            return _distinct(sources), targets
        if draft.type == "MOBILIZE":
            own = {country_of(actor.code) for actor in sources}
            targets = tuple(actor for actor in targets if country_of(actor.code) not in own)
        targets = tuple(self.apart(actor, sources) for actor in targets)
        told = draft.type not in ("ASSAULT", "PROTEST") and draft.act not in _ON_THINGS
        sources, targets = self.worded(sources, owners=told), self.worded(targets, owners=told)
        sources = tuple(a for a in sources if a.text.lower() not in HUMAN or a.name not in {t.name for t in targets})
        return _distinct(sources), _distinct(targets, sources if draft.type != "PROTEST" else ())

    def _struck(self, draft: Draft) -> tuple[Actor, ...]:
        """Whose "the depot" is that was attacked, and who was not by "no attack": the report's home's."""
        words = self.acts.classes
        token = next((t for t in self._objects(draft) if lemma_of(t) in words["building"] | words["territory"]), None)
        token = token if token is not None or draft.mood != "denied" else draft.trigger
        home = self.parties.home
        return (Actor(token.span, token.text, token.text, home),) if token is not None and home else ()

    def at_issue(self, draft: Draft, targets: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Whose document it is that does an act, or whose "agreement": those whom the report is about.

        The two countries that the report names first, less those on the other side; a joint act needs both.
        """
        taken = {country_of(actor.code) for actor in targets}
        taken |= {country_of(actor.code) for actor in self.parties.named_within(draft.core)} if draft.written else set()
        first: dict[str, Actor] = {}
        for sentence in range(draft.core.sentence + 1):
            for i, code in self.parties.names(sentence):
                token = self.parse.tokens[i]
                state = len(code) == 3 or (code[3:] == "GOV" and token.entity == "GPE")
                if state and country_of(code) not in ("IGO", "NGO") and len(first) < 2:
                    first.setdefault(
                        country_of(code), Actor(draft.trigger.span, token.text, token.text, country_of(code))
                    )
            if len(first) == 2:
                break
        sides = tuple(actor for code, actor in first.items() if code not in taken)
        if draft.frame.joint:
            sides = (*targets, *sides)[:2]
            return (sides, ()) if len(sides) == 2 else ((), ())
        return sides[:1], targets

    def _both_sides(self, draft: Draft) -> tuple[Actor, ...]:
        """Who fought in a bare "fighting": the two countries that its sentence names, when it names just two."""
        if draft.noun is None or draft.noun.i != draft.top.i:
            return ()
        named: dict[str, Actor] = {}
        for i, code in self.parties.names(draft.core.sentence):
            token = self.parse.tokens[i]
            named.setdefault(country_of(code), Actor(token.span, token.text, token.text, code))
        return tuple(named.values()) if len(named) == 2 and not {"IGO", "NGO"} & set(named) else ()

    def _is_matter(self, actor: Actor) -> bool:
        """What is looked into or deplored rather than who: "a robbery in Paris" has a country and is no actor."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        plain = token is not None and token.pos == "NOUN" and not self.is_plain_people(token)
        return plain and token is not None and len(actor.code or "") == 3 and not self._is_group(token)

    def _is_thing(self, actor: Actor) -> bool:
        """Whether what stands as subject is no actor that could be told: "the sting arrested 17 men"."""
        if actor.code:
            return False
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return (
            token is not None
            and token.pos in ("NOUN", "ADJ", "VERB")
            and not self.is_plain_people(token)
            and not self._is_group(token)
        )

    def _is_group(self, token: Token) -> bool:
        return self.parties.entity_at(token) is not None or any(
            lemma_of(token) in self.acts.classes[name]
            for name in ("people", "fighters", "forces", "office", "gathering")
        )

    def _targets(self, draft: Draft, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        asked, spare = self._asked_targets(draft, sources)
        return asked or self._told_targets(draft, sources, spare)

    def _asked_targets(self, draft: Draft, sources: tuple[Actor, ...]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
        """Whom an operator addresses: those found, and who of them has no country to go by."""
        spare: tuple[Actor, ...] = ()
        for token in draft.asked:
            itself = self.parties.actors(token)
            if draft.type in ("REQUEST", "ACCUSE") and token.entity == "PERSON" and itself[0].code is None:
                return itself, ()
            made = self.whose(token, sources)
            if draft.type == "REQUEST" and self._are_people(token) and not any(has_country(a.code) for a in made):
                return self.civilians(made), ()
            if draft.type in ("REJECT", "AGREE"):
                made = self.other(made, sources)
            if any(has_country(actor.code) for actor in made):
                return self._with_conjuncts(token, draft, made, sources), ()
            spare = spare or tuple(actor for actor in made if actor.code)
            if draft.type == "REQUEST" and not spare and token.tag == "NNS" and self._is_group(token):
                return made, ()  # "directed federal agencies to consult scientists": asked, though of no known code
        return (), spare

    def _told_targets(self, draft: Draft, sources: tuple[Actor, ...], spare: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Whom the steps of the frame lead to, the first with a country before others."""
        named: tuple[Actor, ...] = ()
        bare = draft.noun is not None and draft.noun.i == draft.top.i
        for step in draft.frame.steps:
            fled = bool(spare) and step == "from" and spare[0].code == "REF"
            dead = draft.noun is not None and draft.act == "kill" and step in _WHEREABOUTS  # a shooting at a party
            if dead or (bare and step in ("deep", "aside")) or (spare and step in _WHEREABOUTS and not fled):
                continue
            made = () if step in _WHEREABOUTS and self._fell_on_spot(draft) else self._step(step, draft, sources)
            if any(has_country(actor.code) for actor in made):
                lent = (with_country(spare[0], country_of(made[0].code)),) if fled else ()
                return lent or tuple(actor for actor in made if has_country(actor.code))
            if step == "object" and made and self._is_person(draft):
                return made
            spare = spare or tuple(actor for actor in made if actor.code)
            if self.is_domestic(draft):
                near = step not in _WHEREABOUTS
                near = near or (step == "at" and draft.act in ("fire", "attack"))  # "fired at an employee"
                spare = spare or tuple(actor for actor in self.civilians(made) if near and actor.code)
                proper = step not in _WHEREABOUTS - {"at"}
                named = named or tuple(actor for actor in made if proper and self._is_proper(actor))
        return spare or named

    def _fell_on_spot(self, draft: Draft) -> bool:
        """ "Targeted an area near a university": what stands near it was not hit."""
        return draft.type == "ASSAULT" and any(lemma_of(token) in _SPOTS for token in self._objects(draft))

    def _are_people(self, token: Token) -> bool:
        """ "Ordered 23 of the defendants to pay": who is told to act is the target, known or not."""
        inner = next(prepositions(self.parse, token, "of"), None)
        return self.is_plain_people(inner if inner is not None else token)

    def _with_conjuncts(
        self, first: Token, draft: Draft, made: tuple[Actor, ...], sources: tuple[Actor, ...]
    ) -> tuple[Actor, ...]:
        """Whom else a demand or charge addresses: "urged Japan and South Korea to"."""
        asked = {token.i for token in draft.asked}
        others = [t for t in conjuncts(self.parse, first) if t.i != first.i and t.i in asked]
        more = [a for t in others for a in self.whose(t, sources) if has_country(a.code)]
        return (*made, *more)

    def _is_person(self, draft: Draft) -> bool:
        """Whether an act falls on a person, known or not: then nobody else is looked for."""
        human = self.acts.classes["human"] | (self.acts.classes["job"] if self.is_domestic(draft) else frozenset())
        return any(
            t.entity == "PERSON"
            or (t.tag == "PRP" and t.lower != "it")
            or lemma_of(t) in human
            or (t.pos == "PROPN" and (entity := self.parties.entity_at(t)) is not None and entity.type == "PERSON")
            for t in self._objects(draft)
        )

    def _step(self, step: str, draft: Draft, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        if step == "deep":
            return self._deep(draft, sources)
        if step == "purpose":
            return self._purpose(draft, sources)
        if step == "anger":
            return self._anger(draft, sources)
        if step == "aside":
            return self._aside(draft, sources) if draft.type in ("THREATEN", "COERCE", "REQUEST") else ()
        found: list[Actor] = []
        for token in self._candidates(step, draft):
            itself = draft.frame.joint and step == "object"
            if itself:
                made = tuple(actor for actor in self.parties.actors(token) if has_country(actor.code))
                made = () if draft.noun is not None and token.i == draft.noun.i else made
            elif draft.noun is not None and token.i == draft.noun.i and draft.noun.i != draft.core.i:
                made = self.owners(token, sources) or self.inside(token, (), sources)  # no deed is its own target
            else:
                made = self.whose(token, sources)
            made = self._fitting(step, draft, token, made)
            if step in ("with", "between", "object", "to", "on", "against", "in") or not found:
                found.extend(made)
        return tuple(found)

    def _fitting(self, step: str, draft: Draft, token: Token, made: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The actors of a step that can be targets there: places as places, no matters looked into."""
        place = draft.frame.name in ("post", "middle-post", "visit", "from", "recall")
        if step in _WHEREABOUTS:
            deed = lemma_of(token) in self.acts.classes["gathering"] - self.acts.classes["people"]
            made = tuple(actor for actor in made if actor.code != "IGO" and not deed)  # "a depot in Africa"
            if draft.type in ("ASSAULT", "COERCE"):  # a square or "other cities": where, not whom
                made = tuple(actor for actor in made if len(actor.code or "") > 3 or not self.is_spot(token))
        if draft.type in ("ASSAULT", "PROTEST", "COERCE") and lemma_of(token) in _SPOTS:
            return ()
        over = {lemma_of(head) for head in (token, self.parse.head(self.parse.head(token)))}
        if step in _WHEREABOUTS and over & self.acts.words["waters"]:
            return ()  # "attacks in the Gulf of Aden"
        if step == "at" and lemma_of(draft.core) == "open":  # "opened fire at an office party": where, not at whom
            made = tuple(a for a in made if sector_of_actor(a) in _SHOT_AT or self.is_plain_people(token))
        if (step == "on" and token.lower in self.acts.words["platforms"]) or token.lower in _LANDS:
            return ()
        if draft.act == "investigate" and step == "object":
            made = tuple(actor for actor in made if not self._is_matter(actor))
        if draft.type == "PROTEST" and step in ("object", "of"):
            made = tuple(self.where(actor) for actor in made)
        if step in _WHEREABOUTS or (place and step in ("to", "into", "out of", "object")):
            made = tuple(self.as_place(actor, token) for actor in made)
        return made

    def _candidates(self, step: str, draft: Draft) -> list[Token]:
        """The tokens that a step points to, around the act and around its event noun."""
        anchors = [draft.core] if draft.noun is None or draft.noun.i == draft.core.i else [draft.noun, draft.core]
        if draft.frame.name == "post":  # "named her ambassador to Peru", "... as ambassador to Peru"
            roles = self.parse.children(draft.core, "oprd", "attr")
            named = [draft.core, *self.parse.children(draft.core, "dobj", "nsubjpass")]
            roles.extend(pobj for head in named for pobj in prepositions(self.parse, head, "as"))
            anchors = [*roles, *anchors]
        if step == "object":
            given = draft.frame.name == "give" and draft.noun is None
            return [t for t in self._objects(draft) if not (given and self.tests_aid(t))]
        if step == "subject":
            subject = subject_of(self.parse, draft.top)
            return conjuncts(self.parse, subject) if subject is not None else []
        if step == "recipient":
            return [
                item
                for child in self.parse.children(draft.core, "dative")
                for head in ([child] if child.pos != "ADP" else self.parse.children(child, "pobj"))
                for item in conjuncts(self.parse, head)
            ]
        if step == "disperse":
            return [
                item
                for child in self.parse.children(draft.core, "xcomp", "advcl")
                for item in objects_of(self.parse, self.acts, child)
            ]
        found = []
        objects = self._objects(draft)
        order = (*objects, *anchors) if draft.frame.name in _POSTS else (*anchors, *objects)
        for anchor in order:
            for pobj in prepositions(self.parse, anchor, step):
                if lemma_of(pobj) in self.acts.words["waters"] and step in _WHEREABOUTS:
                    continue
                if pobj.entity not in ("DATE", "TIME") and not pobj.lower.isdigit():
                    found.extend(conjuncts(self.parse, pobj))
            for clause in self.parse.children(anchor, "prep") if step == "into" else ():
                for asked in self.parse.children(clause, "pcomp") if clause.lower == step else ():
                    found.extend(self.parse.children(asked, "nsubj", "nsubjpass"))  # "into how a party paid"
            if found:
                break
        return found

    def _objects(self, draft: Draft) -> list[Token]:
        if draft.frame.middle:
            subject = subject_of(self.parse, draft.top)
            return conjuncts(self.parse, subject) if subject is not None else []
        if draft.frame.name == "from" and is_passive(self.parse, draft.core) and draft.noun is None:
            return []
        if self.is_suffered(draft) and draft.noun is not None:
            return [i for c in self.parse.children(draft.noun, "poss") for i in conjuncts(self.parse, c)]
        if draft.noun is not None:
            found = [p for word in ("of",) for p in prepositions(self.parse, draft.noun, word)]
            if draft.noun.i != draft.core.i and not found:
                found = [draft.noun]
            return [item for head in found for item in conjuncts(self.parse, head)]
        if draft.tail is not None:
            pobj = self.parse.child(draft.tail, "pobj")
            if pobj is not None:
                held = [t for item in conjuncts(self.parse, pobj) for t in through_amounts(self.parse, self.acts, item)]
                return held[1:] if len(held) > 1 and lemma_of(pobj) in self.acts.words["amounts"] else held
        active = not is_passive(self.parse, draft.core) or self.parse.child(draft.core, "nsubjpass") is None
        found = [
            t
            for t in objects_of(self.parse, self.acts, draft.core)
            if (active or t.dep != "dobj")
            and not (t.dep == "conj" and t.pos == "NUM")
            and t.entity != "MONEY"
            and t.plain not in _MONEY
        ]
        amounts = self.acts.words["amounts"]
        plain = [t for t in found if t.plain not in amounts or next(prepositions(self.parse, t, "of"), None) is None]
        return plain or found

    def _deep(self, draft: Draft, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """The nearest name of another country below the act."""
        without = self._asides(draft)
        own = {country_of(actor.code) for actor in sources if has_country(actor.code)} or {self.parties.home}
        own |= {self.parties.home} if own <= {"IGO", "NGO"} else set()
        spans = [actor.span for actor in sources]
        found: list[Actor] = []
        for start in (draft.core, *draft.chain):
            for actor in self.parties.named_within(start, without=without):
                if not any(actor.span.overlaps(span) for span in spans) and actor not in found:
                    found.append(actor)
        return tuple(self.where(actor) for actor in found if self._is_abroad(actor, own))[:1]

    def _is_abroad(self, actor: Actor, own: set[str]) -> bool:
        """Whether who is only named somewhere below an act can be its target: a state or body across a border.

        A town, a countryman or a court in the same clause is more often where, when or why it was done.
        """
        if actor.code == "IGO" or country_of(actor.code) in own or not own - {""}:
            return False
        words = self.parse.tokens_in(actor.span)
        return has_country(self.parties.code_of(actor.text)) or any(
            has_country(self.parties.code_of(word.text)) for word in words if word.pos == "PROPN"
        )

    def _purpose(self, draft: Draft, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """What a protest is for: the object, or what is asked, of "to protest against", "demanding that"."""
        found: list[Actor] = []
        ahead = [
            c
            for start in (draft.top, draft.core, draft.noun)
            if start
            for c in self.parse.children(start, "advcl", "xcomp", "acl")
        ]
        for verb in ahead:
            marked = self.parse.child(verb, "mark") is not None
            if marked or verb.tag not in ("VB", "VBG"):
                continue
            for word in ("against", "at", "over"):
                for pobj in prepositions(self.parse, verb, word):
                    found.extend(self.whose(pobj, sources))
            for item in objects_of(self.parse, self.acts, verb):
                found.extend(self.whose(item, sources))
            for word in ("for", "on", "to"):
                for pobj in prepositions(self.parse, verb, word):
                    found.extend(self.whose(pobj, sources))
            for clause in self.parse.children(verb, "ccomp"):
                found.extend(
                    a for c in self.parse.children(clause, "nsubj", "nsubjpass") for a in self.whose(c, sources)
                )
            found.extend(self.parties.named_within(verb)[:1])
            known = [actor for actor in found if has_country(actor.code)]
            if known:
                return tuple(known[:1])
        return ()

    def _anger(self, draft: Draft, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """ "in anger at the Union's quotas", "in defiance of Beijing"."""
        for pobj in prepositions(self.parse, draft.core, "in"):
            if pobj.pos != "NOUN":
                continue
            for word in ("against", "at", "over", "of", "with"):
                for inner in prepositions(self.parse, pobj, word):
                    made = self.whose(inner, sources)
                    if (
                        any(has_country(actor.code) for actor in made)
                        and lemma_of(pobj) not in self.acts.classes["territory"]
                    ):
                        return made
        return ()

    def _aside(self, draft: Draft, sources: tuple[Actor, ...]) -> tuple[Actor, ...]:
        """Who a condition or circumstance names: "unless Iran ...", "as battles raged in Baghdad"."""
        spans = [actor.span for actor in sources]
        own = {country_of(actor.code) for actor in sources if has_country(actor.code)} or {self.parties.home}
        for verb in (draft.top, *draft.chain, draft.core):
            for child in self.parse.children(verb, "advcl"):
                for actor in self.parties.named_within(child):
                    if not any(actor.span.overlaps(span) for span in spans) and self._is_abroad(actor, own):
                        return (actor,)
        return ()

    def _asides(self, draft: Draft) -> frozenset[int]:
        """Tokens where no target stands: subjects of the act, background clauses, times."""
        found: set[int] = set()
        for verb in (draft.top, draft.core, *draft.chain):
            for child in self.parse.children(verb):
                aside = child.dep == "prep" and child.lower in {"according", *self.acts.words["background"]}
                apart = (
                    aside
                    or child.dep in ("nsubj", "csubj", "npadvmod", "agent", "parataxis")
                    or (child.dep in ("advcl", "conj") and child.i not in draft.taken)
                )
                if (
                    apart
                    and child.i not in draft.taken
                    and child.i != draft.core.i
                    and child.i not in [t.i for t in draft.asked]
                ):
                    found.add(child.i)
        return frozenset(found - {draft.core.i})

    def tests_aid(self, token: Token) -> bool:
        """Whether a noun is what is given rather than who gets it."""
        return lemma_of(token) in self.acts.classes["aid"]


def _unlike(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Both sides of a joint act, each country or party once."""
    seen = [actor.code for actor in first if actor.code]
    return first + tuple(actor for actor in second if actor.code not in seen or not actor.code)


def _distinct(actors: tuple[Actor, ...], without: tuple[Actor, ...] = ()) -> tuple[Actor, ...]:
    """Actors without repeats; a side that is word for word the other side is dropped."""
    taken: list[tuple[Span, str | None]] = [(actor.span, actor.code) for actor in without]
    found: list[Actor] = []
    for actor in actors:
        if (actor.span, actor.code) not in taken:
            taken.append((actor.span, actor.code))
            found.append(actor)
    return tuple(found)
