"""Event mentions across reports -> one event, with what speaks for and against each merge.

Two mentions are of one event when they tell the same act, nothing they tell conflicts (who, to whom, when, done or
only planned), and at least one party is the same. The best-told mentions come first, so that a bare "the move" joins
the event that fits it best.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dateline.judgements import NO_JUDGEMENTS, Judgements, make_decision, regroup
from dateline.model import STATUSES, Decision, Evidence, Origin, Reading, StoryEvent, make_id
from dateline.reconcile.dates import Interval, first_day, is_open, last_day
from dateline.reconcile.fitting import (
    Cluster,
    Mention,
    days_between,
    deed_of,
    family_of,
    find_mentions,
    fit,
    fullness,
    tell_reason,
)
from dateline.reconcile.telling import evidence_span, join_parties, shorten_clause

_LEAD = 2  # headline, first and second sentence: what a report is about
_FULLEST = "tells the event most fully; the others joined it"
_DONE = ("happened", "historical", "alleged", "denied")


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
    clusters = _judge(_cluster(find_mentions(readings)), judgements)
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
    mentions = {mention.key: mention for mention in find_mentions(readings)}
    clusters: dict[str, list[tuple[Cluster, StoryEvent]]] = {}
    for event in events:
        cluster = Cluster()
        for key in event.mentions:
            cluster.add(mentions[key])
        for family in sorted({deed_of(mention) for mention in cluster.mentions}):
            clusters.setdefault(family, []).append((cluster, event))
    found: list[StoryEvent | None] = [None] * len(reading.events)
    for mention in find_mentions([reading]):
        weighed = [(fit(mention, cluster), event) for cluster, event in clusters.get(deed_of(mention), ())]
        weight, best = max(weighed, key=lambda item: item[0], default=(0, None))
        found[mention.index] = best if weight > 0 else None
    return tuple(found)


def _cluster(mentions: Sequence[Mention]) -> list[Cluster]:
    clusters: list[Cluster] = []
    by_act: dict[str, list[Cluster]] = {}
    for mention in mentions:
        ahead = by_act.setdefault(family_of(mention), [])
        weighed = [
            (weight, -number, cluster) for number, cluster in enumerate(ahead) if (weight := fit(mention, cluster)) > 0
        ]
        if weighed:
            _, _, best = max(weighed, key=lambda item: item[:2])
            best.add(mention, tell_reason(mention, best))
        else:
            cluster = Cluster()
            cluster.add(mention)
            clusters.append(cluster)
            ahead.append(cluster)
    return clusters


def _judge(clusters: list[Cluster], judgements: Judgements) -> list[Cluster]:
    """The events as a user has judged which mentions are of one; each judgement stands among the reasons."""
    if not judgements.entries:
        return clusters
    why = {spot: reason for cluster in clusters for spot, reason in cluster.why.items()}
    groups = [sorted(cluster.mentions, key=lambda m: m.order) for cluster in clusters]
    judged = judgements.pairs("event", {mention.spot for group in groups for mention in group})
    found = []
    for group in regroup(groups, lambda mention: mention.spot, "event", judgements):
        cluster = Cluster()
        for mention in group:
            said = [each.explain(pair[pair[0] == mention.spot]) for each, pair in judged if mention.spot in pair]
            reasons = [why[mention.spot]] if mention.spot in why else []
            cluster.add(mention, f"{mention.reading.id}: " + "; ".join(reasons + said) if reasons + said else None)
        found.append(cluster)
    return found


def _news_weight(cluster: Cluster, origin_of: dict[str, str]) -> float:
    """How far up an event is told, by origin: what reports are about stands in the headline or the first sentences."""
    weight = 0.0
    best: dict[str, tuple[float, str]] = {}
    for mention in cluster.mentions:
        origin = origin_of[mention.reading.id]
        share = 1.0 if mention.position <= _LEAD else 1 / mention.position
        best[origin] = max((share, mention.reading.metadata.published or ""), best.get(origin, (0.0, "")))
    when = cluster.told_when
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
    return 1.0 if latest >= published[:10] or days_between(latest, published[:10]) <= 14 else 0.3


def _sort_key(cluster: Cluster) -> tuple[int, list[tuple[str, int]]]:
    return len(cluster.mentions), sorted(mention.key for mention in cluster.mentions)


def _story_event(cluster: Cluster, origin_of: dict[str, str], *, main: bool) -> StoryEvent:
    mentions = sorted(cluster.mentions, key=lambda m: m.order)
    earliest, latest = cluster.told_when
    types = Counter(mention.event.type for mention in mentions)
    statuses = Counter(mention.event.status for mention in mentions)
    status = min(statuses, key=lambda name: (-statuses[name], STATUSES.index(name)))
    done = [name for name in statuses if name in _DONE]
    if done and status not in _DONE:  # planned in one report, done in a later one
        status = min(done, key=lambda name: (-statuses[name], STATUSES.index(name)))
    first = max(mentions, key=lambda m: (fullness(m), -mentions.index(m)))
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
