"""Quantities: a row of tests/data/quantities_cases.jsonl is a sentence, its quantities and the reason for the row."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.model import Quantity, Region, Span
from dateline.read.numbers import cut_words, read_numbers
from dateline.read.quantities import compare_quantities, find_quantities
from dateline.read.quantities.words import load_quantity_words
from dateline.read.text import parse_text
from dateline.read.times import find_times

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "quantities_cases.jsonl").read_text(encoding="utf-8").splitlines()
]


def read(text: str) -> tuple[Quantity, ...]:
    parse = parse_text(text, [Region("body", Span(0, len(text)))])
    return find_quantities(parse, times=find_times(parse, published=date(2025, 7, 4)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['text']} ({case['why']})")
def test_quantities_of_a_sentence(case):
    text = case["text"]
    found = [[item.span.of(text), item.low, item.high, item.unit, item.role, item.of] for item in read(text)]
    assert found == case["quantities"]


def test_there_are_enough_cases():
    assert len(CASES) >= 100
    assert all(case["why"] for case in CASES)


@pytest.mark.parametrize(
    ("text", "approximate"),
    [("About 300 died.", True), ("Nearly 300 died.", True), ("Dozens died.", True), ("Exactly 300 died.", False),
     ("At least 300 died.", False), ("300 people died.", False)],
)  # fmt: skip
def test_a_report_says_that_a_number_is_inexact(text, approximate):
    [found] = read(text)
    assert found.approximate is approximate


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("two", 2, 2), ("thirty-five", 35, 35), ("two hundred", 200, 200), ("a hundred", 100, 100),
        ("two hundred and five thousand", 205_000, 205_000), ("1,234,567", 1_234_567, 1_234_567), ("3.25", 3.25, 3.25),
        ("9bn", 9e9, 9e9), ("6.6 bn", 6.6e9, 6.6e9), ("40k", 40_000, 40_000), ("2½", 2.5, 2.5), ("2 1/2", 2.5, 2.5),
        ("a dozen", 12, 12), ("two dozen", 24, 24), ("several hundred", 300, None), ("tens of millions", 2e7, None),
        ("half a million", 500_000, 500_000), ("nineteen ninety-seven", 1997, 1997), ("two lakh", 200_000, 200_000),
        ("one million two hundred thousand", 1_200_000, 1_200_000),
    ],
)  # fmt: skip
def test_numbers_in_words_and_figures(text, low, high):
    [number] = read_numbers(cut_words(text, Span(0, len(text))))
    assert (number.low, number.high, number.first) == (low, high, 0)


def quantity(low: float | None, high: float | None, unit: str = "people", approximate: bool = False) -> Quantity:
    return Quantity(Span(0, 1), low, high, unit, approximate=approximate)


@pytest.mark.parametrize(
    ("one", "two", "order"),
    [
        (quantity(12, 12), quantity(12, 12), "agrees"),
        (quantity(12, 12), quantity(15, 15), "differs"),
        (quantity(12, None), quantity(15, 15), "contains"),
        (quantity(12, None), quantity(10, 10), "differs"),
        (quantity(None, 20), quantity(15, 15), "contains"),
        (quantity(10, 20), quantity(12, 15), "contains"),
        (quantity(10, 20), quantity(15, 25), "agrees"),
        (quantity(300, 300, approximate=True), quantity(290, 290), "agrees"),
        (quantity(300, 300, approximate=True), quantity(200, 200), "differs"),
        (quantity(None, 300, approximate=True), quantity(12, 12), "differs"),
        (quantity(9, 9, "USD"), quantity(9, 9, "GBP"), "unknown"),
    ],
)
def test_comparing_two_quantities(one, two, order):
    mirrored = {"contains": "within", "within": "contains"}
    assert compare_quantities(one, two) == order
    assert compare_quantities(two, one) == mirrored.get(order, order)


SIDES = st.none() | st.integers(0, 50).map(float)


@given(SIDES, SIDES, SIDES, SIDES, st.booleans(), st.booleans())
def test_comparing_is_symmetric(a, b, c, d, vague, also):
    def ordered(low, high, approximate):
        if low is not None and high is not None and low > high:
            low, high = high, low
        return quantity(low, high, approximate=approximate)

    one, two = ordered(a, b, vague), ordered(c, d, also)
    mirrored = {"contains": "within", "within": "contains"}
    order = compare_quantities(one, two)
    assert compare_quantities(two, one) == mirrored.get(order, order)


@given(st.text(max_size=60))
def test_numbers_of_any_text_lie_within_it_in_order(text):
    words = cut_words(text, Span(0, len(text)))
    end = 0
    for number in read_numbers(words):
        assert end <= number.first < number.last <= len(words.lowers)
        end = number.last


@given(st.integers(0, 10**12))
def test_figures_are_read_back(value):
    text = f"{value:,}"
    [number] = read_numbers(cut_words(text, Span(0, len(text))))
    assert number.low == number.high == value


@pytest.mark.parametrize("piece", ["9", "hundred ", "a ", "tens of ", "1/2 ", "two-", "million and "])
def test_reading_numbers_is_linear_on_hostile_text(piece, count_calls):
    def read(size):
        text = piece * (size // len(piece))
        return count_calls(lambda: read_numbers(cut_words(text, Span(0, len(text)))))

    assert read(40_000) < 6 * read(10_000) + 1000


def test_no_currency_word_has_two_codes():
    words = load_quantity_words()
    assert words.signs[("$",)] == "USD"
    assert set(words.money) & set(words.percent) == set()
