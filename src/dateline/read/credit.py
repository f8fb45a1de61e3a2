"""A report's particulars and credit, as its fields give them or its own text states them.

A credit says whose *words* these are. Being told, cited or photographed by an agency is none: only a byline, a
dateline, a sign-off, a credit line at either end and a copyright line count, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from dateline.lexicon import load_tables
from dateline.model import Credit, Metadata, Region, RegionKind, Report, Span
from dateline.read.agencies import fold, load_agencies, load_outlets, name_agency, name_unlisted
from dateline.read.heads import dateline_agency, read_masthead, strip_links
from dateline.read.stamps import find_day, find_url_day, read_date_line, read_leading_date

_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]{3,2000}", re.IGNORECASE)
_LINK_TARGET = re.compile(r"\]\((https?://[^\s<>()]{3,2000})\)", re.IGNORECASE)
_OPENERS = re.compile(r"(?:by|from|source|author|written by|reported by)\b[:\s]+", re.IGNORECASE)
_PARTS = re.compile(r"\s*[|•·,]\s*|\s[-–—]\s|\s+(?:for|of|with)\s+|\n")
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)(?:\s*(?:©|\(c\)))?\s*(?:(?:19|20)\d\d[\s,–-]*)*(?:by\s+)?", re.IGNORECASE
)
_FIRST_PROSE = 3  # paragraphs: a dateline further down is that of another report inside this one


def find_metadata(report: Report, regions: Sequence[Region]) -> Metadata:
    """Find a report's title, outlet, publication day, URL, byline and language.

    Args:
        report: Its own fields win over what its text says.
        regions: As `dateline.read.regions.find_regions` marks them.

    Returns:
        The particulars; what neither fields nor text tell is ``None``. ``published`` is as given, or an
        ISO day read from a date line, a dateline or the URL.

    >>> from dateline.read.regions import find_regions
    >>> text = "Bridge reopens\\n\\nBy Ana Doe\\n\\nJuly 4, 2025\\n\\nThe bridge is open again."
    >>> metadata = find_metadata(Report(id="r1", text=text), find_regions(text))
    >>> metadata.title, metadata.byline, metadata.published
    ('Bridge reopens', 'Ana Doe', '2025-07-04')
    """
    url = report.url or _read_url(report.text, regions)
    byline = report.byline or _read_byline(report.text, regions)
    return Metadata(
        title=report.title or _read_title(report.text, regions),
        outlet=report.outlet or _read_outlet(report.text, regions, url, byline),
        published=_valid_day(report.published) or _read_published(report.text, regions, url),
        url=url,
        byline=byline,
        language=_primary_language(report.language),
    )


def find_credit(report: Report, regions: Sequence[Region]) -> Credit:
    """Find the agency that a report credits its words to.

    Args:
        report: Its byline field counts like a byline in its text.
        regions: As `dateline.read.regions.find_regions` marks them.

    Returns:
        The agency's usual name, the words that say so and where they stand; an empty credit when
        nothing is stated. A photo's credit is not the report's.

    >>> from dateline.read.regions import find_regions
    >>> text = "KABUL (AFP) - The ministry said on Monday that talks had begun."
    >>> find_credit(Report(id="r1", text=text), find_regions(text)).credit
    'KABUL (AFP)'
    """
    if report.byline and (agency := _byline_agency(report.byline)):
        return Credit(agency, report.byline)
    spans = [*_bylines(report.text, regions, head=True), *_datelines(report.text, regions)]
    spans += [*_sign_offs(report.text, regions), *_bylines(report.text, regions, head=False)]
    for credit in (*spans, *_copyrights(report.text, regions)):
        return credit
    if agency := _url_agency(report):
        return Credit(agency, report.url or report.outlet)
    return _republished(report.text, regions)


def _of_kind(regions: Sequence[Region], *kinds: RegionKind) -> Iterator[Region]:
    return (region for region in regions if region.kind in kinds)


def _first_body(regions: Sequence[Region]) -> int:
    return next((region.span.start for region in regions if region.kind == "body"), 0)


def _read_title(text: str, regions: Sequence[Region]) -> str | None:
    headline = next(_of_kind(regions, "headline"), None)
    return " ".join(strip_links(headline.span.of(text)).split()) or None if headline else None


def _read_url(text: str, regions: Sequence[Region]) -> str | None:
    """The report's own address; of an abridged link the target."""
    first = _first_body(regions)
    last = max((region.span.end for region in regions if region.kind == "body"), default=0)
    for region in _of_kind(regions, "url"):
        if first < region.span.start < last:
            continue  # an address among the paragraphs is one that the report points to
        words = region.span.of(text)
        if match := _LINK_TARGET.search(words):
            return match[1]
        if match := _URL.search(words):
            found = match.group().rstrip(".,;")
            return found if found.lower().startswith("http") else f"https://{found}"
    return None


def _read_byline(text: str, regions: Sequence[Region]) -> str | None:
    """The first byline before the body, without "By" and without a date."""
    body = _first_body(regions)
    for region in _of_kind(regions, "byline"):
        if region.span.start < body or body == 0:
            plain = strip_links(region.span.of(text))
            opened = _OPENERS.match(plain)
            name = plain[opened.end() :] if opened else plain
            return _without_place(" ".join(_without_date(name).strip(" ()[]-–—|,").split())) or None
    return None


def _without_place(name: str) -> str:
    """ "Ana Doe in Oslo" without the place; of two writers in two places nothing is cut."""
    before, _, place = name.partition(" in ")
    return before if place[:1].isupper() and " in " not in place and " and " not in place else name


def _without_date(words: str) -> str:
    for match in re.finditer(r"\s*(?:[|•·,]|\s[-–—]\s)\s*", words):
        if read_date_line(words[match.end() :]):
            return words[: match.start()]
    return words


def _read_outlet(text: str, regions: Sequence[Region], url: str | None, byline: str | None) -> str | None:
    if url and (host := urlsplit_host(url)):
        return host
    outlets = load_outlets()
    for region in _of_kind(regions, "date"):
        if name := read_masthead(strip_links(region.span.of(text))):
            return (
                outlets[fold(name)].name
                if fold(name) in outlets
                else name.lower().removeprefix("www.")
                if "." in name
                else name
            )
    for part in _PARTS.split(byline or ""):
        if part.strip() and (outlet := outlets.get(fold(part))):
            return outlet.name
    for region in _of_kind(regions, "byline"):
        parts = _PARTS.split(strip_links(region.span.of(text)))
        named = [part for part in parts[1:] if part.strip()]
        if len(parts) > 1 and named and not _byline_agency(named[-1]) and read_date_line(named[-1]) is None:
            last = fold(named[-1]).split()[-1:] or [""]
            if last[0] in _outlet_words():
                return named[-1].strip(" .")
    for region in _of_kind(regions, "boilerplate"):
        match = _COPYRIGHT.match(strip_links(region.span.of(text)[:300]))
        if match:
            holder = re.split(r"[.,\n]| All ", strip_links(region.span.of(text)[:300])[match.end() :], maxsplit=1)[0]
            if outlet := outlets.get(fold(holder)):
                return outlet.name
    return None


@cache
def _outlet_words() -> frozenset[str]:
    return frozenset(load_tables("en/regions.toml").tables["words"]["outlet_words"])


def urlsplit_host(url: str) -> str | None:
    """The host of a web address without ``www.``; ``None`` where it has none.

    >>> urlsplit_host("https://www.example.com/2025/07/04/talks")
    'example.com'
    """
    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname
    except ValueError:
        return None
    return (host or "").removeprefix("www.") or None


def _primary_language(tag: str | None) -> str | None:
    """The language of a BCP 47 tag: "en-GB" -> "en"; English by its name or longer code too."""
    primary = re.split(r"[-_]", (tag or "").strip().lower(), maxsplit=1)[0]
    return {"eng": "en", "english": "en"}.get(primary, primary) or None


def _valid_day(published: str | None) -> str | None:
    """*published* if its first ten characters are a day: records made by hand are not checked before."""
    try:
        return published if published and datetime.fromisoformat(published[:10]) else None
    except ValueError:
        return None


def _read_published(text: str, regions: Sequence[Region], url: str | None) -> str | None:
    body = _first_body(regions)
    days: list[tuple[int, str]] = []
    for region in _of_kind(regions, "date"):
        words = region.span.of(text)
        stamp = read_date_line(strip_links(words)) or read_leading_date(f"{words} A")
        day = stamp.day if stamp else find_day(words)
        if day and (region.span.start < body or (stamp and stamp.labelled)):
            # A day of publication goes before one of an update.
            days.append((1 if "pdated" in words or "PDATED" in words or "odified" in words else 0, day))
    if days:
        return min(days, key=lambda item: item[0])[1]
    for region in _of_kind(regions, "byline", "dateline"):
        if region.span.start <= body and (day := find_day(region.span.of(text))):
            return day
    return find_url_day(url) if url else None


def _byline_agency(byline: str) -> str | None:
    """The agency in a byline: the whole of it, or one of its parts."""
    plain = strip_links(byline)
    opened = _OPENERS.match(plain)
    words = plain[opened.end() :] if opened else plain
    bracketed = re.findall(r"\(([^()]{2,60})\)", words)
    for part in (words.strip(" ()[]-–—/."), *bracketed, *_PARTS.split(words), *words.split("/")):
        bare = part.strip(" ()[]-–—.")
        if bare and (agency := name_agency(bare) or name_unlisted(bare)):
            return agency
    return None


def _bylines(text: str, regions: Sequence[Region], *, head: bool) -> Iterator[Credit]:
    body = _first_body(regions)
    found = [region for region in _of_kind(regions, "byline") if (region.span.start <= body) == head]
    for region in found if head else reversed(found):
        words = region.span.of(text)
        if agency := _byline_agency(words):
            yield Credit(agency, strip_links(words), region.span)


def _datelines(text: str, regions: Sequence[Region]) -> Iterator[Credit]:
    prose = 0
    for region in regions:
        if region.kind == "dateline" and prose <= _FIRST_PROSE:
            words = region.span.of(text)
            if named := dateline_agency(words):
                yield Credit(named[0], named[1], Span(region.span.start, region.span.start + len(named[1])))
        prose += region.kind == "body"


def _sign_offs(text: str, regions: Sequence[Region]) -> Iterator[Credit]:
    """Sign-offs that only one agency writes, and those that name their agency."""
    marks = load_tables("agencies.toml").tables["sign_off"]
    for region in reversed([*_of_kind(regions, "boilerplate", "byline")]):
        words = region.span.of(text)
        if len(words) > 1_500:
            continue
        folded = words.lower()
        for mark in marks:
            if all(form in folded for form in mark["forms"]):
                yield Credit(mark["name"], " ".join(words.split())[:300], region.span)


def _copyrights(text: str, regions: Sequence[Region]) -> Iterator[Credit]:
    for region in reversed([*_of_kind(regions, "boilerplate")]):
        words = region.span.of(text)[:600]
        for match in _COPYRIGHT.finditer(words):
            holder = re.split(
                r"[.,;\n(]|\s+(?:[Aa]ll|[Tt]his|[Nn]o|[Cc]lick)\b", words[match.end() :][:80], maxsplit=1
            )[0]
            if agency := name_agency(holder.strip()):
                end = match.end() + len(holder)
                shown = words[match.start() : end].strip()
                start = region.span.start + match.start()
                yield Credit(agency, shown, Span(start, start + len(shown)))


def _url_agency(report: Report) -> str | None:
    """An agency that publishes the report on its own site."""
    host = urlsplit_host(report.url) if report.url else None
    for agency in load_agencies().values():
        if host and host in agency.hosts:
            return agency.name
    return name_agency(report.outlet) if report.outlet else None


def _republished(text: str, regions: Sequence[Region]) -> Credit:
    """Words that credit another outlet: "h/t: The Example", "This article first appeared in ..."."""
    forms = tuple(load_tables("agencies.toml").tables["republished"]["forms"])
    for region in reversed(regions):
        if region.kind in ("boilerplate", "body", "byline", "related", "subhead") and len(region.span) <= 300:
            words = strip_links(region.span.of(text))
            if words.lower().startswith(forms):
                return Credit(None, " ".join(words.split()), region.span)
    return Credit()
