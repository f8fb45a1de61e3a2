"""Offices told before their holder's name: a lead's "the provincial governor", who is named a few sentences on."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.read.entities.chains import Chain, Register

_LINKS = frozenset({"of", "for", "in", "at", "to", "from", "with", "on", "under", "who", "which"})
_APART = frozenset(
    {"former", "ex", "then", "late", "new", "acting", "deputy", "vice", "previous", "outgoing", "interim", "next"}
)


def join_offices(register: Register) -> None:
    """Put a description by office into the chain of the one person named later as its holder.

    Only descriptions with "the" of an office that one person has are joined, and only where the report names just
    one holder: "the mayor said ... Mayor Ana Ruiz". An office that tells of more than the role ("the defence
    minister") is no holder's whose role does not tell it.

    Args:
        register: All chains; joined ones leave it.
    """
    holders: dict[str, list[Chain]] = {}
    for chain in register.chains:
        if chain.type == "PERSON" and chain.forms:
            for office in sorted({word for role in chain.roles if (word := office_of(role)) in register.nouns.offices}):
                holders.setdefault(office, []).append(chain)
    gone = set()
    lone = _only_person(register)
    for chain in register.chains:
        holder = _holder(chain, holders) or (lone[1] if lone is not None and lone[0] is chain else None)
        if holder is not None and register.agrees(holder, chain.mentions[0]):
            holder.mentions += chain.mentions
            gone.add(id(chain))
            for mention in chain.mentions:
                register.of[id(mention)] = holder
                register.at[mention.head] = holder
    register.chains[:] = [chain for chain in register.chains if id(chain) not in gone]


def _only_person(register: Register) -> tuple[Chain, Chain] | None:
    """The one person a report names, without a word on who that is, and the one who speaks unnamed before.

    "..., a neighbour has claimed. ... Ama Obi told the paper": a lead tells what somebody is, a later sentence who.
    """
    persons = [chain for chain in register.chains if chain.type == "PERSON" and chain.number == "one"]
    named = [chain for chain in persons if chain.forms]
    if len(named) != 1 or named[0].roles or len(named[0].fullest) < 2 or not _speaks(register, named[0]):
        return None
    start = named[0].mentions[0].first
    before = [chain for chain in persons if not chain.forms and chain.mentions[0].first < start]
    if len(before) != 1 or not _speaks(register, before[0]) or before[0].mentions[0].turn > 2:
        return None
    return (before[0], named[0]) if _APART.isdisjoint(before[0].traits) else None


def _speaks(register: Register, chain: Chain) -> bool:
    """Whether its first mention is the subject of a verb of saying."""
    head = register.parse.tokens[chain.mentions[0].head]
    return head.dep == "nsubj" and register.parse.head(head).lemma.lower() in register.nouns.speech


def office_of(role: str) -> str:
    """The head noun of a role: "governor" of "governor of Lower Canning"."""
    words = role.lower().replace(",", " , ").split()
    end = next((i for i, word in enumerate(words) if word in _LINKS or word == ","), len(words))
    return words[end - 1] if end else ""


def _holder(chain: Chain, holders: dict[str, list[Chain]]) -> Chain | None:
    first = chain.mentions[0]
    if chain.type != "PERSON" or chain.forms or chain.number != "one" or first.kind != "noun":
        return None
    if not first.definite or first.owned or first.counted or not _APART.isdisjoint(chain.traits | chain.mods):
        return None
    rows: Sequence[Chain] = holders.get(first.word, ())
    if len(rows) != 1 or len(chain.heads) != 1:
        return None
    holder = rows[0]
    if not _APART.isdisjoint(holder.role_words) or not chain.mods <= holder.role_words:
        return None
    if chain.country and holder.country and chain.country != holder.country:
        return None
    return holder if holder.mentions[0].first > first.first else None
