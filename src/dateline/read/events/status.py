"""How a report tells an act: done, planned, denied, alleged, history or only thought of.

A plain future changes the PLOVER type as an operator does ("will visit" is AGREE, "will not admit" REJECT), so the
verb group is read here once for both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dateline.model import Polarity, Status
from dateline.read.events.acts import COOPERATIVE, YIELDING, Acts
from dateline.read.events.dates import LONG_AGO
from dateline.read.events.drafts import Draft
from dateline.read.events.frames import lemma_of
from dateline.read.text import Parse, Token

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d\Z")
_PAST = frozenset({"VBD", "VBN"})
#: Hostile acts that a plain future turns into a threat; sanctions and troop movements stay what they are.
_MENACING = frozenset({"ASSAULT", "COERCE", "PROTEST"})
_SPOKEN = frozenset({"AGREE", "REQUEST", "REJECT", "THREATEN", "ACCUSE"})


@dataclass(frozen=True, slots=True)
class Mood:
    """What the words around a verb make of it."""

    future: bool = False
    possible: bool = False
    negative: bool = False
    conditional: bool = False
    alleged: bool = False
    background: bool = False
    perfect_past: bool = False
    lasting: bool = False  # in the present perfect: "the students who have taken to the streets"


def read_mood(parse: Parse, acts: Acts, draft: Draft) -> Mood:
    """Read the verb group of a draft's outermost verb and the clauses above it."""
    verbs = [draft.top]
    if (
        draft.core.i != draft.top.i and not draft.chain
    ):  # "refused to": under an operator only the refusal's mood counts
        verbs.append(draft.core)
    future = possible = negative = past_perfect = False
    for verb in verbs:
        aux = _auxiliaries(parse, verb)
        future |= bool(aux & acts.words["future"]) or _is_going_to(parse, verb)
        would = "would" in aux or "'d" in aux
        reported = would and _is_reported(parse, acts, verb)
        future |= would
        possible |= bool(aux & (acts.words["possible"] | acts.words["duty"])) and not reported
        negative |= _is_negated(parse, acts, verb)
        past_perfect |= "had" in aux
    future |= is_headline_infinitive(parse, draft.top)
    conditional = alleged = background = aside = False
    for verb, above in _clauses(parse, draft):
        marks = {child.lower for child in parse.children(verb, "mark", "advmod", "prep")}
        conditional |= verb.dep in ("advcl", "ccomp", "pcomp") and bool(marks & acts.words["condition"])
        conditional |= any(child.lower == "like" for child in parse.children(verb, "mark"))  # "it's like he shot us"
        background |= _is_background(parse, acts, verb)
        # "accused them of failing as rioters rampaged": told, not alleged
        aside = aside or (verb.dep in ("advcl", "relcl") and not _is_participle(parse, verb))
        first = verb.i == draft.top.i or (parse.tokens[draft.top.i].head == verb.i and draft.top.dep == "conj")
        alleged |= not aside and above is not None and _is_claimed(parse, acts, verb, above, first=first)
        possible |= not aside and not draft.chain and above is not None and _is_made_possible(parse, acts, verb, above)
    if future and not negative:
        own = [c for verb in verbs for c in parse.children(verb, "advcl")]
        conditional |= any(
            {c.lower for c in parse.children(o, "mark", "advmod", "aux")} & acts.words["condition"] for o in own
        )
    together = [parse.head(v) for v in verbs if v.dep == "conj" and parse.child(v, "nsubj", "nsubjpass") is None]
    together += [parse.head(v) for v in verbs if _is_participle(parse, v)]  # "allegedly shot three, killing two"
    alleged |= any(
        child.lower in acts.words["alleged"]
        for token in (draft.top, draft.core, *together, *([draft.noun] if draft.noun is not None else []))
        for child in parse.children(token, "advmod", "amod")
    )
    negative |= any(
        child.lower == "no" for word in draft.chain if word.pos == "NOUN" for child in parse.children(word, "det")
    )
    if draft.noun is None and draft.top.pos == "NOUN":
        conditional |= bool({child.lower for child in parse.children(draft.top, "det", "amod")} & acts.words["doubt"])
    if draft.noun is not None:
        dets = {child.lower for child in parse.children(draft.noun, "det", "amod")}
        negative |= "no" in dets
        if draft.noun.i == draft.top.i:
            conditional |= bool(dets & acts.words["doubt"])
        year = any(_YEAR.match(c.text) for c in parse.children(draft.noun, "nummod", "compound", "amod", "nmod"))
        background |= year or bool(dets & acts.words["bygone"])  # "the 1967 slayings", "three prior convictions"
    lasting = bool(_auxiliaries(parse, draft.top) & {"has", "have"})
    return Mood(future, possible, negative, conditional, alleged, background, past_perfect, lasting)


def _is_claimed(parse: Parse, acts: Acts, verb: Token, above: Token, *, first: bool) -> bool:
    """ "Accused of hacking", "on trial for killing", "on charges he killed", "charged with the murder of"."""
    head = _past_preposition(parse, above)
    claims = acts.words["claim"]
    own = verb.dep != "ccomp" or (above.i < verb.i and parse.child(above, "dobj", "nsubjpass") is None)
    if verb.dep in ("ccomp", "xcomp", "pcomp") and lemma_of(head) in claims and own:
        return True
    if not first:
        return False  # "charged over the killing": only what the charge itself says is alleged
    if verb.dep in ("acl", "relcl", "ccomp", "pcomp") and lemma_of(head) in acts.words["claimed"]:
        return verb.dep != "relcl" or parse.child(verb, "nsubj") is not None
    if verb.dep == "pcomp" and above.lower == "for":  # "went on trial for killing"
        return any(
            lemma_of(p) in acts.words["claimed"]
            for c in parse.children(head, "prep")
            for p in parse.children(c, "pobj")
        )
    told_as = above.lower in ("with", "of") and verb.pos == "NOUN" and verb.dep == "pobj"
    return told_as and lemma_of(head) in claims and head.pos == "VERB"


def _is_made_possible(parse: Parse, acts: Acts, verb: Token, above: Token) -> bool:
    """ "Could allow hackers to steal", "recommended that he be executed"."""
    if _is_wished(acts, verb, above):
        return True
    if verb.dep == "ccomp" and lemma_of(above) in acts.words["unsure"]:
        governor = above if above.pos == "VERB" else parse.head(above)
        return lemma_of(above).startswith("un") or _is_negated(parse, acts, governor) or _is_negated(parse, acts, above)
    adjective = parse.child(above, "acomp")
    if verb.dep == "ccomp" and adjective is not None and lemma_of(adjective) in acts.words["unsure"]:
        return lemma_of(adjective).startswith("un") or _is_negated(parse, acts, above)
    under = verb.dep in ("xcomp", "ccomp") and above.pos == "VERB" and lemma_of(above) not in acts.words["speech"]
    if under and _auxiliaries(parse, above) & acts.words["possible"] - {"would"}:
        return True
    passive = parse.child(verb, "auxpass")
    bare = passive is not None and passive.lower == "be" and not parse.children(verb, "aux")
    return bare and verb.dep in ("ccomp", "acl")


def _is_wished(acts: Acts, verb: Token, above: Token) -> bool:
    """ "Hopes that they met", "needed to be stopped", "expects them to sign"."""
    lemma = lemma_of(above)
    if verb.dep == "xcomp":
        return lemma in acts.words["needing"]
    return verb.dep == "ccomp" and (
        lemma in acts.words["wishing"] or (verb.tag == "VB" and lemma in acts.words["expecting"])
    )


def _past_preposition(parse: Parse, token: Token) -> Token:
    """What a preposition hangs on: "charged with hacking"."""
    return parse.head(token) if token.dep == "prep" else token


def _auxiliaries(parse: Parse, verb: Token) -> set[str]:
    found = {child.lower for child in parse.children(verb, "aux")}
    head = parse.head(verb)
    shared = verb.dep == "conj" and head.i != verb.i and parse.child(verb, "nsubj", "nsubjpass") is None
    if shared and verb.tag in ("VB", "VBN") and head.tag in ("VB", "VBN", verb.tag):
        found |= {child.lower for child in parse.children(head, "aux")}
    if _is_participle(parse, verb) and not found and head.pos in ("VERB", "AUX"):
        found |= {child.lower for child in parse.children(head, "aux")} - {"had"}
    return found


def _is_participle(parse: Parse, verb: Token) -> bool:
    """ "Will attack the port, killing many": told as the verb above it is told."""
    return verb.dep == "advcl" and verb.tag == "VBG" and parse.child(verb, "nsubj", "nsubjpass") is None


def _is_going_to(parse: Parse, verb: Token) -> bool:
    head = parse.head(verb)
    return verb.dep == "xcomp" and head.lower == "going" and any(c.lemma == "be" for c in parse.children(head, "aux"))


def _is_reported(parse: Parse, acts: Acts, verb: Token) -> bool:
    """ "said it would": a future seen from when it was said."""
    if verb.dep in ("ccomp", "acl", "conj", "parataxis"):
        head = parse.head(verb)
        if lemma_of(head) in acts.words["speech"] or verb.dep == "acl":
            return True
        if verb.dep == "conj":
            return _is_reported(parse, acts, head)
    said = [c for c in parse.children(verb, "ccomp", "parataxis", "advcl") if lemma_of(c) in acts.words["speech"]]
    return bool(said)


def _is_negated(parse: Parse, acts: Acts, verb: Token) -> bool:
    if any(
        child.dep == "neg" or child.lower in ("never", "neither")
        for child in parse.children(verb, "neg", "advmod", "preconj")
    ):
        return True
    for subject in parse.children(verb, "nsubj", "nsubjpass"):
        if subject.lower in acts.words["negative"] or any(c.lower == "no" for c in parse.children(subject, "det")):
            return True
    head = parse.head(verb)
    if verb.dep == "conj" and verb.i != head.i and not parse.child(verb, "nsubj", "nsubjpass"):
        between = {parse.tokens[i].lower for i in head.children if i < verb.i}
        own = parse.child(verb, "aux", "auxpass") is not None
        return _is_negated(parse, acts, head) and "but" not in between and not own
    return False


def is_headline_infinitive(parse: Parse, verb: Token) -> bool:
    """ "Envoy to meet rebels": a headline's future."""
    head = parse.head(verb)
    alone = verb.dep == "ROOT" or (
        verb.dep in ("acl", "relcl") and head.dep == "ROOT" and head.pos in ("NOUN", "PROPN")
    )
    return alone and verb.tag == "VB" and any(c.lower == "to" for c in parse.children(verb, "aux"))


def _clauses(parse: Parse, draft: Draft) -> list[tuple[Token, Token | None]]:
    """The clause heads over a draft up to the root, each with what it depends on."""
    found: list[tuple[Token, Token | None]] = []
    token = draft.top
    for _ in range(20):
        head = parse.head(token)
        found.append((token, head if head.i != token.i else None))
        if head.i == token.i:
            break
        token = head
    return found


def _is_background(parse: Parse, acts: Acts, token: Token) -> bool:
    """Whether a clause or event noun only sets the scene: "after", "since", "following", a relative in the past."""
    if token.dep == "advcl":
        marks = {child.lower for child in parse.children(token, "mark", "advmod")}
        return bool(marks & acts.words["background"]) and not marks & {"as", "while", "although", "though"}
    if token.dep in ("relcl", "acl"):
        return token.tag in _PAST and parse.head(token).dep not in ("attr", "ROOT")
    if token.dep == "pcomp" and parse.head(token).lower in ("for", "of"):
        return parse.head(parse.head(token)).pos == "VERB"
    if token.dep in ("pobj", "pcomp"):
        preposition = parse.head(token)
        return preposition.lower in acts.words["background"] and preposition.lower != "as"
    return False


def retype(draft: Draft, mood: Mood) -> str | None:
    """The PLOVER type once mood is told; ``None`` where an act only said not to happen is no event of any type."""
    kind = draft.type
    if kind in _SPOKEN or draft.mood in ("bare", "dated", "never"):
        return kind
    if mood.future and mood.negative:
        return "REJECT" if kind in COOPERATIVE | YIELDING else "AGREE"
    if mood.future or (draft.mood == "planned" and draft.chain):
        if draft.future:
            return draft.future
        if kind in COOPERATIVE or kind in YIELDING:
            return "RETREAT" if draft.mode == "resign" else "AGREE"
        if kind in _MENACING:
            return "THREATEN"
    return kind


def read_status(draft: Draft, mood: Mood, kind: str, age: int | None) -> tuple[Status, Polarity]:
    """The status and polarity of an event.

    Args:
        draft: The act as it was read.
        mood: Its verb group and clauses.
        kind: Its PLOVER type by `retype`.
        age: Days from the end of its date to the publication, when both are known.
    """
    negative = (mood.negative or draft.mood == "negative") and not (mood.future and kind == "REJECT")
    if draft.mood == "denied":
        return "denied", "positive"
    if negative:
        return _time_of(draft, mood, age), "negative"
    if mood.conditional or mood.possible or draft.mood == "hypothetical":
        return "hypothetical", "positive"
    if mood.alleged or draft.mood == "alleged":
        return "alleged", "positive"
    return _time_of(draft, mood, age), "positive"


def _time_of(draft: Draft, mood: Mood, age: int | None) -> Status:
    if (mood.future or draft.mood == "planned") and draft.type != "REJECT":
        return "planned"
    if (mood.background and not mood.lasting and (age is None or age > 6)) or (age is not None and age > LONG_AGO):
        return "historical"
    return "happened"
