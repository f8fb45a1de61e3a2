"""How long reading takes, part by part, beside the bare parse of the same reports in the same run.

    python benchmarks/read_speed.py [PATH...] [--reports N] [--rounds N]

Without PATH the bundled examples are read, over and over until there are N reports. Prints CPU milliseconds a report
and each part's share of the bare parse: spaCy's own pipeline over the same texts, whole, by ``nlp.pipe``, in turns with
the reading. Absolute figures depend on the machine; the shares are what to compare. Words that are new cost most: the
first hundreds of reports cost more than the thousands after them.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from dateline.config import Config
from dateline.model import Report
from dateline.pipeline import example_paths, take_in
from dateline.read.credit import find_credit, find_metadata
from dateline.read.entities import find_names
from dateline.read.entities.coref import find_entities
from dateline.read.events import find_events
from dateline.read.nlp import load_model
from dateline.read.places import find_places
from dateline.read.quantities import find_quantities
from dateline.read.quotes import find_quotes
from dateline.read.regions import find_regions
from dateline.read.text import parse_text
from dateline.read.times import find_times

CHUNK = 16
GROUPS = {
    "times, places, quantities": ("times", "places", "quantities"),
    "entities, coreference, quotes": ("entities", "coreference", "quotes"),
    "events and actors": ("events",),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("paths", nargs="*")
    options.add_argument("--reports", type=int, default=60)
    options.add_argument("--rounds", type=int, default=2)
    given = options.parse_args()
    taken = take_in(given.paths or [path for _, path in example_paths()]).reports
    reports = [taken[i % len(taken)] for i in range(given.reports)]
    nlp = load_model(Config().read.model)  # the library's own, for the bare parse
    spent: dict[str, float] = defaultdict(float)
    for report in reports[:5]:
        _read(report, defaultdict(float))
    for _ in range(given.rounds):
        for first in range(0, len(reports), CHUNK):  # by turns, so that what else the machine does touches both
            chunk = reports[first : first + CHUNK]
            start = time.process_time()
            for _doc in nlp.pipe((report.text for report in chunk), batch_size=CHUNK):
                pass
            spent["bare parse"] += time.process_time() - start
            for report in chunk:
                _read(report, spent)
    _show(spent, given.rounds * len(reports))


def _read(report: Report, spent: dict[str, float]) -> None:
    def timed(part: str, call: Callable[[], Any]) -> Any:
        start = time.process_time()
        value = call()
        spent[part] += time.process_time() - start
        return value

    regions = timed("regions and credit", lambda: find_regions(report.text, title=report.title))
    metadata = timed("regions and credit", lambda: find_metadata(report, regions))
    timed("regions and credit", lambda: find_credit(report, regions))
    published = date.fromisoformat(metadata.published[:10]) if metadata.published else None
    parse = timed("parse", lambda: parse_text(report.text, regions))
    times = timed("times", lambda: find_times(parse, regions=regions, published=published))
    places = timed("places", lambda: find_places(parse, regions=regions, metadata=metadata))
    names = timed("entities", lambda: find_names(parse, places=places))
    entities = timed("coreference", lambda: find_entities(parse, names, published=published))
    quotes = timed("quotes", lambda: find_quotes(parse, entities=entities))
    timed("quantities", lambda: find_quantities(parse, times=times))
    known = {"entities": entities, "quotes": quotes, "times": times, "places": places}
    timed("events", lambda: find_events(parse, **known, published=published))


def _show(spent: dict[str, float], count: int) -> None:
    bare = spent["bare parse"]
    print(f"{'part':<32}{'ms a report':>12}{'of bare parse':>15}")
    for part, seconds in spent.items():
        print(f"{part:<32}{1000 * seconds / count:>12.2f}{seconds / bare:>14.1%}")
    reading = sum(seconds for part, seconds in spent.items() if part != "bare parse")
    print(f"{'reading in all':<32}{1000 * reading / count:>12.2f}{reading / bare:>14.1%}")
    for name, parts in GROUPS.items():
        print(f"{name:<32}{'':>12}{sum(spent[part] for part in parts) / bare:>14.1%}")


if __name__ == "__main__":
    main()
