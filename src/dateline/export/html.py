"""The dossier and the smaller views as one HTML file each: no network, nothing that runs but a few lines of our own.

All that comes from reports is escaped by Jinja2 and stripped of control characters; links are http or https; the
content security policy names the very style sheet and script by their hashes.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, cached_property

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dateline.export import wording
from dateline.export.marked import Block, mark_text
from dateline.export.pages import Page
from dateline.export.timeline import draw_timeline
from dateline.export.view import StoryView
from dateline.model import Evidence, Reading, Span, Story

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")


@dataclass(frozen=True, slots=True)
class Use:
    """A statement that rests on some evidence: the id of its element, the short name shown, and what it says."""

    id: str
    name: str
    what: str


@dataclass
class EvidenceIndex:
    """Which statements use which words of which report."""

    view: StoryView
    uses: dict[tuple[str, Span], list[Use]] = field(default_factory=dict)

    def add(self, evidence: Iterable[Evidence], use: Use) -> None:
        """Note that a statement rests on evidence."""
        for item in evidence:
            self.uses.setdefault((item.report, item.span), []).append(use)

    def anchor(self, report: str, span: Span) -> str:
        """The id of the mark of a stretch of a report: the report's number and the offsets."""
        return f"r{self.view.numbers[report]}-{span.start}-{span.end}"

    def shown(self, report: str, span: Span) -> list[Use]:
        """The statements to link back to: rows of the comparison only where nothing else uses the words."""
        uses = list(dict.fromkeys(self.uses.get((report, span), ())))
        return [use for use in uses if not use.id.startswith("row")] or uses

    def blocks(self, reading: Reading) -> tuple[Block, ...]:
        """A report's text, cut where evidence begins and ends."""
        return self._cut[reading.id]

    @cached_property
    def _cut(self) -> dict[str, tuple[Block, ...]]:
        spans: dict[str, list[Span]] = {}
        for report, span in self.uses:
            spans.setdefault(report, []).append(span)
        return {
            reading.id: mark_text(reading.text, reading.regions, spans.get(reading.id, ()))
            for reading in self.view.story.readings
        }

    def split_rules(self) -> str:
        """Style rules for evidence in several segments: when it is the target all of them are highlighted.

        Evidence that one element marks alone needs none: the element is the target itself.
        """
        rules = []
        for report, blocks in self._cut.items():
            segments = [segment for block in blocks for segment in block.segments]
            pieces = Counter(span for segment in segments for span in segment.covering)
            whole = {segment.starting[0] for segment in segments if segment.starting}
            for span in sorted(pieces):
                if pieces[span] > 1 or span not in whole:
                    name = self.anchor(report, span)
                    rules.append(
                        f':root:has([id="{name}"]:target) mark[data-evidence~="{name}"]{{--mark:var(--target)}}\n'
                    )
        return "".join(rules)


def story_to_html(story: Story) -> str:
    """Write the dossier of a story as one self-contained page.

    Args:
        story: Of one happening.

    Returns:
        The reports side by side with the evidence marked, every statement linked to its sentences and back, the
        timeline, the comparison, the states of affairs and the origins. The same bytes for the same story.

    References:
        WCAG 2.2 AA; Content Security Policy Level 3.

    >>> page = story_to_html(Story("s1", "Rain & <b>hail</b>", None, None, (), (), (), (), (), (), ()))
    >>> page.split("<title>")[1].split("</title>")[0]
    'Rain &amp; &lt;b&gt;hail&lt;/b&gt;'
    """
    view = StoryView(story)
    index = index_evidence(view)
    numbers = {event.id: number for number, event in enumerate(story.events, 1)}
    dated = [(numbers[event.id], event) for event in view.dated]
    return _render(
        "story.html.j2",
        index.split_rules(),
        title=story.title,
        story=story,
        view=view,
        index=index,
        numbers=numbers,
        drawing=draw_timeline(dated),
        groups=[
            ("Where they differ", "An origin says otherwise than another.", view.differing),
            ("What they agree on", "Two origins or more say it, and none says otherwise.", view.agreed),
        ],
        row_numbers={id(row): number for number, row in enumerate(story.comparison, 1)},
        row_key=id,
    )


def page_to_html(page: Page) -> str:
    """Write a page of tables as one self-contained page.

    Args:
        page: Of any view.

    >>> "<h1>Stories</h1>" in page_to_html(Page("Stories", (), ()))
    True
    """
    return _render("page.html.j2", "", title=page.title, page=page)


def index_evidence(view: StoryView) -> EvidenceIndex:
    """Note for every stretch of evidence which statements of a story rest on it."""
    index = EvidenceIndex(view)
    story = view.story
    for number, event in enumerate(story.events, 1):
        index.add(event.evidence, Use(f"event-{number}", f"E{number}", event.what))
    for number, quote in enumerate(view.quotes, 1):
        index.add(quote.evidence, Use(f"quote-{number}", f"Q{number}", quote.what))
    for number, figure in enumerate(view.figures, 1):
        index.add(figure.evidence, Use(f"figure-{number}", f"F{number}", figure.what))
    for number, relation in enumerate(story.relations, 1):
        index.add(relation.evidence, Use(f"state-{number}", f"S{number}", wording.show_relation(relation)))
    for number, row in enumerate(story.comparison, 1):
        for cell in row.cells.values():
            index.add(cell.evidence, Use(f"row-{number}", f"C{number}", row.about))
    for origin in story.origins:
        letter = view.letters[origin.id]
        for item in origin.depends_on:
            index.add(item.evidence, Use(f"origin-{letter}", f"O{letter}", f"origin {origin.name} rests on {item.on}"))
    return index


def language_of(reading: Reading) -> str:
    """A report's language as an HTML attribute takes it; empty (unknown) if it is not told or no language tag."""
    tag = reading.metadata.language or ""
    return tag if _LANGUAGE.match(tag) else ""


def make_breakable(text: str) -> Markup:
    """A name with places where a line may break: after the dots of a host name.

    >>> str(make_breakable("example.org"))
    'example.<wbr>org'
    """
    return Markup(".<wbr>").join(wording.neutralise(text).split("."))


def _show(value: object) -> object:
    """What every value put on a page goes through: our own markup as it is, text without control characters."""
    return wording.neutralise(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("dateline.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_show,
        keep_trailing_newline=True,
    )
    shared = (
        "MARKS",
        "STATUS_WORDS",
        "count",
        "one_line",
        "outlet_name",
        "safe_link",
        "show_date",
        "show_interval",
        "BACKGROUND_NOTE",
        "name_background",
        "show_background",
    )
    more = ("show_act", "show_parties", "show_period", "show_relation", "show_status", "show_validity", "show_value")
    environment.globals |= {name: getattr(wording, name) for name in (*shared, *more)} | {
        "language_of": language_of,
        "breakable": make_breakable,
    }
    return environment


@cache
def _asset(name: str) -> str:
    """A file of our own beside the templates, as it is."""
    environment = _environment()
    assert environment.loader is not None  # set in `_environment`; for the type checker
    return environment.loader.get_source(environment, name)[0]


def _render(template: str, rules: str, **values: object) -> str:
    style, script = _asset("style.css") + rules, _asset("page.js")
    policy = (
        f"default-src 'none'; style-src {_hashed(style)}; script-src {_hashed(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _environment().get_template(template)
    return page.render(style=Markup(style), script=Markup(script), policy=policy, **values)


def _hashed(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


__all__ = ["EvidenceIndex", "Use", "index_evidence", "language_of", "page_to_html", "story_to_html"]
