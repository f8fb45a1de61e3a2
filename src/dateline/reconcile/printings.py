"""Who printed a remark: each printing with its own words, what it rests on, and which came first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from dateline.judgements import NO_JUDGEMENTS, Judgements, make_decision, speaker_key
from dateline.model import Decision, LinkedEntity, Origin, Printing, Reading, Span, Statement
from dateline.reconcile.statements import QuotePart, as_evidence, explain_likeness


def add_printings(
    statements: Sequence[Statement],
    groups: Sequence[Sequence[QuotePart]],
    entities: Sequence[LinkedEntity],
    origins: Sequence[Origin],
    judgements: Judgements = NO_JUDGEMENTS,
) -> tuple[Statement, ...]:
    """Give each remark its printings.

    Args:
        statements: The remarks.
        groups: The printings of each, first printed first.
        entities: Of the story.
        origins: Of its reports.
        judgements: What a user has judged of speakers and printings: it stands among the reasons.

    Returns:
        The statements, each with its printings in the order of publication, those without a date last.
    """
    linked = {member: entity.id for entity in entities for member in entity.members}
    origin_of = {report: origin.id for origin in origins for report in origin.reports}
    found = []
    for statement, group in zip(statements, groups, strict=True):
        dates = [part.reading.metadata.published for part in group]
        printings = tuple(
            Printing(
                report=part.reading.id,
                origin=origin_of[part.reading.id],
                published=part.reading.metadata.published,
                words=part.told,
                kind=part.quote.kind,
                speaker=part.quote.speaker.name,
                role=part.quote.speaker.role,
                via=part.quote.via,
                attitude=part.quote.attitude,
                first=bool(dates[number]) and not any(is_earlier(other, dates[number]) for other in dates),
                evidence=as_evidence(part.reading, part.evidence),
                attribution=_explain_speaker(part, judgements),
                merge=_explain_merge(group, number, linked, judgements) if number else None,
            )
            for number, part in enumerate(group)
        )
        found.append(replace(statement, printings=printings))
    return tuple(found)


def is_earlier(one: str | None, other: str | None) -> bool:
    """Whether a day or time of publication is known to lie before another.

    Two times are compared as times; a day beside a time, or a time without its zone beside one that tells it, by the
    day alone: "on 3 March" is not before "on 3 March at nine".

    >>> is_earlier("2026-03-11", "2026-03-12"), is_earlier("2026-03-11", "2026-03-11T09:00")
    (True, False)
    >>> is_earlier("2026-03-11T10:00:00+05:00", "2026-03-11T09:00:00+01:00"), is_earlier(None, "2026-03-11")
    (True, False)
    """
    if not one or not other:
        return False
    if len(one) > 10 and len(other) > 10:
        try:
            times = datetime.fromisoformat(one), datetime.fromisoformat(other)
        except ValueError:
            return one[:10] < other[:10]
        if (times[0].tzinfo is None) == (times[1].tzinfo is None):
            return times[0] < times[1]
    return one[:10] < other[:10]


def _explain_speaker(part: QuotePart, judgements: Judgements) -> Decision:
    reading, quote = part.reading, part.quote
    decision = make_decision("speaker", speaker_key(reading.id, quote))
    judgement = judgements.on(decision)
    if judgement is not None:
        return Decision(decision, judgement.explain())
    cue = f"cue “{_words(reading, quote.cue)}”" if quote.cue else "no cue"
    if quote.speaker.span is None:
        named = f"{quote.speaker.name} is not named on the spot" if quote.speaker.name else "nobody is named"
        return Decision(decision, f"{named}; {cue}")
    words = _words(reading, quote.speaker.span)
    stands = f", which stands for {quote.speaker.name}" if quote.speaker.name not in (None, words) else ""
    return Decision(decision, f"“{words}”{stands}; {cue}")


def _words(reading: Reading, span: Span) -> str:
    return " ".join(span.of(reading.text).split())


def _explain_merge(
    group: Sequence[QuotePart], number: int, linked: Mapping[tuple[str, int], str], judgements: Judgements
) -> Decision:
    """Why a printing is of the same remark as the first: the first earlier one it is like, and what was judged."""
    part = group[number]
    decision = make_decision("quote", group[0].key, part.key)
    reasons = []
    for other in group[:number]:
        likeness, why = explain_likeness(part, other, linked)
        if likeness:
            reasons.append(f"with {other.key}: {why}")
            break
    if judgements.entries:
        judged = judgements.pairs("quote", {each.key for each in group})
        reasons += [each.explain(pair[pair[0] == part.key]) for each, pair in judged if part.key in pair]
    return Decision(decision, "; ".join(reasons) or "joined with others that were judged to be of this remark")
