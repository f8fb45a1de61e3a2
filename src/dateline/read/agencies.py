"""The news agencies and outlets that a report can name, from ``data/agencies.toml`` and ``data/outlets.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from dateline.lexicon import load_entries, load_tables

_JOINTS = re.compile(r"\s*(?:[/,;&|+]|\s[-–—]\s|\band\b|\bwith\b|\bvia\b)\s*")
_NOT_WORD = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Agency:
    """A wire service: its usual name, the other forms it is credited by, its country and web hosts.

    ``strict`` forms are everyday words or initials with other meanings: they count only in their exact letters.
    """

    name: str
    forms: tuple[str, ...] = ()
    country: str | None = None
    hosts: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet: its name, other forms, web hosts, home country (ISO alpha-3) and owner's family."""

    name: str
    hosts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    country: str | None = None
    family: str | None = None


def fold(words: str) -> str:
    """Small letters and single blanks: "The Agence France-Presse" -> "agence france presse".

    >>> fold("The Agence France-Presse.")
    'agence france presse'
    """
    return _NOT_WORD.sub(" ", words.casefold()).strip().removeprefix("the ")


@cache
def load_agencies() -> Mapping[str, Agency]:
    """Every agency by each of its folded forms; ``=AP`` keys hold the forms that need their exact letters."""
    found: dict[str, Agency] = {}
    for agency in load_entries("agencies.toml", Agency):
        for form in (agency.name, *agency.forms):
            if form not in agency.strict:
                found.setdefault(fold(form), agency)
        for form in agency.strict:
            found.setdefault(f"={form}", agency)
    return MappingProxyType(found)


@cache
def load_outlets() -> Mapping[str, Outlet]:
    """Every outlet by its folded names and by its hosts."""
    found: dict[str, Outlet] = {}
    for outlet in load_entries("outlets.toml", Outlet):
        for form in (outlet.name, *outlet.forms):
            found.setdefault(fold(form), outlet)
        for host in outlet.hosts:
            found.setdefault(host, outlet)
    return MappingProxyType(found)


def name_agency(words: str) -> str | None:
    """The usual name of the agency that *words* are, all of them; of several the first.

    >>> name_agency("Agence France-Presse"), name_agency("AP/Reuters"), name_agency("AP Photo")
    ('AFP', 'AP', None)
    """
    if not 1 < len(words) <= 80:
        return None
    if whole := _look_up(words):
        return whole
    parts = [part for part in _JOINTS.split(words) if part.strip()]
    if len(parts) < 2:
        return None
    names = [_look_up(part) for part in parts]
    return names[0] if all(names) else None


def name_unlisted(words: str) -> str | None:
    """The name of a wire service that the list lacks, told by what it ends in.

    >>> name_unlisted("Meridian News Agency"), name_unlisted("the agency")
    ('Meridian News Agency', None)
    """
    bare = words.strip(" \t\xa0.,:;*_()[]")
    found = bare.split()
    if re.search(r"[,;|/(]", bare):
        return None  # a name and more
    if not 2 < len(found) <= 6 or not all(word[0].isupper() or word in ("of", "and", "the") for word in found):
        return None
    return bare if bare.lower().endswith(_endings()) else None


@cache
def _endings() -> tuple[str, ...]:
    return tuple(f" {ending}" for ending in load_tables("agencies.toml").tables["names"]["endings"])


def _look_up(words: str) -> str | None:
    known = load_agencies()
    bare = words.strip(" \t\xa0.,:;*_()[]")
    agency = known.get(f"={bare.removeprefix('The ').removeprefix('the ')}") or known.get(fold(bare))
    return agency.name if agency else None
