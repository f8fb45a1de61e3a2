"""Kill a run with SIGKILL at random points, resume it, and see whether the record ends as if it had never been killed.

    python tests/support/soak.py [--reports 500] [--kills 100] [--database sqlite|postgresql|both] [--seed 1]

Prints a tally a database: kills, where they hit (taking in, reading, grouping), and whether all tables are equal, row
for row, apart from record times. Exit code 1 when they are not.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from own_postgresql import own_postgresql, why_not
from sqlalchemy import func, select
from variants import make_variants

from dateline.errors import DatelineError
from dateline.store import open_database, schema

RUN = ("run", "--offline", "--workers", "2")
_START = 3.0  # seconds: about what a run takes before it adds something
#: Columns that hold a record time, or (``state``) what the next visit needs, with the time of the last one in it.
TIMES = frozenset(
    ("known_from", "known_to", "added_at", "visited_at", "succeeded_at", "first_seen_at", "seen_at", "fetched_at",
     "first_at", "last_at", "resolved_at", "made_at", "undone_at", "at", "state")
)  # fmt: skip


def read_rows(location: str) -> dict[str, list[tuple[str, ...]]]:
    """All rows of a record, past ones too, without their record times."""
    found = {}
    with open_database(location, create=False, read_only=True).read() as connection:
        for table in schema.metadata.sorted_tables:
            names = [column.name for column in table.columns if column.name not in TIMES]
            rows = connection.execute(select(*(table.c[name] for name in names)))
            found[table.name] = sorted(tuple(map(repr, row)) for row in rows)
    return found


def check_whole(location: str) -> list[str]:
    """What is half in a record: a mention without its statement or event, a story without its reports, and the like."""
    faults = []
    with open_database(location, create=False, read_only=True).read() as connection:
        mention, story, held = schema.mention, schema.story, schema.story_report
        owners = select(schema.statement.c.id).union(select(schema.event.c.id))
        orphans = connection.scalar(select(func.count()).select_from(mention).where(mention.c.owner_id.not_in(owners)))
        if orphans:
            faults.append(f"{orphans} mentions of nothing")
        open_stories = dict(
            connection.execute(select(story.c.id, story.c.reports).where(story.c.known_to.is_(None))).all()
        )
        members = Counter(connection.scalars(select(held.c.story_id).where(held.c.known_to.is_(None))))
        if dict(members) != open_stories:
            faults.append("stories whose reports are not those they count")
        unread = connection.scalar(
            select(func.count())
            .select_from(schema.version)
            .where(schema.version.c.status == "read", schema.version.c.reading.is_(None))
        )
        if unread:
            faults.append(f"{unread} reports that are read and have no reading")
    return faults


def start(location: str, *words: str) -> subprocess.Popen[bytes]:
    """Start a command on a record, in a process group of its own."""
    command = [sys.executable, "-m", "dateline", *words, "--record", location]
    return subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)


def progress_of(location: str) -> tuple[str, float]:
    """How far a record is: what a run does next, and the share of its reports that are read."""
    try:
        with open_database(location, create=False, read_only=True).read() as connection:
            statuses = Counter(connection.scalars(select(schema.version.c.status)))
            stories = connection.scalar(select(func.count()).select_from(schema.story))
    except DatelineError:  # there is no record yet
        return "taking in", 0.0
    share = statuses["read"] / max(statuses.total(), 1)
    return "reading" if share < 1 else "done" if stories else "grouping", share


def soak(location: str, file: Path, kills: int, *, seed: int = 1) -> Counter[str]:
    """Kill attempts at random points until there were *kills*, then let one end; how many kills hit which stage.

    An attempt takes the file in (a tenth of the kills hit this), then runs. What is read is not unread again, so an
    attempt on a record that is behind the share of kills there were lives until more is read and a random while
    longer, and one that is ahead dies at a random point before it can add anything: the kills fall over all the work.

    Raises:
        AssertionError: After a kill something was half in the record, or the last attempt failed.
    """
    chance = random.Random(seed)
    hit: Counter[str] = Counter()
    while hit["taking in"] < max(1, kills // 10):
        attempt = start(location, "add", str(file))
        if not _ended(attempt, chance.uniform(0.2, _START)):
            _kill(attempt, chance)
            hit["taking in"] += 1
    assert start(location, "add", str(file)).wait(600) == 0, "the file could not be taken in"
    while hit.total() < kills:
        _, before = progress_of(location)
        attempt = start(location, *RUN)
        if before < 1 and before <= hit.total() / (0.9 * kills):
            while not _ended(attempt, 0.2) and progress_of(location)[1] <= before:
                pass
        if not _ended(attempt, chance.uniform(0.2, _START)):
            stage, _ = progress_of(location)
            _kill(attempt, chance)
            hit[stage] += 1
            assert not (faults := check_whole(location)), faults
    assert start(location, *RUN).wait(3600) == 0, "the attempt that was let end failed"
    return hit


def _ended(attempt: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether an attempt ends within some seconds."""
    try:
        attempt.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    return True


def _kill(attempt: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Kill an attempt with its workers, or alone: its workers are to notice and go."""
    if chance.random() < 0.5:
        os.kill(attempt.pid, signal.SIGKILL)
    else:
        os.killpg(attempt.pid, signal.SIGKILL)
    attempt.wait()


def write_reports(file: Path, count: int) -> None:
    """Write invented reports as JSON Lines."""
    with file.open("w", encoding="utf-8") as out:
        for report in make_variants(count):
            held = {key: value for key, value in asdict(report).items() if key != "notes"}
            out.write(json.dumps(held) + "\n")


@contextmanager
def places(database: str, folder: Path) -> Iterator[Sequence[str]]:
    """Two new records in one database."""
    if database == "sqlite":
        yield [str(folder / "whole.db"), str(folder / "soaked.db")]
        return
    with own_postgresql() as make:
        yield [make(), make()]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--reports", type=int, default=500)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    failed = False
    for database in ("sqlite", "postgresql") if given.database == "both" else (given.database,):
        if database == "postgresql" and why_not():
            print(f"{database}: left out: {why_not()}")
            continue
        with tempfile.TemporaryDirectory() as scratch, places(database, Path(scratch)) as (whole, soaked):
            file = Path(scratch) / "reports.jsonl"
            write_reports(file, given.reports)
            began = time.monotonic()
            assert start(whole, "add", str(file)).wait() == 0
            assert start(whole, *RUN).wait() == 0
            took = time.monotonic() - began
            print(f"{database}: {given.reports} reports in one run: {took:.0f} s", flush=True)
            hit = soak(soaked, file, given.kills, seed=given.seed)
            one, other = read_rows(whole), read_rows(soaked)
            differing = [name for name in one if one[name] != other[name]]
            rows = sum(map(len, one.values()))
            tally = ", ".join(f"{number} while {stage}" for stage, number in sorted(hit.items()))
            verdict = f"differ in {', '.join(differing)}" if differing else f"all {rows:,} rows equal"
            print(f"{database}: {sum(hit.values())} kills ({tally}); {verdict}", flush=True)
            failed |= bool(differing)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
