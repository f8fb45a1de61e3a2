"""Mentions of events, any that are given, across the reports of a story -> clusters, each of one event.

Where `eventcoref` merges what readers found and typed, this module is given places in reports and nothing else. Two
mentions are weighed by whether their words are of one kind (the same stem, or a group of ``en/eventwords.toml``) and by
how much of what stands beside them is the same; the clusters come from joining, again and again, the two whose mentions
are most alike on average. The weights are figures fitted by logistic regression (``eventcoref.toml``).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from dateline.lexicon import load_tables
from dateline.model import EventCluster, MentionWords, Origin, Reading, Span, make_id
from dateline.reconcile.eventcoref import find_story_events
from dateline.reconcile.parties import resolve_actors
from dateline.reconcile.relations import kindred_acts
from dateline.reconcile.words import stem_word

_UNSEEN = 6.0  # weight of a word that no report given holds
_RARE = 0.2  # the least weight of a word: in few reports all words are common
_APART = -1e9
_FAR = 10  # sentences: farther is as far
_FEW = 2  # reports by which a share of reports is held down, for two of two say little
_WIDEST = 1500  # mentions of a story above which it is taken in pieces, lest its table of pairs outgrow the memory


@dataclass(frozen=True, slots=True)
class _Told:
    """What is compared of a mention: stems of its words by role."""

    report: str
    sentence: int
    head: str
    pos: str
    kin: frozenset[int]
    extra: frozenset[str]
    extra_kin: frozenset[int]
    subject: frozenset[str]
    object: frozenset[str]
    other: frozenset[str]
    around: frozenset[str]
    names: frozenset[str]
    elsewhere: frozenset[str]  # heads of the sentence's other mentions
    light: bool
    saying: bool
    spread: float  # share of the story's reports with a mention of this head
    crowd: float  # mentions of this head a report has more than one of
    order: int  # which mention of its report it is

    @property
    def arguments(self) -> frozenset[str]:
        return self.subject | self.object | self.other | self.extra


def cluster_mentions(
    mentions: Sequence[MentionWords], stories: Sequence[Sequence[str]]
) -> tuple[tuple[MentionWords, ...], ...]:
    """Cluster mentions: each cluster is of one event, as far as the words tell.

    Args:
        mentions: With the words around them, in any order.
        stories: Report ids by story: mentions of two stories are never of one event. A report in none is a story.

    Returns:
        Clusters in order of their first mention, by report and place; every mention is in exactly one. The same in
        whatever order mentions and stories come.

    References:
        ECB+ (Cybulska and Vossen 2014) and Barhom et al. (2019) for the task; average linkage is theirs too.
    """
    story_of = {report: number for number, story in enumerate(stories) for report in story}
    ordered = sorted(dict.fromkeys(mentions), key=lambda mention: (mention.report, mention.span))
    weights = _word_weights(ordered)
    groups: dict[object, list[MentionWords]] = defaultdict(list)
    for mention in ordered:
        groups[story_of.get(mention.report, mention.report)].append(mention)
    clusters: list[tuple[MentionWords, ...]] = []
    for group in groups.values():
        for start in range(0, len(group), _WIDEST):
            piece = group[start : start + _WIDEST]
            told = _tell(piece)
            clusters.extend(tuple(piece[i] for i in found) for found in _join(_scores(told, weights), _threshold()))
    return tuple(sorted(clusters, key=lambda cluster: (cluster[0].report, cluster[0].span)))


def name_clusters(clusters: Iterable[Sequence[MentionWords]], readings: Sequence[Reading]) -> tuple[EventCluster, ...]:
    """Give clusters an id and, from the events that readers found at their places, a type.

    Args:
        clusters: As `cluster_mentions` returns.
        readings: Of the reports.
    """
    events = {reading.id: reading.events for reading in readings}
    found = []
    for cluster in clusters:
        types = Counter(
            event.type
            for mention in cluster
            for event in events.get(mention.report, ())
            if event.type and event.trigger.overlaps(mention.span)
        )
        kind = min(types, key=lambda name: (-types[name], name)) if types else None
        found.append(_event_cluster(kind, [(mention.report, mention.span) for mention in cluster]))
    return tuple(found)


def story_clusters(stories: Iterable[Sequence[Reading]]) -> tuple[EventCluster, ...]:
    """The events that readers found, merged within each story as its dossier merges them.

    Args:
        stories: The readings of each story.

    Returns:
        Each event once, in order of its first mention, by report and place.
    """
    found = []
    for readings in stories:
        told = [resolve_actors(reading, kindred_acts()) for reading in readings]
        events = {reading.id: reading.events for reading in told}
        origins = [Origin(reading.id, reading.id, None, (reading.id,)) for reading in told]
        for event in find_story_events(told, origins):
            mentions = [(report, events[report][index].trigger) for report, index in event.mentions]
            found.append(_event_cluster(event.type or None, mentions))
    return tuple(sorted(found, key=lambda cluster: cluster.mentions[0]))


def _event_cluster(kind: str | None, mentions: Iterable[tuple[str, Span]]) -> EventCluster:
    places = tuple(sorted(set(mentions)))
    report, first = places[0]
    return EventCluster(make_id("ev", report, first.start, first.end), kind, places)


@cache
def _kin() -> Mapping[str, frozenset[int]]:
    """Stem -> the numbers of the groups of words that it stands in."""
    found: dict[str, set[int]] = defaultdict(set)
    for number, group in enumerate(load_tables("en/eventwords.toml").tables["kin"]):
        for word in group:
            found[stem_word(word)].add(number)
    return MappingProxyType({stem: frozenset(numbers) for stem, numbers in found.items()})


@cache
def _word_set(table: str) -> frozenset[str]:
    return frozenset(load_tables("en/eventwords.toml").tables[table])


@cache
def _weights() -> Mapping[str, float]:
    return MappingProxyType(dict(load_tables("eventcoref.toml").tables["weights"]))


def _threshold() -> float:
    return float(load_tables("eventcoref.toml").tables["threshold"])


def _word_weights(mentions: Iterable[MentionWords]) -> Mapping[str, float]:
    """How much a stem tells: the rarer among the reports, the more."""
    seen: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        seen[mention.report].update(stem_word(word) for word in (*mention.around, mention.lemma))
    counts = Counter(stem for stems in seen.values() for stem in stems)
    return {stem: max(math.log((len(seen) + 1) / (n + 0.5)), _RARE) for stem, n in counts.items()}


def _tell(mentions: Sequence[MentionWords]) -> list[_Told]:
    heads = [stem_word(mention.lemma) for mention in mentions]
    in_sentence: dict[tuple[str, int], list[int]] = defaultdict(list)
    reports_of: dict[str, set[str]] = defaultdict(set)
    for i, mention in enumerate(mentions):
        in_sentence[mention.report, mention.sentence].append(i)
        reports_of[heads[i]].add(mention.report)
    counts = Counter(heads)
    reports = len({mention.report for mention in mentions})
    told = []
    for i, mention in enumerate(mentions):
        beside = in_sentence[mention.report, mention.sentence]
        extra = _stems(mention.extra)
        told.append(
            _Told(
                report=mention.report,
                sentence=mention.sentence,
                head=heads[i],
                pos=mention.pos,
                kin=_kin().get(heads[i], frozenset()),
                extra=extra,
                extra_kin=frozenset().union(*(_kin().get(stem, frozenset()) for stem in extra)),
                subject=_stems(mention.subject),
                object=_stems(mention.object),
                other=_stems(mention.other),
                around=_stems(mention.around) | extra | {heads[i]},
                names=_stems(mention.names),
                elsewhere=frozenset(heads[j] for j in beside if j != i),
                light=mention.lemma in _word_set("light"),
                saying=mention.lemma in _word_set("saying"),
                spread=len(reports_of[heads[i]]) / (reports + _FEW),
                crowd=counts[heads[i]] / len(reports_of[heads[i]]) - 1,
                order=i,
            )
        )
    return told


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(stem_word(word) for word in words)


def _scores(told: Sequence[_Told], words: Mapping[str, float]) -> npt.NDArray[np.float64]:
    """For each two mentions the probability that they are of one event."""
    size = len(told)
    weights = _weights()
    alike = _report_likeness(told, words)
    odds = np.full((size, size), _APART)
    for i, one in enumerate(told):
        for j in range(i + 1, size):
            features = _compare(one, told[j], words)
            features.update(_compare_standing(one, told[j], words))
            features["reports_alike"] = alike.get((one.report, told[j].report), 0.0)
            odds[i, j] = odds[j, i] = sum(weight * features[name] for name, weight in weights.items())
    return np.where(odds == _APART, _APART, 1 / (1 + np.exp(-np.clip(odds, -30, 30))))


def _compare(one: _Told, other: _Told, words: Mapping[str, float]) -> dict[str, float]:
    """What speaks for and against two mentions being of one event."""
    same = one.head == other.head
    kin = 0 if same else len(one.kin & other.kin)
    through = bool(
        one.head in other.extra
        or other.head in one.extra
        or one.extra & other.extra
        or one.extra_kin & other.kin
        or other.extra_kin & one.kin
    )
    strange = not (same or kin or through)
    arguments = _overlap(one.arguments, other.arguments, words)
    subject, object_ = _overlap(one.subject, other.subject, words), _overlap(one.object, other.object, words)
    loose = _overlap(one.other, other.other, words)
    names = _overlap(one.names, other.names, words)
    around = _cosine(one.around, other.around, words)
    same_report = one.report == other.report
    saying = one.saying and other.saying
    pointing = [each.pos in ("PRON", "DET") for each in (one, other)]
    later = one if one.order > other.order else other
    points = any(pointing) and same_report and abs(one.order - other.order) == 1 and later.pos in ("PRON", "DET")
    return {
        "bias": 1.0,
        "same": float(same),
        "kin": float(kin > 0),
        "kin_groups": float(min(kin, 3)),
        "strange": float(strange),
        "through": float(through),
        "saying": float(saying),
        "subject": subject or 0.0,
        "object": object_ or 0.0,
        "object_differs": float(object_ == 0),
        "other": loose or 0.0,
        "arguments": arguments or 0.0,
        "arguments_untold": float(arguments is None),
        "around": around,
        "names_untold": float(names is None),
        "same_sentence": float(same_report and one.sentence == other.sentence),
        "elsewhere": float(not same and (one.head in other.elsewhere or other.head in one.elsewhere)),
        "verb_noun": float({one.pos, other.pos} == {"VERB", "NOUN"}),
        "same_around": same * around,
        "same_light": float(same and (one.light or other.light)),
        "same_report": float(same and same_report),
        "same_weight": same * words.get(one.head, _UNSEEN),
        "same_spread": same * one.spread,
        "same_crowd": same * one.crowd,
        "same_subject": same * (subject or 0.0),
        "same_object": same * (object_ or 0.0),
        "kin_arguments": (arguments or 0.0) if kin else 0.0,
        "strange_around": strange * around,
        "strange_object": strange * (object_ or 0.0),
        "strange_subject": strange * (subject or 0.0),
        "saying_around": saying * around,
        "saying_subject": saying * (subject or 0.0),
        "saying_subject_differs": float(saying and subject == 0),
        "pointing": float(any(pointing)),
        "points_back": float(points),
    }


def _compare_standing(one: _Told, other: _Told, words: Mapping[str, float]) -> dict[str, float]:
    """What speaks for and against by where two mentions stand and how much is told beside them."""
    same_report = one.report == other.report
    places = [min(max(each.sentence, 0), _FAR) for each in (one, other)]
    spreads = sorted((one.spread, other.spread))
    return {
        "within_report": float(same_report),
        "both_lead": float(one.sentence <= 1 and other.sentence <= 1),
        "sentences_apart": min(abs(one.sentence - other.sentence), _FAR) / _FAR if same_report else 0.0,
        "places_apart": abs(places[0] - places[1]) / _FAR,
        "subject_known": float(bool(one.subject and other.subject)),
        "object_known": float(bool(one.object and other.object)),
        "subject_differs": float(bool(one.subject and other.subject) and not one.subject & other.subject),
        "names": _overlap(one.names, other.names, words) or 0.0,
        "head_weight": min(words.get(one.head, _UNSEEN), words.get(other.head, _UNSEEN)) / _UNSEEN,
        "least_spread": spreads[0],
        "most_spread": spreads[1],
        "same_pos": float(one.pos == other.pos),
        "any_light": float(one.light or other.light),
        "same_extra": float(bool(one.extra & other.extra)),
        "crossed": float(other.head in one.arguments or one.head in other.arguments),
    }


def _report_likeness(told: Sequence[_Told], words: Mapping[str, float]) -> dict[tuple[str, str], float]:
    """How alike two reports of a story are, by the words around their mentions."""
    bags: dict[str, frozenset[str]] = {}
    for each in told:
        bags[each.report] = bags.get(each.report, frozenset()) | each.around
    return {(one, other): _cosine(bags[one], bags[other], words) for one in bags for other in bags if one != other}


def _overlap(one: frozenset[str], other: frozenset[str], words: Mapping[str, float]) -> float | None:
    """How much of the lesser of two sets of words the other holds, by weight; ``None`` when one is empty."""
    if not one or not other:
        return None
    shared = sum(words.get(word, _UNSEEN) for word in sorted(one & other))
    if not shared:
        return 0.0
    return shared / min(sum(words.get(word, _UNSEEN) for word in sorted(each)) for each in (one, other))


def _cosine(one: frozenset[str], other: frozenset[str], words: Mapping[str, float]) -> float:
    shared = sum(words.get(word, _UNSEEN) ** 2 for word in sorted(one & other))
    if not shared:
        return 0.0
    lengths = [sum(words.get(word, _UNSEEN) ** 2 for word in sorted(each)) for each in (one, other)]
    return shared / math.sqrt(lengths[0] * lengths[1])


def _join(scores: npt.NDArray[np.float64], threshold: float) -> list[list[int]]:
    """Join the two clusters that are most alike on average, until no two are alike enough."""
    members = [[i] for i in range(len(scores))]
    near = scores.copy()
    np.fill_diagonal(near, _APART)
    sizes = np.ones(len(scores))
    while len(scores) > 1:
        one, other = sorted(divmod(int(near.argmax()), len(scores)))
        if near[one, other] < threshold:
            break
        alike = (near[one] * sizes[one] + near[other] * sizes[other]) / (sizes[one] + sizes[other])
        alike[near[one] == _APART] = _APART
        near[one], near[:, one] = alike, alike
        near[other], near[:, other] = _APART, _APART
        near[one, one] = _APART
        sizes[one] += sizes[other]
        members[one] = sorted(members[one] + members[other])
        members[other] = []
    return [found for found in members if found]
