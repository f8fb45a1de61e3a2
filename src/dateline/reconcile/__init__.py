"""Room 4: one story's readings -> its dossier."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.judgements import NO_JUDGEMENTS, Judgements, find_keys, silence_speakers
from dateline.model import Evidence, Origin, Reading, Relation, Statement, Story, StoryEvent, make_id, name_story
from dateline.reconcile.carried import carry_days
from dateline.reconcile.check import check_statements
from dateline.reconcile.compare import compare_origins
from dateline.reconcile.eventcoref import find_story_events
from dateline.reconcile.linking import link_entities
from dateline.reconcile.order import order_events
from dateline.reconcile.parties import resolve_actors
from dateline.reconcile.printings import add_printings
from dateline.reconcile.relations import RELATIONS, find_relations, holds_on, kindred_acts
from dateline.reconcile.statements import (
    group_quantities,
    group_quotes,
    quantity_statements,
    quote_keys,
    quote_statements,
)
from dateline.reconcile.states import join_states, key_state

__all__ = [
    "RELATIONS",
    "check_statements",
    "decision_keys",
    "holds_on",
    "join_states",
    "key_state",
    "reconcile_story",
]


def decision_keys(readings: Sequence[Reading]) -> dict[str, set[str]]:
    """All that a judgement on these readings can be about: for each kind of decision, what it may name."""
    return find_keys(readings, quote_keys(readings))


def reconcile_story(
    readings: Sequence[Reading], origins: Sequence[Origin], judgements: Judgements = NO_JUDGEMENTS
) -> Story:
    """Put together what the reports of one happening say.

    Args:
        readings: Of the reports of one story, at least one, in any order.
        origins: Of the same reports: each report in exactly one.
        judgements: What a user has judged of speakers, of mentions of events and of printings of quotes; those on
            origins have been heeded in *origins*.

    Returns:
        The dossier; the same in whatever order the readings come.
    """
    ordered = sorted(
        silence_speakers(readings, judgements), key=lambda each: (each.metadata.published or "9999", each.id)
    )
    origins = sorted(origins, key=lambda origin: (origin.name, origin.id))
    entities = link_entities(ordered)
    told = [carry_days(resolve_actors(reading, kindred_acts())) for reading in ordered]
    events = order_events(find_story_events(told, origins, judgements))
    quotes = group_quotes(ordered, entities, judgements)
    quantities = group_quantities(ordered)
    relations = find_relations(events, told)
    days = [reading.metadata.published[:10] for reading in ordered if reading.metadata.published]
    return Story(
        id=name_story(ordered[0].id),  # its first report: a story that grows keeps its id
        title=_title(ordered, events),
        earliest=min(days, default=None),
        latest=max(days, default=None),
        readings=tuple(ordered),
        origins=tuple(origins),
        entities=entities,
        events=events,
        statements=(
            *add_printings(quote_statements(quotes, entities, origins), quotes, entities, origins, judgements),
            *quantity_statements(quantities, origins),
            *_event_statements(events),
            *_state_statements(relations),
        ),
        relations=relations,
        comparison=compare_origins(events, quotes, quantities, told, origins),
        notes=(
            *(f"{reading.id}: {note}" for reading in ordered for note in reading.notes),
            *judgements.tell_applied(decision_keys(ordered)),
        ),
    )


def _title(readings: Sequence[Reading], events: Sequence[StoryEvent]) -> str:
    """The first report's headline; without one what the main event's best evidence says."""
    titles = [reading.metadata.title for reading in readings if reading.metadata.title]
    if titles:
        return titles[0]
    main = next((event for event in events if event.main), None)
    return main.what if main else readings[0].text.strip().split("\n", 1)[0][:120]


def _event_statements(events: Sequence[StoryEvent]) -> list[Statement]:
    return [
        Statement(make_id("st", event.id), "event", event.what, None, event.origins, event.evidence) for event in events
    ]


def _state_statements(relations: Sequence[Relation]) -> list[Statement]:
    found = []
    for relation in relations:
        what = describe_relation(relation)
        first: Evidence = relation.evidence[0]
        statement_id = make_id("st", what, first.report, first.span.start)
        found.append(Statement(statement_id, "state", what, None, relation.origins, relation.evidence))
    return found


def describe_relation(relation: Relation) -> str:
    """A state of affairs in words, with what is unknown said to be so.

    >>> from dateline.model import Party
    >>> describe_relation(Relation("recognises", Party("Spain"), Party("Exland"), "positive", "2025-07", None, (), ()))
    'Spain recognises Exland (from 2025-07)'
    """
    negation = "not: " if relation.polarity == "negative" else ""
    words = f"{negation}{relation.subject.name} {relation.relation} {relation.object.name}"
    if relation.polarity == "negative":
        return f"{words} (as of {relation.valid_from})" if relation.valid_from else words
    begin = f"from {relation.valid_from}" if relation.valid_from else "beginning unknown"
    return f"{words} ({begin}, to {relation.valid_to})" if relation.valid_to else f"{words} ({begin})"
