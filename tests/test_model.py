from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Quantity, Report, Span, Timex

spans = st.tuples(st.integers(0, 60), st.integers(0, 60)).map(lambda pair: Span(min(pair), max(pair)))


@given(spans, spans)
def test_spans_overlap_when_a_code_point_is_in_both(one, other):
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == bool(shared)


@given(spans, spans)
def test_a_span_that_holds_another_holds_all_its_code_points(one, other):
    if one.holds(other):
        assert set(range(other.start, other.end)) <= set(range(one.start, one.end))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (4, 3)])
def test_a_span_that_runs_backwards_is_refused(start, end):
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Report(id="", text="x"),
        lambda: Timex(Span(0, 1), "DATE", "2024", date(2024, 2, 1), date(2024, 1, 1)),
        lambda: Quantity(Span(0, 1), 5, 4, "people"),
    ],
)
def test_a_record_that_cannot_be_is_refused(make):
    with pytest.raises(ValueError, match=r"needs an id|empty interval|empty range"):
        make()
