"""What reports say of each statement of a draft: held, told otherwise, or not in these reports (never "false").

The draft is read like a report and compared with what the reports have been found to say; it is no origin and no
evidence. A statement that matches nothing as it stands is tried again without its date, its status or its speaker:
what then matches shows in what the reports differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import chain, groupby

from dateline.model import (
    Cell,
    Checked,
    Difference,
    EventMention,
    Evidence,
    Origin,
    Quantity,
    Reading,
    Relation,
    RowKind,
    Span,
    Speaker,
    StatementKind,
    Status,
    Story,
)
from dateline.reconcile.dates import Interval, days_in, is_open, meets
from dateline.reconcile.eventcoref import find_story_events, match_mentions
from dateline.reconcile.linking import fold_name, link_entities
from dateline.reconcile.parties import party_key, party_keys, resolve_actors, told
from dateline.reconcile.relations import find_relations, kindred_acts, show_interval
from dateline.reconcile.statements import (
    QuotePart,
    as_evidence,
    denies,
    explain_likeness,
    group_quantities,
    group_quotes,
    printed_stretches,
    printed_words,
    show_quantity,
)
from dateline.reconcile.telling import evidence_span
from dateline.reconcile.words import fold_spelling, meaning_stems

_LAST = "\U0010ffff"  # an id that sorts behind all others: the draft joins groups that the reports have made
_SAME_MATTER = 2  # words that two sentences share when their figures are of one matter
_SAME_SHARE = 0.3  # of the words of the shorter of them
_FEW, _SHORT = 4, 40  # words of a quotation that is told by all its words, having few that tell much
_MISQUOTED = 0.7  # of their words that two such quotations share, in one order
_DONE = ("happened", "historical")
_TELLINGS: tuple[Status, ...] = ("happened", "planned", "hypothetical")
_ORDER: tuple[StatementKind, ...] = ("quote", "quantity", "event", "state")


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a report says beside a statement of the draft, and in what it says otherwise: (kind, draft, reported)."""

    evidence: Evidence
    value: str
    differs: tuple[tuple[RowKind, str, str], ...] = ()


def check_statements(draft: Reading, story: Story) -> tuple[Checked, ...]:
    """Compare each statement of a draft with what a story's reports say.

    Args:
        draft: Its id is none of the reports'.
        story: Of the reports; the draft is not among them.

    Returns:
        The draft's quotes, its quantities with a role, its events that have a date or a named party, and its states
        of affairs, in the order of its text; each has a cell for every origin.
    """
    found = [
        *_check_quotes(draft, story),
        *_check_quantities(draft, story),
        *_check_events(draft, story),
        *_check_states(draft, story),
    ]
    return tuple(sorted(found, key=lambda item: (item.span, _ORDER.index(item.kind))))


def _weigh(
    kind: StatementKind, span: Span, what: str, answers: Sequence[_Answer], story: Story, note: str | None = None
) -> Checked:
    """Put a statement's answers together by origin: one that holds it anywhere agrees."""
    cells: dict[str, Cell] = {}
    differences: dict[tuple[RowKind, str, str], tuple[list[str], list[Evidence]]] = {}
    for origin in story.origins:
        own = [answer for answer in answers if answer.evidence.report in origin.reports]
        held = [answer for answer in own if not answer.differs]
        shown = held or own
        evidence = tuple(dict.fromkeys(answer.evidence for answer in shown))
        if not own:
            cells[origin.id] = Cell("silent")
            continue
        cells[origin.id] = Cell("agrees" if held else "differs", shown[0].value, evidence)
        for answer in () if held else own:
            for difference in answer.differs:
                if difference[0] == "wording" and answer is not own[0]:
                    continue  # its first printing shows the origin's wording
                origins, rests = differences.setdefault(difference, ([], []))
                origins.append(origin.id)
                rests.append(answer.evidence)
    told_apart = tuple(
        Difference(*key, tuple(dict.fromkeys(origins)), tuple(dict.fromkeys(rests)))
        for key, (origins, rests) in differences.items()
    )
    return Checked(kind, span, what, cells, told_apart, note)


def _one_line(text: str) -> str:
    return " ".join(text.split())


# Quotes


def _check_quotes(draft: Reading, story: Story) -> Iterator[Checked]:
    last = replace(
        draft, report=replace(draft.report, id=_LAST + draft.id), metadata=replace(draft.metadata, published=None)
    )
    readings = [*story.readings, last]
    entities = link_entities(readings)
    linked = {member: entity.id for entity in entities for member in entity.members}
    groups = group_quotes(readings, entities)
    remarks = [[part for part in group if part.reading.id != last.id] for group in groups]
    for group, remark in zip(groups, remarks, strict=True):
        for part in group:
            if part.reading.id != last.id:
                continue
            others = remark or _said_by_another(part, remarks, linked)
            speaker = None if remark else part.quote.speaker.name
            if not others:
                others = [each for each in chain.from_iterable(remarks) if _is_misquoted(part, each)]
                speaker = None
            answers = [answer for each in _by_report(others) for answer in _answer_quote(part, each, speaker)]
            what = f"{part.quote.speaker.name or 'somebody'}: {part.told}"
            span = Span(part.spans[0].start, part.spans[-1].end)
            yield _weigh("quote", span, what, answers, story, _unprinted(part, others, answers))


def _said_by_another(
    draft: QuotePart, remarks: Sequence[list[QuotePart]], linked: Mapping[tuple[str, int], str]
) -> list[QuotePart]:
    """The remark that a quote of the draft would be if it told no speaker."""
    if draft.quote.speaker.name is None:
        return []
    bare = replace(draft, quote=replace(draft.quote, speaker=Speaker()))
    weighed = ((explain_likeness(bare, part, linked)[0], remark) for remark in remarks for part in remark)
    likeness, best = max(weighed, key=lambda item: item[0], default=(0.0, []))
    return best if likeness > 0 else []


def _is_misquoted(draft: QuotePart, printed: QuotePart) -> bool:
    """Whether two short quotations of one speaker have most of their words, the small ones too, in one order."""
    speakers = [fold_name(part.quote.speaker.name or "") for part in (draft, printed)]
    runs = [" ".join(printed_stretches(part)).split()[:_SHORT] for part in (draft, printed)]
    if not all(speakers) or speakers[0][-1] != speakers[1][-1] or min(map(len, runs)) < _FEW:
        return False
    return SequenceMatcher(None, runs[0], runs[1], autojunk=False).ratio() >= _MISQUOTED


def _by_report(parts: Sequence[QuotePart]) -> list[list[QuotePart]]:
    return [list(each) for _, each in groupby(sorted(parts, key=lambda p: p.order), key=lambda p: p.reading.id)]


def _answer_quote(draft: QuotePart, printed: Sequence[QuotePart], speaker: str | None) -> Iterator[_Answer]:
    """One report's printings of a remark of the draft; *speaker* is the draft's, where the reports' is another."""
    ours, theirs = printed_stretches(draft), [stretch for part in printed for stretch in printed_stretches(part)]
    for part in printed:
        differs: list[tuple[RowKind, str, str]] = []
        if speaker and part.quote.speaker.name:
            differs.append(("actor", speaker, part.quote.speaker.name))
        cues = [one_part.quote.cue.of(one_part.reading.text) for one_part in (draft, part) if one_part.quote.cue]
        if len(cues) == 2 and denies(cues[0]) != denies(cues[1]):
            differs.append(("quote", draft.told, part.told if denies(cues[1]) else f"{cues[1]} {part.words}"))
        if ours and not theirs:
            differs.append(("wording", draft.words, f"{part.words} (without quotation marks)"))
        elif ours and not (_stand_in(ours, theirs) or _stand_in(theirs, ours)):
            differs.append(("wording", draft.words, part.words))
        yield _Answer(as_evidence(part.reading, part.evidence), part.told, tuple(differs))


def _stand_in(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether all of one side's stretches stand in the other's words as they are: what is trimmed, but not reworded."""
    whole = " ".join(stretch.strip() for stretch in long)
    return all(stretch in f" {whole} " for stretch in short)


def _unprinted(draft: QuotePart, printed: Sequence[QuotePart], answers: Sequence[_Answer]) -> str | None:
    """The words that the draft quotes and no report prints, where reports hold the rest of the remark."""
    if not any(not answer.differs for answer in answers):
        return None
    missing = printed_words(draft) - frozenset[str]().union(*(printed_words(part) for part in printed))
    words = [word.strip(".,;:!?“”\"'‘’") for word in draft.words.split()]
    shown = dict.fromkeys(word for word in words if fold_spelling(word.lower()) in missing)
    return f"quoted here but printed in no report: {', '.join(shown)}" if shown else None


# Quantities


def _check_quantities(draft: Reading, story: Story) -> Iterator[Checked]:
    """Tolls are compared with all tolls of the happening, other figures with those told in like words."""
    latest = max((reading.metadata.published for reading in story.readings if reading.metadata.published), default=None)
    dated = replace(draft, metadata=replace(draft.metadata, published=draft.metadata.published or latest))
    tolls = {
        figure.quantity.span: key for key, each in group_quantities([dated]) for figure in each if key[0] in _tolls()
    }
    groups = dict(group_quantities(story.readings))
    for quantity in draft.quantities:
        if quantity.role is None:
            continue
        key = tolls.get(quantity.span)
        if key is None:
            told_so = _like_figures(draft, quantity, story.readings)
        else:
            told_so = [(figure.reading, figure.quantity, figure.sentence) for figure in groups.get(key, ())]
        answers = [
            _answer_figure(quantity, each, _turned_round(draft, quantity, each))
            for origin in story.origins
            for each in _newest(told_so, origin)
        ]
        label = f"{quantity.role}: {show_quantity(quantity)}"
        yield _weigh("quantity", quantity.span, label, answers, story)


def _tolls() -> tuple[str, ...]:
    return ("dead", "injured", "missing")


_Told = tuple[Reading, Quantity, Span]


def _newest(figures: Iterable[_Told], origin: Origin) -> list[_Told]:
    """An origin's figures of the last day that it gives any: a toll that has since climbed is not what it says now."""
    own = [each for each in figures if each[0].id in origin.reports]
    last = max(((each[0].metadata.published or "")[:10] for each in own), default="")
    return [each for each in own if (each[0].metadata.published or "")[:10] == last]


def _answer_figure(draft: Quantity, figure: _Told, turned: tuple[str, str] | None) -> _Answer:
    """What a figure answers to the draft's; *turned*: who did it to whom, by the draft and by the report."""
    reading, quantity, sentence = figure
    value = show_quantity(quantity)
    differs: tuple[tuple[RowKind, str, str], ...] = (("actor", *turned),) if turned else ()
    if not _holds(draft, quantity):
        differs = (*differs, ("quantity", show_quantity(draft), value))
    return _Answer(as_evidence(reading, sentence), value, differs)


def _turned_round(draft: Reading, quantity: Quantity, figure: _Told) -> tuple[str, str] | None:
    """Who did to whom what a figure counts, by the draft and by the report, where one has it the other way round."""
    reading, other, _ = figure
    for mine in _acts_around(draft, quantity.span):
        for theirs in _acts_around(reading, other.span):
            ours = told(party_keys(mine.source_actors)), told(party_keys(mine.target_actors))
            others = told(party_keys(theirs.source_actors)), told(party_keys(theirs.target_actors))
            same = mine.type == theirs.type and not ours[0] & others[0] and not ours[1] & others[1]
            if same and ours[0] & others[1] and ours[1] & others[0]:
                return _name_sides(mine), _name_sides(theirs)
    return None


def _acts_around(reading: Reading, span: Span) -> list[EventMention]:
    """The acts in whose clause a figure stands."""
    return [event for event in reading.events if event.clause.overlaps(span)]


def _name_sides(event: EventMention) -> str:
    sides = (", ".join(actor.name for actor in side) for side in (event.source_actors, event.target_actors))
    return " → ".join(sides)


def _holds(draft: Quantity, quantity: Quantity) -> bool:
    """Whether a figure is what the draft says, or within the range that it leaves; a twentieth where one is rough.

    "Fourteen" is not held by "at least nine", which leaves it open.
    """
    slack = 0.05 if draft.approximate or quantity.approximate else 0.0
    low, high = draft.low, draft.high
    above = low is None or (quantity.low is not None and quantity.low >= low * (1 - slack))
    below = high is None or (quantity.high is not None and quantity.high <= high * (1 + slack))
    return above and below


def _like_figures(draft: Reading, quantity: Quantity, readings: Sequence[Reading]) -> list[_Told]:
    """The figures of one role and unit whose sentences share words with the draft's: those that share most."""
    words = _words_around(draft, quantity)
    found: list[tuple[int, _Told]] = []
    for reading in readings:
        for other in reading.quantities:
            if (other.role, other.unit) != (quantity.role, quantity.unit):
                continue
            theirs = _words_around(reading, other)
            shared = len(words & theirs)
            enough = shared >= max(_SAME_MATTER, _SAME_SHARE * min(len(words), len(theirs)))
            if enough:
                found.append((shared, (reading, other, _sentence_of(reading, other.span))))
    most: dict[str, int] = {}
    for shared, (reading, _, _) in found:
        most[reading.id] = max(most.get(reading.id, 0), shared)
    return [each for shared, each in found if shared == most[each[0].id]]


def _words_around(reading: Reading, quantity: Quantity) -> set[str]:
    sentence, text = _sentence_of(reading, quantity.span), reading.text
    return set(meaning_stems(f"{text[sentence.start : quantity.span.start]} {text[quantity.span.end : sentence.end]}"))


def _sentence_of(reading: Reading, span: Span) -> Span:
    return next((each for each in reading.sentences if each.start <= span.start < each.end), span)


# Events


def _check_events(draft: Reading, story: Story) -> Iterator[Checked]:
    readings = {reading.id: resolve_actors(reading, kindred_acts()) for reading in story.readings}
    own = resolve_actors(draft, kindred_acts())
    tries = [variant for event in own.events for variant in _variants(event)]
    matches = iter(match_mentions(replace(own, events=tuple(tries)), story.events, tuple(readings.values())))
    for event in own.events:
        found = [next(matches) for _ in _variants(event)]
        if not _is_worth_checking(draft, event):
            continue
        match = next((each for each in found if each is not None), None)
        mentions = [
            (readings[report], readings[report].events[index]) for report, index in (match.mentions if match else ())
        ]
        chosen = [
            mention
            for origin in story.origins
            for mention in _most_telling(event, [each for each in mentions if each[0].id in origin.reports])
        ]
        answers = [_answer_event(event, *mention) for mention in chosen]
        holding = [
            (told_so.earliest, told_so.latest)
            for (_, told_so), answer in zip(chosen, answers, strict=True)
            if not answer.differs
        ]
        note = _tell_precision(event, holding) if holding else None
        yield _weigh("event", event.clause, _one_line(event.clause.of(draft.text)), answers, story, note)


def _most_telling(
    event: EventMention, mentions: Sequence[tuple[Reading, EventMention]]
) -> Sequence[tuple[Reading, EventMention]]:
    """An origin's mentions of an event; of one that the draft dates those that date it best (a headline bounds it)."""
    if is_open((event.earliest, event.latest)):
        return mentions
    lengths = [_length(each[1]) for each in mentions]
    return [each for each, length in zip(mentions, lengths, strict=True) if length == min(lengths)]


def _length(event: EventMention) -> float:
    """How many days a mention's date may mean; what has no date at all comes behind what has an open side."""
    when: Interval = (event.earliest, event.latest)
    return float("inf") if is_open(when) else float(days_in(when) or 10**6)


def _variants(event: EventMention) -> list[EventMention]:
    """An event as the draft tells it, without its date, and told in each other way."""
    bare = replace(event, earliest=None, latest=None)
    others = [
        replace(bare, status=status, polarity=polarity) for status in _TELLINGS for polarity in ("positive", "negative")
    ]
    return [event, bare, *others]


def _is_worth_checking(draft: Reading, event: EventMention) -> bool:
    """Whether an event has a date or a named party, and is not within words that are checked as a quote."""
    if event.status == "hypothetical":
        return False
    if event.asserted_by is not None and draft.quotes[event.asserted_by].kind == "direct":
        return False
    named = told(party_keys((*event.source_actors, *event.target_actors)))
    return bool(named) or not is_open((event.earliest, event.latest))


def _answer_event(draft: EventMention, reading: Reading, mention: EventMention) -> _Answer:
    differs: list[tuple[RowKind, str, str]] = []
    ours, theirs = _telling(draft), _telling(mention)
    if ours != theirs and not (ours == "alleged" and theirs == "done"):
        differs.append(("event", ours, theirs))
    mine: Interval = (draft.earliest, draft.latest)
    when: Interval = (mention.earliest, mention.latest)
    if not meets(mine, when):
        differs.append(("date", show_interval(mine) or "", show_interval(when) or ""))
    value = theirs + (f", {show_interval(when)}" if not is_open(when) else "")
    return _Answer(as_evidence(reading, evidence_span(reading, mention)), value, tuple(differs))


def _telling(event: EventMention) -> str:
    if event.polarity == "negative" or event.status == "denied":
        return "not done"
    return "done" if event.status in _DONE else event.status


def _tell_precision(event: EventMention, times: Sequence[Interval]) -> str | None:
    """That none of the mentions that hold an event gives its date, or none so exactly as the draft."""
    own: Interval = (event.earliest, event.latest)
    days = days_in(own)
    if days is None or any((days_in(when) or days + 1) <= days for when in times):
        return None
    dated = [str(show_interval(when)) for when in times if not is_open(when)]
    if not dated:
        return "none of these gives its date"
    return f"none of these gives its date so exactly: {' or '.join(dict.fromkeys(dated))}"


# States of affairs


def _check_states(draft: Reading, story: Story) -> Iterator[Checked]:
    own = resolve_actors(draft, kindred_acts())
    origin = Origin(draft.id, draft.id, None, (draft.id,))
    told_as_events = [event.clause for event in own.events if _is_worth_checking(draft, event)]
    for relation in find_relations(find_story_events([own], (origin,)), [own]):
        same = [other for other in story.relations if _is_same_state(relation, other)]
        alike = [other for other in same if other.polarity == relation.polarity]
        span = relation.evidence[0].span
        dated = relation
        if any(clause.overlaps(span) for clause in told_as_events):  # its date is compared there, report by report
            dated = replace(relation, valid_from=None, valid_to=None)
        answers = [
            _Answer(evidence, _tell_state(other), _state_differs(dated, other))
            for other in alike or same
            for evidence in other.evidence
        ]
        negation = "not: " if relation.polarity == "negative" else ""
        what = f"{negation}{relation.subject.name} {relation.relation} {relation.object.name}"
        since = f" ({_tell_time(dated)})" if _tell_time(dated) else ""
        yield _weigh("state", span, what + since, answers, story)


def _is_same_state(one: Relation, other: Relation) -> bool:
    sides = [tuple(party_key(p.name, p.code) for p in (each.subject, each.object)) for each in (one, other)]
    mutual = one.relation in ("at war with", "party to agreement with")
    return one.relation == other.relation and (sides[0] == sides[1] or (mutual and sides[0] == sides[1][::-1]))


def _state_differs(draft: Relation, other: Relation) -> tuple[tuple[RowKind, str, str], ...]:
    if draft.polarity != other.polarity:
        return (("event", _tell_state(draft), _tell_state(other)),)
    ends = ((draft.valid_from, other.valid_from), (draft.valid_to, other.valid_to))
    if all(meets(_interval(one), _interval(two)) for one, two in ends):
        return ()
    return (("date", _tell_time(draft), _tell_time(other)),)


def _interval(value: str | None) -> Interval:
    early, bar, late = (value or "").partition("/")
    return (early or None, (late if bar else early) or None)


def _tell_time(relation: Relation) -> str:
    if relation.polarity == "negative":
        return f"as of {relation.valid_from}" if relation.valid_from else ""
    begin = f"from {relation.valid_from}" if relation.valid_from else ""
    return ", ".join(part for part in (begin, f"to {relation.valid_to}" if relation.valid_to else "") if part)


def _tell_state(relation: Relation) -> str:
    words = "holds" if relation.polarity == "positive" else "does not hold"
    return f"{words}, {_tell_time(relation)}" if _tell_time(relation) else words


__all__ = ["check_statements"]
