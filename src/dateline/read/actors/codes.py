"""Actor codes taken apart: whose somebody is, and what sort of actor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from dateline.lexicon import load_rows
from dateline.model import Actor

_SECTORS = frozenset(
    [
        "GOV",
        "MIL",
        "REB",
        "OPP",
        "PTY",
        "LEG",
        "JUD",
        "COP",
        "SPY",
        "MED",
        "BUS",
        "CVL",
        "EDU",
        "REL",
        "AGR",
        "LAB",
        "HLH",
        "REF",
        "CRM",
        "PRM",
        "UAF",
        "ELI",
        "NGO",
    ]
)


def has_country(code: str | None) -> bool:
    """Whether an actor code says of which country or world body.

    >>> has_country("AFGGOV"), has_country("GOV"), has_country("NGO"), has_country(None)
    (True, False, True, False)
    """
    return bool(code) and (code[:3] not in _SECTORS or code[:3] == "NGO")  # type: ignore[index]


def with_country(actor: Actor, country: str) -> Actor:
    """The actor with the country that its own words leave open.

    >>> from dateline.model import Span
    >>> with_country(Actor(Span(0, 6), "rebels", "rebels", "REB"), "SDN").code
    'SDNREB'
    """
    return replace(actor, code=country + (actor.code or ""))


@cache
def _countries() -> Mapping[str, str]:
    rows = load_rows("countries.tsv")
    return {row["alpha3"]: row["name"] for row in rows if not row["valid_to"]}


def name_of_country(code: str) -> str | None:
    """The common name of a country that is there today, by its code.

    >>> name_of_country("TCD"), name_of_country("IGO")
    ('Chad', None)
    """
    return _countries().get(code)


def country_of(code: str | None) -> str:
    """The part of an actor code that says whose it is.

    >>> country_of("RUSGOV"), country_of("IGOUNO"), country_of("REB")
    ('RUS', 'IGO', '')
    """
    return code[:3] if code and has_country(code) else ""


def sector_of(code: str) -> str:
    """What sort of actor a code names, empty for a country or world body as a whole.

    >>> sector_of("RUSGOV"), sector_of("GOV"), sector_of("IGOUNO"), sector_of("FRA")
    ('GOV', 'GOV', '', '')
    """
    if code[:3] == "IGO":
        return ""
    return code[3:6] if has_country(code) else code[:3]


def sector_of_actor(actor: Actor) -> str:
    """What sort of actor somebody is, as `sector_of` has it."""
    return sector_of(actor.code or "")
