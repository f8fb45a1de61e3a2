"""States of affairs over many stories: what one story begins and another ends is one row.

Within a story `relations` knows the events. Over stories it is enough to know their rows: a record of a million reports
must not read all its events again because one was added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dateline.model import Evidence, Relation
from dateline.reconcile.dates import Interval, first_day, is_open, join_dates, last_day, meets
from dateline.reconcile.parties import party_key
from dateline.reconcile.relations import is_mutual, show_interval


@dataclass(slots=True)
class _State:
    """A row in the making, with the rows of stories that it is made of."""

    begin: Interval
    end: Interval
    made_of: list[Relation] = field(default_factory=list)


def key_state(relation: Relation) -> str:
    """What tells one state of affairs from another: the relation and who its sides are.

    >>> from dateline.model import Party
    >>> key_state(Relation("recognises", Party("Spain", "ESP"), Party("Exland"), "positive", None, None, (), ()))
    'recognises|ESP|exland'
    """
    sides = [party_key(party.name, party.code) or party.name for party in (relation.subject, relation.object)]
    if is_mutual(relation.relation):
        sides.sort()
    return "|".join((relation.relation, *(side.replace("|", " ") for side in sides)))


def join_states(relations: Sequence[Relation]) -> tuple[Relation, ...]:
    """Put together what several stories tell of one state of affairs.

    Args:
        relations: Rows of stories, all of one `key_state`, in any order.

    Returns:
        A row for each time it held, by beginning: beginnings that meet are one, an end closes the row that was open
        then, and what attests it without a date goes to the last row. Where stories tell beginnings that do not meet,
        both rows stay. A denial is a row of its own, once for each day.

    >>> from dateline.model import Party
    >>> sides = (Party("Spain", "ESP"), Party("Exland"), "positive")
    >>> begun = Relation("recognises", *sides, "2021-03", None, ("a",), ())
    >>> ended = Relation("recognises", *sides, None, "2025-07-04", ("b",), ())
    >>> [(row.valid_from, row.valid_to, row.origins) for row in join_states([ended, begun])]
    [('2021-03', '2025-07-04', ('a', 'b'))]
    """
    ordered = sorted(relations, key=_order)
    states: list[_State] = []
    for relation in (each for each in ordered if each.polarity == "positive"):
        _place(states, relation)
    denials: dict[str | None, list[Relation]] = {}
    for relation in (each for each in ordered if each.polarity == "negative"):
        denials.setdefault(relation.valid_from, []).append(relation)
    held = [_join(state.made_of, show_interval(state.begin), show_interval(state.end)) for state in states]
    return (*held, *(_join(group, day, group[0].valid_to) for day, group in denials.items()))


def _order(relation: Relation) -> tuple[bool, str, bool, str, tuple[str, ...], list[tuple[str, int]]]:
    """Dated beginnings first, in order; then what only ends; then what only is attested."""
    begin, end = _interval(relation.valid_from), _interval(relation.valid_to)
    where = [(item.report, item.span.start) for item in relation.evidence]
    return is_open(begin), first_day(begin[0]), is_open(end), first_day(end[0]), relation.origins, where


def _place(states: list[_State], relation: Relation) -> None:
    begin, end = _interval(relation.valid_from), _interval(relation.valid_to)
    state = next((each for each in reversed(states) if _is_one(each, begin, end)), None)
    if state is None:
        states.append(_State(begin, end, [relation]))
        return
    state.made_of.append(relation)
    state.begin = begin if is_open(state.begin) else state.begin if is_open(begin) else _narrow(state.begin, begin)
    state.end = end if is_open(state.end) else state.end if is_open(end) else _narrow(state.end, end)


def _is_one(state: _State, begin: Interval, end: Interval) -> bool:
    """Whether a row can be of a state's time: beginnings meet, ends meet, nothing ends before it began."""
    if not is_open(begin) and not is_open(state.begin) and not meets(begin, state.begin):
        return False
    if not is_open(end) and not is_open(state.end) and not meets(end, state.end):
        return False
    later, earlier = (begin if is_open(state.begin) else state.begin), (end if is_open(state.end) else state.end)
    return is_open(later) or is_open(earlier) or first_day(later[0]) <= last_day(earlier[1])


def _narrow(one: Interval, other: Interval) -> Interval:
    return join_dates([one, other])


def _interval(value: str | None) -> Interval:
    """A row's ``valid_from`` or ``valid_to``: a date, ``a/b``, or nothing."""
    if not value:
        return None, None
    first, mark, last = value.partition("/")
    return (first or None, last or None) if mark else (first, first)


def _join(relations: Sequence[Relation], valid_from: str | None, valid_to: str | None) -> Relation:
    evidence: dict[Evidence, None] = {item: None for each in relations for item in each.evidence}
    best = max(relations, key=lambda each: (len(each.evidence), each.subject.name, each.object.name))
    return Relation(
        relation=best.relation,
        subject=best.subject,
        object=best.object,
        polarity=best.polarity,
        valid_from=valid_from,
        valid_to=valid_to,
        origins=tuple(sorted({origin for each in relations for origin in each.origins})),
        evidence=tuple(sorted(evidence, key=lambda item: (item.report, item.span))),
    )
