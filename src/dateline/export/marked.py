"""A report's text cut into blocks and segments, so that every stretch used as evidence can be marked and linked.

Evidence overlaps (a clause within a sentence, a quotation across two paragraphs), which elements of a page cannot. So
the text is cut wherever some evidence begins or ends, and each segment knows all the evidence it belongs to.
Blocks and segments put end to end are the text, letter for letter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.model import Region, Span

_PROSE = ("body", "headline", "caption", "subhead", "correction")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that the same evidence covers from its first letter to its last."""

    text: str
    covering: tuple[Span, ...]
    starting: tuple[Span, ...]
    ending: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a line of a report, with what the region it stands in is there for."""

    kind: str
    segments: tuple[Segment, ...]


def mark_text(text: str, regions: Sequence[Region], evidence: Iterable[Span]) -> tuple[Block, ...]:
    """Cut a report's text into blocks, and these at the ends of all evidence.

    Args:
        text: The report's, as it came in.
        regions: Of the same text; a line break within a region of prose ends no block.
        evidence: Spans that statements rest on, in any order.

    Returns:
        Blocks that are the whole text.

    >>> [[segment.text for segment in block.segments] for block in mark_text("It rained.\\nA lot.", (), [Span(3, 10)])]
    [['It ', 'rained.', '\\n'], ['A lot.']]
    """
    spans = sorted({span for span in evidence if len(span)}, key=lambda span: (span.start, -span.end))
    cuts = sorted({edge for span in spans for edge in (span.start, span.end)})
    bounds = [*_block_starts(text, regions), len(text)]
    kinds = _KindFinder(regions)
    blocks, active, coming = [], [], 0
    for start, end in pairwise(bounds):
        edges = [start, *cuts[bisect_left(cuts, start + 1) : bisect_left(cuts, end)], end]
        segments = []
        for begin, stop in pairwise(edges):
            while coming < len(spans) and spans[coming].start <= begin:
                active.append(spans[coming])
                coming += 1
            active = [span for span in active if span.end > begin]
            segments.append(
                Segment(
                    text=text[begin:stop],
                    covering=tuple(active),
                    starting=tuple(span for span in active if span.start == begin),
                    ending=tuple(span for span in active if span.end == stop),
                )
            )
        blocks.append(Block(kinds.find(start, end), tuple(segments)))
    return tuple(blocks)


def _block_starts(text: str, regions: Sequence[Region]) -> list[int]:
    """Where blocks begin: the lines that hold more than blanks and do not go on inside a region of prose."""
    inside = sorted((region.span.start, region.span.end) for region in regions if region.kind in _PROSE)
    starts, at, number, reach = [0], 0, 0, 0
    seen = False  # whether the block so far holds more than blanks
    for line in text.splitlines(keepends=True):
        first = at + len(line) - len(line.lstrip())
        while number < len(inside) and inside[number][0] < first:
            reach = max(reach, inside[number][1])
            number += 1
        if line.strip():
            if seen and reach <= first:
                starts.append(at)
            seen = True
        at += len(line)
    return starts if text else []


class _KindFinder:
    """Tells which region a block mostly stands in; asked in the order of the text."""

    def __init__(self, regions: Sequence[Region]) -> None:
        self._regions = sorted(regions, key=lambda region: region.span)
        self._at = 0

    def find(self, start: int, end: int) -> str:
        while self._at < len(self._regions) and self._regions[self._at].span.end <= start:
            self._at += 1
        best, kind = 0, "none"
        for region in self._regions[self._at :]:
            if region.span.start >= end:
                break
            shared = min(end, region.span.end) - max(start, region.span.start)
            if shared > best:
                best, kind = shared, region.kind
        return kind
