from dataclasses import dataclass

import pytest

from dateline import lexicon
from dateline.errors import LexiconError

DATA = sorted(
    path.relative_to(root).as_posix()
    for root in [__import__("pathlib").Path(lexicon.__file__).parent / "data"]
    for path in root.rglob("*")
    if path.suffix in (".toml", ".tsv") and "examples" not in path.parts
)


@dataclass(frozen=True, slots=True)
class Word:
    lemma: str
    forms: tuple[str, ...] = ()


@pytest.fixture
def data_file(tmp_path, monkeypatch):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        monkeypatch.setattr(lexicon, "data_file", lambda _: path)
        lexicon.load_tables.cache_clear()
        lexicon.load_rows.cache_clear()

    yield write
    lexicon.load_tables.cache_clear()
    lexicon.load_rows.cache_clear()


@pytest.mark.parametrize("name", DATA)
def test_every_data_file_states_its_origin_licence_and_version(name):
    if name.endswith(".toml"):
        loaded = lexicon.load_tables(name)
        assert loaded.origin
        assert loaded.licence
        assert loaded.version
    else:
        assert lexicon.load_rows(name)


STATED = 'origin = "here"\nlicence = "CC0-1.0"\nversion = "1"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("origin = ", "is not TOML"),
        ('origin = "here"\nversion = "1"\n[[entry]]\nlemma = "say"', "does not state its licence"),
        (STATED, "has no [[entry]] rows"),
        (STATED + '[[entry]]\nlemma = "say"\ncolour = "red"', "unknown field 'colour'"),
        (STATED + '[[entry]]\nforms = ["says"]', "[[entry]] 1"),
    ],
)
def test_a_malformed_toml_file_is_refused_with_its_reason(data_file, text, message):
    data_file("words.toml", text)
    with pytest.raises(LexiconError) as error:
        lexicon.load_entries("words.toml", Word)
    assert message in str(error.value)
    assert "words.toml" in str(error.value)


def test_rows_are_loaded_into_the_record_with_lists_as_tuples(data_file):
    data_file("words.toml", STATED + '[[entry]]\nlemma = "say"\nforms = ["says", "said"]')
    assert lexicon.load_entries("words.toml", Word) == (Word("say", ("says", "said")),)


def test_a_tsv_row_of_another_width_is_refused_with_its_line(data_file):
    data_file("t.tsv", "# origin: here\n# licence: CC0-1.0\n# version: 1\na\tb\n1\t2\n3\n")
    with pytest.raises(LexiconError, match="line 6 has 1 cells"):
        lexicon.load_rows("t.tsv")


def test_a_file_that_is_not_there_is_one_clear_line():
    with pytest.raises(LexiconError, match="no such data file"):
        lexicon.data_file("en/none.toml")
