import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.reconcile.words import fold_spelling, meaning_stems, stem_word, surface_words


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("neighbours", "neighbors"),
        ("recognise", "recognize"),
        ("recognised", "recognized"),
        ("organisations", "organizations"),
        ("centre", "center"),
        ("kilometres", "kilometers"),
        ("defence", "defense"),
        ("licence", "license"),
        ("analyse", "analyze"),
        ("travelled", "traveled"),
        ("programme", "program"),
        ("dialogue", "dialog"),
        ("favourite", "favorite"),
    ],
)
def test_two_spellings_of_one_word_are_no_difference(british, american):
    assert stem_word(british) == stem_word(american)
    assert surface_words(british) == surface_words(american)


@pytest.mark.parametrize("word", ["four", "rise", "wise", "sour", "our", "pre"])
def test_short_words_keep_their_spelling(word):
    assert fold_spelling(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the way is open", "a clear path"),
        ("a sensible step", "a wise decision"),
        ("shared border", "common frontier"),
        ("drop the lawsuit", "withdraw the complaint"),
    ],
)
def test_what_two_translators_choose_carries_the_same(one, other):
    assert set(meaning_stems(one)) == set(meaning_stems(other))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing_more_than_once_for_any_words(text):
    for word in surface_words(text):
        assert fold_spelling(fold_spelling(word)) == fold_spelling(word)
