"""Joining what is alike into groups, so that one doubtful link does not chain strangers together.

Links are taken from the strongest down. Two groups are joined by a link only if their weightiest members agree: each
of up to four of one is compared with each of up to four of the other, and the alike must outweigh the unlike. The
result does not depend on the order in which the links are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

_HEADS = 4


def join_alike(
    links: Iterable[tuple[float, int, int]],
    weights: Sequence[float],
    alike: Callable[[int, int], bool],
) -> tuple[tuple[int, ...], ...]:
    """Join numbers into groups.

    Args:
        links: Strength and the two that it links.
        weights: How much each number counts.
        alike: Whether two numbers belong together, asked with the smaller first.

    Returns:
        Every number in one group; groups by their first member.

    >>> join_alike([(0.9, 0, 1), (0.5, 1, 2)], [1, 1, 1, 1], lambda one, two: (one, two) != (0, 2))
    ((0, 1, 2), (3,))
    >>> join_alike([(0.9, 0, 1), (0.5, 1, 2)], [9, 1, 1, 1], lambda one, two: (one, two) != (0, 2))
    ((0, 1), (2,), (3,))
    """
    group = list(range(len(weights)))
    members = [[index] for index in group]
    heads = [[index] for index in group]
    asked: dict[tuple[int, int], bool] = {}

    def ask(one: int, two: int) -> bool:
        pair = (one, two) if one < two else (two, one)
        if pair not in asked:
            asked[pair] = alike(*pair)
        return asked[pair]

    for _, one, two in sorted(links, key=lambda link: (-link[0], link[1], link[2])):
        left, right = group[one], group[two]
        if left == right or not ask(one, two):
            continue
        if len(members[left]) < len(members[right]):
            left, right = right, left
        if not _agree(heads[left], heads[right], weights, ask):
            continue
        for index in members[right]:
            group[index] = left
        members[left] += members[right]
        both = sorted(heads[left] + heads[right], key=lambda index: (-weights[index], index))
        heads[left] = both[:_HEADS]
        members[right], heads[right] = [], []
    return tuple(sorted(tuple(sorted(each)) for each in members if each))


def _agree(
    left: Sequence[int], right: Sequence[int], weights: Sequence[float], alike: Callable[[int, int], bool]
) -> bool:
    whole = together = 0.0
    for one in left:
        for two in right:
            weight = weights[one] * weights[two]
            whole += weight
            together += weight * alike(one, two)
    return 2 * together >= whole
