"""Which reports carry the same words: candidates by rare windows, a decision by how much is shared and in what order.

A copy keeps the order of what it copies, even cut, with a new headline, in another spelling, reworded or set into a
longer report. Two reports drawn by two hands from one press conference share sentences too, but each tells them in
its own order. So shared text counts when there is much of it in one order, and less is enough when it comes in long
passages.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from dateline.config import GroupConfig
from dateline.group.shingles import Places, Windows, sort_parts

_GAP = 40  # words between two shared windows of one passage, at most
_SHIFT = 6  # words put in or left out within a passage, at most
_FEW = 20  # windows without quoted words, below which those with quoted words count too
_COMMON = 128  # reports that may share a window before it names only neighbours as candidates
_NEARLY = 0.8  # of the least share of a copy: windows that are too common are not counted among what is shared
_ORDER, _STRICT_ORDER = 0.8, 0.95  # of what is shared that must stand in one order in both, where it is much or less


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two reports share.

    ``shared`` counts windows, ``containment`` is their share of the shorter report's, ``in_order`` the share of these
    that stand in one order in both, ``passages`` the stretches they form and ``longest`` the windows of the longest;
    ``at`` and ``to`` are its first and last word in the first report, ``at_other`` and ``to_other`` in the second.
    """

    shared: int
    containment: float
    in_order: float
    passages: int
    longest: int
    at: int
    to: int
    at_other: int
    to_other: int

    def is_copy(self, config: GroupConfig) -> bool:
        """Whether so much shared text in such an order means that one was made from the other, or both from a third."""
        if self.containment >= config.containment:
            return self.in_order >= _ORDER
        if self.containment < config.part or self.in_order < _STRICT_ORDER:
            return False
        smaller = self.shared / self.containment
        return self.passages >= 6 or self.longest >= min(config.passage, smaller / 5)


def find_copy(one: Windows, two: Windows, *, config: GroupConfig) -> Likeness | None:
    """What two reports share where it makes them copies of one text, ``None`` otherwise.

    The same as comparing them and asking ``is_copy``, but most pairs are done with before that: see `_is_hopeless`.
    """
    places = _shared_places(one, two)
    if places is None or _is_hopeless(*places, config):
        return None
    found = _measure(*places, config.window)
    return found if found.is_copy(config) else None


def _is_hopeless(in_one: Places, in_two: Places, containment: float, config: GroupConfig) -> bool:
    """Whether shared windows are too few, or stand in two orders: two passages of weight that changed places."""
    if containment < config.part:
        return True
    most = 1 - (_ORDER if containment >= config.containment else _STRICT_ORDER)
    bounds = _passage_bounds(in_one, in_two)
    begins = in_two[bounds[:-1][bounds[1:] - bounds[:-1] > most * len(in_one) + 1e-9]]
    return bool((begins[1:] < begins[:-1]).any())


def compare_windows(one: Windows, two: Windows, *, size: int) -> Likeness | None:
    """Compare two reports' windows.

    Quotations are set aside: two reports of one speech are not copies. Where one has too few words besides what it
    quotes, the quoted ones count, if its own words are shared as well.

    Returns:
        What they share, ``None`` when nothing.
    """
    places = _shared_places(one, two)
    return None if places is None else _measure(*places, size)


def _shared_places(one: Windows, two: Windows) -> tuple[Places, Places, float] | None:
    """Where the windows that two reports share stand in both, by place in the first, and their share of the shorter."""
    if not len(one.hashes) or not len(two.hashes):
        return None
    where = np.minimum(two.hashes.searchsorted(one.hashes), len(two.hashes) - 1)
    same = two.hashes[where] == one.hashes
    own = same & ~one.quoted & ~two.quoted[where]
    smaller = min(one.own, two.own)
    if smaller < _FEW:
        shared_own = int(np.count_nonzero(own))
        if not shared_own or 2 * shared_own < smaller:
            return None
        smaller = min(one.total, two.total)
        own = same
    count = int(np.count_nonzero(own))
    if count < 2:
        return None
    in_one = one.first[own]
    order = in_one.argsort(kind="stable")
    return in_one[order], two.first[where[own]][order], count / smaller


def _passage_bounds(in_one: Places, in_two: Places) -> npt.NDArray[np.int64]:
    """Where passages of shared windows begin, and the end of the last."""
    step_one, step_two = in_one[1:] - in_one[:-1], in_two[1:] - in_two[:-1]
    breaks = ((step_one > _GAP) | (np.abs(step_one - step_two) > _SHIFT)).nonzero()[0] + 1
    return np.concatenate(([0], breaks, [len(in_one)]))


def _measure(in_one: Places, in_two: Places, containment: float, size: int) -> Likeness:
    """Join shared windows into passages and find the heaviest set of passages that stand in one order in both."""
    bounds = _passage_bounds(in_one, in_two).tolist()
    begins, ends = bounds[:-1], bounds[1:]
    weights = [end - begin for begin, end in zip(begins, ends, strict=True)]
    kept = _heaviest_rise([int(in_two[begin]) for begin in begins], weights)
    ordered = sum(weights[index] for index in kept)
    best = max(kept, key=lambda index: (weights[index], -index))
    merged = 1
    for before, after in pairwise(kept):
        gap_one = int(in_one[begins[after]] - in_one[ends[before] - 1])
        gap_two = int(in_two[begins[after]] - in_two[ends[before] - 1])
        merged += gap_one > _GAP or abs(gap_one - gap_two) > _SHIFT
    return Likeness(
        shared=len(in_one),
        containment=containment,
        in_order=ordered / len(in_one),
        passages=merged,
        longest=weights[best],
        at=int(in_one[begins[best]]),
        to=int(in_one[ends[best] - 1]) + size - 1,
        at_other=int(in_two[begins[best]]),
        to_other=int(in_two[ends[best] - 1]) + size - 1,
    )


def _heaviest_rise(places: Sequence[int], weights: Sequence[int]) -> list[int]:
    """The indices of the rising subsequence of greatest weight, in n log n."""
    ends: list[int] = []  # rising places, each with the best weight of a subsequence that ends there or before
    totals: list[int] = []
    owners: list[int] = []
    before = [-1] * len(places)
    for index, (place, weight) in enumerate(zip(places, weights, strict=True)):
        slot = bisect_left(ends, place)
        total = weight + (totals[slot - 1] if slot else 0)
        before[index] = owners[slot - 1] if slot else -1
        if slot < len(ends) and ends[slot] == place and totals[slot] >= total:
            continue
        stop = slot
        while stop < len(ends) and totals[stop] <= total:
            stop += 1
        ends[slot:stop], totals[slot:stop], owners[slot:stop] = [place], [total], [index]
    chain: list[int] = []
    index = owners[-1]
    while index >= 0:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def find_candidates(windows: Sequence[Windows], *, config: GroupConfig) -> Iterator[tuple[int, int]]:
    """The pairs of reports that share enough windows to be looked at, in order.

    A window that more than 128 reports share is no clue to a pair; it still makes neighbours of those next to each
    other.
    """
    owners, reach = _find_carriers(windows)
    if not len(owners):
        return
    order = np.argsort(owners, kind="stable").astype(np.int32)
    bounds = np.searchsorted(owners[order], np.arange(len(windows) + 1)).tolist()
    own = np.array([each.own if each.own >= _FEW else each.total for each in windows], dtype=np.int64)
    for one in range(len(windows)):
        places = order[bounds[one] : bounds[one + 1]]
        lengths = reach[places]
        ends = np.cumsum(lengths)
        if not len(ends) or not ends[-1]:
            continue
        others = owners[np.arange(ends[-1]) + np.repeat(places + 1 - (ends - lengths), lengths)]
        others.sort()
        firsts = np.concatenate(([0], (others[1:] != others[:-1]).nonzero()[0] + 1))
        found = others[firsts]
        shares = np.diff(firsts, append=len(others))
        keep = shares >= np.maximum(2, np.minimum(own[one], own[found]) * config.part * _NEARLY)
        yield from ((one, two) for two in found[keep].tolist())


def _find_carriers(windows: Sequence[Windows]) -> tuple[Places, Places]:
    """The reports that carry each window of several, window by window, and how many after each are paired with it."""
    owners, reach = [np.zeros(0, dtype=np.int32)], [np.zeros(0, dtype=np.int32)]
    for hashes, carriers in sort_parts([each.hashes for each in windows]):  # the reports of one window stay in order
        begins = np.concatenate(([0], np.flatnonzero(hashes[1:] != hashes[:-1]) + 1))
        counts = np.diff(begins, append=len(hashes))
        count = np.repeat(counts, counts)
        after = np.repeat(begins + counts, counts) - np.arange(len(hashes)) - 1
        after[count > _COMMON] = np.minimum(after[count > _COMMON], 1)
        owners.append(carriers[count > 1])
        reach.append(after[count > 1].astype(np.int32))
    return np.concatenate(owners), np.concatenate(reach)


def find_likely(windows: Sequence[Windows], *, config: GroupConfig) -> Iterator[tuple[int, int]]:
    """The candidates that may be copies: those of `find_candidates` that `find_copy` would not give up early."""
    for one, pairs in groupby(find_candidates(windows, config=config), key=lambda pair: pair[0]):
        others = [two for _, two in pairs]
        kept = _are_likely(windows[one], [windows[two] for two in others], config)
        yield from ((one, two) for two, likely in zip(others, kept.tolist(), strict=True) if likely)


def _are_likely(one: Windows, others: Sequence[Windows], config: GroupConfig) -> npt.NDArray[np.bool_]:
    """For one report and each of others what `_is_hopeless` would say, of all in one pass; short ones are left open."""
    sizes = [len(each.hashes) for each in others]
    rows = np.repeat(np.arange(len(others), dtype=np.int64), sizes)
    hashes = np.concatenate([each.hashes for each in others])
    where = np.minimum(one.hashes.searchsorted(hashes), len(one.hashes) - 1)
    quoted = np.concatenate([each.quoted for each in others])
    own = (one.hashes[where] == hashes) & ~quoted & ~one.quoted[where]
    rows, in_one = rows[own], one.first[where[own]]
    in_two = np.concatenate([each.first for each in others])[own]
    order = np.argsort(rows << 32 | in_one, kind="stable")
    rows, in_one, in_two = rows[order], in_one[order], in_two[order]
    counts = np.bincount(rows, minlength=len(others))
    smaller = np.minimum(one.own, [each.own for each in others])
    containment = counts / np.maximum(smaller, 1)
    step_one, step_two = in_one[1:] - in_one[:-1], in_two[1:] - in_two[:-1]
    breaks = (step_one > _GAP) | (np.abs(step_one - step_two) > _SHIFT) | (rows[1:] != rows[:-1])
    begins = np.concatenate(([0], breaks.nonzero()[0] + 1))[: len(rows)]
    weights = np.diff(begins, append=len(rows))
    most = 1 - np.where(containment >= config.containment, _ORDER, _STRICT_ORDER)
    heavy = begins[weights > most[rows[begins]] * counts[rows[begins]] + 1e-9]
    back = (in_two[heavy[1:]] < in_two[heavy[:-1]]) & (rows[heavy[1:]] == rows[heavy[:-1]])
    likely = (counts >= 2) & (containment >= config.part)
    likely[rows[heavy[1:]][back]] = False
    return np.asarray(likely | (smaller < _FEW))
