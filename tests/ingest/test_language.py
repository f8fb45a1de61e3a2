"""Language: English is never taken for another one; another one is told when there is enough of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.ingest import identify_language

ENGLISH = [
    ("The bridge over the Oker opened again on Monday, the town council said.", "running text"),
    (
        "BERGEN (AFP) - Ministers from Kyrgyzstan, Tajikistan and Uzbekistan met with Amir Qahhor Rahmonov.",
        "foreign names",
    ),
    ("Muttaqi: “Da hukumat” means the government, and that is what they would call it.", "foreign words"),
    ("Bridge to open again after the council agreed to pay", "a headline"),
    ("date 2026-07-04 Norway has become the first country to do so, its ministry said.", "a stamp first"),
]
FOREIGN = [
    ("El presidente dijo que el gobierno firmará el acuerdo el lunes en Madrid, según fuentes oficiales.", "es"),
    ("Der Minister sagte am Montag in Berlin, dass die Gespräche über die Brücke fortgesetzt werden.", "de"),
    ("De minister zei dat hij of zij was gevraagd om de zaak te bespreken, maar dat is niet gebeurd.", "nl"),
    ("Udenrigsministeren siger, at han for første gang er klar til at tale med hende om det.", "da"),
    ("Президент заявил в понедельник, что переговоры продолжатся в Москве.", "ru"),
    ("قال وزير الخارجية يوم الاثنين إن المحادثات ستستمر في العاصمة القطرية الدوحة.", "ar"),
    ("该发言人周一表示，双方同意在下个月举行第二轮会谈，讨论贸易和安全问题，并将继续谈判。", "zh"),
]


@pytest.mark.parametrize(("text", "reason"), ENGLISH, ids=[row[1] for row in ENGLISH])
def test_english_is_told(text: str, reason: str) -> None:
    assert identify_language(text) == "en"


@pytest.mark.parametrize(("text", "code"), FOREIGN, ids=[row[1] for row in FOREIGN])
def test_another_language_is_told(text: str, code: str) -> None:
    assert identify_language(text) == code


@pytest.mark.parametrize("text", ["", "   ", "12 – 4", "Oslo", "KABUL", "Rahmonov, Muttaqi, Abenov", "“”", "\x00\x01"])
def test_too_little_is_not_guessed_at(text: str) -> None:
    assert identify_language(text) is None


@given(st.text(max_size=120))
def test_any_text_gives_a_code_or_none(text: str) -> None:
    code = identify_language(text)
    assert code is None or 2 <= len(code) <= 3
