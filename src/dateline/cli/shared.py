"""What the commands share: their common options, and how results, progress and complaints are printed."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dateline import export, pipeline
from dateline.errors import InputError
from dateline.export import Paper
from dateline.model import Reading

errors = Console(stderr=True, highlight=False, markup=False)


class Format(StrEnum):
    """How results are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"
    md = "md"


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Text files, JSON Lines, folders of them, or - for standard input."),
]
AnyFormat = Annotated[Format, typer.Option("--format", "-f", help="text, json, jsonl, html or md.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write here instead of to standard output.")]
Settings = Annotated[Path | None, typer.Option("--config", help="A TOML file of settings.")]
Record = Annotated[
    str | None, typer.Option("--record", help="The record: a file, or postgresql://user@host/name.", metavar="PLACE")
]
Judged = Annotated[Path | None, typer.Option("--judgements", help="A TOML file of links and merges that you overrule.")]


@contextmanager
def show_progress() -> Iterator[pipeline.Progress]:
    """A progress bar on standard error when a person is watching; nothing otherwise."""
    if not errors.is_terminal:
        yield lambda *_: None
        return
    columns = (
        TextColumn("reading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, total, report_id: bar.update(task, completed=done, total=total, description=report_id[:40])


@contextmanager
def open_writer(output: Path | None) -> Iterator[Callable[[str], None]]:
    """Write piece by piece, so that an interrupted run keeps what is done."""
    if output is None:

        def show(text: str) -> None:
            typer.echo(text, nl=False)
            sys.stdout.flush()

        yield show
        return
    try:
        with output.open("w", encoding="utf-8", newline="\n") as file:

            def save(text: str) -> None:
                file.write(text)

            yield save
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", where=str(output)) from error
    errors.print(f"Wrote {output}")


def print_result(text: str, output: Path | None) -> None:
    """Write a result, its last line ended."""
    with open_writer(output) as write:
        write(text if text.endswith("\n") or not text else text + "\n")


def deliver(delivery: export.Delivery, output: Path | None) -> None:
    """Write the files of an export and tell how many rows each has."""
    if not delivery.folder:
        [file] = delivery.files
        print_result(file.content.decode("utf-8"), output)
    else:
        folder = output or Path()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in delivery.files:
                (folder / file.name).write_bytes(file.content)
        except OSError as error:
            raise InputError(f"cannot be written ({error.strerror})", where=str(folder)) from error
        errors.print(f"Wrote {len(delivery.files)} files to {folder}")
    for file in delivery.files:
        if file.rows is not None:
            name = file.name if delivery.folder or output is None else output.name
            errors.print(f"{name}: {file.rows} {'row' if file.rows == 1 else 'rows'}")
    for note in delivery.notes:
        errors.print(f"note: {note}", soft_wrap=True)


def choose_paper(output: Path | None) -> Paper:
    """What text is written for: the terminal as it is, or a file, which takes neither colour nor a width of its own."""
    return export.find_paper(sys.stdout) if output is None else Paper()


def show_notes(reading: Reading) -> None:
    """Say what is to be known of how a report was read."""
    for note in reading.notes:
        errors.print(f"note: {reading.id}: {note}", soft_wrap=True)


def show_problems(problems: Sequence[Any]) -> bool:
    """Say what went wrong, a line each; whether anything did."""
    for problem in problems:
        complain(f"{problem.where}: {problem.message}")
    return bool(problems)


def complain(line: str) -> None:
    """Say on standard error what went wrong."""
    errors.print(f"dateline: {line}", style="bold", soft_wrap=True)


def finish(failed: bool, done: Sequence[Any]) -> None:
    """Leave with exit code 1 if something failed or nothing was done, which is said if nothing else was."""
    if not failed and not done:
        complain("no report in what was named; name text files, JSON Lines, pages, archives or folders of them")
    if failed or not done:
        raise typer.Exit(1)
