"""The geometry of a timeline: a lane an event, a bar as long as its date is uncertain, open ends shown open.

News puts this week beside events of thirty years ago, so a scale that would squeeze the days together is compressed:
each gap between two dates told is drawn as long as the logarithm of its days, and the drawing says so.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log2

from dateline.export.wording import show_date
from dateline.model import StoryEvent

WIDTH = 520.0
_LEFT, _RIGHT, _TOP, _LANE, _BAR = 132.0, 500.0, 30.0, 22.0, 10.0
_ARROW = 14.0  # room at each side for what is open
_LETTER = 6.4  # width of a letter of a tick's label


@dataclass(frozen=True, slots=True)
class Bar:
    """One event's lane: ``x`` to ``x + width`` is when it may have happened."""

    number: int
    label: str
    x: float
    y: float
    width: float
    open_start: bool
    open_end: bool
    status: str
    main: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A date on the axis."""

    x: float
    label: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A timeline in units of its view box; ``even`` is false when the scale is compressed."""

    width: float
    height: float
    bar: float
    axis: float
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    even: bool


def day_bounds(earliest: str | None, latest: str | None) -> tuple[int | None, int | None]:
    """The first day and the day after the last one that two ISO dates allow, as ordinals; ``None`` is open.

    >>> day_bounds("2024-02", "2024-02")[1] - day_bounds("2024-02", None)[0]
    29
    """
    return (_first(earliest) if earliest else None, _after(latest) if latest else None)


def draw_timeline(events: Sequence[tuple[int, StoryEvent]]) -> Drawing:
    """Lay out a timeline.

    Args:
        events: Each with its number, in the order of the lanes; those without a date are left out.

    Returns:
        A bar for each event that has a date, and as many dates on the axis as fit.

    >>> act = StoryEvent("e", "AID", "", True, "planned", "positive", "2026-03", None, None, (), (), (), (), ())
    >>> [(bar.label, bar.open_start, bar.open_end) for bar in draw_timeline([(1, act)]).bars]
    [('E1 planned', False, True)]
    """
    dated = [(number, event, day_bounds(event.earliest, event.latest)) for number, event in events]
    dated = [item for item in dated if item[2] != (None, None)]
    days = sorted({day for _, _, bounds in dated for day in bounds if day is not None})
    places, even = _scale(days)
    bars = []
    for lane, (number, event, (begin, end)) in enumerate(dated):
        x = places[begin] if begin is not None else _LEFT
        right = places[end] if end is not None else _RIGHT
        status = event.status if event.polarity == "positive" else "not done"
        width = max(right - x, 5.0)
        bars.append(
            Bar(
                number=number,
                label=f"E{number} {status}",
                x=round(x, 1),
                y=_TOP + lane * _LANE,
                width=round(width, 1),
                open_start=begin is None,
                open_end=end is None,
                status=event.status if event.polarity == "positive" else "denied",
                main=event.main,
            )
        )
    height = _TOP + len(bars) * _LANE + 8
    return Drawing(WIDTH, height, _BAR, _LEFT, tuple(bars), _ticks([event for _, event, _ in dated], places), even)


def _first(value: str) -> int:
    return date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value[:10]).toordinal()


def _after(value: str) -> int:
    if len(value) == 4:
        return date(int(value), 12, 31).toordinal() + 1
    if len(value) == 7:
        year, month = int(value[:4]), int(value[5:])
        return date(year, month, calendar.monthrange(year, month)[1]).toordinal() + 1
    return date.fromisoformat(value[:10]).toordinal() + 1


def _scale(days: Sequence[int]) -> tuple[dict[int, float], bool]:
    """Where each day lies, and whether equal times are equally long."""
    if not days:
        return {}, True
    gaps = [later - earlier for earlier, later in pairwise(days)]
    total = sum(gaps)
    even = not gaps or min(gaps) >= 0.01 * total
    weights = [float(gap) if even else 1 + log2(gap) for gap in gaps]
    room = _RIGHT - _LEFT - 2 * _ARROW
    places, done = {days[0]: _LEFT + _ARROW}, 0.0
    for day, weight in zip(days[1:], weights, strict=True):
        done += weight
        places[day] = _LEFT + _ARROW + room * done / sum(weights)
    return places, even


def _ticks(events: Sequence[StoryEvent], places: dict[int, float]) -> tuple[Tick, ...]:
    """Dates for the axis: the main event's first, then the outermost, then what still fits."""
    told: dict[int, str] = {}
    for event in sorted(events, key=lambda event: not event.main):
        begin, end = day_bounds(event.earliest, event.latest)
        if begin is not None:
            told.setdefault(begin, str(event.earliest))
        elif end is not None:
            told.setdefault(end, str(event.latest))
    order = sorted(told)
    wanted = list(dict.fromkeys([*list(told)[:1], *order[:1], *order[-1:], *order]))
    taken: list[tuple[float, float]] = []
    ticks = []
    for day in wanted:
        label, x = show_date(told[day]), places[day]
        half = len(label) * _LETTER / 2
        centre = min(max(x, _LEFT + half), WIDTH - half)
        if all(centre + half + 8 < low or high + 8 < centre - half for low, high in taken):
            taken.append((centre - half, centre + half))
            anchor = "start" if centre > x + 1 else "end" if centre < x - 1 else "middle"
            ticks.append(Tick(round(x, 1), label, anchor))
    return tuple(sorted(ticks, key=lambda tick: tick.x))
