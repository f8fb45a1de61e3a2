"""A text's paragraphs: hard-wrapped lines put together, a paragraph torn by a stray blank line healed.

Nothing is rewritten: a paragraph is a `Span`. What tells a wrapped line is that the next one goes on in lower case;
what ends a paragraph in wrapped text is a line that had room for the next word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.model import Span

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*(?=[\s,;]|[.!?]?(?:\s|$))")
_STOPS = ".!?…"
_CLOSERS = "\"'”’»)]*_ \t\xa0"
_OPENERS = "“\"‘'«„"
_WIDEST_WRAP = 130  # typewriter, mail and teleprinter widths all lie below
_NARROWEST_WRAP = 30
_LONGEST_GAP = 4  # line breaks: a stray gap is one blank line or two, not the end of a section
_EDGE = 2_000  # code points at a paragraph's edge that are searched for an open quotation


@dataclass(frozen=True, slots=True)
class _Line:
    start: int  # of the first code point that is not blank
    end: int
    indent: int
    gap: int  # line breaks since the line before


def split_paragraphs(text: str) -> tuple[Span, ...]:
    """Find the paragraphs of a text, without the blanks around them.

    Args:
        text: A report's text, unchanged.

    Returns:
        Spans in text order; every code point that is not blank lies in one of them.

    >>> text = "The talks went on until\\n\\ndawn.\\n\\nNobody spoke."
    >>> [span.of(text) for span in split_paragraphs(text)]
    ['The talks went on until\\n\\ndawn.', 'Nobody spoke.']
    """
    lines = _find_lines(text)
    return tuple(_heal(text, _join_wrapped(text, lines)))


def ends_sentence(words: str) -> bool:
    """Whether *words* end with a full stop, exclamation or question mark, closing marks aside.

    >>> ends_sentence("“We are done.”"), ends_sentence("'Allies'")
    (True, False)
    """
    bare = words[-40:].rstrip(_CLOSERS)
    return bool(bare) and bare[-1] in _STOPS


def _find_lines(text: str) -> list[_Line]:
    lines = []
    start, gap = 0, 0
    ends = [(match.start(), match.end()) for match in _BREAK.finditer(text)]
    for end, following in [*ends, (len(text), len(text))]:
        line = text[start:end]
        bare = line.strip()
        if bare:
            indent = len(line) - len(line.lstrip())
            lines.append(_Line(start + indent, start + indent + len(bare), indent, gap))
            gap = 0
        gap += 1
        start = following
    return lines


def _join_wrapped(text: str, lines: Sequence[_Line]) -> list[Span]:
    """Put the lines of a paragraph together where the text is hard-wrapped."""
    width = _wrap_width(text, lines)
    spans: list[Span] = []
    for before, line in zip([None, *lines], lines, strict=False):
        if before and line.gap == 1 and width and _goes_on(text, before, line, width):
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(Span(line.start, line.end))
    return spans


def _wrap_width(text: str, lines: Sequence[_Line]) -> int:
    """The column that a text is wrapped at, 0 when it is not.

    >>> _wrap_width("One line a paragraph.\\nAnother line.", _find_lines("One line a paragraph.\\nAnother line."))
    0
    """
    breaks = [(before, line) for before, line in pairwise(lines) if line.gap == 1]
    lengths = sorted(line.end - line.start for line in lines if " " in text[line.start : line.end])
    if not breaks or not lengths or not _NARROWEST_WRAP <= lengths[-1 - len(lengths) // 50] <= _WIDEST_WRAP:
        return 0
    lower = sum(_begins_in_small(text[line.start : line.end]) for _, line in breaks)
    # Running English begins about four lines in five with a small letter, separate lines hardly one in twenty.
    return lengths[-1 - len(lengths) // 50] if lower >= max(0.4 * len(breaks), 1) else 0


def _goes_on(text: str, before: _Line, line: _Line, width: int) -> bool:
    if line.indent > before.indent + 1 and ends_sentence(text[max(before.start, before.end - 40) : before.end]):
        return False
    if _begins_in_small(text[line.start : line.end]):
        return True
    word = text[line.start : min(line.end, line.start + width)].split(None, 1)[0]
    room = width - (before.end - before.start) - 1 - len(word)
    return room < width // 10


def _heal(text: str, spans: Sequence[Span]) -> list[Span]:
    healed: list[Span] = []
    for span in spans:
        if healed and _torn(text, healed[-1], span):
            healed[-1] = Span(healed[-1].start, span.end)
        else:
            healed.append(span)
    return healed


def _torn(text: str, first: Span, second: Span) -> bool:
    """Whether one sentence or quotation runs from *first* into *second* over stray line breaks."""
    between = text[first.end : second.start]
    if len(between) > 200 or len(_BREAK.findall(between)) > _LONGEST_GAP:
        return False
    head = text[second.start : min(second.end, second.start + _EDGE)]
    tail = text[max(first.start, first.end - _EDGE) : first.end]
    if head[0] in _OPENERS or not (" " in head or ends_sentence(head)) or not _is_running(tail):
        return False
    finished = ends_sentence(tail)
    if not finished and tail[-1] not in ":;" and _begins_in_small(head):
        return True
    opened = len(first) < _EDGE and _left_open(tail) != "" and _closes_first(head)
    return opened and (not finished or not head[0].isupper() or _left_open(tail) == "“")


def _begins_in_small(words: str) -> bool:
    """Whether *words* begin with a word in small letters, not with "jd/ab" or "pic.example.com"."""
    return words[0].islower() and _WORD.match(words) is not None


def _is_running(words: str) -> bool:
    """Whether *words* are prose and no label or heading: many, or a few that end in small letters."""
    blanks = words.count(" ")
    return (len(words) >= 35 and blanks >= 5) or (blanks >= 3 and words.rpartition(" ")[2].islower())


def _left_open(words: str) -> str:
    """The quotation mark that is opened in *words* and not closed, or nothing.

    >>> _left_open("“We will go, she said"), _left_open('"No," she said')
    ('“', '')
    """
    if words.rfind("“") > words.rfind("”"):
        return "“"
    return '"' if words.count('"') % 2 else ""


def _closes_first(words: str) -> bool:
    """Whether the first double quotation mark in *words* is one that closes."""
    match = re.search('[“”"]', words)
    if match is None or match.group() == "“":
        return False
    if match.group() == "”":
        return True
    before, after = words[: match.start()], words[match.end() : match.end() + 1]
    return words.count('"') % 2 == 1 and bool(before) and not before[-1].isspace() and not after.isalnum()
