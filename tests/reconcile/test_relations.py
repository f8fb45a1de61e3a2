from datetime import date

import pytest

from dateline.model import Party, Relation, Timex
from dateline.reconcile.eventcoref import find_story_events
from dateline.reconcile.relations import find_relations, holds_on

CHILE, PERU, SPAIN = ("Chile", "CHL"), ("Peru", "PER"), ("Spain", "ESP")
TEXT = "Chile and Spain dealt with Peru. Chile dealt with Peru again."
STRETCH = "Chile and Spain dealt with Peru from 1996 to 2001. Chile dealt with Peru again."


def relations_of(make, *acts, text=TEXT, published="2026-03-11"):
    """Each act: (act, when, more); sources Chile, target Peru unless said otherwise."""
    events = []
    for number, (act, when, more) in enumerate(acts):
        trigger = "dealt" if number == 0 else "again"
        clause = text.split(". ")[0] if number == 0 else "Chile dealt with Peru again"
        given = {"sources": (CHILE,), "targets": (PERU,), **more}
        events.append(make.event(text, trigger, clause, act, when=when, **given))
    times = tuple(
        Timex(make.span(text, year), "DATE", year, date(int(year), 1, 1), date(int(year), 12, 31), bound=bound)
        for year, bound in (("1996", "start"), ("2001", "end"))
        if year in text
    )
    reading = make.reading("a", text, published=published, events=tuple(events), times=times)
    return find_relations(find_story_events([reading], make.origins(reading)), [reading])


def rows(found):
    return [(r.relation, r.subject.name, r.object.name, r.polarity, r.valid_from, r.valid_to) for r in found]


NONE = (None, None)


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        # a recognition begins the relation on its day and leaves its end unknown
        (
            [("recognise", ("2026-03-10", "2026-03-10"), {})],
            [("recognises", "Chile", "Peru", "positive", "2026-03-10", None)],
        ),
        # without a date the beginning is unknown, not invented
        ([("recognise", NONE, {})], [("recognises", "Chile", "Peru", "positive", None, None)]),
        # a consul is no ambassador
        ([("appoint-consul", ("2026-03-10", "2026-03-10"), {}), ("recall-consul", NONE, {})], []),
        # delisting ends what nobody told the beginning of
        (
            [("delist", ("2025-04", "2025-04"), {})],
            [("designates as terrorist", "Chile", "Peru", "positive", None, "2025-04")],
        ),
        # recognised and later withdrawn: one row with both ends
        (
            [("recognise", ("2019", "2019"), {}), ("withdraw-recognition", ("2021-05", "2021-05"), {})],
            [("recognises", "Chile", "Peru", "positive", "2019", "2021-05")],
        ),
        # withdrawn and later given again: two rows
        (
            [("withdraw-recognition", ("2019", "2019"), {}), ("recognise", ("2021", "2021"), {})],
            [
                ("recognises", "Chile", "Peru", "positive", None, "2019"),
                ("recognises", "Chile", "Peru", "positive", "2021", None),
            ],
        ),
        # "have not recognised" is a dated denial, not an end
        (
            [("recognise", NONE, {"polarity": "negative"})],
            [("recognises", "Chile", "Peru", "negative", "2026-03-11", "2026-03-11")],
        ),
        # what is planned, alleged or denied begins nothing
        ([("recognise", NONE, {"status": "planned"})], []),
        ([("recognise", NONE, {"status": "denied"})], []),
        ([("impose-sanctions", ("2021", "2021"), {})], [("sanctions", "Chile", "Peru", "positive", "2021", None)]),
        # an ambassador named to a country: that country has accepted an ambassador of the one who named
        ([("appoint-ambassador", NONE, {})], [("has ambassador of", "Peru", "Chile", "positive", None, None)]),
        ([("accept-ambassador", NONE, {})], [("has ambassador of", "Chile", "Peru", "positive", None, None)]),
        # both sides of an agreement
        (
            [("sign-agreement", ("2022", "2022"), {"sources": (CHILE, PERU), "targets": ()})],
            [("party to agreement with", "Chile", "Peru", "positive", "2022", None)],
        ),
        # an act that leaves no state
        ([("meet", NONE, {})], []),
    ],
)
def test_events_begin_and_end_states_of_affairs(make, acts, expected):
    assert rows(relations_of(make, *acts)) == expected


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        # told over a stretch that is over: began within it, ended with it
        (
            [("recognise", ("1996", "2001"), {"sources": (CHILE, SPAIN)})],
            [
                ("recognises", "Chile", "Peru", "positive", "1996/2001", "2001"),
                ("recognises", "Spain", "Peru", "positive", "1996/2001", "2001"),
            ],
        ),
        # the same told without a date of its own
        (
            [("recognise", NONE, {})],
            [("recognises", "Chile", "Peru", "positive", "1996/2001", "2001")],
        ),
        # withdrawn by one of them on a told day within the last year: that day is its end
        (
            [("recognise", NONE, {}), ("withdraw-recognition", ("2001-09", "2001-09"), {})],
            [("recognises", "Chile", "Peru", "positive", "1996/2001", "2001-09")],
        ),
        # told to have held over a stretch: the stretch's own ends
        ([("govern", NONE, {})], [("governs", "Chile", "Peru", "positive", "1996", "2001")]),
        # a stretch is none of an act that has its own date
        ([("recognise", ("2022", "2022"), {})], [("recognises", "Chile", "Peru", "positive", "2022", None)]),
        # parties without a code or a name are none of a state
        ([("recognise", NONE, {"sources": (("Chile", None, "Most states"),)})], []),
        ([("close-embassy", NONE, {"targets": (("Peru", "GOV", "their embassies"),)})], []),
    ],
)
def test_what_is_told_over_a_stretch_began_in_it_and_ended_with_it(make, acts, expected):
    assert rows(relations_of(make, *acts, text=STRETCH)) == expected


@pytest.mark.parametrize(
    ("when", "begin"),
    [(("1999", None), "1999"), (NONE, None), (("2021", "2021"), None)],
)
def test_what_is_told_to_hold_since_a_year_began_in_it(make, when, begin):
    [row] = relations_of(make, ("under-sanctions", when, {}))
    assert (row.valid_from, row.valid_to) == (begin, None)


def test_a_relation_to_a_government_ends_at_the_latest_with_it(make):
    found = relations_of(
        make,
        ("govern", NONE, {"sources": (("Peru", "PERGOV"),), "targets": (PERU,)}),
        ("recognise", ("1997", "1997"), {}),
        text=STRETCH,
    )
    assert ("recognises", "Chile", "Peru", "positive", "1997", "2001") in rows(found)


def test_the_sides_of_an_agreement_are_one_row_whoever_is_told_first(make):
    found = relations_of(
        make,
        ("sign-agreement", ("2022", "2022"), {"sources": (CHILE, PERU), "targets": ()}),
        ("leave-agreement", ("2024", "2024"), {"sources": (PERU,), "targets": (CHILE,)}),
    )
    assert rows(found) == [("party to agreement with", "Chile", "Peru", "positive", "2022", "2024")]


def relation(begin, end):
    return Relation("recognises", Party("Chile", "CHL"), Party("Peru", "PER"), "positive", begin, end, (), ())


@pytest.mark.parametrize(
    ("begin", "end", "day", "holds"),
    [
        ("2026-03-10", None, "2026-03-10", True),  # from the day itself
        ("2026-03-10", None, "2026-03-09", False),
        ("2026-03", None, "2026-03-15", None),  # some day of that month
        ("2026-03", None, "2026-04-01", True),
        ("2021/", None, "2026-01-01", None),  # some time after 2021, perhaps later still
        (None, "2025-04", "2025-03-01", None),  # nobody tells when it began
        (None, "2025-04", "2025-05-01", False),
        ("1996/2001", "2001", "2025-01-01", False),  # the earlier recognitions do not hold today
        (None, None, "2026-01-01", None),
    ],
)
def test_what_held_on_a_day_is_told_only_as_far_as_reports_tell(begin, end, day, holds):
    assert holds_on(relation(begin, end), day) is holds


def test_every_state_has_its_evidence(make):
    for row in relations_of(make, ("recognise", ("2019", "2019"), {}), ("withdraw-recognition", ("2021", "2021"), {})):
        assert row.evidence
        assert all(item.text == item.span.of(TEXT) for item in row.evidence)
