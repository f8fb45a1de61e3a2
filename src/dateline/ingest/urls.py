"""Addresses of pages: one form for one page, with what only tracks its readers taken off."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from dateline.lexicon import load_tables

_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/%:@!$&'()*+,;=~-._"
_WORD = re.compile(r"[a-z0-9]+")
_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|jsp|shtml|amp)$")
_VAGUE = frozenset({"index", "amp", "article", "story", "news", "default"})


def canonical_url(url: str) -> str | None:
    """One form for all addresses of a page: scheme and host in lower case, no default port, no fragment, no dots in the
    path, no parameter that only tracks readers, the others in order.

    Args:
        url: As it was given; keep that too.

    Returns:
        The address; ``None`` where it is no http or https one.

    References:
        RFC 3986, section 6 (normalisation).

    >>> canonical_url("HTTPS://News.Example:443/a/../b%7e/?utm_source=x&id=7&fbclid=y#top")
    'https://news.example/b~/?id=7'
    >>> canonical_url("javascript:alert(1)") is None
    True
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _PORTS or not host or any(char.isspace() or char in "\\%" for char in host):
        return None
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    shown = f"[{host}]" if ":" in host else host
    authority = shown if port in (None, _PORTS[scheme]) else f"{shown}:{port}"
    path = _ESCAPE.sub(_mend_escape, quote(_without_dots(parts.path or "/"), safe=_SAFE))
    query = "&".join(sorted(_mend_query(parts.query)))
    return f"{scheme}://{authority}{path}" + (f"?{query}" if query else "")


def _mend_escape(match: re.Match[str]) -> str:
    char = chr(int(match.group()[1:], 16))
    return char if char in _UNRESERVED else match.group().upper()


def _without_dots(path: str) -> str:
    found: list[str] = []
    for piece in path.split("/"):
        if piece == "..":
            if len(found) > 1:
                found.pop()
        elif piece != ".":
            found.append(piece)
    ended = "/".join(found) + ("/" if path.endswith(("/.", "/..")) else "")
    return ended if ended.startswith("/") else f"/{ended}"


def _mend_query(query: str) -> list[str]:
    tracking, starts, _ = _lists()
    kept: list[str] = []
    for piece in query.split("&"):
        pairs = parse_qsl(piece, keep_blank_values=True)
        if not pairs:
            continue
        name = pairs[0][0].lower()
        if name not in tracking and not name.startswith(starts):
            kept.append(urlencode(pairs))
    return kept


@cache
def _lists() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    words = load_tables("pages.toml").tables["urls"]
    return frozenset(words["tracking"]), tuple(words["tracking_starts"]), frozenset(words["dresses"])


def find_site(url: str | None) -> str | None:
    """The host of an address without the label of its dress ("www", "m", "amp"); ``None`` where there is none.

    >>> find_site("https://amp.news.example/a"), find_site("https://www.news.example/a")
    ('news.example', 'news.example')
    """
    canonical = canonical_url(url or "")
    if canonical is None:
        return None
    first, dot, rest = (urlsplit(canonical).hostname or "").partition(".")
    return rest if dot and "." in rest and first in _lists()[2] else first + dot + rest


def make_report_id(key: str) -> str:
    """A readable id for what a key stands for: the telling words of an address or name, and six digits of a hash.

    >>> make_report_id("https://news.example/2026/03/11/bridge-reopens.html").rpartition("-")[0]
    'bridge-reopens'
    """
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    path = unquote(re.split(r"[?#]", key.partition("://")[2] or key)[0]).lower()
    pieces = [_EXTENSION.sub("", piece) for piece in re.split(r"[/:]", path)]
    host = pieces[:1] if "://" in key else []
    pieces = pieces[len(host) :]
    telling = [piece for piece in pieces if len(_WORD.findall(piece)) > 1 and not piece.replace("-", "").isdigit()]
    named = [piece for piece in pieces if _WORD.search(piece) and piece not in _VAGUE]
    words = _WORD.findall((telling or named or host or ["report"])[-1])
    slug = ""
    for word in words:
        if len(slug) + len(word) > 60:
            break
        slug += f"-{word}" if slug else word
    return f"{slug or 'report'}-{digest}"
