"""Plain texts and JSON -> reports: one text a file, one object a line, a list of objects, ninjs items among them.

A report's text stays exactly as it came in: line ends, blanks, control characters and invisible marks included.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO

from dateline.errors import InputError
from dateline.ingest.decode import decode_bytes
from dateline.ingest.language import identify_language
from dateline.ingest.newsml import AgencyItem
from dateline.ingest.ninjs import is_ninjs, read_ninjs
from dateline.ingest.records import Fetched, Problem, Skipped
from dateline.ingest.urls import canonical_url, make_report_id
from dateline.model import Report

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
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
Taken = Fetched | Problem | Skipped


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is taken in from.

    Attributes:
        where: As users are told: a path, an address.
        stem: What reports without an id are named after.
        key: What begins the keys of its reports.
        fetched_at: When, ISO 8601 in UTC.
    """

    where: str
    stem: str
    key: str
    fetched_at: str


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


def hash_payload(payload: bytes) -> str:
    """SHA-256 of what came."""
    return hashlib.sha256(payload).hexdigest()


def read_text(data: bytes, spot: Spot) -> Iterator[Taken]:
    """Take in one text."""
    try:
        decoded = decode_bytes(data)
        if not decoded.text.strip():
            raise InputError("is empty; nothing to read", kind="empty")
        report = make_report({"text": decoded.text}, default_id=spot.stem)
    except InputError as error:
        yield _problem(spot.where, error)
        return
    yield _take(replace(report, notes=decoded.notes + report.notes), spot, data)


def read_lines(stream: BinaryIO, spot: Spot, cap: int) -> Iterator[Taken]:
    """Take in JSON Lines, one line held at a time.

    Args:
        stream: Of bytes.
        spot: Where it comes from.
        cap: The longest line in bytes.
    """
    number, begun = 0, False
    while line := stream.readline(cap + 1):
        if not begun and (line.startswith(_WIDE_MARKS) or b"\0" in line[:4]):
            # Two or four bytes a character: lines cannot be told before it is decoded as a whole.
            yield from _read_wide(line + stream.read(), spot)
            return
        number += 1
        begun = True
        if len(line) > cap:
            yield _problem(f"{spot.where}:{number}", InputError(f"is longer than {cap:,} bytes", kind="too large"))
            while line and not line.endswith(b"\n"):
                line = stream.readline(cap)
            continue
        if line.strip():
            yield from _read_line(line, f"{spot.where}:{number}", f"{spot.stem}-{number}", spot)
    if not begun:
        yield _problem(spot.where, InputError("is empty; nothing to read", kind="empty"))


def _read_wide(data: bytes, spot: Spot) -> Iterator[Taken]:
    try:
        decoded = decode_bytes(data)
    except InputError as error:
        yield _problem(spot.where, error)
        return
    for number, line in enumerate(decoded.text.split("\n"), 1):
        if line.strip():
            yield from _read_line(line.encode(), f"{spot.where}:{number}", f"{spot.stem}-{number}", spot, decoded.notes)


def _read_line(line: bytes, where: str, default_id: str, spot: Spot, notes: tuple[str, ...] = ()) -> Iterator[Taken]:
    try:
        decoded = decode_bytes(line)
        value = _load(decoded.text)
    except InputError as error:
        yield _problem(where, error)
        return
    yield _take_value(value, replace(spot, where=where, stem=default_id), line, notes + decoded.notes)


def read_json(data: bytes, spot: Spot, *, named: bool = True) -> Iterator[Taken]:
    """Take in a JSON file: one object, a list of them, or JSON Lines under a plain name.

    Args:
        data: The file.
        spot: Where it comes from.
        named: Whether a user named it; in a folder, sound JSON that holds no report is passed over.
    """
    try:
        decoded = decode_bytes(data)
        if not decoded.text.strip():
            raise InputError("is empty; nothing to read", kind="empty")
    except InputError as error:
        yield _problem(spot.where, error)
        return
    found = list(_read_value(decoded.text, data, spot, decoded.notes))
    broken = any(isinstance(item, Problem) and "is not JSON" in item.message for item in found)
    if named or broken or any(isinstance(item, Fetched) for item in found):
        yield from found
    else:
        yield Skipped(spot.where, "holds no report; passed over")


def _read_value(text: str, data: bytes, spot: Spot, notes: tuple[str, ...]) -> Iterator[Taken]:
    try:
        value = _load(text)
    except InputError as error:
        if text.lstrip().startswith("{") and _is_object(text.lstrip().split("\n", 1)[0]):
            for number, line in enumerate(text.split("\n"), 1):  # JSON Lines under a plain .json name
                if line.strip():
                    yield from _read_line(line.encode(), f"{spot.where}:{number}", f"{spot.stem}-{number}", spot, notes)
        else:
            yield _problem(spot.where, error)
        return
    if isinstance(value, list):
        for number, item in enumerate(value, 1):
            payload = json.dumps(item, sort_keys=True).encode("ascii")
            here = replace(spot, where=f"{spot.where}: item {number}", stem=f"{spot.stem}-{number}")
            yield _take_value(item, here, payload, notes)
    elif isinstance(value, dict):
        yield _take_value(value, spot, data, notes)
    else:
        yield _problem(spot.where, InputError(f"is a JSON {_kind(value)}, not an object or a list of objects"))


def _take_value(value: Any, spot: Spot, payload: bytes, notes: tuple[str, ...]) -> Taken:
    """A JSON object, as a report or as a ninjs item."""
    try:
        if not isinstance(value, dict):
            raise InputError(f"is a JSON {_kind(value)}, not an object with a text field")
        if is_ninjs(value):
            return take_agency(read_ninjs(value), spot, payload)
        report = make_report(value, default_id=spot.stem)
    except InputError as error:
        return _problem(spot.where, error)
    return _take(replace(report, notes=notes + report.notes), spot, payload)


def _take(report: Report, spot: Spot, payload: bytes) -> Fetched:
    return Fetched(
        key=f"{spot.key}#{report.id}",
        report=report,
        fetched_at=spot.fetched_at,
        content_sha256=hash_payload(payload),
        url=report.url,
        canonical_url=canonical_url(report.url) if report.url else None,
    )


def take_agency(item: AgencyItem, spot: Spot, payload: bytes) -> Taken:
    """An agency's item as a report; what it takes back, or what holds no text, is told instead."""
    where = f"{spot.where}: {item.guid}" if item.guid else spot.where
    if item.withdrawn:
        why = next((told.value for told in item.told if told.name == "edNote"), "")
        message = f"is {item.withdrawn} by its provider" + (f" ({why[:300]})" if why else "")
        advice = "it is not taken in; look whether an earlier version is in your reports"
        return Problem(where, message, "withdrawn", advice)
    if item.empty or not item.text.strip():
        return Skipped(where, item.empty or "has no text of its own")
    fields = {name: getattr(item, name) for name in ("title", "text", "published", "byline", "outlet", "url")}
    language = identify_language(item.text) or item.language
    try:
        report = make_report({**fields, "language": language}, default_id=make_report_id(item.guid or spot.stem))
    except InputError as error:
        return _problem(where, error)
    return Fetched(
        key=item.guid or f"{spot.key}#{report.id}",
        report=report,
        fetched_at=spot.fetched_at,
        content_sha256=hash_payload(payload),
        url=item.url,
        canonical_url=canonical_url(item.url) if item.url else None,
        rights=item.rights,
        told=item.told,
    )


def _problem(where: str, error: InputError) -> Problem:
    return Problem(where, error.message, error.kind)


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
