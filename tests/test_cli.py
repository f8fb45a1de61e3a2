import json
import os
import subprocess
import sys

import pytest

from dateline.pipeline import example_paths

EXAMPLES = dict(example_paths())
GOOD = "Chile closed its embassy in Peru on Monday.\n\n“We had no choice,” Foreign Minister Ana Rojas said.\n"


@pytest.fixture
def folder(tmp_path):
    def write(**files):
        for name, content in files.items():
            path = tmp_path / name.replace("__", ".")
            path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return tmp_path

    return write


BAD = [
    # what is wrong, the file, its content, words of the one line on standard error
    ("empty", "bad__txt", b"", "empty"),
    ("only blanks", "bad__txt", b" \n\n ", "empty"),
    ("binary", "bad__txt", bytes(range(256)) * 8, "binary"),
    ("not an object", "bad__jsonl", b'["text"]\n', "object"),
    ("no text", "bad__jsonl", b'{"id": "x"}\n', "text"),
    ("text is no string", "bad__jsonl", b'{"text": 5}\n', "text"),
    ("not JSON", "bad__jsonl", b'{"text": \n', "JSON"),
]


@pytest.mark.parametrize(("why", "name", "content", "words"), BAD, ids=[row[0] for row in BAD])
def test_bad_input_is_one_line_naming_the_file_and_the_rest_is_read(run, folder, why, name, content, words):
    folder(**{"good__txt": GOOD, name: content})
    code, out, err = run("read", ".", "--format", "jsonl")
    assert code == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["good"]
    lines = [line for line in err.splitlines() if name.replace("__", ".") in line]
    assert len(lines) == 1
    assert words.casefold() in lines[0].casefold()


def test_a_path_that_is_not_there_is_named(run):
    code, out, err = run("read", "nowhere.txt")
    assert code == 1
    assert out == ""
    assert "nowhere.txt" in err
    assert "Traceback" not in err


def test_a_wrong_encoding_is_decoded_with_a_note(run, folder):
    folder(old__txt="Café owners in Málaga closed the fair on Monday, the mayor said.".encode("cp1252"))
    code, out, err = run("read", "old.txt", "--format", "jsonl")
    assert code == 0
    assert "Café" in str(json.loads(out)) or json.loads(out)["regions"]
    assert "old" in err


def test_no_publication_date_is_noted_and_relative_dates_stay_open(run, folder):
    folder(good__txt=GOOD)
    code, out, err = run("read", "good.txt", "--format", "jsonl")
    row = json.loads(out)
    assert code == 0
    assert row["published"] is None
    assert "no publication date" in err
    [monday] = [timex for timex in row["times"] if GOOD[slice(*timex["span"])] == "Monday"]
    assert monday["value"].startswith("XXXX")


def test_another_language_is_said_and_not_guessed_at(run, folder):
    french = (
        "Le ministère des affaires étrangères a annoncé lundi la fermeture de son ambassade. « Nous n'avions pas le "
        "choix », a déclaré la ministre devant les journalistes réunis dans la capitale."
    )
    folder(fr__txt=french)
    code, out, err = run("read", "fr.txt", "--format", "jsonl")
    row = json.loads(out)
    assert row["language"] == "fr"
    assert row["quotes"] == row["events"] == []
    assert "'fr'" in err
    assert code == 0


def test_a_very_long_report_is_read_as_far_as_the_limit_says(run, folder, monkeypatch):
    folder(
        long__txt=GOOD + "\n\n" + ("It rained in the port for days. " * 30 + "\n\n") * 30,
        d__toml="[read]\nmax_chars = 5000\n",
    )
    code, out, err = run("read", "long.txt", "--format", "jsonl", "--config", "d.toml")
    assert code == 0
    assert "read.max_chars" in err
    assert json.loads(out)["quotes"]


def test_control_characters_and_direction_marks_shift_nothing(run, folder):
    text = "\u202bChile\u202c closed\x07 its embassy.\n\n“We had\u200b no choice,” Ana Rojas said.\n"
    folder(odd__txt=text)
    code, out, _ = run("read", "odd.txt", "--format", "jsonl")
    row = json.loads(out)
    assert code == 0
    assert any("no choice" in text[s:e] for quote in row["quotes"] for s, e in quote["content"])
    code, out, _ = run("read", "odd.txt")
    assert "\x07" not in out
    assert "\u202b" not in out


def test_standard_input_is_a_report(run):
    code, out, _ = run("read", "-", "--format", "jsonl", stdin=GOOD.encode())
    assert code == 0
    assert json.loads(out)["id"] == "stdin"


def test_standard_input_may_be_json_lines(run):
    lines = "\n".join(json.dumps({"id": name, "text": GOOD}) for name in ("a", "b"))
    code, out, _ = run("read", "-", "--format", "jsonl", stdin=lines.encode())
    assert code == 0
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["a", "b"]


COMMANDS = ["story", "compare", "origins", "stories", "quotes", "timeline", "relations", "check"]


@pytest.mark.parametrize("command", [*COMMANDS, "read"])
@pytest.mark.parametrize("fmt", ["text", "json", "jsonl", "html", "md"])
def test_every_command_speaks_every_format(run, folder, command, fmt):
    folder(a__txt=GOOD, b__txt=GOOD.replace("Monday", "Tuesday"))
    code, out, err = run(command, "a.txt", "b.txt", "--format", fmt)
    assert code == 0, err
    assert out.endswith("\n") or (fmt == "jsonl" and not out)  # no rows, no lines
    if fmt == "json":
        json.loads(out)
    if fmt == "jsonl":
        assert all(json.loads(line) is not None for line in out.splitlines())
    if fmt == "html":
        assert out.lower().startswith("<!doctype html>")
    if fmt == "text":
        assert "\x1b" not in out


@pytest.mark.parametrize("command", ["story", "origins", "compare"])
def test_the_order_of_files_changes_no_byte(run, command):
    paths = sorted(os.path.join(EXAMPLES["recognition"], name) for name in os.listdir(EXAMPLES["recognition"]))
    outputs = {run(command, *order, "--format", "json")[1] for order in (paths, paths[::-1], paths[3:] + paths[:3])}
    assert len(outputs) == 1


def test_a_report_reads_the_same_whatever_is_read_with_it(run):
    folder = EXAMPLES["envoys"]
    together = run("read", folder, "--format", "jsonl")[1].splitlines()
    for name in sorted(os.listdir(folder)):
        for line in run("read", os.path.join(folder, name), "--format", "jsonl")[1].splitlines():
            assert line in together


def test_quotes_of_one_speaker_are_picked(run, folder):
    folder(a__txt=GOOD + "\n“It was a mistake,” former envoy Luis Mora said.\n")
    _, out, _ = run("quotes", "a.txt", "--speaker", "rojas", "--format", "jsonl")
    assert [json.loads(line)["speaker"]["name"] for line in out.splitlines()] == ["Ana Rojas"]
    _, out, _ = run("quotes", "a.txt", "--speaker", "nobodyson")
    assert "Nobody named or described as “nobodyson” is quoted." in out


def test_a_day_that_is_none_is_refused(run, folder):
    folder(a__txt=GOOD)
    code, out, err = run("relations", "a.txt", "--as-of", "yesterday")
    assert (code, out) == (1, "")
    assert "2025-07-04" in err


def test_the_demo_prints_the_dossier_and_writes_the_page(run, tmp_path):
    code, out, err = run("demo")
    assert code == 0
    assert "Kazakhstan" in out
    page = (tmp_path / "dossier.html").read_text(encoding="utf-8")
    assert page.lower().startswith("<!doctype html>")
    assert "dossier.html" in err


def test_an_example_that_is_not_there_is_refused_with_those_that_are(run):
    code, _, err = run("demo", "--story", "none")
    assert code == 1
    assert "recognition" in err


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("dateline.cli", "spacy sqlalchemy alembic trafilatura lxml urllib3 numpy dateline.read dateline.group"),
        ("dateline.pipeline.ask", "spacy alembic trafilatura lxml urllib3 numpy dateline.read dateline.group"),
    ],
)
def test_commands_and_questions_load_no_model_no_reader_and_no_page_library(module, heavy):
    code = f"import sys; import {module}; print(*set({heavy.split()}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("command", [*COMMANDS, "read", "demo", "search", "evidence", "problems", "sources", "export"])
def test_help_explains_each_command_with_an_example(run, command):
    code, out, _ = run(command, "--help")
    assert code == 0
    assert f"Example: dateline {command}" in out


def test_a_draft_is_checked_against_reports(run, folder):
    folder(a__txt=GOOD, draft__md="Chile closed its embassy in Peru.\n\n“We had a choice,” Ana Rojas said.\n")
    code, out, _ = run("check", "draft.md", "a.txt", "--format", "json")
    value = json.loads(out)
    assert code == 0
    assert value["reports"] == ["a"]
    assert {(row["kind"], row["verdict"]) for row in value["checked"]} >= {("event", "held"), ("quote", "differs")}


def test_a_draft_may_come_from_standard_input_and_be_given_its_day(run, folder):
    folder(a__txt=GOOD.replace("Monday", "9 March 2026"))
    draft = b"Chile closed its embassy in Peru on Monday."
    code, out, err = run("check", "-", "a.txt", "--date", "2026-03-12", "--format", "jsonl", stdin=draft)
    assert code == 0
    assert "no publication date" not in err.replace("note: a:", "") or "stdin" not in err
    assert {json.loads(line)["verdict"] for line in out.splitlines()} == {"held"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "-", "-"), "not both"),
        (("check", "nowhere.md", "a.txt"), "nowhere.md"),
        (("check", "a.txt", "nowhere.txt"), "nothing to check"),
        (("check", "a.txt", "a.txt", "--date", "soon"), "--date"),
        (("story", "a.txt", "--judgements", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_what_cannot_be_checked_or_judged_is_one_line(run, folder, words, told):
    folder(a__txt=GOOD)
    code, out, err = run(*words)
    assert (code, out) == (1, "")
    assert told in err
    assert "Traceback" not in err


JUDGED = """
[[judgement]]
decision = "origin:a|b"
verdict = "keep apart"
author = "Ana Lee"

[[judgement]]
decision = "origin:a|nowhere"
verdict = "join"
author = "Ana Lee"
"""


@pytest.mark.parametrize("command", ["story", "compare", "origins", "quotes", "timeline", "relations"])
def test_a_judgement_on_what_is_not_there_is_one_line_and_the_rest_is_done(run, folder, command):
    folder(a__txt=GOOD, b__txt=GOOD, judged__toml=JUDGED)
    code, out, err = run(command, "a.txt", "b.txt", "--judgements", "judged.toml", "--format", "json")
    assert code == 0
    assert [line for line in err.splitlines() if "origin:a|nowhere" in line and "no decision" in line]
    assert len([line for line in err.splitlines() if "judgement" in line]) == 1
    if command == "origins":
        assert [row["reports"] for row in json.loads(out)] == [["a"], ["b"]]
        assert json.loads(run(command, "a.txt", "b.txt", "--format", "json")[1])[0]["reports"] == ["a", "b"]
