"""Who is which actor: a phrase -> country and PLOVER sectors, composed from its words.

"Afghan foreign minister" is a nationality and an office, so AFGGOV; nobody is listed by name. A code is an ISO 3166
alpha-3 country, or IGO with a body's own letters (IGOUNO), followed by PLOVER sectors: GOV, MIL, REB, OPP, PTY, LEG,
JUD, COP, SPY, MED, NGO, BUS, CVL and the finer EDU, REL, AGR, LAB, HLH, REF, CRM, PRM, UAF, ELI.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dateline.read.actors.names import (
    COUNTRIES,
    NAMES,
    Match,
    Particles,
    Word,
    find_matches,
    load_names,
    load_particles,
    load_turns,
    mend_name,
    split_words,
)
from dateline.read.nouns import load_nouns

_LONGEST = 30  # words of a phrase that are looked at: a noun phrase of news has ten
_SHORTEST_MENDED = 6  # shorter names are a letter away from too many others
_NO_STATE = frozenset({"IGO", "IMG", "MNC"})
_PLAIN = frozenset({"", "CVL"})  # kinds that a surname stands before too: "the Gambin family"
_FIRST = ("REB", "OPP")  # what makes an army the rebels', a lawmaker the opposition's
_ARMED = frozenset({"REB", "UAF", "PRM"})
_OFFICE = frozenset({"GOV", "LEG"})


@dataclass(slots=True)
class _Found:
    """What the words of a phrase say, gathered left to right; a state or sector is (code, kind)."""

    states: list[Match] = field(default_factory=list)
    loose: list[Match] = field(default_factory=list)
    heads: list[tuple[str, str]] = field(default_factory=list)
    later: list[tuple[str, str]] = field(default_factory=list)
    body: str = ""
    former: bool = False
    state_run: bool = False


def code_actor(phrase: str, on: date | None = None) -> str | None:
    """Code an actor's words: who it is, not who it acts on.

    Args:
        phrase: A noun phrase or name ("Russia's Foreign Ministry", "rebels in Darfur").
        on: The day it is spoken of; groups that came to power are coded by it. Without one, as of today's data.

    Returns:
        An ISO 3166 alpha-3 country (or IGO and a body's letters) followed by PLOVER sectors; ``None`` when the words
        name no actor that can be told.

    Raises:
        LexiconError: The dictionary is missing or malformed.

    References:
        PLOVER 0.8: primary and secondary actor codes; CAMEO 1.1b3, chapter 3.

    >>> code_actor("Afghan foreign minister"), code_actor("Russia's Foreign Ministry"), code_actor("Moscow")
    ('AFGGOV', 'RUSGOV', 'RUSGOV')
    >>> [code_actor("the Taliban", date(year, 1, 1)) for year in (2000, 2010, 2024)]
    ['AFGGOV', 'AFGREB', 'AFGGOV']
    """
    return _code(phrase, _turn_before(on) if on is not None else None)


@lru_cache(maxsize=4_096)
def _turn_before(on: date) -> date:
    """The last day, up to *on*, on which a code of the dictionary began or ceased to hold.

    Between two such days every phrase has one code, so that reports of neighbouring days share what is known.
    """
    turns = load_turns()
    return turns[max(bisect_right(turns, on) - 1, 0)]


@lru_cache(maxsize=16_384)
def _code(phrase: str, on: date | None) -> str | None:
    words = split_words(phrase)[:_LONGEST]
    if not words:
        return None
    matches = list(find_matches(words, load_names()))
    if not any(match.entry.kind in COUNTRIES or match.entry.kind == "body" for match in matches):
        matches = _mend(words, matches)
    if not matches:
        return None
    found = _gather(words, matches, on)
    country, own = _country(found, on)
    sectors = _sectors(found, own, bool(country))
    if not sectors and country and _is_seat(words, matches):
        sectors = ["GOV"]
    return (country + "".join(sectors)) or None


def code_country(phrase: str) -> str | None:
    """The state that a name or nationality stands for, as ISO alpha-3; ``None`` for anything else.

    >>> code_country("Afghan"), code_country("Kabul"), code_country("the United States"), code_country("army")
    ('AFG', 'AFG', 'USA', None)
    """
    match = _whole_name(phrase)
    code = match.entry.codes[-1].code if match is not None else ""
    return code if match is not None and match.entry.kind in COUNTRIES and code not in _NO_STATE else None


def names_state(phrase: str) -> bool:
    """Whether a phrase is the name of a state or a nationality and no more: neither a town nor an office.

    >>> names_state("Norway"), names_state("the Norwegian"), names_state("Oslo"), names_state("Norway's king")
    (True, True, False, False)
    """
    match = _whole_name(phrase)
    return match is not None and match.entry.kind in ("state", "nation")


def holds_rank(phrase: str) -> bool:
    """Whether only a rank that police hold too says that somebody is a soldier.

    >>> holds_rank("Capt. Ruiz"), holds_rank("the army captain"), holds_rank("soldiers")
    (True, False, False)
    """
    words = split_words(phrase)
    ranks = load_particles().ranks
    rest = " ".join(word.plain for word in words if word.plain not in ranks)
    return any(word.plain in ranks for word in words) and "MIL" not in (code_actor(rest) or "")


def _whole_name(phrase: str) -> Match | None:
    """The entry that a whole phrase is, the article aside."""
    words = [word for word in split_words(phrase) if word.plain != "the"]
    match = next(find_matches(words, load_names()), None)
    return match if match is not None and match.first == 0 and match.last == len(words) else None


def _mend(words: list[Word], matches: list[Match]) -> list[Match]:
    """Add a nationality misspelt by a letter ("Quatar's emir"), where it stands alone or before an office."""
    ends = {m.first for m in matches if m.entry.codes[-1].code[:3] not in _PLAIN} if matches else {len(words)}
    for i, word in enumerate(words):
        if word.plain in load_nouns().given:
            continue
        if word.initial and i + 1 in ends and len(word.plain) >= _SHORTEST_MENDED and (matches or len(words) == 1):
            mended = mend_name(word.plain)
            if mended is not None:
                return sorted([*matches, Match(i, i + 1, mended)], key=lambda match: match.first)
    return matches


def _gather(words: list[Word], matches: list[Match], on: date | None) -> _Found:
    """Sort the matches of a phrase by whether they stand in its head or after a preposition."""
    particles = load_particles()
    found, mode, at = _Found(), "head", 0
    for match in matches:
        for word in words[max(at, 1) : match.first]:  # "over 200 people": a preposition needs something before it
            mode = _next_mode(mode, word.plain, particles)
        if mode == "head":
            between = {word.plain for word in words[at : match.first]}
            found.former |= not between.isdisjoint(particles.former)
            found.state_run |= not between.isdisjoint(particles.state_run)
        at = match.last
        if _is_other(words, match, particles) or _is_borne(words, match, matches, particles):
            continue
        if match.entry.kind in NAMES:
            _take_name(found, match, mode, on)
        elif mode == "head":
            found.state_run |= words[match.first].plain in particles.state_run
            found.heads.append((match.entry.code(on), match.entry.kind))
        elif mode == "within" or (mode == "loose" and all(kind == "vague" for _, kind in found.heads)):
            found.later.append((match.entry.code(on), match.entry.kind))
    return found


def _next_mode(mode: str, word: str, particles: Particles) -> str:
    if word in particles.apart:
        return mode if mode == "loose" else "apart"
    if word in particles.loose:
        return "loose"
    if word in particles.within:
        return mode if mode in ("apart", "loose") else "within"
    return mode


def _take_name(found: _Found, match: Match, mode: str, on: date | None) -> None:
    if mode in ("head", "within"):
        found.states.append(match)
        if match.entry.kind == "body":
            code = match.entry.code(on)
            found.body = found.body or code
            rest = "".join(_parts(code)[1])
            (found.heads if mode == "head" else found.later).append((rest, "body"))
    elif mode == "loose":
        found.loose.append(match)


def _is_other(words: list[Word], match: Match, particles: Particles) -> bool:
    """Whether a name is whom the actor is for, against or backed by, not who it is."""
    if match.first and words[match.first - 1].plain in particles.towards:
        return True
    return match.last < len(words) and words[match.last].plain in particles.acted_on


def _is_borne(words: list[Word], match: Match, matches: list[Match], particles: Particles) -> bool:
    """Whether a place's name is part of a person's: "Sydney Carton", "Nawaf Al-Sabah"."""
    if match.entry.kind not in COUNTRIES or match.entry.kind == "nation" or match.last - match.first > 1:
        return False
    taken = {i for other in matches for i in range(other.first, other.last)}
    after = words[match.last] if match.last < len(words) else None
    if after is not None and after.initial and match.last not in taken and not words[match.first].owner:
        return words[match.first].plain in particles.borne
    before = words[match.first - 1] if match.first else None
    named = before is not None and before.initial and match.first - 1 not in taken and not before.owner
    if not named or (match.entry.kind == "state" and words[match.first].plain not in particles.borne):
        return False
    return before is not None and before.plain not in particles.where and after is None


def _parts(code: str) -> tuple[str, list[str]]:
    """A body's country and sectors: IGO keeps its letters, NGO has no country."""
    parts = [code[i : i + 3] for i in range(0, len(code), 3)]
    if parts[0] == "NGO":
        return "", parts
    if parts[0] == "IGO" and len(parts) > 1 and parts[1] not in _known_sectors():
        return parts[0] + parts[1], parts[2:]
    return parts[0], parts[1:]


@lru_cache(maxsize=1)
def _known_sectors() -> frozenset[str]:
    return frozenset(
        entry.codes[0].code
        for entries in load_names().values()
        for entry in entries
        if entry.kind in ("strong", "soft") and entry.codes[0].code
    )


def _country(found: _Found, on: date | None) -> tuple[str, bool]:
    """The country, and whether it is that of a body that has its own sectors."""
    named = [match for match in found.states if match.entry.kind not in ("people", "body")]
    bodies = [match for match in found.states if match.entry.kind == "body"]
    ordered = [match for match in found.states if match.entry.kind != "people"]
    if ordered:
        first = ordered[0]
        if first.entry.kind != "body":
            return first.entry.code(on), bool(bodies)
        country, _ = _parts(first.entry.code(on))
        if named and country in ("IMG", "MNC"):
            return named[0].entry.code(on), True  # "Islamic State in Nigeria": it takes the state that it is in
        return country, True
    for match in (*found.states, *found.loose):
        country, _ = _parts(match.entry.code(on))
        if country and (match.entry.kind != "body" or match in found.states):
            return country, False
    return "", False


def _sectors(found: _Found, own: bool, has_country: bool) -> list[str]:
    heads = found.heads
    for first in _FIRST:
        if any(code == first and kind == "strong" for code, kind in heads):
            return ["MIL"] if first == "REB" and _body_governs(found) else [first]
    chosen = ""
    for kinds, rows in (
        (("strong", "body"), heads),
        (("strong", "body"), found.later),
        (("soft",), heads),
        (("soft",), found.later),
    ):
        picked = [code for code, kind in rows if kind in kinds and (code or kind == "body")]
        if rows is found.later:
            picked = picked[:1]
        if rows is heads and {"MIL", "COP"} <= set(picked):  # "sheriff's sergeant", "army police"
            picked = [code for code in picked if code in ("MIL", "COP")][:1]
        if picked and (picked[-1] or rows is heads):
            chosen = picked[-1] or next((code for code in reversed(picked) if code), "")
            if chosen or own:
                break
    if not chosen and has_country and not own and any(kind == "vague" and code for code, kind in heads):
        chosen = next(code for code, kind in reversed(heads) if kind == "vague" and code)
    if chosen in _ARMED and _body_governs(found):
        chosen = "MIL"
    if found.former and chosen[:3] in _OFFICE:
        chosen = "ELI"
    if found.state_run and chosen == "MED":
        chosen = "GOVMED"
    return [chosen[i : i + 3] for i in range(0, len(chosen), 3)]


def _body_governs(found: _Found) -> bool:
    return found.body.endswith("GOV") and found.body[:3] not in _NO_STATE


def _is_seat(words: list[Word], matches: list[Match]) -> bool:
    """Whether the phrase is a capital and no more: then its government is meant."""
    rest = {word.plain for word in words[: matches[0].first]} - {"the"}
    return matches[0].entry.kind == "capital" and len(matches) == 1 and not rest and matches[0].last == len(words)
