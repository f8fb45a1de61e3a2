import os

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from dateline.errors import StoreError
from dateline.store import open_database, schema
from dateline.store.schema import metadata


def test_the_migrations_make_the_tables_that_the_code_knows(database):
    with database.read() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "include_object": lambda item, name, kind, *_: (
                    not ((kind == "table" and name.startswith("words")) or name in ("words", "ix_version_words"))
                )
            },
        )
        assert compare_metadata(context, metadata) == []


def test_a_record_is_opened_again(location):
    open_database(location, create=True)
    open_database(location, create=False, read_only=True)


def test_a_record_where_nothing_can_be_written_is_asked(tmp_path, monkeypatch):
    path = tmp_path / "re?cord #1.db"
    open_database(str(path), create=True)
    before = sorted(each.name for each in tmp_path.iterdir())
    monkeypatch.setattr(os, "access", lambda *_: False)
    database = open_database(str(path), create=False, read_only=True)
    with database.read() as connection:
        assert connection.execute(schema.report.select()).all() == []
        assert sorted(each.name for each in tmp_path.iterdir()) == before


def test_a_second_writer_is_turned_away(location):
    one, other = open_database(location, create=True), open_database(location, create=True)
    with one.lock(), pytest.raises(StoreError, match="another dateline is writing"), other.lock():
        pass
    with other.lock():
        pass


def test_no_record_is_one_line_that_says_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="dateline add"):
        open_database(str(tmp_path / "none.db"), create=False)


def test_a_file_of_another_kind_is_not_taken_for_a_record(tmp_path):
    (tmp_path / "notes.txt").write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="no record"):
        open_database(str(tmp_path / "notes.txt"), create=False)
