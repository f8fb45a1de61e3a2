"""The spaCy pipeline, made cheap without changing what it says; with `text.py` the only user of the NLP library.

Three things cost a pipeline of small convolutional models most, and each is the same again and again: vectors of words
(kept here by the features that they are made of), rules that set part of speech and lemma (kept by word, tag and label)
and the memory that every layer asks for (buffers of one size here). The sums are the library's own, in the library's
order, so that every tag, head and entity is the same; where a pipeline is built otherwise, or a probe shows one bit of
difference, the library's own code runs. A report is always parsed by itself: what is read of it does not hang on what
else is read.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from dateline.errors import ConfigError

Floats = npt.NDArray[np.float32]

_GLUED_MARKS = (r"[“”„«»]", r"(?<=[.,?!…])\"(?=[A-Za-z])")
_BATCH = 16  # texts a batch in the library's own loop: no gain above, wherever tried
_MOST_VECTORS = 32_768  # word vectors kept a model, 12 MB of 96 floats; then a fresh start
_MOST_WORDS = 200_000
_BLOCK = 512  # rows of one block of a convolution: its buffers stay in the cache
_UNSIGNED = 2**64 - 1  # the library's string hashes are unsigned
_PLAIN = ["ORTH", "TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
_FULL = [*_PLAIN, "POS", "LEMMA"]
_BEGINS = 3  # spaCy's ENT_IOB for the first token of an entity
#: What a rule may ask of a token for its outcome to be known by word, tag and label.
_ASKED = frozenset({"ORTH", "TEXT", "LOWER", "LENGTH", "SHAPE", "PREFIX", "SUFFIX", "TAG", "DEP", "IS_SPACE"})
_PROBE = (
    "The harbour council's chief, Ana Ruiz, said on 3 May that it hadn't paid $4.5 million.",
    "There is no deal (yet) — they're gonna talk in Oslo!",
    "Rain",
)


@dataclass(frozen=True, slots=True)
class Word:
    """What a token's word, tag and label tell: ``size`` in code points, and names.

    ``places`` are the places in rules over several tokens that it can take.
    """

    size: int
    tag: str
    dep: str
    pos: str
    lemma: str
    places: frozenset[tuple[int, int]] = frozenset()


#: A parsed token: its word, head less its own index, entity label, whether an entity and whether a sentence begins.
Row = tuple[Word, int, str, bool, bool]


def load_model(name: str) -> Any:
    """Load an installed spaCy pipeline as it is, apart from its tokenizer.

    Raises:
        ConfigError: No pipeline of that name is installed, or it lacks a tagger, a parser or entities.
    """
    import spacy  # noqa: PLC0415  (half a second: only commands that parse pay it)

    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise ConfigError(f"no spaCy pipeline {name!r} is installed; install it or set read.model") from error
    missing = {"tagger", "parser", "ner"} - set(nlp.pipe_names)
    if missing:
        raise ConfigError(f"the spaCy pipeline {name!r} has no {min(missing)}")
    # A closing mark glued to the next word (safe,”Ruiz) is a token of its own.
    infixes = [*nlp.Defaults.infixes, *_GLUED_MARKS]
    nlp.tokenizer.infix_finditer = spacy.util.compile_infix_regex(infixes).finditer
    return nlp


@cache
def load_parser(name: str) -> Parser:
    """Load a spaCy pipeline as a parser, once.

    Raises:
        ConfigError: As `load_model`.
    """
    parser = Parser(load_model(name))
    gc.collect()
    gc.freeze()  # models live as long as the process: later collections need not look through them
    return parser


class Parser:
    """Parses the pieces of one report."""

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp
        self._strings = nlp.vocab.strings
        self._rules = _find_rules(nlp)
        self._components = [component for _, component in nlp.pipeline]
        if self._rules is not None:
            self._components = [each for each in self._components if each not in self._rules]
        self._names: dict[int, str] = {0: ""}
        self._words: dict[tuple[int, int, int], Word] = {}
        self._runs: dict[tuple[tuple[int, int, int], ...], tuple[Word, ...]] = {}
        self._links = _make_links(nlp, self._rules[0]) if self._rules is not None else None
        for component in self._components if self._rules is not None else ():
            _quicken(component.model, nlp)

    def parse(self, docs: Sequence[Any]) -> list[list[Row]]:
        """Parse tokenized pieces of one report; a list of rows for each."""
        if self._rules is None:
            return [self._rows_in_full(doc) for doc in self.nlp.pipe(docs, batch_size=_BATCH)]
        filled = [doc for doc in docs if len(doc)]
        for component in self._components if filled else ():
            component.set_annotations(filled, component.predict(filled))
        return [self._rows(doc) if len(doc) else [] for doc in docs]

    def _rows_in_full(self, doc: Any) -> list[Row]:
        """Rows of a piece of which the library has set part of speech and lemma too."""
        name = self._name
        return [
            (
                Word(len(name(form)), name(tag), name(dep), name(pos), name(lemma)),
                head, name(kind), iob == _BEGINS, start == 1,
            )
            for form, tag, dep, head, kind, iob, start, pos, lemma in _to_rows(doc, _FULL)
        ]  # fmt: skip

    def _rows(self, doc: Any) -> list[Row]:
        known, name = self._words, self._name
        if len(known) > _MOST_WORDS:
            known.clear()
            self._runs.clear()
        rows: list[Row] = []
        keys: list[tuple[int, int, int]] = []
        linked = False
        for form, tag, dep, head, kind, iob, start in _to_rows(doc, _PLAIN):
            key = (form, tag, dep)
            word = known.get(key)
            if word is None:
                [word] = self._apply_rules((key,))
                known[key] = word
            if word.places and rows and not linked:
                linked = _follows(rows[-1][0], word)
            keys.append(key)
            rows.append((word, head, name(kind) if kind else "", iob == _BEGINS, start == 1))
        if linked:
            self._settle_runs(rows, keys)
        return rows

    def _settle_runs(self, rows: list[Row], keys: list[tuple[int, int, int]]) -> None:
        """Tokens that a rule over several may take in, together: what the rules say of the run."""
        first = 0
        for last in range(1, len(rows) + 1):
            if last < len(rows) and _follows(rows[last - 1][0], rows[last][0]):
                continue
            if last - first > 1:
                run = tuple(keys[first:last])
                if run not in self._runs:
                    self._runs[run] = self._apply_rules(run)
                for index, word in enumerate(self._runs[run], first):
                    rows[index] = (word, *rows[index][1:])
            first = last

    def _apply_rules(self, run: tuple[tuple[int, int, int], ...]) -> tuple[Word, ...]:
        """What the library's rules say of tokens that stand next to each other, whatever stands around them."""
        from spacy.tokens import Doc  # noqa: PLC0415

        words, tags, deps = ([self._name(key[part]) for key in run] for part in range(3))
        doc = Doc(self.nlp.vocab, words=words, tags=tags, deps=deps, heads=list(range(len(run))))
        for rule in self._rules or ():
            rule(doc)
        places: list[set[tuple[int, int]]] = [set() for _ in run]
        if self._links is not None:
            for match, start, _ in self._links(doc):
                rule_number, place = self._strings[match].split(":")
                places[start].add((int(rule_number), int(place)))
        return tuple(
            Word(len(token.text), token.tag_, token.dep_, token.pos_, token.lemma_, frozenset(where))
            for token, where in zip(doc, places, strict=True)
        )

    def _name(self, key: int) -> str:
        """Look up one of the library's hashed strings, each once: few are new from one report to the next."""
        found = self._names.get(key)
        if found is None:
            if len(self._names) > _MOST_WORDS:
                self._names.clear()
                self._names[0] = ""
            found = self._names[key] = str(self._strings[key & _UNSIGNED])
        return found


def _to_rows(doc: Any, columns: list[str]) -> list[list[int]]:
    """A piece's attributes read as one array, which costs a third of asking each token."""
    found: list[list[int]] = doc.to_array(columns).astype(np.int64).tolist() if len(doc) else []
    return found


def _follows(one: Word, two: Word) -> bool:
    """Whether a rule over several tokens can take one word and then the other."""
    return any((rule, place + 1) in two.places for rule, place in one.places)


def _find_rules(nlp: Any) -> tuple[Any, ...] | None:
    """The components that set part of speech and lemma, if what they say of a token hangs on its run alone."""
    from spacy.pipeline import AttributeRuler, Lemmatizer  # noqa: PLC0415

    known = {"tok2vec", "tagger", "parser", "ner", "attribute_ruler", "lemmatizer"}
    if set(nlp.pipe_names) - known or not {"attribute_ruler", "lemmatizer"} <= set(nlp.pipe_names):
        return None
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    models = [each for _, each in nlp.pipeline if each not in (ruler, lemmatizer)]
    if not all(hasattr(each, "predict") and hasattr(each, "model") for each in models):
        return None
    if type(ruler) is not AttributeRuler or not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule":
        return None
    asked = {key for rule in ruler.patterns for pattern in rule["patterns"] for token in pattern for key in token}
    return (ruler, lemmatizer) if {key.upper() for key in asked} <= _ASKED else None


def _make_links(nlp: Any, ruler: Any) -> Any:
    """A matcher of the places in rules over several tokens, ``rule:place``; ``None`` when there is no such rule."""
    from spacy.matcher import Matcher  # noqa: PLC0415

    matcher = Matcher(nlp.vocab, validate=False)
    patterns = [pattern for rule in ruler.patterns for pattern in rule["patterns"] if len(pattern) > 1]
    for number, pattern in enumerate(patterns):
        for place, token in enumerate(pattern):
            matcher.add(f"{number}:{place}", [[token]])
    return matcher if patterns else None


def _quicken(model: Any, nlp: Any) -> None:
    """Put the cheap embedding and encoder into a model, each where a probe shows no difference in any bit."""
    docs = [nlp.make_doc(text) for text in _PROBE]
    for node in list(model.walk()):
        if len(node.layers) != 2 or not node.layers[0].layers or node.layers[0].layers[0].name != "extract_features":
            continue
        embed, encode = node.layers
        vectors = embed.predict(docs)
        encoded = encode.predict(vectors)
        cheap = _keep_vectors(embed)
        if _are_same(cheap.predict(docs), vectors) and _are_same(cheap.predict(docs[:1]), vectors[:1]):
            model.replace_node(embed, cheap)
        convolution = _make_encoder(encode)
        if convolution is not None and _are_same(convolution.predict(vectors), encoded):
            model.replace_node(encode, convolution)


def _are_same(some: Sequence[Floats], others: Sequence[Floats]) -> bool:
    return all(np.array_equal(one, two) for one, two in zip(some, others, strict=True))


def _keep_vectors(embed: Any) -> Any:
    """An embedding that makes the vector of the same features once."""
    from thinc.api import Model  # noqa: PLC0415

    extract, *rest = embed.layers
    places: dict[bytes, int] = {}
    table: list[Floats] = [np.zeros((0, 0), dtype=np.float32)]

    def make(features: npt.NDArray[np.uint64]) -> Floats:
        value: Any = [features]
        for layer in rest:
            value = layer.predict(value)
        made: Floats = value[0]
        return made

    def forward(_: Any, docs: Sequence[Any], **_training: bool) -> tuple[list[Floats], Callable[[Any], Any]]:
        features = [np.ascontiguousarray(each) for each in extract.predict(docs)]
        rows = np.concatenate(features)
        keys = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel().tolist()
        if len(places) + len(keys) > _MOST_VECTORS:
            places.clear()
        before = len(places)
        where = [places.setdefault(key, len(places)) for key in keys]
        if len(places) > before:
            _, first = np.unique(where, return_index=True)
            fresh = make(rows[first[-(len(places) - before) :]])
            table[0] = _grown(table[0], before, fresh)
        vectors = table[0][where]
        bounds = np.cumsum([len(each) for each in features])[:-1]
        return np.split(vectors, bounds), _no_training

    return Model("kept_vectors", forward)


def _grown(table: Floats, used: int, fresh: Floats) -> Floats:
    """A table with fresh rows after those in use, in new memory only when the old is full."""
    needed = used + len(fresh)
    if needed > len(table) or table.shape[1] != fresh.shape[1]:
        larger = np.empty((max(1024, 2 * needed), fresh.shape[1]), dtype=np.float32)
        if used:
            larger[:used] = table[:used]
        table = larger
    table[used:needed] = fresh
    return table


def _no_training(_: Any) -> Any:
    raise ConfigError("the parser cannot be trained as it is loaded here")


@dataclass(frozen=True, slots=True)
class _Layer:
    """One convolution: weights with the pieces of one maximum a block of columns each, bias, and the norm's scale."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats
    pieces: int


def _read_layer(residual: Any) -> _Layer | None:
    """The numbers of a convolution of the usual build, over a word and its two neighbours; ``None`` for another."""
    nodes = {node.name: node for node in residual.walk() if not node.layers}
    if set(nodes) != {"expand_window", "maxout", "layernorm", "dropout"} or len(list(residual.walk())) > 8:
        return None
    maxout, norm = nodes["maxout"], nodes["layernorm"]
    weights, bias = maxout.get_param("W"), maxout.get_param("b")
    width, pieces, wide = weights.shape
    if nodes["expand_window"].attrs["window_size"] != 1 or wide != 3 * width or weights.dtype != np.float32:
        return None
    by_piece = np.ascontiguousarray(weights.transpose(1, 0, 2)).reshape(pieces * width, wide)
    by_piece_bias = np.ascontiguousarray(bias.T).reshape(-1)
    return _Layer(by_piece, by_piece_bias, norm.get_param("G"), norm.get_param("b"), pieces)


def _make_encoder(encode: Any) -> Any:
    """Convolutions in buffers that are used again; ``None`` when the encoder is of another build."""
    from thinc.api import Model  # noqa: PLC0415

    if not encode.name.startswith("with_array(residual(expand_window") or not encode.attrs.get("pad"):
        return None
    found = [_read_layer(residual) for residual in encode.layers[0].layers]
    layers = [layer for layer in found if layer is not None]
    pad, ops = encode.attrs["pad"], encode.ops
    if len(layers) != len(found) or len(layers) > pad:
        return None  # a piece must not reach its neighbour across the padding
    convolve = _Convolution(layers, ops.gemm, pad)

    def forward(_: Any, vectors: Sequence[Floats], **_training: bool) -> tuple[list[Floats], Callable[[Any], Any]]:
        return [each for block in _blocks(vectors, pad) for each in convolve(block)], _no_training

    return Model("convolution", forward)


def _blocks(vectors: Sequence[Floats], pad: int) -> Iterator[list[Floats]]:
    """Pieces together up to a block's size; a longer one is a block by itself."""
    block: list[Floats] = []
    rows = pad
    for each in vectors:
        if block and rows + len(each) + pad > _BLOCK:
            yield block
            block, rows = [], pad
        block.append(each)
        rows += len(each) + pad
    if block:
        yield block


class _Convolution:
    """Applies the layers to a block of pieces, which zeros keep apart."""

    def __init__(self, layers: Sequence[_Layer], gemm: Callable[..., Any], pad: int) -> None:
        self._layers = layers
        self._gemm = gemm
        self._pad = pad
        self._width = len(layers[0].scale)
        self._size = 0
        self._wide = self._sums = self._best = np.zeros((0, 0), dtype=np.float32)

    def __call__(self, block: Sequence[Floats]) -> list[Floats]:
        pad = self._pad
        size = pad + sum(len(each) + pad for each in block)
        here = np.zeros((size, self._width), dtype=np.float32)
        starts = []
        row = pad
        for each in block:
            here[row : row + len(each)] = each
            starts.append(row)
            row += len(each) + pad
        if size > self._size:
            self._size = size
            self._wide = np.empty((size, 3 * self._width), dtype=np.float32)
            self._sums = np.empty((size, len(self._layers[0].bias)), dtype=np.float32)
            self._best = np.empty((size, self._width), dtype=np.float32)
        for layer in self._layers:
            self._apply(layer, here)
        return [here[start : start + len(each)] for start, each in zip(starts, block, strict=True)]

    def _apply(self, layer: _Layer, here: Floats) -> None:
        """Add to each row what the layer makes of it and its neighbours."""
        size, width = here.shape
        wide, sums, best = self._wide[:size], self._sums[:size], self._best[:size]
        wide[0, :width] = 0
        wide[1:, :width] = here[:-1]
        wide[:, width : 2 * width] = here
        wide[:-1, 2 * width :] = here[1:]
        wide[-1, 2 * width :] = 0
        self._gemm(wide, layer.weights, out=sums, trans2=True)
        sums += layer.bias
        np.copyto(best, sums[:, :width])
        for piece in range(1, layer.pieces):
            np.maximum(best, sums[:, piece * width : (piece + 1) * width], out=best)
        # As the library's norm: mean and variance by numpy's own order of summing.
        best -= best.mean(axis=1, keepdims=True)
        square = np.multiply(best, best, out=self._sums[:size, :width])
        variance = square.sum(axis=1, keepdims=True) / np.float32(width) + np.float32(1e-08)
        best *= variance ** (-1.0 / 2.0)
        best *= layer.scale
        best += layer.shift
        here += best
