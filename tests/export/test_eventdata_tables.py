"""The CSV and Parquet folders, read back by strict readers with the types that their data package tells."""

import csv
import hashlib
import io
import json
import re
import sys
from datetime import date
from pathlib import Path

import pyarrow
import pyarrow.parquet
import pytest

from dateline import cli, export
from dateline.errors import ConfigError
from dateline.export.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from dateline.export.polecat import COLUMNS
from dateline.export.schema import TABLES
from dateline.export.wording import neutralise, one_line
from dateline.pipeline import example_paths

PAGE = Path(__file__).resolve().parents[2] / "docs" / "event-data.md"
PARSE = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}
ARROW = {
    "string": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "boolean": pyarrow.bool_(),
    "date": pyarrow.date32(),
}


def read_package(story, to):
    """The tables of an export by name, as the types of its data package, and the package."""
    delivery = export.export_story(story, to)
    assert delivery.folder
    files = {file.name: file for file in delivery.files}
    package = json.loads(files.pop("datapackage.json").content.decode("utf-8"))
    assert [resource["path"] for resource in package["resources"]] == list(files)
    assert re.fullmatch(r"[a-z0-9._/-]+", package["name"])
    tables = {}
    for resource in package["resources"]:
        file = files[resource["path"]]
        assert resource["bytes"] == len(file.content)
        assert resource["hash"] == "sha256:" + hashlib.sha256(file.content).hexdigest()
        read = read_csv if to == "csv" else read_parquet
        rows = read(file.content, resource["schema"]["fields"])
        assert file.rows == resource["rows"] == len(rows)
        tables[resource["name"]] = rows
    return tables, package


def read_csv(content, fields):
    text = content.decode("utf-8")
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert text.count("\n") == len(lines) + 1, "no cell holds a line break"
    assert header == [field["name"] for field in fields]
    assert {len(line) for line in lines} <= {len(header)}
    return [
        {f["name"]: PARSE[f["type"]](cell) if cell else None for f, cell in zip(fields, line, strict=True)}
        for line in lines
    ]


def read_parquet(content, fields):
    table = pyarrow.parquet.read_table(io.BytesIO(content))
    table.validate(full=True)
    assert table.column_names == [field["name"] for field in fields]
    assert table.schema.types == [ARROW[field["type"]] for field in fields]
    return table.to_pylist()


def as_cell(words):
    line = one_line(words)
    return ("'" + line if line.startswith(("=", "+", "-", "@")) else line) or None


@pytest.mark.parametrize(("to", "written"), [("csv", as_cell), ("parquet", neutralise)])
def test_tables_are_read_back(any_story, to, written):
    tables, _ = read_package(any_story, to)
    assert [row["event_id"] for row in tables["events"]] == [written(event.id) for event in any_story.events]
    for event, row in zip(any_story.events, tables["events"], strict=True):
        assert (row["type"], row["mode"], row["status"], row["polarity"]) == (
            event.type or None, event.mode, event.status, event.polarity,
        )  # fmt: skip
        assert (row["main"], row["earliest"], row["latest"]) == (event.main, event.earliest, event.latest)
        assert (row["earliest_day"] is None) is (event.earliest is None)
        assert row["origins"] == len(event.origins)
        assert row["place"] == (written(event.place) if event.place else None)
    actors = [
        (event.id, side, number, party)
        for event in any_story.events
        for side, parties in (("source", event.source_actors), ("target", event.target_actors))
        for number, party in enumerate(parties, 1)
    ]
    assert [(row["event_id"], row["side"], row["number"], row["name"]) for row in tables["event_actors"]] == [
        (written(event), side, number, written(party.name)) for event, side, number, party in actors
    ]
    evidence = [item for event in any_story.events for item in event.evidence]
    told = [row for row in tables["evidence"] if row["of_kind"] == "event"]
    assert [row["text"] for row in told] == [written(item.text) for item in evidence]
    assert [(row["start"], row["end"]) for row in told] == [(item.span.start, item.span.end) for item in evidence]
    assert [row["report_id"] for row in tables["reports"]] == [reading.id for reading in any_story.readings]
    assert len(tables["statements"]) == len(any_story.statements)
    assert [row["relation"] for row in tables["states"]] == [row.relation for row in any_story.relations]


@pytest.mark.parametrize("to", ["csv", "parquet"])
@pytest.mark.parametrize("name", ["depot-blast", "envoys", "recognition"])
def test_keys_are_unique_and_references_lead_somewhere(examples, name, to):
    tables, package = read_package(examples[name], to)
    for resource in package["resources"]:
        rows, schema = tables[resource["name"]], resource["schema"]
        keys = [tuple(row[name] for name in schema["primaryKey"]) for row in rows]
        assert len(set(keys)) == len(keys), resource["name"]
        assert all(part is not None for key in keys for part in key)
        for link in schema.get("foreignKeys", ()):
            there = {row[link["reference"]["fields"]] for row in tables[link["reference"]["resource"]]}
            here = {row[link["fields"]] for row in rows}
            assert here <= there, (resource["name"], link)


def test_evidence_in_parquet_is_the_reports_text_letter_for_letter(examples):
    for story in examples.values():
        texts = {reading.id: reading.text for reading in story.readings}
        tables, _ = read_package(story, "parquet")
        assert tables["evidence"]
        for row in tables["evidence"]:
            assert row["text"] == texts[row["report_id"]][row["start"] : row["end"]]


def test_both_exports_have_the_same_tables_and_every_column_is_described(story):
    _, csv_package = read_package(story, "csv")
    _, parquet_package = read_package(story, "parquet")
    schemas = [[resource["schema"] for resource in package["resources"]] for package in (csv_package, parquet_package)]
    assert schemas[0] == schemas[1]
    page = PAGE.read_text(encoding="utf-8")
    for table in TABLES:
        section = page.split(f"### `{table.name}`")[1].split("###")[0]
        for column in table.columns:
            assert f"| `{column.name}` | {column.type} | {column.about}" in section
    assert all(field["description"] for schema in schemas[0] for field in schema["fields"])
    assert csv_package["licenses"][0]["name"] == "CC-BY-4.0"


def test_every_column_is_in_the_docs():
    page = PAGE.read_text(encoding="utf-8")
    own = [column.name for table in TABLES for column in table.columns] + [table.name for table in TABLES]
    for name in (*own, *COLUMNS, *MENTION_COLUMNS, *EVENT_COLUMNS):
        general = re.sub(r"^Actor[12](?=[A-Z])", "Actor1", name)
        general = re.sub(r"^(Actor[12]|Action)Geo_", "ActionGeo_", general)
        general = re.sub(r"^Recipient (?!ID)", "Actor ", general).replace("Primary Recipient", "Primary Actor")
        assert f"`{general.replace('Wikipedia Recipient', 'Wikipedia Actor')}`" in page, name
    for to in export.FORMATS:
        assert f"--to {to}" in page


# --- The command -------------------------------------------------------------------------------------------------


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["dateline", *map(str, words)])
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = end.code or 0
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


FOLDER = dict(example_paths())["recognition"]


def test_the_command_prints_one_file_and_tells_its_rows(run):
    code, out, err = run("export", FOLDER, "--to", "polecat")
    assert code == 0
    assert f"polecat.tsv: {len(out.splitlines()) - 1} rows" in err


def test_the_command_writes_a_folder(run, tmp_path):
    code, out, err = run("export", FOLDER, "--to", "csv", "-o", "tables")
    assert (code, out) == (0, "")
    names = {path.name for path in (tmp_path / "tables").iterdir()}
    assert names == {f"{table.name}.csv" for table in TABLES} | {"datapackage.json"}
    assert "events.csv: " in err


@pytest.mark.parametrize("to", ["csv", "parquet"])
def test_a_folder_needs_a_name(run, to):
    code, out, err = run("export", FOLDER, "--to", to)
    assert (code, out) == (1, "")
    assert "-o" in err
    assert len(err.splitlines()) == 1


def test_a_folder_that_is_a_file_is_refused(run, tmp_path):
    (tmp_path / "taken").write_text("x")
    code, _, err = run("export", FOLDER, "--to", "csv", "-o", "taken")
    assert code == 1
    assert "taken: cannot be written" in err


def test_without_pyarrow_one_line_says_what_to_install(story, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ConfigError, match=r"pip install 'dateline\[parquet\]'") as error:
        export.export_story(story, "parquet")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("to", ["gdelt", "plover"])
def test_the_order_of_reports_changes_no_byte(run, to):
    paths = sorted(Path(FOLDER).iterdir())
    assert run("export", *paths, "--to", to)[1] == run("export", *paths[::-1], "--to", to)[1] != ""
