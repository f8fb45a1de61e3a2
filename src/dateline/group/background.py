"""Which reports are background to which stories: news in one story, and told of by the way in another.

A passage after a report's lead tells of another story's happening when it names what that story's leads name, and more
of it than of what its own story's leads do: people, places, numbers and seldom words, each weighed by how much it tells
and in how few stories' leads it stands. Such a report is background to the other story; and reports of the other, where
they are older, are background to the story that goes back to them.

Every passage is looked up in the leads of all stories by the terms it has, so that the time grows with the reports.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dateline.group.cluster import day_number
from dateline.group.items import Item
from dateline.group.origins import Groups
from dateline.group.outlines import Outline, passages_of
from dateline.group.passages import DATED, NAMING, PAIR, STEP, Passages, find_terms
from dateline.judgements import NO_JUDGEMENTS, Judgements
from dateline.model import Background, Evidence, Span, name_story

_HEAD = 40  # terms of a story's leads that count, those that tell most
_SHARE = 0.25  # of a story's origins whose lead has a term before it is one of the story's leads
_COMMON = 60  # stories whose leads may hold a term before it is no clue
_LEAST = 11.0  # how much a passage and a story's leads must have in common, in natural logarithms
_NEW = 7.0  # of it in what the passage's own story's leads do not name
_NAMES, _WORDS = 2, 2  # names, new ones, and words that are no names, by which a passage is clear
_COVER, _WHOLE = 0.265, 0.6  # of a story's leads that a passage must name; so much is nearly all
_KIN, _DISTANT, _STRANGERS = 0.4, 0.15, 0.1  # of a story's leads that another's may hold, however clear a passage is
_SOON, _DAYS = 2, 2  # two stories within days of each other are taken to be so many times more alike
_NEAREST, _HALF = 5, 0.5  # reports of an older story that stand for it; of what a passage tells that each leads with
_CHUNK = 500  # reports looked up at once
_LONGEST = 600  # characters of a sentence of evidence


class _Link(NamedTuple):
    """A passage of a report that tells of another story's happening, by the terms that they have in common."""

    score: float
    report: int
    passage: int
    story: int
    terms: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Known:
    """All reports by number, in the order of their ids, and what grouping found of them.

    ``owners`` and ``origins`` give the number of each report's story and origin, ``first`` the first report of each
    origin of each story, ``begun`` the day of its first report, ``heads`` what each story's leads name with how much
    each tells. ``terms``, ``stories`` and ``worth`` are all of the heads, by rising term.
    """

    items: Sequence[Item | Outline]
    passages: Sequence[Passages]
    days: Sequence[int | None]
    begun: Sequence[int | None]
    ids: Sequence[Sequence[str]]
    owners: npt.NDArray[np.int32]
    origins: Sequence[int]
    first: Sequence[Sequence[int]]
    heads: Sequence[Mapping[int, float]]
    terms: npt.NDArray[np.uint32]
    stories: npt.NDArray[np.int32]
    worth: npt.NDArray[np.float32]

    @staticmethod
    def of(items: Iterable[Item | Outline], groups: Groups) -> _Known:
        """Look up what finding background needs."""
        ordered = sorted(items, key=lambda item: item.id)
        number = {item.id: index for index, item in enumerate(ordered)}
        passages = [passages_of(item) for item in ordered]
        origin_of = {report: index for index, origin in enumerate(groups.origins) for report in origin.reports}
        owners = np.zeros(len(ordered), np.int32)
        first = []
        for index, story in enumerate(groups.stories):
            owners[[number[report] for report in story]] = index
            one = {origin_of[report]: number[report] for report in reversed(story)}
            first.append(list(reversed(one.values())))
        heads = _find_heads(passages, first)
        days = [day_number(item) for item in ordered]
        rows = sorted((term, index, worth) for index, head in enumerate(heads) for term, worth in head.items())
        return _Known(
            ordered,
            passages,
            days,
            [min((day for each in story if (day := days[each]) is not None), default=None) for story in first],
            groups.stories,
            owners,
            [origin_of[item.id] for item in ordered],
            first,
            heads,
            np.array([row[0] for row in rows], np.uint32),
            np.array([row[1] for row in rows], np.int32),
            np.array([row[2] for row in rows], np.float32),
        )


def find_background(
    items: Sequence[Item | Outline],
    groups: Groups,
    fetch: Callable[[str], Item],
    judgements: Judgements = NO_JUDGEMENTS,
) -> tuple[Background, ...]:
    """Find which reports are background to which stories in which they are no news.

    Args:
        items: All reports that were grouped, in any order. Outlines will do.
        groups: Their stories and origins: of an origin's reports one stands for all.
        fetch: Gives the item of a report by its id, for the words that show a link; asked one at a time.
        judgements: Which links a user has overruled.

    Returns:
        Each report and story once, by story and report; the same for any order of the items.
    """
    known = _Known.of(items, groups)
    best: dict[tuple[int, int], _Link] = {}
    for candidate in _find_candidates(known):
        link = _weigh(known, *candidate)
        if link is not None:
            key = known.origins[link.report], link.story
            best[key] = min(link, best.get(key, link), key=lambda each: (-each.score, each.report, each.passage))
    return tuple(_finish(known, sorted(best.values(), key=lambda each: each[1:4]), fetch, judgements))


def _find_heads(passages: Sequence[Passages], first: Sequence[Sequence[int]]) -> list[dict[int, float]]:
    """What the leads of each story's origins name: a term by the share of them that has it, less if many stories do."""
    heads: list[dict[int, float]] = []
    spread: dict[int, int] = defaultdict(int)
    for story in first:
        counts: dict[int, int] = defaultdict(int)
        weights: dict[int, int] = {}
        for report in story:
            for term, weight in dict(_slice(passages[report], 0)).items():
                counts[term] += 1
                weights[term] = max(weight, weights.get(term, 0))
        told = [
            (-weights[term] * n / len(story), term)
            for term, n in counts.items()
            if n >= _SHARE * len(story) and term != DATED
        ]
        heads.append({term: -worth / STEP for worth, term in sorted(told)[:_HEAD]})
        for term in heads[-1]:
            spread[term] += 1
    return [
        {term: worth / (1 + log2(spread[term])) for term, worth in head.items() if spread[term] <= _COMMON}
        for head in heads
    ]


def _slice(passages: Passages, number: int) -> list[tuple[int, int]]:
    """The terms of one passage with their weights."""
    if number >= len(passages):
        return []
    start, end = (int(passages.ends[number - 1]) if number else 0), int(passages.ends[number])
    return list(zip(passages.terms[start:end].tolist(), passages.weights[start:end].tolist(), strict=True))


def _find_candidates(known: _Known) -> Iterator[tuple[int, int, int]]:
    """Report, passage after its lead, and other story whose leads have enough in common with it at first sight."""
    width = len(known.heads)
    for start in range(0, len(known.passages) if len(known.terms) else 0, _CHUNK):
        some = known.passages[start : start + _CHUNK]
        cuts = np.array([len(each) for each in some])
        before = np.concatenate(([0], np.cumsum([len(each.terms) for each in some])[:-1]))
        ends = np.concatenate([each.ends for each in some]) + np.repeat(before, cuts)
        owner = np.repeat(np.arange(start, start + len(some)), cuts)
        number = np.arange(len(owner)) - np.repeat(np.cumsum(cuts) - cuts, cuts)
        terms = np.concatenate([each.terms for each in some])
        low = known.terms.searchsorted(terms)
        counts = known.terms.searchsorted(terms, side="right") - low
        places = np.arange(int(counts.sum())) + np.repeat(low - (np.cumsum(counts) - counts), counts)
        at = np.repeat(np.repeat(np.arange(len(owner)), np.diff(ends, prepend=0)), counts)
        codes, back = np.unique(at * width + known.stories[places], return_inverse=True)
        score = np.bincount(back, weights=known.worth[places], minlength=len(codes))
        for code in codes[score >= _LEAST].tolist():
            place, story = divmod(code, width)
            if number[place] and story != known.owners[owner[place]]:
                yield int(owner[place]), int(number[place]), story


def _weigh(known: _Known, report: int, passage: int, story: int) -> _Link | None:
    """What a passage has in common with a story's leads, if that shows that it tells of its happening."""
    head, own = known.heads[story], known.heads[known.owners[report]]
    told = _slice(known.passages[report], passage)
    shared = {term for term, _ in told if term in head}
    score = sum(head[term] for term in sorted(shared))
    new = sum(head[term] for term in sorted(shared - own.keys()))
    if score < _LEAST or new < _NEW or score <= sum(own.get(term, 0.0) for term in sorted({term for term, _ in told})):
        return None
    flags = dict(told)
    things = _join_names(told, shared)
    names = [thing for thing in things if any(flags[term] & NAMING for term in thing)]
    fresh = sum(bool(thing - own.keys()) for thing in names)
    plain = len(things) - len(names)
    cover = score / sum(head.values())
    kin = _kinship(known, int(known.owners[report]), story)
    if not _is_clear(fresh, plain, kin, dated=DATED in flags, whole=cover >= _WHOLE):
        return None
    if cover < _COVER or _comes_later(known, report, story):
        return None
    return _Link(round(score, 6), report, passage, story, frozenset(shared))


def _is_clear(names: int, words: int, kin: float, *, dated: bool, whole: bool) -> bool:
    """Whether what is in common is of enough kinds: who and where, and what happened.

    A person alone, under whatever title, is in many stories; so is a club or a court in stories that are alike.
    """
    if not dated:
        return kin <= _STRANGERS and names >= _NAMES and words >= (1 if names > _NAMES else _WORDS)
    if whole:
        return kin <= _KIN and (names >= _NAMES or words >= _WORDS)
    return kin <= _KIN and words >= (_WORDS if kin > _DISTANT or names < _NAMES else 1)


def _comes_later(known: _Known, report: int, story: int) -> bool:
    """Whether a story was first reported days after a report, which so cannot tell of its happening."""
    day, first = known.days[report], known.begun[story]
    return day is not None and first is not None and first > day + _DAYS


def _join_names(told: Sequence[tuple[int, int]], shared: AbstractSet[int]) -> list[set[int]]:
    """The different things that shared terms stand for: the words of a full name, and the name whole, are one thing."""
    things: list[set[int]] = []
    before = 0
    bound: set[int] = set()
    for term, weight in told:
        if weight & PAIR:
            bound = {term, before}
        elif thing := (bound | {term}) & shared:
            for other in [each for each in things if each & thing]:
                things.remove(other)
                thing |= other
            things.append(thing)
            bound = set()
        else:
            bound = set()
        before = term
    return things


def _kinship(known: _Known, one: int, other: int) -> float:
    """How much of one of two stories' leads the other's hold: most, where they may tell of one happening."""
    mine, yours = known.heads[one], known.heads[other]
    both = mine.keys() & yours.keys()
    part = max(sum(head[term] for term in sorted(both)) / max(1e-9, sum(head.values())) for head in (mine, yours))
    days = known.begun[one], known.begun[other]
    soon = days[0] is not None and days[1] is not None and abs(days[0] - days[1]) <= _DAYS
    return part * (_SOON if soon else 1)


def _finish(
    known: _Known, links: Sequence[_Link], fetch: Callable[[str], Item], judgements: Judgements
) -> Iterator[Background]:
    """The links as background: a report to the story that it tells of, and that story's older reports to its own."""
    found: dict[tuple[str, str], tuple[bool, float, _Link]] = {}
    for link in links:
        own = known.ids[known.owners[link.report]][0]
        told = known.ids[link.story][0]
        rows = [(told, known.items[link.report].id, True)]
        rows += [(own, known.items[each].id, False) for each in _older(known, link)]
        for story, report, aside in rows:
            best = (not aside, -link.score, link)
            found[story, report] = min(best, found.get((story, report), best))
    apart = {frozenset(pair) for _, pair in judgements.pairs("background", {item.id for item in known.items})}
    members = {story[0]: story for story in known.ids}
    own_story = {report: story[0] for story in known.ids for report in story}
    shown: dict[_Link, tuple[tuple[Evidence, ...], tuple[Span, ...]]] = {}
    for (story, report), (_, _, link) in sorted(found.items(), key=lambda each: each[0]):
        if apart and any(frozenset((report, other)) in apart for other in members[story]):
            continue
        if link not in shown:
            shown[link] = _show(fetch(known.items[link.report].id), link)
        evidence, words = shown[link]
        yield Background(name_story(story), story, report, name_story(own_story[report]), evidence, words)


def _older(known: _Known, link: _Link) -> list[int]:
    """The reports of the story told of that are older than the telling one, and lead with what it tells."""
    day = known.days[link.report]
    head = known.heads[link.story]
    rows = []
    for place, report in enumerate(known.first[link.story]):
        told = known.days[report]
        lead = {term for term, _ in _slice(known.passages[report], 0)}
        both = sum(head[term] for term in sorted(link.terms & lead))
        if day is not None and told is not None and told < day and both >= link.score * _HALF:
            rows.append((-both, place, report))
    return [report for _, _, report in sorted(rows)[:_NEAREST]]


def _show(item: Item, link: _Link) -> tuple[tuple[Evidence, ...], tuple[Span, ...]]:
    """The stretches of a passage that hold words in common, and those words."""
    stretches, words = find_terms(item, link.passage, link.terms)
    evidence = []
    for stretch in stretches:
        within = [word for word in words if stretch.holds(word)]
        if within:
            span = _clip(item.text, stretch, within)
            evidence.append(Evidence(item.id, span, span.of(item.text)))
    return tuple(evidence), tuple(
        _join_spans(word for word in words if any(each.span.holds(word) for each in evidence))
    )


def _join_spans(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that overlap as one: a full name is one thing."""
    joined: list[Span] = []
    for span in spans:
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _clip(text: str, span: Span, words: Sequence[Span]) -> Span:
    """A stretch without the blanks at its ends; of a long one the part with the first words in common."""
    start, end = span.start, span.end
    if end - start > _LONGEST:
        start = max(start, min(words[0].start, end - _LONGEST))
        end = start + _LONGEST
        end = max((word.end for word in words if word.end <= end), default=end) if end < span.end else end
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)
