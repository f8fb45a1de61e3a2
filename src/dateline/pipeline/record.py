"""What a user does to a record: forget a report, overrule decisions.

Each function opens nothing: it works on a `Database` and leaves it whole, also when it is stopped half-way.
"""

from __future__ import annotations

from dateline.config import Config
from dateline.judgements import Judgements
from dateline.pipeline.regroup import regroup
from dateline.pipeline.run import Clock, Outcome
from dateline.pipeline.workers import Crew
from dateline.store import Database, open_database
from dateline.store.judged import read_judgements, replace_judgements
from dateline.store.reports import erase_report

__all__ = [
    "Crew",
    "Database",
    "Outcome",
    "forget_report",
    "judge",
    "open_database",
]


def forget_report(database: Database, report_id: str, config: Config, clock: Clock) -> Outcome:
    """Erase a report and all that stories took from it; put the stories together again without it.

    Raises:
        InputError: There is no such report, or it is erased already.
        StoreError: Another process is writing.
    """
    with database.lock():
        with database.write() as connection:
            erase_report(connection, report_id, clock())
            judgements = read_judgements(connection)
        stories, closed = regroup(database, config, clock(), judgements=judgements)
    return Outcome(0, 0, stories, closed)


def judge(database: Database, judgements: Judgements, config: Config, clock: Clock) -> tuple[int, int]:
    """Make the judgements of a record those given, and put together anew what rests on them.

    Returns:
        How many judgements are new, and how many were undone.
    """
    with database.lock():
        with database.write() as connection:
            changed = replace_judgements(connection, judgements, clock())
        regroup(database, config, clock(), judgements=judgements)
    return changed
