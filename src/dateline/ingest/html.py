"""A web page -> the report on it: headline, text, particulars, and each paragraph with its place on the page.

Trafilatura tells which parts of a page are the report; the words are then taken from the page itself, in its order, so
that every paragraph can be found there again, and corrections, which it loses, are kept.
"""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dateline.errors import InputError
from dateline.ingest.blocks import Block, decode_page, find_blocks, find_hidden, parse_html
from dateline.ingest.facts import Facts, find_facts, find_feed_links
from dateline.ingest.language import identify_language
from dateline.ingest.pagemap import PageMap, PagePlace
from dateline.ingest.records import RightsSignal, Told
from dateline.ingest.urls import canonical_url
from dateline.lexicon import load_tables

_MOST_ELEMENTS = 60_000
_FEWEST_LETTERS = 40  # of a report's text, its headline not counted: agencies send flashes of one line
_FEW_WALLED = 200  # up to here one phrase of a paywall is enough
_FEW_LETTERS = 1_200  # up to here a text is looked at for what stands in the way of the real one
_SURE = 25  # letters and digits of a block that can be looked for inside others
_SEGMENTS = re.compile(r"\s+[-–—|·»]\s+")  # what parts a headline from the name of the site in a title
_SEARCHED = 2_000_000_000  # characters looked through for blocks inside lines: pages can be made to be slow
_COVERED = 0.8  # of what trafilatura found must be found on the page again
_LONGEST_CORRECTION = 2_000
_CORRECTIONS_BEFORE, _CORRECTIONS_AFTER, _MOST_CORRECTIONS = 6, 40, 10  # blocks around the report


@dataclass(frozen=True, slots=True)
class Page:
    """A report as a page shows it.

    ``text`` begins with the title on a line of its own. ``url`` is the page's canonical address, or the one it was
    found at in canonical form; ``told`` names the part of the page that told each particular.
    """

    text: str
    title: str | None
    published: str | None
    byline: str | None
    outlet: str | None
    language: str | None
    url: str | None
    page_map: PageMap
    rights: tuple[RightsSignal, ...] = ()
    told: tuple[Told, ...] = ()
    notes: tuple[str, ...] = ()


def read_page(data: bytes, url: str | None, *, now: str, content_type: str = "") -> Page:
    """Read the report on a web page.

    Args:
        data: The page as it came, decompressed.
        url: Where it was found; ``None`` for a saved file.
        now: When it was fetched, ISO 8601: a publication after that is wrong.
        content_type: The header that came with it.

    Raises:
        InputError: There is no report on it; ``kind`` is "no text", "paywall", "consent page" or "needs script".

    >>> data = b"<title>Bridge reopens</title><body><article><h1>Bridge reopens</h1><p>The old bridge over the Oker "
    >>> data += b"opened again on Monday after two years of repairs, the town council said.</p></article>"
    >>> page = read_page(data, None, now="2026-03-11T09:00:00+00:00")
    >>> page.text.split(chr(10))[0], page.page_map.places[1].path
    ('Bridge reopens', '/html/body/article/p')
    """
    text, notes = decode_page(data, content_type)
    root = parse_html(text)
    if sum(1 for _ in zip(root.iter(), range(_MOST_ELEMENTS + 1), strict=False)) > _MOST_ELEMENTS:
        raise InputError(f"has more than {_MOST_ELEMENTS:,} elements; it is no report's page", kind="too large")
    facts = find_facts(root, url, now)
    hidden = find_hidden(root)
    blocks = find_blocks(root, hidden)
    chosen, extra = _choose_blocks(root, hidden, blocks)
    title = _choose_title(blocks, facts)
    body = [blocks[at] for at in chosen if not title or not _is_above(blocks[at], title)]
    paragraphs = [*body, *(Block(words, None, -1) for words in extra)]
    _check_text(paragraphs, blocks, facts, find_feed_links(root, url))
    shown = {_key(block.text) for block in body}
    for words in facts.corrections:
        if not any(_key(words) in each for each in shown):
            paragraphs.append(Block(words if _is_correction(words) else f"Correction: {words}", None, -1))
    whole, page_map = _compose([title, *paragraphs] if title else paragraphs, root)
    if facts.free is False:
        notes = (*notes, "the page says that its text is not free to all: what is here may be a part of it")
    return Page(
        text=whole,
        title=" ".join(title.text.split()) if title else None,
        published=facts.published,
        byline=facts.byline,
        outlet=facts.outlet,
        language=identify_language(whole) or facts.language,
        url=facts.canonical or (canonical_url(url) if url else None),
        page_map=page_map,
        rights=facts.rights,
        told=facts.told,
        notes=(*notes, *facts.notes),
    )


def _key(text: str) -> str:
    """What two renderings of the same words share: letters and digits, in lower case."""
    return "".join(filter(str.isalnum, text)).lower()


def _is_above(block: Block, title: Block) -> bool:
    """Whether a block is the title, or a scrap of the page that stands before it."""
    key = _key(block.text)
    scrap = len(key) < _SURE and block.start < title.start and not _is_correction(block.text)
    return scrap or key == _key(title.text)


def _compose(blocks: Sequence[Block], root: Any) -> tuple[str, PageMap]:
    """The text, blocks parted by blank lines, and where each came from."""
    tree = root.getroottree()
    pieces: list[str] = []
    places: list[PagePlace] = []
    at = 0
    for block in blocks:
        if block.element is not None:
            places.append(PagePlace(at, at + len(block.text), tree.getpath(block.element), block.start))
        pieces.append(block.text)
        at += len(block.text) + 2
    return "\n\n".join(pieces), PageMap(tuple(places))


# Which blocks are the report.


def _choose_blocks(root: Any, hidden: set[Any], blocks: list[Block]) -> tuple[list[int], list[str]]:
    """The blocks of the report and its corrections, by number; and words that no block of the page holds whole."""
    lines = _extract_lines(root, hidden)
    if not lines:
        chosen = _choose_plainly(blocks)
        return sorted({*chosen, *_find_corrections(blocks, chosen)}), []
    chosen = _match(blocks, lines)
    found = sum(len(_key(blocks[at].text)) for at in chosen)
    if found < _COVERED * sum(len(_key(line)) for line in lines):
        return [], lines  # torn apart by markup that we do not follow; the words are worth more than their places
    return sorted({*chosen, *_find_corrections(blocks, chosen)}), []


def _extract_lines(root: Any, hidden: set[Any]) -> list[str]:
    """The paragraphs that trafilatura takes for the report."""
    import trafilatura  # noqa: PLC0415  (a second to import, which only pages need)

    tree = copy.deepcopy(root)
    for original, element in zip(list(root.iter()), list(tree.iter()), strict=True):
        if original in hidden and element.getparent() is not None and original.tag != "title":
            element.drop_tree()
        else:
            element.attrib.pop("aria-hidden", None)  # seen, so a part of the page; trafilatura would leave it out
    try:
        found = trafilatura.bare_extraction(
            tree, include_comments=False, include_tables=True, include_formatting=False, deduplicate=False
        )
    except (ValueError, TypeError, AttributeError, AssertionError, RecursionError):
        return []  # pages broken in ways that it does not expect
    if found is None or isinstance(found, dict) or found.body is None:
        return []
    lines: list[str] = []
    for element in found.body.iter("p", "head", "item", "quote", "cell", "code", "ab"):
        if not any(child.tag in ("p", "item", "quote", "list") for child in element.iterdescendants()):
            words = " ".join(" ".join(element.itertext()).split())
            lines += [words] if _key(words) else []
    return lines


def _match(blocks: list[Block], lines: list[str]) -> list[int]:
    """The blocks whose words are among the lines; of equal ones those that stand nearest to the others."""
    keys = [_key(block.text) for block in blocks]
    wanted = Counter(_key(line) for line in lines)
    whole = "".join(_key(line) for line in lines)
    places: dict[str, list[int]] = {}
    searches = _SEARCHED // (len(whole) + 1)
    for at, key in enumerate(keys):
        inside = False
        if key not in wanted and _SURE <= len(key) <= len(whole) and searches > 0:
            searches -= 1
            inside = key in whole
        if key and (inside or key in wanted):
            places.setdefault(key, []).append(at)
    sure = [found[0] for key, found in places.items() if len(found) == 1 and len(key) >= _SURE]
    centre = sorted(sure)[len(sure) // 2] if sure else 0
    chosen: list[int] = []
    for key, found in places.items():
        # A long paragraph that stands twice is a teaser or pull quote of itself.
        most = 1 if len(key) >= _SURE else max(1, wanted[key])
        nearest = sorted(found, key=lambda at: (abs(at - centre), at))
        chosen.extend(nearest[:most])
    return sorted(_fill(blocks, chosen))


def _fill(blocks: list[Block], chosen: list[int]) -> set[int]:
    """With what lies between or right before chosen blocks of the same element: paragraphs parted by line breaks."""
    found = set(chosen)
    holders = Counter(blocks[at].element for at in chosen)
    for at in sorted(chosen, reverse=True):
        before = at - 1
        while (
            before >= 0
            and before not in found
            and holders[blocks[before].element] > 1
            and blocks[before].element is blocks[at].element
            and len(_key(blocks[before].text)) >= _SURE
        ):
            found.add(before)
            before -= 1
    return found


def _choose_plainly(blocks: list[Block]) -> list[int]:
    """Paragraphs inside the element that a page names as its report, where trafilatura finds none."""
    return [
        at
        for at, block in enumerate(blocks)
        if block.element.tag == "p"
        and len(_key(block.text)) >= _SURE
        and any(
            parent.tag in ("article", "main") or parent.get("itemprop") == "articleBody"
            for parent in block.element.iterancestors()
        )
    ]


# Corrections and editor's notes.


def _find_corrections(blocks: list[Block], chosen: Sequence[int]) -> list[int]:
    """Blocks around a report that correct it, and were not taken for a part of it."""
    if not chosen:
        return []
    taken, found = set(chosen), []
    for at in range(max(0, chosen[0] - _CORRECTIONS_BEFORE), min(len(blocks), chosen[-1] + _CORRECTIONS_AFTER)):
        block = blocks[at]
        words = len(block.text.split())
        if at in taken or len(block.text) > _LONGEST_CORRECTION or _is_apart(block.element):
            continue
        if words >= 6 and (_is_correction(block.text) or _is_marked(block.element)):
            found.append(at)
        elif words < 6 and _is_correction(block.text) and at + 1 < len(blocks) and at + 1 not in taken:
            following = blocks[at + 1]
            if len(following.text.split()) >= 6 and not _is_apart(following.element):
                found += [at, at + 1]  # a label on a line of its own, and what it announces
    return found[:_MOST_CORRECTIONS]


def _is_correction(text: str) -> bool:
    labels, starts = _correction_words()
    folded = text[:200].lower().lstrip("-–—•*([ ")
    if folded.startswith(starts):
        return True
    label = next((label for label in labels if folded.startswith(label)), "")
    rest = folded[len(label) :].lstrip()
    return bool(label) and (not rest or rest[0] in ":-–—.|(" or bool(re.match(r"(?:on )?\w{3,9}\.? \d", rest)))


@cache
def _correction_words() -> tuple[tuple[str, ...], tuple[str, ...]]:
    phrases = [row for row in load_tables("en/regions.toml").tables["phrase"] if row["kind"] == "correction"]
    labels = {form for row in phrases if row["match"] in ("label", "line") for form in row["forms"]}
    starts = {form.lstrip("(") for row in phrases if row["match"] == "start" for form in row["forms"]}
    return tuple(sorted(labels, key=lambda form: (-len(form), form))), tuple(sorted(starts))


def _near(element: Any, levels: int = 4) -> Iterable[Any]:
    for _ in range(levels):
        if element is None or element.tag in ("article", "main", "body"):
            return
        yield element
        element = element.getparent()


def _is_marked(element: Any) -> bool:
    """Whether its class or id says that it corrects."""
    marks = load_tables("pages.toml").tables["corrections"]["classes"]
    return any(
        mark in f"{each.get('class', '')} {each.get('id', '')}".lower() for each in _near(element) for mark in marks
    )


def _is_apart(element: Any) -> bool:
    """Whether it is of the site or its readers: navigation, comments."""
    for each in (element, *element.iterancestors()):
        if each.tag == "nav" or "comment" in f"{each.get('class', '')} {each.get('id', '')}".lower():
            return True
    return False


# Headline, and pages without a report.


def _choose_title(blocks: list[Block], facts: Facts) -> Block | None:
    """The heading on the page that is most like the titles it gives; else the likeliest of these."""
    headings = [block for block in blocks if any(each.tag == "h1" for each in _near(block.element, 3))]
    headings = [block for block in headings if len(block.text) <= 400]
    titles = [frozenset(max(_SEGMENTS.split(title), key=len).lower().split()) for title in facts.titles]
    likeness = [max((_compare(block.text, title) for title in titles), default=0.0) for block in headings]
    if likeness and max(likeness) >= 0.5:
        return headings[likeness.index(max(likeness))]
    if not facts.titles:
        return headings[0] if len(headings) == 1 else None
    title = facts.titles[0]
    if facts.outlet:
        title = re.sub(rf"\s*[-–—|·:]\s*{re.escape(facts.outlet)}\s*$", "", title, flags=re.IGNORECASE) or title
    title = title.partition(" | ")[0] or title
    same = next((block for block in blocks if _key(block.text) == _key(title)), None)
    return same or Block(title, None, -1)


def _compare(heading: str, title: frozenset[str]) -> float:
    """The share of words that two headlines have in common, 0 to 1 (Dice's coefficient)."""
    words = set(heading.lower().split())
    return 2 * len(words & title) / (len(words) + len(title)) if words else 0.0


def _check_text(paragraphs: Sequence[Block], blocks: Sequence[Block], facts: Facts, feeds: Sequence[str]) -> None:
    """Refuse a page without a report, and say what stands in the way where that can be told."""
    letters = sum(len(_key(block.text)) for block in paragraphs)
    if letters > _FEW_LETTERS:
        return
    words = load_tables("pages.toml").tables["walls"]
    text = " ".join(block.text for block in paragraphs).lower()
    page = " ".join(block.text for block in blocks[:500]).lower()
    for kind, name, enough in (("needs script", "script", 1), ("consent page", "consent", 2)):
        if sum(form in text for form in words[name]) >= enough:
            raise InputError(_WALLS[kind], kind=kind)
    if letters < _FEW_WALLED and any(form in text for form in words["paywall"]):
        raise InputError(_WALLS["paywall"], kind="paywall")
    if letters >= _FEWEST_LETTERS:
        return
    if facts.free is False or any(form in page for form in words["paywall"]):
        raise InputError(_WALLS["paywall"], kind="paywall")
    for kind, name in (("consent page", "consent"), ("needs script", "script")):
        if any(form in page for form in words[name]):
            raise InputError(_WALLS[kind], kind=kind)
    linked = f"; it links to the feed {feeds[0]}" if feeds else ""
    raise InputError(f"has no report's text that can be told from the rest{linked}", kind="no text")


_WALLS = {
    "paywall": "shows its text to subscribers only; save it as a file if you are one",
    "consent page": "asks for consent instead of showing a report; open it in a browser and save it as a file",
    "needs script": "shows its text only to browsers that run scripts; open it in one and save it as a file",
}
