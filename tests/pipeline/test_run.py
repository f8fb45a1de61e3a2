"""A run over the record, on both databases: the same record however reports come, and nothing lost on the way."""

import random
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from dateline import pipeline
from dateline.config import Config
from dateline.judgements import Judgement, Judgements
from dateline.model import Report
from dateline.pipeline import happening
from dateline.pipeline import run as running
from dateline.pipeline.record import forget_report, judge
from dateline.pipeline.run import run_record
from dateline.pipeline.workers import Crew, Died
from dateline.store import open_database, schema
from dateline.store.reports import Incoming, put_reports

_TIMES = {"known_from", "known_to", "first_seen_at", "seen_at", "fetched_at", "first_at", "last_at", "at", "seq"}


@pytest.fixture(scope="module")
def reports():
    """The reports of two of the bundled happenings."""
    folders = dict(pipeline.example_paths())
    taken = [pipeline.take_in([folders[name]]) for name in ("recognition", "envoys")]
    return [report for each in taken for report in each.reports]


@pytest.fixture
def clock():
    """A clock that ticks a second each time it is asked."""
    seconds = iter(range(100_000))
    return lambda: f"2026-03-01T{(s := next(seconds)) // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}.000000+00:00"


def put(database, reports, clock):
    items = [Incoming(f"test#{report.id}", report, None, clock()) for report in reports]
    with database.write() as connection:
        return put_reports(connection, database.dialect, items)


def run(database, clock, **options):
    with database.lock():
        return run_record(database, Config(), clock, **options)


def present(database, tables=schema.TEMPORAL, *, history=False):
    """All rows that stand, without their record times."""
    found = {}
    with database.read() as connection:
        for table in tables:
            query = select(table)
            if not history and "known_to" in table.c:
                query = query.where(table.c.known_to.is_(None))
            rows = connection.execute(query).mappings()
            found[table.name] = sorted(
                tuple((name, repr(value)) for name, value in row.items() if name not in _TIMES) for row in rows
            )
    return found


@pytest.fixture
def at_once(tmp_path, reports, clock):
    database = open_database(str(tmp_path / "at-once.db"), create=True)
    put(database, reports, clock)
    run(database, clock)
    return present(database)


def test_a_run_reads_groups_and_puts_together(database, reports, clock):
    put(database, reports, clock)
    outcome = run(database, clock)
    assert (outcome.read, outcome.failed) == (len(reports), 0)
    rows = present(database)
    assert len(rows["story_report"]) == len(reports)
    assert all(rows[name] for name in ("event", "statement", "mention", "state", "origin"))


def test_a_second_run_changes_nothing(database, reports, clock):
    put(database, reports, clock)
    run(database, clock)
    before = present(database, history=True)
    put(database, reports, clock)
    assert run(database, clock) == running.Outcome(0, 0, 0, 0)
    assert present(database, history=True) == before


def test_reports_one_by_one_in_any_order_give_the_record_of_all_at_once(database, reports, clock, at_once):
    shuffled = random.Random(7).sample(reports, len(reports))
    for report in shuffled:
        put(database, [report], clock)
        run(database, clock)
    assert present(database) == at_once


def test_a_record_is_the_same_in_both_databases(database, reports, clock, at_once):
    put(database, reports, clock)
    run(database, clock, crew=Crew(1, 4))
    assert present(database) == at_once


def test_a_new_report_changes_only_what_it_touches(database, reports, clock):
    put(database, reports[:-1], clock)
    run(database, clock)
    before = present(database, (schema.story,))
    put(database, reports[-1:], clock)
    outcome = run(database, clock)
    assert (outcome.read, outcome.stories) == (1, 1)
    after = present(database, (schema.story,))
    assert len(set(before["story"]) & set(after["story"])) == len(before["story"]) - 1


def test_a_changed_report_is_a_further_version_and_its_old_statements_stay_with_the_old_one(database, clock):
    first = Report("a", "Chile closed its embassy in Peru on Monday.", published="2026-03-04", outlet="Example Post")
    put(database, [first], clock)
    run(database, clock)
    put(database, [replace(first, text="Chile closed its embassy in Bolivia on Monday.")], clock)
    run(database, clock)
    with database.read() as connection:
        rows = connection.execute(select(schema.mention.c.version, schema.mention.c.known_to)).all()
    assert {version for version, known_to in rows if known_to is None} == {2}
    assert {version for version, known_to in rows if known_to is not None} == {1}


def test_a_forgotten_report_leaves_no_word_behind(database, reports, clock):
    put(database, reports, clock)
    run(database, clock)
    gone = reports[0]
    forget_report(database, gone.id, Config(), clock)
    rows = present(database, (*schema.TEMPORAL, schema.version, schema.story_change), history=True)
    sentence = max(gone.text.split("\n"), key=len)[:60]
    assert sentence not in repr(rows)
    assert all(f"'{gone.id}'" not in repr(row) for name in ("mention", "story_report", "version") for row in rows[name])
    assert len(rows["version"]) == len(reports) - 1
    if database.engine.dialect.name == "sqlite":
        name = next(
            word for word in gone.text.split() if word.isalpha() and not any(word in r.text for r in reports[1:])
        )
        assert name.casefold().encode() not in Path(database.where).read_bytes().lower()


def test_a_judgement_changes_its_story_and_is_undone_again(database, reports, clock):
    put(database, reports, clock)
    run(database, clock)
    before = present(database)
    one, other = (report.id for report in reports[:2])
    judged = Judgements((Judgement(f"origin:{one}|{other}", "keep apart", "Ana Lee"),))
    assert judge(database, judged, Config(), clock) == (1, 0)
    assert present(database) != before
    assert judge(database, Judgements(()), Config(), clock) == (0, 1)
    assert present(database) == before


def test_a_report_that_cannot_be_read_is_a_problem_and_costs_no_other(database, reports, clock, monkeypatch):
    def break_one(report, *_args, **_options):
        if report.id == reports[1].id:
            raise RuntimeError("broken on purpose")
        return read(report)

    read = happening.read_report
    monkeypatch.setattr(happening, "read_report", break_one)
    put(database, reports[:3], clock)
    outcome = run(database, clock)
    assert (outcome.read, outcome.failed) == (2, 1)
    with database.read() as connection:
        [problem] = connection.execute(select(schema.problem)).all()
    assert (problem.report_id, problem.room, problem.resolved_at) == (reports[1].id, "read", None)
    assert problem.message
    assert problem.advice


def test_a_report_that_kills_its_reader_is_a_problem(database, reports, clock, monkeypatch):
    def kill_second(function, items, crew):
        for number, item in enumerate(items):
            yield [Died(item, -9)] if number == 1 else function([item])

    monkeypatch.setattr(running, "work", kill_second)
    put(database, reports[:3], clock)
    outcome = run(database, clock)
    assert (outcome.read, outcome.failed) == (2, 1)
    with database.read() as connection:
        [problem] = connection.execute(select(schema.problem)).all()
    assert "exit code -9" in problem.message


def test_stories_that_merge_leave_their_history(database, clock):
    lines = "The Kalo river burst its banks at Mirova, drowning the old mill, the Mirova prefect Ana Kastel said."
    text = f"MIROVA, March 3 - {lines}\n\nRescuers searched the mill for two millers."
    put(database, [Report("b", text, published="2026-03-03")], clock)
    run(database, clock)
    put(database, [Report("a", text.replace("March 3", "March 2"), published="2026-03-02")], clock)
    run(database, clock)
    with database.read() as connection:
        [change] = connection.execute(select(schema.story_change)).all()
        [story] = connection.scalars(select(schema.story.c.id).where(schema.story.c.known_to.is_(None)))
    assert (change.kind, change.to_id) == ("renamed", story)
