"""What the words around a mention of an event tell of it: its head, who and what stands beside it, its sentence.

Whoever compares mentions across reports needs no tree, only these words; the parse is not kept.
"""

from __future__ import annotations

from collections.abc import Sequence

from dateline.config import ReadConfig
from dateline.model import MentionWords, Report, Span
from dateline.read.regions import find_regions
from dateline.read.text import Parse, Token, parse_text

_SUBJECT = ("nsubj", "csubj", "agent", "poss")
_OBJECT = ("dobj", "nsubjpass", "attr", "oprd", "dative", "xcomp")
_LOOSE = ("prep", "compound", "amod", "nmod", "advmod", "npadvmod", "prt", "acl", "appos", "nummod")
_EMPTY = frozenset(("PUNCT", "SPACE", "DET", "PRON", "AUX", "CCONJ", "SCONJ", "PART", "ADP"))
_WIDEST = 12  # tokens of one argument that are looked at


def find_event_words(report: Report, spans: Sequence[Span], config: ReadConfig = ReadConfig()) -> list[MentionWords]:
    """Tell of each mention its head word and the words that stand with it.

    Args:
        report: Left unchanged.
        spans: Where the mentions stand in its text.
        config: The NLP pipeline.

    Returns:
        One record a span, in the order given.

    Raises:
        ConfigError: The NLP pipeline is not installed.

    >>> report = Report(id="r", text="Police arrested two men in Lima on Monday.")
    >>> [words] = find_event_words(report, [Span(7, 15)])
    >>> words.lemma, words.subject, words.object
    ('arrest', ('police',), ('man', 'two'))
    """
    parse = parse_text(report.text, find_regions(report.text, title=report.title), model=config.model)
    return [_words_of(report, parse, span) for span in spans]


def _words_of(report: Report, parse: Parse, span: Span) -> MentionWords:
    inside = [token for token in parse.tokens_in(span) if token.pos not in ("PUNCT", "SPACE")]
    if not inside:  # a region that is not read as prose
        word = span.of(report.text).lower()
        return MentionWords(report.id, span, word.rsplit(" ", 1)[-1], "X", -1)
    head = _head(inside)
    sentence = parse.sentence_of(head)
    within = {token.i for token in inside}
    around = parse.words(sentence)
    return MentionWords(
        report=report.id,
        span=span,
        lemma=head.lemma.lower(),
        pos=head.pos,
        sentence=sentence.i,
        extra=tuple(t.lemma.lower() for t in inside if t.i != head.i and t.pos not in _EMPTY),
        subject=_arguments(parse, _subjects(parse, head), within),
        object=_arguments(parse, _objects(parse, head), within),
        other=_arguments(parse, _others(parse, head), within),
        around=tuple(t.lemma.lower() for t in around if t.i not in within and t.pos not in _EMPTY),
        names=tuple(t.lower for t in around if t.tag in ("NNP", "NNPS") or (t.entity and t.pos in ("PROPN", "NUM"))),
    )


def _head(inside: Sequence[Token]) -> Token:
    """The token that the others hang from; of several the first that is no helping word."""
    within = {token.i for token in inside}
    tops = [token for token in inside if token.head == token.i or token.head not in within]
    telling = [token for token in tops if token.pos in ("VERB", "NOUN", "PROPN", "ADJ")]
    return (telling or tops)[0]


def _subjects(parse: Parse, head: Token) -> list[Token]:
    """Who does it: the subject, also of the verb that this one is coordinated with or hangs from as a complement."""
    found = parse.children(head, *_SUBJECT)
    at = head
    for _ in range(3):
        if any(token.dep == "nsubj" for token in found) or at.dep not in ("conj", "xcomp", "advcl", "pcomp"):
            break
        at = parse.head(at)
        found += parse.children(at, "nsubj", "nsubjpass")
    if head.dep == "relcl" and head.tag != "VBN":
        found.append(parse.head(head))
    return [each for token in found for each in (parse.children(token, "pobj") if token.dep == "agent" else [token])]


def _objects(parse: Parse, head: Token) -> list[Token]:
    """Whom or what it is done to; a participle is done to the noun that it stands by."""
    found = parse.children(head, *_OBJECT)
    if head.dep in ("acl", "relcl") and head.tag == "VBN":
        found.append(parse.head(head))
    return found


def _others(parse: Parse, head: Token) -> list[Token]:
    found = []
    for child in parse.children(head, *_LOOSE):
        found += parse.children(child, "pobj", "pcomp") if child.dep == "prep" else [child]
    if head.dep == "compound":
        found.append(parse.head(head))
    return found


def _arguments(parse: Parse, tokens: Sequence[Token], within: set[int]) -> tuple[str, ...]:
    """The words of arguments, heads first, without empty words."""
    heads = [token for token in tokens if token.i not in within and token.pos not in _EMPTY]
    rest = [
        each
        for token in tokens
        for each in parse.subtree(token, without=("relcl", "acl", "advcl", "ccomp", "conj"))[:_WIDEST]
        if each.i not in within and each.pos not in _EMPTY and each.i != token.i
    ]
    return tuple(dict.fromkeys(token.lemma.lower() for token in (*heads, *rest)))
