"""Names in a report: the parser's entities repaired with the dictionary, titles and the report's own other mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from dateline.model import Place, Span
from dateline.read.actors import code_actor, code_country
from dateline.read.actors.names import COUNTRIES, Kind, Word, fold, load_names, load_proper, match_at
from dateline.read.entities.nametypes import Run, retype_names
from dateline.read.entities.roles import Role, find_role, honorific_before, is_person
from dateline.read.nouns import Gender, Nouns, load_nouns
from dateline.read.text import Parse, Token

_KEPT = frozenset({"PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT"})
_PROPER = frozenset({"NNP", "NNPS"})
_HYPHENS = frozenset({"-", "‐", "‑", "–"})
_OWNERS = frozenset({"'s", "’s", "'", "’"})
_LONGEST_SYLLABLE = 5  # letters of a name's part after a hyphen: "Han Min-seo"
_JOINERS = frozenset({"born", "based", "era", "led", "like", "run", "style", "owned"})  # "Han-led"
_PASSED_OVER = _HYPHENS | _OWNERS
_BREAK = Word("", False, False, False, 0, 0)


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: who or what, of which type, in which role.

    ``text`` is the name without titles and possessive endings; ``role`` the office or description given beside it
    and ``role_span`` where; ``code`` its actor code as far as the words on the spot tell; ``honorific`` that a title
    such as "Mr" went before it; ``kind`` the dictionary's kind of name (a state, a nationality, a body).
    """

    span: Span
    text: str
    type: str
    role: str | None = None
    code: str | None = None
    gender: Gender | None = None
    role_span: Span | None = None
    honorific: bool = False
    kind: Kind | None = None


def find_names(parse: Parse, *, places: Sequence[Place] = ()) -> tuple[Name, ...]:
    """Find the names in a report's prose.

    Args:
        parse: The report's parse; its entity labels are the first guess.
        places: Toponyms already found: they settle what is a place.

    Returns:
        Names in text order, none overlapping another.

    Raises:
        LexiconError: A word list is missing.

    >>> from dateline.model import Region
    >>> from dateline.read.text import parse_text
    >>> text = "Kenya's Foreign Minister Amina Otieno met Dr Paul Njoroge, a spokesman for the Green Party."
    >>> found = find_names(parse_text(text, [Region("body", Span(0, len(text)))]))
    >>> [(name.text, name.role) for name in found if name.type == "PERSON"]
    [('Amina Otieno', "Kenya's Foreign Minister"), ('Paul Njoroge', 'spokesman for the Green Party')]
    """
    nouns = load_nouns()
    runs = _settle([*_labelled(parse, nouns), *_listed(parse)])
    runs = _settle([*runs, *_missed(parse, runs, nouns)])
    runs = _settle([*runs, *_repeated(parse, runs, nouns), *_placed(parse, places)])
    retype_names(parse, runs, nouns)
    runs = [run for run in runs if _is_sound(parse, run, runs, nouns)]
    persons = frozenset(run.first for run in runs if run.type == "PERSON")
    return tuple(_name(parse, run, persons, nouns) for run in runs)


# --- First guesses ---


def _labelled(parse: Parse, nouns: Nouns) -> Iterator[Run]:
    """The parser's entities without the determiners, titles and endings that it takes in."""
    tokens = parse.tokens
    i = 0
    while i < len(tokens):
        token = tokens[i]
        if token.entity not in _KEPT:
            i += 1
            continue
        last = i + 1
        while last < len(tokens) and tokens[last].entity == token.entity and not tokens[last].begins:
            last += 1
        run = Run(i, last, token.entity)
        _trim(tokens, run, nouns)
        if run.size > 0:
            _extend(parse, run, nouns)
            yield run
        i = max(last, run.last)


def _trim(tokens: list[Token], run: Run, nouns: Nouns) -> None:
    while run.size and (
        tokens[run.first].tag in ("DT", "PRP$", "IN", "CC", "POS", "RB", "RBR")
        or not tokens[run.first].text[0].isalnum()
    ):
        run.first += 1
    while run.size and (
        tokens[run.last - 1].text in _OWNERS
        or not (tokens[run.last - 1].text[-1].isalnum() or tokens[run.last - 1].text[-1] == ".")
    ):
        run.last -= 1
    if run.type == "PERSON":
        while run.size > 1 and _is_title(tokens, run, nouns):
            run.first += 1
        while run.size and not tokens[run.last - 1].text[0].isupper():
            run.last -= 1
    elif run.type == "ORG":
        # "Defence Ministry spokesman" is no organisation, the ministry is.
        while run.size > 1 and tokens[run.last - 1].text.islower() and is_person(tokens[run.last - 1], nouns):
            run.last -= 1
    if (
        run.size
        and run.type in ("PERSON", "ORG", "GPE")
        and not any(t.text[0].isupper() or t.text[0].isdigit() for t in tokens[run.first : run.last])
    ):
        run.last = run.first


def _is_title(tokens: list[Token], run: Run, nouns: Nouns) -> bool:
    token = tokens[run.first]
    word = token.lower.rstrip(".")
    if word in nouns.honorifics or token.text.islower():
        return True
    return word in nouns.person and token.text[0].isupper() and word not in nouns.given


def _extend(parse: Parse, run: Run, nouns: Nouns) -> None:
    """Take in the parts of a person's name that the parser left outside, and what is joined by a hyphen."""
    tokens = parse.tokens
    end = parse.sentences[tokens[run.first].sentence].last
    while run.last + 1 < end and tokens[run.last].text in _HYPHENS and tokens[run.last + 1].text[0].isupper():
        if tokens[run.last].start != tokens[run.last - 1].end or tokens[run.last + 1].start != tokens[run.last].end:
            break
        run.last += 2
    if run.type == "PERSON" and run.last + 1 < end and _is_syllable(tokens, run):
        run.last += 2
    if run.type != "PERSON":
        _join_possessed(tokens, run, end, nouns)
        return
    while run.last < end and _goes_on(tokens[run.last], tokens[run.last - 1], nouns):
        run.last += 1


def _is_syllable(tokens: list[Token], run: Run) -> bool:
    """ "Han Min-seo": a short part in small letters, glued to the name's last by a hyphen."""
    before, hyphen, part = tokens[run.last - 1], tokens[run.last], tokens[run.last + 1]
    glued = before.end == hyphen.start and hyphen.end == part.start and hyphen.text in _HYPHENS
    short = part.text.islower() and part.text.isalpha() and len(part.text) <= _LONGEST_SYLLABLE
    return run.size > 1 and glued and short and len(before.text) <= _LONGEST_SYLLABLE and part.lower not in _JOINERS


def _join_possessed(tokens: list[Token], run: Run, end: int, nouns: Nouns) -> None:
    """ "Harbour Workers' Network": whose it is, in the plural, is part of a body's name."""
    owner = tokens[run.last - 1]
    if owner.tag not in ("NNPS", "NNS") or run.last >= end or tokens[run.last].tag != "POS":
        return
    last = run.last + 1
    while last < end and tokens[last].tag in _PROPER and tokens[last].text[0].isupper():
        last += 1
    if last > run.last + 1 and tokens[last - 1].lower in nouns.body:
        run.last, run.type = last, "ORG"


def _goes_on(token: Token, before: Token, nouns: Nouns) -> bool:
    if token.tag not in _PROPER or token.entity not in ("", "PERSON") or not token.text[0].isupper() or token.begins:
        return False
    beside = token.head in (before.head, before.i) or before.head == token.i
    return beside and token.lower not in nouns.person


def _listed(parse: Parse) -> Iterator[Run]:
    """Names that stand in the dictionary of actors."""
    words, at = _to_words(parse)
    names = load_proper()
    after = 0
    for i, word in enumerate(words):
        if i < after or word.plain not in names:
            continue
        match = match_at(words, i, names)
        if match is None or not any(word.initial for word in words[match.first : match.last]):
            continue
        first, last = at[match.first], at[match.last - 1] + 1
        after = match.last
        if parse.tokens[first].sentence != parse.tokens[last - 1].sentence:
            continue
        kind = match.entry.kind
        label = "NORP" if kind in ("nation", "people") else "GPE" if kind in COUNTRIES else "ORG"
        if match.entry.code(None) == "IGO" and kind == "place":
            label = "LOC"
        yield Run(first, last, label, match)


def _to_words(parse: Parse) -> tuple[list[Word], list[int]]:
    """The tokens as words of the dictionary, hyphens and possessive endings passed over, and their indexes."""
    kept = [token for token in parse.tokens if token.text not in _PASSED_OVER]
    return [_to_word(token.text) for token in kept], [token.i for token in kept]


@lru_cache(maxsize=65_536)
def _to_word(form: str) -> Word:
    bare = form.replace(".", "").replace("’", "'").removesuffix("'s")
    if not bare or not bare[0].isalnum():
        return _BREAK
    return Word(fold(bare), bare[0].isupper(), bare.isupper() and len(bare) > 1, False, 0, 0)


# --- What the parser missed ---


def _missed(parse: Parse, runs: Sequence[Run], nouns: Nouns) -> Iterator[Run]:
    """Capitalised words after a title, before a verb of saying, or ending in a word for a body."""
    tokens = parse.tokens
    covered = _cover(runs)
    for sentence in parse.sentences:
        if parse.blocks[sentence.block].kind == "headline":
            continue
        i = sentence.first
        while i < sentence.last:
            last = i
            while (
                last < sentence.last
                and tokens[last].tag in _PROPER
                and last not in covered
                and tokens[last].text[0].isupper()
            ):
                last += 1
            if last == i:
                i += 1
                continue
            run = _judge(parse, i, last, nouns)
            if run is not None:
                yield run
            i = last


def _judge(parse: Parse, first: int, last: int, nouns: Nouns) -> Run | None:
    tokens = parse.tokens
    start = first
    while start < last and (is_person(tokens[start], nouns) or tokens[start].lower.rstrip(".") in nouns.honorifics):
        start += 1
    titled = start > first or (
        first > 0 and is_person(tokens[first - 1], nouns) and tokens[first - 1].sentence == tokens[first].sentence
    )
    if start == last or tokens[start].entity:  # a date, a title alone
        return None
    tail = tokens[last - 1]
    if tail.lower in nouns.body:
        return Run(start, last, "ORG") if last - start > 1 else None
    if all(_is_kind(token) for token in tokens[start:last]):
        return None
    given = fold(tokens[start].text) in nouns.given and last - start > 1
    speaks = tail.dep == "nsubj" and parse.head(tail).lemma.lower() in nouns.speech
    bracketed = last - start == 1 and tail.text.isupper() and 1 < len(tail.text) < 9 and _in_brackets(tokens, start)
    if bracketed:
        return Run(start, last, "ORG")
    if (titled and last - start < 5) or given or (speaks and last - start < 4):
        return Run(start, last, "PERSON" if given or titled or last - start > 1 else "ORG")
    return None


def _in_brackets(tokens: list[Token], i: int) -> bool:
    return 0 < i < len(tokens) - 1 and tokens[i - 1].text == "(" and tokens[i + 1].text == ")"


def _is_kind(token: Token) -> bool:
    """Whether the word says what kind of actor it is, and names none: Minister, Senate, Police."""
    return any(len(entry.words) == 1 and not entry.initial for entry in load_names().get(fold(token.text), ()))


def _repeated(parse: Parse, runs: Sequence[Run], nouns: Nouns) -> Iterator[Run]:
    """Further mentions of names of several words, and of persons by surname, where they went unmarked."""
    tokens = parse.tokens
    known: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    surnames: dict[str, str] = {}
    for run in runs:
        if run.type not in ("PERSON", "ORG") or parse.block_of(tokens[run.first]).kind == "headline":
            continue
        forms = tuple(token.text for token in tokens[run.first : run.last])
        if len(forms) > 1:
            rows = known.setdefault(forms[0], [])
            if len(rows) < 8 and (forms, run.type) not in rows:
                rows.append((forms, run.type))
            if run.type == "PERSON" and len(forms[-1]) > 2 and forms[-1].lower() not in nouns.person:
                surnames.setdefault(forms[-1], "PERSON")
    if not known:
        return
    covered = _cover(runs)
    for i, token in enumerate(tokens):
        form = token.text
        if form in surnames and i not in covered and token.tag != "VB":
            yield Run(i, i + 1, "PERSON")
        for forms, label in known.get(form, ()):
            last = i + len(forms)
            if last <= len(tokens) and tuple(t.text for t in tokens[i:last]) == forms:
                yield Run(i, last, label)
                break


def _placed(parse: Parse, places: Sequence[Place]) -> Iterator[Run]:
    """Toponyms, which only count where they are longer than what was found."""
    for place in places:
        first = parse.token_at(place.span.start)
        if first is None:
            continue
        last = first.i + 1
        while last < len(parse.tokens) and parse.tokens[last].start < place.span.end:
            last += 1
        yield Run(first.i, last, "GPE" if place.country else "LOC")


# --- Putting together ---


def _cover(runs: Sequence[Run]) -> set[int]:
    return {i for run in runs for i in range(run.first, run.last)}


def _settle(runs: list[Run]) -> list[Run]:
    """Of runs that overlap keep the longest; of equal ones the dictionary's, with its type."""
    best: dict[int, Run] = {}
    for run in sorted(runs, key=lambda run: (-run.size, run.match is None, run.first)):
        taken = next((best[i] for i in range(run.first, run.last) if i in best), None)
        if taken is None:
            best.update(dict.fromkeys(range(run.first, run.last), run))
        elif taken.match is None and run.match is not None and (taken.first, taken.last) == (run.first, run.last):
            taken.match, taken.type = run.match, run.type
    kept = {run.first: run for run in best.values()}
    return [kept[first] for first in sorted(kept)]


def _is_sound(parse: Parse, run: Run, runs: Sequence[Run], nouns: Nouns) -> bool:
    """Drop what is no name: a title alone, a headline's capitals, a heading."""
    tokens = parse.tokens[run.first : run.last]
    if run.size == 1 and len(tokens[0].text.rstrip(".")) == 1:
        return False
    if run.match is None and run.size == 1 and (tokens[0].lower in nouns.person or tokens[0].lower in nouns.honorifics):
        return False
    if parse.block_of(tokens[0]).kind != "headline" or run.match is not None or run.type in ("GPE", "NORP"):
        return True
    return any(other is not run and _says(parse, other, tokens[-1].text) for other in runs)


def _says(parse: Parse, run: Run, form: str) -> bool:
    tokens = parse.tokens[run.first : run.last]
    return tokens[-1].text == form and parse.block_of(tokens[0]).kind != "headline"


def _name(parse: Parse, run: Run, persons: frozenset[int], nouns: Nouns) -> Name:
    tokens = parse.tokens
    span = Span(tokens[run.first].start, tokens[run.last - 1].end)
    text = " ".join(span.of(parse.text).split())
    if tokens[run.last - 1].text[-1] == "." and not text[-2:-1].isupper() and text.count(".") == 1:
        span, text = Span(span.start, span.end - 1), text[:-1]
    name = Name(span, text, run.type, kind=run.match.entry.kind if run.match else None)
    if run.type != "PERSON":
        return replace(
            name, code=code_country(text) if run.type in ("GPE", "LOC", "NORP") and run.match else code_actor(text)
        )
    honors, gender = honorific_before(parse, run.first, nouns)
    role = find_role(parse, run.first, run.last, persons)
    gender = gender or (role.gender if role else None) or nouns.given.get(fold(tokens[run.first].text))
    return replace(
        name,
        role=role.text if role else None,
        role_span=role.span if role else None,
        code=_role_code(role),
        gender=gender,
        honorific=honors > 0,
    )


def _role_code(role: Role | None) -> str | None:
    return code_actor(role.text) if role else None
