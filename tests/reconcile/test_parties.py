import pytest

from dateline.model import Actor, Entity
from dateline.reconcile.parties import has_country, is_body, is_proper, party_key, party_keys, resolve_actors
from dateline.reconcile.relations import kindred_acts


@pytest.mark.parametrize(
    ("code", "tells"),
    [("PER", True), ("PERGOV", True), ("IGOUNO", True), ("GOV", False), ("CVL", False), ("IGO", False), ("", False)],
)
def test_a_code_tells_a_country_or_only_a_sector(code, tells):
    assert has_country(code) is tells


@pytest.mark.parametrize(
    ("name", "proper", "body"),
    [
        ("Chile", True, True),
        ("the United Arab Emirates", True, True),
        ("Bank of Chile", True, True),
        ("the Chilean government", False, True),
        ("its first government", False, False),
        ("their embassies", False, False),
        ("Most countries", False, False),
        ("Senior officials", False, False),
        ("Chilean-appointed ambassador", False, False),
        ("The decree", False, False),
    ],
)
def test_names_are_told_from_descriptions(name, proper, body):
    assert (is_proper(name), is_body(name)) == (proper, body)


@pytest.mark.parametrize(
    ("name", "code", "key"),
    [
        ("Lima", "PERGOV", "PER"),  # a capital stands for its state
        ("Peruvian army", "PERMIL", "PER"),  # a body of a state is its state
        ("Shining Front", "PERREB", "shining front"),  # a movement is not
        ("some rebels", "PERREB", "PERREB"),
        ("United Nations", "IGOUNO", "IGOUNO"),
        ("three guards", None, "~guard"),  # a number tells no party apart
        ("two guards", "COP", "~guard"),
        ("Coastal Union", None, "coastal union"),
        ("", None, ""),
    ],
)
def test_parties_are_compared_by_state_name_or_noun(name, code, key):
    assert party_key(name, code) == key


def resolved(make, text, *events, entities=()):
    reading = make.reading("a", text, events=events, entities=entities)
    found = resolve_actors(reading, kindred_acts()).events[-1]
    return [a.name for a in found.source_actors], [(a.name, a.code) for a in found.target_actors]


CHILE, PERU = ("Chile", "CHL"), ("Peru", "PER")


def country(make, text, name, code):
    return Entity(name, "GPE", code, None, (make.span(text, name),), (make.span(text, name),))


def test_the_members_of_a_list_are_parties(make):
    text = "Several states, including Chile and Peru, have recognised Exland."
    event = make.event(text, "recognised", text[:-1], "recognise", sources=(("Several states", None),))
    entities = (country(make, text, "Chile", "CHL"), country(make, text, "Peru", "PER"))
    assert resolved(make, text, event, entities=entities)[0] == ["Chile", "Peru"]


@pytest.mark.parametrize("words", ["The two countries", "Both sides", "The two foreign ministers"])
def test_two_that_are_only_counted_are_the_two_told_together_before(make, words):
    text = f"Chile and Peru met. {words} signed a pact."
    first = make.event(text, "met", "Chile and Peru met", "meet", sources=(CHILE, PERU))
    second = make.event(text, "signed", f"{words} signed a pact", "sign-agreement", sources=((words, None),))
    entities = (country(make, text, "Chile", "CHL"), country(make, text, "Peru", "PER"))
    assert resolved(make, text, first, second, entities=entities)[0] == ["Chile", "Peru"]


def test_a_description_is_whose_the_name_in_it_says(make):
    text = "Chile recognised the Exland regime."
    told = make.event(
        text, "recognised", text[:-1], "recognise", sources=(CHILE,), targets=(("the Exland regime", "GOV"),)
    )
    entity = country(make, text, "Exland", "PER")
    assert resolved(make, text, told, entities=(entity,))[1] == [("Exland", "PER")] or resolved(
        make, text, told, entities=(entity,)
    )[1] == [("the Exland regime", "PERGOV")]


def test_a_description_points_back_at_the_last_party_of_its_noun(make):
    text = "Chile recognised the Peruvian government. Spain recognised the present government."
    first = make.event(
        text, "recognised", "Chile recognised the Peruvian government", "recognise",
        sources=(CHILE,), targets=(("the Peruvian government", "PERGOV"),),
    )  # fmt: skip
    second = make.event(
        text, "Spain recognised", "Spain recognised the present government", "recognise",
        sources=(("Spain", "ESP"),), targets=(("the present government", "GOV"),),
    )  # fmt: skip
    assert resolved(make, text, first, second)[1] == [("the Peruvian government", "PERGOV")]


def test_a_group_named_in_apposition_is_the_party(make):
    text = "One of the rebel groups, the Shining Front, was listed by Chile."
    told = make.event(text, "listed", text[:-1], "list", sources=(CHILE,), targets=(("rebel groups", "PERREB"),))
    front = Entity(
        "Shining Front", "ORG", None, None, (make.span(text, "Shining Front"),), (make.span(text, "Shining Front"),)
    )
    assert resolved(make, text, told, entities=(front,))[1] == [("Shining Front", "PERREB")]


def test_a_party_left_out_is_the_one_told_just_before(make):
    text = "Chile has delisted the Shining Front. Spain has never listed the group."
    first = make.event(
        text, "delisted", "Chile has delisted the Shining Front", "delist",
        sources=(CHILE,), targets=(("Shining Front", None),),
    )  # fmt: skip
    second = make.event(
        text,
        "never listed",
        "Spain has never listed the group",
        "list",
        sources=(("Spain", "ESP"),),
        polarity="negative",
    )
    assert resolved(make, text, first, second)[1] == [("Shining Front", None)]


def test_a_party_told_long_before_is_not_taken(make):
    text = "Chile has delisted the Shining Front. " + "It rained. " * 4 + "Spain has never listed anybody."
    first = make.event(
        text, "delisted", "Chile has delisted the Shining Front", "delist",
        sources=(CHILE,), targets=(("Shining Front", None),),
    )  # fmt: skip
    second = make.event(text, "never listed", "Spain has never listed anybody", "list", sources=(("Spain", "ESP"),))
    assert resolved(make, text, first, second)[1] == []


def test_the_only_other_name_in_the_clause_is_the_party_left_out(make):
    text = "Chile took the Shining Front off its list in Lima."
    told = make.event(text, "took", text[:-1], "delist", sources=(CHILE,))
    span = make.span(text, "Shining Front")
    front = Entity("Shining Front", "ORG", None, None, (span,), (span,))
    entities = (front, country(make, text, "Lima", "PER"))
    assert resolved(make, text, told, entities=entities)[1] == [("Shining Front", None)]


def test_proper_names_are_left_alone(make):
    text = "Chile recognised Peru."
    told = make.event(text, "recognised", text[:-1], "recognise", sources=(CHILE,), targets=(PERU,))
    assert resolved(make, text, told) == (["Chile"], [("Peru", "PER")])


def test_an_actor_keeps_its_place(make):
    text = "Chile recognised Peru."
    told = make.event(text, "recognised", text[:-1], "recognise", sources=(CHILE,), targets=(PERU,))
    assert resolve_actors(make.reading("a", text, events=(told,)), {}).events == (told,)
    assert isinstance(told.source_actors[0], Actor)


def test_a_country_that_is_only_lent_keeps_no_two_parties_apart(make):
    text = "Peru freed 13 men of the crew of a Chilean boat. Peru had freed all 14 fishermen."
    told = party_keys([make.actor(text, "crew of a Chilean boat", "CHLCVL")])
    lent = party_keys([make.actor(text, "all 14 fishermen", "PERAGR")])
    assert told == {"CHLCVL"}
    assert all(key.startswith("~") for key in lent)
