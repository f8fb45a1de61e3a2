"""What outlets and agencies are called: a host read as a name, any form of a name, a newsroom behind several hosts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from dateline.lexicon import load_entries

_HOST = re.compile(r"(?:https?://)?(?:www\d?\.)?([\w.-]+\.[a-z]{2,})(?:[:/].*)?", re.IGNORECASE)
_NOT_WORD = re.compile(r"[\W_]+")
_CAPITALS = re.compile(
    r"[^\W\d_a-z][\w'’-]*(?:[ \u00a0](?:of |de |da |do |del |la |le |the |and )?[^\W\d_a-z][\w'’-]*){1,4}"
)
_NONE: Mapping[str, str] = MappingProxyType({})
_SUFFIXES = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "info"})


@dataclass(frozen=True, slots=True)
class KnownOutlet:
    """A row of ``outlets.toml``."""

    name: str
    hosts: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    country: str | None = None
    family: str | None = None


@dataclass(frozen=True, slots=True)
class KnownAgency:
    """A row of ``agencies.toml``."""

    name: str
    forms: tuple[str, ...] = ()
    country: str | None = None
    hosts: tuple[str, ...] = ()
    strict: tuple[str, ...] = ()


@lru_cache(maxsize=1 << 16)
def squash(words: str) -> str:
    """A name as its host would write it: letters and digits alone, without accents or a leading "the".

    >>> squash("The Diário de Porto"), squash("St. Ives Mail")
    ('diariodeporto', 'stivesmail')
    """
    flat = unicodedata.normalize("NFKD", words)
    flat = "".join(char for char in flat if not unicodedata.combining(char)).casefold().strip()
    return _NOT_WORD.sub("", flat.removeprefix("the "))


@lru_cache(maxsize=1 << 14)
def host_of(outlet: str | None) -> str | None:
    """The host that an outlet is given by, ``None`` when it is given by name.

    >>> host_of("https://www.harbourpost.example/world"), host_of("Harbour Post")
    ('harbourpost.example', None)
    """
    found = _HOST.fullmatch(outlet.strip()) if outlet else None
    return found.group(1).casefold() if found else None


def host_label(host: str) -> str:
    """The part of a host that names the outlet.

    >>> host_label("news.harbourpost.co.example"), host_label("harbour-post.example")
    ('harbourpost', 'harbourpost')
    """
    parts = host.split(".")[:-1]
    while len(parts) > 1 and parts[-1] in _SUFFIXES:
        parts.pop()
    return parts[-1].replace("-", "") if parts else host


@cache
def _known() -> Mapping[str, KnownOutlet]:
    found: dict[str, KnownOutlet] = {}
    for outlet in load_entries("outlets.toml", KnownOutlet):
        for form in (outlet.name, *outlet.forms):
            found.setdefault(squash(form), outlet)
        for host in outlet.hosts:
            found.setdefault(host, outlet)
    return MappingProxyType(found)


@lru_cache(maxsize=1 << 14)
def find_outlet(outlet: str | None) -> KnownOutlet | None:
    """The known outlet of a name or host; a host is looked up whole, then without its first part, and so on.

    >>> find_outlet("https://www.nytimes.com/x").name, find_outlet("nyt").name
    ('The New York Times', 'The New York Times')
    """
    if not outlet:
        return None
    host = host_of(outlet)
    if host is None:
        return _known().get(squash(outlet))
    parts = host.split(".")
    for start in range(len(parts) - 1):
        if known := _known().get(".".join(parts[start:])):
            return known
    return None


def family_of(outlet: str | None) -> str | None:
    """The owner whose outlets print each other's copy, ``None`` where none is known.

    >>> family_of("www.chron.com") == family_of("San Francisco Chronicle") != family_of("Harbour Post")
    True
    """
    known = find_outlet(outlet)
    return known.family if known else None


def name_outlet(outlet: str | None, spelled: Mapping[str, str] = _NONE) -> str | None:
    """The name of an outlet.

    Args:
        outlet: A name or a host.
        spelled: How texts spell out what hosts squash together, from `spell_out`.

    Returns:
        The known name, the name as a text spells it, or *outlet* as given.

    >>> name_outlet("harbourpost.example", {"harbourpost": "Harbour Post"}), name_outlet("www.nytimes.com")
    ('Harbour Post', 'The New York Times')
    """
    if not outlet:
        return None
    if known := find_outlet(outlet):
        return known.name
    host = host_of(outlet)
    return outlet if host is None else spelled.get(host_label(host), host)


def label_of(outlet: str) -> str:
    """What stands for an outlet given by name or host: a host's label, a name's letters."""
    host = host_of(outlet)
    return host_label(host) if host else squash(outlet)


def spell_out(labels: Collection[str], texts: Iterable[str]) -> dict[str, str]:
    """The words of texts that the labels of hosts squash together, two at least: one can be a place as well.

    >>> spell_out({"sofaladiario"}, ["Mozambican newspaper Sofala Diário reported"])
    {'sofaladiario': 'Sofala Diário'}
    """
    starts = {label[:3] for label in labels}
    found: dict[str, str] = {}
    for text in texts:
        if len(found) == len(labels):
            break
        for match in _CAPITALS.finditer(text):
            words = match.group().replace("’s", "").replace("'s", "").split()
            for first in range(len(words) - 1):
                if not words[first][0].isupper() or squash(words[first])[:3] not in starts:
                    continue
                for last in range(first + 2, len(words) + 1):
                    label = squash(" ".join(words[first:last]))
                    if label in labels and words[last - 1][0].isupper():
                        found.setdefault(label, " ".join(words[first:last]))
    return found


@cache
def load_names() -> Mapping[str, str]:
    """Every form of every known outlet and agency, letter for letter, with its usual name.

    >>> load_names()["Agence France-Presse"]
    'AFP'
    """
    found: dict[str, str] = {}
    for agency in load_entries("agencies.toml", KnownAgency):
        for form in (agency.name, *agency.forms, *agency.strict):
            found.setdefault(form.removeprefix("The "), agency.name)
    for outlet in load_entries("outlets.toml", KnownOutlet):
        for form in (outlet.name, *outlet.forms):
            found.setdefault(form.removeprefix("The "), outlet.name)
    return MappingProxyType(found)


def are_one_name(one: str, two: str) -> bool:
    """Whether two names can be one outlet's or agency's: one known one, the same letters, or a name and its initials.

    >>> are_one_name("MNA", "Meridian News Agency"), are_one_name("AP", "UPI")
    (True, False)
    """
    names = load_names()
    usual = [names.get(name.removeprefix("The "), name) for name in (one, two)]
    if squash(usual[0]) == squash(usual[1]):
        return True
    short, long = sorted(usual, key=len)
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", long) if word[0].isupper())
    return len(short) >= 2 and short.isupper() and short == initials.upper()
