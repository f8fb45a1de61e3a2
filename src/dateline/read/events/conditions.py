"""When an operator's words stand over an act: whom they address, and what may not stand beside them."""

from __future__ import annotations

from dateline.read.events.acts import COOPERATIVE, YIELDING, Operator
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import lemma_of, objects_of, prepositions, subject_of
from dateline.read.events.matching import Matcher
from dateline.read.text import Token

_OWN_WILL = frozenset({"promise", "plan", "decide", "decision"})  # "decided not to attend"
_WISHES = frozenset({"want", "wish", "hope", "like", "expect", "mean"})
_WORDS = frozenset({"express-support", "praise", "apologise", "condemn", "voice-concern"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "PROTEST"})


class Conditions(Matcher):
    """Holds the operators of the lexicon against one report's parse."""

    def is_wished(self, operator: Operator, word: Token, inner: Draft | None) -> bool:
        """ "Wanted to kill a guard", "to thank the jury": wished, not threatened or planned."""
        wish = operator.op == "plan" and inner is not None and lemma_of(word) in _WISHES
        return wish and inner is not None and (inner.type in _HOSTILE or inner.act in _WORDS)

    def kind_of(self, operator: Operator, comp: Token | None, inner: Draft | None) -> str | None:
        """The PLOVER type of an operator over an act; "decided not to attend" refuses it."""
        against = operator.op in _OWN_WILL and comp is not None and comp.pos == "VERB" and self.parse.child(comp, "neg")
        if against:
            return "REJECT" if inner is not None and inner.type in COOPERATIVE | YIELDING else "AGREE"
        return self.acts.compose(operator.op, inner.type if inner is not None else None)

    def operator_fits(self, operator: Operator, word: Token, top: Token, comp: Token | None) -> bool:
        """Whether what stands beside an operator and under it is what its row asks for."""
        objects = objects_of(self.parse, self.acts, word) if word.pos != "NOUN" else []
        if comp is not None and comp.pos in ("NOUN", "PROPN"):
            objects = [*objects, comp]
        subject = subject_of(self.parse, top) if operator.subjects_not else None
        named = any(self.is_kind("*actor", token) for token in objects)
        clause = comp is not None and comp.dep in ("ccomp", "acl")
        if operator.op == "request" and (self._is_naming(word, comp) or self._is_particled(word)):
            return False
        light = operator.op in ("request", "plan") and comp is not None
        trivial = light and comp is not None and lemma_of(comp) in self.acts.words["trivial"]
        barred = (
            (trivial and not named)
            or (operator.op == "request" and clause and comp is not None and not self._is_wish(comp))
            or (operator.objects and not self.holds(operator.objects, objects))
            or self.holds(operator.objects_not, objects)
            or (subject is not None and self.holds(operator.subjects_not, (subject,)))
        )
        if barred:
            return False
        if operator.op == "allow":
            inside = [p for token in objects for p in prepositions(self.parse, token, "of")]
            human = any(self.is_human(token, "") or self.noun_act(token) is not None for token in objects)
            return named or human or any(self.is_kind("*actor", token) for token in inside)
        if comp is None:
            return named and operator.op in ("request", "accuse", "invite", "warn")
        return True

    def _is_particled(self, word: Token) -> bool:
        """ "Pushed out", "in order to": no demand."""
        after = self.parse.tokens[word.i + 1].text if word.i + 1 < len(self.parse.tokens) else ""
        if word.lemma == "ask" and after == ":":
            return True  # 'asks: "Somebody in the ministry?"'
        ordered = word.pos == "NOUN" and word.lemma == "order" and self.parse.head(word).lower == "in"
        return ordered or (word.lemma in ("push", "press") and self.parse.child(word, "prt") is not None)

    def _is_naming(self, word: Token, comp: Token | None) -> bool:
        """ "Called the bailout critical for all of Europe": what is called so is no demand."""
        things = [t for t in self.parse.children(word, "dobj", "nsubj") if t.i > word.i]
        named = self.parse.child(word, "oprd", "acomp", "ccomp", "attr")
        return word.lemma == "call" and bool(things or named) and comp is not None and comp.pos != "VERB"

    def other_subject(self, comp: Token, top: Token) -> bool:
        """ "wants Iran to leave": somebody else is to act."""
        subject = self.parse.child(comp, "nsubj")
        return subject is not None and subject.tag not in ("WDT", "WP") and lemma_of(top) in ("want", "wish", "like")

    def is_aim(self, verb: Token) -> bool:
        """ "The only hope is to close the border", "expects markets to fall": nobody plans it."""
        subject = self.parse.child(verb, "nsubj")
        aim = lemma_of(verb) == "be" and subject is not None and lemma_of(subject) in self.acts.words["aim"]
        comp = self.parse.child(verb, "ccomp", "xcomp")
        own = comp is not None and self.parse.child(comp, "nsubj") is not None
        return aim or (lemma_of(verb) == "expect" and own)

    def _is_wish(self, comp: Token) -> bool:
        """ "demanded that Israel ease": a subjunctive, an infinitive or a duty, not a statement."""
        aux = {child.lower for child in self.parse.children(comp, "aux")}
        if any(child.tag in ("WP", "WRB", "WDT") for child in self.parse.children(comp)):
            return False  # a question
        return (comp.tag in ("VB", "VBP") and "do" not in aux) or bool(aux & {"to", *self.acts.words["duty"]})

    def is_somebody(self, token: Token) -> bool:
        """Whether a noun can be asked for something: people, an office, a group; not help."""
        code = self.code_at(token)
        known = any(lemma_of(token) in self.acts.classes[name] for name in ("people", "fighters", "forces", "office"))
        return known or self.is_human(token, code) or self.is_actor(token, code) or self.is_kind("*official", token)
