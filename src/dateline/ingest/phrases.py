"""JSON Lines of actors' words -> phrases to be coded: for people who clean event data."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from dateline.errors import InputError
from dateline.ingest.decode import decode_bytes
from dateline.ingest.records import Problem


@dataclass(frozen=True, slots=True)
class Phrase:
    """An actor's words, with the day they are spoken of."""

    id: str
    text: str
    on: date | None = None


def ingest_phrases(
    path: str | Path, *, stdin: BinaryIO | None = None
) -> tuple[tuple[Phrase, ...], tuple[Problem, ...]]:
    """Read lines of ``{"id", "text", "date"}``; ``-`` is standard input.

    Args:
        path: A JSON Lines file. ``date`` may be left out; a line without ``id`` gets the file's stem and its number.
        stdin: What ``-`` stands for; the process's own standard input unless given.

    Returns:
        The phrases in order, and a `Problem` for each line that holds none.

    Raises:
        InputError: The file cannot be read.
    """
    name, stem = str(path), "stdin" if str(path) == "-" else Path(path).stem
    try:
        data = (stdin or sys.stdin.buffer).read() if name == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=name) from error
    phrases: list[Phrase] = []
    problems: list[Problem] = []
    for number, line in enumerate(decode_bytes(data).text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            phrases.append(_make_phrase(line, f"{stem}-{number}"))
        except (InputError, ValueError) as error:
            problems.append(Problem(f"{name}:{number}", str(error)))
    return tuple(phrases), tuple(problems)


def _make_phrase(line: str, default_id: str) -> Phrase:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON ({error.msg}, column {error.colno}); mend or remove the line") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise InputError('is not an object with a "text" string')
    day = row.get("date")
    try:
        on = date.fromisoformat(day[:10]) if day else None
    except (TypeError, ValueError) as error:
        raise InputError(f'has a "date" that is no ISO day: {day!r}') from error
    return Phrase(str(row.get("id") or default_id), row["text"], on)
