"""Before, after, overlap between events: by what their dates allow, never by where they stand in a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from dateline.model import StoryEvent
from dateline.reconcile.dates import first_day, last_day

Order = Literal["before", "after", "same", "overlaps", "unknown"]


def compare_order(one: StoryEvent, other: StoryEvent) -> Order:
    """How one event lies to another in time; ``unknown`` where a date that would tell is not given."""
    if (one.earliest is None and one.latest is None) or (other.earliest is None and other.latest is None):
        return "unknown"
    if last_day(one.latest) < first_day(other.earliest):
        return "before"
    if last_day(other.latest) < first_day(one.earliest):
        return "after"
    if (one.earliest, one.latest) == (other.earliest, other.latest) and one.earliest == one.latest:
        return "same"
    return "overlaps"


def order_events(events: Iterable[StoryEvent]) -> tuple[StoryEvent, ...]:
    """The events in order of the first day that each may have happened on, undated ones last."""
    return tuple(
        sorted(
            events,
            key=lambda e: (e.earliest is None and e.latest is None, first_day(e.earliest), last_day(e.latest), e.id),
        )
    )
