"""Room 2: Report -> Reading, one report at a time."""

from __future__ import annotations

from datetime import date

from dateline.config import ReadConfig
from dateline.errors import ReadError
from dateline.model import Metadata, Reading, Report
from dateline.read.actors import code_actor
from dateline.read.agencies import fold, load_outlets
from dateline.read.credit import find_credit, find_metadata
from dateline.read.entities import find_names
from dateline.read.entities.coref import find_entities
from dateline.read.events import find_events
from dateline.read.places import find_places
from dateline.read.quantities import find_quantities
from dateline.read.quotes import find_quotes
from dateline.read.regions import find_regions
from dateline.read.text import parse_text
from dateline.read.times import find_times, puts_day_first

__all__ = ["code_actor", "read_report"]


def read_report(report: Report, config: ReadConfig = ReadConfig()) -> Reading:
    """Read one report: its regions, credit, entities, quotes, times, places, quantities and events.

    Args:
        report: Left unchanged; every span of the reading slices ``report.text``.
        config: The NLP pipeline and limits.

    Returns:
        The reading; its notes tell what could not be done (no publication date, a text cut short).

    Raises:
        ReadError: The report has no text.
        ConfigError: The NLP pipeline is not installed.
    """
    if not report.text.strip():
        raise ReadError("the report has no text", where=report.id)
    regions = find_regions(_head(report.text, config.max_chars), title=report.title)
    metadata = find_metadata(report, regions)
    credit = find_credit(report, regions)
    if metadata.language not in (None, config.language):
        note = f"is in {metadata.language!r}; only {config.language!r} is read, so nothing was taken from its sentences"
        return Reading(report, metadata, credit, regions, notes=(*report.notes, note))
    published = date.fromisoformat(metadata.published[:10]) if metadata.published else None
    parse = parse_text(report.text, regions, model=config.model)
    home = load_outlets().get(fold(metadata.outlet or ""))
    day_first = puts_day_first(home.country if home else None)
    times = find_times(parse, regions=regions, published=published, day_first=day_first)
    places = find_places(parse, regions=regions, metadata=metadata)
    entities = find_entities(parse, find_names(parse, places=places), published=published)
    quotes = find_quotes(parse, entities=entities)
    return Reading(
        report=report,
        metadata=metadata,
        credit=credit,
        regions=regions,
        entities=entities,
        quotes=quotes,
        times=times,
        places=places,
        quantities=find_quantities(parse, times=times),
        events=find_events(parse, entities=entities, quotes=quotes, times=times, places=places, published=published),
        sentences=tuple(sentence.span for sentence in parse.sentences),
        notes=(*report.notes, *_notes(report, metadata, config)),
    )


def _head(text: str, limit: int) -> str:
    """The text as far as it is read: to the last paragraph's end, or else the last blank, within the limit."""
    if len(text) <= limit:
        return text
    end = text.rfind("\n\n", limit // 2, limit)
    end = end if end > 0 else max(text.rfind(" ", limit // 2, limit), text.rfind("\n", limit // 2, limit))
    return text[: end if end > 0 else limit]


def _notes(report: Report, metadata: Metadata, config: ReadConfig) -> list[str]:
    notes = []
    if metadata.published is None:
        notes.append(
            'has no publication date; dates like "Monday" or "last year" stay unresolved '
            '(give "published" in a JSON line, or a line with the full date above the text)'
        )
    if len(report.text) > config.max_chars:
        notes.append(
            f"is {len(report.text):,} characters long; only the first {config.max_chars:,} were read (read.max_chars)"
        )
    return notes
