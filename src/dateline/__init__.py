"""Reads news reports and keeps a dated, sourced record of what they say happened.

>>> import dateline
>>> report = dateline.Report(id="r1", text="Chile closed its embassy in Exland on Monday.", published="2026-03-04")
>>> reading = dateline.read_report(report)
>>> [(timex.value, timex.span.of(report.text)) for timex in reading.times]
[('2026-03-02', 'Monday')]
"""

from __future__ import annotations

import typing

from dateline.later import load_later

if typing.TYPE_CHECKING:
    from dateline.answers import Filter
    from dateline.config import Config, load_config
    from dateline.errors import ConfigError, DatelineError, InputError, LexiconError, ReadError
    from dateline.ingest import Ingested, Problem
    from dateline.model import Origin, Reading, Relation, Report, Span, Story
    from dateline.pipeline import (
        Readings,
        build_story,
        check_draft,
        find_origins,
        find_stories,
        iterate_readings,
        load_judgements,
        read_paths,
        read_reports,
        select_relations,
        take_in,
    )
    from dateline.pipeline.ask import open_record
    from dateline.read import read_report

__version__ = "0.1.0"
__all__ = [
    "Config",
    "ConfigError",
    "DatelineError",
    "Filter",
    "Ingested",
    "InputError",
    "LexiconError",
    "Origin",
    "Problem",
    "ReadError",
    "Reading",
    "Readings",
    "Relation",
    "Report",
    "Span",
    "Story",
    "build_story",
    "check_draft",
    "find_origins",
    "find_stories",
    "iterate_readings",
    "load_config",
    "load_judgements",
    "open_record",
    "read_paths",
    "read_report",
    "read_reports",
    "select_relations",
    "take_in",
]

# Where each public name is: loaded when it is first asked for, so that a command that reads nothing starts at once.
_HOMES = {
    "Config": "dateline.config",
    "ConfigError": "dateline.errors",
    "DatelineError": "dateline.errors",
    "Filter": "dateline.answers",
    "Ingested": "dateline.ingest",
    "InputError": "dateline.errors",
    "LexiconError": "dateline.errors",
    "Origin": "dateline.model",
    "Problem": "dateline.ingest",
    "ReadError": "dateline.errors",
    "Reading": "dateline.model",
    "Readings": "dateline.pipeline",
    "Relation": "dateline.model",
    "Report": "dateline.model",
    "Span": "dateline.model",
    "Story": "dateline.model",
    "build_story": "dateline.pipeline",
    "check_draft": "dateline.pipeline",
    "find_origins": "dateline.pipeline",
    "find_stories": "dateline.pipeline",
    "iterate_readings": "dateline.pipeline",
    "load_config": "dateline.config",
    "load_judgements": "dateline.pipeline",
    "open_record": "dateline.pipeline.ask",
    "read_paths": "dateline.pipeline",
    "read_report": "dateline.read",
    "read_reports": "dateline.pipeline",
    "select_relations": "dateline.pipeline",
    "take_in": "dateline.pipeline",
}

__getattr__, __dir__ = load_later(__name__, _HOMES)
