"""A sheet of terminal text: headings, hanging indents and tables that fit a width, with or without colour.

Colour and bold only repeat what words and shapes say. Everything put on a sheet is neutralised first, so that a report
cannot drive the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from typing import IO

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from dateline.export.wording import one_line

#: Narrower than this nothing fits beside a label.
NARROWEST = 40
#: Wider lines are hard to read.
WIDEST = 110
_GAP = "  "  # between a label's column and what it labels


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
    """Lines of text under headings, collected and given out as one string.

    Paragraphs are wrapped here and tables by rich, whose own way of printing a paragraph takes some twenty times as
    long: a dossier of hundreds of reports has thousands of them.
    """

    def __init__(self, paper: Paper) -> None:
        self.width = max(NARROWEST, min(paper.width, WIDEST))
        self._color = paper.color
        self._lines: list[str] = []

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
        before = " " * indent
        for line in _wrap(one_line(text), self.width - indent):
            self._lines.append(before + self._styled(line, style))

    def item(self, label: str, text: str, details: Iterable[str] = (), *, column: int = 0, style: str = "") -> None:
        """A paragraph with lines that belong to it below, and a label in a column of its own before it.

        Args:
            label: Wrapped within its column; left out when *column* is 0.
            text: The paragraph.
            details: Lines below it, subdued; empty ones are left out.
            column: The label column's width.
            style: Of the label.
        """
        if not column:
            self.line(text, indent=2)
            for detail in details:
                if detail:
                    self.line(detail, indent=4, style="dim")
            return
        width = self.width - column - len(_GAP)
        beside = _wrap(one_line(text), width)
        beside += [self._styled(line, "dim") for detail in details if detail for line in _wrap(one_line(detail), width)]
        for name, line in zip_longest(_wrap(one_line(label), column), beside, fillvalue=""):
            self._lines.append(self._styled(set_cell_size(name, column), style) + _GAP + line)

    def ids(self, ids: Iterable[str], *, indent: int = 0) -> None:
        """Ids and addresses that are never broken, so that each can be copied whole: on one line if they fit."""
        names = [one_line(name) for name in ids]
        joined = "  ".join(names)
        for line in [joined] if indent + cell_len(joined) <= self.width else names:
            self._lines.append(self._styled(" " * indent + line, "cyan"))

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
        console = _console(self.width, color=self._color)
        console.print(table)
        assert isinstance(console.file, StringIO)  # as _console made it
        self._lines += console.file.getvalue().removesuffix("\n").split("\n")

    def blank(self) -> None:
        """An empty line."""
        self._lines.append("")

    def done(self) -> str:
        """All lines, none with blanks at its end, the last one ended."""
        return "\n".join(line.rstrip() for line in self._lines).strip("\n") + "\n"

    def _headed(self, text: str, rule: str, style: str) -> None:
        self.line(text, style=style)
        self.line(rule * min(cell_len(one_line(text)), self.width), style=style)

    def _styled(self, text: str, style: str) -> str:
        if not (self._color and style and text):
            return text
        return Style.parse(style).render(text, color_system=ColorSystem.STANDARD)


def _wrap(text: str, width: int) -> list[str]:
    """The lines of a text that has only single blanks: words that fit, longer ones cut.

    >>> _wrap("the embassy reopened", 12)
    ['the embassy', 'reopened']
    >>> _wrap("a reopening", 6)
    ['a', 'reopen', 'ing']
    """
    if cell_len(text) <= width:
        return [text]
    lines: list[str] = []
    line, used = "", 0
    for word in text.split(" "):
        size = cell_len(word)
        if line and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if line:
            lines.append(line)
        *whole, line = chop_cells(word, width) if size > width else [word]
        lines += whole
        used = cell_len(line)
    return [*lines, line]


def _console(width: int, *, color: bool) -> Console:
    return Console(
        file=StringIO(),
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )


def _cell(text: str) -> Text:
    first, *rest = text.split("\n")
    return Text("\n").join([Text(one_line(first)), *(Text("  " + one_line(line), style="dim") for line in rest)])
