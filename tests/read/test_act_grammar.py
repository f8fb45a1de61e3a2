"""Who did what by the grammar of a sentence, and how it is told: rows of one kind stand together."""

from __future__ import annotations

import pytest

from dateline import Report, read_report


def _read(text):
    return read_report(Report(id="r", text=text, published="2026-03-04"))


def _events(text):
    """Each event as ``act: sources > targets (status)``, with codes for parties."""
    found = []
    for event in _read(text).events:
        sources, targets = (
            "+".join(sorted(actor.code or actor.name for actor in side))
            for side in (event.source_actors, event.target_actors)
        )
        if event.type:
            found.append(f"{event.act}: {sources} > {targets} ({event.status})")
    return found


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Chile recalled its consul in La Paz on Monday.", "recall-consul: CHL > BOL (happened)"),
        ("Norway recalled its ambassador to Chad for consultations.", "recall-ambassador: NOR > TCD (happened)"),
        ("Peru recalled its chargé d'affaires from Quito.", "recall-ambassador: PER > ECU (happened)"),
        ("Kenya has recalled its envoy to Somalia.", "recall-ambassador: KEN > SOM (happened)"),
        ("Peru declared the Chilean consul persona non grata.", "expel-diplomat: PER > CHLGOV (happened)"),
        (
            "Chad's government declared two Kenyan diplomats persona non grata.",
            "expel-diplomat: TCDGOV > KENGOV (happened)",
        ),
        ('Chad declared the Norwegian ambassador "persona non grata".', "expel-ambassador: TCD > NORGOV (happened)"),
        ("Three Kenyan diplomats were declared personae non gratae.", "expel-diplomat:  > KENGOV (happened)"),
        ("Kenya declared war on Somalia.", "declare-war: KEN > SOM (happened)"),
        ("Kenya offered to mediate between Chad and Sudan.", "promise:mediate: KEN > SDN+TCD (planned)"),
    ],
)
def test_what_is_done_by_words_is_an_act_and_no_quote(text, act):
    assert _events(text) == [act]
    assert _read(text).quotes == ()


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The minister recalled the “long night” of the coup.", "the “long night” of the coup"),
        ("The minister recalled that the night was long.", "that the night was long"),
        ("The president declared that the war was over.", "that the war was over"),
        ("Kenya offered to “help in every way”.", "to “help in every way”"),
        ("The envoy urged both sides to stop.", "both sides to stop"),
    ],
)
def test_what_the_same_verbs_report_stays_a_quote(text, content):
    [quote] = _read(text).quotes
    assert [span.of(text) for span in quote.content] == [content]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        (
            "Bolivia expelled the consul on Tuesday, a day after a Chilean border patrol shot three Bolivian traders.",
            "kill: CHLCOP > BOLBUS (happened)",
        ),
        (
            "Peru ordered the consul to leave after a Chilean border patrol shot three Peruvian traders dead.",
            "kill: CHLCOP > PERBUS (happened)",
        ),
        (
            "Kenya recalled its envoy after a Ugandan warship fired on Kenyan fishermen.",
            "attack: UGAMIL > KENAGR (historical)",
        ),
        ("Three Bolivian traders shot dead by Chilean soldiers", "kill: CHLMIL > BOLBUS (happened)"),
    ],
)
def test_who_shot_is_the_subject_of_its_clause_wherever_the_parser_hung_it(text, act):
    assert act in _events(text)


def test_a_headline_subject_taken_for_a_first_name_does_the_act():
    assert "expel-diplomat: BOL > CHLGOV (happened)" in _events(
        "Bolivia expels Chilean consul after patrol shot traders"
    )


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Rebels freed two hostages in northern Kenya.", "release: KENREB > KENCVL (happened)"),
        ("The Kenyan army freed two hostages in Somalia.", "free: KENMIL > SOMCVL (happened)"),
        ("The Kenyan government freed forty prisoners.", "release: KENGOV > KENCRM (happened)"),
    ],
)
def test_who_frees_is_a_captor_unless_it_is_a_force(text, act):
    assert [each.partition(">")[0] for each in _events(text)] == [act.partition(">")[0]]


@pytest.mark.parametrize(
    "text",
    [
        "The Kenyan navy reached a ship seized by pirates off Somalia.",
        "Chad's army said rebels had been attacked by rebels.",
    ],
)
def test_nobody_does_anything_to_himself(text):
    assert not any(each.split(": ")[1].split(" > ")[0] == each.split(" > ")[1].split(" ")[0] for each in _events(text))


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Chad declared a state of emergency.", []),
        ("The Chadian government imposed a curfew in the capital.", ["Chad"]),
    ],
)
def test_a_curfew_falls_on_the_country_and_on_no_second_party(text, targets):
    [event] = [event for event in _read(text).events if event.type]
    assert event.source_actors
    assert [actor.name for actor in event.target_actors] == targets


def test_days_are_not_the_dead():
    found = _read("The envoy left two full days after the dead were found.").quantities
    assert [quantity.role for quantity in found if quantity.role] == []
