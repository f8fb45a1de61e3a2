"""Doubt: what is told in words of politics or war and is no act: play, mishaps, what was stopped or wished.

A coder of general news errs most where a word of politics or war is used of something else. What cannot be told from
such a use is left out: a missing event can be found in the report, a false one stands in the record.
"""

from __future__ import annotations

from dateline.model import Actor
from dateline.read.actors import names_state
from dateline.read.actors.codes import sector_of_actor
from dateline.read.events.accidents import AccidentReader
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import is_passive, lemma_of, objects_of, subject_of
from dateline.read.events.triggers import Triggers
from dateline.read.text import Parse, Token

_SPORT = 5  # different words of sport that make a report one of sport, where people attack and defend in play
_MOSTLY_SPORT = 0.012  # and their share of all its words
_LEADS = 4  # sentences, headline and all, that tell what a report is about
_LEGAL = frozenset({"arrest", "charge", "convict", "release", "fine", "investigate"})
_POWERS = frozenset({"GOV", "LEG", "MIL", "REB", "OPP", "SPY"})


class Doubt:
    """Doubts the acts of one report."""

    def __init__(self, parse: Parse, triggers: Triggers, reader: AccidentReader) -> None:
        self.parse, self.triggers, self.reader = parse, triggers, reader
        self.acts, self.parties = triggers.acts, triggers.parties
        words = self.acts.classes["sports"]
        sports = [token for token in parse.tokens if token.lower in words or token.plain in words]
        self.is_sport = len({lemma_of(token) for token in sports}) >= _SPORT
        self.is_mostly_sport = self.is_sport and len(sports) >= _MOSTLY_SPORT * len(parse.tokens)
        self.is_disaster = self._tells_disaster()

    def _tells_disaster(self) -> bool:
        """Whether the first sentences tell a quake, a crash or the like, and no word of violence is among them."""
        words = {token.plain for sentence in self.parse.sentences[:_LEADS] for token in self.parse.words(sentence)}
        weapons = self.acts.classes["blast"] - {"fire", "strike", "war", "riot"}
        violent = weapons | self.reader.accidents.words["willed"] | self.acts.classes["violence"]
        return bool(words & self.acts.classes["mishap"]) and not words & violent

    def is_play(self, draft: Draft, sources: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
        """Whether an act is one of a game or a show: athletes attack, rebels do not; but the police arrest both."""
        cast = (*sources, *targets)
        if self.is_mostly_sport and draft.act not in _LEGAL:
            return not any(self._is_power(actor) for actor in cast)
        return self.is_sport and not all((actor.code or "")[3:] for actor in cast)

    def _is_power(self, actor: Actor) -> bool:
        """A state by its name, or an office or force by its word: "the captain" of a team is no soldier."""
        words = self.parse.tokens_in(actor.span)
        office = any(lemma_of(word) in self.acts.classes["office"] for word in words)
        one = any(word.entity == "NORP" and word.tag in ("NN", "NNP") for word in words[-1:])  # "the Brit"
        return (names_state(actor.text) and not one) or (office and sector_of_actor(actor) in _POWERS)

    def is_figure(self, draft: Draft, sources: tuple[Actor, ...]) -> bool:
        """ "Bombarded by consternation", a site "hit" by an exploit, shots that nobody fired: no violence."""
        if draft.type != "ASSAULT":
            return False
        words = self.parse.words(self.parse.sentence_of(draft.core)) if draft.act == "attack" else ()
        if any(token.plain in self.acts.words["online"] for token in words):
            return True
        owner = self.parse.child(draft.noun, "poss") if draft.noun is not None else None
        if draft.act == "capture-territory" and owner is not None and owner.tag == "PRP$":
            return True  # "their capture" is of people
        agents = [p for c in self.parse.children(draft.core, "agent") for p in self.parse.children(c, "pobj")]
        return bool(agents) and not sources and all(self._is_abstract(token) for token in agents)

    def _is_abstract(self, token: Token) -> bool:
        """Whether what something was done by is neither somebody nor a weapon."""
        things = ("weapons", "blast", "fighters", "forces", "people", "human", "accident", "violence")
        known = any(lemma_of(token) in self.acts.classes[name] for name in things)
        return token.pos == "NOUN" and not known and self.parties.entity_at(token) is None

    def is_mishap(self, draft: Draft) -> bool:
        """Deaths that nobody is said to have willed: told of a crash, or in the passive without a weapon or attack."""
        core = draft.core
        if draft.act == "arson" and draft.core.pos == "NOUN":
            return self._is_unexplained(draft)
        hunted = {"accident"} & {lemma_of(t) for t in self.parse.words(self.parse.sentence_of(core))}
        if draft.act == "kill" and hunted:
            return True  # shot "in a hunting accident"
        if draft.type != "ASSAULT" or core.lemma.lower() not in self.acts.classes["harm"] | {"destroy"}:
            return False
        words = self.parse.words(self.parse.sentence_of(core))
        lemmas = {lemma_of(token) for token in words if token.pos != "VERB"}  # a ship "struck" a bridge: no strike
        armed = bool(lemmas & (self.acts.classes["blast"] - {"fire"} | self.acts.classes["violence"]))
        subject = subject_of(self.parse, core)
        thing = (
            subject is not None and subject.lower in ("it", "that", "which") and not self.parties.code_of(subject.text)
        )
        if not armed and (self.is_disaster or thing or lemmas & self.acts.classes["mishap"]):
            return True
        if core.lemma.lower() == "destroy":
            return self._is_unexplained(draft)
        blamed = [subject]
        for prep in self.parse.children(core, "agent", "prep"):
            blamed.extend(self.parse.children(prep, "pobj") if prep.lower in ("by", "in") else [])
        told = self.reader.is_told_in(core) or any(t is not None and self.reader.is_mishap(t) for t in blamed)
        return told or self._is_unblamed(core, subject, lemmas)

    def _is_unexplained(self, draft: Draft) -> bool:
        """ "Four villages were destroyed": by nobody, and neither told of arson nor of violence around it."""
        agent = self.parse.child(draft.core, "agent")
        if draft.core.pos == "VERB" and (agent is not None or not is_passive(self.parse, draft.core)):
            return False
        at = draft.core.sentence
        near = {lemma_of(t) for s in self.parse.sentences[max(at - 1, 0) : at + 1] for t in self.parse.words(s)}
        violent = self.acts.classes["blast"] - {"fire"} | self.acts.classes["violence"] | self.acts.words["burning"]
        return not near & violent

    def _is_unblamed(self, core: Token, subject: Token | None, lemmas: set[str]) -> bool:
        """Whether a verb of harm names neither a doer nor a weapon."""
        if not is_passive(self.parse, core):
            return subject is None and bool(lemmas & self.acts.classes["accident"])
        if self.parse.child(core, "agent") is not None:
            agents = {lemma_of(p) for a in self.parse.children(core, "agent") for p in self.parse.children(a, "pobj")}
            return bool(agents & self.acts.classes["accident"]) and not agents & self.acts.classes["blast"]
        victims = {lemma_of(token) for token in objects_of(self.parse, self.acts, core)}
        harmed = bool(victims & (self.acts.classes["forces"] | self.acts.classes["fighters"] - {"officer", "group"}))
        return bool(lemmas & self.acts.classes["accident"]) or not (
            harmed or lemmas & (self.acts.classes["blast"] - {"fire"})
        )

    def is_thwarted(self, draft: Draft) -> bool:
        """ "Foiled an attack", "prevented pirates from boarding", "calls for the release": it did not happen."""
        words = self.acts.words
        token = draft.noun if draft.noun is not None and draft.noun.i == draft.top.i else draft.top
        if token.dep == "conj" and self.parse.head(token).dep in ("pcomp", "pobj") and token.tag == "VBG":
            token = self.parse.head(token)
        head = self.parse.head(token)
        if token.dep in ("dobj", "nsubjpass") and lemma_of(head) in words["thwart"]:
            return True
        if token.dep not in ("pobj", "pcomp"):
            return False
        above = self.parse.head(head)
        if head.lower == "to" and above.lower == "leading" and lemma_of(self.parse.head(above)) in words["tip"]:
            return True
        such = (
            head.lower == "as" and self.parse.tokens[max(head.i - 1, 0)].lower == "such"
        )  # "demands such as the release"
        if such or (head.lower == "from" and lemma_of(above) in words["thwart"]):
            return True
        if head.lower in ("of", "for") and lemma_of(above) in words["undone_of"]:
            return True
        return head.lower == "for" and lemma_of(above) in words["wished"]
