"""From paths and reports to readings, origins, stories and dossiers, one room after the other.

What goes wrong with one report is kept beside the others' results as a `Problem`: a bad report never stops a run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path

from dateline.config import Config
from dateline.errors import ConfigError, DatelineError, InputError, LexiconError
from dateline.group import assign_background, assign_origins, assign_stories
from dateline.ingest import Ingested, Phrase, Problem, ingest_mentions, ingest_paths, ingest_phrases
from dateline.judgements import NO_JUDGEMENTS, Judgements, silence_speakers
from dateline.model import Background, Check, EventCluster, Origin, Reading, Relation, Report, Span, Story
from dateline.pipeline.choose import check_day
from dateline.read import code_actor, read_report
from dateline.read.events.words import find_event_words
from dateline.reconcile import RELATIONS, check_statements, decision_keys, holds_on, reconcile_story
from dateline.reconcile.mentions import cluster_mentions, name_clusters, story_clusters

__all__ = [
    "Progress",
    "Readings",
    "build_story",
    "check_draft",
    "code_actors",
    "example_paths",
    "find_events",
    "find_origins",
    "find_stories",
    "find_unknown_decisions",
    "iterate_readings",
    "order_readings",
    "read_paths",
    "read_reports",
    "select_relations",
    "take_in",
    "take_in_draft",
    "take_in_mentions",
    "take_in_phrases",
]

_log = logging.getLogger(__name__)
Progress = Callable[[int, int, str], None]


def _no_progress(done: int, total: int, report_id: str) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True)
class Readings:
    """What a run read, and what it could not read."""

    readings: tuple[Reading, ...]
    problems: tuple[Problem, ...] = ()


def iterate_readings(
    reports: Sequence[Report], config: Config = Config(), *, progress: Progress = _no_progress
) -> Iterator[Reading | Problem]:
    """Read reports one at a time, in the order given; what cannot be read comes as a `Problem` in its place.

    Args:
        reports: What `ingest_paths` took in, or made by hand.
        config: Settings.
        progress: Called before each report with the number done, the number in all and the report's id.

    Raises:
        ConfigError: The NLP pipeline is not installed; no report could be read.
    """
    for done, report in enumerate(reports):
        progress(done, len(reports), report.id)
        try:
            yield read_report(report, config.read)
        except (ConfigError, LexiconError):
            raise  # the installation is at fault, not the report
        except DatelineError as error:
            yield Problem(where=error.where or report.id, message=error.message)
        except Exception as error:
            # A fault of ours in one report must not cost the others: it is told as such and its trace is logged.
            _log.exception("report %s", report.id)
            yield Problem(
                report.id, f"a fault in dateline kept it from being read ({type(error).__name__}); please tell us"
            )
    progress(len(reports), len(reports), "")


def read_reports(
    reports: Sequence[Report], config: Config = Config(), *, progress: Progress = _no_progress
) -> Readings:
    """Read reports; as `iterate_readings`, all at once."""
    found = list(iterate_readings(reports, config, progress=progress))
    return Readings(
        tuple(item for item in found if isinstance(item, Reading)),
        tuple(item for item in found if isinstance(item, Problem)),
    )


def take_in(paths: Sequence[str], config: Config = Config()) -> Ingested:
    """Take in reports from files of any kind that is read, folders, addresses, or ``-`` for standard input."""
    return ingest_paths(paths, config=config.ingest)


def take_in_draft(path: str, others: Sequence[str] = (), day: str | None = None) -> Report:
    """Take in one text to be checked.

    Args:
        path: A file, or ``-`` for standard input.
        others: The paths of the reports, of which only one side may be standard input.
        day: The ISO day it is written on, where its own text does not tell.

    Raises:
        InputError: It cannot be read, holds more than one text, or *day* is no ISO day.
    """
    if path == "-" and "-" in others:
        raise InputError("standard input can be the draft or a report, not both")
    taken = ingest_paths([path])
    if taken.problems:
        raise InputError(taken.problems[0].message, where=taken.problems[0].where)
    if len(taken.reports) != 1:
        raise InputError(f"a draft is one text; here are {len(taken.reports)}", where=path)
    draft = taken.reports[0]
    if day is not None:
        check_day(day, "--date")
        draft = replace(draft, published=day)
    return draft


def read_paths(paths: Sequence[str], config: Config = Config(), *, progress: Progress = _no_progress) -> Readings:
    """Take in and read the reports of files and folders.

    Raises:
        InputError: None of the paths holds a report.
    """
    taken = take_in(paths, config)
    run = read_reports(taken.reports, config, progress=progress)
    return Readings(run.readings, (*taken.problems, *run.problems))


def find_origins(
    readings: Sequence[Reading], config: Config = Config(), judgements: Judgements = NO_JUDGEMENTS
) -> tuple[Origin, ...]:
    """Which reports carry one origin's words, each link with its reason; *judgements* overrule what is found.

    In the order that a story lists them in, so that an origin has one letter everywhere.
    """
    found = assign_origins(silence_speakers(readings, judgements), config.group, judgements)
    return tuple(sorted(found, key=lambda origin: (origin.name, origin.id)))


def order_readings(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """Readings in the order that a story lists them in: by publication, then id."""
    return tuple(sorted(readings, key=lambda reading: (reading.metadata.published or "9999", reading.id)))


def find_unknown_decisions(judgements: Judgements, readings: Sequence[Reading]) -> tuple[str, ...]:
    """The decisions judged that these readings do not hold: a report or words that are not there."""
    return judgements.find_unknown(decision_keys(readings)) if judgements.entries else ()


def find_stories(readings: Sequence[Reading], config: Config = Config()) -> tuple[tuple[str, ...], ...]:
    """Which reports tell of one happening: report ids, a tuple a story."""
    return assign_stories(readings, config.group)


def find_background(
    readings: Sequence[Reading], config: Config = Config(), judgements: Judgements = NO_JUDGEMENTS
) -> tuple[tuple[tuple[str, ...], ...], tuple[Background, ...]]:
    """Which reports tell of one happening, as `find_stories`, and which are background to stories not their own."""
    return assign_background(silence_speakers(readings, judgements), config.group, judgements)


def find_events(
    readings: Sequence[Reading],
    mentions: Sequence[tuple[str, Span]] | None = None,
    config: Config = Config(),
    *,
    stories: Sequence[Sequence[str]] | None = None,
) -> tuple[tuple[EventCluster, ...], tuple[Problem, ...]]:
    """Find which mentions of events, across reports, are of one event.

    Args:
        readings: Of reports of one story or many.
        mentions: Places in these reports, (id, span), to put together; those that readers found when there are none.
        config: Settings.
        stories: Report ids by story, as `find_stories` returns; found when they are not given.

    Returns:
        Each event once, in order of its first mention, by report and place; and a `Problem` for each mention that is
        of no report read or stands outside its text.
    """
    by_id = {reading.id: reading for reading in readings}
    told = stories if stories is not None else find_stories(readings, config)
    if mentions is None:
        groups = [[by_id[report] for report in story if report in by_id] for story in told]
        return story_clusters(groups), ()
    problems = []
    wanted: dict[str, list[Span]] = {}
    for report, span in dict.fromkeys(mentions):
        if report not in by_id:
            problems.append(Problem(report, "is no report that was read, so its mentions are left out"))
        elif span.end > len(by_id[report].text):
            problems.append(Problem(report, f"has no place [{span.start}, {span.end}): its text is shorter"))
        else:
            wanted.setdefault(report, []).append(span)
    words = [
        each
        for report, spans in sorted(wanted.items())
        for each in find_event_words(by_id[report].report, spans, config.read)
    ]
    return name_clusters(cluster_mentions(words, told), readings), tuple(dict.fromkeys(problems))


def build_story(
    reports: Sequence[Report | Reading], config: Config = Config(), judgements: Judgements = NO_JUDGEMENTS
) -> Story:
    """Put together what the reports of one happening say.

    Args:
        reports: Reports, or their readings; all taken to be of one happening.
        config: Settings.
        judgements: Links and merges that a user has overruled.

    Returns:
        The dossier: events, statements, states of affairs and the comparison by origin. The same for any order.

    Raises:
        InputError: There is no report.
        ReadError: A report could not be read.
    """
    readings = [item if isinstance(item, Reading) else read_report(item, config.read) for item in reports]
    if not readings:
        raise InputError("no report to read; name text files, JSON Lines or folders of them")
    return reconcile_story(readings, find_origins(readings, config, judgements), judgements)


def check_draft(
    draft: Report,
    reports: Sequence[Report | Reading],
    config: Config = Config(),
    judgements: Judgements = NO_JUDGEMENTS,
) -> Check:
    """Say which statements of a draft the given reports hold, with how many origins, and in what they differ.

    Args:
        draft: Read like a report, but counted neither as an origin nor as evidence.
        reports: Reports, or their readings.
        config: Settings.
        judgements: Links and merges that a user has overruled.

    Returns:
        The draft's quotes, quantities, events and states of affairs, each with what every origin says of it. What no
        report holds is silent: not in these reports, which does not make it false.

    Raises:
        InputError: There is no report.
        ReadError: The draft or a report could not be read.

    >>> report = Report("r1", "Two miners were killed near Lota on 3 March 2026, police said.", published="2026-03-04")
    >>> check = check_draft(Report("d", "Three miners were killed near Lota on 3 March 2026."), [report])
    >>> [(item.verdict, each.draft, each.reported) for item in check.checked for each in item.differences]
    [('differs', '3 people', '2 people')]
    """
    story = build_story(reports, config, judgements)
    taken = {reading.id for reading in story.readings}
    name = draft.id
    while name in taken:
        name = f"draft {name}"
    reading = read_report(replace(draft, id=name), config.read)
    return Check(reading, story, check_statements(reading, story))


def select_relations(
    relations: Sequence[Relation], *, as_of: str | None = None, of: str | None = None, relation: str | None = None
) -> tuple[Relation, ...]:
    """Pick states of affairs.

    Args:
        relations: Of a story.
        as_of: An ISO day: rows that do not hold on it are left out; rows of which the reports leave it open stay, and
            so do denials made by that day.
        of: A country's ISO 3166 alpha-3 code, or part of a party's name.
        relation: The relation's name.

    Raises:
        InputError: *as_of* is no ISO day, or there is no such *relation*.
    """
    if relation is not None and relation not in RELATIONS:
        raise InputError(f"no relation {relation!r}; there are: {', '.join(RELATIONS)}")
    if as_of is not None:
        check_day(as_of, "--as-of")
    return tuple(
        row
        for row in relations
        if (relation is None or row.relation == relation)
        and (of is None or any(_is_named(of, party.name, party.code) for party in (row.subject, row.object)))
        and (as_of is None or _stands_on(row, as_of))
    )


def _stands_on(row: Relation, day: str) -> bool:
    """Whether a state of affairs may have held on a day, or is a denial made by then."""
    if row.polarity == "negative":
        return row.valid_from is None or row.valid_from <= day
    return holds_on(row, day) is not False


def _is_named(wanted: str, name: str, code: str | None) -> bool:
    return (code or "").startswith(wanted.upper()) or wanted.casefold() in name.casefold()


def take_in_mentions(path: str) -> tuple[tuple[tuple[str, Span], ...], tuple[Problem, ...]]:
    """Take in places in reports, (id, span), from JSON Lines of ``{"report", "span"}``."""
    return ingest_mentions(path)


def take_in_phrases(path: str) -> tuple[tuple[Phrase, ...], tuple[Problem, ...]]:
    """Take in actors' words from JSON Lines of ``{"id", "text", "date"}``, or ``-`` for standard input."""
    return ingest_phrases(path)


def code_actors(phrases: Sequence[Phrase]) -> tuple[tuple[str, str | None], ...]:
    """Code actors' words: (id, country and sectors, or ``None`` where they cannot be told).

    >>> code_actors([Phrase("a", "Afghan foreign minister"), Phrase("b", "the weather")])
    (('a', 'AFGGOV'), ('b', None))
    """
    return tuple((phrase.id, code_actor(phrase.text, phrase.on)) for phrase in phrases)


def example_paths() -> tuple[tuple[str, str], ...]:
    """The bundled examples: (name of the happening, folder)."""
    folder = Path(str(files("dateline") / "data" / "examples"))
    return tuple((path.name, str(path)) for path in sorted(folder.iterdir()) if path.is_dir())
