"""Commands on files: read them, group them, and show what they say, without keeping anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline import export, pipeline
from dateline.cli.shared import (
    AnyFormat,
    Format,
    Judged,
    Output,
    Paths,
    Settings,
    choose_paper,
    complain,
    errors,
    finish,
    open_writer,
    print_result,
    show_notes,
    show_problems,
    show_progress,
)
from dateline.config import Config, load_config
from dateline.errors import InputError
from dateline.export import Paper
from dateline.judgements import Judgements
from dateline.model import Reading, Story


def read(paths: Paths, fmt: AnyFormat = Format.text, output: Output = None, config: Settings = None) -> None:
    """Tell what each report says.

    Its regions, entities, quotes, times, places, quantities and events.

    Example: dateline read clippings/ --format jsonl > read.jsonl
    """
    settings = load_config(config)
    taken = pipeline.take_in(paths, settings)
    failed = show_problems(taken.problems)
    if fmt in (Format.html, Format.md, Format.json):
        run = _read(taken.reports, settings)
        print_result(export.show_readings(run.readings, fmt.value, paper=choose_paper(output)), output)
        failed |= show_problems(run.problems)
    else:
        with show_progress() as progress, open_writer(output) as write:
            for item in pipeline.iterate_readings(taken.reports, settings, progress=progress):
                if isinstance(item, Reading):
                    show_notes(item)
                    write(export.show_readings([item], fmt.value, paper=choose_paper(output)))
                else:
                    failed |= show_problems([item])
    finish(failed, taken.reports)


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
    run, failed = read_paths(paths, settings)
    if not run:
        raise InputError("no report could be read, so there is nothing to check the draft against; see the lines above")
    show_unknown(judged, run)
    checked = pipeline.check_draft(text, run, settings, judged)
    show_notes(checked.draft)
    print_result(export.show_check(checked, fmt.value, paper=choose_paper(output)), output)
    finish(failed, run)


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
    failed = show_problems(problems)
    print_result(export.show_codes(pipeline.code_actors(phrases), fmt.value, paper=choose_paper(output)), output)
    finish(failed, phrases)


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
    run, failed = read_paths([folders[happening]], settings)
    dossier = pipeline.build_story(run, settings)
    print_result(export.show_story(dossier, "text", paper=choose_paper(None)), None)
    print_result(export.show_story(dossier, "html"), output)
    errors.print(f"Other examples: dateline demo --story {' | '.join(folders)}. Your own: dateline story FILES")
    finish(failed, run)


def show_happening(
    paths: Sequence[str],
    settings: Config,
    judgements: Path | None,
    output: Path | None,
    show: Callable[[Story, Paper], str],
) -> None:
    """Build the story of some reports, and print what *show* makes of it.

    Raises:
        InputError: No report could be read.
    """
    judged = pipeline.load_judgements(judgements)
    run, failed = read_paths(paths, settings)
    if not run:
        raise InputError("no report could be read, so there is no story; see the lines above")
    show_unknown(judged, run)
    happenings = len(pipeline.find_stories(run, settings))
    if happenings > 1:
        errors.print(
            f"note: these reports seem to tell of {happenings} happenings and are taken as one; "
            "`dateline stories` shows which",
            soft_wrap=True,
        )
    print_result(show(pipeline.build_story(run, settings, judged), choose_paper(output)), output)
    finish(failed, run)


def show_unknown(judged: Judgements, run: Sequence[Reading]) -> None:
    """Say which judgements are on what these reports do not hold."""
    for decision in pipeline.find_unknown_decisions(judged, run):
        complain(f"no decision {decision!r} in these reports; the judgement on it does nothing")


def read_paths(paths: Sequence[str], settings: Config) -> tuple[tuple[Reading, ...], bool]:
    """Read files, and say what is to be known of it; whether something could not be read comes with the readings."""
    taken = pipeline.take_in(paths, settings)
    failed = show_problems(taken.problems)
    run = _read(taken.reports, settings)
    for reading in run.readings:
        show_notes(reading)
    return run.readings, failed | show_problems(run.problems)


def _read(reports: Sequence[Any], settings: Config) -> pipeline.Readings:
    with show_progress() as progress:
        return pipeline.read_reports(reports, settings, progress=progress)
