"""Runs the rooms one after the other; the one package that imports every room.

What goes wrong with one report is kept beside the others' results as a `Problem`: a bad report never stops a run. Names
are loaded from their modules when they are first asked for: help, mistakes and questions of a record wait for no room.
"""

from __future__ import annotations

import typing

from dateline.later import load_later

if typing.TYPE_CHECKING:
    from dateline.judgements import (
        load_judgements,
    )
    from dateline.pipeline.choose import (
        check_day,
        record_exists,
        select_quotes,
    )
    from dateline.pipeline.happening import (
        Progress,
        Readings,
        build_story,
        check_draft,
        code_actors,
        example_paths,
        find_background,
        find_events,
        find_origins,
        find_stories,
        find_unknown_decisions,
        iterate_readings,
        order_readings,
        read_paths,
        read_reports,
        select_relations,
        take_in,
        take_in_draft,
        take_in_mentions,
        take_in_phrases,
    )
    from dateline.reconcile import (
        holds_on,
    )

__all__ = [
    "Progress",
    "Readings",
    "build_story",
    "check_day",
    "check_draft",
    "code_actors",
    "example_paths",
    "find_background",
    "find_events",
    "find_origins",
    "find_stories",
    "find_unknown_decisions",
    "holds_on",
    "iterate_readings",
    "load_judgements",
    "order_readings",
    "read_paths",
    "read_reports",
    "record_exists",
    "select_quotes",
    "select_relations",
    "take_in",
    "take_in_draft",
    "take_in_mentions",
    "take_in_phrases",
]

_HOMES = {
    "Progress": "dateline.pipeline.happening",
    "Readings": "dateline.pipeline.happening",
    "build_story": "dateline.pipeline.happening",
    "check_day": "dateline.pipeline.choose",
    "check_draft": "dateline.pipeline.happening",
    "code_actors": "dateline.pipeline.happening",
    "example_paths": "dateline.pipeline.happening",
    "find_background": "dateline.pipeline.happening",
    "find_events": "dateline.pipeline.happening",
    "find_origins": "dateline.pipeline.happening",
    "find_stories": "dateline.pipeline.happening",
    "find_unknown_decisions": "dateline.pipeline.happening",
    "holds_on": "dateline.reconcile",
    "iterate_readings": "dateline.pipeline.happening",
    "load_judgements": "dateline.judgements",
    "order_readings": "dateline.pipeline.happening",
    "read_paths": "dateline.pipeline.happening",
    "read_reports": "dateline.pipeline.happening",
    "record_exists": "dateline.pipeline.choose",
    "select_quotes": "dateline.pipeline.choose",
    "select_relations": "dateline.pipeline.happening",
    "take_in": "dateline.pipeline.happening",
    "take_in_draft": "dateline.pipeline.happening",
    "take_in_mentions": "dateline.pipeline.happening",
    "take_in_phrases": "dateline.pipeline.happening",
}

__getattr__, __dir__ = load_later(__name__, _HOMES)
