"""Triggers to drafts of events: base acts under light verbs and alone, and the operators over them."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.read.actors.codes import has_country
from dateline.read.events.acts import Act, Operator
from dateline.read.events.conditions import Conditions
from dateline.read.events.drafts import Draft, draft_of
from dateline.read.events.frames import (
    complement,
    conjuncts,
    is_passive,
    lemma_of,
    objects_of,
    phrase_tail,
    prepositions,
    subject_of,
    tail_words,
)
from dateline.read.text import Token

_DEEPEST = 5  # operators over one act
#: Operators whose noun alone, with its owner, is an act ("Kyiv's request to Seoul"); a plan alone is none.
_ALONE = frozenset({"promise", "request", "refuse", "threaten"})
_ADDRESSED_TO_NOBODY = frozenset({"promise", "plan", "announce-plan", "begin", "stop", "prepare", "decide", "consider"})
_AHEAD = frozenset({"plan", "consider", "decide", "decision", "announce-plan", "prepare"})
_TRANSPARENT = frozenset({"begin", "fail", "deny", "seek"})
_MODES = {
    "CONSULT": "meet",
    "AID": "assist",
    "COOPERATE": "assist",
    "SUPPORT": "assist",
    "RETREAT": "yield",
    "CONCEDE": "yield",
}
COPULAS = frozenset({"be", "become", "remain", "seem", "stand", "declare", "get", "appear"})
_TRYING = frozenset({"try", "attempt", "struggle"})
#: Deeds that are not done while they are only tried; an attack that fails is one.
_UNFINISHED = frozenset(
    {"arrest", "seize", "deport", "release", "free", "abduct", "capture-territory", "extradite", "evacuate", "give-aid"}
)
_THREATS = {"ASSAULT": "violence", "MOBILIZE": "violence", "COERCE": "restrict", "SANCTION": "relations"}


class Triggers(Conditions):
    """Reads drafts off one report's parse."""

    def draft(self, token: Token, depth: int = 0) -> Draft | None:
        """The event that a token evokes, with the operators that stand over other acts in it; ``None`` when none."""
        if depth > _DEEPEST:
            return None
        modifies = token.dep in ("amod", "compound", "nmod") and self.parse.child(token, "nsubj") is None
        if modifies or (token.dep in ("dobj", "pobj", "nsubj", "nsubjpass") and token.tag in ("VBN", "VBD")):
            return None  # "the wounded", "the banned party"
        if token.pos in ("VERB", "AUX") or token.tag.startswith("VB"):
            found = [
                item
                for item in (self._operation(token, depth), self._written(self.base_verb(token), token))
                if item is not None
            ]
            if len(found) == 2 and self._base_wins(found[0], found[1]):
                return found[1]
            return found[0] if found else self._light(token, depth)
        if token.pos in ("NOUN", "PROPN"):
            return self._operator_noun(token, depth) or self._written(self._bare_noun(token), token)
        return None

    def _written(self, draft: Draft | None, word: Token) -> Draft | None:
        """ "The decree recognising them was signed", "the note of recognition": a document's act, done when signed."""
        head = self.parse.head(word)
        of = word.dep == "pobj" and head.lower == "of"
        paper = self.parse.head(head) if of else head
        if draft is None or not (of or (word.dep == "acl" and word.tag == "VBG")):
            return draft
        verb = self.parse.head(paper)
        signed = verb.pos == "VERB" and lemma_of(verb) in self.acts.classes["issue"] and is_passive(self.parse, verb)
        if lemma_of(paper) in self.acts.classes["document"] and paper.dep == "nsubjpass" and signed:
            draft.top, draft.written, draft.mood = verb, True, ""
        return draft

    def _base_wins(self, operated: Draft, base: Draft) -> bool:
        """A verb that is both ("reject the deal", "call for sanctions against"): the closer description wins."""
        return base.over or (operated.base is None and base.type in ("SUPPORT", "PROTEST") and operated.type == "AGREE")

    def _light(self, verb: Token, depth: int) -> Draft | None:
        """ "held talks", "a raid was launched", "renewed its demand that": the noun is the act, the verb its frame."""
        operator = self._carried_operator(verb, depth)
        if operator is not None:
            return operator
        for rest in self.acts.light.get(verb.plain, ()):
            tail = phrase_tail(self.parse, verb, rest)
            if tail is None:
                continue
            objects = objects_of(self.parse, self.acts, verb)
            if tail and tail[-1].pos == "ADP":
                objects = [
                    i for p in self.parse.children(tail[-1], "pobj") for i in conjuncts(self.parse, p)
                ] or objects
            for noun in objects:
                act = self.noun_act(noun)
                if act is not None:
                    return self._under_light(act, verb, noun)
        return None

    def _under_light(self, act: Act, verb: Token, noun: Token) -> Draft:
        draft = draft_of(act, self.acts.frames[act.frame], verb, noun)
        draft.noun, draft.top = noun, verb
        had = lemma_of(verb) == "have" and act.act in self.acts.words["suffered"]
        draft.swapped = had or lemma_of(verb) in self.acts.words["suffer"]
        if lemma_of(verb) == "announce" and act.type in ("PROTEST", "CONSULT", "MOBILIZE"):
            draft.mood = "planned"  # "announced rallies"
        draft.taken.update((verb.i, noun.i))
        return draft

    def _bare_noun(self, noun: Token) -> Draft | None:
        act = self.noun_act(noun)
        if act is None or noun.dep in ("compound", "amod", "nmod"):
            return None
        draft = draft_of(act, self.acts.frames[act.frame], noun, noun)
        draft.noun = noun
        draft.taken.add(noun.i)
        head = self.parse.head(noun)
        goes_on = noun.dep in ("nsubj", "nsubjpass") and lemma_of(head) in self.acts.words["happen"]
        aside = (
            self.parse.head(noun).lower in self.acts.words["background"]
            or self.parse.head(self.parse.head(noun)).lower == "wake"
        )
        links = {child.lower for child in self.parse.children(noun, "prep")}
        told = not aside and (
            (act.type == "ASSAULT" and bool(links & {"by", "of"}))
            or (act.type in ("ACCUSE", "COERCE") and "by" in links)
        )
        draft.mood = "bare" if act.bare != "never" or told or goes_on or self.has_noun_object(act, noun) else "never"
        if act.bare == "dated":
            draft.mood = "dated"
        there = noun.dep == "attr" and self.parse.child(head, "expl") is not None
        if there and any(child.lower == "no" for child in self.parse.children(noun, "det")):
            draft.mood = "denied"  # "there was no attack"
        return draft

    def _operation(self, verb: Token, depth: int) -> Draft | None:
        best: Draft | None = None
        patterns = self.acts.verb_operators.get(verb.plain, ())
        near = tail_words(self.parse, verb) if patterns else frozenset()
        for pattern in patterns:
            if pattern.words and pattern.words[0] not in near:
                continue
            tail = phrase_tail(self.parse, verb, pattern.words)
            if tail is None or (best is not None and not pattern.words):
                continue
            made = self._operate(self.acts.operators[pattern.row], verb, verb, tail, depth)
            if made is not None and (best is None or (made.base is not None and best.base is None) or pattern.words):
                best = made
        if best is None and verb.plain in COPULAS:
            for adjective in self.parse.children(verb, "acomp", "oprd"):
                for pattern in self.acts.adjective_operators.get(lemma_of(adjective), ()):
                    best = best or self._operate(self.acts.operators[pattern.row], adjective, verb, [], depth)
        return best

    def _carried_operator(self, verb: Token, depth: int) -> Draft | None:
        """ "made an offer to", "faces pressure to": the operator is a noun, carried by a verb."""
        for noun in objects_of(self.parse, self.acts, verb) + [
            p for prep in self.parse.children(verb, "prep") for p in self.parse.children(prep, "pobj")
        ]:
            for pattern in self.acts.noun_operators.get(lemma_of(noun), ()):
                carriers = self.acts.operator_carriers[pattern.row].get(lemma_of(verb), ())
                if any(phrase_tail(self.parse, verb, rest) is not None for rest in carriers):
                    made = self._operate(self.acts.operators[pattern.row], noun, verb, [], depth)
                    if made is not None:
                        return made
        return None

    def _operator_noun(self, noun: Token, depth: int) -> Draft | None:
        """ "its refusal to sign": an operator noun with an owner and an act."""
        if noun.dep in ("compound", "amod"):
            return None
        for pattern in self.acts.noun_operators.get(lemma_of(noun), ()):
            made = self._operate(self.acts.operators[pattern.row], noun, noun, [], depth)
            owner = self.parse.child(noun, "poss")
            if made is not None and (
                made.base is not None
                or (made.act in _ALONE and owner is not None and owner.tag != "PRP$" and self.code_at(owner))
            ):
                made.mood = made.mood or "bare"
                return made
        return None

    def _operate(self, operator: Operator, word: Token, top: Token, tail: Sequence[Token], depth: int) -> Draft | None:
        """The event that an operator makes of what stands under it; ``None`` when nothing fit does."""
        comp = self._complement(operator, word, top, tail)
        if comp is None and "name" not in operator.takes:
            return None
        if not self.operator_fits(operator, word, top, comp) or (operator.op == "plan" and self.is_aim(top)):
            return None
        inner = self._inner(comp, depth) if comp is not None and comp.i != top.i else None
        if operator.op in ("rebut", "deny", "refuse") and comp is not None and comp.pos == "NOUN":
            denied = self._denied_report(comp, depth)
            if denied is not None:
                return denied
        if operator.op in _TRANSPARENT:
            return self._pass_through(operator, top, inner)
        kind = self.kind_of(operator, comp, inner)
        if operator.op == "plan" and comp is not None and self.other_subject(comp, top):
            operator, kind = next(item for item in self.acts.operators if item.op == "request"), "REQUEST"
        menaced = operator.op == "warn" and comp is not None and self._is_menace(comp, word)
        against = menaced or (
            operator.op == "warn" and any(c.lower == "against" for c in self.parse.children(word, "prep"))
        )
        unsaid = inner is None and not (operator.alone or against)
        if kind is None or unsaid or self.is_wished(operator, word, inner):
            return None
        made = self._composed(operator, word, top, comp, inner, kind, tail)
        return self._turned(operator, comp, made)

    def _turned(self, operator: Operator, comp: Token | None, made: Draft) -> Draft:
        """ "Ordered the ambassador to leave": the act that a demand amounts to, by who is asked to do what."""
        if comp is None:
            return made
        for turn in self.acts.turns:
            if turn.op != operator.op or lemma_of(comp) not in turn.verbs:
                continue
            if self.holds(turn.asked, made.asked):
                act = self.acts.by_name[turn.act]
                made.type, made.act, made.mode, made.cameo = act.type, act.act, act.mode, act.cameo
                made.base, made.chain = act.type, []
        return made

    def _is_menace(self, comp: Token, word: Token) -> bool:
        """ "It would answer with force, the minister warned Moscow": somebody is told what will be done to him."""
        told = {child.lower for child in self.parse.children(comp, "aux")} & (self.acts.words["future"] | {"would"})
        return bool(told) and any(self.is_kind("*official", token) for token in self.parse.children(word, "dobj"))

    def _complement(self, operator: Operator, word: Token, top: Token, tail: Sequence[Token]) -> Token | None:
        """What an operator acts on, wherever it stands: after it, after its carrier, before "it warned"."""
        if tail and tail[-1].pos in ("ADP", "SCONJ", "PART", "ADV") and self.parse.child(tail[-1], "pobj", "pcomp"):
            return self._after_preposition(operator, word, tail[-1])
        comp = complement(self.parse, word, operator.takes)
        if comp is None and word.i != top.i and top.pos == "VERB":
            comp = complement(self.parse, top, tuple(t for t in operator.takes if t in ("that", "to")))
        if operator.op == "deny" and (comp is None or comp.pos == "NOUN"):
            parts = [t for t in self.parse.children(word, "dobj") if lemma_of(t) in self.acts.words["part"]]
            denied = [
                p
                for t in (*parts, *([word] if parts else []))
                for name in ("in", "for", "of")
                for p in prepositions(self.parse, t, name)
            ]
            comp = denied[0] if denied else comp
        if comp is None and operator.op in ("accuse-that", "warn"):
            comp = next((c for c in self.parse.children(word, "ccomp", "parataxis") if c.i < word.i), None)
        if comp is None and operator.op == "accuse":
            named = [p for o in self.parse.children(word, "dobj") for p in self.parse.children(o, "prep")]
            comp = next((c for p in named if p.lower == "of" for c in self.parse.children(p, "pcomp")), None)
        return comp

    def _denied_report(self, noun: Token, depth: int) -> Draft | None:
        """ "dismissed a report that it had offered asylum": the act, as it is told, denied."""
        for clause in self.parse.children(noun, "acl", "ccomp", "relcl"):
            if self.parse.child(clause, "mark") is not None and clause.tag in ("VBD", "VBN", "VBZ"):
                inner = self.draft(clause, depth + 1)
                if inner is not None:
                    inner.mood = "denied"
                    return inner
        return None

    def _after_preposition(self, operator: Operator, word: Token, anchor: Token) -> Token | None:
        """ "called on Iran to free them": the act under a phrasal operator, or the object of its preposition."""
        found = complement(self.parse, word, tuple(t for t in operator.takes if t in ("to", "that")))
        pobj = self.parse.child(anchor, "pobj", "pcomp")
        if found is None and pobj is not None:
            found = next((c for c in self.parse.children(pobj, "acl", "relcl") if c.tag == "VB"), None) or pobj
        return found

    def _inner(self, comp: Token, depth: int) -> Draft | None:
        inner = self.draft(comp, depth + 1)
        if inner is None:
            for other in self.parse.children(comp, "conj"):
                own = self.parse.child(other, "nsubj", "nsubjpass") is not None
                inner = self.draft(other, depth + 1) if other.pos == comp.pos and not own else None
                if inner is not None:
                    break
        return inner

    def _pass_through(self, operator: Operator, top: Token, inner: Draft | None) -> Draft | None:
        if inner is None:
            return None
        if inner.noun is not None and inner.noun.i == inner.top.i:
            inner.core = top
        own = [c for c in self.parse.children(inner.top, "nsubj", "nsubjpass") if c.tag not in ("PRP", "WDT", "WP")]
        if operator.op != "deny" or not own:
            inner.top = top
        inner.taken.add(top.i)
        if operator.op == "fail":
            inner.mood = "negative"
        elif operator.op == "deny":
            inner.mood = "denied"
        elif operator.op == "seek":
            inner.mood = inner.mood or "planned"
        elif lemma_of(top) in _TRYING and inner.act in _UNFINISHED:
            inner.mood = "hypothetical"  # "tried to arrest him"
        elif inner.mood in ("bare", "never", "dated"):
            inner.mood = ""
        return inner

    def _composed(
        self,
        operator: Operator,
        word: Token,
        top: Token,
        comp: Token | None,
        inner: Draft | None,
        kind: str,
        tail: Sequence[Token],
    ) -> Draft:
        frame = inner.frame if inner is not None else self.acts.frames["act"]
        if operator.op in (
            "request",
            "refuse",
            "threaten",
            "accuse",
            "rebut",
            "pressed",
            "warn",
            "allow",
            "accuse-that",
        ):
            frame = self.acts.frames["act"] if frame.joint or frame.swap or not frame.steps else frame
        act = f"{operator.op}:{inner.act}" if inner is not None else operator.op
        made = Draft(
            kind, inner.core if inner is not None else word, top, word, frame, act, base=inner.type if inner else None
        )
        made.chain = [word, *(inner.chain if inner is not None else [])]
        made.noun = inner.noun if inner is not None else None
        made.tail = inner.tail if inner is not None else None
        if inner is None and tail and self.parse.child(tail[-1], "pobj") is not None:
            made.tail = tail[-1]
        if inner is None and word.pos in ("NOUN", "ADJ"):
            made.core = comp if comp is not None and comp.pos == "VERB" else word
        made.mode = self._mode(kind, inner)
        made.mood = (
            "planned" if kind in ("AGREE", "CONCEDE") and operator.op not in ("accept", "invite", "allow") else ""
        )
        if operator.op in ("plan", "announce-plan", "invite"):
            made.mood = "planned"
        elif operator.op == "consider":
            made.mood = "hypothetical"
        made.taken.update({top.i, word.i}, inner.taken if inner is not None else set())
        if comp is not None:
            made.taken.add(comp.i)
        made.asked = self._asked(operator, word, top, comp, tail)
        if inner is not None and operator.op in _AHEAD:
            made.trigger = inner.trigger  # "plans to reopen", "a decision to recall": the act is what is told
        if operator.op == "pressed":
            self._turn_pressure(made, word, comp)
        if operator.op == "decide" and kind == "AGREE":
            made.mood = "planned"
        if inner is not None and kind == "AGREE" and inner.future and word.lemma.lower() not in ("agree", "accept"):
            made.type = made.future = inner.future
        return made

    def _mode(self, kind: str, inner: Draft | None) -> str:
        if inner is not None and kind == inner.type:
            return inner.mode
        if kind in ("REQUEST", "REJECT"):
            return _MODES.get(inner.type, "change") if inner is not None else ""
        if kind == "THREATEN" and inner is not None:
            return _THREATS.get(inner.type, "")
        if kind == "ACCUSE":
            return "allege"
        return ""

    def _asked(
        self, operator: Operator, word: Token, top: Token, comp: Token | None, tail: Sequence[Token]
    ) -> list[Token]:
        """Who an operator is addressed to: the object, "on X", "to X", or the subject of the demanded clause."""
        if operator.op in _ADDRESSED_TO_NOBODY:
            return []
        if operator.op in ("refuse", "rebut", "accept"):
            nouns = objects_of(self.parse, self.acts, word) if word.pos == "VERB" else []
            return [t for t in nouns if t.pos == "NOUN"] + ([comp] if comp is not None and comp.pos == "NOUN" else [])
        heads: list[Token] = []
        if operator.op in ("request", "accuse", "threaten", "warn", "allow", "invite"):
            if word.pos in ("VERB", "AUX"):
                passive = is_passive(self.parse, word)
                heads.extend(self.parse.children(word, *(("nsubjpass",) if passive else ("dobj", "dative"))))
                if operator.op == "request":  # "seeks help": what is asked for is not who is asked
                    heads = [t for t in heads if comp is None or t.i != comp.i or self.is_somebody(t)]
            heads.extend(pobj for preposition in tail for pobj in self.parse.children(preposition, "pobj"))
        if operator.op in ("request", "threaten", "warn"):
            for anchor in (word, top):
                for name in ("to", "on", "against", "with", "from", "of"):
                    heads.extend(prepositions(self.parse, anchor, name))
        if comp is not None and comp.pos in ("VERB", "AUX"):
            heads.extend(c for c in self.parse.children(comp, "nsubj", "nsubjpass") if c.tag not in ("WDT", "WP"))
        found = [item for head in heads for item in conjuncts(self.parse, head)]
        return [token for token in found if token.entity not in ("DATE", "TIME")]

    def _turn_pressure(self, draft: Draft, word: Token, comp: Token | None) -> None:
        """ "faces pressure from Congress": who presses is the source, who faces it the target."""
        draft.swapped = True
        noun = self.parse.child(word, "dobj") or comp
        draft.asked = [
            i
            for p in (prepositions(self.parse, noun, "from") if noun is not None else ())
            for i in conjuncts(self.parse, p)
        ]
        draft.frame = self.acts.frames["self"]

    def said_duty(self, verb: Token) -> Draft | None:
        """ "Russia said Sudan must return it": a demand by who speaks on who is to act."""
        told = verb.dep in ("ccomp", "acl")
        aux = {child.lower for child in self.parse.children(verb, "aux")} if told else set()
        if not aux & (self.acts.words["duty"] - {"need", "should"}):
            return None
        speech = self.parse.head(verb)
        if lemma_of(speech) not in self.acts.words["speech"]:
            return None
        speaker, subject = subject_of(self.parse, speech), self.parse.child(verb, "nsubj", "nsubjpass")
        if speaker is None or subject is None or subject.tag == "PRP":
            return None
        if not any(has_country(actor.code) for actor in self.parties.actors(subject)):
            return None
        inner = self.draft(verb, 1)
        if inner is None and lemma_of(verb) in self.acts.words["trivial"]:
            return None
        made = Draft(
            "REQUEST", verb, speech, verb, self.acts.frames["act"], "request", base=inner.type if inner else None
        )
        made.mode = self._mode("REQUEST", inner)
        made.asked = conjuncts(self.parse, subject)
        made.chain = [verb]
        made.taken.update({verb.i}, inner.taken if inner is not None else set())
        return made
