"""Event mentions across reports -> one event, with what speaks for and against each merge.

Two mentions are of one event when they tell the same act, nothing they tell conflicts (who, to whom, when, done or
only planned), and at least one party is the same. The best-told mentions come first, so that a bare "the move" joins
the event that fits it best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from dateline.judgements import NO_JUDGEMENTS, Judgements, make_decision, make_key, regroup
from dateline.lexicon import load_tables
from dateline.model import STATUSES, Decision, EventMention, Evidence, Origin, Reading, StoryEvent, make_id
from dateline.reconcile.dates import Interval, days_in, first_day, is_open, join_dates, last_day, meets
from dateline.reconcile.parties import party_keys, told
from dateline.reconcile.telling import evidence_span, join_parties, shorten_clause
from dateline.reconcile.words import content_stems, meaning_stems

_LEAD = 2  # headline, first and second sentence: what a report is about
_FULLEST = "tells the event most fully; the others joined it"
_TELLING = 4  # content words that a clause needs for its copy to be told by them alone
#: Statuses of one group may be told of one event: a denied act is the act that others report as done.
_GROUPS = {"happened": 0, "historical": 0, "alleged": 0, "denied": 0, "planned": 1, "hypothetical": 2}


@dataclass(frozen=True, slots=True)
class _Mention:
    reading: Reading
    index: int
    event: EventMention
    position: int  # the sentence's number in its report; the headline counts as the first
    words: tuple[str, ...]  # what the clause carries; empty when it is too short to tell a copy by
    about: frozenset[str]  # what it carries beside its trigger and its parties, synonyms folded

    @property
    def key(self) -> tuple[str, int]:
        return self.reading.id, self.index

    @property
    def order(self) -> tuple[str, str, int, int]:
        return self.reading.metadata.published or "9", self.reading.id, self.position, self.index

    @property
    def spot(self) -> str:
        return make_key(self.reading.id, self.event.trigger.start, self.event.trigger.end)

    @property
    def when(self) -> Interval:
        return self.event.earliest, self.event.latest


@dataclass(slots=True)
class _Cluster:
    mentions: list[_Mention] = field(default_factory=list)
    acts: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)
    sources: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    intervals: list[Interval] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    words: set[tuple[str, ...]] = field(default_factory=set)
    about: set[str] = field(default_factory=set)
    why: dict[str, str] = field(default_factory=dict)  # mention -> its reason

    def add(self, mention: _Mention, reason: str | None = None) -> None:
        event = mention.event
        self.mentions.append(mention)
        self.acts |= {act_family(event.act)} if event.act else set()
        self.types.add(event.type)
        self.sources |= party_keys(event.source_actors)
        self.targets |= party_keys(event.target_actors)
        self.intervals.append(mention.when)
        self.words |= {mention.words} if mention.words else set()
        self.about |= mention.about
        if reason:
            self.reasons.append(reason)
            self.why[mention.spot] = reason.partition(": ")[2]


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


def find_story_events(
    readings: Sequence[Reading], origins: Sequence[Origin], judgements: Judgements = NO_JUDGEMENTS
) -> tuple[StoryEvent, ...]:
    """Merge the event mentions of a story's reports.

    Args:
        readings: Of one story, in any order.
        origins: Of the same reports.
        judgements: Which mentions a user keeps apart or joins.

    Returns:
        Each event once, in order of date (undated last); exactly one is ``main`` when there is any.
    """
    clusters = _judge(_cluster(_mentions(readings)), judgements)
    origin_of = {report: origin.id for origin in origins for report in origin.reports}
    main = max(clusters, key=lambda cluster: (_news_weight(cluster, origin_of), *_sort_key(cluster)), default=None)
    events = [_story_event(cluster, origin_of, main=cluster is main) for cluster in clusters]
    return tuple(
        sorted(events, key=lambda e: (first_day(e.earliest) if e.earliest else "9999", last_day(e.latest), e.id))
    )


def match_mentions(
    reading: Reading, events: Sequence[StoryEvent], readings: Sequence[Reading]
) -> tuple[StoryEvent | None, ...]:
    """For each event mention of a further text the event of *readings* that it tells, ``None`` where it tells none."""
    mentions = {mention.key: mention for mention in _mentions(readings)}
    clusters: dict[str, list[tuple[_Cluster, StoryEvent]]] = {}
    for event in events:
        cluster = _Cluster()
        for key in event.mentions:
            cluster.add(mentions[key])
        for family in sorted({_deed(mention) for mention in cluster.mentions}):
            clusters.setdefault(family, []).append((cluster, event))
    found: list[StoryEvent | None] = [None] * len(reading.events)
    for mention in _mentions([reading]):
        weighed = [(_fit(mention, cluster), event) for cluster, event in clusters.get(_deed(mention), ())]
        weight, best = max(weighed, key=lambda item: item[0], default=(0, None))
        found[mention.index] = best if weight > 0 else None
    return tuple(found)


def _mentions(readings: Sequence[Reading]) -> list[_Mention]:
    found = []
    for reading in readings:
        for index, event in enumerate(reading.events):
            position = next((i for i, s in enumerate(reading.sentences) if event.trigger.start < s.end), 0)
            words = content_stems(evidence_span(reading, event).of(reading.text))
            enough = words if len(words) >= _TELLING else ()
            found.append(_Mention(reading, index, event, position, enough, _about(reading, event)))
    return sorted(found, key=lambda m: (-_told(m), m.reading.metadata.published or "9", m.reading.id, m.index))


def _about(reading: Reading, event: EventMention) -> frozenset[str]:
    """The stems of what an event's clause says beside its trigger and its parties."""
    aside = [
        event.trigger.of(reading.text),
        *(f"{a.text} {a.name}" for a in (*event.source_actors, *event.target_actors)),
    ]
    return frozenset(meaning_stems(event.clause.of(reading.text))) - {
        stem for words in aside for stem in meaning_stems(words)
    }


def _told(mention: _Mention) -> int:
    """How much a mention tells: the best told are placed first."""
    days = days_in(mention.when)
    event = mention.event
    return (
        2 * bool(event.source_actors)
        + 2 * bool(event.target_actors)
        + (2 if days == 1 else 1 if not is_open(mention.when) else 0)
        + bool(event.act)
    )


def _cluster(mentions: Sequence[_Mention]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    by_act: dict[str, list[_Cluster]] = {}
    for mention in mentions:
        ahead = by_act.setdefault(_family(mention), [])
        weighed = [
            (weight, -number, cluster) for number, cluster in enumerate(ahead) if (weight := _fit(mention, cluster)) > 0
        ]
        if weighed:
            _, _, best = max(weighed, key=lambda item: item[:2])
            best.add(mention, _reason(mention, best))
        else:
            cluster = _Cluster()
            cluster.add(mention)
            clusters.append(cluster)
            ahead.append(cluster)
    return clusters


def _family(mention: _Mention) -> str:
    return act_family(mention.event.act) if mention.event.act else mention.event.type


def _deed(mention: _Mention) -> str:
    """The family of the deed itself, be it told as planned or threatened ("plan:expel-ambassador")."""
    return act_family((mention.event.act or "").rpartition(":")[2]) or mention.event.type


def _judge(clusters: list[_Cluster], judgements: Judgements) -> list[_Cluster]:
    """The events as a user has judged which mentions are of one; each judgement stands among the reasons."""
    if not judgements.entries:
        return clusters
    why = {spot: reason for cluster in clusters for spot, reason in cluster.why.items()}
    groups = [sorted(cluster.mentions, key=lambda m: m.order) for cluster in clusters]
    judged = judgements.pairs("event", {mention.spot for group in groups for mention in group})
    found = []
    for group in regroup(groups, lambda mention: mention.spot, "event", judgements):
        cluster = _Cluster()
        for mention in group:
            said = [each.explain(pair[pair[0] == mention.spot]) for each, pair in judged if mention.spot in pair]
            reasons = [why[mention.spot]] if mention.spot in why else []
            cluster.add(mention, f"{mention.reading.id}: " + "; ".join(reasons + said) if reasons + said else None)
        found.append(cluster)
    return found


def _fit(mention: _Mention, cluster: _Cluster) -> int:
    """How well a mention fits an event: 0 when anything conflicts or nothing is shared."""
    sources, targets = party_keys(mention.event.source_actors), party_keys(mention.event.target_actors)
    copied = mention.words in cluster.words and mention.event.type in cluster.types
    if copied and all(meets(mention.when, other) for other in cluster.intervals):
        return 20  # a copy: the same words tell the same event, whatever the reader made of its parties
    if not _same_kind(mention, cluster) or not _dates_allow(mention, cluster, sources, targets):
        return 0
    weight = _shared_parties(sources, targets, cluster)
    if mention.event.act in _stateful() and sources and cluster.sources and not sources & cluster.sources:
        return 0  # "a bloc" of one report is not the union of another: a state of affairs is somebody's
    same_report = any(other.reading.id == mention.reading.id for other in cluster.mentions)
    if weight == 0:
        weight = _bare_fit(mention, cluster, sources, targets, same_report=same_report)
    if weight <= 0:
        return 0
    told_dates = [interval for interval in cluster.intervals if not is_open(interval)]
    return weight + 2 * (not is_open(mention.when) and mention.when in told_dates)


def _bare_fit(mention: _Mention, cluster: _Cluster, sources: set[str], targets: set[str], *, same_report: bool) -> int:
    """What speaks for a merge when no party is shared: 0 for nothing.

    A nominalisation without parties is of an event that its own report has told; of two reports that name no parties
    ("the blast", "an explosion") each is of the same event when day or place is the same.
    """
    if same_report:
        return int(not sources and not targets)
    if (told(sources) and told(cluster.sources)) or (told(targets) and told(cluster.targets)):
        return 0
    days = days_in(mention.when)
    same_day = days is not None and days <= 3 and mention.when in cluster.intervals
    place = mention.event.place
    return int(same_day) + int(bool(place) and any(other.event.place == place for other in cluster.mentions))


def _same_kind(mention: _Mention, cluster: _Cluster) -> bool:
    event, others = mention.event, [other.event for other in cluster.mentions]
    if not (event.type in cluster.types or bool(event.act and act_family(event.act) in cluster.acts)):
        return False
    if any(event.polarity != other.polarity and "denied" not in (event.status, other.status) for other in others):
        return _contradicts(mention, cluster)
    if event.act in _open_acts() and not mention.about & cluster.about:
        return False
    groups = {_GROUPS[other.status] for other in others}
    return _GROUPS[event.status] in groups or _carries_out(mention, cluster)


def _contradicts(mention: _Mention, cluster: _Cluster) -> bool:
    """Whether a report says of an act that it was not done that others say was done: not of one that leaves a state.

    "Has not recognised" is a statement about the day it is made on, not the denial of another report's event.
    """
    if mention.event.act in _stateful() or any(other.reading.id == mention.reading.id for other in cluster.mentions):
        return False
    sources, targets = party_keys(mention.event.source_actors), party_keys(mention.event.target_actors)
    groups = {_GROUPS[other.event.status] for other in cluster.mentions}
    return (
        _GROUPS[mention.event.status] in groups
        and bool(told(sources & cluster.sources))
        and (not targets or not cluster.targets or bool(targets & cluster.targets))
    )


def _carries_out(mention: _Mention, cluster: _Cluster) -> bool:
    """Whether one tells as done what the other tells as planned: same parties, in another report, not done before."""
    ones = [mention, *cluster.mentions]
    planned = [one for one in ones if _GROUPS[one.event.status] == 1]
    done = [one for one in ones if _GROUPS[one.event.status] == 0]
    if not planned or not done or len(planned) + len(done) < len(ones):
        return False
    if any(one.reading.id == mention.reading.id for one in cluster.mentions):
        return False
    for plan in planned:
        for act in done:
            published = plan.reading.metadata.published
            if not published or not act.when[1] or last_day(act.when[1]) < published[:10]:
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


def _dates_allow(mention: _Mention, cluster: _Cluster, sources: set[str], targets: set[str]) -> bool:
    if all(meets(mention.when, other) for other in cluster.intervals):
        return True
    doers = told(sources & cluster.sources) or not (sources or cluster.sources)  # an accident has none
    if not (doers and told(targets & cluster.targets)):
        return False
    days = [_days_apart(mention.when, other) for other in cluster.intervals]
    if mention.event.act in _once():
        return max(days) <= 7
    # "in April" and "on the night of 31 March": a month told for a day beside it
    rough = any(days_in(when) != 1 for when in (mention.when, *cluster.intervals))
    return rough and max(days) <= 1 and all(other.reading.id != mention.reading.id for other in cluster.mentions)


def _shared_parties(sources: set[str], targets: set[str], cluster: _Cluster) -> int:
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


def _reason(mention: _Mention, cluster: _Cluster) -> str:
    event = mention.event
    parts = ["same words"] if mention.words in cluster.words else [f"same act ({event.act or event.type})"]
    shared = (party_keys(event.source_actors) | party_keys(event.target_actors)) & (cluster.sources | cluster.targets)
    if shared:
        parts.append("same parties (" + ", ".join(sorted(shared)) + ")")
    if not is_open(mention.when) and any(not is_open(interval) for interval in cluster.intervals):
        parts.append("dates meet")
    return f"{mention.reading.id}: " + "; ".join(parts)


def _news_weight(cluster: _Cluster, origin_of: dict[str, str]) -> float:
    """How far up an event is told, by origin: what reports are about stands in the headline or the first sentences."""
    weight = 0.0
    best: dict[str, tuple[float, str]] = {}
    for mention in cluster.mentions:
        origin = origin_of[mention.reading.id]
        share = 1.0 if mention.position <= _LEAD else 1 / mention.position
        best[origin] = max((share, mention.reading.metadata.published or ""), best.get(origin, (0.0, "")))
    when = join_dates(cluster.intervals)
    weight = sum(share * _recency(when, published or None) for share, published in best.values())
    statuses = Counter(mention.event.status for mention in cluster.mentions)
    if "happened" in statuses:
        return weight
    return weight * {"planned": 0.8, "denied": 0.8, "alleged": 0.8}.get(min(statuses), 0.4)


def _recency(when: Interval, published: str | None) -> float:
    """1 for what may have happened in the fortnight before publication or after it, less for background."""
    if published is None or is_open(when):
        return 1.0
    latest = last_day(when[1])
    return 1.0 if latest >= published[:10] or _days_between(latest, published[:10]) <= 14 else 0.3


def _days_apart(one: Interval, other: Interval) -> int:
    """Days from the end of the earlier interval to the beginning of the later; 0 when they meet."""
    if meets(one, other):
        return 0
    early, late = sorted((one, other), key=lambda interval: first_day(interval[0]))
    return _days_between(last_day(early[1]), first_day(late[0]))


def _days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def _sort_key(cluster: _Cluster) -> tuple[int, list[tuple[str, int]]]:
    return len(cluster.mentions), sorted(mention.key for mention in cluster.mentions)


def _story_event(cluster: _Cluster, origin_of: dict[str, str], *, main: bool) -> StoryEvent:
    mentions = sorted(cluster.mentions, key=lambda m: m.order)
    earliest, latest = join_dates([mention.when for mention in mentions])
    types = Counter(mention.event.type for mention in mentions)
    statuses = Counter(mention.event.status for mention in mentions)
    status = min(statuses, key=lambda name: (-statuses[name], STATUSES.index(name)))
    done = [name for name in statuses if _GROUPS[name] == 0]
    if done and _GROUPS[status] != 0:  # planned in one report, done in a later one
        status = min(done, key=lambda name: (-statuses[name], STATUSES.index(name)))
    first = max(mentions, key=lambda m: (_told(m), -mentions.index(m)))
    places = Counter(mention.event.place for mention in mentions if mention.event.place)
    evidence = [
        Evidence(m.reading.id, span, span.of(m.reading.text))
        for m in mentions
        for span in [evidence_span(m.reading, m.event)]
    ]
    return StoryEvent(
        id=make_id("ev", *mentions[0].key[:1], mentions[0].event.trigger.start, mentions[0].event.type),
        type=min(types, key=lambda name: (-types[name], name)),
        mode=next((m.event.mode for m in mentions if m.event.mode), None),
        cameo=next((m.event.cameo for m in mentions if m.event.cameo), None),
        act=first.event.act,
        what=shorten_clause(first.event.clause.of(first.reading.text)),
        main=main,
        status="happened" if main and statuses["happened"] else status,
        polarity=first.event.polarity,
        earliest=earliest,
        latest=latest,
        place=min(places, key=lambda name: (-places[name], name)) if places else None,
        source_actors=join_parties([actor for m in mentions for actor in m.event.source_actors]),
        target_actors=join_parties([actor for m in mentions for actor in m.event.target_actors]),
        origins=tuple(sorted({origin_of[m.reading.id] for m in mentions})),
        evidence=tuple(dict.fromkeys(evidence)),
        mentions=tuple(m.key for m in mentions),
        reasons=tuple(cluster.reasons),
        decisions=tuple(
            Decision(make_decision("event", mentions[0].spot, m.spot), cluster.why.get(m.spot, _FULLEST))
            for m in mentions[1:]
            if m.spot != mentions[0].spot
        ),
    )
