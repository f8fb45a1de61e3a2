"""Background in a record: beside stories, never in their counts, with a history, overruled and erased like the rest."""

import random
import tomllib
from pathlib import Path

import pytest
from sqlalchemy import select

from dateline.answers import Filter
from dateline.config import Config
from dateline.export import show_listing, show_story
from dateline.judgements import Judgement, Judgements
from dateline.model import Report
from dateline.pipeline.ask import Record
from dateline.pipeline.record import forget_report, judge
from dateline.pipeline.run import run_record
from dateline.store import schema
from dateline.store.reports import Incoming, put_reports

GIVEN = tomllib.loads((Path(__file__).parents[1] / "data" / "background.toml").read_text(encoding="utf-8"))
REPORTS = [Report(**{**row, "text": row["text"].strip()}) for row in GIVEN["report"]]


@pytest.fixture
def clock():
    """A clock that ticks a second each time it is asked."""
    seconds = iter(range(100_000))
    return lambda: f"2026-07-01T{(s := next(seconds)) // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}.000000+00:00"


def take_in(database, reports, clock):
    items = [Incoming(f"test#{report.id}", report, None, clock()) for report in reports]
    with database.lock():
        with database.write() as connection:
            put_reports(connection, database.dialect, items)
        return run_record(database, Config(), clock)


def links(database):
    listed = Record(database).stories(Filter()).rows
    return {(each.report, row.reports, each.told_by) for row in listed for each in row.background}


def wanted():
    members = {story[0]: tuple(sorted(story)) for story in GIVEN["stories"]}
    return {(row["report"], members[row["story"]], row["told_by"]) for row in GIVEN["background"]}


def test_a_record_tells_background_beside_its_stories(database, clock):
    take_in(database, REPORTS, clock)
    assert links(database) == wanted()
    record = Record(database)
    dossier, _ = record.dossier("inquiry-1")
    assert {reading.id for reading in dossier.readings} == {"inquiry-1", "inquiry-2"}
    assert not {report for origin in dossier.origins for report in origin.reports} & {"ferry-1", "ferry-2"}
    assert {each.report: each.metadata.outlet for each in dossier.background} == {
        "ferry-1": "Northgate Times",
        "ferry-2": "Harbour Post",
    }
    texts = {report.id: report.text for report in REPORTS}
    assert all(item.text == item.span.of(texts[item.report]) for each in dossier.background for item in each.evidence)
    for fmt in ("text", "html", "md", "json"):
        told = show_story(dossier, fmt)
        assert "Ferry Halcyon Star sinks off Port Verrow" in told or fmt == "json"
        assert "inquiry-1 goes back to it: “" in told
        assert "inquiry-1 goes back to it" in show_listing("stories", record.stories(Filter()), fmt) or fmt == "text"


def test_reports_one_by_one_give_the_background_of_all_at_once(database, clock):
    for report in random.Random(3).sample(REPORTS, len(REPORTS)):
        take_in(database, [report], clock)
    assert links(database) == wanted()


def test_a_later_story_does_not_put_an_older_one_together_again(database, clock):
    take_in(database, [report for report in REPORTS if not report.id.startswith("inquiry")], clock)
    assert {each[0] for each in links(database)} == {"pass-1"}
    outcome = take_in(database, [report for report in REPORTS if report.id.startswith("inquiry")], clock)
    assert outcome.stories == 1
    assert links(database) == wanted()


def test_a_user_keeps_background_apart_and_takes_that_back(database, clock):
    take_in(database, REPORTS, clock)
    apart = Judgements((Judgement("background:ferry-1|inquiry-2", "keep apart", "Ana Lee"),))
    assert judge(database, apart, Config(), clock) == (1, 0)
    assert {(report, told_by) for report, _, told_by in links(database)} == {
        ("ferry-2", "inquiry-1"),
        ("inquiry-1", "inquiry-1"),
        ("pass-1", "pass-1"),
    }
    with database.read() as connection:
        table = schema.background
        closed = connection.execute(select(table.c.report_id, table.c.known_to).where(table.c.known_to.is_not(None)))
        assert {row.report_id for row in closed} == {"ferry-1", "inquiry-2"}
    assert judge(database, Judgements(()), Config(), clock) == (0, 1)
    assert links(database) == wanted()


def test_a_forgotten_report_is_background_to_nothing(database, clock):
    take_in(database, REPORTS, clock)
    forget_report(database, "inquiry-1", Config(), clock)
    assert not [each for each in links(database) if "inquiry-1" in (each[0], each[2])]
    with database.read() as connection:
        rows = connection.execute(select(schema.background)).all()
    assert "'inquiry-1'" not in repr(rows)
