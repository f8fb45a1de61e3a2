"""Who is which actor."""

import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import LexiconError
from dateline.read.actors import code_actor, code_country
from dateline.read.actors import names as actor_names
from dateline.read.actors.names import load_names, load_particles, mend_name, split_words

CASES = tomllib.loads((Path(__file__).parents[1] / "data" / "actors_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['phrase'][:40]} ({case['reason']})")
def test_phrase_is_coded_by_its_words(case):
    on = date.fromisoformat(case["on"]) if "on" in case else None
    assert (code_actor(case["phrase"], on) or "") == case["code"], case["reason"]


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Afghan", "AFG"),
        ("the Netherlands", "NLD"),
        ("Ouagadougou", "BFA"),
        ("Afghan army", None),  # more than a country
        ("Europe", None),  # no state
        ("", None),
    ],
)
def test_country_of_a_name_alone(name, country):
    assert code_country(name) == country


@given(st.text(max_size=80))
def test_any_text_gives_a_code_of_three_letter_parts_or_none(text):
    code = code_actor(text)
    assert code is None or (code.isalpha() and code.isupper() and len(code) % 3 == 0)


@given(st.sampled_from([case["phrase"] for case in CASES if case["code"]]))
def test_article_and_blanks_do_not_change_a_code(phrase):
    day = date(2024, 1, 1)
    if not phrase.startswith("in "):
        assert code_actor(f"  {phrase} ", day) == code_actor(phrase, day)


def test_long_phrase_takes_no_longer_than_its_first_words():
    assert code_actor("the army of " * 20_000) == "MIL"


def test_every_code_in_the_dictionary_is_made_of_three_letter_parts():
    codes = {dated.code for rows in load_names().values() for entry in rows for dated in entry.codes if dated.code}
    assert all(len(code) % 3 == 0 and code.isupper() for code in codes)


def test_a_code_that_is_none_is_refused():
    with pytest.raises(LexiconError, match="three-letter"):
        actor_names._checked("afgGOV")


def test_dated_codes_leave_no_day_out():
    for rows in load_names().values():
        for entry in rows:
            for before, after in zip(entry.codes, entry.codes[1:], strict=False):
                assert before.until is not None
                assert after.since is not None
                assert (after.since - before.until).days == 1


@pytest.mark.parametrize(("word", "code"), [("ghanians", "GHA"), ("chenchen", "RUS"), ("angela", None), ("lion", None)])
def test_misspelling_is_mended_only_when_one_country_is_meant(word, code):
    entry = mend_name(word)
    assert (entry.codes[-1].code if entry else None) == code


def test_words_are_split_at_hyphens_and_lose_possessives():
    words = split_words("Guinea-Bissau’s ex-minister’s aides'")
    assert [word.plain for word in words] == ["guinea", "bissau", "ex", "minister", "aides"]


def test_particles_are_loaded_whole():
    assert "former" in load_particles().former
