"""Events -> states of affairs with valid time: which acts begin, end or attest them is the table ``relations.toml``.

What no report tells stays unknown: a relation without a told beginning has none, and one without a told end is open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from dateline.errors import LexiconError
from dateline.lexicon import load_entries, load_rows
from dateline.model import Entity, EventMention, Evidence, Party, Reading, Relation, Span, StoryEvent
from dateline.reconcile.dates import Interval, first_day, is_open, join_dates, last_day, meets
from dateline.reconcile.linking import fold_name
from dateline.reconcile.parties import has_country, is_body, is_proper, party_key

RELATIONS = (
    "recognises", "governs", "has ambassador of", "has embassy in", "sanctions", "designates as terrorist",
    "at war with", "party to agreement with",
)  # fmt: skip
_OF_ANYBODY = ("sanctions", "designates as terrorist")  # whose object may be people or a group without a name
_MUTUAL = ("at war with", "party to agreement with")  # who is told first is no part of them
_OF_GOVERNMENTS = ("recognises", "has ambassador of")
_LONGEST_EVIDENCE = 600  # SPEC: a sentence or less, 600 code points at most


@dataclass(frozen=True, slots=True)
class Effect:
    """How an act bears on a state of affairs (a row of ``relations.toml``)."""

    act: str
    relation: str
    of: str
    subject: str
    object: str

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise LexiconError(f"unknown relation {self.relation!r}", where="relations.toml")
        if self.of not in ("begins", "ends", "holds"):
            raise LexiconError(f"an act begins, ends or holds a relation, not {self.of!r}", where="relations.toml")


@dataclass(frozen=True, slots=True)
class _Change:
    """One event's bearing on one relation between two parties; ``until`` is the told end of a stretch it held over."""

    of: str
    relation: str
    subject: Party
    object: Party
    event: StoryEvent
    when: Interval
    until: Interval | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        one, other = _key(self.subject), _key(self.object)
        if self.relation in _MUTUAL:
            one, other = min(one, other), max(one, other)
        return self.relation, one, other


@dataclass(slots=True)
class _Row:
    """A relation in the making: some time in ``begin`` to some time in ``end``; ``None`` is not told."""

    begin: Interval | None
    end: Interval | None
    changes: list[_Change] = field(default_factory=list)
    implied: bool = False  # the end is that of a stretch, told of several at once: one told of this relation is better


@cache
def _effects() -> dict[str, tuple[Effect, ...]]:
    found: dict[str, tuple[Effect, ...]] = {}
    for effect in load_entries("relations.toml", Effect):
        found[effect.act] = (*found.get(effect.act, ()), effect)
    return found


@cache
def kindred_acts() -> Mapping[str, frozenset[str]]:
    """For each act that bears on a state of affairs and has a target, the acts that bear on the same one."""
    acts: dict[str, set[str]] = {}
    for effects in _effects().values():
        for effect in effects:
            if {effect.subject, effect.object} == {"source", "target"}:
                acts.setdefault(effect.relation, set()).add(effect.act)
    return MappingProxyType({act: frozenset(group) for group in acts.values() for act in group})


def _key(party: Party) -> str:
    return party_key(party.name, party.code)


def find_relations(events: Sequence[StoryEvent], readings: Sequence[Reading]) -> tuple[Relation, ...]:
    """The states of affairs that events begin, end, attest or deny.

    Args:
        events: A story's events.
        readings: Its reports' readings: a denial without a date of its own holds on the day it was published.

    Returns:
        Rows in order of relation, subject, object and beginning. A denial is a row of its own, of negative polarity.
        A party that no report names and whose country none tells ("most countries") has no row.
    """
    by_id = {reading.id: reading for reading in readings}
    names = _entity_names(readings)
    changes: list[_Change] = []
    rows: list[Relation] = []
    for event in events:
        for effect in _effects_of(event, by_id):
            for subject, object_ in _parties(effect, event):
                if event.polarity == "negative":
                    if effect.of != "ends":
                        rows.append(_denial(effect, (subject, object_), event, by_id, names))
                elif event.status in ("happened", "historical"):
                    changes.append(_change(effect, subject, object_, event, by_id))
    groups: dict[tuple[str, str, str], list[_Change]] = {}
    for change in changes:
        groups.setdefault(change.key, []).append(change)
    timelines = {key: _timeline(group) for key, group in sorted(groups.items())}
    _end_with_government(timelines)
    rows.extend(_relation(row, names) for group in timelines.values() for row in group)
    return tuple(
        sorted(
            dict.fromkeys(rows),
            key=lambda r: (RELATIONS.index(r.relation), r.subject.name, r.object.name, r.valid_from or "", r.polarity),
        )
    )


def _effects_of(event: StoryEvent, by_id: Mapping[str, Reading]) -> list[Effect]:
    """What the acts by which reports tell an event bear on."""
    acts = [event.act, *(by_id[report].events[index].act for report, index in event.mentions)]
    return [effect for act in sorted({act for act in acts if act}) for effect in _effects().get(act, ())]


def _change(effect: Effect, subject: Party, object_: Party, event: StoryEvent, by_id: Mapping[str, Reading]) -> _Change:
    when: Interval = (event.earliest, event.latest)
    stretch = next((told for report, index in event.mentions if (told := _stretch(by_id[report], index, when))), None)
    if stretch is None:
        return _Change(effect.of, effect.relation, subject, object_, event, when)
    begin, end, evidence = stretch
    within = (begin, end) if effect.of == "begins" else (begin, begin)
    return _Change(effect.of, effect.relation, subject, object_, event, within, (end, end), (evidence,))


def _stretch(reading: Reading, index: int, when: Interval) -> tuple[str, str, Evidence] | None:
    """From when to when, if the sentence tells an event of no other date as something that lasted and is over."""
    event: EventMention = reading.events[index]
    sentence = next((s for s in reading.sentences if s.start <= event.trigger.start < s.end), event.clause)
    told = [timex for timex in reading.times if sentence.holds(timex.span) and timex.type == "DATE"]
    for one, other in pairwise(told):
        if (one.bound, other.bound) != ("start", "end") or one.earliest is None or other.latest is None:
            continue
        begin, end = one.value[:10], other.value[:10]
        own: Interval = (event.earliest, event.latest)
        if not is_open(own) and not (begin[:4] == (own[0] or "")[:4] and end[:4] == (own[1] or "")[:4]):
            continue
        if not is_open(when) and not meets(when, (begin, end)):
            continue
        if begin[:4].isdigit() and end[:4].isdigit() and begin < end:
            span = Span(min(event.clause.start, one.span.start), max(event.clause.end, other.span.end))
            span = span if len(span) <= _LONGEST_EVIDENCE else Span(one.span.start, other.span.end)
            return begin, end, Evidence(reading.id, span, span.of(reading.text))
    return None


def _parties(effect: Effect, event: StoryEvent) -> Iterable[tuple[Party, Party]]:
    if effect.subject == "each":
        sides = (*event.source_actors, *event.target_actors)
        pairs = [(one, other) for i, one in enumerate(sides) for other in sides[i + 1 :]]
    else:
        sides_of = {"source": event.source_actors, "target": event.target_actors, "country": _countries(event)}
        pairs = [(one, other) for one in sides_of[effect.subject] for other in sides_of[effect.object]]
    doers = {_key(party) for party in event.source_actors}
    for one, other in pairs:
        coded = [has_country(party.code) for party in (one, other)]
        known = all(coded) or (
            effect.subject != "each" and all(c or is_proper(p.name) for c, p in zip(coded, (one, other), strict=True))
        )
        # Nobody recognises or sanctions a side that does the same act: such a target is a misread "its".
        own = _key(other) in doers if effect.subject == "source" else _key(one) == _key(other)
        if effect.subject != "each":  # who signs may be a person: it is the state that is bound
            known = known and _can_be_state(one) and _can_be_state(other)
        if known and (not own or effect.relation == "governs"):
            yield (_state(one), _state(other)) if effect.subject == "each" else (one, other)


def _can_be_state(party: Party) -> bool:
    """Whether a party coded as a bare country is named as one: "New York" is in a state, it is none."""
    code = party.code or ""
    if len(code) != 3 or code not in _aliases():
        return True
    words = set(fold_name(party.name))
    return any(alias <= words for alias in _aliases()[code])


@cache
def _aliases() -> dict[str, tuple[frozenset[str], ...]]:
    """What each country is called: its names, capital, seat of government and people."""
    columns = ("name", "official", "other_names", "capital", "seat", "demonyms")
    found = {}
    for row in load_rows("countries.tsv"):
        names = [name for column in columns for name in row[column].split("|") if name]
        found[row["alpha3"]] = tuple(words for name in names if (words := frozenset(fold_name(name))))
    return found


def _state(party: Party) -> Party:
    """The state that a minister or ministry signs for; others stand for themselves."""
    code = party.code or ""
    return Party(_country_name(party), code) if code[3:] in ("", "GOV") and has_country(code) else party


def _countries(event: StoryEvent) -> tuple[Party, ...]:
    """The country that a government is of: the target's, else the one in the source's own code."""
    coded = [party for party in (*event.target_actors, *event.source_actors) if has_country(party.code)]
    coded = [party for party in coded if not (party.code or "").startswith("IGO")]
    return (Party(_country_name(coded[0]), (coded[0].code or "")[:3]),) if coded else ()


def _country_name(party: Party) -> str:
    return _names().get((party.code or "")[:3], party.name)


@cache
def _names() -> dict[str, str]:
    return {row["alpha3"]: row["name"] for row in load_rows("countries.tsv")}


def _entity_names(readings: Sequence[Reading]) -> dict[str, str]:
    """For each code of a body or people the name that reports use most for it."""
    counts: dict[str, Counter[str]] = {}
    for reading in readings:
        for entity in reading.entities:
            if has_country(entity.code) and _is_group(entity) and is_proper(entity.name):
                counts.setdefault(str(entity.code), Counter())[entity.name] += max(len(entity.mentions), 1)
    return {code: min(each, key=lambda name: (-each[name], name)) for code, each in counts.items()}


def _is_group(entity: Entity) -> bool:
    return entity.type in ("ORG", "NORP", "GPE")


def _shown(parties: Sequence[Party], names: Mapping[str, str], *, keep: bool) -> Party:
    """One party under the best of its names: a body's own, told most often; else one by its code.

    "A Taliban-appointed ambassador" and "its first government" are no names of a side of a relation; what is under
    sanctions or on a list may be described ("five officials"), which *keep* says.
    """
    counts = Counter(parties)
    ranked = sorted(
        counts, key=lambda p: (not is_body(p.name), not has_country(p.code), -counts[p], p.name, p.code or "")
    )
    best = ranked[0]
    if is_body(best.name) or keep or not has_country(best.code):
        return best
    return Party(names.get(str(best.code)) or _country_name(best), best.code)


def _denial(
    effect: Effect,
    sides: tuple[Party, Party],
    event: StoryEvent,
    by_id: Mapping[str, Reading],
    names: Mapping[str, str],
) -> Relation:
    told = event.latest if event.latest and len(event.latest) == 10 and event.earliest == event.latest else None
    published = max((by_id[item.report].metadata.published or "" for item in event.evidence), default="")[:10]
    day = told or published or None
    keep = effect.relation in _OF_ANYBODY
    subject, object_ = (_shown([side], names, keep=keep and i == 1) for i, side in enumerate(sides))
    return Relation(effect.relation, subject, object_, "negative", day, day, event.origins, event.evidence)


def _timeline(changes: Sequence[_Change]) -> list[_Row]:
    """One relation between two parties through time: each beginning opens a row, each end closes the one open."""
    rows: list[_Row] = []
    dated = sorted(
        (change for change in changes if change.of != "holds" and not is_open(change.when)),
        key=lambda c: (first_day(c.when[0]), c.of != "begins", c.event.id),
    )
    for change in dated:
        last = rows[-1] if rows else None
        if change.of == "begins":
            if last is not None and last.begin is not None and meets(last.begin, change.when):
                last.begin = join_dates([last.begin, change.when])
            elif last is None or last.end is not None or last.begin is not None:
                last = _Row(change.when, None)
                rows.append(last)
            if change.until is not None and last.end is None:
                last.end, last.implied = change.until, True
            last.changes.append(change)
        elif last is not None and (last.end is None or (last.implied and _near(last.end, change.when))):
            last.end, last.implied = change.when, False
            last.changes.append(change)
        elif last is not None and last.end is not None and meets(last.end, change.when):
            last.end = join_dates([last.end, change.when])
            last.changes.append(change)
        else:
            rows.append(_Row(None, change.when, [change]))
    for change in sorted(
        (c for c in changes if c not in dated), key=lambda c: (c.of == "holds", first_day(c.when[0]), c.event.id)
    ):
        _place_undated(rows, change)
    return rows


def _place_undated(rows: list[_Row], change: _Change) -> None:
    """Put what attests a relation, or begins or ends it on no told day, to the row that it fits, else to a new one."""
    if change.of == "holds":
        since = change.when if change.when[0] is not None and (change.when[1] is None or change.until) else None
        row = next((row for row in reversed(rows) if _held(row, change)), None)
        if row is None:
            row = _Row(None, None)
            rows.append(row)
        if since is not None and row.begin is None:
            row.begin = (since[0], since[0])
        if change.until is not None:
            row.end = change.until if row.end is None else join_dates([row.end, change.until])
    elif change.of == "ends":
        row = next((row for row in reversed(rows) if row.end is not None), None)
        if row is None:  # over, and nobody tells since when: no row may say that it holds
            return
    elif rows:
        row = rows[-1]  # an undated beginning is of a relation that is told, though it may be over
    else:
        row = _Row(None, None)
        rows.append(row)
    row.changes.append(change)


def _held(row: _Row, change: _Change) -> bool:
    """Whether a relation that held at the time told may be this row."""
    if change.until is not None:
        return (row.end is None or meets(row.end, change.until)) and (
            row.begin is None or meets(row.begin, change.when)
        )
    if row.end is None:
        return row.begin is None or is_open(change.when) or first_day(row.begin[0]) <= last_day(change.when[1])
    return not is_open(change.when) and change.when[1] is not None and last_day(change.when[1]) <= last_day(row.end[1])


def _near(one: Interval, other: Interval) -> bool:
    """Whether two dates are of one year or meet."""
    return meets(one, other) or (one[0] or "")[:4] == (other[0] or "")[:4]


def _end_with_government(timelines: Mapping[tuple[str, str, str], list[_Row]]) -> None:
    """A relation to a government ends at the latest with that government."""
    for (relation, subject, country), governments in timelines.items():
        if relation != "governs":
            continue
        for government in governments:
            for (other, _, object_), rows in timelines.items():
                if other in _OF_GOVERNMENTS and object_ in (subject, country):
                    for row in rows:
                        if row.end is None and row.begin is not None and _within(row.begin, government):
                            row.end = government.end


def _within(begin: Interval, government: _Row) -> bool:
    if government.begin is None or government.end is None or begin[1] is None:
        return False
    return first_day(government.begin[0]) <= first_day(begin[0]) and last_day(begin[1]) <= last_day(government.end[1])


def _relation(row: _Row, names: Mapping[str, str]) -> Relation:
    first = row.changes[0]
    evidence = [item for change in row.changes for item in (*change.event.evidence, *change.evidence)]
    sides = [(change.subject, change.object) for change in row.changes]
    sides = [side if _key(side[0]) == _key(first.subject) else side[::-1] for side in sides]
    return Relation(
        relation=first.relation,
        subject=_shown([subject for subject, _ in sides], names, keep=False),
        object=_shown([object_ for _, object_ in sides], names, keep=first.relation in _OF_ANYBODY),
        polarity="positive",
        valid_from=show_interval(row.begin) if row.begin else None,
        valid_to=show_interval(row.end) if row.end else None,
        origins=tuple(sorted({origin for change in row.changes for origin in change.event.origins})),
        evidence=tuple(dict.fromkeys(evidence)),
    )


def is_mutual(relation: str) -> bool:
    """Whether who is told first is no part of a relation."""
    return relation in _MUTUAL


def show_interval(when: Interval) -> str | None:
    """A date, or ``a/b`` for some time between, an open side empty; ``None`` when nothing is told.

    >>> show_interval(("2025-04", "2025-04")), show_interval(("2021", None)), show_interval((None, None))
    ('2025-04', '2021/', None)
    """
    if is_open(when):
        return None
    return str(when[0]) if when[0] == when[1] else f"{when[0] or ''}/{when[1] or ''}"


def holds_on(relation: Relation, day: str) -> bool | None:
    """Whether a relation holds on a day: ``None`` when the reports leave it open.

    Args:
        relation: Of positive polarity.
        day: An ISO day.

    >>> spain = Relation("recognises", Party("Spain"), Party("Exland"), "positive", "1996/2001", "2001", (), ())
    >>> holds_on(spain, "2025-07-04"), holds_on(spain, "1998-01-01"), holds_on(spain, "1990-01-01")
    (False, None, False)
    """
    began, ended = (value.split("/") if value else [] for value in (relation.valid_from, relation.valid_to))
    if began and day < first_day(began[0] or None):
        return False
    if ended and day > last_day(ended[-1] or None):
        return False
    if (began and day < last_day(began[-1] or None)) or (ended and day > first_day(ended[0] or None)):
        return None
    return True if began else None
