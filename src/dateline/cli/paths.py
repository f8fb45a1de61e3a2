"""Commands on files: read them, group them, and show what they say, without keeping anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from dateline import export, pipeline
from dateline.cli.shared import (
    AnyFormat,
    Export,
    Format,
    Judged,
    Output,
    Paths,
    Settings,
    choose_paper,
    complain,
    deliver,
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
    taken = pipeline.take_in(paths)
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
    print_result(
        export.show_origins(found, pipeline.order_readings(run), fmt.value, paper=choose_paper(output)), output
    )
    finish(failed, run)


def stories(paths: Paths, fmt: AnyFormat = Format.text, output: Output = None, config: Settings = None) -> None:
    """List which reports tell of one happening.

    Example: dateline stories clippings/ --format jsonl
    """
    settings = load_config(config)
    run, failed = _read_paths(paths, settings)
    found = pipeline.find_stories(run, settings)
    print_result(export.show_stories(found, run, fmt.value, paper=choose_paper(output)), output)
    finish(failed, run)


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
    failed = show_problems(problems)
    run, unread = _read_paths(paths, settings)
    found, misplaced = pipeline.find_events(run, places, settings)
    failed |= unread | show_problems(misplaced)
    print_result(export.show_clusters(found, run, fmt.value, paper=choose_paper(output)), output)
    finish(failed, run)


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
    show_notes(checked.draft)
    print_result(export.show_check(checked, fmt.value, paper=choose_paper(output)), output)
    finish(failed, run)


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
    deliver(export.export_story(pipeline.build_story(run, settings), to.value), output)
    finish(failed, run)


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
    print_result(export.show_story(dossier, "text", paper=choose_paper(None)), None)
    print_result(export.show_story(dossier, "html"), output)
    errors.print(f"Other examples: dateline demo --story {' | '.join(folders)}. Your own: dateline story FILES")
    finish(failed, run)


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
    print_result(show(pipeline.build_story(run, settings, judged), choose_paper(output)), output)
    finish(failed, run)


def _show_unknown(judged: Judgements, run: Sequence[Reading]) -> None:
    for decision in pipeline.find_unknown_decisions(judged, run):
        complain(f"no decision {decision!r} in these reports; the judgement on it does nothing")


def _read_paths(paths: Sequence[str], settings: Config) -> tuple[tuple[Reading, ...], bool]:
    taken = pipeline.take_in(paths)
    failed = show_problems(taken.problems)
    run = _read(taken.reports, settings)
    for reading in run.readings:
        show_notes(reading)
    return run.readings, failed | show_problems(run.problems)


def _read(reports: Sequence[Any], settings: Config) -> pipeline.Readings:
    with show_progress() as progress:
        return pipeline.read_reports(reports, settings, progress=progress)
