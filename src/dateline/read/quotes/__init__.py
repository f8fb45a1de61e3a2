"""Who said what: the cue, content and speaker of every quote of a report."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from dateline.model import Entity, Quote, QuoteKind, Span, Speaker
from dateline.read.quotes.content import Found, Range
from dateline.read.quotes.cues import load_cues
from dateline.read.quotes.speakers import leans_back, reach_of, span_of
from dateline.read.quotes.units import Layout
from dateline.read.quotes.utterances import read_blocks
from dateline.read.text import Parse

_DIRECT = 0.9  # share of words inside quotation marks from which a quote is direct (SPEC)
_WIDEST = 200  # code points that a mention may reach back over others


def find_quotes(parse: Parse, *, entities: Sequence[Entity]) -> tuple[Quote, ...]:
    """Find speech, belief and intention that a report attributes, with who it is attributed to.

    Args:
        parse: The report's prose.
        entities: Who the report names; their mentions cover names, descriptions and pronouns.

    Returns:
        Quotes in text order. Their contents do not overlap: of speech inside speech only the outer one is given.
        A speaker's ``entity`` indexes *entities*; a bare pronoun that no entity claims has no name.

    References:
        PARC 3.0 (Pareti 2016): cue, source (our speaker), content.

    >>> from dateline.model import Region
    >>> from dateline.read.text import parse_text
    >>> text = "“We will rebuild,” Ochieng told AFP. “Soon.”"
    >>> [quote] = find_quotes(parse_text(text, [Region("body", Span(0, len(text)))]), entities=())
    >>> quote.kind, quote.speaker.name, quote.via, [span.of(text) for span in quote.content]
    ('direct', 'Ochieng', 'AFP', ['“We will rebuild,”', '“Soon.”'])
    """
    lexicon = load_cues()
    mentions = _Mentions(entities)
    layouts = [Layout(parse, block, lexicon) for block in parse.blocks if block.kind != "correction"]
    finder = _Finder(layouts)
    quotes = [_make_quote(finder, layout, item, mentions) for layout, item in read_blocks(layouts, lexicon)]
    return tuple(sorted(quotes, key=lambda quote: quote.content))


class _Finder:
    """The block of a token position."""

    def __init__(self, layouts: Sequence[Layout]) -> None:
        self._layouts = [layout for layout in layouts if layout.units]
        self._firsts = [layout.first for layout in self._layouts]

    def at(self, i: int) -> Layout:
        return self._layouts[bisect_right(self._firsts, i) - 1]


class _Mentions:
    """Which entity a stretch of text mentions."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = entities
        self._mentions = sorted(
            (span.end, span.start, i) for i, entity in enumerate(entities) for span in entity.mentions
        )
        self._ends = [end for end, _, _ in self._mentions]

    def at(self, span: Span, head: Span) -> int | None:
        """The entity with a mention over the head word of *span*: one that ends with the phrase before others."""
        best: tuple[bool, int, int, int] | None = None
        for end, start, i in self._mentions[bisect_right(self._ends, head.start) :]:
            if start >= head.end and end - head.end > _WIDEST:
                break
            if start < head.end:
                key = (end == span.end, min(start - span.start, 0), end - start, -i)
                best = max(best, key) if best else key
        return -best[3] if best else None


def _make_quote(finder: _Finder, layout: Layout, item: Found, mentions: _Mentions) -> Quote:
    content = tuple(_content(finder.at(first), (first, last)) for first, last in item.pieces)
    first, last = item.cue_reach
    cue = Span(layout.tokens[first].start, layout.tokens[last - 1].end)
    speaker = _resolve(layout, item, mentions)
    return Quote(_kind_of(finder, item), content, cue, speaker, item.via, item.attitude)


def _content(layout: Layout, reach: Range) -> Span:
    """From the first to the last token, with the quotation marks that stand at its ends."""
    start, end = layout.tokens[reach[0]].start, layout.tokens[reach[1] - 1].end
    for number in (layout.quote_at(reach[0]), layout.quote_at(reach[1] - 1)):
        if number >= 0:
            start = min(start, layout.quotes[number].span.start)
            end = max(end, layout.quotes[number].span.end)
    return Span(start, end)


def _resolve(layout: Layout, item: Found, mentions: _Mentions) -> Speaker:
    if item.speaker is None:
        return Speaker()
    parse, head = layout.parse, item.speaker
    span = span_of(parse, reach_of(layout, head))
    meant = head
    if leans_back(head) and parse.head(head).dep == "relcl":
        meant = parse.head(parse.head(head))
    elif head.pos == "NOUN" and (name := parse.child(head, "appos")) is not None and name.pos == "PROPN":
        meant = name  # "another former judge, Dana Weiss, said"
    for word in (meant, head):
        look = span_of(parse, reach_of(layout, word))
        if (number := mentions.at(look, word.span)) is not None:
            entity = mentions.entities[number]
            return Speaker(span, entity.name, number, entity.role)
    if head.pos == "PRON" and meant is head:
        return Speaker(span)
    return Speaker(span, span_of(parse, reach_of(layout, meant)).of(parse.text))


def _kind_of(finder: _Finder, item: Found) -> QuoteKind:
    words = quoted = 0
    for first, last in item.pieces:
        layout = finder.at(first)
        for i in range(first, last):
            if layout.tokens[i].text[:1].isalnum():
                words += 1
                quoted += layout.quote_at(i) >= 0
    if not quoted:
        return "indirect"
    return "direct" if quoted >= _DIRECT * words else "mixed"
