"""Private acts: procedure of offices, talk between people and shows of firms, told in the words of politics."""

from __future__ import annotations

from dateline.model import Actor
from dateline.read.actors.codes import country_of, has_country, sector_of, sector_of_actor
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import lemma_of, objects_of
from dateline.read.events.triggers import Triggers
from dateline.read.text import Parse, Token

_Cast = tuple[Actor, ...]
_POLITICAL = frozenset({"GOV", "LEG", "MIL", "REB", "OPP", "PTY", "SPY", ""})
_ALONE = frozenset({"request", "promise", "refuse", "announce-plan"})  # operators over an act that is not known
_QUESTIONS = frozenset({"WP", "WRB", "WDT"})
_BOUND = frozenset({"will", "would", "should", "must", "to"})
#: Sectors that do no such thing as a power would, by act or type.
_NOT_OF = {
    "MOBILIZE": frozenset({"BUS", "MED", "NGO", "EDU"}),
    "THREATEN": frozenset({"MED", "COP", "CRM", "CVL", "BUS"}),
    "apologise": frozenset({"BUS", "CVL"}),
    "ban": frozenset({"BUS", "CVL"}),
    "allow": frozenset({"BUS", "CVL", "COP", "JUD"}),
    "accept-result": frozenset({"BUS", "CVL"}),
    "leave-agreement": frozenset({"BUS", "CVL", "JUD", "COP"}),
    "give-aid": frozenset({"COP", "BUS", "CVL", "HLH"}),
    "invade": frozenset({"CVL", "EDU", "LAB"}),
    "capture-territory": frozenset({"CVL", "EDU", "LAB"}),
    "release": frozenset({"BUS", "MED"}),
    "withdraw-mission": frozenset({"COP", "CVL", "BUS", "HLH"}),
}
_KNOWN = frozenset({"THREATEN", "apologise"})  # and whose doer must be coded


class Private:
    """Tells private acts of one report from those of states, offices and groups."""

    def __init__(self, parse: Parse, triggers: Triggers) -> None:
        self.parse, self.triggers = parse, triggers
        self.acts, self.parties = triggers.acts, triggers.parties

    def is_procedure(self, draft: Draft, sources: _Cast, targets: _Cast) -> bool:
        """What offices do all day: decline to comment, ask for witnesses, plan a trip; and what they are only asked."""
        op = draft.act.split(":")[0]
        if op not in _ALONE or draft.base not in (None, "REQUEST"):
            return False
        word = draft.chain[0] if draft.chain else draft.core
        comp = self.parse.child(word, "xcomp", "ccomp")
        if word.lemma in ("want", "wish", "expect", "like") and not targets:
            return True
        asked = comp is not None and op != "refuse" and self._is_question(comp)
        if asked or self._is_asked(draft.top) or (word.lemma == "agree" and self._is_opinion(word)):
            return True
        if op == "refuse":
            return comp is not None and self._is_telling(comp)
        if op == "request":
            return self._is_errand(sources, targets)
        return self._is_own_plan(sources, targets) if op == "announce-plan" else self._is_sale(word, sources, targets)

    def _is_telling(self, verb: Token) -> bool:
        """ "Declined to comment"."""
        words = self.acts.words
        return lemma_of(verb) in words["trivial"] | words["speech"] | words["telling"]

    def _is_errand(self, sources: _Cast, targets: _Cast) -> bool:
        """ "Police asked witnesses to call", "reporters asked": nobody of power asks or is asked."""
        by_media = any(sector_of_actor(actor) == "MED" for actor in sources)
        return by_media or not any(self._is_political(actor) for actor in (*sources, *targets))

    def _is_own_plan(self, sources: _Cast, targets: _Cast) -> bool:
        """A plan for oneself: it touches no other country."""
        own = {country_of(actor.code) for actor in sources}
        return not any(has_country(a.code) and country_of(a.code) not in own for a in targets)

    def _is_sale(self, word: Token, sources: _Cast, targets: _Cast) -> bool:
        """ "Offers a wealth of benefits", "a reward"; or a promise of nobody in power."""
        wares = word.lemma == "offer" and any(self._is_ware(t) for t in self.parse.children(word, "dobj"))
        powers = any(self._is_political(actor) for actor in sources or targets)
        return not powers or (wares and self._is_own_plan(sources, targets))

    def _is_ware(self, token: Token) -> bool:
        """What is offered that is neither help, troops, talks nor a pact: a reward, a view, "a wealth of benefits"."""
        goods = ("aid", "forces", "arms", "talks", "pact", "relations")
        return token.pos == "NOUN" and not any(lemma_of(token) in self.acts.classes[name] for name in goods)

    def _is_political(self, actor: Actor) -> bool:
        """A state, a party, a power; not a person of whom only the country is known."""
        if not actor.code or sector_of_actor(actor) not in _POLITICAL:
            return False
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return len(actor.code) > 3 or token is None or token.entity != "PERSON"

    def _is_opinion(self, word: Token) -> bool:
        """ "All agreed it would be costly": what is agreed is no promise of theirs."""
        clause = self.parse.child(word, "ccomp")
        if clause is None:
            return False
        subject = self.parse.child(clause, "nsubj", "nsubjpass", "expl")
        bound = {child.lower for child in self.parse.children(clause, "aux")} & _BOUND
        many = any(c.tag in ("NNS", "NNPS", "DT") for c in self.parse.children(word, "nsubj"))
        return not bound or (many and subject is not None and subject.lower in ("it", "there", "that"))

    def _is_question(self, verb: Token) -> bool:
        """ "Asked if he understood", "how much it is prepared to spend"."""
        marks = {child.lower for child in self.parse.children(verb, "mark")}
        return bool(marks & {"if", "whether"}) or self._is_asked(verb)

    def _is_asked(self, verb: Token) -> bool:
        """Whether a question word, or a relative that is not its subject, stands before a verb in its clause."""
        if verb.dep == "pcomp":  # "a dispute about what standards it is willing to use"
            return any(token.tag in _QUESTIONS for token in self.parse.tokens[verb.head : verb.i])
        if verb.dep == "relcl":
            subject = self.parse.child(verb, "nsubj", "nsubjpass")
            return subject is not None and subject.tag not in ("WDT", "WP")
        before = [c for c in self.parse.children(verb, "dobj", "advmod", "attr", "prep") if c.i < verb.i]
        return any(token.tag in _QUESTIONS for c in before for token in (c, *self.parse.children(c)))

    def is_private(self, draft: Draft, sources: _Cast, targets: _Cast) -> bool:
        """Help, meetings and apologies between people, and what firms do for show: no acts of states or groups."""
        sectors = {sector_of_actor(actor) for actor in sources}
        paid = draft.type == "AID" and bool(targets) and all(sector_of_actor(a) == "BUS" for a in targets)
        unfit = paid or self._is_business(draft, sources) or self._is_interview(draft, sources, targets)
        for name in (draft.type, draft.act):
            unknown = name in _KNOWN and not any(actor.code for actor in sources)
            unfit = unfit or (name in _NOT_OF and bool(sources) and (unknown or sectors <= _NOT_OF[name]))
        if unfit:
            return True
        if draft.act == "visit" and draft.type == "CONSULT":
            return not any(self._is_political(actor) for actor in sources) or not self._is_abroad(sources, targets)
        if draft.type in ("AID", "COOPERATE"):
            return any(actor.code is None or sector_of_actor(actor) in ("CVL", "BUS") for actor in sources)
        if draft.act in ("release", "plan:release"):
            persons = {token.entity for a in sources for token in self.parse.tokens_in(a.span)} & {"PERSON"}
            unknown = bool(sources) and not persons and all(map(self._is_unknown, sources))  # a maker of software
            return unknown or ((draft.type == "RETREAT" or ":" in draft.act) and self._is_freed_thing(draft))
        return (
            self._is_no_protest(draft, sources, targets)
            if draft.type == "PROTEST"
            else self._is_bare(draft, sources, targets)
        )

    def _is_business(self, draft: Draft, sources: _Cast) -> bool:
        """A firm that breaks with a customer, or somebody of whom nothing is known that stops deliveries."""
        cut = draft.type == "SANCTION" and draft.mode != "convict" and bool(sources)
        return cut and all(sector_of_actor(a) in ("BUS", "CVL") or self._is_unknown(a) for a in sources)

    def _is_unknown(self, actor: Actor) -> bool:
        """A name that nothing is known of; "most countries" are known well enough."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return not actor.code and token is not None and token.pos == "PROPN"

    def _is_interview(self, draft: Draft, sources: _Cast, targets: _Cast) -> bool:
        """ "Spoke with a German channel", an officer who spoke with a mother: talk to the press or on patrol."""
        sectors = {sector_of_actor(actor) for actor in (*sources, *targets)}
        talk = draft.act in ("talk", "meet", "talks", "phone")
        return talk and ("MED" in sectors or sectors == {"COP", "CVL"})

    def _is_abroad(self, sources: _Cast, targets: _Cast) -> bool:
        """Whether the two sides are of two countries, as far as anything is told."""
        own = {country_of(actor.code) for actor in sources if has_country(actor.code)}
        other = {country_of(actor.code) for actor in targets if has_country(actor.code)}
        return not own or not other or bool(other - own)

    def _is_bare(self, draft: Draft, sources: _Cast, targets: _Cast) -> bool:
        """Acts that are private unless more is told of them: a trip to nobody, a ban by nobody, a firm's takeover."""
        if draft.act == "sign-agreement" and draft.type == "SUPPORT":
            return any(actor.code is None for actor in sources)
        if draft.type == "AGREE":
            return draft.act.endswith((":visit", ":meet", ":talks")) and not targets and len(sources) < 2
        if draft.act in ("ban", "censor", "list", "stop-aid"):
            return not sources and all(sector_of_actor(actor) in ("CVL", "BUS", "MIL", "") for actor in targets)
        return draft.act == "seize-power" and any(self._is_firm(actor) for actor in sources)

    def _is_firm(self, actor: Actor) -> bool:
        """A business, or a named body of which only the country is known."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        named = token is not None and token.entity in ("ORG", "PERSON", "PRODUCT")
        return sector_of_actor(actor) == "BUS" or (len(actor.code or "") == 3 and named)

    def _is_freed_thing(self, draft: Draft) -> bool:
        """Patients, software and films are released too; a country is not."""
        at = draft.core.sentence
        words = [t for s in self.parse.sentences[max(at - 1, 0) : at + 1] for t in self.parse.words(s)]
        if {lemma_of(token) for token in words} & self.acts.words["ward"]:
            return True
        if draft.noun is not None and draft.noun.i == draft.top.i:
            return False
        heads = [token for token in objects_of(self.parse, self.acts, draft.core) if token.tag != "PRP"]
        return bool(heads) and not any(self._is_free_born(token) for token in heads)

    def _is_free_born(self, token: Token) -> bool:
        entity = self.parties.entity_at(token)
        if entity is not None and entity.type == "PERSON":
            return True
        code = self.triggers.code_at(token)
        plain = self.triggers.is_human(token, code) or lemma_of(token) in self.acts.classes["job"]
        return plain and sector_of(code) != "BUS"

    def _is_no_protest(self, draft: Draft, sources: _Cast, targets: _Cast) -> bool:
        """People who gather, wave or stop without a word of protest around them, or an office before them."""
        if draft.act == "strike" and draft.noun is None:
            alone = len(sources) == 1 and self._is_one(sources[0])
            return not sources or alone or draft.core.lemma.lower() == "stop"
        return self._is_crowd(draft) and not any(sector_of_actor(actor) in _POLITICAL - {""} for actor in targets)

    def _is_one(self, actor: Actor) -> bool:
        """ "She never walked out": one person alone is not on strike."""
        token = self.parse.token_at(max(actor.span.end - 1, actor.span.start))
        return token is not None and (token.lower in ("he", "she") or token.entity == "PERSON")

    def _is_crowd(self, draft: Draft) -> bool:
        """People who gather, wave or stop without a word of protest around them."""
        if draft.act not in ("protest", "burn-symbol") or draft.core.lemma.lower() not in self.acts.words["gathering"]:
            return False
        at = draft.core.sentence
        near = [t for s in self.parse.sentences[max(at - 1, 0) : at + 2] for t in self.parse.words(s)]
        return not any(lemma_of(t) in self.acts.classes["gathering"] | self.acts.words["protesting"] for t in near)
