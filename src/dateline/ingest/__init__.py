"""Room 1: the outside world -> Report."""

from __future__ import annotations

from dateline.ingest.files import Ingested, ingest_paths, iterate_paths
from dateline.ingest.language import identify_language
from dateline.ingest.mentions import ingest_mentions
from dateline.ingest.pagemap import PageMap
from dateline.ingest.phrases import Phrase, ingest_phrases
from dateline.ingest.records import (
    Fetched,
    ItemState,
    Problem,
    RightsSignal,
    Skipped,
    SourceKind,
    SourceState,
    Told,
    utc_now,
)
from dateline.ingest.visit import classify_source, open_source

__all__ = [
    "Fetched",
    "Ingested",
    "ItemState",
    "PageMap",
    "Phrase",
    "Problem",
    "RightsSignal",
    "Skipped",
    "SourceKind",
    "SourceState",
    "Told",
    "classify_source",
    "identify_language",
    "ingest_mentions",
    "ingest_paths",
    "ingest_phrases",
    "iterate_paths",
    "open_source",
    "utc_now",
]
