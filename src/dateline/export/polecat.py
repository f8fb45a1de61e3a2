"""A story's events as a POLECAT table: 40 columns parted by tabs, an event a row, actors as lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.export.codebook import auxiliary_of, countries, plover_sectors, quad_of_type, split_code
from dateline.export.delivery import Delivery, OutputFile, coder, plain_cell, write_tabbed
from dateline.export.eventdata import ActorRecord, EventRecord, gather_plover
from dateline.export.wording import one_line, safe_link
from dateline.model import Story

_PARTY = ("Name", "Country", "COW", "Primary {} Sector", "Sectors", "Title", "Name Raw", "Wikipedia {} ID")


def _party_columns(side: str) -> tuple[str, ...]:
    return tuple(name.format(side) if "{}" in name else f"{side} {name}" for name in _PARTY)


#: In the order of the published files.
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *_party_columns("Actor"), *_party_columns("Recipient"),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename",
    "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
)  # fmt: skip
_QUADS = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
#: GeoNames' feature codes of the kinds of place that have one.
_FEATURES = {
    "town": "PPL", "district": "ADM2", "division": "ADM1", "country": "PCLI", "region": "RGN", "continent": "CONT",
}  # fmt: skip
_NONE = "None"  # what POLECAT writes for what is not known of an actor


def to_polecat(story: Story) -> Delivery:
    """Write the events of a story as a POLECAT table.

    Args:
        story: Of one happening.

    Returns:
        One file, a row for each event that has a type in PLOVER. An event that is told to the day has its (first) day;
        any other has none. How it is told stands among its contexts.

    References:
        Halterman et al. (2023), PLOVER and POLECAT; the column names as public loaders give them.

    >>> to_polecat(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).files[0].content.count(b"\\t")
    39
    """
    people, bodies, places = (_named(story, kinds) for kinds in (("PERSON",), ("ORG", "NORP"), ("GPE", "LOC", "FAC")))
    records, notes = gather_plover(story)
    rows = [
        [*_event_cells(record), *_party_cells(record.sources), *_party_cells(record.targets), *_place_cells(record),
         *_report_cells(record), people, bodies, places, _join(dict.fromkeys(_languages(record))), coder()]
        for record in records
    ]  # fmt: skip
    content = write_tabbed(COLUMNS, rows, header=True)
    return Delivery((OutputFile("polecat.tsv", content, len(rows)),), notes=notes)


def _event_cells(record: EventRecord) -> list[str]:
    event = record.event
    quad = quad_of_type(event.type)
    return [
        plain_cell(event.id),
        record.day or "",
        plain_cell(event.type),
        plain_cell(event.mode),
        "",
        _QUADS[quad] if quad else "",
        _join(auxiliary_of(event)),
    ]


def _party_cells(actors: Sequence[ActorRecord]) -> list[str]:
    codes = [split_code(actor.party.code) for actor in actors]
    sectors = [plover_sectors(code) for code in codes]
    rows = countries()
    cells: list[list[str | None]] = [
        [actor.party.name for actor in actors],
        [code.country for code in codes],
        [rows[code.country]["cow"] if code.country and code.country in rows else None for code in codes],
        [each[0] if each else None for each in sectors],
        [", ".join(each) or None for each in sectors],
        [actor.role for actor in actors],
        [actor.text for actor in actors],
        [None for _ in actors],
    ]
    return [_join(cell or _NONE for cell in column) or _NONE for column in cells]


def _place_cells(record: EventRecord) -> list[str]:
    where = record.where
    if where is None:
        return [""] * 10
    name = plain_cell(where.name)
    return [
        "" if where.precision in ("unresolved", "conflicting") else name,
        *(name if where.precision == kind else "" for kind in ("town", "district", "division")),
        where.country or "",
        "" if where.lat is None else f"{where.lat:.3f}",
        "" if where.lon is None else f"{where.lon:.3f}",
        "" if where.geonameid is None else str(where.geonameid),
        name,
        _FEATURES.get(where.precision, ""),
    ]


def _report_cells(record: EventRecord) -> list[str]:
    outlets = [r.metadata.outlet or safe_link(r.metadata.url) or r.id for r in record.readings]
    return [_join(dict.fromkeys(outlets)), plain_cell((record.published or "")[:10])]


def _languages(record: EventRecord) -> list[str]:
    return [r.metadata.language for r in record.readings if r.metadata.language]


def _named(story: Story, kinds: Sequence[str]) -> str:
    return _join(dict.fromkeys(entity.name for entity in story.entities if entity.type in kinds))


def _join(items: Iterable[str]) -> str:
    """A list in one cell, in POLECAT's manner: "Mali; Algeria"; a semicolon within a name becomes a comma."""
    return plain_cell("; ".join(one_line(item).replace(";", ",") for item in items))
