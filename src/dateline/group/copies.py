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
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from dateline.config import GroupConfig
from dateline.group.shingles import Places, Windows

_GAP = 40  # words between two shared windows of one passage, at most
_SHIFT = 6  # words put in or left out within a passage, at most
_FEW = 20  # windows without quoted words, below which those with quoted words count too
_COMMON = 128  # reports that may share a window before it names only neighbours as candidates
_NEARLY = 0.8  # of the least share of a copy: windows that are too common are not counted among what is shared
_ORDER, _STRICT_ORDER = 0.8, 0.95  # of what is shared that must stand in one order in both, where it is much or less
_CHUNK = 4_000_000


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
    begins = bounds[:-1][np.diff(bounds) > most * len(in_one) + 1e-9]
    return bool(np.any(np.diff(in_two[begins]) < 0))


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
    where = np.minimum(np.searchsorted(two.hashes, one.hashes), len(two.hashes) - 1)
    same = two.hashes[where] == one.hashes
    own = same & ~one.quoted & ~two.quoted[where]
    smaller = min(one.own, two.own)
    if smaller < _FEW:
        shared_own = int(np.count_nonzero(own))
        if not shared_own or 2 * shared_own < smaller:
            return None
        smaller = min(len(one.hashes), len(two.hashes))
        own = same
    count = int(np.count_nonzero(own))
    if count < 2:
        return None
    order = np.argsort(one.first[own], kind="stable")
    return one.first[own][order], two.first[where[own]][order], count / smaller


def _passage_bounds(in_one: Places, in_two: Places) -> npt.NDArray[np.int64]:
    """Where passages of shared windows begin, and the end of the last."""
    step_one, step_two = np.diff(in_one), np.diff(in_two)
    breaks = np.flatnonzero((step_one > _GAP) | (np.abs(step_one - step_two) > _SHIFT)) + 1
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
    sizes = np.array([len(each.hashes) for each in windows], dtype=np.int64)
    if len(sizes) < 2 or not sizes.sum():
        return
    hashes = np.concatenate([each.hashes for each in windows])
    owners = np.repeat(np.arange(len(windows), dtype=np.int32), sizes)
    order = np.argsort(hashes, kind="stable")  # stable: the reports of one window stay in order
    hashes, owners = hashes[order], owners[order]
    bounds = np.flatnonzero(np.diff(hashes)) + 1
    begins = np.concatenate(([0], bounds))
    counts = np.diff(np.concatenate((begins, [len(hashes)])))
    codes, shares = _count_pairs(owners, begins[counts > 1], counts[counts > 1], len(windows))
    one, two = codes // len(windows), codes % len(windows)
    own = np.array([each.own if each.own >= _FEW else len(each.hashes) for each in windows], dtype=np.int64)
    keep = shares >= np.maximum(2, np.minimum(own[one], own[two]) * config.part * _NEARLY)
    yield from zip(one[keep].tolist(), two[keep].tolist(), strict=True)


def _count_pairs(
    owners: Places, begins: npt.NDArray[np.int64], counts: npt.NDArray[np.int64], total: int
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """How many windows each pair of reports shares: pairs as ``smaller index * total + greater``, and counts."""
    codes = np.zeros(0, dtype=np.int64)
    shares = np.zeros(0, dtype=np.int64)
    waiting: list[npt.NDArray[np.int64]] = []
    held = 0
    for size in np.unique(counts).tolist():
        rows = begins[counts == size]
        per_row = size * (size - 1) // 2 if size <= _COMMON else size - 1
        for start in range(0, len(rows), max(1, _CHUNK // per_row)):
            part = owners[rows[start : start + max(1, _CHUNK // per_row), None] + np.arange(size)].astype(np.int64)
            if size <= _COMMON:
                left, right = np.triu_indices(size, 1)
                pairs = part[:, left] * total + part[:, right]
            else:
                pairs = part[:, :-1] * total + part[:, 1:]
            waiting.append(pairs.ravel())
            held += pairs.size
            if held >= _CHUNK:
                codes, shares = _add_counts(codes, shares, waiting)
                waiting, held = [], 0
    return _add_counts(codes, shares, waiting) if waiting else (codes, shares)


def _add_counts(
    codes: npt.NDArray[np.int64], shares: npt.NDArray[np.int64], more: list[npt.NDArray[np.int64]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    found, found_counts = np.unique(np.concatenate(more), return_counts=True)
    merged, back = np.unique(np.concatenate((codes, found)), return_inverse=True)
    summed = np.bincount(back, weights=np.concatenate((shares, found_counts)), minlength=len(merged))
    return merged, summed.astype(np.int64)
