"""Room 1: the outside world -> Report."""

from __future__ import annotations

from dateline.ingest.files import Ingested, Problem, ingest_paths
from dateline.ingest.language import identify_language
from dateline.ingest.mentions import ingest_mentions
from dateline.ingest.phrases import Phrase, ingest_phrases

__all__ = ["Ingested", "Phrase", "Problem", "identify_language", "ingest_mentions", "ingest_paths", "ingest_phrases"]
