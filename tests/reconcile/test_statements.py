import pytest

from dateline.model import Quantity, Span, Timex
from dateline.reconcile import reconcile_story
from dateline.reconcile.linking import link_entities
from dateline.reconcile.statements import (
    differ_in_wording,
    group_quantities,
    group_quotes,
    quantity_statements,
    quote_statements,
    show_quantity,
)


def said(make, report_id, words, speaker="Ann Okello", code=None, kind="direct", **more):
    text = f"“{words},” {speaker} said."
    quote = make.quote(text, words, speaker, entity=0, kind=kind, cue="said")
    return make.reading(report_id, text, quotes=(quote,), entities=(make.entity(text, speaker, code=code),), **more)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("we will rebuild every bridge by spring", "we will rebuild every bridge", True),  # trimmed
        ("a brave decision", "a courageous step", True),  # two translations
        ("the fighters are allies against terrorism", "the fighters are partners in the fight against terror", True),
        ("we will rebuild every bridge", "we will raise taxes on fuel", False),  # two remarks
        ("no", "no", False),  # nothing in it that tells remarks apart
    ],
)
def test_remarks_of_one_speaker_are_one_when_the_shorter_is_held_in_the_longer(make, one, other, same):
    readings = [said(make, "a", one), said(make, "b", other)]
    assert (len(group_quotes(readings, link_entities(readings))) == 1) is same


def test_the_same_words_of_two_people_are_two_remarks(make):
    readings = [
        said(make, "a", "we will rebuild every bridge", "Ann Okello"),
        said(make, "b", "we will rebuild every bridge", "Jo Park"),
    ]
    assert len(group_quotes(readings, link_entities(readings))) == 2


def test_one_report_does_not_print_one_remark_twice(make):
    text = "“We will rebuild every bridge,” Ann Okello said. Okello: “We will rebuild every bridge.”"
    first = make.quote(text, "We will rebuild every bridge,", "Ann Okello", entity=0)
    second = make.quote(text, "We will rebuild every bridge.", "Okello", entity=0)
    reading = make.reading("a", text, quotes=(first, second), entities=(make.entity(text, "Ann Okello"),))
    assert len(group_quotes([reading], link_entities([reading]))) == 2


def test_trimming_is_no_difference_in_wording_but_another_word_is(make):
    def group(one, other):
        readings = [said(make, "a", one), said(make, "b", other)]
        [found] = group_quotes(readings, link_entities(readings))
        return found

    assert not differ_in_wording(group("we will rebuild every bridge by spring", "we will rebuild every bridge"))
    assert differ_in_wording(group("a brave decision of the council", "a courageous decision of the council"))


def test_a_statement_holds_every_printing_and_counts_origins_not_reports(make):
    readings = [said(make, i, "we will rebuild every bridge") for i in ("a", "b", "c")]
    entities = link_entities(readings)
    origins = make.origins(*readings[:2])
    joined = origins[0].__class__("or_a", "a", None, ("a", "c"), {})
    [statement] = quote_statements(group_quotes(readings, entities), entities, (joined, origins[1]))
    assert [item.report for item in statement.evidence] == ["a", "b", "c"]
    assert statement.origins == ("or_a", "or_b")
    assert statement.speaker.name == "Ann Okello"


def test_two_quoted_stretches_that_can_stand_alone_are_two_remarks(make):
    words = "the law “will not bring any of our people home” and “will cost this country its good name”"
    text = f"Okello said {words}."
    mixed = make.quote(text, words, "Okello", entity=0, kind="mixed")
    one = make.reading("a", text, quotes=(mixed,), entities=(make.entity(text, "Okello"),))
    other = said(make, "b", "it will cost this country its good name", "Okello")
    groups = group_quotes([one, other], link_entities([one, other]))
    assert sorted(len(group) for group in groups) == [1, 2]


def counted(make, report_id, text, words, low, high, role="dead", published="2026-03-11", times=()):
    quantity = Quantity(make.span(text, words), low, high, "people", role)
    return make.reading(report_id, text, published=published, quantities=(quantity,), times=times)


def test_reports_that_give_one_figure_share_its_statement(make):
    readings = [
        counted(make, "a", "At least 14 people died.", "14", 14, None),
        counted(make, "b", "At least 14 were killed.", "14", 14, None),
        counted(make, "c", "Seventeen people died.", "Seventeen", 17, 17),
    ]
    statements = quantity_statements(group_quantities(readings), make.origins(*readings))
    assert [(s.what, len(s.evidence)) for s in statements] == [("dead: at least 14 people", 2), ("dead: 17 people", 1)]


def test_a_figure_of_years_ago_is_of_another_happening(make):
    from datetime import date

    text = "In 2019 a fire killed 30 people."
    year = Timex(make.span(text, "2019"), "DATE", "2019", date(2019, 1, 1), date(2019, 12, 31))
    assert group_quantities([counted(make, "a", text, "30", 30, 30, times=(year,))]) == ()


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [
        (14, 14, "14 people"),
        (14, None, "at least 14 people"),
        (None, 9, "up to 9 people"),
        (10, 12, "10 to 12 people"),
        (2500, 2500, "2,500 people"),
    ],
)
def test_a_quantity_is_shown_with_its_open_side(low, high, shown):
    assert show_quantity(Quantity(Span(0, 1), low, high, "people")) == shown


def test_a_speaker_that_one_report_leaves_open_is_taken_from_the_other(make):
    text = "“We will rebuild every bridge by spring.”"
    silent = make.reading(
        "a", text, published="2026-03-10", quotes=(make.quote(text, "We will rebuild every bridge by spring.", None),)
    )
    named = said(make, "b", "We will rebuild every bridge by spring")
    readings = [silent, named]
    entities = link_entities(readings)
    [statement] = quote_statements(group_quotes(readings, entities), entities, make.origins(*readings))
    assert statement.speaker.name == "Ann Okello"


def test_what_is_denied_is_told_with_the_verb_that_denies_it(make):
    text = "Peru denied on Monday that its navy had fired on a trawler."
    told = make.reading(
        "a",
        text,
        quotes=(make.quote(text, "that its navy had fired on a trawler", "Peru", kind="indirect", cue="denied"),),
    )
    story = reconcile_story([told], make.origins(told))
    [statement] = [item for item in story.statements if item.kind == "quote"]
    assert statement.what == "denied on Monday that its navy had fired on a trawler"
    assert [printing.words for printing in statement.printings] == [statement.what]
    assert [row.about for row in story.comparison] == [f"Peru: {statement.what}"]
