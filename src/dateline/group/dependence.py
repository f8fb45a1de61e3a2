"""What an origin rests on without being a copy of it: another outlet, a speaker or a document that others quote too.

Two outlets that quote one spokesman have two origins and one source between them; a reader who counts origins needs
to see it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple, Protocol

import numpy as np

from dateline.group.items import Item
from dateline.group.outlets import are_one_name, find_outlet, label_of, load_names, squash
from dateline.group.shingles import chain_hashes, hash_word, sort_parts
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


class Cited(NamedTuple):
    """A phrase that may be an outlet which a report has something from: its words by number, itself, its sentence."""

    first: int
    last: int
    phrase: str
    span: Span


class Member(Protocol):
    """What must be known of an origin's report; an item and an outline know it."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def agency(self) -> str | None: ...  # noqa: D102
    @property
    def byline(self) -> str | None: ...  # noqa: D102
    @property
    def outlet(self) -> str | None: ...  # noqa: D102


def find_outlets_relied_on(
    members: Sequence[tuple[Member, Sequence[Cited]]],
    agency: str | None,
    given: Mapping[str, str],
    read: Callable[[str], str],
) -> tuple[Dependence, ...]:
    """Find the outlets that an origin's reports say they have something from.

    Args:
        members: The origin's reports, with what `find_cited` found in each.
        agency: The origin's agency: an agency is not its own source.
        given: The outlets of the story's reports by `label_of`: they are known by name, too.
        read: Gives the text of a report by its id.

    Returns:
        One dependence for each outlet, by name, with the sentences that say so.
    """
    found: dict[str, dict[Evidence, None]] = defaultdict(dict)
    for item, cited in members:
        own = [name for name in (agency, item.agency, item.byline, item.outlet) if name]
        done = 0
        for each in cited:
            name = _outlet_name(each.phrase, given) if each.first >= done else None
            if name is None:
                continue
            done = each.last
            if not any(_is_own(name, each.phrase, other) for other in own):
                found[name][Evidence(item.id, each.span, each.span.of(read(item.id)))] = None
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


def find_cited(item: Item) -> tuple[Cited, ...]:
    """Find the capitalised phrases beside words of reporting, each with its sentence; the longest of a place first."""
    found = []
    before = 0
    for paragraph in item.prose:
        tokens = list(_TOKEN.finditer(item.text, paragraph.start, paragraph.end))
        small = [token.group().lower() for token in tokens]
        led, followed = _near_cues(small) if not _cue_words().isdisjoint(small) else ([], [])
        for index, is_led in enumerate(led[: len(tokens)]):
            if not tokens[index].group()[0].isupper() or not (
                is_led or any(followed[index + 1 : index + _NAME_WORDS + 1])
            ):
                continue
            for last in range(_name_end(item.text, tokens, index), index, -1):
                if (is_led or followed[last]) and (phrase := _phrase(item.text, tokens, index, last)):
                    sentence = _sentence(item.text, paragraph, tokens[index].start())
                    found.append(Cited(before + index, before + last, phrase, sentence))
        before += len(tokens)
    return tuple(found)


def _near_cues(small: Sequence[str]) -> tuple[list[bool], list[bool]]:
    """Before and after which words, by number, words of reporting stand, with nothing but small change between."""
    cues, count = _cues(), len(small)
    ends = [any(tuple(small[max(0, at - size) : at]) in cues.before for size in (1, 2, 3)) for at in range(count + 1)]
    starts = [any(tuple(small[at : at + size]) in cues.after for size in (1, 2, 3)) for at in range(count + 1)]
    before, after = [_FAR] * (count + 1), [_FAR] * (count + 1)
    for at in range(count + 1):
        passes = at > 0 and small[at - 1] in cues.between
        before[at] = 0 if ends[at] else before[at - 1] + 1 if passes else _FAR
    for at in range(count, -1, -1):
        passes = at < count and small[at] in cues.between
        after[at] = 0 if starts[at] else after[at + 1] + 1 if passes else _FAR
    return [steps < _FAR for steps in before], [steps < _FAR for steps in after]


@cache
def _cue_words() -> frozenset[str]:
    """Words of which a paragraph holds one at least, if it cites somebody."""
    return frozenset(cue[-1] for cue in _cues().before) | frozenset(cue[0] for cue in _cues().after)


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
    groups: dict[tuple[int, str], set[int]] = defaultdict(set)
    for sharers in _find_sharers(speech):
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
                groups[owner[spoken.report], name].add(number)
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


def _find_sharers(speech: Sequence[SpokenWords]) -> Iterator[tuple[int, ...]]:
    """The quotations, by number, that have a run of words in common; once for each set of them."""
    runs = []
    for spoken in speech:
        words = [hash_word(found.group()) for found in _TOKEN.finditer(spoken.text)]
        runs.append(np.unique(chain_hashes(np.array(words, dtype=np.uint64), _RUN)))
    done: set[tuple[int, ...]] = set()
    for numbers, owners in sort_parts(runs):
        begins = np.concatenate(([0], np.flatnonzero(numbers[1:] != numbers[:-1]) + 1))
        ends = np.append(begins[1:], len(numbers))
        for begin, end in zip(begins[ends - begins > 1].tolist(), ends[ends - begins > 1].tolist(), strict=True):
            sharers = tuple(owners[begin:end].tolist())
            if sharers not in done:
                done.add(sharers)
                yield sharers


def _context_words(part: SpokenWords) -> set[str]:
    return {found.group().lower() for found in _TOKEN.finditer(part.context)}
