"""What a report has from another outlet, by its own words."""

from __future__ import annotations

import pytest

from dateline.group.dependence import find_cited, find_outlets_relied_on

GIVEN = {"sofaladiario": "Sofala Diário", "kabullantern": "Kabul Lantern"}


def relied_on(item, agency, given):
    return find_outlets_relied_on([(item, find_cited(item))], agency, given, lambda _: item.text)


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("The deal was signed at night, a diplomat told Reuters.", "Reuters"),
        ("Le Monde reported that the deal was signed at night.", "Le Monde"),
        ("The deal was signed at night, according to the Financial Times.", "Financial Times"),
        ("The Washington Post first reported the talks.", "The Washington Post"),
        ("The bank will close, the Lurin Valley Gazette reported on Friday.", "Lurin Valley Gazette"),
        ("In an interview with the BBC, the minister ruled it out.", "BBC News"),
        ("The newspaper Sofala Diário also quoted two drivers.", "Sofala Diário"),
        ("Kabul Lantern earlier reported the arrests.", "Kabul Lantern"),
        ("State news agency Xinhua reported nine deaths.", "Xinhua"),
        ("Nine people died, reported by Xinhua on Monday.", "Xinhua"),
        ("“We are ready,” she told Al Jazeera television.", "Al Jazeera"),
    ],
)
def test_an_outlet_that_a_report_relies_on_is_named(text, outlet, item):
    [found] = relied_on(item("r", text), None, GIVEN)
    assert (found.on, found.kind) == (outlet, "outlet")
    [evidence] = found.evidence
    assert evidence.text == evidence.span.of(text) == text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("The Health Ministry reported nine deaths.", "a ministry is no outlet"),
        ("Maria Lopez told the court that she was asleep.", "a court is no outlet"),
        ("The Washington Post will cut two hundred jobs.", "the outlet is the news"),
        ("Shares of the New York Times fell by a tenth.", "the outlet is the news"),
        ("Photo: Reuters", "a picture is not words"),
        ("He reads Le Monde at breakfast.", "nothing is said to come from it"),
        ("", "nothing is said"),
    ],
)
def test_other_names_are_not_relied_on(text, why, item):
    assert relied_on(item("r", text), None, GIVEN) == (), why


@pytest.mark.parametrize(
    ("text", "agency", "outlet"),
    [
        ("Residents were angry, a witness told AFP.", "AFP", None),
        ("A diplomat told MNA that the envoy would return.", "Meridian News Agency", None),
        ("The office told the Sofala Diário that it would pay.", None, "sofaladiario.example"),
        ("The minister told the New York Times that he would go.", None, "www.nytimes.com"),
    ],
)
def test_a_report_does_not_rest_on_its_own_outlet_or_agency(text, agency, outlet, item):
    assert relied_on(item("r", text, outlet=outlet), agency, GIVEN) == ()


def test_evidence_is_a_sentence_and_never_longer_than_six_hundred(item):
    text = "It rained. Nine ships are missing, Reuters reported " + "on Monday and " * 80 + "left. They sank."
    [found] = relied_on(item("r", text), None, {})
    assert len(found.evidence[0].text) <= 600
    assert "Reuters reported" in found.evidence[0].text
    assert "It rained" not in found.evidence[0].text
