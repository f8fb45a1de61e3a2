"""Page furniture: lines that an outlet prints whatever the news, which make strangers of one house look like copies.

A line is furniture when many reports carry it that have little else in common: it says something of the page, not of
the happening. A copyright line, a call to subscribe, a list of sister papers are found this way in any language,
without a word list.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from dateline.group.items import Item
from dateline.group.outlines import Outline
from dateline.group.shingles import Words, line_hashes

_LEAST_WORDS = 4
_EVERYWHERE = 5  # carriers of a line of any outlets, of which most share nothing else
_LAST = 3  # two reports of one outlet make furniture of a line only at their ends


@dataclass(frozen=True, slots=True)
class _Lines:
    """The long lines of a report: how many there are, and those that other reports have too, number -> hash.

    ``last`` are the hashes of the last ones.
    """

    count: int
    shared: Mapping[int, int]
    last: tuple[int, ...]

    @property
    def hashes(self) -> frozenset[int]:
        """What the shared lines are."""
        return frozenset(self.shared.values())


def find_furniture(items: Sequence[Item | Outline], words: Sequence[Words]) -> tuple[frozenset[int], ...]:
    """Find the lines of each report that are page furniture.

    Args:
        items: In the order of their ids.
        words: The words of each.

    Returns:
        For each report the numbers of such lines.
    """
    lines = _find_lines(words)
    sets = [each.hashes for each in lines]
    by_outlet: dict[tuple[str, int], list[int]] = defaultdict(list)
    by_line: dict[int, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        for line in sorted(sets[index]):
            by_line[line].append(index)
            if item.outlet:
                by_outlet[item.outlet.casefold(), line].append(index)
    found: list[set[int]] = [set() for _ in items]
    for (_, line), carriers in by_outlet.items():
        if _is_house_line(line, carriers, lines, sets):
            for index in carriers:
                found[index].add(line)
    for line, carriers in by_line.items():
        if len(carriers) >= _EVERYWHERE and _share_apart(line, carriers, (lines, sets), alike=0.0) > 0.5:
            for index in carriers:
                found[index].add(line)
    return tuple(
        frozenset(number for number, line in each.shared.items() if line in marked)
        for each, marked in zip(lines, found, strict=True)
    )


def _find_lines(words: Sequence[Words]) -> list[_Lines]:
    every = [line_hashes(each, least=_LEAST_WORDS) for each in words]
    seen: set[int] = set()
    again: set[int] = set()
    for numbered in every:
        hashes = set(numbered.values())
        again |= hashes & seen
        seen |= hashes
    return [
        _Lines(
            len(set(numbered.values())),
            {number: line for number, line in numbered.items() if line in again},
            tuple(numbered.values())[-_LAST:],
        )
        for numbered in every
    ]


def _is_house_line(line: int, carriers: list[int], lines: Sequence[_Lines], sets: Sequence[frozenset[int]]) -> bool:
    """Whether a line that several reports of one outlet carry belongs to its pages."""
    if len(carriers) > 2:
        return _share_apart(line, carriers, (lines, sets), alike=0.25) > 0.5
    if len(carriers) < 2 or _share_apart(line, carriers, (lines, sets), alike=0.0) < 1:
        return False
    return all(line in lines[index].last for index in carriers)


def _share_apart(
    line: int, carriers: list[int], known: tuple[Sequence[_Lines], Sequence[frozenset[int]]], *, alike: float
) -> float:
    """The share of neighbouring carriers that have at most a share *alike* of their other lines in common."""
    lines, sets = known
    pairs = list(pairwise(carriers)) + ([(carriers[0], carriers[-1])] if len(carriers) > 2 else [])
    apart = 0
    for one, two in pairs:
        common = len((sets[one] & sets[two]) - {line})
        smaller = min(lines[one].count, lines[two].count) - 1
        apart += common <= alike * smaller
    return apart / len(pairs)
