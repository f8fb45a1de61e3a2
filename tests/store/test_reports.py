import pytest
from sqlalchemy import select

from dateline.errors import InputError
from dateline.store import schema
from dateline.store.reports import erase_report, get_version, iterate_versions, put_reports


def put(database, *items):
    with database.write() as connection:
        return put_reports(connection, database.dialect, items)


def test_a_report_is_new_then_unchanged_then_changed(database, incoming):
    assert put(database, incoming("a", "It rained.")) == [("a", "new")]
    assert put(database, incoming("a", "It rained.")) == [("a", "unchanged")]
    assert put(database, incoming("a", "It snowed.")) == [("a", "changed")]
    with database.read() as connection:
        assert get_version(connection, "a").report.text == "It snowed."
        assert get_version(connection, "a", 1).report.text == "It rained."
        assert [each.number for each in iterate_versions(connection, ("pending",))] == [2]


def test_a_report_that_comes_twice_in_one_batch_is_taken_in_once(database, incoming):
    same = incoming("a", "It rained.")
    assert put(database, same, same, incoming("a", "It snowed.")) == [
        ("a", "new"),
        ("a", "unchanged"),
        ("a", "changed"),
    ]


def test_two_reports_that_want_one_id_get_two(database, incoming):
    other = incoming("a", "Elsewhere.")
    other = type(other)("other#a", other.report, None, other.fetched_at)
    assert put(database, incoming("a", "Here."), other) == [("a", "new"), ("a-2", "new")]


@pytest.mark.parametrize("text", ["a\x00b", "half \ud83d of a pair", "“marks” — and a \U0001f30a"])
def test_a_text_comes_out_as_it_went_in(database, incoming, text):
    put(database, incoming("a", text, title="T\x00"))
    with database.read() as connection:
        assert get_version(connection, "a").report.text == text
        assert get_version(connection, "a").report.title == "T\x00"


def test_an_erased_report_leaves_a_tombstone_and_is_not_taken_in_again(database, incoming):
    put(database, incoming("a", "It rained."))
    with database.write() as connection:
        erase_report(connection, "a", "2026-03-02T00:00:00.000000+00:00")
    assert put(database, incoming("a", "It rained again.")) == [("a", "forgotten")]
    with database.read() as connection:
        assert get_version(connection, "a") is None
        [row] = connection.execute(select(schema.report)).all()
    assert row.erased_at == "2026-03-02T00:00:00.000000+00:00"
    assert "test#a" not in row.key
    with pytest.raises(InputError, match="already"), database.write() as connection:
        erase_report(connection, "a", "2026-03-03T00:00:00.000000+00:00")
