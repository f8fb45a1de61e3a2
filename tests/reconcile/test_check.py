"""A draft beside reports: held, told otherwise or not in them; the readers read it, so that drafts are sentences."""

import pytest

from dateline.errors import InputError
from dateline.model import Report
from dateline.pipeline import check_draft, read_reports, take_in_draft

WIRE = (
    "Chile closed its embassy in Peru on Monday, the foreign ministry said.\n\n"
    "“We will not wait for another year of talks about the border,” Foreign Minister Ana Rojas said.\n\n"
    "At least nine people were killed in clashes at the border, police said. Trade between the two countries was "
    "worth $400 million in 2025.\n\n"
    "Bolivia has not recognised the new government of Peru.\n"
)
OTHER = (
    "Chile shut its embassy in Lima on Tuesday, the mayor of Lima said.\n\n"
    "Ana Rojas, the Chilean foreign minister, said she would not wait for another year of talks about the border.\n\n"
    "Twelve people were killed in clashes at the border, a hospital said.\n\n"
    "Chile plans to expel the ambassador of Peru next week.\n"
)
REPORTS = (
    Report("a", WIRE, outlet="Harbour Post", published="2026-03-10"),
    Report("b", OTHER, outlet="Lima Ledger", published="2026-03-11"),
)


@pytest.fixture(scope="module")
def readings():
    return read_reports(REPORTS).readings


def check(readings, text, published="2026-03-12"):
    return check_draft(Report("draft", text, published=published), readings)


def only(readings, text, kind):
    [item] = [item for item in check(readings, text).checked if item.kind == kind]
    return item


def reports_of(story, item, verdict):
    return sorted(
        report for origin in story.origins if item.cells[origin.id].verdict == verdict for report in origin.reports
    )


@pytest.mark.parametrize(
    ("draft", "kind", "verdict", "agree", "differ"),
    [
        # a date is held by who gives it, and who gives another differs
        ("Chile closed its embassy in Peru on 9 March 2026.", "event", "agrees", ["a"], ["b"]),
        ("Chile closed its embassy in Peru on 10 March 2026.", "event", "agrees", ["b"], ["a"]),
        ("Chile closed its embassy in Peru on 2 February 2026.", "event", "differs", [], ["a", "b"]),
        ("Chile closed its embassy in Peru in March 2026.", "event", "agrees", ["a", "b"], []),
        # what nobody tells
        ("Chile closed its embassy in Norway on 9 March 2026.", "event", "silent", [], []),
        # told as not done, and told as planned
        ("Bolivia recognised the new government of Peru.", "event", "differs", [], ["a"]),
        ("Chile expelled the ambassador of Peru.", "event", "differs", [], ["b"]),
        # tolls are compared as values: what is left open does not hold a number
        ("Twelve people were killed in the clashes.", "quantity", "agrees", ["b"], ["a"]),
        ("At least nine people were killed in the clashes.", "quantity", "agrees", ["a", "b"], []),
        ("Forty people were killed in the clashes.", "quantity", "differs", [], ["a", "b"]),
        # other figures only with those told in like words
        ("Trade between the two countries was worth $400 million in 2025.", "quantity", "agrees", ["a"], []),
        ("Trade between the two countries was worth $900 million in 2025.", "quantity", "differs", [], ["a"]),
        ("A yacht in the harbour of Oslo was sold for $900 million.", "quantity", "silent", [], []),
    ],
)
def test_a_statement_is_held_told_otherwise_or_not_there(readings, draft, kind, verdict, agree, differ):
    checked = check(readings, draft)
    item = next(item for item in checked.checked if item.kind == kind)
    assert item.verdict == verdict
    assert reports_of(checked.story, item, "agrees") == agree
    assert reports_of(checked.story, item, "differs") == differ


@pytest.mark.parametrize(
    ("draft", "verdict", "kinds"),
    [
        ("“We will not wait for another year of talks about the border,” Ana Rojas said.", "agrees", ["wording"]),
        ("“We will not wait for another year of talks,” Ana Rojas said.", "agrees", ["wording"]),  # trimmed
        ("“We will not wait for another year of talks about the fence,” Ana Rojas said.", "differs", ["wording"] * 2),
        ("Ana Rojas said she would not wait for another year of talks about the border.", "agrees", []),  # in own words
        ("“We will not wait for another year of talks about the border,” Luis Mora said.", "differs", ["actor"]),
        (
            "“We will wait for another year of talks about the border,” Ana Rojas said.",
            "differs",
            ["wording"],
        ),  # no “not”
        (
            "“We will not wait for another year … about the border,” Ana Rojas said.",
            "agrees",
            ["wording"],
        ),  # words left out
        ("“Nobody told us that the road was closed in the night,” Ana Rojas said.", "silent", []),
    ],
)
def test_a_quote_is_held_in_its_words_and_by_its_speaker(readings, draft, verdict, kinds):
    item = only(readings, draft, "quote")
    assert item.verdict == verdict
    assert [each.kind for each in item.differences][: len(kinds)] == kinds


def test_words_between_marks_that_no_report_prints_are_named(readings):
    draft = "“We will not wait for another year of talks about the border and the harbour,” Ana Rojas said."
    assert only(readings, draft, "quote").note == "quoted here but printed in no report: harbour"


def test_what_reports_put_without_marks_does_not_hold_a_quotation(readings):
    [b] = [reading for reading in readings if reading.id == "b"]
    item = only([b], "“I will not wait for another year of talks about the border,” Ana Rojas said.", "quote")
    assert item.verdict == "differs"
    assert "without quotation marks" in item.differences[0].reported


def test_a_date_more_exact_than_any_report_gives_is_noted(readings):
    [b] = [reading for reading in readings if reading.id == "b"]
    draft = "Chile plans to expel the ambassador of Peru on 17 March 2026."
    assert "so exactly" in (only([b], draft, "event").note or "")


def test_a_state_of_affairs_that_reports_deny_differs(readings):
    [item] = [
        item
        for item in check(readings, "Bolivia recognised the new government of Peru.").checked
        if item.kind == "state"
    ]
    assert item.verdict == "differs"


def test_the_draft_is_neither_origin_nor_evidence(readings):
    checked = check(readings, WIRE)
    assert [origin.reports for origin in checked.story.origins] == [("a",), ("b",)]
    assert all("draft" not in origin.depends_on for origin in checked.story.origins)
    evidence = [e for item in checked.checked for cell in item.cells.values() for e in cell.evidence]
    texts = {reading.id: reading.text for reading in checked.story.readings}
    assert evidence
    assert all(item.span.of(texts[item.report]) == item.text for item in evidence)
    assert {item.report for item in evidence} == {"a", "b"}


def test_a_copy_of_a_report_is_held_by_that_report_throughout(readings):
    checked = check(readings, WIRE, published="2026-03-10")
    for item in checked.checked:
        assert "a" in reports_of(checked.story, item, "agrees"), item.what


def test_spans_are_the_drafts_and_cells_have_every_origin(readings):
    checked = check(readings, WIRE)
    assert list(checked.checked) == sorted(checked.checked, key=lambda item: item.span)
    for item in checked.checked:
        assert set(item.cells) == {origin.id for origin in checked.story.origins}
        assert 0 <= item.span.start < item.span.end <= len(WIRE)


def test_a_draft_named_like_a_report_is_not_taken_for_it(readings):
    checked = check_draft(Report("a", "Chile closed its embassy in Peru on 9 March 2026."), readings)
    assert checked.draft.id == "draft a"
    assert checked.checked[0].verdict == "agrees"


def test_the_order_of_reports_changes_nothing(readings):
    assert check(readings, WIRE).checked == check(readings[::-1], WIRE).checked


def test_two_reports_that_agree_only_with_the_draft_are_not_linked_by_it(readings):
    before = [event.mentions for event in check(readings, "It rained.").story.events]
    assert [event.mentions for event in check(readings, WIRE).story.events] == before


@pytest.mark.parametrize(
    ("content", "day", "words"),
    [
        ('{"text": "Rain."}\n{"text": "Hail."}\n', None, "one text"),
        ('{"text": "Rain."}\n', "Monday", "--date"),
        ("", None, "empty"),
    ],
)
def test_a_draft_that_is_no_one_text_is_refused(tmp_path, content, day, words):
    path = tmp_path / "draft.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        take_in_draft(str(path), (), day)


def test_standard_input_is_not_both_draft_and_report():
    with pytest.raises(InputError, match="not both"):
        take_in_draft("-", ["-"])


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("Finance Minister Paul Lado admitted that the ministry had paid the rebels.", "differs"),
        ("Finance Minister Paul Lado denied that the ministry had paid the rebels.", "agrees"),
    ],
)
def test_who_denied_a_thing_and_who_admitted_it_told_opposite_things(draft, verdict):
    report = Report("r", "Finance Minister Paul Lado denied that the ministry had paid the rebels.\n", outlet="Post")
    [item] = [item for item in check_draft(Report("d", draft), [report]).checked if item.kind == "quote"]
    assert item.verdict == verdict
    assert [each.kind for each in item.differences] == (["quote"] if verdict == "differs" else [])


def test_a_count_that_reports_have_of_the_other_side_is_not_held():
    report = Report("a", "France expelled ten Chadian diplomats on Monday.", outlet="Post", published="2026-03-10")
    readings = read_reports([report]).readings
    held = only(readings, "France expelled ten Chadian diplomats on 9 March 2026.", "quantity")
    turned = only(readings, "Chad expelled ten French diplomats on 9 March 2026.", "quantity")
    assert (held.verdict, turned.verdict) == ("agrees", "differs")
    assert [difference.kind for difference in turned.differences] == ["actor"]


def test_an_act_in_the_same_words_is_held_though_the_report_says_whose_police_it_was():
    text = "Police in Arica arrested three guards on Tuesday. Chile closed its border."
    readings = read_reports([Report("a", text, outlet="Post", published="2027-02-10")]).readings
    draft = "Police arrested three guards on 9 February 2027. Chile closed its border."
    told = [item for item in check(readings, draft, "2027-02-11").checked if item.kind == "event"]
    assert [(item.what.split(" ")[0], item.verdict) for item in told] == [("Police", "agrees"), ("Chile", "agrees")]
