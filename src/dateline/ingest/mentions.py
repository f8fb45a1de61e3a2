"""Places in reports, from JSON Lines: the mentions that ``dateline events`` is asked to cluster."""

from __future__ import annotations

import json
from pathlib import Path

from dateline.errors import InputError
from dateline.ingest.decode import decode_bytes
from dateline.ingest.records import Problem
from dateline.model import Span


def ingest_mentions(path: str | Path) -> tuple[tuple[tuple[str, Span], ...], tuple[Problem, ...]]:
    """Read lines of ``{"report", "span"}``; other fields are passed over.

    Args:
        path: A JSON Lines file; ``span`` is ``[start, end)`` in code points of the report's text.

    Returns:
        The mentions in order, and a `Problem` for each line that holds none.

    Raises:
        InputError: The file cannot be read.
    """
    name = str(path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=name) from error
    mentions: list[tuple[str, Span]] = []
    problems: list[Problem] = []
    for number, line in enumerate(decode_bytes(data).text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            mentions.append(_make_mention(line))
        except (InputError, ValueError, RecursionError) as error:
            problems.append(Problem(f"{name}:{number}", str(error)))
    return tuple(mentions), tuple(problems)


def _make_mention(line: str) -> tuple[str, Span]:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON ({error.msg}, column {error.colno}); mend or remove the line") from error
    if not isinstance(row, dict) or not isinstance(row.get("report"), str):
        raise InputError('is not an object with a "report" id')
    span = row.get("span")
    if not isinstance(span, list) or [type(side) for side in span] != [int, int] or not 0 <= span[0] < span[1]:
        raise InputError(f'has a "span" that is not [start, end): {span!r}'[:200])
    return row["report"], Span(span[0], span[1])
