"""Quotes: the cases of ``tests/data/quotes_cases.toml`` and what holds for every text."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import LexiconError
from dateline.model import Entity, Quote, Region, Span
from dateline.read.quotes import find_quotes
from dateline.read.quotes.cues import CueClass, load_cues
from dateline.read.text import parse_text

CASES = tomllib.loads((Path(__file__).parents[1] / "data" / "quotes_cases.toml").read_text(encoding="utf-8"))["case"]
PARAGRAPH = re.compile(r"(?:[^\n]|\n(?!\n))+")
PLAIN = "Snow fell on the hills all through the night and the roads to the coast were closed to lorries."


def body(text: str) -> tuple[Region, ...]:
    return tuple(Region("body", Span(*match.span())) for match in PARAGRAPH.finditer(text) if match.group().strip())


def regions_of(case: dict) -> tuple[Region, ...]:
    whole = Span(0, len(case["text"]))
    match case.get("block"):
        case "headline":
            return (Region("headline", whole),)
        case "whole":
            return (Region("body", whole),)
    return body(case["text"])


def told(quote: Quote, text: str) -> dict:
    row = {
        "kind": quote.kind,
        "content": [span.of(text) for span in quote.content],
        "cue": quote.cue.of(text) if quote.cue else "",
        "speaker": quote.speaker.span.of(text) if quote.speaker.span else "",
    }
    if quote.via:
        row["via"] = quote.via
    if quote.attitude != "speech":
        row["attitude"] = quote.attitude
    return row


def rows():
    for case in CASES:
        marks = [pytest.mark.xfail(reason=case["miss"], strict=True)] if "miss" in case else []
        yield pytest.param(case, id=f"{case['group']}: {case['reason']}", marks=marks)


@pytest.mark.parametrize("case", list(rows()))
def test_quotes_of_a_sentence(case):
    text = case["text"]
    found = find_quotes(parse_text(text, regions_of(case)), entities=())
    assert [told(quote, text) for quote in found] == case["quotes"]


def test_there_are_enough_cases():
    assert len(CASES) >= 150


# ---- speakers and entities ----------------------------------------------------------------------------------------


def test_a_pronoun_stands_for_the_entity_that_claims_it():
    text = "Dana Weiss left early. “We reject the plan,” she said."
    she = text.index("she said")
    weiss = Entity(
        "Dana Weiss", "PERSON", role="lawyer", mentions=(Span(0, 10), Span(she, she + 3)), names=(Span(0, 10),)
    )
    [quote] = find_quotes(parse_text(text, body(text)), entities=(weiss,))
    assert (quote.speaker.name, quote.speaker.entity, quote.speaker.role) == ("Dana Weiss", 0, "lawyer")
    assert quote.speaker.span == Span(she, she + 3)


def test_a_bare_pronoun_without_entity_has_no_name():
    text = "“We reject the plan,” she said."
    [quote] = find_quotes(parse_text(text, body(text)), entities=())
    assert quote.speaker.span is not None
    assert quote.speaker.name is None


def test_who_stands_for_the_name_before_it():
    text = "The talks were led by Dana Weiss, who said the plan was dead."
    at = text.index("Dana")
    weiss = Entity("Dana Weiss", "PERSON", mentions=(Span(at, at + 10),), names=(Span(at, at + 10),))
    [quote] = find_quotes(parse_text(text, body(text)), entities=(weiss,))
    assert quote.speaker.span.of(text) == "who"
    assert quote.speaker.name == "Dana Weiss"


def test_a_description_with_a_name_in_apposition_takes_the_name():
    text = "Another former judge in the town, Dana Weiss, said the plan was dead."
    at = text.index("Dana")
    weiss = Entity("Dana Weiss", "PERSON", mentions=(Span(at, at + 10),), names=(Span(at, at + 10),))
    [quote] = find_quotes(parse_text(text, body(text)), entities=(weiss,))
    assert quote.speaker.name == "Dana Weiss"


# ---- what holds for every text ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    ["“", "”", '"', "‘", "’", "'", "``", "''", " said ", "Ruiz ", "the mayor ", "that ", ", ", ". ", "? ", ": ", "\n\n",
     "according to ", "it was over ", "and ", " - ", "(", ")", "the minister told AFP ", "called it ", "asked "]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_spans_slice_the_text_and_do_not_overlap(pieces):
    text = "".join(pieces)
    quotes = find_quotes(parse_text(text, body(text)), entities=())
    taken: list[Span] = []
    for quote in quotes:
        spans = [
            *quote.content,
            *([quote.cue] if quote.cue else []),
            *([quote.speaker.span] if quote.speaker.span else []),
        ]
        assert all(0 <= span.start < span.end <= len(text) and span.of(text).strip() for span in spans)
        assert list(quote.content) == sorted(quote.content)
        taken.extend(quote.content)
    taken.sort()
    assert all(one.end <= other.start for one, other in pairwise(taken))


REPORT = [
    "Mayor Ana Ruiz opened the bridge on Sunday.",
    "“It is safe,” Ruiz said. “I walk it daily.”",
    "Engineers said the arch was “as solid as rock” and that it would last.",
    "The old bridge was closed last year, according to the ministry.",
]


def moved(quote: Quote, by: int) -> Quote:
    def shift(span: Span | None) -> Span | None:
        return Span(span.start + by, span.end + by) if span else None

    speaker = type(quote.speaker)(
        shift(quote.speaker.span), quote.speaker.name, quote.speaker.entity, quote.speaker.role
    )
    content = tuple(Span(span.start + by, span.end + by) for span in quote.content)
    return Quote(quote.kind, content, shift(quote.cue), speaker, quote.via, quote.attitude)


def test_a_plain_paragraph_after_the_first_only_shifts_spans():
    text = "\n\n".join(REPORT)
    longer = "\n\n".join([REPORT[0], PLAIN, *REPORT[1:]])
    before = find_quotes(parse_text(text, body(text)), entities=())
    after = find_quotes(parse_text(longer, body(longer)), entities=())
    assert len(before) == 3
    assert after == tuple(moved(quote, len(PLAIN) + 2) for quote in before)


def test_the_same_text_gives_the_same_quotes():
    text = "\n\n".join(REPORT)
    assert find_quotes(parse_text(text, body(text)), entities=()) == find_quotes(
        parse_text(text, body(text)), entities=()
    )


def test_no_prose_no_quotes():
    assert find_quotes(parse_text("", ()), entities=()) == ()


def test_work_grows_with_the_text_and_not_with_its_square(count_calls):
    def work(times: int) -> int:
        text = "he said “a” and " * times
        parse = parse_text(text, body(text))
        return count_calls(lambda: find_quotes(parse, entities=()))

    assert work(1600) < 8 * work(400)


# ---- the lexicon --------------------------------------------------------------------------------------------------


def test_every_cue_class_has_known_frames():
    lexicon = load_cues()
    assert {"say", "tell", "warn", "deny", "accuse", "pledge"} <= set(lexicon.verbs)
    assert lexicon.verbs["hope"].frames["clause"] == "belief"
    assert lexicon.verbs["plan"].frames["infinitive"] == "intention"


@pytest.mark.parametrize(("field", "value"), [("frames", ("shout",)), ("attitude", "rage")])
def test_a_row_that_does_not_fit_is_refused(field, value):
    row = {"lemmas": ("say",), "frames": ("quote",), "attitude": "speech"} | {field: value}
    with pytest.raises(ValueError, match="unknown"):
        CueClass(**row)


def test_a_missing_word_list_is_told(monkeypatch):
    from dateline import lexicon

    monkeypatch.setattr(lexicon, "load_tables", lambda name: SimpleNamespace(tables={}))
    with pytest.raises(LexiconError, match="platforms"):
        load_cues.__wrapped__()
