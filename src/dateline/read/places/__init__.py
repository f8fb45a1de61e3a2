"""Toponym mentions resolved: which place each name stands for, with the reasons.

The report's own words decide first: a container ("Paris, Texas"), the dateline, the outlet's home. Then the
report's other places pull, and what is left goes to the better known place. Where two places in two countries
remain level the mention is kept and its place left open.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial

from dateline.lexicon import load_rows
from dateline.model import Metadata, Place, Region, Span
from dateline.read.places.cues import find_toponyms
from dateline.read.places.gazetteer import Candidate, Gazetteer, PlaceKind, open_gazetteer
from dateline.read.places.toponyms import Toponym
from dateline.read.text import Parse

_TIE = 0.05  # candidates in two countries this near each other are not told apart
_NEAR_KM = 80.0
_ROUNDS = 3  # each round weighs the names with what the round before chose for the others
_MOST_A_CELL = 12  # anchors kept in one degree cell, so that a list of thousands of towns stays linear


def find_places(parse: Parse, *, regions: Sequence[Region], metadata: Metadata) -> tuple[Place, ...]:
    """Find the names of places in a report and say which place each stands for.

    Args:
        parse: The report's parse.
        regions: Its regions; headline, body, caption, dateline and subheads name places.
        metadata: The outlet tells where the report is at home.

    Returns:
        Places in text order. Adjectives and inhabitants ("Russian", "Syrians") are none. ``lat``, ``lon`` and
        ``country`` are ``None`` where candidates tie; ``reasons`` tell what decided.

    References:
        Leidner (2007), Toponym resolution in text: one referent per discourse, containers, minimality.

    >>> from dateline.read.text import parse_text
    >>> text = "The mayor of Paris, Texas, flew to Oslo."
    >>> regions = [Region("body", Span(0, len(text)))]
    >>> places = find_places(parse_text(text, regions), regions=regions, metadata=Metadata())
    >>> [(place.name, place.country) for place in places]
    [('Paris', 'USA'), ('Texas', 'USA'), ('Oslo', 'NOR')]
    """
    gazetteer = open_gazetteer()
    home = find_home(metadata, gazetteer)
    is_near = None if home is None or not home.local else partial(_is_near, home)
    toponyms = find_toponyms(parse, regions, gazetteer, is_near=is_near)
    if not toponyms:
        return ()
    return tuple(_Resolver(toponyms, home, gazetteer).resolve())


@cache
def country_of(name: str) -> str | None:
    """The ISO 3166 alpha-3 code of the state that *name* names or, for another place, lies in.

    Args:
        name: A state in any of its names, or a division, town or region.

    Returns:
        The code, the successor's for a former state; ``None`` for no place, and where places in two
        states share the name and none is far better known.

    >>> country_of("the Netherlands"), country_of("Burma"), country_of("Kandahar"), country_of("Springfeld")
    ('NLD', 'MMR', 'AFG', None)
    """
    gazetteer = open_gazetteer()
    candidates = gazetteer.find(name.removeprefix("the ").removeprefix("The "))
    ranked = sorted(candidates, key=lambda place: -_prior(place))
    if not ranked:
        return None
    best = ranked[0]
    rivals = [place for place in ranked[1:] if place.country != best.country]
    if rivals and _prior(best) - _prior(rivals[0]) < 1.0 and best.kind not in ("country", "former"):
        return None
    return best.country


@dataclass(frozen=True, slots=True)
class Home:
    """Where an outlet is at home: its place, or its country alone; ``local`` when it reports mostly from there."""

    place: Candidate | None
    country: str | None
    local: bool


def find_home(metadata: Metadata, gazetteer: Gazetteer) -> Home | None:
    """Where the report's outlet is at home, by the outlet list or by the country of its web address."""
    host = _host(metadata.url or "") or _host(metadata.outlet or "")
    rows = _homes()
    for name in (metadata.outlet or "", host):
        row = rows.get(name.lower()) or rows.get(name.lower().removeprefix("the "))
        if row is None:
            continue
        outer = gazetteer.find(row["within"])
        inner = [place for place in gazetteer.find(row["place"]) if any(gazetteer.lies_in(place, out) for out in outer)]
        if inner:
            place = max(inner, key=_prior)
            return Home(place, place.country, row["reach"] == "local")
    ending = host.rpartition(".")[2].upper() if "." in host else ""
    country = _country_domains().get("GB" if ending == "UK" else ending)
    return Home(None, country, False) if country else None


def _is_near(home: Home, place: Candidate) -> bool:
    return (
        home.place is not None
        and place.kind in ("town", "district")
        and place.country == home.country
        and kilometres(home.place, place) <= _NEAR_KM
    )


def _host(url: str) -> str:
    host = url.lower().split("://")[-1].split("/")[0].split("?")[0]
    return host.removeprefix("www.")


@cache
def _homes() -> dict[str, Mapping[str, str]]:
    return {name.lower(): row for row in load_rows("outlet_homes.tsv") for name in row["outlets"].split("|")}


@cache
def _country_domains() -> dict[str, str]:
    return {row["alpha2"]: row["alpha3"] for row in load_rows("countries.tsv") if row["alpha2"]} | {"CO": "", "ME": ""}


def _prior(place: Candidate) -> float:
    """How likely the place is meant when nothing else is known."""
    if place.kind == "country":
        return 9.0
    if place.kind in ("continent", "former"):
        return 8.5
    if place.kind in ("region", "water", "land"):
        return 7.4
    value = math.log10(place.people + 1)
    if place.kind == "division":
        value += 0.4
    elif place.kind == "district":
        value -= 0.8
    elif place.capital:
        value += 1.8 if place.usual else 0.9
    return value if place.usual else value - 1.5


class _Anchors:
    """The places that a report's other names stand for so far, summed so that one candidate is weighed in no time."""

    def __init__(self, chosen: Iterable[tuple[Candidate, int]], gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.total = 0
        self.countries: Counter[str] = Counter()
        self.divisions: Counter[int] = Counter()
        self.cells: dict[tuple[int, int], list[tuple[Candidate, int]]] = {}
        for place, amount in chosen:
            self.total += amount
            if place.country is not None:
                self.countries[place.country] += amount
            division = gazetteer.division_of(place)
            if division is not None:
                self.divisions[division] += amount
            if place.kind in ("town", "district"):
                cell = self.cells.setdefault((math.floor(place.lat), math.floor(place.lon)), [])
                if len(cell) < _MOST_A_CELL:
                    cell.append((place, amount))

    def pull(self, place: Candidate, own: Candidate, amount: int) -> tuple[float, str]:
        """How much the others speak for *place*, leaving out what the name itself, now *own*, put in.

        Returns:
            At most 1.2 for the country, 1.4 for the division and 0.8 for nearness, and the strongest reason.
        """
        total = self.total - amount
        if total <= 0 or place.kind in ("country", "continent", "former"):
            return 0.0, ""
        country = self.countries[place.country or ""] - (amount if own.country == place.country else 0)
        division = self.gazetteer.division_of(place)
        same = 0
        if division is not None:
            same = self.divisions[division] - (amount if self.gazetteer.division_of(own) == division else 0)
        near, neighbour = self._nearby(place, own)
        score = 1.2 * max(country, 0) / total + 1.4 * min(same, 3) / 3 + 0.8 * min(near, 3) / 3
        if neighbour is not None:
            return score, f"near {neighbour.name}"
        if same > 0 and division is not None:
            return score, f"other places in {self.gazetteer.place(division).name}"
        return score, f"other places in {place.country}" if country > 0 else ""

    def _nearby(self, place: Candidate, own: Candidate) -> tuple[int, Candidate | None]:
        near, neighbour = 0, None
        lat, lon = math.floor(place.lat), math.floor(place.lon)
        for cell in ((lat + up, lon + right) for up in (-1, 0, 1) for right in (-1, 0, 1)):
            for other, amount in self.cells.get(cell, ()):
                if other.number != own.number and kilometres(other, place) <= _NEAR_KM:
                    near += amount
                    neighbour = neighbour or other
                    if near >= 3:  # more adds nothing
                        return near, neighbour
        return near, neighbour


@dataclass(slots=True)
class _Name:
    """All mentions of one name that share their candidates: one referent a report."""

    mentions: list[int]
    candidates: tuple[Candidate, ...]
    amount: int
    listed_with: PlaceKind | None
    best: Candidate
    called: PlaceKind | None = None
    holds: bool = False


class _Resolver:
    """Chooses a place for each toponym of one report."""

    def __init__(self, toponyms: Sequence[Toponym], home: Home | None, gazetteer: Gazetteer) -> None:
        self.toponyms, self.home, self.gazetteer = toponyms, home, gazetteer

    def resolve(self) -> list[Place]:
        names = self._gather()
        ranked: list[list[tuple[float, Candidate, list[str]]]] = []
        for _ in range(_ROUNDS):
            anchors = _Anchors(((name.best, name.amount) for name in names), self.gazetteer)
            ranked = [self._rank(name, anchors) for name in names]
            for name, rows in zip(names, ranked, strict=True):
                name.best = rows[0][1]
        places: list[Place | None] = [None] * len(self.toponyms)
        for name, rows in zip(names, ranked, strict=True):
            for i in name.mentions:
                places[i] = _settle(self.toponyms[i], rows)
        return [place for place in places if place is not None]

    def _gather(self) -> list[_Name]:
        contained: dict[str, tuple[Candidate, ...]] = {}
        for toponym in self.toponyms:
            if toponym.within is not None:
                contained.setdefault(toponym.key, toponym.candidates)
        names: dict[tuple[str, tuple[int, ...]], _Name] = {}
        for i, toponym in enumerate(self.toponyms):
            candidates = toponym.candidates
            if toponym.within is None and toponym.key in contained:
                candidates = tuple(place for place in candidates if place in contained[toponym.key]) or candidates
            group = (toponym.key, tuple(place.number for place in candidates))
            name = names.get(group)
            if name is None:
                best = max(candidates, key=_prior)
                name = names[group] = _Name([], candidates, 0, toponym.listed_with, best)
            name.mentions.append(i)
            name.called = name.called or toponym.called
            name.holds = name.holds or toponym.holds
            name.amount = max(name.amount, 5) if toponym.opens_report else min(name.amount + 1, 3)
        return list(names.values())

    def _rank(self, name: _Name, anchors: _Anchors) -> list[tuple[float, Candidate, list[str]]]:
        rows = []
        seats = {self.gazetteer.division_of(town) for town in name.candidates if _is_city(town)}
        for place in name.candidates:
            score = _prior(place)
            reasons = []
            for gain, reason in (self._pull_of_home(place), anchors.pull(place, name.best, name.amount)):
                score += gain
                if reason:
                    reasons.append(reason)
            if name.listed_with == place.kind:
                score += 2.0
                reasons.append("listed with states" if place.kind == "country" else f"listed with {place.kind}s")
            if name.called == place.kind:
                score += 2.0
                reasons.append(f"called a {place.kind}")
            elif place.number in seats and not name.holds:
                score -= 1.5
            if not reasons:
                reasons.append("best known of that name" if len(name.candidates) > 1 else "only place of that name")
            rows.append((score, place, reasons))
        return sorted(rows, key=lambda row: (-row[0], row[1].number))

    def _pull_of_home(self, place: Candidate) -> tuple[float, str]:
        home = self.home
        if home is None or home.country != place.country or place.kind in ("country", "former"):
            return 0.0, ""
        if home.place is not None:
            if home.local and home.place.number == place.number:
                return 6.0, "the outlet's home"
            if _is_near(home, place):
                return 2.5 if home.local else 0.8, f"near the outlet's home, {home.place.name}"
            division = self.gazetteer.division_of(home.place)
            if home.local and division is not None and division == self.gazetteer.division_of(place):
                return 3.0 if place.kind == "division" else 1.5, "in the outlet's home division"
        return 0.5, "in the outlet's country"


def _is_city(place: Candidate) -> bool:
    """Whether the place is a town so big that its division of the same name is seldom meant."""
    return place.kind == "town" and place.usual and place.people >= 100_000


def _settle(toponym: Toponym, rows: list[tuple[float, Candidate, list[str]]]) -> Place:
    """The mention with its place, or with what can be told where the place cannot."""
    span = Span(toponym.start, toponym.end)
    if toponym.outside is not None:
        why = f"in {toponym.outside.name}, where the gazetteer has no such place"
        return Place(span, toponym.name, country=toponym.outside.candidates[0].country, reasons=(why,))
    score, place, reasons = rows[0]
    if toponym.within is not None:
        reasons = [f"named with its container, {toponym.within.name}", *reasons]
    for other_score, other, _ in rows[1:]:
        if score - other_score >= _TIE:
            break
        if other.country != place.country:
            return Place(span, toponym.name, reasons=(f"{place.country} and {other.country} have one each, alike",))
    return Place(span, toponym.name, place.lat, place.lon, place.country, place.geonameid, tuple(reasons), place.kind)


def kilometres(one: Candidate, two: Candidate) -> float:
    """The distance between two places, good to a percent."""
    mean = math.radians((one.lat + two.lat) / 2)
    across = (one.lon - two.lon + 180) % 360 - 180
    return 111.2 * math.hypot(one.lat - two.lat, across * math.cos(mean))
