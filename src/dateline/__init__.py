"""Reads news reports and keeps a dated, sourced record of what they say happened.

>>> import dateline
>>> report = dateline.Report(id="r1", text="Chile closed its embassy in Exland on Monday.", published="2026-03-04")
>>> reading = dateline.read_report(report)
>>> [(timex.value, timex.span.of(report.text)) for timex in reading.times]
[('2026-03-02', 'Monday')]
"""

from __future__ import annotations

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
from dateline.read import read_report

__version__ = "0.1.0"
__all__ = [
    "Config",
    "ConfigError",
    "DatelineError",
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
    "read_paths",
    "read_report",
    "read_reports",
    "select_relations",
    "take_in",
]
