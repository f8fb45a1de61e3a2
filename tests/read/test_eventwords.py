import pytest

from dateline.model import Report, Span
from dateline.read.events.words import find_event_words


def words_of(text, words):
    at = text.index(words)
    [found] = find_event_words(Report(id="r", text=text), [Span(at, at + len(words))])
    return found


@pytest.mark.parametrize(
    ("text", "words", "lemma", "subject", "object_"),
    [
        ("Police arrested two men in Lima.", "arrested", "arrest", "police", "man"),
        ("Two men were arrested by police in Lima.", "arrested", "arrest", "police", "man"),  # passive: done to them
        ("The mayor opened the bridge and praised the builders.", "praised", "praise", "mayor", "builder"),
    ],
)
def test_who_does_what_to_whom_is_told_of_a_mention(text, words, lemma, subject, object_):
    found = words_of(text, words)
    assert found.lemma == lemma
    assert subject in found.subject
    assert object_ in found.object


def test_a_mention_of_several_words_keeps_its_other_words():
    found = words_of("Rebels carried out an attack in Lima.", "carried out an attack")
    assert "attack" in (found.lemma, *found.extra)


def test_a_mention_outside_the_prose_is_told_by_its_last_word():
    text = "Rain fell in Lima on Monday and the river rose.\n\nhttps://example.org/rain-fell"
    assert words_of(text, "example.org").sentence == -1


def test_mentions_come_in_the_order_asked_for():
    text = "Rain fell. The river rose."
    spans = [Span(21, 25), Span(5, 9)]
    assert [found.span for found in find_event_words(Report(id="r", text=text), spans)] == spans
