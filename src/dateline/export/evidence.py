"""What something in the record rests on, as text and as tables: each sentence with its neighbours and its printer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from dateline.answers import Passage, Proof
from dateline.export.pages import Grid, Page
from dateline.export.sheet import PLAIN, Paper, Sheet
from dateline.export.wording import count, one_line, show_date


def render_proof(proof: Proof, paper: Paper = PLAIN) -> str:
    """Write what something rests on for a terminal.

    Args:
        proof: Of one id.
        paper: Width and colour.

    Returns:
        For each statement its sentences, the one before and the one after, and who printed them.

    >>> print(render_proof(Proof("ev_1", "event", "It rained", ("story_1",), ())), end="")
    It rained
    ═════════
    event ev_1 · story story_1 · 0 passages in 0 reports
    """
    sheet = Sheet(paper)
    sheet.title(proof.what)
    sheet.line(_head(proof), style="dim")
    for note in proof.notes:
        sheet.line(f"Note: {note}")
    for each in proof.versions:
        status = f"version {each.number}: {each.status}, fetched {show_date(each.fetched_at)}"
        sheet.line(f"{status}, text {each.sha256[:12]}", indent=2)
    explained: set[str] = set()  # reports whose origin's reasons are given
    for (owner, what), passages in groupby(proof.passages, key=lambda each: (each.of, each.what)):
        if owner != proof.id:
            sheet.heading(what)
            sheet.ids((owner,), indent=0)
        for passage in passages:
            sheet.blank()
            _put_passage(sheet, passage, explain=passage.words.report not in explained)
            explained.add(passage.words.report)
    return sheet.done()


def _head(proof: Proof) -> str:
    reports = len({each.words.report for each in proof.passages})
    story = f"story {', '.join(proof.stories)}" if proof.stories and proof.kind != "story" else ""
    shown = f"{count(len(proof.passages), 'passage')} in {count(reports, 'report')}"
    cut = f"the first {shown}, of {proof.total}" if len(proof.passages) < proof.total else shown
    parts = (f"{proof.kind} {proof.id}", story, cut)
    return " · ".join(part for part in parts if part)


def _put_passage(sheet: Sheet, passage: Passage, *, explain: bool) -> None:
    published = show_date(passage.words.published) if passage.words.published else "publication date not given"
    sheet.line(
        f"{passage.words.outlet or 'outlet not named'}, {published}: {passage.title or 'without a title'}", style="bold"
    )
    if passage.before:
        sheet.line(f"… {passage.before}", indent=2, style="dim")
    sheet.line(f"▸ {passage.sentence}", indent=2)
    if passage.after:
        sheet.line(f"{passage.after} …", indent=2, style="dim")
    for line in _particulars(passage, explain=explain):
        sheet.line(line, indent=2, style="dim")
    sheet.ids((passage.words.report, *([passage.url] if passage.url else [])), indent=2)


def _particulars(passage: Passage, *, explain: bool) -> Iterator[str]:
    words = passage.words
    agency = ", an agency" if passage.agency else ""
    reasons = f": {'; '.join(passage.reasons)}" if passage.reasons and explain else ""
    yield f"origin {passage.origin_name}{agency} ({words.origin}){reasons}"
    told = f"told as {words.status}, " if words.status else ""
    span = f"characters {words.span.start} to {words.span.end} of version {words.version}"
    read = f", read by {passage.reader}" if passage.reader else ""
    yield f"{told}{span}, fetched {show_date(passage.fetched_at)}{read}"


def page_of_proof(proof: Proof) -> Page:
    """What something rests on, a row a passage.

    >>> page_of_proof(Proof("ev_1", "event", "It rained", ("story_1",), ())).title
    'It rained'
    """
    rows = tuple(
        (
            each.what, f"… {each.before}" if each.before else "", each.sentence, each.after, each.words.outlet or "",
            show_date(each.words.published), each.url or "", each.words.report, str(each.words.version),
            show_date(each.fetched_at), each.reader or "", f"{each.origin_name} ({each.words.origin})",
            "; ".join(one_line(reason) for reason in each.reasons), each.of,
        )
        for each in proof.passages
    )  # fmt: skip
    header = (
        "what", "before", "sentence", "after", "outlet", "published", "address", "report", "version", "fetched",
        "read by", "origin", "why", "id",
    )  # fmt: skip
    versions = tuple(
        (str(each.number), show_date(each.fetched_at), each.status, each.title or "", each.sha256)
        for each in proof.versions
    )
    grids = [Grid("Evidence", header, rows)]
    if versions:
        grids.append(Grid("Versions", ("number", "fetched", "status", "title", "SHA-256 of the text"), versions))
    return Page(proof.what, (_head(proof), *proof.notes), tuple(grids))
