"""Parties to events: what they are compared by, how they are named, and whom a description stands for.

A reader gives an actor the words on the spot. Beside the other events and entities of the report some of these words
can be told: "the two countries", "its first government", "several states, including Chile and Peru", or nothing at all
where the clause before has said it ("but have not recognised it").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from dateline.lexicon import load_tables
from dateline.model import Actor, Entity, EventMention, Reading, Span
from dateline.reconcile.linking import fold_name
from dateline.reconcile.words import stem_word

_SECTORS = frozenset(
    "GOV MIL REB OPP LEG JUD COP MED NGO BUS CVL PTY SPY EDU HLH LAB REL CRM UAF ELI AGR ENV REF SET RAD INS".split()  # noqa: SIM905
)
_STATE = frozenset(("", "GOV", "MIL", "LEG", "JUD", "SPY", "COP", "ELI", "PTY"))
_NEAR_SENTENCES = 3  # how far back an elided party may have been told
_APPOSED = re.compile(r",\s+((?:the\s+)?)")
_LIST_GAP = re.compile(r"\s*,?\s*(?:and|or)?\s*(?:the\s+)?")


@cache
def _words(table: str) -> frozenset[str]:
    return frozenset(load_tables("en/reconcile.toml").tables[table])


def has_country(code: str | None) -> bool:
    """Whether a code tells a country or an international organisation, not only a sector ("GOV").

    >>> has_country("AFGGOV"), has_country("IGOUNO"), has_country("GOV"), has_country(None)
    (True, True, False, False)
    """
    return bool(code) and len(str(code)) >= 3 and str(code)[:3] not in _SECTORS and str(code) != "IGO"


def is_proper(name: str) -> bool:
    """Whether a name is a proper one throughout: all its words are capitalised, small words aside.

    >>> is_proper("the United Arab Emirates"), is_proper("Most countries"), is_proper("its first government")
    (True, False, False)
    """
    words = re.findall(r"[^\W_]+", name.replace("’s", "").replace("'s", ""))
    telling = [word for word in words if word.lower() not in _words("idle_name_words")]
    return bool(telling) and all(word[0].isupper() or word[0].isdigit() for word in telling)


def is_body(name: str) -> bool:
    """Whether a name is a proper one or that of a body with a proper word in it ("the Taliban government").

    >>> is_body("the Taliban government"), is_body("the present government"), is_body("Taliban-appointed ambassador")
    (True, False, False)
    """
    words = re.findall(r"[^\W_]+", name)
    inner = [w for i, w in enumerate(words) if w[0].isupper() and (i > 0 or w.lower() not in _words("determiners"))]
    return is_proper(name) or (bool(inner) and bool(words) and words[-1].lower() in _words("body_words"))


def party_key(name: str, code: str | None) -> str:
    """What a party is compared by: its country or organisation, its proper name, else ``~`` and its head noun's stem.

    A body or servant of a state is its state; a movement, a company or people of a country are not.

    >>> party_key("Moscow", "RUSGOV"), party_key("two guards", None), party_key("Coastal Union", "CHLLAB")
    ('RUS', '~guard', 'coastal union')
    >>> party_key("Police", "COP")  # a capital of the sentence's, not of a name
    '~polic'
    """
    words = fold_name(name)
    proper = is_proper(name) and not (len(words) == 1 and code in _SECTORS)
    if has_country(code) and code is not None:
        if code.startswith("IGO"):
            return code[:6]
        if code[3:6] in _STATE:
            return code[:3]
        return " ".join(words) if is_proper(name) else code[:6]
    if not words:
        return ""
    return " ".join(words) if proper else "~" + stem_word(words[-1])


def party_keys(actors: Iterable[Actor]) -> set[str]:
    """The keys of several actors; of people whose country is only lent by what stands around, no more than a hint.

    >>> sorted(party_keys([Actor(Span(0, 13), "the fishermen", "the fishermen", "PERAGR")]))
    ['~PERAGR', '~fishermen']
    """
    found: set[str] = set()
    for actor in actors:
        key = party_key(actor.name, actor.code)
        if has_country(actor.code) and key == str(actor.code)[:6] and len(key) == 6 and _is_lent(actor):
            found |= {f"~{key}", party_key(actor.name, None)}
        elif key:
            found.add(key)
    return found - {""}


def _is_lent(actor: Actor) -> bool:
    """Whether a party's words name no country and nobody: then a reader took its country from what is around it."""
    return actor.name.islower() and not any(char.isupper() for char in actor.text)


def told(keys: Iterable[str]) -> set[str]:
    """The keys that say who it is, without those of mere descriptions."""
    return {key for key in keys if not key.startswith("~")}


def resolve_actors(reading: Reading, kin: Mapping[str, frozenset[str]]) -> Reading:
    """The reading with the actors of its events told as far as the rest of the report tells them.

    Args:
        reading: Left unchanged.
        kin: For each act that bears on a lasting state, the acts that bear on the same one: a party left out in one of
            them is the one told just before.

    Returns:
        A reading whose events stand at the same indices.
    """
    events: list[EventMention] = []
    for told_so in reading.events:
        sources = _resolve(reading, told_so.source_actors, told_so.target_actors, events)
        targets = _resolve(reading, told_so.target_actors, told_so.source_actors, events)
        event = replace(told_so, source_actors=sources, target_actors=targets)
        kindred = kin.get(event.act or "")
        events.append(_fill_target(reading, event, events, kindred) if kindred else event)
    return replace(reading, events=tuple(events))


def _resolve(
    reading: Reading, actors: Sequence[Actor], others: Sequence[Actor], before: Sequence[EventMention]
) -> tuple[Actor, ...]:
    found: list[Actor] = []
    across = told(party_keys(others))
    for actor in actors:
        members = _listed(reading, actor) or _both(reading, actor, before)
        found.extend(members or (_one(reading, actor, across, before),))
    return tuple(dict.fromkeys(found))


def _listed(reading: Reading, actor: Actor) -> tuple[Actor, ...]:
    """The members of "several states, including Chile and Peru"."""
    if is_proper(actor.name):
        return ()
    after = reading.text[actor.span.end : actor.span.end + 24].lower().lstrip(" ,\n")
    opening = next((word for word in sorted(_words("listing")) if after.startswith(word + " ")), None)
    if opening is None:
        return ()
    at = reading.text.lower().index(opening, actor.span.end) + len(opening)
    mentions = sorted((span, i) for i, entity in enumerate(reading.entities) for span in entity.names)
    found: list[Actor] = []
    for span, i in mentions:
        if span.start < at:
            continue
        gap = _LIST_GAP.match(reading.text, at)
        if gap is None or gap.end() < span.start or not is_proper(span.of(reading.text)):
            break
        entity = reading.entities[i]
        found.append(Actor(span, span.of(reading.text), entity.name, entity.code))
        at = span.end
    return tuple(found)


def _both(reading: Reading, actor: Actor, before: Sequence[EventMention]) -> tuple[Actor, ...]:
    """The two that "the two countries" or "both sides" are: the last two told together, else the two most named."""
    words = re.findall(r"[^\W\d_]+", actor.text.lower())
    if not words or not set(words[:2]) & _words("dual_words") or words[-1] not in _words("dual_nouns"):
        return ()
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for entity in reading.entities:
        if has_country(entity.code) and not str(entity.code).startswith("IGO"):
            counts[str(entity.code)[:3]] += len(entity.mentions)
            if entity.type == "GPE" and len(str(entity.code)) == 3:
                names.setdefault(str(entity.code), entity.name)
    for event in reversed(before):
        codes = dict.fromkeys(str(side.code)[:3] for side in event.source_actors if str(side.code)[3:] in ("", "GOV"))
        if len(codes) == 2 and set(codes) <= set(names):
            return tuple(_stand_for(actor, names[code], code) for code in codes)
    ranked = [code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if code in names]
    if len(ranked) < 2 or (len(ranked) > 2 and counts[ranked[1]] == counts[ranked[2]]):
        return ()
    return tuple(_stand_for(actor, names[code], code) for code in ranked[:2])


def _stand_for(actor: Actor, name: str, code: str | None) -> Actor:
    return Actor(actor.span, actor.text, name, code)


def _one(reading: Reading, actor: Actor, across: set[str], before: Sequence[EventMention]) -> Actor:
    """A described actor: who is named beside or within its words, else the last of the same noun; else as it is.

    *across* are the parties on the other side, which it cannot be.
    """
    if is_proper(actor.name):
        return actor
    if (beside := _apposed(reading, actor)) is not None:
        return beside
    if has_country(actor.code):
        return actor
    return _named_within(reading, actor, across) or _same_noun(actor, across, before) or actor


def _named_within(reading: Reading, actor: Actor, across: set[str]) -> Actor | None:
    """Whose a description is by the name or pronoun in its words: "its first government"."""
    for entity in reading.entities:
        if not has_country(entity.code) or party_key(entity.name, entity.code) in across:
            continue
        if any(actor.span.holds(span) for span in entity.mentions):
            country, sector = str(entity.code)[:3], str(entity.code)[3:6]
            if actor.code and actor.code != sector:
                return _stand_for(actor, actor.name, country + actor.code)
            return _stand_for(actor, entity.name, entity.code)
    return None


def _same_noun(actor: Actor, across: set[str], before: Sequence[EventMention]) -> Actor | None:
    """The last party of the same noun that a description points back at: "the present government"."""
    words = fold_name(actor.name)
    if not words or actor.text.split(" ", 1)[0].lower() not in _words("pointing_words"):
        return None
    for event in reversed(before):
        for side in (*event.target_actors, *event.source_actors):
            same = words[-1] in fold_name(f"{side.name} {side.text}")
            if same and has_country(side.code) and party_key(side.name, side.code) not in across:
                return _stand_for(actor, side.name, side.code)
    return None


def _apposed(reading: Reading, actor: Actor) -> Actor | None:
    """The group or person named in apposition: "one of the armed groups, the Northern Front, was ..."."""
    gap = _APPOSED.match(reading.text, actor.span.end)
    if gap is None:
        return None
    for entity in reading.entities:
        for span in entity.names:
            named = entity.type in ("ORG", "NORP", "PERSON") and is_proper(entity.name)
            if (
                named
                and span.start in (gap.start(1), gap.end())
                and reading.text[span.end : span.end + 1] in (",", ".")
            ):
                return Actor(actor.span, actor.text, entity.name, entity.code or actor.code)
    return None


def _fill_target(
    reading: Reading, event: EventMention, before: Sequence[EventMention], kin: frozenset[str]
) -> EventMention:
    """The party that a clause leaves out: the one named in it, else the one of the kindred act told just before."""
    if any(has_country(actor.code) or is_proper(actor.name) for actor in event.target_actors):
        return event
    if not event.source_actors:
        return event
    taken = party_keys(event.source_actors)
    named = {
        party_key(entity.name, entity.code): Actor(span, span.of(reading.text), entity.name, entity.code)
        for entity in reading.entities
        if entity.type in ("ORG", "NORP", "GPE", "PERSON")
        for span in entity.names
        if event.clause.holds(span) and not _is_place(reading, entity, span) and not _is_aside(reading, event, span)
    }
    others = {key: actor for key, actor in named.items() if key not in taken}
    if len(others) == 1 and not event.target_actors:
        return replace(event, target_actors=tuple(others.values()))
    at = _sentence(reading, event.trigger)
    for earlier in reversed(before):
        if at - _sentence(reading, earlier.trigger) > _NEAR_SENTENCES:
            break
        sides = [side for side in earlier.target_actors if has_country(side.code) or is_proper(side.name)]
        if earlier.act in kin and sides and not party_keys(sides) & taken:
            spot = event.target_actors[0].span if event.target_actors else event.trigger
            return replace(
                event, target_actors=tuple(Actor(spot, spot.of(reading.text), s.name, s.code) for s in sides)
            )
    return event


def _is_aside(reading: Reading, event: EventMention, span: Span) -> bool:
    """Whether a name stands in what only dates the act: "after the attacks on New York"."""
    between = reading.text[event.trigger.end : max(span.start, event.trigger.end)].lower()
    return bool(set(re.findall(r"[^\W\d_]+", between)) & _words("dating_words"))


def _is_place(reading: Reading, entity: Entity, span: Span) -> bool:
    """Whether a name tells only where: a place after "in" or "at"."""
    before = reading.text[max(span.start - 12, 0) : span.start].lower().split()
    before = before[:-1] if before and before[-1] == "the" else before
    return entity.type == "GPE" and bool(before) and before[-1] in _words("place_prepositions")


def _sentence(reading: Reading, span: Span) -> int:
    return next((i for i, sentence in enumerate(reading.sentences) if span.start < sentence.end), 0)
