"""The cheap parser says what the library's own pipeline says, bit for bit."""

import numpy as np
import pytest
import spacy

from dateline.config import ReadConfig
from dateline.errors import ConfigError
from dateline.model import Region, Span
from dateline.pipeline import example_paths, take_in
from dateline.read import encoder, read_report
from dateline.read import nlp as quick
from dateline.read.nlp import Parser, load_model
from dateline.read.text import parse_text

MODEL = ReadConfig().model
EXAMPLES = [report for _, folder in example_paths() for report in take_in([folder]).reports]
# Rules over two tokens (ain't, gonna, gotta, let's, c'mon, y'all, "there is"), alone, in a row and across others.
PAIRS = (
    "It ain't so, and there's no deal: they're gonna pay.",
    "Let's go, c'mon, y'all gotta see. There are gonna be two. Is there? There were.",
    "He was gonna gotta let 's c'm on on y' all all there 's 's.",
)


@pytest.fixture(scope="module")
def stock():
    return load_model(MODEL)


@pytest.fixture(scope="module")
def parser():
    return Parser(load_model(MODEL))


def rows_of(doc):
    """What the library's own pipeline says of a piece, in the parser's shape."""
    return [
        (
            (len(token.text), token.tag_, token.dep_, token.pos_, token.lemma_),
            token.head.i - token.i,
            token.ent_type_,
            token.ent_iob_ == "B",
            bool(token.is_sent_start),
        )
        for token in doc
    ]


def plain(rows):
    return [((word.size, word.tag, word.dep, word.pos, word.lemma), *rest) for word, *rest in rows]


def pieces(text):
    return [line for line in text.split("\n") if line.strip()]


@pytest.mark.parametrize("text", [*(report.text for report in EXAMPLES), *PAIRS])
def test_every_tag_head_entity_and_lemma_is_what_the_library_says(stock, parser, text):
    found = parser.parse([parser.nlp.make_doc(piece) for piece in pieces(text)])
    wanted = [rows_of(doc) for doc in stock.pipe(pieces(text))]
    assert [plain(rows) for rows in found] == wanted


def test_vectors_are_the_library_s_to_the_last_bit_alone_or_beside_others(stock, parser):
    texts = pieces(EXAMPLES[0].text)
    together = [parser.nlp.make_doc(text) for text in texts]
    parser.parse(together)
    for text, doc in zip(texts, together, strict=True):
        alone = parser.nlp.make_doc(text)
        parser.parse([alone])
        assert np.array_equal(alone.tensor, doc.tensor)
        assert np.array_equal(stock(text).tensor, doc.tensor)


def test_both_models_of_the_usual_pipeline_are_made_cheap(parser):
    names = [
        node.name for _, component in parser.nlp.pipeline if hasattr(component, "model") for node in walk(component)
    ]
    assert names.count("kept_vectors") == names.count("convolution") == 2


def walk(component):
    return list(getattr(component.model, "walk", list)())


def test_vectors_and_words_that_no_longer_fit_are_made_anew(monkeypatch, stock):
    monkeypatch.setattr(encoder, "_MOST_VECTORS", 40)
    monkeypatch.setattr(quick, "_MOST_WORDS", 40)
    parser = Parser(load_model(MODEL))
    for text in pieces(EXAMPLES[0].text):
        [rows] = parser.parse([parser.nlp.make_doc(text)])
        assert plain(rows) == rows_of(stock(text))


def test_a_long_piece_and_empty_ones_are_parsed_too(stock, parser):
    text = "Nine ships sailed north. " * 200
    found = parser.parse([parser.nlp.make_doc(each) for each in ("", text, "")])
    assert [len(rows) for rows in found] == [0, 1000, 0]
    assert plain(found[1]) == rows_of(stock(parser.nlp.make_doc(text)))
    assert parser.parse([]) == []


def test_a_pipeline_with_a_component_of_its_own_runs_as_it_is(stock):
    nlp = load_model(MODEL)
    ruler = nlp.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "ORG", "pattern": "Rain"}])
    [rows] = Parser(nlp).parse([nlp.make_doc("Rain fell.")])
    assert [row[2] for row in rows] == ["ORG", "", ""]


def test_a_rule_that_asks_for_more_than_a_token_s_own_words_is_left_to_the_library():
    nlp = load_model(MODEL)
    nlp.get_pipe("attribute_ruler").add([[{"ENT_TYPE": "GPE"}]], {"POS": "X"})
    nlp.select_pipes(disable=["lemmatizer"])
    [rows] = Parser(nlp).parse([nlp.make_doc("It fell.")])
    assert [row[0].pos for row in rows] == ["PRON", "VERB", "PUNCT"]


def test_an_encoder_that_differs_in_one_bit_is_not_used(monkeypatch):
    honest = encoder._Convolution._apply

    def shifted(self, layer, here):
        honest(self, layer, here)
        here += np.float32(1e-6)

    monkeypatch.setattr(encoder._Convolution, "_apply", shifted)
    parser = Parser(load_model(MODEL))
    assert "convolution" not in {node.name for node in walk(parser.nlp.get_pipe("ner"))}


def test_a_reading_is_the_same_whatever_was_read_before_it():
    forwards = {report.id: read_report(report) for report in EXAMPLES[:6]}
    backwards = {report.id: read_report(report) for report in reversed(EXAMPLES)}
    assert all(backwards[name] == reading for name, reading in forwards.items())


def test_blanks_between_words_are_no_words():
    text = "It\u00a0 said\u200b so."
    assert [token.text for token in parse_text(text, [Region("body", Span(0, len(text)))]).tokens] == [
        "It",
        "said",
        "so",
        ".",
    ]


def test_a_pipeline_that_is_not_installed_is_one_clear_line():
    with pytest.raises(ConfigError, match="no spaCy pipeline 'xx_none' is installed"):
        load_model("xx_none")


def test_a_pipeline_without_entities_is_refused(monkeypatch):
    monkeypatch.setattr(spacy, "load", lambda _: spacy.blank("en"))
    with pytest.raises(ConfigError, match="has no ner"):
        load_model("en_blank")
