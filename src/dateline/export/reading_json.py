"""A reading -> the JSON shape that the specification gives to what one report says."""

from __future__ import annotations

import hashlib
from typing import Any

from dateline.export.wording import join_interval
from dateline.model import Actor, EventMention, Quote, Reading, Span

Json = dict[str, Any]


def reading_to_dict(reading: Reading) -> Json:
    """Shape one report's reading as a line of ``dateline read``.

    Args:
        reading: Of one report.

    Returns:
        The report's particulars and all that was found in it; spans are ``[start, end)`` in code points of its text.

    References:
        The specification, "Output of `dateline read`".

    >>> from dateline.model import Metadata, Report
    >>> reading = Reading(Report("r1", "Rain fell."), Metadata(outlet="Example"))
    >>> reading_to_dict(reading)["outlet"], reading_to_dict(reading)["quotes"]
    ('Example', [])
    """
    text, meta = reading.text, reading.metadata
    return {
        "id": reading.id,
        "text_sha256": hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        "title": meta.title,
        "outlet": meta.outlet,
        "published": meta.published,
        "url": meta.url,
        "byline": meta.byline,
        "language": meta.language,
        "origin": {"agency": reading.credit.agency, "credit": reading.credit.credit},
        "regions": [{"kind": region.kind, "span": _span(region.span)} for region in reading.regions],
        "entities": [
            {
                "name": entity.name,
                "type": entity.type,
                "code": entity.code,
                "role": entity.role,
                "mentions": [_span(span) for span in entity.mentions],
            }
            for entity in reading.entities
        ],
        "quotes": [_quote(quote) for quote in reading.quotes],
        "times": [{"span": _span(timex.span), "type": timex.type, "value": timex.value} for timex in reading.times],
        "places": [
            {
                "span": _span(place.span),
                "name": place.name,
                "lat": place.lat,
                "lon": place.lon,
                "country": place.country,
                "geonameid": place.geonameid,
            }
            for place in reading.places
        ],
        "quantities": [
            {
                "span": _span(quantity.span),
                "value": [_number(quantity.low), _number(quantity.high)],
                "unit": quantity.unit,
                "role": quantity.role,
                "of": quantity.of,
            }
            for quantity in reading.quantities
        ],
        "events": [_mention(event, text) for event in reading.events],
        "notes": list(dict.fromkeys((*reading.report.notes, *reading.notes))),
    }


def _quote(quote: Quote) -> Json:
    speaker = quote.speaker
    return {
        "kind": quote.kind,
        "content": [_span(span) for span in quote.content],
        "cue": _span(quote.cue) if quote.cue else None,
        "speaker": {
            "span": _span(speaker.span) if speaker.span else None,
            "name": speaker.name,
            "entity": speaker.entity,
            "role": speaker.role,
        },
        "via": quote.via,
        "attitude": quote.attitude,
    }


def _mention(event: EventMention, text: str) -> Json:
    return {
        "type": event.type or None,
        "mode": event.mode,
        "cameo": event.cameo,
        "trigger": _span(event.trigger),
        "text": event.clause.of(text),
        "span": _span(event.clause),
        "act": event.act,
        "status": event.status,
        "polarity": event.polarity,
        "source": [_actor(actor) for actor in event.source_actors],
        "target": [_actor(actor) for actor in event.target_actors],
        "date": join_interval(event.earliest, event.latest),
        "date_reason": event.date_reason,
        "place": event.place,
        "asserted_by": event.asserted_by,
    }


def _actor(actor: Actor) -> Json:
    return {"span": _span(actor.span), "text": actor.text, "name": actor.name, "code": actor.code}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]


def _number(value: float | None) -> float | int | None:
    """A whole number without its point; a number that JSON cannot hold is an open side."""
    if value is None or value != value or value in (float("inf"), float("-inf")):  # noqa: PLR0124 (NaN differs from itself)
        return None
    return int(value) if value == int(value) else value
