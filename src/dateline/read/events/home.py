"""The country that a report is at home in: it lends itself to "the president" and "residents" whom nobody places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.model import Entity, Place
from dateline.read.actors import names_state
from dateline.read.actors.codes import country_of
from dateline.read.text import Parse

_REPORT = 4  # sentences: a shorter text says too little of where it is at home
_DATELINE = 80  # characters from a dateline's place to the first sentence
_OFTEN = 3  # mentions of one country, or of places in it
_GUESSED = "best known of that name"  # the reason of a place that has namesakes and nothing else to tell it
_MOSTLY = 0.6  # of a report's places


def home_of(parse: Parse, places: Sequence[Place], entities: Sequence[Entity]) -> str:
    """The country that a report is written from or about: its dateline's, else the one most of its places lie in."""
    if len(parse.sentences) < _REPORT:
        return ""
    known = _known(places, entities)
    told_at = dateline_country(parse, places, entities)
    if told_at:
        return told_at
    counts = Counter(place.country or "" for place in known)
    told = {(place.country or "", _sure_name(place)) for place in known}
    told.update((country_of(entity.code), entity.name) for entity in entities if entity.type in ("GPE", "NORP"))
    often = _most(counts)
    if often and _is_told(often, told):
        return often
    for entity in entities:
        country = country_of(entity.code)
        if country not in ("", "IGO", "NGO") and entity.type in ("GPE", "NORP"):
            counts[country] += len(entity.mentions)
    often = _most(counts)
    return often if often and _is_told(often, told) else ""


def dateline_country(parse: Parse, places: Sequence[Place], entities: Sequence[Entity]) -> str:
    """The country of the place that a report's dateline names, empty without one."""
    body = [block for block in parse.blocks if block.kind == "body"]
    if not body or len(parse.sentences) < _REPORT:
        return ""
    first = parse.words(parse.sentences[body[0].first])
    start = first[0].start if first else 0
    for place in _known(places, entities):
        token = parse.token_at(place.span.start)
        if place.span.end <= start and start - place.span.end < _DATELINE and token is None:
            return place.country or ""
    return ""


def _known(places: Sequence[Place], entities: Sequence[Entity]) -> list[Place]:
    """The places in text order whose country is told and agrees with what else the report says of the name."""
    named = {entity.name.lower(): country_of(entity.code) for entity in entities if entity.type in ("GPE", "NORP")}
    return sorted(
        (p for p in places if p.country is not None and named.get(p.name.lower(), "") in ("", p.country)),
        key=lambda place: place.span,
    )


def told_countries(parse: Parse, places: Sequence[Place], entities: Sequence[Entity]) -> frozenset[str] | None:
    """The countries that a report speaks of by more than one town; ``None`` for a text too short to tell."""
    if len(parse.sentences) < _REPORT:
        return None
    told = {(place.country or "", _sure_name(place)) for place in places}
    told.update((country_of(entity.code), entity.name) for entity in entities if entity.type in ("GPE", "NORP"))
    return frozenset(code for code, _ in told if code and _is_told(code, told))


def _most(counts: Counter[str]) -> str:
    """The country that most of a report's places lie in, empty when they are few or lie apart."""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    enough = ranked and ranked[0][1] >= _OFTEN and ranked[0][1] >= _MOSTLY * sum(counts.values())
    return ranked[0][0] if enough else ""


def _sure_name(place: Place) -> str:
    """A place's name, empty where no other place bears it: then it says by itself in which country it lies."""
    return place.name if _GUESSED in place.reasons else ""


def _is_told(country: str, told: set[tuple[str, str]]) -> bool:
    """Whether more than one town's name says so: one alone has namesakes ("Wellington" in Somerset)."""
    names = {name.lower(): name for code, name in told if code == country}
    return len(names) > 1 or "" in names or any(names_state(name) for name in names.values())
