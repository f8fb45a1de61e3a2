"""How long questions to a large record take: the bundled examples, many times over, under ids of their own.

    python benchmarks/ask_speed.py [REPORTS] [--record PLACE]

Prints, for each question, the median of five in milliseconds (of CPU time in this process, all of it with SQLite, and
by the clock), with opening the record and writing the answer left out.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, text

from dateline import pipeline
from dateline.answers import Filter
from dateline.config import Config
from dateline.pipeline.ask import Record, open_record
from dateline.pipeline.run import run_record
from dateline.store import Database, open_database
from dateline.store.reports import Incoming, put_reports
from dateline.store.schema import metadata, version

AT = "2026-11-02T09:00:00.000000+00:00"
#: Columns that hold an id of the record; each copy of a row gets ids of its own.
IDS = {
    "id", "report_id", "story_id", "origin_id", "owner_id", "about", "key", "from_id", "to_id", "decision",
    "parties", "location", "source_id",
}  # fmt: skip


def make_record(location: str, reports: int) -> int:
    """Make a record of the examples' rows, each many times; how many reports it has."""
    database = open_database(location, create=True)
    with database.write() as connection:
        for name, folder in pipeline.example_paths():
            taken = pipeline.take_in([folder]).reports
            items = [Incoming(f"{name}#{report.id}", report, None, AT) for report in taken]
            put_reports(connection, database.dialect, items)
    with database.lock():
        run_record(database, Config(), lambda: AT)
    with database.write() as connection:
        made = multiply(database, connection, reports)
        connection.execute(text("ANALYZE"))  # as PostgreSQL does by itself within a minute
    return made


def multiply(database: Database, connection: Connection, wanted: int) -> int:
    """Copy all rows until there are as many reports as wanted."""
    tables = [table for table in metadata.sorted_tables if table.name != "judgement"]
    rows = {table: [dict(row) for row in connection.execute(select(table)).mappings()] for table in tables}
    own = len(rows[version])
    copies = max(0, -(-wanted // own) - 1)
    for number in range(1, copies + 1):
        for table in tables:
            database.dialect.insert_rows(connection, table, [copy_row(row, number, own) for row in rows[table]])
    return own * (copies + 1)


def copy_row(row: dict[str, Any], number: int, own: int) -> dict[str, Any]:
    """A row under ids of its own."""
    found = {name: f"{value}~{number}" if name in IDS and value is not None else value for name, value in row.items()}
    if "seq" in found:
        found["seq"] += number * own
    return found


def questions(record: Record) -> dict[str, Callable[[], object]]:
    """What is asked."""
    few, story = Filter(limit=50), record.stories(Filter(limit=1)).rows[0]
    event = record.events(Filter(limit=1)).rows[0]
    quote = record.quotes(Filter(limit=1)).rows[0]
    state = record.relations(Filter(limit=1)).rows[0]
    known = Filter(limit=50, known_on=AT[:10])
    return {
        "stories": lambda: record.stories(few),
        "stories --country": lambda: record.stories(Filter(limit=50, country="KAZ")),
        "stories --speaker": lambda: record.stories(Filter(limit=50, speaker="hamdard")),
        "stories --outlet": lambda: record.stories(Filter(limit=50, outlet="kabul")),
        "stories --known-on": lambda: record.stories(known),
        "events": lambda: record.events(few),
        "events --country --since": lambda: record.events(Filter(limit=50, country="KAZ", since="2026-03-01")),
        "events --speaker": lambda: record.events(Filter(limit=50, speaker="hamdard")),
        "events --outlet": lambda: record.events(Filter(limit=50, outlet="kabul")),
        "events --known-on": lambda: record.events(known),
        "timeline": lambda: record.events(few, oldest_first=True),
        "quotes": lambda: record.quotes(few),
        "quotes --speaker": lambda: record.quotes(Filter(limit=50, speaker="hamdard")),
        "quotes --country": lambda: record.quotes(Filter(limit=50, country="DJI")),
        "quotes --outlet": lambda: record.quotes(Filter(limit=50, outlet="kabul")),
        "relations": lambda: record.relations(few),
        "relations --as-of --of": lambda: record.relations(few, as_of="2026-03-12", of="KAZ"),
        "relations --as-of --known-on": lambda: record.relations(known, as_of="2026-03-12"),
        "origins": lambda: record.origins(few),
        "search": lambda: record.search("lithium", few),
        "search, a frequent word": lambda: record.search("government", few),
        "search --outlet --since": lambda: record.search(
            "recognised", Filter(limit=50, outlet="kabul", since="2026-03-01")
        ),
        "search --country": lambda: record.search("recognised", Filter(limit=50, country="KAZ")),
        "story": lambda: record.dossier(story.id),
        "evidence of an event": lambda: record.evidence(event.id),
        "evidence of a remark": lambda: record.evidence(quote.id),
        "evidence of a state": lambda: record.evidence(state.id),
        "evidence of a report": lambda: record.evidence(story.reports[0]),
        "evidence of a story": lambda: record.evidence(story.id),
        "problems": lambda: record.problems(few),
        "sources": lambda: record.sources(few),
    }


def main() -> None:
    """Make the record unless it is there, and time each question."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("reports", type=int, nargs="?", default=20_000)
    parser.add_argument("--record")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        location = options.record or str(Path(folder) / "dateline.db")
        if not pipeline.record_exists(location) or location.startswith("postgres"):
            print(f"{make_record(location, options.reports):,} reports")
        record = open_record(location)
        for name, ask in questions(record).items():
            times = []
            for _ in range(5):
                begun, worked = time.perf_counter(), time.process_time()
                ask()
                times.append(((time.process_time() - worked) * 1000, (time.perf_counter() - begun) * 1000))
            cpu, wall = (statistics.median(each) for each in zip(*times, strict=True))
            print(f"{name:32}{cpu:8.1f} ms CPU{wall:8.1f} ms")


if __name__ == "__main__":
    main()
