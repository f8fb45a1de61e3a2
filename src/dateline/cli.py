"""The commands: parse arguments, call one library function, print.

Results go to standard output, all else to standard error. Exit code 0: all was read; 1: something could not be (the
rest is still read and printed); 2: the command line itself is wrong; 130: interrupted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from dateline import export, pipeline
from dateline.config import Config, load_config
from dateline.errors import DatelineError, InputError
from dateline.export import Paper
from dateline.judgements import Judgements
from dateline.model import Reading, Story

app = typer.Typer(
    name="dateline",
    help="Reads news reports and keeps a dated, sourced record of what they say happened: each event once, who is "
    "behind each statement by independent origin, where reports agree, differ or keep silent.",
    epilog="Start with: dateline demo. Then: dateline story FILES, dateline origins FOLDER, dateline read FILE. "
    "`dateline COMMAND --help` explains a command with an example.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)
errors = Console(stderr=True, highlight=False, markup=False)


class Format(StrEnum):
    """How results are printed."""

    text = "text"
    json = "json"
    jsonl = "jsonl"
    html = "html"
    md = "md"


class Export(StrEnum):
    """What events are written as for other programs."""

    polecat = "polecat"
    plover = "plover"
    gdelt = "gdelt"
    gdelt_mentions = "gdelt-mentions"
    geojson = "geojson"
    csv = "csv"
    parquet = "parquet"


Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Text files, JSON Lines, folders of them, or - for standard input."),
]
AnyFormat = Annotated[Format, typer.Option("--format", "-f", help="text, json, jsonl, html or md.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write here instead of to standard output.")]
Settings = Annotated[Path | None, typer.Option("--config", help="A TOML file of settings.")]
Judged = Annotated[Path | None, typer.Option("--judgements", help="A TOML file of links and merges that you overrule.")]


def main() -> None:
    """Run the command line; the errors dateline raises on purpose are one line each."""
    try:
        app()
    except DatelineError as error:
        _complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        _complain("interrupted; what is printed above is complete, the rest was not read")
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        sys.stderr.close()
        sys.exit(0)


@app.callback(invoke_without_command=True)
def _about(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    if version:
        typer.echo(f"dateline {metadata.version('dateline')}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def read(paths: Paths, fmt: AnyFormat = Format.text, output: Output = None, config: Settings = None) -> None:
    """Tell what each report says.

    Its regions, entities, quotes, times, places, quantities and events.

    Example: dateline read clippings/ --format jsonl > read.jsonl
    """
    settings = load_config(config)
    taken = pipeline.take_in(paths)
    failed = _show_problems(taken.problems)
    if fmt in (Format.html, Format.md, Format.json):
        run = _read(taken.reports, settings)
        _print(export.show_readings(run.readings, fmt.value, paper=_paper(output)), output)
        failed |= _show_problems(run.problems)
    else:
        with _progress() as progress, _writer(output) as write:
            for item in pipeline.iterate_readings(taken.reports, settings, progress=progress):
                if isinstance(item, Reading):
                    _show_notes(item)
                    write(export.show_readings([item], fmt.value, paper=_paper(output)))
                else:
                    failed |= _show_problems([item])
    _finish(failed, taken.reports)


@app.command()
def story(
    paths: Paths,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
    judgements: Judged = None,
) -> None:
    """Print the dossier of one happening.

    What happened, who said what, where reports agree and differ, the state of affairs, and who is behind it.

    Example: dateline story clippings/recognition/ --format html -o dossier.html
    """
    _on_story(
        paths, (config, judgements), output, lambda dossier, paper: export.show_story(dossier, fmt.value, paper=paper)
    )


@app.command()
def compare(
    paths: Paths,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
    judgements: Judged = None,
) -> None:
    """Compare statements by origin.

    Each origin agrees, differs or is silent; silence is not denial.

    Example: dateline compare first.txt second.txt
    """
    _on_story(
        paths,
        (config, judgements),
        output,
        lambda dossier, paper: export.show_comparison(dossier, fmt.value, paper=paper),
    )


@app.command()
def origins(
    paths: Paths,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
    judgements: Judged = None,
) -> None:
    """Tell which reports share an origin.

    Each link of a report to its origin has its reason.

    Example: dateline origins clippings/ --format jsonl
    """
    settings = load_config(config)
    judged = pipeline.load_judgements(judgements)
    run, failed = _read_paths(paths, settings)
    _show_unknown(judged, run)
    found = pipeline.find_origins(run, settings, judged)
    _print(export.show_origins(found, pipeline.order_readings(run), fmt.value, paper=_paper(output)), output)
    _finish(failed, run)


@app.command()
def stories(paths: Paths, fmt: AnyFormat = Format.text, output: Output = None, config: Settings = None) -> None:
    """List which reports tell of one happening.

    Example: dateline stories clippings/ --format jsonl
    """
    settings = load_config(config)
    run, failed = _read_paths(paths, settings)
    found = pipeline.find_stories(run, settings)
    _print(export.show_stories(found, run, fmt.value, paper=_paper(output)), output)
    _finish(failed, run)


@app.command()
def events(
    paths: Paths,
    mentions: Annotated[
        str | None, typer.Option(help='JSON Lines of {"report", "span"}: put these together, not those found.')
    ] = None,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
) -> None:
    """List events across reports: each once, with the places that mention it.

    Example: dateline events clippings/ --format jsonl
    """
    settings = load_config(config)
    places, problems = pipeline.take_in_mentions(mentions) if mentions else (None, ())
    failed = _show_problems(problems)
    run, unread = _read_paths(paths, settings)
    found, misplaced = pipeline.find_events(run, places, settings)
    failed |= unread | _show_problems(misplaced)
    _print(export.show_clusters(found, run, fmt.value, paper=_paper(output)), output)
    _finish(failed, run)


@app.command()
def quotes(
    paths: Paths,
    speaker: Annotated[str | None, typer.Option(help="Part of a speaker's name or role, or a country's code.")] = None,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
    judgements: Judged = None,
) -> None:
    """List who said what.

    One remark is listed once, with all its printings.

    Example: dateline quotes clippings/ --speaker "foreign ministry"
    """

    def show(dossier: Story, paper: Paper) -> str:
        chosen = pipeline.select_quotes(dossier, speaker) if speaker else dossier
        return export.show_quotes(chosen, fmt.value, paper=paper)

    _on_story(paths, (config, judgements), output, show)


@app.command()
def check(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="The text to check: a file, or - for standard input.")],
    paths: Paths,
    day: Annotated[
        str | None, typer.Option("--date", help='The day the draft is written on, by which its "on Monday" is read.')
    ] = None,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
    judgements: Judged = None,
) -> None:
    """Check a draft against reports.

    For each of its quotes, figures, events and states of affairs: how many origins hold it, in which words, and which
    numbers, dates or wordings differ. What no report holds is not in these reports, which does not make it false.

    Example: dateline check draft.md clippings/
    """
    settings, judged = load_config(config), pipeline.load_judgements(judgements)
    text = pipeline.take_in_draft(draft, paths, day)
    run, failed = _read_paths(paths, settings)
    if not run:
        raise InputError("no report could be read, so there is nothing to check the draft against; see the lines above")
    _show_unknown(judged, run)
    checked = pipeline.check_draft(text, run, settings, judged)
    _show_notes(checked.draft)
    _print(export.show_check(checked, fmt.value, paper=_paper(output)), output)
    _finish(failed, run)


@app.command()
def timeline(
    paths: Paths,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
    judgements: Judged = None,
) -> None:
    """List the events in order of their days.

    At the precision that the reports give.

    Example: dateline timeline clippings/recognition/
    """
    _on_story(
        paths,
        (config, judgements),
        output,
        lambda dossier, paper: export.show_timeline(dossier, fmt.value, paper=paper),
    )


@app.command()
def relations(
    paths: Paths,
    as_of: Annotated[str | None, typer.Option("--as-of", help="Only what may hold on this day, YYYY-MM-DD.")] = None,
    of: Annotated[str | None, typer.Option(help="Only with this party: an alpha-3 code or part of a name.")] = None,
    relation: Annotated[str | None, typer.Option(help='Only this relation, such as "recognises".')] = None,
    fmt: AnyFormat = Format.text,
    output: Output = None,
    config: Settings = None,
    judgements: Judged = None,
) -> None:
    """List states of affairs as of a day.

    Who recognises whom, who has an ambassador where, who is under sanctions or on a terrorist list.

    Example: dateline relations clippings/ --as-of 2025-07-04
    """

    def show(dossier: Story, paper: Paper) -> str:
        rows = pipeline.select_relations(dossier.relations, as_of=as_of, of=of, relation=relation)
        holds = [pipeline.holds_on(row, as_of) for row in rows] if as_of else None
        return export.show_relations(rows, dossier, fmt.value, as_of=as_of, holds=holds, paper=paper)

    _on_story(paths, (config, judgements), output, show)


@app.command()
def actors(
    file: Annotated[str, typer.Argument(metavar="FILE", help='JSON Lines of {"id", "text", "date"}, or -.')],
    fmt: AnyFormat = Format.jsonl,
    output: Output = None,
) -> None:
    """Code actors' words.

    Each line's words to country (ISO alpha-3) and sectors, as of its date; empty where they cannot be told.

    Example: dateline actors actors.jsonl > codes.jsonl
    """
    phrases, problems = pipeline.take_in_phrases(file)
    failed = _show_problems(problems)
    _print(export.show_codes(pipeline.code_actors(phrases), fmt.value, paper=_paper(output)), output)
    _finish(failed, phrases)


@app.command("export")
def export_events(
    paths: Paths,
    to: Annotated[Export, typer.Option("--to", help="polecat, plover, gdelt, gdelt-mentions, geojson, csv, parquet.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; for csv and parquet a folder.")
    ] = None,
    config: Settings = None,
) -> None:
    """Write the events of reports of one happening as event data: POLECAT, PLOVER, GDELT, GeoJSON, CSV, Parquet.

    Example: dateline export clippings/recognition/ --to polecat -o events.tsv
    """
    if to in (Export.csv, Export.parquet) and output is None:
        raise InputError(f"--to {to.value} writes several files; name a folder for them with -o")
    settings = load_config(config)
    run, failed = _read_paths(paths, settings)
    if not run:
        raise InputError("no report could be read, so there is no story; see the lines above")
    _deliver(export.export_story(pipeline.build_story(run, settings), to.value), output)
    _finish(failed, run)


@app.command()
def demo(
    output: Annotated[Path, typer.Option("--output", "-o", help="Where to write the HTML.")] = Path("dossier.html"),
    happening: Annotated[str, typer.Option("--story", help="Which of the bundled happenings.")] = "recognition",
) -> None:
    """Show the dossier of the bundled examples.

    Prints it and writes it as one HTML file.

    Example: dateline demo --story depot-blast
    """
    folders = dict(pipeline.example_paths())
    if happening not in folders:
        raise InputError(f"no bundled example {happening!r}; there are: {', '.join(folders)}")
    settings = load_config(None)
    run, failed = _read_paths([folders[happening]], settings)
    dossier = pipeline.build_story(run, settings)
    _print(export.show_story(dossier, "text", paper=_paper(None)), None)
    _print(export.show_story(dossier, "html"), output)
    errors.print(f"Other examples: dateline demo --story {' | '.join(folders)}. Your own: dateline story FILES")
    _finish(failed, run)


def _on_story(
    paths: Sequence[str],
    given: tuple[Path | None, Path | None],
    output: Path | None,
    show: Callable[[Story, Paper], str],
) -> None:
    """Build the story of some reports under the settings and judgements *given*, and print what *show* makes of it."""
    settings, judged = load_config(given[0]), pipeline.load_judgements(given[1])
    run, failed = _read_paths(paths, settings)
    if not run:
        raise InputError("no report could be read, so there is no story; see the lines above")
    _show_unknown(judged, run)
    happenings = len(pipeline.find_stories(run, settings))
    if happenings > 1:
        errors.print(
            f"note: these reports seem to tell of {happenings} happenings and are taken as one; "
            "`dateline stories` shows which",
            soft_wrap=True,
        )
    _print(show(pipeline.build_story(run, settings, judged), _paper(output)), output)
    _finish(failed, run)


def _show_unknown(judged: Judgements, run: Sequence[Reading]) -> None:
    for decision in pipeline.find_unknown_decisions(judged, run):
        _complain(f"no decision {decision!r} in these reports; the judgement on it does nothing")


def _read_paths(paths: Sequence[str], settings: Config) -> tuple[tuple[Reading, ...], bool]:
    taken = pipeline.take_in(paths)
    failed = _show_problems(taken.problems)
    run = _read(taken.reports, settings)
    for reading in run.readings:
        _show_notes(reading)
    return run.readings, failed | _show_problems(run.problems)


def _read(reports: Sequence[Any], settings: Config) -> pipeline.Readings:
    with _progress() as progress:
        return pipeline.read_reports(reports, settings, progress=progress)


@contextmanager
def _progress() -> Iterator[pipeline.Progress]:
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
def _writer(output: Path | None) -> Iterator[Callable[[str], None]]:
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


def _print(text: str, output: Path | None) -> None:
    with _writer(output) as write:
        write(text if text.endswith("\n") or not text else text + "\n")


def _deliver(delivery: export.Delivery, output: Path | None) -> None:
    """Write the files of an export and tell how many rows each has."""
    if not delivery.folder:
        [file] = delivery.files
        _print(file.content.decode("utf-8"), output)
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
            errors.print(f"{file.name}: {file.rows} {'row' if file.rows == 1 else 'rows'}")
    for note in delivery.notes:
        errors.print(f"note: {note}", soft_wrap=True)


def _paper(output: Path | None) -> Paper:
    """What text is written for: the terminal as it is, or a file, which takes neither colour nor a width of its own."""
    return export.find_paper(sys.stdout) if output is None else Paper()


def _show_notes(reading: Reading) -> None:
    for note in reading.notes:
        errors.print(f"note: {reading.id}: {note}", soft_wrap=True)


def _show_problems(problems: Sequence[Any]) -> bool:
    for problem in problems:
        _complain(f"{problem.where}: {problem.message}")
    return bool(problems)


def _complain(line: str) -> None:
    errors.print(f"dateline: {line}", style="bold", soft_wrap=True)


def _finish(failed: bool, done: Sequence[Any]) -> None:
    if failed or not done:
        raise typer.Exit(1)
