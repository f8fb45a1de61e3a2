"""Grammar around a trigger: subject, objects, prepositions and complements, through voice, control and relatives.

Everything here answers with tokens; who they stand for is `cast`'s business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import TypeVar

from dateline.read.events.acts import Acts
from dateline.read.text import Parse, Token

_SUBJECT = ("nsubj", "nsubjpass", "csubj")
_PARTICLES = ("prt", "prep", "advmod", "agent", "dative", "npadvmod")
_ARGUMENTS = ("dobj", "acomp", "oprd", "nsubjpass")
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_ACTING = frozenset({"GPE", "ORG", "PERSON", "NORP"})
_OPENING = frozenset({"after", "before", "since", "until", "as", "because", "when", "while"})
_UNWELCOME = frozenset({"persona", "personae", "personas"})
_LONGEST_CHAIN = 12  # clauses that a subject is looked for through; deeper nesting is no news prose


_Answer = TypeVar("_Answer")


def _once(ask: Callable[[Parse, Token], _Answer]) -> Callable[[Parse, Token], _Answer]:
    """Ask a question of a token once a parse: what the grammar says of it never changes."""
    name = ask.__name__

    @wraps(ask)
    def asked(parse: Parse, token: Token) -> _Answer:
        memo: dict[int, _Answer] = parse.memo[name]
        if token.i not in memo:
            memo[token.i] = ask(parse, token)
        return memo[token.i]

    return asked


def lemma_of(token: Token) -> str:
    """The token's lemma as the lexicons have it."""
    return token.plain


#: What is done to somebody wherever no object follows: a headline's "Man charged with arson" is a passive.
_DONE_TO = frozenset(
    {
        "charge",
        "arrest",
        "convict",
        "sentence",
        "jail",
        "indict",
        "acquit",
        "detain",
        "kill",
        "murder",
        "injure",
        "wound",
        "kidnap",
        "abduct",
        "stab",
        "imprison",
        "behead",
        "disarm",
        "praise",
        "criticize",
        "criticise",
    }
)
#: "In addition to the suspects" tells no place and nobody an act falls on.
_LINKS = frozenset({"addition", "response", "contrast", "accordance", "connection", "spite", "light", "terms", "case"})


@_once
def is_passive(parse: Parse, verb: Token) -> bool:
    """Whether a verb stands in the passive: with its auxiliary, or as a bare participle after a noun.

    >>> from dateline.model import Region, Span
    >>> from dateline.read.text import parse_text
    >>> text = "Oslo was shelled."
    >>> parse = parse_text(text, [Region("body", Span(0, len(text)))])
    >>> is_passive(parse, parse.tokens[2])
    True
    """
    deps = {parse.tokens[i].dep for i in verb.children}
    shot = "agent" in deps and verb.tag in ("VBD", "VBN") and not deps & {"aux", "dobj", "dative"}
    guilty = lemma_of(verb) == "find" and any(c.lower == "guilty" for c in parse.children(verb, "oprd", "acomp"))
    found = guilty and not deps & {"dobj", "dative", "aux"}  # "the first person found guilty"
    made = verb.tag == "VBN" and verb.dep == "ccomp" and lemma_of(parse.head(verb)) in ("get", "have")
    found |= made and "aux" not in deps  # "got Nauru removed from the list"
    if shot or found or "auxpass" in deps or "nsubjpass" in deps:  # or a headline's "Traders shot dead by patrol"
        return True
    if "nsubj" in deps and verb.lemma.lower() in _DONE_TO and verb.tag in ("VBD", "VBN"):
        told = deps & {"aux", "dobj", "dative", "conj", "ccomp", "xcomp", "prt", "neg"}
        return not told and (verb.tag == "VBN" or verb.dep in ("ROOT", "ccomp", "parataxis"))
    if "nsubj" in deps or verb.tag != "VBN" or "aux" in deps:
        if verb.dep == "conj" and verb.tag == "VBN" and not deps & {"nsubj", "aux"} and "dobj" not in deps:
            return is_passive(parse, parse.head(verb))
        return False
    if verb.dep == "conj" and "dobj" not in deps:
        head = parse.head(verb)
        return head.tag == "VBN" and is_passive(parse, head)
    return verb.dep in ("acl", "relcl", "advcl", "amod", "ROOT", "ccomp") and "dobj" not in deps


def relativizer(parse: Parse, verb: Token, deps: tuple[str, ...]) -> Token | None:
    """The relative pronoun among a verb's dependents of these labels."""
    return next((child for child in parse.children(verb, *deps) if child.tag in ("WDT", "WP", "WP$")), None)


def antecedent(parse: Parse, noun: Token) -> Token:
    """Who a noun with a relative clause is: in "X is the first to ..." it is X."""
    head = parse.head(noun)
    if noun.dep in ("attr", "oprd") and head.i != noun.i:
        found = parse.child(head, *_SUBJECT)
        if found is not None and found.i != noun.i and found.lower not in ("there", "it", "this", "that"):
            return found
    if noun.dep == "pobj" and head.dep == "prep" and parse.head(head).dep == "attr":
        return antecedent(parse, parse.head(head))  # "one of few countries that"
    return noun


@_once
def subject_of(parse: Parse, verb: Token) -> Token | None:
    """The surface subject of a verb, through conjunction, control, participles and relatives; ``None`` when none."""
    for _ in range(_LONGEST_CHAIN):
        subjects = [child for child in parse.children(verb, *_SUBJECT) if child.dep != "csubj"]
        if subjects:
            if subjects[-1].i + 1 < verb.i and parse.tokens[subjects[-1].i + 1].text == ":":
                return None  # "Sheriff: shooting kills 1, injures 2": who says so
            relative = subjects[-1].tag in ("WDT", "WP") and verb.dep in ("relcl", "acl", "ccomp")
            return antecedent(parse, parse.head(verb)) if relative else subjects[-1]
        stray = _stray_subject(parse, verb) or _swallowed_subject(parse, verb)
        if stray is not None:
            return stray
        head = parse.head(verb)
        if head.i == verb.i:
            return None
        found, known = _controller(parse, verb, head)
        if known:
            return found
        verb = _governor(parse, head) if verb.dep == "pcomp" else head
    return None


def _stray_subject(parse: Parse, verb: Token) -> Token | None:
    """A subject that the parser hung on the auxiliary, took for an adverb of time or for a name's first word."""
    for child in parse.children(verb, "aux", "npadvmod", "compound"):
        if child.i > verb.i:
            continue
        if child.dep == "compound" and verb.tag in _FINITE and child.entity in _ACTING:
            return child  # a headline's "Nauru expels envoy"
        if child.dep == "npadvmod" and child.entity in _ACTING and child.pos == "PROPN":
            return child
        if child.dep == "aux":
            found = parse.child(child, "nsubj", "nsubjpass")
            if found is not None and found.i < child.i:
                return found
    return None


def _swallowed_subject(parse: Parse, verb: Token) -> Token | None:
    """A subject that the parser gave to the word that opens its clause: "after a patrol shot three"."""
    noun = parse.tokens[max(verb.i - 1, 0)]
    if verb.tag not in _FINITE or noun.pos not in _NOMINAL or noun.sentence != verb.sentence:
        return None
    hung = verb.dep == "conj" or (verb.dep == "advcl" and parse.child(verb, "mark") is None)
    joined = hung and noun.dep == "conj" and parse.head(noun).i > verb.head and parse.head(noun).pos != "VERB"
    if joined and not any(verb.head < cc.i < verb.i for cc in parse.children(parse.head(verb), "cc")):
        return noun  # "hurled bombs in Athens and students tried to": the "and" joins two clauses
    for _ in range(_LONGEST_CHAIN):
        opened = noun.dep == "pobj" and parse.head(noun).lower in _OPENING
        if opened or noun.head == noun.i or parse.head(noun).i > verb.i:
            break
        noun = parse.head(noun)
    found = noun.dep == "pobj" and parse.head(noun).lower in _OPENING and noun.entity not in ("DATE", "TIME")
    return noun if found and noun.i < verb.i else None


def _controller(parse: Parse, verb: Token, head: Token) -> tuple[Token | None, bool]:
    """Whose act a verb without a subject is, and whether that is settled; else it is the subject of the verb above."""
    if verb.dep in ("acl", "relcl"):
        itself = _acts_itself(parse, verb, head)
        return (antecedent(parse, head) if itself else _owner_or_subject(parse, head)), True
    if verb.dep == "pcomp":
        above = _governor(parse, head)
        blamed = parse.child(above, "dobj", "nsubjpass")
        if head.lower in ("for", "of", "with") and blamed is not None and above.pos == "VERB":
            return blamed, True  # "thanked Kenya for recognising", "accused it of breaking"
        head = above
    elif verb.dep == "xcomp":
        control = parse.child(head, "dobj", "dative")
        if control is not None and head.pos == "VERB" and control.i < verb.i:
            return control, True
    if head.pos in ("NOUN", "PROPN") and verb.dep not in ("conj", "advcl"):
        return _owner_or_subject(parse, head), True
    return None, False


def _acts_itself(parse: Parse, verb: Token, noun: Token) -> bool:
    """Whether the noun does what its clause says ("police firing", "the first to sign"), not its owner."""
    if verb.tag in ("VBG", "VBN") or relativizer(parse, verb, ("nsubj", "nsubjpass")) is not None:
        return True
    if noun.dep == "ROOT" and parse.child(noun, "poss") is None:
        return True  # a headline: "Envoy to meet rebels"
    qualified = any(child.dep == "amod" and child.tag == "JJ" for child in parse.children(noun))
    return verb.dep == "relcl" and (noun.dep in ("attr", "appos") or qualified)


def _owner_or_subject(parse: Parse, noun: Token) -> Token | None:
    """Whose act a noun is: its possessor, or the subject of the verb that it depends on."""
    owner = parse.child(noun, "poss")
    if owner is not None:
        return owner
    head = _governor(parse, noun)
    if head.i == noun.i:
        return None
    if noun.dep in ("nsubj", "nsubjpass"):
        agent = parse.child(head, "agent")
        return parse.child(agent, "pobj") if agent is not None else None
    return subject_of(parse, head) if head.pos in ("VERB", "AUX") else None


def _governor(parse: Parse, token: Token) -> Token:
    """The verb or noun above a token, through prepositions."""
    head = parse.head(token)
    for _ in range(_LONGEST_CHAIN):
        if (head.pos != "ADP" and head.dep not in ("prep", "agent")) or head.head == head.i:
            break
        head = parse.head(head)
    return head


def conjuncts(parse: Parse, token: Token) -> list[Token]:
    """A token with what is coordinated with it, in text order."""
    if not token.children:
        return [token]
    found, ahead = [], [token]
    while ahead:
        item = ahead.pop()
        found.append(item)
        ahead.extend(child for child in parse.children(item, "conj") if child.pos in _NOMINAL or child.tag == "FW")
    return sorted(found, key=lambda item: item.i) if len(found) > 1 else found


def through_amounts(parse: Parse, acts: Acts, token: Token) -> list[Token]:
    """A noun and what it is an amount of ("scores of refugees", "part of a stronghold")."""
    if token.pos != "NUM" and token.plain not in acts.words["amounts"]:
        return [token]
    found: list[Token] = []
    ahead = [token]
    while ahead and len(found) < _LONGEST_CHAIN:
        item = ahead.pop(0)
        found.append(item)
        if lemma_of(item) in acts.words["amounts"] or item.pos == "NUM":
            for prep in parse.children(item, "prep"):
                if prep.lower == "of":
                    ahead.extend(other for pobj in parse.children(prep, "pobj") for other in conjuncts(parse, pobj))
    return found


def objects_of(parse: Parse, acts: Acts, verb: Token) -> list[Token]:
    """What a verb acts on, whatever its voice: objects, passive subjects, antecedents of relatives."""
    memo: dict[int, list[Token]] = parse.memo["objects_of"]
    if verb.i not in memo:
        memo[verb.i] = _find_objects(parse, acts, verb)
    return list(memo[verb.i])


def _find_objects(parse: Parse, acts: Acts, verb: Token) -> list[Token]:
    heads = parse.children(verb, "dobj")
    if is_passive(parse, verb) and verb.dep != "amod":
        heads = parse.children(verb, "nsubjpass") or [t for t in [subject_of(parse, verb)] if t is not None]
        heads.extend(parse.children(verb, "dobj"))  # "was granted asylum"
    elif verb.dep == "amod":
        heads = [parse.head(verb)]
    elif not heads and verb.tag in _FINITE and parse.child(verb, "compound") is not None:  # "Nauru expels envoy"
        heads = [c for c in parse.children(verb, "npadvmod") if c.i > verb.i and c.entity not in ("DATE", "TIME")]
    elif verb.dep == "relcl" and (not heads or heads[0].tag in ("WDT", "WP")):
        subject = relativizer(parse, verb, ("nsubj",))
        if subject is None and (heads or parse.child(verb, "nsubj") is not None):
            heads = [parse.head(verb)]
    if lemma_of(verb) == "declare":  # "declared the consul persona non grata": the parser hangs him on the words
        for word in parse.children(verb, "dobj", "ccomp", "oprd"):
            named = parse.children(word, "nsubj") or [c for c in parse.children(word, "compound") if c.i < word.i]
            heads = named or heads if word.lower in _UNWELCOME else heads
    found = []
    for head in heads:
        if head.tag in ("WDT", "WP") and verb.dep == "relcl":
            head = parse.head(verb)  # noqa: PLW2901
        for item in conjuncts(parse, head):
            found.extend(through_amounts(parse, acts, item))
    return found


@_once
def below(parse: Parse, verb: Token) -> tuple[Token, ...]:
    """Particles, prepositions and adverbs of a verb with the objects of its prepositions: where phrasal verbs go on."""
    found = []
    for child in parse.children(verb):
        particle = child.dep in _PARTICLES
        if particle or child.dep in _ARGUMENTS:
            found.append(child)
            if particle:
                found.extend(parse.children(child, "pobj", "prep", "advmod", "amod"))
    return tuple(sorted(found, key=lambda item: item.i))


@_once
def tail_words(parse: Parse, verb: Token) -> frozenset[str]:
    """The words that can go on a verb's phrase at once: a phrase whose next word is none of these is not there."""
    return frozenset(form for token in below(parse, verb) for form in (token.lower, token.plain))


def phrase_tail(parse: Parse, verb: Token, words: tuple[str, ...]) -> list[Token] | None:
    """The tokens that complete a phrasal verb, in order; ``None`` when one is missing."""
    if not words:
        return []
    found: list[Token] = []
    candidates: Sequence[Token] = below(parse, verb)
    for word in words:
        start = found[-1].i if found else -1
        if found:
            candidates = sorted([*candidates, *parse.children(found[-1], "prep", "pobj")], key=lambda token: token.i)
        match = next(
            (t for t in candidates if t.i > start and word in (t.lower, lemma_of(t)) and not _dates(parse, t)), None
        )
        if match is None:
            return None
        found.append(match)
    return found


def _dates(parse: Parse, token: Token) -> bool:
    """ "called in the envoy on Sunday": "on" belongs to the day, not to the verb."""
    pobj = parse.child(token, "pobj") if token.pos == "ADP" else None
    return pobj is not None and pobj.entity in ("DATE", "TIME")


def prepositions(parse: Parse, head: Token, word: str) -> Iterator[Token]:
    """The objects of a preposition of *head*, or of one below its objects and other prepositions."""
    if not head.children:
        return iter(())
    memo: dict[int, dict[str, list[Token]]] = parse.memo["prepositions"]
    if head.i not in memo:
        memo[head.i] = _find_prepositions(parse, head)
    return iter(memo[head.i].get(word, ()))


def _find_prepositions(parse: Parse, head: Token) -> dict[str, list[Token]]:
    """The objects of each preposition of *head*."""
    found: dict[str, list[Token]] = {}
    for back in parse.children(head, "advmod", "prt"):  # "moved back to"
        if back.lower in ("back", "home", "away"):
            for child in parse.children(back, "prep"):
                found.setdefault(child.lower, []).extend(parse.children(child, "pobj"))
    for child in parse.children(head, "prep", "agent", "dative"):
        if child.lower == "in" and any(pobj.lower in _LINKS for pobj in parse.children(child, "pobj")):
            continue
        inside = [pobj for inner in parse.children(child, "prep") for pobj in parse.children(inner, "pobj")]
        found.setdefault(child.lower, []).extend([*parse.children(child, "pobj"), *inside])
        if child.lower == "out":
            found.setdefault("out of", []).extend(inside)
    return found


def complement(parse: Parse, token: Token, takes: tuple[str, ...]) -> Token | None:
    """What an operator acts on: its infinitive, clause, gerund, prepositional complement, or its object.

    ``takes`` are the kinds that the operator allows: "to", "that", "ing", "object", "to-noun", or a preposition.
    """
    for child in parse.children(token):
        found = _clausal(parse, token, child, takes)
        if found is None and child.dep == "prep" and ("to-noun" if child.lower == "to" else child.lower) in takes:
            found = parse.child(child, "pcomp", "pobj")
        if found is not None:
            return found
    found = parse.child(token, "dobj") if {"object", "ing"} & set(takes) else None
    if found is not None and found.tag == "VBG" and "ing" in takes:
        return found  # "denied shooting at them"
    if found is not None:
        inner = next((c for c in parse.children(found, "acl") if "to" in takes and c.tag == "VB"), None)
        return inner or (found if "object" in takes else None)
    return parse.child(token, "nsubjpass") if "object" in takes and is_passive(parse, token) else None


def _clausal(parse: Parse, token: Token, child: Token, takes: tuple[str, ...]) -> Token | None:
    to = any(parse.tokens[i].dep == "aux" and parse.tokens[i].lower == "to" for i in child.children)
    if child.dep in ("xcomp", "ccomp", "acl", "advcl", "relcl") and to and "to" in takes:
        # "began a strike to demand": with an object, an adverbial infinitive is a purpose
        purpose = child.dep == "advcl" and parse.child(token, "dobj") is not None and "name" not in takes
        return None if purpose else _past_copula(parse, child)
    if child.dep in ("xcomp", "ccomp", "acl") and child.tag == "VBG" and "ing" in takes:
        return child
    if child.dep == "ccomp" and "whether" in takes and any(c.lower == "whether" for c in parse.children(child)):
        return child
    if child.dep in ("ccomp", "acl") and not to and "that" in takes and _is_clause(parse, child, token):
        return _past_copula(parse, child)
    return None


def _is_clause(parse: Parse, child: Token, head: Token) -> bool:
    return child.i > head.i and (child.dep == "ccomp" or parse.child(child, "mark") is not None)


def _past_copula(parse: Parse, verb: Token) -> Token:
    """The act under an auxiliary use of a verb ("will be able to sign")."""
    if lemma_of(verb) == "be":
        adjective = parse.child(verb, "acomp")
        inner = parse.child(adjective, "xcomp") if adjective is not None else parse.child(verb, "xcomp")
        return inner or verb
    return verb
