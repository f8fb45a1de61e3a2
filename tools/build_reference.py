"""Write the part of docs/reference.md that the code tells: commands with their options, settings, tables of the record.

    python tools/build_reference.py

A test holds the page against what this makes.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import fields
from enum import Enum
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import Column, Table
from typer.models import ArgumentInfo, OptionInfo

from dateline import cli, config
from dateline.store import schema

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"
#: What stands below this line in the page is made here.
MARK = "<!-- Made by tools/build_reference.py from the code: what is below this line is not written by hand. -->"


def build_reference() -> str:
    """The made part of the page."""
    parts = ["# Commands", *map(show_command, list_commands()), "# Settings", show_settings(), "# Tables of the record"]
    parts += [
        "In SQLite and PostgreSQL alike. A row with `known_from` was believed from then until before `known_to`, which "
        "is null while it still is. Full text is searched in `words`, which each database keeps in its own way.",
        *map(show_table, schema.metadata.sorted_tables),
    ]
    return "\n\n".join(parts) + "\n"


def list_commands() -> list[tuple[str, Callable[..., None]]]:
    """The commands in the order of `dateline --help`."""
    found = []
    for info in cli.app.registered_commands:
        assert info.callback is not None
        found.append((info.name or info.callback.__name__, info.callback))
    return found


def show_command(named: tuple[str, Callable[..., None]]) -> str:
    """A command's text and a table of what it takes."""
    name, command = named
    shown = [escape(part) for part in inspect.cleandoc(command.__doc__ or "").split("\n\n")]
    shown = [f"`{part.removeprefix('Example: ')}`" if part.startswith("Example: ") else part for part in shown]
    rows = [show_taken(parameter) for parameter in inspect.signature(command).parameters.values()]
    return "\n\n".join([f"## `dateline {name}`", *shown, "\n".join(["| takes | what |", "|---|---|", *rows])])


def show_taken(parameter: inspect.Parameter) -> str:
    """A row for an argument or option: how it is written, and what it does."""
    kind, info = get_args(parameter.annotation)
    if isinstance(info, ArgumentInfo):
        many = "..." if "list" in str(kind) else ""
        names = f"`{escape((info.metavar or parameter.name.upper()).removesuffix('...'))}{many}`"
        return f"| {names} | {escape(info.help or '')} |"
    spelt = [info.default] if isinstance(info.default, str) else []  # typer takes the first name for a default
    spelt += info.param_decls or ()
    names = " ".join(f"`{each}`" for each in spelt or [f"--{parameter.name.replace('_', '-')}"])
    return f"| {names}{show_value(kind, info)} | {escape(info.help or '')} |"


def show_value(kind: Any, info: OptionInfo) -> str:
    """What an option's value is; nothing for a flag."""
    kinds = [each for each in get_args(kind) if each is not type(None)] or [kind]
    if kinds == [bool]:
        return ""
    if issubclass(kinds[0], Enum):
        return " " + escape("|".join(each.value for each in kinds[0]))
    return f" {info.metavar or {int: 'N', Path: 'FILE'}.get(kinds[0], 'TEXT')}"


def show_settings() -> str:
    """All settings with their defaults, as their classes document them."""
    rows = ["| setting | default | what |", "|---|---|---|"]
    for room in fields(config.Config):
        group = room.default
        told = dict(re.findall(r"^\s{4,}(\w+): (.+(?:\n\s{12,}.+)*)", inspect.getdoc(type(group)) or "", re.MULTILINE))
        for item in fields(type(group)):
            what = " ".join(told[item.name].replace("``", "`").split())
            rows.append(f"| `{room.name}.{item.name}` | `{show_default(item.default)}` | {escape(what)} |")
    variables = ", ".join(f"`{name}` overrides `{'.'.join(to)}`" for name, to in config.VARIABLES.items())
    intro = (
        f"From a TOML file (`--config FILE`, or the file that `DATELINE_CONFIG` names), a table a room. {variables}."
    )
    return intro + "\n\n" + "\n".join(rows)


def show_default(value: object) -> str:
    """A default as TOML has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{value}"'
    return str(list(value)) if isinstance(value, tuple) else str(value)


def show_table(table: Table) -> str:
    """A table's meaning, as the comment above it tells, and its columns."""
    source = Path(inspect.getfile(schema)).read_text(encoding="utf-8")
    comment = re.search(rf"((?:^#: .*\n)+){table.name} = Table\(", source, re.MULTILINE)
    what = " ".join(line.removeprefix("#: ") for line in comment[1].splitlines()) if comment else ""
    rows = ["| column | type | |", "|---|---|---|", *(show_column(column) for column in table.columns)]
    return "\n\n".join([f"## `{table.name}`", what.replace("``", "`"), "\n".join(rows)])


def show_column(column: Column[object]) -> str:
    """A column with its type and what the database demands of it."""
    told = ["key"] if column.primary_key else [] if column.nullable else ["required"]
    told += [f"→ `{key.target_fullname}`" for key in column.foreign_keys]
    kind = {"BLOB": "bytes", "BOOLEAN": "yes or no", "INTEGER": "whole number", "TEXT": "text"}
    return f"| `{column.name}` | {kind.get(str(column.type), str(column.type))} | {', '.join(told)} |"


def escape(text: str) -> str:
    """Words within a table's cell."""
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


def replace_made_part(page: str) -> str:
    """A page with its made part made anew."""
    return page.split(MARK, 1)[0].rstrip() + f"\n\n{MARK}\n\n" + build_reference()


if __name__ == "__main__":
    PAGE.write_text(replace_made_part(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
