"""A checked draft as text, as JSON and as tables: what the reports hold, in what they differ, what is not in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.export.json import Json, origins_to_rows
from dateline.export.pages import Grid, Page, grid_of_reports
from dateline.export.sheet import PLAIN, Paper, Sheet
from dateline.export.text import put_reports
from dateline.export.view import StoryView
from dateline.export.wording import MARKS, count, one_line, show_date
from dateline.model import Check, Checked, Difference, Evidence, Verdict

#: What an export says of a statement of a draft.
VERDICT_WORDS: dict[Verdict, str] = {"agrees": "held", "differs": "differs", "silent": "not in these reports"}

_NOT_FALSE = "What is not in these reports is not false for that: they say nothing of it."
_CLIP = 200  # characters of a sentence that text and tables cite; JSON has it whole


def check_to_dict(check: Check) -> Json:
    """Shape a checked draft.

    Args:
        check: Of one draft.

    Returns:
        The draft's id, the reports' origins, how many statements there are of each verdict, and the statements.

    >>> from dateline.model import Metadata, Reading, Report, Story
    >>> draft = Reading(Report("d", "Rain."), Metadata())
    >>> check_to_dict(Check(draft, Story("s", "", None, None, (), (), (), (), (), (), ()), ()))["checked"]
    []
    """
    verdicts = Counter(item.verdict for item in check.checked)
    return {
        "draft": check.draft.id,
        "reports": [reading.id for reading in check.story.readings],
        "origins": origins_to_rows(check.story.origins),
        "held": verdicts["agrees"],
        "differs": verdicts["differs"],
        "not_in_these_reports": verdicts["silent"],
        "checked": check_to_rows(check),
        "notes": [*(f"{check.draft.id}: {note}" for note in check.draft.notes), *check.story.notes],
    }


def check_to_rows(check: Check) -> list[Json]:
    """Shape the statements of a checked draft as lines, in the order of its text.

    Args:
        check: Of one draft.

    Returns:
        A row a statement; ``span`` and ``text`` are the draft's, all ``evidence`` is the reports'.
    """
    return [
        {
            "kind": item.kind,
            "span": [item.span.start, item.span.end],
            "text": item.span.of(check.draft.text),
            "what": item.what,
            "verdict": VERDICT_WORDS[item.verdict],
            "origins": len(item.origins),
            "origin_groups": list(item.origins),
            "differences": [
                {
                    "kind": each.kind,
                    "draft": each.draft,
                    "reported": each.reported,
                    "origin_groups": list(each.origins),
                    "evidence": _evidence(each.evidence),
                }
                for each in item.differences
            ],
            "cells": {
                origin: {"verdict": cell.verdict, "value": cell.value, "evidence": _evidence(cell.evidence)}
                for origin, cell in item.cells.items()
            },
            "note": item.note,
        }
        for item in check.checked
    ]


def render_check(check: Check, paper: Paper = PLAIN) -> str:
    """Write a checked draft for a terminal.

    Args:
        check: Of one draft.
        paper: Width and colour.

    Returns:
        Each statement with what the reports hold of it, the sentences that say so, and the reports.
    """
    view, sheet = StoryView(check.story), Sheet(paper)
    sheet.title(_title(check))
    for line in (_summary(check), _NOT_FALSE):
        sheet.line(line, style="dim")
    styles: dict[Verdict, str] = {"agrees": "green", "differs": "yellow", "silent": "bold"}
    for item in check.checked:
        sheet.blank()
        details = [_held(view, item), *_differences(view, item), item.note or "", *_cited(view, item)]
        sheet.item(MARKS[item.verdict], f"{item.what} ({item.kind})", details, column=1, style=styles[item.verdict])
    put_reports(sheet, view)
    return sheet.done()


def page_of_check(check: Check) -> Page:
    """A checked draft, a row a statement.

    Args:
        check: Of one draft.
    """
    view = StoryView(check.story)
    rows = tuple(
        (
            item.what,
            item.kind,
            f"{MARKS[item.verdict]} {VERDICT_WORDS[item.verdict]}",
            ", ".join(view.origin_names(item.origins)),
            "; ".join([*_differences(view, item), *([item.note] if item.note else [])]),
            " ".join(_cited(view, item)),
        )
        for item in check.checked
    )
    header = ("statement", "kind", "in the reports", "origins", "what differs", "evidence")
    grids = (Grid("Statements of the draft", header, rows), grid_of_reports(view))
    return Page(_title(check), (_summary(check), _NOT_FALSE), grids)


def _title(check: Check) -> str:
    story = check.story
    behind = f"{count(len(story.readings), 'report')}, {count(len(story.origins), 'origin')}"
    return f"{check.draft.id} checked against {behind}"


def _summary(check: Check) -> str:
    verdicts = Counter(item.verdict for item in check.checked)
    if not check.checked:
        return "The draft holds no quote, figure, event or state of affairs to check."
    words = {**VERDICT_WORDS, "differs": "differs" if verdicts["differs"] == 1 else "differ"}
    parts = [f"{number} {words[verdict]}" for verdict in VERDICT_WORDS if (number := verdicts[verdict])]
    return f"{count(len(check.checked), 'statement')}: {', '.join(parts)}."


def _held(view: StoryView, item: Checked) -> str:
    if item.verdict == "silent":
        return VERDICT_WORDS["silent"]
    if item.verdict == "differs":
        return "held by no origin as it stands"
    return f"held by {len(item.origins)} of {count(len(view.origins), 'origin')}: " + ", ".join(
        view.origin_names(item.origins)
    )


def _differences(view: StoryView, item: Checked) -> list[str]:
    return [
        f"{MARKS['differs']} {each.kind}: {_value(each, each.draft)} here, {_value(each, each.reported)} in "
        f"{', '.join(view.origin_letters(each.origins))}"
        for each in item.differences
    ]


def _value(difference: Difference, value: str) -> str:
    if difference.kind == "date" and value[:4].isdigit():
        return show_date(value)
    return f"told as {value}" if difference.kind == "event" and value[:5] not in ("holds", "does ") else one_line(value)


def _cited(view: StoryView, item: Checked) -> list[str]:
    """For each origin that is not silent the sentence that it says most clearly in: the first of its evidence."""
    lines = []
    for origin in view.story.origins:
        cell = item.cells[origin.id]
        if cell.evidence:
            first = cell.evidence[0]
            mark, letter, number = MARKS[cell.verdict], view.letters[origin.id], view.numbers[first.report]
            lines.append(f"{mark} {letter} [{number}]: “{_clip(first.text)}”")
    return lines


def _clip(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _CLIP else line[: _CLIP - 1].rsplit(" ", 1)[0] + "…"


def _evidence(items: Sequence[Evidence]) -> list[Json]:
    return [{"report": item.report, "span": [item.span.start, item.span.end], "text": item.text} for item in items]
