import sys
from io import BytesIO

import pytest
from own_postgresql import own_postgresql, why_not

from dateline.model import Report
from dateline.store import open_database
from dateline.store.reports import Incoming


@pytest.fixture
def count_calls():
    """Count the calls, of Python and C functions, that a function makes: work that no clock or other load changes."""

    def count(function):
        calls = 0

        def note(frame, event, argument):
            nonlocal calls
            calls += event in ("call", "c_call")

        sys.setprofile(note)
        try:
            function()
        finally:
            sys.setprofile(None)
        return calls

    return count


@pytest.fixture(scope="session")
def postgresql():
    """A server of our own, which goes with the tests; gives the address of a database made anew."""
    if reason := why_not():
        pytest.skip(reason)
    with own_postgresql() as make:
        yield make


@pytest.fixture(params=["sqlite", "postgresql"])
def location(request, tmp_path):
    """Where a new record goes, on each database in turn."""
    return str(tmp_path / "record.db") if request.param == "sqlite" else request.getfixturevalue("postgresql")()


@pytest.fixture
def database(location):
    return open_database(location, create=True)


@pytest.fixture
def incoming():
    def make(report_id, text, **fields):
        at = fields.pop("at", "2026-03-01T00:00:00.000000+00:00")
        return Incoming(f"test#{report_id}", Report(report_id, text, **fields), None, at)

    return make


@pytest.fixture(scope="session")
def examples_at(tmp_path_factory):
    """A record of the bundled examples in SQLite: read once, each happening a source. Only to be asked or copied."""
    from dateline import pipeline
    from dateline.config import Config
    from dateline.pipeline.run import run_record
    from dateline.store.problems import Trouble, add_problem, resolve_problems
    from dateline.store.reports import put_reports
    from dateline.store.sources import add_source, save_visit

    path = tmp_path_factory.mktemp("examples") / "dateline.db"
    database = open_database(str(path), create=True)
    fetched, ran = "2026-11-02T08:00:00.000000+00:00", "2026-11-02T09:00:00.000000+00:00"
    with database.write() as connection:
        for name, folder in pipeline.example_paths():
            source, _ = add_source(connection, f"clippings/{name}", "folder", fetched)
            save_visit(connection, source.id, (fetched, fetched), kind="folder", state="{}", error=None)
            taken = pipeline.take_in([folder])
            items = [Incoming(f"{name}#{report.id}", report, source.id, fetched) for report in taken.reports]
            put_reports(connection, database.dialect, items)
        source, _ = add_source(connection, "https://down.example/feed", "feed", fetched)
        save_visit(connection, source.id, (fetched, None), kind="feed", state="{}", error="the host does not answer")
        for place in ("clippings/old.pdf", "clippings/torn.jsonl:3"):
            add_problem(connection, Trouble(place, "ingest", "unreadable", "is no text", "save it as text"), fetched)
        resolve_problems(connection, "ingest", "clippings/torn.jsonl:3", ran)
    with database.lock():
        run_record(database, Config(), lambda: ran)
    return str(path)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def examples_record(request, examples_at):
    """Where the record of the bundled examples is, on each database in turn: PostgreSQL's is SQLite's, row by row."""
    if request.param == "sqlite":
        return examples_at
    from sqlalchemy import select

    from dateline.store.schema import metadata

    location = request.getfixturevalue("postgresql")()
    source, target = open_database(examples_at, create=False), open_database(location, create=True)
    with source.read() as reading, target.write() as writing:
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in reading.execute(select(table)).mappings()]
            target.dialect.insert_rows(writing, table, rows)
    return location


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Run a command in a folder of its own; gives the exit code, standard output and standard error."""
    monkeypatch.chdir(tmp_path)

    def call(*words, stdin=b""):
        class Stdin:
            buffer = BytesIO(stdin)

            def isatty(self):
                return False

        from dateline import cli

        monkeypatch.setattr(sys, "argv", ["dateline", *map(str, words)])
        monkeypatch.setattr(sys, "stdin", Stdin())
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call
