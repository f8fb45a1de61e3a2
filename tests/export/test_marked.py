"""Report texts cut for marking: nothing lost, every stretch of evidence whole."""

from hypothesis import given
from hypothesis import strategies as st

from dateline.export.marked import mark_text
from dateline.model import Region, Span


@st.composite
def marked_texts(draw):
    text = draw(st.text(st.sampled_from("ab \n\r“")))
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=8))
    regions = draw(st.lists(st.tuples(places, places), max_size=3))
    return (
        text,
        [Region("body", Span(min(pair), max(pair))) for pair in regions],
        [Span(min(pair), max(pair)) for pair in pairs],
    )


@given(marked_texts())
def test_segments_put_together_are_the_text_and_each_evidence(case):
    text, regions, evidence = case
    segments = [segment for block in mark_text(text, regions, evidence) for segment in block.segments]
    assert "".join(segment.text for segment in segments) == text
    for span in {span for span in evidence if len(span)}:
        mine = [segment for segment in segments if span in segment.covering]
        assert "".join(segment.text for segment in mine) == span.of(text)
        assert [span in segment.starting for segment in mine].count(True) == 1
        assert [span in segment.ending for segment in mine].count(True) == 1


def test_a_paragraph_broken_by_a_stray_blank_line_is_one_block():
    text = "“We will\n \nstay.”\n\nNext."
    blocks = mark_text(text, [Region("body", Span(0, 17)), Region("body", Span(19, 24))], [])
    assert ["".join(segment.text for segment in block.segments) for block in blocks] == [
        "“We will\n \nstay.”\n\n",
        "Next.",
    ]


def test_a_block_is_of_the_kind_it_mostly_stands_in():
    text = "OSLO (AFP) - It rained all day in the city.\n"
    regions = [Region("dateline", Span(0, 12)), Region("body", Span(13, 43))]
    assert [block.kind for block in mark_text(text, regions, [])] == ["body"]


def test_many_overlapping_spans_take_little_time():
    text = "word " * 2000
    evidence = [Span(start, start + 600) for start in range(0, 9000, 10)]
    blocks = mark_text(text, [], evidence)
    assert len(blocks) == 1
