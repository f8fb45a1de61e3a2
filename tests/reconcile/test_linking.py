import pytest

from dateline.model import Entity
from dateline.reconcile.linking import fold_name, link_entities


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # (name, type, code) twice, and whether they are one entity
        (("Ann Okello", "PERSON", None), ("Okello", "PERSON", None), True),  # a surname of one full name
        (("Ann Okello", "PERSON", None), ("Dr. Ann Okello", "PERSON", None), True),  # a title tells nothing apart
        (("Ann Okello", "PERSON", None), ("Ben Okello", "PERSON", None), False),  # two people share a surname
        (("Ann Maria Okello", "PERSON", None), ("Ann Okello", "PERSON", None), True),  # a middle name left out
        (("France", "GPE", "FRA"), ("the French Republic", "GPE", "FRA"), True),  # one country by its code
        (("Russia’s Foreign Ministry", "ORG", "RUSGOV"), ("Foreign Ministry of Russia", "ORG", "RUSGOV"), True),
        (("Foreign Ministry", "ORG", "RUSGOV"), ("Foreign Ministry", "ORG", "CHNGOV"), False),  # of two countries
        (("Foreign Ministry", "ORG", "RUSGOV"), ("Defence Ministry", "ORG", "RUSGOV"), False),  # two ministries
        (("Coastal Workers Union", "ORG", None), ("the Coastal Workers Union", "ORG", None), True),
        (("Coastal Workers Union", "ORG", None), ("Dock Workers Union", "ORG", None), False),
    ],
)
def test_entities_of_two_reports_are_linked_by_what_their_names_can_mean(make, one, other, same):
    readings = [
        make.reading(f"r{i}", "text", entities=(Entity(name, kind, code),))
        for i, (name, kind, code) in enumerate((one, other))
    ]
    assert (len(link_entities(readings)) == 1) is same


def test_a_surname_that_two_people_bear_joins_neither(make):
    first = make.reading("a", "x", entities=(Entity("Ann Okello", "PERSON"), Entity("Ben Okello", "PERSON")))
    second = make.reading("b", "x", entities=(Entity("Okello", "PERSON"),))
    assert len(link_entities([first, second])) == 3


def test_the_order_of_reports_changes_nothing(make):
    readings = [
        make.reading(i, "x", entities=(Entity(n, "PERSON"),)) for i, n in (("a", "Okello"), ("b", "Ann Okello"))
    ]
    assert link_entities(readings) == link_entities(readings[::-1])


@pytest.mark.parametrize(
    ("name", "words"), [("Côte d’Ivoire’s Army", ("cote", "d", "ivoire", "army")), ("the U.N.", ("un",))]
)
def test_names_are_folded(name, words):
    assert fold_name(name) == words
