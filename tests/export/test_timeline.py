"""The drawing of a timeline: order in time is order on the axis, open sides are open, nothing leaves the frame."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.export.timeline import WIDTH, day_bounds, draw_timeline
from dateline.model import StoryEvent

EVENT = StoryEvent("e", "AID", "", False, "happened", "positive", None, None, None, (), (), (), (), ())
DATES = st.one_of(
    st.none(),
    st.dates().map(str),
    st.integers(1900, 2100).map(str),
    st.tuples(st.integers(1900, 2100), st.integers(1, 12)).map(lambda pair: f"{pair[0]}-{pair[1]:02d}"),
)


@given(st.lists(st.tuples(DATES, DATES), max_size=12))
def test_bars_lie_in_the_frame_and_in_the_order_of_their_days(dates):
    dates = [
        (low, high) for low, high in dates if not (low and high) or day_bounds(low, None)[0] < day_bounds(None, high)[1]
    ]
    events = [replace(EVENT, earliest=low, latest=high) for low, high in dates]
    drawing = draw_timeline(list(enumerate(events)))
    assert len(drawing.bars) == sum(1 for low, high in dates if low or high)
    assert all(bar.width > 0 and bar.x >= drawing.axis - 0.1 and bar.x + bar.width <= WIDTH for bar in drawing.bars)
    begun = sorted((day_bounds(*dates[bar.number])[0], bar.x) for bar in drawing.bars if not bar.open_start)
    assert [x for _, x in begun] == sorted(x for _, x in begun)


@pytest.mark.parametrize(
    ("earliest", "latest", "opens"),
    [("2021", None, (False, True)), (None, "2001-09", (True, False)), ("2026-03-11", "2026-03-11", (False, False))],
)
def test_a_side_that_no_report_gives_is_open(earliest, latest, opens):
    [bar] = draw_timeline([(1, replace(EVENT, earliest=earliest, latest=latest))]).bars
    assert (bar.open_start, bar.open_end) == opens


def test_an_undated_event_has_no_bar():
    assert draw_timeline([(1, EVENT)]).bars == ()


def test_years_beside_days_are_drawn_compressed_and_said_to_be():
    days = [("1996", "2001"), ("2026-03-11", "2026-03-11"), ("2026-03-12", "2026-03-12")]
    drawing = draw_timeline([(n, replace(EVENT, earliest=low, latest=high)) for n, (low, high) in enumerate(days)])
    assert not drawing.even
    assert drawing.bars[1].width > 10, "a day can be seen beside thirty years"


def test_labels_on_the_axis_do_not_overlap():
    events = [(n, replace(EVENT, earliest=f"2026-03-{n:02d}", latest=f"2026-03-{n:02d}")) for n in range(1, 29)]
    ticks = draw_timeline(events).ticks
    assert 2 <= len(ticks) < 8


def test_what_is_told_as_not_done_says_so_in_its_label():
    [bar] = draw_timeline([(7, replace(EVENT, earliest="2026", status="denied", polarity="negative"))]).bars
    assert bar.label == "E7 not done"
