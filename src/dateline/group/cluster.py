"""Reports into stories: average-link clustering of a sparse graph, with a measure that two lookalike happenings fail.

Two earthquakes have one vocabulary; what tells them apart is that reports of one are more alike among themselves than
with reports of the other, and that each has its own people and places. So two groups are joined only if their likeness
across comes near their likeness within, less so far as each names again and again whom the other never does; and the
larger both are, the surer the measure is and the nearer it must come. Weights are fixed (`vectors`), so a report
touches only the groups that it is like: late reports, and reports in any order, lead to the same stories.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from datetime import date
from math import sqrt

import numpy as np
import numpy.typing as npt

from dateline.config import GroupConfig
from dateline.group.copying import Copies, find_copies
from dateline.group.items import Item
from dateline.group.outlines import Outline, profile_of
from dateline.group.shingles import are_in, find_shared
from dateline.group.vectors import Profile, dot

_COMMON = 100  # reports that may hold a term before it is no clue to candidates
_NEAREST = 40  # candidates of one report
_USUAL = 0.27  # likeness within a story, before its own reports have told; weighs as much as three pairs
_USUAL_PAIRS = 3
_SLACK, _SURENESS = 1.2, 0.75  # likeness across by that within must reach 1 - 1.2 / n^0.75 for groups of n and more
_CONTRAST = 0.5  # the power of what their names leave in common, by which it is multiplied
_AGAIN = 2  # reports of a group that must name somebody before it tells that the other group does not
_SOON, _LATE = 4, 14  # days between reports of one happening: up to 4 tell nothing, from 14 on they must be more alike,
_FAR = 1.8  # by so much and no more: many pages carry the day on which they were saved
_MANY = 8  # n of up to 8: reports of one happening follow several threads, so that larger groups tell no more


def find_stories(
    items: Sequence[Item | Outline], config: GroupConfig = GroupConfig(), *, copies: Copies | None = None
) -> tuple[tuple[str, ...], ...]:
    """Find which reports tell of one happening.

    Copies of one text count once: twenty prints of one dispatch would make it look a happening of its own.

    Args:
        items: In any order; ids are distinct.
        config: ``likeness`` is how alike two groups' reports must be on average.
        copies: The groups of reports with one text, where they are known.

    Returns:
        The ids of each story's reports by publication, stories by their first report.

    References:
        Average-link clustering: Sokal and Michener 1958.
    """
    copies = copies or find_copies(items, config)
    ordered, texts = copies.items, copies.groups
    fullest = [max(text, key=lambda index: (ordered[index].length, -index)) for text in texts]
    profiles = _keep_shared_terms([profile_of(ordered[index]) for index in fullest])
    days = [_first_day([ordered[index] for index in text]) for text in texts]
    groups = _Clusters(profiles, days, config.likeness).join(_find_links(profiles, config.likeness))
    stories = [
        sorted((ordered[index].published or "9", ordered[index].id) for number in group for index in texts[number])
        for group in groups
    ]
    return tuple(tuple(report_id for _, report_id in story) for story in sorted(stories))


def _keep_shared_terms(profiles: list[Profile]) -> list[Profile]:
    """The profiles without the terms of one report alone: they join nothing, and are more than half."""
    shared = find_shared([profile.terms for profile in profiles])
    return [profile.keep(shared) for profile in profiles]


def _first_day(items: Sequence[Item | Outline]) -> int | None:
    """The first day of publication of some reports, as a number."""
    days = [day for item in items if (day := day_number(item)) is not None]
    return min(days, default=None)


def day_number(item: Item | Outline) -> int | None:
    """The day of a report's publication as a number, ``None`` where no day is given."""
    try:
        return date.fromisoformat(item.day or "").toordinal()
    except ValueError:
        return None


def _find_links(profiles: Sequence[Profile], least: float) -> dict[tuple[int, int], float]:
    """The likeness of each pair of reports that share rare terms, where it is enough to matter."""
    if len(profiles) < 2 or not any(len(profile.terms) for profile in profiles):
        return {}
    sizes = np.array([len(profile.terms) for profile in profiles], dtype=np.int64)
    bounds = np.concatenate(([0], np.cumsum(sizes)))
    numbers = np.concatenate([profile.terms for profile in profiles])
    known = np.unique(numbers)
    term_of = known.searchsorted(numbers).astype(np.int32)
    del numbers
    counts = np.bincount(term_of, minlength=len(known))
    order = np.argsort(term_of, kind="stable").astype(np.int32)
    owners = np.repeat(np.arange(len(profiles), dtype=np.int32), sizes)[order]
    weights = np.concatenate([profile.weights for profile in profiles]).astype(np.float32)[order]
    begins = np.concatenate(([0], np.cumsum(counts)))
    codes: list[int] = []
    for index, profile in enumerate(profiles):
        terms = term_of[bounds[index] : bounds[index + 1]]
        clues = (counts[terms] > 1) & (counts[terms] <= _COMMON)
        near = _nearest(index, terms[clues], profile.weights[clues], counts, begins, owners, weights, least)
        codes += [min(index, other) * len(profiles) + max(index, other) for other in near]
    links: dict[tuple[int, int], float] = {}
    for code in dict.fromkeys(codes):
        one, two = divmod(code, len(profiles))
        value = round(_likeness(profiles[one], profiles[two]), 9)
        if value >= least:
            links[one, two] = value
    return links


def _likeness(one: Profile, two: Profile) -> float:
    return dot(one.terms, one.weights, two.terms, two.weights)


def _nearest(
    index: int,
    terms: npt.NDArray[np.int32],
    weights: npt.NDArray[np.float64],
    counts: npt.NDArray[np.int64],
    begins: npt.NDArray[np.int64],
    owners: npt.NDArray[np.int32],
    owner_weights: npt.NDArray[np.float32],
    least: float,
) -> list[int]:
    """The reports that share most, by weight, of one report's rare terms."""
    if not len(terms):
        return []
    lengths = counts[terms]
    starts = begins[terms]
    ends = np.cumsum(lengths)
    places = np.arange(int(ends[-1])) + np.repeat(starts - (ends - lengths), lengths)
    found, back = np.unique(owners[places], return_inverse=True)
    shared = np.bincount(back, weights=owner_weights[places] * np.repeat(weights, lengths))
    keep = (found != index) & (shared >= least / 4)
    found, shared = found[keep], shared[keep]
    if len(found) > _NEAREST:
        best = np.lexsort((found, -np.round(shared, 6)))[:_NEAREST]
        found = found[best]
    return [int(other) for other in found]


_Entry = tuple[float, int, int, int, int]


class _Clusters:
    """Groups of reports as sums of their profiles, joined nearest first."""

    def __init__(self, profiles: Sequence[Profile], days: Sequence[int | None], least: float) -> None:
        self._least = least
        self._days = [(0, 0) if day is None else (day, 1) for day in days]
        self._members = [[index] for index in range(len(profiles))]
        self._sums = [(profile.terms, profile.weights) for profile in profiles]
        self._named = [(profile.names, np.ones(len(profile.names)), profile.rarities) for profile in profiles]
        self._within = [0.0] * len(profiles)
        self._near: list[dict[int, float]] = [{} for _ in profiles]
        self._version = [0] * len(profiles)

    def join(self, links: dict[tuple[int, int], float]) -> list[list[int]]:
        """Join groups along links while they are alike enough; returns the members of each."""
        for (one, two), value in links.items():
            self._near[one][two] = self._near[two][one] = value
        heap = [entry for one, two in links for entry in self._entry(one, two)]
        heapq.heapify(heap)
        while heap:
            value, one, two, version, other_version = heapq.heappop(heap)
            if self._version[one] != version or self._version[two] != other_version:
                continue
            if not self._belong(one, two, -value):
                continue
            for entry in self._merge(one, two):
                heapq.heappush(heap, entry)
        return [sorted(members) for members in self._members if members]

    def _entry(self, one: int, two: int) -> list[_Entry]:
        """What the heap holds of two neighbours: nothing where they are too little alike for how far apart they are."""
        value = self._near[one][two]
        if value < self._least * self._strictness(one, two):
            return []
        return [(-value, one, two, self._version[one], self._version[two])]

    def _strictness(self, one: int, two: int) -> float:
        """1 for groups of reports within days of each other, rising to 1.8 for those further apart."""
        (total, count), (other_total, other_count) = self._days[one], self._days[two]
        if not count or not other_count:
            return 1.0
        apart = abs(total / count - other_total / other_count)
        return min(_FAR, 1 + max(0.0, apart - _SOON) * (_FAR - 1) / (_LATE - _SOON))

    def _belong(self, one: int, two: int, across: float) -> bool:
        smaller = min(len(self._members[one]), len(self._members[two]))
        if smaller < 2:
            return True
        relative = across / sqrt(self._usual(one) * self._usual(two))
        enough = 1 - _SLACK / min(smaller, _MANY) ** _SURENESS
        if relative < enough:
            return False
        apart = sqrt(self._share_unnamed(one, two) * self._share_unnamed(two, one))
        return bool(relative * (1 - apart) ** _CONTRAST >= enough)

    def _share_unnamed(self, one: int, two: int) -> float:
        """Of the names that the first group's reports use again and again the share that the second's never use."""
        names, counts, told = self._named[one]
        again = counts >= _AGAIN
        uses = (counts * told)[again]
        if not len(uses):
            return 0.0
        return float(uses[~are_in(names[again], self._named[two][0])].sum() / uses.sum())

    def _usual(self, index: int) -> float:
        size = len(self._members[index])
        pairs = size * (size - 1) / 2
        return (self._within[index] + _USUAL_PAIRS * _USUAL) / (pairs + _USUAL_PAIRS)

    def _merge(self, one: int, two: int) -> list[_Entry]:
        """Join two groups under the first's number and measure the likeness of the whole to each neighbour."""
        sizes = len(self._members[one]), len(self._members[two])
        across = self._near[one][two]
        self._days[one] = (self._days[one][0] + self._days[two][0], self._days[one][1] + self._days[two][1])
        self._within[one] += self._within[two] + across * sizes[0] * sizes[1]
        self._members[one] += self._members[two]
        self._members[two] = []
        self._sums[one] = _add(self._sums[one], self._sums[two])
        self._sums[two] = self._sums[two][0][:0], self._sums[two][1][:0]
        self._named[one] = _count_names(self._named[one], self._named[two])
        self._named[two] = self._named[two][0][:0], self._named[two][1][:0], self._named[two][2][:0]
        self._version[one] += 1
        self._version[two] += 1
        first, second = self._near[one], self._near[two]
        self._near[one], self._near[two] = {}, {}
        entries: list[_Entry] = []
        for other in sorted((first.keys() | second.keys()) - {one, two}):
            self._near[other].pop(one, None)
            self._near[other].pop(two, None)
            if other in first and other in second:
                value = (first[other] * sizes[0] + second[other] * sizes[1]) / sum(sizes)
            else:
                value = dot(*self._sums[one], *self._sums[other]) / (sum(sizes) * len(self._members[other]))
            value = round(value, 9)
            if value < self._least:
                continue
            self._near[one][other] = self._near[other][one] = value
            pair = (one, other) if one < other else (other, one)
            entries += self._entry(*pair)
        return entries


_Sum = tuple[npt.NDArray[np.uint64], npt.NDArray[np.float64]]


def _add(one: _Sum, two: _Sum) -> _Sum:
    """The sum of two sparse vectors."""
    terms, back = np.unique(np.concatenate((one[0], two[0])), return_inverse=True)
    return terms, np.bincount(back, weights=np.concatenate((one[1], two[1])), minlength=len(terms)).astype(np.float64)


_Names = tuple[npt.NDArray[np.uint64], npt.NDArray[np.float64], npt.NDArray[np.float64]]


def _count_names(one: _Names, two: _Names) -> _Names:
    """The names of two groups, how many reports use each and how much it tells."""
    names, first, back = np.unique(np.concatenate((one[0], two[0])), return_index=True, return_inverse=True)
    counts = np.bincount(back, weights=np.concatenate((one[1], two[1])), minlength=len(names)).astype(np.float64)
    return names, counts, np.concatenate((one[2], two[2]))[first]
