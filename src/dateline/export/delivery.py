"""What an export for event-data users hands over, and the strict writing of its tables.

A cell holds no tab, line break or control character; a table that has a row of another width than its header is never
written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from dateline.export.wording import one_line

#: A cell that begins with one of these is taken for a formula by spreadsheet programs.
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file by its name, with its bytes and the number of records in it (``None``: it describes the others)."""

    name: str
    content: bytes
    rows: int | None


@dataclass(frozen=True, slots=True)
class Delivery:
    """The files of an export; ``folder`` tells that they belong in one; ``notes`` are lines for the user."""

    files: tuple[OutputFile, ...]
    folder: bool = False
    notes: tuple[str, ...] = ()


def write_tabbed(columns: Sequence[str], rows: Sequence[Sequence[str]], *, header: bool) -> bytes:
    r"""Write a table whose cells are parted by tabs and never quoted, as POLECAT and GDELT are read.

    Args:
        columns: Their names.
        rows: A cell a column, made by `plain_cell` where it holds words.
        header: Whether the names are written first.

    Raises:
        ValueError: A row has another width, or a cell could not be read back.

    >>> write_tabbed(["id", "name"], [["1", "Peru"]], header=True)
    b'id\tname\n1\tPeru\n'
    """
    lines = [list(columns)] if header else []
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} cells for {len(columns)} columns")
        if any(cell.startswith('"') or one_line(cell) != cell for cell in row):
            raise ValueError(f"a cell that a reader would break: {row!r}")
        lines.append(list(row))
    return "".join("\t".join(line) + "\n" for line in lines).encode("utf-8")


def plain_cell(words: str | None) -> str:
    r"""Words as one cell of a table without quoting: on one line, ``"`` as ``'``, no formula.

    >>> plain_cell('the "Emirate"\n of'), plain_cell("=1+1"), plain_cell(None)
    ("the 'Emirate' of", "'=1+1", '')
    """
    return disarm(one_line(words or "").replace('"', "'"))


def disarm(words: str) -> str:
    """Words with a leading apostrophe where a spreadsheet program would take them for a formula.

    References:
        OWASP, CSV injection.

    >>> disarm("@SUM(A1)"), disarm("Oslo")
    ("'@SUM(A1)", 'Oslo')
    """
    return "'" + words if words.startswith(_FORMULA) else words


def write_csv(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    r"""Write a table as CSV with a header: quoted where it must be, lines ended by a line feed.

    Raises:
        ValueError: A row has another width than the header.

    References:
        RFC 4180.

    >>> write_csv(["id", "name"], [["1", "Beira, Sofala"]])
    b'id,name\n1,"Beira, Sofala"\n'
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for row in (columns, *rows):
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} cells for {len(columns)} columns")
        writer.writerow(row)
    return out.getvalue().encode("utf-8")


def coder() -> str:
    """The name of this program with its version, as it is put into exports."""
    try:
        return f"dateline-{version('dateline')}"
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "dateline"
