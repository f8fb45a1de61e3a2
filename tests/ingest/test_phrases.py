import io
from datetime import date

import pytest

from dateline.errors import InputError
from dateline.ingest.phrases import Phrase, ingest_phrases


def read(text):
    return ingest_phrases("-", stdin=io.BytesIO(text.encode()))


def test_lines_are_phrases_with_their_day():
    phrases, problems = read(
        '{"id": "a", "text": "Afghan foreign minister", "date": "2025-07-04"}\n\n{"text": "rebels"}\n'
    )
    assert phrases == (Phrase("a", "Afghan foreign minister", date(2025, 7, 4)), Phrase("stdin-3", "rebels", None))
    assert problems == ()


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "not JSON"),
        ("[1]", '"text" string'),
        ('{"text": 5}', '"text" string'),
        ('{"text": "x", "date": "May"}', "no ISO day"),
    ],
)
def test_a_line_that_is_no_phrase_is_a_problem_and_the_rest_is_read(line, words):
    phrases, [problem] = read(f'{line}\n{{"id": "b", "text": "police"}}\n')
    assert [phrase.id for phrase in phrases] == ["b"]
    assert problem.where == "-:1"
    assert words in problem.message


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match=r"none\.jsonl: cannot be read"):
        ingest_phrases(tmp_path / "none.jsonl")
