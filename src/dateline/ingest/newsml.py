"""NewsML-G2 -> reports: news items alone or in a message, with text in NITF, XHTML or plain.

References:
    IPTC NewsML-G2 2.34, conformance level "power", of which the parts that a text report has are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dateline.ingest.hardened import child_text, find_all, find_child, local_name, parse_xml
from dateline.ingest.moments import read_moment
from dateline.ingest.records import RightsSignal, Told

_PARAGRAPHS = frozenset({"p", "hl2", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "dt", "dd", "td", "th", "block"})
_HEADS = frozenset({"body.head", "head", "body.end", "media", "figure", "script", "style"})
_WITHDRAWN = frozenset({"withheld", "canceled", "cancelled"})
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_TELLS_OF_ERROR = re.compile(r"correct|clarif|retract|withdraw|kill|error|amend", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AgencyItem:
    """An item as an agency delivers it, from NewsML-G2 or ninjs.

    ``guid`` stays the same through versions. ``withdrawn`` is the status that takes it back ("withheld", "canceled");
    ``empty`` says why it has no text that can be read.
    """

    guid: str
    version: str | None
    text: str
    title: str | None = None
    published: str | None = None
    byline: str | None = None
    outlet: str | None = None
    language: str | None = None
    url: str | None = None
    withdrawn: str | None = None
    empty: str | None = None
    rights: tuple[RightsSignal, ...] = ()
    told: tuple[Told, ...] = ()


def read_newsml(data: bytes) -> Iterator[AgencyItem]:
    """Read the news items of a NewsML-G2 document.

    Raises:
        InputError: It is no XML, or XML that is refused.

    >>> data = b'<newsItem guid="tag:a" version="2"><contentMeta><headline>Bridge reopens</headline></contentMeta>'
    >>> data += b'<contentSet><inlineXML><html><body><p>It is open.</p></body></html></inlineXML></contentSet>'
    >>> [item] = read_newsml(data + b'</newsItem>')
    >>> item.guid, item.text
    ('tag:a', 'Bridge reopens\\n\\nIt is open.')
    """
    root = parse_xml(data)
    items = [root] if local_name(root) == "newsItem" else find_all(root, "newsItem")
    for element in items:
        yield _read_item(element)


def _read_item(item: Any) -> AgencyItem:
    meta, content = find_child(item, "itemMeta"), find_child(item, "contentMeta")
    meta = item if meta is None else meta
    content = item if content is None else content
    inline = next(iter([*find_all(item, "inlineXML"), *find_all(item, "inlineData")]), None)
    title = child_text(content, "headline") or _first_text(item, "hl1", "title") or child_text(meta, "title")
    paragraphs = list(_read_paragraphs(inline)) if inline is not None else []
    place = child_text(content, "dateline") or _first_text(inline, "dateline")
    note = child_text(meta, "edNote")
    outlet = _read_name(find_child(meta, "provider"))
    names = [child_text(content, "by") or _first_text(inline, "byline"), child_text(content, "creditline")]
    names += [_read_name(element) for element in content if local_name(element) == "infoSource"]
    if not any(names):
        names = [_read_name(element) for element in content if local_name(element) == "creator"]
    status = _read_code(find_child(meta, "pubStatus")) or "usable"
    language = find_child(content, "language")
    return AgencyItem(
        guid=item.get("guid") or "",
        version=item.get("version"),
        text=compose_text(title, place, paragraphs, note),
        title=title,
        published=_read_published(meta, content),
        byline=join_names(names, outlet),
        outlet=outlet,
        language=(language.get("tag") if language is not None else None) or _xml_language(item),
        withdrawn=status if status.lower() in _WITHDRAWN else None,
        empty=None if paragraphs else _tell_empty(meta),
        rights=_read_rights(item),
        told=tell(
            edNote=note,
            located=_read_name(find_child(content, "located")),
            versionCreated=child_text(meta, "versionCreated"),
            copyright=child_text(item, "rightsInfo", "copyrightNotice"),
            tag="NewsML-G2",
        ),
    )


def compose_text(title: str | None, place: str | None, paragraphs: list[str], note: str | None) -> str:
    """A report's text: headline, dateline where the text does not begin with it, paragraphs, a note that corrects."""
    pieces = [title] if title else []
    if place and not " ".join(paragraphs[:1]).lower().startswith(place.lower()[:20]):
        pieces.append(place)
    pieces += paragraphs
    if note and _TELLS_OF_ERROR.search(note):
        pieces.append(note if note.lower().startswith(("correct", "editor")) else f"Editor's note: {note}")
    return "\n\n".join(pieces) if paragraphs else ""


def join_names(names: list[str | None], outlet: str | None) -> str | None:
    """A byline of writers and credits, each once, the outlet itself left out."""
    kept: list[str] = []
    for name in names:
        plain = re.sub(r"^by\s+", "", name or "", flags=re.IGNORECASE).strip()
        if plain and plain.casefold() not in {(outlet or "").casefold(), *map(str.casefold, kept)}:
            kept.append(plain)
    return ", ".join(kept) or None


def tell(*, tag: str, **told: str | None) -> tuple[Told, ...]:
    """What is told, with its tag; what is not told is left out."""
    return tuple(Told(name, value[:2_000], tag) for name, value in told.items() if value)


def _read_published(meta: Any, content: Any) -> str | None:
    """When this version was made: what was first made earlier may have been sent out as an advisory."""
    for element, name in (
        (meta, "versionCreated"),
        (content, "contentModified"),
        (content, "contentCreated"),
        (meta, "firstCreated"),
    ):
        if moment := read_moment(child_text(element, name)):
            return moment
    return None


def _read_name(element: Any) -> str | None:
    if element is None:
        return None
    return child_text(element, "name") or element.get("literal") or _read_code(element)


def _read_code(element: Any) -> str | None:
    """A code without its scheme: "stat:usable" and ".../stat/usable" -> "usable"."""
    if element is None:
        return None
    code = element.get("qcode") or element.get("uri") or ""
    return re.split(r"[:/#]", code)[-1] or None


def _first_text(element: Any, *names: str) -> str | None:
    if element is None:
        return None
    for name in names:
        for found in find_all(element, name):
            if words := " ".join("".join(found.itertext()).split()):
                return words
    return None


def _read_paragraphs(inline: Any) -> Iterator[str]:
    found = False
    waiting = [inline]
    while waiting:
        element = waiting.pop()
        name = local_name(element)
        if name in _HEADS:
            continue
        if name in _PARAGRAPHS and not any(local_name(child) in _PARAGRAPHS for child in element.iterdescendants()):
            if words := " ".join("".join(element.itertext()).split()):
                found = True
                yield words
            continue
        waiting.extend(reversed(element))
    if not found:
        for part in _BLANK_LINE.split("".join(inline.itertext())):
            if words := " ".join(part.split()):
                yield words


def _tell_empty(meta: Any) -> str:
    kind = _read_code(find_child(meta, "itemClass"))
    return f"is a {kind}, not a text" if kind and kind not in ("text", "composite") else "has no text of its own"


def _xml_language(item: Any) -> str | None:
    found: str | None = item.get("{http://www.w3.org/XML/1998/namespace}lang")
    return found


def _read_rights(item: Any) -> tuple[RightsSignal, ...]:
    found: list[RightsSignal] = []
    for rights in find_all(item, "rightsInfo"):
        for element in rights.iter():
            if local_name(element) == "dataMining":
                value = element.get("uri") or element.get("qcode") or " ".join("".join(element.itertext()).split())
                found.append(RightsSignal("data-mining", (value or "told")[:500], "rightsInfo"))
    return tuple(dict.fromkeys(found))
