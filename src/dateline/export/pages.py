"""The smaller views as titled tables, of which Markdown and HTML are made alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.export.json import stories_to_rows
from dateline.export.printings import list_variants, show_first, show_kind, show_printings, show_via
from dateline.export.view import StoryView
from dateline.export.wording import (
    count,
    join_interval,
    join_sides,
    name_background,
    one_line,
    outlet_name,
    show_act,
    show_background,
    show_date,
    show_interval,
    show_parties,
    show_relation,
    show_status,
    show_validity,
    show_value,
    show_verdict,
)
from dateline.model import Background, EventCluster, Evidence, Origin, Party, Reading, Relation, Statement, Story


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a title; the first cell of each row names the row."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A title, a few lines that say how to read what follows, and tables."""

    title: str
    lines: tuple[str, ...]
    grids: tuple[Grid, ...]


def page_of_comparison(story: Story) -> Page:
    """The comparison of a story's origins: a row for each thing, a column for each origin.

    >>> page_of_comparison(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).title
    'Comparison: Rain'
    """
    view = StoryView(story)
    rows = []
    for row in story.comparison:
        told = []
        for _, cell in view.cells(row):
            value = f": {show_value(cell.value, row.kind)}" if cell.value else ""
            told.append(f"{show_verdict(row, cell.verdict)}{value}{_cited(view, cell.evidence)}")
        note = f" ({one_line(row.note)})" if row.note else ""
        rows.append((row.about + note, row.kind, *told))
    header = ("about", "kind", *view.origin_names(view.origins))
    legend = "Silent means that an origin says nothing of it, which is no denial."
    return Page(
        f"Comparison: {story.title}", (legend,), (Grid("By origin", header, tuple(rows)), grid_of_reports(view))
    )


def page_of_origins(origins: Sequence[Origin], readings: Sequence[Reading]) -> Page:
    """Which reports share one origin, a row a report, with the reasons.

    >>> page_of_origins([Origin("o1", "MNA", "MNA", ("a",), {"a": ("credit line",)})], []).grids[0].rows
    (('A MNA', 'MNA', 'a', '', 'credit line', ''),)
    """
    view = StoryView(_bare_story(readings, origins))
    rows = []
    for origin in origins:
        rests = "; ".join(f"{item.kind} {item.on}" for item in origin.depends_on)
        for report in origin.reports:
            outlet = outlet_name(view.readings[report]) if report in view.readings else ""
            reasons = "; ".join(origin.reasons.get(report, ()))
            name = f"{view.letters[origin.id]} {origin.name}"
            rows.append((name, origin.agency or "", report, outlet, reasons, rests))
    title = f"{count(len(rows), 'report')}, {count(len(origins), 'origin')}"
    header = ("origin", "agency", "report", "outlet", "reasons", "rests on")
    return Page(title, ("Reports that carry one origin's words count once.",), (Grid("Origins", header, tuple(rows)),))


def page_of_stories(
    stories: Sequence[Sequence[str]], readings: Sequence[Reading], background: Sequence[Background] = ()
) -> Page:
    """Which reports tell of one happening, a row a report, and which are background to stories that are not their own.

    >>> page_of_stories([("a", "b")], []).title
    '2 reports, 1 story'
    """
    by_id = {reading.id: reading for reading in readings}
    rows = []
    for story in stories_to_rows(stories):
        for report in story["reports"]:
            meta = by_id[report].metadata if report in by_id else None
            published = show_date(meta.published) if meta else ""
            rows.append(
                (
                    story["id"],
                    report,
                    (meta.outlet if meta else "") or "",
                    published,
                    (meta.title if meta else "") or "",
                )
            )
    title = f"{count(len(rows), 'report')}, {len(stories)} {'story' if len(stories) == 1 else 'stories'}"
    grids = [Grid("Stories", ("story", "report", "outlet", "published", "title"), tuple(rows))]
    told = tuple(
        (item.story, item.report, name_background(item), item.news_in, show_background(item)) for item in background
    )
    if told:
        grids.append(Grid("Background to stories", ("story", "report", "title", "news in", "why"), told))
    return Page(title, (), tuple(grids))


def page_of_clusters(clusters: Sequence[EventCluster], readings: Sequence[Reading]) -> Page:
    """Events across reports, a row a mention.

    >>> page_of_clusters([EventCluster("ev_1", None, ())], []).title
    '1 event, 0 mentions'
    """
    texts = {reading.id: reading.text for reading in readings}
    rows = tuple(
        (cluster.id, cluster.type or "", report, f"{span.start}-{span.end}", one_line(span.of(texts.get(report, ""))))
        for cluster in clusters
        for report, span in cluster.mentions
    )
    title = f"{count(len(clusters), 'event')}, {count(len(rows), 'mention')}"
    return Page(title, (), (Grid("Events", ("event", "type", "report", "place", "words"), rows),))


def page_of_codes(codes: Sequence[tuple[str, str | None]]) -> Page:
    """Actors' codes, a row each.

    >>> page_of_codes([("a", "AFGGOV"), ("b", None)]).title
    '2 actors, 1 coded'
    """
    title = f"{count(len(codes), 'actor')}, {sum(code is not None for _, code in codes)} coded"
    rows = tuple((name, code or "cannot be told") for name, code in codes)
    return Page(title, (), (Grid("Codes", ("id", "code"), rows),))


def page_of_quotes(story: Story) -> Page:
    """Who said what in a story, a row a remark.

    >>> page_of_quotes(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).title
    'Who said what: Rain'
    """
    view = StoryView(story)
    rows = tuple(
        (
            _speaker(quote),
            quote.what,
            show_kind(quote),
            show_via(quote),
            show_first(view, quote),
            show_printings(view, quote),
            "; ".join(list_variants(view, quote)),
            *_behind(view, quote.origins, quote.evidence),
        )
        for quote in view.quotes
    )
    header = (
        "speaker",
        "words",
        "kind",
        "where",
        "first printed",
        "printed by",
        "other wordings",
        "origins",
        "reports",
    )
    return Page(f"Who said what: {story.title}", (), (Grid("Remarks", header, rows), grid_of_reports(view)))


def page_of_timeline(story: Story) -> Page:
    """A story's events by date, a row an event.

    >>> page_of_timeline(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())).title
    'Timeline: Rain'
    """
    view = StoryView(story)
    rows = []
    for event in (*view.dated, *view.undated):
        status = show_status(event.status, event.polarity)
        when = show_interval(event.earliest, event.latest)
        main = " (main event)" if event.main else ""
        behind = _behind(view, event.origins, event.evidence)
        rows.append((when, event.what + main, status, show_parties(event), show_act(event), *behind))
    header = ("date", "what", "status", "parties", "type", "origins", "reports")
    return Page(f"Timeline: {story.title}", (), (Grid("Events", header, tuple(rows)), grid_of_reports(view)))


def page_of_relations(relations: Sequence[Relation], story: Story, *, as_of: str | None = None) -> Page:
    """States of affairs, a row a state.

    >>> page_of_relations([], Story("s1", "Rain", None, None, (), (), (), (), (), (), ()), as_of="2026-03-11").title
    'State of affairs as of 11 March 2026'
    """
    view = StoryView(story)
    rows = tuple(
        (show_relation(relation), show_validity(relation), *_behind(view, relation.origins, relation.evidence))
        for relation in relations
    )
    title = "State of affairs" + (f" as of {show_date(as_of)}" if as_of else "")
    note = "As these reports tell it; what none of them gives is unknown."
    return Page(title, (note,), (Grid("States", ("state", "when", "origins", "reports"), rows), grid_of_reports(view)))


def page_of_readings(readings: Sequence[Reading]) -> Page:
    """What each report says: its quotes and events.

    >>> page_of_readings([]).title
    '0 reports'
    """
    grids: list[Grid] = []
    for reading in readings:
        meta, text = reading.metadata, reading.text
        head = f"{meta.title or reading.id} ({outlet_name(reading)}, published {show_date(meta.published)})"
        quotes = tuple(
            (quote.speaker.name or "unknown", " … ".join(one_line(span.of(text)) for span in quote.content), quote.kind)
            for quote in reading.quotes
        )
        events = tuple(
            (
                show_date(join_interval(event.earliest, event.latest)),
                one_line(event.clause.of(text)),
                show_status(event.status, event.polarity),
                join_sides(
                    *([Party(actor.name) for actor in side] for side in (event.source_actors, event.target_actors))
                ),
                show_act(event),
            )
            for event in reading.events
        )
        grids.append(Grid(f"{head}: who says what", ("speaker", "words", "kind"), quotes))
        grids.append(Grid(f"{head}: events", ("date", "what", "status", "parties", "type"), events))
    return Page(count(len(readings), "report"), (), tuple(grids))


def _bare_story(readings: Sequence[Reading], origins: Sequence[Origin]) -> Story:
    return Story("", "", None, None, tuple(readings), tuple(origins), (), (), (), (), ())


def _cited(view: StoryView, evidence: Sequence[Evidence]) -> str:
    return "".join(f" [{number}]" for number in view.report_numbers(evidence))


def _behind(view: StoryView, origins: Sequence[str], evidence: Sequence[Evidence]) -> tuple[str, str]:
    return ", ".join(view.origin_names(origins)), _cited(view, evidence).strip()


def _speaker(statement: Statement) -> str:
    if statement.speaker is None:
        return "unknown speaker"
    return statement.speaker.name + (f", {statement.speaker.role}" if statement.speaker.role else "")


def grid_of_reports(view: StoryView) -> Grid:
    """A story's reports under the numbers that the other tables cite them by."""
    rows = []
    for reading in view.story.readings:
        meta = reading.metadata
        origin = view.origin_names([view.story.origin_of(reading.id).id])[0]
        name, published = f"[{view.numbers[reading.id]}]", show_date(meta.published)
        rows.append((name, reading.id, outlet_name(reading), published, meta.title or "", origin, meta.url or ""))
    return Grid("Reports", ("number", "report", "outlet", "published", "title", "origin", "address"), tuple(rows))
