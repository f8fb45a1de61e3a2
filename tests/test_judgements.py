"""What a user overrules: read from TOML, refused where it contradicts itself, undone without a trace."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.judgements import (
    NO_JUDGEMENTS,
    Judgement,
    Judgements,
    find_pair,
    load_judgements,
    make_decision,
    regroup,
)
from dateline.model import Report
from dateline.pipeline import build_story, find_origins, find_unknown_decisions, read_reports

WIRE = (
    "Chile closed its embassy in Peru on Monday, the foreign ministry said.\n\n"
    "“We will not wait for another year of talks about the border,” Foreign Minister Ana Rojas said.\n\n"
    "The ministry said that eleven diplomats had left Lima by air in the night and that none would be replaced.\n"
)
REPORTS = (
    Report("a", WIRE, outlet="Harbour Post", published="2026-03-10"),
    Report("b", WIRE, outlet="Lakeside Tribune", published="2026-03-10"),
    Report(
        "c",
        "Peru said Chile had closed its embassy in Lima on Monday.\n\n"
        "Ana Rojas said Chile would “not wait for another year of talks about the border”.\n",
        outlet="Lima Ledger",
        published="2026-03-11",
    ),
)


@pytest.fixture(scope="module")
def readings():
    return read_reports(REPORTS).readings


def judge(*entries):
    return Judgements(tuple(Judgement(decision, verdict, "Ana Lee") for decision, verdict in entries))


def write(tmp_path, *entries):
    path = tmp_path / "judged.toml"
    lines = [
        "[[judgement]]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in each.items())
        for each in entries
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


ENTRY = {"decision": "origin:a|b", "verdict": "join", "author": "Ana Lee"}


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([{**ENTRY, "verdict": "merge"}], "unknown verdict"),  # no verdict of ours
        ([{**ENTRY, "verdict": "not this speaker"}], "no verdict on"),  # a verdict on another kind of decision
        ([{**ENTRY, "decision": "speaker:a@1-5"}], "no verdict on"),
        ([{"decision": "origin:a|b", "verdict": "join"}], "author"),  # every judgement is signed
        ([{**ENTRY, "because": "x"}], "may have note"),  # a field misspelt is not passed over
        ([{**ENTRY, "note": 5}], "string"),
        ([ENTRY, {**ENTRY, "decision": "origin:b|a", "verdict": "keep apart"}], "other entries join"),
        (  # joined through a third
            [
                ENTRY,
                {**ENTRY, "decision": "origin:b|c"},
                {**ENTRY, "decision": "origin:a|c", "verdict": "keep apart"},
            ],
            "other entries join",
        ),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused_in_one_line(tmp_path, entries, words):
    with pytest.raises(InputError, match=words) as raised:
        load_judgements(write(tmp_path, *entries))
    assert "judged.toml" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("content", ["decision = ", 'judgement = "x"', "[other]\nx = 1"])
def test_what_is_no_judgements_file_is_refused(tmp_path, content):
    path = tmp_path / "judged.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        load_judgements(path)


def test_a_file_is_read_in_its_order(tmp_path):
    made = load_judgements(write(tmp_path, {**ENTRY, "note": "one owner"}, {**ENTRY, "decision": "origin:b|c"}))
    assert [(each.decision, each.note) for each in made.entries] == [("origin:a|b", "one owner"), ("origin:b|c", "")]


@pytest.mark.parametrize(
    ("decision", "keys", "pair"),
    [
        ("origin:a|b", {"a", "b"}, ("a", "b")),
        ("origin:a|b", {"a"}, None),  # a report that was not given
        ("origin:a|a", {"a"}, None),  # nothing is decided of one thing
        ("origin:x|y|z", {"x|y", "z"}, ("x|y", "z")),  # an id that holds a bar
        ("origin", {"a", "b"}, None),
    ],
)
def test_a_decision_is_about_two_known_things_or_about_nothing(decision, keys, pair):
    assert find_pair(decision, keys) == pair


NAMES = st.sampled_from("abcdef")
PAIRS = st.lists(st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1]), max_size=4)


@given(st.lists(NAMES, unique=True), st.integers(1, 3), PAIRS, PAIRS)
def test_every_judgement_holds_and_nothing_is_lost(names, size, joins, aparts):
    groups = [names[i : i + size] for i in range(0, len(names), size)]
    made = judge(
        *((make_decision("origin", *pair), "join") for pair in joins),
        *((make_decision("origin", *pair), "keep apart") for pair in aparts),
    )
    found = regroup(groups, str, "origin", made)
    home = {name: number for number, group in enumerate(found) for name in group}
    assert sorted(name for group in found for name in group) == sorted(names)
    bonds = {name: {name} for name in names}
    for one, other in joins:
        if one in home and other in home:
            both = bonds[one] | bonds[other]
            bonds.update(dict.fromkeys(both, both))
            assert home[one] == home[other]
    for one, other in aparts:
        if one in home and other in home and other not in bonds[one]:
            assert home[one] != home[other]


@given(st.lists(st.lists(NAMES, min_size=1)))
def test_without_judgements_groups_stay_as_they_are(groups):
    assert regroup(groups, str, "event", NO_JUDGEMENTS) == groups


def test_a_copy_that_is_kept_apart_is_an_origin_of_its_own_and_says_who_judged(readings):
    assert len(find_origins(readings)) == 2
    found = find_origins(readings, judgements=judge(("origin:a|b", "keep apart")))
    assert sorted(origin.reports for origin in found) == [("a",), ("b",), ("c",)]
    for report, other in ("ab", "ba"):
        origin = next(origin for origin in found if report in origin.reports)
        assert f"kept apart from {other}, as Ana Lee judged" in origin.reasons[report]


def test_reports_that_are_joined_count_once(readings):
    [origin] = find_origins(readings, judgements=judge(("origin:c|a", "join")))
    assert set(origin.reports) == {"a", "b", "c"}
    assert any("joined with a, as Ana Lee judged" in reason for reason in origin.reasons["c"])


def test_a_remark_that_is_kept_apart_is_two_and_joined_again_one(readings):
    story = build_story(readings)
    printings = next(s.printings for s in story.statements if "another year of talks" in s.what)
    assert [each.report for each in printings] == ["a", "b", "c"]
    merge = printings[2].merge
    apart = build_story(readings, judgements=judge((merge.id, "keep apart")))
    found = [[p.report for p in s.printings] for s in apart.statements if "another year of talks" in s.what]
    assert found == [["a", "b"], ["c"]]
    assert any(merge.id in note for note in apart.notes)
    joined = build_story(readings, judgements=judge((merge.id, "join")))
    again = next(s.printings for s in joined.statements if "another year of talks" in s.what)
    assert [each.report for each in again] == ["a", "b", "c"]
    assert "as Ana Lee judged" in again[2].merge.reason


def test_an_event_that_is_split_is_two_and_the_counts_follow(readings):
    story = build_story(readings)
    event = next(event for event in story.events if {report for report, _ in event.mentions} == {"a", "b", "c"})
    decision = next(each for each in event.decisions if "c@" in each.id)
    apart = build_story(readings, judgements=judge((decision.id, "keep apart")))
    halves = [each for each in apart.events if each.act == event.act]
    assert sorted(len(each.origins) for each in halves) == [1, 1]
    joined = build_story(readings, judgements=judge((decision.id, "join")))
    again = next(each for each in joined.events if each.id == event.id)
    assert again.mentions == event.mentions
    assert any("as Ana Lee judged" in each.reason for each in again.decisions)


def test_who_is_not_the_speaker_is_nobody_until_told(readings):
    story = build_story(readings)
    quote = next(s for s in story.statements if "another year of talks" in s.what)
    entries = [(each.attribution.id, "not this speaker") for each in quote.printings]
    judged = build_story(readings, judgements=judge(*entries))
    found = [s for s in judged.statements if "another year of talks" in s.what]
    assert [s.speaker for s in found] == [None] * len(found)
    assert {p.attribution.reason for s in found for p in s.printings} == {"not this speaker, as Ana Lee judged"}


def test_taking_the_lines_out_gives_the_same_story_as_before(readings):
    before = build_story(readings)
    build_story(readings, judgements=judge(("origin:a|b", "keep apart")))
    assert build_story(readings) == before
    assert build_story(readings, judgements=judge(("origin:a|b", "join"))).origins[0].reports == ("a", "b")


@pytest.mark.parametrize(
    ("decision", "verdict"),
    [
        ("origin:a|zz", "join"),  # a report that was not given
        ("event:a@0-1|b@0-1", "join"),  # no event's words
        ("quote:a@0-1|b@0-1", "keep apart"),
        ("speaker:a@0-1", "not this speaker"),
        ("story:a|b", "join"),  # no kind of decision
    ],
)
def test_a_judgement_on_what_is_not_there_is_told_and_does_nothing(readings, decision, verdict):
    made = judge((decision, verdict))
    assert find_unknown_decisions(made, readings) == (decision,)
    assert build_story(readings, judgements=made) == build_story(readings)


def test_decisions_of_a_story_are_all_known(readings):
    story = build_story(readings)
    found = [each.id for event in story.events for each in event.decisions]
    for statement in story.statements:
        found += [d.id for p in statement.printings for d in (p.attribution, p.merge) if d]
    made = Judgements(
        tuple(
            Judgement(each, "not this speaker" if each.startswith("speaker:") else "join", "Ana Lee") for each in found
        )
    )
    assert found
    assert find_unknown_decisions(made, readings) == ()


def test_the_order_of_reports_changes_no_judged_origin(readings):
    made = judge(("origin:a|b", "keep apart"), ("origin:b|c", "join"))
    assert find_origins(readings, judgements=made) == find_origins(readings[::-1], judgements=made)


def test_an_empty_note_leaves_no_trace():
    judgement = Judgement("origin:a|b", "join", "Ana Lee")
    assert judgement.explain("b") == "joined with b, as Ana Lee judged"
    assert replace(judgement, note="one owner").explain("b").endswith(": one owner")
