"""The light record that grouping works on: a report's own words, without its reading.

A full reading costs a parse, some fifty milliseconds; grouping twenty thousand reports must not wait for that. What
it needs can be told from the text: which stretches are the report's own prose and which of its words are somebody's
quoted speech.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dateline.model import Credit, Metadata, Reading, Region, Report, Span

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”\"]|''|(?<![\w'’])‘|’(?![\w'’])")
_PROSE = ("body", "correction")
_NO_CREDIT = Credit()


@dataclass(frozen=True, slots=True)
class Item:
    """One report as grouping sees it.

    ``published`` is an ISO day or time; ``credit`` what the report itself states of its agency; ``prose`` are the
    stretches that are news text, paragraph by paragraph; ``quoted`` those inside quotation marks. All spans index
    ``text``.
    """

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    credit: Credit = _NO_CREDIT
    prose: tuple[Span, ...] = ()
    quoted: tuple[Span, ...] = ()

    @property
    def agency(self) -> str | None:
        """The agency that the report itself credits."""
        return self.credit.agency

    @property
    def day(self) -> str | None:
        """The day of publication, ``YYYY-MM-DD``."""
        return self.published[:10] if self.published else None

    @property
    def length(self) -> int:
        """The code points of its prose."""
        return sum(len(span) for span in self.prose)


def make_item(report: Report, *, regions: Sequence[Region] = (), credit: Credit | None = None) -> Item:
    """Make the light record of a report that has not been read.

    Args:
        report: Left unchanged.
        regions: What its parts are there for; without them every paragraph counts as prose.
        credit: The agency it credits, where that is known.

    Returns:
        The item; its spans index ``report.text``.

    >>> [span.of("A\\n“B,” she said.") for span in make_item(Report("r", "A\\n“B,” she said.")).quoted]
    ['“B,”']
    """
    metadata = Metadata(report.title, report.outlet, report.published, report.url, report.byline, report.language)
    return _assemble(report, metadata, regions, credit or _NO_CREDIT)


def item_of_reading(reading: Reading) -> Item:
    """The light record of a report that has been read: its regions, particulars and credit as the readers gave them."""
    return _assemble(reading.report, reading.metadata, reading.regions, reading.credit)


def _assemble(report: Report, metadata: Metadata, regions: Sequence[Region], credit: Credit) -> Item:
    prose = tuple(region.span for region in regions if region.kind in _PROSE)
    if not prose:
        prose = tuple(Span(*found.span()) for found in _PARAGRAPH.finditer(report.text))
    return Item(
        id=report.id,
        text=report.text,
        title=metadata.title,
        published=metadata.published,
        outlet=metadata.outlet,
        url=metadata.url,
        byline=metadata.byline,
        credit=credit,
        prose=prose,
        quoted=tuple(_quoted(report.text, prose)),
    )


def _quoted(text: str, prose: Iterable[Span]) -> Iterator[Span]:
    """What stands inside quotation marks, a paragraph at a time; a “ that is not closed runs to the end."""
    for span in prose:
        opened: int | None = None
        closer: tuple[str, ...] = ()
        for found in _MARK.finditer(text, span.start, span.end):
            mark = found.group()
            if opened is None:
                if mark not in "”’":
                    opened = found.start()
                    closer = {"“": ("”",), "‘": ("’",), '"': ('"',), "''": ("''",)}[mark]
            elif mark in closer:
                yield Span(opened, found.end())
                opened = None
        if opened is not None and closer == ("”",):
            yield Span(opened, span.end)
