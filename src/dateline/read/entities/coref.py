"""Entities of a report: chains of names, descriptions and pronouns that stand for one person, body or place."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter

from dateline.model import Entity, Span
from dateline.read.actors import code_actor
from dateline.read.actors.codes import sector_of
from dateline.read.entities import Name
from dateline.read.entities.chains import Chain, Register
from dateline.read.entities.mentions import Mention, count_turns, find_mentions, find_quoted
from dateline.read.entities.offices import join_offices, office_of
from dateline.read.entities.pronouns import Resolver
from dateline.read.nouns import Gender, load_nouns
from dateline.read.text import Parse

_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "another ", "one ", "some ")
_OWN = ("my ", "our ", "your ")  # words of a speaker, by whom nobody is called
_LONGEST_ROLE = 14  # words
_FORCES = frozenset({"COP", "MIL", "JUD"})
_PEOPLE = frozenset({"EDU", "BUS", "CVL", "MED", "LAB", "CRM", "REL", "HLH"})


def find_entities(parse: Parse, names: Sequence[Name], *, published: date | None) -> tuple[Entity, ...]:
    """Gather what a report's names, descriptions and pronouns stand for.

    Args:
        parse: The report's parse.
        names: Its names, as `find_names` gives them.
        published: The day by which actors are coded; groups change their code when they take power.

    Returns:
        Entities in order of their first mention; unnamed bodies and persons too ("Russia's foreign ministry").
        Mentions of different entities may lie within each other, those of one entity do not repeat.

    Raises:
        LexiconError: A word list is missing.

    >>> from dateline.model import Region
    >>> from dateline.read.entities import find_names
    >>> from dateline.read.text import parse_text
    >>> text = "Finance Minister Ama Boateng resigned on Friday. She told reporters that her health had failed."
    >>> parse = parse_text(text, [Region("body", Span(0, len(text)))])
    >>> first = find_entities(parse, find_names(parse), published=None)[0]
    >>> first.name, first.role, [span.of(text) for span in first.mentions]
    ('Ama Boateng', 'Finance Minister', ['Ama Boateng', 'She', 'her'])
    """
    quoted = find_quoted(parse)
    mentions = find_mentions(parse, names, quoted)
    register = Register(parse, load_nouns())
    named = {mention.sentence for mention in mentions if mention.kind != "noun"}
    told = count_turns(parse, lambda sentence: sentence.i in named and not quoted[sentence.first])
    resolver = Resolver(register, told)
    ahead = _main_subjects(parse, mentions)
    for mention in mentions:
        if mention.kind == "name":
            if id(mention) not in register.of:
                register.take_name(mention)
        elif mention.kind == "noun":
            register.take_noun(mention)
        else:
            chain = resolver.resolve(mention, ahead.get(mention.sentence))
            if chain is None:
                continue
            register.link(mention, chain)
        resolver.note(mention)
    join_offices(register)
    return _to_entities(register, published)


def _main_subjects(parse: Parse, mentions: Sequence[Mention]) -> dict[int, Mention]:
    """For each sentence the mention that is the subject of its main verb."""
    found: dict[int, Mention] = {}
    for mention in mentions:
        head = parse.tokens[mention.head]
        if head.dep == "nsubj" and parse.sentences[mention.sentence].root == head.head:
            found.setdefault(mention.sentence, mention)
    return found


def _to_entities(register: Register, published: date | None) -> tuple[Entity, ...]:
    chains = [chain for chain in register.chains if chain.type != "THING"]
    bodies = _bodies(register)
    codes = {id(chain): _code(chain, bodies, published, register) for chain in chains}
    made = []
    for chain in chains:
        spans = sorted({mention.span for mention in chain.mentions})
        named = sorted({mention.span for mention in chain.mentions if mention.kind == "name" or mention.proper})
        entity = Entity(
            name=_title(chain, register),
            type=chain.type,
            code=codes[id(chain)],
            role=_role(chain),
            mentions=tuple(spans),
            names=tuple(named),
            gender=chain.gender or _by_pronouns(chain) if chain.type == "PERSON" else None,
        )
        made.append(entity)
    return tuple(sorted(made, key=lambda entity: (entity.mentions[0], entity.name)))


def _by_pronouns(chain: Chain) -> Gender | None:
    return "female" if chain.votes > 0 else "male" if chain.votes < 0 else None


def _title(chain: Chain, register: Register) -> str:
    """The fullest name; a chain without one is called by its fullest description."""
    named = [mention for mention in chain.mentions if mention.kind == "name"]
    if chain.kind == "state":  # not by its capital
        named = [m for m in named if m.name is not None and m.name.kind == "state"] or named
    if named:
        ends = {mention.text.split()[-1] for mention in named if not mention.headline}
        # a headline's capitals make verbs into names: "Varga Defies Court"
        named = [m for m in named if not ends or m.text.split()[-1] in ends] if chain.type == "PERSON" else named
        texts = [_without_article(mention.text).split(" (")[0] for mention in named]
        return max(texts, key=lambda text: (len(text.split()), len(text)))
    nouns = [mention for mention in chain.mentions if mention.kind == "noun"]
    nouns = [mention for mention in nouns if not mention.text.lower().startswith(_OWN)] or nouns
    texts = [_without_article(_spell_out(mention, register)) for mention in nouns]
    whole = {text: mention.country is not None for text, mention in zip(texts, nouns, strict=True)}
    return max(texts, key=lambda text: (whole[text], len(text.split())))


def _spell_out(mention: Mention, register: Register) -> str:
    """A description with the name of whose it is: "Kazakhstan's foreign ministry" for "its foreign ministry"."""
    owner = register.at.get(mention.possessor)
    if owner is None or not owner.forms:
        return mention.text
    last = mention.possessor + 1
    tokens = register.parse.tokens
    if tokens[last].tag == "POS":
        last += 1
    rest = " ".join(register.parse.text[tokens[last].start : mention.span.end].split())
    return f"{_title(owner, register)}'s {rest}" if rest else mention.text


def _without_article(text: str) -> str:
    lower = text.lower()
    for article in _ARTICLES:
        if lower.startswith(article) and len(text) > len(article):
            return text[len(article) :]
    return text


def _role(chain: Chain) -> str | None:
    """The fullest role that the report gives, within reason."""
    roles = [role for role in chain.roles if len(role.split()) <= _LONGEST_ROLE] or chain.roles[:1]
    return max(roles, key=lambda role: (len(role.split()), len(role)), default=None)


def _code(
    chain: Chain, bodies: Sequence[tuple[int, Mention, Chain]], published: date | None, register: Register
) -> str | None:
    if chain.type != "PERSON":
        return _body_code(chain, published, register)
    codes = _role_codes(chain, published, register)
    if not codes and not chain.forms:
        codes = [
            code
            for mention in chain.mentions
            if mention.kind == "noun" and (code := code_actor(_spell_out(mention, register), published))
        ]
    best = max(codes, key=lambda code: (len(code) > 3, len(code)), default=None)
    if best is not None and len(best) == 3 and best not in _countries(chain):
        for body in _bodies_in_roles(chain, bodies):
            code = _body_code(body, published, register)
            if code and len(code) > 3 and code[:3] != "IGO":  # "ambassador to the UN"
                return code[:3] + best
    return best


def _role_codes(chain: Chain, published: date | None, register: Register) -> list[str]:
    """What the roles of a person are coded as; of roles that hardly one person has, only titles before the name count.

    "A sheriff" of one sentence is no programmer of another: such a chain holds two.
    """
    rows = [(role, code) for role in chain.roles if (code := code_actor(role, published))]
    lesser = register.nouns.kin | register.nouns.lesser
    rows = [row for row in rows if office_of(row[0]) not in lesser] or rows
    sectors = {sector_of(code) for _, code in rows}
    if sectors & _FORCES and sectors & _PEOPLE:
        titles = {name.role for m in chain.mentions if (name := m.name) is not None and _is_title(name)}
        rows = [row for row in rows if row[0] in titles]
        sectors = {sector_of(code) for _, code in rows}
    return [] if sectors & _FORCES and sectors & _PEOPLE else [code for _, code in rows]


def _is_title(name: Name) -> bool:
    """Whether a name's role stands right before it: "Sheriff Ana Ruiz"."""
    return name.role_span is not None and 0 < name.span.start - name.role_span.end <= 1


def _countries(chain: Chain) -> set[str]:
    return {mention.country for mention in chain.mentions if mention.country}


def _bodies_in_roles(chain: Chain, bodies: Sequence[tuple[int, Mention, Chain]]) -> Iterator[Chain]:
    """The bodies that a person's roles speak of: "a spokesman for the ministry" speaks for that ministry's state."""
    spans: list[Span] = [
        m.name.role_span for m in chain.mentions if m.name is not None and m.name.role_span is not None
    ]
    spans += [m.span for m in chain.mentions if m.kind == "noun"]
    for span in spans:
        i = bisect_left(bodies, span.start, key=itemgetter(0))
        while i < len(bodies) and bodies[i][0] < span.end:
            if span.holds(bodies[i][1].span):
                yield bodies[i][2]
            i += 1


def _bodies(register: Register) -> list[tuple[int, Mention, Chain]]:
    """All mentions of bodies but pronouns, by where they begin."""
    rows = [
        (mention.span.start, mention, chain)
        for chain in register.chains
        if chain.type == "ORG"
        for mention in chain.mentions
        if mention.kind != "pronoun"
    ]
    return sorted(rows, key=itemgetter(0))


def _body_code(chain: Chain, published: date | None, register: Register) -> str | None:
    if chain.forms:
        if chain.type in ("GPE", "LOC", "NORP"):
            return None if _is_acronym(chain, published) else chain.code
        texts = islice((mention.text for mention in chain.mentions if mention.kind == "name"), 8)
        return max((code for text in texts if (code := code_actor(text, published))), key=len, default=None)
    return code_actor(_title(chain, register), published)


def _is_acronym(chain: Chain, published: date | None) -> bool:
    """Whether a place stands only as letters that no list of countries has: a "SWAT" team is of no valley."""
    texts = [mention.text for mention in chain.mentions if mention.kind == "name" and not mention.headline]
    return bool(texts) and all(
        text.isupper() and text.isalpha() and len(text) > 3 and not code_actor(text, published) for text in texts
    )
