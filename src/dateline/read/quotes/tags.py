"""Attributing clauses beside what they attribute: tags (“…,” she said), inserted ones, openings (she said: “…”)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.read.quotes.content import Range, extent, trim
from dateline.read.quotes.speakers import FINITE, reach_of, subject_beside
from dateline.read.quotes.units import DASHES, Layout
from dateline.read.text import Token

_OPEN_ENDED = frozenset(",.?!…—–-*)]")
_FAR = 16  # words from a verb of saying to the quotation it opens, when a comma stands before that
_SHORT_TAIL = 3
_NEAR = 12
_OF_SPEAKERS = frozenset(
    {"speak", "cite", "quote", "refer", "use", "contradict", "contrast", "sound", "look", "turn", "hold"}
)
_SUBORDINATE = frozenset({"IN", "WDT", "WP", "WRB", "VBG", "CC"})


@dataclass(frozen=True, slots=True)
class Tag:
    """An attributing clause put in or after what it attributes: its tokens, verb and subject."""

    reach: Range
    verb: Token
    subject: Token


def find_tag(layout: Layout, unit: Range, verb: Token, subject: Token | None) -> Tag | None:
    """The tag that a verb of saying is the head of: set off to its left by a comma, a dash or a closing mark.

    Returns:
        ``None`` when the verb's clause is not set off, or opens its unit.
    """
    if subject is None or not unit[0] <= subject.i < unit[1]:
        subject = subject_beside(layout, verb, unit)
    if subject is None or layout.quote_at(subject.i) >= 0:
        return None
    start = _tag_start(layout, unit, verb, subject)
    if start <= unit[0]:
        return None
    before = layout.tokens[start - 1]
    if layout.quote_at(start - 1) < 0 and before.text != "," and before.text not in DASHES:
        return None
    return Tag((start, _tag_end(layout, unit, verb, subject)), verb, subject)


def _tag_start(layout: Layout, unit: Range, verb: Token, subject: Token) -> int:
    """Where the attributing clause begins: with its subject, or with the verb when that stands first."""
    parse, tokens = layout.parse, layout.tokens
    start = min(verb.i, reach_of(layout, subject)[0])
    for child in parse.children(verb, "aux", "advmod", "neg"):
        if start - 2 <= child.i < start and layout.quote_at(child.i) < 0:
            start = child.i
    if subject.i < verb.i:
        left = parse.subtree(subject)[0].i
        if unit[0] <= left < start and all(
            layout.quote_at(i) < 0 and tokens[i].text != "," for i in range(left, start)
        ):
            start = left
    if start - 1 > unit[0] and tokens[start - 1].lower == "as":
        start -= 1
    return max(start, unit[0])


def _tag_end(layout: Layout, unit: Range, verb: Token, subject: Token) -> int:
    """Where the attributing clause ends: at the comma after its words, at a quotation or with the unit."""
    tokens = layout.tokens
    i = max(verb.i, subject.i) + 1
    while i < unit[1]:
        if layout.quote_at(i) >= 0 or tokens[i].text in (":", ";") or tokens[i].text in DASHES:
            break
        if tokens[i].text == ",":
            beyond = _apposition_end(layout, unit, subject, i) if subject.i > verb.i else i
            if beyond <= i + 1:
                break
            i = beyond
            continue
        i += 1
    return i


def _apposition_end(layout: Layout, unit: Range, subject: Token, comma: int) -> int:
    """Past "said Ann Lee, chair of the council": the end of what explains the subject after a comma."""
    last = comma
    for child in layout.parse.children(subject, "appos", "acl", "relcl", "npadvmod"):
        below = layout.parse.subtree(child)
        if not comma < below[0].i or below[0].i > last + 2:
            continue
        if any(layout.quote_at(t.i) >= 0 or (t.lemma.lower() in layout.verbs and t.pos == "VERB") for t in below):
            break
        last = below[-1].i + 1
    return min(last, unit[1])


def tagged_content(layout: Layout, unit: Range, tag: Tag, floor: int) -> list[Range] | None:
    """What a tag attributes: the words before it in its unit, and after it where the sentence goes on.

    Args:
        layout: The block.
        unit: The unit of the tag.
        tag: The attributing clause.
        floor: Where an earlier tag of the unit ended.

    Returns:
        ``None`` when what stands before is no utterance (an adverbial: "When asked, he said").
    """
    tokens = layout.tokens
    left = trim(layout, (max(unit[0], floor), tag.reach[0]))
    if left is None:
        return None
    number = layout.quote_at(tag.reach[0] - 1)
    if number < 0 and tokens[tag.reach[0] - 1].text == ",":
        number = layout.quote_at(tag.reach[0] - 2)
    if number >= 0 and (tokens[tag.reach[0] - 1].text == "," or layout.ends_with(number) in _OPEN_ENDED):
        opening = layout.reach[number][0]
        if opening > left[0]:
            if _has_complement(layout, tag):
                return None
            if tokens[opening - 1].text == ":" or (
                tokens[opening - 1].text in DASHES and layout.quotes[number].inner.of(layout.parse.text)[:1].isupper()
            ):
                left = (opening, left[1])
        right = _after_quote(layout, unit, tag, number)
        return [left] if right is None else [left, right]
    if number >= 0 or "clause" not in layout.verbs[tag.verb.lemma.lower()].frames:
        return None
    return _around(layout, unit, tag, left)


def _after_quote(layout: Layout, unit: Range, tag: Tag, number: int) -> Range | None:
    """What goes on after “…,” she said: another quotation, or the clause that the first one began."""
    tokens = layout.tokens
    i = _next_word(layout, unit, tag.reach[1])
    if i < unit[1] and tokens[i].lower in ("and", "but") and layout.quote_at(i + 1) >= 0:
        i += 1
    if i >= unit[1]:
        return None
    if layout.quote_at(i) >= 0:
        if i == tag.reach[1] and tag.verb.i != i - 1:
            return None  # part of the speaker's own phrase: a title
        end = layout.reach[layout.quote_at(i)][1]
        return trim(layout, (i, end_of_run(layout, unit, end)))
    if layout.ends_with(number) == "," and (resumed := _resumed(layout, unit, i)) is not None:
        return resumed
    clause = _host(layout, tag)
    if clause is not None and clause[0] < tag.reach[0] and clause[1] > i and layout.ends_with(number) == ",":
        return trim(layout, (i, min(clause[1], unit[1])))
    return None


def _resumed(layout: Layout, unit: Range, i: int) -> Range | None:
    """The rest of a broken-off quotation: “we know,” said Lee, speaking of her staff, “and we care.”"""
    tokens = layout.tokens
    number = layout.next_quote(i)
    if number is None or layout.reach[number][0] >= unit[1]:
        return None
    first, last = layout.reach[number]
    if tokens[first - 1].text != "," or not layout.quotes[number].inner.of(layout.parse.text)[:1].islower():
        return None
    for token in tokens[i:first]:
        cue = layout.verbs.get(token.lemma.lower()) if token.pos == "VERB" else None
        if cue is not None and "quote" in cue.frames and "clause" in cue.frames:
            return None
    return trim(layout, (first, end_of_run(layout, unit, last)))


def _around(layout: Layout, unit: Range, tag: Tag, left: Range) -> list[Range] | None:
    """The host sentence of a tag without quotation marks before it: "The move, she said, was wrong"."""
    tokens, parse = layout.tokens, layout.parse
    i = _next_word(layout, unit, tag.reach[1])
    number = layout.quote_at(i) if i < unit[1] else -1
    opens = number >= 0 and layout.quotes[number].inner.of(parse.text)[:1].isupper()  # "Asked why, he said, “No.”"
    if opens or _has_complement(layout, tag) or _is_subordinate(layout, tag):
        return None
    clause = _host(layout, tag)
    goes_on = clause is not None and clause[0] < tag.reach[0] and clause[1] > i > tag.reach[1]
    if goes_on and clause is not None:
        end = min(clause[1], unit[1])
        if end < unit[1] and tokens[end].text != "," and tokens[end].tag not in ("CC", "IN"):
            end = unit[1]
        right = trim(layout, (i, end))
        return [left] if right is None else [left, right]
    if (further := _participle_after(layout, unit, tag, i)) is not None:
        return [left, further]
    if i > tag.reach[1] and i < unit[1] and not _is_clause(layout, left):
        # "In both cases, she said, the money was gone": the adverbial before, the clause after.
        right = trim(layout, (i, unit[1]))
        if right is not None and tokens[i].tag not in _SUBORDINATE and _is_clause(layout, right):
            return [left, right]
        return None
    return [left] if _is_host(layout, tag, left) else None


def _participle_after(layout: Layout, unit: Range, tag: Tag, i: int) -> Range | None:
    """What goes on with what was said, not with who says it: "The bridge fell, police said, killing six"."""
    tokens = layout.tokens
    if i >= unit[1] or tokens[i].tag != "VBG" or tag.reach[1] != tag.verb.i + 1 or tokens[i - 1].text != ",":
        return None
    lemma = tokens[i].lemma.lower()
    if lemma in layout.verbs or lemma in _OF_SPEAKERS or layout.parse.child(tokens[i], "nsubj") is not None:
        return None
    return trim(layout, (i, unit[1])) if layout.next_quote(i) is None else None


def _is_subordinate(layout: Layout, tag: Tag) -> bool:
    """A clause that is about its host, not what attributes it: "even if the returns suggest otherwise"."""
    verb = tag.verb
    if verb.dep == "relcl" or verb.tag == "VB":
        return True
    if verb.dep == "advcl":
        return layout.tokens[tag.reach[0]].lower != "as" or tag.reach[1] - verb.i > _SHORT_TAIL
    return tag.subject.lower in ("we", "you", "i") and "belief" in layout.verbs[verb.lemma.lower()].frames.values()


def _next_word(layout: Layout, unit: Range, i: int) -> int:
    """Past the comma or dash that closes a tag."""
    if i < unit[1] and (layout.tokens[i].text in (",", ":", ";") or layout.tokens[i].text in DASHES):
        return i + 1
    return i


def _is_clause(layout: Layout, reach: Range) -> bool:
    """Whether the stretch holds a finite verb that no "when" or "which" makes a mere adverbial."""
    first = layout.tokens[reach[0]]
    if first.dep == "mark" or first.tag in ("WDT", "WP") or (first.tag == "WRB" and first.lower == "when"):
        return False
    return any(token.tag in FINITE or token.tag == "VBN" for token in layout.tokens[reach[0] : reach[1]])


def _has_complement(layout: Layout, tag: Tag) -> bool:
    parse = layout.parse
    if "relay" in layout.verbs[tag.verb.lemma.lower()].frames and parse.child(tag.verb, "prep") is not None:
        return False  # "..., the ministry quoted him as saying"
    for child in parse.children(tag.verb, "ccomp", "dobj", "attr", "xcomp"):
        if child.i <= tag.verb.i or parse.subtree(child)[0].i <= tag.reach[0]:
            continue
        if child.dep != "dobj" or (child.lower != "it" and "hearer" not in layout.verbs[tag.verb.lemma.lower()].frames):
            return True
    return False


def end_of_run(layout: Layout, unit: Range, end: int) -> int:
    """The end of a chain of quotations that only a few small words part: “a,” “b” and “c”."""
    tokens = layout.tokens
    while end < unit[1]:
        i = end
        while (
            i < unit[1]
            and layout.quote_at(i) < 0
            and i - end < 3
            and tokens[i].lower in (",", "and", "or", "but", "then")
        ):
            i += 1
        if i >= unit[1] or layout.quote_at(i) < 0:
            return end
        end = layout.reach[layout.quote_at(i)][1]
    return end


def _host(layout: Layout, tag: Tag) -> Range | None:
    """The clause that a tag interrupts or follows, by the parse."""
    parse = layout.parse
    for child in parse.children(tag.verb, "ccomp", "parataxis"):
        reach = extent(layout, child)
        if reach[0] < tag.reach[0]:
            return reach
    if tag.verb.head != tag.verb.i and tag.verb.dep in ("parataxis", "ccomp", "advcl", "conj", "dep"):
        reach = extent(layout, parse.head(tag.verb))
        if reach[0] < tag.reach[0]:
            return reach
    return None


def _is_host(layout: Layout, tag: Tag, left: Range) -> bool:
    """Whether words without quotation marks before a tag are what it attributes."""
    parse = layout.parse
    if any(child.i < tag.reach[0] for child in parse.children(tag.verb, "ccomp", "parataxis")):
        return True
    if tag.verb.dep not in ("parataxis", "ccomp", "dep", "advcl") or tag.verb.head == tag.verb.i:
        return False
    return any(token.tag in FINITE for token in layout.tokens[left[0] : left[1]])


def _opens(layout: Layout, verb: Token) -> bool:
    cue = layout.verbs.get(verb.lemma.lower())
    return cue is not None and "quote" in cue.frames and "clause" in cue.frames


def host_of_as(layout: Layout, unit: Range, verb: Token, subject: Token) -> Range | None:
    """What "As the paper reported, ..." attributes at the head of its unit: the sentence after the comma."""
    tokens = layout.tokens
    first = tokens[unit[0]]
    if first.lower != "as" or layout.parse.child(verb, "mark") is not first or verb.i - unit[0] > _FAR:
        return None
    i = _tag_end(layout, unit, verb, subject)
    if i >= unit[1] or tokens[i].text != "," or _has_complement(layout, Tag((unit[0], i), verb, subject)):
        return None
    return trim(layout, (i + 1, unit[1]))


def opening_content(layout: Layout, unit: Range, verb: Token, floor: int) -> Range | None:
    """The quotation that a verb of saying opens: after a colon, a comma, or at once.

    Returns:
        The quotation with those that follow it in the unit; ``None`` when the verb does not lead to it.
    """
    tokens = layout.tokens
    number = layout.next_quote(verb.i + 1)
    if number is None or not floor <= layout.reach[number][0] < unit[1]:
        return None
    first, last = layout.reach[number]
    between = tokens[verb.i + 1 : first]
    if any(token.pos == "VERB" and _opens(layout, token) for token in between):
        return None
    before = tokens[first - 1]
    if before.text == ",":
        near = first - verb.i <= _FAR or all(token.text != "," for token in between[:-1])
    elif before.text == ":":
        near = True
    else:
        near = first - verb.i <= _NEAR and before.tag != "CC"
        if near and between and _begins_clause(layout, number, between):
            first = verb.i + 1  # "admits the raid “did not work”"
        elif between and layout.ends_with(number) not in ".!?,":
            near = False
    return trim(layout, (first, end_of_run(layout, unit, last))) if near else None


def _begins_clause(layout: Layout, number: int, between: Sequence[Token]) -> bool:
    """Whether the words before a quotation are the subject or the verb of the clause that it goes on with."""
    if any(token.tag in FINITE for token in between):
        return True
    first, last = layout.reach[number]
    word = next((token for token in layout.tokens[first:last] if token.text[:1].isalnum()), None)
    return word is not None and (word.tag in FINITE or (word.tag == "VB" and between[-1].tag == "TO"))
