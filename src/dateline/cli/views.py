"""Commands on files or on the record: paths are read there and then; ids, or nothing at all, ask the record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from dateline import export, pipeline
from dateline.answers import Filter
from dateline.cli.ask import Asked, find_asked, open_story, print_listing, story_of, tell_known
from dateline.cli.options import Country, KnownOn, Limit, Narrowed, Outlet, Shown, refuse
from dateline.cli.paths import read_paths, show_happening, show_unknown
from dateline.cli.shared import Judged, Record, Settings, deliver, finish, print_result, show_problems
from dateline.errors import InputError
from dateline.export import Paper
from dateline.model import Story

Things = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH|ID",
        help="Files, folders of them, addresses, or - for standard input; or an id of the record. Without any the "
        "record is asked.",
        show_default=False,
    ),
]


class Export(StrEnum):
    """What events are written as for other programs."""

    polecat = "polecat"
    plover = "plover"
    gdelt = "gdelt"
    gdelt_mentions = "gdelt-mentions"
    geojson = "geojson"
    csv = "csv"
    parquet = "parquet"


@dataclass(frozen=True, slots=True)
class Sides:
    """Which states of affairs are asked for."""

    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="Only what may hold on this day, YYYY-MM-DD.")
    ] = None
    of: Annotated[
        str | None, typer.Option("--of", metavar="PARTY", help="Only with this party: a code or part of a name.")
    ] = None
    relation: Annotated[
        str | None, typer.Option("--relation", metavar="NAME", help='Only this relation, such as "recognises".')
    ] = None
    known_on: KnownOn = None
    country: Country = None
    outlet: Outlet = None
    limit: Limit = None


def story(things: Things = None, known_on: KnownOn = None, shown: Shown = Shown(), judgements: Judged = None) -> None:
    """Print the dossier of one happening.

    What happened, who said what, where reports agree and differ, the state of affairs, and who is behind it.

    Example: dateline story clippings/recognition/ --format html -o dossier.html
    """

    def show(dossier: Story, paper: Paper) -> str:
        return export.show_story(dossier, shown.fmt.value, paper=paper)

    _show(things, known_on, shown, judgements, show)


def compare(things: Things = None, known_on: KnownOn = None, shown: Shown = Shown(), judgements: Judged = None) -> None:
    """Compare statements by origin.

    Each origin agrees, differs or is silent; silence is not denial.

    Example: dateline compare first.txt second.txt
    """

    def show(dossier: Story, paper: Paper) -> str:
        return export.show_comparison(dossier, shown.fmt.value, paper=paper)

    _show(things, known_on, shown, judgements, show)


def origins(
    things: Things = None, narrowed: Narrowed = Narrowed(), shown: Shown = Shown(), judgements: Judged = None
) -> None:
    """Tell which reports share an origin.

    Each link of a report to its origin has its reason.

    Example: dateline origins clippings/ --format jsonl
    """
    asked = _find(things, shown, judgements)
    if asked is None:
        refuse(narrowed)
        settings, judged = shown.settings, pipeline.load_judgements(judgements)
        run, failed = read_paths(things or (), settings)
        show_unknown(judged, run)
        found = pipeline.find_origins(run, settings, judged)
        text = export.show_origins(found, pipeline.order_readings(run), shown.fmt.value, paper=shown.paper)
        print_result(text, shown.output)
        finish(failed, run)
    elif asked.ids:
        refuse(narrowed, but=("known_on",), one_story=True)
        dossier = open_story(asked, narrowed.known_on)
        text = export.show_origins(dossier.origins, dossier.readings, shown.fmt.value, paper=shown.paper)
        print_result(text, shown.output)
    else:
        listed = asked.record.origins(narrowed.to_filter(shown))
        after = f"dateline origins {listed.rows[0].stories[0]}" if listed.rows else "dateline stories"
        print_listing("origins", listed, shown, lines=tell_known(narrowed.known_on), after=after)


def stories(
    things: Things = None, narrowed: Narrowed = Narrowed(), shown: Shown = Shown(), judgements: Judged = None
) -> None:
    """List which reports tell of one happening, and which are background to it.

    A report is news in one story; it is background to others that it tells of by the way, or that go back to it.

    Example: dateline stories --since 2026-03-01 --country France
    """
    asked = _find(things, shown, judgements)
    if asked is None:
        refuse(narrowed)
        settings, judged = shown.settings, pipeline.load_judgements(judgements)
        run, failed = read_paths(things or (), settings)
        show_unknown(judged, run)
        found, background = pipeline.find_background(run, settings, judged)
        text = export.show_stories(found, run, shown.fmt.value, background=background, paper=shown.paper)
        print_result(text, shown.output)
        finish(failed, run)
        return
    listed = asked.record.stories(narrowed.to_filter(shown, story=story_of(asked, narrowed.known_on)))
    after = f"dateline story {listed.rows[0].id}" if listed.rows else "dateline problems"
    print_listing("stories", listed, shown, lines=tell_known(narrowed.known_on), after=after)


def events(
    things: Things = None,
    mentions: Annotated[
        str | None, typer.Option(help='JSON Lines of {"report", "span"}: put these together, not those found.')
    ] = None,
    narrowed: Narrowed = Narrowed(),
    shown: Shown = Shown(),
) -> None:
    """List events across reports: each once, with the places that mention it.

    Of the record the latest first, with how many reports and origins tell of each, and where they differ.

    Example: dateline events --country Kazakhstan --since 2026-03-01
    """
    asked = _find(things, shown)
    if asked is not None:
        if mentions:
            raise InputError("--mentions works on the reports of files; name them")
        _list_events(asked, narrowed, shown, oldest_first=False)
        return
    refuse(narrowed)
    settings = shown.settings
    places, problems = pipeline.take_in_mentions(mentions) if mentions else (None, ())
    failed = show_problems(problems)
    run, unread = read_paths(things or (), settings)
    found, misplaced = pipeline.find_events(run, places, settings)
    failed |= unread | show_problems(misplaced)
    print_result(export.show_clusters(found, run, shown.fmt.value, paper=shown.paper), shown.output)
    finish(failed, run)


def timeline(
    things: Things = None, narrowed: Narrowed = Narrowed(), shown: Shown = Shown(), judgements: Judged = None
) -> None:
    """List the events in order of their days.

    At the precision that the reports give.

    Example: dateline timeline clippings/recognition/
    """

    def show(dossier: Story, paper: Paper) -> str:
        return export.show_timeline(dossier, shown.fmt.value, paper=paper)

    asked = _find(things, shown, judgements)
    if asked is None:
        refuse(narrowed)
        show_happening(things or (), shown.settings, judgements, shown.output, show)
    else:
        _list_events(asked, narrowed, shown, oldest_first=True)


def quotes(
    things: Things = None, narrowed: Narrowed = Narrowed(), shown: Shown = Shown(), judgements: Judged = None
) -> None:
    """List who said what.

    One remark is listed once, with all its printings.

    Example: dateline quotes clippings/ --speaker "foreign ministry"
    """

    def show(dossier: Story, paper: Paper) -> str:
        chosen = pipeline.select_quotes(dossier, narrowed.speaker) if narrowed.speaker else dossier
        return export.show_quotes(chosen, shown.fmt.value, paper=paper, speaker=narrowed.speaker)

    asked = _find(things, shown, judgements)
    if asked is None:
        refuse(narrowed, but=("speaker",))
        show_happening(things or (), shown.settings, judgements, shown.output, show)
    elif asked.ids:
        refuse(narrowed, but=("known_on", "speaker"), one_story=True)
        print_result(show(open_story(asked, narrowed.known_on), shown.paper), shown.output)
    else:
        listed = asked.record.quotes(narrowed.to_filter(shown))
        after = f"dateline evidence {listed.rows[0].id}" if listed.rows else "dateline stories"
        print_listing("quotes", listed, shown, lines=tell_known(narrowed.known_on), after=after)


def relations(things: Things = None, sides: Sides = Sides(), shown: Shown = Shown(), judgements: Judged = None) -> None:
    """List states of affairs as of a day.

    Who recognises whom, who has an ambassador where, who is under sanctions or on a terrorist list. --as-of asks what
    was so on a day, --known-on what the record knew of it on a day.

    Example: dateline relations --as-of 2025-07-04 --of Kazakhstan
    """

    day = sides.as_of

    def show(dossier: Story, paper: Paper) -> str:
        rows = pipeline.select_relations(dossier.relations, as_of=day, of=sides.of, relation=sides.relation)
        holds = [pipeline.holds_on(row, day) for row in rows] if day else None
        return export.show_relations(rows, dossier, shown.fmt.value, as_of=day, holds=holds, paper=paper)

    asked = _find(things, shown, judgements)
    if asked is None:
        refuse(sides, but=("as_of", "of", "relation"))
        show_happening(things or (), shown.settings, judgements, shown.output, show)
    elif asked.ids:
        refuse(sides, but=("as_of", "of", "relation", "known_on"), one_story=True)
        print_result(show(open_story(asked, sides.known_on), shown.paper), shown.output)
    else:
        wanted = Filter(
            known_on=sides.known_on, country=sides.country, outlet=sides.outlet, limit=shown.rows(sides.limit)
        )
        listed = asked.record.relations(wanted, as_of=day, of=sides.of, relation=sides.relation)
        lines = ("As the reports tell it; what none of them gives is unknown.", *tell_known(sides.known_on))
        after = f"dateline evidence {listed.rows[0].id}" if listed.rows else "dateline relations"
        print_listing("relations on a day" if day else "relations", listed, shown, lines=lines, after=after)


def export_events(
    to: Annotated[Export, typer.Option("--to", help="polecat, plover, gdelt, gdelt-mentions, geojson, csv, parquet.")],
    things: Things = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The file to write; for csv and parquet a folder.")
    ] = None,
    known_on: KnownOn = None,
    config: Settings = None,
    record: Record = None,
) -> None:
    """Write the events of one happening as event data: POLECAT, PLOVER, GDELT, GeoJSON, CSV, Parquet.

    Example: dateline export clippings/recognition/ --to polecat -o events.tsv
    """
    if to in (Export.csv, Export.parquet) and output is None:
        raise InputError(f"--to {to.value} writes several files; name a folder for them with -o")
    shown = Shown(output=output, config=config, record=record)
    asked = find_asked(things or (), shown)
    if asked is not None:
        deliver(export.export_story(open_story(asked, known_on, as_read=True), to.value), output)
        return
    refuse(Narrowed(known_on=known_on))
    settings = shown.settings
    run, failed = read_paths(things or (), settings)
    if not run:
        raise InputError("no report could be read, so there is no story; see the lines above")
    deliver(export.export_story(pipeline.build_story(run, settings), to.value), output)
    finish(failed, run)


def _find(things: list[str] | None, shown: Shown, judgements: Path | None = None) -> Asked | None:
    asked = find_asked(things or (), shown)
    if asked is not None and judgements is not None:
        raise InputError("--judgements works on the reports of files; name them")
    return asked


def _show(
    things: list[str] | None,
    known_on: str | None,
    shown: Shown,
    judgements: Path | None,
    show: Callable[[Story, Paper], str],
) -> None:
    """Print what *show* makes of the dossier of files, or of one of the record."""
    asked = _find(things, shown, judgements)
    if asked is not None:
        print_result(show(open_story(asked, known_on), shown.paper), shown.output)
        return
    refuse(Narrowed(known_on=known_on))
    show_happening(things or (), shown.settings, judgements, shown.output, show)


def _list_events(asked: Asked, narrowed: Narrowed, shown: Shown, *, oldest_first: bool) -> None:
    wanted = narrowed.to_filter(shown, story=story_of(asked, narrowed.known_on))
    listed = asked.record.events(wanted, oldest_first=oldest_first)
    after = f"dateline evidence {listed.rows[0].id}" if listed.rows else "dateline stories"
    print_listing("events", listed, shown, lines=tell_known(narrowed.known_on), after=after)
