"""Parties as whole reports tell them: names, countries and sectors that lie outside an event's own sentence."""

import pytest

from dateline.model import Report
from dateline.read import read_report


def events_of(text):
    return read_report(Report(id="r1", text=text)).events


def parties(text, act):
    """The parties of the first event of an act: (name, code) of sources and of targets."""
    event = next(event for event in events_of(text) if event.act == act)
    return tuple([(a.name, a.code) for a in side] for side in (event.source_actors, event.target_actors))


POLICE = "Police in Leeds said two constables were shot. The police searched the area. Detectives asked for help."


@pytest.mark.parametrize(
    ("text", "act", "source", "target"),
    [
        (f"{POLICE} An officer killed a man in Leeds.", "kill", [("officer", "GBRCOP")], [("man", "GBRCVL")]),
        (
            f"{POLICE} The gunman killed Sgt. Ida Moen outside a court.",
            "kill",
            [("gunman", "UAF")],
            [("Ida Moen", "COP")],
        ),
        (
            "Authorities say an Oslo shooter killed four people.",
            "kill",
            [("Oslo shooter", "NORCVL")],
            [("four people", "NORCVL")],
        ),
        ("Kenya welcomed Oslo's offer.", "praise", [("Kenya", "KEN")], [("Oslo", "NORGOV")]),
        ("10:34 AM A dock worker was convicted in Leeds.", "convict", [], [("dock worker", "GBRLAB")]),
    ],
)
def test_party_is_named_and_coded(text, act, source, target):
    assert parties(text, act) == (source, target)


def test_named_leader_is_not_lent_the_country_that_a_report_is_mostly_about():
    text = (
        "North Korea tested a missile on Monday. South Korea called a meeting with Japan. Pyongyang closed the border. "
        "Japan and South Korea protested. Japan wrote to China. South Korea met China. President Holm condemned China."
    )
    sources, targets = parties(text, "condemn")
    assert sources == [("Holm", "GOV")]
    assert [code for _, code in targets] == ["CHN"]


def test_two_countries_are_called_by_their_names():
    text = "Norway and Sweden quarrelled. Oslo wrote to Stockholm. The two countries signed a treaty on Friday."
    sources, _ = parties(text, "sign-agreement")
    assert sources == [("Norway", "NOR"), ("Sweden", "SWE")]


def test_local_police_are_of_the_only_country_that_a_report_tells_of():
    text = (
        "A car hit a tree in Hartford, Connecticut, on Monday. The driver lives in Boston. Berlin police "
        "arrested the driver. Nobody else was hurt. The road reopened at noon."
    )
    sources, _ = parties(text, "arrest")
    assert sources == [("Berlin police", "USACOP")]


def test_president_in_a_report_from_a_kingdom_is_of_no_country_that_is_told():
    text = (
        "LONDON - Britain called a meeting on Monday. British police opened an inquiry. Britain wrote to its allies. "
        "President Holm dismissed the charges. Ministers in London gave no comment."
    )
    sources, _ = parties(text, "rebut")
    assert sources == [("Holm", "GOV")]


def test_town_that_people_march_in_is_not_whom_they_protest_against():
    sources, targets = parties("Students in Norway held a rally in Oslo on Monday.", "protest")
    assert (sources, targets) == ([("Students in Norway", "NOREDU")], [])


def test_captives_told_by_a_number_are_not_of_the_navy_that_took_them():
    _, targets = parties("The Indian Navy stopped pirates off Aden and took 23 into custody.", "arrest")
    assert targets == [("23", "CVL")]
