"""Quotation marks of one paragraph, paired: which stretches stand inside marks, and how deep.

Pairing is deterministic and linear. Every style of English print is read (“ ”, " ", ‘ ’, ' ', `` '', « », „ “),
a paragraph at a time: no mark reaches beyond its paragraph. Apostrophes, feet and inches and clipped decades ('90s)
are told from quotation marks by their neighbours. A paragraph that opens a quotation and does not close it (as each
but the last of a quotation in several paragraphs does) is quoted to its end.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from dateline import lexicon
from dateline.model import Span

_DOUBLE = re.compile(r"[“”„«»\"＂]|``|''|‘‘|’’")
_SINGLE = re.compile(r"[‘’'‚]")
_OPENERS = frozenset({"“", "„", "«", "``", "‘‘"})
_CLOSERS = frozenset({"”", "»", "’’"})
_BEFORE_OPENING = frozenset(" \t\r\n\u00a0\u2009\u202f([{—–-/“\"„«‘'…")
_ENDINGS = ".!?,…"
_SENTENCE_ENDS = frozenset(".!?")


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch inside quotation marks.

    ``span`` takes in the marks, ``inner`` leaves them out; ``depth`` counts the stretches around it; ``single``
    tells ‘ ’ and ' ' from the double marks. ``opened`` and ``closed`` are false where that mark is missing.
    """

    span: Span
    inner: Span
    depth: int = 0
    single: bool = False
    opened: bool = True
    closed: bool = True


def pair_marks(text: str, span: Span) -> tuple[Quoted, ...]:
    """Pair the quotation marks of one paragraph.

    Args:
        text: A report's text, unchanged.
        span: The paragraph: a region's span. Blanks and line breaks inside it do not end a quotation.

    Returns:
        The quoted stretches in text order, an outer one before those inside it; none overlaps another unless it
        holds it or is held by it.

    >>> text = "‘It’s “rock ’n’ roll”,’ she said of the 6' 2\\" star."
    >>> [quoted.inner.of(text) for quoted in pair_marks(text, Span(0, len(text)))]
    ['It’s “rock ’n’ roll”,', 'rock ’n’ roll']
    """
    doubles = _pair_doubles(text, span)
    singles = _pair_singles(text, span, doubles)
    found = sorted((*doubles, *singles), key=lambda item: (item.span.start, -item.span.end, item.single))
    nested: list[Quoted] = []
    around: list[Quoted] = []
    for item in found:
        while around and around[-1].span.end <= item.span.start:
            around.pop()
        if around and item.span.end > around[-1].span.end:
            continue  # crossing marks: the one that opened first is kept
        nested.append(
            Quoted(item.span, item.inner, len(around), item.single, item.opened, item.closed) if around else item
        )
        around.append(item)
    return tuple(nested)


@cache
def _clipped() -> frozenset[str]:
    """Words printed with a leading apostrophe ('em, 'til)."""
    return frozenset(lexicon.load_tables("en/quote_cues.toml").tables["clipped"])


# ---- double marks -------------------------------------------------------------------------------------------------


def _pair_doubles(text: str, span: Span) -> list[Quoted]:
    """Double marks by a stack; what stays open is closed where its quotation most likely ends."""
    found: list[Quoted] = []
    stack: list[tuple[int, int, str]] = []  # start, end and form of an opening mark
    reach = span.start  # up to here a mark has been used
    marks = [match for match in _DOUBLE.finditer(text, span.start, span.end) if not _is_inches(text, match, span)]
    for match in marks:
        form, start, end = match.group(), match.start(), match.end()
        opens = form in _OPENERS and not (form == "“" and stack and stack[-1][2] == "„")
        if form not in _OPENERS and form not in _CLOSERS:
            opens = _looks_opening(text, start, end, span, open_now=bool(stack))
        if opens:
            if stack and stack[-1][2] == form and form in ('"', "''", "＂"):
                opening = stack.pop()  # the same mark opens again: the first was never closed
                _close_early(text, opening, start, found)
            stack.append((start, end, form))
        elif stack:
            opening = stack.pop()
            _add(text, found, opening[0], opening[1], start, end)
            reach = end
        elif not found or reach < start:
            _open_late(text, reach, start, end, span, found)
            reach = end
    starts = sorted(quoted.span.start for quoted in found)
    for number, opening in enumerate(stack):
        if number + 1 < len(stack):
            _close_early(text, opening, stack[number + 1][0], found)
            continue
        at = bisect_right(starts, opening[1])
        if at < len(starts) and text[opening[1] : starts[at]].rstrip()[-1:] in _SENTENCE_ENDS:
            _close_early(text, opening, starts[at], found)
        else:
            _finish(text, opening, span, found)
    return found


def _add(text: str, found: list[Quoted], start: int, inner: int, inner_end: int, end: int) -> None:
    if text[inner:inner_end].strip():
        found.append(Quoted(Span(start, end), Span(inner, inner_end)))


def _is_inches(text: str, match: re.Match[str], span: Span) -> bool:
    """Whether a straight mark after a digit counts inches: 6'2", 5' 11", or a 12" pipe with nothing open before."""
    start = match.start()
    if match.group() not in ('"', "''") or start == span.start or not text[start - 1].isdigit():
        return False
    digits = start - 1
    while digits > span.start and start - digits < 4 and text[digits - 1].isdigit():
        digits -= 1
    before = text[max(span.start, digits - 2) : digits].rstrip()
    if before[-1:] in ("'", "’", "′") and before[-2:-1].isdigit():
        return True
    after = text[match.end() : match.end() + 2]
    opened = text.count(match.group(), max(span.start, start - 400), start) % 2
    return not opened and after[:1] in (" ", "-", "") and after[1:2].islower()


def _looks_opening(text: str, start: int, end: int, span: Span, *, open_now: bool) -> bool:
    before = text[start - 1] if start > span.start else " "
    after = text[end] if end < span.end else " "
    if before in _BEFORE_OPENING and not after.isspace() and (before not in "\"'" or not open_now):
        return after.isalnum() or not open_now or after in "[($£€‘“'…#@"
    if not before.isspace() and (after.isspace() or after in ".,;:!?)]—–"):
        return False
    return not open_now


def _close_early(text: str, opening: tuple[int, int, str], following: int, found: list[Quoted]) -> None:
    """An opening mark without its closing one, before another quotation: it ends with its first sentence."""
    end = following
    for at in range(opening[1], min(following, opening[1] + 2000)):
        if text[at] in ".!?" and text[at + 1 : at + 2].isspace():
            end = at + 1
            break
    inner = text[opening[1] : end].rstrip()
    if any(char.isalnum() for char in inner):
        stop = opening[1] + len(inner)
        found.append(Quoted(Span(opening[0], stop), Span(opening[1], stop), closed=False))


def _finish(text: str, opening: tuple[int, int, str], span: Span, found: list[Quoted]) -> None:
    """The last opening mark of a paragraph, never closed: the quotation goes on to the paragraph's end."""
    stop = opening[1] + len(text[opening[1] : span.end].rstrip())
    if any(char.isalnum() for char in text[opening[1] : min(stop, opening[1] + 200)]):
        found.append(Quoted(Span(opening[0], stop), Span(opening[1], stop), closed=False))


def _open_late(text: str, reach: int, start: int, end: int, span: Span, found: list[Quoted]) -> None:
    """A closing mark that nothing opened: the quotation began with the paragraph, when that can be told."""
    if reach != span.start or start == span.start or text[start - 1] not in _ENDINGS:
        return
    first = span.start + (len(text[span.start : start]) - len(text[span.start : start].lstrip()))
    if text[first : first + 1].isalnum() and text[first].upper() == text[first]:
        found.append(Quoted(Span(first, end), Span(first, start), opened=False))


# ---- single marks -------------------------------------------------------------------------------------------------


def _pair_singles(text: str, span: Span, doubles: list[Quoted]) -> list[Quoted]:
    """Single marks: an opening one that is no apostrophe, with the best closing one before the next opening."""
    taken = [match.start() for match in _DOUBLE.finditer(text, span.start, span.end) if len(match.group()) == 2]
    skip = {at for start in taken for at in (start, start + 1)}
    marks = [m.start() for m in _SINGLE.finditer(text, span.start, span.end) if m.start() not in skip]
    if not marks:
        return []
    level = _levels(marks, doubles)
    openers = [at for at in marks if _opens_single(text, at, span)]
    closers = [at for at in marks if _closes_single(text, at, span)]
    found: list[Quoted] = []
    reach = span.start
    for number, start in enumerate(openers):
        if start < reach:
            continue
        limit = openers[number + 1] if number + 1 < len(openers) else span.end
        first, last = bisect_right(closers, start + 1), bisect_left(closers, limit)
        ends = [at for at in closers[first:last] if level[at] == level[start]]
        if not ends:
            continue
        end = next((at for at in ends if _is_strong(text, at, span)), ends[0])
        found.append(Quoted(Span(start, end + 1), Span(start + 1, end), single=True))
        reach = end + 1
    return found


def _levels(marks: list[int], doubles: list[Quoted]) -> dict[int, int]:
    """For each single mark the start of the innermost double quotation around it, -1 for none."""
    edges = sorted(doubles, key=lambda item: (item.span.start, -item.span.end))
    level: dict[int, int] = {}
    around: list[Span] = []
    following = 0
    for at in marks:
        while following < len(edges) and edges[following].span.start <= at:
            around.append(edges[following].span)
            following += 1
        while around and around[-1].end <= at:
            around.pop()
        level[at] = around[-1].start if around else -1
    return level


def _opens_single(text: str, at: int, span: Span) -> bool:
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1 : at + 2] if at + 1 < span.end else ""
    if text[at] == "’" or before not in _BEFORE_OPENING or not after or not (after.isalnum() or after in '[($£€“"…#@'):
        return False
    if before == "-" and at > span.start + 1 and text[at - 2].isalnum() and text[at] == "'":
        return False
    if after.isdigit():
        word = re.match(r"\d+s?", text[at + 1 : at + 8])
        return not (word and len(word.group().rstrip("s")) == 2)  # '90s, the class of '08
    word = re.match(r"\w+", text[at + 1 : at + 10])
    return not (word and word.group().lower() in _clipped() and text[at] == "'")


def _closes_single(text: str, at: int, span: Span) -> bool:
    if text[at] in "‘‚" or at == span.start or text[at - 1].isspace():
        return False
    if at - 2 >= span.start and text[at - 1] in "nN" and text[at - 2] in "'’‘":
        return False  # rock 'n' roll
    after = text[at + 1] if at + 1 < span.end else " "
    return not after.isalnum()


def _is_strong(text: str, at: int, span: Span) -> bool:
    """Whether a closing mark is no possessive: not after an s, or before a stop, or after one."""
    after = text[at + 1] if at + 1 < span.end else " "
    return text[at - 1] not in "sS" or not after.isspace()
