"""A story's events as GDELT 2.0 tables: Events (61 columns) and Mentions (16), without a header, a dyad a row.

GDELT has no field for what is planned, denied, alleged or supposed: only what reports tell as done is written, and how
many events were left out is told.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from dateline.export.codebook import (
    cameo_country,
    cameo_group,
    cameo_of,
    cameo_types,
    countries,
    goldstein_of,
    is_told_as_done,
    quad_of_cameo,
    split_code,
)
from dateline.export.delivery import Delivery, OutputFile, plain_cell, write_tabbed
from dateline.export.eventdata import ActorRecord, EventRecord, MentionRecord, Where, gather_events
from dateline.export.wording import count, safe_link
from dateline.model import Actor, Reading, Story

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
          "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

#: GDELT 2.0 Events.
EVENT_COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
#: GDELT 2.0 Mentions.
MENTION_COLUMNS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_LEAD = 3  # headline and the first two sentences
_GEO_TYPES = {"country": "1", "town": "4", "division": "5"}
_GEO_TYPES_USA = {"country": "1", "town": "3", "division": "2"}


@dataclass(frozen=True, slots=True)
class Dyad:
    """One event between two actors at most; ``id`` is its GLOBALEVENTID."""

    id: int
    record: EventRecord
    code: str
    one: ActorRecord | None
    other: ActorRecord | None


def to_gdelt(story: Story) -> Delivery:
    """Write the events of a story as a GDELT 2.0 Events table.

    Args:
        story: Of one happening.

    Returns:
        One file, a row for each dyad. ``NumSources`` counts independent origins, ``NumArticles`` reports.

    References:
        The GDELT Event Database, data format codebook 2.0 (2015).

    >>> to_gdelt(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).files[0].content
    b''
    """
    dyads, notes = find_dyads(story)
    rows = [_event_row(dyad) for dyad in dyads]
    content = write_tabbed(EVENT_COLUMNS, rows, header=False)
    return Delivery((OutputFile("gdelt.export.CSV", content, len(rows)),), notes=notes)


def to_gdelt_mentions(story: Story) -> Delivery:
    """Write where the dyads of `to_gdelt` are told as a GDELT 2.0 Mentions table.

    Args:
        story: Of one happening.

    Returns:
        One file, a row for each dyad and each mention of its event; character offsets count code points of the report
        as it came in, from 0, and -1 is an actor that the mention does not name.

    >>> to_gdelt_mentions(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).files[0].rows
    0
    """
    dyads, notes = find_dyads(story)
    rows = [_mention_row(dyad, mention) for dyad in dyads for mention in dyad.record.mentions]
    content = write_tabbed(MENTION_COLUMNS, rows, header=False)
    return Delivery((OutputFile("gdelt.mentions.CSV", content, len(rows)),), notes=notes)


def find_dyads(story: Story) -> tuple[tuple[Dyad, ...], tuple[str, ...]]:
    """Expand the events that are told as done into dyads.

    Args:
        story: Of one happening.

    Returns:
        The dyads, in the order of the story; lines that tell what was left out. Every source meets every target; in a
        joint act without a target each meets each other, both ways.

    References:
        PLOVER manual, "Compound and Reciprocal Actors", on how CAMEO coders expand them.

    >>> find_dyads(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()))
    ((), ())
    """
    left: Counter[str] = Counter()
    dyads: list[Dyad] = []
    taken: set[int] = set()
    for record in gather_events(story):
        code = cameo_of(record.event)
        if not is_told_as_done(record.event):
            left[record.event.status if record.event.polarity == "positive" else "told as not done"] += 1
        elif code is None:
            left["of a type without a CAMEO code"] += 1
        elif not record.sources and not record.targets:
            left["without an actor"] += 1
        else:
            for one, other in _pairs(record.sources, record.targets):
                number = _number(record.event.id, one, other, taken)
                dyads.append(Dyad(number, record, code, one, other))
    notes = [f"left out, for GDELT has no field to say so: {count(left[why], 'event')} {why}" for why in sorted(left)]
    return tuple(dyads), tuple(notes)


def _pairs(
    sources: Sequence[ActorRecord], targets: Sequence[ActorRecord]
) -> Iterable[tuple[ActorRecord | None, ActorRecord | None]]:
    if sources and targets:
        found = [(one, other) for one in sources for other in targets if one.party != other.party]
        return dict.fromkeys(found) or [(sources[0], None)]
    if len(sources) > 1:
        return dict.fromkeys((one, other) for one in sources for other in sources if one.party != other.party)
    return [(one, None) for one in sources] or [(None, other) for other in dict.fromkeys(targets)]


def _number(event: str, one: ActorRecord | None, other: ActorRecord | None, taken: set[int]) -> int:
    """A whole number below 10^15, which floating-point readers keep exact, made of the event's id and its actors.

    The dyads of one table never share one: a number that is taken is drawn again.
    """
    parts = [event, *(f"{side.party.name}\x1e{side.party.code}" if side else "" for side in (one, other))]
    attempt = 0
    while True:
        seed = "\x1f".join([*parts, str(attempt)] if attempt else parts).encode("utf-8", "surrogatepass")
        number = int.from_bytes(hashlib.sha256(seed).digest()[:8]) % 10**15
        if number and number not in taken:
            taken.add(number)
            return number
        attempt += 1


def _event_row(dyad: Dyad) -> list[str]:
    record, code = dyad.record, dyad.code
    event = record.event
    root = event.main or any(0 < mention.sentence <= _LEAD for mention in record.mentions)
    urls = [url for reading in record.readings if (url := safe_link(reading.metadata.url))]
    return [
        str(dyad.id),
        *_days(record),
        *_actor_cells(dyad.one),
        *_actor_cells(dyad.other),
        "1" if root else "0",
        code,
        code[:3],
        code[:2],
        str(quad_of_cameo(code)),
        str(goldstein_of(code)),
        str(len(record.mentions)),
        str(len(event.origins)),
        str(len(record.readings)),
        "",
        *_geo_cells(None),
        *_geo_cells(None),
        *_geo_cells(record.where),
        _stamp(record.published),
        plain_cell(urls[0] if urls else None),
    ]


def _days(record: EventRecord) -> list[str]:
    """SQLDATE, MonthYear, Year and FractionDate, each only when the reports give as much."""
    day, early, late = record.day, record.event.earliest or "", record.event.latest or ""
    month = early[:7] if len(early) >= 7 and early[:7] == late[:7] else (day or "")[:7]
    year = early[:4] if early and early[:4] == late[:4] else month[:4]
    fraction = f"{year}{_fraction(day)}" if day else ""
    return [(day or "").replace("-", ""), month.replace("-", ""), year, fraction]


def _fraction(day: str) -> str:
    """How much of the year is over, as GDELT counts it: months of 30 days, a year of 365."""
    return f"{((int(day[5:7]) - 1) * 30 + int(day[8:10])) / 365:.4f}".removeprefix("0")


def _actor_cells(actor: ActorRecord | None) -> list[str]:
    if actor is None:
        return [""] * len(_ACTOR)
    code = split_code(actor.party.code)
    country, group, types = cameo_country(code), cameo_group(code), cameo_types(code)
    full = (country or "") + "".join(types[:1] if code.body is not None else ()) + (group or "")
    full += "".join(types[1:] if code.body is not None else types)
    cells = [*types, "", "", ""][:3]
    return [plain_cell(full), plain_cell(actor.party.name.upper()), country or "", group or "", "", "", "", *cells]


def _geo_cells(where: Where | None) -> list[str]:
    """The place of the act; GDELT's codes of divisions are not known to us, nor its feature numbers of towns."""
    kinds = _GEO_TYPES_USA if where and where.country == "USA" else _GEO_TYPES
    if where is None or where.precision not in kinds or not where.country:
        return ["0", *[""] * (len(_GEO) - 1)]
    row = countries().get(where.country)
    fips = row["fips"] if row else ""
    name = f"{where.name}, {row['name']}" if row and where.precision != "country" else where.name
    whole = fips if where.precision == "country" else ""
    lat, lon = ("" if value is None else f"{value:.3f}" for value in (where.lat, where.lon))
    return [kinds[where.precision], plain_cell(name), fips, whole, "", lat, lon, whole]


def _mention_row(dyad: Dyad, record: MentionRecord) -> list[str]:
    reading, mention = record.reading, record.mention
    kind, where = _identify(reading)
    return [
        str(dyad.id),
        _stamp(dyad.record.published),
        _stamp(reading.metadata.published),
        kind,
        plain_cell(reading.metadata.outlet),
        where,
        str(record.sentence or ""),
        str(_offset(dyad.one, mention.source_actors)),
        str(_offset(dyad.other, (*mention.target_actors, *mention.source_actors))),
        str(mention.trigger.start),
        "1",
        "",
        str(len(reading.text)),
        "",
        "",
        "",
    ]


def _offset(actor: ActorRecord | None, told: Sequence[Actor]) -> int:
    """Where a mention names an actor: by its name, else by its code."""
    if actor is None:
        return -1
    named = [each for each in told if each.name == actor.party.name]
    coded = [each for each in told if each.code and each.code == actor.party.code]
    return next((each.span.start for each in (*named, *coded)), -1)


def _identify(reading: Reading) -> tuple[str, str]:
    """GDELT's MentionType and MentionIdentifier: 1 and the address, or 2 and a citation."""
    meta = reading.metadata
    url = safe_link(meta.url)
    if url:
        return "1", plain_cell(url)
    citation = ", ".join(part for part in (meta.title, meta.outlet, meta.published) if part)
    return "2", plain_cell(citation or reading.id)


def _stamp(published: str | None) -> str:
    """An ISO day or time as YYYYMMDDHHMMSS in UTC; a day is its first second, and less than a day is none."""
    try:
        moment = datetime.fromisoformat(published or "")
        moment = moment.astimezone(UTC) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        return ""
    return f"{moment.year:04d}{moment:%m%d%H%M%S}"
