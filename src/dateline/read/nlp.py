"""The spaCy pipeline, made cheap without changing what it says; with `text.py` the only user of the NLP library.

Part of speech and lemma are rules of a token's word, tag and label, some 180 patterns a token: what they say is kept by
these three, and by the run for tokens that a rule over several may take in ("ain't", "there is"). Word vectors and
convolutions are made by `encoder.py`. Every tag, head, entity and lemma is the library's own; a pipeline that is built
otherwise runs as it is. A report is always parsed by itself: what is read of it does not hang on what else is read.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import Any

import numpy as np

from dateline.errors import ConfigError
from dateline.read.encoder import quicken

_GLUED_MARKS = (r"[“”„«»]", r"(?<=[.,?!…])\"(?=[A-Za-z])")
#: Short titles that the library's tokenizer takes for the ends of sentences.
_TITLES = (
    "Sgt.",
    "Lt.",
    "Capt.",
    "Col.",
    "Maj.",
    "Cpl.",
    "Cmdr.",
    "Det.",
    "Const.",
    "Supt.",
    "Insp.",
    "Atty.",
    "Brig.",
)
_BATCH = 16  # texts a batch in the library's own loop: no gain above, wherever tried
_MOST_WORDS = 200_000
_UNSIGNED = 2**64 - 1  # the library's string hashes are unsigned
_COLUMNS = ["ORTH", "TAG", "DEP", "HEAD", "ENT_TYPE", "ENT_IOB", "SENT_START"]
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
    """What a token's word, tag and label tell: ``size`` in code points, and names."""

    size: int
    tag: str
    dep: str
    pos: str
    lemma: str


_Place = tuple[int, int]  # a rule over several tokens, by number, and a place in it
_BETWEEN = ("|", "", "", "X")  # word, tag, label and part of speech of what keeps runs apart: no rule takes it in
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
    for title in _TITLES:
        nlp.tokenizer.add_special_case(title, [{"ORTH": title}])
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


_Key = tuple[int, int, int]  # a token's word, tag and label, as the library's hashes


class Parser:
    """Parses the pieces of one report."""

    def __init__(self, nlp: Any) -> None:
        self.nlp = nlp
        self._strings = nlp.vocab.strings
        self._rules = _find_rules(nlp)
        self._components = [each for _, each in nlp.pipeline if self._rules is None or each not in self._rules]
        self._names: dict[int, str] = {0: ""}
        self._words: dict[_Key, Word] = {}
        self._linking: set[_Key] = set()  # those of them that a rule over several tokens may take in
        self._told: dict[_Key, tuple[str, str, frozenset[_Place]]] = {}
        self._runs: dict[tuple[_Key, ...], list[Word]] = {}
        self._links: Any = None
        self._asked: frozenset[str] | None = None
        if self._rules is not None:
            ruler, lemmatizer = self._rules
            self._links = _make_links(nlp, ruler)
            self._asked = _find_labels(ruler)
            _hash_forms(lemmatizer)
            for component in self._components:
                quicken(component.model, [nlp.make_doc(text) for text in _PROBE])

    def parse(self, docs: Sequence[Any]) -> list[list[Row]]:
        """Parse tokenized pieces of one report; a list of rows for each."""
        filled = [doc for doc in docs if len(doc)]
        if self._rules is None:
            filled = list(self.nlp.pipe(filled, batch_size=_BATCH))
        else:
            for component in self._components if filled else ():
                component.set_annotations(filled, component.predict(filled))
        rows = iter(self._rows(filled))
        return [list(islice(rows, len(doc))) for doc in docs]

    def _rows(self, docs: Sequence[Any]) -> list[Row]:
        """The rows of parsed pieces, one piece after the other."""
        if not docs:
            return []
        table = np.concatenate([doc.to_array(_COLUMNS) for doc in docs]).astype(np.int64)
        forms, tags, deps, heads, kinds, iobs, opens = table.T.tolist()
        keys = list(zip(forms, tags, deps, strict=True))
        words = self._find_words(docs, keys)
        names = {kind: self._name(kind) for kind in set(kinds)}
        return [
            (word, head, names[kind], iob == _BEGINS, start == 1)
            for word, head, kind, iob, start in zip(words, heads, kinds, iobs, opens, strict=True)
        ]

    def _find_words(self, docs: Sequence[Any], keys: list[_Key]) -> list[Word]:
        if self._rules is None:
            return [Word(len(token), token.tag_, token.dep_, token.pos_, token.lemma_) for doc in docs for token in doc]
        known = self._words
        if len(known) > _MOST_WORDS:
            for memory in (known, self._linking, self._told, self._runs):
                memory.clear()
        missing = [key for key in dict.fromkeys(keys) if key not in known]
        if missing:
            self._learn(missing)
        words = [known[key] for key in keys]
        if not self._linking.isdisjoint(keys):
            first = 0
            for doc in docs:
                self._settle_runs(words, keys, first, first + len(doc))
                first += len(doc)
        return words

    def _learn(self, keys: Sequence[_Key]) -> None:
        """Look up words that are new, once for all labels that no rule asks for."""
        asked = self._asked
        kinds = {key: key if asked is None or self._name(key[2]) in asked else (key[0], key[1], -1) for key in keys}
        fresh = {kind: key for key, kind in kinds.items() if kind not in self._told}
        for kind, [told] in zip(fresh, self._apply_rules([(key,) for key in fresh.values()]), strict=True):
            self._told[kind] = told
        for key, kind in kinds.items():
            pos, lemma, places = self._told[kind]
            form = self._name(key[0])
            self._words[key] = Word(len(form), self._name(key[1]), self._name(key[2]), pos, lemma)
            if places:
                self._linking.add(key)

    def _settle_runs(self, words: list[Word], keys: Sequence[_Key], begin: int, end: int) -> None:
        """Tokens of one piece that a rule over several may take in, together: what the rules say of the run."""
        first = begin
        for last in range(begin + 1, end + 1):
            if last < end and self._follows(keys[last - 1], keys[last]):
                continue
            if last - first > 1:
                run = tuple(keys[first:last])
                if run not in self._runs:
                    [told] = self._apply_rules([run])
                    self._runs[run] = [
                        replace(self._words[key], pos=pos, lemma=lemma)
                        for key, (pos, lemma, _) in zip(run, told, strict=True)
                    ]
                words[first:last] = self._runs[run]
            first = last

    def _follows(self, one: _Key, two: _Key) -> bool:
        """Whether a rule over several tokens can take one word and then the other."""
        if one not in self._linking or two not in self._linking:
            return False
        places = self._places(two)
        return any((rule, place + 1) in places for rule, place in self._places(one))

    def _places(self, key: _Key) -> frozenset[_Place]:
        found = self._told.get(key) or self._told[key[0], key[1], -1]
        return found[2]

    def _apply_rules(self, runs: Sequence[Sequence[_Key]]) -> list[list[tuple[str, str, frozenset[_Place]]]]:
        """What the library's rules say of each token of some runs, whatever stands around the run."""
        from spacy.tokens import Doc  # noqa: PLC0415

        parts = [part for run in runs for part in (*((*map(self._name, key), "") for key in run), _BETWEEN)]
        if not parts:
            return []
        words, tags, deps, kinds = ([part[number] for part in parts] for number in range(4))
        doc = Doc(self.nlp.vocab, words=words, tags=tags, deps=deps, pos=kinds, heads=list(range(len(parts))))
        for rule in self._rules or ():
            rule(doc)
        places: dict[int, set[_Place]] = defaultdict(set)
        for match, start, _ in self._links(doc, allow_missing=True) if self._links is not None else ():
            number, place = self._strings[match].split(":")
            places[start].add((int(number), int(place)))
        found, first = [], 0
        for run in runs:
            tokens = [doc[first + index] for index in range(len(run))]
            found.append([(token.pos_, token.lemma_, frozenset(places.get(token.i, ()))) for token in tokens])
            first += len(run) + 1
        return found

    def _name(self, key: int) -> str:
        """Look up one of the library's hashed strings, each once: few are new from one report to the next."""
        found = self._names.get(key)
        if found is None:
            if len(self._names) > _MOST_WORDS:
                self._names.clear()
                self._names[0] = ""
            found = self._names[key] = str(self._strings[key & _UNSIGNED])
        return found


def _find_rules(nlp: Any) -> tuple[Any, Any] | None:
    """The components that set part of speech and lemma, if what they say of a token hangs on its run alone."""
    from spacy.pipeline import AttributeRuler, Lemmatizer  # noqa: PLC0415
    from spacy.tokens import Doc  # noqa: PLC0415

    known = {"tok2vec", "tagger", "parser", "ner", "attribute_ruler", "lemmatizer"}
    if set(nlp.pipe_names) - known or not {"attribute_ruler", "lemmatizer"} <= set(nlp.pipe_names):
        return None
    ruler, lemmatizer = nlp.get_pipe("attribute_ruler"), nlp.get_pipe("lemmatizer")
    models = [each for _, each in nlp.pipeline if each not in (ruler, lemmatizer)]
    if not all(hasattr(each, "predict") and hasattr(each, "model") for each in models):
        return None
    if type(ruler) is not AttributeRuler or not isinstance(lemmatizer, Lemmatizer) or lemmatizer.mode != "rule":
        return None
    tokens = [token for rule in ruler.patterns for pattern in rule["patterns"] for token in pattern]
    if not all(token and {key.upper() for key in token} <= _ASKED for token in tokens):
        return None
    between = Doc(nlp.vocab, words=[_BETWEEN[0]], tags=[""], deps=[""], pos=[_BETWEEN[3]], heads=[0])
    links = _make_links(nlp, ruler)
    return (
        None
        if ruler.match(between) or (links is not None and links(between, allow_missing=True))
        else (ruler, lemmatizer)
    )


def _find_labels(ruler: Any) -> frozenset[str] | None:
    """The dependency labels that rules ask for, ``None`` where they ask in another way than for one or a list."""
    found: set[str] = set()
    for rule in ruler.patterns:
        for asked in (token["DEP"] for pattern in rule["patterns"] for token in pattern if "DEP" in token):
            if isinstance(asked, str):
                found.add(asked)
            elif isinstance(asked, dict) and asked.keys() <= {"IN", "NOT_IN"}:
                found.update(*asked.values())
            else:
                return None
    return frozenset(found)


def _hash_forms(lemmatizer: Any) -> None:
    """Make sets of the lemmatizer's lists of known forms, of which it only asks whether one is there."""
    if "lemma_index" in lemmatizer.lookups:
        table = lemmatizer.lookups.get_table("lemma_index")
        for kind, forms in list(table.items()):
            table[kind] = frozenset(forms)


def _make_links(nlp: Any, ruler: Any) -> Any:
    """A matcher of the places in rules over several tokens, ``rule:place``; ``None`` when there is no such rule."""
    from spacy.matcher import Matcher  # noqa: PLC0415

    matcher = Matcher(nlp.vocab, validate=False)
    patterns = [pattern for rule in ruler.patterns for pattern in rule["patterns"] if len(pattern) > 1]
    for number, pattern in enumerate(patterns):
        for place, token in enumerate(pattern):
            matcher.add(f"{number}:{place}", [[token]])
    return matcher if patterns else None
