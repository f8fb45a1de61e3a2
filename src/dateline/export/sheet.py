"""A sheet of terminal text: headings, hanging indents and tables that fit a width, with or without colour.

Colour and bold only repeat what words and shapes say. Everything put on a sheet is neutralised first, so that a report
cannot drive the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import IO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dateline.export.wording import one_line

#: Narrower than this nothing fits beside a label.
NARROWEST = 40
#: Wider lines are hard to read.
WIDEST = 110


@dataclass(frozen=True, slots=True)
class Paper:
    """What text is written for: a width in columns, and whether the reader sees colour."""

    width: int = 80
    color: bool = False


#: What text is written for unless told otherwise: the same everywhere.
PLAIN = Paper()


def find_paper(stream: IO[str]) -> Paper:
    """What a stream can show: colour only on a terminal, and not when ``NO_COLOR`` is set or ``TERM`` is ``dumb``.

    Args:
        stream: Where text will be printed; ``COLUMNS`` sets its width.

    Returns:
        The width of the terminal, 80 without one.

    References:
        https://no-color.org

    >>> find_paper(StringIO()).color
    False
    """
    console = Console(file=stream)
    color = console.is_terminal and not console.no_color and console.color_system is not None
    return Paper(width=console.width, color=color)


class Sheet:
    """Lines of text under headings, collected and given out as one string."""

    def __init__(self, paper: Paper) -> None:
        self._out = StringIO()
        self.width = max(NARROWEST, min(paper.width, WIDEST))
        self._console = Console(
            file=self._out,
            width=self.width,
            color_system="standard" if paper.color else None,
            force_terminal=paper.color,
            no_color=not paper.color,
            highlight=False,
            markup=False,
            emoji=False,
            legacy_windows=False,
        )

    def title(self, text: str) -> None:
        """A title with a double rule."""
        self._headed(text, "═", "bold")

    def heading(self, text: str, note: str | None = None) -> None:
        """A heading after an empty line, with a rule, and a line below that says how to read what follows."""
        self.blank()
        self._headed(text, "─", "bold cyan")
        if note:
            self.line(note, style="dim")

    def line(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """A paragraph, wrapped."""
        self._console.print(Padding(Text(one_line(text), style=style, overflow="fold"), (0, 0, 0, indent)))

    def item(self, label: str, text: str, details: Iterable[str] = (), *, column: int = 0, style: str = "") -> None:
        """A paragraph with lines that belong to it below, and a label in a column of its own before it.

        Args:
            label: Wrapped within its column; left out when *column* is 0.
            text: The paragraph.
            details: Lines below it, subdued; empty ones are left out.
            column: The label column's width.
            style: Of the label.
        """
        below = [Text(one_line(detail), style="dim") for detail in details if detail]
        if not column:
            self.line(text, indent=2)
            for line in below:
                self._console.print(Padding(line, (0, 0, 0, 4)))
            return
        grid = Table.grid(padding=(0, 2, 0, 0), expand=True)
        grid.add_column(width=column, overflow="fold")
        grid.add_column(ratio=1, overflow="fold")
        grid.add_row(Text(one_line(label), style=style), Text("\n").join([Text(one_line(text)), *below]))
        self._console.print(grid)

    def ids(self, ids: Iterable[str], *, indent: int = 0) -> None:
        """Ids and addresses that are never broken, so that each can be copied whole: on one line if they fit."""
        names = [one_line(name) for name in ids]
        joined = "  ".join(names)
        for line in [joined] if indent + cell_len(joined) <= self.width else names:
            self._console.print(Text(" " * indent + line, style="cyan"), soft_wrap=True)

    def table(self, header: Sequence[str], rows: Iterable[Sequence[str]], *, narrow: Sequence[int] = ()) -> None:
        """A table whose lines wrap within their columns.

        Args:
            header: A word a column.
            rows: As many cells as the header has; a cell's lines after its first are subdued.
            narrow: The columns that never wrap; the others share what is left.
        """
        table = Table(box=None, padding=(0, 2, 0, 0), expand=True, header_style="bold", pad_edge=False)
        for number, word in enumerate(header):
            if number in narrow:
                table.add_column(Text(word), no_wrap=True)
            else:
                table.add_column(Text(word), ratio=1, overflow="fold")
        for row in rows:
            table.add_row(*(_cell(cell) for cell in row))
        self._console.print(table)

    def blank(self) -> None:
        """An empty line."""
        self._console.print()

    def done(self) -> str:
        """All lines, none with blanks at its end, the last one ended."""
        lines = self._out.getvalue().split("\n")
        return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"

    def _headed(self, text: str, rule: str, style: str) -> None:
        line = one_line(text)
        self._console.print(Text(line, style=style, overflow="fold"))
        self._console.print(Text(rule * min(cell_len(line), self.width), style=style))


def _cell(text: str) -> Text:
    first, *rest = text.split("\n")
    return Text("\n").join([Text(one_line(first)), *(Text("  " + one_line(line), style="dim") for line in rest)])
