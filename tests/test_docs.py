"""What the README and the docs print has been run: each `$ dateline ...` of a console block is run here."""

import ast
import re
import runpy
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import dateline
from dateline import cli
from dateline.config import Config

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)


TUTORIAL = ROOT / "docs" / "tutorial.md"


def steps_of(page):
    """Each `$ dateline ...` of a page with what is shown below it."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, shown = step.partition("\n")
            if command.startswith("dateline "):
                yield command, shown


def console_commands():
    for page in PAGES:
        if page != TUTORIAL:  # its commands go together, see below
            for command, shown in steps_of(page):
                yield pytest.param(command, shown, id=f"{page.name}: {command}")


def run_command():
    try:
        cli.main()
    except SystemExit as end:
        return end.code or 0
    return 0


@pytest.mark.parametrize(("command", "shown"), list(console_commands()))
def test_a_command_of_the_docs_prints_what_they_show(command, shown, monkeypatch, capsys, tmp_path):
    """A line of a shown output stands in the real one, in order; a line with only … stands for any lines."""
    words = shlex.split(command)
    target = None
    if ">" in words:
        words, target = words[: words.index(">")], words[-1]
    words = [str(ROOT / word) if (ROOT / word).exists() and "/" in word else word for word in words]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(sys, "argv", words)
    assert run_command() == 0
    printed = capsys.readouterr()
    if target:
        assert printed.out.strip()
    hold_against(shown, printed)


def hold_against(shown, printed):
    lines = [line.rstrip() for line in (printed.out + printed.err).splitlines()]
    at = 0
    for line in (line.rstrip() for line in shown.splitlines() if line.strip() not in ("", "…")):
        assert line in lines[at:], f"not printed (or not in this order): {line!r}"
        at = lines.index(line, at) + 1


def test_the_tutorial_goes_as_it_is_printed(monkeypatch, capsys, tmp_path):
    """Its commands run one after the other in one folder, on one record."""
    for name in ("src", "docs"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("DATELINE_RECORD", raising=False)
    steps = list(steps_of(TUTORIAL))
    assert len(steps) > 12
    for command, shown in steps:
        monkeypatch.setattr(sys, "argv", shlex.split(command))
        code = run_command()
        printed = capsys.readouterr()
        assert code == 0, f"{command}: {printed.err}"
        hold_against(shown, printed)


def test_the_reference_is_what_the_code_tells():
    tool = runpy.run_path(str(ROOT / "tools" / "build_reference.py"))
    page = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    assert tool["replace_made_part"](page) == page, "run: python tools/build_reference.py"
    for name in (command.name or command.callback.__name__ for command in cli.app.registered_commands):
        assert f"## `dateline {name}`" in page


def test_every_command_is_in_the_readme():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    names = [command.name or command.callback.__name__ for command in cli.app.registered_commands]
    assert [name for name in names if f"`dateline {name}" not in readme] == []


@pytest.mark.parametrize("name", dateline.__all__)
def test_every_public_name_has_a_docstring(name):
    assert getattr(dateline, name).__doc__


@pytest.mark.parametrize("group", [type(field.default) for field in fields(Config)], ids=lambda group: group.__name__)
def test_every_setting_is_documented(group):
    for name in group.__dataclass_fields__:
        assert f"{name}:" in group.__doc__
        assert name in (ROOT / "README.md").read_text(encoding="utf-8")


def test_importing_the_package_loads_no_model_and_no_data():
    source = (ROOT / "src" / "dateline" / "__init__.py").read_text(encoding="utf-8")
    imported = {node.module for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)}
    assert all(module == "__future__" or module.startswith("dateline.") for module in imported)
    code = (
        "import sys, dateline; from dateline import lexicon; "
        "sys.exit('spacy' in sys.modules or lexicon.load_tables.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
