"""Through whom or what words came: the outlet they were told to, the platform they were put out on, who relays them."""

from __future__ import annotations

from dateline.read.quotes.content import Found
from dateline.read.quotes.cues import CueLexicon
from dateline.read.quotes.speakers import reach_of, span_of
from dateline.read.quotes.units import Layout
from dateline.read.text import Token

_TO = frozenset({"to", "with", "on", "by", "from"})
_WORDS = frozenset({"clause", "that", "predicate", "as", "opening", "quoted_as"})  # rules that give words, not a deed
_OUT = frozenset({"on", "via", "over", "through"})


def find_via(layout: Layout, lexicon: CueLexicon, verb: Token, cue_frames: frozenset[str]) -> str | None:
    """The outlet or platform that a cue names: "told AFP", "posted on X", "said in an interview with the BBC".

    Args:
        layout: The block.
        lexicon: For the names of platforms and the nouns for pieces of speech.
        verb: The cue.
        cue_frames: Its frames; only what is said to a hearer can be said to an outlet.
    """
    parse = layout.parse
    if "hearer" in cue_frames:
        for hearer in parse.children(verb, "dobj", "dative"):
            if _is_outlet(hearer) and layout.quote_at(hearer.i) < 0:
                return name_of(layout, hearer)
    for prep in parse.children(verb, "prep"):
        thing = parse.child(prep, "pobj")
        if thing is None or layout.quote_at(thing.i) >= 0:
            continue
        if prep.lower in _OUT and name_of(layout, thing) in lexicon.platforms:
            return name_of(layout, thing)
        if thing.lemma.lower() in lexicon.vehicles:
            for further in parse.children(thing, "prep"):
                outlet = parse.child(further, "pobj")
                if further.lower in _TO and outlet is not None and _is_outlet(outlet, platforms=lexicon.platforms):
                    return name_of(layout, outlet)
        elif prep.lower == "to" and "hearer" not in cue_frames and thing.entity == "ORG":
            return name_of(layout, thing)
    return None


def _is_outlet(token: Token, *, platforms: frozenset[str] = frozenset()) -> bool:
    return token.pos == "PROPN" and (token.entity in ("ORG", "") or token.text in platforms)


def name_of(layout: Layout, head: Token) -> str:
    """The words of a noun phrase without its article."""
    first, last = reach_of(layout, head)
    while first < head.i and layout.tokens[first].pos == "DET":
        first += 1
    return span_of(layout.parse, (first, last)).of(layout.parse.text).rstrip(".")


def unfold_relay(layout: Layout, lexicon: CueLexicon, outer: Found, inner: Found) -> bool:
    """Give a relayed quote to who said it: "he said it was over, the ministry posted" is his, via the ministry.

    Args:
        layout: The block.
        lexicon: Tells which verbs relay.
        outer: The quote of the relaying verb; changed when the words within are another's.
        inner: A quote whose cue stands in the outer one's content.

    Returns:
        Whether the outer quote was taken for a relay: the inner one stands in its stead.
    """
    verb = layout.tokens[outer.cue]
    cue = lexicon.verbs.get(verb.lemma.lower())
    if outer.rule not in ("tag", "according") or outer.speaker is None:
        return False
    relays = cue is not None and "relay" in cue.frames and outer.rule == "tag"
    if not relays and (outer.speaker.lemma.lower() not in lexicon.outlets or inner.rule not in _WORDS):
        return False
    if inner.speaker is None or inner.speaker.i != _subject_start(layout, outer):
        return False
    inner.via = name_of(layout, outer.speaker)
    return True


def _subject_start(layout: Layout, outer: Found) -> int:
    """The head word of the noun phrase that the content begins with."""
    for token in layout.tokens[outer.first : outer.last]:
        if token.dep == "nsubj" and layout.quote_at(token.i) < 0:
            return token.i
    return -1
