"""Copies are found however they were changed, and nothing else is taken for one."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.config import GroupConfig
from dateline.group.copies import compare_windows, find_candidates, find_copy, find_likely
from dateline.group.copying import find_copies
from dateline.group.shingles import find_words, keep_shared, make_windows, split_words


def paragraphs(text):
    return text.strip().split("\n\n")


CHANGES = {
    "exact": lambda text: text,
    "one line a paragraph": lambda text: text.replace("\n\n", "\n"),
    "one paragraph": lambda text: text.replace("\n\n", " "),
    "without its last paragraphs": lambda text: "\n\n".join(paragraphs(text)[:3]),
    "without its first paragraphs": lambda text: "\n\n".join(paragraphs(text)[3:]),
    "first paragraph alone": lambda text: paragraphs(text)[0],
    "every other paragraph": lambda text: "\n\n".join(paragraphs(text)[::2]),
    "under another headline": lambda text: "Tragedy at the regatta\n\n" + text,
    "with a dateline": lambda text: "VELLMAR (Northwire) - " + text.strip(),
    "in capitals": str.upper,
    "straight to curly quotes": lambda text: re.sub(r'"([^"]*)"', r"“\1”", text),
    "British spelling turned American": lambda text: text.replace("harbour", "harbor").replace("metres", "meters"),
    "some words changed": lambda text: text.replace("said", "stated").replace("while", "as").replace("late ", ""),
    "local paragraphs put in": lambda text: "\n\n".join(
        [
            *paragraphs(text)[:2],
            "Our town has two footbridges of the same age, and the council says that both were inspected in March.",
            *paragraphs(text)[2:],
        ]
    ),
    "set into a longer report": lambda text: (
        "The week brought bad news from three provinces, and our correspondents have gathered what is known so far.\n\n"
        + "\n\n".join(paragraphs(text)[1:4])
        + "\n\nElsewhere the frost has spoilt the plum blossom, growers in the southern valleys report with dismay.\n\n"
        "Prices at the wholesale market rose by a fifth within a few days, and traders expect them to climb on."
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_of_one_text_with_the_original(change, texts, item):
    original = texts["dispatch"]
    copies = find_copies([item("a", original), item("b", CHANGES[change](original)), item("c", texts["other_story"])])
    assert copies.groups == ((0, 1), (2,))


@pytest.mark.parametrize(
    ("one", "two"),
    [
        pytest.param("dispatch", "own_report", id="two reports of one happening in their own words"),
        pytest.param("speech_one", "speech_two", id="two reports that quote one speech"),
        pytest.param("dispatch", "other_story", id="strangers"),
        pytest.param("speech_one", "dispatch", id="strangers that both quote"),
    ],
)
def test_reports_in_their_own_words_are_no_copies(one, two, texts, item):
    copies = find_copies([item("a", texts[one]), item("b", texts[two])])
    assert copies.groups == ((0,), (1,))


@pytest.mark.xfail(
    reason="a copy with every sentence written anew shares no run of words; only its facts tell", strict=True
)
def test_a_copy_in_wholly_other_words_is_found(texts, item):
    anew = (
        "At least nine spectators drowned in Vellmar when a footbridge gave way under the crowd at Sunday's regatta. "
        "The 1958 structure carried pedestrians only. Its engineer, Ilse Brandauer, says three requests for a new one "
        "were put off. The mayor, Tomas Ruzek, has called off what was left of the festival."
    )
    assert len(find_copies([item("a", texts["dispatch"]), item("b", anew)]).groups) == 1


@pytest.mark.parametrize("outlets", [("p.example", "p.example", "p.example"), (None, None, None)])
def test_a_footer_makes_no_copies(outlets, texts, item):
    bodies = [
        texts["own_report"],
        texts["other_story"],
        texts["speech_one"],
        texts["quake_one"][0],
        texts["quake_two"][0],
    ]
    items = [
        item(f"r{number}", body.strip() + "\n\n" + texts["footer"].strip(), outlet=outlets[0])
        for number, body in enumerate(bodies)
    ]
    assert all(len(group) == 1 for group in find_copies(items).groups)


def test_the_footer_of_two_reports_of_one_outlet_makes_no_copies(texts, item):
    items = [
        item(name, text.strip() + "\n\n" + texts["footer"].strip(), outlet="p.example")
        for name, text in (("a", texts["quake_one"][0]), ("b", texts["quake_two"][0]))
    ]
    assert find_copies(items).groups == ((0,), (1,))


def test_sentences_shared_in_another_order_are_no_copy(texts, item):
    sentences = [s for s in re.split(r"(?<=\.)\s+", texts["dispatch"].replace('"', "")) if len(s) > 60]
    shuffled = [sentences[index] for index in (5, 2, 4, 0)]
    mixed = "\n".join(s for pair in zip(shuffled, paragraphs(texts["own_report"]), strict=True) for s in pair)
    assert find_copies([item("a", texts["dispatch"]), item("b", mixed)]).groups == ((0,), (1,))


def test_a_digest_of_two_dispatches_does_not_make_them_one(texts, item):
    one, two = texts["dispatch"].strip(), texts["other_story"].strip() + "\n\n" + texts["own_report"].strip()
    digest = "\n\n".join(paragraphs(one)[:2] + paragraphs(two)[:2])
    groups = find_copies([item("a", one), item("b", two), item("c", digest), item("d", one), item("e", two)]).groups
    assert not any({0, 1} <= set(group) for group in groups)


def test_what_links_a_copy_stands_in_its_text(texts, item):
    copies = find_copies(
        [item("a", texts["dispatch"]), item("b", CHANGES["set into a longer report"](texts["dispatch"]))]
    )
    for index, shared in copies.shared.items():
        item_ = copies.items[index]
        words = find_words(item_, shared.first, shared.last).of(item_.text)
        assert len(words) > 30
        assert words[:30] in copies.items[shared.other].text


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(CHANGES))))
def test_the_order_of_the_reports_does_not_matter(order, texts, item):
    items = [item(name, change(texts["dispatch"])) for name, change in CHANGES.items()]
    again = find_copies(items)
    copies = find_copies([items[index] for index in order])
    assert (copies.groups, copies.items) == (again.groups, again.items)


def test_comparing_is_the_same_from_both_sides(texts, item):
    items = [item("a", texts["dispatch"]), item("b", CHANGES["every other paragraph"](texts["dispatch"]))]
    one, two = (make_windows(split_words(each), size=5) for each in items)
    left, right = compare_windows(one, two, size=5), compare_windows(two, one, size=5)
    assert left is not None
    assert right is not None
    assert (left.shared, left.containment, left.at, left.to) == (
        right.shared,
        right.containment,
        right.at_other,
        right.to_other,
    )


def test_what_is_given_up_early_would_not_have_been_a_copy(texts, item):
    config = GroupConfig()
    every = [texts["dispatch"], texts["own_report"], *texts["quake_one"], texts["speech_one"], texts["speech_two"]]
    every += ["\n\n".join(paragraphs(texts["dispatch"])[start::step]) for step in (1, 2, 3, -1) for start in (0, 1)]
    windows = [make_windows(split_words(item(str(n), text)), size=5) for n, text in enumerate(every)]
    for one in windows:
        for two in windows:
            found = compare_windows(one, two, size=5)
            assert find_copy(one, two, config=config) == (found if found and found.is_copy(config) else None)


def test_what_is_given_up_of_many_at_once_is_what_is_given_up_one_by_one(texts, item):
    config = GroupConfig()
    every = [texts["dispatch"], texts["own_report"], *texts["quake_one"], texts["speech_one"], texts["speech_two"]]
    every += ["\n\n".join(paragraphs(texts["dispatch"])[start::step]) for step in (1, 2, 3, -1) for start in (0, 1)]
    windows = [make_windows(split_words(item(str(n), text)), size=5) for n, text in enumerate(every)]
    likely = set(find_likely(windows, config=config))
    candidates = set(find_candidates(windows, config=config))
    assert likely < candidates
    assert all(find_copy(windows[one], windows[two], config=config) is None for one, two in candidates - likely)


def test_candidates_are_named_once_and_in_order(texts, item):
    windows = [make_windows(split_words(item(str(n), texts["dispatch"])), size=5) for n in range(4)]
    pairs = list(find_candidates(windows, config=GroupConfig()))
    assert pairs == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


def test_a_thousand_prints_of_one_text_are_one_group(texts, item):
    items = [item(f"r{number:04}", texts["dispatch"]) for number in range(1000)]
    assert len(find_copies(items).groups) == 1


@pytest.mark.parametrize("text", ['"' * 200_000, "“" * 200_000, "a " * 200_000, "1" * 200_000, "\n" * 200_000, ""])
def test_hostile_text_is_no_copy_of_the_dispatch(text, texts, item):
    found = find_copies([item("a", text or " "), item("b", text + "!"), item("c", texts["dispatch"])])
    assert not any("c" in group and len(group) > 1 for group in found.groups)


def test_random_texts_are_no_copies(item):
    rng = random.Random(7)
    vocabulary = [f"word{number}" for number in range(400)]
    items = [item(f"r{number}", " ".join(rng.choices(vocabulary, k=300))) for number in range(20)]
    assert all(len(group) == 1 for group in find_copies(items).groups)


def test_windows_of_one_report_alone_change_no_comparison(texts, item):
    every = [texts["dispatch"], CHANGES["every other paragraph"](texts["dispatch"]), texts["own_report"]]
    windows = [make_windows(split_words(item(str(n), text)), size=5) for n, text in enumerate(every)]
    kept = keep_shared(windows)
    assert len(kept[0].hashes) < len(windows[0].hashes)
    assert not len(kept[2].hashes)
    assert list(find_candidates(kept, config=GroupConfig())) == list(find_candidates(windows, config=GroupConfig()))
    assert compare_windows(kept[0], kept[1], size=5) == compare_windows(windows[0], windows[1], size=5)
