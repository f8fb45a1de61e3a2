"""Clauses that a verb of saying takes: with or without "that", infinitives, gerunds; some the parser lost."""

from __future__ import annotations

from dateline.read.quotes.content import FINITE, TIMES, Range, extent
from dateline.read.quotes.units import Layout
from dateline.read.text import Token

_THAT_REACH = 9  # words between a verb of saying and its "that"
_BACKSHIFTED = frozenset({"would", "could", "should"})
_BROKEN_OFF = frozenset({"VBD", "VBZ", "VBP", "MD", "VBN"})
_STARTS = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "VERB"})


def find_clause(layout: Layout, verb: Token) -> Range | None:
    """A finite or question clause after its verb, from "that" or its first word to its end."""
    parse = layout.parse
    that = _that_after(layout, verb)
    for child in parse.children(verb, "ccomp", "advcl", "xcomp", "acl"):
        if child.i < verb.i or _describes_hearer(layout, child):
            continue
        if child.dep != "ccomp" and not _is_content_clause(layout, verb, child):
            continue
        first, last = extent(layout, child)
        first = max(first, verb.i + 1)
        if that is not None and first > that:
            first = that
        last = _joined(layout, verb, last)
        if last < parse.sentence_of(verb).last and layout.tokens[last].tag in _BROKEN_OFF and layout.quote_at(last) < 0:
            last = parse.sentence_of(verb).last  # the parser lost the clause's verb
        return first, last
    if that is not None:
        return that, parse.sentence_of(verb).last
    return _bare_clause(layout, verb)


def find_that_clause(layout: Layout, verb: Token) -> Range | None:
    """Such a clause when "that" or "whether" opens it."""
    found = find_clause(layout, verb)
    return found if found is not None and layout.tokens[found[0]].lower in ("that", "whether") else None


def _bare_clause(layout: Layout, verb: Token) -> Range | None:
    """What follows a verb that takes nothing but clauses, where the parser saw none: "said seeing it was a joy"."""
    cue = layout.verbs[verb.lemma.lower()]
    if "object" in cue.frames or "hearer" in cue.frames or verb.tag not in FINITE or "quote" not in cue.frames:
        return None
    if any(thing.entity not in TIMES for thing in layout.parse.children(verb, "dobj")):
        return None  # "recalled its envoy after shots were fired"
    sentence = layout.parse.sentence_of(verb)
    tokens, last = layout.tokens, sentence.last
    if verb.i == sentence.first:
        return None  # "Said Ellis: …"
    i = verb.i + 1
    while i < last and (tokens[i].entity in TIMES or tokens[i].lower == "on"):
        i += 1
    if i >= last or tokens[i].pos not in _STARTS or tokens[i].tag in ("IN", "TO", "WDT", "WP", "CC"):
        return None
    return (i, last) if any(tokens[j].tag in FINITE for j in range(i + 1, last)) else None


def _that_after(layout: Layout, verb: Token) -> int | None:
    """The "that" or "whether" that opens a verb's clause: past its hearer and a time at most."""
    tokens = layout.tokens
    for i in range(verb.i + 1, min(verb.i + _THAT_REACH, layout.last)):
        token = tokens[i]
        if layout.quote_at(i) >= 0 or token.pos in ("VERB", "AUX", "PUNCT") or token.tag == "CC":
            return None
        if token.lower in ("that", "whether") and token.tag in ("IN", "WDT"):
            plain = i == verb.i + 1 or tokens[i - 1].pos != "NOUN" or tokens[i - 1].entity in TIMES
            return i if plain or token.tag == "IN" else None
    return None


def _describes_hearer(layout: Layout, child: Token) -> bool:
    """A clause that only describes who is told: "tells voters who wonder"."""
    first = layout.parse.subtree(child)[0]
    return first.tag == "WP" and first.lower == "who" and layout.tokens[first.i - 1].pos in ("NOUN", "PROPN", "PRON")


def _is_content_clause(layout: Layout, verb: Token, child: Token) -> bool:
    """A clause that the parser took for an adverbial but that "that" or "whether" opens right after the verb."""
    mark = layout.parse.child(child, "mark")
    if mark is None or mark.lower not in ("that", "whether"):
        return False
    return child.dep != "acl" or mark.i == verb.i + 1


def _joined(layout: Layout, verb: Token, last: int) -> int:
    """The end of a further clause that the parser hung elsewhere: ", and that it would go on", "or would resign"."""
    tokens, end = layout.tokens, layout.parse.sentence_of(verb).last
    i = last + 1 if last < end and tokens[last].text == "," else last
    if i + 1 >= end or tokens[i].tag != "CC" or layout.quote_at(i) >= 0:
        return last
    if tokens[i + 1].lower == "that" and tokens[i + 1].tag == "IN":
        return end
    goes_on = False
    for token in tokens[i + 1 : end]:
        quoted = layout.quote_at(token.i) >= 0
        goes_on = goes_on or quoted or token.lower in _BACKSHIFTED
        if not quoted and token.pos == "VERB" and token.lemma.lower() in layout.verbs:
            return last
    return end if goes_on else last


def find_infinitive(layout: Layout, verb: Token) -> Range | None:
    """A to-infinitive of the verb's own subject: "vowed to fight"."""
    for child in layout.parse.children(verb, "xcomp"):
        if child.i > verb.i and child.tag == "VB":
            first, last = extent(layout, child)
            return max(first, verb.i + 1), last
    return None


def find_gerund(layout: Layout, verb: Token) -> Range | None:
    """An -ing clause of the verb's own subject: "denied taking it"."""
    for child in layout.parse.children(verb, "xcomp", "ccomp"):
        if child.i > verb.i and child.tag == "VBG":
            return extent(layout, child)
    return None
