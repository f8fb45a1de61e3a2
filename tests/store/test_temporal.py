import pytest
from sqlalchemy import select

from dateline.store.schema import origin
from dateline.store.temporal import known_at, sync_rows

FIRST, SECOND = "2026-03-01T10:00:00.000000+00:00", "2026-03-02T10:00:00.000000+00:00"


def row(origin_id, name):
    return {"story_id": "s", "id": origin_id, "name": name, "agency": None, "depends": "[]"}


def sync(database, rows, now):
    with database.write() as connection:
        return sync_rows(connection, database.dialect, origin, ({"story_id": "s"}, rows), now)


def names(database, day):
    with database.read() as connection:
        return set(connection.scalars(select(origin.c.name).where(known_at(origin, day))))


def test_what_changed_is_closed_and_followed_and_the_rest_left_alone(database):
    assert sync(database, [row("a", "Wire"), row("b", "Post")], FIRST) == 2
    assert sync(database, [row("a", "Wire"), row("b", "The Post"), row("c", "Echo")], SECOND) == 3
    assert names(database, None) == {"Wire", "The Post", "Echo"}
    assert names(database, "2026-03-01") == {"Wire", "Post"}
    assert names(database, "2026-02-28") == set()


def test_the_same_rows_again_change_nothing(database):
    sync(database, [row("a", "Wire")], FIRST)
    assert sync(database, [row("a", "Wire")], SECOND) == 0


def test_a_row_that_was_opened_and_closed_at_one_time_was_never_known(database):
    sync(database, [row("a", "Wire")], FIRST)
    sync(database, [row("a", "The Wire")], FIRST)
    assert names(database, "2026-03-05") == {"The Wire"}
    with database.read() as connection:
        assert len(connection.execute(select(origin)).all()) == 1


@pytest.mark.parametrize("day", ["2026-03-01", "2026-03-01T12:00:00.000000+00:00"])
def test_a_day_means_its_end(database, day):
    sync(database, [row("a", "Wire")], FIRST)
    assert names(database, day) == {"Wire"}
