"""IPTC ninjs 1.x, 2.x and 3.x -> reports: the same item in JSON, with names in lower case or camel case.

References:
    IPTC ninjs 1.5, 2.1, 3.1 (JSON schemas).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dateline.errors import InputError
from dateline.ingest.blocks import plain_text
from dateline.ingest.moments import read_moment
from dateline.ingest.newsml import AgencyItem, compose_text, join_names, tell
from dateline.ingest.urls import canonical_url

_MARKS = frozenset({
    "versioncreated", "pubstatus", "body_text", "body_xhtml", "bodies", "headlines", "infosource", "infosources",
})  # fmt: skip
_WITHDRAWN = frozenset({"withheld", "canceled", "cancelled"})
_PARAGRAPH = re.compile(r"\n[ \t]*\n+")


def is_ninjs(value: Any) -> bool:
    """Whether a JSON object is a ninjs item: it has a ``uri`` and something that only ninjs has.

    >>> is_ninjs({"uri": "urn:a", "pubStatus": "usable"}), is_ninjs({"url": "https://a.example", "text": "x"})
    (True, False)
    """
    if not isinstance(value, dict) or not isinstance(value.get("uri"), str) or "text" in value:
        return False
    return not _MARKS.isdisjoint(key.lower() for key in value if isinstance(key, str))


def read_ninjs(value: Mapping[str, Any]) -> AgencyItem:
    """Read a ninjs item.

    Raises:
        InputError: A field that is needed is of the wrong type.

    >>> item = read_ninjs({"uri": "urn:a", "version": "2", "headlines": [{"value": "Bridge reopens"}],
    ...     "bodies": [{"value": "<p>It is open.</p>", "contenttype": "text/html"}], "infosources": [{"name": "MNA"}]})
    >>> item.text, item.byline
    ('Bridge reopens\\n\\nIt is open.', 'MNA')
    """
    held = {str(key).lower(): field for key, field in value.items()}
    if not isinstance(held.get("uri"), str) or not held["uri"].strip():
        raise InputError("is a ninjs item without a uri")
    title = _text(held.get("headline")) or _pick(held.get("headlines"), "main")
    paragraphs = _read_body(held)
    kind = _text(held.get("type")) or "text"
    status = (_text(held.get("pubstatus")) or "usable").lower()
    note = _text(held.get("ednote"))
    sources = _names(held.get("infosources")) or _names(held.get("infosource"))
    outlet = _text(held.get("provider"))
    names = [_text(held.get("byline")), _text(held.get("creditline")), *sources]
    moments = (held.get("versioncreated"), held.get("contentcreated"), held.get("firstcreated"))
    uri = held["uri"].strip()
    return AgencyItem(
        guid=uri,
        version=_text(held.get("version")),
        text=compose_text(title, _text(held.get("dateline")), paragraphs, note),
        title=title,
        published=next((moment for each in moments if (moment := read_moment(_text(each)))), None),
        byline=join_names(names, outlet),
        outlet=outlet,
        language=_text(held.get("language")),
        url=uri if canonical_url(uri) else None,
        withdrawn=status if status in _WITHDRAWN else None,
        empty=None if paragraphs else ("has no text of its own" if kind == "text" else f"is a {kind[:40]}, not a text"),
        told=tell(
            edNote=note,
            located=_text(held.get("located")),
            versionCreated=_text(held.get("versioncreated")),
            copyright=_text(held.get("copyrightholder")) or _text(held.get("copyrightnotice")),
            tag="ninjs",
        ),
    )


def _text(value: Any) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _rows(value: Any) -> list[dict[str, Any]]:
    rows = value if isinstance(value, list) else [value]
    return [{str(key).lower(): field for key, field in row.items()} for row in rows if isinstance(row, dict)]


def _names(value: Any) -> list[str | None]:
    return [_text(row.get("name")) or _text(row.get("literal")) for row in _rows(value)]


def _pick(value: Any, role: str) -> str | None:
    """The text of the row with a role, else of the first."""
    rows = [row for row in _rows(value) if _text(row.get("value"))]
    rows.sort(key=lambda row: role not in str(row.get("role") or "").lower())
    return plain_text(rows[0]["value"]) if rows else None


def _read_body(held: Mapping[str, Any]) -> list[str]:
    """The paragraphs of the body: plain text where there is some, else HTML; of several bodies the main one."""
    if isinstance(held.get("body_text"), str):
        return _split(held["body_text"])
    for key, body in held.items():
        if key.startswith("body_") and isinstance(body, str):
            return _split(plain_text(body))
    rows = [row for row in _rows(held.get("bodies")) if isinstance(row.get("value"), str)]
    rows.sort(key=lambda row: ("main" not in str(row.get("role") or "").lower(), "plain" not in _kind(row)))
    for row in rows:
        marked = "html" in _kind(row) or "xml" in _kind(row) or row["value"].lstrip().startswith("<")
        if paragraphs := _split(plain_text(row["value"]) if marked else row["value"]):
            return paragraphs
    return []


def _kind(row: Mapping[str, Any]) -> str:
    return str(row.get("contenttype") or "").lower()


def _split(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH.split(text.replace("\r\n", "\n")) if part.strip()]
