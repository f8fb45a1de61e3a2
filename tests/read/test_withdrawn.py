"""What a report takes back is told as denied."""

from __future__ import annotations

import pytest

from dateline import Report, read_report


def _statuses(text):
    events = read_report(Report(id="r", text=text, published="2026-03-04")).events
    return [event.status for event in events if event.type]


@pytest.mark.parametrize(
    "correction",
    [
        "Correction: An earlier version said that Togo had recalled its ambassador from Benin; it was Ghana.",
        "Correction: The headline of this story wrongly said that Togo had recalled its ambassador from Benin.",
        "Correction: A previous version said Togo had recalled its ambassador from Benin. It was its consul.",
        "Editor's note: This has been corrected. An earlier version said Togo had recalled its ambassador from Benin.",
    ],
)
def test_what_an_earlier_version_said_is_denied_wherever_it_is_still_told(correction):
    body = "Togo recalled its ambassador from Benin on Monday, officials said.\n\nThe ministry gave no reason.\n\n"
    assert _statuses(correction) == ["denied"]
    assert set(_statuses(body + correction)) == {"denied"}


def test_another_act_of_the_report_stands():
    text = (
        "Ghana recalled its ambassador from Benin on Monday.\n\nBenin expelled two Ghanaian diplomats.\n\n"
        "Correction: An earlier version said that Togo had recalled its ambassador from Benin; it was Ghana."
    )
    assert _statuses(text) == ["happened", "happened", "denied"]


def test_a_figure_put_right_takes_nothing_back():
    text = (
        "Rebels killed seven soldiers near Goma on Monday, the army said.\n\n"
        "Correction: An earlier version of this article said that rebels killed nine soldiers; it was seven."
    )
    assert _statuses(text) == ["happened"]


@pytest.mark.parametrize(
    "text",
    [
        "An earlier report by the agency said that Togo had recalled its ambassador from Benin.",
        "Earlier reports said that Togo had recalled its ambassador from Benin.",
        "The report said Togo had recalled its ambassador from Benin.",
    ],
)
def test_reports_of_others_are_no_errors_of_this_one(text):
    assert _statuses(text) == ["happened"]
