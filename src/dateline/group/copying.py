"""Groups of reports that carry one text, and where in each report the words stand that say so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dateline.config import GroupConfig
from dateline.group.copies import Likeness, find_copy, find_likely
from dateline.group.furniture import find_furniture
from dateline.group.items import Item
from dateline.group.linkage import join_alike
from dateline.group.outlets import family_of
from dateline.group.outlines import Outline, words_of
from dateline.group.shingles import Windows, keep_shared, make_windows


@dataclass(frozen=True, slots=True)
class Shared:
    """What a report shares with another: the likeness, and first and last word of the longest passage in the report."""

    other: int
    likeness: Likeness
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Copies:
    """Reports in the order of their ids, the groups of those with one text, and what links each report to its group.

    ``windows`` are those of the reports of outlets with sisters, whose shorter passages are looked at again.
    """

    items: tuple[Item | Outline, ...]
    groups: tuple[tuple[int, ...], ...]
    shared: Mapping[int, Shared]
    windows: Mapping[int, Windows] = field(default_factory=dict)


def find_copies(items: Sequence[Item | Outline], config: GroupConfig = GroupConfig()) -> Copies:
    """Find the reports that carry one text, cut, re-headlined, respelled, reworded or embedded.

    Args:
        items: In any order; ids are distinct.
        config: Size of a window and how much must be shared.

    Returns:
        Every report in one group; for each report of a larger group, the member that it shares most with.
    """
    ordered = tuple(sorted(items, key=lambda item: item.id))
    windows = _make_windows(ordered, config)
    known: dict[tuple[int, int], Likeness | None] = {}

    def alike(one: int, two: int) -> bool:
        if (one, two) not in known:
            known[one, two] = find_copy(windows[one], windows[two], config=config)
        return known[one, two] is not None

    links = []
    for one, two in find_likely(windows, config=config):
        found = find_copy(windows[one], windows[two], config=config)
        if found is not None:
            known[one, two] = found
            links.append((round(found.containment * found.in_order, 9), one, two))
    groups = join_alike(links, [max(1, each.own) for each in windows], alike)
    housed = {index: windows[index] for index, item in enumerate(ordered) if family_of(item.outlet)}
    return Copies(ordered, groups, _explain(groups, known), housed)


def _make_windows(items: Sequence[Item | Outline], config: GroupConfig) -> list[Windows]:
    """The windows of each report that another has too; the words are put away again."""
    words = [words_of(item) for item in items]
    furniture = find_furniture(items, words)
    return keep_shared(
        [make_windows(each, size=config.window, without=lines) for each, lines in zip(words, furniture, strict=True)]
    )


def _explain(
    groups: Sequence[Sequence[int]],
    known: Mapping[tuple[int, int], Likeness | None],
) -> dict[int, Shared]:
    """For each report of a larger group the member that it shares most with, and the words of the longest passage."""
    home = {index: number for number, group in enumerate(groups) for index in group if len(group) > 1}
    best: dict[int, tuple[float, int, Likeness]] = {}
    for (one, two), found in sorted(known.items()):
        if found is None or home.get(one, -1) != home.get(two, -2):
            continue
        for index, other in ((one, two), (two, one)):
            rank = found.containment * found.in_order
            if index not in best or (rank, found.shared) > (best[index][0], best[index][2].shared):
                best[index] = (rank, other, found)
    shared = {}
    for index, (_, other, found) in best.items():
        at, to = (found.at, found.to) if index < other else (found.at_other, found.to_other)
        shared[index] = Shared(other, found, at, to)
    return shared
