"""The commands that change a record, as a user types them."""

import pytest

from dateline.pipeline import example_paths

EXAMPLES = dict(example_paths())


@pytest.fixture
def type_in(run):
    """Run a command; standard error comes on one line."""

    def call(*words):
        code, out, err = run(*words)
        return code, out, " ".join(err.split())

    return call


def test_add_run_and_forget(type_in):
    code, _, told = type_in("add", EXAMPLES["recognition"])
    assert code == 0
    assert "6 new, 0 changed" in told
    assert "Next: dateline run" in told
    code, _, told = type_in("run", "--offline", "--workers", "0")
    assert code == 0
    assert "6 reports read, 0 could not be; 1 story put together" in told
    code, _, told = type_in("run", "--offline", "--workers", "0")
    assert "0 reports read, 0 could not be; 0 stories put together" in told
    code, _, told = type_in("forget", "steppe-chronicle-decree")
    assert (code, "Erased steppe-chronicle-decree" in told) == (0, True)
    code, _, told = type_in("forget", "steppe-chronicle-decree")
    assert (code, "already" in told) == (1, True)


def test_a_dropped_source_is_visited_no_more_until_it_is_added_again(type_in, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text("Chile closed its embassy in Peru on Monday.\n", encoding="utf-8")
    type_in("add", "a.txt")
    code, _, told = type_in("drop", "a.txt")
    assert (code, "its reports stay" in told) == (0, True)
    file.write_text("Chile closed its embassy in Peru on Tuesday.\n", encoding="utf-8")
    assert "a.txt" not in type_in("run", "--workers", "0")[2]
    assert "visited no more" in type_in("sources")[1]
    assert "1 changed" in type_in("add", "a.txt")[2]
    assert "visited no more" not in type_in("sources")[1]


def test_watch_runs_as_often_as_it_is_told(type_in, tmp_path):
    (tmp_path / "a.txt").write_text("Chile closed its embassy in Peru on Monday.\n", encoding="utf-8")
    type_in("add", tmp_path / "a.txt")
    code, _, told = type_in("watch", "--every", "1s", "--times", "2", "--workers", "0")
    assert code == 0
    assert told.count("put together") == 2


def test_judgements_of_a_file_are_the_records(type_in, tmp_path):
    type_in("add", EXAMPLES["recognition"])
    type_in("run", "--workers", "0")
    (tmp_path / "judged.toml").write_text(
        '[[judgement]]\ndecision = "origin:clipping-astana|harbour-post-kazakhstan"\n'
        'verdict = "keep apart"\nauthor = "Ana Lee"\n',
        encoding="utf-8",
    )
    code, _, told = type_in("judge", "judged.toml")
    assert (code, "1 judgement added, 0 undone" in told) == (0, True)


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("run",), "there is no record yet"),
        (("forget", "x"), "there is no record yet"),
        (("drop", "x"), "there is no record yet"),
        (("watch", "--every", "soon"), "--every needs a time like"),
        (("add", "ftp://example.org/feed"), "only http and https"),
        (("add", "nowhere.txt"), "nowhere.txt: no such file or folder"),
        (("add", "a.txt", "--record", "no/such/folder/record.db"), "folder does not exist"),
    ],
)
def test_what_cannot_be_done_is_one_line(type_in, words, line):
    code, out, told = type_in(*words)
    assert (code, out) == (1, "")
    assert line in told
    assert "Traceback" not in told
