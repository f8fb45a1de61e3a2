"""The dossier and the smaller views as Markdown: every statement with footnotes that give report and sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dateline.export.pages import Page
from dateline.export.view import StoryView
from dateline.export.wording import (
    BACKGROUND_NOTE,
    STATUS_WORDS,
    count,
    name_background,
    one_line,
    outlet_name,
    safe_link,
    show_act,
    show_background,
    show_date,
    show_interval,
    show_parties,
    show_period,
    show_relation,
    show_status,
    show_validity,
    show_value,
    show_verdict,
)
from dateline.model import Evidence, Row, Statement, Story, StoryEvent

_SPECIAL = re.compile(r"[\\`*_\[\]{}<>#|~&$^!]")
# At the start of a line these begin a list, a heading, a quotation, a definition or a rule.
_LEADING = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")


def escape(text: str) -> str:
    r"""A text on one line in which no character means anything to Markdown.

    Args:
        text: From a report.

    References:
        CommonMark 0.31, 2.4 (backslash escapes); footnotes, tables and strike-through as GitHub has them.

    >>> escape("[x](javascript:alert(1)) <b> | *y*")
    '\\[x\\](javascript:alert(1)) \\<b\\> \\| \\*y\\*'
    >>> escape("1. first"), escape("- second")
    ('1\\. first', '\\- second')
    """
    line = _SPECIAL.sub(lambda match: "\\" + match[0], one_line(text))
    return _LEADING.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else "\\" + match[3], line)


def story_to_markdown(story: Story) -> str:
    """Write the dossier of a story as Markdown.

    Args:
        story: Of one happening.

    Returns:
        The sections of the terminal view; each footnote names the report and gives the sentence.

    >>> story_to_markdown(Story("s1", "Rain *again*", None, None, (), (), (), (), (), (), ())).splitlines()[0]
    '# Rain \\\\*again\\\\*'
    """
    writer = _Writer(StoryView(story))
    parts = [
        writer.write_head(),
        writer.write_events(),
        writer.write_quotes(),
        writer.write_comparison(),
        writer.write_relations(),
        writer.write_origins(),
        writer.write_background(),
        writer.write_reports(),
        writer.write_notes(),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def page_to_markdown(page: Page) -> str:
    """Write a page of tables as Markdown.

    Args:
        page: Of any view.

    >>> print(page_to_markdown(Page("Stories", ("None yet.",), ())), end="")
    # Stories
    <BLANKLINE>
    None yet.
    """
    parts = [f"# {escape(page.title)}", *(escape(line) for line in page.lines)]
    for grid in page.grids:
        parts.append(f"## {escape(grid.title)}")
        parts.append(_table(map(escape, grid.header), ([escape(cell) for cell in row] for row in grid.rows)))
    return "\n\n".join(parts) + "\n"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(header)
    lines = [head, ["---"] * len(head), *(list(row) for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


class _Writer:
    """Writes sections and numbers the footnotes as they come."""

    def __init__(self, view: StoryView) -> None:
        self.view = view
        self.notes: dict[Evidence, int] = {}

    def cite(self, evidence: Iterable[Evidence]) -> str:
        """Footnote marks for evidence, each sentence one number throughout."""
        return "".join(f"[^{self.notes.setdefault(item, len(self.notes) + 1)}]" for item in evidence)

    def behind(self, origins: Iterable[str], evidence: Iterable[Evidence]) -> str:
        """How many origins attest a thing, which, and where."""
        names = self.view.origin_names(origins)
        return f"{count(len(names), 'origin')}: {escape(', '.join(names))}{self.cite(evidence)}"

    def write_head(self) -> str:
        story = self.view.story
        period = f" of {show_period(story.earliest, story.latest)}" if story.earliest else ""
        names = escape(", ".join(self.view.origin_names(self.view.origins)))
        behind = f"{count(len(story.origins), 'origin')}" + (f" ({names})" if names else "")
        lines = [f"# {escape(story.title)}", f"{count(len(story.readings), 'report')}{period}, {behind}."]
        return "\n\n".join([*lines, *(f"Note: {escape(note)}" for note in story.notes)])

    def write_events(self) -> str:
        parts = []
        if self.view.main is not None:
            parts.append(f"## What happened\n\n**{escape(self.view.main.what)}**\n\n{self._event(self.view.main)}")
        others = [event for event in (*self.view.dated, *self.view.undated) if not event.main]
        if others:
            lines = []
            for event in others:
                when = show_interval(event.earliest, event.latest)
                when = "date not given" if when == "not given" else when
                lines.append(f"- **{escape(when)}** {escape(event.what)}  \n  {self._event(event)}")
            parts.append("## Timeline\n\n" + "\n".join(lines))
        return "\n\n".join(parts)

    def _event(self, event: StoryEvent) -> str:
        date = f"date {show_interval(event.earliest, event.latest)}" if event.main else ""
        status = f"{show_status(event.status, event.polarity)} ({STATUS_WORDS[event.status]})"
        facts = [status, date, event.place or "", show_parties(event), show_act(event)]
        return "; ".join(escape(fact) for fact in facts if fact) + "; " + self.behind(event.origins, event.evidence)

    def write_quotes(self) -> str:
        parts = []
        if self.view.quotes:
            lines = [
                f"- {_speaker(quote)}: {escape(quote.what)} ({quote.quote_kind}; "
                f"{self.behind(quote.origins, quote.evidence)})"
                for quote in self.view.quotes
            ]
            parts.append("## Who said what\n\n" + "\n".join(lines))
        if self.view.figures:
            lines = [
                f"- {escape(figure.what)} ({self.behind(figure.origins, figure.evidence)})"
                for figure in self.view.figures
            ]
            parts.append("## Figures\n\n" + "\n".join(lines))
        return "\n\n".join(parts)

    def write_comparison(self) -> str:
        view = self.view
        if len(view.story.origins) < 2:
            return "## Agreement\n\nAll reports are of one origin: there is nothing to compare." if view.origins else ""
        header = ["About", *map(escape, view.origin_names(view.origins)), "Note"]
        parts = ["## Where they differ"]
        parts.append(_table(header, map(self._row, view.differing)) if view.differing else "No origin says otherwise.")
        if view.agreed:
            parts += ["## What they agree on", _table(header, map(self._row, view.agreed))]
        if view.single:
            parts += ["## What only one has", "The other origins are silent, which is no denial."]
            parts.append(_table(header, map(self._row, view.single)))
        return "\n\n".join(parts)

    def _row(self, row: Row) -> list[str]:
        cells = [f"{escape(row.about)} ({row.kind})"]
        for _, cell in self.view.cells(row):
            value = show_value(cell.value, row.kind)
            said = f": {escape(value)}" if value and value != one_line(row.about) else ""
            cells.append(f"{show_verdict(row, cell.verdict)}{said}{self.cite(cell.evidence)}")
        return [*cells, escape(row.note or "")]

    def write_relations(self) -> str:
        if not self.view.story.relations:
            return ""
        lines = [
            f"- {escape(show_relation(relation))}: {escape(show_validity(relation))} "
            f"({self.behind(relation.origins, relation.evidence)})"
            for relation in self.view.story.relations
        ]
        note = "As these reports tell it; what none of them gives is unknown."
        return f"## The state of affairs\n\n{note}\n\n" + "\n".join(lines)

    def write_origins(self) -> str:
        lines = []
        for origin in self.view.story.origins:
            agency = ", an agency" if origin.agency else ""
            name = f"{self.view.letters[origin.id]} {origin.name}{agency}"
            lines.append(f"- **{escape(name)}**: {count(len(origin.reports), 'report')}")
            for report in origin.reports:
                reasons = "; ".join(origin.reasons.get(report, ())) or "no other report carries its words"
                outlet = outlet_name(self.view.readings[report])
                lines.append(
                    f"  - \\[{self.view.numbers[report]}\\] {escape(report)}, {escape(outlet)}: {escape(reasons)}"
                )
            for item in origin.depends_on:
                lines.append(f"  - rests on the {item.kind} {escape(item.on)}{self.cite(item.evidence)}")
        intro = "Reports that carry one origin's words count once."
        return f"## Who is behind it\n\n{intro}\n\n" + "\n".join(lines) if lines else ""

    def write_background(self) -> str:
        lines = []
        for item in self.view.story.background:
            told = " … ".join(f"“{escape(each.text)}”" for each in item.evidence)
            where = f"{item.report}, news in {item.news_in}"
            lines.append(
                f"- {escape(name_background(item))} ({escape(where)}): {escape(show_background(item))}. {told}"
            )
        return f"## Background\n\n{BACKGROUND_NOTE}\n\n" + "\n".join(lines) if lines else ""

    def write_reports(self) -> str:
        lines = []
        for reading in self.view.story.readings:
            meta = reading.metadata
            title, link = escape(meta.title or "without a title"), safe_link(meta.url)
            shown = f"[{title}](<{_in_brackets(link)}>)" if link else title
            published = show_date(meta.published) if meta.published else "publication date not given"
            number = self.view.numbers[reading.id]
            lines.append(
                f"- \\[{number}\\] {shown}, {escape(outlet_name(reading))}, {escape(published)} ({escape(reading.id)})"
            )
        return "## The reports\n\n" + "\n".join(lines) if lines else ""

    def write_notes(self) -> str:
        lines = []
        for item, number in self.notes.items():
            reading = self.view.readings[item.report]
            published = f", {show_date(reading.metadata.published)}" if reading.metadata.published else ""
            report = f"\\[{self.view.numbers[item.report]}\\] {escape(outlet_name(reading) + published)}"
            lines.append(
                f"[^{number}]: {report}: “{escape(item.text)}” (characters {item.span.start} to {item.span.end})"
            )
        return "\n".join(lines)


def _speaker(statement: Statement) -> str:
    if statement.speaker is None:
        return "**unknown speaker**"
    role = f", {escape(statement.speaker.role)}" if statement.speaker.role else ""
    return f"**{escape(statement.speaker.name)}**{role}"


def _in_brackets(link: str) -> str:
    return link.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace("|", "%7C")
