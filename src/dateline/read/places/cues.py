"""Which matches are names of places: signs for and against are weighed, containers and lists are told.

The signs are the parser's label, a preposition or container beside the name, a title before it, a body after it,
the names of persons elsewhere in the report. The words themselves are in ``data/en/place_words.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from dateline.model import Region
from dateline.read.places.gazetteer import Candidate, Gazetteer, PlaceKind
from dateline.read.places.toponyms import (
    NAMING,
    Toponym,
    Word,
    load_demonyms,
    load_place_words,
    match_names,
    scan_words,
)
from dateline.read.text import Parse

_KEPT_FROM = 2.2  # what a match must weigh: below it bench/places gains fewer names than it takes in strangers
_DATELINE_END = re.compile(r",?\s?(?:\([A-Z][^()\n]{1,30}\)\s?)?(?:--|[-–—])\s|\s\([A-Z][^()\n]{1,30}\)")
_INTO = frozenset({",", "in", ", in", "(", ""})
_LISTING = frozenset({",", "and", ", and", "or", ", or", "/", "&"})
_LABELS = {"GPE": 1.5, "LOC": 1.0, "FAC": 0.3, "": 0.0, "PERSON": -1.5, "ORG": -0.4}
_OTHER_LABEL = -0.6
_STATES: tuple[PlaceKind, ...] = ("country", "division")


def find_toponyms(
    parse: Parse, regions: Sequence[Region], gazetteer: Gazetteer, *, is_near: Callable[[Candidate], bool] | None = None
) -> list[Toponym]:
    """The names of places in the prose, caption and dateline of a report, in text order.

    Args:
        parse: The report's parse; regions that were not parsed are read as raw text.
        regions: All regions of the report.
        gazetteer: Where names are looked up.
        is_near: Tells a place near a local outlet's home: there a name is likelier a place.

    Returns:
        Toponyms with their candidates and container, not yet resolved.
    """
    naming = sorted((region for region in regions if region.kind in NAMING), key=lambda region: region.span)
    words = list(scan_words(parse.text, naming))
    matches = list(match_names(parse.text, words, naming, gazetteer))
    _link_containers(parse.text, matches, gazetteer)
    weigher = _Weigher(parse, words, matches, len(naming))
    near_home: dict[str, bool] = {}
    for match in matches:
        match.weight = weigher.weigh(match)
        if is_near is not None and match.key not in near_home:
            near_home[match.key] = any(map(is_near, match.candidates))
        match.weight += 0.8 if near_home.get(match.key) else 0.0
    _lift_lists(parse.text, matches)
    sure = {match.key for match in matches if match.weight >= _KEPT_FROM + 1}
    kept = [match for match in matches if match.weight + (0.8 if match.key in sure else 0.0) >= _KEPT_FROM]
    alive = set(map(id, kept))
    for match in kept:
        if match.within is not None and id(match.within) not in alive:
            match.within = None
    return kept


def _link_containers(text: str, matches: list[Toponym], gazetteer: Gazetteer) -> None:
    """Tell "Paris, Texas" and "Gulu in Uganda": a place named right after one that lies in it."""
    for at, (match, following) in enumerate(pairwise(matches)):
        gap = text[match.end : following.start]
        if len(gap) > 6 or gap.strip() not in _INTO or "\n\n" in gap:
            continue
        if match.key == following.key:
            continue
        known = match.candidates[0]
        outers = [place for place in following.candidates if _may_hold(known, place)]
        inner = [place for place in match.candidates if any(gazetteer.lies_in(place, outer) for outer in outers)]
        listed = gap.strip() == "," and _is_listed(text, matches, at)
        if not inner or (listed and known.kind in _STATES and following.candidates[0].kind == known.kind):
            if not listed and gap.strip() == "," and _is_elsewhere(match, following):
                match.outside = following
            continue
        outer = tuple(place for place in outers if any(gazetteer.lies_in(one, place) for one in inner))
        if not gap.strip() and not (outer[0].after_town or outer[0].kind in ("division", "country")):
            continue
        match.within, following.holds = following, True
        match.candidates, following.candidates = tuple(inner), outer


def _may_hold(known: Candidate, outer: Candidate) -> bool:
    """Whether *outer* may be the container of a name whose best-known place is *known*: "China, Japan" is a list."""
    if known.kind == "country":
        return outer.kind == "division"
    if known.kind == "division":
        return outer.kind in ("country", "former", "division")
    return True


def _is_listed(text: str, matches: list[Toponym], at: int) -> bool:
    """Whether the pair that begins at *at* is part of a longer list: "Vermont, Virginia and Ohio"."""
    before = matches[at - 1] if at else None
    after = matches[at + 2] if at + 2 < len(matches) else None
    if before is not None and text[before.end : matches[at].start].strip() == "," and before.within is None:
        return True
    return after is not None and text[matches[at + 1].end : after.start].strip() in ("and", ", and", "or", ", or")


def _is_elsewhere(match: Toponym, following: Toponym) -> bool:
    """Whether a small place is said to lie where the gazetteer has none of that name ("Stroud, Ontario")."""
    outer = following.candidates[0]
    known = match.candidates[0]
    return outer.kind == "division" and outer.usual and known.kind in ("town", "district") and known.people < 500_000


def _lift_lists(text: str, matches: list[Toponym]) -> None:
    """Names listed with a sure place ("Suba, Migori and Kisumu") are likelier places themselves."""
    pairs = [
        (one, two)
        for one, two in pairwise(matches)
        if two.start - one.end <= 6 and text[one.end : two.start].strip() in _LISTING
    ]
    kinds: dict[int, list[PlaceKind]] = {}
    for one, two in pairs:
        for this, other in ((one, two), (two, one)):
            if other.candidates[0].kind in ("division", "country") and other.within is None:
                kinds.setdefault(id(this), []).append(other.candidates[0].kind)
    for match in matches:
        beside = kinds.get(id(match), [])
        if len(beside) == 2 and beside[0] == beside[1]:
            match.listed_with = beside[0]
    lifted = set()
    for row in (pairs, [(two, one) for one, two in reversed(pairs)]):
        for one, two in row:
            if one.weight >= _KEPT_FROM + 0.5 and id(two) not in lifted:
                two.weight += 1.0
                lifted.add(id(two))


class _Weigher:
    """Weighs the signs for and against each match being a place's name."""

    def __init__(self, parse: Parse, words: list[Word], matches: list[Toponym], regions: int) -> None:
        self.text, self.words, self.lists = parse.text, words, load_place_words()
        self.demonyms = load_demonyms()
        self.tokens = {token.start: token for token in parse.tokens}
        self.part_of = {i: match for match in matches for i in range(match.first, match.last + 1)}
        self.persons = _surnames(parse)
        self.titled = _titled_regions(words, regions)

    def weigh(self, match: Toponym) -> float:
        """What speaks for *match* less what speaks against it; marks a dateline's place."""
        linked = match.within is not None
        if all(place.after_town for place in match.candidates) and not match.holds:
            return -9.0
        weight = _strength(match.candidates) + (3.0 if linked else 0.0)
        if match.last > match.first:
            weight += 1.3 if self.words[match.last].lower in self.lists.kinds else 0.7
        weight += self._label(match)
        weight += self._before(match, linked) + self._after(match, linked)
        lower = match.name.lower()
        if lower in self.lists.needs_cue and not any(place.kind == "country" for place in match.candidates):
            weight -= 1.0
        if match.first == match.last and lower in self.persons:
            weight -= 2.0
        match.opens_report = self._is_dateline(match)
        return weight + (2.0 if match.opens_report else 0.0)

    def _is_dateline(self, match: Toponym) -> bool:
        """Whether a paragraph opens with the place and a dash or agency: "OSLO (Reuters) -", "MONROE, Ga. - "."""
        if match.region == "dateline":
            return True
        at = match.first
        if at and self.words[at - 1].region == self.words[at].region:
            return False
        last = match.within or match
        return bool(_DATELINE_END.match(self.text, last.end))

    def _label(self, match: Toponym) -> float:
        token = self.tokens.get(match.start)
        if token is None:
            return 0.3  # a caption or dateline is not parsed
        return _LABELS.get(token.entity, _OTHER_LABEL)

    def _before(self, match: Toponym, linked: bool) -> float:
        if match.first == 0:
            return 0.0
        word, this = self.words[match.first - 1], self.words[match.first]
        joined = not this.opens and word.region == this.region
        if not joined:
            abbreviated = this.gap == ". " and word.lower in self.lists.titles
            return -3.0 if abbreviated and not linked else 0.0
        if "-" not in this.gap and (word.lower in self.lists.locative or word.lower in self.lists.directional):
            return 1.6 if word.lower in self.lists.locative else 1.0
        if word.lower in ("the", "of"):
            feature = word.lower == "the" and match.candidates[0].kind in ("water", "land", "region")
            return self._after_of(match, linked) + (0.8 if feature else 0.0)
        return self._capital_before(match, word, linked) if word.capital else 0.0

    def _after_of(self, match: Toponym, linked: bool) -> float:
        """The words before "of X" or "of the X": a kind of place, or a body whose name goes on."""
        at = match.first - 1 if self.words[match.first - 1].lower == "of" else match.first - 2
        if at < 1 or self.words[at].lower != "of" or self.words[at].opens:
            return 0.0
        head = self.words[at - 1]
        if head.capital and head.lower in self.lists.bodies and not linked:
            return -2.5
        return 1.4 if head.lower in self.lists.kinds else 0.0

    def _capital_before(self, match: Toponym, word: Word, linked: bool) -> float:
        if word.lower in self.lists.directions:
            return 0.5
        if word.lower in self.lists.titles:
            return -3.0 if not linked else -1.0
        if linked or (match.first - 1) in self.part_of or word.full > word.end:
            return 0.0
        if word.lower in self.demonyms or word.lower in self.lists.never or word.lower in self.lists.offices:
            return 0.0
        if word.opens or self.titled[word.region]:
            return -0.3
        return -2.0

    def _after(self, match: Toponym, linked: bool) -> float:
        if linked or match.last + 1 >= len(self.words) or self.words[match.last].full > match.end:
            return 0.0
        word = self.words[match.last + 1]
        if word.opens or word.region != self.words[match.last].region:
            return 0.0
        if word.lower in self.lists.ailments:
            return -3.0
        if "-" in word.gap:
            return -0.3 if word.capital else 0.2
        if word.capital:
            return self._capital_after(match, word)
        match.called = "division" if word.lower in self.lists.divisions else None
        match.called = "town" if word.lower in self.lists.towns else match.called
        return 0.6 if word.lower in self.lists.kinds else 0.0

    def _capital_after(self, match: Toponym, word: Word) -> float:
        if word.lower in self.lists.offices or word.lower in self.demonyms:
            return 0.0
        if word.lower in self.lists.bodies:
            return -2.5
        if (match.last + 1) in self.part_of:
            return 0.0
        if self.titled[word.region]:
            return -0.3
        return -0.5 if any(place.kind == "country" for place in match.candidates) else -1.5


def _strength(candidates: Sequence[Candidate]) -> float:
    """How well known the best of the places is: a hamlet's name needs more signs than a state's."""
    best = 0.0
    for place in candidates:
        if place.kind == "town":
            value = 2.6 if place.capital or place.people >= 200_000 else 2.0 if place.people >= 50_000 else 1.6
            value = value if place.people >= 5_000 or place.capital else 1.1
        elif place.kind == "division":
            value = 3.0 if place.people >= 200_000 else 2.2
        elif place.kind == "district":
            value = 2.0
        else:
            value = 3.8 if place.kind == "country" else 3.0
        best = max(best, value if place.usual else value - 0.6)
    return best


def _surnames(parse: Parse) -> frozenset[str]:
    """Last words of the names of persons that have more than one word."""
    found, tokens = set(), parse.tokens
    for token in tokens:
        if token.entity != "PERSON" or token.begins:
            continue
        last = token.i + 1 == len(tokens) or tokens[token.i + 1].entity != "PERSON" or tokens[token.i + 1].begins
        if last and token.text[:1].isupper() and token.tag in ("NNP", "NNPS"):
            found.add(token.lower)
    return frozenset(found)


def _titled_regions(words: list[Word], count: int) -> list[bool]:
    """Which regions set most words in capitals, as headlines do."""
    capitals, long_words = [0] * count, [0] * count
    for word in words:
        if len(word.text) >= 4:
            long_words[word.region] += 1
            capitals[word.region] += word.capital
    return [total >= 3 and capitals[i] >= 0.75 * total for i, total in enumerate(long_words)]
