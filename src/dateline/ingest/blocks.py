"""A web page as the blocks of text that a reader sees, each with its place: what is hidden is left out.

A page's text is its blocks, one on a line; an offset into it and the path of the element that holds the block lead from
a report's paragraph back to the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.errors import InputError
from dateline.ingest.decode import decode_bytes
from dateline.lexicon import load_tables

_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_BREAK = "\x0b"
_BREAKS = re.compile(rf"\s*{_BREAK}\s*")
_PARTS = re.compile(rf"\s*{_BREAK}(?:\s*{_BREAK})+\s*")
_DEEPEST = 200  # elements: what lies deeper is made for parsers, not for readers


@dataclass(frozen=True, slots=True)
class Block:
    """Text between the edges of block elements; ``start`` is where it begins in the page's text."""

    text: str
    element: Any
    start: int


def decode_page(data: bytes, content_type: str = "") -> tuple[str, tuple[str, ...]]:
    """A page's characters, by its byte-order mark, its header, its own words or, failing these, its bytes.

    Returns:
        The characters, and notes on what had to be guessed.

    Raises:
        InputError: It is no text.
    """
    if data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        decoded = decode_bytes(data)
        return decoded.text, decoded.notes
    told = _HEADER_CHARSET.search(content_type)
    named = _CHARSET.search(data[:2048])
    labels = [told[1]] if told else []
    labels += [named[1].decode("ascii")] if named else []
    for label in (*labels, "utf-8"):
        # On the web "latin-1" and "ascii" mean the Windows code page (WHATWG Encoding Standard).
        name = "cp1252" if label.lower() in ("iso-8859-1", "latin1", "latin-1", "us-ascii", "ascii") else label
        try:
            return data.decode(name), ()
        except (LookupError, UnicodeError):
            continue
    decoded = decode_bytes(data)
    return decoded.text, decoded.notes


def parse_html(text: str) -> Any:
    """Parse a page or a fragment of one, however broken.

    Raises:
        InputError: There is nothing in it.
    """
    from lxml import etree  # noqa: PLC0415  (only where pages are read)
    from lxml.html import HTMLParser, document_fromstring  # noqa: PLC0415

    parser = HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    clean = _DECLARATION.sub("", text.replace("\0", ""), count=1)
    try:
        return document_fromstring(clean.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise InputError("is no page that can be read; nothing is in it", kind="no text") from error


def find_hidden(root: Any) -> set[Any]:
    """Elements that are not shown: by their attributes, their style, their class; what lies in them is not listed.

    ``aria-hidden`` does not count: it hides from those who listen to a page, not from those who see it.
    """
    classes, styles = _hidden_words()
    never = _tags("never")
    hidden = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body"):
            continue
        if element.tag in never:
            hidden.add(element)
            continue
        attributes = element.attrib
        if not attributes:
            continue
        style = attributes.get("style")
        if (
            ("hidden" in attributes and attributes["hidden"].strip().lower() != "until-found")
            or (style and _hides("".join(style.lower().split()), styles))
            or not classes.isdisjoint(attributes.get("class", "").lower().split())
        ):
            hidden.add(element)
    return hidden


def _hides(style: str, styles: tuple[str, ...]) -> bool:
    # "opacity:0" hides, "opacity:0.5" does not.
    return any(
        (at := style.find(form)) >= 0 and not (form[-1] == "0" and style[at + len(form) : at + len(form) + 1] == ".")
        for form in styles
    )


@cache
def _tags(name: str) -> frozenset[str]:
    return frozenset(load_tables("pages.toml").tables["tags"][name])


@cache
def _hidden_words() -> tuple[frozenset[str], tuple[str, ...]]:
    words = load_tables("pages.toml").tables["hidden"]
    return frozenset(words["classes"]), tuple(words["styles"])


def find_blocks(root: Any, hidden: set[Any]) -> list[Block]:
    """The blocks of a page in order, hidden ones left out.

    >>> root = parse_html("<p>One<br><br>two <b>three</b><p hidden>four<div>five<ul><li>six</ul>seven</div>")
    >>> [block.text for block in find_blocks(root, find_hidden(root))]
    ['One', 'two three', 'five', 'six', 'seven']
    """
    blocks: list[Block] = []
    start = 0
    for words, element in _walk(root, hidden):
        plain = _SPACE.sub(" ", words)
        for part in _PARTS.split(plain):
            if text := _BREAKS.sub("\n", part).strip():
                blocks.append(Block(text, element, start))
                start += len(text) + 1
    return blocks


def _walk(root: Any, hidden: set[Any]) -> Iterator[tuple[str, Any]]:
    """Stretches of words between the edges of block elements, each with the element it lies in."""
    from lxml import etree  # noqa: PLC0415

    edges = _tags("blocks")
    holders: list[Any] = [root]
    words: list[str] = []
    depth, skipped = 0, 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        block = element.tag in edges
        if event == "start":
            depth += 1
            if skipped or element in hidden or depth > _DEEPEST:
                skipped += 1
                words.append(_BREAK * 2 if block else "")
                continue
            if block:
                yield "".join(words), holders[-1]
                words = []
                holders.append(element)
            words.append(_BREAK if element.tag == "br" else element.text or "")
            continue
        depth -= 1
        if skipped:
            skipped -= 1
        elif block:
            yield "".join(words), holders.pop()
            words = []
        if not skipped and element is not root:
            words.append(element.tail or "")
    yield "".join(words), root


def plain_text(fragment: str) -> str:
    """The text of a fragment of HTML, a block a paragraph; nothing where there is none.

    >>> plain_text("<p>Tom &amp; Ana</p><script>x</script><p>went <b>home</b></p>")
    'Tom & Ana\\n\\nwent home'
    """
    if "<" not in fragment and "&" not in fragment:
        return _SPACE.sub(" ", fragment).strip()
    try:
        root = parse_html(f"<body>{fragment}</body>")
    except InputError:
        return ""
    return "\n\n".join(block.text for block in find_blocks(root, find_hidden(root)))
