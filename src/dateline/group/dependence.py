"""What an origin rests on without being a copy of it: another outlet, a speaker or a document that others quote too.

Two outlets that quote one spokesman have two origins and one source between them; a reader who counts origins needs
to see it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dateline.group.items import Item
from dateline.group.outlets import are_one_name, find_outlet, label_of, load_names, squash
from dateline.group.shingles import fold_word
from dateline.lexicon import load_tables
from dateline.model import Dependence, Evidence, Span

_TOKEN = re.compile(r"[^\W_]+(?:[-'’./&][^\W_]+)*")
_STOP = re.compile(r"[.!?…][\"”’']*\s+(?=[\"“‘'(]*[^\W_a-z])|\n")
_NAME_WORDS = 5
_JOINTS = frozenset({"of", "the", "de", "do", "da", "la", "le", "and"})
_FAR = 6  # words between a name and what says that it is relied on
_RUN = 6  # words of one quotation in two reports that make it one speech
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class SpokenWords:
    """Words that a report quotes, and whom."""

    report: str
    speaker: str
    span: Span
    text: str
    context: str


@dataclass(frozen=True, slots=True)
class _Cues:
    """Words by which a report says that another outlet is where it has something from."""

    before: frozenset[tuple[str, ...]]
    after: frozenset[tuple[str, ...]]
    between: frozenset[str]
    press: frozenset[str]
    document: frozenset[str]


@cache
def _cues() -> _Cues:
    tables = load_tables("en/group.toml").tables
    return _Cues(
        before=frozenset(tuple(cue.split()) for cue in tables["said_before"]),
        after=frozenset(tuple(cue.split()) for cue in tables["said_after"]),
        between=frozenset(tables["said_between"]),
        press=frozenset(tables["press_words"]),
        document=frozenset(tables["document_words"]),
    )


def find_outlets_relied_on(
    members: Sequence[Item], agency: str | None, given: Mapping[str, str]
) -> tuple[Dependence, ...]:
    """Find the outlets that an origin's reports say they have something from.

    Args:
        members: The origin's reports.
        agency: The origin's agency: an agency is not its own source.
        given: The outlets of the story's reports by `label_of`: they are known by name, too.

    Returns:
        One dependence for each outlet, by name, with the sentences that say so.
    """
    found: dict[str, dict[Evidence, None]] = defaultdict(dict)
    for item in members:
        own = [name for name in (agency, item.agency, item.byline, item.outlet) if name]
        for phrase, span in _find_relied_on(item, given):
            name = _outlet_name(phrase, given)
            if name is None or any(_is_own(name, phrase, other) for other in own):
                continue
            found[name][Evidence(item.id, span, span.of(item.text))] = None
    return tuple(Dependence(name, "outlet", tuple(found[name])) for name in sorted(found))


def _is_own(name: str, phrase: str, own: str) -> bool:
    known = find_outlet(own)
    names = (own, known.name) if known else (own,)
    return label_of(own) in (squash(phrase), squash(name)) or any(
        are_one_name(one, two) for one in (name, phrase) for two in names
    )


def _outlet_name(phrase: str, given: Mapping[str, str]) -> str | None:
    """The name of the outlet that a phrase is, ``None`` when it is none."""
    if usual := load_names().get(phrase):
        return usual
    if name := given.get(squash(phrase)):
        return name
    words = phrase.split()
    return phrase if len(words) > 1 and words[-1] in _cues().press else None


def _find_relied_on(item: Item, given: Mapping[str, str]) -> Iterator[tuple[str, Span]]:
    """Capitalised phrases beside words of reporting, each with its sentence."""
    for paragraph in item.prose:
        tokens = list(_TOKEN.finditer(item.text, paragraph.start, paragraph.end))
        small = [token.group().lower() for token in tokens]
        index = 0
        while index < len(tokens):
            if not tokens[index].group()[0].isupper():
                index += 1
                continue
            for last in range(_name_end(item.text, tokens, index), index, -1):
                if not _is_relied_on(small, index, last):
                    continue
                phrase = _phrase(item.text, tokens, index, last)
                if phrase and _outlet_name(phrase, given):
                    yield phrase, _sentence(item.text, paragraph, tokens[index].start())
                    index = last - 1
                    break
            index += 1


def _name_end(text: str, tokens: Sequence[re.Match[str]], first: int) -> int:
    """One past the last word that a name beginning at *first* can take in."""
    last = first + 1
    while last < len(tokens) and last - first < _NAME_WORDS:
        word = tokens[last].group()
        if text[tokens[last - 1].end() : tokens[last].start()].strip(" \u00a0"):
            break
        if not word[0].isupper() and word not in _JOINTS:
            break
        last += 1
    while last > first + 1 and not tokens[last - 1].group()[0].isupper():
        last -= 1
    return last


def _phrase(text: str, tokens: Sequence[re.Match[str]], first: int, last: int) -> str:
    """Words as a name, without a possessive ending or a leading "The"."""
    words = " ".join(text[tokens[first].start() : tokens[last - 1].end()].split())
    words = words.removesuffix("’s").removesuffix("'s")
    return words.removeprefix("The ")


def _is_relied_on(small: Sequence[str], first: int, last: int) -> bool:
    """Whether words of reporting stand before or after a name, with nothing but small change between."""
    cues = _cues()
    end = first
    for _ in range(_FAR):
        if any(end >= size and tuple(small[end - size : end]) in cues.before for size in (1, 2, 3)):
            return True
        if not end or small[end - 1] not in cues.between:
            break
        end -= 1
    start = last
    for _ in range(_FAR):
        if any(tuple(small[start : start + size]) in cues.after for size in (1, 2, 3)):
            return True
        if start >= len(small) or small[start] not in cues.between:
            return False
        start += 1
    return False


def _sentence(text: str, paragraph: Span, at: int) -> Span:
    """The sentence around a place, or as much of it as evidence may hold."""
    start, end = paragraph.start, paragraph.end
    for found in _STOP.finditer(text, paragraph.start, paragraph.end):
        if found.end() <= at:
            start = found.end()
        else:
            end = found.end()
            break
    while end > start and text[end - 1].isspace():
        end -= 1
    if end - start > _LONGEST:
        start = max(start, at - _LONGEST // 3)
        end = min(end, start + _LONGEST)
    return Span(start, end)


def find_shared_speech(
    speech: Sequence[SpokenWords], owner: Mapping[str, int], mates: Mapping[str, int]
) -> dict[int, tuple[Dependence, ...]]:
    """Find the speakers and documents that two origins of one story quote in the same words.

    Args:
        speech: What the reports quote.
        owner: Each report's origin, by a number.
        mates: Each report's story, by a number.

    Returns:
        For each origin's number what it rests on, by name.
    """
    runs: dict[tuple[str, ...], dict[int, None]] = defaultdict(dict)
    for number, spoken in enumerate(speech):
        words = [fold_word(found.group()) for found in _TOKEN.finditer(spoken.text)]
        for start in range(len(words) - _RUN + 1):
            runs[tuple(words[start : start + _RUN])][number] = None
    groups: dict[tuple[int, str], dict[int, None]] = defaultdict(dict)
    for sharers in runs.values():
        if len({owner[speech[number].report] for number in sharers}) < 2:
            continue
        for number in sharers:
            spoken = speech[number]
            others = [
                speech[other]
                for other in sharers
                if owner[speech[other].report] != owner[spoken.report]
                and mates[speech[other].report] == mates[spoken.report]
            ]
            if others:
                name = max((spoken, *others), key=lambda each: (len(each.speaker), each.speaker)).speaker
                groups[owner[spoken.report], name][number] = None
    found: dict[int, list[Dependence]] = defaultdict(list)
    written: dict[tuple[int, str], int] = defaultdict(int)  # prints that say it stands in a document, less the others
    for (_, name), numbers in groups.items():
        for number in numbers:
            is_written = bool(_context_words(speech[number]) & _cues().document)
            written[mates[speech[number].report], name] += 1 if is_written else -1
    for (origin, name), numbers in sorted(groups.items()):
        parts = [speech[number] for number in sorted(numbers, key=lambda n: (speech[n].report, speech[n].span))]
        evidence = []
        for part in parts:
            span = Span(part.span.start, min(part.span.end, part.span.start + _LONGEST))
            evidence.append(Evidence(part.report, span, part.text[: len(span)]))
        kind: Literal["document", "speaker"] = "document" if written[mates[parts[0].report], name] > 0 else "speaker"
        found[origin].append(Dependence(name, kind, tuple(evidence)))
    return {origin: tuple(items) for origin, items in found.items()}


def _context_words(part: SpokenWords) -> set[str]:
    return {found.group().lower() for found in _TOKEN.finditer(part.context)}
