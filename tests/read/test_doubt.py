"""What is told in the words of politics or war and is no act of the record."""

from __future__ import annotations

import pytest

from dateline import Report, read_report

_AMERICA = "It was hot in Ohio. It was cold in Texas. The United States is a large country. Texas is far. "


def _events(text):
    return [event for event in read_report(Report(id="r", text=text, published="2026-03-04")).events if event.type]


@pytest.mark.parametrize(
    "text",
    [
        "The police declined to comment on the arrests in Ghana.",
        "Police in Ohio asked anyone with information about the shooting to call a hotline.",
        "Asked by reporters in Oslo to comment on the vote, the Norwegian prime minister only smiled.",
        "Police in Ghana foiled an attack on a bank.",
        "The Kenyan navy prevented pirates from boarding a ship.",
        "Activists in Chile campaigned for the release of the journalist.",
        "A strong earthquake shook southern Peru on Sunday. The quake flattened villages, killing 10 people.",
        "A bus crashed near Lima. Investigators are asking what caused the bus to crash, killing 12 Peruvians.",
        "A drunken driver hit and killed a woman in Ohio, police in Ohio said.",
        "The singer suffered a heart attack in Ohio.",
        "The patient, a farmer from Ghana, was treated at a hospital and released.",
        "The Ghanaian company released a film in Accra.",
        "The airline, a Ghanaian company, apologised to two passengers.",
        "The crowd in Oslo, Norway, gathered for the fireworks.",
        "The Norwegian flaw could allow hackers to steal passwords.",
        "The German chancellor called the Greek loan critical for Europe.",
        "Chile's space agency announced plans to launch a satellite.",
        "The Ghanaian ministers agreed it was a difficult year.",
    ],
)
def test_what_is_no_act_of_the_record_is_left_out(text):
    assert _events(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The police in Ghana fired tear gas at students.", "ASSAULT"),
        ("Students gathered outside the parliament of Ghana to protest against the tax.", "PROTEST"),
        ("Ghana released two journalists on Monday.", "RETREAT"),
        ("A car bomb killed two soldiers in Iraq.", "ASSAULT"),
        ("The German chancellor called on Greece to lower its debt.", "REQUEST"),
        ("Kenya offered troops to Somalia.", "AGREE"),
        ("The Kenyan and Ghanaian governments agreed to sign the treaty.", "AGREE"),
        ("Oslo police arrested a footballer in Norway.", "COERCE"),
    ],
)
def test_what_looks_like_it_and_is_an_act_stays(text, kind):
    assert kind in {event.type for event in _events(text)}


def test_play_is_no_violence_but_a_player_is_arrested():
    play = (
        "The coach praised his goalkeeper after the game in Oslo. The striker attacked the defender in the second half "
        "of the match, and the referee gave a penalty. The league title is near. Police in Oslo arrested a player."
    )
    assert [event.act for event in _events(play)] == ["arrest"]


def test_a_crime_of_private_people_is_an_assault_of_civilians():
    [event] = _events(f"{_AMERICA}A former employee shot two women at a plant in Ohio.")
    assert event.type == "ASSAULT"
    assert [actor.code for actor in event.source_actors] == ["USACVL"]
    assert [actor.code for actor in event.target_actors] == ["USACVL"]


def test_a_town_told_alone_lends_no_country():
    text = (
        "A man was arrested in Wellington on Monday. Wellington is quiet. The shop in Wellington is open. "
        "Nobody was hurt."
    )
    [event] = _events(text)
    assert [actor.code for actor in event.target_actors] == ["CVL"]


def test_the_high_seas_lend_no_country_to_pirates():
    [event] = _events("Indian commandos captured 20 pirates in the Gulf of Aden.")
    assert [actor.code for actor in event.target_actors] == ["CRM"]


def test_a_countryman_deep_in_a_clause_is_no_target():
    event = _events("Greek police are investigating thefts that were reported in Athens last week.")[0]
    assert event.target_actors == ()


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("A man charged with killing two Kenyan officers appeared in court.", "alleged"),
        ("Two Kenyan men went on trial for killing a Kenyan officer.", "alleged"),
        ("Police in Ghana arrested him on charges he killed two Ghanaian farmers.", "alleged"),
        ("The jury in Ohio recommended that the soldier be executed.", "hypothetical"),
    ],
)
def test_what_is_only_charged_or_recommended_is_not_told_as_done(text, status):
    found = {event.status for event in _events(text) if event.act == "kill"}
    assert found <= {status}


def test_a_headline_without_its_auxiliary_is_a_passive():
    [event] = _events("Kenyan minister arrested on Monday")
    assert event.source_actors == ()
    assert [actor.code for actor in event.target_actors] == ["KENGOV"]


def test_who_suffers_an_attack_is_its_target():
    [event] = _events("The Kenyan army suffered an attack on Monday.")
    assert event.source_actors == ()
    assert [actor.code for actor in event.target_actors] == ["KENMIL"]


def test_who_is_held_by_rebels_is_abducted():
    [event] = _events("Two Kenyan engineers were detained by Somali rebels on Monday.")
    assert (event.type, event.mode) == ("ASSAULT", "abduct")


def test_police_who_say_what_he_did_are_not_he():
    found = _events("Police in Ghana say he stabbed a Ghanaian soldier.")
    assert all("COP" not in (actor.code or "") for event in found for actor in event.source_actors)


def test_a_title_before_a_name_is_no_plain_civilian():
    [event] = _events(f"{_AMERICA}Deputy Anna Holm was shot dead in Ohio.")
    assert [actor.code for actor in event.target_actors] == ["USACOP"]


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Tom Marsh, of Ohio, was charged with the murder of Ann Smith.", "Tom Marsh", "Ann Smith"),
        ("Tom Marsh, of Ohio, was convicted of the killing of a teacher.", "Tom Marsh", "teacher"),
        ("After shooting Paul Reeve in Ohio, Weller said Karl Dorn walked away.", "Karl Dorn", "Paul Reeve"),
        ("The woman fired a shot at an employee who had followed her.", "woman", "employee"),
    ],
)
def test_a_deed_is_that_of_the_accused_and_not_of_who_tells_it(text, source, target):
    deeds = [event for event in _events(_AMERICA + text) if event.type == "ASSAULT"]
    assert [([a.name for a in e.source_actors], [a.name for a in e.target_actors]) for e in deeds] == [
        ([source], [target])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Such shootings are rarely carried out by women, a police chief in Ohio said.",
        "The mayor of Lima warned against drawing conclusions.",
        "Voting for the assembly of Peru began on Sunday.",
        "Mary Tanner never walked out on Ohio.",
        "The gunman killed himself in Ohio, the police said.",
    ],
)
def test_habits_advice_and_votes_are_no_events(text):
    assert _events(_AMERICA + text) == []


def test_the_fugitive_who_is_captured_is_arrested():
    [event] = _events(_AMERICA + "A Texas prisoner was captured on Friday.")
    assert (event.type, event.act) == ("COERCE", "arrest")


def test_each_of_the_countries_whose_heads_met_is_a_party():
    [event] = _events("The heads of the armies of Nigeria, Chad and Niger met in Niamey.")
    assert [actor.code for actor in event.source_actors] == ["NGAMIL", "TCDMIL", "NERMIL"]


def test_a_description_of_somebody_else_is_not_the_doer():
    text = "The Swiss government has talked for years. The Swiss government insists the government must disarm."
    assert all(
        {a.name for a in event.source_actors}.isdisjoint(a.name for a in event.target_actors) for event in _events(text)
    )


@pytest.mark.parametrize("text", ["Protesters in Lima hurled petrol bombs at the centre of the capital of Peru."])
def test_a_square_or_centre_is_no_target(text):
    assert all(event.target_actors == () for event in _events(text))
