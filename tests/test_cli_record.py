"""The commands that ask the record: every format, ids beside paths, and what is printed where."""

import json
import re
import shutil

import pytest

from dateline.pipeline import example_paths
from dateline.pipeline.ask import open_record

LISTS = [
    ("stories",),
    ("events",),
    ("timeline",),
    ("quotes",),
    ("relations",),
    ("relations", "--as-of", "2026-03-12"),
    ("origins",),
    ("search", "embassy"),
    ("problems",),
    ("sources",),
]
OF_ONE = ["story", "compare", "origins", "stories", "events", "timeline", "quotes", "relations", "evidence"]


@pytest.fixture
def ask(run, examples_at):
    """Ask the record of the bundled examples; gives the exit code, standard output and standard error."""
    return lambda *words: run(*words, "--record", examples_at)


@pytest.fixture(scope="module")
def record(examples_at):
    return open_record(examples_at)


@pytest.fixture(scope="module")
def story(record):
    return next(row for row in record.stories().rows if "Taliban" in row.title)


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
@pytest.mark.parametrize("fmt", ["text", "json", "jsonl", "html", "md"])
def test_every_list_speaks_every_format(ask, words, fmt):
    code, out, err = ask(*words, "--format", fmt)
    assert code == 0, err
    assert out.endswith("\n")
    if fmt == "json":
        assert json.loads(out)
    if fmt == "jsonl":
        assert all(json.loads(line) for line in out.splitlines())
    if fmt == "html":
        assert out.lower().startswith("<!doctype html>")
    if fmt == "text":
        assert re.search(r"^Next: dateline \w+", err, re.MULTILINE)
        assert "\x02" not in out
    else:
        assert "Next:" not in err


@pytest.mark.parametrize("command", OF_ONE)
@pytest.mark.parametrize("fmt", ["text", "json", "jsonl", "html", "md"])
def test_every_question_of_one_story_speaks_every_format(ask, story, command, fmt):
    code, out, err = ask(command, story.id, "--format", fmt)
    assert code == 0, err
    assert out.endswith("\n")
    if fmt == "json":
        assert json.loads(out)
    if fmt == "html":
        assert out.lower().startswith("<!doctype html>")


@pytest.mark.parametrize("width", ["40", "80", "200"])
@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_ids_are_never_broken_in_text(ask, monkeypatch, words, width):
    monkeypatch.setenv("COLUMNS", width)
    out = ask(*words)[1]
    for row in json.loads(ask(*words, "--format", "json", "--limit", "50")[1]):
        wanted = row.get("id") if words[0] not in ("problems", "sources", "search") else None
        wanted = wanted or row.get("report") or row.get("location") or row.get("place")
        assert wanted in out.split()


def test_evidence_that_is_cut_says_so(ask):
    story = json.loads(ask("stories", "--format", "json")[1])[0]["id"]
    code, out, err = ask("evidence", story, "--limit", "2")
    total = json.loads(ask("evidence", story, "--format", "json")[1])["total"]
    assert code == 0
    assert f"the first 2 passages in 2 reports, of {total}" in " ".join(out.split())
    assert f"2 of {total} are shown; --limit {total} shows all" in err


def test_what_a_list_counts_it_names_and_evidence_leads_on(ask):
    events = json.loads(ask("events", "--country", "KAZ", "--format", "json")[1])
    assert events
    for row in events:
        assert row["origins"] == len(row["origin_groups"])
        assert {each["report"] for each in row["evidence"]} == set(row["reports"])
        proof = json.loads(ask("evidence", row["id"], "--format", "json")[1])
        assert [each["text"] for each in proof["evidence"]] == [each["text"] for each in row["evidence"]]


def test_data_is_not_cut_unless_asked_and_text_says_how_to_see_the_rest(ask):
    code, out, err = ask("events", "--format", "jsonl")
    assert len(out.splitlines()) > 50
    code, out, err = ask("events")
    assert code == 0
    assert re.search(r"50 of (\d+) are shown; --limit \1 shows all", err)
    assert len(ask("events", "--limit", "2", "--format", "jsonl")[1].splitlines()) == 2


@pytest.mark.parametrize("wanted", ["story", "event", "statement", "report"])
def test_a_dossier_is_that_of_the_files_whatever_id_leads_to_it(run, ask, record, story, wanted):
    folder = dict(example_paths())["recognition"]
    found = {
        "story": story.id,
        "event": next(row.id for row in record.events().rows if row.story == story.id),
        "statement": next(row.id for row in record.quotes().rows if row.story == story.id),
        "report": story.reports[0],
    }
    for command in ("story", "compare"):
        assert ask(command, found[wanted], "--format", "json")[1] == run(command, folder, "--format", "json")[1]


def test_a_report_that_is_a_file_too_is_the_file(run, examples_at, tmp_path, story):
    (tmp_path / story.reports[0]).write_text("Chile closed its embassy in Peru on Monday.\n", encoding="utf-8")
    out = run("story", story.reports[0], "--record", examples_at, "--format", "json")[1]
    assert [row["id"] for row in json.loads(out)["reports"]] == [story.reports[0]]
    (tmp_path / story.reports[0]).unlink()
    out = run("story", story.reports[0], "--record", examples_at, "--format", "json")[1]
    assert len(json.loads(out)["reports"]) == len(story.reports)


def test_the_record_lies_in_the_folder_unless_said_otherwise(run, examples_at, tmp_path, monkeypatch):
    monkeypatch.delenv("DATELINE_RECORD", raising=False)
    assert run("stories")[0] == 1
    shutil.copy(examples_at, tmp_path / "dateline.db")
    assert run("stories")[0] == 0
    monkeypatch.setenv("DATELINE_RECORD", "elsewhere.db")
    assert run("stories")[0] == 1


def test_an_event_list_exports_a_story_of_the_record(run, ask, story):
    folder = dict(example_paths())["recognition"]
    code, out, err = ask("export", story.id, "--to", "polecat")
    assert code == 0, err
    assert out == run("export", folder, "--to", "polecat")[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("story", "story_000000000000"), "no id of this record"),
        (("evidence", "nothing"), "no id of this record"),
        (("story",), "5 stories; give the id"),
        (("export", "--to", "polecat"), "5 stories; give the id"),
        (("events", "--country", "Narnia"), "Narnia"),
        (("events", "--since", "soon"), "--since"),
        (("events", "--since", "2026-05-01", "--until", "2026-03-01"), "is after --until"),
        (("judge", "/nope"), "/nope: cannot be read (No such file or directory)"),
        (("relations", "--as-of", "soon"), "--as-of"),
        (("relations", "--relation", "loves"), "recognises"),
        (("search", "..."), "no word"),
        (("stories", "--mentions", "x"), None),
        (("events", "--mentions", "x.jsonl"), "--mentions"),
        (("story", "--judgements", "x.toml"), "--judgements"),
        (("story", "nowhere.txt"), "nowhere.txt"),
    ],
)
def test_what_cannot_be_asked_is_one_line(ask, words, told):
    code, out, err = ask(*words)
    assert out == ""
    assert "Traceback" not in err
    if told is None:
        assert code == 2
    else:
        assert code == 1
        assert told in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("events", ".", "--since", "2026-01-01"), "--since asks the record"),
        (("quotes", ".", "--known-on", "2026-01-01"), "--known-on asks the record"),
        (("relations", ".", "--outlet", "Post"), "--outlet asks the record"),
        (("story", ".", "--known-on", "2026-01-01"), "--known-on asks the record"),
    ],
)
def test_options_of_the_record_are_refused_on_files(ask, words, told):
    code, out, err = ask(*words)
    assert (code, out) == (1, "")
    assert told in err


def test_ids_and_paths_are_not_mixed(ask, tmp_path, story):
    (tmp_path / "a.txt").write_text("Chile closed its embassy.\n", encoding="utf-8")
    code, out, err = ask("story", story.id, "a.txt")
    assert (code, out) == (1, "")
    assert "a.txt is no id" in err


@pytest.mark.parametrize("words", [*LISTS, ("evidence", "ev_000000000000"), ("story", "ev_000000000000")], ids=" ".join)
def test_without_a_record_one_line_says_how_to_make_one(run, words, tmp_path):
    code, out, err = run(*words, "--record", str(tmp_path / "none.db"))
    assert (code, out) == (1, "")
    assert "dateline add" in err
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    "words",
    [("quotes", "--since", "2026-01-01"), ("origins", "--outlet", "Post"), ("relations", "--limit", "3")],
    ids=" ".join,
)
def test_options_that_narrow_lists_are_refused_for_one_story(ask, story, words):
    code, out, err = ask(words[0], story.id, *words[1:])
    assert (code, out) == (1, "")
    assert f"{words[1]} narrows lists" in err


def test_what_is_listed_of_one_story_is_narrowed(ask, story):
    every = json.loads(ask("events", story.id, "--format", "json")[1])
    some = json.loads(ask("events", story.id, "--country", "GBR", "--format", "json")[1])
    assert {row["story"] for row in every} == {story.id}
    assert 0 < len(some) < len(every)
    spoken = json.loads(ask("quotes", story.id, "--speaker", "Sarhadi", "--format", "json")[1])
    assert {row["speaker"]["name"] for row in spoken} <= {"Sarhadi", "Matiullah Sarhadi"}
