"""What every export of a story shows, chosen and numbered once: reports, origins, events, rows by how they compare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from dateline.export.wording import letter, one_line, show_value
from dateline.model import Cell, Evidence, Origin, Reading, Row, Statement, Story, StoryEvent, Verdict

_SILENT = Cell("silent")


@dataclass(frozen=True)
class StoryView:
    """A story with the numbers that exports call its parts by: reports 1, 2, …; origins A, B, …; events E1, E2, …"""

    story: Story

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Report id -> number."""
        return {reading.id: number for number, reading in enumerate(self.story.readings, 1)}

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Origin id -> letter."""
        return {origin.id: letter(number) for number, origin in enumerate(self.story.origins)}

    @cached_property
    def readings(self) -> Mapping[str, Reading]:
        """Report id -> its reading."""
        return {reading.id: reading for reading in self.story.readings}

    @cached_property
    def origins(self) -> Mapping[str, Origin]:
        """Origin id -> origin."""
        return {origin.id: origin for origin in self.story.origins}

    @cached_property
    def main(self) -> StoryEvent | None:
        """The event that the story is about."""
        return next((event for event in self.story.events if event.main), None)

    @cached_property
    def dated(self) -> tuple[StoryEvent, ...]:
        """The events with a date, in the story's order (by date)."""
        return tuple(event for event in self.story.events if event.earliest or event.latest)

    @cached_property
    def undated(self) -> tuple[StoryEvent, ...]:
        """The events that no report dates."""
        return tuple(event for event in self.story.events if not (event.earliest or event.latest))

    @cached_property
    def quotes(self) -> tuple[Statement, ...]:
        """The remarks, in the story's order."""
        return tuple(statement for statement in self.story.statements if statement.kind == "quote")

    @cached_property
    def figures(self) -> tuple[Statement, ...]:
        """The counts and sums, in the story's order."""
        return tuple(statement for statement in self.story.statements if statement.kind == "quantity")

    @cached_property
    def differing(self) -> tuple[Row, ...]:
        """Rows in which an origin says otherwise than another."""
        return tuple(row for row in self.story.comparison if _verdicts(row, "differs"))

    @cached_property
    def agreed(self) -> tuple[Row, ...]:
        """Rows that two origins or more attest, none saying otherwise."""
        return tuple(
            row for row in self.story.comparison if not _verdicts(row, "differs") and _verdicts(row, "agrees") > 1
        )

    @cached_property
    def single(self) -> tuple[Row, ...]:
        """Rows on which only one origin says anything."""
        return tuple(
            row for row in self.story.comparison if not _verdicts(row, "differs") and _verdicts(row, "agrees") <= 1
        )

    def origin_names(self, ids: Iterable[str]) -> list[str]:
        """Origins for people, in the story's order: "A Wire"."""
        wanted = set(ids)
        return [f"{self.letters[o.id]} {one_line(o.name)}" for o in self.story.origins if o.id in wanted]

    def origin_letters(self, ids: Iterable[str]) -> list[str]:
        """The letters of origins, in the story's order."""
        wanted = set(ids)
        return [self.letters[origin.id] for origin in self.story.origins if origin.id in wanted]

    def report_numbers(self, evidence: Iterable[Evidence]) -> list[int]:
        """The numbers of the reports that evidence stands in, each once, ascending."""
        return sorted({self.numbers[item.report] for item in evidence})

    def told_apart(self, row: Row) -> list[tuple[Verdict, str, list[str], list[int]]]:
        """A row by what is told: (verdict, value, letters of the origins, numbers of the reports), silence last."""
        groups: dict[tuple[Verdict, str], tuple[list[str], list[Evidence]]] = {}
        shown: dict[str | None, str] = {}  # most origins of a row give one value or none
        for origin, cell in self.cells(row):
            if cell.value not in shown:
                shown[cell.value] = show_value(cell.value, row.kind)
            letters, evidence = groups.setdefault((cell.verdict, shown[cell.value]), ([], []))
            letters.append(self.letters[origin.id])
            evidence.extend(cell.evidence)
        ordered = sorted(groups.items(), key=lambda item: ("agrees", "differs", "silent").index(item[0][0]))
        return [(*key, letters, self.report_numbers(evidence)) for key, (letters, evidence) in ordered]

    def cells(self, row: Row) -> list[tuple[Origin, Cell]]:
        """A row's cells in the story's order of origins; an origin that the row leaves out is silent."""
        return [(origin, row.cells.get(origin.id, _SILENT)) for origin in self.story.origins]


def _verdicts(row: Row, verdict: str) -> int:
    return sum(cell.verdict == verdict for cell in row.cells.values())
