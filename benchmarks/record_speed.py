"""How fast a record takes in, reads, groups and answers, beside the bare parse of the same texts.

    python benchmarks/record_speed.py [N] [--reports FILE] [--workers 2] [--bare N] [--keep FILE]

Takes N reports (20,000 unless told) of FILE, JSON Lines of reports; without FILE invented ones, made of the bundled
examples. Prints, from one run: reports a second of the bare parse (the configured pipeline with entities, whole texts,
as many processes, models loaded before the clock; --bare N parses N of them only, evenly spread), of `dateline add` and
of `dateline run` (start, reading, grouping, dossiers and writing included), their ratio, the largest process, the
record's size, and how long each question on the record takes.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import asdict
from functools import cache
from itertools import islice
from pathlib import Path

from dateline.cli import app
from dateline.config import Config
from dateline.pipeline.workers import Crew, work

QUESTIONS = (
    "stories --limit 50",
    "stories --country USA --limit 50",
    "events --since {day} --until {day} --limit 50",
    "events --country USA --limit 50",
    "quotes --speaker trump --limit 50",
    "timeline --since {day} --until {day} --limit 50",
    "relations --as-of {day}",
    "relations --as-of {day} --known-on 2100-01-01",
    "story {story}",
    "compare {story}",
    "origins {story}",
    "search police",
    "search embassy ambassador",
    "evidence {event}",
    "evidence {story}",
    "problems",
    "sources",
)


def bare_parse(texts: Sequence[str]) -> list[int]:
    """Parse whole texts with the configured pipeline, nothing else."""
    return [len(doc) for doc in _load().pipe(texts, batch_size=16)]


@cache
def _load():
    """The pipeline as it comes, without what `dateline` does to make it faster."""
    import spacy  # noqa: PLC0415

    return spacy.load(Config().read.model)


def time_bare(texts: list[str], workers: int) -> float:
    """Seconds that the bare parse of texts takes, without the loading of models."""
    began = 0.0

    def feed():
        nonlocal began
        yield from ["Warm."] * workers * 16
        began = time.perf_counter()
        yield from texts

    for _ in work(bare_parse, feed(), Crew(workers, 16)):
        pass
    return time.perf_counter() - began


def run_command(*words: str) -> float:
    """Run a command in a process of its own; seconds."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "dateline", *words], check=False, stderr=sys.stderr)
    return time.perf_counter() - began


def ask(record: str, question: str) -> float:
    """Ask a question in this process; milliseconds."""
    words = [*question.split(), "--record", record]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        began = time.perf_counter()
        with suppress(SystemExit):
            app(words, standalone_mode=False)
        took = (time.perf_counter() - began) * 1000
    return took if out.getvalue() or "problems" in question else float("nan")


def pick(record: str) -> dict[str, str]:
    """What the questions ask for: the largest story, one of its events, and a day."""
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        app(["stories", "--format", "jsonl", "--limit", "100000", "--record", record], standalone_mode=False)
    stories = [json.loads(line) for line in out.getvalue().splitlines()]
    sizes = sorted(
        stories, key=lambda story: len(story["reports"]) if isinstance(story["reports"], list) else story["reports"]
    )
    usual = sizes[int(len(sizes) * 0.99)]
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()):
        app(["events", "--format", "jsonl", "--limit", "1", "--record", record], standalone_mode=False)
    event = json.loads(out.getvalue().splitlines()[0])
    return {"story": usual["id"], "event": event["id"], "day": usual["from"] or "2026-01-05"}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("count", type=int, nargs="?", default=20_000)
    options.add_argument("--reports", type=Path)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--bare", type=int)
    options.add_argument("--keep", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "reports.jsonl"
        if given.reports:
            with given.reports.open(encoding="utf-8") as lines:
                file.write_text("".join(islice(lines, given.count)), encoding="utf-8")
        else:
            sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests" / "support"))
            from variants import make_variants  # noqa: PLC0415

            rows = ({k: v for k, v in asdict(each).items() if k != "notes"} for each in make_variants(given.count))
            file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
        step = max(1, len(texts) // (given.bare or len(texts)))
        chosen = texts[::step]
        bare = len(chosen) / time_bare(chosen, given.workers)
        record = str(given.keep or Path(scratch) / "record.db")
        print(
            f"{'bare parse':<24}{bare:>10.1f} reports/s ({len(chosen):,} texts, {given.workers} processes)", flush=True
        )
        added = run_command("add", str(file), "--record", record)
        print(f"{'dateline add':<24}{len(texts) / added:>10.1f} reports/s", flush=True)
        ran = run_command("run", "--offline", "--workers", str(given.workers), "--record", record)
        rate = len(texts) / ran
        print(f"{'dateline run':<24}{rate:>10.1f} reports/s, {rate / bare:.0%} of the bare parse ({ran:.0f} s)")
        both = len(texts) / (added + ran)
        print(f"{'add and run':<24}{both:>10.1f} reports/s, {both / bare:.0%} of the bare parse")
        largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(f"{'largest process':<24}{largest:>10.0f} MB")
        print(f"{'record':<24}{os.path.getsize(record) / 2**20:>10.0f} MB", flush=True)
        chosen_ids = pick(record)
        for question in QUESTIONS:
            asked = question.format(**chosen_ids)
            ask(record, asked)  # what is imported or read from disk for the first time is not the question's
            print(f"{asked:<48}{min(ask(record, asked) for _ in range(3)):>8.0f} ms", flush=True)


if __name__ == "__main__":
    main()
