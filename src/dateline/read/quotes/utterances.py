"""One utterance, one quote: what goes on is joined over sentences and paragraphs, what lies within is dropped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.read.quotes.attribution import read_rest, read_unit
from dateline.read.quotes.content import Found, Range, trim
from dateline.read.quotes.cues import CueLexicon
from dateline.read.quotes.speakers import find_subject, is_speaker, subject_beside
from dateline.read.quotes.units import Layout
from dateline.read.text import Token

_UTTERANCE = 4  # quoted words at a sentence's head from which they are speech gone on with, not a name
_WHOLLY = 0.9  # share of words in quotation marks that makes a sentence a quotation


def read_blocks(layouts: Iterable[Layout], lexicon: CueLexicon) -> list[tuple[Layout, Found]]:
    """Every quote of a report's blocks, each with the block that it begins in.

    A sentence that is all quotation and has no cue of its own goes to the quote before it, also over a paragraph's
    end; after a paragraph that ends in a colon the next one is what its cue announced.
    """
    found: list[tuple[Layout, Found]] = []
    previous: Found | None = None
    pending: Found | None = None
    for layout in layouts:
        mine, previous, pending = _read_block(layout, lexicon, previous, pending)
        found.extend((layout, item) for item in mine)
    return found


def _read_block(
    layout: Layout, lexicon: CueLexicon, previous: Found | None, pending: Found | None
) -> tuple[list[Found], Found | None, Found | None]:
    found: list[Found] = []
    here: Found | None = None  # the last quote of this block
    for number, unit in enumerate(layout.units):
        mine = drop_nested(read_unit(layout, lexicon, number))
        mine += read_rest(layout, number, mine)
        if mine:
            found += mine
            for item in mine:
                item.whole = all(_is_wholly_quoted(layout, piece) for piece in item.pieces)
            here = _last_spoken(mine) or here
            pending = None
            continue
        wholly = _is_wholly_quoted(layout, unit)
        reach = trim(layout, unit)
        if reach is None:
            continue
        if pending is not None and (wholly or (number == 0 and _leads_on(layout, pending))):
            pending.pieces.append(reach)
            found.append(pending)
            here, pending = pending, None
        elif wholly:
            if here is not None:
                here.pieces.append(reach)
            elif number == 0 and previous is not None:
                here = _carry_on(previous, reach, found)
            elif (speaker := _speaker_before(layout, number)) is not None:
                here = Found(speaker.i, [reach], "alone", number, "speech", speaker)
                found.append(here)
        elif here is not None and (opening := _opening_quotation(layout, unit)) is not None:
            here.pieces.append(opening)
    return found, here, _announced(layout)


def _leads_on(layout: Layout, pending: Found) -> bool:
    """Whether a paragraph without quotation marks is what was announced: no headline, and no list ("as follows:")."""
    before = layout.tokens[pending.cue + 1 : layout.first]
    return layout.block.kind != "headline" and all(token.lower not in ("follows", "following") for token in before)


def _last_spoken(mine: Sequence[Found]) -> Found | None:
    """What a following quotation goes on with: the last speech, or the speaker's own quotation before it."""
    spoken = [item for item in mine if item.attitude == "speech"]
    if not spoken:
        return None
    last = spoken[-1]
    if not last.whole and last.speaker is not None:
        for item in reversed(spoken):
            if item.whole and item.speaker is not None and item.speaker.lower == last.speaker.lower:
                return item
    return last


def _opening_quotation(layout: Layout, unit: Range) -> Range | None:
    """The quotation that a sentence without a cue begins with: "“They agree” to back him"."""
    number = layout.quote_at(unit[0])
    if number < 0 or layout.reach[number][0] != unit[0]:
        return None
    reach = trim(layout, layout.reach[number])
    words = sum(layout.tokens[i].text[:1].isalnum() for i in range(*layout.reach[number]))
    return reach if words >= _UTTERANCE else None


def _carry_on(previous: Found, reach: Range, found: list[Found]) -> Found:
    """A quoted paragraph without a cue: more of the quotation before it, or after reported words one of its own."""
    if previous.whole:
        previous.pieces.append(reach)
        return previous
    own = Found(previous.cue, [reach], "carried", 0, "speech", previous.speaker, previous.via, whole=True)
    own.cue_last = previous.cue_last
    found.append(own)
    return own


def _is_wholly_quoted(layout: Layout, unit: Range) -> bool:
    words = [i for i in range(*unit) if layout.tokens[i].text[:1].isalnum()]
    return bool(words) and sum(layout.quote_at(i) >= 0 for i in words) >= _WHOLLY * len(words)


def _speaker_before(layout: Layout, number: int) -> Token | None:
    """The subject of the sentence before a quotation that nothing attributes, in the same paragraph."""
    if not number:
        return None
    first, last = layout.units[number - 1]
    for i in range(first, last):
        token = layout.tokens[i]
        if token.dep == "ROOT" and layout.quote_at(i) < 0:
            subject = find_subject(layout, token)
            if (
                subject is not None
                and is_speaker(subject)
                and (subject.pos in ("PRON", "PROPN") or subject.entity == "PERSON")
            ):
                return subject if subject.lower not in ("it", "i", "we", "you") else None
    return None


def _announced(layout: Layout) -> Found | None:
    """The cue of a paragraph that ends in a colon: the next paragraph is what it announces."""
    if not layout.units or layout.tokens[layout.last - 1].text != ":" or layout.block.kind == "headline":
        return None
    first, last = layout.units[-1]
    for i in range(last - 1, first - 1, -1):
        token = layout.tokens[i]
        cue = layout.verbs.get(token.lemma.lower()) if token.pos == "VERB" and layout.quote_at(i) < 0 else None
        if cue is None or "quote" not in cue.frames:
            continue
        subject = find_subject(layout, token) or subject_beside(layout, token, (first, last))
        if subject is not None and is_speaker(subject):
            return Found(i, [], "announced", len(layout.units) - 1, "speech", subject)
    return None


def drop_nested(found: Sequence[Found]) -> list[Found]:
    """Only the outermost: a quote whose cue stands in what another one says is part of that."""
    kept = [
        item for item in found if not any(_holds_cue(other, item) and not _holds_cue(item, other) for other in found)
    ]
    outer: list[Found] = []
    for item in sorted(kept, key=lambda one: (one.first, -one.last, one.cue)):
        if not any(_overlap(item, other) for other in outer):
            outer.append(item)
    return sorted(outer, key=lambda one: one.cue)


def _holds_cue(outer: Found, inner: Found) -> bool:
    return outer is not inner and any(first <= inner.cue < last for first, last in outer.pieces)


def _overlap(one: Found, other: Found) -> bool:
    return any(a < d and c < b for a, b in one.pieces for c, d in other.pieces)
