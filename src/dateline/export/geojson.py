"""A story's events as GeoJSON: a point where a report names a town that resolves, no geometry otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dateline.export.delivery import Delivery, OutputFile
from dateline.export.eventdata import EventRecord, gather_events
from dateline.export.json import dump_json
from dateline.export.wording import join_interval
from dateline.model import Party, Story

Json = dict[str, Any]


def to_geojson(story: Story) -> Delivery:
    """Write the events of a story as a feature collection.

    Args:
        story: Of one happening.

    Returns:
        One file, a feature for each event. ``geometry`` is null for a country, a province or a sea, for a name that
        does not resolve and for an event without a place; ``precision`` tells which.

    References:
        RFC 7946, sections 3.2 (a feature without a location has a null geometry) and 4 (longitude first, WGS 84).

    >>> to_geojson(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).files[0].rows
    0
    """
    records = gather_events(story)
    located = sum(record.where is not None and record.where.lat is not None for record in records)
    collection = {
        "type": "FeatureCollection",
        "story": {"id": story.id, "title": story.title},
        "features": [_feature(record) for record in records],
    }
    content = (dump_json(collection) + "\n").encode("utf-8")
    note = f"{located} of {len(records)} events have a point; the others have no place, or one that is no point"
    return Delivery((OutputFile("events.geojson", content, len(records)),), notes=(note,))


def _feature(record: EventRecord) -> Json:
    event, where = record.event, record.where
    point = None
    if where is not None and where.lat is not None and where.lon is not None:
        point = {"type": "Point", "coordinates": [where.lon, where.lat]}
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": point,
        "properties": {
            "type": event.type or None,
            "act": event.act,
            "mode": event.mode,
            "cameo": event.cameo,
            "what": event.what,
            "main": event.main,
            "status": event.status,
            "polarity": event.polarity,
            "date": join_interval(event.earliest, event.latest),
            "earliest": event.earliest,
            "latest": event.latest,
            "place": event.place,
            "precision": where.precision if where else None,
            "country": where.country if where else None,
            "geonameid": where.geonameid if where else None,
            "source": _parties(event.source_actors),
            "target": _parties(event.target_actors),
            "origins": len(event.origins),
            "origin_groups": list(event.origins),
            "reports": [reading.id for reading in record.readings],
        },
    }


def _parties(parties: Sequence[Party]) -> list[Json]:
    return [{"name": party.name, "code": party.code} for party in parties]
