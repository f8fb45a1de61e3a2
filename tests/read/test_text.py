import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import Region, Span
from dateline.read.text import parse_text


def parse(text, *spans):
    return parse_text(text, [Region("body", Span(*span)) for span in spans or [(0, len(text))]])


@pytest.mark.parametrize(
    "text",
    [
        "The ministry said on Monday that it had closed the embassy.",
        "It said\n\nso.  Twice.",
        "“We will rebuild,”\u00a0Ochieng said.\u200b Then she left.",
        "One\ttwo\r\nthree \u202efour\u202c.",
        "a\x00b\x07c",
        "🙂 Paris. 🙂🙂 Rome.",
    ],
)
def test_every_token_is_the_report_at_its_offsets(text):
    for token in parse(text).tokens:
        assert len(token.text) == token.end - token.start
        assert all(
            a == b or not b.isprintable() or b.isspace() for a, b in zip(token.text, token.span.of(text), strict=True)
        )


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_tokens_of_any_text_lie_in_order_within_it(text):
    parsed = parse(text)
    ends = 0
    for token in parsed.tokens:
        assert ends <= token.start < token.end <= len(text)
        ends = token.end
    assert [t.i for t in parsed.tokens] == list(range(len(parsed.tokens)))
    assert sum(s.last - s.first for s in parsed.sentences) == len(parsed.tokens)


def test_a_paragraph_is_parsed_the_same_whatever_comes_before_it():
    text = "Chile closed its embassy. Peru did not."
    before = "Rain fell. " * 20
    alone, moved = parse(text), parse(before + text, (0, len(before)), (len(before), len(before) + len(text)))
    moved_tokens = [t for t in moved.tokens if t.start >= len(before)]
    assert [(t.text, t.dep, t.tag) for t in alone.tokens] == [(t.text, t.dep, t.tag) for t in moved_tokens]
    assert [t.start + len(before) for t in alone.tokens] == [t.start for t in moved_tokens]


def test_a_block_too_long_for_a_paragraph_is_cut_at_a_blank_and_stays_one_block():
    text = "Nine ships sailed north. " * 700
    parsed = parse(text)
    assert len(parsed.blocks) == 1
    assert parsed.blocks[0].last == len(parsed.sentences)
    assert {t.text for t in parsed.tokens} <= {"Nine", "ships", "sailed", "north", "."}


def test_regions_that_are_no_prose_are_not_parsed():
    text = "By Ann Lee\n\nIt rained."
    parsed = parse_text(text, [Region("byline", Span(0, 10)), Region("body", Span(12, 22))])
    assert [t.text for t in parsed.tokens] == ["It", "rained", "."]


def test_tree_walks_agree_with_each_other():
    parsed = parse("The minister who resigned on Friday said that talks had failed.")
    said = next(t for t in parsed.tokens if t.lower == "said")
    for token in parsed.subtree(said):
        assert token is said or said in list(parsed.ancestors(token))
    assert parsed.token_at(said.start) is said
    assert said in parsed.tokens_in(Span(said.start, said.end))
    assert parsed.child(said, "nsubj").lower == "minister"
    assert [t.lower for t in parsed.subtree(parsed.child(said, "nsubj"), without=["relcl"])] == ["the", "minister"]
