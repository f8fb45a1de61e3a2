"""Whose words they are: the noun phrase on the spot that a cue attributes them to, and through whom they came."""

from __future__ import annotations

from dateline.model import Span
from dateline.read.quotes.units import Layout
from dateline.read.text import Parse, Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})

_LONGEST = 6  # words of a speaker's span: the head with what stands before it
_BEFORE = frozenset(
    {"det", "amod", "compound", "nmod", "poss", "nummod", "case", "predet", "quantmod", "punct", "advmod"}
)
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET"})
_NO_SPEAKER = frozenset({"there", "this", "that", "what", "something", "nothing", "anything"})
_APPOSITION = 16  # words of an apposition between a name and its verb
_MAIN_REACH = 120  # words back to the main verb whose subject a participle shares
_CLIMBED = frozenset({"xcomp", "advcl", "ccomp", "dep", "parataxis", "aux", "acomp", "prep", "pcomp", "pobj"})
_HOPS = 6  # verbs climbed in search of a shared subject


def find_subject(layout: Layout, verb: Token) -> Token | None:
    """The head word of who says it: the verb's subject, or that of the verb it leans on."""
    shared = _main_subject(layout, verb) if verb.tag == "VBG" else None
    return shared if shared is not None else _climb(layout, verb)


def _climb(layout: Layout, verb: Token) -> Token | None:
    """The verb's own subject, or that of the first verb above it which it can share."""
    parse = layout.parse
    here: Token | None = verb
    for _ in range(_HOPS):
        if here is None:
            break
        subject = _own_subject(layout, here)
        if subject is not None:
            return subject
        if here.head == here.i:
            beside = (parse_start(layout, here), here.i)
            return subject_beside(layout, here, beside, after=False) if here.tag in FINITE else None
        above = parse.head(here)
        if here.dep in ("acl", "relcl"):
            return _described(layout, here, above)
        if here.dep == "conj" and above.pos in ("NOUN", "PROPN", "PRON"):
            return above
        if (told := _object_between(layout, above, here)) is not None:
            return told
        here = _next_up(layout, here, above)
    return None


def _next_up(layout: Layout, here: Token, above: Token) -> Token | None:
    """The word whose subject a verb without one may share; ``None`` where its clause stands alone."""
    if here.dep == "ccomp" and here.tag in FINITE:
        return None
    if here.dep == "conj":
        return _same_form(layout, here, above)
    return above if here.dep in _CLIMBED or above.pos == "ADP" else None


def _described(layout: Layout, verb: Token, noun: Token) -> Token | None:
    """The speaker of a clause that describes a noun: "polls showing"; but of "a statement saying" who issued it."""
    if noun.lemma.lower() in layout.vehicles or _is_infinitive(layout, verb):
        owner = find_owner(layout, noun)
        if owner is not None:
            return owner
    return noun if layout.quote_at(noun.i) < 0 else None


def _same_form(layout: Layout, verb: Token, above: Token) -> Token:
    """The verb that a joined one is on a par with: "complained he had attacked her and questioned" joins the first."""
    parse = layout.parse
    if verb.tag in FINITE and above.tag not in FINITE and parse.child(verb, "aux") is None:
        further = parse.head(above)
        if parse.child(above, "aux") is not None and further.tag == verb.tag and above.dep in ("ccomp", "xcomp"):
            return further
    return above


def _is_infinitive(layout: Layout, verb: Token) -> bool:
    return verb.tag == "VB" and any(aux.tag == "TO" for aux in layout.parse.children(verb, "aux"))


def _object_between(layout: Layout, above: Token, verb: Token) -> Token | None:
    """Who is made to speak: "it prompted the mayor to accuse them"."""
    if verb.tag != "VB" or verb.dep not in ("xcomp", "ccomp"):
        return None
    if not _is_infinitive(layout, verb):
        return None
    thing = layout.parse.child(above, "dobj")
    return thing if thing is not None and above.i < thing.i < verb.i and layout.quote_at(thing.i) < 0 else None


def _main_subject(layout: Layout, verb: Token) -> Token | None:
    """The subject that a participle set off by a comma shares: that of the nearest main verb before it."""
    tokens = layout.tokens
    before = tokens[verb.i - 1] if verb.i > layout.first else None
    if before is not None and before.pos == "ADV" and verb.i - 1 > layout.first:
        before = tokens[verb.i - 2]
    if before is None or not (before.text == "," or layout.quote_at(before.i) >= 0):
        return None
    for i in range(verb.i - 1, max(parse_start(layout, verb), verb.i - _MAIN_REACH) - 1, -1):
        token = tokens[i]
        if layout.quote_at(i) >= 0 or token.tag not in ("VBD", "VBZ", "VBP", "MD"):
            continue
        main = layout.parse.head(token) if token.dep in ("aux", "auxpass") else token
        if main.i >= verb.i or main.dep in ("relcl", "ccomp", "acl", "pcomp", "csubj"):
            continue  # a misread auxiliary may lean on the participle itself: going back only, this ends
        return find_subject(layout, main)
    return None


def parse_start(layout: Layout, token: Token) -> int:
    """Where the parser's sentence around *token* begins, within the block."""
    return max(layout.first, layout.parse.sentence_of(token).first)


def _own_subject(layout: Layout, verb: Token) -> Token | None:
    for child in layout.parse.children(verb, "nsubj", "nsubjpass"):
        if layout.quote_at(child.i) < 0 and child.pos != "PUNCT":
            return child
    return None


def find_owner(layout: Layout, vehicle: Token) -> Token | None:
    """Who issued a statement: its possessor, else the subject of the clause it stands in."""
    parse = layout.parse
    owner = parse.child(vehicle, "poss")
    if owner is not None and owner.tag != "PRP$":
        return owner
    for prep in parse.children(vehicle, "prep"):
        if prep.lower in ("by", "from"):
            pobj = parse.child(prep, "pobj")
            if pobj is not None:
                return pobj
    for above in parse.ancestors(vehicle):
        if above.pos in ("VERB", "AUX"):
            subject = _own_subject(layout, above)
            if subject is not None and subject.i != vehicle.i:
                return subject
            return owner if above.dep not in ("xcomp", "conj", "advcl") else find_subject(layout, above)
    return owner


def subject_beside(layout: Layout, verb: Token, unit: tuple[int, int], *, after: bool = True) -> Token | None:
    """The noun phrase right before a verb that the parser gave no subject, or (as in tags) right after it."""
    tokens = layout.tokens
    i = verb.i - 1
    while i >= unit[0] and tokens[i].pos in ("AUX", "ADV", "PART"):
        i -= 1
    if i >= unit[0] and layout.quote_at(i) < 0 and tokens[i].pos in _NOMINAL:
        return tokens[i]
    if i >= unit[0] and tokens[i].text == "," and (named := _before_apposition(layout, unit, i)) is not None:
        return named
    if not after:
        return None
    i = verb.i + 1
    found = None
    while (
        i < unit[1]
        and layout.quote_at(i) < 0
        and tokens[i].pos in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART")
    ):
        if tokens[i].pos in _NOMINAL:
            found = tokens[i]
        i += 1
    return found


def _before_apposition(layout: Layout, unit: tuple[int, int], comma: int) -> Token | None:
    """The name in "Flynn, a retired general, said": what stands before the apposition that *comma* closes."""
    tokens = layout.tokens
    for i in range(comma - 1, max(unit[0], comma - _APPOSITION), -1):
        if layout.quote_at(i) >= 0 or tokens[i].tag in FINITE:
            return None
        if tokens[i].text == ",":
            name = tokens[i - 1]
            return name if name.pos in ("PROPN", "PRON") and layout.quote_at(i - 1) < 0 else None
    return None


def reach_of(layout: Layout, head: Token) -> tuple[int, int]:
    """The tokens of a speaker's phrase: the head, what stands before it and belongs to it; six words at most."""
    parse = layout.parse
    first = head.i
    for child in reversed(parse.children(head)):
        if child.i > head.i or child.dep not in _BEFORE or (child.dep == "compound" and child.tag == "VBD"):
            continue
        if child.dep in ("punct", "advmod") and child.i + 1 != first:
            continue
        left = parse.subtree(child)[0].i
        if (
            any(token.text in (",", "“", '"', ":", "``") for token in layout.tokens[left:first])
            or layout.quote_at(left) >= 0
        ):
            break
        first = min(first, left)
    while first < head.i and layout.tokens[first].pos == "PUNCT":
        first += 1
    last = head.i + 1
    if head.pos == "PROPN":
        while (
            last < layout.last and layout.tokens[last].pos == "PROPN" and layout.tokens[last].head in (head.i, last + 1)
        ):
            last += 1
    elif last < layout.last and layout.tokens[last].pos == "PROPN" and layout.quote_at(last) < 0:
        # "his friend Ann Lee": the parser takes the name for an apposition.
        names = last
        while names < layout.last and layout.tokens[names].pos == "PROPN":
            names += 1
        if any(layout.tokens[k].head == head.i and layout.tokens[k].dep == "appos" for k in range(last, names)):
            last = names
    if last - first > _LONGEST:
        first = last - _LONGEST
        while first < head.i and layout.tokens[first].dep in ("case", "prep", "punct"):
            first += 1
    return first, last


def span_of(parse: Parse, reach: tuple[int, int]) -> Span:
    """The words of a range of tokens, without a possessive ending."""
    first, last = reach
    if last - first > 1 and parse.tokens[last - 1].tag == "POS":
        last -= 1
    return Span(parse.tokens[first].start, parse.tokens[last - 1].end)


def is_speaker(token: Token) -> bool:
    """Whether a subject can speak at all: no expletive, no demonstrative."""
    if token.lower in _NO_SPEAKER:
        return token.tag == "WDT"
    return token.pos in _NOMINAL or token.tag.startswith(("N", "PRP", "WP", "WDT"))


def leans_back(token: Token) -> bool:
    """Whether the word only points to another: who, which, that."""
    return token.tag in ("WP", "WDT", "WP$")


__all__ = ["FINITE", "find_owner", "find_subject", "is_speaker", "leans_back", "reach_of", "span_of", "subject_beside"]
