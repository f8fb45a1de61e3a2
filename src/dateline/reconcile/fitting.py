"""Whether a mention of an event tells an event put together so far: by act, status, dates and parties.

The act must be the same (or one that reports use for it), nothing that both tell may conflict, and a party must be
shared; of what names no party, the day, the place or the words must be the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from dateline.judgements import make_key
from dateline.lexicon import load_tables
from dateline.model import EventMention, Reading
from dateline.reconcile.dates import Interval, days_in, first_day, is_open, join_dates, last_day, meets
from dateline.reconcile.parties import party_keys, told
from dateline.reconcile.telling import evidence_span
from dateline.reconcile.words import content_stems, meaning_stems

_TELLING = 4  # content words that a clause needs for its copy to be told by them alone
_FRESH = 6  # days: an act that is news, told without a day, was not longer ago
_WEEK, _MONTH = 7, 31
#: Statuses that share a group may be told of one event: a denied act is the act that others report as done or planned.
_GROUPS: dict[str, frozenset[int]] = {
    "happened": frozenset({0}),
    "historical": frozenset({0}),
    "alleged": frozenset({0}),
    "denied": frozenset({0, 1}),
    "planned": frozenset({1}),
    "hypothetical": frozenset({2}),
}
#: What is signed, which tells no agreement from another.
_PAPERS = "agreement deal treaty accord pact memorandum document paper"
#: Operators that leave the act under them what it is, still to come: "agreed to withdraw", "is to withdraw".
_AHEAD = frozenset({"plan", "promise", "announce-plan", "decide", "decision", "prepare", "begin"})


@dataclass(frozen=True, slots=True)
class Mention:
    """One report's mention of an event, with what speaks for its being the event of another mention."""

    reading: Reading
    index: int
    event: EventMention
    position: int  # the sentence's number in its report; the headline counts as the first
    words: tuple[str, ...]  # what the clause carries; empty when it is too short to tell a copy by
    about: frozenset[str]  # what it carries beside its trigger and its parties, synonyms folded

    @property
    def key(self) -> tuple[str, int]:
        """The report's id and the event's number in its reading."""
        return self.reading.id, self.index

    @property
    def order(self) -> tuple[str, str, int, int]:
        """Where the mention stands: by day of publication, report and sentence."""
        return self.reading.metadata.published or "9", self.reading.id, self.position, self.index

    @property
    def spot(self) -> str:
        """The name that judgements know the mention by."""
        return make_key(self.reading.id, self.event.trigger.start, self.event.trigger.end)

    @property
    def when(self) -> Interval:
        """The event's date in this report."""
        return self.event.earliest, self.event.latest

    @property
    def is_dated(self) -> bool:
        """Whether the report itself tells the day: one taken from the day of publication is nobody's statement."""
        return not is_open(self.when) and self.event.date_reason != "publication"

    @property
    def about_when(self) -> Interval:
        """The days that the event may have been on; of one dated by its publication alone, the days before it too."""
        if self.is_dated or is_open(self.when):
            return self.when
        last = date.fromisoformat(last_day(self.event.latest))
        return (last - timedelta(days=_FRESH)).isoformat(), last.isoformat()


@dataclass(slots=True)
class Cluster:
    """The mentions that tell one event, with what they tell together."""

    mentions: list[Mention] = field(default_factory=list)
    acts: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    intervals: list[Interval] = field(default_factory=list)  # as `Mention.about_when`
    reasons: list[str] = field(default_factory=list)
    words: set[tuple[str, ...]] = field(default_factory=set)
    about: set[str] = field(default_factory=set)
    why: dict[str, str] = field(default_factory=dict)  # mention -> its reason

    def add(self, mention: Mention, reason: str | None = None) -> None:
        """Take a mention in; *reason* is ``report: why``."""
        event = mention.event
        self.mentions.append(mention)
        self.acts |= {family_of(mention)} if event.act else set()
        self.types.add(event.type)
        self.sources |= party_keys(event.source_actors)
        self.targets |= party_keys(event.target_actors)
        self.intervals.append(mention.about_when)
        self.words |= {mention.words} if mention.words else set()
        self.about |= mention.about
        if reason:
            self.reasons.append(reason)
            self.why[mention.spot] = reason.partition(": ")[2]

    @property
    def told_when(self) -> Interval:
        """The date that the mentions tell together; only where none tells one, what publication lets us think."""
        told_dates = [mention.when for mention in self.mentions if mention.is_dated]
        return join_dates(told_dates or [mention.when for mention in self.mentions])


@cache
def _families() -> dict[str, str]:
    groups = load_tables("relations.toml").tables.get("same_act", [])
    return {act: group[0] for group in groups for act in group}


@cache
def _once() -> frozenset[str]:
    """Acts that the same parties do not do twice within a week: two days told for one are a conflict of reports."""
    return frozenset(load_tables("relations.toml").tables.get("once_a_week", ()))


def act_family(act: str) -> str:
    """The act that stands for this one and those that reports use for it ("seize-power", "oust")."""
    return _families().get(act, act)


def find_mentions(readings: Sequence[Reading]) -> list[Mention]:
    """The event mentions of readings, the best told first."""
    found = []
    for reading in readings:
        for index, event in enumerate(reading.events):
            position = next((i for i, s in enumerate(reading.sentences) if event.trigger.start < s.end), 0)
            words = content_stems(evidence_span(reading, event).of(reading.text))
            enough = words if len(words) >= _TELLING else ()
            found.append(Mention(reading, index, event, position, enough, _about(reading, event)))
    return sorted(found, key=lambda m: (-fullness(m), m.reading.metadata.published or "9", m.reading.id, m.index))


def _about(reading: Reading, event: EventMention) -> frozenset[str]:
    """The stems of what an event's clause says beside its trigger and its parties."""
    aside = [
        event.trigger.of(reading.text),
        *(f"{a.text} {a.name}" for a in (*event.source_actors, *event.target_actors)),
    ]
    return frozenset(meaning_stems(event.clause.of(reading.text))) - {
        stem for words in aside for stem in meaning_stems(words)
    }


def fullness(mention: Mention) -> int:
    """How much a mention tells: the best told are placed first."""
    days = days_in(mention.when)
    event = mention.event
    return (
        2 * bool(event.source_actors)
        + 2 * bool(event.target_actors)
        + (2 if days == 1 else 1 if not is_open(mention.when) else 0)
        + bool(event.act)
    )


def family_of(mention: Mention) -> str:
    """The family of the act: what is only agreed or planned is the act itself, still ahead."""
    *operators, act = (mention.event.act or "").split(":") if not _is_accident(mention) else [mention.event.act or ""]
    while operators and operators[0] in _AHEAD:
        operators.pop(0)
    return ":".join([*operators, act_family(act)]) if act else mention.event.type


def _is_accident(mention: Mention) -> bool:
    return not mention.event.type


def is_ahead(mention: Mention) -> bool:
    """Whether the event is told as still to come."""
    return mention.event.status == "planned"


def deed_of(mention: Mention) -> str:
    """The family of the deed itself, be it told as planned or threatened ("plan:expel-ambassador")."""
    return act_family((mention.event.act or "").rpartition(":")[2]) or mention.event.type


def fit(mention: Mention, cluster: Cluster) -> int:
    """How well a mention fits an event: 0 when anything conflicts or nothing is shared."""
    sources, targets = party_keys(mention.event.source_actors), party_keys(mention.event.target_actors)
    copied = mention.words in cluster.words and mention.event.type in cluster.types
    if copied and all(meets(mention.about_when, other) for other in cluster.intervals):
        return 20  # a copy: the same words tell the same event, whatever the reader made of its parties
    if not _same_kind(mention, cluster) or not _dates_allow(mention, cluster, sources, targets):
        return 0
    if _is_mutual(mention, cluster):
        places = {other.event.place for other in cluster.mentions} - {None}
        if not (mention.about & cluster.about or mention.event.place in places):
            return 0
        either = told(sources | targets) & (cluster.sources | cluster.targets)
        weight = max(_shared_parties(sources, targets, cluster), _worth(either))
    else:
        weight = _shared_parties(sources, targets, cluster)
    if mention.event.act in _stateful() and sources and cluster.sources and not sources & cluster.sources:
        return 0  # "a bloc" of one report is not the union of another: a state of affairs is somebody's
    same_report = any(other.reading.id == mention.reading.id for other in cluster.mentions)
    if weight == 0:
        weight = _bare_fit(mention, cluster, sources, targets, same_report=same_report)
    if weight <= 0:
        return 0
    told_dates = [interval for interval in cluster.intervals if not is_open(interval)]
    return weight + 2 * (mention.is_dated and mention.when in told_dates)


def _is_mutual(mention: Mention, cluster: Cluster) -> bool:
    """Whether one of them tells an act that either side may be said to have done: each blames the other for a clash."""
    mutual = frozenset(load_tables("relations.toml").tables["either_side"])
    return any(each.event.act in mutual for each in (mention, *cluster.mentions))


def _bare_fit(mention: Mention, cluster: Cluster, sources: set[str], targets: set[str], *, same_report: bool) -> int:
    """What speaks for a merge when no party is shared: 0 for nothing.

    A nominalisation without parties is of an event that its own report has told; of two reports that name no parties
    ("the blast", "an explosion") each is of the same event when day or place is the same.
    """
    if same_report:
        return int(not sources and not targets)
    if (told(sources) and told(cluster.sources)) or (told(targets) and told(cluster.targets)):
        return 0
    days = days_in(mention.when)
    same_day = mention.is_dated and days is not None and days <= 3 and mention.when in cluster.intervals
    place = mention.event.place
    there = bool(place) and any(other.event.place == place for other in cluster.mentions)
    alike = _is_accident(mention) and len(mention.about & cluster.about) > 1  # "the blast at the grain terminal"
    return int(same_day) + int(there) + int(alike)


def _same_kind(mention: Mention, cluster: Cluster) -> bool:
    event, others = mention.event, [other.event for other in cluster.mentions]
    if not (event.type in cluster.types or bool(event.act and family_of(mention) in cluster.acts)):
        return False
    if any(event.polarity != other.polarity and "denied" not in (event.status, other.status) for other in others):
        return _contradicts(mention, cluster)
    if any(_is_general(mention) != _is_general(other) for other in cluster.mentions):
        return False
    if event.act in _open_acts() and not mention.about & cluster.about:
        return False
    half = _is_half(mention) or all(_is_half(other) for other in cluster.mentions)
    if event.act == "sign-agreement" and half and not (mention.about & cluster.about) - set(meaning_stems(_PAPERS)):
        return False  # "the Taliban deal": with whom, and on what?
    return _status_meets(mention, cluster) or _carries_out(mention, cluster)


def _is_half(mention: Mention) -> bool:
    """Whether a mention names no two parties."""
    return len(told(party_keys((*mention.event.source_actors, *mention.event.target_actors)))) < 2


def _is_general(mention: Mention) -> bool:
    """ "Have never attacked the town since 2017": said of a stretch of time, no answer to one event."""
    low, high = mention.when
    return mention.event.polarity == "negative" and low is not None and high is None


def _status_meets(mention: Mention, cluster: Cluster) -> bool:
    return any(_GROUPS[mention.event.status] & _GROUPS[other.event.status] for other in cluster.mentions)


def _contradicts(mention: Mention, cluster: Cluster) -> bool:
    """Whether a report says of an act that it was not done that others say was done: not of one that leaves a state.

    "Has not recognised" is a statement about the day it is made on, not the denial of another report's event.
    """
    if mention.event.act in _stateful() or any(other.reading.id == mention.reading.id for other in cluster.mentions):
        return False
    sources, targets = party_keys(mention.event.source_actors), party_keys(mention.event.target_actors)
    return (
        _status_meets(mention, cluster)
        and bool(told(sources & cluster.sources))
        and (not targets or not cluster.targets or bool(targets & cluster.targets))
    )


def _carries_out(mention: Mention, cluster: Cluster) -> bool:
    """Whether one tells as done what the other tells as planned: same parties, in another report, not done before."""
    ones = [mention, *cluster.mentions]
    planned = [one for one in ones if is_ahead(one)]
    done = [one for one in ones if 0 in _GROUPS[one.event.status]]
    if not planned or not done or len(planned) + len(done) < len(ones):
        return False
    if any(one.reading.id == mention.reading.id for one in cluster.mentions):
        return False
    for plan in planned:
        for act in done:
            planned_on, done_on = plan.reading.metadata.published, act.when[1] or act.reading.metadata.published
            if not planned_on or not done_on or last_day(done_on[:10]) < planned_on[:10]:
                return False
    sources, targets = party_keys(mention.event.source_actors), party_keys(mention.event.target_actors)
    sides = int(bool(sources & cluster.sources)) + int(bool(targets & cluster.targets))
    return sides == 2 or (sides == 1 and (not sources or not cluster.sources or not targets or not cluster.targets))


@cache
def _open_acts() -> frozenset[str]:
    """Acts that are the same only when they are about the same thing: two promises of one state are two."""
    return frozenset(load_tables("relations.toml").tables["about_something"])


@cache
def _stateful() -> frozenset[str]:
    """Acts that begin, end or attest a state of affairs."""
    return frozenset(entry["act"] for entry in load_tables("relations.toml").tables["entry"])


def _dates_allow(mention: Mention, cluster: Cluster, sources: set[str], targets: set[str]) -> bool:
    when = mention.about_when
    if all(meets(when, other) for other in cluster.intervals):
        return True
    shared = [told(sources & cluster.sources), told(targets & cluster.targets)]
    days = [_days_apart(when, other) for other in cluster.intervals]
    if family_of(mention) in _once():
        unsaid = [
            not (told(sources) and told(cluster.sources)),  # "the regime" may be anybody's
            not (told(targets) and told(cluster.targets)),
        ]
        same = all(s or u for s, u in zip(shared, unsaid, strict=True))
        ahead = is_ahead(mention) and all(map(is_ahead, cluster.mentions))
        return same and max(days) <= (_MONTH if ahead and all(shared) else _WEEK)
    # "in April" and "on the night of 31 March": a month told for a day beside it
    rough = any(days_in(other) != 1 for other in (when, *cluster.intervals))
    other_reports = all(other.reading.id != mention.reading.id for other in cluster.mentions)
    return all(shared) and rough and max(days) <= 1 and other_reports


def _shared_parties(sources: set[str], targets: set[str], cluster: Cluster) -> int:
    """Three for each party that both tell on the same side; below zero where the parties they tell conflict.

    Two for a mere description with the same noun; a description conflicts with nothing, for it may mean anybody.
    """
    if (not targets or not cluster.targets) and (sources or targets) and (cluster.sources or cluster.targets):
        shared = (sources | targets) & (cluster.sources | cluster.targets)
        if _conflict(sources, cluster.sources) and len(shared) < 2:
            return -1
        return _worth(shared)
    if _conflict(sources, cluster.sources) or _conflict(targets, cluster.targets):
        return -1
    return _worth(sources & cluster.sources) + _worth(targets & cluster.targets)


def _conflict(mine: set[str], theirs: set[str]) -> bool:
    return bool(told(mine)) and bool(told(theirs)) and not mine & theirs


def _worth(shared: set[str]) -> int:
    return sum(2 if key.startswith("~") else 3 for key in shared)


def tell_reason(mention: Mention, cluster: Cluster) -> str:
    """Why a mention joins an event: ``report: same act (recognise); same parties (KAZ); dates meet``."""
    event = mention.event
    parts = ["same words"] if mention.words in cluster.words else [f"same act ({event.act or event.type})"]
    shared = (party_keys(event.source_actors) | party_keys(event.target_actors)) & (cluster.sources | cluster.targets)
    if shared:
        parts.append("same parties (" + ", ".join(sorted(shared)) + ")")
    if not is_open(mention.when) and any(not is_open(interval) for interval in cluster.intervals):
        parts.append("dates meet")
    return f"{mention.reading.id}: " + "; ".join(parts)


def _days_apart(one: Interval, other: Interval) -> int:
    """Days from the end of the earlier interval to the beginning of the later; 0 when they meet."""
    if meets(one, other):
        return 0
    early, late = sorted((one, other), key=lambda interval: first_day(interval[0]))
    return days_between(last_day(early[1]), first_day(late[0]))


def days_between(earlier: str, later: str) -> int:
    """Days from one ISO day to a later one."""
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days
