"""What the record lists and proves -> JSON shapes, with the field names of the specification where it has the thing.

A count stands beside the ids that it counts: ``reports`` and ``origin_groups``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dateline.answers import (
    EventRow,
    FoundRow,
    OriginRow,
    Passage,
    Printed,
    ProblemRow,
    Proof,
    QuoteRow,
    SourceRow,
    StateRow,
    StoryRow,
)
from dateline.export.json import background_to_rows, relations_to_rows
from dateline.export.marks import strip_marks
from dateline.model import Party, Span

Json = dict[str, Any]


def story_to_row(row: StoryRow) -> Json:
    """Shape a story of the record.

    >>> story_to_row(StoryRow("story_1", "Rain", None, None, ("a",), ("or_1",), (), "2026"))["origins"]
    1
    """
    return {
        "id": row.id,
        "title": row.title,
        "from": row.earliest,
        "to": row.latest,
        "reports": list(row.reports),
        "origins": len(row.origins),
        "origin_groups": list(row.origins),
        "history": [{"kind": each.kind, "from": each.from_id, "to": each.to_id, "at": each.at} for each in row.changes],
        "known_from": row.known_from,
        "background": background_to_rows(row.background),
    }


def origin_to_row(row: OriginRow) -> Json:
    """Shape an origin of the record: as `dateline origins` on files has it, with its stories."""
    return {
        "id": row.id,
        "reports": list(row.links),
        "name": row.name,
        "agency": row.agency,
        "reasons": [f"{report}: {reason}" for report, reasons in row.links.items() for reason in reasons],
        "links": [{"report": report, "reasons": list(reasons)} for report, reasons in row.links.items()],
        "stories": list(row.stories),
    }


def event_to_row(row: EventRow) -> Json:
    """Shape an event of the record: as in a dossier, with its story, its reports and in how much its origins differ."""
    return {
        "id": row.id,
        "type": row.type or None,
        "mode": row.mode,
        "what": row.what,
        "main": row.main,
        "status": row.status,
        "origins": len(list_origins(row.evidence)),
        "date": {"earliest": row.earliest, "latest": row.latest},
        "place": row.place,
        "source": [_party(party) for party in row.source_actors],
        "target": [_party(party) for party in row.target_actors],
        "evidence": [_printed(each) for each in row.evidence],
        "polarity": row.polarity,
        "cameo": row.cameo,
        "origin_groups": list_origins(row.evidence),
        "reports": list_reports(row.evidence),
        "differs": row.differs,
        "story": row.story,
    }


def quote_to_row(row: QuoteRow) -> Json:
    """Shape a remark of the record: as a statement of a dossier, with its story and who printed it first."""
    first = row.evidence[0] if row.evidence else None
    named = row.speaker is not None
    return {
        "id": row.id,
        "kind": "quote",
        "speaker": {"name": row.speaker, "role": row.role, "entity": row.entity, "code": row.code} if named else None,
        "what": row.what,
        "origins": len(list_origins(row.evidence)),
        "evidence": [_printed(each) for each in row.evidence],
        "origin_groups": list_origins(row.evidence),
        "quote_kind": row.quote_kind,
        "reports": list_reports(row.evidence),
        "first": {"report": first.report, "outlet": first.outlet, "published": first.published} if first else None,
        "story": row.story,
    }


def state_to_row(row: StateRow) -> Json:
    """Shape a state of affairs of the record: as in a dossier, with its id and whether it held on the day asked for."""
    [shaped] = relations_to_rows([row.relation])
    return {"id": row.id, **shaped, "holds": row.holds}


def found_to_row(row: FoundRow) -> Json:
    """Shape a report in which words were found; ``found`` are the words' spans in the snippet."""
    snippet, found = strip_marks(row.snippet)
    return {
        "report": row.report,
        "version": row.version,
        "title": row.title,
        "outlet": row.outlet,
        "published": row.published,
        "url": row.url,
        "story": row.story,
        "snippet": snippet,
        "found": [_span(span) for span in found],
    }


def problem_to_row(row: ProblemRow) -> Json:
    """Shape what went wrong."""
    return {
        "id": row.id,
        "place": row.place,
        "report": row.report,
        "room": row.room,
        "kind": row.kind,
        "message": row.message,
        "advice": row.advice,
        "first_at": row.first_at,
        "last_at": row.last_at,
        "resolved_at": row.resolved_at,
    }


def source_to_row(row: SourceRow) -> Json:
    """Shape a source of reports."""
    return {
        "id": row.id,
        "location": row.location,
        "kind": row.kind,
        "added_at": row.added_at,
        "visited_at": row.visited_at,
        "succeeded_at": row.succeeded_at,
        "error": row.error,
        "reports": row.reports,
        "own": row.own,
        "shared": row.shared,
        "dropped_at": row.dropped_at,
    }


def proof_to_dict(proof: Proof) -> Json:
    """Shape what something rests on.

    >>> proof_to_dict(Proof("ev_1", "event", "It rained", ("story_1",), ()))["kind"]
    'event'
    """
    return {
        "id": proof.id,
        "kind": proof.kind,
        "what": proof.what,
        "stories": list(proof.stories),
        "evidence": [_passage(each) for each in proof.passages],
        "total": proof.total,
        "versions": [
            {
                "version": each.number,
                "fetched": each.fetched_at,
                "status": each.status,
                "title": each.title,
                "text_sha256": each.sha256,
            }
            for each in proof.versions
        ],
        "notes": list(proof.notes),
    }


def _passage(passage: Passage) -> Json:
    words = passage.words
    return {
        **_printed(words),
        "of": passage.of,
        "what": passage.what,
        "before": passage.before,
        "sentence": passage.sentence,
        "after": passage.after,
        "version": words.version,
        "status": words.status,
        "title": passage.title,
        "url": passage.url,
        "fetched": passage.fetched_at,
        "text_sha256": passage.sha256,
        "reader": passage.reader,
        "origin": {
            "group": words.origin,
            "name": passage.origin_name,
            "agency": passage.agency,
            "reasons": list(passage.reasons),
        },
    }


def _printed(words: Printed) -> Json:
    return {
        "report": words.report,
        "span": _span(words.span),
        "text": words.text,
        "outlet": words.outlet,
        "published": words.published,
        "origin_group": words.origin,
    }


def list_reports(evidence: Iterable[Printed]) -> list[str]:
    """The reports that evidence stands in, each once, by first print."""
    return list(dict.fromkeys(each.report for each in evidence))


def list_origins(evidence: Sequence[Printed]) -> list[str]:
    """The origins of evidence, each once."""
    return sorted({each.origin for each in evidence})


def _party(party: Party) -> Json:
    return {"name": party.name, "code": party.code}


def _span(span: Span) -> list[int]:
    return [span.start, span.end]
