"""The lexicon of speech, belief and intention: which words tell of it, and in which frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline import lexicon
from dateline.errors import LexiconError
from dateline.model import Attitude

_FILE = "en/quote_cues.toml"
_LISTS = ("platforms", "vehicles", "outlets", "performing", "performed")
_FRAMES = frozenset(
    {
        "quote",
        "clause",
        "that",
        "infinitive",
        "gerund",
        "object",
        "demand",
        "predicate",
        "as",
        "hearer",
        "quotation",
        "relay",
    }
)


@dataclass(frozen=True, slots=True)
class CueClass:
    """One row of the cue file: lemmas of a class with the frames they share."""

    lemmas: tuple[str, ...]
    frames: tuple[str, ...]
    attitude: Attitude
    name: str = ""

    def __post_init__(self) -> None:
        for frame in self.frames:
            if frame not in _FRAMES and not frame.startswith(("PREP:", "WITH:")):
                raise ValueError(f"unknown frame {frame!r}")
        if self.attitude not in ("speech", "belief", "intention"):
            raise ValueError(f"unknown attitude {self.attitude!r}")


@dataclass(frozen=True, slots=True)
class Cue:
    """What one lemma can do: its frames, each with the attitude it tells of."""

    frames: Mapping[str, Attitude]
    preps: frozenset[str]
    withs: frozenset[str]


@dataclass(frozen=True, slots=True)
class CueLexicon:
    """All cues by lemma, and the small word lists that go with them."""

    verbs: Mapping[str, Cue]
    nouns: Mapping[str, Cue]
    platforms: frozenset[str]
    vehicles: frozenset[str]
    outlets: frozenset[str]
    performing: frozenset[str]
    performed: frozenset[str]


@cache
def load_cues() -> CueLexicon:
    """Load and check the cue lexicon.

    Returns:
        Verbs and nouns by lemma.

    Raises:
        LexiconError: The file is missing or a row does not fit.

    References:
        PARC 3.0 (Pareti 2016) for the notion of a cue; the classes follow common usage.

    >>> load_cues().verbs["say"].frames["quote"]
    'speech'
    """
    tables = lexicon.load_tables(_FILE).tables
    lists = {}
    for key in _LISTS:
        if not isinstance(tables.get(key), list):
            raise LexiconError(f"has no list {key!r}", where=_FILE)
        lists[key] = frozenset(tables[key])
    return CueLexicon(_load("cue"), _load("noun"), *(lists[key] for key in _LISTS))


def _load(table: str) -> Mapping[str, Cue]:
    frames: dict[str, dict[str, Attitude]] = {}
    for row in lexicon.load_entries(_FILE, CueClass, table):
        for lemma in row.lemmas:
            mine = frames.setdefault(lemma, {})
            for frame in row.frames:
                mine.setdefault(frame, row.attitude)
    return MappingProxyType({lemma: _make(mine) for lemma, mine in frames.items()})


def _make(frames: dict[str, Attitude]) -> Cue:
    preps = frozenset(frame[5:] for frame in frames if frame.startswith("PREP:"))
    withs = frozenset(frame[5:] for frame in frames if frame.startswith("WITH:"))
    return Cue(MappingProxyType(frames), preps, withs)
