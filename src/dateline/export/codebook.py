"""Codes of the event-data world: CAMEO and its weights for our events, countries and sectors for our actors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dateline.errors import LexiconError
from dateline.lexicon import load_entries, load_rows, load_tables
from dateline.model import StoryEvent

_FILE = "cameo.toml"
#: PLOVER's types for words about acts to come: done when the words are said, whatever is told of the act itself.
_WORDS_OF_ACTS = {"AGREE": {"planned"}, "THREATEN": {"planned", "hypothetical"}}


@dataclass(frozen=True, slots=True)
class TypeCodes:
    """What `data/cameo.toml` says of a PLOVER type."""

    type: str
    quad: int
    code: str
    within: tuple[str, ...]
    modes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.quad not in (1, 2, 3, 4):
            raise ValueError(f"{self.type}: no class {self.quad}")


@dataclass(frozen=True, slots=True)
class ActorCode:
    """An actor's code in parts: a country, or the letters of an intergovernmental body, and sectors."""

    country: str | None = None
    body: str | None = None  # "" for a body without letters of its own
    sectors: tuple[str, ...] = ()


@cache
def _types() -> dict[str, TypeCodes]:
    return {row.type: row for row in load_entries(_FILE, TypeCodes)}


@cache
def _table(name: str) -> Mapping[str, Any]:
    table = load_tables(_FILE).tables.get(name)
    if not isinstance(table, dict):
        raise LexiconError(f"has no [{name}]", where=_FILE)
    return table


def cameo_of(event: StoryEvent) -> str | None:
    """The CAMEO code of an event: its own, or what its mode or type amounts to; ``None`` for a type not in PLOVER.

    An event's own code that is none of its type's is the code of the act that was promised or threatened.

    References:
        CAMEO codebook 1.1b3; PLOVER, CAMEO2PLOVER.

    >>> from dataclasses import replace
    >>> visit = StoryEvent("e", "AGREE", "", False, "planned", "positive", None, None, None, (), (), (), (), ())
    >>> cameo_of(replace(visit, cameo="042"))
    '030'
    """
    codes = _types().get(event.type)
    if codes is None:
        return None
    if event.cameo and event.cameo.startswith(codes.within):
        return event.cameo
    return codes.modes.get(event.mode or "", codes.code)


def quad_of_type(kind: str) -> int | None:
    """PLOVER's class of a type: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.

    >>> quad_of_type("AID"), quad_of_type("ACCUSE"), quad_of_type("WEATHER")
    (2, 3, None)
    """
    codes = _types().get(kind)
    return codes.quad if codes else None


def quad_of_cameo(code: str) -> int:
    """GDELT's QuadClass of a CAMEO code.

    >>> quad_of_cameo("054"), quad_of_cameo("0841"), quad_of_cameo("112"), quad_of_cameo("195")
    (1, 2, 3, 4)
    """
    return int(_table("quad")[code[:2]])


def goldstein_of(code: str) -> float:
    """The weight of a CAMEO code between -10 (conflict) and 10 (cooperation).

    References:
        Goldstein (1992), A conflict-cooperation scale for WEIS events data; GDELT, CAMEO.goldsteinscale.txt.

    >>> goldstein_of("054"), goldstein_of("0874"), goldstein_of("0871"), goldstein_of("190")
    (6.0, 10.0, 9.0, -10.0)
    """
    weights = _table("goldstein")
    return float(next(weights[code[:end]] for end in range(len(code), 1, -1) if code[:end] in weights))


def auxiliary_of(event: StoryEvent) -> tuple[str, ...]:
    """How an event is told, as contexts: PLOVER's historical, future, hypothetical, negation, and two of our own.

    PLOVER has no word for what somebody alleges or denies; ``alleged`` and ``denied`` say it, the latter beside
    ``negation``. A promise or threat is made when it is told, whatever becomes of the act.

    >>> event = StoryEvent("e", "AID", "", False, "denied", "positive", None, None, None, (), (), (), (), ())
    >>> auxiliary_of(event)
    ('negation', 'denied')
    """
    found = []
    if event.polarity == "negative" or event.status == "denied":
        found.append("negation")
    if event.status in ("historical", "alleged", "denied"):
        found.append(event.status)
    elif event.status in ("planned", "hypothetical") and event.status not in _WORDS_OF_ACTS.get(event.type, ()):
        found.append("future" if event.status == "planned" else "hypothetical")
    return tuple(found)


def is_told_as_done(event: StoryEvent) -> bool:
    """Whether reports tell the event as a fact: what a format without a status can hold.

    >>> event = StoryEvent("e", "AID", "", False, "planned", "positive", None, None, None, (), (), (), (), ())
    >>> is_told_as_done(event)
    False
    """
    return not set(auxiliary_of(event)) - {"historical"}


@cache
def countries() -> Mapping[str, Mapping[str, str]]:
    """The rows of ``data/countries.tsv`` by alpha-3 code."""
    return {row["alpha3"]: row for row in load_rows("countries.tsv")}


def split_code(code: str | None) -> ActorCode:
    """An actor code in parts.

    Args:
        code: An alpha-3 country, or IGO with a body's letters, followed by sectors; ``None`` is nobody known.

    >>> split_code("AFGGOV"), split_code("IGOUNOJUD")
    (ActorCode(country='AFG', body=None, sectors=('GOV',)), ActorCode(country=None, body='UNO', sectors=('JUD',)))
    >>> split_code("CVL").sectors, split_code(None)
    (('CVL',), ActorCode(country=None, body=None, sectors=()))
    """
    parts = [code[at : at + 3] for at in range(0, len(code), 3)] if code and code.isalpha() and code.isupper() else []
    sectors = set(_table("actors")["sectors"])
    country, body = None, None
    if parts and parts[0] == "IGO":
        body = parts[1] if len(parts) > 1 and parts[1] not in sectors else ""
        parts = parts[2:] if body else parts[1:]
    elif parts and (parts[0] in countries() or parts[0] not in sectors):
        country, parts = parts[0], parts[1:]
    return ActorCode(country, body, tuple(parts))


def plover_sectors(actor: ActorCode) -> tuple[str, ...]:
    """Sectors in PLOVER's letters (JRN for the media, MED for medicine); a body's is IGO.

    >>> plover_sectors(split_code("FRAMED"))
    ('JRN',)
    """
    renamed = _table("actors")["plover_sectors"]
    head = ("IGO",) if actor.body is not None else ()
    return head + tuple(renamed.get(sector, sector) for sector in actor.sectors)


def cameo_country(actor: ActorCode) -> str | None:
    """The actor's country in CAMEO's letters."""
    return _table("actors")["cameo_countries"].get(actor.country, actor.country) if actor.country else None


def cameo_group(actor: ActorCode) -> str | None:
    """CAMEO's code of the intergovernmental body that the actor is or belongs to, if it has one."""
    return _table("actors")["known_groups"].get(actor.body) if actor.body else None


def cameo_types(actor: ActorCode) -> tuple[str, ...]:
    """The actor's sectors that CAMEO has, three at most; a body's first is IGO.

    >>> cameo_types(split_code("IGOUNOJUD")), cameo_types(split_code("MLIREB"))
    (('IGO', 'JUD'), ('REB',))
    """
    known = _table("actors")["cameo_types"]
    head = ("IGO",) if actor.body is not None else ()
    return (head + tuple(sector for sector in actor.sectors if sector in known))[:3]
