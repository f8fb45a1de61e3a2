"""Lists of the record as text, as JSON and as tables: a row each, with the ids by which one goes on.

In text a row is a paragraph with its day before it and its ids on a line of their own, which is never broken, so that
an id can be copied whole from a terminal of any width. Counts stand with what they count: in text behind the row's id,
in tables and JSON as the ids themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dateline.answers import (
    EventRow,
    FoundRow,
    Listed,
    OriginRow,
    Printed,
    ProblemRow,
    QuoteRow,
    SourceRow,
    StateRow,
    StoryRow,
)
from dateline.export import listing_json
from dateline.export.listing_json import list_origins, list_reports
from dateline.export.marks import show_marks
from dateline.export.pages import Grid, Page
from dateline.export.sheet import PLAIN, Paper, Sheet
from dateline.export.wording import (
    count,
    join_sides,
    name_background,
    one_line,
    show_background,
    show_date,
    show_interval,
    show_period,
    show_relation,
    show_status,
    show_type,
    show_validity,
)

_LABEL = 17  # columns before a row's text: a day in words
_FEW = 3  # ids of a row's stories and reports that text shows; its evidence has them all


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list in text: what stands before it, the row, lines about it, and ids to go on by."""

    label: str
    text: str
    details: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of row is shown: its name in one and many, its table, its entry in text and its JSON shape."""

    one: str
    many: str
    header: tuple[str, ...]
    cells: Callable[[Any], tuple[str, ...]]
    entry: Callable[[Any], Entry]
    shape: Callable[[Any], dict[str, Any]]


def shape_listing(kind: str, listed: Listed[Any]) -> list[dict[str, Any]]:
    """Shape the rows of a list; *kind* is one of `KINDS`."""
    return [KINDS[kind].shape(row) for row in listed.rows]


def render_listing(kind: str, listed: Listed[Any], lines: Sequence[str] = (), paper: Paper = PLAIN) -> str:
    """Write a list for a terminal.

    Args:
        kind: One of `KINDS`.
        listed: Its rows.
        lines: What was asked for, and how to read the list.
        paper: Width and colour.

    >>> print(render_listing("stories", Listed((), 0)), end="")
    No story
    ════════
    """
    sheet = Sheet(paper)
    sheet.title(_title(kind, listed))
    for line in lines:
        sheet.line(line, style="dim")
    for row in listed.rows:
        entry = KINDS[kind].entry(row)
        sheet.blank()
        sheet.item(entry.label, entry.text, entry.details, column=_LABEL, style="bold")
        sheet.ids(entry.ids, indent=_LABEL + 2)
    return sheet.done()


def page_of_listing(kind: str, listed: Listed[Any], lines: Sequence[str] = ()) -> Page:
    """A list as a table.

    >>> page_of_listing("events", Listed((), 0)).title
    'No event'
    """
    shown = KINDS[kind]
    rows = tuple(shown.cells(row) for row in listed.rows)
    return Page(_title(kind, listed), tuple(lines), (Grid(shown.many.capitalize(), shown.header, rows),))


def _title(kind: str, listed: Listed[Any]) -> str:
    shown = KINDS[kind]
    if not listed.total:
        return f"No {shown.one}"
    number = f"{listed.total:,} {shown.one if listed.total == 1 else shown.many}"
    return number if len(listed.rows) == listed.total else f"{len(listed.rows):,} of {number}"


def _behind(evidence: Sequence[Printed]) -> str:
    return f"{count(len(list_reports(evidence)), 'report')}, {count(len(list_origins(evidence)), 'origin')}"


def _join(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _story_cells(row: StoryRow) -> tuple[str, ...]:
    period = show_period(row.earliest, row.latest) if row.earliest else "no date"
    background = "; ".join(
        f"{item.report} (news in {item.news_in}): {show_background(item)}" for item in row.background
    )
    reports, origins = ", ".join(row.reports), ", ".join(row.origins)
    return row.id, row.title, period, reports, origins, "; ".join(_changes(row)), background


def _changes(row: StoryRow) -> list[str]:
    """How a story came to be: "took in story_1 on 11 March 2026"."""
    lines = []
    for each in row.changes:
        day = show_date(each.at[:10])
        into = each.to_id == row.id
        words = {
            "merged": f"took in {each.from_id}" if into else f"went into {each.to_id}",
            "renamed": f"was {each.from_id}" if into else f"became {each.to_id}",
            "split": f"split off {each.from_id}" if into else f"gave reports to {each.to_id}",
        }
        lines.append(f"{words.get(each.kind, each.kind)} on {day}")
    return lines


def _background(row: StoryRow) -> list[str]:
    """What is background to a story, the first few reports by name: its dossier has them all."""
    if not row.background:
        return []
    lines = [f"background: {name_background(item)}" for item in row.background[:_FEW]]
    more = len(row.background) - _FEW
    return [*lines, f"and {count(more, 'report')} more as background"] if more > 0 else lines


def _story_entry(row: StoryRow) -> Entry:
    period = show_period(row.earliest, row.latest) if row.earliest else "no date"
    behind = f"{count(len(row.reports), 'report')}, {count(len(row.origins), 'origin')}"
    return Entry(
        show_date(row.latest) if row.latest else "no date",
        row.title,
        (f"{behind} · {period}", *_changes(row), *_background(row)),
        (row.id,),
    )


def _origin_cells(row: OriginRow) -> tuple[str, ...]:
    reasons = "; ".join(f"{report}: {'; '.join(each)}" for report, each in row.links.items() if each)
    return row.id, row.name, row.agency or "", ", ".join(row.links), reasons, ", ".join(row.stories)


def _origin_entry(row: OriginRow) -> Entry:
    agency = ", an agency" if row.agency else ""
    return Entry(
        count(len(row.links), "report"), row.name + agency, (), (row.id, *row.stories[:_FEW], *list(row.links)[:_FEW])
    )


def _conflicts(row: EventRow) -> str:
    return f"≠ {count(row.differs, 'difference')}" if row.differs else ""


def _when(row: EventRow) -> str:
    return show_interval(row.earliest, row.latest) if row.earliest or row.latest else "date not given"


def _kind_of_act(row: EventRow) -> str:
    return show_type(row.type, row.mode)


def _event_cells(row: EventRow) -> tuple[str, ...]:
    return (
        _when(row), row.what, show_status(row.status, row.polarity), join_sides(row.source_actors, row.target_actors),
        _kind_of_act(row), ", ".join(list_reports(row.evidence)), ", ".join(list_origins(row.evidence)),
        _conflicts(row), row.id, row.story,
    )  # fmt: skip


def _event_entry(row: EventRow) -> Entry:
    told = show_status(row.status, row.polarity)
    parties = join_sides(row.source_actors, row.target_actors)
    return Entry(
        _when(row),
        row.what,
        (_join(told, _kind_of_act(row), parties), _join(_behind(row.evidence), _conflicts(row))),
        (row.id, row.story),
    )


def _speaker(row: QuoteRow) -> str:
    role = f", {row.role}" if row.role else ""
    return f"{row.speaker}{role}" if row.speaker else "unknown speaker"


def _first(row: QuoteRow) -> str:
    if not row.evidence:
        return ""
    first = row.evidence[0]
    return f"{first.outlet or first.report}, {show_date(first.published) if first.published else 'no date'}"


def _quote_cells(row: QuoteRow) -> tuple[str, ...]:
    reports, origins = ", ".join(list_reports(row.evidence)), ", ".join(list_origins(row.evidence))
    return _speaker(row), row.what, row.quote_kind or "", _first(row), reports, origins, row.id, row.story


def _quote_entry(row: QuoteRow) -> Entry:
    first = f"first printed by {_first(row)}" if row.evidence else ""
    details = (row.what, _join(row.quote_kind or "", _behind(row.evidence), first))
    return Entry(show_date(row.day) if row.day else "no date", _speaker(row), details, (row.id, row.story))


_HOLDS = {True: "on that day: holds", False: "on that day: does not hold", None: "on that day: unknown"}


def _state_details(row: StateRow) -> str:
    relation = row.relation
    reports = len({item.report for item in relation.evidence})
    return f"{count(reports, 'report')}, {count(len(relation.origins), 'origin')}"


def _state_cells(row: StateRow) -> tuple[str, ...]:
    relation = row.relation
    reports = ", ".join(dict.fromkeys(item.report for item in relation.evidence))
    held = _held(row)
    return show_relation(relation), show_validity(relation), held, reports, ", ".join(relation.origins), row.id


def _held(row: StateRow) -> str:
    return _HOLDS[row.holds] if row.relation.polarity == "positive" else "a denial"


def _state_entry(row: StateRow) -> Entry:
    relation = row.relation
    begin = relation.valid_from
    return Entry(
        show_date(begin) if begin else "since when: not given",
        show_relation(relation),
        (show_validity(relation), _state_details(row)),
        (row.id,),
    )


def _state_on_day_entry(row: StateRow) -> Entry:
    entry = _state_entry(row)
    return Entry(entry.label, entry.text, (_join(entry.details[0], _held(row)), *entry.details[1:]), entry.ids)


def _found_cells(row: FoundRow) -> tuple[str, ...]:
    day = show_date(row.published) if row.published else "no date"
    return day, row.title or "", row.outlet or "", show_marks(row.snippet), row.url or "", row.report, row.story or ""


def _found_entry(row: FoundRow) -> Entry:
    day = show_date(row.published[:10]) if row.published else "no date"
    title = row.title or "without a title"
    return Entry(
        day, _join(title, row.outlet or ""), (show_marks(row.snippet),), (row.report, *filter(None, [row.story]))
    )


def _problem_cells(row: ProblemRow) -> tuple[str, ...]:
    solved = f"solved {show_date(row.resolved_at[:10])}" if row.resolved_at else "open"
    return row.place, row.message, row.advice, f"{row.room}: {row.kind}", show_date(row.last_at[:10]), solved


def _problem_entry(row: ProblemRow) -> Entry:
    solved = f"solved {show_date(row.resolved_at[:10])}" if row.resolved_at else ""
    details = (row.advice, _join(f"{row.room}: {row.kind}", solved))
    return Entry(show_date(row.last_at[:10]), row.message, details, (row.place,))


def _share(row: SourceRow) -> str:
    told = row.own + row.shared
    if not told:
        return "none in a story yet" if row.reports else ""
    return f"{row.own} own, {row.shared} shared with another or an agency's ({round(100 * row.shared / told)} %)"


def _source_cells(row: SourceRow) -> tuple[str, ...]:
    last = show_date(row.succeeded_at) if row.succeeded_at else "never"
    dropped = show_date(row.dropped_at) if row.dropped_at else ""
    return row.location, row.kind, last, row.error or "", str(row.reports), str(row.own), str(row.shared), dropped


def _source_entry(row: SourceRow) -> Entry:
    last = f"last read {show_date(row.succeeded_at)}" if row.succeeded_at else "never read"
    error = f"the last visit failed: {one_line(row.error)}" if row.error else ""
    reports = _join(count(row.reports, "report"), _share(row))
    dropped = f"dropped {show_date(row.dropped_at)}: visited no more" if row.dropped_at else ""
    return Entry(row.kind, reports, tuple(part for part in (last, error, dropped) if part), (row.location,))


_STATES = ("state", "when", "on that day", "reports", "origins", "id")
#: The kinds of list, by the name that `show_listing` is given.
KINDS = {
    "stories": Kind(
        "story", "stories", ("id", "title", "days", "reports", "origins", "history", "background"),
        _story_cells, _story_entry, listing_json.story_to_row,
    ),
    "origins": Kind(
        "origin", "origins", ("id", "origin", "agency", "reports", "why", "stories"),
        _origin_cells, _origin_entry, listing_json.origin_to_row,
    ),
    "events": Kind(
        "event", "events",
        ("date", "what", "status", "parties", "type", "reports", "origins", "differences", "id", "story"),
        _event_cells, _event_entry, listing_json.event_to_row,
    ),
    "quotes": Kind(
        "remark", "remarks", ("speaker", "words", "kind", "first printed", "reports", "origins", "id", "story"),
        _quote_cells, _quote_entry, listing_json.quote_to_row,
    ),
    "relations": Kind(
        "state of affairs", "states of affairs", _STATES, _state_cells, _state_entry, listing_json.state_to_row
    ),
    "relations on a day": Kind(
        "state of affairs", "states of affairs", _STATES, _state_cells, _state_on_day_entry, listing_json.state_to_row
    ),
    "found": Kind(
        "report", "reports", ("published", "title", "outlet", "words", "address", "report", "story"),
        _found_cells, _found_entry, listing_json.found_to_row,
    ),
    "problems": Kind(
        "problem", "problems", ("place", "what", "what to do", "kind", "last met", "solved"),
        _problem_cells, _problem_entry, listing_json.problem_to_row,
    ),
    "sources": Kind(
        "source", "sources", ("location", "kind", "last read", "error", "reports", "own", "shared", "dropped"),
        _source_cells, _source_entry, listing_json.source_to_row,
    ),
}  # fmt: skip
