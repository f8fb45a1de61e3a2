"""Sources into the record: a hostile feed, files that change, visits that are cut short."""

import resource

import pytest
from feed_server import FeedServer, iterate_bad
from sqlalchemy import func, select

from dateline.config import Config
from dateline.errors import InputError, StoreError
from dateline.pipeline.intake import register_sources, stored_sources, visit_sources
from dateline.pipeline.record import add_sources, drop_source, update_record
from dateline.pipeline.workers import Crew
from dateline.store import schema

REPORT = "Chile closed its embassy in Peru on Monday.\n"


def count(database, table, *conditions):
    with database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table).where(*conditions))


def visit(database, config, clock):
    with database.lock():
        return list(visit_sources(database, stored_sources(database), config, clock))


@pytest.fixture
def clock():
    seconds = iter(range(100_000))
    return lambda: f"2026-03-01T{(s := next(seconds)) // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}.000000+00:00"


def test_two_visits_to_a_hostile_feed_keep_every_good_item_once_and_every_bad_one_as_a_problem(database):
    with FeedServer() as server:
        config = Config(ingest=server.make_fetcher().config)
        register_sources(database, [server.url], server.clock)
        [first] = visit(database, config, server.clock)
        server.go_on()
        [second] = visit(database, config, server.clock)
        good, changed = server.numbers("good", "change", "vanish"), server.numbers("change")
        bad = dict(iterate_bad(server))
        addresses = {number: f"{server.address(number)}?utm_source=rss" for number in bad}
    assert (first.kind, first.new, first.changed, len(first.problems)) == ("feed", len(good), 0, len(bad))
    assert (second.new, second.changed, len(second.problems)) == (0, len(changed), len(bad))
    assert count(database, schema.report) == len(good)
    assert count(database, schema.version) == len(good) + len(changed)
    assert count(database, schema.report, schema.report.c.current == 2) == len(changed)
    with database.read() as connection:
        problems = connection.execute(select(schema.problem)).all()
    assert {row.place for row in problems} == set(addresses.values())
    for row in problems:
        assert row.kind in bad[next(number for number, place in addresses.items() if place == row.place)]
        assert row.message
        assert row.advice
        assert (row.resolved_at, row.first_at < row.last_at) == (None, True)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 700 * 1024


def test_what_goes_well_again_is_resolved_and_stays_as_a_row(database, clock, tmp_path):
    folder = tmp_path / "clippings"
    folder.mkdir()
    (folder / "bad.jsonl").write_text('{"text": 5}\n', encoding="utf-8")
    register_sources(database, [str(folder)], clock)
    [visited] = visit(database, Config(), clock)
    assert len(visited.problems) == 1
    (folder / "bad.jsonl").write_text('{"id": "b", "text": "It rained in Oslo."}\n', encoding="utf-8")
    [visited] = visit(database, Config(), clock)
    assert (visited.new, visited.problems) == (1, ())
    with database.read() as connection:
        [row] = connection.execute(select(schema.problem)).all()
    assert row.resolved_at is not None


def test_a_file_that_changes_is_a_further_version(database, clock, tmp_path):
    file = tmp_path / "embassy.txt"
    file.write_text(REPORT, encoding="utf-8")
    register_sources(database, [str(file)], clock)
    assert [each.new for each in visit(database, Config(), clock)] == [1]
    file.write_text(REPORT.replace("Peru", "Bolivia"), encoding="utf-8")
    assert [each.changed for each in visit(database, Config(), clock)] == [1]
    assert count(database, schema.version) == 2


def test_a_visit_cut_short_takes_nothing_in_twice(database, clock, tmp_path):
    file = tmp_path / "many.jsonl"
    file.write_text("".join(f'{{"id": "r{n}", "text": "It rained in Oslo on day {n}."}}\n' for n in range(250)))
    [source] = register_sources(database, [str(file)], clock)

    def break_off(stage, done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), database.lock():
        list(visit_sources(database, [source, source], Config(), clock, watch=lambda s, d, t: d and break_off(s, d, t)))
    assert count(database, schema.version) == 250
    [visited] = visit(database, Config(), clock)
    assert visited.new == 0
    assert count(database, schema.version) == 250


def test_adding_again_adds_nothing(database, clock, tmp_path):
    (tmp_path / "embassy.txt").write_text(REPORT, encoding="utf-8")
    for expected in (1, 0):
        [visited] = add_sources(database, [str(tmp_path / "embassy.txt")], Config(), clock)
        assert (visited.new, visited.changed) == (expected, 0)
    assert count(database, schema.source) == 1


def test_what_went_wrong_at_a_dropped_source_is_no_longer_a_problem(database, clock, tmp_path):
    (tmp_path / "feed.xml").write_text("<rss", encoding="utf-8")
    list(add_sources(database, [str(tmp_path)], Config(), clock))
    open_ones = schema.problem.c.resolved_at.is_(None)
    assert count(database, schema.problem, open_ones) == 1
    assert drop_source(database, str(tmp_path), clock) == str(tmp_path)
    assert count(database, schema.problem, open_ones) == 0
    assert stored_sources(database) == []
    with pytest.raises(InputError, match="no source of this record"):
        drop_source(database, "https://example.org/feed", clock)


def test_an_update_visits_reads_and_puts_together(database, clock, tmp_path):
    (tmp_path / "embassy.txt").write_text(REPORT, encoding="utf-8")
    list(add_sources(database, [str(tmp_path)], Config(), clock))
    update = update_record(database, Config(), clock, crew=Crew(0))
    assert (update.outcome.read, update.outcome.stories) == (1, 1)


def test_a_record_that_another_process_writes_is_left_alone(database, clock, tmp_path):
    with database.lock(), pytest.raises(StoreError, match="another dateline is writing"):
        list(add_sources(database, [str(tmp_path)], Config(), clock))
