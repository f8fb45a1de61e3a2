"""The quotes of one unit: every cue in it, tried in the frames that its lemma allows."""

from __future__ import annotations

from dateline.read.quotes.content import Found, Range, extent, trim
from dateline.read.quotes.cues import Cue, CueLexicon
from dateline.read.quotes.speakers import FINITE, find_owner, find_subject, is_speaker, subject_beside
from dateline.read.quotes.speech import Complement, find_complement, find_passive
from dateline.read.quotes.tags import end_of_run, find_tag, host_of_as, opening_content, tagged_content
from dateline.read.quotes.units import DASHES, Layout
from dateline.read.quotes.via import find_via, name_of, unfold_relay
from dateline.read.text import Token

_LOOSE = frozenset({"object", "infinitive", "prep"})
_SHORT_NAME = 6  # words before the colon of "Mayor Ana Ruiz: “…”"
_SIGNATURE = 10  # words after the dash of a signed quotation
_PLAIN = frozenset({"the", "its", "their"})  # "condemned the decision": a deed, not its words
_VERBAL = frozenset({"VERB", "AUX"})


def read_unit(layout: Layout, lexicon: CueLexicon, number: int) -> list[Found]:
    """Every attribution in a unit, nested and overlapping ones among them, in the order of their cues."""
    unit = layout.units[number]
    found: list[Found] = []
    floor = unit[0]
    for i in range(*unit):
        if layout.quote_at(i) >= 0:
            continue
        token = layout.tokens[i]
        item = None
        if token.lower == "according" and i + 1 < unit[1] and layout.tokens[i + 1].lower == "to":
            item = _according(layout, unit, token)
        elif token.pos in _VERBAL and (cue := lexicon.verbs.get(token.lemma.lower())):
            item = _verb(layout, unit, token, cue, floor)
            if item is not None and item.via is None and item.rule != "prep":
                item.via = find_via(layout, lexicon, token, frozenset(cue.frames))
        elif token.pos == "NOUN" and (cue := lexicon.nouns.get(token.lemma.lower())):
            item = _noun(layout, unit, token, cue)
        if item is not None:
            item.unit = number
            found.append(item)
            if item.rule == "tag":
                floor = max(floor, item.last, item.cue + 1)
    relays = [
        o for o in found for i in found if i.cue != o.cue and _within(o, i) and unfold_relay(layout, lexicon, o, i)
    ]
    return [item for item in found if item not in relays]


def _within(outer: Found, inner: Found) -> bool:
    return any(first <= inner.cue < last for first, last in outer.pieces)


def _verb(layout: Layout, unit: Range, verb: Token, cue: Cue, floor: int) -> Found | None:
    parse = layout.parse
    if "relay" in cue.frames and (quoted := _quoted_as(layout, unit, verb, floor)) is not None:
        return quoted
    passive = parse.child(verb, "auxpass", "nsubjpass") is not None and not _is_perfect(layout, verb, cue)
    # "Asked whether ..., she said": a bare participle of telling is passive too.
    asked = verb.tag == "VBN" and verb.dep == "advcl" and "hearer" in cue.frames
    if passive or (asked and parse.child(verb, "aux", "nsubj") is None):
        return _passive(layout, unit, verb, cue)
    subject = find_subject(layout, verb)
    if subject is None and verb.tag in FINITE:
        subject = subject_beside(layout, verb, unit, after=verb.i == unit[0])
    if subject is not None and not is_speaker(subject):
        subject = None
    if "quote" in cue.frames or "clause" in cue.frames:
        tag = find_tag(layout, unit, verb, subject)
        pieces = tagged_content(layout, unit, tag, floor) if tag else None
        if tag and pieces:
            return Found(verb.i, pieces, "tag", 0, cue.frames.get("quote", "speech"), tag.subject)
    return _active(layout, unit, verb, cue, floor, subject) if subject is not None else None


def _active(layout: Layout, unit: Range, verb: Token, cue: Cue, floor: int, subject: Token) -> Found | None:
    """What a verb leads to: its complement, or the quotation that it opens."""
    if "clause" in cue.frames and (host := host_of_as(layout, unit, verb, subject)) is not None:
        return Found(verb.i, [host], "as_clause", 0, "speech", subject)
    got = find_complement(layout, unit, verb, cue)
    opening = opening_content(layout, unit, verb, floor) if "quote" in cue.frames else None
    if opening and (got is None or (got.frame != "clause" and got.pieces[0][1] <= opening[0])):
        got = Complement([opening], "opening", "speech")
    if got is None:
        return None
    if got.frame == "predicate" and verb.tag == "VBN" and layout.parse.child(verb, "aux") is None:
        return None  # "a firm called Acme": a name, not an opinion
    reach = absorb(layout, unit, got.pieces[0])
    if got.frame in _LOOSE and _is_slight(layout, verb, reach, got.frame):
        return None
    return Found(verb.i, [reach], got.frame, 0, got.attitude, subject)


def _is_slight(layout: Layout, verb: Token, reach: Range, frame: str) -> bool:
    """A bare pronoun or "the plan", or the object of a mere description ("suits alleging fraud"), without marks."""
    if any(layout.quote_at(i) >= 0 for i in range(*reach)):
        return False
    first, size = layout.tokens[reach[0]], reach[1] - reach[0]
    if verb.dep in ("relcl", "acl") or (size == 1 and first.pos == "PRON"):
        return True
    # "A note confirming the deal": the parser may hang the participle on the verb.
    described = verb.tag == "VBG" and verb.i > layout.first and layout.tokens[verb.i - 1].pos in ("NOUN", "PROPN")
    return frame == "object" and (described or (size == 2 and first.lower in _PLAIN))


def absorb(layout: Layout, unit: Range, reach: Range) -> Range:
    """The content with the quotations after it in its unit that no other cue leads to: “a” in the “b”."""
    first, last = reach
    number = layout.next_quote(last)
    while number is not None and number < len(layout.reach) and layout.reach[number][0] < unit[1]:
        start, end = layout.reach[number]
        number += 1
        for token in layout.tokens[last:start]:
            cue = layout.verbs.get(token.lemma.lower()) if token.pos == "VERB" else None
            if cue is not None and ("quote" in cue.frames or "predicate" in cue.frames or "as" in cue.frames):
                return first, last
            if token.dep in ("nsubj", "nsubjpass") and token.tag not in ("WDT", "WP"):
                mark = layout.parse.child(layout.parse.head(token), "mark")
                if mark is None or not last <= mark.i:
                    return first, last
        last = end
    return first, last


def _is_perfect(layout: Layout, verb: Token, cue: Cue) -> bool:
    """Whether "he's said" stands for "has said": a person with a clause, which the parser takes for a passive."""
    helper, subject = layout.parse.child(verb, "auxpass"), layout.parse.child(verb, "nsubjpass")
    if helper is None or subject is None or helper.lower not in ("'s", "’s") or subject.pos not in ("PRON", "PROPN"):
        return False
    return "clause" in cue.frames and subject.lower != "it" and layout.parse.child(verb, "ccomp") is not None


def _passive(layout: Layout, unit: Range, verb: Token, cue: Cue) -> Found | None:
    """ "Was asked whether", "was described as", "was quoted as saying", "it was announced that"."""
    got = find_passive(layout, unit, verb, cue)
    if got is None:
        return None
    return Found(verb.i, got.pieces, got.frame, 0, got.attitude, _agent(layout, verb))


def _quoted_as(layout: Layout, unit: Range, verb: Token, floor: int) -> Found | None:
    """ "The ministry quoted him as saying": his words, through the ministry; also "he was quoted as saying by"."""
    parse = layout.parse
    said = None
    for prep in parse.children(verb, "prep"):
        if (
            prep.lower == "as"
            and (clause := parse.child(prep, "pcomp")) is not None
            and clause.lemma.lower() in layout.verbs
        ):
            said = clause
    if said is None:
        return None
    passive = parse.child(verb, "nsubjpass")
    who = passive or parse.child(verb, "dobj")
    through = _agent(layout, verb) or _agent(layout, said) if passive else find_subject(layout, verb)
    if who is None:
        return None
    via = name_of(layout, through) if through is not None and through.pos != "PRON" else None
    tag = find_tag(layout, unit, verb, passive or through)
    pieces = tagged_content(layout, unit, tag, floor) if tag else None
    if pieces is None:
        got = find_complement(layout, unit, said, layout.verbs[said.lemma.lower()])
        opening = opening_content(layout, unit, said, floor)
        reach = got.pieces[0] if got else opening
        pieces = [absorb(layout, unit, reach)] if reach else None
    return Found(verb.i, pieces, "quoted_as", 0, "speech", who, via, cue_last=said.i + 1) if pieces else None


def _agent(layout: Layout, verb: Token) -> Token | None:
    for agent in layout.parse.children(verb, "agent", "prep"):
        if agent.lower == "by":
            return layout.parse.child(agent, "pobj")
    return None


def _noun(layout: Layout, unit: Range, noun: Token, cue: Cue) -> Found | None:
    """A noun of saying with a clause: "his warning that", "a promise to"."""
    parse = layout.parse
    for child in parse.children(noun, "acl", "ccomp", "relcl", "appos"):
        if child.i < noun.i:
            continue
        mark = next((t for t in parse.children(child) if t.lower == "that"), None)
        to = next((t for t in parse.children(child, "aux") if t.tag == "TO"), None)
        if "clause" in cue.frames and mark is not None and mark.i == noun.i + 1 and mark.dep == "mark":
            frame = "clause"
        elif "infinitive" in cue.frames and to is not None and to.i == noun.i + 1:
            frame = "infinitive"
        else:
            continue
        first, last = extent(layout, child)
        reach = trim(layout, (max(first, noun.i + 1), min(last, unit[1])))
        if reach is not None:
            return Found(noun.i, [reach], "noun", 0, cue.frames[frame], find_owner(layout, noun))
    return None


def _according(layout: Layout, unit: Range, token: Token) -> Found | None:
    """ "According to": its whole sentence but itself."""
    parse, tokens = layout.parse, layout.tokens
    to = tokens[token.i + 1]
    who = parse.child(to, "pobj") or parse.child(token, "pobj")
    if who is None:
        return None
    last = min(extent(layout, who)[1], unit[1])
    left = trim(layout, (unit[0], token.i))
    right = trim(layout, (last, unit[1])) if last < unit[1] else None
    pieces = [piece for piece in (left, right) if piece]
    return Found(token.i, pieces, "according", 0, "speech", who, cue_last=token.i + 2) if pieces else None


def read_rest(layout: Layout, number: int, mine: list[Found]) -> list[Found]:
    """Quotations of a unit that no cue took but a colon leads to or a name signs; scare quotes and titles stay out."""
    unit = layout.units[number]
    taken = [piece for item in mine for piece in item.pieces]
    found: list[Found] = []
    quoted = layout.next_quote(unit[0])
    while quoted is not None and quoted < len(layout.reach) and layout.reach[quoted][0] < unit[1]:
        first, last = layout.reach[quoted]
        quoted += 1
        if any(a < last and first < b for a, b in taken):
            continue
        item = _colon(layout, unit, first, last) or _signed(layout, unit, first, last)
        if item is not None and not any(a < item.last and item.first < b for a, b in taken):
            item.unit = number
            found.append(item)
            taken.extend(item.pieces)
    return found


def _colon(layout: Layout, unit: Range, first: int, last: int) -> Found | None:
    tokens = layout.tokens
    if first - 1 <= unit[0] or tokens[first - 1].text != ":":
        return None
    for i in range(first - 1, unit[0] - 1, -1):
        token = tokens[i]
        if layout.quote_at(i) < 0 and token.tag in FINITE and token.tag != "MD":
            subject = find_subject(layout, token)
            if subject is not None and is_speaker(subject):
                reach = trim(layout, (first, end_of_run(layout, unit, last)))
                return Found(first - 1, [reach], "colon", 0, "speech", subject) if reach else None
            return None
    who = tokens[first - 2]
    if first - 1 - unit[0] <= _SHORT_NAME and who.pos in ("PROPN", "NOUN") and layout.quote_at(who.i) < 0:
        reach = trim(layout, (first, end_of_run(layout, unit, last)))
        return Found(first - 1, [reach], "colon", 0, "speech", who) if reach else None
    return None


def _signed(layout: Layout, unit: Range, first: int, last: int) -> Found | None:
    """ "“…” — Ana Ruiz, mayor": a name after a dash at the end."""
    tokens = layout.tokens
    if first != unit[0] or last + 1 >= unit[1] or tokens[last].text not in DASHES:
        return None
    after = tokens[last + 1 : unit[1]]
    if len(after) > _SIGNATURE or any(token.tag in FINITE or layout.quote_at(token.i) >= 0 for token in after):
        return None
    name: Token | None = None
    for token in after:
        if token.pos == "PUNCT" and name is not None:
            break
        name = token if token.pos == "PROPN" else name
    reach = trim(layout, (first, last))
    return Found(last, [reach], "signed", 0, "speech", name) if reach and name is not None else None
