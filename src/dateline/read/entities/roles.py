"""The office or description that a report gives a person on the spot: before the name, after it, or by "is"."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.model import Span
from dateline.read.nouns import Gender, Nouns, load_nouns
from dateline.read.text import Parse, Token

_NOMINAL = frozenset({"NN", "NNP", "NNPS", "NNS", "JJ", "JJR", "JJS", "POS", "HYPH", "VBN", "VBG", "AFX", "RB"})
_LINKS = frozenset(
    {
        "of",
        "for",
        "at",
        "in",
        "to",
        "from",
        "with",
        "on",
        "under",
        "and",
        "&",
        "the",
        "a",
        "an",
        "his",
        "her",
        "its",
        "their",
    }
)
_DETERMINERS = frozenset(
    {"a", "an", "the", "another", "one", "his", "her", "its", "their", "this", "that", "our", "my"}
)
_LEAVES = frozenset(
    {"then", "now", "also", "both", "fellow", "meanwhile", "however", "only", "even", "today", "yesterday"}
)
_ENDS = frozenset({",", ".", ";", ")", "–", "—", "-", ":", "who", "whose", "which", "(", "?", "!", "--"})
_SINGULAR = frozenset({"NN", "NNP", "JJ", "NNPS"})
_LONGEST = 14  # tokens of a role that are looked at on either side


@dataclass(frozen=True, slots=True)
class Role:
    """The words of a role, where they stand, and the gender they tell."""

    text: str
    span: Span
    gender: Gender | None = None


def find_role(parse: Parse, first: int, last: int, persons: frozenset[int]) -> Role | None:
    """The role that is given to the person named at ``tokens[first:last]``, the fullest of those on the spot.

    Args:
        parse: The report's parse.
        first: The name's first token.
        last: One past its last.
        persons: Indexes of all first tokens of persons' names: a title before another name is not this one's.
    """
    nouns = load_nouns()
    found = [
        _title_before(parse, first, last, nouns),
        _apposition_after(parse, first, last, persons, nouns),
        _apposition_before(parse, first, last, nouns),
        _copula(parse, last, nouns),
    ]
    roles = [role for role in found if role is not None]
    return max(roles, key=lambda role: len(role.span), default=None)


def is_person(token: Token, nouns: Nouns) -> bool:
    """Whether the token is a noun for one person ("spokesman", "MP")."""
    if token.tag == "JJ" and token.text[0].islower():
        return False  # "a major rival"
    return token.tag in _SINGULAR and (token.lower in nouns.person or token.lemma.lower() in nouns.person)


def honorific_before(parse: Parse, first: int, nouns: Nouns) -> tuple[int, Gender | None]:
    """How many honorifics stand right before a name ("Dr", "Lt. Gen."), and the gender they tell."""
    count, gender = 0, None
    while first - count > 0:
        token = parse.tokens[first - count - 1]
        word = token.lower.rstrip(".")
        if (
            word not in nouns.honorifics
            or token.sentence != parse.tokens[first].sentence
            or not token.text[0].isupper()
        ):
            break
        gender = gender or nouns.honorifics[word]
        count += 1
    return count, gender


def _make(parse: Parse, first: int, last: int, head: Token | None, nouns: Nouns) -> Role | None:
    tokens = parse.tokens
    while first < last and (
        tokens[first].lower in _DETERMINERS or tokens[first].lower in _LEAVES or tokens[first].tag == "POS"
    ):
        first += 1
    while last > first and tokens[last - 1].lower in _LINKS:
        last -= 1
    if first >= last:
        return None
    span = Span(tokens[first].start, tokens[last - 1].end)
    gender = None
    if head is not None:
        gender = nouns.person.get(head.lower) or nouns.person.get(head.lemma.lower())
    return Role(" ".join(span.of(parse.text).split()), span, gender)


def _title_before(parse: Parse, first: int, last: int, nouns: Nouns) -> Role | None:
    """ "Russian President Vladimir Putin", "Sen. Ruth Bell": a title right before the name."""
    tokens = parse.tokens
    floor = parse.sentences[tokens[first].sentence].first
    end = first
    while end > floor and _is_short_title(tokens[end - 1], nouns):
        end -= 1
    if end > floor and is_person(tokens[end - 1], nouns):
        if _is_another(parse, end - 1, first, last):
            return None
        return _make(parse, _left_edge(parse, end - 1, floor), end, tokens[end - 1], nouns)
    word = tokens[first - 1].lower.rstrip(".") if end < first else ""
    if word and nouns.honorifics[word] is None and word not in ("dr", "prof"):
        return _make(parse, _left_edge(parse, first - 1, floor), first, None, nouns)
    return None


def _is_another(parse: Parse, noun: int, first: int, last: int) -> bool:
    """ "A deputy Ruiz had met", "the clerk Ruiz married": a noun in small letters is somebody else."""
    tokens, start = parse.tokens, noun
    if not tokens[noun].text.islower():
        return False
    while start > 0 and tokens[start - 1].sentence == tokens[noun].sentence and tokens[start - 1].tag in _NOMINAL:
        start -= 1
    article = tokens[start - 1].lower if start > 0 else ""
    if article in ("a", "an", "another"):
        return True
    after = tokens[last] if last < len(tokens) else tokens[first]
    return article == "the" and after.tag in ("VBD", "MD") and tokens[last - 1].dep not in ("nsubj", "nsubjpass")


def _is_short_title(token: Token, nouns: Nouns) -> bool:
    word = token.lower.rstrip(".")
    return word in nouns.honorifics and word not in nouns.person and token.text[0].isupper()


def _left_edge(parse: Parse, at: int, floor: int) -> int:
    """How far left the noun phrase that ends at token *at* goes."""
    tokens, start = parse.tokens, at
    while start > floor and at - start < _LONGEST:
        before = tokens[start - 1]
        joined = (
            before.lower in ("and", "&")
            and start - 1 > floor
            and tokens[start].tag == tokens[start - 2].tag == "NNP"
            and tokens[start - 2].entity != "PERSON"
        )
        if before.tag == "VBG" and before.dep not in ("amod", "compound"):
            break
        if (
            (before.tag not in _NOMINAL and not joined)
            or before.entity in ("DATE", "TIME", "PERSON")
            or before.lower in _LEAVES
        ):
            break
        start -= 1
    return start


def _apposition_after(parse: Parse, first: int, last: int, persons: frozenset[int], nouns: Nouns) -> Role | None:
    tokens = parse.tokens
    end = parse.sentences[tokens[first].sentence].last
    at = last
    if at < end and tokens[at].tag == "POS":
        return None
    if at < end and tokens[at].text == "(":  # "Smith (R-Texas), chairman of ..."
        close = next((i for i in range(at, min(at + 8, end)) if tokens[i].text == ")"), None)
        at = close + 1 if close is not None else at
    if at >= end or tokens[at].text not in (",", "–", "—", "--"):
        return None
    at += 1
    if at + 1 < end and tokens[at].tag == "CD" and tokens[at + 1].text == ",":  # an age
        at += 2
    start = at
    while at < end and tokens[at].tag in ("DT", "PRP$"):
        at += 1
    head = None
    while at < end and at - start < _LONGEST and at not in persons and tokens[at].tag in (*_NOMINAL, "CD", "CC"):
        if is_person(tokens[at], nouns):
            head = at
        elif tokens[at].tag in ("NN", "NNP", "NNS", "NNPS") and head is not None:
            # "president Obama", "minister James Comey": the title of somebody else, or "spokesman office".
            return None if at == head + 1 else _make(parse, start, head + 1, tokens[head], nouns)
        at += 1
    if head is None or at in persons or tokens[start].tag in ("RB", "CC"):
        return None
    return _finish(parse, start, head, end, nouns)


def _finish(parse: Parse, start: int, head: int, end: int, nouns: Nouns) -> Role | None:
    """Go on from a role's head over "of ...", "for ..." up to the mark that ends it."""
    tokens, at = parse.tokens, head + 1
    while at < end and at - head < _LONGEST:
        token = tokens[at]
        if token.text in _ENDS and not (token.text == "-" and token.tag == "HYPH"):
            break
        if token.tag not in (*_NOMINAL, "CD", "DT") and token.lower not in _LINKS:
            if token.tag.startswith(("VB", "MD")):
                return None  # "With Okello, the minister said": no apposition
            break
        at += 1
    return _make(parse, start, at, tokens[head], nouns)


def _apposition_before(parse: Parse, first: int, last: int, nouns: Nouns) -> Role | None:
    """ "Another former MP in Kabul, Dana Weiss,": the description comes first, then a comma and the name."""
    tokens = parse.tokens
    sentence = parse.sentences[tokens[first].sentence]
    comma = first - 1 - honorific_before(parse, first, nouns)[0]
    if comma <= sentence.first or tokens[comma].text != ",":
        return None
    if last < sentence.last and tokens[last].text not in (",", ".", ";", ")", "–", "—", "--", "”", '"', "("):
        return None
    segments: list[tuple[int, int]] = []  # noun phrases between prepositions, right to left
    at = end = comma
    while at > sentence.first and comma - at < _LONGEST:
        token = tokens[at - 1]
        if token.tag == "TO" or (token.tag == "IN" and token.lower in _LINKS):
            segments.append((at, end))
            end = at - 1
        elif token.tag not in _NOMINAL and token.tag not in ("DT", "PRP$", "CD"):
            break
        at -= 1
    segments.append((at, end))
    for edge, stop in segments:
        # "Constable Lund alleged the recently dismissed man, Omar Diaz": a role begins at its article.
        start = max((i for i in range(edge, stop) if tokens[i].tag == "DT"), default=edge)
        if start < stop and is_person(tokens[stop - 1], nouns) and tokens[stop - 1].tag != "JJ":
            return _make(parse, start, comma, tokens[stop - 1], nouns)
    return None


def _copula(parse: Parse, last: int, nouns: Nouns) -> Role | None:
    """ "Okello is the foreign minister of ...": what somebody is said to be."""
    subject = parse.tokens[last - 1]
    if subject.dep != "nsubj":
        return None
    verb = parse.head(subject)
    if verb.lower not in ("is", "was") or parse.child(verb, "neg") is not None:
        return None
    if verb.lower == "was" and verb.dep == "advcl" and any(child.lower == "when" for child in parse.children(verb)):
        return None  # "when Ruiz was a lieutenant": an office of old
    noun = parse.child(verb, "attr")
    if (
        noun is None
        or not is_person(noun, nouns)
        or noun.i < verb.i
        or noun.lemma.lower() in ("man", "woman", "person")
    ):
        return None
    start = _left_edge(parse, noun.i, verb.i + 1)
    return _finish(parse, start, noun.i, parse.sentences[noun.sentence].last, nouns)
