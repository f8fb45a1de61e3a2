"""Room 3: Readings -> Origins and Stories.

`assign_origins` and `assign_stories` take readings. `find_origins` and `find_stories` do the same for light records,
which need no parse: `make_item` makes one of a report. `find_groups` finds both at once. All three take outlines as
well, which hold no text: `make_outline` draws one of an item, `pack_outline` and `unpack_outline` turn it into bytes
and back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dateline.config import GroupConfig
from dateline.group.background import find_background
from dateline.group.cluster import find_stories
from dateline.group.dependence import SpokenWords
from dateline.group.items import Item, item_of_reading, make_item
from dateline.group.origins import Groups, find_groups, find_origins
from dateline.group.outlines import OUTLINE_VERSION, Outline, make_outline, pack_outline, unpack_outline
from dateline.judgements import NO_JUDGEMENTS, Judgements
from dateline.model import Background, Origin, Reading

__all__ = [
    "OUTLINE_VERSION",
    "Groups",
    "Item",
    "Outline",
    "SpokenWords",
    "assign_background",
    "assign_origins",
    "assign_stories",
    "find_background",
    "find_groups",
    "find_origins",
    "find_stories",
    "item_of_reading",
    "make_item",
    "make_outline",
    "pack_outline",
    "spoken_words",
    "unpack_outline",
]


def assign_origins(
    readings: Sequence[Reading], config: GroupConfig = GroupConfig(), judgements: Judgements = NO_JUDGEMENTS
) -> tuple[Origin, ...]:
    """Find where the words of reports come from.

    Args:
        readings: In any order, of one story or of many.
        config: How much shared text makes a copy.
        judgements: Which reports a user keeps apart or joins.

    Returns:
        Every report in one origin, each with the reasons that put it there; origins by first publication.
    """
    speech = [spoken for reading in sorted(readings, key=lambda each: each.id) for spoken in spoken_words(reading)]
    items = [item_of_reading(reading) for reading in readings]
    return find_origins(items, config, speech=speech, judgements=judgements)


def assign_stories(readings: Sequence[Reading], config: GroupConfig = GroupConfig()) -> tuple[tuple[str, ...], ...]:
    """Find which reports tell of one happening.

    Args:
        readings: In any order.
        config: How alike the reports of one happening are.

    Returns:
        The report ids of each story by publication; stories by their first report.
    """
    return find_stories([item_of_reading(reading) for reading in readings], config)


def assign_background(
    readings: Sequence[Reading], config: GroupConfig = GroupConfig(), judgements: Judgements = NO_JUDGEMENTS
) -> tuple[tuple[tuple[str, ...], ...], tuple[Background, ...]]:
    """Find which reports tell of one happening, and which are background to stories in which they are no news.

    Args:
        readings: In any order.
        config: How alike the reports of one happening are.
        judgements: Which reports a user keeps apart.

    Returns:
        The stories as `assign_stories` gives them, and the background to them by story and report.
    """
    items = [item_of_reading(reading) for reading in readings]
    groups = find_groups(items, config, judgements=judgements)
    fetch = {item.id: item for item in items}.__getitem__
    metadata = {reading.id: reading.metadata for reading in readings}
    found = find_background(items, groups, fetch, judgements)
    return groups.stories, tuple(replace(each, metadata=metadata[each.report]) for each in found)


def spoken_words(reading: Reading) -> Iterator[SpokenWords]:
    """What a report quotes word for word from a named speaker, with the paragraph around."""
    for quote in reading.quotes:
        if quote.kind == "indirect" or not quote.speaker.name:
            continue
        for span in quote.content:
            start = reading.text.rfind("\n", 0, span.start) + 1
            end = reading.text.find("\n", span.end)
            around = reading.text[start : span.start] + " " + reading.text[span.end : end if end >= 0 else None]
            yield SpokenWords(reading.id, quote.speaker.name, span, span.of(reading.text), around)
