"""Indirect and mixed speech by syntactic frame: the complement of a verb of saying is what is said."""

from __future__ import annotations

from typing import NamedTuple

from dateline.model import Attitude
from dateline.read.quotes.clauses import find_clause, find_gerund, find_infinitive, find_that_clause
from dateline.read.quotes.content import TIMES, Range, clip, extent, quotes_phrase, shape, trim, without_time
from dateline.read.quotes.cues import Cue, load_cues
from dateline.read.quotes.units import Layout
from dateline.read.text import Token

_NOUN_PREPS = frozenset({"of", "for", "to", "against", "as", "with", "between", "about", "over", "from", "by"})


class Complement(NamedTuple):
    """What a cue's frame holds: its pieces in token positions, the frame and the attitude told."""

    pieces: list[Range]
    frame: str
    attitude: Attitude


def find_complement(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Complement | None:
    """The complement of a verb of saying that follows it in its unit.

    Args:
        layout: The block.
        unit: The unit that the content may not leave.
        verb: The cue.
        cue: Its frames.

    Returns:
        What is said, the frame it fits and the attitude told; ``None`` without a complement.
    """
    if _is_performed(layout, verb):
        return None
    for frame, finder in _FINDERS:
        found = finder(layout, verb) if frame in cue.frames else None
        if found is None:
            continue
        if (reach := trim(layout, shape(layout, verb, clip(found, unit)))) is not None:
            return Complement([reach], frame, cue.frames[frame])
    return _thing_with(layout, unit, verb, cue) or _thing(layout, unit, verb, cue) or _governed(layout, unit, verb, cue)


def _is_performed(layout: Layout, verb: Token) -> bool:
    """Whether a declaration makes something so, as an act, rather than says it: "declared him persona non grata"."""
    lexicon = load_cues()
    if verb.plain not in lexicon.performing:
        return False
    parse = layout.parse
    things = [c for c in parse.children(verb, "dobj", "oprd", "ccomp", "nsubjpass") if parse.child(c, "mark") is None]
    inside = [p for thing in things for prep in parse.children(thing, "prep") for p in parse.children(prep, "pobj")]
    return any(word.lower in lexicon.performed for word in (*things, *inside))


def _thing_with(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Complement | None:
    """Its object with a preposition of the frame, wherever the parser hung that: "accused the mayor of fraud"."""
    parse = layout.parse
    for thing in parse.children(verb, "dobj") if cue.withs else ():
        preps = [p for p in (*parse.children(verb, "prep"), *parse.children(thing, "prep")) if p.i > thing.i > verb.i]
        for prep in preps:
            if prep.lower in cue.withs:
                last = max(extent(layout, thing)[1], extent(layout, prep)[1])
                reach = trim(layout, shape(layout, verb, clip((extent(layout, thing)[0], last), unit)))
                return Complement([reach], "with", cue.frames[f"WITH:{prep.lower}"]) if reach else None
    return None


def _thing(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Complement | None:
    """Its object alone; for some verbs only one with words in quotation marks."""
    found = _object(layout, verb) if "object" in cue.frames or "quotation" in cue.frames else None
    if found is None and "quotation" in cue.frames:
        found = find_infinitive(layout, verb)  # "offered to “help in any way”"
    if found is None:
        return None
    frame = "object" if "object" in cue.frames else "quotation"
    reach = trim(layout, without_time(layout, clip(_grown(layout, verb, found), unit)))
    if reach is None or (frame == "quotation" and not quotes_phrase(layout, reach)):
        return None
    return Complement([reach], frame, cue.frames[frame])


def _governed(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Complement | None:
    """The object of a preposition of the frame: "called for talks"."""
    for prep in layout.parse.children(verb, "prep"):
        found = _inside(layout, prep) if prep.lower in cue.preps and prep.i > verb.i else None
        if found is None:
            continue
        reach = trim(layout, without_time(layout, clip(_grown(layout, verb, found), unit)))
        if reach is not None:
            return Complement([reach], "prep", cue.frames[f"PREP:{prep.lower}"])
    return None


def find_passive(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Complement | None:
    """What a passive verb of saying holds: "was told that", "asked by a reporter about", "was described as".

    Returns:
        As `find_complement`; the pieces are the thing spoken of, if that is part of it, and what is said.
    """
    frames = cue.frames
    for wanted, finder in ((("clause", "hearer"), find_clause), (("demand",), find_infinitive)):
        found = finder(layout, verb) if any(frame in frames for frame in wanted) else None
        if found is None:
            continue
        if (about := trim(layout, shape(layout, verb, clip(found, unit)))) is not None:
            return Complement([about], "passive", frames.get(wanted[0], "speech"))
    return _passive_phrase(layout, unit, verb, cue) or _passive_name(layout, unit, verb, cue)


def _passive_phrase(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Complement | None:
    """ "Was described as a farce", "was asked about the merger"."""
    thing = layout.parse.child(verb, "nsubjpass")
    for prep in layout.parse.children(verb, "prep"):
        likened = prep.lower == "as" and ("as" in cue.frames or "quote" in cue.frames)
        if prep.i < verb.i or not (likened or prep.lower in cue.preps):
            continue
        found = extent(layout, prep) if likened else _inside(layout, prep)
        about = trim(layout, clip(found, unit)) if found else None
        if about is None:
            continue
        if not likened or thing is None:
            return Complement([about], "passive", "speech")
        named = trim(layout, clip(extent(layout, thing), unit))
        return Complement([piece for piece in (named, about) if piece], "passive", cue.frames.get("as", "speech"))
    return None


def _passive_name(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Complement | None:
    """ "Was called “a farce”": only in quotation marks, for what else is called so is a name."""
    for child in layout.parse.children(verb, "oprd") if "predicate" in cue.frames else ():
        about = trim(layout, clip(extent(layout, child), unit))
        if about is not None and any(layout.quote_at(i) >= 0 for i in range(*about)):
            return Complement([about], "passive", cue.frames["predicate"])
    return None


def _demand(layout: Layout, verb: Token) -> Range | None:
    """Somebody to do something: "urged the court to act", "calling on both sides to stop"."""
    parse = layout.parse
    for child in parse.children(verb, "ccomp", "xcomp", "advcl"):
        if child.i < verb.i or child.tag != "VB" or not any(t.tag == "TO" for t in parse.children(child)):
            continue
        start = None
        for other in parse.children(verb, "dobj", "dative", "prep"):
            if verb.i < other.i < child.i:
                start = extent(layout, other)[0] + (other.dep == "prep")
                break
        own = parse.child(child, "nsubj")
        if start is None and own is None:
            continue
        first, last = extent(layout, child)
        return max(min(first, start if start is not None else first), verb.i + 1), last
    return None


def _predicate(layout: Layout, verb: Token) -> Range | None:
    """Something so or so: "called the lines unacceptable"."""
    parse = layout.parse
    for child in parse.children(verb, "ccomp", "oprd", "xcomp"):
        if child.i < verb.i:
            continue
        first, last = extent(layout, child)
        for other in parse.children(verb, "dobj", "nsubj", "dative"):
            if verb.i < other.i < child.i:
                first = min(first, extent(layout, other)[0])
        return max(first, verb.i + 1), last
    objects = [o for o in parse.children(verb, "dobj", "dative") if o.i > verb.i]
    if len(objects) >= 2:
        return extent(layout, objects[0])[0], extent(layout, objects[-1])[1]
    for thing in objects:
        first, last = extent(layout, thing)
        if any(layout.quote_at(i) >= 0 for i in range(first, last)):
            return first, last
        if last < layout.last and layout.quote_at(last) >= 0:
            return first, layout.widen(last, last + 1)[1]
    return None


def _as(layout: Layout, verb: Token) -> Range | None:
    parse = layout.parse
    for prep in parse.children(verb, "prep"):
        if prep.lower != "as" or prep.i < verb.i:
            continue
        first, last = extent(layout, prep)
        for other in parse.children(verb, "dobj", "dative"):
            if verb.i < other.i < prep.i:
                return extent(layout, other)[0], last
        return first, last
    for thing in parse.children(verb, "dobj"):
        if thing.i > verb.i and any(p.lower == "as" and p.i > thing.i for p in parse.children(thing, "prep")):
            return extent(layout, thing)
    return None


def _object(layout: Layout, verb: Token) -> Range | None:
    parse = layout.parse
    things = [o for o in parse.children(verb, "dobj") if o.i > verb.i and o.entity not in TIMES]
    if not things:
        return None
    first, last = extent(layout, things[0])
    for prep in parse.children(verb, "prep"):
        if prep.i >= last and prep.i <= last + 1 and prep.lower in ("of", "for", "to", "against"):
            last = extent(layout, prep)[1]
    return max(first, verb.i + 1), last


def _grown(layout: Layout, verb: Token, reach: Range) -> Range:
    """A noun phrase with what the parser hung on the verb though it follows at once: "reforms to ensure that"."""
    first, last = reach
    for child in layout.parse.children(verb, "prep", "advcl", "xcomp", "acl"):
        if child.i < last:
            continue
        start, end = extent(layout, child)
        if start != last:
            break
        opener = layout.tokens[start]
        if opener.tag == "TO" or (child.dep == "prep" and opener.lower in _NOUN_PREPS):
            last = end
        else:
            break
    return first, last


def _inside(layout: Layout, prep: Token) -> Range | None:
    """What a preposition governs."""
    children = [child for child in layout.parse.children(prep) if child.i > prep.i]
    if not children:
        return None
    return prep.i + 1, max(extent(layout, child)[1] for child in children)


_FINDERS = (
    ("demand", _demand),
    ("predicate", _predicate),
    ("clause", find_clause),
    ("that", find_that_clause),
    ("infinitive", find_infinitive),
    ("gerund", find_gerund),
    ("as", _as),
)
