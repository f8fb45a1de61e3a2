"""Per statement and origin: agrees, differs, silent. Nothing is dropped, nothing is scored.

*agrees*: the origin states it, and no other origin states otherwise. *differs*: it states it, and another origin
states otherwise. *silent*: it says nothing of it, which is no denial.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from dateline.model import Cell, Evidence, Origin, Reading, Row, RowKind, StoryEvent
from dateline.reconcile.dates import Interval, days_in, meets
from dateline.reconcile.parties import party_keys
from dateline.reconcile.relations import show_interval
from dateline.reconcile.statements import Figure, QuotePart, as_evidence, differ_in_wording, show_quantity
from dateline.reconcile.telling import evidence_span

_Told = dict[str, list[tuple[str, Evidence]]]  # origin -> (value, evidence) in the order told
_SILENT = Cell("silent")
_NEARLY = 0.8  # of a figure, what "nearly" and "almost" leave at least


def compare_origins(
    events: Sequence[StoryEvent],
    quotes: Sequence[Sequence[QuotePart]],
    quantities: Sequence[tuple[tuple[str, str], Sequence[Figure]]],
    readings: Sequence[Reading],
    origins: Sequence[Origin],
) -> tuple[Row, ...]:
    """Compare what each origin of a story says of each event, its date and its parties, each count and each quote.

    Returns:
        Rows in the order events, quantities, quotes; each has a cell for every origin.
    """
    by_id = {reading.id: reading for reading in readings}
    origin_of = {report: origin.id for origin in origins for report in origin.reports}
    ids = [origin.id for origin in origins]
    rows: list[Row] = []
    for event in sorted(events, key=lambda event: not event.main):
        rows.extend(_event_rows(event, by_id, origin_of, ids))
    for (role, _), figures in quantities:
        rows.append(_quantity_row(role, figures, origin_of, ids))
    rows.extend(_quote_row(group, origin_of, ids) for group in quotes)
    return tuple(rows)


def _event_rows(
    event: StoryEvent, by_id: Mapping[str, Reading], origin_of: Mapping[str, str], ids: Sequence[str]
) -> list[Row]:
    told: _Told = {}
    dates: dict[str, list[tuple[Interval, Evidence]]] = {}
    actors: dict[str, list[tuple[frozenset[str], str, Evidence]]] = {}
    stands: dict[str, set[bool]] = {}
    for report, index in event.mentions:
        mention, reading = by_id[report].events[index], by_id[report]
        origin, evidence = origin_of[report], as_evidence(reading, evidence_span(reading, mention))
        denied = mention.polarity == "negative" or mention.status == "denied"
        told.setdefault(origin, []).append((f"not: {mention.status}" if denied else mention.status, evidence))
        if denied or mention.status in ("happened", "historical", "planned"):
            stands.setdefault(origin, set()).add(not denied)
        # A date taken from the day of publication is nobody's statement: nothing to agree or differ on.
        if (mention.earliest or mention.latest) and mention.date_reason != "publication":
            dates.setdefault(origin, []).append(((mention.earliest, mention.latest), evidence))
        if mention.source_actors:
            names = ", ".join(actor.name for actor in mention.source_actors)
            actors.setdefault(origin, []).append((frozenset(party_keys(mention.source_actors)), names, evidence))
    # What is only alleged conflicts with no denial: both say that somebody claims it.
    conflict = len({True in each for each in stands.values()}) > 1
    rows = [_row(event.what, "event", told, ids, lambda origin: conflict and origin in stands)]
    if dates and len(told) > 1:  # what one origin alone tells is dated in its own cell
        differ = {
            origin: any(
                not meets(mine, other)
                for mine, _ in mine_all
                for o, others in dates.items()
                if o != origin
                for other, _ in others
            )
            for origin, mine_all in dates.items()
        }
        shown = {
            origin: [
                (show_interval(when) or "", evidence)
                for when, evidence in sorted(each, key=lambda told: _width(told[0]))
            ]
            for origin, each in dates.items()
        }
        rows.append(_row(f"when: {event.what}", "date", shown, ids, lambda origin: differ[origin]))
    if len(actors) > 1 and (differing := _differing_actors(actors)):
        named = {origin: [(names, evidence) for _, names, evidence in each] for origin, each in actors.items()}
        rows.append(_row(f"who: {event.what}", "actor", named, ids, lambda origin: origin in differing))
    return rows


def _width(when: Interval) -> int:
    """Days that a date may mean, most of all for an open one: an origin's finest date is shown first."""
    return days_in(when) or 10**7


def _differing_actors(actors: Mapping[str, Sequence[tuple[frozenset[str], str, Evidence]]]) -> set[str]:
    """Origins that name actors of whom neither's list holds the other's."""
    all_named = {origin: frozenset().union(*(keys for keys, _, _ in each)) for origin, each in actors.items()}
    return {
        origin
        for origin, mine in all_named.items()
        if any(not (mine <= other or other <= mine) for other in all_named.values())
    }


def _quantity_row(role: str, figures: Sequence[Figure], origin_of: Mapping[str, str], ids: Sequence[str]) -> Row:
    """What each origin last gives as this count; an origin's earlier figures are its series, shown with their days."""
    series: dict[str, list[Figure]] = {}
    for figure in figures:
        series.setdefault(origin_of[figure.reading.id], []).append(figure)
    current: dict[str, Figure] = {}
    notes = []
    for origin, each in sorted(series.items()):
        newest = each[-1].reading
        current[origin] = max(
            (figure for figure in each if figure.reading.metadata.published == newest.metadata.published),
            key=lambda figure: (
                0.0 if role.startswith("money") else figure.quantity.low or figure.quantity.high or 0.0,
                -figure.quantity.span.start,
            ),
        )
        steps = list(dict.fromkeys((f.reading.metadata.published, show_quantity(f.quantity)) for f in each if f.day))
        if len({day for day, _ in steps}) > 1 and len({value for _, value in steps}) > 1:
            notes.append("updated: " + "; ".join(f"{day}: {value}" for day, value in steps))
    differ = {
        origin: any(not _figures_meet(mine, other) for o, other in series.items() if o != origin)
        for origin, mine in series.items()
    }
    told: _Told = {
        origin: [
            (show_quantity(current[origin].quantity), as_evidence(figure.reading, figure.sentence))
            for figure in (current[origin], *(f for f in each if f is not current[origin]))
        ]
        for origin, each in series.items()
    }
    row = _row(role, "quantity", told, ids, lambda origin: differ[origin])
    return Row(row.about, row.kind, row.cells, "; ".join(notes) or None)


def _figures_meet(one: Sequence[Figure], other: Sequence[Figure]) -> bool:
    """Whether two origins' figures of one count meet: on the last day that both gave one, else their last ones.

    A toll that climbs from day to day is no disagreement with who gave yesterday's.
    """
    days = [{figure.day for figure in each} for each in (one, other)]
    common = max(days[0] & days[1], default=None)
    last = [common or max(each) for each in days]
    pairs = [(a, b) for a in one if a.day == last[0] for b in other if b.day == last[1]]
    return any(_ranges_meet(_range(a), _range(b)) for a, b in pairs)


def _range(figure: Figure) -> tuple[float | None, float | None]:
    """What a figure may mean: one called approximate, give or take a twentieth; "nearly 1,000" is not 300."""
    low, high = figure.quantity.low, figure.quantity.high
    if not figure.quantity.approximate:
        return low, high
    if low is None and high is not None:
        return high * _NEARLY, high
    return None if low is None else low * 0.95, None if high is None else high * 1.05


def _ranges_meet(one: tuple[float | None, float | None], other: tuple[float | None, float | None]) -> bool:
    low = max((side for side in (one[0], other[0]) if side is not None), default=None)
    high = min((side for side in (one[1], other[1]) if side is not None), default=None)
    return low is None or high is None or low <= high


def _quote_row(group: Sequence[QuotePart], origin_of: Mapping[str, str], ids: Sequence[str]) -> Row:
    told: _Told = {}
    for part in group:
        evidence = as_evidence(part.reading, part.evidence)
        told.setdefault(origin_of[part.reading.id], []).append((part.told, evidence))
    first = group[0]
    speaker = next((part.quote.speaker.name for part in group if part.quote.speaker.name), None)
    about = f"{speaker or 'somebody'}: {_shorten(first.told)}"
    if len(told) > 1 and differ_in_wording(group):
        return _row(about, "wording", told, ids, lambda _: True)
    return _row(about, "quote", told, ids, lambda _: False)


def _row(about: str, kind: RowKind, told: _Told, ids: Sequence[str], differs: Callable[[str], bool]) -> Row:
    cells = {}
    for origin in ids:
        if origin not in told:
            cells[origin] = _SILENT
            continue
        values = told[origin]
        evidence = tuple(dict.fromkeys(evidence for _, evidence in values))
        cells[origin] = Cell("differs" if differs(origin) else "agrees", values[0][0], evidence)
    return Row(about, kind, cells)


def _shorten(words: str) -> str:
    return words if len(words) <= 90 else words[:89].rsplit(" ", 1)[0] + "…"
