"""How an event is told: the words that are its evidence, its clause on one line, its parties under their best names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.model import Actor, EventMention, Party, Reading, Span
from dateline.reconcile.parties import has_country, is_body, is_proper, party_key

_NEAR = 300  # code points that evidence may grow to by taking in an event's parties


def shorten_clause(clause: str) -> str:
    """A clause on one line of 160 characters at most."""
    line = " ".join(clause.split())
    return line if len(line) <= 160 else line[:159].rsplit(" ", 1)[0] + "…"


def evidence_span(reading: Reading, event: EventMention) -> Span:
    """The clause that tells an event, with the words of its parties where they stand near it in the same sentence.

    "to recognise the government" is no evidence without who did it.
    """
    clause = event.clause
    sentence = next((s for s in reading.sentences if s.start <= event.trigger.start < s.end), clause)
    spans = [actor.span for actor in (*event.source_actors, *event.target_actors) if sentence.holds(actor.span)]
    start, end = min([clause.start, *(s.start for s in spans)]), max([clause.end, *(s.end for s in spans)])
    return Span(start, end) if end - start <= max(_NEAR, len(clause)) else clause


def join_parties(actors: Sequence[Actor]) -> tuple[Party, ...]:
    """Each party once, under the name that says most.

    A state and its government are one party ("Moscow", "Russia"); an armed force or a group within it is another. A
    description is left out where a party with the same country or noun is named.
    """
    groups: dict[str, list[Actor]] = {}
    known = [actor for actor in actors if has_country(actor.code) or is_proper(actor.name)]
    for actor in known or actors:
        code = actor.code or ""
        key = code[:3] if has_country(code) and code[3:] in ("", "GOV") else code if has_country(code) else ""
        groups.setdefault(key or party_key(actor.name, actor.code) or actor.name, []).append(actor)
    found = []
    for group in groups.values():
        names = Counter(actor.name for actor in group)
        codes = Counter(actor.code for actor in group)
        name = min(names, key=lambda each: (not is_body(each), -names[each], -len(each), each))
        found.append(Party(name, min(codes, key=lambda code: (-codes[code], -len(code or ""), code or ""))))
    return tuple(found)
