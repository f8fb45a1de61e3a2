"""What a page says about its report outside the text: JSON-LD, meta elements, links, times, each with its tag.

References:
    schema.org NewsArticle; Open Graph; Dublin Core; W3C TDM Reservation Protocol (the meta elements).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urljoin

from dateline.ingest.blocks import plain_text
from dateline.ingest.moments import is_later, read_moment
from dateline.ingest.records import RightsSignal, Told
from dateline.ingest.urls import canonical_url, find_site
from dateline.lexicon import load_tables

_NEWS = re.compile(r"(?:\w*NewsArticle|Article|\w+Article|BlogPosting|LiveBlogPosting|Report)$")
_LONGEST_LD = 2_000_000
_MOST_NODES = 2_000
_LONGEST = 1_000  # code points of a title or name


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says about its report; each of ``told`` names the part that said it.

    ``byline`` holds the authors and, after them, the agency that the page says the words come from. ``corrections`` are
    those that stand in the JSON-LD; ``titles`` all titles that the page gives, the likeliest first; ``free`` is
    ``False`` where the page says that not all of its text is shown to all.
    """

    titles: tuple[str, ...] = ()
    published: str | None = None
    byline: str | None = None
    outlet: str | None = None
    language: str | None = None
    canonical: str | None = None
    free: bool | None = None
    corrections: tuple[str, ...] = ()
    rights: tuple[RightsSignal, ...] = ()
    told: tuple[Told, ...] = ()
    notes: tuple[str, ...] = ()


def find_facts(root: Any, url: str | None, now: str) -> Facts:
    """Read what a page says about its report.

    Args:
        root: The page, as `parse_html` returns it.
        url: Where it was found, if it was.
        now: When it was fetched: no report is published after that.
    """
    told: list[Told] = []
    meta = _read_meta(root)
    articles = [node for node in _read_linked_data(root) if _is_news(node)]
    article: Mapping[str, Any] = next(iter(articles), {})
    titles = _find_titles(root, article, meta, told)
    published, notes = _find_published(root, article, meta, now, told)
    _tell_first(told, "modified", _moments(article, meta, ("dateModified",), _names("modified")))
    outlet = _tell_first(told, "outlet", _outlets(article, meta))
    names = _find_names(article, meta, outlet, told)
    language = _tell_first(told, "language", _languages(root, article, meta))
    canonical = _find_canonical(root, url, meta, told)
    free = _read_truth(article.get("isAccessibleForFree"))
    if free is not None:
        told.append(Told("free", str(free).lower(), "json-ld"))
    corrections = tuple(dict.fromkeys(_texts(article.get("correction"))))
    return Facts(
        titles=titles,
        published=published,
        byline=", ".join(names) or None,
        outlet=outlet,
        language=language,
        canonical=canonical,
        free=free,
        corrections=corrections,
        rights=_find_rights(meta),
        told=tuple(told),
        notes=notes,
    )


@cache
def _names(kind: str) -> tuple[str, ...]:
    return tuple(load_tables("pages.toml").tables["meta"][kind])


def _tell_first(told: list[Told], name: str, found: Iterator[tuple[str, str]]) -> str | None:
    """The first (value, tag), told."""
    for value, tag in found:
        if value:
            told.append(Told(name, value, tag))
            return value
    return None


def _read_meta(root: Any) -> Mapping[str, str]:
    """The page's meta elements: the first of each name, names in lower case."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = " ".join((element.get("content") or "").split())[: 2 * _LONGEST]
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _read_linked_data(root: Any) -> list[Mapping[str, Any]]:
    """The objects of the page's JSON-LD, those inside others too; damaged ones are left out."""
    nodes: list[Mapping[str, Any]] = []
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = (script.text or "").strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
        if len(text) > _LONGEST_LD:
            continue
        try:
            held = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        waiting = [held]
        while waiting and len(nodes) < _MOST_NODES:
            value = waiting.pop(0)
            if isinstance(value, list):
                waiting[:0] = value[:_MOST_NODES]
            elif isinstance(value, dict):
                nodes.append(value)
                waiting.extend(value[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in value)
    return nodes


def _is_news(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(isinstance(kind, str) and _NEWS.search(kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _texts(value: Any) -> Iterator[str]:
    """The words of a JSON-LD value: a string, an object's text or name, or several."""
    for item in value[:50] if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = next((item[key] for key in ("text", "name", "description", "@value") if item.get(key)), None)  # noqa: PLW2901
        if isinstance(item, str) and (words := " ".join(plain_text(item).split())[: 5 * _LONGEST]):
            yield words


def _find_titles(root: Any, article: Mapping[str, Any], meta: Mapping[str, str], told: list[Told]) -> tuple[str, ...]:
    found = [(words[:_LONGEST], "json-ld") for words in _texts(article.get("headline"))]
    found += [(meta[name][:_LONGEST], f"meta {name}") for name in _names("titles") if name in meta]
    shown = root.find(".//title")
    if shown is not None and (words := " ".join("".join(shown.itertext()).split())[:_LONGEST]):
        found.append((words, "title element"))
    if found:
        told.append(Told("title", *found[0]))
    return tuple(dict.fromkeys(words for words, _ in found))


def _moments(
    article: Mapping[str, Any], meta: Mapping[str, str], keys: tuple[str, ...], names: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for key in keys:
        for words in _texts(article.get(key)):
            yield read_moment(words) or "", "json-ld"
    for name in names:
        if name in meta:
            yield read_moment(meta[name]) or "", f"meta {name}"


def _find_published(
    root: Any, article: Mapping[str, Any], meta: Mapping[str, str], now: str, told: list[Told]
) -> tuple[str | None, tuple[str, ...]]:
    """JSON-LD before meta before ``<time>``; a time after the fetch is wrong and left out, with a note."""
    notes: list[str] = []
    for value, tag in (
        *_moments(article, meta, ("datePublished", "dateCreated"), _names("published")),
        *_shown_times(root),
    ):
        if value and is_later(value, now):
            notes.append(f"published {value} ({tag}) is after it was fetched; left out")
        elif value:
            told.append(Told("published", value, tag))
            return value, tuple(notes)
    return None, tuple(notes)


def _shown_times(root: Any) -> Iterator[tuple[str, str]]:
    """``<time>`` elements that say they are the publication, then the first inside the report's own element."""
    times = [element for element in root.iter("time") if element.get("datetime")]
    for element in times:
        marks = f"{element.get('itemprop', '')} {element.get('class', '')}".lower()
        if "publish" in marks or "pubdate" in marks or element.get("pubdate") is not None:
            yield read_moment(element.get("datetime")) or "", "time element"
    for element in times:
        if any(parent.tag in ("article", "main") for parent in element.iterancestors()):
            yield read_moment(element.get("datetime")) or "", "time element"
            return


def _outlets(article: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for words in _texts(article.get("publisher")):
        yield words[:200], "json-ld publisher"
    for name in _names("outlets"):
        if name in meta:
            yield meta[name][:200], f"meta {name}"


def _find_names(article: Mapping[str, Any], meta: Mapping[str, str], outlet: str | None, told: list[Told]) -> list[str]:
    """Authors and, after them, the body that the page says the words come from, unless that is the outlet itself."""
    authors = [(words, "json-ld author") for words in _texts(article.get("author"))]
    authors = authors or [(words, "json-ld creator") for words in _texts(article.get("creator"))]
    authors = authors or [(meta[name], f"meta {name}") for name in _names("authors") if name in meta][:1]
    sources = [(words, "json-ld sourceOrganization") for words in _texts(article.get("sourceOrganization"))]
    own = (outlet or "").casefold()
    kept: list[str] = []
    for words, tag in [*authors[:20], *sources[:5]]:
        name = re.sub(r"^by\s+", "", words, flags=re.IGNORECASE)[:200]
        if name.startswith(("http://", "https://", "@")) or name.casefold() in {own, *map(str.casefold, kept)}:
            continue
        kept.append(name)
        told.append(Told("byline", name, tag))
    for words in _texts(article.get("copyrightHolder")):
        told.append(Told("copyright", words[:200], "json-ld copyrightHolder"))
    return kept


def _languages(root: Any, article: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for words in _texts(article.get("inLanguage")):
        yield words[:20], "json-ld"
    for name in ("og:locale", "content-language", "language", "dc.language"):
        if name in meta:
            yield meta[name][:20].replace("_", "-"), f"meta {name}"
    page = root if root.tag == "html" else root.getroottree().getroot()
    yield (page.get("lang") or "")[:20], "html lang"


def _find_canonical(root: Any, url: str | None, meta: Mapping[str, str], told: list[Told]) -> str | None:
    """The page's address by its own word, where that is of the same site.

    A page that claims to be another site's would stand in the record in place of the other's report.
    """
    given = [(element.get("href"), "canonical link") for element in root.iter("link") if "canonical" in _rels(element)]
    given += [(meta["og:url"], "meta og:url")] if "og:url" in meta else []
    for href, tag in given:
        try:
            address = canonical_url(urljoin(url or "", (href or "").strip()))
        except ValueError:
            address = None
        if not address or (tag == "meta og:url" and address.count("/") <= 3 and not address.rpartition("/")[2]):
            continue  # the home page is no report's address
        same = url is None or find_site(address) == find_site(url)
        told.append(Told("canonical" if same else "canonical elsewhere", address, tag))
        if same:
            return address
    return None


def _rels(element: Any) -> list[str]:
    return (element.get("rel") or "").lower().split()


def _read_truth(value: Any) -> bool | None:
    if isinstance(value, list):
        value = value[0] if value else None
    words = str(value).rpartition("/")[2].lower()
    return {"true": True, "false": False}.get(words)


def _find_rights(meta: Mapping[str, str]) -> tuple[RightsSignal, ...]:
    found: list[RightsSignal] = []
    if "tdm-reservation" in meta:
        found.append(RightsSignal("tdm-reservation", meta["tdm-reservation"][:20], "meta"))
    if "tdm-policy" in meta:
        found.append(RightsSignal("tdm-policy", meta["tdm-policy"][:500], "meta"))
    return tuple(found)


def find_feed_links(root: Any, url: str | None) -> tuple[str, ...]:
    """The feeds that a page links to."""
    kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml")
    found = []
    for element in root.iter("link"):
        if "alternate" in _rels(element) and (element.get("type") or "").lower().strip() in kinds:
            try:
                address = canonical_url(urljoin(url or "", (element.get("href") or "").strip()))
            except ValueError:
                continue
            found += [address] if address else []
    return tuple(dict.fromkeys(found))
