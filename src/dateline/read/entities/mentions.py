"""Mentions of persons, bodies and places: names, nouns ("the ministry") and pronouns, with what agreement needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Literal

from dateline.model import Span
from dateline.read.actors import code_country
from dateline.read.actors.names import load_names, match_at, split_words
from dateline.read.entities import Name
from dateline.read.nouns import Gender, Nouns, load_nouns
from dateline.read.text import Parse, Sentence, Token

MentionKind = Literal["name", "noun", "pronoun"]
Number = Literal["one", "many"]

_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_PRONOUNS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT"})
_PLURAL = frozenset({"NNS", "NNPS"})
_LEFT = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "predet", "advmod"})
_NO_HEAD = frozenset({"compound", "nmod", "amod", "npadvmod", "appos", "attr", "oprd", "dep", "advmod", "punct"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "both"})
_INDEFINITE = frozenset(
    {"a", "an", "another", "some", "any", "one", "every", "no", "each", "many", "several", "few", "most"}
)
_ITS = frozenset({"its", "his", "her"})  # "their" is seldom sure enough
_SUBJECT = frozenset({"nsubj", "nsubjpass", "agent", "csubj"})
_OPENING = frozenset({"“", "``", "„", "«"})
_CLOSING = frozenset({"”", "»"})
_EITHER = frozenset({'"', "''"})
_LONGEST_TAIL = 8  # tokens of "of ..." that belong to a noun's mention


@dataclass(slots=True, eq=False)
class Mention:
    """Something that may name a party: tokens[first:last] with the token it hangs by.

    Attributes:
        type: PERSON, ORG, GPE, LOC, NORP, FAC, EVENT, GROUP (people without a name) or THING (in a pronoun's way only).
        word: The head's lemma; ``mods`` the nouns before it, ``traits`` its participles and adjectives, ``tail`` the
            words of "of ..." after it.
        country: That of a possessor or nationality in it.
        names: Those of ``mods`` that are names ("the Lund family").
        owner: The name whose role this noun is.
        owned: It is somebody's ("their embassy"); ``possessor``: the token of that pronoun, or of a word for a state
            ("the country's ministry"), -1 without; ``counted``: it is some or so many; ``definite``: it is the one.
        quoted: It stands within quotation marks.
        turn: How many sentences so far counted (`count_turns`).
    """

    span: Span
    first: int
    last: int
    head: int
    kind: MentionKind
    type: str
    number: Number
    sentence: int
    word: str = ""
    mods: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    traits: frozenset[str] = frozenset()
    country: str | None = None
    definite: bool = False
    gender: Gender | None = None
    name: Name | None = None
    owner: Name | None = None
    subject: bool = False
    quoted: bool = False
    headline: bool = False
    text: str = ""
    proper: bool = False
    tail: str = ""
    owned: bool = False
    possessor: int = -1
    counted: bool = False
    words: tuple[str, ...] = ()
    turn: int = 0


@dataclass(slots=True)
class _Marked:
    """What is known of tokens by their index: the name they are in, the name whose role they tell, heads of bodies."""

    names: dict[int, Name] = field(default_factory=dict)
    roles: dict[int, Name] = field(default_factory=dict)
    bodies: set[int] = field(default_factory=set)


def find_mentions(parse: Parse, names: Sequence[Name], quoted: Sequence[bool]) -> list[Mention]:
    """All mentions in text order; of two that begin together the longer first.

    ``quoted`` tells of each token whether it is within quotation marks (`find_quoted`).
    """
    nouns = load_nouns()
    marked = _Marked()
    found: list[Mention] = []
    for name in names:
        tokens = _tokens_of(parse, name.span)
        if name.role_span is not None:
            marked.roles.update((token.i, name) for token in _tokens_of(parse, name.role_span))
        if name.type == "ORG" and (_is_generic(name.text) or name.text.lower() in nouns.body):
            marked.bodies.add(tokens[-1].i)  # "the Foreign Ministry" is a description, whatever its capitals
        else:
            marked.names.update((token.i, name) for token in tokens)
            found.append(_from_name(parse, name, tokens, quoted))
    for token in parse.tokens:
        if token.tag in _NOUNS:
            mention = None if token.i in marked.names else _from_noun(parse, token, nouns, quoted, marked)
        elif token.tag in _PRONOUNS and token.lower in nouns.pronouns:
            mention = _from_pronoun(parse, token, nouns, quoted)
        else:
            continue
        if mention is not None:
            found.append(mention)
    named = {mention.sentence for mention in found if mention.kind != "noun"}
    turns = count_turns(parse, lambda sentence: sentence.i in named)
    for mention in found:
        mention.turn = turns[mention.sentence]
    return sorted(found, key=_reading_order)


def count_turns(parse: Parse, counts: Callable[[Sentence], bool]) -> list[int]:
    """For each sentence how many up to it count.

    Distance is told in sentences that have a name or pronoun: what says nothing of anybody takes nobody further away.
    """
    return list(accumulate(counts(sentence) for sentence in parse.sentences))


def _tokens_of(parse: Parse, span: Span) -> list[Token]:
    first = parse.token_at(span.start)
    if first is None:
        return []
    last = first.i + 1
    while last < len(parse.tokens) and parse.tokens[last].start < span.end:
        last += 1
    return parse.tokens[first.i : last]


def _reading_order(mention: Mention) -> tuple[int, int, int]:
    """As they stand, but a description after the name it belongs to, and after whose it is."""
    owner = mention.owner
    if owner is not None and owner.span.start > mention.span.start:
        return owner.span.start, 1, -mention.span.end
    if mention.possessor >= 0:
        return mention.span.start, 1, -mention.span.end
    return mention.span.start, 0, -mention.span.end


@lru_cache(maxsize=16_384)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(word.plain for word in split_words(name))


@lru_cache(maxsize=16_384)
def _is_generic(name: str) -> bool:
    """Whether a capitalised name only says what body it is: "Foreign Ministry", "Afghan Parliament"."""
    words = split_words(name)
    i, kinds = 0, 0
    while i < len(words):
        match = match_at(words, i, load_names())
        if match is None or (match.entry.kind == "body" and len(match.entry.words) > 1):
            return False
        kinds += match.entry.kind in ("strong", "soft", "vague")
        i = match.last
    return kinds > 0


def find_quoted(parse: Parse) -> list[bool]:
    """For each token whether it stands within double quotation marks; a paragraph's end closes them."""
    found: list[bool] = []
    for block in parse.blocks:
        inside = False
        for sentence in parse.sentences[block.first : block.last]:
            for token in parse.tokens[sentence.first : sentence.last]:
                form = token.text
                if form in _OPENING:
                    inside = True
                elif form in _CLOSING:
                    inside = False
                elif form in _EITHER:
                    inside = not inside
                found.append(inside)
    return found


def _from_name(parse: Parse, name: Name, tokens: list[Token], quoted: Sequence[bool]) -> Mention:
    first, last = tokens[0].i, tokens[-1].i + 1
    head = next(
        (token for token in reversed(tokens) if not first <= token.head < last or token.head == token.i), tokens[-1]
    )
    many = name.type == "NORP" and head.tag in _PLURAL
    words = _words_of(name.text)
    return Mention(
        name.span, first, last, head.i, "name", name.type, "many" if many else "one", head.sentence,
        word=words[-1] if words else "", gender=name.gender, name=name, text=name.text, definite=True, proper=True,
        country=name.code[:3] if name.code and name.type != "PERSON" else None, words=words,
        subject=head.dep in _SUBJECT, quoted=quoted[head.i], headline=parse.block_of(head).kind == "headline",
    )  # fmt: skip


def _from_pronoun(parse: Parse, token: Token, nouns: Nouns, quoted: Sequence[bool]) -> Mention:
    kind = nouns.pronouns[token.lower]
    gender: Gender | None = "female" if kind == "female" else "male" if kind == "male" else None
    label = {"thing": "ORG", "plural": "GROUP", "relative": "RELATIVE"}.get(kind, "PERSON")
    return Mention(
        token.span, token.i, token.i + 1, token.i, "pronoun", label, "many" if kind == "plural" else "one",
        token.sentence, word=token.lower, gender=gender, text=token.text, subject=token.dep in _SUBJECT,
        quoted=quoted[token.i], headline=parse.block_of(token).kind == "headline",
    )  # fmt: skip


def _from_noun(parse: Parse, token: Token, nouns: Nouns, quoted: Sequence[bool], marked: _Marked) -> Mention | None:
    kind = _kind_of(token, nouns)
    if kind[0] == "THING" and token.tag not in _PLURAL and token.lower not in nouns.writing:
        return None
    owner = marked.roles.get(token.i)
    if owner is not None and _is_another(parse, token, owner, marked):
        owner = None
    elif owner is not None and not (kind[0] == "PERSON" and token.dep != "compound"):
        owner = None
        if kind[0] == "PERSON":
            return None
    if parse.block_of(token).kind == "headline" or (token.dep == "pobj" and parse.head(token).lower == "as"):
        return None  # capitals tell nothing in a headline; "as an ally" names nobody
    if (
        owner is None
        and token.i not in marked.bodies
        and token.dep in _NO_HEAD
        and not (token.dep in ("appos", "attr") and kind[0] == "ORG")
    ):
        return None
    first = _left_edge(parse, token)
    last = token.i + 1 if kind[0] == "THING" else _right_edge(parse, token, marked.names)
    before = parse.tokens[first : token.i]
    definite = any(t.lower in _DEFINITE or t.tag in ("POS", "PRP$") for t in before) or token.tag in ("NNP", "NNPS")
    if any(t.lower in _INDEFINITE and t.dep in ("det", "nummod") and t.head == token.i for t in before):
        definite = False
    owned = any(t.tag == "PRP$" for t in before)
    country, mods, traits = _modifiers(parse, token, first, last, marked.names)
    names = {parse.tokens[i].lower for i in marked.names.keys() & set(range(first, token.i))}
    span = Span(parse.tokens[first].start, parse.tokens[last - 1].end)
    return Mention(
        span, first, last, token.i, "noun", kind[0], kind[1], token.sentence,
        word=_lemma(token, nouns), mods=mods, names=mods & names, traits=traits, country=country, definite=definite,
        owner=owner,
        gender=_gender(token, nouns) if kind[0] == "PERSON" else None,
        text=" ".join(span.of(parse.text).split()), subject=token.dep in _SUBJECT, quoted=quoted[token.i],
        proper=token.text[0].isupper() and token.tag.startswith("NNP"), owned=owned,
        possessor=_possessor(token, before, nouns),
        counted=any(t.lower in _INDEFINITE or t.tag == "CD" for t in before),
        tail=" ".join(t.lower for t in parse.tokens[token.i + 1 : last]),
    )  # fmt: skip


def _is_another(parse: Parse, token: Token, owner: Name, marked: _Marked) -> bool:
    """Whether a noun in somebody's role is another person: "the deputy's mother", "the widow of the mayor"."""
    above = parse.head(token)
    if token.dep == "pobj" and above.i != token.i:
        above = parse.head(above)
    return token.dep in ("poss", "pobj") and marked.roles.get(above.i) is owner and above.i != token.i


def _possessor(token: Token, before: Sequence[Token], nouns: Nouns) -> int:
    """The token of whose it is, where only a pronoun or a word for a state tells."""
    for part in before:
        if part.dep == "poss" and part.head == token.i and (part.lower in _ITS or part.lower in nouns.state):
            return part.i
    return -1


def _gender(token: Token, nouns: Nouns) -> Gender | None:
    return nouns.person.get(token.lower) or nouns.person.get(token.lemma.lower())


def _kind_of(token: Token, nouns: Nouns) -> tuple[str, Number]:
    word, lemma = token.lower, token.lemma.lower()
    if word in nouns.group and (token.tag in _PLURAL or word not in nouns.body):
        return "GROUP", "many"
    if token.tag in _PLURAL or (word[-1:] == "s" and word[:-1] in nouns.person):  # "Rebels" tagged as a name
        known = any(form in words for form in (lemma, word[:-1]) for words in (nouns.person, nouns.body))
        return ("GROUP" if known else "THING"), "many"
    for words, label in ((nouns.person, "PERSON"), (nouns.body, "ORG"), (nouns.state, "GPE"), (nouns.place, "LOC")):
        if word in words or lemma in words:
            return label, "one"
    return "THING", "one"


def _lemma(token: Token, nouns: Nouns) -> str:
    lemma = token.lemma.lower()
    return lemma if lemma in nouns.person or lemma in nouns.body else token.lower


def _left_edge(parse: Parse, token: Token) -> int:
    first = token.i
    for i in reversed(token.children):
        child = parse.tokens[i]
        if i > token.i or child.dep not in _LEFT:
            continue
        edge = i
        while True:  # down the leftmost branch
            left = parse.tokens[edge].children
            if not left or left[0] >= edge:
                break
            edge = left[0]
        if first - max(i, edge) > 6:
            break
        first = min(first, edge)
    while first < token.i and not parse.tokens[first].text[0].isalnum():
        first += 1
    return first


def _right_edge(parse: Parse, token: Token, at: dict[int, Name]) -> int:
    """Past "of ..." or "for ..." right after the noun."""
    after = next((parse.tokens[i] for i in token.children if i == token.i + 1), None)
    if after is None or after.dep != "prep" or after.lower not in ("of", "for", "in"):
        return token.i + 1
    if after.lower == "in":
        where = [at[i] for i in after.children if i in at]
        if not (token.tag in _PLURAL or token.lower.endswith("s")) or not where or where[0].type != "GPE":
            return token.i + 1
    branch = parse.subtree(after, without=("relcl", "acl", "advcl", "appos", "punct", "conj", "cc"))
    last = token.i + 1
    for part in branch:
        if part.i != last:
            break
        last += 1
    return last if token.i + 2 < last <= token.i + 1 + _LONGEST_TAIL else token.i + 1


def _modifiers(
    parse: Parse, token: Token, first: int, last: int, at: dict[int, Name]
) -> tuple[str | None, frozenset[str], frozenset[str]]:
    country: str | None = None
    mods: set[str] = set()
    traits: set[str] = set()
    for i in (*range(first, token.i), *range(token.i + 1, last)):
        part = parse.tokens[i]
        name = at.get(i)
        if name is not None and name.code and name.type != "PERSON":
            country = country or name.code[:3]
            if name.kind == "place":  # "the Louisiana governor" is not the governor of another state
                mods.add(part.lower)
        elif part.tag in ("NN", "NNP", "NNPS", "NNS", "JJ", "CD", "VBN", "VBG"):
            own = code_country(part.text) if part.text[0].isupper() else None
            country = country or own
            if part.tag.startswith("VB") or (part.tag == "JJ" and part.text[0].islower()):
                traits.add(part.lower)
            elif own is None:
                mods.add(part.lower)
    return country, frozenset(mods), frozenset(traits)
