"""The terminal views of a story: the dossier and each of its parts.

Verdicts and statuses are words with a shape beside them; colour only repeats them. Origins go by letters and reports by
numbers, which the list of reports explains. Each function takes the `Paper` it writes for: 80 columns without colour
unless told otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dateline.export.pages import Grid, Page
from dateline.export.printings import list_variants, show_first, show_kind, show_printings, show_via
from dateline.export.sheet import PLAIN, Paper, Sheet
from dateline.export.view import StoryView
from dateline.export.wording import (
    BACKGROUND_NOTE,
    MARKS,
    ONLY_HERE,
    STATUS_WORDS,
    count,
    name_background,
    one_line,
    outlet_name,
    show_act,
    show_background,
    show_date,
    show_interval,
    show_parties,
    show_period,
    show_relation,
    show_status,
    show_validity,
    show_verdict,
)
from dateline.model import Evidence, Origin, Reading, Relation, Row, Statement, Story, StoryEvent

__all__ = [
    "render_comparison",
    "render_origins",
    "render_page",
    "render_quotes",
    "render_relations",
    "render_story",
    "render_timeline",
]

_LEGEND = "; ".join(
    (
        f"{MARKS['agrees']} agrees",
        ONLY_HERE,
        f"{MARKS['differs']} differs",
        f"{MARKS['silent']} silent (says nothing of it: no denial)",
    )
)


def render_story(story: Story, paper: Paper = PLAIN) -> str:
    """Write the dossier of a story for a terminal.

    Args:
        story: Of one happening.
        paper: Width and colour.

    Returns:
        What happened, the timeline, who said what, where origins agree, differ or stand alone, the state of affairs,
        and who is behind it.

    >>> render_story(Story("s1", "Rain", "2026-03-11", "2026-03-11", (), (), (), (), (), (), ())).splitlines()[0]
    'Rain'
    """
    view, sheet = StoryView(story), Sheet(paper)
    sheet.title(story.title or "A story without a title")
    sheet.line(_summary(view), style="dim")
    for note in story.notes:
        sheet.line(f"Note: {note}")
    if view.main is not None:
        sheet.heading("What happened")
        sheet.line(view.main.what, style="bold")
        for fact in _facts(view, view.main):
            sheet.line(fact, indent=2)
    _put_timeline(sheet, view, "Timeline", skip_main=True)
    _put_quotes(sheet, view, "Who said what")
    if view.figures:
        sheet.heading("Figures")
        for figure in view.figures:
            sheet.item("", figure.what, [_attested(view, figure.origins, figure.evidence)])
    _put_rows(sheet, view)
    _put_relations(sheet, story.relations, view)
    _put_origins(sheet, view)
    _put_background(sheet, story)
    put_reports(sheet, view)
    return sheet.done()


def render_comparison(story: Story, paper: Paper = PLAIN) -> str:
    """Write the comparison of a story's origins as a table, with the values that differ below their row.

    Args:
        story: Of one happening.
        paper: Width and colour.

    Returns:
        A row for each thing, a column for each origin as long as they fit, else the origins listed by verdict.

    >>> print(render_comparison(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())), end="")
    Comparison: Rain
    ════════════════
    There is nothing to compare.
    """
    view, sheet = StoryView(story), Sheet(paper)
    sheet.title(f"Comparison: {story.title}")
    if not story.comparison:
        sheet.line("There is nothing to compare.")
        return sheet.done()
    sheet.line(_LEGEND, style="dim")
    for origin in story.origins:
        sheet.item(view.letters[origin.id], _origin_line(origin), column=3, style="bold")
    sheet.blank()
    if sheet.width - 13 * len(story.origins) >= 28:
        _put_matrix(sheet, view)
    else:
        for row in story.comparison:
            sheet.item("", f"{row.about} ({row.kind})", _verdict_lines(view, row))
    return sheet.done()


def render_origins(origins: Sequence[Origin], readings: Sequence[Reading] = (), paper: Paper = PLAIN) -> str:
    """Write which reports share one origin, each with the reasons.

    Args:
        origins: In the order wanted.
        readings: Of their reports, for outlets and dates; may be left out.
        paper: Width and colour.

    Returns:
        Each origin with its reports, why they belong to it, and what it depends on.

    >>> print(render_origins([Origin("o1", "MNA", "MNA", ("a",), {"a": ("credit line",)})]), end="")
    1 report, 1 origin
    ══════════════════
    A    MNA, an agency: 1 report
         a
           credit line
    """
    sheet = Sheet(paper)
    reports = sum(len(origin.reports) for origin in origins)
    sheet.title(f"{count(reports, 'report')}, {count(len(origins), 'origin')}")
    view = StoryView(Story("", "", None, None, tuple(readings), tuple(origins), (), (), (), (), ()))
    _list_origins(sheet, view)
    return sheet.done()


def render_quotes(story: Story, paper: Paper = PLAIN, speaker: str | None = None) -> str:
    """Write who said what: each remark once, with its printings.

    Args:
        story: Of one happening.
        paper: Width and colour.
        speaker: Whose quotes the story was cut down to, if to one's.

    Returns:
        The remarks in the story's order, and the reports that print them.

    >>> print(render_quotes(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())), end="")
    Who said what: Rain
    ═══════════════════
    Nobody is quoted.
    """
    view, sheet = StoryView(story), Sheet(paper)
    sheet.title(f"Who said what: {story.title}")
    if not view.quotes:
        sheet.line(f"Nobody named or described as “{one_line(speaker)}” is quoted." if speaker else "Nobody is quoted.")
        return sheet.done()
    for quote in view.quotes:
        sheet.line(_speaker(quote), style="bold")
        sheet.item("", quote.what, _printed(view, quote))
    put_reports(sheet, view)
    return sheet.done()


def render_timeline(story: Story, paper: Paper = PLAIN) -> str:
    """Write a story's events in order of date, those without a date apart.

    Args:
        story: Of one happening.
        paper: Width and colour.

    Returns:
        The events with status, parties and origins, and the reports they stand in.

    >>> print(render_timeline(Story("s1", "Rain", None, None, (), (), (), (), (), (), ())), end="")
    Timeline: Rain
    ══════════════
    No event is told.
    """
    view, sheet = StoryView(story), Sheet(paper)
    sheet.title(f"Timeline: {story.title}")
    if not story.events:
        sheet.line("No event is told.")
        return sheet.done()
    _put_timeline(sheet, view, None, skip_main=False)
    put_reports(sheet, view)
    return sheet.done()


def render_relations(
    relations: Sequence[Relation],
    story: Story | None = None,
    *,
    as_of: str | None = None,
    holds: Sequence[bool | None] | None = None,
    paper: Paper = PLAIN,
) -> str:
    """Write states of affairs with the time they held.

    Args:
        relations: In the order wanted.
        story: That they come from, for the letters of origins and the list of reports.
        as_of: The day asked about, if one was.
        holds: For each relation whether it held on that day, ``None`` where the reports do not tell.
        paper: Width and colour.

    Returns:
        A line a relation; "unknown" is written out.

    >>> from dateline.model import Party
    >>> peru = Relation("recognises", Party("Peru", "PER"), Party("Exland"), "positive", "2026", None, (), ())
    >>> print(render_relations([peru], as_of="2026-03-11", holds=[None]), end="")
    State of affairs as of 11 March 2026
    ════════════════════════════════════
      Peru recognises Exland
      from 2026, end unknown; on that day: unknown
    """
    sheet = Sheet(paper)
    sheet.title("State of affairs" + (f" as of {show_date(as_of)}" if as_of else ""))
    if not relations:
        sheet.line("No state of affairs is told.")
    view = StoryView(story) if story else None
    words = {True: "holds", False: "does not hold", None: "unknown"}
    for number, relation in enumerate(relations):
        held = f"; on that day: {words[holds[number]]}" if holds is not None else ""
        _put_relation(sheet, relation, view, held)
    if view and relations:
        put_reports(sheet, view)
    return sheet.done()


def render_page(page: Page, paper: Paper = PLAIN) -> str:
    """Write a page of tables.

    Args:
        page: Of any view.
        paper: Width and colour.

    Returns:
        Its lines and tables.

    >>> print(render_page(Page("Stories", ("None yet.",), ())), end="")
    Stories
    ═══════
    None yet.
    """
    sheet = Sheet(paper)
    sheet.title(page.title)
    for line in page.lines:
        sheet.line(line)
    for grid in page.grids:
        sheet.heading(grid.title)
        sheet.table(grid.header, grid.rows, narrow=_unbroken(grid, sheet.width))
    return sheet.done()


def _unbroken(grid: Grid, width: int) -> list[int]:
    """The columns of ids, codes and places, whose words are never broken, as long as the others keep a third."""
    found: list[int] = []
    left = 2 * width // 3
    for number, word in enumerate(grid.header):
        cells = [row[number] for row in grid.rows]
        longest = max((len(cell) for cell in (word, *cells)), default=0) + 2
        if longest <= left and not any(" " in cell for cell in cells):
            found.append(number)
            left -= longest
    return found if len(found) < len(grid.header) else found[:-1]


def _summary(view: StoryView) -> str:
    story = view.story
    origins = len(story.origins)
    behind = f"{count(origins, 'origin')} ({', '.join(view.origin_names(view.origins))})" if origins else "no origin"
    when = f" of {show_period(story.earliest, story.latest)}" if story.earliest else ""
    return f"{count(len(story.readings), 'report')}{when} · {behind}"


def _facts(view: StoryView, event: StoryEvent) -> list[str]:
    parts = [
        f"Status: {show_status(event.status, event.polarity)} ({STATUS_WORDS[event.status]})",
        f"Date: {show_interval(event.earliest, event.latest)}",
        f"Place: {event.place}" if event.place else "",
        f"Parties: {show_parties(event)}" if show_parties(event) else "",
        f"Kind: {show_act(event)}",
        _attested(view, event.origins, event.evidence),
    ]
    return [part for part in parts if part]


def _attested(view: StoryView, origins: Iterable[str], evidence: Iterable[Evidence]) -> str:
    letters = view.origin_letters(origins)
    numbers = " ".join(f"[{number}]" for number in view.report_numbers(evidence))
    return f"{count(len(letters), 'origin')}: {', '.join(letters)} · {numbers}"


def _put_timeline(sheet: Sheet, view: StoryView, heading: str | None, *, skip_main: bool) -> None:
    events = [event for event in (*view.dated, *view.undated) if not (skip_main and event.main)]
    if not events:
        return
    if heading:
        sheet.heading(heading)
    for event in events:
        when = show_interval(event.earliest, event.latest)
        done = show_status(event.status, event.polarity)
        parts = ["main event" if event.main else "", done, show_act(event), show_parties(event)]
        details = [" · ".join(part for part in parts if part), _attested(view, event.origins, event.evidence)]
        sheet.item("date not given" if when == "not given" else when, event.what, details, column=16, style="bold")


def _put_quotes(sheet: Sheet, view: StoryView, heading: str | None) -> None:
    if not view.quotes:
        return
    if heading:
        sheet.heading(heading)
    for quote in view.quotes:
        sheet.line(_speaker(quote), style="bold")
        sheet.item("", quote.what, [f"{quote.quote_kind} · {_attested(view, quote.origins, quote.evidence)}"])


def _printed(view: StoryView, quote: Statement) -> list[str]:
    """A remark's kind, place, printings and wordings."""
    where, first = show_via(quote), show_first(view, quote)
    return [
        " · ".join(part for part in (show_kind(quote), where, _attested(view, quote.origins, quote.evidence)) if part),
        f"first printed: {first}" if first and len(quote.printings) > 1 else "",
        f"printed by: {show_printings(view, quote)}" if quote.printings else "",
        *(f"other wording: {words}" for words in list_variants(view, quote)),
    ]


def _speaker(statement: Statement) -> str:
    if statement.speaker is None:
        return "unknown speaker"
    return statement.speaker.name + (f", {statement.speaker.role}" if statement.speaker.role else "")


def _put_rows(sheet: Sheet, view: StoryView) -> None:
    if len(view.story.origins) < 2:
        if view.story.origins:
            sheet.heading("Agreement")
            sheet.line("All reports are of one origin: there is nothing to compare.")
        return
    if view.agreed:
        sheet.heading("What they agree on")
        for row in view.agreed:
            sheet.item(MARKS["agrees"], f"{row.about} ({row.kind})", _verdict_lines(view, row), column=1, style="green")
    sheet.heading("Where they differ")
    if not view.differing:
        sheet.line("No origin says otherwise than another.")
    for row in view.differing:
        sheet.item(MARKS["differs"], f"{row.about} ({row.kind})", _verdict_lines(view, row), column=1, style="yellow")
    if view.single:
        sheet.heading("What only one has", "The other origins are silent, which is no denial.")
        for row in view.single:
            holders = [view.letters[origin.id] for origin, cell in view.cells(row) if cell.verdict != "silent"]
            numbers = _numbers(view, row)
            sheet.item(", ".join(holders), f"{row.about} ({row.kind}) {numbers}".rstrip(), column=2, style="bold")


def _numbers(view: StoryView, row: Row) -> str:
    evidence = [item for cell in row.cells.values() for item in cell.evidence]
    return " ".join(f"[{number}]" for number in view.report_numbers(evidence))


def _verdict_lines(view: StoryView, row: Row) -> list[str]:
    """The origins by verdict, those that give one value together: "≠ differs C: 10 March 2026 [4]"."""
    lines = []
    for verdict, value, letters, reports in view.told_apart(row):
        said = f": {value}" if value and value != one_line(row.about) else ""
        cited = "".join(f" [{number}]" for number in reports)
        lines.append(f"{show_verdict(row, verdict)} {', '.join(letters)}{said}{cited}")
    return [*lines, f"Note: {row.note}"] if row.note else lines


def _put_matrix(sheet: Sheet, view: StoryView) -> None:
    header = ["about", *(view.letters[origin.id] for origin in view.story.origins)]
    rows = []
    for row in view.story.comparison:
        cells = [cell for _, cell in view.cells(row)]
        told = {(verdict, value): letters for verdict, value, letters, _ in view.told_apart(row) if value}
        plain = row.kind == "quote" or (row.kind == "event" and {value for _, value in told} <= {"happened"})
        said = "" if plain else "; ".join(f"{', '.join(letters)}: {value}" for (_, value), letters in told.items())
        about = [f"{row.about} ({row.kind})", *((said,) if said else ()), *((row.note,) if row.note else ())]
        rows.append(("\n".join(about), *(show_verdict(row, cell.verdict) for cell in cells)))
    sheet.table(header, rows, narrow=range(1, len(header)))


def _put_relations(sheet: Sheet, relations: Sequence[Relation], view: StoryView) -> None:
    if relations:
        sheet.heading("The state of affairs", "As these reports tell it; what none of them gives is unknown.")
    for relation in relations:
        _put_relation(sheet, relation, view, "")


def _put_relation(sheet: Sheet, relation: Relation, view: StoryView | None, held: str) -> None:
    sheet.line(show_relation(relation), indent=2, style="bold")
    sheet.line(show_validity(relation) + held, indent=2)
    if view is not None:
        sheet.line(_attested(view, relation.origins, relation.evidence), indent=2, style="dim")


def _origin_line(origin: Origin) -> str:
    agency = ", an agency" if origin.agency else ""
    return f"{origin.name}{agency}: {count(len(origin.reports), 'report')}"


def _put_origins(sheet: Sheet, view: StoryView) -> None:
    if view.story.origins:
        sheet.heading("Who is behind it", "Reports that carry one origin's words count once.")
        _list_origins(sheet, view)


def _put_background(sheet: Sheet, story: Story) -> None:
    if story.background:
        sheet.heading("Background", BACKGROUND_NOTE)
    for item in story.background:
        told = [f"“{one_line(each.text)}”" for each in item.evidence]
        sheet.item("", name_background(item), [f"{item.report} · news in {item.news_in}", show_background(item), *told])


def _list_origins(sheet: Sheet, view: StoryView) -> None:
    for origin in view.story.origins:
        sheet.item(view.letters[origin.id], _origin_line(origin), column=3, style="bold")
        for report in origin.reports:
            reading = view.readings.get(report)
            number = f"[{view.numbers[report]}] " if reading else ""
            outlet = f", {outlet_name(reading)}" if reading else ""
            sheet.line(f"{number}{report}{outlet}", indent=5)
            for reason in origin.reasons.get(report, ()):
                sheet.line(reason, indent=7, style="dim")
        for item in origin.depends_on:
            where = view.report_numbers(e for e in item.evidence if e.report in view.numbers)
            numbers = " ".join(f"[{number}]" for number in where)
            sheet.line(f"rests on the {item.kind} {item.on} {numbers}".rstrip(), indent=5)


def put_reports(sheet: Sheet, view: StoryView) -> None:
    if not view.story.readings:
        return
    sheet.heading("The reports")
    for reading in view.story.readings:
        meta = reading.metadata
        published = show_date(meta.published) if meta.published else "publication date not given"
        head = " · ".join(
            ["origin " + view.letters[view.story.origin_of(reading.id).id], outlet_name(reading), published]
        )
        details = [
            f"{reading.id}" + (f" · {meta.url}" if meta.url else ""),
            *dict.fromkeys((*reading.report.notes, *reading.notes)),
        ]
        sheet.item(f"[{view.numbers[reading.id]}]", f"{meta.title or 'without a title'} ({head})", details, column=4)
