"""Text files and JSON Lines, folders of them and standard input -> `Report`.

A report's text stays exactly as it came in: line ends, blanks, control characters and invisible marks included.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from dateline.errors import InputError
from dateline.ingest.decode import decode_bytes
from dateline.ingest.language import identify_language
from dateline.model import Report

_TEXT = frozenset({".txt", ".md", ".text", ""})
_LINES = frozenset({".jsonl", ".ndjson"})
_JSON = ".json"
_ABOUT = frozenset({"readme", "license", "licence", "changelog", "contributing", "makefile", "notice"})
_STRINGS = ("title", "published", "outlet", "url", "byline", "language")
_KINDS = {
    dict: "object",
    list: "list",
    str: "string",
    int: "number",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


@dataclass(frozen=True, slots=True)
class Problem:
    """An input that was not read: where (file, or file and line), and one line that tells why and what to do."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What was taken in: the reports, the inputs that could not be read, and the files passed over in folders."""

    reports: tuple[Report, ...] = ()
    problems: tuple[Problem, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A report before its id is settled, or a problem."""

    report: Report | None = None
    problem: Problem | None = None
    skipped: str | None = None


def ingest_paths(paths: Sequence[str | Path], *, stdin: BinaryIO | None = None) -> Ingested:
    """Take in reports from text files, JSON Lines and folders of them.

    Text files (``.txt``, ``.md``, no extension) hold one report each, whose id is the file's stem. JSON Lines
    (``.jsonl``, ``.ndjson``) hold one report a line; ``.json`` holds one object or a list. Folders are read
    recursively, a folder's files before its folders, each by name; hidden files, ``README`` and the like and
    other kinds are passed over.

    Args:
        paths: Files and folders; ``-`` is standard input: JSON Lines if it begins with ``{``, else one
            report with the id ``stdin``.
        stdin: Read in place of the process' standard input.

    Returns:
        The reports in the order of *paths*, each with its notes, and a problem for each input that
        could not be read; one bad input does not keep the others from being read.

    >>> import io
    >>> ingest_paths(["-"], stdin=io.BytesIO(b'{"id": "a", "text": "It rained in Oslo."}')).reports[0].id
    'a'
    >>> print(ingest_paths(["missing.txt"]).problems[0])
    missing.txt: no such file or folder; check the path
    """
    reports: list[Report] = []
    problems: list[Problem] = []
    skipped: list[str] = []
    taken: set[str] = set()
    for path in paths:
        for found in _read_stdin(stdin) if str(path) == "-" else _read_path(Path(path)):
            if found.report:
                reports.append(_settle_id(found.report, taken))
            elif found.problem:
                problems.append(found.problem)
            elif found.skipped:
                skipped.append(found.skipped)
    return Ingested(tuple(reports), tuple(problems), tuple(skipped))


def make_report(fields: Mapping[str, Any], *, default_id: str) -> Report:
    """Make a report of the fields of a JSON object, as ``SPEC.md`` names them; other fields are passed over.

    Args:
        fields: ``text`` is required; ``id``, ``title``, ``published``, ``outlet``, ``url``, ``byline`` and
            ``language`` are strings or null.
        default_id: The id when the fields give none.

    Returns:
        The report; a publication date that is no ISO date is left out, with a note. The language is told
        from the text when it is not given.

    Raises:
        InputError: ``text`` is missing or blank, or a field is of the wrong type.

    >>> make_report({"text": "It rained.", "published": "yesterday"}, default_id="wire-1").notes
    ("published 'yesterday' is not an ISO date; left out",)
    """
    if "text" not in fields:
        raise InputError("has no text field; each report needs one")
    text = fields["text"]
    if not isinstance(text, str):
        raise InputError(f"text must be a string, not a {_kind(text)}")
    if not text.strip():
        raise InputError("its text is empty; leave it out or give it text")
    notes: list[str] = []
    given: dict[str, str | None] = {}
    for name in _STRINGS:
        value = fields.get(name)
        if value is not None and not isinstance(value, str):
            raise InputError(f"{name} must be a string or null, not a {_kind(value)}")
        given[name] = _without_surrogates(value).strip() or None if value else None
    if given["published"]:
        given["published"] = _check_published(given["published"], notes)
    whole = _without_surrogates(text)
    if whole != text:
        notes.append("lone surrogates in the text replaced by U+FFFD")
    given["language"] = given["language"] or identify_language(whole)
    return Report(id=_check_id(fields.get("id")) or default_id, text=whole, notes=tuple(notes), **given)


def _check_id(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return _without_surrogates(value).strip() if value else None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError(f"id must be a string, not a {_kind(value)}")


def _check_published(value: str, notes: list[str]) -> str | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        shown = value if len(value) <= 40 else value[:40] + "…"
        notes.append(f"published {shown!r} is not an ISO date; left out")
        return None
    # "20250704" and week dates are ISO too; the rest of the program takes the first ten characters for the day.
    return value if value.startswith(moment.date().isoformat()) else moment.date().isoformat()


def _without_surrogates(text: str) -> str:
    """Put U+FFFD for each half of a broken surrogate pair, which no encoding can write; offsets hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def _kind(value: Any) -> str:
    return _KINDS.get(type(value), type(value).__name__)


def _settle_id(report: Report, taken: set[str]) -> Report:
    name, number = report.id, 1
    while name in taken:
        number += 1
        name = f"{report.id}-{number}"
    taken.add(name)
    if name == report.id:
        return report
    return replace(report, id=name, notes=(*report.notes, f"id {report.id!r} was taken; this one is {name!r}"))


def _read_stdin(stdin: BinaryIO | None) -> Iterator[_Found]:
    data = (stdin or sys.stdin.buffer).read()
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _read_bytes(data, "stdin", "stdin", _parse_lines)
    else:
        yield from _read_bytes(data, "stdin", "stdin", _parse_text)


def _read_path(path: Path) -> Iterator[_Found]:
    if path.is_dir():
        for file in _walk(path):
            if file.stem.lower() in _ABOUT:  # tells about the folder
                yield _Found(skipped=f"{file}: not a report; passed over")
            else:
                yield from _read_file(file, named=False)
    elif path.exists():
        yield from _read_file(path, named=True)
    else:
        yield _Found(problem=Problem(str(path), "no such file or folder; check the path"))


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(files) if not name.startswith("."))


def _read_file(path: Path, *, named: bool) -> Iterator[_Found]:
    kind = path.suffix.lower()
    parse: Callable[[str, str, str, tuple[str, ...]], Iterator[_Found]]
    if kind in _LINES:
        parse = _parse_lines
    elif kind == _JSON:
        parse = _parse_json if named else _parse_json_in_folder
    elif kind in _TEXT or named:
        parse = _parse_text
    else:
        yield _Found(skipped=f"{path}: not a text or JSON file; passed over")
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        yield _Found(problem=Problem(str(path), f"cannot be read ({error.strerror or error}); check its permissions"))
        return
    yield from _read_bytes(data, str(path), path.stem, parse)


def _read_bytes(
    data: bytes, where: str, stem: str, parse: Callable[[str, str, str, tuple[str, ...]], Iterator[_Found]]
) -> Iterator[_Found]:
    try:
        decoded = decode_bytes(data)
    except InputError as error:
        yield _Found(problem=Problem(where, error.message))
        return
    if not decoded.text.strip():
        yield _Found(problem=Problem(where, "is empty; nothing to read"))
        return
    yield from parse(decoded.text, where, stem, decoded.notes)


def _parse_text(text: str, where: str, stem: str, notes: tuple[str, ...]) -> Iterator[_Found]:
    start = text[:300].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<rss", "<feed")):
        yield _Found(problem=Problem(where, "is an HTML or XML page; save its text as a .txt file first"))
        return
    yield _make(Problem(where, ""), lambda: make_report({"text": text}, default_id=stem), notes)


def _parse_lines(text: str, where: str, stem: str, notes: tuple[str, ...]) -> Iterator[_Found]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield _parse_object(line, f"{where}:{number}", f"{stem}-{number}", notes)


def _parse_object(line: str, where: str, default_id: str, notes: tuple[str, ...]) -> _Found:
    def read() -> Report:
        value = _load(line)
        if not isinstance(value, dict):
            raise InputError(f"is a JSON {_kind(value)}, not an object with a text field")
        return make_report(value, default_id=default_id)

    return _make(Problem(where, ""), read, notes)


def _parse_json(text: str, where: str, stem: str, notes: tuple[str, ...]) -> Iterator[_Found]:
    try:
        value = _load(text)
    except InputError as error:
        if text.lstrip().startswith("{") and _is_object(text.lstrip().split("\n", 1)[0]):
            yield from _parse_lines(text, where, stem, notes)  # JSON Lines under a plain .json name
        else:
            yield _Found(problem=Problem(where, error.message))
        return
    if isinstance(value, dict):
        yield _make(Problem(where, ""), lambda: make_report(value, default_id=stem), notes)
    elif isinstance(value, list):
        for number, item in enumerate(value, 1):
            yield _parse_item(item, f"{where}: item {number}", f"{stem}-{number}", notes)
    else:
        yield _Found(problem=Problem(where, f"is a JSON {_kind(value)}, not an object or a list of objects"))


def _parse_item(item: Any, where: str, default_id: str, notes: tuple[str, ...]) -> _Found:
    def read() -> Report:
        if not isinstance(item, dict):
            raise InputError(f"is a JSON {_kind(item)}, not an object with a text field")
        return make_report(item, default_id=default_id)

    return _make(Problem(where, ""), read, notes)


def _parse_json_in_folder(text: str, where: str, stem: str, notes: tuple[str, ...]) -> Iterator[_Found]:
    """As `_parse_json`, but sound JSON that holds no report is passed over: folders hold other things too."""
    found = list(_parse_json(text, where, stem, notes))
    if any(item.report for item in found) or any("is not JSON" in str(item.problem) for item in found):
        yield from found
    else:
        yield _Found(skipped=f"{where}: holds no report; passed over")


def _is_object(line: str) -> bool:
    try:
        return isinstance(_load(line), dict)
    except InputError:
        return False


def _load(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"is not JSON ({error.msg}, column {error.colno}); mend or remove the line") from error
    except (ValueError, RecursionError) as error:
        raise InputError("is JSON nested or numbered beyond what can be read; mend or remove the line") from error


def _make(where: Problem, read: Callable[[], Report], notes: tuple[str, ...]) -> _Found:
    try:
        report = read()
    except InputError as error:
        return _Found(problem=Problem(where.where, error.message))
    return _Found(report=replace(report, notes=notes + report.notes))
