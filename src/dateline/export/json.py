"""Records -> the JSON shapes of the specification: same records, same bytes.

Keys stand in the order of the specification. Every count of origins comes with the list it counts (``origin_groups``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dateline.export.printings import decision_to_dict, printings_to_rows
from dateline.export.wording import show_background
from dateline.judgements import make_decision
from dateline.model import (
    Background,
    Dependence,
    EventCluster,
    Evidence,
    Origin,
    Party,
    Reading,
    Relation,
    Row,
    Statement,
    Story,
    StoryEvent,
    name_story,
)

Json = dict[str, Any]

# Valid in JSON, but readers that split lines the Unicode way cut a record at U+0085, U+2028 and U+2029, terminals obey
# the C1 controls, and a lone surrogate cannot be written as UTF-8: all of these are written as escapes.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def dump_json(value: object, indent: int | None = 2) -> str:
    r"""Write a value as JSON text that is safe to print, to split into lines and to encode as UTF-8.

    Args:
        value: What `json.dumps` takes.
        indent: Blanks a level; ``None`` for one line.

    Returns:
        JSON without a line break at its end; letters beyond ASCII as they are.

    References:
        RFC 8259, sections 7 and 8.

    >>> dump_json({"name": "Élise"}, None)
    '{"name": "Élise"}'
    >>> dump_json("a\u2028b\ud800", None)
    '"a\\u2028b\\ud800"'
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def dump_jsonl(rows: Iterable[object]) -> str:
    """Write values as JSON Lines: one a line, each line ended.

    Args:
        rows: What `json.dumps` takes.

    Returns:
        The lines; empty for no rows.

    References:
        https://jsonlines.org

    >>> dump_jsonl([{"id": "a"}, {"id": "b"}])
    '{"id": "a"}\\n{"id": "b"}\\n'
    """
    return "".join(dump_json(row, None) + "\n" for row in rows)


def story_to_dict(story: Story) -> Json:
    """Shape a story as its dossier.

    Args:
        story: Of one happening.

    Returns:
        The dossier: its evidence is the reports' text at the spans, letter for letter.

    References:
        The specification, "Output of `dateline story`".

    >>> story_to_dict(Story("s1", "Rain", "2026-03-11", None, (), (), (), (), (), (), ()))["story"]
    {'id': 's1', 'title': 'Rain', 'from': '2026-03-11', 'to': None}
    """
    return {
        "story": _head(story),
        "entities": [
            {"id": entity.id, "name": entity.name, "type": entity.type, "code": entity.code}
            for entity in story.entities
        ],
        "reports": [_report(reading, story.origin_of(reading.id)) for reading in story.readings],
        "events": [_event(event) for event in story.events],
        "statements": [_statement(statement) for statement in story.statements],
        "states": [_relation(relation) for relation in story.relations],
        "comparison": [_row(row) for row in story.comparison],
        "notes": list(story.notes),
        "background": background_to_rows(story.background),
    }


def origins_to_rows(origins: Iterable[Origin]) -> list[Json]:
    """Shape origins as lines of ``dateline origins``.

    Args:
        origins: In the order wanted.

    Returns:
        A row an origin; ``reasons`` are lines for people, ``links`` the same by report.

    >>> origins_to_rows([Origin("o1", "MNA", "MNA", ("a",), {"a": ("credit line",)})])[0]["reasons"]
    ['a: credit line']
    """
    return [
        {
            "id": origin.id,
            "reports": list(origin.reports),
            "name": origin.name,
            "agency": origin.agency,
            "reasons": [
                f"{report}: {reason}" for report in origin.reports for reason in origin.reasons.get(report, ())
            ],
            "links": [
                {
                    "report": report,
                    "reasons": list(origin.reasons.get(report, ())),
                    "decision": _link(origin, report),
                }
                for report in origin.reports
            ],
            "depends_on": _dependences(origin.depends_on),
        }
        for origin in origins
    ]


def background_to_rows(background: Iterable[Background]) -> list[Json]:
    """Shape what is background to a story: each report with the story that it is news in, and why.

    Args:
        background: To one story.
    """
    return [
        {
            "report": item.report,
            "story": item.news_in,
            "reason": show_background(item),
            "words": list(item.shared),
            "evidence": _evidence(item.evidence),
            "decision": make_decision("background", item.report, item.beside),
        }
        for item in background
    ]


def stories_to_rows(stories: Iterable[Sequence[str]], background: Iterable[Background] = ()) -> list[Json]:
    """Shape stories as lines of ``dateline stories``.

    Args:
        stories: The ids of each story's reports.
        background: Reports that are background to stories in which they are no news.

    Returns:
        A row a story; its id is the one that the dossier of the same reports has.

    >>> stories_to_rows([("b", "a")])
    [{'id': 'story_3e23e8160039', 'reports': ['b', 'a'], 'background': []}]
    """
    told: dict[str, list[Background]] = {}
    for item in background:
        told.setdefault(item.story, []).append(item)
    return [
        {"id": name, "reports": list(reports), "background": background_to_rows(told.get(name, ()))}
        for name, reports in ((name_story(reports[0]), reports) for reports in stories)
    ]


def codes_to_rows(codes: Iterable[tuple[str, str | None]]) -> list[Json]:
    """Shape actors' codes as lines of ``dateline actors``: the code is empty where it cannot be told.

    >>> codes_to_rows([("a", "AFGGOV"), ("b", None)])
    [{'id': 'a', 'code': 'AFGGOV'}, {'id': 'b', 'code': ''}]
    """
    return [{"id": name, "code": code or ""} for name, code in codes]


def clusters_to_rows(clusters: Iterable[EventCluster]) -> list[Json]:
    """Shape events across reports as lines of ``dateline events``.

    Args:
        clusters: As `pipeline.find_events` returns.

    Returns:
        A row an event; each mention with the span of its trigger.

    >>> from dateline.model import Span
    >>> clusters_to_rows([EventCluster("ev_1", None, (("a", Span(0, 4)),))])
    [{'id': 'ev_1', 'type': None, 'mentions': [{'report': 'a', 'span': [0, 4]}]}]
    """
    return [
        {
            "id": cluster.id,
            "type": cluster.type,
            "mentions": [{"report": report, "span": [span.start, span.end]} for report, span in cluster.mentions],
        }
        for cluster in clusters
    ]


def comparison_to_dict(story: Story) -> Json:
    """Shape the comparison of a story's origins.

    Args:
        story: Of one happening.

    Returns:
        The story's head, its origins, and a row for each thing compared, with a cell for every origin.

    >>> comparison_to_dict(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()))["comparison"]
    []
    """
    return {
        "story": _head(story),
        "origins": origins_to_rows(story.origins),
        "comparison": [_row(row) for row in story.comparison],
    }


def quotes_to_rows(story: Story) -> list[Json]:
    """Shape what is said in a story as lines: each remark once, with every printing of it as evidence.

    Args:
        story: Of one happening.

    Returns:
        The story's statements of kind ``quote``.

    >>> quotes_to_rows(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()))
    []
    """
    return [_statement(statement) for statement in story.statements if statement.kind == "quote"]


def relations_to_rows(relations: Iterable[Relation]) -> list[Json]:
    """Shape states of affairs as lines.

    Args:
        relations: In the order wanted.

    Returns:
        Rows as in the dossier's ``states``.

    >>> peru = Relation("recognises", Party("Peru", "PER"), Party("Exland"), "positive", "2026", None, (), ())
    >>> relations_to_rows([peru])[0]["from"]
    '2026'
    """
    return [_relation(relation) for relation in relations]


def timeline_to_rows(story: Story) -> list[Json]:
    """Shape a story's events as lines, in the order of the story (by date, undated last).

    Args:
        story: Of one happening.

    Returns:
        Rows as in the dossier's ``events``.

    >>> timeline_to_rows(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()))
    []
    """
    return [_event(event) for event in story.events]


def _head(story: Story) -> Json:
    return {"id": story.id, "title": story.title, "from": story.earliest, "to": story.latest}


def _report(reading: Reading, origin: Origin) -> Json:
    meta = reading.metadata
    return {
        "id": reading.id,
        "outlet": meta.outlet,
        "title": meta.title,
        "published": meta.published,
        "url": meta.url,
        "origin": {
            "group": origin.id,
            "name": origin.name,
            "agency": origin.agency,
            "reasons": list(origin.reasons.get(reading.id, ())),
            "depends_on": _dependences(origin.depends_on),
            "decision": _link(origin, reading.id),
        },
    }


def _link(origin: Origin, report: str) -> str | None:
    """The id of the decision that a report is of its origin; none for the first of an origin's reports."""
    return make_decision("origin", origin.reports[0], report) if report != origin.reports[0] else None


def _dependences(items: Sequence[Dependence]) -> list[Json]:
    return [{"on": item.on, "kind": item.kind, "evidence": _evidence(item.evidence)} for item in items]


def _evidence(items: Sequence[Evidence]) -> list[Json]:
    return [{"report": item.report, "span": [item.span.start, item.span.end], "text": item.text} for item in items]


def _party(party: Party) -> Json:
    return {"name": party.name, "code": party.code}


def _event(event: StoryEvent) -> Json:
    return {
        "id": event.id,
        "type": event.type or None,
        "mode": event.mode,
        "what": event.what,
        "main": event.main,
        "status": event.status,
        "origins": len(event.origins),
        "date": {"earliest": event.earliest, "latest": event.latest},
        "place": event.place,
        "source": [_party(party) for party in event.source_actors],
        "target": [_party(party) for party in event.target_actors],
        "evidence": _evidence(event.evidence),
        "polarity": event.polarity,
        "cameo": event.cameo,
        "act": event.act,
        "origin_groups": list(event.origins),
        "reasons": list(event.reasons),
        "decisions": [decision_to_dict(decision) for decision in event.decisions],
    }


def _statement(statement: Statement) -> Json:
    speaker = statement.speaker
    return {
        "id": statement.id,
        "kind": statement.kind,
        "speaker": {"name": speaker.name, "role": speaker.role, "entity": speaker.entity} if speaker else None,
        "what": statement.what,
        "origins": len(statement.origins),
        "evidence": _evidence(statement.evidence),
        "origin_groups": list(statement.origins),
        "quote_kind": statement.quote_kind,
        **({"printings": printings_to_rows(statement.printings)} if statement.printings else {}),
    }


def _relation(relation: Relation) -> Json:
    return {
        "relation": relation.relation,
        "subject": _party(relation.subject),
        "object": _party(relation.object),
        "polarity": relation.polarity,
        "from": relation.valid_from,
        "to": relation.valid_to,
        "evidence": _evidence(relation.evidence),
        "origins": len(relation.origins),
        "origin_groups": list(relation.origins),
    }


def _row(row: Row) -> Json:
    cells: Mapping[str, Json] = {
        group: {"verdict": cell.verdict, "value": cell.value, "evidence": _evidence(cell.evidence)}
        for group, cell in row.cells.items()
    }
    return {"about": row.about, "kind": row.kind, "cells": dict(cells), "note": row.note}
