"""Days that go on into the next sentence: what the same parties did then, with no day of its own, was on the day told.

A wire's lead tells the day, and its second sentence goes on without one: "Chile and Peru agreed on Wednesday to ... The
two foreign ministers signed a declaration ...". By publication alone the signing would be dated by nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dateline.model import EventMention, Reading, Span
from dateline.reconcile.dates import days_in, meets
from dateline.reconcile.parties import party_keys, told

#: Why an event has the date that it has, beside what readers say.
REASON = "the sentence before"


def carry_days(reading: Reading) -> Reading:
    """The reading with the acts that only publication dates on the day of the act that the sentence before tells.

    Both are told as done, by the same parties, at least two; the day must be one that publication allows.

    Args:
        reading: Left unchanged.

    Returns:
        A reading whose events stand at the same indices.
    """
    events: list[EventMention] = []
    for event in reading.events:
        day = _find_day(reading, event, events)
        events.append(event if day is None else replace(event, earliest=day, latest=day, date_reason=REASON))
    return replace(reading, events=tuple(events))


def _find_day(reading: Reading, event: EventMention, before: Sequence[EventMention]) -> str | None:
    if event.date_reason != "publication" or event.status != "happened":
        return None
    parties, at = _parties(event), _sentence(reading, event.trigger)
    for earlier in reversed(before):
        when = (earlier.earliest, earlier.latest)
        if (
            at - _sentence(reading, earlier.trigger) == 1
            and earlier.status in ("happened", "planned")  # what is agreed on a day is told as planned
            and earlier.date_reason == "clause"
            and days_in(when) == 1
            and meets(when, (event.earliest, event.latest))
            and len(parties) > 1
            and parties == _parties(earlier)
        ):
            return earlier.earliest
    return None


def _parties(event: EventMention) -> set[str]:
    return told(party_keys((*event.source_actors, *event.target_actors)))


def _sentence(reading: Reading, span: Span) -> int:
    return next((i for i, sentence in enumerate(reading.sentences) if span.start < sentence.end), 0)
