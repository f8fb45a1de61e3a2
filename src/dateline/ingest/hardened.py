"""XML from strangers: told what it is before it is parsed, and parsed without entities, network or unbounded depth.

An entity can stand for a local file, an address or a billion laughs; a document type that defines any is refused before
a parser sees it.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html.entities import name2codepoint
from typing import Any

from dateline.errors import InputError

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,9});")
_OWN_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_BLANK = b" \t\r\n"
_NAME = re.compile(rb"<([A-Za-z_][\w.-]*:)?([A-Za-z_][\w.-]*)")
# Encodings whose ASCII characters are ASCII bytes, so that a search for "<!DOCTYPE" finds it.
_PLAIN = re.compile(r"utf-?8|us-?ascii|ascii|iso-?8859-?\d+|latin-?\d|windows-?125\d|cp125\d|koi8-?[ru]|gb2312|gbk"
                    r"|gb18030|big5|euc-(?:jp|kr|tw)|shift_?jis", re.IGNORECASE)  # fmt: skip
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"), (b"<\0?\0", "utf-16-le"), (b"\0<\0?", "utf-16-be"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opening:
    """How an XML document begins: its root's name without prefix, and whether a document type defines things."""

    root: str
    defines: bool


def read_opening(data: bytes) -> Opening | None:
    """How XML or HTML begins; ``None`` where it is neither.

    >>> read_opening(b'<?xml version="1.0"?><!-- by hand --><rss version="2.0">').root
    'rss'
    >>> read_opening(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').defines
    True
    """
    data = _without_bom(data)
    at, defines, kind = 0, False, b""
    while True:
        while at < len(data) and data[at] in _BLANK:
            at += 1
        if data.startswith(b"<?", at):
            at = _after(data, b"?>", at)
        elif data.startswith(b"<!--", at):
            at = _after(data, b"-->", at)
        elif data[at : at + 9].upper() == b"<!DOCTYPE":
            kind = data[at + 9 : at + 40].strip()
            end, subset = _end_of_doctype(data, at + 9)
            defines, at = defines or subset, end
        else:
            break
        if at < 0:
            return None
    if kind[:4].lower() == b"html":
        return Opening("html", defines)
    match = _NAME.match(data, at)
    return None if not match else Opening(match[2].decode("ascii", "replace"), defines)


def _without_bom(data: bytes) -> bytes:
    for mark, encoding in _WIDE:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace").encode("utf-8").removeprefix(codecs.BOM_UTF8)
    return data.removeprefix(codecs.BOM_UTF8)


def _after(data: bytes, mark: bytes, start: int) -> int:
    found = data.find(mark, start)
    return found + len(mark) if found >= 0 else -1


def _end_of_doctype(data: bytes, at: int) -> tuple[int, bool]:
    """Where a document type ends, and whether it has a part of its own that defines things."""
    quote = 0
    for index in range(at, min(len(data), at + 10_000)):
        byte = data[index]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord("["):
            return _after(data, b">", _after(data, b"]", index)), True
        elif byte == ord(">"):
            return index + 1, False
    return -1, True


def check_xml(data: bytes) -> bytes:
    """Refuse XML that defines entities or hides what it says in a rare encoding.

    Returns:
        The same document, in UTF-8 where it was in two or four bytes a character.

    Raises:
        InputError: It is refused.
    """
    declared = _DECLARED.search(data[:400])
    plain = _without_bom(data)
    if plain is not data and not data.startswith(codecs.BOM_UTF8):
        plain = re.sub(rb"^(\s*<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"']*[\"']", rb"\1", plain, count=1)
    elif declared and not _PLAIN.fullmatch(declared[1].decode("ascii")):
        name = declared[1].decode("ascii")
        raise InputError(f"is XML in a rare encoding ({name}); save it as UTF-8", kind="xml encoding")
    opening = read_opening(plain)
    if opening is None:
        raise InputError("is no XML", kind="xml")
    if opening.defines:
        raise InputError(
            "defines XML entities, which can read files and fill memory; refused, take them out", kind="xml entities"
        )
    return plain


def parse_xml(data: bytes) -> Any:
    """Parse XML that was checked, leniently where it is broken.

    Args:
        data: Within the caller's size limit.

    Returns:
        The root element of an ``lxml`` tree.

    Raises:
        InputError: It is refused, or no XML.
    """
    from lxml import etree  # noqa: PLC0415  (only where XML is read)

    plain = check_xml(data)
    for recover in (False, True):
        parser = etree.XMLParser(
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            dtd_validation=False,
            huge_tree=False,
            recover=recover,
            remove_comments=True,
            remove_pis=True,
        )
        try:
            root = etree.fromstring(plain, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if recover:
                told = " ".join(str(error).split())[:160]
                raise InputError(f"is broken XML ({told}); get it again", kind="xml") from error
            continue
        if root is not None:
            return root
    raise InputError("is broken XML; get it again", kind="xml")


def mend_xml(data: bytes) -> tuple[bytes, str | None]:
    """XML that was checked as XML that is whole: names of HTML entities put as numbers, what is broken mended.

    Returns:
        The document, and what was wrong with it where something may have been lost.

    Raises:
        InputError: It is refused, or nothing can be read of it.

    >>> mend_xml(b"<rss><channel><title>a&nbsp;b</title></channel></rss>")
    (b'<rss><channel><title>a&#160;b</title></channel></rss>', None)
    """
    from lxml import etree  # noqa: PLC0415  (only where XML is read)

    plain = check_xml(data)
    told = ""
    for candidate in (plain, _ENTITY.sub(_number_entity, plain)):
        try:
            etree.fromstring(candidate, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
        except (etree.XMLSyntaxError, ValueError) as error:
            told = " ".join(str(error).split())[:160]
        else:
            return candidate, None
    return etree.tostring(parse_xml(candidate), encoding="utf-8", xml_declaration=True), told


def _number_entity(match: re.Match[bytes]) -> bytes:
    name = match[1].decode("ascii")
    return match[0] if name in _OWN_ENTITIES or name not in name2codepoint else b"&#%d;" % name2codepoint[name]


def local_name(element: Any) -> str:
    """An element's name without its namespace; of a comment or the like, nothing."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def find_all(element: Any, name: str) -> list[Any]:
    """The elements below with a name, in whatever namespace: feeds differ in those."""
    return list(element.iter(f"{{*}}{name}"))


def find_child(element: Any, *names: str) -> Any | None:
    """The first child, then its first child ..., by names in whatever namespace."""
    for name in names:
        element = next((child for child in element if local_name(child) == name), None)
        if element is None:
            return None
    return element


def child_text(element: Any, *names: str) -> str | None:
    """The words of `find_child`, on one line; ``None`` where there are none."""
    found = find_child(element, *names)
    if found is None:
        return None
    return " ".join("".join(found.itertext()).split()) or None
