"""Readings and stories -> text, JSON, Markdown and HTML: a function a view, the format by its name.

Each function returns what is to be printed, its last line ended. ``json`` is one value, ``jsonl`` a value a line. Text
is written for standard output unless a `Paper` is given.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

from dateline.answers import Listed, Proof
from dateline.errors import InputError
from dateline.export import json, pages, text
from dateline.export.delivery import Delivery
from dateline.export.reading_json import reading_to_dict
from dateline.export.reading_text import render_reading
from dateline.export.sheet import Paper, find_paper
from dateline.model import Background, Check, EventCluster, Origin, Reading, Relation, Story

__all__ = [
    "FORMATS",
    "Delivery",
    "Paper",
    "export_story",
    "find_paper",
    "show_check",
    "show_clusters",
    "show_codes",
    "show_comparison",
    "show_evidence",
    "show_listing",
    "show_origins",
    "show_quotes",
    "show_readings",
    "show_relations",
    "show_stories",
    "show_story",
    "show_timeline",
]

#: What `export_story` writes, each with the module and the function that write it.
FORMATS = {
    "polecat": ("polecat", "to_polecat"),
    "plover": ("plover", "to_plover"),
    "gdelt": ("gdelt", "to_gdelt"),
    "gdelt-mentions": ("gdelt", "to_gdelt_mentions"),
    "geojson": ("geojson", "to_geojson"),
    "csv": ("tables", "to_csv"),
    "parquet": ("tables", "to_parquet"),
}


def export_story(story: Story, to: str) -> Delivery:
    """Write a story's events for other programs; `docs/event-data.md` describes every column.

    Args:
        story: Of one happening.
        to: ``polecat``, ``plover``, ``gdelt``, ``gdelt-mentions``, ``geojson``, ``csv`` or ``parquet``.

    Returns:
        One file, or the files of a folder (``csv`` and ``parquet``), with the number of rows in each. The same story
        gives the same bytes.

    Raises:
        InputError: The format is unknown.
        ConfigError: ``parquet`` without pyarrow.

    >>> export_story(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()), "plover").files[0].name
    'plover.jsonl'
    """
    if to not in FORMATS:
        raise InputError(f"unknown export {to!r}; known: {', '.join(FORMATS)}")
    module, function = FORMATS[to]
    write: Callable[[Story], Delivery] = getattr(import_module(f"dateline.export.{module}"), function)
    return write(story)


def show_readings(readings: Sequence[Reading], fmt: str, *, paper: Paper | None = None) -> str:
    """What each report says.

    Args:
        readings: In the order wanted.
        fmt: ``text``, ``json``, ``jsonl``, ``html`` or ``md``.
        paper: What text is written for; standard output unless given.

    Raises:
        InputError: The format is unknown.

    >>> show_readings([], "json")
    '[]\\n'
    """
    return _show(
        fmt,
        lambda: "".join(render_reading(reading, paper or find_paper(sys.stdout)) + "\n" for reading in readings),
        lambda: [reading_to_dict(reading) for reading in readings],
        lambda: pages.page_of_readings(readings),
    )


def show_story(story: Story, fmt: str, *, paper: Paper | None = None) -> str:
    """The dossier of a story; arguments as for `show_readings`.

    >>> show_story(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()), "md").splitlines()[0]
    '# Rain'
    """
    if fmt == "html":
        from dateline.export.html import story_to_html  # noqa: PLC0415 (Jinja2 loads only where a page is wanted)

        return story_to_html(story)
    if fmt == "md":
        from dateline.export.markdown import story_to_markdown  # noqa: PLC0415

        return story_to_markdown(story)
    return _show(
        fmt,
        lambda: text.render_story(story, paper or find_paper(sys.stdout)),
        lambda: json.story_to_dict(story),
        None,
    )


def show_comparison(story: Story, fmt: str, *, paper: Paper | None = None) -> str:
    """What each origin of a story says of each thing; arguments as for `show_readings`. JSON Lines has a row a line.

    >>> show_comparison(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()), "jsonl")
    ''
    """
    if fmt == "jsonl":
        return json.dump_jsonl(json.comparison_to_dict(story)["comparison"])
    return _show(
        fmt,
        lambda: text.render_comparison(story, paper or find_paper(sys.stdout)),
        lambda: json.comparison_to_dict(story),
        lambda: pages.page_of_comparison(story),
    )


def show_origins(
    origins: Sequence[Origin], readings: Sequence[Reading], fmt: str, *, paper: Paper | None = None
) -> str:
    """Which reports share one origin, and why; arguments as for `show_readings`.

    >>> show_origins([], [], "json")
    '[]\\n'
    """
    return _show(
        fmt,
        lambda: text.render_origins(origins, readings, paper or find_paper(sys.stdout)),
        lambda: json.origins_to_rows(origins),
        lambda: pages.page_of_origins(origins, readings),
    )


def show_check(check: Check, fmt: str, *, paper: Paper | None = None) -> str:
    """A draft's statements beside what reports say; arguments as for `show_readings`. JSON Lines has one a line.

    >>> show_check(None, "docx")
    Traceback (most recent call last):
    dateline.errors.InputError: unknown format 'docx'; known: html, json, jsonl, md, text
    """
    from dateline.export import check as checks  # noqa: PLC0415 (this view alone needs it)

    if fmt == "jsonl":
        return json.dump_jsonl(checks.check_to_rows(check))
    return _show(
        fmt,
        lambda: checks.render_check(check, paper or find_paper(sys.stdout)),
        lambda: checks.check_to_dict(check),
        lambda: checks.page_of_check(check),
    )


def show_stories(
    stories: Sequence[Sequence[str]],
    readings: Sequence[Reading],
    fmt: str,
    *,
    background: Sequence[Background] = (),
    paper: Paper | None = None,
) -> str:
    """Which reports tell of one happening, and which are background to it; *stories* are report ids.

    Other arguments as for `show_readings`.

    >>> show_stories([("a", "b")], [], "md").splitlines()[0]
    '# 2 reports, 1 story'
    """
    page = pages.page_of_stories(stories, readings, background)
    return _show(
        fmt,
        lambda: text.render_page(page, paper or find_paper(sys.stdout)),
        lambda: json.stories_to_rows(stories, background),
        lambda: page,
    )


def show_clusters(
    clusters: Sequence[EventCluster], readings: Sequence[Reading], fmt: str, *, paper: Paper | None = None
) -> str:
    """Which mentions are of one event; other arguments as for `show_readings`.

    >>> show_clusters([EventCluster("ev_1", "PROTEST", ())], [], "jsonl")
    '{"id": "ev_1", "type": "PROTEST", "mentions": []}\\n'
    """
    page = pages.page_of_clusters(clusters, readings)
    return _show(
        fmt,
        lambda: text.render_page(page, paper or find_paper(sys.stdout)),
        lambda: json.clusters_to_rows(clusters),
        lambda: page,
    )


def show_codes(codes: Sequence[tuple[str, str | None]], fmt: str, *, paper: Paper | None = None) -> str:
    """Actors' codes, (id, code) each; other arguments as for `show_readings`.

    >>> show_codes([("a", "AFGGOV")], "jsonl")
    '{"id": "a", "code": "AFGGOV"}\\n'
    """
    page = pages.page_of_codes(codes)
    return _show(
        fmt,
        lambda: text.render_page(page, paper or find_paper(sys.stdout)),
        lambda: json.codes_to_rows(codes),
        lambda: page,
    )


def show_quotes(story: Story, fmt: str, *, paper: Paper | None = None, speaker: str | None = None) -> str:
    """Who said what in a story; arguments as for `show_readings`, and whose quotes it was cut down to.

    >>> show_quotes(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()), "jsonl")
    ''
    """
    return _show(
        fmt,
        lambda: text.render_quotes(story, paper or find_paper(sys.stdout), speaker),
        lambda: json.quotes_to_rows(story),
        lambda: pages.page_of_quotes(story),
    )


def show_timeline(story: Story, fmt: str, *, paper: Paper | None = None) -> str:
    """A story's events by date; arguments as for `show_readings`.

    >>> show_timeline(Story("s1", "Rain", None, None, (), (), (), (), (), (), ()), "md").splitlines()[0]
    '# Timeline: Rain'
    """
    return _show(
        fmt,
        lambda: text.render_timeline(story, paper or find_paper(sys.stdout)),
        lambda: json.timeline_to_rows(story),
        lambda: pages.page_of_timeline(story),
    )


def show_relations(
    relations: Sequence[Relation],
    story: Story,
    fmt: str,
    *,
    as_of: str | None = None,
    holds: Sequence[bool | None] | None = None,
    paper: Paper | None = None,
) -> str:
    """States of affairs of a story, chosen for the day *as_of* if one is given; arguments as for `show_readings`.

    *holds* tells for each whether it held on that day, ``None`` where the reports do not tell.

    >>> show_relations([], Story("s1", "Rain", None, None, (), (), (), (), (), (), ()), "jsonl")
    ''
    """
    return _show(
        fmt,
        lambda: text.render_relations(
            relations, story, as_of=as_of, holds=holds, paper=paper or find_paper(sys.stdout)
        ),
        lambda: json.relations_to_rows(relations),
        lambda: pages.page_of_relations(relations, story, as_of=as_of),
    )


def show_listing(
    kind: str, listed: Listed[Any], fmt: str, *, lines: Sequence[str] = (), paper: Paper | None = None
) -> str:
    """A list of the record; *kind* is one of `listing.KINDS`, *lines* say what was asked for.

    >>> show_listing("events", Listed((), 0), "jsonl")
    ''
    """
    from dateline.export import listing  # noqa: PLC0415 (only who asks the record needs it)

    return _show(
        fmt,
        lambda: listing.render_listing(kind, listed, lines, paper or find_paper(sys.stdout)),
        lambda: listing.shape_listing(kind, listed),
        lambda: listing.page_of_listing(kind, listed, lines),
    )


def show_evidence(proof: Proof, fmt: str, *, paper: Paper | None = None) -> str:
    """What something in the record rests on; arguments as for `show_readings`.

    >>> show_evidence(Proof("ev_1", "event", "It rained", ("story_1",), ()), "md").splitlines()[0]
    '# It rained'
    """
    from dateline.export import evidence, listing_json  # noqa: PLC0415 (only who asks the record needs it)

    return _show(
        fmt,
        lambda: evidence.render_proof(proof, paper or find_paper(sys.stdout)),
        lambda: listing_json.proof_to_dict(proof),
        lambda: evidence.page_of_proof(proof),
    )


def _show(
    fmt: str, write: Callable[[], str], shape: Callable[[], object], page: Callable[[], pages.Page] | None
) -> str:
    if fmt == "text":
        return write()
    if fmt == "json":
        return json.dump_json(shape()) + "\n"
    if fmt == "jsonl":
        value = shape()
        return json.dump_jsonl(value if isinstance(value, list) else [value])
    if fmt == "md" and page:
        from dateline.export.markdown import page_to_markdown  # noqa: PLC0415

        return page_to_markdown(page())
    if fmt == "html" and page:
        from dateline.export.html import page_to_html  # noqa: PLC0415

        return page_to_html(page())
    raise InputError(f"unknown format {fmt!r}; known: html, json, jsonl, md, text")
