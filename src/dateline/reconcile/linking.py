"""Entity mentions across reports -> one entity.

Two entities of different reports are linked when their names can name one thing: a country by its code, a person by
full name or by a surname that only one full name of the story bears, a body by its words, its acronym or, for a
government and its ministries, by country and office.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from dateline.lexicon import load_tables
from dateline.model import Entity, LinkedEntity, Reading, make_id

_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1 << 16)  # a story's names and quotations are folded again for every pair compared
def fold_name(name: str) -> tuple[str, ...]:
    """The words of a name, lower case, without accents, possessive endings or words that do not tell names apart.

    >>> fold_name("Russia’s Foreign Ministry")
    ('russia', 'foreign', 'ministry')
    >>> fold_name("the Foreign Ministry of Russia")
    ('foreign', 'ministry', 'russia')
    """
    flat = unicodedata.normalize("NFKD", name.replace("’", "'"))
    flat = "".join(char for char in flat if not unicodedata.combining(char)).casefold()
    flat = re.sub(r"'s?\b", " ", flat).replace(".", "")
    idle = load_tables("en/reconcile.toml").tables["idle_name_words"]
    return tuple(word for word in _WORD.findall(flat) if word not in idle)


def link_entities(readings: Sequence[Reading]) -> tuple[LinkedEntity, ...]:
    """Link the entities of several readings.

    Args:
        readings: Of one story, in any order.

    Returns:
        Every entity once, in order of their ids; ``members`` are (report id, index into the reading's entities).
    """
    members = [
        (reading.id, index, entity)
        for reading in sorted(readings, key=lambda reading: reading.id)
        for index, entity in enumerate(reading.entities)
    ]
    full_names = _full_names(entity for _, _, entity in members)
    groups: dict[tuple[str, ...], list[tuple[str, int, Entity]]] = defaultdict(list)
    for report_id, index, entity in members:
        groups[_key(entity, full_names)].append((report_id, index, entity))
    linked = []
    for key, group in groups.items():
        best = max((entity for _, _, entity in group), key=lambda entity: (len(fold_name(entity.name)), entity.name))
        codes = sorted((entity.code for _, _, entity in group if entity.code), key=lambda code: (-len(code), code))
        linked.append(
            LinkedEntity(
                id=make_id("en", *key),
                name=best.name,
                type=best.type,
                code=codes[0] if codes else None,
                members=tuple((report_id, index) for report_id, index, _ in group),
            )
        )
    return tuple(sorted(linked, key=lambda entity: (entity.name, entity.id)))


def _full_names(entities: Iterable[Entity]) -> dict[str, set[tuple[str, ...]]]:
    """For each surname the full names that end in it."""
    found: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for entity in entities:
        words = fold_name(entity.name)
        if entity.type == "PERSON" and len(words) > 1:
            found[words[-1]].add(words)
    return found


def _key(entity: Entity, full_names: dict[str, set[tuple[str, ...]]]) -> tuple[str, ...]:
    words = fold_name(entity.name)
    if entity.type == "PERSON":
        if len(words) == 1 and len(full_names.get(words[0], ())) == 1:
            words = next(iter(full_names[words[0]]))
        elif len(words) > 1:
            words = _longest_of(words, full_names[words[-1]])
        return ("person", *words)
    if entity.type == "GPE" and entity.code and len(entity.code) == 3:
        return ("country", entity.code)
    if entity.code and len(entity.code) >= 6 and (office := _office(words)):
        return ("body", entity.code[:6], *office)
    return (entity.type if entity.type == "NORP" else "body", *sorted(words)) if words else ("body", entity.name)


def _longest_of(words: tuple[str, ...], known: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The longest of the known names that says all that this one says and more."""
    wider = [name for name in known if set(words) <= set(name) and name[0] == words[0]]
    return max(wider, key=lambda name: (len(name), name), default=words)


def _office(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words that say which body of a government this is; empty for a name that is no such body."""
    offices = load_tables("en/reconcile.toml").tables["office_words"]
    return tuple(sorted({word for word in words if word in offices}))
