"""Content in token positions: what belongs to a quote's content, and what only stands beside it."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Attitude
from dateline.read.quotes.units import DASHES, Layout
from dateline.read.text import Token

Range = tuple[int, int]
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
TIMES = frozenset({"DATE", "TIME"})
_TIME_WORDS = frozenset({"in", "on", "at", "the", "early", "late", "last", "this", "next", "earlier"})
_LEADING = frozenset({"quote", "as", "predicate"})
_CUTS = frozenset({",", "”", "''", '"', "’"})
_EDGE = frozenset(",;:.-–—()[]")
_JOINT_REACH = 20  # words back from a second speaker to the "and" that joins what he says
_WHERE = frozenset({"in", "on", "at", "during", "via"})
_NEAR_THING = 4  # words from the preposition to the piece of speech: "in a new video"
_ASIDE_REACH = 80  # words back in which the aside that a cue stands in was opened


@dataclass(slots=True)
class Found:
    """A quote in the making, in token positions: its cue, pieces of content and the speaker's head word."""

    cue: int
    pieces: list[Range]
    rule: str
    unit: int
    attitude: Attitude = "speech"
    speaker: Token | None = None
    via: str | None = None
    cue_last: int = 0
    whole: bool = False  # nothing but quotation

    @property
    def cue_reach(self) -> Range:
        """The tokens of the cue."""
        return self.cue, max(self.cue_last, self.cue + 1)

    @property
    def first(self) -> int:
        """Where the content begins."""
        return self.pieces[0][0]

    @property
    def last(self) -> int:
        """Where the content ends."""
        return self.pieces[-1][1]


def extent(layout: Layout, token: Token) -> Range:
    """First to last token below *token*, grown so as to cut no quotation."""
    below = layout.parse.subtree(token)
    return layout.widen(below[0].i, below[-1].i + 1)


def trim(layout: Layout, reach: Range) -> Range | None:
    """The range without stops and dashes at its ends; ``None`` when no word is left."""
    first, last = reach
    tokens = layout.tokens
    while first < last and tokens[first].text in _EDGE and layout.quote_at(first) < 0:
        first += 1
    while (
        last > first
        and (tokens[last - 1].text in _EDGE or tokens[last - 1].text in "?!")
        and layout.quote_at(last - 1) < 0
    ):
        last -= 1
    if first >= last or not any(token.text[:1].isalnum() for token in tokens[first:last]):
        return None
    return first, last


def clip(reach: Range, unit: Range) -> Range:
    """The part of a range that lies in a unit."""
    return max(reach[0], unit[0]), min(reach[1], unit[1])


def quotes_phrase(layout: Layout, reach: Range) -> bool:
    """Whether two quoted words or more stand in the range: one alone is a scare quote or a title."""
    quoted = [i for i in range(*reach) if layout.quote_at(i) >= 0 and layout.tokens[i].text[:1].isalnum()]
    return len(quoted) >= 2


def without_time(layout: Layout, reach: Range) -> Range:
    """The range without a time at its end, which is that of the act, not of what is said."""
    first, last = reach
    tokens = layout.tokens
    start = last
    while start > first + 1 and (tokens[start - 1].entity in TIMES or tokens[start - 1].lower in _TIME_WORDS):
        start -= 1
        if layout.quote_at(start) >= 0:
            return reach
    if start == last or not any(token.entity in TIMES for token in tokens[start:last]):
        return reach
    if start - 1 > first and tokens[start - 1].pos == "ADP" and layout.quote_at(start - 1) < 0:
        start -= 1
    return first, start


def shape(layout: Layout, verb: Token, reach: Range) -> Range:
    """The complement without what the parser hung on it by mistake.

    Cut are a second cue of the same speaker (", adding that"), a verb joined to the cue rather than to the complement
    ("vowed to stay and praised her") and the reporter's own aside at the end (", which came on Friday").
    """
    tokens, parse = layout.tokens, layout.parse
    first, last = reach
    finite = verb.tag in FINITE or any(aux.tag in FINITE for aux in parse.children(verb, "aux"))
    closing = _closing(layout, verb)
    for i in range(first + 1, last):
        token = tokens[i]
        if layout.quote_at(i) >= 0:
            continue
        if before_aside(layout, i, last):
            return first, i
        if token.text in closing or (token.text in DASHES and layout.quote_at(i - 1) >= 0):
            return first, i
        before = tokens[i - 1]
        if token.tag == "VBG" and before.text in _CUTS and _is_cue(layout, token):
            return first, i
        if token.tag == verb.tag and token.tag in FINITE and (end := _other_says(layout, first, token)) is not None:
            return first, end
        if token.dep == "conj" and token.tag in FINITE and finite and before.i > first:
            above = parse.head(token)
            bare = not parse.children(token, "nsubj", "nsubjpass", "aux", "auxpass", "expl")
            if bare and above.i >= first and _joins_cue(layout, token, above, verb):
                return first, _before_conjunction(layout, first, i)
    return first, _without_aside(layout, (first, last))


def before_aside(layout: Layout, i: int, last: int) -> bool:
    """Whether the comma at *i* leads to where it was said (", in a video ...") or who else did (", as he alleged")."""
    tokens, parse = layout.tokens, layout.parse
    if tokens[i].text != "," or i + 1 >= last:
        return False
    opener = tokens[i + 1]
    if opener.lower == "as":
        verb = parse.head(opener)
        subject = parse.child(verb, "nsubj")
        if opener.dep != "mark" or not _is_cue(layout, verb) or subject is None or subject.pos == "PRON":
            return False
        return parse.child(verb, "ccomp", "dobj", "xcomp") is None
    thing = parse.child(opener, "pobj") if opener.lower in _WHERE and opener.pos == "ADP" else None
    if thing is None or thing.lemma.lower() not in layout.vehicles:
        return False
    if thing.i - opener.i > _NEAR_THING or tokens[opener.i + 1].lower not in ("a", "an"):
        return False
    return parse.subtree(opener)[-1].i >= last - 2


def _other_says(layout: Layout, first: int, token: Token) -> int | None:
    """Where somebody else's speech begins: "..., while the mayor said"."""
    cue = layout.verbs.get(token.lemma.lower())
    if cue is None or "quote" not in cue.frames or "clause" not in cue.frames:
        return None
    subject = layout.parse.child(token, "nsubj")
    if subject is None or subject.pos == "PRON" or subject.i > token.i:
        return None
    start = layout.parse.subtree(subject)[0].i
    joint = layout.tokens[start - 1]
    if joint.text == "," and token.dep == "conj":
        # "..., and when pressed, the mayor said": from the conjunction on.
        for i in range(start - 1, max(first, start - _JOINT_REACH), -1):
            if layout.tokens[i].tag == "CC" and layout.tokens[i].head == token.head and layout.quote_at(i) < 0:
                return i
    if start - 1 <= first or joint.lower not in ("and", "but", "while", "as") or layout.quote_at(joint.i) >= 0:
        return None
    return joint.i


def _closing(layout: Layout, verb: Token) -> tuple[str, ...]:
    """The mark that ends the aside which a cue stands in: " - she said it was - " or "(she said it was)"."""
    start = max(layout.parse.sentence_of(verb).first, verb.i - _ASIDE_REACH)
    before = [token.text for token in layout.tokens[start : verb.i]]
    if before.count("(") > before.count(")"):
        return (")",)
    return next(
        ((dash,) for dash in ("-", "–", "—", "--") if before.count(dash) % 2 and _is_spaced(layout, verb, dash)), ()
    )


def _is_spaced(layout: Layout, verb: Token, dash: str) -> bool:
    """Whether the last such dash before the verb parts clauses, rather than joining a word."""
    for i in range(verb.i - 1, max(layout.parse.sentence_of(verb).first, verb.i - _ASIDE_REACH), -1):
        token = layout.tokens[i]
        if token.text == dash:
            return dash == "—" or layout.tokens[i - 1].end < token.start
    return False


def _joins_cue(layout: Layout, token: Token, above: Token, verb: Token) -> bool:
    """Whether a joined verb goes with the cue: it matches the cue's form and not that of the verb above it."""
    if above.tag not in FINITE:
        return bool(layout.parse.children(above, "aux", "auxpass")) or above.tag in ("VB", "VBG")
    return token.tag == verb.tag != above.tag or (_is_cue(layout, token) and token.tag == verb.tag)


def _is_cue(layout: Layout, token: Token) -> bool:
    cue = layout.verbs.get(token.lemma.lower())
    return cue is not None and not _LEADING.isdisjoint(cue.frames)


def _before_conjunction(layout: Layout, first: int, i: int) -> int:
    at = i - 1
    while at > first and i - at < 4 and layout.tokens[at].tag != "CC":
        at -= 1
    return at if layout.tokens[at].tag == "CC" else i


def _without_aside(layout: Layout, reach: Range) -> int:
    """Where the range ends without a last ", which ..." of the reporter's own."""
    first, last = reach
    tokens = layout.tokens
    for i in range(first + 2, last - 2):
        if tokens[i].tag not in ("WDT", "WP", "WP$") or tokens[i - 1].text != "," or layout.quote_at(i) >= 0:
            continue
        if any(layout.quote_at(j) >= 0 for j in range(i, last)):
            return last
        if tokens[i].tag == "WDT" and all(token.text != "," for token in tokens[i:last]):
            return i
        verb = layout.parse.head(tokens[i])
        if verb.dep != "relcl":
            verb = layout.parse.head(verb)
        if verb.dep == "relcl" and layout.parse.subtree(verb)[-1].i >= last - 2:
            return i
    return last
