"""What a name names, where the parser guesses wrong: told by its last word, a title, an apposition, "who", "which"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dateline.read.actors.names import Match, fold
from dateline.read.entities.roles import honorific_before, is_person
from dateline.read.nouns import Nouns
from dateline.read.text import Parse, Token

_LONGEST = 5  # words: a person's name has fewer
_UNSURE = frozenset({"PERSON", "ORG", "FAC"})


@dataclass(slots=True)
class Run:
    """A name while it is made: tokens[first:last]."""

    first: int
    last: int
    type: str
    match: Match | None = None

    @property
    def size(self) -> int:
        """How many tokens it has."""
        return self.last - self.first


def retype_names(parse: Parse, runs: Sequence[Run], nouns: Nouns) -> None:
    """Mend types by the name's last word, by the title before it and by the report's full names."""
    tokens = parse.tokens
    loose = []
    for run in runs:
        tail = tokens[run.last - 1]
        if run.match is not None and run.match.last - run.match.first == run.size and run.size > 1:
            continue
        loose.append(run)
        if run.size > 1 and tail.lower in nouns.body and tail.text[0].isupper():
            run.type = "ORG"
        elif run.match is None and run.type in ("GPE", "ORG", "LOC", "NORP", "FAC"):
            given = fold(tokens[run.first].text) in nouns.given and 1 < run.size < 5
            if given or (run.size < 4 and (_is_titled(parse, run, nouns) or _is_apposed(parse, run, nouns))):
                run.type = "PERSON"
    _tell_by_company(parse, loose, nouns)
    persons = {tokens[run.last - 1].text for run in runs if run.type == "PERSON" and run.size > 1}
    persons |= _mostly_persons(tokens, loose)
    for run in loose:
        known = run.size == 1 and tokens[run.first].text in persons
        if known and (run.match is None or run.match.entry.kind != "state"):
            run.type = "PERSON"


def _tell_by_company(parse: Parse, runs: Sequence[Run], nouns: Nouns) -> None:
    """Give each unknown name the type that the words beside its mentions tell, the same for all of them."""
    told: dict[str, int] = {}
    for run in runs:
        if run.match is None and run.type in _UNSURE and (vote := _vote(parse, run, nouns)):
            form = _form(parse, run)
            told[form] = told.get(form, 0) + vote
    for run in runs if told else ():
        vote = told.get(_form(parse, run), 0) if run.match is None and run.type in _UNSURE else 0
        if vote:
            run.type = "PERSON" if vote > 0 else "ORG"


def _form(parse: Parse, run: Run) -> str:
    return " ".join(token.text for token in parse.tokens[run.first : run.last])


def _vote(parse: Parse, run: Run, nouns: Nouns) -> int:
    """1 for a person, -1 for a body, 0 where the words beside the name do not tell."""
    tail = parse.tokens[run.last - 1]
    if tail.lower in nouns.body:
        return 0
    if run.type == "ORG":
        return int(_is_explained_as_person(parse, run, nouns))
    return -int(_is_called_body(parse, run, nouns) or (run.type == "PERSON" and _is_thing(parse, run)))


def _is_called_body(parse: Parse, run: Run, nouns: Nouns) -> bool:
    """ "The newspaper Het Volk", "the operator, Baltmar,": a noun for a body stands before the name."""
    tokens, tail = parse.tokens, parse.tokens[run.last - 1]
    if run.first <= parse.sentences[tail.sentence].first:
        return False
    before = tokens[run.first - 1]
    if before.lower in nouns.fits and before.text.islower() and before.tag in ("NN", "NNS"):
        return before.head in (tail.i, before.i)
    if run.type != "PERSON" or tail.dep != "appos" or before.text != ",":
        return False
    head = parse.head(tail)
    return head.text.islower() and head.tag == "NN" and head.lower in nouns.body and not is_person(head, nouns)


def _is_thing(parse: Parse, run: Run) -> bool:
    """ "Baltmar, which": no person."""
    after = _after_comma(parse, run)
    return after is not None and after.lower == "which" and parse.head(parse.head(after)) is parse.tokens[run.last - 1]


def _is_explained_as_person(parse: Parse, run: Run, nouns: Nouns) -> bool:
    """ "Ama Obi, who", "Ama Obi, a spokesman for": words that follow persons only."""
    after = _after_comma(parse, run)
    if after is None or not 1 < run.size < _LONGEST:
        return False
    if after.lower in ("who", "whose", "whom"):
        return True
    noun = next((t for t in parse.children(parse.tokens[run.last - 1], "appos") if t.i > run.last), None)
    return noun is not None and noun.lower in nouns.offices and after.tag == "DT"


def _after_comma(parse: Parse, run: Run) -> Token | None:
    end = parse.sentences[parse.tokens[run.first].sentence].last
    if run.last + 1 >= end or parse.tokens[run.last].text != ",":
        return None
    return parse.tokens[run.last + 1]


def _mostly_persons(tokens: list[Token], runs: Sequence[Run]) -> set[str]:
    """Names of one word, unknown to the dictionary, that the parser takes for a person more often than not."""
    votes: dict[str, int] = {}
    for run in runs:
        if run.size == 1 and run.match is None:
            form = tokens[run.first].text
            votes[form] = votes.get(form, 0) + (1 if run.type == "PERSON" else -1)
    return {form for form, vote in votes.items() if vote > 0}


def _is_apposed(parse: Parse, run: Run, nouns: Nouns) -> bool:
    """Whether the name stands beside a noun for a person: "her brother, Tamati, ..."."""
    tail = parse.tokens[run.last - 1]
    if tail.dep != "appos" or tail.lower in nouns.body or (run.type == "ORG" and run.size > 1):
        return False
    return is_person(parse.head(tail), nouns)


def _is_titled(parse: Parse, run: Run, nouns: Nouns) -> bool:
    """Whether a capitalised title or honorific stands right before ("Governor Ama")."""
    if honorific_before(parse, run.first, nouns)[0]:
        return not any(token.lower in nouns.body for token in parse.tokens[run.first : run.last])
    return False
