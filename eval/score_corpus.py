"""Read a research corpus and score what was read with the corpus' own scorer.

    python eval/score_corpus.py FOLDER [--with origins|stories] [scorer arguments...]

FOLDER holds ``reports.jsonl`` (one report a line, as ``dateline read`` takes them), ``gold.jsonl`` and ``score.py``, a
script that is called with the gold file, the output of ``dateline read`` (with ``--with``: of that command too) and the
further arguments, and prints one JSON object. No corpus is part of this project: their texts are their publishers'.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from dateline import pipeline
from dateline.export import show_origins, show_readings, show_stories


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--with", dest="grouping", choices=("origins", "stories"))
    given, further = options.parse_known_args()
    readings = pipeline.read_paths([str(given.folder / "reports.jsonl")]).readings
    with tempfile.TemporaryDirectory() as scratch:
        outputs = [Path(scratch) / "read.jsonl"]
        outputs[0].write_text(show_readings(readings, "jsonl"), encoding="utf-8")
        if given.grouping == "origins":
            outputs.append(Path(scratch) / "origins.jsonl")
            outputs[1].write_text(show_origins(pipeline.find_origins(readings), readings, "jsonl"), encoding="utf-8")
        elif given.grouping == "stories":
            outputs = [Path(scratch) / "stories.jsonl"]
            outputs[0].write_text(show_stories(pipeline.find_stories(readings), readings, "jsonl"), encoding="utf-8")
        scorer = [sys.executable, str(given.folder / "score.py"), str(given.folder / "gold.jsonl")]
        return subprocess.run([*scorer, *map(str, outputs), *further], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
