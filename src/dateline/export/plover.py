"""A story's events as PLOVER records: JSON Lines with the field names of the PLOVER manual."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dateline.export.codebook import (
    auxiliary_of,
    cameo_of,
    countries,
    goldstein_of,
    plover_sectors,
    quad_of_type,
    split_code,
)
from dateline.export.delivery import Delivery, OutputFile, coder
from dateline.export.eventdata import ActorRecord, EventRecord, Where, first_day, gather_plover, last_day
from dateline.export.json import dump_jsonl
from dateline.export.wording import safe_link
from dateline.model import Evidence, Reading, Story

Json = dict[str, Any]


def to_plover(story: Story) -> Delivery:
    """Write the events of a story as PLOVER records, one a line.

    Args:
        story: Of one happening.

    Returns:
        One file. ``date`` and ``enddate`` are the first and the last day that the event may have happened on, ``null``
        on an open side; ``date_precision`` tells what the reports give. The only words of reports are the evidence.

    References:
        PLOVER manual, "JSON Data Fields" (Open Event Data Alliance).

    >>> to_plover(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).files[0].content
    b''
    """
    records, notes = gather_plover(story)
    rows = [_record(record, story) for record in records]
    return Delivery((OutputFile("plover.jsonl", dump_jsonl(rows).encode("utf-8"), len(rows)),), notes=notes)


def _record(record: EventRecord, story: Story) -> Json:
    event = record.event
    code = cameo_of(event)
    return {
        "id": event.id,
        "has_event": True,
        "date": first_day(event.earliest),
        "enddate": last_day(event.latest),
        "date_precision": _precision(record),
        "source": [_actor(actor) for actor in record.sources],
        "recipient": [_actor(actor) for actor in record.targets],
        "event": [event.type],
        "event_loc": _location(record.where),
        "event_text": list(dict.fromkeys(m.mention.trigger.of(m.reading.text) for m in record.mentions)),
        "quad_code": quad_of_type(event.type),
        "event_scale": goldstein_of(code) if code else None,
        "mode": [event.mode] if event.mode else [],
        "context": list(auxiliary_of(event)),
        "status": event.status,
        "polarity": event.polarity,
        "cameo": code,
        "link": story.id,
        "text": event.evidence[0].text if event.evidence else None,
        "text_info": [_text(item, record) for item in event.evidence],
        "cite_info": [_citation(reading) for reading in record.readings],
        "origins": list(event.origins),
        "coder": coder(),
    }


def _precision(record: EventRecord) -> str | None:
    """What the reports give: a day, month or year; "interval" for two dates, "open" for one side, ``None`` for none."""
    early, late = record.event.earliest, record.event.latest
    if early is None and late is None:
        return None
    if early is None or late is None:
        return "open"
    return {4: "year", 7: "month"}.get(len(early), "day") if early == late else "interval"


def _actor(actor: ActorRecord) -> Json:
    """A PLOVER actor object; its code is the country, its sector as many letters as are known."""
    code = split_code(actor.party.code)
    sectors = plover_sectors(code)
    top, rest = (code.country, sectors) if code.body is None else ("IGO", sectors[1:])
    return {
        "code": top,
        "sector": "".join(rest) or None,
        "actor_text": actor.text,
        "identifier_text": actor.party.name,
        "office": actor.role,
        "dateline_code": actor.party.code,
    }


def _location(where: Where | None) -> Json | None:
    if where is None:
        return None
    row = countries().get(where.country or "")
    return {
        "name": where.name,
        "geonameid": where.geonameid,
        "latitude": where.lat,
        "longitude": where.lon,
        "country code": (row["alpha2"] or None) if row else None,
        "cc3": where.country,
        "precision": where.precision,
    }


def _text(item: Evidence, record: EventRecord) -> Json:
    return {
        "report": item.report,
        "sequence": _sentence(item, record.readings),
        "start": item.span.start,
        "end": item.span.end,
        "text": item.text,
    }


def _sentence(item: Evidence, readings: Sequence[Reading]) -> int | None:
    """The number of the sentence in which a piece of evidence begins."""
    spans = next((reading.sentences for reading in readings if reading.id == item.report), ())
    return next((i for i, span in enumerate(spans, 1) if span.start <= item.span.start < span.end), None)


def _citation(reading: Reading) -> Json:
    meta = reading.metadata
    return {
        "citation": reading.id,
        "url": safe_link(meta.url),
        "title": meta.title,
        "language": meta.language,
        "publication": meta.outlet,
        "published": meta.published,
    }
