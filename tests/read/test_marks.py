"""Quotation marks: pairing in every style, what is no quotation mark, damage, and time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Span
from dateline.read.quotes.marks import pair_marks


def inner(text: str) -> list[str]:
    return [quoted.inner.of(text) for quoted in pair_marks(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "stretches", "reason"),
    [
        ("“One,” he said.", ["One,"], "curly double marks"),
        ('"One," he said.', ["One,"], "straight double marks"),
        ("‘One,’ he said.", ["One,"], "curly single marks"),
        ("'One,' he said.", ["One,"], "straight single marks"),
        ("''One,'' he said.", ["One,"], "two single marks on either side"),
        ("``One,'' he said.", ["One,"], "backquotes"),
        ("«One», he said.", ["One"], "guillemets"),
        ("„One“, he said.", ["One"], "low opening mark"),
        ("＂One＂, he said.", ["One"], "full-width marks"),
        ("“One,” he said. “Two.”", ["One,", "Two."], "two quotations"),
        ('He said "one" and "two".', ["one", "two"], "two straight quotations"),
        ("“He said ‘go’ twice.”", ["He said ‘go’ twice.", "go"], "single inside double"),
        ("‘He said “go” twice.’", ["He said “go” twice.", "go"], "double inside single"),
        ("\"He said 'go' twice.\"", ["He said 'go' twice.", "go"], "straight inside straight"),
        ("“A “b” c.”", ["A “b” c.", "b"], "a mark inside the same mark"),
        ("It’s the workers’ day.", [], "apostrophes"),
        ("It's the workers' day.", [], "straight apostrophes"),
        ("In the '90s and the ’80s.", [], "clipped decades"),
        ("‘In the ’90s,’ he said.", ["In the ’90s,"], "a decade in single marks"),
        ("'Tis the season of rock 'n' roll.", [], "elisions"),
        ("‘The workers’ day,’ he said.", ["The workers’ day,"], "a possessive in single marks"),
        ("He is 6'2\" tall.", [], "feet and inches"),
        ('A 12" pipe.', [], "inches alone"),
        ('"A 12" pipe," he said.'.replace('12" pipe', "6'2\" man"), ["A 6'2\" man,"], "inches inside straight marks"),
        ('He left in "2016" for good.', ["2016"], "a number in marks is no inch"),
        ("“One and no end.", ["One and no end."], "the closing mark is missing at the end"),
        ("“One. He left. “Two.”", ["One.", "Two."], "the closing mark is missing before another quotation"),
        ("One,” he said.", ["One,"], "the opening mark is missing"),
        ("“One\n\ntwo,” he said.", ["One\n\ntwo,"], "a blank line inside"),
        ("“” he said.", [], "nothing inside"),
        ("(“One”) – ‘two’", ["One", "two"], "brackets and dashes before an opening mark"),
        ("“‘Go,’ he said,” she said.", ["‘Go,’ he said,", "Go,"], "two opening marks in a row"),
        ("no marks at all", [], "plain text"),
    ],
)
def test_stretches_in_marks(text, stretches, reason):
    assert inner(text) == stretches, reason


def test_depth_and_missing_marks_are_told():
    text = "“He said ‘go’ twice"
    outer, within = pair_marks(text, Span(0, len(text)))
    assert (outer.depth, outer.opened, outer.closed, outer.single) == (0, True, False, False)
    assert (within.depth, within.opened, within.closed, within.single) == (1, True, True, True)


def test_no_mark_reaches_beyond_its_paragraph():
    text = "“One.\n\nTwo.”"
    assert [quoted.inner.of(text) for quoted in pair_marks(text, Span(0, 5))] == ["One."]


TEXTS = st.text(st.sampled_from(list("ab s.,!90'\"“”‘’`«»„\n")), max_size=80)


@given(TEXTS, st.text(max_size=10), st.text(max_size=10))
def test_stretches_slice_the_paragraph_and_nest(text, before, after):
    whole = before + text + after
    span = Span(len(before), len(before) + len(text))
    around: list[Span] = []
    for quoted in pair_marks(whole, span):
        assert span.holds(quoted.span)
        assert quoted.span.holds(quoted.inner)
        assert quoted.inner.of(whole).strip()
        while around and around[-1].end <= quoted.span.start:
            around.pop()
        assert len(around) == quoted.depth
        assert not around or around[-1].holds(quoted.span)
        around.append(quoted.span)


@given(TEXTS)
def test_pairing_does_not_hang_on_where_the_paragraph_stands(text):
    alone = pair_marks(text, Span(0, len(text)))
    moved = pair_marks("xy\n\n" + text, Span(4, 4 + len(text)))
    assert [(q.span.start + 4, q.span.end + 4, q.depth) for q in alone] == [
        (q.span.start, q.span.end, q.depth) for q in moved
    ]


@pytest.mark.parametrize("mark", ['"', "“", "”", "'a ", "“a” ", "a” ", "''", '6" ', '"a "b ', " ‘a", "“a ", "‘as’ "])
def test_marks_are_paired_in_linear_work(mark, count_calls):
    def work(size: int) -> int:
        text = mark * (size // len(mark))
        return count_calls(lambda: pair_marks(text, Span(0, len(text))))

    assert work(80_000) < 6 * work(20_000) + 1000


def test_a_megabyte_of_marks_is_paired():
    text = '"' * 1_000_000
    stretches = pair_marks(text, Span(0, len(text)))
    assert all(stretch.span.end <= len(text) for stretch in stretches)
    assert sum(len(stretch.span) for stretch in stretches if stretch.depth == 0) <= len(text)
