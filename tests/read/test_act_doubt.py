"""Words of politics and war that tell no act, or another one; rows of one kind stand together."""

from __future__ import annotations

import pytest

from dateline import Report, read_report


def _told(text):
    """Each event as ``act status``."""
    events = read_report(Report(id="r", text=text, published="2026-03-04")).events
    return [f"{event.act} {event.status}" for event in events if event.type]


@pytest.mark.parametrize(
    "text",
    [
        # wished, needed or only spoken of
        "The rebels wanted to kill the Kenyan minister.",
        "No matter how much Russia wants to attack Georgia, it will not.",
        "The Kenyan gang leader boasted about killing a guard.",
        "The Kenyan gunmen need to be arrested, a villager said.",
        "It is like Kenya shot its own farmers.",
        "The mayor is not positive that the Kenyan farmers were targeted.",
        "Stay down or we’ll shoot you again, the Kenyan police said.",
        # meant, not done
        "The Kenyan firm set up accounts to help Syria break sanctions.",
        # figures of speech
        "China is rocketing ahead with its plans for the moon.",
        "The Kenyan protesters said the ministers were stealing their dreams.",
        "The Kenyan film failed to capture the fan base of the book.",
        "The Kenyan senator fought the president's efforts to end the inquiry.",
        "The Kenyan captain was forced out of the race after a crash.",
        "The rehab clinic has not been sanctioned by the Kenyan court.",
        "The flaw allowed the Kenyan hacker to launch a code execution.",
        # nobody's deed
        "The fire burned for hours in Oslo. The Norwegian warehouse was destroyed.",
        "The Norwegian girls were met with hugs at the airport.",
        "A Kenyan family supported a Norwegian charity.",
        "Police in Oslo called the mechanic a hero.",
        "A Norwegian victim spoke with a German television channel.",
        "A Kenyan driver was shot in a hunting accident in Kenya.",
    ],
)
def test_what_only_sounds_like_an_act_is_none(text):
    assert [each for each in _told(text) if not each.endswith(("hypothetical", "denied"))] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Kenyan navy captured nine pirates off Somalia.", "arrest happened"),
        ("Rebels captured nine Kenyan soldiers.", "abduct happened"),
        ("The Kenyan gunman evaded police for a week. Otieno Juma was captured on Sunday.", "arrest happened"),
        ("The Kenyan army freed two hostages.", "free happened"),
        ("Kenya offered an apology to Uganda.", "apologise happened"),
        ("Kenya decided not to support the Ugandan plan.", "decide:endorse happened"),
        ("Kenyan demonstrators burned two shops in Nairobi. Several Kenyan banks were destroyed in the riot.", "arson"),
        ("Russia warned of retaliation against Norway.", "threaten happened"),
        ("Chad will close its embassy in Oslo, recalling its ambassador.", "recall-ambassador planned"),
        ("The Kenyan officer admitted hitting a boy but denied firing at the teachers.", "attack denied"),
        ("Kenyan police shot and wounded two students in Nairobi.", "kill happened"),
        ("Norway blacklisted two Russian banks.", "impose-sanctions happened"),
    ],
)
def test_what_is_told_beside_it_tells_which_act_it_is(text, told):
    assert any(each.startswith(told) for each in _told(text)), _told(text)


@pytest.mark.parametrize(
    ("text", "sources", "targets"),
    [
        # where a shot was fired is not at whom
        ("A Kenyan gunman opened fire at an office party in Nairobi.", ["Kenyan gunman"], []),
        ("A Kenyan gunman opened fire at police on Monday.", ["Kenyan gunman"], ["police"]),
        # a city before an attack was struck
        ("The Nairobi attacks killed nine Kenyans.", [], ["Kenyans"]),
        # what stands with another verb
        (
            "Hooded men hurled bombs at shops in the centre of the capital Nairobi and students tried to storm the"
            " Kenyan parliament during the strike, as the rioting spread.",
            ["students"],
            None,
        ),
        ("Sheriff: office bomb kills two Kenyans, wounds nine", [], None),
        # what is asked for is not who is asked; nor is a deed or a page a party
        ("The Kenyan navy sought help from Norway.", ["Kenyan navy"], ["Norway"]),
        ("Norway's president expressed his condolences on Facebook.", ["Norway's president"], []),
        ("The Kenyan president welcomed the release of the girls.", ["Kenyan president"], []),
        ("In addition to the suspects, the Kenyan navy seized two boats.", ["Kenyan navy"], []),
        ("Three Kenyan groups filed a lawsuit in a federal court against Norway.", ["Three Kenyan groups"], None),
    ],
)
def test_who_did_it_and_to_whom_is_read_from_the_words_of_its_clause(text, sources, targets):
    events = [event for event in read_report(Report(id="r", text=text, published="2026-03-04")).events if event.type]
    event = events[-1]
    assert [actor.name for actor in event.source_actors] == sources
    if targets is not None:
        assert [actor.name for actor in event.target_actors] == targets


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Politicians in Norway are calling for migrants who steal to be deported.", "deport"),
        ("Kenyan marines were sent to stop the pirates from boarding and hijacking the tanker.", "seize"),
        ("Norway's minister demanded that the Kenyan suspects be arrested.", "arrest"),
    ],
)
def test_what_is_asked_for_or_stopped_is_not_done(text, act):
    assert not any(each.startswith(act) for each in _told(text))


def test_what_people_do_as_a_rule_is_no_event_but_what_they_did_is():
    before = "It was cold in Oslo. Norway is large. The sea is calm. The coast is long. "
    assert _told(before + "In many hijackings, pirates take Norwegian crews hostage.") == []
    assert _told(before + "On Monday pirates took a Norwegian crew hostage.") == ["abduct happened"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kenyan senators attacked the president over his policy at a debate.", "condemn happened"),
        ("Kenya's ruling party launched a new round of attacks on the opposition leader.", "condemn happened"),
        ("Kenyan opposition supporters attacked police with stones.", "attack happened"),
        ("The Kenyan president attacked rebel positions with drones.", "attack happened"),
    ],
)
def test_politicians_attack_with_words_unless_arms_are_told_of(text, told):
    assert _told(text) == [told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Kenyan activist was jailed for 12 years on Monday.", ["convict happened"]),
        ("Kenya jailed two journalists on Monday.", ["arrest happened"]),
        ("Otieno has three prior convictions in Kenya.", ["convict historical"]),
        ("Kenyan unions announced rallies outside the ministry for Friday.", ["protest planned"]),
        ("The Kenyan police tried to arrest the minister.", ["arrest hypothetical"]),
        ("The Kenyan policeman was charged over the killing of a teenager.", ["kill alleged"]),
        ("Traders expect Kenya to raise taxes.", []),
        ("Norway expects Chad to sign the treaty.", []),
        ("The only hope for Norway is to close its border with Russia.", []),
        ("A news agency in Norway stood by its own reporting on Kenya.", []),
        ("A Kenyan charity paid a Norwegian lobbying firm two million dollars.", []),
        ("Norway wants Chad to release the journalists.", ["request:release happened"]),
    ],
)
def test_what_is_tried_expected_past_or_only_charged_is_told_as_that(text, told):
    assert _told(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        # the story goes on from the date told last
        ("In 2009 Juma Otieno escaped from a Kenyan jail. He shot a Kenyan soldier.", ["kill historical"]),
        ("In 2009 Kenyan police hunted Juma Otieno. He was arrested in Nairobi.", ["arrest historical"]),
        # not from the date of a clause that only hangs on another, nor where it is told as new
        ("Otieno, whom a court freed in 2009, fled on Monday. Kenyan police arrested him.", ["arrest happened"]),
        ("In 2009 Kenyan police hunted Juma Otieno. They have arrested his brother.", ["arrest happened"]),
        ("In 2009 Otieno fled.\n\nKenyan police arrested Juma Otieno.", ["arrest happened"]),
    ],
)
def test_an_undated_act_is_as_old_as_the_date_its_paragraph_goes_on_from(text, told):
    assert [each for each in _told(text) if each.startswith(told[0].split()[0])] == told


def test_without_a_day_of_publication_what_is_years_before_another_day_is_history():
    text = "It rained in Nairobi. Kenya arrested two men in 2004. Kenya arrested a judge on 3 May 2011."
    events = read_report(Report(id="r", text=text)).events
    assert [event.status for event in events] == ["historical", "happened"]


@pytest.mark.parametrize(
    "text",
    [
        'The Kenyan president asks: "Somebody in the ministry?"',
        "A Kenyan constable spoke with a mother in Nairobi.",
        "Kenyan police are working with a team of divers.",
        "The Kenyan ship is on a six-month trip to Oman.",
        "The Kenyan police have not released the names of the sergeant and the soldier.",
        "Qualtel sought to block shipments of telephones to the United States.",
    ],
)
def test_questions_patrols_and_cruises_are_no_events(text):
    assert _told(text) == []


def test_an_injury_is_no_victim():
    text = "A Kenyan jury spoke of the murder of Juma Otieno and the injury of two others."
    [event] = [event for event in read_report(Report(id="r", text=text)).events if event.type]
    assert [actor.name for actor in event.target_actors] == ["Juma Otieno"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A Kenyan man was arrested over the 1967 slayings of two nurses in Kenya.", "kill historical"),
        ("The Kenyan woman who allegedly shot three workers, killing two, was charged.", "kill alleged"),
        ("The steps got Panama removed in February from a list of bad actors.", "delist happened"),
        ("Norway is ready to help Chad.", "promise:help planned"),
        ("Norway is willing to step up to the plate.", None),
        ("The Norwegian pilots flew low to avoid killing Kenyan civilians.", None),
        ("The Kenyan police wanted to express their condolences to the family.", None),
    ],
)
def test_years_rumours_and_readiness_tell_how_an_act_is_told(text, told):
    assert [each for each in _told(text) if not each.startswith("arrest")][:1] == ([told] if told else [])


def test_who_is_due_to_be_freed_frees_nobody():
    text = "The Kenyan writer is due to be released in June."
    [event] = [event for event in read_report(Report(id="r", text=text, published="2026-03-04")).events if event.type]
    assert [actor.name for actor in event.target_actors] == ["Kenyan writer"]
    assert event.source_actors == ()


@pytest.mark.parametrize(
    "text",
    [
        "Somali pirates have carried out a hundred attacks in the Gulf of Aden since January.",
        "An Indian warship was dispatched to the Gulf of Aden after the raid.",
        "Russia attacked ships in the Black Sea.",
    ],
)
def test_waters_are_nobodys_land(text):
    events = [event for event in read_report(Report(id="r", text=text, published="2026-03-04")).events if event.type]
    assert events
    assert events[0].target_actors == ()


def test_what_people_have_done_of_late_is_no_history():
    before = "It was cold in Oslo. Norway is large. The sea is calm. The coast is long. "
    assert _told(before + "The Greek rebels, who have attacked police in Athens, are tired.") == ["attack happened"]
    assert _told(before + "The Greek rebels, who attacked police in Athens, are tired.") == ["attack historical"]
