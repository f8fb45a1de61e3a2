"""A story's events with what the event-data formats ask of each: its days, its place, its actors' words, its reports.

Nothing is made up here: an event whose day is not told has none, and a place that is larger than a town has no point.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dateline.export.codebook import quad_of_type
from dateline.export.wording import count
from dateline.model import Actor, EventMention, Party, Place, Reading, Story, StoryEvent

#: Kinds of place that are as small as the point that stands for them.
_POINTS = {"town"}


@dataclass(frozen=True, slots=True)
class Where:
    """An event's place: the name that reports give and what it stands for.

    ``precision`` is the kind of the place (town, district, division, country, region, water, land ...), ``unresolved``
    when no report tells which place of the name is meant, ``conflicting`` when two reports mean different ones.
    ``lat`` and ``lon`` stand only for a town: an area has no point.
    """

    name: str
    precision: str
    country: str | None = None
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """A party with the words of the first report that name it so, and its role there."""

    party: Party
    text: str | None
    role: str | None


@dataclass(frozen=True, slots=True)
class MentionRecord:
    """One telling of an event: the report, the mention, and the number of its sentence counted from 1."""

    reading: Reading
    mention: EventMention
    sentence: int


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A story's event with all that its mentions tell; ``readings`` are the reports that tell it, in its order."""

    event: StoryEvent
    where: Where | None
    sources: tuple[ActorRecord, ...]
    targets: tuple[ActorRecord, ...]
    mentions: tuple[MentionRecord, ...]
    readings: tuple[Reading, ...]

    @property
    def day(self) -> str | None:
        """The day, or the first of the days, on which it happened; ``None`` unless both ends are told to the day."""
        early, late = self.event.earliest, self.event.latest
        return early if early and late and len(early) == len(late) == 10 else None

    @property
    def published(self) -> str | None:
        """When the first of its reports came out, as given."""
        return min((r.metadata.published for r in self.readings if r.metadata.published), default=None)


def gather_events(story: Story) -> tuple[EventRecord, ...]:
    """The events of a story with what the formats ask of them, in the story's order.

    Args:
        story: Of one happening.

    >>> gather_events(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()))
    ()
    """
    readings = {reading.id: reading for reading in story.readings}
    return tuple(_gather(event, readings) for event in story.events)


def gather_plover(story: Story) -> tuple[tuple[EventRecord, ...], tuple[str, ...]]:
    """The events that have a type in PLOVER, as `gather_events`, and a line that tells how many have none.

    What nobody does to anybody (a storm, a crash) is told by reports but is no event of PLOVER's.

    >>> gather_plover(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()))
    ((), ())
    """
    records = gather_events(story)
    kept = tuple(record for record in records if quad_of_type(record.event.type))
    left = count(len(records) - len(kept), "event")
    return kept, (f"left out, for PLOVER has no type for it: {left}",) if len(kept) < len(records) else ()


def first_day(value: str | None) -> str | None:
    """The first day that an ISO date of any precision may mean.

    >>> first_day("2024-02"), first_day("2024"), first_day(None)
    ('2024-02-01', '2024-01-01', None)
    """
    return value + "-01-01"[len(value) - 4 :] if value else None


def last_day(value: str | None) -> str | None:
    """The last day that an ISO date of any precision may mean.

    >>> last_day("2024-02"), last_day("2024"), last_day("2024-05-06")
    ('2024-02-29', '2024-12-31', '2024-05-06')
    """
    if value and len(value) == 7:
        return f"{value}-{calendar.monthrange(int(value[:4]), int(value[5:]))[1]:02d}"
    return f"{value}-12-31" if value and len(value) == 4 else value


def _gather(event: StoryEvent, readings: Mapping[str, Reading]) -> EventRecord:
    mentions = tuple(
        MentionRecord(reading, mention, _sentence_of(reading, mention))
        for report, index in event.mentions
        if (reading := readings.get(report)) and index < len(reading.events)
        for mention in [reading.events[index]]
    )
    reports = dict.fromkeys([m.reading.id for m in mentions] + [item.report for item in event.evidence])
    return EventRecord(
        event,
        _locate(event, mentions),
        _actors(event.source_actors, [(m.reading, actor) for m in mentions for actor in m.mention.source_actors]),
        _actors(event.target_actors, [(m.reading, actor) for m in mentions for actor in m.mention.target_actors]),
        mentions,
        tuple(readings[report] for report in reports if report in readings),
    )


def _sentence_of(reading: Reading, mention: EventMention) -> int:
    """The number of the sentence with the trigger; 0 where the sentences are not known."""
    starts = [i for i, span in enumerate(reading.sentences, 1) if span.start <= mention.trigger.start < span.end]
    return starts[0] if starts else 0


def _locate(event: StoryEvent, mentions: Sequence[MentionRecord]) -> Where | None:
    if not event.place:
        return None
    found: dict[tuple[object, ...], Place] = {}
    for record in mentions:
        if record.mention.place != event.place:
            continue
        named = [place for place in record.reading.places if place.name == event.place]
        near = [place for place in named if record.mention.clause.holds(place.span)] or named
        for place in near[:1]:
            if place.country or place.lat is not None:
                found.setdefault((place.geonameid, place.lat, place.lon, place.country, place.kind), place)
    if len(found) != 1:
        return Where(event.place, "conflicting" if found else "unresolved")
    [place] = found.values()
    if place.kind is None:  # the country it lies in is told, the place itself is not in the gazetteer
        return Where(event.place, "unresolved", place.country)
    if place.kind in _POINTS:
        return Where(event.place, place.kind, place.country, place.geonameid, place.lat, place.lon)
    return Where(event.place, place.kind, place.country, place.geonameid)


def _actors(parties: Sequence[Party], told: Sequence[tuple[Reading, Actor]]) -> tuple[ActorRecord, ...]:
    records = []
    for party in parties:
        named = [(reading, actor) for reading, actor in told if actor.name == party.name]
        roles = [
            entity.role
            for reading, _ in named
            for entity in reading.entities
            if entity.role and entity.name == party.name
        ]
        records.append(ActorRecord(party, named[0][1].text if named else None, roles[0] if roles else None))
    return tuple(records)
