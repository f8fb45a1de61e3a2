"""What each part of a report's text is there for: headline, dateline, byline, caption, body and the rest.

Text is marked, never rewritten. Nearly all paragraphs of a report are body: a paragraph is taken for something else
only on a mark of its own (a label, a credit, a date and nothing else), never for its style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dateline.model import Region, RegionKind, Span
from dateline.read.agencies import name_agency
from dateline.read.captions import find_caption_end, is_caption
from dateline.read.heads import find_dateline, is_byline, is_dateline, is_person, read_masthead, strip_links
from dateline.read.paragraphs import ends_sentence, split_paragraphs
from dateline.read.phrases import find_phrase
from dateline.read.stamps import load_words, read_date_line, read_leading_date
from dateline.read.tails import find_closing_credit, find_sign_off, is_sign_off

_HEAD = 400  # code points of a paragraph that are looked at for its kind
_URL = re.compile(r"(?:\[(?:https?://|www\.)[^\[\]]{0,1000}\]\()?<?(?:https?://|www\.)[^\s<>]{3,2000}>?\)?[.,]?")
_LINKS = re.compile(r"[-*•>\s]{0,4}(?:!?\[[^\[\]]{0,500}\]\([^()\s]{0,1000}\)\s*)+")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph's first code points, the same without links and emphasis, and what is known around it."""

    words: str
    plain: str
    length: int
    followed: bool


@dataclass(slots=True)
class _State:
    """What is known while walking down a report."""

    title: str = ""
    headed: bool = True  # no paragraph of prose yet
    headline: bool = False
    listing: bool = False  # "Read more:" stood on a line of its own: what it announces follows
    corrected: bool = False  # so did "Correction:"


def find_regions(text: str, *, title: str | None = None) -> tuple[Region, ...]:
    """Mark the regions of a report's text.

    Args:
        text: A report's text, unchanged.
        title: Its headline, where that is known; a text that begins with it has it as a headline.

    Returns:
        Regions in text order that do not overlap; every code point that is not blank lies in one. Each
        paragraph of prose is one ``body`` region; a dateline before it is a region of its own.

    >>> text = "Bridge reopens\\n\\nBy Ana Doe\\n\\nOSLO (AFP) - The bridge is open again."
    >>> [region.kind for region in find_regions(text)]
    ['headline', 'byline', 'dateline', 'body']
    >>> find_regions(text)[-1].span.of(text)
    'The bridge is open again.'
    """
    spans = split_paragraphs(text)
    state = _State(title=_flat(title or ""))
    found: list[Region] = []
    for span, following in zip(spans, [*spans[1:], None], strict=False):
        found.extend(_mark(text, span, following, state))
    return tuple(_name_orphan(text, _split_tails(text, found)))


def _mark(text: str, span: Span, following: Span | None, state: _State) -> Iterator[Region]:
    """The regions of one paragraph."""
    words = text[span.start : min(span.end, span.start + _HEAD)]
    untitled = state.headed and not state.headline and read_date_line(words) is None
    cut, kind = _title_end(words, state.title) if untitled else 0, "headline"
    if cut:
        state.headline = True
    else:
        # What an agency's dateline opens may still be a caption or a list.
        cut, kind = find_dateline(words, first=False, credited=True), "dateline"
    if cut:
        rest = _trim(text, Span(span.start + cut, span.end))
        if kind == "headline" or len(rest):
            yield Region(
                "headline" if kind == "headline" else "dateline", _trim(text, Span(span.start, span.start + cut))
            )
            if len(rest):
                yield from _mark(text, rest, following, state)
            return
    found = _kind_of(_Paragraph(words, strip_links(words), len(span), following is not None), state)
    if found == "subhead" and state.headed and following and is_person(words) and _is_dated(following.of(text)[:_HEAD]):
        found = "byline"  # a name above a date line
    if found == "body":
        yield from _mark_prose(text, span, state)
        return
    state.headline = state.headline or found == "headline"
    yield Region(found, span)


def _mark_prose(text: str, span: Span, state: _State) -> Iterator[Region]:
    """A paragraph of prose: a date, caption or dateline before it comes off."""
    start = span.start
    for kind, cut in (("date", _date_end), ("caption", find_caption_end)) if state.headed else ():
        end = cut(text[start : min(span.end, start + 500)])
        if end and start + end < span.end:
            yield Region("date" if kind == "date" else "caption", _trim(text, Span(start, start + end)))
            start = _trim(text, Span(start + end, span.end)).start
            break
    end = find_dateline(text[start : min(span.end, start + 140)], first=state.headed)
    if end and start + end < span.end:
        dated = read_date_line(text[start : start + end].strip(" -–—―:\t")) is not None
        yield Region("date" if dated else "dateline", _trim(text, Span(start, start + end)))
        start = _trim(text, Span(start + end, span.end)).start
    state.headed = False
    yield Region("correction" if state.corrected else "body", Span(start, span.end))
    state.corrected = False


def _kind_of(paragraph: _Paragraph, state: _State) -> RegionKind:
    """The kind of a paragraph: the first that a mark of its own gives it, else body."""
    if not _WORD.search(paragraph.plain):
        return "boilerplate"
    listing, state.listing = state.listing, False
    corrected, state.corrected = state.corrected, False
    kind = _line_kind(paragraph, state) or _stock_kind(paragraph, state)
    if kind is None and listing and paragraph.length <= 150 and not ends_sentence(paragraph.words):
        state.listing = True
        kind = "related"
    kind = kind or _credit_kind(paragraph, state) or _heading_kind(paragraph, state) or "body"
    state.corrected = state.corrected or (corrected and kind in ("body", "date"))
    return kind


def _line_kind(paragraph: _Paragraph, state: _State) -> RegionKind | None:
    """A line that is an address, a date or a dateline and nothing else."""
    words, plain = paragraph.words, paragraph.plain
    if paragraph.length > _HEAD:
        return None
    if _URL.fullmatch(words):
        return "url"
    if _is_dated(plain):
        return "dateline" if state.headed and is_dateline(plain) else "date"
    alone = len(words) <= 130 and words[0] not in "([/" and find_dateline(f"{words} A", first=False) > len(words)
    return "dateline" if alone else None


def _stock_kind(paragraph: _Paragraph, state: _State) -> RegionKind | None:
    stock = find_phrase(paragraph.words, paragraph.plain, paragraph.length)
    if stock is None:
        return None
    state.listing = stock.alone and stock.kind == "related"
    # "Correction appended" above a report announces one that stands below it.
    state.corrected = stock.alone and stock.kind == "correction" and not state.headed and " " not in stock.form
    return stock.kind


def _credit_kind(paragraph: _Paragraph, state: _State) -> RegionKind | None:
    """A paragraph that says who made the report or a picture in it."""
    words, plain, length = paragraph.words, paragraph.plain, paragraph.length
    if length <= 250 and _LINKS.fullmatch(words):
        return "related"
    if length <= 220 and is_byline(words, headed=state.headed):
        # An agency's name alone in the middle of a report is that of a picture's.
        return "byline" if state.headed or not paragraph.followed or name_agency(plain) is None else "caption"
    if is_caption(words, plain, length):
        return "caption"
    return "boilerplate" if is_sign_off(plain, length) else None


def _heading_kind(paragraph: _Paragraph, state: _State) -> RegionKind | None:
    """Headline or subhead, by length, final stop and place."""
    words, plain, length = paragraph.words, paragraph.plain, paragraph.length
    first = state.headed and not state.headline
    if length <= 200 and re.match(r"#{1,6}\s+\S", words):
        return "headline" if first and not state.title else "subhead"
    if length > 180 or not paragraph.followed or ends_sentence(words):
        return None
    if plain[0] == "[" and plain[-1] == "]":
        return "related"
    if plain[0].islower() or plain[-1] in ",;:-–—" or "\n" in plain:
        return None
    if first and 2 <= len(plain.split()) <= 28:
        return None if find_dateline(words) or read_leading_date(words) else "headline"
    return "subhead" if length <= 80 and not _is_statement(plain) else None


def _is_statement(plain: str) -> bool:
    """Whether a short line without a stop still says something: a verb, a figure, a quotation and who said it."""
    found = plain.split()
    titled = 2 * sum(word[0].isupper() for word in found) >= len(found)
    if len(found) > (12 if titled else 8):
        return True
    if len(found) >= 6 and any(word.lower() in load_words()["finite_words"] for word in found[1:]):
        return True
    closing = re.search(r"[”\"’']", plain[1:])
    if plain[0] in "“\"‘'" and closing and len(plain) - closing.end() > 2:
        return True
    return re.search(r":\s*[\d$£€]", plain) is not None


def _is_dated(plain: str) -> bool:
    """Whether a line holds a date and at most the place or outlet beside it."""
    return len(plain) <= 160 and bool(read_date_line(plain) or is_dateline(plain) or read_masthead(plain))


def _date_end(words: str) -> int:
    stamp = read_leading_date(words)
    return stamp.end if stamp else 0


def _split_tails(text: str, found: list[Region]) -> list[Region]:
    """Take sign-offs and agency credits off the ends of the paragraphs they are glued to."""
    last_body = max((k for k, region in enumerate(found) if region.kind == "body"), default=-1)
    split: list[Region] = []
    for number, region in enumerate(found):
        kind: RegionKind = "boilerplate"
        cut = find_sign_off(text, region.span) if region.kind == "body" else None
        last = number in (last_body, len(found) - 1) and region.kind in ("body", "boilerplate", "correction")
        if cut is None and last:
            cut, kind = find_closing_credit(text, region.span), "byline"
        if cut is None:
            split.append(region)
        else:
            split.append(Region(region.kind, _trim(text, Span(region.span.start, cut))))
            split.append(Region(kind, _trim(text, Span(cut, region.span.end))))
    return split


def _name_orphan(text: str, found: list[Region]) -> list[Region]:
    """A report without any body has its last heading read as body, unless that is a bare headline."""
    likely = [k for k, region in enumerate(found) if region.kind in ("headline", "subhead")]
    if not likely or any(region.kind in ("body", "correction") for region in found):
        return found
    last = likely[-1]
    if found[last].kind == "headline" and not ends_sentence(found[last].span.of(text)):
        return found
    return [Region("body", region.span) if k == last else region for k, region in enumerate(found)]


def _title_end(words: str, title: str) -> int:
    """Where the title ends that *words* begin with, its final stop included; 0 if they do not begin with it."""
    kept = 0
    for at, char in enumerate(words if title else ""):
        if char.isalnum():
            if _flat(char) != title[kept]:
                return 0
            kept += 1
        if kept == len(title):
            return _parted_end(words, at + 1)
    return 0


def _parted_end(words: str, end: int) -> int:
    """Where the title that ends at *end* ends with its marks, if something parts it from what follows.

    A title made of a sentence's first words is not printed above it.
    """
    if words[end : end + 1].isalnum():
        return 0
    tail = re.match(r"[.!?…]?[\"'”’)\]*_]*(?:\s{0,2}[.!?:|–—-])?", words[end:])
    after = end + (tail.end() if tail else 0)
    rest = words[after:].lstrip(" \t\xa0")
    if not rest or rest[0] in "\n\r" or words[end:after].strip(" \"'”’)]*_"):
        return after
    return after if find_dateline(rest) or read_leading_date(rest) else 0


def _flat(words: str) -> str:
    """The letters and digits of *words*, each case-folded to one code point."""
    return "".join(char.casefold() if len(char.casefold()) == 1 else char for char in words if char.isalnum())


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
