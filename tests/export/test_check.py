"""A checked draft and the printings of remarks, in every format."""

import json

import pytest

from dateline.export import show_check, show_quotes
from dateline.export.sheet import Paper
from dateline.model import Check, Metadata, Report
from dateline.pipeline import build_story, check_draft

TEXT = "“We will not wait for another year of talks,” Ana Rojas told reporters in Lima.\n\nNine people were killed.\n"
REPORTS = (
    Report("a", TEXT, outlet="Harbour Post", published="2026-03-10T09:00"),
    Report("b", TEXT.replace("another year", "one more year"), outlet="Lima Ledger", published="2026-03-11"),
    Report("c", TEXT.replace("“", '"').replace("”", '"'), outlet="Quay News"),
)
DRAFT = (
    "“We will not wait for another year of talks,” Ana Rojas said.\n\nTen people were killed.\n\n"
    "Chile closed its embassy in Norway on 9 March 2026.\n"
)


@pytest.fixture(scope="module")
def check():
    return check_draft(Report("draft", DRAFT), REPORTS)


@pytest.fixture(scope="module")
def dossier():
    return build_story(REPORTS)


@pytest.mark.parametrize("fmt", ["text", "md", "html"])
def test_every_verdict_is_a_word_with_the_sentence_that_says_so(check, fmt):
    shown = " ".join(show_check(check, fmt, paper=Paper(200)).split())
    for words in ("held", "10 people here, 9 people in", "not in these reports", "Nine people were killed"):
        assert words in shown
    assert "false" in shown
    assert "is false" not in shown


def test_json_counts_come_with_their_lists(check):
    value = json.loads(show_check(check, "json"))
    assert (value["held"], value["differs"], value["not_in_these_reports"]) == (1, 1, 2)
    assert [row["kind"] for row in value["checked"]] == ["quote", "quantity", "event", "state"]
    for row in value["checked"]:
        assert row["text"] == DRAFT[slice(*row["span"])]
        assert row["origins"] == len(row["origin_groups"])
        assert set(row["cells"]) == {origin["id"] for origin in value["origins"]}
    lines = [json.loads(line) for line in show_check(check, "jsonl").splitlines()]
    assert lines == value["checked"]


def test_evidence_of_a_check_is_the_reports_text_letter_for_letter(check):
    texts = {report.id: report.text for report in REPORTS}
    for row in json.loads(show_check(check, "json"))["checked"]:
        for part in (*row["cells"].values(), *row["differences"]):
            assert all(item["text"] == texts[item["report"]][slice(*item["span"])] for item in part["evidence"])


def test_a_draft_with_nothing_to_check_says_so(check):
    shown = show_check(Check(check.draft, check.story, ()), "text")
    assert "no quote, figure, event or state of affairs to check" in shown


@pytest.mark.parametrize("fmt", ["text", "md", "html", "json"])
def test_a_hostile_draft_is_shown_as_text(hostile, attack, fmt):
    check = Check(hostile.readings[0], hostile, ())
    titled = Check(
        type(check.draft)(Report(f"x{attack}", "text"), Metadata()),
        hostile,
        check_draft(Report("d", DRAFT), REPORTS).checked[:0],
    )
    shown = show_check(titled, fmt)
    assert "<script>alert" not in shown or fmt in ("text", "json")
    assert "\x1b" not in shown


def test_printings_show_who_printed_a_remark_first_and_in_which_words(dossier):
    shown = " ".join(show_quotes(dossier, "text", paper=Paper(110)).split())
    assert "first printed: 10 March 2026, 09:00" in shown
    assert (
        "printed by: Harbour Post, 10 March 2026 [1]; Lima Ledger, 11 March 2026 [2]; Quay News, no date [3]" in shown
    )
    assert "other wording: “We will not wait for another year of talks,” [1] [3]" in shown
    assert shown.count("other wording") == 1, "another style of quotation marks is no other wording"


@pytest.mark.parametrize("fmt", ["md", "html"])
def test_tables_of_remarks_have_the_printings(dossier, fmt):
    shown = show_quotes(dossier, fmt)
    for words in ("first printed", "other wordings", "Harbour Post, 10 March 2026", "one more year"):
        assert words in shown


def test_json_has_each_printing_with_its_decisions(dossier):
    [row] = [json.loads(line) for line in show_quotes(dossier, "jsonl").splitlines()]
    first, *others = row["printings"]
    assert [first["report"], first["first"], first["merge"]] == ["a", True, None]
    assert [each["merge"]["id"].startswith("quote:") for each in others] == [True, True]
    assert all(each["attribution"]["id"].startswith("speaker:") for each in row["printings"])
