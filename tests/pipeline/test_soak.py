"""A run killed with SIGKILL at random points and resumed ends as if it had never been killed, on both databases."""

import soak


def test_a_run_killed_eight_times_leaves_the_record_of_an_unbroken_one(request, tmp_path, location):
    file = tmp_path / "reports.jsonl"
    soak.write_reports(file, 40)
    whole = str(tmp_path / "whole.db")
    assert soak.start(whole, "add", str(file)).wait(300) == 0
    assert soak.start(whole, *soak.RUN).wait(300) == 0
    hit = soak.soak(location, file, kills=8)
    assert hit.total() == 8
    # The unbroken record is in SQLite either way: a record is the same in both databases, to the row.
    assert soak.read_rows(location) == soak.read_rows(whole)
