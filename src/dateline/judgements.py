"""What a user has judged of dateline's decisions, kept beside the evidence: loaded from TOML, undone by removing lines.

A decision's id says what it is about, so that it can be written by hand: ``origin:A|B`` (two reports are of one
origin), ``event:A@10-20|B@5-15`` (two mentions, by report and trigger, are of one event), ``quote:A@10-90|B@5-80`` (two
printings, by report and words, are of one remark), ``speaker:A@10-90`` (who is quoted), ``background:A|B`` (one of two
reports is background to the story of the other).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar, cast, get_args

from dateline.errors import InputError
from dateline.model import Quote, Reading, Span, Speaker

DecisionKind = Literal["origin", "event", "quote", "speaker", "background"]
JudgedAs = Literal["keep apart", "join", "not this speaker"]
_FIELDS = ("decision", "verdict", "author", "note")
_Thing = TypeVar("_Thing")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of a judgements file: which decision is overruled, how, by whom and why."""

    decision: str
    verdict: JudgedAs
    author: str
    note: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in get_args(JudgedAs):
            known = ", ".join(f"{verdict!r}" for verdict in get_args(JudgedAs))
            raise InputError(f"unknown verdict {self.verdict!r}; known: {known}")
        if (self.kind == "speaker") != (self.verdict == "not this speaker") and self.kind in get_args(DecisionKind):
            raise InputError(f"{self.verdict!r} is no verdict on {self.decision!r}")
        if self.kind == "background" and self.verdict == "join":
            raise InputError(f"'join' is no verdict on {self.decision!r}: a report is background by its own words")

    @property
    def kind(self) -> str:
        """What is decided: ``origin``, ``event``, ``quote``, ``speaker``, ``background``; else it is no id of ours."""
        return self.decision.partition(":")[0]

    def explain(self, other: str = "") -> str:
        """The judgement in words, as a reason; *other* is what it keeps apart from or joins with.

        >>> Judgement("origin:a|b", "join", "Ana Lee", "one owner").explain("b")
        'joined with b, as Ana Lee judged: one owner'
        """
        words = {"keep apart": "kept apart from", "join": "joined with"}.get(self.verdict, "not this speaker")
        return f"{words} {other}".rstrip() + f", as {self.author} judged" + (f": {self.note}" if self.note else "")


@dataclass(frozen=True, slots=True)
class Judgements:
    """The judgements of one file, in its order; none without a file."""

    entries: tuple[Judgement, ...] = ()

    def on(self, decision: str) -> Judgement | None:
        """The judgement on a decision, if there is one."""
        kind, wanted = decision.partition(":")[0], _sorted_id(decision)
        return next((each for each in self.entries if each.kind == kind and _sorted_id(each.decision) == wanted), None)

    def pairs(self, kind: DecisionKind, keys: AbstractSet[str]) -> list[tuple[Judgement, tuple[str, str]]]:
        """The judgements of a kind that are about two of *keys*, with the two."""
        found = [(each, find_pair(each.decision, keys)) for each in self.entries if each.kind == kind]
        return [(each, pair) for each, pair in found if pair is not None]

    def find_unknown(self, keys: Mapping[str, AbstractSet[str]]) -> tuple[str, ...]:
        """The decisions judged that there are not: about no report, mention or quote among *keys* (kind -> keys).

        >>> made = Judgements((Judgement("origin:a|b", "join", "Ana"), Judgement("origin:a|z", "join", "Ana")))
        >>> made.find_unknown({"origin": {"a", "b"}})
        ('origin:a|z',)
        """
        return tuple(each.decision for each in self.entries if not _is_known(each, keys))

    def tell_applied(self, keys: Mapping[str, AbstractSet[str]]) -> tuple[str, ...]:
        """The judgements that are about something among *keys*, a line each.

        >>> Judgements((Judgement("origin:a|b", "join", "Ana"),)).tell_applied({"origin": {"a", "b"}})
        ('Ana judged origin:a|b: join',)
        """
        return tuple(
            f"{each.author} judged {each.decision}: {each.verdict}" + (f" ({each.note})" if each.note else "")
            for each in self.entries
            if _is_known(each, keys)
        )


NO_JUDGEMENTS = Judgements()


def make_key(report: str, start: int, end: int) -> str:
    """What stands for a stretch of a report in a decision's id.

    >>> make_key("wire-1", 10, 24)
    'wire-1@10-24'
    """
    return f"{report}@{start}-{end}"


def make_decision(kind: DecisionKind, *keys: str) -> str:
    """The id of a decision: the same whichever of two keys comes first.

    >>> make_decision("origin", "b", "a")
    'origin:a|b'
    """
    return f"{kind}:{'|'.join(sorted(keys))}"


def speaker_key(report: str, quote: Quote) -> str:
    """What stands for a quote's speaker: the report and the quote's words."""
    return make_key(report, quote.content[0].start, quote.content[-1].end)


def find_pair(decision: str, keys: AbstractSet[str]) -> tuple[str, str] | None:
    """The two keys that a decision is about, ``None`` if they are not two of *keys*; a key may itself hold a bar.

    >>> find_pair("origin:b|a|c", {"a|c", "b"})
    ('b', 'a|c')
    """
    words = decision.partition(":")[2].split("|")
    for cut in range(1, len(words)):
        one, other = "|".join(words[:cut]), "|".join(words[cut:])
        if one in keys and other in keys and one != other:
            return one, other
    return None


def regroup(
    groups: Sequence[Sequence[_Thing]], key: Callable[[_Thing], str], kind: DecisionKind, judgements: Judgements
) -> list[list[_Thing]]:
    """Groups as judged: joined where two belong together, cut where two are kept apart.

    Of two that are kept apart the later in its group leaves it, with those that were judged to be joined with it; the
    others stay.

    Args:
        groups: As dateline made them, each in its order.
        key: What stands for a thing in a decision's id; things of one key stay together.
        kind: Of the decisions.
        judgements: Those about unknown keys do nothing.

    >>> made = Judgements((Judgement("origin:a|b", "keep apart", "Ana"), Judgement("origin:b|c", "join", "Ana")))
    >>> regroup([["a", "b"], ["c"]], str, "origin", made)
    [['a'], ['b', 'c']]
    """
    keys = {key(thing) for group in groups for thing in group}
    judged = judgements.pairs(kind, keys)
    if not judged:
        return [list(group) for group in groups]
    bonds = _join([pair for each, pair in judged if each.verdict == "join"])
    found = [list(group) for group in groups]
    for each, (one, other) in judged:
        if each.verdict == "join":
            at, to = sorted(_index_of(found, key, name) for name in (one, other))
            if at != to:
                found[at] += found.pop(to)
    for each, pair in judged:
        if each.verdict == "keep apart":
            at, to = (_index_of(found, key, name) for name in pair)
            if at == to:
                order = [key(thing) for thing in found[at]]
                later = max(pair, key=order.index)
                leaving = bonds.get(later, {later})
                found.append([thing for thing in found[at] if key(thing) in leaving])
                found[at] = [thing for thing in found[at] if key(thing) not in leaving]
    return found


def _index_of(groups: Sequence[Sequence[_Thing]], key: Callable[[_Thing], str], name: str) -> int:
    return next(number for number, group in enumerate(groups) if any(key(thing) == name for thing in group))


def _join(pairs: Sequence[tuple[str, str]]) -> dict[str, set[str]]:
    """For each key that is joined with another, all that it is joined with, itself among them."""
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        both = found.get(one, {one}) | found.get(other, {other})
        for name in both:
            found[name] = both
    return found


def silence_speakers(readings: Sequence[Reading], judgements: Judgements) -> tuple[Reading, ...]:
    """The readings with no speaker where the one found was judged not to be the one."""
    judged = {_sorted_id(each.decision) for each in judgements.entries if each.kind == "speaker"}
    if not judged:
        return tuple(readings)
    return tuple(
        replace(
            reading,
            quotes=tuple(
                replace(quote, speaker=Speaker()) if f"speaker:{speaker_key(reading.id, quote)}" in judged else quote
                for quote in reading.quotes
            ),
        )
        for reading in readings
    )


def find_keys(readings: Sequence[Reading], quotes: AbstractSet[str]) -> dict[str, set[str]]:
    """All that judgements can be about: for each kind of decision the keys of what readings hold.

    Args:
        readings: Of the reports given.
        quotes: The keys of the printings among them.
    """

    def spot(reading: Reading, span: Span) -> str:
        return make_key(reading.id, span.start, span.end)

    return {
        "origin": {reading.id for reading in readings},
        "event": {spot(reading, event.trigger) for reading in readings for event in reading.events},
        "quote": set(quotes),
        "speaker": {speaker_key(reading.id, quote) for reading in readings for quote in reading.quotes},
        "background": {reading.id for reading in readings},
    }


def load_judgements(path: Path | None) -> Judgements:
    """Read judgements from a TOML file.

    Args:
        path: A file of ``[[judgement]]`` entries with ``decision``, ``verdict``, ``author`` and, if wanted, ``note``;
            ``None`` for no judgements.

    Raises:
        InputError: The file cannot be read, an entry is malformed, or two entries contradict each other.

    >>> load_judgements(None).entries
    ()
    """
    if path is None:
        return NO_JUDGEMENTS
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror or error})", where=str(path)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"cannot be read as TOML ({error})", where=str(path)) from error
    rows = tables.get("judgement", [])
    if set(tables) - {"judgement"} or not isinstance(rows, list):
        raise InputError("holds [[judgement]] entries and nothing else", where=str(path))
    entries = []
    for number, row in enumerate(rows, 1):
        where = f"{path}, judgement {number}"
        if not isinstance(row, dict) or not all(isinstance(value, str) for value in row.values()):
            raise InputError("each field is a string", where=where)
        missing, unknown = [name for name in _FIELDS[:3] if not row.get(name)], sorted(set(row) - set(_FIELDS))
        if missing or unknown:
            raise InputError(f"needs {', '.join(_FIELDS[:3])} and may have note", where=where)
        try:
            made = Judgement(row["decision"], cast(JudgedAs, row["verdict"]), row["author"], row.get("note", ""))
        except InputError as error:
            raise InputError(error.message, where=where) from error
        entries.append(made)
    _refuse_contradictions(entries, str(path))
    return Judgements(tuple(entries))


def _refuse_contradictions(entries: Sequence[Judgement], path: str) -> None:
    """Refuse to keep apart what the same file joins, be it through others."""
    joined = [each.decision for each in entries if each.verdict == "join"]
    for each in entries:
        if each.verdict != "keep apart":
            continue
        # A report's id may hold a bar: every way to cut the joined ids in two counts.
        halves = [half for decision in joined if decision.startswith(f"{each.kind}:") for half in _cuts(decision)]
        bonds = _join(halves)
        if any(other in bonds.get(one, ()) for one, other in _cuts(each.decision)):
            raise InputError(f"keeps apart {each.decision!r}, which other entries join", where=path)


def _cuts(decision: str) -> list[tuple[str, str]]:
    words = decision.partition(":")[2].split("|")
    return [("|".join(words[:cut]), "|".join(words[cut:])) for cut in range(1, len(words))]


def _sorted_id(decision: str) -> str:
    """A decision's id whichever of its two keys comes first."""
    kind, _, rest = decision.partition(":")
    return decision if kind == "speaker" else f"{kind}:{'|'.join(sorted(rest.split('|')))}"


def _is_known(judgement: Judgement, keys: Mapping[str, AbstractSet[str]]) -> bool:
    known = keys.get(judgement.kind, set())
    if judgement.kind == "speaker":
        return judgement.decision.partition(":")[2] in known
    return find_pair(judgement.decision, known) is not None
