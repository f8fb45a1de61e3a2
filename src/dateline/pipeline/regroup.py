"""All reports into stories and origins anew, and the dossiers of the stories that are not what they were.

One transaction: a record never shows half of a story, or a story beside the one that it has grown into.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from dateline.config import Config
from dateline.errors import DatelineError
from dateline.group import (
    Item,
    Outline,
    SpokenWords,
    find_background,
    find_groups,
    item_of_reading,
    make_outline,
    pack_outline,
    spoken_words,
    unpack_outline,
)
from dateline.judgements import NO_JUDGEMENTS, Judgements, speaker_key
from dateline.model import Background, Origin, Reading, Span, name_story
from dateline.pipeline.workers import Crew, Died, work
from dateline.reconcile import join_states, key_state, reconcile_story
from dateline.store.background import save_background
from dateline.store.codec import pack, unpack
from dateline.store.engine import Connection, Database
from dateline.store.problems import Trouble, add_problem, resolve_problems
from dateline.store.reports import Version, count_status, get_version, iterate_outlines, iterate_versions
from dateline.store.stories import (
    MadeOf,
    StoryRows,
    add_story_changes,
    close_story,
    list_inputs,
    make_story_rows,
    mark_grouped,
    present_stories,
    save_states,
    save_story,
    told_states,
    was_grouped,
)

Watch = Callable[[str, int, int], None]
_READABLE = ("read", "unread")
_FEW = 24  # stories that are put together sooner than another process has started
_log = logging.getLogger(__name__)


def regroup(
    database: Database,
    config: Config,
    now: str,
    *,
    crew: Crew = Crew(),
    watch: Watch = lambda *_: None,
    judgements: Judgements = NO_JUDGEMENTS,
) -> tuple[int, int]:
    """Group all reports that are read, and put together the stories that are not what they were.

    The caller holds the record's lock.

    Args:
        database: Open for writing.
        config: Settings.
        now: The record time of what changes, ISO 8601 in UTC.
        crew: How many processes put stories together.
        watch: Called with the stage ("grouping", "stories"), how much of it is done, and how much there is.
        judgements: Links and merges that a user has overruled.

    Returns:
        How many stories were put together, and how many are gone.
    """
    with database.write() as connection:
        fingerprint = _hash([list_inputs(connection, _READABLE), asdict(judgements), asdict(config.group)])
        if was_grouped(connection, fingerprint):
            return 0, 0
        known = present_stories(connection)
        grouped = _group(connection, config, judgements, watch)
        wanted = {story: _inputs(members, grouped, judgements) for story, members in grouped.stories.items()}
        stale = [story for story, inputs in wanted.items() if known.get(story, ("",))[0] != inputs]
        gone = sorted(set(known) - set(wanted))
        for story in gone:
            close_story(connection, database.dialect, story, now)
        add_story_changes(connection, database.dialect, tuple(_story_changes(known, grouped.stories)), now)
        tasks = (_make_task(connection, (story, wanted[story]), grouped, judgements) for story in stale)
        spread = replace(crew, workers=crew.workers if len(stale) > _FEW else 0, chunk=8)
        done = failed = 0
        for results in work(put_together, tasks, spread):
            for result in results:
                failed += not _keep(connection, database, result, now)
            done += len(results)
            watch("stories", done, len(stale))
        states = {parties: join_states(rows) for parties, rows in told_states(connection).items()}
        save_states(connection, database.dialect, states, now)
        numbers = {report: number for report, (number, _) in grouped.versions.items()}
        save_background(connection, database.dialect, grouped.background, numbers, now)
        database.dialect.refresh_plans(connection)
        if not failed:
            mark_grouped(connection, fingerprint)
    return len(stale) - failed, len(gone)


def _hash(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode("ascii")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Grouped:
    """All reports: stories (id -> report ids by publication), report id -> origin, report id -> version and reader.

    ``background`` are reports of one story that are background to another.
    """

    stories: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, Origin]
    versions: Mapping[str, tuple[int, str]]
    background: tuple[Background, ...]


#: What a report quotes: the key of the decision on its speaker, the speaker, the span, the words, those around them.
_Said = tuple[str, str, int, int, str, str]


def make_grouping(reading: Reading) -> tuple[bytes, bytes]:
    """What grouping needs of a reading, as bytes: its outline, and what it quotes of whom."""
    said: list[_Said] = [
        (speaker_key(reading.id, quote), each.speaker, each.span.start, each.span.end, each.text, each.context)
        for quote in reading.quotes
        for each in spoken_words(replace(reading, quotes=(quote,)))
    ]
    return pack_outline(make_outline(item_of_reading(reading))), pack(said)


def _group(connection: Connection, config: Config, judgements: Judgements, watch: Watch) -> _Grouped:
    outlines: list[Outline] = []
    speech: list[SpokenWords] = []
    versions: dict[str, tuple[int, str]] = {}
    total = sum(count for status, count in count_status(connection).items() if status in _READABLE)
    silenced = {entry.decision for entry in judgements.entries if entry.kind == "speaker"}
    for report, number, reader, outline, said in iterate_outlines(connection, _READABLE):
        outlines.append(unpack_outline(outline))
        speech.extend(
            SpokenWords(report, speaker, Span(start, stop), text, around)
            for key, speaker, start, stop, text, around in unpack(said, list[_Said])
            if f"speaker:{key}" not in silenced
        )
        versions[report] = (number, reader)
        if len(outlines) % 200 == 0:
            watch("grouping", len(outlines), total)
    speech.sort(key=lambda each: (each.report, each.span))

    def fetch(report: str) -> Item:
        version = get_version(connection, report, versions[report][0])
        assert version is not None  # its outline was there a moment ago, in the same transaction
        return item_of_reading(version.open_reading())

    found = find_groups(outlines, config.group, speech=speech, judgements=judgements, fetch=fetch)
    background = find_background(outlines, found, fetch, judgements)
    watch("grouping", total, total)
    return _Grouped(
        {name_story(members[0]): members for members in found.stories},
        {report: origin for origin in found.origins for report in origin.reports},
        versions,
        background,
    )


def _inputs(members: Sequence[str], grouped: _Grouped, judgements: Judgements) -> str:
    """A hash of all that a story's dossier is made of."""
    origins = [asdict(origin) for origin in _origins_of(members, grouped)]
    judged = [asdict(entry) for entry in judgements.entries if any(member in entry.decision for member in members)]
    made_of = [sorted((member, *grouped.versions[member]) for member in members), origins, judged]
    return _hash(made_of)


def _origins_of(members: Sequence[str], grouped: _Grouped) -> list[Origin]:
    """The origins of a story's reports, each cut to these: copies elsewhere are another story's."""
    wanted = set(members)
    found = {grouped.origins[member].id: grouped.origins[member] for member in members}
    return [
        replace(
            origin,
            reports=tuple(report for report in origin.reports if report in wanted),
            reasons={
                report: origin.reasons[report]
                for report in origin.reports
                if report in wanted and report in origin.reasons
            },
            depends_on=tuple(
                replace(each, evidence=told)
                for each in origin.depends_on
                if (told := tuple(item for item in each.evidence if item.report in wanted))
            ),
        )
        for origin in sorted(found.values(), key=lambda origin: (origin.name, origin.id))
    ]


@dataclass(frozen=True, slots=True)
class _Task:
    """What a story is put together from: its id, the hash of its inputs, its reports' versions, and its origins."""

    story: str
    inputs: str
    versions: tuple[Version, ...]
    origins: tuple[Origin, ...]
    judgements: Judgements


def _make_task(connection: Connection, wanted: tuple[str, str], grouped: _Grouped, judgements: Judgements) -> _Task:
    members = grouped.stories[wanted[0]]
    versions = tuple(iterate_versions(connection, _READABLE, reports=members))
    return _Task(*wanted, versions, tuple(_origins_of(members, grouped)), judgements)


def put_together(tasks: Sequence[_Task]) -> list[StoryRows | Trouble]:
    """Put stories together: for each its rows, or why there are none."""
    return [_put_together(task) for task in tasks]


def _put_together(task: _Task) -> StoryRows | Trouble:
    try:
        readings = [version.open_reading() for version in task.versions]
        story = replace(reconcile_story(readings, task.origins, task.judgements), id=task.story)
        parties = tuple(key_state(relation) for relation in story.relations)
        versions = {each.report.id: (each.number, each.reader or "") for each in task.versions}
        return make_story_rows(story, MadeOf(task.inputs, versions, parties))
    except DatelineError as error:
        told = error.message
    except Exception as error:
        # A fault of ours in one story must not cost the others: it is told as such and its trace is logged.
        _log.exception("story %s", task.story)
        told = f"a fault in dateline kept it from being put together ({type(error).__name__}); please tell us"
    return Trouble(task.story, "reconcile", "fault", told, "its reports are kept; the next run tries again")


def _keep(connection: Connection, database: Database, result: StoryRows | Trouble | Died[_Task], now: str) -> bool:
    """Keep a story's rows, or why there are none; whether there are."""
    if isinstance(result, Died):
        told = "took too long" if result.slow else f"ended its process (exit code {result.exitcode})"
        advice = "its reports are kept; tell us"
        result = Trouble(result.item.story, "reconcile", "died", f"putting it together {told}, twice", advice)
    if isinstance(result, Trouble):
        add_problem(connection, result, now)
        return False
    save_story(connection, database.dialect, result, now)
    resolve_problems(connection, "reconcile", result.story, now)
    return True


def _story_changes(
    known: Mapping[str, tuple[str, frozenset[str]]], stories: Mapping[str, Sequence[str]]
) -> Iterator[tuple[str, str, str]]:
    """How stories that were became stories that are: (from, to, ``merged``, ``split`` or ``renamed``)."""
    now = {report: story for story, members in stories.items() for report in members}
    before = {report for _, members in known.values() for report in members}
    for old, (_, members) in known.items():
        heirs = sorted({now[report] for report in members if report in now} - {old})
        for heir in heirs:
            others = (report for report in stories[heir] if report not in members)
            if old in stories or len(heirs) > 1:
                yield old, heir, "split"
            else:
                yield old, heir, "merged" if any(report in before for report in others) else "renamed"
